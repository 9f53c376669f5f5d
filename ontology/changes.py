"""What changed between two versions of the ontology, and what of it breaks the data and queries of others.

``python -m ontology.changes OLD NEW`` compares files or folders; without NEW the ontology that ships is meant, without
OLD its last release. It ends with 1 when there is a breaking change without a new major version. The policy is told
in ``docs/changes.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

import ontology

__all__ = ["Change", "compare", "main", "read", "released", "rise", "version"]

OURS: Final = ("https://w3id.org/dragoman/ontology#", "https://w3id.org/dragoman/code/")
UMBRELLA: Final = URIRef("https://w3id.org/dragoman/ontology")
CODE_OF: Final = URIRef("https://w3id.org/dragoman/ontology#codeOf")
_PLOVER: Final = "https://w3id.org/dragoman/code/plover"
_PARTS: Final = ("core", "actors", "events", "claims", "quantities", "dragoman")

KINDS: Final = {
    **{kind: str(kind).rsplit("#", 1)[-1] for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)},
    **{kind: str(kind).rsplit("#", 1)[-1] for kind in (OWL.AnnotationProperty, SKOS.Concept, SKOS.ConceptScheme)},
}
TRAITS: Final = (
    *(OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.TransitiveProperty, OWL.SymmetricProperty),
    *(OWL.AsymmetricProperty, OWL.ReflexiveProperty, OWL.IrreflexiveProperty),
)
COMPARED: Final = (
    (RDFS.domain, "domain"),
    (RDFS.range, "range"),
    (OWL.inverseOf, "inverse"),
    (OWL.propertyChainAxiom, "chain"),
    (OWL.equivalentClass, "equivalent class"),
    (OWL.equivalentProperty, "equivalent property"),
    (SKOS.inScheme, "scheme"),
    (CODE_OF, "class of a code"),
)
"""Statements that data and queries lean on: any difference breaks."""

HIERARCHIES: Final = (
    (RDFS.subClassOf, "superclass"),
    (RDFS.subPropertyOf, "superproperty"),
    (SKOS.broader, "broader code"),
)
TEXTS: Final = (
    (RDFS.label, "label"),
    (SKOS.prefLabel, "label"),
    (SKOS.definition, "definition"),
    (SKOS.scopeNote, "scope note"),
)
_MATCHES: Final = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch)
_STEPS: Final = ("none", "patch", "minor", "major")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One difference: the step it asks for (``major``, ``minor``, ``patch``), its kind, the term, and what changed."""

    step: str
    kind: str
    term: str
    detail: str

    @property
    def breaking(self) -> bool:
        """Whether data or queries made for the old version may now be wrong."""
        return self.step == "major"


def compare(old: Graph, new: Graph) -> list[Change]:
    """All differences in our terms, breaking ones first, each kind in the order of terms."""
    terms = [_terms(graph) for graph in (old, new)]
    found = {*_gone(old, terms[0], terms[1]), *_come(old, new, terms[0], terms[1]), *_disjointness(old, new)}
    for term in terms[0].keys() & terms[1].keys():
        if terms[0][term] != terms[1][term]:
            detail = f"was {_names(terms[0][term])}, is {_names(terms[1][term])}"
            found.add(_change("major", "changed kind", term, detail))
        found |= {*_statements(term, old, new), *_keys(term, old, new), *_matches(term, old, new)}
        found |= {*_above(term, old, new), *_words(term, old, new)}
    return sorted(found, key=lambda change: (-_STEPS.index(change.step), change))


def version(graph: Graph) -> tuple[int, int, int]:
    """The version told by the umbrella, or the highest of the headers. Raises ValueError when no header has one."""
    told = [graph.value(UMBRELLA, OWL.versionInfo)]
    if told == [None]:
        told = [graph.value(header, OWL.versionInfo) for header in graph.subjects(RDF.type, OWL.Ontology)]
    numbers = [_numbers(str(text)) for text in told if text is not None]
    if not numbers:
        raise ValueError("no version: give the header of the ontology an owl:versionInfo such as 1.2.0")
    return max(numbers)


def rise(old: tuple[int, int, int], new: tuple[int, int, int]) -> str:
    """How far the version went up: ``none``, ``patch``, ``minor`` or ``major``.

    Before 1.0.0 the middle number counts as the major one and the last as both others.
    """
    if new <= old:
        return "none"
    if new[0] > old[0]:
        return "major"
    if new[0] == 0:
        return "major" if new[1] > old[1] else "minor"
    return "minor" if new[1] > old[1] else "patch"


