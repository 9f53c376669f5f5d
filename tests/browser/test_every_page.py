"""Every page, opened once: no error, nothing from elsewhere, room on a narrow screen, good for all who read, light and
dark, and on paper."""

from __future__ import annotations

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.browser.test_access import grave, violations
from tests.browser.views import KINDS, hosts, look, width
from tests.server.running import Server
from tests.server.test_pages import PAGES

EVERY = tuple(dict.fromkeys([*PAGES, *KINDS, "/ontology/0.1.0", "/ontology/docs/vienna-conference"]))
WIDER = """const over = e => !e.closest('.wide, pre') && e.getBoundingClientRect().right > innerWidth + 1;
    return [...document.querySelectorAll('main *')].filter(over).map(e => e.outerHTML.slice(0, 80))"""
"""What of a page reaches beyond the screen, but for what scrolls in a box of its own."""
HIDDEN = "header nav, form, footer, .ways, .actions, .keys, .pages, .skip"
SEEN = "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).map(e => e.className)"


@pytest.mark.parametrize("path", EVERY)
def test_a_page(browser: webdriver.Chrome, site: Server, path: str) -> None:
    browser.get("about:blank")
    hosts(browser)
    browser.get_log("browser")  # type: ignore[no-untyped-call]
    browser.get(site.url + path)
    assert browser.find_element(By.TAG_NAME, "h1").text
    assert hosts(browser) == {f"127.0.0.1:{site.port}"}
    said = browser.get_log("browser")  # type: ignore[no-untyped-call]
    # that a page is not there is said by the browser itself
    assert [line for line in said if path != "/nothing/here" or "404" not in line["message"]] == []
    if path in KINDS:
        _is_good_for_all(browser)
        _fits_paper(browser)
    with width(browser, 320):
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 320
        assert not path.startswith("/ontology") or browser.execute_script(WIDER) == []


def _is_good_for_all(browser: webdriver.Chrome) -> None:
    """All rules in light; in dark only colours can differ."""
    with look(browser, "light"):
        assert grave(violations(browser)) == []
    with look(browser, "dark"):
        assert violations(browser, runOnly=["color-contrast"]) == []


def _fits_paper(browser: webdriver.Chrome) -> None:
    """What one can only click on is left out, and colours are those of paper, whatever the screen has."""
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]},
    )
    try:
        assert browser.execute_script(SEEN, HIDDEN) == []
        colours = "const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]"
        assert browser.execute_script(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


def test_paper_says_where_it_comes_from(browser: webdriver.Chrome, site: Server) -> None:
    browser.get(site.url + "/events?status=actual")
    note = browser.find_element(By.CSS_SELECTOR, ".paper")
    assert not note.is_displayed()
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert note.text == f"{site.url}/events?status=actual · Dragoman, release made-1"
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
