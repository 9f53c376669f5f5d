"""What a store has been given: a file of JSON lines, one for each graph that arrived, so that a push can go on.

It also says which graphs are ours to remove: those that stand in it, and no others.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from kg.errors import StoreError


class State:
    """Graph name -> digest of the triples that were put there. Written through at once."""

    def __init__(self, known: dict[str, str], file: TextIO | None) -> None:
        self.known = known
        self._file = file

    def note(self, name: str, digest: str) -> None:
        """A graph has arrived."""
        self.known[name] = digest
        self._write({"graph": name, "sha256": digest})

    def forget(self, name: str) -> None:
        """A graph has been removed, or is not what was sent."""
        self.known.pop(name, None)
        self._write({"graph": name, "sha256": ""})

    def _write(self, line: dict[str, str]) -> None:
        if self._file is not None:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()


@contextmanager
def opened(path: Path, url: str, keep: bool = True) -> Iterator[State]:
    """The state of the store at ``url``; with ``keep`` the file is locked, and written. Raises StoreError."""
    if not keep:
        yield State(_read(path, url), None)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreError(f"Another push to {url} is at work.", "Wait until it has ended.") from None
            known = _read(path, url)
            file.truncate(0)
            state = State(known, file)
            file.write(json.dumps({"to": url}) + "\n")
            for name, digest in sorted(known.items()):
                state.note(name, digest)
            yield state
    except OSError as problem:
        raise StoreError(
            f"What has been pushed cannot be noted in {path}: {problem.strerror}.", "Name another file: --state FILE"
        ) from problem


def _read(path: Path, url: str) -> dict[str, str]:
    known: dict[str, str] = {}
    if not path.exists():
        return known
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            line = json.loads(text)
        except ValueError:  # the last line, of a push that was killed
            continue
        if "to" in line and line["to"] != url:
            raise StoreError(f"{path} is about another store, {line['to']}.", "Name another file: --state FILE")
        if line.get("sha256"):
            known[line["graph"]] = line["sha256"]
        else:
            known.pop(line.get("graph", ""), None)
    return known
