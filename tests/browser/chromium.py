"""Debian's Chromium through its driver, without a window, with a profile of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1100,900",
    "--force-color-profile=srgb", "--hide-scrollbars",
)  # fmt: skip


class NoBrowserError(Exception):
    """There is no Chromium here, or it does not start."""


@contextmanager
def chromium(profile: Path, scripts: bool = True) -> Iterator[webdriver.Chrome]:
    """A browser that logs its console and its network. Raises NoBrowserError."""
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not binary or not driver:
        raise NoBrowserError("needs Chromium and its driver (Debian: apt-get install chromium chromium-driver)")
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
        raise NoBrowserError(f"Chromium does not start: {problem.msg}") from problem
    try:
        yield chrome
    finally:
        chrome.quit()
