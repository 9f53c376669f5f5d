"""Facets, map, network, timeline and editor in a real browser: drawn, usable, kept in the address."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.views import follow, hosts, width
from tests.server.found import EXTRA
from tests.server.made import make
from tests.server.running import PATIENCE, Server, serving

FRONT = "entity/river-front-0000000001"
VIEWS = ("/events", "/timeline", "/map", "/network", "/search?q=raid", "/sparql", "/queries/10-said-by-one-speaker")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the release with more events."""
    out = tmp_path_factory.mktemp("found")
    make(out, extra=EXTRA)
    with serving(out) as server:
        yield server


def drawn(browser: webdriver.Chrome, selector: str) -> WebElement:
    """The element, once it is there."""
    return WebDriverWait(browser, PATIENCE).until(lambda b: b.find_element(By.CSS_SELECTOR, selector))


def logged(browser: webdriver.Chrome) -> list[str]:
    """What the console has got since the last call."""
    return [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]


def test_scripts_run_without_errors_and_ask_nobody_else(browser: webdriver.Chrome, found: Server) -> None:
    browser.get("about:blank")
    logged(browser)
    hosts(browser)
    for path, sign in (
        ("/map", "#map[data-drawn]"), ("/network", "#network[data-drawn]"), ("/timeline", "svg.chart rect"),
        ("/events?kind=Attack", "#total"), ("/search?q=raid&status=actual", "#total"), ("/sparql", "#ask[data-ready]"),
    ):  # fmt: skip
        browser.get(found.url + path)
        drawn(browser, sign)
        assert logged(browser) == [], path
    assert hosts(browser) == {f"127.0.0.1:{found.port}"}


def test_the_map_shows_markers_that_lead_to_their_events(browser: webdriver.Chrome, found: Server) -> None:
    browser.get(found.url + "/map")
    drawn(browser, "#map[data-drawn] path.land")
    markers = browser.find_elements(By.CSS_SELECTOR, "#map .leaflet-marker-icon")
    # two places a few kilometres apart are one cluster of their events, the third is far away
    assert sorted((m.text, "cluster" in str(m.get_attribute("class"))) for m in markers) == [("1", False), ("2", True)]
    far = next(m for m in markers if m.text == "1")
    assert "region" in str(far.get_attribute("class"))
    assert far.get_attribute("title") == "Far <i>Coast</i>: 1 event (region of a state)"
    browser.execute_script("arguments[0].focus()", far)
    far.send_keys("\n")
    popup = drawn(browser, ".leaflet-popup-content")
    assert popup.find_elements(By.TAG_NAME, "i") == []
    follow(browser, popup.find_element(By.LINK_TEXT, "1 event"))
    assert "second raid" in browser.find_element(By.CSS_SELECTOR, "main table").text


def test_the_network_draws_the_pairs_of_its_table(browser: webdriver.Chrome, found: Server) -> None:
    browser.get(found.url + "/network")
    box = drawn(browser, "#network[data-drawn]")
    rows = browser.find_elements(By.CSS_SELECTOR, "#pairs tbody tr")
    ends = {row.get_attribute(name) for row in rows for name in ("data-from", "data-to")}
    assert (box.get_attribute("data-nodes"), box.get_attribute("data-edges")) == (str(len(ends)), str(len(rows)))
    assert len(rows) == 2
    # few have room for all their names, whatever the zoom
    assert box.get_attribute("data-named") == str(len(ends))
    zoom = browser.find_element(By.CSS_SELECTOR, "#zoom button")
    zoom.click()
    assert int(box.get_attribute("data-named") or 0) >= 1
    painted = browser.execute_script(
        "return [...document.querySelectorAll('#network canvas')].some(canvas => {"
        " const p = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
        " return p.some((value, n) => n % 4 === 3 && value > 0) })"
    )
    assert painted


