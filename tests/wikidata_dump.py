"""A dump of Wikidata in small: the same form as the real one, the same mix of items and their sizes, made-up content.

Shares and sizes follow what Wikidata says of itself: more than a third of all items are scholarly articles without any
page in a wiki; two in a hundred have five pages or more and weigh ten times as much.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

Json = dict[str, Any]
FIRST = 900_000_000
"""Items that are made up have numbers from here on: none of them is an item of Wikidata."""
LANGUAGES = tuple(f"{a}{b}" for a in "abcdefgh" for b in "nrstl")
MIX = (
    # share, class, languages of the label, statements, sitelinks
    (0.37, "Q13442814", 2, 14, 0),
    (0.09, "Q4167410", 30, 1, 1),
    (0.08, "Q523", 2, 12, 0),
    (0.04, "Q16521", 40, 12, 3),
    (0.04, "Q7187", 4, 12, 0),
    (0.08, "Q5", 6, 16, 0),
    (0.025, "Q5", 20, 24, 2),
    (0.008, "Q5", 40, 45, 14),
    (0.05, "Q532", 12, 10, 2),
    (0.009, "Q515", 40, 40, 30),
    (0.003, "Q43229", 30, 30, 12),
    (0.005, "Q11424", 30, 40, 12),
)
"""The rest are odds and ends of no class that counts, without pages."""


def snak(name: str, value: Any, kind: str = "string") -> Json:
    return {
        "snaktype": "value", "property": name, "hash": "0123456789abcdef0123456789abcdef01234567",
        "datavalue": {"value": value, "type": kind}, "datatype": kind,
    }  # fmt: skip


def item_value(qid: str) -> Json:
    return {"entity-type": "item", "numeric-id": int(qid[1:]), "id": qid}


def time_value(day: str, precision: int = 11) -> Json:
    return {
        "time": f"+{day}T00:00:00Z", "timezone": 0, "before": 0, "after": 0, "precision": precision,
        "calendarmodel": "http://www.wikidata.org/entity/calendar",
    }  # fmt: skip


def statement(name: str, value: Any, kind: str, rank: str = "normal", **qualifiers: Any) -> Json:
    main = snak(name, value, kind)
    del main["hash"]  # as in the dumps: only qualifiers and references have one
    found: Json = {"mainsnak": main, "type": "statement", "id": "Q0$0123-4567", "rank": rank}
    if qualifiers:
        found["qualifiers"] = {q: [snak(q, v, "time")] for q, v in qualifiers.items()}
        found["qualifiers-order"] = list(qualifiers)
    return found


def about(name: str, *qids: str, **qualifiers: Any) -> Json:
    """Statements that have items as values."""
    return {name: [statement(name, item_value(q), "wikibase-entityid", **qualifiers) for q in qids]}


def text(name: str, value: str) -> Json:
    return {name: [statement(name, value, "string")]}


def entity(
    qid: str, labels: Mapping[str, str], claims: Json, aliases: tuple[str, ...] = (), sitelinks: int = 0
) -> Json:
    """An entity in the order of members that the dumps have."""
    return {
        "type": "item", "id": qid,
        "labels": {lang: {"language": lang, "value": value} for lang, value in labels.items()},
        "descriptions": {"en": {"language": "en", "value": "something"}},
        "aliases": {"en": [{"language": "en", "value": a} for a in aliases]} if aliases else [],
        "claims": claims or [],
        "sitelinks": {
            f"{LANGUAGES[i % len(LANGUAGES)]}{i}wiki": {"site": f"{i}wiki", "title": "x", "badges": []}
            for i in range(sitelinks)
        },
        "lastrevid": 1,
    }  # fmt: skip


def lines(entities: Iterator[Json]) -> Iterator[bytes]:
    """The lines of a dump."""
    yield b"[\n"
    before = b""
    for one in entities:
        if before:
            yield before + b",\n"
        before = orjson.dumps(one)
    yield before + b"\n]\n"


def write_dump(path: Path, entities: Iterator[Json]) -> None:
    with path.open("wb") as file:
        file.writelines(lines(entities))


def crowd(count: int, seed: int = 1) -> Iterator[Json]:
    """So many items in the mix of the real dump."""
    chance = random.Random(seed)
    filler = [[_filler(chance, n) for _ in range(20)] for n in range(50)]
    shares = [row[0] for row in MIX]
    rows = chance.choices([*MIX, None], [*shares, 1 - sum(shares)], k=count)
    for number, row in enumerate(rows, FIRST):
        _, class_, languages, statements, sitelinks = row or (0, "Q41176", 3, 6, 0)
        name = f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}{number % 97}"
        claims = about("P31", class_) | chance.choice(filler[statements])
        claims |= _own(chance, class_)
        labels = {"en": name} | dict.fromkeys(LANGUAGES[: languages - 1], name)
        yield entity(f"Q{number}", labels, claims, (name.upper(),), sitelinks)


_GIVEN = ("Ana", "Berel", "Cosima", "Dawud", "Edvin", "Fatou", "Goran", "Hedda", "Ilse", "Jomo", "Kemal", "Lotte")
_FAMILY = ("Abrantes", "Bekele", "Corvin", "Dlugosz", "Eriksen", "Farouk", "Grabar", "Hossain", "Ivanchuk", "Jelinek")


def _filler(chance: random.Random, count: int) -> Json:
    """Statements with references, of properties that nobody asks for."""
    found = {}
    for n in range(count):
        made = statement(f"P{5000 + n}", f"{chance.random()}", "string")
        made["references"] = [
            {"hash": "0123456789abcdef", "snaks": {"P854": [snak("P854", "http://example.org/" + "x" * 40)]},
             "snaks-order": ["P854"]}
        ]  # fmt: skip
        found[f"P{5000 + n}"] = [made]
    return found


def _own(chance: random.Random, class_: str) -> Json:
    if class_ == "Q5":
        return about("P27", "Q1016")
    if class_ in {"Q515", "Q532"}:
        point = {"latitude": chance.uniform(-60, 60), "longitude": chance.uniform(-180, 180), "globe": "earth"}
        return about("P17", "Q1016") | {"P625": [statement("P625", point, "globecoordinate")]}
    return {}
