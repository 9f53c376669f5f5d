"""Which items of Wikidata a built catalogue takes, and as what: everything below one of the classes that tell a type.

The items' labels are confirmed like all others of the project (a test holds them to the lists of checked facts).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import EntityType
from kg.wikidata.classes import ROOTS as KINDS

HUMAN = "Q5"
NARROWED: Mapping[str, str] = {HUMAN: "?item wdt:P39 [] ."}
"""What else an item must fit, in SPARQL, where no service could list a whole class: of people, those who held an
office."""


@dataclass(frozen=True, slots=True)
class Root:
    """A class of Wikidata, and what the items below it are here."""

    qid: str
    label: str
    type: EntityType
    subtype: str

    @property
    def number(self) -> int:
        """The number of its QID."""
        return int(self.qid[1:])


ROOTS: tuple[Root, ...] = tuple(Root(qid, *kind) for qid, kind in KINDS.items())
"""In order: an item below several of them is what the first one says."""

BY_LABEL: Mapping[str, Root] = {root.label: root for root in ROOTS}

PASSED_OVER: Mapping[int, str] = {
    4167410: "Wikimedia disambiguation page",
    13442814: "scholarly article",
    16521: "taxon",
    7187: "gene",
    523: "star",
    11424: "film",
    3305213: "painting",
    101352: "family name",
    15632617: "fictional human",
}
"""Classes (numbers of their QIDs) that make up much of a dump and hold nothing wanted: their items are not parsed."""
