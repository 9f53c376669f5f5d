"""Where articles lie: a file, an address, standard input, or a folder walked in sorted order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.model import Issue

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Place:
    """One thing to read. Exactly one of ``path`` and ``url`` is set, or neither for standard input."""

    label: str
    path: Path | None = None
    url: str | None = None


def walk(paths: Iterable[str | Path]) -> Iterator[Place | Issue]:
    """Every place, folders opened; a missing path or an empty folder is an Issue."""
    for given in paths:
        text = str(given)
        if text.lower().startswith(("http://", "https://")):
            yield Place(text, url=text)
        elif text == STANDARD_INPUT:
            yield Place("standard input")
        else:
            yield from _local(Path(given))


def _local(path: Path) -> Iterator[Place | Issue]:
    if path.is_dir():
        yield from _folder(path)
    elif path.exists():
        yield Place(str(path), path=path)
    else:
        yield Issue("error", str(path), f"There is no file or folder {path}.", "Check the spelling and the folder.")


def _folder(folder: Path) -> Iterator[Place | Issue]:
    """Files below a folder, without those that begin with a dot; not following links (they may go round)."""
    problems: list[OSError] = []
    found = False
    for root, folders, files in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            path = Path(root, name)
            found = True
            # A named pipe in a folder would make the run wait for ever.
            if path.is_file():
                yield Place(str(path), path=path)
            else:
                yield Issue("error", str(path), f"{path} is not a regular file.", "Take it out of the folder.")
    for problem in problems:
        found = True
        yield Issue("error", str(problem.filename), f"{problem.filename} cannot be read: {problem.strerror}.")
    if not found:
        yield Issue("error", str(folder), f"The folder {folder} holds no files.", "Put articles into it.")
