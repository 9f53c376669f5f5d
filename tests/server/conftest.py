"""One server over the release made by hand, with small limits, for all tests that do not hurt it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.made import make
from tests.server.running import Server, serving

LIMITS = {"query_seconds": 2.0, "query_memory_mb": 200, "query_rows": 1000, "query_workers": 2, "query_queue": 2}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases with one release."""
    out = tmp_path_factory.mktemp("made")
    make(out)
    return out


@pytest.fixture(scope="session")
def server(made: Path) -> Iterator[Server]:
    """The running server."""
    with serving(made, **LIMITS) as running:
        yield running
