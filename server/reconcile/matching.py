"""How well a thing fits what somebody wrote: likeness of names, classes, properties; and when it is certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from kg.names import tokens, untitled
from server.reconcile.model import Cell, Kind, Thing
from server.search.words import fold

FLOOR = 50.0
"""Likeness of names (0 to 100) below which a thing is no candidate."""
CERTAIN, APART = 95.0, 5.0
"""A candidate is a match when its score is at least ``CERTAIN`` and the next one's lower by ``APART`` or more.

A wrong match is worse than none: two things of one name are never matched by the name alone.
"""
_SHORT = 4
"""Shorter names (IS, EU) stand for more than any list knows, so they are certain only with a class or a property."""
_ALIAS = 98.0
"""What another name counts when it is written exactly so; the label counts 100. It is certain only if no other thing
has all its words in a name."""
_OTHERWISE = 0.94
"""What likeness counts when no name is the same: the best of that is just below ``CERTAIN``."""
_WORDS = 97.0
"""What the same words count in another order, with another article or a title: Kerry, John; President Barack Obama."""
_PART = 75.0
"""What a name counts at least that has all the words and more: Putin for Vladimir Putin."""
_DISAGREE = 20.0
"""Points lost when no property agrees; some when some do."""
_UNLIKE = 15.0
"""Points lost by a thing that is not of the classes that should be (``type_strict`` should)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a batch. ``properties``: identifier -> values, each a text."""

    text: str
    kinds: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = 5
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing with its score (0 to 100) and what made it. ``part``: one of its names has all the words asked for."""

    thing: Thing
    score: float
    part: bool
    features: tuple[tuple[str, float | bool], ...] = field(default=())

    def record(self, match: bool, names: Mapping[str, str]) -> dict[str, Any]:
        """The form of the API. ``names``: identifier of a class -> its name."""
        found: dict[str, Any] = {
            "id": self.thing.id,
            "name": self.thing.name,
            "score": round(self.score, 2),
            "match": match,
            "type": [{"id": kind, "name": names.get(kind, kind)} for kind in self.thing.kinds],
            "features": [{"id": name, "value": value} for name, value in self.features],
        }
        return {**found, "description": self.thing.description} if self.thing.description else found


def above(kinds: Sequence[Kind]) -> Mapping[str, frozenset[str]]:
    """Identifier of a class -> itself and all classes above it."""
    direct = {kind.id: kind.broader for kind in kinds}
    found: dict[str, frozenset[str]] = {}
    for kind in direct:
        reached, waiting = {kind}, [kind]
        while waiting:
            further = set(direct.get(waiting.pop(), ())) - reached
            reached |= further
            waiting += further
        found[kind] = frozenset(reached)
    return found


def ranked(
    asked: Asked,
    things: Iterable[Thing],
    values: Mapping[str, Mapping[str, Sequence[Cell]]],
    upwards: Mapping[str, frozenset[str]],
) -> list[tuple[Candidate, bool]]:
    """The candidates, best first, at most ``asked.limit``, and whether each is certain."""
    found = [
        candidate for thing in things
        if (candidate := weighed(asked, thing, values.get(thing.id, {}), upwards)) is not None
    ]  # fmt: skip
    found.sort(key=lambda candidate: (-candidate.score, -candidate.thing.weight, candidate.thing.id))
    sure = _sure(asked, found)
    return [(candidate, sure and place == 0) for place, candidate in enumerate(found[: asked.limit])]


def _sure(asked: Asked, found: Sequence[Candidate]) -> bool:
    """Whether the first of the candidates is certainly meant."""
    if not found or found[0].score < CERTAIN:
        return False
    if len(asked.text) < _SHORT and not (asked.kinds or asked.properties):
        return False
    if len(found) > 1 and found[1].score > found[0].score - APART:
        return False
    # George Bush is another name of the one, and a part of the name of the other
    return found[0].score == 100.0 or not any(candidate.part for candidate in found[1:])


def weighed(
    asked: Asked, thing: Thing, values: Mapping[str, Sequence[Cell]], upwards: Mapping[str, frozenset[str]]
) -> Candidate | None:
    """The thing as a candidate; None when it is no candidate at all."""
    features: list[tuple[str, float | bool]] = []
    score, part = 100.0, False
    if asked.text:
        score = likeness(asked.text, thing.names)
        if score < FLOOR:
            return None
        part = _part(asked.text, thing.names)
        features.append(("name_likeness", round(score, 2)))
    if asked.kinds:
        its = frozenset[str]().union(*(upwards.get(kind, frozenset({kind})) for kind in thing.kinds))
        fits = all(kind in its for kind in asked.kinds) if asked.strict == "all" else bool(its & set(asked.kinds))
        if not fits and asked.strict != "should":
            return None
        score -= 0.0 if fits else _UNLIKE
        features.append(("type_fits", fits))
    agreeing = 0
    for name, wanted in asked.properties:
        agrees = any(_agree(text, cell) for text in wanted for cell in values.get(name, ()))
        agreeing += agrees
        features.append((f"property_{name}", agrees))
    if asked.properties:
        score -= _DISAGREE * (1 - agreeing / len(asked.properties))
        if not asked.text and not agreeing:
            return None
    return Candidate(thing, max(0.0, score), part, tuple(features))


def likeness(text: str, names: Sequence[str]) -> float:
    """How like the names of a thing are to a text, 0 to 100; 97 and more only if one of them is the same."""
    written, bare, words = fold(text), fold(untitled(text)), _sorted(untitled(text))
    best = 0.0
    if not written:
        return best
    for place, name in enumerate(names):
        its = fold(name)
        if its == written:
            return 100.0 if place == 0 else max(_ALIAS, best)
        if its == bare or (words and words == _sorted(name)):
            best = max(best, _WORDS)
        best = max(best, _OTHERWISE * max(fuzz.ratio(written, its), fuzz.token_sort_ratio(written, its)))
    return max(best, _PART) if _part(text, names) else best


def _sorted(name: str) -> str:
    return " ".join(sorted(tokens(name)))


def _part(text: str, names: Sequence[str]) -> bool:
    words = set(tokens(untitled(text)))
    return bool(words) and any(words <= set(tokens(name)) for name in names)


def _agree(text: str, cell: Cell) -> bool:
    """Whether a value is what somebody wrote: the same identifier, words or number."""
    for key in ("id", "name", "str", "date", "int", "float"):
        value = cell.get(key)
        if value is None:
            continue
        if isinstance(value, int | float):
            if _number(text) == float(value):
                return True
        elif value == text or (fold(str(value)) == fold(text) != "") or text.endswith("/" + str(value)):
            return True
    return False


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
