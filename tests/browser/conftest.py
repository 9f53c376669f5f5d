"""A real browser: Debian's Chromium through its driver, with a profile of its own.

Where there is none the tests are skipped, and say so; in continuous integration (``CI`` is set) they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from tests.server.made import make
from tests.server.running import Server, serving

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1100,900",
)  # fmt: skip


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
    yield from _open(tmp_path_factory.mktemp("profile"))


@pytest.fixture(scope="session")
def plain_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """The same without JavaScript."""
    yield from _open(tmp_path_factory.mktemp("plain"), scripts=False)


def missing(what: str) -> NoReturn:
    """Skip for want of something, or fail where nothing may be skipped."""
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        pytest.fail(f"{what}: in continuous integration these tests must run", pytrace=False)
    pytest.skip(what)


def _open(profile: Path, scripts: bool = True) -> Iterator[webdriver.Chrome]:
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not binary or not driver:
        missing("needs Chromium and its driver (Debian: apt-get install chromium chromium-driver)")
    options = Options()
    options.binary_location = binary
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    try:
        chrome = webdriver.Chrome(options=options, service=Service(driver))
    except WebDriverException as problem:
        missing(f"Chromium does not start: {problem.msg}")
    try:
        yield chrome
    finally:
        chrome.quit()
