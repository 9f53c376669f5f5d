"""The page of an entity: what it is and why we think so, its offices, its part in events, its words."""

from __future__ import annotations

from typing import Any

from server import coordinates, queries
from server.links import tail
from server.pictures import Locator, Moment, Spot, Timeline, locator, timeline
from server.rows import by, first, labelled, query, rows, text
from server.tables import Row, Term

SHOWN = 40
"""Of each list; a page with more would be too heavy, and the rest is one link away."""
_OFFICES = frozenset({"holdsOffice", "heads"})
_SPOTS = 12


def entity(iri: str) -> dict[str, Any]:
    """What the page shows."""
    facts, links, events = (
        labelled(rows("entity_facts", iri), "value"),
        rows("entity_links", iri),
        rows("entity_events", iri),
    )
    situations = [group.facts for group in by(rows("entity_situations", iri), "situation")]
    labels = [fact["value"].value for fact in facts if fact["property"].value.endswith("#label")]
    title = labels[0] if labels else tail(iri)
    own = [spot for row in rows("entity_point", iri) if (spot := _spot(row, title))]
    told = {name: query(f"entity_{name}", iri) for name in ("events", "situations", "statements", "said_about")}
    return {
        "facts": facts,
        "title": title,
        "types": [row["type"] for row in rows("entity_types", iri)],
        "aliases": _aliases(facts, title),
        "links": _by_item(links),
        "offices": sorted((row for row in situations if _relation(row) in _OFFICES), key=_since),
        "relations": [row for row in situations if _relation(row) not in _OFFICES],
        "events": _by_role(events),
        "most_events": len(events) == _limit(told["events"]),
        "timeline_of": _timeline(events, situations),
        "own_place": bool(own),
        "map": _map(own, iri),
        "terms": rows("entity_offices", iri),
        "numbers": by(rows("numbers", iri), "quantity"),
        "statements": [group.facts for group in by(rows("entity_statements", iri), "statement")],
        "said_about": by(rows("entity_said_about", iri), "claim"),
        "claims": [group.facts for group in by(rows("entity_claims", iri), "claim")],
        "articles": rows("entity_articles", iri),
        "mentioned": query("mentioned", iri),
        "mentions": first(rows("mentions", iri)),
        "incoming": labelled(rows("incoming", iri), "subject"),
        "shown": SHOWN,
        "queries": told,
        "graphs": {name: queries.as_graph(text_, key) for name, key, text_ in _keys(told)},
    }


def _keys(told: dict[str, str]) -> list[tuple[str, str, str]]:
    """Each listing's name, what its rows are about, and its query."""
    keys = {"events": "event", "situations": "situation", "statements": "statement", "said_about": "claim"}
    return [(name, keys[name], text_) for name, text_ in told.items()]


def _limit(text_: str) -> int:
    return int(text_.rsplit("LIMIT", 1)[1])


def _aliases(facts: tuple[Row, ...], title: str) -> list[Term]:
    found = [fact["value"] for fact in facts if fact["property"].value.endswith("#altLabel")]
    return [value for value in found if value.value != title][:20]


def _relation(row: Row) -> str:
    return tail(row["relation"].value) if "relation" in row else ""


def _since(row: Row) -> str:
    return text(row, "earliest") or text(row, "attested") or "9"


def _by_item(links: tuple[Row, ...]) -> list[tuple[Row, list[str]]]:
    """Each item once, the surest first, with the reasons that were given for it."""
    items: dict[str, tuple[Row, list[str]]] = {}
    for row in sorted(links, key=lambda row: float(text(row, "confidence") or 0), reverse=True):
        reasons = items.setdefault(row["item"].value, (row, []))[1]
        if text(row, "reason") and text(row, "reason") not in reasons:
            reasons.append(text(row, "reason"))
    return list(items.values())


def _by_role(events: tuple[Row, ...]) -> dict[str, list[Row]]:
    """Role -> events, each once."""
    roles: dict[str, dict[str, Row]] = {}
    for row in events:
        roles.setdefault(tail(row["role"].value), {}).setdefault(row["event"].value, row)
    return {role: list(found.values()) for role, found in roles.items()}


def _timeline(events: tuple[Row, ...], situations: list[Row]) -> Timeline | None:
    """Its events and the offices and relations whose time is told."""
    moments = {
        row["event"].value: _moment(row, row["event"].value, text(row, "label"), text(row, "when")) for row in events
    }
    for row in situations:
        name = text(row, "office") or _relation(row)
        moments[row["situation"].value] = _moment(row, row["situation"].value, name, text(row, "earliest"))
    return timeline(moments.values())


def _moment(row: Row, iri: str, name: str, earliest: str) -> Moment:
    return Moment(earliest, text(row, "latest"), name, iri, tail(text(row, "status")))


def _map(own: list[Spot], iri: str) -> Locator | None:
    """The entity itself, if its place is known; else the places of its events."""
    spots = own or [spot for row in rows("entity_places", iri) if (spot := _spot(row, text(row, "name")))]
    return locator(list(dict.fromkeys(spots))[:_SPOTS])


def _spot(row: Row, name: str) -> Spot | None:
    point = coordinates.of(row)
    return Spot(point.lat, point.lon, name, point.kind) if point else None
