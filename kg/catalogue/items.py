"""An item as Wikidata has it -> what a catalogue needs of it, whichever way it came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Any

Json = Mapping[str, Any]
LONGEST = 100
"""Longer names are none that a text would use."""
_UNFIT = re.compile(r"[\t\n|]|^[\d\W]+$")
_DATE = re.compile(r"^\+?(-?\d{4,})-(\d\d)-(\d\d)T")
_DAY, _MONTH, _YEAR = 11, 10, 9
_LANGUAGES = ("en", "mul", "en-gb", "en-ca")
"""Where an English name may stand; ``mul`` holds names that are the same in all languages."""


@dataclass(frozen=True, slots=True)
class Item:
    """The facts of one item. Other items are given by the numbers of their QIDs.

    ``offices`` are (position, start, end) with ISO 8601 dates, empty where unknown or open; ``capitals`` the capitals
    that a state has now.
    """

    number: int
    label: str
    classes: tuple[int, ...] = ()
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    countries: tuple[int, ...] = ()
    capitals: tuple[int, ...] = ()
    parents: tuple[int, ...] = ()
    iso2: str = ""
    iso3: str = ""
    m49: str = ""
    geonames: str = ""
    lat: float | None = None
    lon: float | None = None
    offices: tuple[tuple[int, str, str], ...] = ()
    sitelinks: int = 0

    def cells(self) -> tuple[Any, ...]:
        """As plain values, for ``of_cells``."""
        return astuple(self)


def of_cells(cells: list[Any]) -> Item:
    """The item of plain values (lists where an item has tuples)."""
    offices = tuple((int(p), str(s), str(e)) for p, s, e in cells[14])
    plain: list[Any] = [tuple(c) if isinstance(c, list) else c for c in cells]
    plain[14] = offices
    return Item(*plain)


def fit(name: str) -> bool:
    """Whether a name is of use: of some length, with letters, on one line."""
    return 1 < len(name) <= LONGEST and not _UNFIT.search(name)


def read_item(entity: Json) -> Item | None:
    """The item of an entity in Wikidata's JSON; None when it has no English name or is no item."""
    label = next((n for n in _texts(entity.get("labels")) if fit(n)), "")
    number = _number(entity.get("id"))
    if not label or number is None:
        return None
    claims = entity.get("claims") or {}
    lat, lon = _position(claims)
    return Item(
        number,
        label,
        classes=_items(claims, "P31"),
        aliases=tuple(n for n in dict.fromkeys(_texts(entity.get("aliases"))) if fit(n) and n != label),
        demonyms=tuple(dict.fromkeys(v["text"] for v in _values(claims, "P1549") if v.get("language") == "en")),
        countries=_items(claims, "P17") or _items(claims, "P27"),
        capitals=_items(claims, "P36"),
        parents=_items(claims, "P749") or _items(claims, "P361"),
        iso2=_text(claims, "P297"),
        iso3=_text(claims, "P298"),
        m49=_text(claims, "P2082"),
        geonames=_text(claims, "P1566"),
        lat=lat,
        lon=lon,
        offices=tuple(_offices(claims)),
        sitelinks=len(entity.get("sitelinks") or ()),
    )


def superclasses(entity: Json) -> tuple[int, ...]:
    """The classes that a class is a subclass of."""
    return _items(entity.get("claims") or {}, "P279")


def english(entity: Json) -> str:
    """The English label, or ""."""
    return next(iter(_texts(entity.get("labels"))), "")


def iso_date(time: str, precision: int = _DAY) -> str:
    """``+2016-05-16T00:00:00Z`` at a precision (11 day, 10 month, 9 year) as ISO 8601; "" when coarser, or before
    Christ."""
    match = _DATE.match(time)
    if match is None or precision < _YEAR or match[1].startswith("-"):
        return ""
    year, month, day = match.groups()
    if precision == _YEAR or month == "00":
        return year
    return f"{year}-{month}" if precision == _MONTH or day == "00" else f"{year}-{month}-{day}"


def _texts(table: Json | None) -> Iterator[str]:
    for language in _LANGUAGES:
        found = (table or {}).get(language) or ()
        for one in [found] if isinstance(found, dict) else found:
            yield str(one["value"])


def _number(qid: object) -> int | None:
    return int(qid[1:]) if isinstance(qid, str) and qid[:1] == "Q" and qid[1:].isdigit() else None


def _statements(claims: Json, name: str) -> list[Json]:
    """The statements that hold now: of the best rank, and without an end."""
    found = [s for s in claims.get(name) or () if s.get("rank") != "deprecated"]
    preferred = [s for s in found if s.get("rank") == "preferred"]
    return [s for s in preferred or found if "P582" not in (s.get("qualifiers") or {})]


def _values(claims: Json, name: str) -> Iterator[Any]:
    for statement in _statements(claims, name):
        yield from _value(statement["mainsnak"])


def _value(snak: Json) -> Iterator[Any]:
    if snak.get("snaktype") == "value":
        yield snak["datavalue"]["value"]


def _items(claims: Json, name: str) -> tuple[int, ...]:
    found = (_number(v.get("id") or f"Q{v.get('numeric-id')}") for v in _values(claims, name))
    return tuple(dict.fromkeys(n for n in found if n is not None))


def _text(claims: Json, name: str) -> str:
    return next((v for v in _values(claims, name) if isinstance(v, str)), "")


def _position(claims: Json) -> tuple[float | None, float | None]:
    for value in _values(claims, "P625"):
        return round(float(value["latitude"]), 4), round(float(value["longitude"]), 4)
    return None, None


def _offices(claims: Json) -> Iterator[tuple[int, str, str]]:
    """All positions ever held: one that has ended is what an old article speaks of."""
    for statement in claims.get("P39") or ():
        if statement.get("rank") != "deprecated":
            qualifiers = statement.get("qualifiers") or {}
            for value in _value(statement["mainsnak"]):
                position = _number(value.get("id") or f"Q{value.get('numeric-id')}")
                if position is not None:
                    yield position, _when(qualifiers.get("P580")), _when(qualifiers.get("P582"))


def _when(snaks: Iterable[Json] | None) -> str:
    for snak in snaks or ():
        for value in _value(snak):
            return iso_date(value["time"], int(value["precision"]))
    return ""
