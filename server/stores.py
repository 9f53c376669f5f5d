"""Where queries are answered: a small protocol, and the embedded store behind it.

The embedded store is a holder process with worker processes forked from it (see ``holder``). A query has a worker to
itself; at its deadline the worker is killed and another one forked, so no query outlives its limit.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Protocol

from kg.config import Settings
from kg.errors import DragomanError, StoreError
from server import failures, wire
from server.clients import asking
from server.disk import Lease
from server.errors import Busy, QueryTimeout
from server.holding import STUCK, HolderClient
from server.wire import Answer, Task

VISITORS = "visitors"
PAGES = "pages"
_LOG = logging.getLogger("dragoman.server")
_PATIENCE = 30.0
"""Seconds that a query waits at least for the named graphs to be loaded, which most releases are within that time."""
_LATER = 0.5
"""Seconds after which named graphs are loaded that nobody has asked for: first the server has to begin to answer."""
_RECYCLE = 50_000
"""Queries after which a worker is replaced, for what it may have lost by then. A new one is dear: for its first
thousands of queries it copies, page by page, the memory in which reference counts lie, which it shares until then."""


class Store(Protocol):
    """Answers queries over one release. Safe to use from many threads."""

    def run(self, task: Task, lane: str = VISITORS) -> Answer:
        """The answer. Raises QuerySyntax, LimitReached, QueryCrashed, Busy, BadRequest, StoreError."""

    def alive(self) -> bool:
        """Whether queries can still be answered."""

    def load(self) -> Mapping[str, Load]:
        """How busy each lane is now."""

    def processes(self) -> Sequence[int]:
        """Ids of the processes that hold the data."""

    def prepare(self, wait: bool = False) -> None:
        """Make ready, in the background or before this returns, what only some queries need. Raises StoreError."""

    def complete(self) -> bool:
        """Whether that is ready: queries that name graphs are answered without waiting for them."""

    def close(self) -> None:
        """End everything that belongs to the store. May be called twice."""


@dataclass(frozen=True, slots=True)
class Load:
    """Of a lane: workers that run a query, queries that wait, workers that had to be replaced since the start."""

    busy: int
    waiting: int
    replaced: int


@dataclass(slots=True)
class _Worker:
    pid: int
    channel: socket.socket
    answered: int = 0
    patience: float = 0.0


class _Turn:
    """A place in the queue: ``worker`` counts once ``come`` can be acquired. An event would need three such locks."""

    def __init__(self, client: str) -> None:
        self.client = client
        self.come = threading.Lock()
        self.come.acquire()
        self.worker: _Worker | None = None


class Lane:
    """A fixed number of workers and the queue before them: next is who came first of those with the fewest at work."""

    def __init__(self, holder: HolderClient, size: int, queue: int, wait: float) -> None:
        self._holder = holder
        self._queue = queue
        self._wait = wait
        self._size = size
        self._idle: deque[_Worker | None] = deque()
        self._waiting: deque[_Turn] = deque()
        self._working: dict[str, int] = {}
        self._lock = threading.Lock()
        self._replaced = 0
        for _ in range(size):
            self._idle.append(self._fork())

    def run(self, task: Task) -> Answer:
        """Answer one query with the next free worker."""
        client = asking.get()
        worker, tired = self._take(client), None
        try:
            worker = worker or self._fork()
            head, body = self._ask(worker, task)
            worker.answered += 1
            if head["tired"] or worker.answered >= _RECYCLE:
                tired, worker = worker, None
        except DragomanError:
            worker = self._replace(worker)
            raise
        finally:
            if tired:
                # the answer is here: who asked need not wait for the fork
                threading.Thread(target=self._renew, args=(client, tired), daemon=True).start()
            else:
                self._give(client, worker)
        if "error" in head:
            raise failures.failure(head)
        return Answer(head["kind"], head["format"], body, head["rows"], head["cut"])

    def load(self) -> Load:
        """How busy it is."""
        return Load(self._size - len(self._idle), len(self._waiting), self._replaced)

    def close(self) -> None:
        """Hang up on all workers that are idle; the others end with the holder."""
        with self._lock:
            for worker in self._idle:
                if worker:
                    worker.channel.close()
            self._idle.clear()

    def _ask(self, worker: _Worker, task: Task) -> tuple[dict[str, Any], bytes]:
        deadline = time.monotonic() + task.seconds
        try:
            if worker.patience != task.seconds:
                wire.be_patient(worker.channel, task.seconds)
                worker.patience = task.seconds
            wire.send_task(worker.channel, task)
            return wire.receive(worker.channel, deadline)
        except (TimeoutError, BlockingIOError):
            raise QueryTimeout(
                f"The query was stopped after {task.seconds:g} seconds, the limit query_seconds.",
                "Ask for less: bind more of the pattern, avoid products of unconnected patterns, add LIMIT.",
                "query_seconds",
            ) from None
        except (wire.Closed, OSError):
            raise failures.post_mortem(*self._end(worker)) from None

    def _fork(self) -> _Worker:
        ours, theirs = socket.socketpair()
        with theirs:
            pid = self._holder.command({"do": "fork"}, theirs.fileno(), STUCK)["pid"]
        return _Worker(pid, ours)

    def _end(self, worker: _Worker) -> tuple[str, int]:
        """What it last said, and the signal that it died of."""
        worker.channel.close()
        found = self._holder.command({"do": "reap", "pid": worker.pid}, seconds=STUCK)
        return str(found["said"]), int(found["signal"])

    def _replace(self, worker: _Worker | None) -> _Worker | None:
        """Another worker in place of this one; None (to be forked when needed) while the holder is away."""
        self._replaced += 1
        try:
            if worker is not None:
                self._end(worker)
            return self._fork()
        except StoreError:
            return None

    def _renew(self, client: str, worker: _Worker) -> None:
        self._give(client, self._replace(worker))

    def _take(self, client: str) -> _Worker | None:
        with self._lock:
            if self._idle:
                self._working[client] = self._working.get(client, 0) + 1
                return self._idle.popleft()
            if len(self._waiting) >= self._queue:
                raise Busy(
                    f"All {self._size} workers are busy and {self._queue} queries wait already (query_queue).",
                    "Try again in a few seconds.",
                    "query_queue",
                )
            turn = _Turn(client)
            self._waiting.append(turn)
        if not turn.come.acquire(timeout=self._wait):
            with self._lock:
                # the turn may have come between the end of the wait and here
                if turn in self._waiting:
                    self._waiting.remove(turn)
                    raise Busy(
                        f"No worker became free within {self._wait:g} seconds.",
                        "Try again in a few seconds.",
                        "query_workers",
                    )
        return turn.worker

    def _give(self, client: str, worker: _Worker | None) -> None:
        """The worker is free again, after a query of that client."""
        working = self._working
        with self._lock:
            working[client] -= 1
            if not working[client]:
                del working[client]
            if self._waiting:
                # one client's long queries must not keep the others waiting behind all that it asks
                turn = min(self._waiting, key=lambda t: working.get(t.client, 0))
                self._waiting.remove(turn)
                working[turn.client] = working.get(turn.client, 0) + 1
                turn.worker = worker
                turn.come.release()
            else:
                self._idle.appendleft(worker)


class _Held:
    """A holder with what it holds loaded, and its lanes."""

    def __init__(self, file: Path, settings: Settings, folder: str, named: bool) -> None:
        self._holder = HolderClient()
        self._given = {"do": "load", "file": str(file), "disk": folder, "named": named,
                       "memory_mb": settings.query_memory_mb}  # fmt: skip
        self._sizes = {VISITORS: settings.query_workers, PAGES: settings.page_workers}
        self._queue, self._wait = settings.query_queue, settings.query_seconds + STUCK
        self.lanes: dict[str, Lane] = {}
        self.pid, self.alive = self._holder.pid, self._holder.alive

    def load(self) -> None:
        """Wait until everything is loaded and workers are there. Raises StoreError, and is closed then."""
        try:
            loaded = self._holder.command(self._given)
            if "error" in loaded:
                file = self._given["file"]
                raise StoreError(f"The data in {file} cannot be loaded: {loaded['error']}", "Build the release again.")
            self.lanes = {name: Lane(self._holder, size, self._queue, self._wait) for name, size in self._sizes.items()}
        except DragomanError:
            self.close()
            raise

    def close(self) -> None:
        """End the workers and the holder, at once if it is still loading."""
        for lane in self.lanes.values():
            lane.close()
        if not self.lanes:
            self._holder.kill()
        self._holder.close()


class EmbeddedStore:
    """One release, held by holder processes; two lanes, so that heavy queries of visitors leave the pages usable.

    In memory there are two holders: one with the default graph, which most queries ask and nothing else; one with the
    named graphs, too, for those that name graphs, loaded by ``prepare`` or when the first of them comes. On disk, one
    holder serves both.
    """

    def __init__(self, file: Path, settings: Settings, lease: Lease | None = None) -> None:
        """Load the N-Quads ``file``, into memory or into the folder of ``lease``. Raises StoreError."""
        self._lease = lease
        self._file = file
        self._settings = settings
        self._loading = threading.Lock()
        self._closed = False
        self._whole: _Held | None = None
        self._plain = _Held(file, settings, str(lease.store) if lease else "", named=False)
        try:
            self._plain.load()
        except DragomanError:
            self._give_back()
            raise

    def prepare(self, wait: bool = False) -> None:
        """See ``Store.prepare``: loads the named graphs. Raises StoreError if it waits for them."""
        if wait:
            self._for(named=True, seconds=-1)
        else:
            later = threading.Timer(_LATER, self._prepare)
            later.name, later.daemon = "named graphs", True
            later.start()

    def complete(self) -> bool:
        """See ``Store.complete``."""
        return bool(self._lease or (self._whole and self._whole.lanes and self._whole.alive()))

    def _prepare(self) -> None:
        if self._closed:
            return
        try:
            self._for(named=True, seconds=-1)
        except DragomanError as problem:
            if not self._closed:
                _LOG.error("the named graphs are not served: %s", problem)

    def run(self, task: Task, lane: str = VISITORS) -> Answer:
        """See ``Store.run``."""
        named = bool(task.graphs or task.named) or names_graphs(task.text)
        return self._for(named, max(_PATIENCE, self._settings.query_seconds)).lanes[lane].run(task)

    def _for(self, named: bool, seconds: float) -> _Held:
        """The holder that can answer. Raises StoreError, and Busy when it is not there in ``seconds`` (-1: wait)."""
        if not named or self._lease:
            return self._plain
        if self._whole and self._whole.lanes:
            return self._whole
        if not self._loading.acquire(timeout=seconds):
            raise Busy(
                "The named graphs are still being loaded; queries that name no graph are answered already.",
                "Try again in a few seconds.",
                "query_seconds",
            )
        try:
            if self._whole is None or not self._whole.lanes:
                self._whole = _Held(self._file, self._settings, "", named=True)
                if self._closed:
                    self._whole.close()
                self._whole.load()
            return self._whole
        finally:
            self._loading.release()

    def alive(self) -> bool:
        """See ``Store.alive``."""
        return all(held.alive() for held in self._helds() if held.lanes)

    def load(self) -> Mapping[str, Load]:
        """See ``Store.load``."""
        helds = [held for held in self._helds() if held.lanes]
        return {name: _sum([held.lanes[name].load() for held in helds]) for name in (VISITORS, PAGES)}

    def processes(self) -> Sequence[int]:
        """See ``Store.processes``."""
        return [held.pid for held in self._helds()]

    def close(self) -> None:
        """See ``Store.close``."""
        self._closed = True
        for held in self._helds():
            held.close()
        self._give_back()

    def _helds(self) -> list[_Held]:
        return [held for held in (self._plain, self._whole) if held]

    def _give_back(self) -> None:
        if self._lease:
            self._lease.close()


def _sum(loads: Sequence[Load]) -> Load:
    return Load(*(sum(figures) for figures in zip(*map(astuple, loads), strict=True)))


def names_graphs(text: str) -> bool:
    """Whether a query may name graphs; certain if not. What is escaped may be any word."""
    upper = text.upper()
    return "GRAPH" in upper or "FROM" in upper or "\\U" in upper
