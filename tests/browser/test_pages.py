"""The pages in a real browser: nothing from elsewhere, no error, usable by keyboard, on a narrow screen, without
scripts."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.server.made import ATTACK
from tests.server.running import Server
from tests.server.test_pages import PAGES


def hosts(browser: webdriver.Chrome) -> set[str]:
    """Hosts of all requests since the last call."""
    found = set()
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            found.add(urlsplit(message["params"]["request"]["url"]).netloc)
    return found - {""}


def _open(browser: webdriver.Chrome, site: Server, path: str) -> None:
    browser.get(site.url + path)


@pytest.mark.parametrize("path", PAGES)
def test_pages_open_without_errors_and_without_otherhosts(browser: webdriver.Chrome, site: Server, path: str) -> None:
    browser.get("about:blank")
    hosts(browser)
    browser.get_log("browser")
    _open(browser, site, path)
    assert browser.find_element(By.TAG_NAME, "h1").text
    assert hosts(browser) == {f"127.0.0.1:{site.port}"}
    assert browser.get_log("browser") == []


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_a_narrow_screen(browser: webdriver.Chrome, site: Server, path: str) -> None:
    """At 320 CSS pixels nothing but tables and code, in boxes of their own, scrolls sideways."""
    metrics = {"width": 320, "height": 700, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        _open(browser, site, path)
        width = browser.execute_script("return document.documentElement.scrollWidth")
        assert width <= 320
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_markup_in_a_label_does_nothing(browser: webdriver.Chrome, site: Server) -> None:
    for path in ("/page/entity/evil-0000000003", f"/page/event/{ATTACK}", "/entities"):
        _open(browser, site, path)
        assert browser.title != "owned"
        assert browser.find_elements(By.CSS_SELECTOR, "main img, main script, main b") == []
    assert "<script>" in browser.find_element(By.TAG_NAME, "main").text


def test_the_first_key_leads_to_the_content(browser: webdriver.Chrome, site: Server) -> None:
    _open(browser, site, "/events")
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.text == "Skip to content"
    assert skip.location["x"] >= 0
    style = browser.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"
    skip.send_keys(Keys.ENTER)
    assert browser.current_url.endswith("#main")


def test_a_hash_iri_lands_on_its_term(browser: webdriver.Chrome, site: Server) -> None:
    _open(browser, site, "/ontology#AirStrike")
    term = browser.find_element(By.CSS_SELECTOR, ":target")
    assert term.get_attribute("id") == "AirStrike"
    assert term.text.startswith("AirStrike")


def test_queries_run_without_scripts(plain_browser: webdriver.Chrome, site: Server) -> None:
    """The form, an example, a mistake: all by plain HTML."""
    browser = plain_browser
    _open(browser, site, "/sparql")
    browser.find_element(By.CSS_SELECTOR, "form button").click()
    assert "River Front" in browser.find_element(By.CSS_SELECTOR, "main table").text
    box = browser.find_element(By.NAME, "query")
    box.clear()
    box.send_keys("SELECT * WHERE { ?s ?p ?o")
    browser.find_element(By.CSS_SELECTOR, "form button").click()
    assert "line 1" in browser.find_element(By.CSS_SELECTOR, "[role=alert]").text
    assert browser.find_element(By.NAME, "query").text.startswith("SELECT * WHERE")
    browser.find_element(By.PARTIAL_LINK_TEXT, "Who says most").click()
    assert "Port Guard" in browser.find_element(By.CSS_SELECTOR, "main table").text


def test_dark_and_light_differ(browser: webdriver.Chrome, site: Server) -> None:
    grounds = set()
    for scheme in ("light", "dark"):
        feature = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", feature)
        _open(browser, site, "/")
        grounds.add(browser.execute_script("return getComputedStyle(document.body).backgroundColor"))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert len(grounds) == 2
