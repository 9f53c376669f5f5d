"""The page of what can be claimed: an event, statement, situation or number, told in one sentence and in parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server import coordinates
from server.links import tail
from server.phrases import day, when, words
from server.pictures import Spot, locator
from server.prefixes import CODE
from server.rows import Grouped, by, first, labelled, rows, text
from server.tables import Row

SHOWN_CLAIMS = 60
"""A page with more would grow beyond 200 kB; the data have them all."""
STATUS_PHRASES = {
    "actual": "as having happened",
    "planned": "as planned",
    "possible": "as possible",
    "negated": "as not having happened",
}
_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""PLOVER types of what people do together: a meeting is *of* those who meet, *with* whoever they meet."""
_TOWARDS = {
    **dict.fromkeys(_MUTUAL, "with"),
    **dict.fromkeys(("SUPPORT", "AID"), "for"),
    **dict.fromkeys(("CONCEDE", "REQUEST"), "to"),
}
"""What stands before the recipient, by PLOVER type of the event; ``against`` before all others."""
_OF = """
    Toppling Arrest Seizure Raid Deportation Killing Execution Abduction Torture Rescue Release Recognition Ratification
    Appointment Dismissal Conviction Extradition Blockade Shelling Bombing Death Injury Displacement Election
    Endorsement RefusalOfRecognition DiplomaticExpulsion Criticism Praise Investigation Recruitment Ban Boycott Veto
    Fortification
"""
_BEFORE_RECIPIENT = {
    **dict.fromkeys(_OF.split(), "of"),
    **dict.fromkeys(("CaptureOfTerritory", "RecaptureOfTerritory", "Withdrawal"), "from"),
}
"""The same by type of event, where it differs: ``killing of``, ``capture of territory from``."""
_PRECISION = {
    "Facility": "exact", "CapitalCity": "settlement", "Settlement": "settlement", "AdministrativeArea": "region",
    "Region": "region", "BodyOfWater": "region", "State": "state",
}  # fmt: skip
"""How closely a place of a class pins an event down, the closest first, where nobody has judged it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence: words, and what they name (an IRI) if they are a link."""

    words: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All that one article says of something, by who says it: the article itself (no speakers) or somebody in it."""

    facts: Row
    voices: tuple[tuple[tuple[Row, ...], tuple[Row, ...]], ...]


def claimable(iri: str) -> dict[str, Any]:
    """What the page of an event, statement, situation or quantity shows."""
    facts = labelled(rows("facts", iri), "value")
    known: dict[str, list[Row]] = {}
    for fact in facts:
        known.setdefault(tail(fact["property"].value), []).append(fact)
    claims = by(rows("claims_about", iri), "claim")
    participants, times = rows("participants", iri), rows("times", iri)
    status = tail(known["status"][0]["value"].value) if known.get("status") else ""
    code = tail(known["eventType"][0]["value"].value) if known.get("eventType") else ""
    reports = _reports(claims[:SHOWN_CLAIMS])
    places = _places(participants, rows("places", iri) if code else ())
    return {
        "facts": facts,
        "known": known,
        "title": text(first(tuple(known.get("label", ()))), "value") or tail(iri),
        "status": status,
        "type": code,
        "sentence": _sentence(code, known, participants, times) if code and code != "Statement" else (),
        "by_whom": sources(reports),
        "as_what": STATUS_PHRASES.get(status, ""),
        "sayers": _sayers(claims),
        "reports": reports,
        "more_claims": max(0, len(claims) - SHOWN_CLAIMS),
        "disputes": [claim for claim in claims if _differs(claim, status)],
        "otherwise": _otherwise(iri, known, code, status),
        "participants": sorted(by(participants, "role", "entity"), key=_rank),
        "evidence": _evidence(participants),
        "precision": {entity: place.precision for entity, place in places.items()},
        "map": locator([place.spot for place in places.values() if place.spot]),
        "times": times,
        "numbers": by(rows("numbers", iri), "quantity"),
        "content": rows("content", iri) if known.get("contentPassage") else (),
        "incoming": labelled(rows("incoming", iri), "subject"),
    }


@dataclass(frozen=True, slots=True)
class _Place:
    precision: str
    spot: Spot | None


def _places(participants: tuple[Row, ...], found: tuple[Row, ...]) -> dict[str, _Place]:
    """The places of an event: how closely each pins it down, and where it lies."""
    judged = {row["entity"].value: tail(row["precision"].value) for row in participants if "precision" in row}
    names = {row["entity"].value: text(row, "name") for row in participants}
    places = {}
    for entity in dict.fromkeys(row["entity"].value for row in found):
        mine = [row for row in found if row["entity"].value == entity]
        kinds = {tail(row[key].value) for row in mine for key in ("kind", "linked") if key in row}
        closest = next((precision for kind, precision in _PRECISION.items() if kind in kinds), "")
        point = next(filter(None, map(coordinates.of, mine)), None)
        spot = Spot(point.lat, point.lon, names.get(entity, ""), point.kind) if point else None
        places[entity] = _Place(judged.get(entity, closest), spot)
    return places


def _rank(participant: Grouped) -> int:
    """Who does it comes first, then to whom; the place and the rest in the order that they have."""
    role = tail(participant.facts["role"].value)
    return ("actor", "recipient", role).index(role)


def _evidence(participants: tuple[Row, ...]) -> dict[tuple[str, str], list[Row]]:
    """Role and entity -> the passages that show it."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in participants:
        if "evidence" in row:
            same = found.setdefault((row["role"].value, row["entity"].value), [])
            if row["evidence"] not in [other["evidence"] for other in same]:
                same.append(row)
    return found


