"""The choice among candidates. Precision first: what is not plainly right is left unlinked, with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.catalogue import Record
from kg.link.candidates import Candidate
from kg.link.context import Context, kilometres
from kg.link.doubts import CLOSE, elsewhere, implausible
from kg.link.wording import describe, in_office, supported, words
from kg.model import Entity
from kg.names import fold

SAME_NAME = 200.0
"""Kilometres between a city and the middle of the province that bears its name; Timbuktu and its desert are further
apart."""
TIER = 0.08
"""Candidates whose names match worse than the best by more than this are no rivals."""
MARGIN = 0.15
"""How far ahead of its rivals a homonym must be. At .10 "Congo" went by one passing mention of a capital."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen (None: nothing), how sure (0..1), why, and the numbers behind it."""

    record: Record | None
    score: float
    reason: str
    features: Mapping[str, float] = field(default_factory=dict)


def choose(entity: Entity, candidates: tuple[Candidate, ...], context: Context, text: str) -> Choice:
    """The one candidate that the article supports, or none."""
    if not candidates:
        return Choice(None, 0.0, f"the catalogue knows no {_kind(entity)} of the name “{entity.name}”")
    best = candidates[0].score
    rivals = [c for c in candidates if c.score >= best - TIER]
    rivals = [c for c in rivals if not elsewhere(entity, c.record, context)] or rivals
    scored = sorted(
        ((support(c, context), c) for c in rivals),
        key=lambda x: (-x[0], -x[1].score, -x[1].record.fame, x[1].record.key),
    )
    scored = _city_before_province(scored, text)
    lead, first = scored[0]
    if len(scored) > 1 and not _ahead(scored, context):
        names = " and ".join(describe(c.record) for _, c in scored[:2])
        return Choice(None, 0.0, f"“{first.name}” can mean {names}, and the article does not tell which")
    doubt = implausible(entity, first, context, text)
    if doubt:
        return Choice(None, 0.0, doubt, _features(first, lead, context))
    if not first.record.qid:
        return Choice(None, 0.0, f"{describe(first.record)} is known, but no Wikidata item could be confirmed")
    score = round(min(0.99, first.score * (0.86 + 0.13 * min(1.0, lead))), 3)
    return Choice(first.record, score, _why(first, scored, context), _features(first, lead, context))


def rivalled(candidates: tuple[Candidate, ...]) -> bool:
    """Whether more than one candidate bears the name about as well as the best."""
    return len(candidates) > 1 and candidates[1].score >= candidates[0].score - TIER


def _city_before_province(scored: list[tuple[float, Candidate]], text: str) -> list[tuple[float, Candidate]]:
    """Without the province, when a city leads that gave it its name, unless the text speaks of the province too."""
    lead = max((s for s, c in scored if c.record.subtype in {"city", "capital city"}), default=0.0)
    city = next((c for s, c in scored if s == lead and c.record.subtype in {"city", "capital city"}), None)
    if city is None or re.search(
        rf"{re.escape(city.name)} (?:province|governorate|region|state|oblast)\b", text, re.IGNORECASE
    ):
        return scored
    kept = [
        (s, c) for s, c in scored
        if c is city or c.record.subtype not in {"province", "region"} or _apart(c.record, city.record) > SAME_NAME
    ]  # fmt: skip
    return sorted(kept, key=lambda x: (-x[0], -x[1].score, -x[1].record.fame, x[1].record.key))


def _apart(a: Record, b: Record) -> float:
    """Kilometres between two records; infinite where a position is unknown."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return float("inf")
    return kilometres((a.lat, a.lon), (b.lat, b.lon))


def support(candidate: Candidate, context: Context) -> float:
    """How much speaks for a candidate, apart from its name: its country, places near it, its office on the day, its
    fame."""
    record = candidate.record
    points = 0.6 * context.weight(record.countries) if record.countries else 0.0
    if context.distance(record) <= CLOSE:
        points += 0.25
    held = in_office(record, context.date)
    points += 0.3 if held else -0.1 if held is False else 0.0
    points += 0.03 * min(record.fame, 8)
    points += (
        0.25 if record.subtype in {"sovereign state", "capital city"} else 0.12 if record.subtype == "city" else 0.0
    )
    points += 0.1 if candidate.how == "label" and record.type != "Place" else 0.0
    return points


def _ahead(scored: list[tuple[float, Candidate]], context: Context) -> bool:
    (lead, first), (second, other) = scored[0], scored[1]
    if (
        first.record.type == "State"
        and other.record.type == "State"
        and {first.record, other.record} <= _states(scored)
    ):
        return context.weight([first.record.qid]) > 3 * context.weight([other.record.qid]) and lead - second >= MARGIN
    if first.record.subtype == "capital city" and other.record.type == "Place" and lead > second:
        known = supported(first.record, context) or fold(first.name) in words()["capital"]
        if known and other.record.subtype != "capital city" and not supported(other.record, context):
            return True
    if first.record.type == "Person" and first.how != "label" and not supported(first.record, context):
        return bool(in_office(first.record, context.date)) and in_office(other.record, context.date) is False
    return lead - second >= MARGIN or (first.score > other.score and not other.record.qid and lead >= second)


def _states(scored: list[tuple[float, Candidate]]) -> set[Record]:
    return {c.record for _, c in scored if c.record.subtype == "sovereign state"}


def _kind(entity: Entity) -> str:
    words = {"ArmedGroup": "armed group", "MilitaryForce": "force"}
    return words.get(entity.type, entity.type.lower())


def _why(first: Candidate, scored: list[tuple[float, Candidate]], context: Context) -> str:
    record = first.record
    parts = [f"“{first.name}” is the {first.how} of {describe(record)}" if first.how in {"label", "alias", "acronym"}
             else f"“{first.name}” stands for {describe(record)}: {first.how}"]  # fmt: skip
    if record.type != "State" and record.countries and supported(record, context):
        parts.append("the article speaks of its country")
    if context.distance(record) <= CLOSE:
        parts.append("another place of the article is near")
    if in_office(record, context.date):
        parts.append(f"in office on {context.date}")
    if len(scored) > 1:
        parts.append("preferred to " + ", ".join(describe(c.record) for _, c in scored[1:3]))
    return "; ".join(parts)


def _features(candidate: Candidate, points: float, context: Context) -> dict[str, float]:
    record = candidate.record
    held = in_office(record, context.date)
    found = {
        "name": candidate.score,
        "support": points,
        "country": context.weight(record.countries),
        "fame": float(record.fame),
    }
    if held is not None:
        found["office"] = float(held)
    if (distance := context.distance(record)) != float("inf"):
        found["nearest_km"] = distance
    return {key: round(value, 3) for key, value in found.items()}
