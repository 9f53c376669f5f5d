"""A page for each kind of thing: which queries it needs and which template shows them."""

from __future__ import annotations

from typing import Any

from flask import render_template

from server import profile, reading, telling
from server.links import tail
from server.rows import Grouped, by, first, labelled, rows
from server.tables import Row

_ALTERNATES = (("ttl", "text/turtle"), ("jsonld", "application/ld+json"))


def render(path: str, iri: str) -> str:
    """The page of what ``iri`` names. ``path`` is its part below ``/page/``."""
    kind = path.partition("/")[0]
    template, build = _VIEWS.get(kind, ("resource.html", _anything))
    return render_template(template, iri=iri, path=path, kind=kind, alternates=_ALTERNATES, **build(iri))


def _anything(iri: str) -> dict[str, Any]:
    """Every fact about a thing, and what points to it."""
    facts = labelled(rows("facts", iri), "value")
    return {"facts": facts, "incoming": labelled(rows("incoming", iri), "subject"), "title": _title(facts, iri)}


def _title(facts: tuple[Row, ...], iri: str) -> str:
    for name in ("#label", "#prefLabel", "/title"):
        found = [fact["value"] for fact in facts if fact["property"].value.endswith(name)]
        if found:  # the language of the pages first: a term of the vocabulary has its name in five
            return min(found, key=lambda value: value.language != "en").value
    return tail(iri)


def _claim(iri: str) -> dict[str, Any]:
    found = by(rows("claim", iri), "claim")
    return {"claim": found[0] if found else Grouped({}), "facts": labelled(rows("facts", iri), "value")}


def _passage(iri: str) -> dict[str, Any]:
    found = rows("passage", iri)
    return {
        "passage": first(found),
        "claims": rows("passage_claims", iri),
        "incoming": labelled(rows("incoming", iri), "subject"),
    }


def _graph(iri: str) -> dict[str, Any]:
    return {"triples": first(rows("graph_size", iri))["triples"].value, "subjects": rows("graph", iri)}


_VIEWS = {
    "event": ("claimable.html", telling.claimable),
    "statement": ("claimable.html", telling.claimable),
    "situation": ("claimable.html", telling.claimable),
    "quantity": ("claimable.html", telling.claimable),
    "entity": ("entity.html", profile.entity),
    "article": ("article.html", reading.article),
    "claim": ("claim.html", _claim),
    "passage": ("passage.html", _passage),
    "graph": ("graph.html", _graph),
}
