"""Does a graph hold what is promised? Shapes, checks across nodes, terms that the ontology lacks: all become issues.

Each issue names the offending node and says in a sentence what is wrong with it. ``check_ontology`` holds the
ontology itself to its rules of hygiene.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import combinations, permutations, product
from pathlib import Path
from typing import Final, Literal

import pyoxigraph as ox
from pyshacl import validate
from rdflib import (
    DCTERMS,
    FOAF,
    OWL,
    PROV,
    RDF,
    RDFS,
    SDO,
    SH,
    SKOS,
    VANN,
    VOID,
    BNode,
    Dataset,
    Graph,
    URIRef,
)
from rdflib import Literal as Value
from rdflib.namespace import DefinedNamespaceMeta
from rdflib.term import Node

import ontology
from kg.errors import StoreError
from kg.model import Issue
from kg.vocab import DM, OA

__all__ = ["check_dataset", "check_ontology", "check_release"]

_KNOWN: Final[tuple[DefinedNamespaceMeta, ...]] = (
    *(RDF, RDFS, OWL, SKOS, DCTERMS, PROV),
    *(VOID, FOAF, SDO, SH, VANN, OA),
)
"""Closed vocabularies: a misspelt term of theirs is found."""

_OPEN: Final = (
    "http://www.w3.org/ns/dcat#",
    "http://spdx.org/rdf/terms#",
    "http://www.w3.org/ns/adms#",
    "http://www.w3.org/2006/vcard/ns#",
)
"""Vocabularies of the description of a release, taken as they come; the DCAT-AP shapes check those."""

_CODES: Final = "https://w3id.org/dragoman/code/"
_QUOTE_SHAPES: Final = "shapes/quotes"


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
    """The same for the ``dataset.nq`` of a release. Raises StoreError when it is missing or cannot be read."""
    file = directory / "dataset.nq"
    store, union, seen = ox.Store(), Graph(), ox.DefaultGraph()
    try:
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.N_QUADS):
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object, seen))
            union.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    except FileNotFoundError:
        raise StoreError(
            f"{directory} holds no dataset.nq.", "Name the folder of a release, as build made it."
        ) from None
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
    vocabulary = _vocabulary()
    if quotes is None:
        quotes = (None, DM.quote, None) in union
    issues = [*_unknown_terms(union, vocabulary), *_contradictions(union, vocabulary)]
    store.load(vocabulary.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    # Shapes speak of dm:Entity where data say dm:Person: the tree of classes must be in the graph that is validated.
    for subject, above in vocabulary.subject_objects(RDFS.subClassOf):
        if isinstance(above, URIRef):
            union.add((subject, RDFS.subClassOf, above))
    return _sorted([*issues, *_shape_issues(union, quotes), *_asked(store, "shapes", quotes)])


@cache
def _vocabulary() -> Graph:
    return ontology.load()


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
        rows = store.query(query)
        if not isinstance(rows, ox.QuerySolutions):
            raise TypeError(f"{folder}/{name}.rq must select ?node and ?message")
        warns = any(variable.value == "severity" for variable in rows.variables)
        for row in rows:
            yield Issue("warning" if warns else "error", _text(_node(row["node"])), _text(_node(row["message"])))


def _shape_issues(union: Graph, quotes: bool) -> Iterator[Issue]:
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


def _contradictions(union: Graph, vocabulary: Graph) -> Iterator[Issue]:
    """Nodes in two classes that the ontology declares disjoint: what a reasoner would find, at the size of data."""
    above = {
        kind: set(vocabulary.transitive_objects(kind, RDFS.subClassOf)) for kind in set(union.objects(None, RDF.type))
    }
    disjoint = set(_disjoint(vocabulary))
    verdicts: dict[frozenset[Node], str] = {}
    types: dict[Node, set[Node]] = {}
    for node, kind in union.subject_objects(RDF.type):
        types.setdefault(node, set()).add(kind)
    for node, kinds in types.items():
        found = frozenset(kinds)
        if found not in verdicts:
            pairs = {
                (one, two)
                for first, second in combinations(found, 2)
                for one, two in product(above[first], above[second])
                if (one, two) in disjoint
            }
            verdicts[found] = ", ".join(sorted({" and ".join(sorted(map(_local, pair))) for pair in pairs}))
        if verdicts[found]:
            yield Issue("error", str(node), f"Nothing can be both: {verdicts[found]}.")


def _disjoint(vocabulary: Graph) -> Iterator[tuple[Node | None, Node | None]]:
    for one, two in vocabulary.subject_objects(OWL.disjointWith):
        yield from ((one, two), (two, one))
    for members in vocabulary.objects(None, OWL.members):
        yield from permutations(vocabulary.items(members), 2)


def _local(term: Node | None) -> str:
    return str(term).rsplit("#", 1)[-1]


def _unknown_terms(union: Graph, vocabulary: Graph) -> Iterator[Issue]:
    """Properties, classes and codes that nothing declares; the issue names one node that uses each."""
    declared = set(vocabulary.subjects())
    for term in sorted(set(union.predicates()) - declared, key=str):
        if not _foreign(term):
            yield _unknown(term, "property", union.subjects(term, None))
    for term in sorted(set(union.objects(None, RDF.type)) - declared, key=str):
        if not _foreign(term):
            yield _unknown(term, "class", union.subjects(RDF.type, term))
    codes = (term for term in set(union.objects()) - declared if isinstance(term, URIRef))
    for term in sorted(codes):
        if term.startswith(_CODES) and term != URIRef(_CODES):
            yield _unknown(term, "code", union.subjects(None, term))


def _foreign(term: Node) -> bool:
    return str(term).startswith(_OPEN) or any(str(term) in vocabulary for vocabulary in _KNOWN)


def _unknown(term: Node, kind: str, users: Iterable[Node]) -> Issue:
    where = min(map(str, users))
    return Issue(
        "error", where, f"The {kind} <{term}> is not in the ontology.", "Correct the name or declare the term."
    )


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
