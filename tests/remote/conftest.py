"""A Virtuoso for all tests here, and a store that answers as a test tells it to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.remote.faulty import Faulty, faulty
from tests.remote.virtuoso import Virtuoso, running
from tests.server.made import make


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """An empty one."""
    with running(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases with the release made by hand."""
    out = tmp_path_factory.mktemp("small")
    make(out)
    return out


@pytest.fixture(scope="module")
def store(small: Path) -> Iterator[Faulty]:
    """A store over the release made by hand, well at first."""
    with faulty(small / "current" / "dataset.nq") as server:
        yield server
