"""The short way for what comes most: a query by GET from a program. The same answer as the long way, at a fraction.

Middleware between the guard and the application. It takes a query that is plain (nothing but ``query`` and ``format``)
and answers it with the very headers, limits, figures and log line that the application would give; all else goes on to
the application. So do failures, to be reported in one place, and answers that have to be compressed.
"""

from __future__ import annotations

import random
import time
from binascii import a2b_qp
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from flask import Flask
from werkzeug.http import http_date, parse_etags

from kg.errors import DragomanError
from server import freshness, limits, metrics, requestlog
from server.clients import Clients, client_of
from server.context import CLIENTS, RELEASES, Handed, tag
from server.guard import REFUSED
from server.headers import HEADERS
from server.negotiate import Media, candidates, choose
from server.releases import Releases, Snapshot
from server.wire import Answer

Environ = dict[str, Any]
WSGI = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
_PATH = "/sparql"
_ALWAYS = tuple(HEADERS.items())
_VARY = ("Vary", "Accept, Accept-Encoding")
_KINDS = {"select": "solutions", "ask": "boolean", "construct": "graph", "describe": "graph"}
_RANDOM = random.Random()  # noqa: S311 - numbers of requests; asking the kernel for each would cost more
_LONGEST = 500
"""Characters of Accept; who sends more is served all the same, the long way."""
_ELSEWHERE = frozenset((REFUSED, "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE",
                        "HTTP_CONTENT_ENCODING", "HTTP_TRANSFER_ENCODING", "CONTENT_LENGTH"))  # fmt: skip
"""What a plain request does not have."""


class Express:
    """WSGI middleware around the application of ``create_app``."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._releases: Releases = app.extensions[RELEASES]
        self._clients: Clients = app.extensions[CLIENTS]
        self._figures = metrics.of(app).route(_PATH)

    def __call__(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a plain query; hand all else to the application."""
        asked = _plain(environ)
        if asked is None:
            return self._app(environ, start)
        begun = time.perf_counter()
        with self._releases.use() as snapshot:
            if snapshot.release.remote or not snapshot.fixed:
                return self._app(environ, start)
            mark = tag(snapshot, f"{_PATH}?{environ['QUERY_STRING']}", environ.get("HTTP_ACCEPT", ""))
            sent = environ.get("HTTP_IF_NONE_MATCH")
            if sent and parse_etags(sent).contains_weak(mark):
                return self._same(start, snapshot, mark, begun)
            media = _ready(*asked, environ, snapshot)
            if media is None:
                return self._app(environ, start)
            try:
                answer, cached = self._answer(environ, snapshot, asked[0], media)
            except DragomanError as problem:
                environ[Handed.KEY] = Handed(snapshot, begun, problem=problem)
                return self._app(environ, start)
            if len(answer.body) >= freshness.SMALL and environ.get("HTTP_ACCEPT_ENCODING"):
                environ[Handed.KEY] = Handed(snapshot, begun, answer, cached)
                return self._app(environ, start)
            return self._whole(start, snapshot, (answer, cached, media), mark, begun)

    def _answer(self, environ: Environ, snapshot: Snapshot, text: str, media: Media) -> tuple[Answer, bool]:
        with self._clients.query(client_of(environ.get("REMOTE_ADDR", ""))):
            return snapshot.visit(snapshot.task(text, media.key), keep=True)

    def _same(self, start: Callable[..., Any], snapshot: Snapshot, mark: str, begun: float) -> list[bytes]:
        """304: the client has it already."""
        number = _number()
        start("304 NOT MODIFIED", [*_ALWAYS, *_marks(snapshot, number, mark)])
        self._note(number, snapshot, begun, None)
        return [b""]

    def _whole(self, start: Callable[..., Any], snapshot: Snapshot, found: tuple[Answer, bool, Media], mark: str,
               begun: float) -> list[bytes]:  # fmt: skip
        """200, with the answer."""
        answer, cached, media = found
        number = _number()
        headers = [
            ("Content-Type", media.header),
            ("Content-Length", str(len(answer.body))),
            ("X-Dragoman-Rows", str(answer.rows)),
            *_ALWAYS,
            *_marks(snapshot, number, mark),
            ("Last-Modified", _date(int(freshness.changed(snapshot)))),
        ]
        if answer.cut:
            limit = getattr(snapshot.settings, f"query_{answer.cut}")
            headers.append(("X-Dragoman-Truncated", f"query_{answer.cut}={limit}"))
        start("200 OK", headers)
        self._note(number, snapshot, begun, (answer, cached))
        return [answer.body]

    def _note(self, number: str, snapshot: Snapshot, begun: float, found: tuple[Answer, bool] | None) -> None:
        """Count and log, like the application does."""
        seconds = time.perf_counter() - begun
        if found:
            answer, cached = found
            status, size = 200, len(answer.body)
            self._figures.note(metrics.Noted(status, seconds, cached, answer.rows, answer.cut))
        else:
            status, size, cached = 304, None, None
            self._figures.note(metrics.Noted(status, seconds))
        took = requestlog.milliseconds(seconds)
        requestlog.write(requestlog.Line(number, "GET", _PATH, status, took, size, None, cached, snapshot.release.id))


