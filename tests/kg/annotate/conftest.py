"""The reader that ships, loaded once."""

from __future__ import annotations

import pytest

from kg.annotate import Reader, load


@pytest.fixture(scope="session")
def reader() -> Reader:
    return load()
