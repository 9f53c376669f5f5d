"""The application: parts joined, a snapshot of the release for each request, headers, log lines."""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
import time
from pathlib import Path

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from kg.config import Settings
from kg.errors import DragomanError
from server import (
    about,
    assets,
    corrections,
    downloads,
    find,
    limits,
    pages,
    problems,
    resources,
    sparql,
    system,
    uncertain,
    vocabulary,
)
from server.clients import Clients
from server.context import CLIENTS, RELEASES, etag, in_use
from server.errors import TooSlow
from server.guard import LATE
from server.links import register
from server.reconcile import routes as reconcile
from server.releases import Releases
from server.search import routes as search

LOG = logging.getLogger("dragoman.request")
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
    # all here is public and read-only: any page may read it
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Location, Retry-After, Content-Disposition, X-Request-Id, "
    "X-Dragoman-Release, X-Dragoman-Rows, X-Dragoman-Truncated, X-Dragoman-Note",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match, Range",
    "Access-Control-Max-Age": "86400",
}


def create(settings: Settings, place: Path) -> Flask:
    """See ``server.create_app``."""
    app = Flask("server")
    app.config["MAX_CONTENT_LENGTH"] = limits.longest_body(settings)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.url_map.strict_slashes = False
    app.extensions[RELEASES] = Releases(place, settings)
    app.extensions[CLIENTS] = Clients(settings)
    app.config["STYLE"] = _digest(Path(app.root_path) / "static" / "style.css")
    parts = (
        system,
        sparql,
        search,
        find,
        reconcile,
        downloads,
        vocabulary,
        resources,
        corrections,
        about,
        uncertain,
        pages,
    )
    for part in parts:
        app.register_blueprint(part.blueprint)
    register(app)
    assets.register(app)
    corrections.register(app, settings, place)
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_end)
    app.register_error_handler(DragomanError, problems.answer)
    app.register_error_handler(HTTPException, problems.answer)
    app.register_error_handler(Exception, problems.answer)
    return app


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _begin() -> Response | None:
    """Note when and what; answer preflights and, before any work, what the client has already."""
    g.start = time.perf_counter()
    g.request_id = secrets.token_hex(8)
    if request.method == "OPTIONS":
        return Response(status=204, headers=_PREFLIGHT)
    if request.environ.get(LATE):
        raise TooSlow("The request did not come whole and in time.", "Send it again, faster.", "client_seconds")
    if request.blueprint in (None, "system"):
        return None
    in_use()
    if request.method in {"GET", "HEAD"} and request.if_none_match.contains_weak(etag()):
        return Response(status=304)
    return None


def _finish(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if g.get("own_pages_only"):  # what a form holds is for the page of this site alone
        del response.headers["Access-Control-Allow-Origin"]
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Request-Id"] = g.get("request_id", "")
    snapshot = g.get("snapshot")
    if snapshot is not None:
        response.headers["X-Dragoman-Release"] = snapshot.release.id
        if request.method in {"GET", "HEAD"} and response.status_code in {200, 303, 304}:
            _validators(response)
    if response.status_code >= 400:
        response.headers.setdefault("Cache-Control", "no-store")
    _log(response)
    return response


def _validators(response: Response) -> None:
    """The release decides what is fresh, so a cache may keep anything and has to ask."""
    if g.get("volatile"):
        response.headers["Cache-Control"] = "no-store"
        return
    response.headers.setdefault("Cache-Control", "no-cache")
    if "ETag" not in response.headers and response.status_code != 303:
        response.set_etag(etag(), weak=True)
    response.vary.add("Accept")


def _log(response: Response) -> None:
    """One JSON line: no address, no query text, nothing else that tells who asked or what for."""
    line = {
        "id": g.get("request_id", ""),
        "method": request.method,
        "route": str(request.url_rule) if request.url_rule else "",
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.get("start", time.perf_counter())) * 1000, 1),
        "bytes": response.content_length,
        "release": snapshot.release.id if (snapshot := g.get("snapshot")) else None,
    }
    LOG.info(json.dumps(line))


def _end(_: BaseException | None) -> None:
    stack = g.pop("stack", None)
    if stack is not None:
        stack.close()
