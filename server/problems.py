"""Errors as answers: problem reports for programs (RFC 9457), a page for people, plain text for who wants that."""

from __future__ import annotations

import json
import logging

from flask import Response, g, render_template, request, url_for
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestedRangeNotSatisfiable, RequestEntityTooLarge

from kg.errors import DragomanError
from server import errors
from server.negotiate import Media, choose

_LOG = logging.getLogger("dragoman.server")
_ANY = frozenset(("problem",))
_FORMATS = (
    Media("problem", _ANY, "application/problem+json", "json", "JSON", ("application/json",), charset=False),
    Media("html", _ANY, "text/html", "html", "HTML", ("application/xhtml+xml",)),
    Media("text", _ANY, "text/plain", "txt", "text"),
)
_RETRY_SECONDS = 5
_DRAINED = 16 * 1024 * 1024


def answer(error: Exception) -> Response:
    """The response for any failure, in the form that the client reads."""
    if isinstance(error, HTTPException) and error.code is not None and error.code < 400:
        return Response(status=error.code, headers=dict(error.get_headers()))
    if isinstance(error, RequestEntityTooLarge):
        _drain()
    known = _typed(error)
    status = errors.status_of(known)
    g.problem = status.name
    report = _report(known, status)
    media = _format()
    if media.key == "html":
        body = render_template("error.html", report=report, title=status.title)
    elif media.key == "text":
        body = "\n".join(filter(None, [f"{status.code} {status.title}", known.message, known.cure])) + "\n"
    else:
        body = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    response = Response(body, status.code, content_type=media.header)
    again = isinstance(known, errors.Busy | errors.QueryTimeout | errors.TooMany)
    if again or status.name.endswith("-unavailable"):
        response.headers["Retry-After"] = str(getattr(known, "wait", 0) or _RETRY_SECONDS)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if isinstance(known, errors.NotAuthorized):
        response.headers["WWW-Authenticate"] = 'Bearer realm="dragoman"'
    if isinstance(error, RequestedRangeNotSatisfiable) and error.length is not None:
        response.headers["Content-Range"] = f"{error.units} */{error.length}"
    response.vary.add("Accept")
    return response


def _drain() -> None:
    """Read what a client still sends of a body that is too long, so that it gets to read the answer."""
    # some servers wait for more than was announced
    stream, left = request.environ["wsgi.input"], min(request.content_length or _DRAINED, _DRAINED)
    while left > 0 and (chunk := stream.read(min(left, 1 << 16))):
        left -= len(chunk)


def _typed(error: Exception) -> DragomanError:
    """The error as one of ours; strangers are logged with their traceback and told nothing about."""
    if isinstance(error, DragomanError):
        return error
    if isinstance(error, HTTPException) and error.code is not None and error.code < 500:
        return _of_http(error)
    _LOG.error("request %s failed", g.get("request_id", ""), exc_info=error)
    return DragomanError("The server failed on this request.", "Please report it with the id below.")


def _of_http(error: HTTPException) -> DragomanError:
    if isinstance(error, MethodNotAllowed):
        return errors.MethodRefused(f"{request.method} is not possible at {request.path}.", "See the header Allow.")
    if isinstance(error, RequestEntityTooLarge):
        return errors.QueryTooLong("The body of the request is too long.", "The limit is the setting query_chars.")
    if isinstance(error, RequestedRangeNotSatisfiable):
        return errors.RangeRefused("The file ends before the part that was asked for.", "See Content-Range.")
    if error.code == 404:
        return errors.NotFound(f"There is nothing at {request.path}.", "The home page leads to all there is.")
    return errors.BadRequest("The request cannot be understood.")


def _report(error: DragomanError, status: errors.Status) -> dict[str, str | int]:
    report: dict[str, str | int] = {
        "type": url_for("system.problem_types", _anchor=status.name),
        "title": status.title,
        "status": status.code,
        "detail": error.message,
    }
    if error.cure:
        report["cure"] = error.cure
    if isinstance(error, errors.QuerySyntax) and error.line:
        report |= {"line": error.line, "column": error.column}
    if isinstance(error, errors.LimitReached):
        report["limit"] = error.limit
    report["request"] = g.get("request_id", "")
    return report


def _format() -> Media:
    try:
        return choose(request.headers.get("Accept"), None, _FORMATS)
    except DragomanError:
        return _FORMATS[0]
