"""Pages for people: what they show, how they link, what they promise to browsers."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from server import listings
from tests.places import ROOT
from tests.server.made import ATTACK
from tests.server.running import Client, Server, until

CORRECT = f"/corrections/new?claim=https%3A%2F%2Fw3id.org%2Fdragoman%2Fid%2Fclaim%2Fevent-{ATTACK}"
PAGES = [
    "/", "/events", "/events?status=planned", "/timeline", "/map", "/network", "/network?status=planned&from=2021",
    "/entities", "/articles", "/claims", "/statements", "/queries", "/sparql",
    "/ontology", "/ontology/core", "/ontology/codes/event-type", "/ontology/labels/ar", "/ontology/docs",
    "/ontology/docs/vienna-conference", "/ontology/docs/model-your-own-event", "/ontology/docs/changelog",
    "/download", "/releases/made-1/download", "/problems",
    "/about", "/releases", "/corrections", CORRECT, CORRECT.replace("/new?", "/sent?"),
    f"/page/event/{ATTACK}", "/page/event/fedcba9876543210-5-10", "/page/entity/maria-ode-0000000004",
    "/page/entity/port-guard-0000000002", "/page/article/0123456789abcdef", f"/page/claim/event-{ATTACK}",
    "/page/passage/0123456789abcdef-0-60", "/page/passage/0123456789abcdef-0-11",
    "/page/statement/0123456789abcdef-70-74", "/page/situation/fedcba9876543210-12-20",
    "/page/quantity/0123456789abcdef-50-60", "/page/graph/links", "/page/code/event-type/Shelling",
    "/page/code/event-type", "/page/participation/p1", "/page/time/0123456789abcdef-30-40",
    "/page/link/maria-ode-0000000004-Q42", "/page/run/dragoman-0-1-0-default",
]  # fmt: skip
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Reader(HTMLParser):
    """The links, ids and headings of a page; raises AssertionError for tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.styles = 0
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag != "title" or "svg" not in self._open:  # pictures have titles of their own
            self.tags.append(tag)
        self.styles += "style" in found or tag == "style" or any(name.startswith("on") for name in found)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" or found.get("rel") == "alternate":
            self.links.append(found["href"])
        elif tag in {"link", "img", "script"}:
            self.loaded.append(found.get("href", found.get("src", "")))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_sound(server: Client, path: str) -> None:
    reply = server.get(path, accept="text/html")
    assert reply.status == 200
    page = Reader(reply.text)
    assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("title") == 1
    assert page.tags.count("table") == page.tags.count("caption")
    assert len(page.ids) == len(set(page.ids))
    assert page.styles == 0
    assert all(source.startswith("/static/") for source in page.loaded)
    assert len(reply.body) < (600_000 if path.startswith("/ontology") else 200_000)
    # nothing of the program shows through
    assert "None" not in re.sub(r"<[^>]*>", " ", reply.text).split()


def test_every_link_leads_somewhere(shipped: Client) -> None:
    """All links to this server on all pages, followed once, answer with 200 and have the anchor they name."""
    targets: dict[str, set[str]] = {}
    for path in PAGES:
        for link in Reader(shipped.get(path, accept="text/html").text).links:
            parts = urlsplit(link)
            if not parts.netloc:
                target = parts.path + (f"?{parts.query}" if parts.query else "") if parts.path else path
                targets.setdefault(target, set()).add(parts.fragment)
    assert len(targets) > 150
    for target, fragments in targets.items():
        reply = shipped.get(target, accept="text/html")
        assert reply.status == 200, target
        wanted = fragments - {""}
        if wanted and reply.headers["content-type"].startswith("text/html"):
            assert wanted <= set(Reader(reply.text).ids) | {"position", "quote"}, target


