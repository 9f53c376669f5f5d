"""The page of uncertain links: what a release lists, escaped, in pages, also as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from kg.review import FILE_NAME
from tests.server.made import DOUBT, make
from tests.server.running import Client, inside
from tests.server.test_pages import Reader


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A release with more uncertain links than a page shows."""
    out = tmp_path_factory.mktemp("uncertain")
    make(out)
    lines = [json.dumps(asdict(replace(DOUBT, name=f"River Front {number}"))) for number in range(51)]
    ((out / "current").resolve() / FILE_NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with inside(out) as running:
        yield running


def test_each_link_is_shown_with_words_reason_and_candidates_and_escaped(listed: Client) -> None:
    reply = listed.get("/links/review")
    assert reply.status == 200
    assert "River Front 0" in reply.text
    assert "can mean two groups" in reply.text
    assert "<script>" not in reply.text
    assert "&lt;script&gt;document.title=&#34;owned&#34;&lt;/script&gt;" in reply.text
    links = Reader(reply.text).links
    assert "http://www.wikidata.org/entity/Q79" in links
    assert "/page/entity/river-front-0000000001" in links
    assert "/links/review?page=2" in links
    assert "/links/review" in Reader(listed.get("/about").text).links


def test_pages_and_json(listed: Client) -> None:
    first, last = (listed.get(f"/links/review?page={page}", accept="application/json") for page in (1, 2))
    assert first.headers["content-type"] == "application/json"
    assert [(len(found["links"]), found["more"]) for found in (first.json(), last.json())] == [(50, True), (1, False)]
    assert last.json()["links"] == [json.loads(json.dumps(asdict(replace(DOUBT, name="River Front 50"))))]
    assert listed.get("/links/review?page=2&format=json").json() == last.json()
    assert "Next page" not in listed.get("/links/review?page=2").text


@pytest.mark.parametrize(("page", "status"), [("3", 404), ("0", 400), ("x", 400), ("-1", 400)])
def test_pages_that_are_not_there(listed: Client, page: str, status: int) -> None:
    assert listed.get(f"/links/review?page={page}").status == status


def test_a_release_without_a_list_says_so(tmp_path: Path) -> None:
    (make(tmp_path) / FILE_NAME).unlink()
    with inside(tmp_path) as running:
        reply = running.get("/links/review")
        assert (reply.status, "was built without a list" in reply.text) == (200, True)
        found = running.get("/links/review?format=json").json()
        assert (found["listed"], found["links"]) == (False, [])
