"""One server over the release made by hand, with small limits, for all tests that do not hurt it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.made import make
from tests.server.running import Client, Server, inside, serving

LIMITS = {
    "query_seconds": 2.0,
    "query_memory_mb": 200,
    "query_rows": 1000,
    "query_workers": 2,
    "query_queue": 2,
    "client_rate": 0,
}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases with one release."""
    out = tmp_path_factory.mktemp("made")
    make(out)
    return out


@pytest.fixture(scope="session")
def shipped(made: Path) -> Iterator[Server]:
    """The running server, as it ships."""
    with serving(made, **LIMITS) as running:
        yield running


@pytest.fixture(scope="session", params=["shipped", "another WSGI server"])
def server(made: Path, request: pytest.FixtureRequest) -> Iterator[Client]:
    """The server as it ships, and its application under another one."""
    if request.param == "shipped":
        yield request.getfixturevalue("shipped")
        return
    with inside(made, **LIMITS) as running:
        yield running
