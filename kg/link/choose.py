"""The choice among candidates. Precision first: what is not plainly right is left unlinked, with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.catalogue import Record
from kg.link.candidates import Candidate
from kg.link.context import Context, kilometres
from kg.model import Entity
from kg.names import fold, is_acronym, tokens

CLOSE = 300.0
"""Kilometres: a place so near to one that is known belongs to the same story."""
SAME_NAME = 200.0
"""Kilometres between a city and the middle of the province that bears its name; Timbuktu and its desert are further
apart."""
FAMOUS = 4
"""A record in so many independent lists is what a name means when the article says nothing else."""
TIER = 0.08
"""Candidates whose names match worse than the best by more than this are no rivals."""
PARTY = 0.2
"""The share of an article that a party's country needs: "Republicans" are of the United States or of France."""
MARGIN = 0.15
"""How far ahead of its rivals a homonym must be. At .10 "Congo" went by one passing mention of a capital."""
_GENERIC_NAMES = frozenset(
    """parliament|senate|congress|national assembly|house of representatives|house of commons|supreme court|
    constitutional court|
    ministry of foreign affairs|foreign ministry|ministry of defence|defence ministry|ministry of defense|
    ministry of finance|
    ministry of justice|ministry of interior|interior ministry|central bank|national guard|coast guard|air force|navy|
    army|
    federal parliament|federal assembly|general assembly|council of ministers|cabinet|government|national congress|
    police|
    presidential guard|republican guard|democratic party|republican party|labour party|labor party|conservative party|
    liberal party|socialist party|communist party|green party|national party|peoples party|freedom party|centre party|
    state council|
    security council|national security council|national council|high council|supreme council|
    chamber of deputies|lower house|upper house""".replace("\n    ", "").split("|")
)
_WORDS = frozenset(
    [
        "unity",
        "man",
        "most",
        "west",
        "east",
        "north",
        "south",
        "central",
        "paul",
        "orange",
        "normal",
        "reading",
        "nice",
        "mobile",
        "split",
        "bath",
        "hope",
        "union",
        "victory",
        "progress",
        "liberty",
        "independence",
        "enterprise",
        "price",
        "surprise",
        "bar",
        "bor",
        "deal",
        "sale",
        "rugby",
        "cork",
        "buffalo",
        "phoenix",
        "best",
        "march",
        "may",
        "august",
        "lead",
        "young",
        "rice",
        "white",
        "green",
        "brown",
        "black",
        "male",
        "bay",
        "eastern",
        "western",
        "northern",
        "southern",
        "western",
        "upper",
        "lower",
        "nation",
        "jersey",
        "lake",
        "delta",
        "plateau",
        "rivers",
        "cross",
        "river",
        "imo",
        "ash",
        "long",
        "short",
        "little",
        "big",
        "summit",
        "liberal",
        "republic",
        "general",
        "crisis",
        "rubio",
        "carter",
        "bush",
        "clinton",
        "kelly",
        "jackson",
        "lincoln",
        "madison",
        "marshall",
        "martin",
        "nelson",
        "newton",
        "norman",
        "palmer",
        "rich",
        "rock",
    ]
)
"""Places with the names of words and people; they need their country in the article."""
UNITED_NATIONS = "Q1065"
_FORM_OF_GOVERNMENT = "Q2429253"
"""The group whose name in small letters is a form of government."""


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
    scored = sorted(
        ((support(c, context), c) for c in rivals),
        key=lambda x: (-x[0], -x[1].score, -x[1].record.sources, x[1].record.key),
    )
    scored = _city_before_province(scored, text)
    lead, first = scored[0]
    if len(scored) > 1 and not _ahead(scored, context):
        names = " and ".join(_describe(c.record) for _, c in scored[:2])
        return Choice(None, 0.0, f"“{first.name}” can mean {names}, and the article does not tell which")
    doubt = implausible(entity, first, context, text)
    if doubt:
        return Choice(None, 0.0, doubt, _features(first, lead, context))
    if not first.record.qid:
        return Choice(None, 0.0, f"{_describe(first.record)} is known, but no Wikidata item could be confirmed")
    score = round(min(0.99, first.score * (0.86 + 0.13 * min(1.0, lead))), 3)
    return Choice(first.record, score, _why(first, scored, context), _features(first, lead, context))


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
    return sorted(kept, key=lambda x: (-x[0], -x[1].score, -x[1].record.sources, x[1].record.key))


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
    held = _in_office(record, context.date)
    points += 0.3 if held else -0.1 if held is False else 0.0
    points += 0.03 * min(record.sources, 8)
    points += (
        0.25 if record.subtype in {"sovereign state", "capital city"} else 0.12 if record.subtype == "city" else 0.0
    )
    points += 0.1 if candidate.how == "label" and record.type != "Place" else 0.0
    return points