def read(place: Path) -> Graph:
    """One graph of a Turtle file, or of the modules, codes and labels in a folder of the ontology.

    Raises FileNotFoundError when there is nothing to read.
    """
    if place.is_dir():
        files = [place / f"{name}.ttl" for name in _PARTS]
        files += [*sorted(place.glob("codes/*.ttl")), *sorted(place.glob("labels/*.ttl"))]
        files = [file for file in files if file.exists()]
    else:
        files = [place] if place.exists() else []
    if not files:
        raise FileNotFoundError(f"{place} is neither a Turtle file nor a folder of the ontology")
    graph = Graph()
    for file in files:
        graph.parse(file, format="turtle")
    return graph


def released() -> Path:
    """The frozen file of the last release. Raises FileNotFoundError when nothing was released."""
    files = list((ontology.path() / "versions").glob("*.ttl"))
    if not files:
        raise FileNotFoundError(
            "ontology/versions holds no release; freeze one with python -m ontology.changes --freeze"
        )
    return max(files, key=lambda file: _numbers(file.stem))


def _numbers(text: str) -> tuple[int, int, int]:
    try:
        major, minor, patch = (int(part) for part in text.split("."))
    except ValueError:
        raise ValueError(f"{text!r} is no version; write three numbers such as 1.2.0") from None
    return major, minor, patch


def _change(step: str, kind: str, term: Node | str, detail: str) -> Change:
    return Change(step, kind, str(term), detail)


def _terms(graph: Graph) -> dict[URIRef, frozenset[Node]]:
    """Our terms and what kind each is declared to be."""
    found: dict[URIRef, set[Node]] = {}
    for kind in KINDS:
        for term in graph.subjects(RDF.type, kind):
            if isinstance(term, URIRef) and str(term).startswith(OURS):
                found.setdefault(term, set()).add(kind)
    return {term: frozenset(kinds) for term, kinds in found.items()}


def _names(kinds: frozenset[Node]) -> str:
    return " and ".join(sorted(KINDS[URIRef(str(kind))] for kind in kinds))


def _gone(old: Graph, before: dict[URIRef, frozenset[Node]], after: dict[URIRef, frozenset[Node]]) -> Iterator[Change]:
    for term in before.keys() - after.keys():
        if _deprecated(old, term):
            yield _change("major", "removed term", term, "it was deprecated before")
        else:
            yield _change("major", "removed without deprecation", term, "deprecate it in a release first")


def _come(
    old: Graph, new: Graph, before: dict[URIRef, frozenset[Node]], after: dict[URIRef, frozenset[Node]]
) -> Iterator[Change]:
    for term in after.keys() - before.keys():
        # Codes grow without a new version of the classes.
        step = "patch" if after[term] == {SKOS.Concept} else "minor"
        yield _change(step, "new term", term, f"a {_names(after[term])}")
    for term in before.keys() & after.keys():
        was, now = _deprecated(old, term), _deprecated(new, term)
        if was != now:
            yield _change("minor", "deprecated" if now else "no longer deprecated", term, "still there, as it was")


def _deprecated(graph: Graph, term: Node) -> bool:
    return (term, OWL.deprecated, Literal(True)) in graph


def _statements(term: URIRef, old: Graph, new: Graph) -> Iterator[Change]:
    for predicate, name in COMPARED:
        yield from _difference(
            "major", f"changed {name}", term, *(_told(graph, term, predicate) for graph in (old, new))
        )


def _told(graph: Graph, term: Node, predicate: URIRef) -> frozenset[str]:
    return frozenset(_text(graph, value) for value in graph.objects(term, predicate))


def _difference(step: str, kind: str, term: Node, was: frozenset[str], now: frozenset[str]) -> Iterator[Change]:
    if was != now:
        yield _change(step, kind, term, f"was {_listed(was)}, is {_listed(now)}")


def _listed(texts: frozenset[str]) -> str:
    return ", ".join(sorted(texts)) or "nothing"


def _text(graph: Graph, node: Node, seen: tuple[Node, ...] = ()) -> str:
    """A term as text that is the same wherever it stands; a class expression is told by what is said of it."""
    if isinstance(node, Literal):
        return node.n3()
    if not isinstance(node, BNode):
        return str(node)
    if node in seen:
        return "itself"
    if (node, RDF.first, None) in graph:
        members = [_text(graph, member, (*seen, node)) for member in graph.items(node)]
        return "(" + " ".join(members) + ")"
    parts = (
        f"{str(predicate).rsplit('#', 1)[-1]} {_text(graph, value, (*seen, node))}"
        for predicate, value in graph.predicate_objects(node)
    )
    return "[" + "; ".join(sorted(parts)) + "]"


