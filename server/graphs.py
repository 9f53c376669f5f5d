"""Triples as text: each once, in the format asked for, cut where a limit is reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, Triple

from server import results, writers
from server.prefixes import PREFIXES
from server.wire import Answer, Task


def write(found: Iterable[Triple], task: Task, known: str = "") -> Answer:
    """Triples without repetition, at most ``rows`` of them; fewer, when those would need more than ``bytes``.

    ``known``: these are not all, for that reason. Raises KeyError for a format that holds no graph, ValueError for
    a property that RDF/XML cannot hold, and what reading ``found`` raises.
    """
    cut: list[str] = []  # what cuts it here; ``known`` counts where nothing does
    triples = list(results.capped(_distinct(found), task.rows, cut))
    writers.check({triple.predicate.value for triple in triples}, task.format)
    prefixes = _used_prefixes(triples)
    while True:
        body = writers.text(triples, task.format, prefixes)
        if len(body) <= task.bytes or not triples:
            limit = cut[0] if cut else known
            return Answer("graph", task.format, _marked(body, task.format, limit), len(triples), limit)
        cut[:] = ["bytes"]
        triples = triples[: int(len(triples) * task.bytes / len(body) * 0.95)]


def _marked(body: bytes, format: str, limit: str) -> bytes:
    """The document with a comment that it is not whole; JSON-LD has no place for one."""
    name = "the store" if limit == "store" else f"query_{limit}"
    note = f"cut at the limit {name}, see {results.CUT}"
    if not limit or format == "jsonld":
        return body
    if format == "rdf":
        head, mark, rest = body.partition(b"?>")
        return b"".join((head, mark, f"<!-- {note} -->".encode(), rest))
    return f"# {note}\n".encode() + body


def _distinct(found: Iterable[Triple]) -> Iterator[Triple]:
    seen: set[Triple] = set()
    for triple in found:
        if triple not in seen:
            seen.add(triple)
            yield triple


def _used_prefixes(triples: list[Triple]) -> dict[str, str]:
    """The known prefixes that these triples have a use for."""
    namespaces: set[str] = set()
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            iri = term.datatype.value if isinstance(term, Literal) else getattr(term, "value", "")
            namespaces.add(iri[: max(iri.rfind("#"), iri.rfind("/")) + 1])
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if namespace in namespaces}
