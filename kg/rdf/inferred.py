"""What follows from an article's graph: all the classes above those that were written.

So that a query for attacks also finds air strikes, without reasoning at query time. Kept in a graph of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rdflib import RDF, RDFS, Graph, URIRef

from kg.rdf.sheet import empty
from kg.vocab import DM


def superclasses(ontology: Graph) -> Mapping[URIRef, frozenset[URIRef]]:
    """Class -> the named classes above it, for the classes of our ontology."""
    ours = str(DM._NS)
    found: dict[URIRef, frozenset[URIRef]] = {}
    for term in set(ontology.subjects(RDFS.subClassOf, None)):
        if isinstance(term, URIRef):
            above = ontology.transitive_objects(term, RDFS.subClassOf)
            found[term] = frozenset(x for x in above if isinstance(x, URIRef) and str(x).startswith(ours)) - {term}
    return found


def type_inference(ontology: Graph) -> Callable[[Graph], Graph]:
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
