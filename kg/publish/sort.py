"""Sorting more lines than memory holds: sorted runs on disk, merged when read."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

RUN_BYTES = 128_000_000
"""Text held in memory before a run is written, in bytes; Python needs about twice as much for it."""

MERGE_WIDTH = 64
"""Runs merged at once, well below the number of files that a process may have open (256 on macOS)."""


class Sorter:
    """Lines (bytes without line ends) in, the distinct ones out in byte order, as often as wanted.

    Runs are files ``{name}-{number}.run`` in ``folder``, which the owner of the folder removes.
    """

    def __init__(self, folder: Path, name: str, run_bytes: int = RUN_BYTES) -> None:
        """``run_bytes`` bounds the text held in memory."""
        self._folder, self._name, self._limit = folder, name, run_bytes
        self._held: set[bytes] = set()
        self._size = 0
        self._runs: list[Path] = []
        self._written = 0

    def add(self, lines: Iterable[bytes]) -> None:
        """Take more lines. Raises OSError when the disk is full."""
        for line in lines:
            if line not in self._held:
                self._held.add(line)
                self._size += len(line)
        if self._size >= self._limit:
            self._runs.append(self._write(sorted(self._held)))
            self._held, self._size = set(), 0

    def __iter__(self) -> Iterator[bytes]:
        """All distinct lines, sorted."""
        while len(self._runs) >= MERGE_WIDTH:
            merged = self._write(_merged(self._runs[:MERGE_WIDTH]))
            for run in self._runs[:MERGE_WIDTH]:
                run.unlink()
            self._runs = [*self._runs[MERGE_WIDTH:], merged]
        return _merged(self._runs, sorted(self._held))

    def _write(self, lines: Iterable[bytes]) -> Path:
        self._written += 1
        path = self._folder / f"{self._name}-{self._written}.run"
        with path.open("wb") as file:
            file.writelines(line + b"\n" for line in lines)
        return path


def read_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file, without line ends."""
    with path.open("rb") as file:
        for line in file:
            yield line.rstrip(b"\n")


def distinct(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Sorted lines without repetition."""
    last: bytes | None = None
    for line in lines:
        if line != last:
            yield line
            last = line


def _merged(runs: Iterable[Path], held: Iterable[bytes] = ()) -> Iterator[bytes]:
    with ExitStack() as open_files:
        files = [open_files.enter_context(run.open("rb")) for run in runs]
        streams: list[Iterable[bytes]] = [(line.rstrip(b"\n") for line in file) for file in files]
        yield from distinct(heapq.merge(*streams, held))
