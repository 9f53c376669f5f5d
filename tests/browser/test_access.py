"""Every kind of page is read by axe-core, the checker of the Web Content Accessibility Guidelines (WCAG 2.2, A and AA).

axe-core lies beside the tests and is never served. What no program can see (sense, order, plain words) is for people.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from selenium import webdriver

from tests.server.running import Server

FOLDER = Path(__file__).parent / "axe"
SOURCE = (FOLDER / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """
const [options, done] = arguments;
axe.run(document, options).then(found => done(found.violations.map(v => ({
    rule: v.id, impact: v.impact, tags: v.tags, help: v.help,
    where: v.nodes.slice(0, 3).map(n => n.target.join(' ') + ': ' + n.html.slice(0, 160))
}))), problem => done([{rule: 'axe itself', impact: 'critical', tags: [], help: String(problem), where: []}]));
"""


def violations(browser: webdriver.Chrome, **options: Any) -> list[dict[str, Any]]:
    """What axe finds on the page that is open."""
    browser.execute_script(SOURCE)
    found: list[dict[str, Any]] = browser.execute_async_script(RUN, {"resultTypes": ["violations"], **options})
    return found


def grave(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What breaks the guidelines, and good practice that is seriously lacking."""
    return [one for one in found if set(one["tags"]) & set(WCAG) or one["impact"] in {"serious", "critical"}]


def test_axe_is_what_its_manifest_says() -> None:
    told = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    there = {path.name for path in FOLDER.iterdir()} - {"manifest.json"}
    assert set(told["files"]) == there
    for name, facts in told["files"].items():
        data = (FOLDER / name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (facts["bytes"], facts["sha256"])
    assert f"axe v{told['version']}" in SOURCE[:200]


def test_axe_sees_what_is_wrong(browser: webdriver.Chrome, site: Server) -> None:
    """Else the tests above would prove nothing."""
    browser.get(site.url + "/corrections")
    browser.execute_script(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        "'<img src=/static/icon.svg><form><input></form><p id=pale>pale</p>');"
        "document.getElementById('pale').style.color = '#ccc'"
    )
    found = {one["rule"] for one in grave(violations(browser))}
    assert {"image-alt", "label", "color-contrast"} <= found
