"""A moment by which all that a query needs of the network has to be done, from the first byte to the last.

The HTTP client has a time limit for each piece that it reads or writes, which begins anew with every piece: a service
that lets its head, its refusal or its answer drip would hold us for ever. So each piece gets what is left of the whole.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

_PIECE = 64 * 1024
_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def until(moment: float) -> Iterator[None]:
    """Everything that this thread reads and writes in here ends at that moment (monotonic seconds)."""
    before = _until.set(moment)
    try:
        yield
    finally:
        _until.reset(before)


def timed(client: httpx.Client) -> httpx.Client:
    """The client, its connections bound by ``until``: also those through proxies, and what is under TLS."""
    # the library has no public way to a backend of one's own that would leave proxies of the environment in place
    for transport in (client._transport, *client._mounts.values()):
        pool = getattr(transport, "_pool", None)
        if pool is not None:
            pool._network_backend = _Backend(pool._network_backend)
    return client


def _left(given: float | None, error: type[httpcore.TimeoutException]) -> float | None:
    """Seconds for the next piece. Raises ``error`` when there are none."""
    moment = _until.get()
    if moment is None:
        return given
    left = moment - time.monotonic()
    if left <= 0:
        raise error("the time for the whole is over")
    return left if given is None else min(given, left)


class _Backend(httpcore.NetworkBackend):
    """Makes connections that know the moment."""

    def __init__(self, inner: httpcore.NetworkBackend) -> None:
        self._inner = inner

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.connect_tcp(host, port, left, local_address, socket_options))

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    """A connection that knows the moment."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for begin in range(0, len(buffer), _PIECE):
            self._inner.write(buffer[begin : begin + _PIECE], _left(timeout, httpcore.WriteTimeout))

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
                  ) -> httpcore.NetworkStream:  # fmt: skip
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left))

    def close(self) -> None:
        self._inner.close()

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
