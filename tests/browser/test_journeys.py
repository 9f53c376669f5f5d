"""What people do here, step by step, in a real browser: follow a number to its sentence, read with the keyboard,
correct a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from kg.cli import run
from kg.corrections import Queue
from tests.browser.views import follow
from tests.server.made import ATTACK, make
from tests.server.running import Server, serving


@pytest.fixture(scope="module")
def example(example_out: Path) -> Iterator[Server]:
    """A server over the article that ships."""
    with serving(example_out, corrections="") as server:
        yield server


def one(browser: webdriver.Chrome, selector: str) -> WebElement:
    return browser.find_element(By.CSS_SELECTOR, selector)


# -- from a number to the sentence behind it ---------------------------------------------------------------------------


def test_two_clicks_lead_from_the_number_on_home_to_the_sentence(browser: webdriver.Chrome, example: Server) -> None:
    browser.get(example.url)
    number = one(browser, ".counts a")
    many = int(number.find_element(By.TAG_NAME, "strong").text.replace(",", ""))
    follow(browser, number)
    events = browser.find_elements(By.CSS_SELECTOR, "main tbody tr th[scope=row] a")
    assert len(events) == many > 5
    follow(browser, events[0])
    sentence = one(browser, "blockquote").text
    assert len(sentence.split()) > 5
    text = (Path(__file__).parents[2] / "kg" / "example" / "vienna-2016.md").read_text(encoding="utf-8")
    assert " ".join(sentence.split()) in " ".join(text.split())


def test_one_click_leads_from_the_latest_event_to_the_sentence_and_one_more_into_its_article(
    browser: webdriver.Chrome, site: Server
) -> None:
    browser.get(site.url)
    follow(browser, browser.find_element(By.PARTIAL_LINK_TEXT, "shelled: River Front"))
    assert "shelled the Port Guard's quay" in one(browser, "blockquote").text
    follow(browser, browser.find_element(By.LINK_TEXT, "in context"))
    assert "/page/article/" in browser.current_url
    assert "shelled the Port Guard's quay" in one(browser, ".reader").text


# -- finding -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["/map", "/network"])
def test_the_address_of_a_choice_restores_the_page(browser: webdriver.Chrome, example: Server, view: str) -> None:
    """What somebody has chosen is all in the address: opened elsewhere, it shows the same."""
    browser.get(example.url + view)
    everything = len(browser.find_elements(By.CSS_SELECTOR, "main tbody tr"))
    browser.find_element(By.XPATH, "//summary[contains(., 'Who')]").click()
    (box,) = browser.find_elements(By.XPATH, "//label[contains(., 'Islamic State')]/input[@name='actor']")
    box.click()
    follow(browser, one(browser, "form.find button"))
    WebDriverWait(browser, 20).until(lambda chrome: "actor=entity" in chrome.current_url)
    address, shown = browser.current_url, one(browser, "main").text
    rows = [row.text for row in browser.find_elements(By.CSS_SELECTOR, "main tbody tr")]
    assert 0 < len(rows) < everything
    browser.get("about:blank")
    browser.get(address)
    assert one(browser, "main").text == shown
    box = one(browser, "input[name=actor][value*=islamic-state]")
    assert box.is_selected()
    follow(browser, browser.find_element(By.PARTIAL_LINK_TEXT, "start again"))
    WebDriverWait(browser, 20).until(lambda chrome: "actor=" not in chrome.current_url)
    assert len(browser.find_elements(By.CSS_SELECTOR, "main tbody tr")) == everything


@pytest.mark.parametrize("view", ["/timeline", "/map", "/search?q=Sirte"])
def test_finding_needs_no_scripts(plain_browser: webdriver.Chrome, example: Server, view: str) -> None:
    plain_browser.get(example.url + view)
    assert "Sirte" in one(plain_browser, "main").text or view in {"/timeline", "/network"}
    field = one(plain_browser, "main input[name=q]")
    field.clear()
    field.send_keys("Gaddafi")
    field.submit()
    WebDriverWait(plain_browser, 20).until(lambda chrome: "q=Gaddafi" in chrome.current_url)
    assert "Gaddafi" in one(plain_browser, "main").text
    assert plain_browser.find_elements(By.CSS_SELECTOR, "#map:not([hidden]), #network:not([hidden])") == []


def test_a_question_takes_another_value(plain_browser: webdriver.Chrome, example: Server) -> None:
    """By a field of a form, without scripts."""
    browser = plain_browser
    browser.get(example.url + "/queries")
    links = [a.get_attribute("href") for a in browser.find_elements(By.CSS_SELECTOR, "main a[href*='/queries/']")]
    assert len(links) > 20
    for link in links[:12]:
        browser.get(link or "")
        if browser.find_elements(By.CSS_SELECTOR, "main form [name]"):
            break
    field = one(browser, "main form [name]")
    name = field.get_attribute("name") or ""
    follow(browser, one(browser, "main form button"))
    WebDriverWait(browser, 20).until(lambda chrome: f"{name}=" in chrome.current_url)
    assert browser.find_elements(By.CSS_SELECTOR, "main table, main .lead")
    assert browser.find_elements(By.CSS_SELECTOR, "[role=alert]") == []


# -- reading with the keyboard -----------------------------------------------------------------------------------------


def test_j_and_k_walk_through_the_passages(browser: webdriver.Chrome, example: Server) -> None:
    browser.get(example.url + "/articles")
    follow(browser, one(browser, "main tbody th a"))
    body = one(browser, "body")
    seen = []
    for key in ("j", "j", "k", "k", "k"):
        body.send_keys(key)
        active = browser.switch_to.active_element
        seen.append(active.get_attribute("id"))
        assert "on" in (active.get_attribute("class") or "").split()
        number = (active.get_attribute("id") or "")[1:]
        inside = "const r = arguments[0].getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight"
        assert browser.execute_script(inside, browser.find_element(By.ID, f"p{number}"))
    assert seen == ["n1", "n2", "n1", "n1", "n1"]
    body.send_keys(Keys.ESCAPE)
    assert browser.find_elements(By.CSS_SELECTOR, ".notes .on") == []


def test_a_passage_lights_up_its_notes_and_a_note_its_passage(browser: webdriver.Chrome, example: Server) -> None:
    browser.get(example.url + "/articles")
    follow(browser, one(browser, "main tbody th a"))
    painted = "return [...(CSS.highlights.get('passage') || [])].map(range => range.toString())"
    note = one(browser, "#n3")
    webdriver.ActionChains(browser).move_to_element(note).perform()
    (words,) = browser.execute_script(painted)
    quote = re.sub(r"\d+$", "", one(browser, "mark[data-notes~='3']").text).strip()
    assert quote
    assert quote in words or words in quote
    mark = one(browser, "mark[data-notes~='5']")
    webdriver.ActionChains(browser).move_to_element(mark).perform()
    assert "on" in (one(browser, "#n5").get_attribute("class") or "").split()
    assert "on" not in (note.get_attribute("class") or "").split()


# -- correcting a claim ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A site of its own, which takes corrections, and its folder."""
    out = tmp_path_factory.mktemp("desk")
    make(out)
    with serving(out) as server:
        yield server, out


