"""A web page that the user names: http(s) only, with a size and a time limit, and errors that say what went wrong."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from kg import __version__
from kg.config import Settings
from kg.errors import InputError, RemoteError

AGENT = f"dragoman/{__version__} (+https://w3id.org/dragoman/)"
BUSY = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: its bytes, the address after redirections, media type and charset (None if not given)."""

    data: bytes
    url: str
    kind: str
    charset: str | None


def fetch(url: str, settings: Settings) -> Page:
    """The page at ``url``, tried again when the server is busy or out of reach. Raises RemoteError or InputError."""
    for attempt in range(settings.http_retries + 1):
        last = attempt == settings.http_retries
        try:
            return _once(url, settings)
        except HTTPError as problem:
            if last or problem.code not in BUSY:
                raise RemoteError(f"{url} answered {problem.code} {problem.reason}.", "Open it in a browser.") from None
        except (URLError, OSError, HTTPException) as problem:
            if last:
                reason = getattr(problem, "reason", None) or str(problem) or type(problem).__name__
                raise RemoteError(
                    f"{url} cannot be reached: {reason}.", "Check the address and the connection."
                ) from None
        except ValueError as problem:
            raise InputError(f"“{url}” is not a web address: {problem}.") from None
        time.sleep(0.5 * 2**attempt)
    raise AssertionError("the last attempt returns or raises")


def _once(url: str, settings: Settings) -> Page:
    request = Request(url, headers={"User-Agent": AGENT, "Accept": "text/html,text/plain;q=0.9,*/*;q=0.1"})  # noqa: S310
    deadline = time.monotonic() + settings.http_seconds
    with opener().open(request, timeout=settings.http_seconds) as answer:
        kind = answer.headers.get_content_type()
        return Page(
            _body(answer, url, settings.max_article_bytes, deadline),
            answer.url,
            kind,
            answer.headers.get_content_charset(),
        )


def opener() -> OpenerDirector:
    """Only http(s): the usual opener would also follow a redirection to ftp, and read file: and data: addresses."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPRedirectHandler(),
        HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _body(answer: HTTPResponse, url: str, limit: int, deadline: float) -> bytes:
    """All bytes up to the limits; a server that drips for ever is cut off at the deadline."""
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(1 << 16):
        size += len(part)
        parts.append(part)
        if size > limit:
            raise InputError(f"{url} is larger than {limit / 1e6:g} MB, the limit for an article.")
        if time.monotonic() > deadline:
            raise TimeoutError("it took too long")
    return b"".join(parts)
