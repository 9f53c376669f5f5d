"""Reading the W3C manifests of SPARQL tests, and comparing what they expect with what was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
DAWGT = "http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"

Node = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = dict[str, Term]


class Graph:
    """Triples by subject and predicate."""

    def __init__(self, path: Path) -> None:
        self._facts: dict[Term, dict[str, list[Term]]] = {}
        self._typed: dict[str, list[Term]] = {}
        for quad in ox.parse(path=str(path), base_iri=iri(path)):
            self._facts.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
            if quad.predicate.value == RDF + "type" and isinstance(quad.object, ox.NamedNode):
                self._typed.setdefault(quad.object.value, []).append(quad.subject)

    def all(self, subject: Term, predicate: str) -> list[Term]:
        return self._facts.get(subject, {}).get(predicate, [])

    def one(self, subject: Term, predicate: str) -> Term | None:
        return next(iter(self.all(subject, predicate)), None)

    def of_type(self, kind: str) -> list[Term]:
        return self._typed.get(kind, [])

    def items(self, head: Term | None) -> Iterator[Term]:
        while head is not None and head != ox.NamedNode(RDF + "nil"):
            first = self.one(head, RDF + "first")
            if first is None:
                return
            yield first
            head = self.one(head, RDF + "rest")


@dataclass(frozen=True)
class Case:
    """A test: its name, its kind (last part of its class), its query, data files by graph name, expected result."""

    name: str
    kind: str
    query: Path | None
    data: tuple[tuple[str | None, Path], ...]
    result: Path | None
    lax: bool


def iri(path: Path) -> str:
    return path.resolve().as_uri()


def _file(term: Term) -> Path:
    from urllib.parse import unquote, urlsplit

    assert isinstance(term, ox.NamedNode)
    return Path(unquote(urlsplit(term.value).path))


def cases(manifest: Path) -> Iterator[Case]:
    """The tests of a manifest in its order."""
    graph = Graph(manifest)
    for root in graph.of_type(MF + "Manifest"):
        for entry in graph.items(graph.one(root, MF + "entries")):
            yield _case(graph, entry)


def _case(graph: Graph, entry: Term) -> Case:
    kinds = [t.value.rpartition("#")[2] for t in graph.all(entry, RDF + "type") if isinstance(t, ox.NamedNode)]
    assert isinstance(entry, ox.NamedNode)
    action = graph.one(entry, MF + "action")
    query, data = None, []
    if isinstance(action, ox.NamedNode):
        query = _file(action)
    elif action is not None:
        found = graph.one(action, QT + "query")
        query = _file(found) if found is not None else None
        data += [(None, _file(t)) for t in graph.all(action, QT + "data")]
        for named in graph.all(action, QT + "graphData"):
            if isinstance(named, ox.NamedNode):
                data.append((named.value, _file(named)))
            else:
                file, label = graph.one(named, QT + "graph"), graph.one(named, RDFS + "label")
                assert file is not None
                assert isinstance(label, ox.Literal)
                data.append((label.value, _file(file)))
    result = graph.one(entry, MF + "result")
    # that of an update is a description of the graphs it leaves
    file = _file(result) if isinstance(result, ox.NamedNode) else None
    lax = any(True for t in graph.all(entry, MF + "resultCardinality"))
    name = entry.value.rpartition("#")[2] or entry.value.rpartition("/")[2]
    return Case(name, kinds[0] if kinds else "", query, tuple(data), file, lax)


def store_for(case: Case) -> ox.Store:
    """The data of a test; files that its FROM clauses name are loaded as graphs of their own."""
    store = ox.Store()
    for name, path in case.data:
        store.load(path=str(path), base_iri=iri(path), to_graph=ox.NamedNode(name) if name else None)
    return store


def expected(path: Path) -> bool | list[Row] | set[ox.Triple]:
    """The expected result: a boolean, rows, or a graph."""
    if path.suffix in {".srx", ".srj", ".tsv"}:
        formats = {
            ".srx": ox.QueryResultsFormat.XML, ".srj": ox.QueryResultsFormat.JSON, ".tsv": ox.QueryResultsFormat.TSV
        }  # fmt: skip
        return read(path.read_bytes(), formats[path.suffix])
    graph = Graph(path)
    for root in graph.of_type(RS + "ResultSet"):
        answer = graph.one(root, RS + "boolean")
        if isinstance(answer, ox.Literal):
            return answer.value == "true"
        return [dict(_binding(graph, row)) for row in graph.all(root, RS + "solution")]
    return {quad.triple for quad in ox.parse(path=str(path), base_iri=iri(path))}


def _binding(graph: Graph, row: Term) -> Iterator[tuple[str, Term]]:
    for binding in graph.all(row, RS + "binding"):
        name, value = graph.one(binding, RS + "variable"), graph.one(binding, RS + "value")
        assert isinstance(name, ox.Literal)
        assert value is not None
        yield name.value, value


def read(body: bytes, format: ox.QueryResultsFormat) -> bool | list[Row]:
    """A result document, read by the engine's own parser."""
    found = ox.parse_query_results(body, format=format)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    return [{n: t for n, t in zip(names, solution, strict=True) if t is not None} for solution in found]


def same(wanted: object, got: object, *, lax: bool) -> bool:
    """Whether two results are equal but for the names of blank nodes; ``lax``: repetitions do not count."""
    if isinstance(wanted, bool) or isinstance(got, bool):
        return wanted is got
    if isinstance(wanted, set) and isinstance(got, set):
        return _canonical(ox.Quad(t.subject, t.predicate, t.object) for t in wanted) == _canonical(
            ox.Quad(t.subject, t.predicate, t.object) for t in got
        )
    assert isinstance(wanted, list)
    assert isinstance(got, list)
    wanted, got = ([{n: _normal(t) for n, t in row.items()} for row in rows] for rows in (wanted, got))
    return _canonical(_as_quads(wanted, lax)) == _canonical(_as_quads(got, lax))


def _normal(term: Term) -> Term:
    """A term as the store would give it back: ``01`` is ``1``, ``1.0`` is ``1`` for a decimal. Values stay equal.

    This engine keeps the value of a number or date and not how it was written, which the suites' results show.
    """
    if not isinstance(term, ox.Literal | ox.Triple):
        return term
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), term))
    return next(iter(store)).object


def _as_quads(rows: list[Row], lax: bool) -> Iterator[ox.Quad]:
    """Each different row as a node, with its number; equal rows are one node, or comparing them would take for ever."""
    count = Counter(tuple(sorted(row.items(), key=lambda item: item[0])) for row in rows)
    for row, times in count.items():
        node = ox.BlankNode()
        yield ox.Quad(node, ox.NamedNode("x:times"), ox.Literal(1 if lax else times))
        for name, term in row:
            yield ox.Quad(node, ox.NamedNode(f"x:var/{name}"), term)


def _canonical(quads: Iterator[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset
