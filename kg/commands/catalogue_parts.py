"""The commands below ``dragoman catalogue``."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click
from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kg.commands.common import Invocation, console, cut_short, setting, tell

_OUT = click.Path(path_type=Path, dir_okay=False)
_LINKS = "Least number of wikis with a page on an item."


@click.command("update")
@click.argument("out", metavar="FILE", type=_OUT)
@setting("wikidata_sparql")
@setting("cache")
@setting("cache_days")
@click.option("--class", "names", multiple=True, metavar="LABEL", help="Only this class of items; may be repeated.")
@click.option("--sitelinks", type=click.IntRange(min=0), default=5, show_default=True, help=_LINKS)
@click.option("--pause", type=click.FloatRange(min=0), default=1.0, show_default=True, help="Seconds between requests.")
@click.pass_obj
def update(
    invocation: Invocation, /, out: Path, names: tuple[str, ...], sitelinks: int, pause: float, **flags: str | None
) -> None:
    """Make the catalogue FILE, or bring it up to date, from a SPARQL service that holds Wikidata.

    Class by class and page by page. Answers are kept on disk: after a stop, say the same again and it goes on.
    """
    settings = invocation.settings(**flags)
    from kg.catalogue import build, load_core  # noqa: PLC0415
    from kg.catalogue.classes import BY_LABEL  # noqa: PLC0415
    from kg.catalogue.sparql import Service, chosen  # noqa: PLC0415
    from kg.wikidata.cache import Cache, folder  # noqa: PLC0415

    roots = chosen(names, BY_LABEL)
    service = Service(settings.wikidata_sparql, settings, Cache(folder(settings.cache), settings.cache_days), pause)
    with _bar() as bar:
        task = bar.add_task("asking", total=None)

        def told(label: str, count: int) -> None:
            bar.update(task, description=f"{label}: {count:,} items")

        built = build.update(build.Asked(roots, sitelinks), service, out, load_core(), told)
    tell(f"{built.found:,} items by {service.asked:,} requests; {built.records:,} records, version {built.version}")
    click.echo(str(built.path))


@click.command("import")
@click.argument("dump", type=click.Path(path_type=Path))
@click.argument("out", metavar="FILE", type=_OUT)
@click.option("--sitelinks", type=click.IntRange(min=0), default=5, show_default=True, help=_LINKS)
def import_(dump: Path, out: Path, sitelinks: int) -> None:
    """Make the catalogue FILE from DUMP, Wikidata's JSON dump of all entities.

    DUMP ends in .json, .gz, .bz2 or .zst, or is - for standard input (unpacked). Unpacking bz2
    takes longer than all else; with several cores: lbzip2 -dc DUMP | dragoman catalogue import - FILE
    """
    from kg.catalogue import build, load_core  # noqa: PLC0415

    size = dump.stat().st_size if dump.is_file() else None
    with _bar(DownloadColumn()) as bar:
        task = bar.add_task("reading", total=size)

        def told(read: int, lines: int, kept: int) -> None:
            bar.update(task, completed=read, description=f"{lines:,} entities, {kept:,} kept")

        built, tally = build.import_dump(dump, out, load_core(), sitelinks, told)
    if tally.broken:
        tell(f"warning: {tally.broken:,} of {tally.lines:,} lines hold no entity and were left out.", "yellow")
    if not tally.whole:
        tell("warning: the dump does not end as a whole one does. Is it complete?", "yellow")
    tell(f"{tally.lines:,} lines, {tally.kept:,} items kept aside; {built.records:,} records, version {built.version}")
    click.echo(str(built.path))


@click.command("info")
@click.argument("file", metavar="[FILE]", required=False, type=_OUT)
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def info(invocation: Invocation, file: Path | None, shape: str) -> None:
    """Say what a catalogue holds: FILE, or the one that the settings name, or the one that ships."""
    from kg.catalogue import Stored, load, load_core  # noqa: PLC0415

    known = load(file or invocation.settings().catalogue or None)
    types = Counter(record.type for record in known)
    linked = sum(1 for record in known if record.qid)
    about: dict[str, object] = {"version": known.version, "records": len(known), "with an item": linked}
    about |= dict(sorted(types.items()))
    if isinstance(known, Stored):
        about |= {name: value for name, value in known.meta.items() if name not in {"format", "records", "version"}}
        about["core is the shipped one"] = known.meta.get("core") == load_core().version
        about["bytes"] = known.path.stat().st_size
    with cut_short():
        if shape == "json":
            click.echo(json.dumps(about, indent=2))
            return
        width = max(map(len, about))
        for name, value in about.items():
            click.echo(f"{name:{width}}  {f'{value:,}' if isinstance(value, int) and value is not True else value}")


def _bar(*columns: BarColumn | DownloadColumn) -> Progress:
    """A progress bar on standard error; silent when that is no terminal."""
    screen = console()
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), *columns, TimeElapsedColumn(),
        console=screen, disable=not screen.is_terminal, transient=True,
    )  # fmt: skip
