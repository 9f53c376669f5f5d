"""The parts of the web server of the fixture ``web``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Reply:
    """What the test server answers: status, headers, body; ``lost`` bytes are announced and never sent."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    lost: int = 0


@dataclass
class Asked:
    """A request that the test server got."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Web:
    """A web server on a free port of this machine: ``answer`` is called for each request, ``asked`` keeps them."""

    url: str
    answer: Callable[[Asked], Reply]
    asked: list[Asked] = field(default_factory=list)
