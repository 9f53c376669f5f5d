"""What tests in the browser look at: a page of each kind, in a colour scheme, at a width."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.server.made import ATTACK
from tests.server.test_pages import CORRECT

KINDS = [
    "/", "/events?status=planned&from=2021", "/timeline", "/map", "/network", "/search?q=guard",
    "/claims", "/statements", "/queries", "/sparql?query=SELECT+%2A+%7B+%3Fs+a+%22x%22+%7D+LIMIT+50",
    "/ontology/claims", "/ontology/codes/status", "/ontology/docs/vienna-conference", "/download",
    "/releases", "/about", "/links/review", "/choose/actor?find=o", "/corrections", CORRECT, "/reconcile",
    "/problems", "/nothing/here",
    f"/page/event/{ATTACK}", "/page/entity/maria-ode-0000000004",
    "/page/entity/port-guard-0000000002", "/page/article/0123456789abcdef", f"/page/claim/event-{ATTACK}",
    "/page/passage/0123456789abcdef-0-60", "/page/statement/0123456789abcdef-70-74",
    "/page/situation/fedcba9876543210-12-20", "/page/quantity/0123456789abcdef-50-60", "/page/graph/links",
    "/page/code/event-type/Shelling",
]  # fmt: skip
"""A page of each kind (template), of the release made by hand."""


def hosts(browser: webdriver.Chrome) -> set[str]:
    """Hosts of all requests since the last call."""
    messages = (json.loads(e["message"])["message"] for e in browser.get_log("performance"))  # type: ignore[no-untyped-call]
    urls = (m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent")
    return {urlsplit(url).netloc for url in urls} - {""}


@contextmanager
def look(browser: webdriver.Chrome, scheme: str) -> Iterator[None]:
    """As somebody sees it who has chosen ``light`` or ``dark``."""
    feature = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", feature)
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@contextmanager
def width(browser: webdriver.Chrome, pixels: int, height: int = 700) -> Iterator[None]:
    """As on a screen of so many CSS pixels."""
    metrics = {"width": pixels, "height": height, "deviceScaleFactor": 1, "mobile": pixels < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def follow(browser: webdriver.Chrome, link: WebElement) -> None:
    """Click on what leads to another page, and wait for that: a busy browser leaves the old one late."""
    page = browser.find_element(By.TAG_NAME, "html")
    link.click()
    WebDriverWait(browser, 30).until(lambda _: _left(page))
    WebDriverWait(browser, 30).until(lambda chrome: chrome.execute_script("return document.readyState") == "complete")


def _left(page: WebElement) -> bool:
    """Whether an element belongs to a page that is no longer there."""
    try:
        page.is_enabled()
    except StaleElementReferenceException:
        return True
    except WebDriverException as error:  # Chromium's own word for it while the next page takes over
        if "does not belong to the document" not in str(error):
            raise
        return True
    return False
