"""How much of the endpoint one client may have: so many queries at once, so many in a minute."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from contextvars import ContextVar
from functools import lru_cache

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from kg.config import Settings
from server.errors import TooMany

asking: ContextVar[str] = ContextVar("asking", default="")
"""The client whose query is under way here; the pages of the site ask as nobody."""


@lru_cache(maxsize=1024)
def client_of(address: str) -> str:
    """What counts as one client: an IPv4 address, or the 64 bits of an IPv6 address that a subscriber is given."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6:
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False).network_address)
    return address


class Query:
    """A query that is under way as long as this is entered."""

    __slots__ = ("_before", "_client", "_clients")

    def __init__(self, clients: Clients, client: str) -> None:
        self._clients = clients
        self._client = client

    def __enter__(self) -> None:
        """Begin. Raises TooMany."""
        self._clients.enter(self._client)
        self._before = asking.set(self._client)

    def __exit__(self, *_: object) -> None:
        """It has ended."""
        asking.reset(self._before)
        self._clients.leave(self._client)


class Clients:
    """Who has how many queries under way. Addresses are kept for a minute, in memory only."""

    def __init__(self, settings: Settings) -> None:
        self._most = settings.client_queries
        self._rate = RateLimitItemPerMinute(settings.client_rate) if settings.client_rate else None
        self._windows = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._here: dict[str, int] = {}
        self._lock = threading.Lock()

    def query(self, client: str) -> Query:
        """One query of a client, from asking for a worker to having the answer. Entering it raises TooMany."""
        return Query(self, client)

    def enter(self, client: str) -> None:
        """A query begins. Raises TooMany."""
        if self._rate and not self._windows.hit(self._rate, client):
            raise TooMany(
                f"More than {self._rate.amount:,} queries of yours have come in a minute (client_rate).",
                "Ask more slowly, or ask for more at a time.",
                "client_rate",
                self._wait(client),
            )
        with self._lock:
            here = self._here.get(client, 0)
            if self._most and here >= self._most:
                raise TooMany(
                    f"{here} queries of yours run or wait already (client_queries).",
                    "Wait for an answer before the next query.",
                    "client_queries",
                )
            self._here[client] = here + 1

    def leave(self, client: str) -> None:
        """A query has ended."""
        with self._lock:
            left = self._here[client] - 1
            if left:
                self._here[client] = left
            else:
                del self._here[client]

    def _wait(self, client: str) -> int:
        """Seconds after which it is worth another try."""
        if self._rate is None:
            return 0
        return max(1, math.ceil(self._windows.get_window_stats(self._rate, client).reset_time - time.time()))
