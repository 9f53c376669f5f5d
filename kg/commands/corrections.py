"""``dragoman corrections``: where a person reads what visitors say is wrong, and decides what is shown of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from kg.commands.common import cut_short, printable, tell
from kg.corrections import KINDS, Decision, Entry, Queue, folder_for, new_id, now
from kg.errors import ConfigError, InputError

_SHORT = len("urn:uuid:") + 8
_STATUSES = ("waiting", "accepted", "rejected")
_WIDTH = 60


@click.group("corrections")
@click.option(
    "--out", metavar="DIR", help="Folder of releases beside which the queue lies (default: the setting “out”)."
)
@click.pass_context
def corrections(context: click.Context, out: str | None) -> None:
    """Read and judge what visitors say is wrong.

    Corrections wait in a queue beside the releases and never change the graph. Accepted ones are shown on the page
    that they are about and at /corrections; what is about private persons is never shown. The last decision counts.
    """
    settings = context.obj.settings()
    folder = folder_for(Path(out or settings.out), settings.corrections)
    if folder is None:
        raise ConfigError("No corrections are taken here.", "Set “corrections” to the folder where they shall wait.")
    context.obj = Queue(folder)


@corrections.command("list")
@click.option("--status", type=click.Choice(_STATUSES), help="Only these.")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def listing(queue: Queue, status: str | None, shape: str) -> None:
    """All corrections, oldest first: a line each."""
    found = [entry for entry in _read(queue) if status in {None, entry.status}]
    with cut_short():
        if shape == "json":
            click.echo(json.dumps([_facts(entry) for entry in found], indent=2, ensure_ascii=False))
            return
        for entry in found:
            click.echo(_line(entry))
    if not found:
        tell(f"No {status or ''} corrections in {queue.folder}.".replace("  ", " "))


@corrections.command("show")
@click.argument("id")
@click.pass_obj
def show(queue: Queue, id: str) -> None:
    """One correction in full. ID is its id or the beginning of it."""
    entry = _find(queue, id)
    with cut_short():
        for name, value in _facts(entry).items():
            click.echo(f"{name + ':':10} " + printable(value).replace("\n", "\n" + 11 * " "))


@corrections.command("accept")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--note", default="", metavar="TEXT", help="An answer, which is shown with the correction.")
@click.option("--by", default="", metavar="NAME", help="Who decides; kept, and part of the data.")
@click.pass_obj
def accept(queue: Queue, ids: tuple[str, ...], note: str, by: str) -> None:
    """Show corrections to everybody. Those about private persons are noted as accepted, and not shown."""
    for entry in _decide(queue, ids, Decision(new_id(), "", "accepted", note, by, now())):
        hidden = " (about a private person: noted, never shown)" if entry.correction.private else ""
        click.echo(f"accepted {entry.correction.id}{hidden}")


@corrections.command("reject")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--note", default="", metavar="TEXT", help="Why; kept in the queue.")
@click.option("--by", default="", metavar="NAME", help="Who decides; kept in the queue.")
@click.pass_obj
def reject(queue: Queue, ids: tuple[str, ...], note: str, by: str) -> None:
    """Keep corrections away from the pages; an accepted one disappears from them."""
    for entry in _decide(queue, ids, Decision(new_id(), "", "rejected", note, by, now())):
        click.echo(f"rejected {entry.correction.id}")


@corrections.command("export")
@click.option("--format", "shape", type=click.Choice(["json", "csv", "ttl"]), default="json", show_default=True)
@click.option("--status", type=click.Choice(_STATUSES), help="Only these.")
@click.pass_obj
def export(queue: Queue, shape: str, status: str | None) -> None:
    """Corrections with the decisions on them, as a collection of Web Annotations, CSV or Turtle.

    Unlike the pages it also holds what is about private persons: keep it to yourself.
    """
    from server.corrections import shown  # noqa: PLC0415 - the server costs the other commands nothing

    found = [entry for entry in _read(queue) if status in {None, entry.status}]
    made = {"csv": shown.as_csv, "ttl": shown.as_turtle}
    data = made[shape](found) if shape in made else shown.as_json(found, "urn:dragoman:corrections")
    with cut_short():
        click.echo(data.decode(), nl=False)


def _read(queue: Queue) -> tuple[Entry, ...]:
    found = queue.read()
    if found.damaged:
        tell(f"{found.damaged} lines in {queue.folder} could not be read and are left out.", "yellow")
    return found.entries


def _find(queue: Queue, text: str) -> Entry:
    """The entry whose id is or begins with ``text``. Raises InputError."""
    wanted = text.removeprefix("urn:uuid:").lower()
    hits = [entry for entry in _read(queue) if entry.correction.id.removeprefix("urn:uuid:").startswith(wanted)]
    if len(hits) == 1 and wanted:
        return hits[0]
    if not hits:
        raise InputError(f"There is no correction {text} in {queue.folder}.", "`dragoman corrections list` lists them.")
    raise InputError(f"{len(hits)} corrections begin with {text}.", "Write more of the id.")


def _decide(queue: Queue, ids: tuple[str, ...], like: Decision) -> list[Entry]:
    """Note the same decision on each; all ids are looked up before the first is written."""
    entries = [_find(queue, text) for text in ids]
    for entry in entries:
        queue.decide(Decision(new_id(), entry.correction.id, like.outcome, like.note, like.by, like.created))
    return entries


def _line(entry: Entry) -> str:
    one = entry.correction
    text = printable(" ".join(one.text.split()))
    short = text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
    return f"{one.id[len('urn:uuid:') : _SHORT]}  {entry.status:8}  {one.created[:10]}  {one.kind:14}  {short}"


def _facts(entry: Entry) -> dict[str, Any]:
    """Everything about one, in words."""
    one, made = entry.correction, entry.decision
    facts = {
        "id": one.id, "status": entry.status, "sent": one.created, "about": one.target, "release": one.release,
        "wrong": KINDS.get(one.kind, one.kind), "text": one.text, "source": one.source, "name": one.name,
    }  # fmt: skip
    if made:
        facts |= {"decided": made.created, "by": made.by, "note": made.note}
    return facts
