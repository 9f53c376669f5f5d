"""The reader of an article in a real browser: passages and notes light up together, by mouse and by keyboard, whatever
the script; without scripts links lead both ways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.test_access import grave, violations
from tests.browser.views import follow, look, width
from tests.server.made import make
from tests.server.running import serving
from tests.server.written import KEY, TOLD, turtle

LIT = """return [...CSS.highlights.get('passage') || []].map(range => {
    const words = range.cloneContents();
    words.querySelectorAll('.num').forEach(marker => marker.remove());
    return words.textContent;
})"""
ON = "return [...document.querySelectorAll('.notes > li.on')].map(card => card.querySelector('ul a').textContent)"


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an article with its whole text, in letters of many scripts."""
    out = tmp_path_factory.mktemp("written")
    make(out, extra=turtle())
    with serving(out) as server:
        yield f"{server.url}/page/article/{KEY}"


def test_each_note_lights_up_the_very_words_of_its_passage(browser: webdriver.Chrome, article: str) -> None:
    """Ranges count in UTF-16: with emoji, Gothic letters and joined families before them they would slip otherwise."""
    browser.get(article)
    for told in TOLD[:-1]:
        card = browser.find_element(By.XPATH, f"//ol[@class='notes']/li[.//a[.='{told.name}']]")
        browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", card)
        ActionChains(browser).move_to_element(card.find_element(By.CSS_SELECTOR, ".num")).perform()
        assert browser.execute_script(LIT) == [told.quote]
        assert browser.execute_script(ON) == [told.name]


def test_words_under_the_mouse_light_up_all_their_notes(browser: webdriver.Chrome, article: str) -> None:
    browser.get(article)
    family = browser.find_element(By.XPATH, "//mark[contains(., 'the 👨‍👩‍👧')]")
    ActionChains(browser).move_to_element(family).perform()
    assert set(browser.execute_script(ON)) == {"fired", "fled", "overlapping"}
    assert len(browser.execute_script(LIT)) == 3
    ActionChains(browser).move_to_element(browser.find_element(By.TAG_NAME, "h1")).perform()
    assert browser.execute_script(LIT) == []


def press(browser: webdriver.Chrome, key: str) -> str:
    """The name of the claim at which a key has led."""
    ActionChains(browser).send_keys(key).perform()
    found: list[str] = browser.execute_script(ON)
    return found[0] if found else ""


def test_j_and_k_walk_from_passage_to_passage(browser: webdriver.Chrome, article: str) -> None:
    browser.get(article)
    walked = [press(browser, "j") for _ in range(3)]
    assert walked[0] == "fired"
    assert len(set(walked)) == 3
    assert browser.execute_script("return document.activeElement.matches('.notes > li.on')")
    assert press(browser, "k") == walked[1]
    assert [press(browser, "k"), press(browser, "k")] == [walked[0], walked[0]]
    assert press(browser, Keys.ESCAPE) == ""
    assert press(browser, "k") == "truce"
    # in a field a letter is a letter, and whoever does not want the keys turns them off for good
    keys = browser.find_element(By.CSS_SELECTOR, ".keys input")
    keys.click()
    assert press(browser, Keys.ESCAPE + "j") == "truce"
    browser.refresh()
    assert press(browser, "j") == ""
    browser.find_element(By.CSS_SELECTOR, ".keys input").click()
    assert press(browser, "j") == "fired"


def test_links_of_notes_can_be_reached_and_light_up(browser: webdriver.Chrome, article: str) -> None:
    browser.get(article)
    browser.execute_script("document.querySelector('p .num').focus()")
    assert len(browser.execute_script(ON)) == 1
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert browser.execute_script("return document.querySelector(':target').matches('.notes > li')")


def test_notes_stand_beside_their_lines(browser: webdriver.Chrome, article: str) -> None:
    with width(browser, 1280):
        browser.get(article)
        tops = browser.execute_script(
            "const top = e => e.getBoundingClientRect().top;"
            "return [...document.querySelectorAll('.notes > li[data-from]')]"
            ".map(card => [top(document.getElementById('p' + card.id.slice(1))), top(card)])"
        )
        assert all(card > marker - 12 for marker, card in tops)
        text, notes = (browser.find_element(By.CSS_SELECTOR, s).rect for s in (".line > p", ".line .notes"))
        assert notes["x"] > text["x"] + text["width"]


def test_a_narrow_screen_and_the_guidelines(browser: webdriver.Chrome, article: str) -> None:
    browser.get_log("browser")  # type: ignore[no-untyped-call]
    with width(browser, 320):
        browser.get(article)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 320
    for scheme in ("light", "dark"):
        with look(browser, scheme):
            browser.get(article)
            press(browser, "j")
            assert grave(violations(browser)) == []
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_arabic_runs_from_right_to_left(browser: webdriver.Chrome, article: str) -> None:
    browser.get(article)
    lines = browser.find_elements(By.CSS_SELECTOR, ".line > p[data-units]")
    assert [line.value_of_css_property("direction") for line in lines] == ["ltr", "ltr", "rtl"]


def test_without_scripts_links_and_filters_do_it(plain_browser: webdriver.Chrome, article: str) -> None:
    browser = plain_browser
    browser.get(article)
    browser.find_element(By.CSS_SELECTOR, "p .num").click()
    card = browser.find_element(By.CSS_SELECTOR, ".notes > li:target")
    card.find_element(By.CSS_SELECTOR, ".num").click()
    assert browser.find_element(By.CSS_SELECTOR, "p .num:target").text == card.get_attribute("id").removeprefix("n")
    browser.find_element(By.CSS_SELECTOR, "input[name=kind][value=statement]").click()
    follow(browser, browser.find_element(By.CSS_SELECTOR, ".filters button"))
    assert "kind=statement" in browser.current_url
    assert [mark.text for mark in browser.find_elements(By.CSS_SELECTOR, ".line mark")] == [TOLD[3].quote]
    assert not browser.find_elements(By.CSS_SELECTOR, ".keys")
