"""``/reconcile`` over HTTP: over the release's entities, and at ``/reconcile/catalogue`` over the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from flask import Blueprint, Response, g, render_template, request, url_for

from server.context import client, clients, decoded, in_use, one, query_string
from server.errors import BadRequest, Busy, NotFound, WrongMediaType
from server.negotiate import BY_KEY, Media, choose
from server.reconcile import batch, extend, manifest
from server.reconcile.model import Kind, Property, Source, Thing
from server.search.words import fold

blueprint = Blueprint("reconcile", __name__)
_AT_ONCE = 2
_WAIT = 10.0
"""Batches answered at once, and seconds that others wait for their turn: clients send one after the other."""
_MOST_SUGGESTED = 50
_SUGGESTED = 10
_TURNS = BoundedSemaphore(_AT_ONCE)
_FORM = "application/x-www-form-urlencoded"
_FORMATS = (Media("json", frozenset(), "application/json", "json", "JSON"), BY_KEY["html"])
"""Of the manifest: a person who opens the address in a browser reads how to use it."""
_FRAMED = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
"""A preview is made to be shown within the pages of other tools, and can do nothing there."""
_SOURCES = "<any(catalogue):source>"


@blueprint.route("/reconcile", methods=["GET", "POST"], defaults={"source": "entities"})
@blueprint.route(f"/reconcile/{_SOURCES}", methods=["GET", "POST"])
def service(source: str) -> Response:
    """The manifest, or the answer to ``queries`` or ``extend``."""
    known, parameters = _source(source), _parameters()
    queries, wanted = one(parameters, "queries"), one(parameters, "extend")
    if queries is not None and wanted is not None:
        raise BadRequest("The request has both queries and an extension.", "Send one of them.")
    if queries is not None:
        asked = batch.read(queries)
        with clients().query(client()), _turn():
            return _json(batch.answer(asked, known))
    if wanted is not None:
        with clients().query(client()), _turn():
            return _json(extend.extend(wanted, known))
    if request.method == "POST":
        raise BadRequest("The form has neither queries nor extend.", "Send queries=…, JSON percent-encoded as UTF-8.")
    if choose(request.headers.get("Accept"), one(parameters, "format"), _FORMATS).key == "html":
        return Response(render_template("reconcile.html", source=source, most=batch.MOST_QUERIES))
    return _json(manifest.manifest(source, known.about(), {kind.id: kind.name for kind in known.kinds()}))


@blueprint.get("/reconcile/suggest/<any(entity, type, property):what>", defaults={"source": "entities"})
@blueprint.get(f"/reconcile/{_SOURCES}/suggest/<any(entity, type, property):what>")
def suggest(source: str, what: str) -> Response:
    """Things, classes or properties that begin like ``prefix``."""
    parameters = query_string()
    prefix = (one(parameters, "prefix") or "").strip()[:200]
    cursor = _number(parameters, "cursor", 0, 10_000)
    known = _source(source)
    names = {kind.id: kind.name for kind in known.kinds()}
    found: list[dict[str, Any]]
    if what == "entity":
        things = known.starting(prefix, cursor + _SUGGESTED) if prefix else ()
        found = [_suggested(thing, names) for thing in things]
    else:
        offered: list[Kind | Property] = [*(known.kinds() if what == "type" else known.properties())]
        found = [_described(about, names) for about in offered if _begins(about, prefix)]
    return _json({"result": found[cursor : cursor + _SUGGESTED]})


@blueprint.get("/reconcile/properties", defaults={"source": "entities"})
@blueprint.get(f"/reconcile/{_SOURCES}/properties")
def propose(source: str) -> Response:
    """The properties that things of the class ``type`` have."""
    parameters = query_string()
    kind, limit = one(parameters, "type") or "", _number(parameters, "limit", _MOST_SUGGESTED, 1000)
    found = [{"id": about.id, "name": about.name} for about in _source(source).properties(kind)][:limit]
    return _json({"type": kind, "properties": found, "limit": limit} if kind else {"properties": found, "limit": limit})


@blueprint.get("/reconcile/preview", defaults={"source": "entities"})
@blueprint.get(f"/reconcile/{_SOURCES}/preview")
def preview(source: str) -> Response:
    """A small page on one thing, for the frame of another tool."""
    name, known = one(query_string(), "id") or "", _source(source)
    thing = known.things([name]).get(name)
    if thing is None:
        raise NotFound(f"There is nothing with the identifier {name[:80]!r} here.", "See the manifest at /reconcile.")
    names = {kind.id: kind.name for kind in known.kinds()}
    width, height = manifest.PREVIEW
    page = render_template(
        "preview.html",
        thing=thing,
        kinds=[names.get(kind, kind) for kind in thing.kinds[:3]],
        address=known.about().view.replace("{{id}}", name),
        width=width,
        height=height,
    )
    # somebody who is named in one article only must not become known by a search engine
    return Response(page, headers={"Content-Security-Policy": _FRAMED, "X-Robots-Tag": "noindex"})


def _source(name: str) -> Source:
    # late: the catalogue brings tens of thousands of records with it, which few servers are asked for
    if name == "catalogue":
        from server.reconcile.catalogue import items  # noqa: PLC0415

        # the catalogue is no part of the release, so the release's tag says nothing of it
        g.volatile = True
        return items(in_use().settings.catalogue)
    from server.reconcile.entities import Entities  # noqa: PLC0415

    page = url_for("resources.page", path="entity/0", _external=True).removesuffix("0") + "{{id}}"
    return Entities(in_use(), page)


def _parameters() -> dict[str, list[str]]:
    if request.method != "POST":
        return query_string()
    if request.mimetype != _FORM:
        raise WrongMediaType(f"A body of type {request.mimetype or '(none)'} is not read here.", f"Send {_FORM}.")
    return decoded(request.get_data())


@contextmanager
def _turn() -> Iterator[None]:
    """One of the places for batches. Raises Busy."""
    if not _TURNS.acquire(timeout=_WAIT):
        raise Busy(
            f"{_AT_ONCE} batches are being answered, and no turn came within {_WAIT:g} seconds.",
            "Send one batch after the other.",
            "reconcile",
        )
    try:
        yield
    finally:
        _TURNS.release()


def _number(parameters: dict[str, list[str]], name: str, default: int, most: int) -> int:
    text = one(parameters, name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and int(text[:9]) <= most):
        raise BadRequest(f"{text[:20]!r} is no {name}.", f"Give a number from 0 to {most}.")
    return int(text)


def _suggested(thing: Thing, names: dict[str, str]) -> dict[str, Any]:
    kinds = [{"id": kind, "name": names.get(kind, kind)} for kind in thing.kinds]
    return {"id": thing.id, "name": thing.name, "description": thing.description, "notable": kinds}


def _described(about: Kind | Property, names: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"id": about.id, "name": about.name}
    if about.description:
        found["description"] = about.description
    if isinstance(about, Kind) and about.broader:
        found["broader"] = [{"id": name, "name": names.get(name, name)} for name in about.broader]
    return found


def _begins(about: Kind | Property, prefix: str) -> bool:
    wanted = fold(prefix)
    if about.id.lower().startswith(prefix.lower()) or not wanted:
        return True
    words = fold(about.name)
    return words.startswith(wanted) or f" {wanted}" in f" {words}"


def _json(document: Any) -> Response:
    body = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, content_type="application/json; charset=utf-8")
