"""The queue: two files that only grow, a JSON line for each correction and each decision on one.

Written under a lock that other processes respect, confirmed by the disk before anybody is told that it is kept, and
cut back to whole lines when the disk fails. The last decision on a correction counts, so that each can be undone.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from kg.corrections.annotation import Correction, Decision, correction_from, decision_from
from kg.errors import QueueError, QueueFull

FILE = "corrections.jsonl"
DECISIONS = "decisions.jsonl"
MOST_BYTES = 64 * 1024 * 1024
"""A queue of this size takes no more: some 60,000 corrections that nobody has looked at, or an attack."""

_LOCK_SECONDS = 5.0
_LOCK_STEP = 0.02
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

Status = Literal["waiting", "accepted", "rejected"]
State = tuple[int, ...]
Record = TypeVar("Record", Correction, Decision)


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction and the decision on it that counts, if there is one."""

    correction: Correction
    decision: Decision | None = None

    @property
    def status(self) -> Status:
        """``waiting`` until somebody decides."""
        return self.decision.outcome if self.decision else "waiting"


@dataclass(frozen=True, slots=True)
class Reading:
    """All entries in the order in which they came, and how many lines could not be read."""

    entries: tuple[Entry, ...]
    damaged: int


def folder_for(place: Path, setting: str) -> Path | None:
    """Where the queue of a folder of releases lies: ``setting`` itself, or beside the releases when it is relative.

    None when no corrections are taken: the setting is empty, or relative while ``place`` is one release on its own.
    """
    if not setting:
        return None
    path = Path(setting).expanduser()
    if path.is_absolute():
        return path
    if (place / "manifest.json").exists() or (place / "dataset.nq").exists():
        around = place.resolve().parent
        return around.parent / path if around.name == "releases" else None
    return place.resolve() / path


@dataclass(frozen=True, slots=True)
class Queue:
    """The corrections in a folder, which need not exist yet."""

    folder: Path

    def add(self, correction: Correction) -> None:
        """Keep a correction for good. Raises QueueError, and then nothing has changed."""
        self._append(FILE, correction.annotation())

    def decide(self, decision: Decision) -> None:
        """Keep a decision for good. Raises QueueError, and then nothing has changed."""
        self._append(DECISIONS, decision.annotation())

    def read(self) -> Reading:
        """Everything. Lines that are no corrections (or decisions) are counted and left out. Raises QueueError."""
        corrections, bad = self._lines(FILE, correction_from)
        decisions, worse = self._lines(DECISIONS, decision_from)
        last = {decision.of: decision for decision in decisions}
        once = {correction.id: correction for correction in corrections}
        return Reading(tuple(Entry(one, last.get(one.id)) for one in once.values()), bad + worse)

    def state(self) -> State:
        """Something that differs once anything has been decided: cheap enough to ask for with every request.

        What merely waits does not count, or visitors could make every page be built anew.
        """
        with contextlib.suppress(OSError):
            about = (self.folder / DECISIONS).stat()
            return (about.st_ino, about.st_size, about.st_mtime_ns)
        return ()

    def writable(self) -> bool:
        """Whether it looks as if a correction could be kept; only ``add`` knows."""
        place = self.folder / FILE
        if place.exists():
            return place.is_file() and os.access(place, os.W_OK)
        while not place.exists() and place != place.parent:
            place = place.parent
        return place.is_dir() and os.access(place, os.W_OK | os.X_OK)

    def _append(self, name: str, annotation: dict[str, Any]) -> None:
        # ASCII only: a raw U+2028 would end the line for many readers
        line = json.dumps(annotation).encode("ascii") + b"\n"
        with self._plain_errors():
            new = not self.folder.exists()
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o750)
            handle = os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o640)
            try:
                _lock(handle)
                _write(handle, line)
            finally:
                os.close(handle)
            _confirm(self.folder)
            if new:
                _confirm(self.folder.parent)

    def _lines(self, name: str, build: Callable[[Any], Record]) -> tuple[list[Record], int]:
        found: list[Record] = []
        damaged = 0
        try:
            data = (self.folder / name).read_bytes()
        except FileNotFoundError:
            return [], 0
        except OSError as problem:
            raise QueueError(f"The corrections in {self.folder} cannot be read: {problem.strerror}.") from problem
        for line in data.split(b"\n"):
            if not line.strip():
                continue
            try:
                found.append(build(json.loads(line)))
            except (ValueError, RecursionError):
                damaged += 1
        return found, damaged

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            if problem.errno in _FULL:
                raise QueueFull(
                    "The disk is full: the correction was not kept, and those before it are untouched.",
                    "Try again later; whoever runs the server has to make room.",
                ) from problem
            raise QueueError(
                f"The correction was not kept: the queue cannot be written ({problem.strerror}).",
                "Try again later; whoever runs the server has to look at the setting “corrections”.",
            ) from problem


def _lock(handle: int) -> None:
    """Wait for others, but not for ever. Raises QueueError."""
    end = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise QueueError(
                    "The correction was not kept: something else holds the queue.", "Try again in a minute."
                ) from None
            time.sleep(_LOCK_STEP)
        else:
            return


def _write(handle: int, line: bytes) -> None:
    """Add a line and have the disk confirm it; on any failure the file is as it was. Raises OSError, QueueFull."""
    size = os.fstat(handle).st_size
    if size + len(line) > MOST_BYTES:
        raise QueueFull(
            "So many corrections wait already that no more are taken.", "Try again once they have been looked at."
        )
    if size and os.pread(handle, 1, size - 1) != b"\n":
        line = b"\n" + line  # a power cut has left half a line: it stays apart from ours
    try:
        rest = memoryview(line)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(handle, size)
        raise


def _confirm(folder: Path) -> None:
    """Have the disk confirm a folder's entries."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