def _reports(claims: list[Grouped]) -> list[Report]:
    """Claims by article, then by speaker."""
    articles: dict[str, list[Grouped]] = {}
    for claim in claims:
        articles.setdefault(text(claim.facts, "article"), []).append(claim)
    return [Report(group[0].facts, _voices(group)) for group in articles.values()]


def _voices(claims: list[Grouped]) -> tuple[tuple[tuple[Row, ...], tuple[Row, ...]], ...]:
    voices: dict[tuple[str, ...], tuple[tuple[Row, ...], list[Row]]] = {}
    for claim in claims:
        key = tuple(row["speaker"].value for row in claim.speakers)
        voices.setdefault(key, (tuple(claim.speakers), []))[1].append(claim.facts)
    return tuple((speakers, tuple(found)) for speakers, found in voices.values())


def _otherwise(iri: str, known: dict[str, list[Row]], code: str, status: str) -> list[Grouped]:
    """Events of the same type with a recipient in common (without recipients, an actor), and an actor if there is one,
    but with another status; of the same month, where the month is known."""
    sides = {
        role: sorted({f"<{row['value'].value}>" for row in known.get(role, ())})
        for role in ("hasRecipient", "hasActor")
    }
    role = "hasRecipient" if sides["hasRecipient"] else "hasActor"
    if not code or code == "Statement" or not sides[role] or status not in STATUS_PHRASES:
        return []
    actors = " ".join(sides["hasActor"])
    both = f"?event dm:hasActor ?actor . VALUES ?actor {{ {actors} }}" if role == "hasRecipient" and actors else ""
    months = " ".join(f'"{row["value"].value}"^^<{row["value"].datatype}>' for row in known.get("inMonth", ()))
    same = f"OPTIONAL {{ ?event dm:inMonth ?month }} FILTER (!BOUND(?month) || ?month IN ({months.replace(' ', ', ')}))"
    found = rows(
        "told_otherwise",
        iri,
        sides=" ".join(sides[role]),
        role=f"dm:{role}",
        statuses=" ".join(f"<{CODE}status/{other}>" for other in STATUS_PHRASES if other != status),
        type=f"{CODE}event-type/{code}",
        same=f"{both} {same if months else ''}",
    )
    return by(found, "event")


def _differs(claim: Grouped, status: str) -> bool:
    return "status" in claim.facts and bool(status) and tail(claim.facts["status"].value) != status


def _sentence(
    code: str, known: dict[str, list[Row]], participants: tuple[Row, ...], times: tuple[Row, ...]
) -> tuple[Part, ...]:
    """``Attack by A against B in C on 5 May 2016``, each name a link."""
    plover = tail(known["ploverType"][0]["value"].value) if known.get("ploverType") else ""
    before = _BEFORE_RECIPIENT.get(code) or _TOWARDS.get(plover, "against" if plover else "of")
    parts = [Part(words(code).capitalize(), known["eventType"][0]["value"].value)]
    for role, preposition in (("actor", "of" if plover in _MUTUAL else "by"), ("recipient", before), ("place", "in")):
        named = {row["entity"].value: row for row in participants if tail(row["role"].value) == role}
        parts += _listed(preposition, list(named.values()))
    time = first(times)
    told = when(time.get("earliest"), time.get("latest"))
    said = text(time, "text")
    if told or said:
        parts.append(Part(f" {told}" if told else f" (“{said}”)"))
    return tuple(parts)


def _listed(preposition: str, named: list[Row], most: int = 4) -> list[Part]:
    """``by A, B and 3 others``."""
    parts: list[Part] = []
    shown = named if len(named) <= most else named[: most - 1]
    for place, row in enumerate(shown):
        last = place == len(shown) - 1 == len(named) - 1
        parts.append(Part(f" {preposition} " if not place else " and " if last else ", "))
        parts.append(Part(text(row, "name") or tail(row["entity"].value), row["entity"].value))
    return [*parts, Part(f" and {len(named) - len(shown)} others")] if len(shown) < len(named) else parts


def _sayers(claims: list[Grouped]) -> list[Row]:
    """Everyone whose word it rests on; nobody as soon as one article says it in its own voice."""
    if not all(claim.speakers for claim in claims):
        return []
    return list({row["speaker"].value: row for claim in claims for row in claim.speakers}.values())[:3]


def sources(reports: list[Report]) -> str:
    """``by Example Courier on 4 March 2021``, or by how many articles."""
    if len(reports) != 1:
        return f"by {len(reports)} articles" if reports else ""
    row = reports[0].facts
    issued = f" on {day(text(row, 'issued'))}" if "issued" in row else ""
    return f"by {text(row, 'source') or 'an article'}{issued}"
