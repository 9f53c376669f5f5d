"""What there is to match against: things with names and classes, and the sources that know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Cell = Mapping[str, Any]
"""A value in the form of the API: one of ``id`` and ``name``, ``str``, ``int``, ``float``, ``date``."""

Values = Mapping[str, Mapping[str, Sequence[Cell]]]
"""Identifier of a thing -> identifier of a property -> values."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of things; ``broader`` are the identifiers of the classes directly above."""

    id: str
    name: str
    description: str = ""
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """What can be compared or fetched."""

    id: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a name can mean. ``names``: its label first; ``kinds``: identifiers, the most telling first.

    ``weight`` orders things of equal names: how well known it is, or how often it is mentioned.
    """

    id: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    description: str = ""
    weight: int = 0

    @property
    def name(self) -> str:
        """Its label."""
        return self.names[0] if self.names else self.id


@dataclass(frozen=True, slots=True)
class About:
    """What the manifest says of a source. ``view`` is the address of a thing, with ``{{id}}`` in it."""

    name: str
    identifier_space: str
    schema_space: str
    view: str


class Source(Protocol):
    """Things that can be matched. Safe to use from many threads; nothing is raised for what is not known."""

    def about(self) -> About:
        """What the source is."""

    def kinds(self) -> Sequence[Kind]:
        """All classes, by name."""

    def properties(self, kind: str = "") -> Sequence[Property]:
        """The properties that things of a class have, the most frequent first; of all things without a class."""

    def candidates(self, text: str, kinds: Sequence[str], limit: int) -> Iterable[Thing]:
        """Things that a text may mean, some more than ``limit``; of one of the ``kinds`` where the source can tell."""

    def starting(self, text: str, limit: int) -> Sequence[Thing]:
        """Things with words that begin so."""

    def things(self, ids: Sequence[str]) -> Mapping[str, Thing]:
        """Identifier -> thing, for those that are known."""

    def values(self, ids: Sequence[str], properties: Sequence[str], limit: int) -> Values:
        """At most ``limit`` values of each property of each thing."""
