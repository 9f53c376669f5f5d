"""A page for each kind of thing: which queries it needs and which template shows them."""

from __future__ import annotations

from typing import Any

from flask import render_template

from server import reading
from server.links import tail
from server.rows import Grouped, by, first, rows
from server.tables import Row

SHOWN_CLAIMS = 100
_ALTERNATES = (("ttl", "text/turtle"), ("jsonld", "application/ld+json"))


def render(path: str, iri: str) -> str:
    """The page of what ``iri`` names. ``path`` is its part below ``/page/``."""
    kind = path.partition("/")[0]
    template, build = _VIEWS.get(kind, ("resource.html", _anything))
    return render_template(template, iri=iri, path=path, kind=kind, alternates=_ALTERNATES, **build(iri))


def _anything(iri: str) -> dict[str, Any]:
    """Every fact about a thing, and what points to it."""
    facts = rows("facts", iri)
    return {"facts": facts, "incoming": rows("incoming", iri), "title": _title(facts, iri)}


def _title(facts: tuple[Row, ...], iri: str) -> str:
    for name in ("#label", "#prefLabel", "/title"):
        found = [fact["value"] for fact in facts if fact["property"].value.endswith(name)]
        if found:  # the language of the pages first: a term of the vocabulary has its name in five
            return min(found, key=lambda value: value.language != "en").value
    return tail(iri)


def _claimable(iri: str) -> dict[str, Any]:
    """An event, statement, situation or quantity: what it is, who takes part, when, how many, who says so."""
    facts = rows("facts", iri)
    claims = by(rows("claims_about", iri), "claim")
    title = _title(facts, iri)
    known: dict[str, list[Row]] = {}
    for fact in facts:
        known.setdefault(tail(fact["property"].value), []).append(fact)
    participants = rows("participants", iri)
    times = rows("times", iri)
    return {
        "facts": facts,
        "known": known,
        "title": title,
        "claims": claims[:SHOWN_CLAIMS],
        "more_claims": max(0, len(claims) - SHOWN_CLAIMS),
        "participants": participants,
        "times": times,
        "numbers": by(rows("numbers", iri), "quantity"),
        "incoming": rows("incoming", iri),
        "sentence": _sentence(known, participants, times),
    }


def _sentence(known: dict[str, list[Row]], participants: tuple[Row, ...], times: tuple[Row, ...]) -> dict[str, Any]:
    """The parts of the one-sentence summary: names by role, place and time in words."""
    roles: dict[str, list[Row]] = {}
    for row in participants:
        same = roles.setdefault(tail(row["role"].value), [])
        if row["entity"] not in [other["entity"] for other in same]:
            same.append(row)
    status = known.get("status")
    return {
        "type": tail(known["eventType"][0]["value"].value) if known.get("eventType") else "",
        "status": tail(status[0]["value"].value) if status else "",
        "roles": roles,
        "time": first(times),
    }


def _entity(iri: str) -> dict[str, Any]:
    facts = rows("facts", iri)
    return {
        "facts": facts,
        "title": _title(facts, iri),
        "types": [row["type"] for row in rows("entity_types", iri)],
        "aliases": [fact["value"] for fact in facts if fact["property"].value.endswith("#altLabel")],
        "events": rows("entity_events", iri),
        "situations": rows("entity_situations", iri),
        "statements": rows("entity_statements", iri),
        "claims": rows("entity_claims", iri),
        "links": rows("entity_links", iri),
        "articles": rows("entity_articles", iri),
        "numbers": by(rows("numbers", iri), "quantity"),
    }


def _claim(iri: str) -> dict[str, Any]:
    found = by(rows("claim", iri), "claim")
    return {"claim": found[0] if found else Grouped({}), "facts": rows("facts", iri)}


def _passage(iri: str) -> dict[str, Any]:
    found = rows("passage", iri)
    return {"passage": first(found), "claims": rows("passage_claims", iri), "incoming": rows("incoming", iri)}


def _graph(iri: str) -> dict[str, Any]:
    return {"triples": first(rows("graph_size", iri))["triples"].value, "subjects": rows("graph", iri)}


_VIEWS = {
    "event": ("claimable.html", _claimable),
    "statement": ("claimable.html", _claimable),
    "situation": ("claimable.html", _claimable),
    "quantity": ("claimable.html", _claimable),
    "entity": ("entity.html", _entity),
    "article": ("article.html", reading.article),
    "claim": ("claim.html", _claim),
    "passage": ("passage.html", _passage),
    "graph": ("graph.html", _graph),
}
