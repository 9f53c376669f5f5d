"""One JSON line for each request: no address, no query text, nothing else that tells who asked or what for."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from datetime import UTC, datetime
from itertools import starmap
from multiprocessing.util import Finalize
from typing import NamedTuple

import orjson

LOG = logging.getLogger("dragoman.request")
_GATHER = 0.05
"""Seconds for which lines are gathered, to be written at once: each writing makes threads wait for each other."""
_lines: deque[tuple[float, Line]] = deque()
_some = threading.Event()
_started, _writing = threading.Lock(), threading.Lock()


class Line(NamedTuple):
    """What is told of a request; ``problem`` is the name of what went wrong, ``cached`` None where nothing is kept."""

    id: str
    method: str
    route: str
    status: int
    ms: float
    bytes: int | None
    problem: str | None
    cached: bool | None
    release: str | None


_NAMES = ("time", *Line._fields)


def write(line: Line) -> None:
    """Log a request that has been answered, within a moment."""
    if LOG.isEnabledFor(logging.INFO):
        _lines.append((time.time(), line))
        if not _some.is_set():
            _some.set()
        if not _started.locked() and _started.acquire(blocking=False):
            Finalize(None, flush, exitpriority=1)
            threading.Thread(target=_write_on, name="request log", daemon=True).start()


def flush() -> None:
    """Write what has been gathered."""
    with _writing:
        gathered = [_lines.popleft() for _ in range(len(_lines))]
        if gathered:
            LOG.info(b"\n".join(starmap(_text, gathered)).decode())


def _text(at: float, line: Line) -> bytes:
    """A line as JSON. Lines are made many at a time, which takes half of what it takes in the middle of a request."""
    told = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
    return orjson.dumps(dict(zip(_NAMES, (told, *line), strict=True)))


def _write_on() -> None:
    while True:
        _some.wait()
        time.sleep(_GATHER)
        _some.clear()
        flush()


def milliseconds(seconds: float) -> float:
    """As the log has them."""
    return round(seconds * 1000, 1)