def test_a_choice_by_mouse_is_in_the_address_which_restores_the_page(browser: webdriver.Chrome, found: Server) -> None:
    browser.get(found.url + "/events")
    browser.find_element(By.NAME, "q").send_keys("raid")
    for facet, value in (("Status", "actual"), ("Who", FRONT)):
        browser.find_element(By.XPATH, f"//details/summary[starts-with(normalize-space(), '{facet}')]").click()
        browser.find_element(By.CSS_SELECTOR, f"input[value='{value}']").click()
    browser.find_element(By.XPATH, "//details/summary[starts-with(normalize-space(), 'When')]").click()
    browser.find_element(By.NAME, "from").send_keys("2021")
    follow(browser, browser.find_element(By.CSS_SELECTOR, "form.find button"))
    drawn(browser, ".chosen")
    state = {name: value for name, value in parse_qs(urlsplit(browser.current_url).query).items() if value != [""]}
    assert state == {"q": ["raid"], "status": ["actual"], "actor": [FRONT], "from": ["2021"]}
    address, seen = browser.current_url, browser.find_element(By.CSS_SELECTOR, "main table").text
    assert "raid on the ford" in seen
    assert "raid on the mill" not in seen
    browser.get("about:blank")
    browser.get(address)
    assert browser.find_element(By.CSS_SELECTOR, "main table").text == seen
    boxes = browser.find_elements(By.CSS_SELECTOR, "input[type=checkbox]:checked")
    assert {box.get_attribute("value") for box in boxes} == {"actual", FRONT}
    # the other views know it too; taking one thing away leaves the rest
    follow(browser, browser.find_element(By.CSS_SELECTOR, ".views a[href^='/timeline']"))
    assert browser.find_element(By.ID, "total").text.startswith("1 event")
    follow(browser, browser.find_element(By.PARTIAL_LINK_TEXT, "from 2021"))
    assert browser.find_element(By.ID, "total").text.startswith("2 events")


def test_the_editor_runs_an_example_and_its_link_can_be_passed_on(browser: webdriver.Chrome, found: Server) -> None:
    logged(browser)
    browser.get(found.url + "/sparql")
    drawn(browser, "#ask[data-ready] .CodeMirror .cm-keyword")
    browser.find_element(By.PARTIAL_LINK_TEXT, "Who says most").click()
    drawn(browser, "#outcome[data-state=answered]")
    assert "Port Guard" in browser.find_element(By.CSS_SELECTOR, "#outcome table").text
    assert logged(browser) == []
    address = browser.find_element(By.LINK_TEXT, "Link to this query").get_attribute("href")
    assert address == browser.current_url
    browser.get(str(address))
    drawn(browser, "#ask[data-ready]")
    assert "COUNT(DISTINCT ?statement)" in browser.find_element(By.CSS_SELECTOR, ".CodeMirror-code").text
    assert "Port Guard" in browser.find_element(By.CSS_SELECTOR, "#outcome table").text


def test_the_editor_shows_what_is_wrong(browser: webdriver.Chrome, found: Server) -> None:
    browser.get(found.url + "/sparql")
    drawn(browser, "#ask[data-ready]")
    browser.execute_script("document.getElementById('query').editor.setValue('SELECT * WHERE { ?s ?p ?o')")
    browser.find_element(By.CSS_SELECTOR, "#ask button").click()
    drawn(browser, "#outcome[data-state=refused]")
    assert "line 1" in browser.find_element(By.CSS_SELECTOR, "#outcome [role=alert]").text


def test_as_sparql_opens_the_editor_with_the_very_query(browser: webdriver.Chrome, found: Server) -> None:
    browser.get(found.url + "/events?status=possible&q=raid")
    follow(browser, browser.find_element(By.LINK_TEXT, "as SPARQL"))
    drawn(browser, "#ask[data-ready]")
    assert 'search:query "raid"' in browser.find_element(By.CSS_SELECTOR, ".CodeMirror-code").text
    assert "second raid" in browser.find_element(By.CSS_SELECTOR, "#outcome table").text


def test_all_of_it_works_without_scripts(plain_browser: webdriver.Chrome, found: Server) -> None:
    browser = plain_browser
    browser.get(found.url + "/map?status=actual")
    assert "Quay Town" in browser.find_element(By.ID, "spots").text
    assert not browser.find_element(By.ID, "map").is_displayed()
    follow(browser, browser.find_element(By.CSS_SELECTOR, ".views a[href^='/network']"))
    assert not browser.find_element(By.ID, "network").is_displayed()
    follow(browser, browser.find_element(By.CSS_SELECTOR, "#pairs tbody td a[href^='/events']"))
    assert "raid" in browser.find_element(By.CSS_SELECTOR, "main table").text
    browser.find_element(By.XPATH, "//details/summary[starts-with(normalize-space(), 'Kind')]").click()
    browser.find_element(By.CSS_SELECTOR, "input[value='Attack']").click()
    follow(browser, browser.find_element(By.CSS_SELECTOR, "form.find button"))
    assert "kind=Attack" in browser.current_url
    browser.get(found.url + "/queries/10-said-by-one-speaker")
    box = browser.find_element(By.NAME, "name")
    box.clear()
    box.send_keys("Port Guard")
    follow(browser, browser.find_element(By.CSS_SELECTOR, "form.fields button"))
    assert "The River Front shelled" in browser.find_element(By.CSS_SELECTOR, "main table").text


def test_they_fit_a_narrow_screen(browser: webdriver.Chrome, found: Server) -> None:
    with width(browser, 320):
        for path in VIEWS:
            browser.get(found.url + path)
            assert browser.execute_script("return document.documentElement.scrollWidth") <= 320, path
