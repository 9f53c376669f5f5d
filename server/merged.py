"""The default graph of a release: what its graphs state together, each triple once however many of them state it.

The engine can only take all named graphs as one, in which a triple of five articles counts five times in every join and
count; the standard says that a graph is a set. So the triples are loaded once more, without the names of their graphs.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from typing_extensions import Buffer

SHAPE = "graphs-2"
"""Stands in the name of a store on disk. Another one makes a new store be built beside those of former versions."""

_BLOCK = 1 << 20
_LINES = 10_000


class _Blocks(io.RawIOBase):
    """Blocks of bytes as a file."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        if not self._rest:
            self._rest = memoryview(next(self._blocks, b""))
        room = memoryview(buffer)
        found, self._rest = self._rest[: len(room)], self._rest[len(room) :]
        room[: len(found)] = found
        return len(found)


def triples(dataset: Path) -> BinaryIO:
    """The triples of all graphs of an N-Quads file, as N-Quads without names of graphs. Raises OSError."""
    return io.BufferedReader(_Blocks(_triples(dataset)), _BLOCK)


def quads_and_triples(dataset: Path) -> BinaryIO:
    """The N-Quads, and then the same triples without names of graphs. Raises OSError.

    As one file, since a node without a name is the same node in its graph and in the default graph only then.
    """
    return io.BufferedReader(_Blocks(chain(_blocks(dataset), _triples(dataset))), _BLOCK)


def _triples(dataset: Path) -> Iterator[bytes]:
    with dataset.open("rb") as file:
        # the lines of one triple stand together, since the file is sorted
        lines = (triple for triple, _ in groupby(map(_unnamed, file)))
        while block := b"".join(islice(lines, _LINES)):
            yield block


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _unnamed(line: bytes) -> bytes:
    """A quad's line without the name of its graph; the file is one of ours, with one blank between all parts."""
    return line[: line.rindex(b" ", 0, -3)] + b" .\n"
