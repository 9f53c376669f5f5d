"""The graphs of a dataset, each by itself: where its triples lie in a spool, how many, and their digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

CHUNK = 20_000
"""Triples sent in one request; a request is one transaction, and those have their size."""
_LAST = "/graph/meta"
_FIRST = ("/graph/ontology", "/graph/links", "/graph/enrichment", "/graph/inferred")


@dataclass(frozen=True, slots=True)
class Graph:
    """A named graph. ``start`` and ``end`` are offsets in the spool; ``whole``: it has blank nodes, which hold only
    within one request; ``sample`` is a triple of names alone, as N-Triples, empty if there is none."""

    name: str
    start: int
    end: int
    triples: int
    sha256: str
    whole: bool
    sample: str


def keyed(quads: Iterable[bytes]) -> Iterator[bytes]:
    """N-Quads lines (without ends) as lines that sort by graph: its name, a tab, the triple."""
    for line in quads:
        triple, graph, _ = line.rsplit(b" ", 2)
        yield graph[1:-1] + b"\t" + triple


class Spool:
    """The triples of all graphs in one file, graph after graph."""

    def __init__(self, path: Path) -> None:
        """``path``: a file that need not exist."""
        self._path = path
        self.graphs: tuple[Graph, ...] = ()

    def fill(self, lines: Iterable[bytes]) -> None:
        """Take sorted lines of ``keyed``. The graphs are then in the order in which they have to be sent."""
        found = []
        with self._path.open("wb") as file:
            for name, group in groupby(lines, key=lambda line: line.partition(b"\t")[0]):
                triples = (line[len(name) + 1 :] for line in group)
                found.append(_written(name.decode(), triples, file))
        self.graphs = tuple(sorted(found, key=lambda graph: (_place(graph.name), graph.name)))

    def chunks(self, graph: Graph) -> Iterator[bytes]:
        """The triples of a graph as N-Triples documents, one a request."""
        with self._path.open("rb") as file:
            file.seek(graph.start)
            parts: list[bytes] = []
            while file.tell() < graph.end:
                parts.append(file.readline())
                if len(parts) == CHUNK and not graph.whole:
                    yield b"".join(parts)
                    parts = []
            if parts:
                yield b"".join(parts)


def _written(name: str, triples: Iterable[bytes], file: BinaryIO) -> Graph:
    digest, start, count, whole, sample = sha256(), file.tell(), 0, False, b""
    for triple in triples:
        line = triple + b" .\n"
        file.write(line)
        digest.update(line)
        count += 1
        subject, _, value = triple.split(b" ", 2)
        whole = whole or subject.startswith(b"_:") or value.startswith(b"_:")
        if subject.startswith(b"<") and value.startswith(b"<"):
            sample = triple
    return Graph(name, start, file.tell(), count, digest.hexdigest(), whole, sample.decode())


def _place(name: str) -> int:
    """What articles refer to comes before them; what tells which release it is comes when all of it is there."""
    return 2 if name.endswith(_LAST) else 0 if name.endswith(_FIRST) else 1
