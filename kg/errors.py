"""The failures that stop a command: each names its cause and its cure, and knows the exit code that tells a script.

Failures that only skip one input are no exceptions but data: ``kg.model.Issue``.
"""

from __future__ import annotations

from typing import ClassVar

PARTIAL_EXIT = 4
"""Exit code of a run that went through although some inputs had to be left out."""


class DragomanError(Exception):
    """Something a user can do something about.

    ``message`` says what is wrong and where, ``cure`` what to do about it (may be empty). ``exit_code`` is the exit
    status of the command (1 unless the class or the call says otherwise).
    """

    default_exit_code: ClassVar[int] = 1

    def __init__(self, message: str, cure: str = "", exit_code: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure
        self.exit_code = self.default_exit_code if exit_code is None else exit_code

    def __str__(self) -> str:
        """The message, then the cure, on one line."""
        return f"{self.message} {self.cure}".strip()


class InputError(DragomanError):
    """What the user handed over (an article, a query, a folder) cannot be used. Exit code 2."""

    default_exit_code = 2


class ConfigError(DragomanError):
    """A setting is misspelt, of the wrong type or out of range. Exit code 2."""

    default_exit_code = 2


class CheckFailed(DragomanError):  # noqa: N818 - an outcome, not a mistake
    """The graph breaks a shape or a check, so it is not published. Exit code 3."""

    default_exit_code = 3


class StoreError(DragomanError):
    """A release is missing, broken or cannot be written."""


class QueueError(DragomanError):
    """The corrections of visitors cannot be read or written."""


class QueueFull(QueueError):  # noqa: N818 - named for what happened
    """There is no room for another correction."""


class RemoteError(DragomanError):
    """An endpoint or a web page did not answer, or not with what was asked for. Never to be read as "nothing found"."""


class ModelError(DragomanError):
    """The language pipeline or the catalogue cannot be loaded."""
