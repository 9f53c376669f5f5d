"""Does the ontology contradict itself, or data that are put beside it? HermiT answers, through owlready2.

For the ontology and a sample of data (about a hundred events); at size, shapes do the checking. Needs Java.
Beside it a light check that a graph keeps to OWL 2 DL, without Java.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import owlready2
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import DragomanError
from kg.model import Issue

__all__ = ["Consistency", "JavaMissing", "ReasonerFailed", "consistent", "profile_issues"]


class JavaMissing(DragomanError):  # noqa: N818 - named for what is the matter
    """HermiT runs on Java, and there is none."""


class ReasonerFailed(DragomanError):  # noqa: N818 - named for what is the matter
    """HermiT ended without an answer: not the same as a contradiction."""


@dataclass(frozen=True, slots=True)
class Consistency:
    """What HermiT found.

    ``consistent`` is False when the graph contradicts itself as a whole; ``unsatisfiable`` are the IRIs, sorted, of
    classes that nothing could be in.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """No contradiction, and every class can have an instance."""
        return self.consistent and not self.unsatisfiable


_KEPT_LITERALS: Final = frozenset(
    {OWL.cardinality, OWL.minCardinality, OWL.maxCardinality, OWL.qualifiedCardinality, OWL.minQualifiedCardinality}
    | {OWL.maxQualifiedCardinality, OWL.hasValue}
)


def consistent(graph: Graph) -> Consistency:
    """Ask HermiT whether an ontology, with whatever data are in the graph, is free of contradictions.

    Imports are not followed, so the graph must hold all that is meant. Data values are left out: HermiT stops at
    datatypes such as xsd:date, and shapes check values. Raises JavaMissing, ReasonerFailed.
    """
    java = str(owlready2.JAVA_EXE)
    if shutil.which(java) is None:
        raise JavaMissing(
            f"HermiT needs Java, and the program {java!r} was not found.",
            "Install a Java runtime (Debian: apt install default-jre-headless) or put java on the PATH.",
        )
    world = owlready2.World()
    try:
        world.get_ontology("https://w3id.org/dragoman/reasoned").load(fileobj=io.BytesIO(_without_values(graph)))
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
        unsatisfiable = sorted(
            str(found.iri) for found in world.inconsistent_classes() if found is not owlready2.Nothing
        )
    except owlready2.OwlReadyInconsistentOntologyError:
        return Consistency(consistent=False)
    except owlready2.base.OwlReadyJavaError as problem:
        raise ReasonerFailed(
            f"HermiT stopped without an answer: {_complaint(str(problem))}",
            "Check the graph with profile_issues(): it may use terms outside of OWL 2 DL.",
        ) from None
    finally:
        world.close()
    return Consistency(consistent=True, unsatisfiable=tuple(unsatisfiable))


def _complaint(output: str) -> str:
    """The line of Java's output that names the failure, without the stack of calls around it."""
    lines = output.strip().splitlines() or ["no reason given"]
    return next((line.strip() for line in lines if "Exception" in line), lines[-1].strip())


def _without_values(graph: Graph) -> bytes:
    """N-Triples without data values and imports (owlready2 reads no Turtle and would fetch the imports)."""
    kept = Graph()
    for subject, predicate, value in graph:
        if predicate == OWL.imports or (isinstance(value, Literal) and predicate not in _KEPT_LITERALS):
            continue
        kept.add((subject, predicate, value))
    return kept.serialize(format="nt", encoding="utf-8")


_PROPERTY_KINDS: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_KINDS: Final = (OWL.Class, RDFS.Datatype, *_PROPERTY_KINDS)
_OWN: Final = (str(OWL), str(RDF), str(RDFS), str(XSD))
_DATATYPES: Final = frozenset(
    {OWL.real, OWL.rational, RDF.PlainLiteral, RDF.XMLLiteral, RDFS.Literal, XSD.decimal, XSD.integer}
    | {XSD.nonNegativeInteger, XSD.nonPositiveInteger, XSD.positiveInteger, XSD.negativeInteger, XSD.long, XSD.int}
    | {XSD.short, XSD.byte, XSD.unsignedLong, XSD.unsignedInt, XSD.unsignedShort, XSD.unsignedByte, XSD.double}
    | {XSD.float, XSD.string, XSD.normalizedString, XSD.token, XSD.language, XSD.Name, XSD.NCName, XSD.NMTOKEN}
    | {XSD.boolean, XSD.hexBinary, XSD.base64Binary, XSD.anyURI, XSD.dateTime, XSD.dateTimeStamp}
)


