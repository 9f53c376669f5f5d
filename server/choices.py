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
ENTITIES = frozenset(("actor", "place", *ROLES))
"""Facets whose values are things of the release."""


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

    @property
    def more(self) -> bool:
        """Whether there may be values that are not offered here: ``server.values`` lists all."""
        return self.name in NAMES and len(self.choices) >= OFFERED


def ask(text: str, rows: int | None = None) -> tuple[Row, ...]:
    """The rows of a page's query, in which words may be looked for (``server.search.inquery``)."""
    return table(in_use().page(expand(text, in_use().index), rows=rows)).rows


def labels(iris: set[str]) -> dict[str, str]:
    """IRI -> its label, for those that have one."""
    if not iris:
        return {}
    rows = ask(queries.build("find_names", entities=" ".join(f"<{iri}>" for iri in sorted(iris))))
    return {row["entity"].value: row["label"].value for row in rows}


def names(iris: set[str]) -> dict[str, str]:
    """IRI -> its name for people; the end of the IRI where the graph has none."""
    return {**{iri: unquote(iri.rpartition("/")[2]) for iri in iris}, **labels(iris)}


def groups(facets: Facets, scope: Scope = EVENTS) -> tuple[Group, ...]:
    """The facets of a scope, and of links that lead here those that are set."""
    counted = {name: _counted(name, facets, scope) for name in NAMES}
    wanted = {iri for name in counted if name in ENTITIES for iri in counted[name]}
    wanted |= {iri for name in ENTITIES for path in getattr(facets, name) if (iri := iri_of(path))}
    known = names(wanted)
    shown = (*NAMES, *(name for name in ROLES if getattr(facets, name)))
    return tuple(Group(name, TITLES[name], _choices(name, facets, counted.get(name, {}), known)) for name in shown)


def counting(query: str, name: str, facets: Facets, scope: Scope, **more: str) -> str:
    """A query of a file that counts what each value of a facet would leave."""
    # values of a facet are alternatives, so what is chosen must not hide the others; actors all take part
    others = facets if name == "actor" else facets.without(name)
    lines = pattern(others, in_use().release.base_iri, scope)
    return queries.build(query, subject=scope.subject, path=f"({scope.paths[name]})", pattern=lines, **more)


def _counted(name: str, facets: Facets, scope: Scope) -> dict[str, int]:
    """Value (an IRI or a text) -> how many; nothing when counting takes too long, so that the page comes without."""
    text = counting("find_facet", name, facets, scope, limit=str(OFFERED))
    try:
        return {row["value"].value: int(row["count"].value) for row in ask(text) if "value" in row}
    except QueryTimeout:
        return {}


def _choices(name: str, facets: Facets, counted: dict[str, int], labels: dict[str, str]) -> tuple[Choice, ...]:
    chosen: tuple[str, ...] = getattr(facets, name)
    found = []
    for value, count in counted.items():
        key = key_of(name, value)
        if key:
            found.append(Choice(key, label_of(name, value, labels), count, key in chosen))
    known = {choice.value for choice in found}
    left = (key for key in chosen if key not in known)
    return (*found, *(Choice(key, label_of(name, _value(name, key), labels), None, True) for key in left))


def key_of(name: str, value: str) -> str:
    """What stands in the address for a value; empty for what cannot be chosen."""
    if name in ENTITIES:
        path = path_of(value) or ""
        return path if path.startswith("entity/") else ""
    return value if name == "source" else value.rpartition("/")[2]


def _value(name: str, key: str) -> str:
    return iri_of(key) or key if name in ENTITIES else key


def label_of(name: str, value: str, labels: dict[str, str]) -> str:
    """A value for people; ``labels`` are those of entities."""
    if name in ENTITIES:
        return labels.get(value, unquote(value.rpartition("/")[2]))
    return value if name == "source" else words(value)
