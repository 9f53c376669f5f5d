"""From IRIs to addresses of this server and back; the filters that templates use."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlencode

from flask import Flask, current_app, g, request, url_for

from server.context import in_use
from server.phrases import amount, day, measure, size, span, vagueness, when, words
from server.prefixes import CODE, DM, ONTOLOGY, short

_ILLEGAL = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_STATUS = {"actual": "●", "planned": "◷", "possible": "?", "negated": "✕"}
_NAVIGATION = (
    ("/events", "Events"), ("/map", "Map"), ("/timeline", "Timeline"), ("/network", "Network"), ("/search", "Search"),
    ("/queries", "Questions"), ("/sparql", "SPARQL"), ("/download", "Downloads"), ("/about", "About"),
)  # fmt: skip
_MORE = (
    ("/entities", "People, states, groups, places"), ("/articles", "Articles"), ("/claims", "Claims"),
    ("/statements", "Statements"), ("/ontology", "Ontology"), ("/corrections", "Corrections"),
    ("/links/review", "Uncertain links"), ("/reconcile", "Names in a spreadsheet"),
)  # fmt: skip
_KINDS = {"event": "event", "statement": "statement", "situation": "office or relation", "quantity": "number"}
_MEANING = {
    "actual": "reported as having happened",
    "planned": "planned, not reported as having happened",
    "possible": "feared, claimed to be possible or uncertain",
    "negated": "denied or said not to have happened",
}
_ROLES = {"actor": "who does it", "recipient": "to whom it is done"}


def path_of(iri: str) -> str | None:
    """The path of an IRI below ``/page/`` and ``/data/``: ``event/…``, ``graph/…``, ``code/…``; None for others."""
    base = in_use().release.base_iri
    iri = iri.partition("#")[0]
    if iri.startswith(base + "id/"):
        return iri.removeprefix(base + "id/") or None
    if iri.startswith(base + "graph/"):
        return iri.removeprefix(base)
    if iri.startswith(CODE) and iri != CODE:
        return "code/" + iri.removeprefix(CODE)
    return None


def iri_of(path: str) -> str | None:
    """The IRI that a path below ``/page/`` or ``/data/`` speaks of; None when it cannot be one.

    Characters that the server has decoded on the way in are encoded again, since IRIs are compared as text.
    """
    if _ILLEGAL.search(path):
        path = quote(path, safe="/:@!$&'()*+,;=-._~%")
    base = in_use().release.base_iri
    if not path or path.startswith("/"):
        return None
    if path.startswith("graph/"):
        return base + path
    if path.startswith("code/"):
        return CODE + path.removeprefix("code/")
    return f"{base}id/{path}"


def href(iri: str) -> str | None:
    """Where a link to an IRI leads: a page of this server, else the web address itself; None when it is no such."""
    if iri.startswith(DM):
        return url_for("vocabulary.ontology", _anchor=iri.removeprefix(DM))
    if iri == ONTOLOGY or iri.startswith(ONTOLOGY + "/"):
        return url_for("vocabulary.ontology", module=iri.removeprefix(ONTOLOGY).strip("/") or None)
    path = path_of(iri)
    if path is not None:
        anchor = iri.partition("#")[2] or None
        return url_for("resources.page", path=unquote(path), _anchor=anchor)
    # anything else, a script for one, must not become a link
    return iri if iri.startswith(("https://", "http://")) else None


def tail(iri: str) -> str:
    """The last part of an IRI: what a code or class is called."""
    return re.split(r"[/#]", str(iri).rstrip("/#"))[-1]


def in_article(passage: str) -> str | None:
    """Where a passage stands in the reader of its article, by the key and the place in its IRI; else its own page."""
    place = place_of(str(passage))
    if not place:
        return href(str(passage))
    return url_for("resources.page", path=f"article/{place[0]}", at=f"{place[1]}-{place[2]}", _anchor="here")


def place_of(passage: str) -> tuple[str, int, int] | None:
    """What the IRI of a passage tells: the key of its article and the place in it, in code points."""
    found = re.fullmatch(r"passage/([^/]+)-(\d{1,9})-(\d{1,9})", path_of(passage) or "")
    return (found[1], int(found[2]), int(found[3])) if found else None


def name_of(iri: str) -> str:
    """An IRI for people: ``dm:Event``, ``claim/…`` for one of our own, else the IRI."""
    path = path_of(iri)
    if path is None:
        return short(iri)
    return path if path.startswith("code/") else path + iri[len(iri.partition("#")[0]) :]


def sparql(query: str, format: str | None = None) -> str:
    """The endpoint's address with a query."""
    return url_for("sparql.endpoint", query=query, format=format)


def navigation(more: bool = False) -> list[tuple[str, str]]:
    """Address and name of the main pages (with ``more`` of the others) that this server has."""
    served = current_app.url_map.bind("")
    return [(path, text) for path, text in (_MORE if more else _NAVIGATION) if served.test(path, "GET")]


def correction(iri: str) -> str | None:
    """Where a visitor can say what is wrong with a claim; None where corrections are not taken."""
    served = current_app.url_map.bind("").test("/corrections/new", "GET")
    return f"/corrections/new?{urlencode({'claim': iri})}" if served else None


def print_note() -> str:
    """What a page on paper has at its end: its address and the release; nothing while no release is read."""
    snapshot = g.get("snapshot")
    return f"{request.url} · Dragoman, release {snapshot.release.id}" if snapshot else ""


def register(app: Flask) -> None:
    """Make all of the above known to templates."""
    app.jinja_env.filters.update(
        href=href, short=name_of, tail=tail, words=words, amount=amount, size=size, day=day, in_article=in_article
    )
    app.jinja_env.globals.update(
        span=span,
        when=when,
        vagueness=vagueness,
        measure=measure,
        sparql=sparql,
        navigation=navigation,
        correction=correction,
        print_note=print_note,
        status_icons=_STATUS,
        status_meaning=_MEANING,
        kind_words=_KINDS,
        role_meaning=_ROLES,
        style=app.config["STYLE"],
    )
