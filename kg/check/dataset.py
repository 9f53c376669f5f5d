"""Does a graph hold what is promised? Shapes, checks across nodes, terms that the ontology lacks: all become issues.

Each issue names the offending node and says in a sentence what is wrong with it. ``check_ontology`` holds the
ontology itself to its rules of hygiene.

Up to ``JUDGED`` triples pyshacl judges; above that ``kg.check.shapes`` does, which finds the same and is far faster. A
release of that size is read some articles at a time and never held whole; what articles share is checked once more at
the end, together with the links. What was inferred is not checked: it follows from what is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

import pyoxigraph as ox
from pyshacl import validate
from rdflib import RDF, RDFS, SH, BNode, Dataset, Graph, URIRef
from rdflib import Literal as Value
from rdflib.term import Node

import ontology
from kg.check import fit, shapes
from kg.errors import StoreError
from kg.model import Issue
from kg.vocab import DM

__all__ = ["check_dataset", "check_ontology", "check_release"]

_QUOTE_SHAPES: Final = "shapes/quotes"
_QUOTE: Final = f"<{DM.quote}>"

JUDGED: Final = 20_000
"""Triples up to which pyshacl judges (a second or two)."""

PART: Final = 50_000
"""Triples of whole articles that are checked together in a large release."""

_INFERRED: Final = "/graph/inferred"


def check_dataset(dataset: Dataset | Graph, *, quotes: bool | None = None) -> list[Issue]:
    """Everything that is wrong with the data of all graphs taken together, sorted by node; [] when nothing is.

    ``quotes``: whether the passages of claims must carry their words (the setting ``publish_text`` is not "none").
    None decides by the data: if any passage carries its words, all must.
    """
    union = Graph()
    for triple in _triples(dataset):
        union.add(triple)
    store = ox.Store()
    store.bulk_load(union.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    return _check(union, store, quotes)


def check_release(directory: Path, *, quotes: bool | None = None) -> list[Issue]:
    """The same for a release, except for what was inferred. Raises StoreError when it is missing or cannot be read."""
    file = directory / "dataset.nq"
    try:
        if sum(1 for _, _ in zip(file.open("rb"), range(JUDGED + 1), strict=False)) > JUDGED:
            return _check_parts(directory, quotes)
        store, union = ox.Store(), Graph()
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.N_QUADS):
            if not str(quad.graph_name).endswith(f"{_INFERRED}>"):
                store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
                union.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    except FileNotFoundError:
        name = "dataset.trig" if file.exists() else file.name
        raise StoreError(f"{directory} holds no {name}.", "Name the folder of a release, as build made it.") from None
    except (OSError, SyntaxError) as problem:
        raise StoreError(f"{file} cannot be read as N-Quads: {problem}.", "Build the release again.") from None
    return _check(union, store, quotes)


def check_ontology(graph: Graph | None = None) -> list[Issue]:
    """What breaks the rules of hygiene (``ontology/checks``) in a graph, by default in the ontology that ships."""
    store = ox.Store()
    graph = ontology.load(*ontology.VOCABULARY, "align", "shapes") if graph is None else graph
    store.load(graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    return _sorted(_asked(store, "checks"))


def _triples(dataset: Dataset | Graph) -> Iterator[tuple[Node, Node, Node]]:
    if isinstance(dataset, Dataset):
        yield from ((s, p, o) for s, p, o, _ in dataset.quads((None, None, None, None)))
    else:
        yield from dataset


def _check(union: Graph, store: ox.Store, quotes: bool | None) -> list[Issue]:
    index = shapes.Index(fit.taxonomy())
    for quad in store:
        index.add(str(quad.subject), str(quad.predicate), str(quad.object))
    if quotes is None:
        quotes = bool(index.into(_QUOTE))
    unknown: dict[str, str] = {}
    issues = list(_part_issues(index, store, quotes, unknown))
    judge = _judged(union, quotes) if len(union) <= JUDGED else shapes.violations(_compiled(quotes), index)
    return _sorted([*issues, *judge, *fit.unknown_issues(unknown)])


def _check_parts(directory: Path, quotes: bool | None) -> list[Issue]:
    """A large release, some articles at a time; then what they share, with links and description."""
    aside, quoted = _foreseen(directory / "dataset.nq")
    quotes = quoted if quotes is None else quotes
    unknown: dict[str, str] = {}
    issues: set[Issue] = set()
    last, rest = shapes.Index(fit.taxonomy(), {}), list[ox.Quad]()
    for quads, is_articles in _parts(directory / "dataset.trig"):
        if not is_articles:
            rest += quads
            continue
        index = shapes.Index(fit.taxonomy(), aside)
        issues.update(_part_issues(_filled(index, quads), _stored(quads), quotes, unknown, _SHARED))
        issues.update(shapes.violations(_compiled(quotes), index))
        _keep_shared(index, last)
    issues.update(_part_issues(_filled(last, rest), _stored(rest), quotes, unknown))
    issues.update(shapes.violations(_compiled(quotes), last))
    return _sorted([*issues, *fit.unknown_issues(unknown)])


def _foreseen(file: Path) -> tuple[dict[str, tuple[str, ...]], bool]:
    """From the whole of a release: types that the links give to entities, and whether any passage carries its words."""
    types: dict[str, tuple[str, ...]] = {}
    quoted, of_type, quote = False, f" {shapes.TYPE} ".encode(), f" {_QUOTE} ".encode()
    with file.open("rb") as lines:
        for line in lines:
            if line.endswith(b"/graph/links> .\n") and of_type in line:
                subject, _, kind, _ = line.decode().split(" ", 3)
                types[subject] = (*types.get(subject, ()), kind)
            elif not quoted:
                quoted = quote in line
    return types, quoted


def _parts(file: Path) -> Iterator[tuple[list[ox.Quad], bool]]:
    """The quads of a release without those inferred, whole graphs together, and whether they are articles.

    The graphs of a release stand one after the other, those of articles first.
    """
    held: list[ox.Quad] = []
    graph, kind = "", ""
    name: object = None
    for quad in ox.parse(path=str(file), format=ox.RdfFormat.TRIG):
        if quad.graph_name != name:
            name, graph = quad.graph_name, str(quad.graph_name).rsplit("/graph/", 1)[-1]
            if held and (len(held) >= PART or graph.split("/")[0] != kind):
                yield held, kind == "article"
                held = []
            kind = graph.split("/")[0]
        if kind != "inferred>":
            held.append(quad)
    if held:
        yield held, kind == "article"


def _filled(index: shapes.Index, quads: Iterable[ox.Quad]) -> shapes.Index:
    for quad in quads:
        index.add(str(quad.subject), str(quad.predicate), str(quad.object))
    return index


def _stored(quads: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(quads)
    return store


def _keep_shared(index: shapes.Index, last: shapes.Index) -> None:
    """What shapes say of entities and runs, which many articles have in common: they must also agree over all."""
    wanted, bounded = _shared_properties()
    aside = dict(last.aside)
    for node, row in index.out.items():
        if shapes.TYPE not in row or _SHARED.isdisjoint(index.kinds(node)):
            continue
        for kind in row[shapes.TYPE]:
            last.add(node, shapes.TYPE, kind)
        for predicate in wanted & row.keys():
            # one is enough where there is no limit to how many there may be: the others were checked in their article
            for value in row[predicate] if predicate in bounded else row[predicate][:1]:
                if predicate in bounded or not last.values(node, predicate):
                    last.add(node, predicate, value)
                    aside[value] = tuple(index.values(value, shapes.TYPE))
    last.aside = aside


_SHARED: Final = frozenset(f"<{kind}>" for kind in (DM.Entity, DM.Run))


@cache
def _shared_properties() -> tuple[frozenset[str], frozenset[str]]:
    """The properties of entities and runs that shapes speak of, and those that have an upper limit."""
    graph, wanted, bounded = _shapes(True), set[str](), set[str]()
    for shape, target in graph.subject_objects(SH.targetClass):
        if shapes.token(target) in _SHARED:
            wanted.add(path := shapes.token(graph.value(shape, SH.path) or RDF.type))
            if (shape, SH.maxCount, None) in graph or (shape, SH.uniqueLang, None) in graph:
                bounded.add(path)
    return frozenset(wanted), frozenset(bounded)


def _part_issues(
    index: shapes.Index, store: ox.Store, quotes: bool, unknown: dict[str, str], later: Set[str] = frozenset()
) -> Iterator[Issue]:
    """All but the shapes. Terms that nothing declares go to ``unknown``: message -> the least node that uses them.

    Nodes of the classes ``later`` are not asked for contradictions yet.
    """
    yield from fit.contradictions(index, later)
    fit.note_unknown(index, unknown)
    store.extend(_background())
    yield from _asked(store, "shapes", quotes)


@cache
def _background() -> tuple[ox.Quad, ...]:
    """What the queries across nodes ask of the ontology: its tree of classes, and which code stands for which class."""
    found = Graph()
    for predicate in (RDFS.subClassOf, DM.codeOf):
        for one, two in fit.vocabulary().subject_objects(predicate):
            if isinstance(two, URIRef):
                found.add((one, predicate, two))
    nt = found.serialize(format="nt", encoding="utf-8")
    return tuple(ox.Quad(q.subject, q.predicate, q.object) for q in ox.parse(nt, format=ox.RdfFormat.N_TRIPLES))


@cache
def _compiled(quotes: bool) -> tuple[shapes.Shape, ...]:
    return shapes.compiled(_shapes(quotes))


@cache
def _shapes(quotes: bool) -> Graph:
    return ontology.load(*(name for name in ontology.modules("shapes") if quotes or name != _QUOTE_SHAPES))


def _sorted(issues: Iterable[Issue]) -> list[Issue]:
    return sorted(set(issues), key=lambda issue: (issue.severity, issue.where, issue.message))


def _asked(store: ox.Store, folder: str, quotes: bool = True) -> Iterator[Issue]:
    """Issues from queries that select ``?node``, ``?message`` and, where it is no error, ``?severity``."""
    for name, query in ontology.queries(folder).items():
        if name.startswith("quotes") and not quotes:
            continue
        rows = store.query(query, use_default_graph_as_union=True)
        if not isinstance(rows, ox.QuerySolutions):
            raise TypeError(f"{folder}/{name}.rq must select ?node and ?message")
        warns = any(variable.value == "severity" for variable in rows.variables)
        for row in rows:
            yield Issue("warning" if warns else "error", _text(_node(row["node"])), _text(_node(row["message"])))


def _judged(union: Graph, quotes: bool) -> Iterator[Issue]:
    """What pyshacl finds. Adds to the graph."""
    # Shapes speak of dm:Entity where data say dm:Person: the tree of classes must be in the graph that is validated.
    for subject, above in fit.vocabulary().subject_objects(RDFS.subClassOf):
        if isinstance(above, URIRef):
            union.add((subject, RDFS.subClassOf, above))
    _, report, _ = validate(union, shacl_graph=_shapes(quotes), inplace=True, inference="none")
    if not isinstance(report, Graph):
        raise TypeError(f"the SHACL validator gave no report: {report!r}")
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        message = _text(report.value(result, SH.resultMessage))
        if value is not None and value != focus and not isinstance(value, BNode):
            message = f"{message} Found: {_text(value)[:200]}"
        warning = report.value(result, SH.resultSeverity) == SH.Warning
        severity: Literal["error", "warning"] = "warning" if warning else "error"
        yield Issue(severity, _text(focus), message)


def _text(node: object) -> str:
    return "" if node is None else str(node)


@lru_cache(maxsize=1 << 16)
def _named(iri: str) -> URIRef:
    return URIRef(iri)


def _node(term: object) -> Node:
    """A term of pyoxigraph as one of rdflib. Raises TypeError for a triple term, which no release holds."""
    if isinstance(term, ox.NamedNode):
        return _named(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Value(term.value, lang=term.language)
        plain = term.datatype.value.endswith("#string")
        return Value(term.value, datatype=None if plain else _named(term.datatype.value), normalize=False)
    raise TypeError(f"not a term of RDF 1.1: {term}")
