"""``dragoman link same|different|decisions|undo``: decisions on who is whom, in a file that the next build applies."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from kg import judgements
from kg.commands.common import Command, Invocation, cut_short, judgements_file, printable, setting, tell
from kg.config import Settings
from kg.judgements import FILE_NAME, Judgement, Verdict


def file_for(settings: Settings, folder: Path | None) -> Path:
    """The decisions that a build into ``folder`` (None: the setting “out”) would apply; the file may not exist yet."""
    place = folder or Path(settings.out)
    return judgements_file(settings, place) or place / FILE_NAME


def who(author: str | None) -> str:
    """Who decides: as said, else the name of the user's account."""
    return author or getpass.getuser()


def today() -> str:
    """The ISO day by universal time, for the file of decisions; a build only copies it."""
    return datetime.now(UTC).date().isoformat()


def decision_options(function: Command) -> Command:
    """The flags that all commands share that write a decision."""
    for option in (
        click.option("--author", metavar="NAME", help="Who decides (default: the name of your account)."),
        click.option("--comment", default="", metavar="TEXT", help="Why."),
        click.option("--out", type=click.Path(path_type=Path), help="Folder of releases (default: the setting “out”)."),
        setting("judgements"),
    ):
        function = option(function)
    return function


def _deciding(name: Verdict, text: str) -> click.Command:
    @click.command(
        name, help=text, epilog="A and B are each an entity's IRI, entity:…, member:ARTICLE/ENTITY or wd:Q…."
    )
    @click.argument("left", metavar="A")
    @click.argument("right", metavar="B")
    @decision_options
    @click.pass_obj
    def command(  # noqa: PLR0913 - each is a flag
        invocation: Invocation, /, left: str, right: str, *, author: str | None, comment: str, out: Path | None,
        judgements: str | None,
    ) -> None:  # fmt: skip
        settings = invocation.settings(judgements=judgements)
        file = file_for(settings, out)
        write(file, Judgement(left, right, name, who(author), comment, date=today()), settings)

    return command


def write(file: Path, judgement: Judgement, settings: Settings) -> None:
    """Put a decision into the file and say so. Raises InputError."""
    judgements.append(file, judgement, settings.base_iri)
    tell(f"{_words(judgement)}: written to {file}; the next build applies it.")


def _words(judgement: Judgement) -> str:
    left, right = (
        f"{label} ({name})" if label else name
        for name, label in ((judgement.left, judgement.left_label), (judgement.right, judgement.right_label))
    )
    return f"{left} {'is' if judgement.verdict == 'same' else 'is not'} {right}"


same = _deciding("same", "Decide that A and B are the same, or that the entity A is the item B.")
different = _deciding("different", "Decide that A and B are not the same, or that the entity A is not the item B.")


@click.command("decisions")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of releases (default: the setting “out”).")
@setting("judgements")
@click.pass_obj
def decisions(invocation: Invocation, /, out: Path | None, judgements: str | None) -> None:
    """List the decisions that the next build applies, one a line."""
    settings = invocation.settings(judgements=judgements)
    for judgement in _read(file_for(settings, out)):
        with cut_short():
            why = f": {judgement.comment}" if judgement.comment else ""
            click.echo(printable(f"{_words(judgement)}  ({judgement.author}, {judgement.date or 'no date'}{why})"))


def _read(file: Path) -> tuple[Judgement, ...]:
    return judgements.read(file) if file.exists() else ()


@click.command("undo")
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of releases (default: the setting “out”).")
@setting("judgements")
@click.pass_obj
def undo(invocation: Invocation, /, left: str, right: str, out: Path | None, judgements: str | None) -> None:
    """Take back what was decided on A and B (as `dragoman link decisions` names them)."""
    settings = invocation.settings(judgements=judgements)
    for judgement in _withdraw(file_for(settings, out), left, right):
        tell(f"No longer decided: {_words(judgement)}.")


_withdraw: Callable[[Path, str, str], tuple[Judgement, ...]] = judgements.withdraw
