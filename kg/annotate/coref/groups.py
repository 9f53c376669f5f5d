"""Mentions joined into entities, and the questions that joining asks of text order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from kg.annotate.draft import Raw
from kg.model import EntityType

ORGANIZED: frozenset[EntityType] = frozenset({"Organization", "Government", "ArmedGroup", "MilitaryForce"})
"""Types that parser and catalogue often confuse with each other: names of one body may differ among them."""


class Groups:
    """Mentions, given in text order, joined into entities (union-find over their positions)."""

    def __init__(self, mentions: Sequence[Raw]) -> None:
        self.mentions = list(mentions)
        self._parent = list(range(len(self.mentions)))
        self._members = [[m] for m in self.mentions]
        self._place = {id(m): i for i, m in enumerate(self.mentions)}
        self._firsts = [m.first for m in self.mentions]
        self._length = max((m.last - m.first for m in self.mentions), default=0)

    def __contains__(self, key: int) -> bool:
        """Whether the mention of that `id` is among those to join."""
        return key in self._place

    def root(self, mention: Raw) -> int:
        """The representative of the mention's entity: the position of its earliest mention."""
        at = self._place[id(mention)]
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def join(self, one: Raw, other: Raw) -> None:
        """Make two mentions the same entity; the earlier one represents it."""
        a, b = sorted((self.root(one), self.root(other)))
        if a != b:
            self._parent[b] = a
            self._members[a] += self._members[b]
            self._members[b] = []

    def members(self, mention: Raw) -> list[Raw]:
        """All mentions of the mention's entity, itself included, in no particular order."""
        return self._members[self.root(mention)]

    def before(self, mention: Raw, reach: int) -> list[Raw]:
        """Mentions that end before this one begins, less than ``reach`` tokens away, in text order."""
        start = bisect_left(self._firsts, mention.first - reach - self._length)
        stop = bisect_left(self._firsts, mention.first)
        return [m for m in self.mentions[start:stop] if 0 < mention.first - m.last < reach]
