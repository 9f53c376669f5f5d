"""One entity of a catalogue, with its names and facts."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import get_args

from kg.model import EntityType

TYPES = frozenset(get_args(EntityType))
_SITELINKS = (5, 15, 30, 60, 80, 100, 120, 150)
"""So many sitelinks as the first, second, … bound are worth one, two, … independent lists. Set so that a sovereign
state (over 200) reaches the eight lists that count for most in a choice, and a small town (under 15) one."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a person held: ``start`` and ``end`` are ISO 8601 dates of any precision, or empty where unknown
    or open."""

    title: str
    start: str = ""
    end: str = ""

    def held_on(self, date: str) -> bool | None:
        """Whether the office was held on an ISO date; None where the catalogue has no dates."""
        if not (self.start or self.end):
            return None
        after = not self.start or date[: len(self.start)] >= self.start
        before = not self.end or date[: len(self.end)] <= self.end
        return after and before


@dataclass(frozen=True, slots=True)
class Record:
    """One entity. ``qid`` is empty where no Wikidata item could be confirmed: such a record helps to recognise, never
    to link.

    ``countries``, ``capital_of`` and ``parent`` are QIDs; ``lat`` and ``lon`` degrees (WGS 84) or None; ``sources``
    counts the independent lists that carry the QID with this label; ``checked`` says how the facts were checked;
    ``sitelinks`` counts the wikis with a page on it (0: not known).
    """

    qid: str
    label: str
    type: EntityType
    subtype: str = ""
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    capital_of: str = ""
    iso2: str = ""
    iso3: str = ""
    m49: str = ""
    geonames: str = ""
    lat: float | None = None
    lon: float | None = None
    offices: tuple[Office, ...] = ()
    parent: str = ""
    sources: int = 0
    checked: str = ""
    sitelinks: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The label and the aliases."""
        return (self.label, *self.aliases)

    @property
    def key(self) -> str:
        """The QID, or the label of a record without one."""
        return self.qid or self.label

    @property
    def fame(self) -> int:
        """How well known it is: the independent lists that carry it, or what its sitelinks are worth, if that is
        more."""
        return max(self.sources, bisect_right(_SITELINKS, self.sitelinks))


def rank(record: Record) -> tuple[bool, int, int, str]:
    """The order of records of one name: with an item before without, the better known first."""
    return (not record.qid, -record.fame, -record.sitelinks, record.key)