def profile_issues(graph: Graph) -> list[Issue]:
    """Where a graph leaves OWL 2 DL, sorted: terms not declared, one name used as two kinds of thing, datatypes
    outside of the OWL 2 map, properties that must be simple and are not.

    Not a full profile checker; it finds the slips that people make, in data too and without Java. The tests hold the
    ontology to the whole profile with the checker of the OWL API, which in turn does not see foreign datatypes.
    """
    found = [*_undeclared(graph), *_punned(graph), *_foreign_datatypes(graph), *_not_simple(graph)]
    return sorted(set(found), key=lambda issue: (issue.where, issue.message))


def _issue(where: Node, message: str, cure: str) -> Issue:
    return Issue("error", str(where), message, cure)


def _undeclared(graph: Graph) -> Iterator[Issue]:
    for predicate in set(graph.predicates()):
        if not str(predicate).startswith(_OWN) and not _declared(graph, predicate, _PROPERTY_KINDS):
            yield _issue(predicate, "The property is used but not declared.", "Declare it as one kind of property.")
    classes = {*graph.objects(None, RDF.type), *graph.objects(None, RDFS.subClassOf), *graph.objects(None, OWL.onClass)}
    classes |= {*graph.objects(None, OWL.someValuesFrom), *graph.objects(None, RDFS.domain)}
    for term in (*classes, *_members(graph)):
        if isinstance(term, URIRef) and not str(term).startswith(_OWN) and not _declared(graph, term, _KINDS[:2]):
            yield _issue(term, "The class is used but not declared.", "Declare it as an owl:Class.")


def _members(graph: Graph) -> Iterator[Node | None]:
    for predicate in (OWL.unionOf, OWL.intersectionOf, OWL.members):
        for head in graph.objects(None, predicate):
            yield from graph.items(head)


def _declared(graph: Graph, term: Node, kinds: tuple[URIRef, ...]) -> bool:
    return any((term, RDF.type, kind) in graph for kind in kinds)


def _punned(graph: Graph) -> Iterator[Issue]:
    for term in set(graph.subjects(RDF.type, None)):
        kinds = [kind for kind in _KINDS if (term, RDF.type, kind) in graph]
        if len(kinds) > 1:
            names = " and ".join(sorted(kind.rsplit("#", 1)[-1] for kind in kinds))
            yield _issue(term, f"One name is declared as {names}.", "Keep one, and name the other differently.")
        individual = any(
            not str(kind).startswith(_OWN) for kind in graph.objects(term, RDF.type) if isinstance(kind, URIRef)
        )
        if kinds and individual:
            yield _issue(term, "A class or property is used as an individual.", "Make a code for it instead.")


def _foreign_datatypes(graph: Graph) -> Iterator[Issue]:
    for predicate in (RDFS.range, OWL.onDataRange, OWL.someValuesFrom, OWL.allValuesFrom, OWL.onDatatype):
        for datatype in graph.objects(None, predicate):
            if str(datatype).startswith((str(XSD), str(RDF))) and datatype not in _DATATYPES:
                message = "The datatype is not one of OWL 2, and reasoners stop at it."
                yield _issue(datatype, message, "Use rdfs:Literal and check the datatype in a shape.")


def _not_simple(graph: Graph) -> Iterator[Issue]:
    """Properties that follow from chains or are transitive must not be counted, functional or disjoint."""
    composite = {*graph.subjects(RDF.type, OWL.TransitiveProperty), *graph.subjects(OWL.propertyChainAxiom, None)}
    for term in list(composite):
        composite |= {above for above in graph.transitive_objects(term, RDFS.subPropertyOf) if above is not None}
    counted = {*graph.objects(None, OWL.onProperty)}
    restricted = {term for term in counted if _is_counted(graph, term)}
    restricted |= set(graph.subjects(RDF.type, OWL.FunctionalProperty))
    restricted |= set(graph.subjects(RDF.type, OWL.InverseFunctionalProperty))
    for term in composite & restricted:
        if not isinstance(term, BNode):
            yield _issue(term, "A transitive or chained property is counted.", "Drop the count or the transitivity.")


def _is_counted(graph: Graph, term: Node) -> bool:
    counts = (OWL.qualifiedCardinality, OWL.minQualifiedCardinality, OWL.maxQualifiedCardinality)
    plain = (OWL.cardinality, OWL.minCardinality, OWL.maxCardinality)
    return any(
        (node, count, None) in graph for node in graph.subjects(OWL.onProperty, term) for count in counts + plain
    )