def _in_office(record: Record, date: str) -> bool | None:
    """Whether any office was held on the date; None without dates (of the offices or of the article)."""
    known = [h for o in record.offices if date and (h := o.held_on(date)) is not None]
    return any(known) if known else None


def _ahead(scored: list[tuple[float, Candidate]], context: Context) -> bool:
    (lead, first), (second, other) = scored[0], scored[1]
    if (
        first.record.type == "State"
        and other.record.type == "State"
        and {first.record, other.record} <= _states(scored)
    ):
        return context.weight([first.record.qid]) > 3 * context.weight([other.record.qid]) and lead - second >= MARGIN
    if first.record.type == "Person" and first.how != "label" and not _supported(first.record, context):
        return False
    return lead - second >= MARGIN or (first.score > other.score and not other.record.qid and lead >= second)


def _states(scored: list[tuple[float, Candidate]]) -> set[Record]:
    return {c.record for _, c in scored if c.record.subtype == "sovereign state"}


def implausible(entity: Entity, candidate: Candidate, context: Context, text: str) -> str:
    """Why the candidate may not be linked although its name fits, or "" when nothing speaks against it."""
    record = candidate.record
    if record.qid == _FORM_OF_GOVERNMENT and _form_of_government(entity, text):
        return "written small, an “Islamic state” is a form of government here, not the group"
    if record.type == "Person":
        return _doubtful_person(entity, candidate, context)
    if record.type == "Place":
        return _doubtful_place(candidate, context)
    if record.type == "State":
        return _doubtful_state(entity, candidate, context)
    return _doubtful_body(entity, candidate, context, text)


def _form_of_government(entity: Entity, text: str) -> bool:
    written = [m.span.of(text) for m in entity.mentions if m.kind == "name"] or [entity.name]
    return not any(
        "State" in w or "STATE" in w or is_acronym(w) or fold(w) in {"daesh", "isis", "isil"} for w in written
    )


def _supported(record: Record, context: Context) -> bool:
    return context.weight(record.countries) > 0


def _doubtful_person(entity: Entity, candidate: Candidate, context: Context) -> str:
    record = candidate.record
    near = _supported(record, context)
    held = _in_office(record, context.date)
    if candidate.how == "surname":
        if not (record.offices and near and held is not False):
            return f"the surname alone is not enough for {_describe(record)}"
        return ""
    known = bool(record.offices) or record.sources >= FAMOUS
    if record.countries and not near and not (known and candidate.how in {"label", "alias"}):
        return f"{_describe(record)} bears the name, but the article does not speak of that country"
    if not record.countries and not known:
        return f"nothing in the article tells whether this is {_describe(record)}"
    if candidate.how in {"transliteration", "shorter or longer form of the name"} and not near:
        return f"the name is only close to {_describe(record)}, and the article does not speak of that country"
    return _office_too_late(record, context)


def _office_too_late(record: Record, context: Context) -> str:
    """Somebody whose first office began long after the article is hardly meant, unless famous before."""
    starts = [o.start[:4] for o in record.offices if o.start]
    if starts and context.date and int(min(starts)) - int(context.date[:4]) > 20:
        return f"{_describe(record)} came to office more than twenty years after the article"
    return ""


def _doubtful_place(candidate: Candidate, context: Context) -> str:
    record = candidate.record
    if record.subtype in {"continent", "sea", "region of the world", "capital city"}:
        return ""
    if record.countries and _supported(record, context):
        return ""
    if context.distance(record) <= CLOSE:
        return ""
    if fold(candidate.name) in _WORDS:
        return (
            f"“{candidate.name}” is a word as well as {_describe(record)}, of whose country the article does not speak"
        )
    if record.sources >= FAMOUS or (not record.countries and record.sources >= FAMOUS - 1):
        return "" if candidate.score >= 0.9 else f"the name is only close to {_describe(record)}"
    return f"the catalogue's only place of the name is {_describe(record)}, of which the article does not speak"


