"""The application: parts joined, a snapshot of the release for each request, headers, log lines."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from kg.config import Settings
from kg.errors import DragomanError
from server import (
    about,
    assets,
    corrections,
    downloads,
    find,
    freshness,
    graphstore,
    limits,
    metrics,
    pages,
    problems,
    requestlog,
    resources,
    sparql,
    system,
    uncertain,
    values,
    vocabulary,
    warming,
)
from server.clients import Clients
from server.context import CLIENTS, RELEASES, Handed, in_use
from server.errors import TooSlow, WrongMediaType
from server.guard import LATE, REFUSED
from server.headers import HEADERS
from server.links import register
from server.reconcile import routes as reconcile
from server.releases import Releases
from server.search import routes as search
from server.writing import access as writing_access
from server.writing import routes as writing

_PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-Modified-Since, If-None-Match, "
    "If-Range, Range",
    "Access-Control-Max-Age": "86400",
}

_WHOLE_SERVER = frozenset(("*", "/*"))
"""The path of ``OPTIONS *``, which asks about the server and not about an address."""

_PARTS = (
    system,
    sparql,
    graphstore,
    search,
    find,
    values,
    reconcile,
    downloads,
    vocabulary,
    resources,
    corrections,
    about,
    uncertain,
    pages,
)


def create(settings: Settings, place: Path, opened: Callable[[], Releases] | None = None) -> Flask:
    """See ``server.create_app``. ``opened`` gives the releases when they are being opened already."""
    app = Flask("server")
    app.config["MAX_CONTENT_LENGTH"] = limits.longest_body(settings)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.url_map.strict_slashes = False
    secret = writing_access.token(settings)
    inbox = writing.opened(settings, place) if secret else None
    app.extensions[RELEASES] = opened() if opened else _releases(settings, place)
    app.extensions[CLIENTS] = Clients(settings)
    app.config["STYLE"] = _digest(Path(app.root_path) / "static" / "style.css")
    for part in _PARTS:
        app.register_blueprint(part.blueprint)
    if inbox is not None:
        writing.register(app, inbox, secret)
    register(app)
    freshness.register(app)
    metrics.register(app)
    assets.register(app)
    corrections.register(app, settings, place)
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_end)
    app.register_error_handler(DragomanError, problems.answer)
    app.register_error_handler(HTTPException, problems.answer)
    app.register_error_handler(Exception, problems.answer)
    warming.register(app)
    return app


def _releases(settings: Settings, place: Path) -> Releases:
    if not settings.store:
        return Releases(place, settings)
    # late: nobody else needs a client for HTTP, which takes a tenth of a second
    from server.remote.release import RemoteReleases  # noqa: PLC0415

    return RemoteReleases(place, settings)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _begin() -> Response | None:
    """Note when and what; answer preflights and, before any work, what the client has already."""
    handed: Handed | None = request.environ.get(Handed.KEY)
    g.start = handed.begun if handed else time.perf_counter()
    g.request_id = secrets.token_hex(8)
    if REFUSED in request.environ:
        raise request.environ[REFUSED]
    if request.method == "OPTIONS" and (request.url_rule or request.path in _WHOLE_SERVER):
        return _preflight()
    if request.environ.get(LATE):
        raise TooSlow("The request did not come whole and in time.", "Send it again, faster.", "client_seconds")
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
        raise WrongMediaType("A body that is compressed is not read here.", "Send it as it is.")
    freshness.settle_range()
    if request.blueprint in (None, "system"):
        return None
    if handed:
        g.snapshot = handed.snapshot
    in_use()
    if handed and handed.problem:
        raise handed.problem
    return Response(status=304) if freshness.known() else None


def _preflight() -> Response:
    """What may be done here, for who asks first."""
    allowed = current_app.create_url_adapter(request).allowed_methods()  # type: ignore[union-attr]
    methods = ", ".join(sorted(allowed or ("GET", "HEAD", "OPTIONS", "POST")))
    response = Response(status=204, headers={**_PREFLIGHT, "Allow": methods, "Access-Control-Allow-Methods": methods})
    del response.headers["Content-Type"]
    return response


def _finish(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if g.get("own_pages_only"):  # what a form holds is for the page of this site alone
        del response.headers["Access-Control-Allow-Origin"]
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Request-Id"] = g.get("request_id", "")
    snapshot = g.get("snapshot")
    if snapshot is not None:
        # a write tells of the release that it made
        response.headers.setdefault("X-Dragoman-Release", snapshot.release.id)
    response = freshness.finish(response, current_app)
    metrics.note(response)
    _log(response)
    return response


def _log(response: Response) -> None:
    """A line for the log."""
    snapshot = g.get("snapshot")
    line = requestlog.Line(
        id=g.get("request_id", ""),
        method=metrics.method(),
        route=str(request.url_rule) if request.url_rule else "",
        status=response.status_code,
        ms=requestlog.milliseconds(time.perf_counter() - g.get("start", time.perf_counter())),
        bytes=response.content_length,
        problem=g.get("problem"),
        cached=g.get("cached"),
        release=snapshot.release.id if snapshot else None,
    )
    requestlog.write(line)


def _end(_: BaseException | None) -> None:
    stack = g.pop("stack", None)
    if stack is not None:
        stack.close()
