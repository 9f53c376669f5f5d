"""One JSON line for each request: no address, no query text, nothing else that tells who asked or what for."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import NamedTuple

import orjson

LOG = logging.getLogger("dragoman.request")


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


def write(line: Line) -> None:
    """Log a request that has been answered."""
    if LOG.isEnabledFor(logging.INFO):
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        LOG.info(orjson.dumps({"time": now, **line._asdict()}).decode())


def milliseconds(seconds: float) -> float:
    """As the log has them."""
    return round(seconds * 1000, 1)