def _doubtful_state(entity: Entity, candidate: Candidate, context: Context) -> str:
    """A state that shares its name with part of another state (Georgia), when the article speaks of that other state
    only."""
    record = candidate.record
    if record.subtype == "historical country" and candidate.how != "label":
        return f"{_describe(record)} exists no more"
    if (
        entity.type == "Government"
        and candidate.how not in {"label", "alias", "acronym"}
        and "capital" not in candidate.how
    ):
        return "a government is not the state"
    return ""


def _doubtful_body(entity: Entity, candidate: Candidate, context: Context, text: str) -> str:
    record = candidate.record
    if candidate.how == "acronym" and (other := _other_name(entity, candidate)):
        return f"“{candidate.name}” stands for “{other}” here, not for {_describe(record)}"
    if record.subtype == "political party" and not _party_named(candidate, context):
        return f"“{candidate.name}” is a name of parties in more countries than one, or not of one that the article is about"
    generic = fold(candidate.name) in _GENERIC_NAMES
    united = record.parent == UNITED_NATIONS and re.search(r"\bU\.?N\b|United Nations", text)
    if generic and not united and not (record.countries and context.dominant() in record.countries):
        return f"“{candidate.name}” is the name of many bodies, and the article's country is not clear"
    if candidate.how == "acronym" and record.countries and not _supported(record, context) and record.sources < 2:
        return f"“{candidate.name}” could be {_describe(record)}, but the article does not speak of that country"
    if candidate.how == "acronym" and not record.countries and record.sources < 2 and len(candidate.name) < 4:
        return f"“{candidate.name}” alone is not enough for {_describe(record)}"
    return ""


def _party_named(candidate: Candidate, context: Context) -> bool:
    """Whether a party's country has a share in the article, or its name is long enough to be its own."""
    if candidate.record.countries:
        return context.weight(candidate.record.countries) >= PARTY
    return len(tokens(candidate.name)) > 2


_COMMON = frozenset(
    {
        "international",
        "united",
        "national",
        "commission",
        "organization",
        "organisation",
        "committee",
        "council",
        "of",
        "for",
        "and",
    }
    | {
        "association",
        "union",
        "world",
        "general",
        "federal",
        "central",
        "party",
        "movement",
        "front",
        "group",
        "forces",
        "army",
    }
)


def _other_name(entity: Entity, candidate: Candidate) -> str:
    """A name of several words that the article gives for the acronym and that is none of the record's."""
    mine = {t for n in candidate.record.names for t in tokens(n)}
    for name in (entity.name, *entity.aliases):
        words = tokens(name)
        telling = {w for w in words if w not in _COMMON}
        if len(words) > 1 and name[:1].isupper() and not is_acronym(name) and not telling & mine:
            return name
    return ""


def _kind(entity: Entity) -> str:
    words = {"ArmedGroup": "armed group", "MilitaryForce": "force"}
    return words.get(entity.type, entity.type.lower())


def _describe(record: Record) -> str:
    what = record.offices[0].title if record.offices else record.subtype
    return f"{record.label} ({what}{', ' + record.qid if record.qid else ''})"


def _why(first: Candidate, scored: list[tuple[float, Candidate]], context: Context) -> str:
    record = first.record
    parts = [f"“{first.name}” is the {first.how} of {_describe(record)}" if first.how in {"label", "alias", "acronym"}
             else f"“{first.name}” stands for {_describe(record)}: {first.how}"]  # fmt: skip
    if record.type != "State" and record.countries and _supported(record, context):
        parts.append("the article speaks of its country")
    if context.distance(record) <= CLOSE:
        parts.append("another place of the article is near")
    if _in_office(record, context.date):
        parts.append(f"in office on {context.date}")
    if len(scored) > 1:
        parts.append("preferred to " + ", ".join(_describe(c.record) for _, c in scored[1:3]))
    return "; ".join(parts)


def _features(candidate: Candidate, points: float, context: Context) -> dict[str, float]:
    record = candidate.record
    held = _in_office(record, context.date)
    found = {
        "name": candidate.score,
        "support": points,
        "country": context.weight(record.countries),
        "sources": float(record.sources),
    }
    if held is not None:
        found["office"] = float(held)
    if (distance := context.distance(record)) != float("inf"):
        found["nearest_km"] = distance
    return {key: round(value, 3) for key, value in found.items()}
