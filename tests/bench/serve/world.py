"""Who and what the made-up news are about: entities with skewed fame, kinds of event with the classes above them."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

import pyoxigraph as ox

from tests.server.made import BASE

_T = TypeVar("_T")
DM = f"{BASE}ontology#"
_SUB = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
_BROADER = ox.NamedNode("http://www.w3.org/2004/02/skos/core#broader")
_SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
_VERBS = ("attacked", "met", "accused", "warned", "visited", "shelled", "arrested", "seized", "supported", "expelled")
_PLACES = ("City", "Settlement", "Region")
_ACTORS = ("Person", "ArmedGroup", "SovereignState", "InternationalOrganization", "MilitaryForce", "PoliticalParty")


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or some place: the IRI's last part, the name, the class, whether it is linked with an item."""

    key: str
    name: str
    kind: str
    item: str


@dataclass(frozen=True, slots=True)
class World:
    """Entities by fame (the n-th is named 1/n as often as the first), kinds of event, and the classes above each."""

    actors: tuple[Entity, ...]
    places: tuple[Entity, ...]
    kinds: tuple[str, ...]
    above: dict[str, tuple[str, ...]]
    words: tuple[str, ...]


class Dice:
    """Choices that are the same in every run and every version of Python: only ``random()`` is used of the library."""

    def __init__(self, seed: str) -> None:
        self._next = random.Random(seed).random
        self._weights: dict[int, list[float]] = {}

    def below(self, number: int) -> int:
        """A whole number from 0 to ``number`` - 1."""
        return int(self._next() * number)

    def one(self, things: Sequence[_T]) -> _T:
        """Any of them, all alike."""
        return things[self.below(len(things))]

    def famous(self, things: Sequence[_T]) -> _T:
        """One of them, the n-th 1/n as often as the first."""
        count = len(things)
        if count not in self._weights:
            self._weights[count] = list(accumulate(1 / rank for rank in range(1, count + 1)))
        sums = self._weights[count]
        return things[min(bisect(sums, self._next() * sums[-1]), count - 1)]

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self._next() < share


def world(size: int, ontology: Sequence[ox.Quad]) -> World:
    """The world of ``size`` articles."""
    dice = Dice(f"world {size}")
    words = tuple("".join(dice.one(_SYLLABLES) for _ in range(1 + dice.below(4))) for _ in range(20_000))
    actors = tuple(_entity(dice, number, _ACTORS) for number in range(200 + 3 * size))
    places = tuple(_entity(dice, number, _PLACES) for number in range(100 + size // 2))
    above = _closure(ontology)
    kinds = tuple(kind for kind in _kinds(ontology) if kind in above)
    return World(actors, places, kinds, above, words)


def _entity(dice: Dice, number: int, kinds: Sequence[str]) -> Entity:
    name = " ".join("".join(dice.one(_SYLLABLES) for _ in range(2 + dice.below(2))).title() for _ in range(2))
    key = f"{name.lower().replace(' ', '-')}-{number:010x}"
    # numbers far above those of real items: nothing here is about anybody
    return Entity(key, name, dice.one(kinds), f"Q9{len(kinds)}{number:09d}" if dice.chance(0.45) else "")


def _kinds(ontology: Sequence[ox.Quad]) -> Iterator[str]:
    """Local names of the kinds of event that have a broader one, sorted."""
    found = {quad.subject.value for quad in ontology if quad.predicate == _BROADER and _is_kind(quad.subject)}
    yield from sorted(iri.rpartition("/")[2] for iri in found)


def _is_kind(term: object) -> bool:
    return isinstance(term, ox.NamedNode) and "/code/event-type/" in term.value


def _closure(ontology: Sequence[ox.Quad]) -> dict[str, tuple[str, ...]]:
    """Local name of each class of ours -> those of all classes above it."""
    direct: dict[str, set[str]] = {}
    for quad in ontology:
        ends = (quad.subject, quad.object)
        if quad.predicate == _SUB and all(isinstance(end, ox.NamedNode) and end.value.startswith(DM) for end in ends):
            lower, upper = (str(getattr(end, "value", "")).removeprefix(DM) for end in ends)
            direct.setdefault(lower, set()).add(upper)
    found: dict[str, tuple[str, ...]] = {}
    for name in direct:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            for upper in direct.get(waiting.pop(), ()):
                if upper not in seen:
                    seen.add(upper)
                    waiting.append(upper)
        found[name] = tuple(sorted(seen))
    return found


def sentence(dice: Dice, world: World, actor: Entity, other: Entity) -> str:
    """What an article says of the two: about twenty words, as frequent as words are."""
    rest = " ".join(dice.famous(world.words) for _ in range(12 + dice.below(8)))
    return f"{actor.name} {dice.one(_VERBS)} {other.name}, {rest}."
