"""A real browser and a site for it.

Where there is no browser the tests are skipped, and say so; in continuous integration (``CI`` is set) they fail.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from tests.browser.chromium import NoBrowserError, chromium
from tests.server.made import make
from tests.server.running import Server, serving


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the release made by hand."""
    out = tmp_path_factory.mktemp("site")
    make(out)
    with serving(out) as server:
        yield server


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Chromium with its logs of the network and the console."""
    yield from _opened(tmp_path_factory.mktemp("profile"))


@pytest.fixture(scope="session")
def plain_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """The same without JavaScript."""
    yield from _opened(tmp_path_factory.mktemp("plain"), scripts=False)


def _opened(profile: Path, scripts: bool = True) -> Iterator[webdriver.Chrome]:
    try:
        with chromium(profile, scripts) as browser:
            yield browser
    except NoBrowserError as problem:
        if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
            pytest.fail(f"{problem}: in continuous integration these tests must run", pytrace=False)
        pytest.skip(str(problem))