def test_from_home_to_a_sentence_in_two_clicks(server: Client) -> None:
    home = server.get("/").text
    links = Reader(home).links
    assert f"/page/event/{ATTACK}" in links
    event = server.get(f"/page/event/{ATTACK}").text
    assert "The River Front shelled the Port Guard" in event
    assert "on Tuesday" in event
    assert "Example Courier" in event
    assert "about 40 shells" in event


def test_counts_lead_to_what_they_count(server: Client) -> None:
    home = server.get("/").text
    found = re.findall(r'<li><a href="([^"]+)"><strong>([\d,]+)</strong>', home)
    assert [int(number) for _, number in found] == [1, 1, 1, 7, 4, 2]
    for link, number in found:
        page = server.get(link.replace("&amp;", "&")).text
        rows = set(re.findall(r'<tr>\s*<th scope="row"><a href="([^"]+)"', page))
        assert len(rows) == int(number), link


def test_claims_of_an_article_stand_in_its_order(server: Client) -> None:
    """By place in the text, as numbers: 1000 comes after 200; those without a place come first."""
    page = server.get("/page/article/0123456789abcdef").text
    quotes = re.findall(r'<mark class="\w+ \w+" data-notes="\d+">([^<]*)', page)
    assert quotes[0].startswith("The River Front")
    assert quotes[1:] == ["Second, at 200.", "Third, at 1000."]


def test_status_is_a_word_not_a_colour(server: Client) -> None:
    text = re.sub(r"<[^>]+>", "", server.get("/events").text)
    assert "● actual" in text
    assert "◷ planned" in text
    only = server.get("/events?status=planned").text
    assert "talks: Maria Ode" in only
    assert "shelled" not in only
    assert "shelled" in server.get("/events?kind=Shelling&status=actual").text
    assert server.get("/events?status=x%20y").status == 400


def test_the_listing_of_entities_names_them(server: Client) -> None:
    rows = re.findall(r"<tr>(.*?)</tr>", server.get("/entities").text, re.DOTALL)
    cells = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
    assert "Port Guard military force 2 articles –" in cells
    assert "Maria Ode person 1 article wd:Q42" in cells


def test_a_listing_and_its_other_forms_agree(server: Client) -> None:
    for name in ("events", "entities", "articles", "claims", "statements"):
        page = server.get(f"/{name}").text
        ways = {
            parse_qs(urlsplit(link.replace("&amp;", "&")).query).get("format", [""])[0]: link
            for link in Reader(page).links
            if link.startswith("/sparql?query=")
        }
        assert set(ways) == {"csv", "json", "ttl", ""}
        as_csv = server.get(ways["csv"])
        as_json = server.get(ways["json"])
        assert as_csv.headers["content-type"].startswith("text/csv")
        assert len(as_csv.text.strip().splitlines()) == len(as_json.bindings()) + 1
        # a claim with two speakers is one row of the page, and two of the data; both are in the same order
        key = "event" if name == "events" else listings.LISTINGS[name].key
        things = dict.fromkeys(row[key]["value"].rpartition("/id/")[2] for row in as_json.bindings())
        assert re.findall(r"<tr>\s*<th scope=\"row\"><a href=\"/page/([^\"]+)", page) == list(things)
        assert server.get(ways["ttl"]).headers["content-type"].startswith("text/turtle")
        assert int(server.get(ways["ttl"]).headers["x-dragoman-rows"]) > 0
        assert "<textarea" in server.get(ways[""], accept="text/html").text


