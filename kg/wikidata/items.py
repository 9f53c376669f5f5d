"""Items as the API gives them (``wbgetentities``), read into a frozen type; what is malformed is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")
"""The languages of labels that are asked for: those of the United Nations."""

_QID = re.compile(r"Q[1-9][0-9]*")
_TIME = re.compile(r"\+?(\d{4})-(\d\d)-(\d\d)T")
_PRECISIONS = {9: 4, 10: 7, 11: 10}
"""Precision of a time in Wikidata -> how much of an ISO date it stands for: year, month, day."""


@dataclass(frozen=True, slots=True)
class Position:
    """An office that somebody holds or held: its item, first and last day as ISO 8601 of any precision, or ""."""

    qid: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """What is used of an item. ``labels`` by language; ``countries`` are those of the thing (P17) or person (P27).

    ``lat`` and ``lon`` are degrees (WGS 84) or None; ``retrieved`` is the ISO day on which Wikidata said so.
    """

    qid: str
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    statements: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    lat: float | None = None
    lon: float | None = None
    sitelinks: int = 0
    retrieved: str = ""


def item(data: Mapping[str, Any], retrieved: str) -> Item | None:
    """The item that a member of ``entities`` describes; None when it is missing there (deleted, never made)."""
    qid = data.get("id")
    if "missing" in data or not isinstance(qid, str) or not _QID.fullmatch(qid):
        return None
    labels = {
        language: str(label["value"])
        for language, label in _mapping(data.get("labels")).items()
        if language in LANGUAGES and isinstance(label, dict) and label.get("value")
    }
    claims = _mapping(data.get("claims"))
    lat, lon = _point(claims)
    return Item(
        qid,
        MappingProxyType(dict(sorted(labels.items()))),
        tuple(str(a["value"]) for a in _mapping(data.get("aliases")).get("en", ()) if isinstance(a, dict)),
        (*values(claims, "P17"), *values(claims, "P27")),
        tuple(_positions(claims)),
        MappingProxyType({name: found for name in sorted(claims) if (found := values(claims, name))}),
        lat,
        lon,
        len(_mapping(data.get("sitelinks"))),
        retrieved,
    )


def values(claims: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The items that the best statements with a property have as value."""
    found = (_snak(statement.get("mainsnak")) for statement in _best(claims, name))
    return tuple(dict.fromkeys(v["id"] for v in found if isinstance(v, dict) and _QID.fullmatch(str(v.get("id")))))


def _best(claims: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The preferred statements, else the normal ones; never those that Wikidata calls deprecated."""
    given = claims.get(name)
    statements = [s for s in given if isinstance(s, dict)] if isinstance(given, list) else []
    preferred = [s for s in statements if s.get("rank") == "preferred"]
    return preferred or [s for s in statements if s.get("rank", "normal") == "normal"]


def _positions(claims: Mapping[str, Any]) -> Iterator[Position]:
    """All terms of office: a former one is as true as the preferred, present one."""
    given = claims.get("P39")
    for statement in given if isinstance(given, list) else ():
        if not isinstance(statement, dict) or statement.get("rank") == "deprecated":
            continue
        value = _snak(statement.get("mainsnak"))
        if isinstance(value, dict) and _QID.fullmatch(str(value.get("id"))):
            qualifiers = _mapping(statement.get("qualifiers"))
            yield Position(value["id"], _day(qualifiers.get("P580")), _day(qualifiers.get("P582")))


def _day(snaks: Any) -> str:
    """The one date of a qualifier; "" when there are several, or none that is known to the year."""
    found = [v for v in map(_snak, snaks if isinstance(snaks, list) else ()) if isinstance(v, dict)]
    if len(found) != 1:
        return ""
    match, length = _TIME.match(str(found[0].get("time"))), _PRECISIONS.get(found[0].get("precision", 0))
    return match.group(0).lstrip("+")[:length] if match and length else ""


def _point(claims: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Latitude and longitude, when the item has one position on Earth and not several."""
    found = [v for s in _best(claims, "P625") if isinstance(v := _snak(s.get("mainsnak")), dict)]
    if len(found) != 1 or not str(found[0].get("globe", "/Q2")).endswith("/Q2"):
        return None, None
    lat, lon = found[0].get("latitude"), found[0].get("longitude")
    if not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return None, None
    return (float(lat), float(lon)) if abs(lat) <= 90 and abs(lon) <= 180 else (None, None)


def _snak(snak: Any) -> Any:
    if not isinstance(snak, dict) or snak.get("snaktype") != "value":
        return None
    return _mapping(snak.get("datavalue")).get("value")


def _mapping(value: Any) -> Mapping[str, Any]:
    """The API writes an empty object as an empty list."""
    return value if isinstance(value, dict) else {}
