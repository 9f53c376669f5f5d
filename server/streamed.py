"""A graph of any size as text, a piece at a time from the lines of a release: nothing is cut, and little is held."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from server import writers
from server.prefixes import PREFIXES

_LINES = 2000
_TURN = threading.Lock()
"""One piece is made at a time, however many ask: a few milliseconds each, so that the others' requests go on."""
_SEPARATOR: Mapping[str, bytes] = MappingProxyType({"jsonld": b","})


def graph(file: Path, key: str, name: str = "") -> Iterator[bytes]:
    """The triples of a file of N-Triples or N-Quads, in the format ``key`` of ``negotiate.MEDIA``.

    ``name``: only those of this named graph, else all. Blank nodes keep their labels from one piece to the next, and a
    thing may come in several: both are fine in every format here. Raises KeyError for a format that holds no graph.
    """
    head, tail = _frame(key)
    yield head
    separator = b""
    with file.open("rb") as lines:
        ending = f"<{name}> .\n".encode() if name else b""
        chosen = (line for line in lines if line.endswith(ending))
        while batch := b"".join(islice(chosen, _LINES)):
            with _TURN:
                body = _text(_triples(batch, name), key)[len(head) :].removesuffix(tail)
            if body:
                yield separator + body
                separator = _SEPARATOR.get(key, b"")
    yield tail


def _triples(lines: bytes, name: str) -> Iterator[Triple]:
    graph_name = NamedNode(name) if name else None
    for found in parse(lines, RdfFormat.N_QUADS):
        # a line of the default graph may end like one of the graph, if its object is that
        if isinstance(found, Quad) and (graph_name is None or found.graph_name == graph_name):
            yield found.triple


def _text(triples: Iterable[Triple], key: str) -> bytes:
    """A whole document. Turtle has no prefixes, which would stand in each piece again."""
    return writers.text(triples, key, PREFIXES if key == "rdf" else {})


def _frame(key: str) -> tuple[bytes, bytes]:
    """What every document of a format begins and ends with."""
    empty = _text((), key)
    if key == "jsonld":
        return empty[:1], empty[1:]
    head, mark, _ = empty.partition(b"</")
    return head, empty[len(head) :] if mark else b""
