"""A small world as Wikidata would have it, made up: a state, its capital, ministers, a party, and what is not wanted.

Numbers from ``FIRST`` on are no items of Wikidata; the classes and Libya are.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.wikidata_dump import FIRST, Json, about, entity, statement, text, time_value

(
    STATE, CAPITAL, OLD_CAPITAL, MINISTER, ELDER, YOUNGER, PARTY, PARTY_CLASS, EMPIRE, HAMLET, NAMELESS, TEAPOT,
    TEAPOT_CLASS, STAR,
) = (f"Q{FIRST + n}" for n in range(14))  # fmt: skip
LIBYA = "Q1016"


def world() -> Iterator[Json]:
    """The entities, in no order."""
    yield entity(YOUNGER, {"en": "Otto Brandt"}, _held("2012-05-01", "2019"), ("Otto Brandt the Younger",), 9)
    yield entity(ELDER, {"en": "Otto Brandt"}, _held("1991", "1999-12-31"), (), 12)
    yield entity(MINISTER, {"en": "Minister of Peace of Zembla"}, about("P279", "Q294414"), (), 1)
    yield _state()
    point = {"latitude": 61.25, "longitude": 24.5, "globe": "http://www.wikidata.org/entity/Q2"}
    yield entity(
        CAPITAL, {"mul": "Onhava", "en": "Onhava"},
        about("P31", "Q515") | about("P17", STATE) | {"P625": [statement("P625", point, "globecoordinate")]}
        | text("P1566", "4242"), ("Onhavaburg", "!!", "x" * 200), 40,
    )  # fmt: skip
    yield entity(OLD_CAPITAL, {"en": "Odevalla"}, about("P31", "Q3957", "Q486972") | about("P17", STATE), (), 7)
    yield entity(PARTY_CLASS, {"en": "agrarian party"}, about("P279", "Q7278"))
    yield entity(PARTY, {"en": "Zemblan Farmers"}, about("P31", PARTY_CLASS) | about("P17", STATE), ("ZF",), 6)
    yield entity(EMPIRE, {"en": "Great Zembla"}, about("P31", "Q3624078", "Q3024240"), (), 20)
    yield entity(HAMLET, {"en": "Kalix"}, about("P31", "Q532"), (), 1)
    yield entity(NAMELESS, {"fr": "Sans nom"}, about("P31", "Q515"), (), 30)
    yield entity(TEAPOT_CLASS, {"en": "teapot"}, about("P279", "Q3305213"), (), 30)
    yield entity(TEAPOT, {"en": "Zembla Teapot"}, about("P31", TEAPOT_CLASS), (), 30)
    yield entity(STAR, {"en": "Zembla Star"}, about("P31", "Q523"), (), 30)
    yield entity(LIBYA, {"en": "Libya (Wikidata)"}, about("P31", "Q3624078"), ("Jamahiriya", "State of Libya"), 290)
    yield {"type": "property", "id": "P31", "labels": {}, "claims": {"P31": []}}


def _held(start: str, end: str) -> Json:
    office = about("P39", MINISTER, P580=_time(start), P582=_time(end))
    return about("P31", "Q5") | about("P27", STATE) | office


def _time(day: str) -> Json:
    return time_value((day + "-00-00")[:10], {4: 9, 7: 10, 10: 11}[len(day)])


def _state() -> Json:
    claims = about("P31", "Q3624078") | text("P297", "ZE") | text("P298", "ZEM") | text("P2082", "997")
    capitals = about("P36", OLD_CAPITAL, P582=_time("1950"))["P36"] + about("P36", CAPITAL)["P36"]
    wrong = statement("P297", "XX", "string", rank="deprecated")
    adjective = statement("P1549", {"text": "Zemblan", "language": "en"}, "monolingualtext")
    foreign = statement("P1549", {"text": "zemblisch", "language": "de"}, "monolingualtext")
    claims |= {"P36": capitals, "P297": [wrong, *claims["P297"]], "P1549": [foreign, adjective]}
    return entity(STATE, {"en": "Zembla"}, claims, ("Kingdom of Zembla",), 88)
