"""An answer that came from a store elsewhere, read and written anew in the format asked for: rows and bytes counted.

It runs in a worker (see ``worker``), which has no socket and a limit of memory and time, since nothing is known of
what such a store may send. What is no whole answer is an error here, never a shorter answer: only if the answer was
cut on our side (``json-bytes``) its whole rows count; ``json-store`` is one of which the store says that it is cut.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse,
    parse_query_results,
)

from server import graphs, results
from server.results import Term
from server.wire import Answer, Task

CHECK = "check"
RESULTS = "json"
TRIPLES = {"application/n-triples": "nt", "text/plain": "nt", "text/turtle": "ttl", "application/x-turtle": "ttl"}
"""Media type of a graph -> word for ``Task.reading``."""
OURS, THEIRS = "bytes", "store"
_PARSED = {"nt": RdfFormat.N_TRIPLES, "ttl": RdfFormat.TURTLE}
_BLANK = re.compile(rb'"type"(\s*:\s*)"bnode"(\s*,\s*)"value"(\s*:\s*)"(?:nodeID://|_:)?([^"\\]*)"')
_LABEL = re.compile(rb"[^A-Za-z0-9]")
_BOOLEAN = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
_WORDS = {"1": "true", "0": "false"}


class Unreadable(OSError):  # noqa: N818 - named for what happened
    """The answer is not what it says it is, or ends too early."""


def read(store: Store, task: Task) -> Answer:
    """The kind of result of a query (or SyntaxError), or the answer ``task.given`` (or Unreadable)."""
    if task.reading == CHECK:
        return Answer(_kind(store, task), task.format, b"")
    form, _, cut = task.reading.partition("-")
    try:
        return _results(task, cut) if form == RESULTS else _graph(task, form, cut)
    except (SyntaxError, ValueError, UnicodeError) as problem:
        raise Unreadable(str(problem)) from None


def _kind(store: Store, task: Task) -> str:
    """What the parser says that the query is; on an empty store it costs next to nothing to ask."""
    found = store.query(task.text, base_iri=task.base or None)
    if isinstance(found, QuerySolutions):
        return "solutions"
    return "graph" if isinstance(found, QueryTriples) else "boolean"


def _results(task: Task, cut: str) -> Answer:
    found = parse_query_results(_BLANK.sub(_blank, task.given), format=QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return Answer("boolean", task.format, results.write_boolean(bool(found), task.format), 1)
    rows = _Rows(found, cut == OURS)
    written = results.write_solutions(rows, task.format, task.rows, task.bytes, task.text, cut=cut)
    return Answer("solutions", task.format, written.body, written.rows, written.cut)


def _blank(found: re.Match[bytes]) -> bytes:
    """A blank node with a label that every parser takes: Virtuoso's are addresses."""
    label = _LABEL.sub(lambda c: b"x%02X" % c[0][0], found[4]) or b"b"
    return b'"type"' + found[1] + b'"bnode"' + found[2] + b'"value"' + found[3] + b'"' + label + b'"'


@dataclass(frozen=True, slots=True)
class _Rows:
    """Solutions, their terms as the embedded engine writes them; with ``part`` they end where reading fails."""

    found: QuerySolutions
    part: bool

    @property
    def variables(self) -> Sequence[Variable]:
        """See ``results.Solutions``."""
        return self.found.variables

    def __iter__(self) -> Iterator[Iterable[Term | None]]:
        try:
            for solution in self.found:
                yield [_plain(term) for term in solution]
        except (SyntaxError, ValueError):
            if not self.part:
                raise


def _plain(term: Term | None) -> Term | None:
    """Some stores write booleans as digits."""
    if isinstance(term, Literal) and term.datatype == _BOOLEAN:
        return Literal(_WORDS.get(term.value, term.value), datatype=_BOOLEAN)
    return term


def _graph(task: Task, form: str, cut: str) -> Answer:
    given = task.given
    if cut == OURS and form == "nt":  # the last line is a part of one
        given = given[: given.rfind(b"\n") + 1]
    return graphs.write(_triples(given, form), task, cut)


def _triples(given: bytes, form: str) -> Iterator[Triple]:
    for quad in parse(io.BytesIO(given), format=_PARSED[form]):
        value = _plain(quad.object)
        yield Triple(quad.subject, quad.predicate, value if value is not None else quad.object)
