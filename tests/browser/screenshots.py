"""Pictures of the main pages at two widths: ``python -m tests.browser.screenshots`` (``make screenshots``).

The example article is built with its whole text and served; what is seen is saved to ``build/screenshots``, and the few
pictures that the README shows beside this file.
"""

from __future__ import annotations

import argparse
import base64
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from kg import stages
from kg.config import Settings
from tests.browser.chromium import NoBrowserError, chromium
from tests.browser.views import width
from tests.places import EXAMPLE, ROOT
from tests.server.running import Server, serving

WIDE, NARROW = 1180, 390
README = Path(__file__).parent / "screenshots"
MOST_BYTES = 150_000
"""A picture of the README is at most as large as this."""

_TALLEST = 4000
_READY = "return document.readyState === 'complete' && (document.fonts ? document.fonts.status === 'loaded' : true)"
EVENT = """
PREFIX dm: <https://w3id.org/dragoman/ontology#>
SELECT ?event ?claim ?article ?actor (COUNT(DISTINCT ?fact) AS ?facts) {
  ?event a dm:Event ; dm:hasActor ?actor ; dm:hasRecipient ?other ; dm:tookPlaceAt ?place ; dm:hasTime ?time ;
         dm:hasClaim ?claim ; ?fact ?value .
  ?claim dm:claimedIn ?article .
  ?actor <http://www.w3.org/2004/02/skos/core#exactMatch> ?item .
} GROUP BY ?event ?claim ?article ?actor ORDER BY DESC(?facts) ?event LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, what its picture is called, and the height in pixels that the README shows of it (0: not shown)."""

    name: str
    path: str
    shown: int = 0


def pictures(site: Server) -> Iterator[Picture]:
    """The main pages, with an event of the example that has much to show."""
    row = site.query(EVENT).bindings()[0]
    paths = {name: "/page/" + urlsplit(row[name]["value"]).path.partition("/id/")[2] for name in row if name != "facts"}
    claim = quote(row["claim"]["value"], safe="")
    yield Picture("home", "/", 760)
    yield Picture("article", paths["article"], 720)
    yield Picture("event", paths["event"], 760)
    yield Picture("entity", paths["actor"])
    yield Picture("claim", paths["claim"])
    yield Picture("events", "/events")
    yield Picture("search", "/search?q=government")
    yield Picture("timeline", "/timeline")
    yield Picture("map", "/map")
    yield Picture("network", "/network")
    yield Picture("queries", "/queries")
    yield Picture("question", _first_question(site))
    yield Picture("sparql", "/sparql")
    yield Picture("about", "/about")
    yield Picture("releases", "/releases")
    yield Picture("correction", f"/corrections/new?claim={claim}")
    yield Picture("corrections", "/corrections")
    yield Picture("ontology", "/ontology")
    yield Picture("downloads", "/download")


def _first_question(site: Server) -> str:
    text = site.get("/", accept="text/html").text
    return text[text.index("/queries/") :].partition('"')[0]


def shoot(browser: webdriver.Chrome, url: str, pixels: int, height: int, whole: bool) -> bytes:
    """A page as PNG: its first ``height`` pixels, or all of it."""
    with width(browser, pixels, height):
        browser.get(url)
        WebDriverWait(browser, 20).until(lambda chrome: chrome.execute_script(_READY))
        browser.execute_async_script("setTimeout(arguments[0], 400)")  # scripts draw maps and networks
        tall = (
            min(_TALLEST, browser.execute_script("return document.documentElement.scrollHeight")) if whole else height
        )
        clip = {"x": 0, "y": 0, "width": pixels, "height": tall, "scale": 1}
        taken = browser.execute_cdp_cmd(
            "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True, "clip": clip}
        )
    return base64.b64decode(taken["data"])


def main() -> int:
    """Build, serve, photograph. Exit code 1 without a browser, or when a picture of the README is too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--only", nargs="*", help="names of pages")
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as name:
            work = Path(name)
            stages.build([EXAMPLE], work / "out", Settings(publish_text="full"))
            with serving(work / "out") as site, chromium(work / "profile") as browser:
                return _all(browser, site, options.out, options.only)
    except NoBrowserError as problem:
        sys.stderr.write(f"screenshots: {problem}\n")
        return 1


def _all(browser: webdriver.Chrome, site: Server, out: Path, only: list[str] | None) -> int:
    out.mkdir(parents=True, exist_ok=True)
    README.mkdir(exist_ok=True)
    code = 0
    for picture in pictures(site):
        if only and picture.name not in only:
            continue
        if site.get(picture.path, accept="text/html").status != 200:
            sys.stderr.write(f"screenshots: {picture.path} does not answer with a page\n")
            code = 1
            continue
        for pixels in (WIDE, NARROW):
            file = out / f"{picture.name}-{pixels}.png"
            file.write_bytes(shoot(browser, site.url + picture.path, pixels, 900, whole=True))
            sys.stdout.write(f"{file}\n")
            if picture.shown:
                data = shoot(browser, site.url + picture.path, pixels, picture.shown, whole=False)
                (README / file.name).write_bytes(data)
                if len(data) > MOST_BYTES:
                    sys.stderr.write(f"screenshots: {file.name} of the README has {len(data):,} bytes\n")
                    code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
