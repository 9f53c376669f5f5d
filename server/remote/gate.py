"""So many at once, so many more that wait, for so long: what a lane of workers is to the embedded store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from server.errors import Busy
from server.stores import Load


class Gate:
    """Lets ``size`` in at a time; ``queue`` may wait, each at most ``wait`` seconds."""

    def __init__(self, size: int, queue: int, wait: float) -> None:
        self._size = size
        self._queue = queue
        self._wait = wait
        self._free = threading.Semaphore(size)
        self._lock = threading.Lock()
        self._busy = 0
        self._waiting = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A place inside. Raises Busy."""
        if not self._free.acquire(blocking=False):
            self._queued()
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)
            self._free.release()

    def load(self) -> Load:
        """How busy it is."""
        return Load(self._busy, self._waiting, 0)

    def _queued(self) -> None:
        with self._lock:
            if self._waiting >= self._queue:
                raise Busy(
                    f"{self._size} queries are with the store and {self._queue} wait already (query_queue).",
                    "Try again in a few seconds.",
                    "query_queue",
                )
            self._waiting += 1
        try:
            come = self._free.acquire(timeout=self._wait)
        finally:
            with self._lock:
                self._waiting -= 1
        if not come:
            raise Busy(
                f"No query before yours ended within {self._wait:g} seconds.", "Try again in a few seconds.",
                "query_workers",
            )  # fmt: skip

    def _count(self, step: int) -> None:
        with self._lock:
            self._busy += step