def _keys(term: URIRef, old: Graph, new: Graph) -> Iterator[Change]:
    """Characteristics of properties and notations of codes."""
    # Data use notations as keys: one more harms nobody, one that is gone does.
    was, now = (_told(graph, term, SKOS.notation) for graph in (old, new))
    yield from _difference("major" if was - now else "minor", "changed notation", term, was, now)
    sets = [frozenset(str(trait) for trait in TRAITS if (term, RDF.type, trait) in graph) for graph in (old, new)]
    yield from _difference("major", "changed characteristic", term, *sets)


def _matches(term: URIRef, old: Graph, new: Graph) -> Iterator[Change]:
    sets = [
        frozenset(
            f"{match.fragment} {value}"
            for match in _MATCHES
            for value in graph.objects(term, match)
            if str(value).startswith(_PLOVER)
        )
        for graph in (old, new)
    ]
    yield from _difference("major", "changed PLOVER mapping", term, *sets)


def _above(term: URIRef, old: Graph, new: Graph) -> Iterator[Change]:
    """What follows from the hierarchy: a class that only slips in between two others breaks nothing."""
    for predicate, name in HIERARCHIES:
        was, now = (set(graph.transitive_objects(term, predicate)) - {term} for graph in (old, new))
        named = {node for node in was | now if isinstance(node, URIRef)}
        lost = frozenset(str(node) for node in named & was - now)
        gained = frozenset(str(node) for node in named & now - was if (node, None, None) in old)
        if lost or gained:
            yield _change("major", f"changed {name}", term, f"lost {_listed(lost)}, gained {_listed(gained)}")
        limits = [
            frozenset(_text(graph, node) for node in graph.objects(term, predicate) if isinstance(node, BNode))
            for graph in (old, new)
        ]
        yield from _difference("major", "changed restriction", term, *limits)


def _disjointness(old: Graph, new: Graph) -> Iterator[Change]:
    before, after = _disjoint(old), _disjoint(new)
    known = {str(term) for term in _terms(old)}
    for one, two in after - before:
        if one in known and two in known:
            yield _change("major", "new disjointness", one, f"nothing can be {two} too")
    for one, two in before - after:
        yield _change("minor", "dropped disjointness", one, f"something may be {two} too")


def _disjoint(graph: Graph) -> set[tuple[str, str]]:
    pairs = {(str(one), str(two)) for one, two in graph.subject_objects(OWL.disjointWith)}
    for members in graph.objects(None, OWL.members):
        terms = [str(term) for term in graph.items(members)]
        pairs |= {(one, two) for one in terms for two in terms if one != two}
    return {(min(pair), max(pair)) for pair in pairs}


def _words(term: URIRef, old: Graph, new: Graph) -> Iterator[Change]:
    for predicate, name in TEXTS:
        yield from _difference(
            "patch", f"changed {name}", term, *(_told(graph, term, predicate) for graph in (old, new))
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare two versions, or freeze the ontology that ships (``--freeze``); returns the exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given == ["--freeze"]:
        return _freeze()
    if len(given) > 2 or any(word.startswith("-") for word in given):
        print("usage: python -m ontology.changes [OLD [NEW]] | --freeze", file=sys.stderr)
        return 2
    try:
        old = read(Path(given[0]) if given else released())
        new = read(Path(given[1])) if len(given) > 1 else ontology.load()
        return _report(compare(old, new), version(old), version(new))
    except (FileNotFoundError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 2


def _report(changes: Sequence[Change], old: tuple[int, int, int], new: tuple[int, int, int]) -> int:
    for change in changes:
        print(f"{change.step}: {change.kind}: {change.term}: {change.detail}")
    needed = changes[0].step if changes else "none"
    given = rise(old, new)
    told = [".".join(map(str, numbers)) for numbers in (old, new)]
    print(f"{len(changes)} changes from {told[0]} to {told[1]}: they need a step of {needed}, the step is {given}.")
    abrupt = [change for change in changes if change.kind == "removed without deprecation"]
    return 1 if abrupt or (needed == "major" and given != "major") else 0


def _freeze() -> int:
    """Write the ontology that ships as the file of its version; a version that was frozen stays as it is."""
    graph = ontology.load()
    file = ontology.path() / "versions" / f"{'.'.join(map(str, version(graph)))}.ttl"
    if file.exists():
        print(f"{file} was released; give the ontology a new version first", file=sys.stderr)
        return 1
    file.parent.mkdir(exist_ok=True)
    graph.serialize(file, format="longturtle", encoding="utf-8")
    print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
