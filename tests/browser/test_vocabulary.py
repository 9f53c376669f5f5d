"""The page of the ontology in a real browser: its picture, Arabic, light and dark, a narrow screen, the guides."""

from __future__ import annotations

from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.server.running import Server

NARROW = {"width": 320, "height": 700, "deviceScaleFactor": 1, "mobile": True}
WIDEST = """const over = e => !e.closest('.wide, pre') && e.getBoundingClientRect().right > innerWidth + 1;
    return [...document.querySelectorAll('main *')].filter(over).map(e => e.outerHTML.slice(0, 80))"""


def test_the_picture_can_be_read_selected_and_followed(browser: webdriver.Chrome, site: Server) -> None:
    browser.get(site.url + "/ontology")
    picture = browser.find_element(By.CSS_SELECTOR, "svg.core")
    assert picture.accessible_name == "The core of the ontology"
    assert picture.size["height"] > 200
    selected = browser.execute_script(
        "getSelection().selectAllChildren(document.querySelector('svg.core')); return getSelection().toString()"
    )
    assert "Participation" in selected
    assert "attributedTo" in selected
    browser.find_element(By.CSS_SELECTOR, "svg.core a[href='#Claim']").click()
    assert browser.current_url.endswith("#Claim")
    assert browser.find_element(By.CSS_SELECTOR, ":target h3").text.startswith("Claim")


def test_the_picture_is_seen_in_light_and_dark(browser: webdriver.Chrome, site: Server) -> None:
    """Words differ from the box that they stand in, lines from the page."""
    look = """const of = (selector, what) => getComputedStyle(document.querySelector(selector))[what];
        return [of('svg.core text', 'fill'), of('svg.core rect', 'fill'), of('svg.core .lines path', 'stroke'),
                getComputedStyle(document.body).backgroundColor]"""
    found = []
    for scheme in ("light", "dark"):
        feature = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", feature)
        browser.get(site.url + "/ontology")
        found.append([_light(colour) for colour in browser.execute_script(look)])
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    for word, box, line, page in found:
        assert abs(word - box) > 90
        assert abs(line - page) > 90
    assert found[0][1] > 200
    assert found[1][1] < 60


def _light(colour: str) -> float:
    """The mean of red, green and blue in ``rgb(1, 2, 3)``."""
    return sum(float(part) for part in colour.partition("(")[2].rstrip(")").split(",")[:3]) / 3


def test_arabic_runs_from_right_to_left(browser: webdriver.Chrome, site: Server) -> None:
    browser.get(site.url + "/ontology#AirStrike")
    texts = browser.find_elements(By.CSS_SELECTOR, ":target .tongues span")
    found = {text.get_attribute("lang"): text.value_of_css_property("direction") for text in texts}
    assert found == {"fr": "ltr", "ar": "rtl", "es": "ltr", "ru": "ltr"}
    assert all(text.text for text in texts)
