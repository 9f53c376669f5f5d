"""``dragoman link review``: uncertain links one by one, or as JSON; decisions go into the file of judgements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg import judgements as decided
from kg.commands.common import Invocation, cut_short, printable, tell
from kg.commands.link_decide import decision_options, file_for, today, who, write
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.config import Settings
    from kg.model import Proposal
    from kg.review import Doubt

_KEYS = "number: it is that one · n: none of these · s: later · q: enough"


@click.command("review")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="List them as JSON and ask nothing.")
@click.option(
    "--yes", "yes", multiple=True, metavar="ENTITY", help="It is its first candidate (or the item of --item)."
)
@click.option(
    "--no", "no", multiple=True, metavar="ENTITY", help="It is none of its candidates (or not that of --item)."
)
@click.option("--item", metavar="QID", help="The item that --yes or --no speaks of.")
@decision_options
@click.pass_obj
def review(  # noqa: PLR0913 - each is a flag
    invocation: Invocation, /, folder: Path | None, *, as_json: bool, yes: tuple[str, ...], no: tuple[str, ...],
    item: str | None, author: str | None, comment: str, out: Path | None, judgements: str | None,
) -> None:  # fmt: skip
    """Look at the links of a release (DIR, default: the setting “out”) that are uncertain, and decide.

    Shows the words, the reason and the candidates of each, and asks. Without a terminal: --json lists them, --yes and
    --no decide (ENTITY is the member shown, or a name that only one of them has).
    """
    settings = invocation.settings(judgements=judgements)
    place = folder or out or Path(settings.out)
    doubts = _open(place, settings, out)
    session = _Session(settings, file_for(settings, out or _releases(place)), who(author), comment)
    if as_json:
        from kg.review import record  # noqa: PLC0415

        with cut_short():
            click.echo(json.dumps([record(doubt) for doubt in doubts], indent=2, ensure_ascii=False))
    elif yes or no:
        for names, agreed in ((yes, True), (no, False)):
            for name in names:
                session.decide(_named(doubts, name), agreed, item)
    elif not doubts:
        tell("No link of this release is waiting for a decision.")
    else:
        session.ask(doubts)


def _releases(place: Path) -> Path | None:
    """The folder of releases, when a folder of that kind was named and not one release of it."""
    if not (place / "manifest.json").is_file():
        return place
    return place.resolve().parent.parent


def _open(place: Path, settings: Settings, out: Path | None) -> tuple[Doubt, ...]:
    from kg.commands.release import located  # noqa: PLC0415
    from kg.review import read, undecided  # noqa: PLC0415

    file = file_for(settings, out or _releases(place))
    return undecided(read(located(place)), decided.read(file) if file.exists() else ())


def _named(doubts: tuple[Doubt, ...], name: str) -> Doubt:
    """The one that is meant. Raises InputError."""
    found = [d for d in doubts if name.removeprefix("member:") == d.member] or [d for d in doubts if d.name == name]
    if len(found) != 1:
        many = "are several" if found else "is none"
        raise InputError(f"There {many} of the name {name} to decide on.", "`dragoman link review --json` lists them.")
    return found[0]


class _Session:
    """One person deciding."""

    def __init__(self, settings: Settings, file: Path, author: str, comment: str) -> None:
        self.settings = settings
        self.file = file
        self.author = author
        self.comment = comment

    def decide(self, doubt: Doubt, agreed: bool, item: str | None = None) -> None:
        """It is the item named (or its best candidate), or it is not (or none of its candidates). Raises InputError."""
        if item is not None:
            meant = [next((c for c in doubt.candidates if c.qid == item), _outside(item))]
        elif doubt.best is None:
            raise InputError(f"“{doubt.name}” has no candidate.", "Name the item with --item.")
        else:
            linked = [doubt.best] if doubt.qid else []
            meant = [doubt.best] if agreed else [*linked, *(c for c in doubt.candidates if c not in linked)]
        for proposal in meant:
            write(self.file, doubt.judged(proposal, agreed, self.author, self.comment, today()), self.settings)

    def ask(self, doubts: tuple[Doubt, ...]) -> None:
        """One after the other, until all are done or the person has enough."""
        console = Console(highlight=False)
        for number, doubt in enumerate(doubts, 1):
            offered = _offered(doubt)
            _show(console, doubt, offered, f"{number} of {len(doubts)}")
            answer = self._answer(len(offered))
            if answer == "q":
                return
            if answer == "n":
                self.decide(doubt, False)
            elif answer != "s":
                self.decide(doubt, True, offered[int(answer) - 1].qid)

    def _answer(self, most: int) -> str:
        choices = [*map(str, range(1, most + 1)), "n", "s", "q"]
        answer: str = click.prompt(_KEYS, type=click.Choice(choices), show_choices=False, default="s", err=True)
        return answer


def _outside(item: str) -> Proposal:
    from kg.model import Proposal  # noqa: PLC0415

    if not (item[:1] == "Q" and item[1:].isdigit()):
        raise InputError(f"{item!r} is not an item of Wikidata.", "Write --item Q….")
    return Proposal(item, "", "", 0.0)


def _offered(doubt: Doubt) -> tuple[Proposal, ...]:
    """The item linked now first, then the others."""
    best = doubt.best
    return () if best is None else (best, *(c for c in doubt.candidates if c.qid != best.qid))


def _show(console: Console, doubt: Doubt, offered: tuple[Proposal, ...], where: str) -> None:
    console.rule(Text(printable(f"{doubt.name} ({doubt.type}), {where}")))
    if doubt.words:
        console.print(
            Text.assemble("… ", printable(doubt.before), (printable(doubt.words), "bold"), printable(doubt.after), " …")
        )  # fmt: skip
    now = f"now linked to {doubt.label} ({doubt.qid}), score {doubt.score:.2f}" if doubt.qid else "not linked"
    console.print(Text(printable(f"{now}: {doubt.reason}")))
    table = Table(box=None)
    for title in ("", "item", "name", "what", "how"):
        table.add_column(title)
    for number, one in enumerate(offered, 1):
        cells = (str(number), one.qid, one.label, one.what, f"{one.how} {one.score:.2f}".strip())
        table.add_row(*(Text(printable(cell)) for cell in cells))
    console.print(table)
    console.print(Text(printable(f"member:{doubt.member}  {doubt.iri}"), style="dim"))
