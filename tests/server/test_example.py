"""The shipped example, built by the project itself and served: nothing on its pages leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.running import Server, serving
from tests.server.test_pages import Reader
from tests.server.test_resources import check_document, check_thing, minted


@pytest.fixture(scope="module")
def example(example_out: Path) -> Iterator[Server]:
    """The server over the release of the example, with the settings that ship."""
    with serving(example_out) as running:
        yield running


def test_every_minted_iri_leads_to_a_page_and_to_data(example: Server, example_out: Path) -> None:
    iris = minted(example_out)
    assert len(iris) > 300
    for iri in iris:
        if "/dragoman/ontology" in iri:
            check_document(example, iri)
        elif "/dragoman/download/" in iri:
            assert example.get("/download/" + iri.rpartition("/")[2]).status == 200
        elif iri.endswith("/sparql"):
            assert example.get("/sparql").status == 200
        else:
            check_thing(example, iri)


def test_from_a_number_to_the_sentence(example: Server) -> None:
    """Home, an event, its quote; and the quote is in the article."""
    home = example.get("/").text
    numbers = [int(n.replace(",", "")) for n in re.findall(r"<strong>([\d,]+)</strong>", home)]
    assert len(numbers) == 6
    assert all(number > 0 for number in numbers)
    events = [link for link in Reader(home).links if link.startswith("/page/event/")]
    assert events
    for link in events:
        page = example.get(link)
        assert page.status == 200
        assert "<blockquote>" in page.text
        assert "according to" in page.text


def test_pages_stay_small(example: Server) -> None:
    """Below 200 kB each, before scripts that nobody needs: some readers pay for every one."""
    starts = (
        "/",
        "/events",
        "/timeline",
        "/map",
        "/network",
        "/entities",
        "/articles",
        "/search?q=government",
        "/about",
    )
    pages = set(starts) | {link for path in starts for link in Reader(example.get(path).text).links}
    large = {}
    for path in sorted(page for page in pages if page.startswith(("/page/", *starts[1:]))):
        size = len(example.get(path.partition("#")[0], accept="text/html").body)
        if size >= 200_000:
            large[path] = size
    assert len(pages) > 80
    assert large == {}


def test_all_questions_are_answered(example: Server) -> None:
    links = [link for link in Reader(example.get("/queries").text).links if link.startswith("/queries/")]
    assert len(links) >= 6
    for link in links:
        page = example.get(link)
        assert page.status == 200, link
        assert '<h2 id="answer">' in page.text, link


def test_downloads_listed_are_there(example: Server) -> None:
    for link in Reader(example.get("/download").text).links:
        if link.startswith(("/download/", "/releases/")):
            assert example.get(link).status == 200


def test_the_description_of_the_dataset_is_where_it_is_looked_for(example: Server) -> None:
    reply = example.get("/.well-known/void")
    assert reply.status == 302
    found = example.get(reply.headers["location"])
    assert "void#Dataset" in found.text or "void:Dataset" in found.text
