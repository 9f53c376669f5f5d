"""What the facets offer: the values that there are, with how many things each would leave."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from server import queries
from server.context import in_use
from server.errors import QueryTimeout
from server.facets import EVENTS, NAMES, ROLES, Facets, Scope, pattern
from server.links import iri_of, path_of
from server.phrases import words
from server.search.inquery import expand
from server.tables import Row, table

OFFERED = 15
"""Values of a facet that are offered, those with most things first; chosen ones are always there."""
TITLES = {
    "kind": "Kind",
    "status": "Status",
    "actor": "Who",
    "place": "Where",
    "source": "Source",
    "by": "By whom",
    "on": "Towards whom",
    "at": "At this very place",
}
_ENTITIES = frozenset(("actor", "place", *ROLES))


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be chosen. ``count``: how many things there are of it, None where it was not counted."""

    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A facet with its values."""

    name: str
    title: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> int:
        """How many are chosen."""
        return sum(choice.chosen for choice in self.choices)


def ask(text: str, rows: int | None = None) -> tuple[Row, ...]:
    """The rows of a page's query, in which words may be looked for (``server.search.inquery``)."""
    return table(in_use().page(expand(text, in_use().index), rows=rows)).rows


def names(iris: set[str]) -> dict[str, str]:
    """IRI -> its name for people; the end of the IRI where the graph has none."""
    found = {iri: unquote(iri.rpartition("/")[2]) for iri in iris}
    if iris:
        entities = " ".join(f"<{iri}>" for iri in sorted(iris))
        rows = ask(queries.build("find_names", entities=entities))
        found.update({row["entity"].value: row["label"].value for row in rows})
    return found


def groups(facets: Facets, scope: Scope = EVENTS) -> tuple[Group, ...]:
    """The facets of a scope, and of links that lead here those that are set."""
    counted = {name: _counted(name, facets, scope) for name in NAMES}
    wanted = {iri for name in counted if name in _ENTITIES for iri in counted[name]}
    wanted |= {iri for name in _ENTITIES for path in getattr(facets, name) if (iri := iri_of(path))}
    labels = names(wanted)
    shown = (*NAMES, *(name for name in ROLES if getattr(facets, name)))
    return tuple(Group(name, TITLES[name], _choices(name, facets, counted.get(name, {}), labels)) for name in shown)


def _counted(name: str, facets: Facets, scope: Scope) -> dict[str, int]:
    """Value (an IRI or a text) -> how many; nothing when counting takes too long, so that the page comes without."""
    base = in_use().release.base_iri
    # values of a facet are alternatives, so what is chosen must not hide the others; actors all take part
    others = facets if name == "actor" else facets.without(name)
    path, lines = f"({scope.paths[name]})", pattern(others, base, scope)
    text = queries.build("find_facet", subject=scope.subject, path=path, limit=str(OFFERED), pattern=lines)
    try:
        return {row["value"].value: int(row["count"].value) for row in ask(text) if "value" in row}
    except QueryTimeout:
        return {}


def _choices(name: str, facets: Facets, counted: dict[str, int], labels: dict[str, str]) -> tuple[Choice, ...]:
    chosen: tuple[str, ...] = getattr(facets, name)
    found = []
    for value, count in counted.items():
        key = _key(name, value)
        if key:
            found.append(Choice(key, _label(name, value, labels), count, key in chosen))
    known = {choice.value for choice in found}
    left = (key for key in chosen if key not in known)
    return (*found, *(Choice(key, _label(name, _value(name, key), labels), None, True) for key in left))


def _key(name: str, value: str) -> str:
    """What stands in the address for a value."""
    if name in _ENTITIES:
        path = path_of(value) or ""
        return path if path.startswith("entity/") else ""
    return value if name == "source" else value.rpartition("/")[2]


def _value(name: str, key: str) -> str:
    return iri_of(key) or key if name in _ENTITIES else key


def _label(name: str, value: str, labels: dict[str, str]) -> str:
    if name in _ENTITIES:
        return labels.get(value, unquote(value.rpartition("/")[2]))
    return value if name == "source" else words(value)
