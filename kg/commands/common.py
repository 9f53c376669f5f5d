"""What all commands share: settings from flags, messages on standard error, output that ``| head`` may cut off."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kg import config as settings_module
from kg.config import Config, Settings
from kg.errors import DragomanError
from kg.judgements import FILE_NAME
from kg.model import Issue

Command = TypeVar("Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Invocation:
    """What was said before the command's name: ``--config`` and ``--set``."""

    file: Path | None = None
    values: dict[str, str] = field(default_factory=dict)

    def config(self, **flags: object) -> Config:
        """All settings; ``flags`` of the command itself win over ``--set``. Raises ConfigError."""
        given = {name: value for name, value in flags.items() if value is not None}
        return settings_module.load({**self.values, **given}, file=self.file)

    def settings(self, **flags: object) -> Settings:
        """The same without the origins."""
        return self.config(**flags).settings


class Late(click.Group):
    """A group that imports a command only when it is called for: ``parts`` maps names to ``module:attribute``."""

    def __init__(self, *, parts: Mapping[str, str], **kind: Any) -> None:
        super().__init__(**kind)
        self._parts = dict(parts)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of ``parts``."""
        return list(self._parts)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        module, _, name = self._parts.get(cmd_name, "").partition(":")
        found = getattr(importlib.import_module(module), name) if module else None
        return found if isinstance(found, click.Command) else None


def setting(name: str, **kind: object) -> Callable[[Command], Command]:
    """A flag ``--the-name`` for the setting ``the_name``, with its description as help."""
    flag = f"--{name.replace('_', '-')}"
    return click.option(flag, name, default=None, help=settings_module.describe(name), **kind)  # type: ignore[arg-type]


def judgements_file(settings: Settings, folder: Path) -> Path | None:
    """The decisions that hold for a folder of releases: the file that was named, or the one that lies in the folder."""
    if settings.judgements:
        return Path(settings.judgements)
    beside = folder / FILE_NAME
    return beside if beside.is_file() else None


def console() -> Console:
    """For people: standard error, so that standard output stays data."""
    return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def progress() -> Progress:
    """A progress bar on standard error; silent when that is no terminal."""
    screen = console()
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=screen,
        disable=not screen.is_terminal,
        transient=True,
    )


def tell(message: str, style: str = "") -> None:
    """One line to people, without anything in it that could steer a terminal."""
    console().print(printable(message), style=style or None)


def tell_issue(issue: Issue) -> None:
    """``error: cause cure`` or ``warning: …`` as one line."""
    style = "red" if issue.severity == "error" else "yellow"
    where = "" if issue.where in issue.message else f"{issue.where}: "
    tell(f"{issue.severity}: {where}{issue.message} {issue.cure}".rstrip(), style)


def tell_error(problem: DragomanError) -> None:
    """The message, and on a second line what to do about it."""
    tell(f"dragoman: {problem.message}", "red")
    if problem.cure:
        tell(f"  {problem.cure}")


def printable(text: str) -> str:
    """Control characters shown as such: a title from the web must not be able to steer a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else repr(c)[1:-1] for c in text)


@contextlib.contextmanager
def cut_short() -> Iterator[None]:
    """Ends quietly, as other filters do, when whoever reads our output stops reading (``| head``)."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes standard output once more at exit: give it somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(128 + 13) from None
