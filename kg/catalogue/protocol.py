"""What every catalogue can be asked, whether it is held in memory or in a file; and what their answers share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from rapidfuzz import fuzz, process

from kg.catalogue.record import TYPES, Record
from kg.model import EntityType
from kg.names import fold, tokens

MOST = 64
"""So many records of one name at most, the best known first: nobody else is meant by the name alone."""
SHORTEST = 8
"""Shorter names are never compared by likeness."""
AFTER_ALL = "\U0010ffff"
"""Sorts after every character of a name."""


class Catalogue(Protocol):
    """Records, found by item, by name, by what they are. It knows names and facts; it decides nothing.

    Names are compared folded (``kg.names.fold``): case, accents, hyphens and a leading "the" do not count. ``version``
    names the exact content and is part of every link.
    """

    @property
    def version(self) -> str:
        """Names the exact content."""

    @property
    def by_demonym(self) -> Mapping[str, tuple[Record, ...]]:
        """States (and a few regions) by folded demonym: ``libyan``; ``congolese`` gives two."""

    def __hash__(self) -> int:
        """What is worked out of a catalogue once is kept by it."""

    def __len__(self) -> int:
        """How many records."""

    def __iter__(self) -> Iterator[Record]:
        """All records, always in the same order."""

    def get(self, qid: str) -> Record | None:
        """The record of a QID."""

    def lookup(self, name: str) -> tuple[Record, ...]:
        """The records that bear the name, the best known first, at most ``MOST``."""

    def states(self) -> tuple[Record, ...]:
        """All records of type State."""

    def capital(self, state: Record) -> Record | None:
        """The capital of a state."""

    def institutions(self, subtype: str, country: str) -> tuple[Record, ...]:
        """Institutions of a kind and a country: ``("central bank", "Q1016")``."""

    def sounding(self, name: str) -> tuple[Record, ...]:
        """People with a name of the same sounds, in any order of its words."""

    def surnamed(self, word: str) -> tuple[Record, ...]:
        """People by the last word of a name, folded."""

    def alike(self, key: str, floor: float, limit: int) -> tuple[tuple[str, float], ...]:
        """Folded names that are spelt like a folded name, the likest first, with their likeness (0..100). No names of
        people, who are found by sound."""

    def starting(self, prefix: str, limit: int) -> tuple[Record, ...]:
        """Records with a name that begins so, the shortest names first."""

    def names(self, types: Iterable[EntityType] = ()) -> Mapping[str, frozenset[EntityType]]:
        """Every name as written, with the types of the records that bear it; only records of ``types``, when given."""


def likest(key: str, names: Sequence[str], floor: float, limit: int) -> tuple[tuple[str, float], ...]:
    """The names that are spelt most like ``key``: rapidfuzz ``ratio`` of at least ``floor``; of equals the first.

    ``names`` come sorted, so that every form of catalogue gives the same.
    """
    hits = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=floor, limit=limit)
    return tuple((name, similarity) for name, similarity, _ in hits)


def is_institution(record: Record) -> bool:
    """Whether a record is a body of a country, found by its kind."""
    return bool(record.subtype) and record.type not in {"Person", "Place"}


def surname(name: str) -> str:
    """The folded last word of a name of several words, else ""."""
    words = tokens(name)
    return words[-1] if len(words) > 1 else ""


def demonyms_of(records: Iterable[Record]) -> Mapping[str, tuple[Record, ...]]:
    """Records by folded demonym, in the order of the catalogue."""
    index: dict[str, list[Record]] = {}
    for record in records:
        for demonym in record.demonyms:
            index.setdefault(fold(demonym), []).append(record)
    return {key: tuple(found) for key, found in index.items()}


def names_of(records: Iterable[Record], types: Iterable[EntityType] = ()) -> Mapping[str, frozenset[EntityType]]:
    """Every name as written, with the types of the records that bear it; names of one word in small letters are left
    out (none of them is safe to look for in a text)."""
    wanted = frozenset(types) or TYPES
    found: dict[str, set[EntityType]] = {}
    for record in records:
        if record.type in wanted:
            for name in record.names:
                if not (name.islower() and " " not in name):
                    found.setdefault(name, set()).add(record.type)
    return {name: frozenset(kinds) for name, kinds in found.items()}
