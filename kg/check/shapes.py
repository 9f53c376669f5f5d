"""The shapes as plain Python: what pyshacl finds, at the size where pyshacl takes too long.

``compiled`` turns the flat property shapes of ``ontology/shapes`` into tests on an ``Index`` of triples. It knows the
constraints that those use and refuses any other, so that none is passed over. pyshacl stays the judge of small graphs
and of this module: on every sample, good or bad, both must give the same issues.

Terms are strings in the syntax of N-Triples: ``<iri>``, ``"text"@en``, ``_:b``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

import pyoxigraph as ox
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, URIRef
from rdflib import Literal as Value
from rdflib.collection import Collection
from rdflib.term import Node

from kg.model import Issue

__all__ = ["Index", "Shape", "Taxonomy", "compiled", "text", "token", "violations"]

TYPE: Final = f"<{RDF.type}>"

Values = tuple[str, ...]
Fault = str | None
"""The value that is wrong; None where it is their number, or that one is missing."""

Test = Callable[["Index", str, Values], Iterable[Fault]]
"""Index, focus node, its values -> faults."""


@dataclass(slots=True)
class Taxonomy:
    """The classes above each class, of a vocabulary."""

    vocabulary: Graph
    _above: dict[str, frozenset[str]] = field(default_factory=dict)
    _together: dict[Values, frozenset[str]] = field(default_factory=dict)

    def above(self, kind: str) -> frozenset[str]:
        """The class and all that it lies under."""
        if kind not in self._above:
            found = self.vocabulary.transitive_objects(URIRef(kind[1:-1]), RDFS.subClassOf)
            self._above[kind] = frozenset({kind, *(f"<{term}>" for term in found if isinstance(term, URIRef))})
        return self._above[kind]

    def kinds(self, types: Values) -> frozenset[str]:
        """All classes of a node of these types."""
        if types not in self._together:
            self._together[types] = frozenset().union(*map(self.above, types))
        return self._together[types]


@dataclass(slots=True)
class Index:
    """Triples by subject and property, each once.

    ``aside`` gives the types of nodes that are described elsewhere: they count where a class is asked for, but the
    nodes are not held to shapes here.
    """

    taxonomy: Taxonomy
    aside: Mapping[str, Values] = field(default_factory=dict)
    out: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    _into: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def add(self, subject: str, predicate: str, value: str) -> None:
        """Take a triple in. Only before the first question."""
        values = self.out.setdefault(subject, {}).setdefault(predicate, [])
        if value not in values:
            values.append(value)

    def values(self, node: str, predicate: str) -> list[str]:
        """What the property leads to."""
        return self.out.get(node, {}).get(predicate, [])

    def sources(self, node: str, predicate: str) -> list[str]:
        """Where the property comes from."""
        return self.into(predicate).get(node, [])

    def into(self, predicate: str) -> dict[str, list[str]]:
        """Value -> subjects, for one property."""
        if predicate not in self._into:
            found: dict[str, list[str]] = {}
            for subject, row in self.out.items():
                for value in row.get(predicate, ()):
                    found.setdefault(value, []).append(subject)
            self._into[predicate] = found
        return self._into[predicate]

    def kinds(self, node: str) -> frozenset[str]:
        """All classes of a node, here or by what is said aside."""
        return self.taxonomy.kinds((*self.values(node, TYPE), *self.aside.get(node, ())))


@dataclass(frozen=True, slots=True)
class Shape:
    """One compiled shape. ``path``: properties to follow, each with whether backwards; empty: the node itself."""

    name: str
    message: str
    severity: Literal["error", "warning"]
    classes: Values
    subjects_of: Values
    objects_of: Values
    path: tuple[tuple[str, bool], ...]
    tests: tuple[Test, ...]

    def issues(self, index: Index, focus: str) -> Iterator[Issue]:
        """What is wrong with one node."""
        values = self._values(index, focus)
        for test in self.tests:
            for fault in test(index, focus, values):
                shown = fault is not None and fault != focus and not fault.startswith("_:")
                found = f" Found: {text(fault)[:200]}" if fault is not None and shown else ""
                yield Issue(self.severity, text(focus), f"{self.message}{found}")

    def _values(self, index: Index, focus: str) -> Values:
        if len(self.path) == 1:
            ((predicate, back),) = self.path
            return tuple(index.sources(focus, predicate) if back else index.values(focus, predicate))
        reached = [focus]
        for predicate, back in self.path:
            step = index.sources if back else index.values
            reached = list(dict.fromkeys(value for node in reached for value in step(node, predicate)))
        return tuple(reached)


def violations(shapes: Iterable[Shape], index: Index) -> Iterator[Issue]:
    """Every issue of the nodes in the index; some may come twice."""
    all_shapes = tuple(shapes)
    by_kinds: dict[frozenset[str], tuple[Shape, ...]] = {}
    for node, row in index.out.items():
        if TYPE not in row:
            continue
        kinds = index.kinds(node)
        if kinds not in by_kinds:
            by_kinds[kinds] = tuple(shape for shape in all_shapes if not kinds.isdisjoint(shape.classes))
        for shape in by_kinds[kinds]:
            yield from shape.issues(index, node)
    for shape in all_shapes:
        nodes = {node for predicate in shape.subjects_of for found in index.into(predicate).values() for node in found}
        nodes |= {node for predicate in shape.objects_of for node in index.into(predicate)}
        for node in nodes:
            yield from shape.issues(index, node)


def compiled(shapes: Graph) -> tuple[Shape, ...]:
    """The shapes of a graph, sorted by name. Raises ValueError for what this module does not know."""
    targeted = {s for target in _TARGETS for s in shapes.subjects(target, None)}
    return tuple(_compiled(shapes, shape) for shape in sorted(targeted, key=str))


def token(term: Node) -> str:
    """A term of rdflib in the syntax of N-Triples."""
    if isinstance(term, URIRef):
        return f"<{term}>"
    if isinstance(term, BNode):
        return f"_:{term}"
    if isinstance(term, Value):
        datatype = ox.NamedNode(term.datatype) if term.datatype else None
        return str(ox.Literal(str(term), datatype=datatype, language=term.language))
    raise ValueError(f"not a term of RDF 1.1: {term!r}")


def text(term: str) -> str:
    """The term as people read it: the IRI, the words, the label of a blank node."""
    if term[0] == "<":
        return term[1:-1]
    return term[2:] if term[0] == "_" else _literal(term).value


_TARGETS: Final = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
_SAID: Final = {*_TARGETS, RDF.type, SH.path, SH.message, SH.severity}


def _compiled(shapes: Graph, shape: Node) -> Shape:
    tests = []
    for predicate, value in sorted(shapes.predicate_objects(shape)):
        if predicate in _SAID:
            continue
        if predicate not in _CONSTRAINTS:
            raise ValueError(f"The shape {shape} uses {predicate}, which kg.check.shapes does not know.")
        tests.append(_CONSTRAINTS[predicate](_argument(shapes, value)))
    classes, subjects, objects = (tuple(map(token, shapes.objects(shape, target))) for target in _TARGETS)
    path = shapes.value(shape, SH.path)
    return Shape(
        name=str(shape),
        message=str(shapes.value(shape, SH.message)),
        severity="warning" if shapes.value(shape, SH.severity) == SH.Warning else "error",
        classes=classes,
        subjects_of=subjects,
        objects_of=objects,
        path=() if path is None else tuple(_steps(shapes, path)),
        tests=tuple(tests),
    )


def _steps(shapes: Graph, path: Node) -> Iterator[tuple[str, bool]]:
    """The steps of a path: a property, one backwards, or several after each other."""
    back = shapes.value(path, SH.inversePath)
    if isinstance(path, URIRef):
        yield token(path), False
    elif isinstance(back, URIRef):
        yield token(back), True
    elif (path, RDF.first, None) in shapes:
        for part in Collection(shapes, path):
            yield from _steps(shapes, part)
    else:
        raise ValueError(f"A path of the shapes is of a kind that kg.check.shapes does not know: {path}.")


def _argument(shapes: Graph, value: Node) -> Values:
    """The value of a constraint, or the values of its list."""
    if (value, RDF.first, None) in shapes:
        return tuple(map(token, Collection(shapes, value)))
    return (token(value),)


def _each(wrong: Callable[[str], bool]) -> Test:
    """A test that looks at one value after the other."""
    return lambda index, focus, values: [value for value in values if wrong(value)]


def _at_least(argument: Values) -> Test:
    least = int(text(argument[0]))
    return lambda index, focus, values: (None,) if len(values) < least else ()


def _at_most(argument: Values) -> Test:
    most = int(text(argument[0]))
    return lambda index, focus, values: (None,) if len(values) > most else ()


def _of_class(argument: Values) -> Test:
    kind = argument[0]
    return lambda index, focus, values: [value for value in values if value[0] == '"' or kind not in index.kinds(value)]


def _of_datatype(argument: Values) -> Test:
    wanted = argument[0][1:-1]
    end = '"' if wanted == str(XSD.string) else f'"^^<{wanted}>'
    return _each(lambda value: value[0] != '"' or not value.endswith(end) or not _well_written(value))


def _of_node_kind(argument: Values) -> Test:
    kinds = {SH.IRI: "<", SH.Literal: '"', SH.BlankNode: "_", SH.BlankNodeOrIRI: "_<", SH.IRIOrLiteral: '<"'}
    allowed = kinds[URIRef(argument[0][1:-1])]
    return _each(lambda value: value[0] not in allowed)


def _one_of(argument: Values) -> Test:
    allowed = frozenset(argument)
    return _each(lambda value: value not in allowed)


def _among_them(argument: Values) -> Test:
    return lambda index, focus, values: () if argument[0] in values else (None,)


def _like(argument: Values) -> Test:
    matches = re.compile(text(argument[0])).search
    return _each(lambda value: value[0] == "_" or matches(text(value)) is None)


def _as_long_as(argument: Values) -> Test:
    least = int(text(argument[0]))
    return _each(lambda value: value[0] == "_" or len(text(value)) < least)


def _from(argument: Values) -> Test:
    least = _number(argument[0])
    return _each(lambda value: not _in_order(least, _number(value), equal=True))


def _up_to(argument: Values) -> Test:
    most = _number(argument[0])
    return _each(lambda value: not _in_order(_number(value), most, equal=True))


def _below(argument: Values) -> Test:
    return _ordered(argument[0], equal=False)


def _not_above(argument: Values) -> Test:
    return _ordered(argument[0], equal=True)


def _ordered(other: str, *, equal: bool) -> Test:
    def test(index: Index, focus: str, values: Values) -> Iterator[Fault]:
        for bound in index.values(focus, other):
            for value in values:
                if not _in_order(_number(value), _number(bound), equal=equal):
                    yield value

    return test


def _same_as(argument: Values) -> Test:
    return lambda index, focus, values: set(values) ^ set(index.values(focus, argument[0]))


def _once_a_language(argument: Values) -> Test:
    def test(index: Index, focus: str, values: Values) -> Iterator[Fault]:
        languages = [value.rsplit("@", 1)[-1].lower() for value in values if value[0] == '"' and value[-1] not in '">']
        if len(languages) != len(set(languages)):
            yield None

    return test if text(argument[0]) == "true" else lambda index, focus, values: ()


_CONSTRAINTS: Final[Mapping[Node, Callable[[Values], Test]]] = {
    SH.minCount: _at_least,
    SH.maxCount: _at_most,
    SH["class"]: _of_class,
    SH.datatype: _of_datatype,
    SH.nodeKind: _of_node_kind,
    SH["in"]: _one_of,
    SH.hasValue: _among_them,
    SH.pattern: _like,
    SH.minLength: _as_long_as,
    SH.minInclusive: _from,
    SH.maxInclusive: _up_to,
    SH.lessThan: _below,
    SH.lessThanOrEquals: _not_above,
    SH.equals: _same_as,
    SH.uniqueLang: _once_a_language,
}


def _in_order(one: Decimal | None, two: Decimal | None, *, equal: bool) -> bool:
    """Whether two numbers stand in order; what is no number never does."""
    return one is not None and two is not None and (one < two or (equal and one == two))


_NUMERIC: Final = re.compile(
    r'"([+-]?[0-9]+(?:\.[0-9]*)?)"\^\^<http://www\.w3\.org/2001/XMLSchema#(?:integer|decimal)>'
)
_PLAIN: Final = re.compile(
    r'"(?:[+-]?[0-9]+"\^\^<http://www\.w3\.org/2001/XMLSchema#integer>'
    r'|[+-]?[0-9]+(?:\.[0-9]+)?"\^\^<http://www\.w3\.org/2001/XMLSchema#decimal>'
    r'|(?:true|false)"\^\^<http://www\.w3\.org/2001/XMLSchema#boolean>|[^"]*")'
)


def _number(term: str) -> Decimal | None:
    found = _NUMERIC.fullmatch(term)
    return Decimal(found[1]) if found else None


def _well_written(term: str) -> bool:
    return _PLAIN.fullmatch(term) is not None or _parses(term)


@lru_cache(maxsize=1 << 14)
def _parses(term: str) -> bool:
    literal = _literal(term)
    return Value(literal.value, datatype=URIRef(literal.datatype.value)).ill_typed is not True


def _literal(term: str) -> ox.Literal:
    (quad,) = ox.parse(f"<x:x> <x:x> {term} .", format=ox.RdfFormat.N_TRIPLES)
    if not isinstance(quad.object, ox.Literal):
        raise TypeError(f"not a literal: {term}")
    return quad.object
