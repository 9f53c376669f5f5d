"""Do the terms of a graph fit the ontology? Terms that it lacks, and nodes in classes that exclude each other."""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cache, lru_cache
from itertools import combinations, permutations
from typing import Final

from rdflib import DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, VANN, VOID, Graph
from rdflib.namespace import DefinedNamespaceMeta
from rdflib.term import Node

import ontology
from kg.check import shapes
from kg.model import Issue
from kg.vocab import OA

__all__ = ["contradictions", "note_unknown", "taxonomy", "unknown_issues", "vocabulary"]

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

_CODE: Final = "<https://w3id.org/dragoman/code/"


@cache
def vocabulary() -> Graph:
    """What data are held to."""
    return ontology.load()


@cache
def taxonomy() -> shapes.Taxonomy:
    """Its tree of classes."""
    return shapes.Taxonomy(vocabulary())


@cache
def _declared() -> frozenset[str]:
    return frozenset(map(shapes.token, vocabulary().subjects()))


def contradictions(index: shapes.Index, later: Set[str]) -> Iterator[Issue]:
    """Nodes in two classes that the ontology declares disjoint: what a reasoner would find, at the size of data.

    Nodes of the classes ``later`` (IRIs in angle brackets) are passed over.
    """
    disjoint = _disjoint_pairs()
    verdicts: dict[frozenset[str], str] = {}
    for node, row in index.out.items():
        if len(row.get(shapes.TYPE, ())) + len(index.aside.get(node, ())) < 2:
            continue
        kinds = index.kinds(node)
        if not kinds.isdisjoint(later):
            continue
        if kinds not in verdicts:
            pairs = {tuple(sorted(map(_local, pair))) for pair in combinations(kinds, 2) if pair in disjoint}
            verdicts[kinds] = ", ".join(sorted(" and ".join(pair) for pair in pairs))
        if verdicts[kinds]:
            yield Issue("error", shapes.text(node), f"Nothing can be both: {verdicts[kinds]}.")


@cache
def _disjoint_pairs() -> frozenset[tuple[str, str]]:
    return frozenset((shapes.token(one), shapes.token(two)) for one, two in _disjoint(vocabulary()))


def _disjoint(vocabulary: Graph) -> Iterator[tuple[Node, Node]]:
    for one, two in vocabulary.subject_objects(OWL.disjointWith):
        yield from ((one, two), (two, one))
    for members in vocabulary.objects(None, OWL.members):
        yield from permutations(vocabulary.items(members), 2)


def _local(term: str) -> str:
    return term.strip("<>").rsplit("#", 1)[-1]


def note_unknown(index: shapes.Index, unknown: dict[str, str]) -> None:
    """Add terms and codes that nothing declares to ``unknown``: message -> the least node that uses the term."""
    declared, known = _declared(), _known
    for node, row in index.out.items():
        for predicate, values in row.items():
            found = []
            if predicate not in declared and not known(predicate):
                found.append(("property", predicate))
            if predicate == shapes.TYPE:
                found += [("class", kind) for kind in values if kind not in declared and not known(kind)]
            else:
                found += [("code", v) for v in values if v.startswith(_CODE) and v not in declared and v != f"{_CODE}>"]
            for kind, term in found:
                message = f"The {kind} {term} is not in the ontology."
                unknown[message] = min(unknown.get(message, shapes.text(node)), shapes.text(node))


def unknown_issues(unknown: dict[str, str]) -> Iterator[Issue]:
    """What was noted, as issues."""
    for message, where in unknown.items():
        yield Issue("error", where, message, "Correct the name or declare the term.")


@lru_cache(maxsize=1 << 12)
def _known(term: str) -> bool:
    """Whether a term belongs to a vocabulary of others that releases use."""
    iri = shapes.text(term)
    return iri.startswith(_OPEN) or any(iri in vocabulary for vocabulary in _KNOWN)