@pytest.mark.parametrize("path", [
    "/events", "/timeline", "/map", "/network", "/entities", "/articles", "/claims", "/statements", "/search?q=guard",
    "/links/review", "/corrections", "/releases", "/choose/source", "/choose/actor?status=actual",
    "/queries/01-co-chairs", "/queries/57-completeness", "/page/entity/port-guard-0000000002",
])  # fmt: skip
def test_every_listing_comes_as_csv_json_turtle_and_sparql(shipped: Client, path: str) -> None:
    page = shipped.get(path, accept="text/html").text
    ways = {name: unescape(link) for link, name in re.findall(r'<li><a href="([^"]+)">as (\w+)', page)}
    assert {"CSV", "JSON", "Turtle", "SPARQL"} <= set(ways)
    for name, kind in (("CSV", "text/csv"), ("JSON", "json"), ("Turtle", "text/turtle"), ("SPARQL", "text/html")):
        reply = shipped.get(ways[name], accept="text/html" if name == "SPARQL" else "*/*")
        assert reply.status == 200, (name, reply.text)
        assert kind in reply.headers["content-type"]
        assert name != "SPARQL" or ("<textarea" in reply.text and 'role="alert"' not in reply.text)


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e3", "9" * 30, "\u0663"])
def test_numbers_of_pages(server: Client, page: str) -> None:
    from urllib.parse import quote

    assert server.get(f"/events?page={quote(page)}").status == 400


def test_questions(server: Client) -> None:
    slugs = [link for link in Reader(server.get("/queries").text).links if link.startswith("/queries/")]
    assert len(slugs) >= 6
    on_home = [link for link in Reader(server.get("/").text).links if link.startswith("/queries/")]
    assert len(on_home) == 6
    for link in slugs:
        page = server.get(link)
        assert page.status == 200
        assert "<pre" in page.text


def test_security_headers_everywhere(server: Client) -> None:
    for path in ("/", "/nothing", "/sparql?query=ASK%7B%7D", "/static/style.css", "/download/graph.nt", "/health"):
        headers = server.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"]


def test_pages_are_validated_by_the_release(server: Client) -> None:
    for path in ("/", "/events", f"/page/event/{ATTACK}", f"/data/event/{ATTACK}.ttl", "/ontology"):
        first = server.get(path)
        again = server.get(path, **{"If-None-Match": first.headers["etag"]})
        assert (again.status, again.body) == (304, b"")
        assert "no-cache" in first.headers["cache-control"]


def test_the_style_sheet_is_small_and_ours() -> None:
    text = (ROOT / "server" / "static" / "style.css").read_text()
    assert len(text) < 20_000
    assert "url(" not in text
    assert "@import" not in text


def test_contrast_of_all_text_colours() -> None:
    """WCAG AA: 4.5 to 1 on both backgrounds, light and dark."""
    text = (ROOT / "server" / "static" / "style.css").read_text()
    schemes = [dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})", block)) for block in text.split("}")[:2]]
    assert all(len(scheme) == 17 for scheme in schemes)
    for scheme in schemes:
        for name in ("ink", "soft", "link", "good", "plan", "may", "no"):
            for ground in ("paper", "card"):
                assert _contrast(scheme[name], scheme[ground]) >= 4.5, (name, ground)
        for ground in ("mark", "strong", "event", "statement", "situation", "quantity"):
            for name in ("ink", "link"):
                assert _contrast(scheme[name], scheme[ground]) >= 4.5, (name, ground)
        assert _contrast(scheme["paper"], scheme["accent"]) >= 4.5


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_request_log_tells_no_secrets(shipped: Server) -> None:
    import json

    shipped.query("SELECT ('my secret' AS ?x) {}")
    reply = shipped.get("/events?status=actual")
    wanted = reply.headers["x-request-id"]
    assert until(lambda: any(wanted in line for line in shipped.lines))
    lines = [json.loads(line) for line in shipped.lines if line.startswith("{")]
    mine = next(line for line in lines if line["id"] == wanted)
    assert mine["status"] == 200
    assert mine["route"] == "/events"
    assert "secret" not in "".join(shipped.lines)
    assert "127.0.0.1" not in json.dumps(lines)


def test_terms_in_page_queries_exist(made: Path) -> None:
    """The queries behind the pages use no term that the ontology lacks."""
    from kg.vocab import DM

    used: set[str] = set()
    for path in (ROOT / "server" / "queries").rglob("*.rq"):
        used |= set(re.findall(r"\bdm:(\w+)", path.read_text()))
    assert len(used) > 40
    for name in used:
        assert DM[name]