def test_a_correction_from_the_claim_to_its_page(
    plain_browser: webdriver.Chrome, desk: tuple[Server, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Without JavaScript: claim, form, a mistake, thanks; then a person accepts it, and it is shown as plain text."""
    site, out = desk
    browser = plain_browser
    about = f"{site.url}/page/claim/event-{ATTACK}"
    browser.get(about)
    follow(browser, browser.find_element(By.PARTIAL_LINK_TEXT, "correct this claim"))
    assert "shelled the Port Guard's quay" in one(browser, "blockquote").text
    assert (
        not one(browser, "input[name=website]").is_displayed() or one(browser, "input[name=website]").location["x"] < 0
    )
    one(browser, "textarea").send_keys("It was <img src=x onerror=alert(1)> the other quay")
    Select(one(browser, "select[name=kind]")).select_by_value("when-where")
    one(browser, "input[name=source]").send_keys("https://x.example/map")
    follow(browser, one(browser, "main form button"))
    assert "it is kept" in one(browser, "h1").text
    entry = Queue(out / "corrections").read().entries[-1]
    assert entry.correction.text == "It was <img src=x onerror=alert(1)> the other quay"
    assert run(["corrections", "--out", str(out), "accept", entry.correction.id, "--note", "It was."]) == 0
    for page in (about, site.url + "/corrections"):
        browser.get(page)
        main = one(browser, "main")
        assert "<img src=x onerror=alert(1)>" in main.text
        assert "It was." in main.text
        assert main.find_elements(By.CSS_SELECTOR, "img") == []


def test_a_form_that_the_server_no_longer_knows_keeps_what_was_typed(
    browser: webdriver.Chrome, desk: tuple[Server, Path]
) -> None:
    site, out = desk
    browser.get(f"{site.url}/page/claim/event-{ATTACK}")
    follow(browser, browser.find_element(By.PARTIAL_LINK_TEXT, "correct this claim"))
    browser.execute_script("document.querySelector('[name=token]').value = 'of.yesterday.0'")
    one(browser, "textarea").send_keys("Line one\nline two")
    Select(one(browser, "select[name=kind]")).select_by_value("other")
    follow(browser, one(browser, "main form button"))
    assert "Please send it again" in one(browser, "[role=alert]").text
    assert one(browser, "textarea").get_attribute("value") == "Line one\nline two"
    follow(browser, one(browser, "main form button"))
    assert "it is kept" in one(browser, "h1").text
    assert Queue(out / "corrections").read().entries[-1].correction.text == "Line one\nline two"
