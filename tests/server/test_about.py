"""The page about this site, and the listing of releases."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from rdflib import DCTERMS, Graph, Literal, Namespace

from tests.places import ROOT
from tests.server.made import make
from tests.server.running import Client, inside
from tests.server.test_pages import Reader

DCAT = Namespace("http://www.w3.org/ns/dcat#")


def test_every_figure_of_the_gate_is_shown_with_its_meaning(server: Client) -> None:
    """What the tests hold the program to and what visitors are told is one file."""
    text = server.get("/about", accept="text/html").text
    row = r'class="note">([^<]+)</span></th><td><strong>([\d.]+)</strong></td><td>(at \w+) ([\d.]+)'
    rows = re.findall(row, text)
    quality = json.loads((ROOT / "kg" / "data" / "quality.json").read_text(encoding="utf-8"))
    expected = [
        (float(f"{value:.3g}"), bound.replace("_", " "), bounds[bound][name])
        for bounds in quality.values()
        for name, value in bounds["measured"].items()
        for bound in ("at_least", "at_most")
        if name in bounds.get(bound, {})
    ]
    assert [(float(measured), word, float(bound)) for _, measured, word, bound in rows] == expected
    assert all(len(meaning) > 20 for meaning, *_ in rows)
    assert len(Reader(text).links) > 15


def test_about_names_this_release_and_how_to_cite_it(server: Client) -> None:
    text = re.sub(r"<[^>]+>", "", server.get("/about", accept="text/html").text)
    assert "release made-1, https://w3id.org/dragoman/releases/made-1/download" in text
    assert "7 claims from 2 articles" in text
    for heading in ("Method", "How good it is", "Limits", "People and places", "How to cite", "Downloads and releases"):
        assert heading in text


def test_search_engines_are_asked_to_leave_out_private_persons(server: Client) -> None:
    """As the page says: who has no item in Wikidata is no public person."""
    told = {name: server.get(f"/page/entity/{name}", accept="text/html").headers.get("x-robots-tag")
            for name in ("evil-0000000003", "maria-ode-0000000004", "port-guard-0000000002")}  # fmt: skip
    assert told == {"evil-0000000003": "noindex", "maria-ode-0000000004": None, "port-guard-0000000002": None}


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A folder with two releases, of which the newer is served, and a folder that is none."""
    make(tmp_path, "made-1")
    manifest = tmp_path / "releases" / "made-1" / "manifest.json"
    told = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**told, "modified": "2021-04-01", "counts": {"articles": 1234, "events": 2}}))
    make(tmp_path, "made-2")
    (tmp_path / "releases" / "half").mkdir()
    return tmp_path


def test_releases_are_listed_with_permanent_addresses(two: Path) -> None:
    with inside(two, contact="desk@example.org") as site:
        page = site.get("/releases", accept="text/html")
        assert {"/releases/made-1/download", "/releases/made-2/download"} <= set(Reader(page.text).links)
        assert page.text.index("made-2") < page.text.index("made-1</code></a></th>")
        assert "half" not in page.text
        assert "1,234" in page.text
        assert "1 April 2021" in page.text
        assert "mailto:desk@example.org" in site.get("/about", accept="text/html").text
        rows = list(csv.DictReader(io.StringIO(site.get("/releases?format=csv").text)))
        assert [(row["release"], row["current"]) for row in rows] == [("made-2", "true"), ("made-1", "false")]
        listed = site.get("/releases", accept="application/json").json()
        assert listed[1]["counts"] == {"articles": 1234, "events": 2}
        graph = Graph().parse(data=site.get("/releases?format=ttl").text, format="turtle")
        (version,) = graph.subjects(DCTERMS.identifier, Literal("made-1"))
        files = {str(file) for file in graph.objects(version, DCAT.distribution)}
        assert files == set(listed[1]["files"])
        for file in files:
            assert site.get(file.removeprefix("https://w3id.org/dragoman")).status == 200
        assert site.get("/releases?format=xml").status == 400
