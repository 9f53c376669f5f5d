"""``dragoman push``: a release -> a store elsewhere."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.common import Invocation, progress, setting, tell
from kg.config import Settings
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.push import Plan, Spool, State, Target

_RETRIES = 5


@click.command("push")
@click.argument("folder", required=False, metavar="[RELEASE]", type=click.Path(path_type=Path))
@click.option("--to", "graphs", required=True, metavar="URL", help="Where the store takes graphs.")
@click.option("--sparql", metavar="URL", help="Where it answers queries, if that cannot be told from --to.")
@setting("store_user", metavar="NAME")
@setting("store_secret_file", metavar="FILE")
@click.option("--prune", is_flag=True, help="Remove graphs of older releases that this one no longer has.")
@click.option("--adopt", is_flag=True, help="With --prune: whatever is under the base IRI was put there by us.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--state", "state_file", type=click.Path(path_type=Path), help="File in which is noted what has arrived.")
@click.option("--seconds", type=click.FloatRange(min=0.1), default=300.0, show_default=True, help="For one request.")
@click.option("--retries", type=click.IntRange(0, 20), default=_RETRIES, show_default=True, help="Of one request.")
@click.pass_obj
def push(  # noqa: PLR0913 - each is a flag
    invocation: Invocation, /, folder: Path | None, *, graphs: str, sparql: str | None, store_user: str | None,
    store_secret_file: str | None, prune: bool, adopt: bool, dry_run: bool, state_file: Path | None, seconds: float,
    retries: int,
) -> None:  # fmt: skip
    """Load RELEASE (a folder of releases or one of them; default: the setting “out”) into a store, graph by graph.

    One named graph an article, beside those of the ontology, links and the rest. What has arrived is noted: a push that
    was stopped goes on where it was, and a newer release sends only what has changed. In the end all is counted.
    """
    from kg.access import access  # noqa: PLC0415
    from kg.commands.release import located  # noqa: PLC0415
    from kg.push import Target, sparql_of  # noqa: PLC0415
    from kg.push.state import opened  # noqa: PLC0415

    settings = invocation.settings(store_user=store_user, store_secret_file=store_secret_file)
    release = located(folder or Path(settings.out)).resolve()
    way = access(graphs, settings)
    asking = access(sparql or sparql_of(graphs), settings)
    target = Target(way, asking, seconds, retries)
    place = state_file or _beside(release, graphs)
    try:
        with opened(place, graphs, keep=not dry_run) as state, tempfile.TemporaryDirectory() as scratch:
            _pushed(release, settings, target, state, Path(scratch), prune=prune, adopt=adopt, dry_run=dry_run)
    finally:
        target.close()


def _pushed(  # noqa: PLR0913
    release: Path, settings: Settings, target: Target, state: State, scratch: Path, *, prune: bool, adopt: bool,
    dry_run: bool,
) -> None:  # fmt: skip
    from kg import push as pushing  # noqa: PLC0415

    with progress() as bar:
        task = bar.add_task("reading the release", total=None)

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        spool = _spooled(release, scratch)
        bar.update(task, description="asking the store")
        todo = pushing.plan(spool, state, target, _base(release, settings), prune=prune, adopt=adopt)
        done = None if dry_run else pushing.push(spool, state, target, todo, show)
    if todo.left:
        tell(
            f"{len(todo.left)} graphs under the base IRI are of no release of ours, by what is noted here, and stay "
            f"({todo.left[0]} …). If they are, say --prune --adopt.", "yellow",
        )  # fmt: skip
    if done is None:
        _foretell(todo)
    else:
        click.echo(
            f"{done.sent} graphs sent ({done.triples} triples), {done.here} were there, {done.removed} removed; "
            f"{done.counted} counted: release {release.name} is in {target.url}"
        )


def _foretell(todo: Plan) -> None:
    for graph in todo.send:
        click.echo(f"send    {graph.name}  {graph.triples} triples")
    for name in todo.remove:
        click.echo(f"remove  {name}")
    click.echo(f"{len(todo.send)} to send, {len(todo.here)} there, {len(todo.remove)} to remove; nothing was done")


def _spooled(release: Path, scratch: Path) -> Spool:
    """The graphs of a release, kept in ``scratch`` in bounded memory. Raises StoreError."""
    from kg.publish.sort import Sorter, read_lines  # noqa: PLC0415
    from kg.push.graphs import Spool, keyed  # noqa: PLC0415

    sorter, spool = Sorter(scratch, "quads"), Spool(scratch / "graphs")
    held: list[bytes] = []
    try:
        for line in keyed(read_lines(release / "dataset.nq")):
            held.append(line)
            if len(held) == 100_000:
                sorter.add(held)
                held = []
        sorter.add(held)
    except (OSError, ValueError) as problem:
        raise StoreError(f"The release {release} cannot be read: {problem}.", "Build it again.") from problem
    spool.fill(sorter)
    if not spool.graphs:
        raise StoreError(f"The release {release} holds nothing.", "Build it again.")
    return spool


def _base(release: Path, settings: Settings) -> str:
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    return str(manifest.get("settings", {}).get("base_iri") or settings.base_iri)


def _beside(release: Path, url: str) -> Path:
    """The file that is kept for a store, beside the releases."""
    out = release.parent.parent if release.parent.name == "releases" else release.parent
    return out / ".push" / f"{hashlib.sha256(url.encode()).hexdigest()[:12]}.jsonl"
