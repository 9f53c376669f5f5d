"""The graph of background: from the catalogue or from Wikidata, with its day, and never among what articles say."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import background, catalogue, check, publish
from kg.background import from_catalogue
from kg.catalogue import Office, Record, Table
from kg.config import Settings
from kg.make_catalogue.__main__ import DATA, _date
from kg.sources import Metadata
from kg.stages import build
from tests.kg import camp_david
from tests.web import Reply, Web
from tests.wikidata import Service

UPDATE = os.environ.get("DRAGOMAN_UPDATE") == "1"
GRAPH = ox.NamedNode("https://w3id.org/dragoman/graph/enrichment")
PREFIXES = """
PREFIX wd: <http://www.wikidata.org/entity/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dct: <http://purl.org/dc/terms/> PREFIX schema: <https://schema.org/> PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX dm: <https://w3id.org/dragoman/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("enrichment") / "articles"
    folder.mkdir()
    (folder / "first.txt").write_text(camp_david.FIRST, encoding="utf-8")
    (folder / "second.txt").write_text(camp_david.SECOND, encoding="utf-8")
    return folder


def made(articles: Path, settings: Settings) -> publish.Release:
    given = Metadata(published="1978-10-20", source="The Example Courier")
    return build([articles], articles.parent / "out", settings, given=given, reading=camp_david.reading)


@pytest.fixture(scope="module")
def from_file(articles: Path) -> publish.Release:
    """With the background that the catalogue gives."""
    return made(articles, Settings())


def rows(release: publish.Release, query: str) -> set[tuple[str, ...]]:
    store = ox.Store()
    store.bulk_load(path=str(release.path / "dataset.nq"), format=ox.RdfFormat.N_QUADS)
    found = store.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return {tuple("" if value is None else value.value for value in row) for row in found}


def quads(release: publish.Release) -> Iterator[ox.Quad]:
    return (q for q in ox.parse(path=str(release.path / "dataset.nq"), format=ox.RdfFormat.N_QUADS))


def test_the_shipped_catalogue_has_its_day() -> None:
    """``DRAGOMAN_UPDATE=1`` notes the day of a catalogue that was not written by ``python -m kg.make_catalogue``."""
    if UPDATE:
        _date(DATA / "catalogue.date")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", background.date_of(catalogue.load()))


def test_the_catalogue_tells_class_place_and_its_own_day(from_file: publish.Release) -> None:
    release = from_file
    known = catalogue.load()
    egypt = known.get("Q79")
    assert egypt is not None
    told = rows(release, """SELECT ?name ?class ?lat ?version ?day WHERE { GRAPH ?g {
        wd:Q79 rdfs:label ?name ; dct:type ?class . OPTIONAL { wd:Q79 schema:latitude ?lat }
        ?record foaf:primaryTopic wd:Q79 ; owl:versionInfo ?version ; dct:date ?day } }""")  # fmt: skip
    day = background.date_of(known)
    latitude = "" if egypt.lat is None else f"{egypt.lat:g}"
    kind = "https://w3id.org/dragoman/ontology#SovereignState"
    assert told == {("Egypt", kind, latitude, known.version, day)}
    # Cairo lies in Egypt; Egypt does not lie in itself
    spatial = rows(release, "SELECT ?a ?b WHERE { GRAPH ?g { ?a dct:spatial ?b } }")
    assert ("http://www.wikidata.org/entity/Q85", "http://www.wikidata.org/entity/Q79") in spatial
    assert not [pair for pair in spatial if pair[0] == pair[1]]
    assert [issue for issue in check.check_release(release.path) if issue.severity == "error"] == []


def test_it_is_a_graph_of_its_own_about_items_only(articles: Path, from_file: publish.Release) -> None:
    release = from_file
    inside = [q for q in quads(release) if q.graph_name == GRAPH]
    outside = [q for q in quads(release) if q.graph_name != GRAPH]
    assert inside
    subjects = {q.subject.value for q in inside}  # type: ignore[union-attr]
    kinds = (
        "http://www.wikidata.org/entity/Q",
        "https://w3id.org/dragoman/id/office/",
        "https://w3id.org/dragoman/id/record/",
    )
    assert all(subject.startswith(kinds) for subject in subjects)
    assert not subjects & {q.subject.value for q in outside}  # type: ignore[union-attr]
    # without it, everything else is what it was
    bare = made(articles, Settings(enrichment="none"))
    described = {q for q in quads(bare) if not q.graph_name.value.endswith("/meta")}  # type: ignore[union-attr]
    assert described == {q for q in outside if not q.graph_name.value.endswith("/meta")}  # type: ignore[union-attr]


def test_offices_that_no_list_confirms_are_not_published() -> None:
    office = (Office("president of the United States", "1977-01-20", "1981-01-20"),)
    known = Record("Q23685", "Jimmy Carter", "Person", offices=office, checked="verified")
    sure = from_catalogue(Table([known]))(["Q23685"])["Q23685"]
    assert sure.offices == office
    unsure = replace(known, checked="verified; office: general knowledge")
    assert from_catalogue(Table([unsure]))(["Q23685"])["Q23685"].offices == ()


@pytest.fixture
def live(web: Web, tmp_path: Path) -> Settings:
    return Settings(
        enrichment="wikidata", cache=str(tmp_path / "cache"), http_seconds=5.0, http_retries=0,
        wikidata_api=f"{web.url}/w/api.php", wikidata_sparql=f"{web.url}/sparql",
    )  # fmt: skip


def test_wikidata_tells_labels_in_languages_offices_and_the_day_of_asking(
    web: Web, articles: Path, live: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.answer = service = Service()
    monkeypatch.setattr("kg.wikidata.cache.today", lambda: "2026-02-03")
    release = made(articles, live)
    assert release.issues == ()
    names = rows(release, "SELECT ?name WHERE { GRAPH ?g { wd:Q79 rdfs:label ?name } }")
    assert names == {("Egypt",), ("Égypte",), ("مصر",)}
    office = rows(release, """SELECT ?title ?start ?end ?day WHERE { wd:Q23685 schema:hasOccupation ?o .
        ?o schema:roleName ?title ; schema:startDate ?start ; schema:endDate ?end .
        ?record foaf:primaryTopic wd:Q23685 ; owl:versionInfo "wikidata" ; dct:date ?day }""")  # fmt: skip
    assert office == {("President of the United States", "1977-01-20", "1981-01-20", "2026-02-03")}
    # from an entity of an article to what Wikidata says of its item
    assert rows(release, 'SELECT ?e WHERE { ?e skos:exactMatch ?i . ?i rdfs:label "Égypte"@fr }')
    assert [issue for issue in check.check_release(release.path) if issue.severity == "error"] == []
    # answers are kept: days later, the same cache gives the same bytes
    asked = len(service.asked)
    monkeypatch.setattr("kg.wikidata.cache.today", lambda: "2026-02-09")
    assert made(articles, live).id == release.id
    assert len(service.asked) == asked


def test_when_wikidata_does_not_answer_the_catalogue_does_and_the_build_says_so(
    web: Web, articles: Path, live: Settings
) -> None:
    web.answer = lambda asked: Reply(500)
    release = made(articles, live)
    assert [issue.severity for issue in release.issues] == ["warning"]
    assert "answered 500" in release.issues[0].message
    assert "from the catalogue instead" in release.issues[0].message
    version = rows(release, "SELECT ?v WHERE { ?record foaf:primaryTopic wd:Q79 ; owl:versionInfo ?v }")
    assert version == {(catalogue.load().version,)}
