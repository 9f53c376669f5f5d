"""``dragoman export quickstatements`` and ``sssom``."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.common import Invocation, cut_short, progress, setting, tell
from kg.config import Settings
from kg.errors import InputError, RemoteError

if TYPE_CHECKING:
    from kg.giveback.statements import Known, Told

_ROWS = 10_000_000
_SECONDS = 3600.0
_BYTES = 4_000_000_000


@click.command("quickstatements")
@click.argument("folder", required=False, metavar="[RELEASE]", type=click.Path(path_type=Path))
@click.option("--format", "shape", type=click.Choice(["v1", "csv"]), default="v1", show_default=True)
@click.option("--property", "only", metavar="P…", help="Only statements with this property.")
@click.option(
    "--to", type=click.Path(path_type=Path, file_okay=False), help="Folder for the CSV tables, one a property."
)
@click.option(
    "--compare", type=click.Choice(["wikidata", "catalogue"]), default="wikidata", show_default=True,
    help="Who tells what Wikidata has already; the catalogue knows little of it and is always at hand.",
)  # fmt: skip
@click.option("--retrieved", metavar="DATE", help="Day on which you looked at the sources (default: today).")
@setting("catalogue")
@click.pass_obj
def quickstatements(  # noqa: PLR0913 - each is a flag
    invocation: Invocation, /, folder: Path | None, *, shape: str, only: str | None, to: Path | None, compare: str,
    retrieved: str | None, catalogue: str | None,
) -> None:  # fmt: skip
    """Statements of RELEASE (default: the setting “out”) that Wikidata lacks, for the tool QuickStatements.

    Actual ones only, said by an article in its own voice, between two entities linked with certainty, in properties
    that the ontology's alignment confirms; each with its address, the day of retrieval and the words. Look through
    them before you send them.
    """
    from kg.giveback import quickstatements as forms  # noqa: PLC0415

    settings = invocation.settings(catalogue=catalogue)
    day = _day(retrieved)
    told = tuple(t for t in _lacking(folder or Path(settings.out), settings, compare) if only in {None, t.pid})
    if shape == "v1":
        with cut_short():
            for line in forms.version_1(told, day):
                click.echo(line)
    else:
        _write_tables(forms.tables(told, day), to)
    sources = sum(len(t.sources) for t in told)
    tell(f"statements: {len(told)}, references: {sources}. Look through them before you send them.")


def _lacking(place: Path, settings: Settings, compare: str) -> tuple[Told, ...]:
    from kg.catalogue import load  # noqa: PLC0415
    from kg.giveback import statements  # noqa: PLC0415
    from kg.wikidata import Wikidata  # noqa: PLC0415

    query = statements.QUERY.replace("$certain", str(statements.CERTAIN))
    found = statements.statements(_rows(place, query, settings))
    known: Known = statements.in_catalogue(load(settings.catalogue or None))
    left = statements.lacking(found, known)
    if compare == "catalogue":
        tell("Not compared with Wikidata itself: it may have some of these already.", "yellow")
        return left
    with closing(Wikidata(settings)) as wikidata:
        try:
            return statements.lacking(left, statements.in_wikidata(wikidata))
        except RemoteError as problem:
            raise RemoteError(problem.message, "Try later, or say --compare catalogue: that asks nobody.") from None


def _day(text: str | None) -> str:
    from kg.sources import iso_date  # noqa: PLC0415

    return iso_date(text) if text else datetime.now(UTC).date().isoformat()


def _write_tables(tables: dict[str, str], to: Path | None) -> None:
    if to is not None:
        to.mkdir(parents=True, exist_ok=True)
        for pid, text in tables.items():
            (to / f"{pid}.csv").write_text(text, encoding="utf-8")
            tell(str(to / f"{pid}.csv"))
    elif len(tables) > 1:
        raise InputError(
            f"There is a table for each of {', '.join(tables)}.", "Say --to FOLDER, or --property for one of them."
        )
    else:
        with cut_short():
            for text in tables.values():
                click.echo(text, nl=False)


@click.command("sssom")
@click.argument("folder", required=False, metavar="[RELEASE]", type=click.Path(path_type=Path))
@click.pass_obj
def sssom(invocation: Invocation, /, folder: Path | None) -> None:
    """All links of RELEASE (default: the setting “out”) as a table in SSSOM (TSV), on standard output."""
    from kg.commands.release import located  # noqa: PLC0415
    from kg.giveback import sssom as form  # noqa: PLC0415

    settings = invocation.settings()
    place = folder or Path(settings.out)
    release = located(place)
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    base = str(manifest["settings"]["base_iri"])
    with cut_short():
        for line in form.table(
            _rows(place, form.QUERY, settings), base, release.resolve().name, manifest["versions"]["dragoman"]
        ):
            click.echo(line)


def _rows(place: Path, query: str, settings: Settings) -> list[dict[str, str]]:
    """All rows of a query to a release. Raises InputError when they are too many."""
    from kg.commands.query import local  # noqa: PLC0415

    wide = replace(settings, query_rows=_ROWS, query_seconds=_SECONDS, query_bytes=_BYTES)
    with progress() as bar:
        bar.add_task("reading the release", total=None)
        answer = local(place, query, wide)
    if answer.cut:
        raise InputError("The release has more of it than can be written at once.", "Build releases of fewer articles.")
    bindings = json.loads(answer.body)["results"]["bindings"]
    return [{name: str(term["value"]) for name, term in row.items()} for row in bindings]