def _number() -> str:
    """An id for the log, of the kind that the application gives. Nobody is kept from guessing it."""
    return f"{_RANDOM.getrandbits(64):016x}"


def _plain(environ: Environ) -> tuple[str, str | None] | None:
    """The query and the format of a plain request; None for any other, which the application understands better."""
    if environ["PATH_INFO"] != _PATH or environ["REQUEST_METHOD"] != "GET" or environ.get("SCRIPT_NAME"):
        return None
    unusual = not environ.keys().isdisjoint(_ELSEWHERE) and any(map(environ.get, _ELSEWHERE))
    if unusual or "*" in environ.get("HTTP_IF_NONE_MATCH", ""):
        return None
    found: dict[str, str] = {}
    for pair in environ.get("QUERY_STRING", "").split("&", 3):
        name, _, value = pair.partition("=")
        decoded = _decoded(value)
        if name in found or name not in {"query", "format"} or decoded is None:
            return None
        found[name] = decoded
    return (found["query"], found.get("format")) if "query" in found else None


def _decoded(value: str) -> str | None:
    """A percent-encoded value; None for one that is not plain UTF-8, or not plainly encoded.

    The library's own way is written in Python and takes ten times as long, so the one of quoted-printable, which is in
    C and differs by the sign only, is borrowed; the length tells whether it has taken every sign for what it was.
    """
    if not value.isascii() or "\n" in value or "\r" in value:
        return None
    try:
        raw = a2b_qp(value.replace("+", " ").replace("=", "=3D").replace("%", "="))
        return raw.decode() if len(raw) == len(value) - 2 * value.count("%") else None
    except ValueError:
        return None


def _ready(text: str, format: str | None, environ: Environ, snapshot: Snapshot) -> Media | None:
    """The format of the answer; None when the query needs a closer look."""
    accept = environ.get("HTTP_ACCEPT", "")
    if len(text) > snapshot.settings.query_chars or len(accept) > _LONGEST:
        return None
    form = limits.glance(text, snapshot.settings)
    return _media(accept, format, form) if form else None


@lru_cache(maxsize=256)
def _media(accept: str, format: str | None, form: limits.Form) -> Media | None:
    """The format of the answer; None for a page, and for one that cannot be had."""
    offered = candidates(_KINDS[form])
    # as the long way does: a browser gets a page whatever the form of the query
    pages = (*candidates("solutions"), *(media for media in candidates("graph") if media.key != "html"))
    try:
        if choose(accept or "application/json", format, pages).key == "html":
            return None
        media = choose(accept, format, offered)
    except DragomanError:
        return None
    return None if media.key == "html" else media


def _marks(snapshot: Snapshot, number: str, mark: str) -> tuple[tuple[str, str], ...]:
    return (
        ("X-Request-Id", number),
        ("X-Dragoman-Release", snapshot.release.id),
        ("Cache-Control", freshness.control(snapshot.settings)),
        ("ETag", f'W/"{mark}"'),
        _VARY,
    )


@lru_cache(maxsize=4)
def _date(seconds: int) -> str:
    return http_date(seconds)
