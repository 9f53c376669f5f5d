"""What caches may keep: tags and times of answers, 304 for who has them already, compression on the way."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, request
from flask_compress import Compress
from werkzeug.http import is_resource_modified

from kg.config import Settings
from server import problems
from server.context import etag, in_use
from server.errors import PreconditionFailed
from server.negotiate import MEDIA
from server.releases import Snapshot

_COMPRESS = "dragoman-compress"
_TEXT = ("text/html", "text/plain", "text/css", "text/javascript", "application/json", "application/problem+json",
         "application/geo+json", "image/svg+xml")  # fmt: skip
_ENCODINGS = ["zstd", "br", "gzip"]
SMALL = 1024
"""Bytes below which compression gains nothing."""


def register(app: Flask) -> None:
    """Compress answers with zstd, br or gzip, whichever a client likes best. Files of a release go as they are."""
    app.config["COMPRESS_REGISTER"] = False
    app.config["COMPRESS_ALGORITHM"] = _ENCODINGS
    app.config["COMPRESS_MIMETYPES"] = [*_TEXT, *(media.type for media in MEDIA)]
    app.config["COMPRESS_MIN_SIZE"] = SMALL
    app.config["COMPRESS_STREAMS"] = False
    app.config["COMPRESS_EVALUATE_CONDITIONAL_REQUEST"] = False
    app.extensions[_COMPRESS] = Compress(app)


def known() -> bool:
    """Whether the client has the very answer already; told from its tag alone, before any work."""
    if not in_use().fixed:
        return False
    tags = request.if_none_match
    # who sends * may have any answer, also one to something that does not exist
    return request.method in {"GET", "HEAD"} and not tags.star_tag and tags.contains_weak(etag())


def settle_range() -> None:
    """Forget a Range that RFC 9110 wants ignored: on HEAD, in units unknown here, of several parts, or not readable."""
    asked = request.range if "HTTP_RANGE" in request.environ else None
    if request.method != "GET" or asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        request.environ.pop("HTTP_RANGE", None)


def finish(response: Response, app: Flask) -> Response:
    """Give an answer from the release its tag and time, make it a 304 if the client has it, compress what is left."""
    readable = request.method in {"GET", "HEAD"}
    if readable and "snapshot" in g:
        if response.status_code in {200, 303, 304}:
            _validators(response)
        if _another(response):
            _refuse(response)
        elif response.status_code == 200 and not response.is_streamed:
            _conditional(response)
    if response.status_code >= 400:
        response.headers.setdefault("Cache-Control", "no-store")
    response.vary.add("Accept-Encoding")
    # the library would also take what is ruled out by q=0
    if request.accept_encodings.best_match(_ENCODINGS) is None:
        return response
    compress: Compress = app.extensions[_COMPRESS]
    return compress.after_request(response)


def _validators(response: Response) -> None:
    """The release decides what is fresh, so a cache may keep anything and has to ask, unless a setting says for how
    long it need not."""
    if _fleeting():
        response.headers["Cache-Control"] = "no-store"
        return
    response.headers.setdefault("Cache-Control", control(in_use().settings))
    if "ETag" not in response.headers and response.status_code != 303:
        response.set_etag(etag(), weak=True)
    # pages also show corrections, which come between two releases: for them the tag alone counts
    if response.status_code != 303 and response.mimetype != "text/html":
        response.last_modified = modified()
    response.vary.add("Accept")


def _conditional(response: Response) -> None:
    """304 instead of an answer that has not changed. Only answers that exist are asked for: a 404 stays one."""
    if _fleeting():
        return
    tag = response.headers.get("ETag")
    # the library takes If-Match for a reason to send nothing
    environ = {name: value for name, value in request.environ.items() if name != "HTTP_IF_MATCH"}
    if not is_resource_modified(environ, etag=tag, last_modified=response.last_modified):
        response.status_code = 304
        response.set_data(b"")
        del response.headers["Content-Length"]
        del response.headers["Content-Type"]


def _another(response: Response) -> bool:
    """Whether the client wanted to be sure of a version that this is not."""
    if response.status_code == 412:
        return True
    if response.status_code not in {200, 206, 304}:
        return False
    if request.headers.get("If-Match"):
        tag, weak = response.get_etag()
        return not (request.if_match.star_tag or (tag and not weak and request.if_match.is_strong(tag)))
    until, changed = request.if_unmodified_since, response.last_modified
    return bool(until and changed and changed > until)


def _refuse(response: Response) -> None:
    report = problems.answer(
        PreconditionFailed("What is here now is another version than the request names.", "Ask without If-Match.")
    )
    with suppress(AttributeError):
        response.response.close()  # type: ignore[union-attr]
    response.status_code = report.status_code
    response.direct_passthrough = False
    response.set_data(report.get_data())
    response.content_type = report.content_type
    for name in ("ETag", "Last-Modified", "Cache-Control", "Content-Disposition", "Content-Range"):
        response.headers.pop(name, None)


def _fleeting() -> bool:
    """Whether the same request may have another answer soon, though the release is the same or has no name."""
    return bool(g.get("volatile")) or not in_use().fixed


def control(settings: Settings) -> str:
    """Cache-Control of what a release says."""
    return f"public, max-age={settings.cache_seconds}" if settings.cache_seconds else "public, no-cache"


def modified() -> datetime:
    """When what is served here last changed: the release was put in its place, or the program was."""
    return datetime.fromtimestamp(changed(in_use()), UTC).replace(microsecond=0)


def changed(snapshot: Snapshot) -> float:
    """The same in seconds since 1970."""
    return max(snapshot.since, _installed())


@cache
def _installed() -> float:
    files = (path.stat().st_mtime for path in Path(__file__).parent.rglob("*") if path.suffix in {".py", ".html"})
    return max(files, default=0.0)
