"""What the package of the ontology carries and a release does not: alignments, shapes, the versions before this one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox

from server import packaged
from server.prefixes import PREFIXES
from server.tables import Row, Term
from server.writers import WRITERS

GRAPH = "urn:dragoman:shelf"
"""The graph in which the triples of a file stand."""

_FILES = re.compile(r"(?:align|shapes)/[a-z0-9-]+|versions/\d+\.\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A file: its name without ending, its text, its triples in ``GRAPH``."""

    name: str
    text: str
    store: ox.Store

    def rows(self, query: str) -> tuple[Row, ...]:
        """The solutions of one of the site's own queries."""
        found = self.store.query(query, use_default_graph_as_union=True)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError("only SELECT gives rows")
        names = [variable.value for variable in found.variables]
        solutions = ([(name, solution[name]) for name in names] for solution in found)
        return tuple({name: _term(value) for name, value in pairs if value is not None} for pairs in solutions)

    def data(self, query: str, key: str) -> bytes:
        """The triples that a CONSTRUCT gives, in the format of that key."""
        found = self.store.query(query, use_default_graph_as_union=True)
        if not isinstance(found, ox.QueryTriples):
            raise TypeError("only CONSTRUCT gives triples")
        return ox.serialize(found, format=WRITERS[key], prefixes=PREFIXES) or b""


def find(name: str) -> Shelf | None:
    """The file of that name (``align/prov``, ``versions/0.1.0``), None when there is none."""
    text = packaged.text(f"{name}.ttl") if _FILES.fullmatch(name) else None
    return _read(name, text) if text is not None else None


def names(folder: str) -> list[str]:
    """The names of all files in a folder (``align``, ``shapes``), sorted."""
    found = (f"{folder}/{path.stem}" for path in (packaged.folder() / folder).glob("*.ttl"))
    return sorted(name for name in found if _FILES.fullmatch(name))


@cache
def _read(name: str, text: str) -> Shelf:
    store = ox.Store()
    store.bulk_load(text.encode(), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(GRAPH))
    return Shelf(name, text, store)


def _term(value: Any) -> Term:
    if isinstance(value, ox.Literal):
        plain = value.language or value.datatype.value.endswith("#string")
        return Term("literal", value.value, value.language or "", "" if plain else value.datatype.value)
    return Term("uri" if isinstance(value, ox.NamedNode) else "bnode", str(value.value))
