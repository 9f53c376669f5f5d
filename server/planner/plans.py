"""The other words for a query: what is rare first, optional parts row by row, closures and repeated steps once.

Each change leaves the answer as the standard has it; only the order of rows that no ORDER BY orders may be another.

* *rare first*: of triples with a property and a value, the one that matches least leads. Among such triples the engine
  takes the first one written.
* *optional parts row by row* (``LATERAL { OPTIONAL { … } }``, SEP-0006): where few rows wait for an optional part of
  several steps, it is looked up for each of them. The engine often reads the part's whole extent instead.
* *closures once*: what leads to a thing by ``property*`` is gathered first, instead of walked for every row.
* *steps once*: where only different ends of a path count, what several ways lead to is gone on from once, after each
  two steps (after each one takes less where thousands are reached, but longer where hundreds are).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count
from math import prod

from pyoxigraph import QuerySolutions, Store

from server.planner import shape
from server.planner.shape import Element, Group, Query, ShapelessError, Step, Triple, is_variable

FEW = 1_000
"""Rows up to which an optional part is looked up row by row: at some 5 µs a step, 15 ms, which is as long as reading
the whole extent of three properties takes at a tenth of a million triples."""
STEPS = 3
"""Steps from which on the engine may read the whole extent of an optional part; shorter ones it looks up."""
_SIDES = 500
"""Rows that are few enough to walk a closure from each."""
_LONGEST = 5_000
"""Characters of a query that is planned."""
_KEPT = 512
"""Plans and counts that are remembered, each."""
_STRING = re.compile(r"""(["'])[^"'\\\r\n]*\1""")
_IRI = re.compile(r"""<[^<>"{}|^`\\\s]*>""")
_Edit = tuple[int, int, str]
_Part = tuple[frozenset[str], int | None]
"""The variables of something that stands before, and how many rows it has, if that is known."""


class Planner:
    """Plans queries for one store, and remembers what it counted there; ``few`` rows are gone through one by one.

    For one thread: the engine's results must not change threads.
    """

    def __init__(self, store: Store, few: int = FEW) -> None:
        """Nothing is counted before the first query."""
        self._store = store
        self._few = few
        self._sides = min(few, _SIDES)
        self._useful = lru_cache(_KEPT)(_useful)
        self._counted = lru_cache(_KEPT)(self._count)

    def plan(self, text: str, base: str = "") -> str:
        """The query in other words, or as it is. Never raises for a query, whatever it is."""
        # whether anything can be done depends on the form of a query, and most are of a few forms
        if len(text) > _LONGEST or not self._useful(_form(text)):
            return text
        try:
            query = shape.read(text)
            steps = _steps_once(query)
            edits = [steps] if steps else list(self._edits(_Around(query, base), query.group))
        except (ShapelessError, RecursionError):
            return text
        return _edited(text, edits)

    def _edits(self, around: _Around, group: Group) -> Iterator[_Edit]:
        for position, element in enumerate(group.elements):
            before = group.elements[:position]
            if element.kind == "triples":
                yield from self._triples(around, group, element)
            elif element.kind == "OPTIONAL":
                if _row_by_row(before, element) and self._are_few(around, group.graph, before):
                    yield from _lateral(element)
            elif element.kind == "GROUP":
                for inner in element.groups:
                    yield from self._edits(around, inner)

    def _triples(self, around: _Around, group: Group, element: Element) -> Iterator[_Edit]:
        """The block anew, if it is better written otherwise. Columns of ``SELECT *`` keep their order."""
        values = [triple for triple in element.triples if _is_value(triple)]
        closures = _closures(group, element) if group is around.query.group else []
        if around.query.all_columns or not (closures or len(values) > 1):
            return
        sizes = {triple: self._size(around, group.graph, triple) for triple in values[1:]}
        if not closures and min(sizes.values()) > self._few:
            return  # none of them can go before the first
        sizes |= {triple: self._size(around, group.graph, triple) for triple in values[:1]}
        if min(sizes.values(), default=self._few) <= self._sides:
            closures = []
        first, rest = around.gathered(element.triples, closures)
        ordered = sorted(rest, key=lambda triple: sizes.get(triple, self._few + 1))
        if first or ordered != element.triples:
            yield element.start, element.end, first + "".join(f"{triple.text} . " for triple in ordered)

    def _are_few(self, around: _Around, graph: str, before: Sequence[Element]) -> bool:
        """Whether what stands before something begins with few rows; each further triple costs the engine as much as
        what is looked up for it."""
        parts: list[_Part] = []
        for element in before:
            if element.kind == "triples":
                parts += [(triple.variables, self._begins(around, graph, triple)) for triple in element.triples]
            elif element.kind in {"GROUP", "VALUES"}:
                parts.append((element.variables, element.rows))
        rows = prod(
            min((size for _, size in together if size is not None), default=self._few + 1)
            for together in _components(parts)
        )
        return bool(parts) and rows <= self._few

    def _begins(self, around: _Around, graph: str, triple: Triple) -> int | None:
        """How many rows a triple has that says something of a thing named in it; None if it names none."""
        if triple.endless or (is_variable(triple.subject) and is_variable(triple.object)):
            return None
        return self._size(around, graph, triple)

    def _size(self, around: _Around, graph: str, triple: Triple) -> int:
        """How many rows a triple has, as far as ``few`` and one more."""
        pattern = f"{graph} {{ {triple.text} }}" if graph else triple.text
        text = f"{around.query.prologue} SELECT (COUNT(*) AS ?n) {{ SELECT * {{ {pattern} }} LIMIT {self._few + 1} }}"
        return self._counted(text, around.base)

    def _count(self, text: str, base: str) -> int:
        try:
            found = self._store.query(text, base_iri=base or None)
        except (SyntaxError, ValueError, RuntimeError, OSError):
            raise ShapelessError from None
        [[number]] = found if isinstance(found, QuerySolutions) else []
        return int(number.value)


def _form(text: str) -> str:
    """A query without its texts and IRIs in full."""
    return _IRI.sub("<x>", _STRING.sub('"x"', text))


def _useful(text: str) -> bool:
    """Whether a query of this form could be written otherwise."""
    try:
        query = shape.read(text)
        return _steps_once(query) is not None or _any(query.group, query)
    except (ShapelessError, RecursionError):
        return False


def _any(group: Group, query: Query) -> bool:
    for position, element in enumerate(group.elements):
        if element.kind == "OPTIONAL" and _row_by_row(group.elements[:position], element):
            return True
        if element.kind == "triples" and not query.all_columns:
            values = sum(map(_is_value, element.triples))
            if values > 1 or (group is query.group and _closures(group, element)):
                return True
        if element.kind == "GROUP" and any(_any(inner, query) for inner in element.groups):
            return True
    return False


class _Around:
    """What all groups of a query share: its prologue and base, and names that it does not use yet."""

    def __init__(self, query: Query, base: str) -> None:
        self.query = query
        self.base = base
        self.names = _fresh(query)

    def gathered(self, triples: list[Triple], closures: list[Triple]) -> tuple[str, list[Triple]]:
        """Sub-queries for what leads to a thing by these closures, and the triples up to there."""
        found, left = "", []
        for triple in triples:
            if triple not in closures:
                left.append(triple)
                continue
            start = triple.subject if len(triple.steps) == 1 else f"?{next(self.names)}"
            found += f"{{ SELECT DISTINCT {start} {{ {start} {triple.steps[-1].text} {triple.object} }} }} "
            if triple.steps[:-1]:
                left.append(Triple(triple.subject, _path(triple.steps[:-1]), start, triple.steps[:-1]))
        return found, left


def _fresh(query: Query) -> Iterator[str]:
    written = " ".join((*query.asked, *query.after))
    used = {name for element in query.group.elements for name in element.variables}
    return (name for name in (f"planned{number}" for number in count()) if name not in used and name not in written)


def _is_value(triple: Triple) -> bool:
    """Whether it says that a thing has a property with a value: the engine holds all of these to be alike."""
    plain = len(triple.steps) == 1 and not triple.steps[0].closure and triple.steps[0].text[0] != "^"
    return plain and is_variable(triple.subject) and not is_variable(triple.object)


def _closures(group: Group, element: Element) -> list[Triple]:
    """The triples that lead by steps to a thing that is named, the last of them any number of times.

    None where something else in the group may say which few things they begin from.
    """
    others = [e for e in group.elements if e is not element and e.kind in {"triples", "GROUP", "VALUES"}]
    if others or len(element.triples) == len(element.triples[0].steps) == 1:
        return []
    if any(not is_variable(triple.subject) for triple in element.triples):
        return []
    return [
        triple
        for triple in element.triples
        if not is_variable(triple.object) and [step.closure for step in triple.steps][-1:] == [True]
        and not any(step.closure for step in triple.steps[:-1])
    ]  # fmt: skip


def _components(parts: list[_Part]) -> list[list[_Part]]:
    """Parts that share variables with one another, directly or by others, together."""
    found: list[tuple[frozenset[str], list[_Part]]] = []
    for part in parts:
        names, members = part[0], [part]
        apart = []
        for others in found:
            if others[0] & names:
                names, members = names | others[0], others[1] + members
            else:
                apart.append(others)
        found = [*apart, (names, members)]
    return [members for _, members in found]


def _row_by_row(before: Sequence[Element], optional: Element) -> bool:
    """Whether an optional part, and those within it, mean the same when looked up for each row of what stands before.

    Its triples must hang together with the rows, and what stands within it must not look past it at them
    (https://www.w3.org/TR/sparql11-query/#sparqlAlgebraEval has such parts evaluated apart).
    """
    written = frozenset[str]().union(*(element.variables for element in before))
    given = frozenset[str]().union(*(e.variables for e in before if e.kind not in {"FILTER", "MINUS"}))
    return _hangs(given, written, optional) and _length(optional) >= STEPS


def _hangs(given: frozenset[str], outside: frozenset[str], optional: Element) -> bool:
    [group] = optional.groups
    triples = [t for element in group.elements if element.kind == "triples" for t in element.triples]
    inner = frozenset[str]().union(*(t.variables for t in triples))
    together = _components([(given, None), *((t.variables, None) for t in triples)])
    if not triples or len(together) > 1 or any(t.endless for t in triples):
        return False
    for element in group.elements:
        if element.kind == "OPTIONAL":
            if (element.variables & outside) - inner or not _hangs(inner, outside | inner, element):
                return False
            outside = outside | element.variables
        elif element.kind not in {"triples", "FILTER"} or element.nested:
            return False
    return True


def _length(optional: Element) -> int:
    """The most steps of an optional part or one within it."""
    elements = optional.groups[0].elements
    own = sum(len(triple.steps) for element in elements for triple in element.triples)
    return max([own, *(_length(element) for element in elements if element.kind == "OPTIONAL")])


def _lateral(optional: Element) -> Iterator[_Edit]:
    yield optional.start, optional.start, "LATERAL { "
    for element in optional.groups[0].elements:
        if element.kind == "OPTIONAL":
            yield from _lateral(element)
    yield optional.end, optional.end, " }"


def _steps_once(query: Query) -> _Edit | None:
    """The group anew, when a query asks only for the different ends of one path from a thing that it names."""
    elements = query.group.elements
    if len(elements) != 1 or len(elements[0].triples) != 1:
        return None
    [triple] = elements[0].triples
    end = triple.object
    if not is_variable(end) or is_variable(triple.subject) or triple.endless or len(triple.steps) < 3:
        return None
    asked = [token.upper() if not is_variable(token) else token for token in query.asked if token.upper() != "WHERE"]
    counted = asked[:-2] == ["SELECT", "(", "COUNT", "(", "DISTINCT", end, ")", "AS"]
    if not (counted or asked == ["SELECT", "DISTINCT", end]) or {"GROUP", "HAVING"} & {t.upper() for t in query.after}:
        return None
    names = _fresh(query)
    start, inner = triple.subject, ""
    *pairs, last = [triple.steps[at : at + 2] for at in range(0, len(triple.steps), 2)]
    for pair in pairs:
        name = f"?{next(names)}"
        inner = f"{{ SELECT DISTINCT {name} {{ {inner}{start} {_path(pair)} {name} }} }} "
        start = name
    return query.start, query.end, f"{{ {inner}{start} {_path(last)} {end} }}"


def _path(steps: Sequence[Step]) -> str:
    return "/".join(step.text for step in steps)


def _edited(text: str, edits: list[_Edit]) -> str:
    parts, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])
