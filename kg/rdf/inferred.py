"""What follows from an article's graph, kept in a graph of its own (``graph/inferred``), which can be left out.

``types``: all the classes above those that were written, so that a query for attacks also finds air strikes.
``owl-rl``: all that OWL 2 RL gives, worked out by `reasonable`: also inverses, properties above others, symmetric and
transitive ones, types by domain and range. Reasoning sees one article with its links and the ontology at a time, never
a release: memory does not grow, and what would follow only from two articles together is not claimed by either.

`reasonable` does no property chains. The only one of the ontology, dm:involves, follows all the same from the shortcut
properties, which the rules in ``ontology/rules`` derive from participations and which stand in every article's graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import reasonable
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from kg.config import Inference
from kg.rdf.sheet import empty
from kg.vocab import DM

Infer = Callable[[Graph], Graph]
Triple = tuple[Node, Node, Node]


def inference(ontology: Graph, how: Inference) -> Infer | None:
    """A function from a graph to what follows from it and is not in it; None for ``none``."""
    if how == "none":
        return None
    return type_inference(ontology) if how == "types" else owl_rl_inference(ontology)


def superclasses(ontology: Graph) -> Mapping[URIRef, frozenset[URIRef]]:
    """Class -> the named classes above it, for the classes of our ontology."""
    found: dict[URIRef, frozenset[URIRef]] = {}
    for term in set(ontology.subjects(RDFS.subClassOf, None)):
        if isinstance(term, URIRef):
            above = ontology.transitive_objects(term, RDFS.subClassOf)
            found[term] = frozenset(x for x in above if isinstance(x, URIRef) and str(x).startswith(_OURS)) - {term}
    return found


def type_inference(ontology: Graph) -> Infer:
    """A function from a graph to the types that follow from its own, without those that it has."""
    above = superclasses(ontology)

    def infer(graph: Graph) -> Graph:
        inferred = empty()
        for subject, written in graph.subject_objects(RDF.type):
            for term in above.get(written, ()) if isinstance(written, URIRef) else ():
                if (subject, RDF.type, term) not in graph:
                    inferred.add((subject, RDF.type, term))
        return inferred

    return infer


def owl_rl_inference(ontology: Graph) -> Infer:
    """A function from a graph to what OWL 2 RL says of the graph's own things.

    Of the conclusions only those between things are kept, in properties and classes of our ontology. What says nothing
    (everything is an owl:Thing and the same as itself), speaks of the ontology or of nameless classes, or only writes
    a value in another way, is left out.
    """
    logic, terms = _logic(ontology), set(ontology.subjects())

    def infer(graph: Graph) -> Graph:
        reasoner = reasonable.PyReasoner()
        reasoner.from_graph(logic)
        reasoner.from_graph(graph)
        things = {*graph.subjects(), *graph.objects()} - terms
        inferred = empty()
        for triple in reasoner.reason():
            if triple not in graph and _tells(triple, things):
                inferred.add(triple)
        return inferred

    return infer


def _tells(triple: Triple, things: set[Node]) -> bool:
    subject, predicate, value = triple
    if subject not in things or not isinstance(subject, URIRef) or not isinstance(value, URIRef):
        return False
    return str(value if predicate == RDF.type else predicate).startswith(_OURS)


_OURS: Final = str(DM._NS)
_FOR_PEOPLE: Final = frozenset(
    {OWL.imports, OWL.versionIRI, OWL.versionInfo, OWL.priorVersion, OWL.deprecated}
    | {RDFS.label, RDFS.comment, RDFS.isDefinedBy, RDFS.seeAlso}
)


def _logic(ontology: Graph) -> Graph:
    """The axioms of an ontology, without what is written for people: a quarter of its triples."""
    found = Graph()
    for triple in _axioms(ontology):
        found.add(triple)
    return found


def _axioms(ontology: Graph) -> Iterator[Triple]:
    reserved = tuple(map(str, (OWL, RDF, RDFS)))
    for subject, predicate, value in ontology:
        if str(predicate).startswith(reserved) and predicate not in _FOR_PEOPLE:
            yield subject, predicate, value
