"""Results for pages: terms as small values, and answers in JSON as tables of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from server.wire import Answer


class Term(NamedTuple):
    """An RDF term. ``kind`` is ``uri``, ``literal``, ``bnode`` or ``triple``; ``value`` its text."""

    kind: str
    value: str
    language: str = ""
    datatype: str = ""

    def __str__(self) -> str:
        """The text alone."""
        return self.value


Row = Mapping[str, Term]
"""A solution: variable -> term; unbound variables are absent."""


class Table(NamedTuple):
    """A result: its columns, in order, and its rows. ``value`` is the answer of an ASK, else None."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    value: bool | None = None


def table(answer: Answer) -> Table:
    """Read an answer that came as JSON."""
    document = json.loads(answer.body)
    if "boolean" in document:
        return Table((), (), bool(document["boolean"]))
    rows = tuple({name: _term(term) for name, term in row.items()} for row in document["results"]["bindings"])
    return Table(tuple(document["head"]["vars"]), rows)


def _term(term: Mapping[str, Any]) -> Term:
    if term["type"] == "triple":
        parts = (_term(term["value"][place]) for place in ("subject", "predicate", "object"))
        return Term("triple", " ".join(part.value for part in parts))
    return Term(term["type"], term["value"], term.get("xml:lang", ""), term.get("datatype", ""))
