"""A query sent to the store: what comes back within time and size, or why nothing does.

What visitors are told names the kind of failure, never the store's address; the operator finds that in the log.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

import httpx

from kg.access import Access
from kg.endpoint import sentence
from kg.errors import DragomanError
from server.errors import BadRequest, Busy, StoreFailed, StoreSlow
from server.remote import reading, timed

_LOG = logging.getLogger("dragoman.server")
_ACCEPT = {
    "solutions": "application/sparql-results+json, application/json;q=0.5",
    "boolean": "application/sparql-results+json, application/json;q=0.5",
    "graph": "application/n-triples, text/turtle;q=0.5",
}
_JSON = frozenset(("application/sparql-results+json", "application/json"))
_SAID = 20_000
_BUSY = frozenset((429, 503))
_SLOW = frozenset((408, 504))
_SLOW_WORDS = ("timed out", "execution time", "timeout")
_CURE = "Try again later; whoever runs this server finds the reason in its log."


@dataclass(frozen=True, slots=True)
class Asked:
    """A query to be sent: its text, its kind of result, the dataset that the protocol gives it, its bounds.

    ``until`` is a moment (monotonic seconds), ``bytes`` the most that is taken of an answer.
    """

    text: str
    kind: str
    until: float
    bytes: int
    graphs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Raw:
    """What came: the body, the word for reading it (see ``reading``), rows at which the store cuts (0: not known)."""

    body: bytes
    reading: str
    most: int = 0


class Endpoint:
    """The one address that is ever asked. Safe to use from many threads."""

    def __init__(self, access: Access, connections: int) -> None:
        self._url = access.url
        self._http = timed.timed(access.client(60.0, connections))

    def ask(self, asked: Asked) -> Raw:
        """The store's answer. Raises StoreFailed, StoreSlow, Busy, BadRequest."""
        try:
            try:
                return self._once(asked)
            except httpx.RemoteProtocolError:
                # a connection that was kept open may be closed from the other side as we use it
                return self._once(asked)
        except httpx.TimeoutException:
            raise self._slow(asked) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as problem:
            if time.monotonic() >= asked.until:
                raise self._slow(asked) from None
            raise self._failed("The store behind this server cannot be reached, or broke off.", problem) from None

    def most_rows(self, query: str, seconds: float) -> int:
        """Rows at which the store says, before the first of them, that it will cut this answer; 0 if it does not."""
        try:
            headers = {"Accept": _ACCEPT["solutions"]}
            sent = self._http.stream("POST", self._url, data={"query": query}, headers=headers, timeout=seconds)
            with timed.until(time.monotonic() + seconds), sent as response:
                return _most(response)
        except httpx.HTTPError:
            return 0

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def _once(self, asked: Asked) -> Raw:
        left = asked.until - time.monotonic()
        if left <= 0:
            raise self._slow(asked)
        form = [("query", asked.text), *(("default-graph-uri", graph) for graph in asked.graphs),
                *(("named-graph-uri", graph) for graph in asked.named)]  # fmt: skip
        data: dict[str, list[str]] = {}
        for name, value in form:
            data.setdefault(name, []).append(value)
        headers = {"Accept": _ACCEPT[asked.kind]}
        timeout = httpx.Timeout(left, connect=min(left, 10.0))
        sent = self._http.stream("POST", self._url, data=data, headers=headers, timeout=timeout)
        with timed.until(asked.until), sent as response:
            return self._read(response, asked)

    def _read(self, response: httpx.Response, asked: Asked) -> Raw:
        if response.status_code != 200:
            body, _ = _taken(response, _SAID)
            raise self._refused(response, sentence(body), asked)
        media = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        word = reading.TRIPLES.get(media, "") if asked.kind == "graph" else reading.RESULTS if media in _JSON else ""
        if not word:
            raise self._failed(
                f"The store behind this server answered with {media[:60] or 'something'}, which is no result.", None
            )
        body, whole = _taken(response, asked.bytes)
        if whole and asked.kind == "graph" and not _tells_its_end(response):
            raise self._failed("The store behind this server does not tell where its answers end.", None)
        cut = "" if whole else f"-{reading.OURS}"
        if "X-SQL-State" in response.headers or "X-Dragoman-Truncated" in response.headers:
            cut = cut or f"-{reading.THEIRS}"
        return Raw(body, word + cut, _most(response))

    def _refused(self, response: httpx.Response, said: str, asked: Asked) -> DragomanError:
        """The error for an answer that is none."""
        code = response.status_code
        if code == 400:
            return BadRequest(f"The store behind this server cannot answer the query: {said}")
        if code in _BUSY:
            return Busy("The store behind this server is busy.", "Try again in a few seconds.", "the store's own")
        if code in _SLOW or (code >= 500 and any(word in said for word in _SLOW_WORDS)):
            return self._slow(asked)
        if code in {401, 403, 407}:
            return self._failed("The store behind this server refuses its login.", said)
        if 300 <= code < 400:
            target = response.headers.get("Location", "")
            return self._failed("The store behind this server has moved.", f"it redirects to {target}")
        return self._failed(f"The store behind this server answered {code}: {said}", said)

    def _failed(self, what: str, why: object) -> StoreFailed:
        _LOG.error("%s %s: %s", what, self._url, why or "see there")
        return StoreFailed(what, _CURE)

    def _slow(self, asked: Asked) -> StoreSlow:
        return StoreSlow(
            f"The store behind this server did not answer within {asked.seconds:g} seconds (query_seconds), "
            "or reached a time limit of its own.",
            "Ask for less: bind more of the pattern, avoid products of unconnected patterns, add LIMIT.",
            "query_seconds",
        )


def _most(response: httpx.Response) -> int:
    most = response.headers.get("X-SPARQL-MaxRows", "")
    return int(most) if most.isascii() and most.isdigit() else 0


def _taken(response: httpx.Response, most: int) -> tuple[bytes, bool]:
    """The body, at most ``most`` bytes of it, and whether that is all."""
    parts: list[bytes] = []
    size = 0
    for part in response.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > most:
            return b"".join(parts)[:most], False
    return b"".join(parts), True


def _tells_its_end(response: httpx.Response) -> bool:
    """Whether a body that ends too early would have been noticed; triples have no end of their own."""
    chunked = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
    return chunked or "Content-Length" in response.headers or response.http_version not in {"HTTP/1.0", "HTTP/1.1"}
