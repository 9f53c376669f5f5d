"""The pages in a real browser: nothing from elsewhere, no error, usable by keyboard, on a narrow screen, without
scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.views import follow, look
from tests.server.made import EVIL, make
from tests.server.running import Server, serving


def _open(browser: webdriver.Chrome, site: Server, path: str) -> None:
    browser.get(site.url + path)


NASTY = f"""
i:event\\/fedcba9876543210-30-40 a dm:Event , dm:Attack ; rdfs:label {json.dumps(EVIL)}@en ;
  dm:eventType c:event-type\\/Attack ; dm:status c:status\\/actual ; dm:hasActor i:entity\\/evil-0000000003 ;
  dm:hasRecipient i:entity\\/port-guard-0000000002 ; dm:tookPlaceAt i:entity\\/place-0000000005 ;
  dm:hasTime i:time\\/fedcba9876543210-40-50 ; dm:hasClaim i:claim\\/event-3 .
i:time\\/fedcba9876543210-40-50 a dm:TimeSpan ; dm:timeText {json.dumps(EVIL)} ; dm:earliest "2021-04-02"^^xsd:date ;
  dm:latest "2021-04-02"^^xsd:date .
i:entity\\/place-0000000005 a dm:Place ; rdfs:label {json.dumps(EVIL)}@en ; dm:named true ; skos:exactMatch wd:Q42 ;
  dm:mentionedIn i:article\\/fedcba9876543210 .
wd:Q42 <https://schema.org/latitude> 48.2 ; <https://schema.org/longitude> 16.4 .
i:claim\\/event-3 a dm:Claim ; dm:about i:event\\/fedcba9876543210-30-40 ; dm:claimedIn i:article\\/fedcba9876543210 ;
  dm:passage i:passage\\/fedcba9876543210-30-60 ; dm:claimedStatus c:status\\/actual ; dm:voice c:voice\\/speaker ;
  dm:attributedTo i:entity\\/evil-0000000003 .
i:passage\\/fedcba9876543210-30-60 a dm:Passage ; oa:hasSource i:article\\/fedcba9876543210 ;
  dm:quote {json.dumps(EVIL)} .
i:article\\/00000000000000ee a dm:Article ; dct:title {json.dumps(EVIL)} ; dct:publisher {json.dumps(EVIL)} .
"""
"""Markup wherever a text from outside can stand: names of an event, a person, a place; quote, time, title, source."""

LABELS = 'SELECT * { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o FILTER CONTAINS(?o, "onerror") }'


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site full of it."""
    out = tmp_path_factory.mktemp("nasty")
    make(out, extra=NASTY)
    with serving(out) as server:
        yield server


@pytest.mark.parametrize(
    "path",
    [
        "/", "/events", "/timeline", "/map", "/network", "/search?q=onerror", "/entities", "/articles", "/claims",
        "/page/entity/evil-0000000003", "/page/entity/place-0000000005", "/page/event/fedcba9876543210-30-40",
        "/page/article/fedcba9876543210", "/page/article/00000000000000ee", "/page/claim/event-3",
f"/sparql?query={quote(LABELS)}",
    ],
)  # fmt: skip
def test_markup_in_what_comes_from_outside_does_nothing(browser: webdriver.Chrome, nasty: Server, path: str) -> None:
    _open(browser, nasty, path)
    if path in {"/map", "/network"}:  # scripts write labels into the page
        WebDriverWait(browser, 20).until(lambda chrome: chrome.find_elements(By.CSS_SELECTOR, "[data-drawn]"))
    for marker in browser.find_elements(By.CSS_SELECTOR, ".leaflet-marker-icon"):
        marker.click()
        # it fades in, and has no text that can be seen before
        WebDriverWait(browser, 20).until(
            lambda chrome: any("<script>" in p.text for p in chrome.find_elements(By.CSS_SELECTOR, ".leaflet-popup"))
        )
    assert path != "/map" or browser.find_elements(By.CSS_SELECTOR, ".leaflet-popup")
    assert browser.title != "owned"
    assert browser.find_elements(By.CSS_SELECTOR, "img[src=x], main script, main b, [onerror]") == []
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
    follow(browser, browser.find_element(By.CSS_SELECTOR, "form button"))
    assert "River Front" in browser.find_element(By.CSS_SELECTOR, "main table").text
    box = browser.find_element(By.NAME, "query")
    box.clear()
    box.send_keys("SELECT * WHERE { ?s ?p ?o")
    follow(browser, browser.find_element(By.CSS_SELECTOR, "form button"))
    assert "line 1" in browser.find_element(By.CSS_SELECTOR, "[role=alert]").text
    assert browser.find_element(By.NAME, "query").text.startswith("SELECT * WHERE")
    follow(browser, browser.find_element(By.PARTIAL_LINK_TEXT, "Who says most"))
    assert "Port Guard" in browser.find_element(By.CSS_SELECTOR, "main table").text


def test_dark_and_light_differ(browser: webdriver.Chrome, site: Server) -> None:
    grounds = set()
    _open(browser, site, "/")
    for scheme in ("light", "dark"):
        with look(browser, scheme):
            grounds.add(browser.execute_script("return getComputedStyle(document.body).backgroundColor"))
    assert len(grounds) == 2
