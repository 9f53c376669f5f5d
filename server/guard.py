"""Before the application: each client has so many requests open, bodies come in whole, answers go out in pieces.

A thread serves one request, from reading its body to sending the last piece of its answer, so a slow client costs a
thread. There are many of them, a client may have only some, and the work itself goes on in a few: so who is slow takes
nothing from the others. Those who send or take nothing for too long are cut off by ``reaper``.
"""

from __future__ import annotations

import io
import re
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

from kg.config import Settings
from server import limits
from server.clients import client_of
from server.errors import BadRequest, Busy, LimitReached, TooMany
from server.writing import access as writing

_PIECE = 256 * 1024
_MB = 1024 * 1024
_DRAINED = 16 * _MB
_WATCH = frozenset(("/health", "/ready", "/metrics"))
"""What a watchman asks is answered in any case: it is short."""
_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{0,5})?")
_NAMELESS = frozenset(("HTTP/1", "HTTP/1.0"))
LATE = "dragoman.late"
"""In the environ: the body did not come within the time, or not whole."""
REFUSED = "dragoman.refused"
"""In the environ: the error with which the application has to answer, without any work."""

Environ = dict[str, Any]
WSGI = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Bodies:
    """Bodies that are being read now: which peer began to send when."""

    def __init__(self) -> None:
        self._since: dict[int, tuple[str, float]] = {}

    def begin(self, peer: str) -> int:
        """Note that the body of a request is waited for; gives a number for ``end``."""
        ticket = threading.get_ident()
        self._since[ticket] = (peer, time.monotonic())
        return ticket

    def end(self, ticket: int) -> None:
        """The body is here, or will never be."""
        self._since.pop(ticket, None)

    def overdue(self, seconds: float) -> dict[str, float]:
        """Peers whose bodies are waited for longer than that, and for how many seconds the longest."""
        now = time.monotonic()
        late: dict[str, float] = {}
        for peer, since in list(self._since.values()):
            if now - since > seconds:
                late[peer] = max(late.get(peer, 0.0), now - since)
        return late


class Guard:
    """WSGI middleware around the application."""

    def __init__(self, app: WSGI, settings: Settings, at_once: int) -> None:
        """``at_once``: requests that are worked on at the same time."""
        self.bodies = Bodies()
        # a queue of places is taken from and filled in C; a semaphore would be Python with locks within locks
        self._places: SimpleQueue[None] = SimpleQueue()
        for _ in range(at_once):
            self._places.put(None)
        self._app = app
        self._most = settings.client_requests
        self._longest = limits.longest_body(settings)
        self._token = writing.token(settings)
        self._longest_written = settings.write_mb * _MB
        self._room = settings.answers_mb * _MB
        self._trusted = settings.proxies > 0
        self._held = 0
        self._open: dict[str, int] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request, or turn it away."""
        if environ.get("PATH_INFO") in _WATCH and "CONTENT_LENGTH" not in environ:
            return self._app(environ, start)
        if not _says_where(environ):
            environ[REFUSED] = BadRequest("The header Host is missing, or names no host.", "Send one name or address.")
            return self._app(environ, start)
        client = client_of(environ.get("REMOTE_ADDR", ""))
        if self._held > self._room:
            return self._refuse(environ, start, Busy, "answers_mb", "Too many long answers are on their way")
        if not self._enter(client):
            why = f"{self._most} requests of yours are being answered already"
            return self._refuse(environ, start, TooMany, "client_requests", why)
        try:
            if environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING"):
                self._read(environ)
            body = self._work(environ, start)
            if type(body) is list and sum(map(len, body)) <= _PIECE:
                # one piece: this thread hands it over and is free, however slow the client is
                self._leave(client)
                return body
            return _Pieces(body, self._hold, lambda: self._leave(client))
        except BaseException:
            self._leave(client)
            raise

    def _work(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        self._places.get()
        try:
            return self._app(environ, start)
        finally:
            self._places.put(None)

    def _refuse(
        self, environ: Environ, start: Callable[..., Any], error: type[LimitReached], limit: str, why: str
    ) -> Iterable[bytes]:
        """Let the application say so, as it says all else: in the log and the figures too. It reads no body."""
        environ[REFUSED] = error(f"{why} (the limit {limit}).", "Try again in a few seconds.", limit)
        return self._app(environ, start)

    def _enter(self, client: str) -> bool:
        with self._lock:
            here = self._open.get(client, 0)
            if self._most and here >= self._most:
                return False
            self._open[client] = here + 1
            return True

    def _hold(self, size: int) -> None:
        with self._lock:
            self._held += size

    def _leave(self, client: str) -> None:
        with self._lock:
            left = self._open[client] - 1
            if left:
                self._open[client] = left
            else:
                del self._open[client]

    def _read(self, environ: Environ) -> None:
        """Take the whole body off the connection; of one that is too long nothing is kept."""
        stream, declared = environ["wsgi.input"], environ.get("CONTENT_LENGTH", "")
        parts: list[bytes] = []
        length = 0
        # only who may write may send more than a query
        writer = writing.bears(environ.get("HTTP_AUTHORIZATION", ""), self._token)
        longest = self._longest_written if writer else self._longest
        drained = max(_DRAINED, longest)
        wanted = int(declared) if declared.isascii() and declared.isdigit() else None
        ticket = self.bodies.begin("" if self._trusted else environ.get("REMOTE_ADDR", ""))
        try:
            while wanted is None or length < wanted:
                chunk = stream.read(_PIECE if wanted is None else min(_PIECE, wanted - length))
                if not chunk or length > drained:
                    break
                length += len(chunk)
                if length <= longest:
                    parts.append(chunk)
                else:
                    parts.clear()
        finally:
            self.bodies.end(ticket)
        if wanted is not None and length < wanted and length <= drained:
            environ[LATE] = True
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ["CONTENT_LENGTH"] = str(length)
        environ["wsgi.input"] = io.BytesIO(b"".join(parts))


def _says_where(environ: Environ) -> bool:
    """Whether the request names its host; HTTP/1.0 need not, and is then answered under the address of the server."""
    host = environ.get("HTTP_HOST", "")
    if not host and environ.get("SERVER_PROTOCOL") in _NAMELESS:
        environ.pop("HTTP_HOST", None)
        return True
    return _HOST.fullmatch(host) is not None


class _Pieces:
    """A body in pieces, so that no more of it is handed over than the client takes; tells when it has ended."""

    def __init__(self, body: Iterable[bytes], hold: Callable[[int], None], ended: Callable[[], None]) -> None:
        self._body = body
        self._hold = hold
        self._pieces = self._cut(iter(body))
        self._ended: Callable[[], None] | None = ended

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def __next__(self) -> bytes:
        return next(self._pieces)

    def _cut(self, chunks: Iterator[bytes]) -> Generator[bytes, None, None]:
        for chunk in chunks:
            if len(chunk) <= _PIECE:
                yield chunk
                continue
            self._hold(len(chunk))
            try:
                view = memoryview(chunk)
                for begin in range(0, len(chunk), _PIECE):
                    yield bytes(view[begin : begin + _PIECE])
            finally:
                self._hold(-len(chunk))

    def close(self) -> None:
        """The last piece has gone, or the client has."""
        self._pieces.close()
        with suppress(Exception):
            getattr(self._body, "close", lambda: None)()
        if self._ended:
            self._ended()
            self._ended = None
