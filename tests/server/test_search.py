"""Text search: words, ranking, bounds, and the file behind it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import SearchUnavailable
from server.search import KINDS, Found, Index
from server.search.build import build
from server.search.opening import Opening, file_of
from server.search.words import fold, places, read
from tests.places import ROOT
from tests.server.made import ATTACK, BASE, EVIL, make

FORCE = f"{BASE}id/entity/river-front-0000000001"


@pytest.fixture(scope="module")
def index(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = tmp_path_factory.mktemp("search") / "x.search"
    build(made / "current" / "dataset.nq", path, BASE)
    found = Index(path)
    yield found
    found.close()


def labels(found: Found) -> list[tuple[str, str]]:
    return [(hit.kind, hit.label) for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Côte d’Ivoire", "cote d ivoire"),
        ("Straße, ØRSTED & Łódź", "strasse orsted lodz"),
        ("Ｆｕｌｌ ① ǿ", "full 1 o"),
        ("ʿAbd al-Fattāḥ", "abd al fattah"),
        ("أَحْمَد القاهرة", "احمد القاهره"),
        ("Ёлка й", "елка и"),
        ("हिन्दी", "हिनदी"),
        ("a\x00b\x1fc\ud800", "a b c"),
    ],
)
def test_words_are_compared_without_case_and_accents(text: str, words: str) -> None:
    assert fold(text) == words


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("coastal highway", '"coastal" AND "highway"'),
        ('"coastal highway" sirt*', '"coastal highway" AND "sirt" *'),
        ("Kadhafi's", '"kadhafi"'),
        ("al-Sarraj", '"al" AND "sarraj"'),
        ("port -guard", '("port") NOT ("guard")'),
        ("-guard", ""),
        ('NEAR(a b) OR label:x "', '"near" AND "a" AND "b" AND "or" AND "label" AND "x"'),
        ("a*", '"a"'),
        ("", ""),
        ("* ** \" ''", ""),
    ],
)
def test_what_people_type_becomes_an_expression(text: str, expression: str) -> None:
    assert read(text).all() == expression


def test_a_sentence_pasted_whole_is_bounded() -> None:
    assert read("word " * 5000 + '"' + "phrase " * 5000).all() == '"word"'
    assert len(read(" ".join(map(str, range(100)))).want) == 16


def test_places_are_those_of_the_text_as_it_stands() -> None:
    text = "The Côte\u0301 d’Ivoire’s côte"
    assert [text[a:b] for a, b in places(text, read("cote ivoir*"))] == ["Côte\u0301", "Ivoire", "côte"]


def test_names_come_before_sentences(index: Index) -> None:
    found = index.search("river front")
    assert (found.hits[0].iri, found.hits[0].kind) == (FORCE, "entity")
    assert found.way == "all"
    assert ("event", "shelled: River Front → Port Guard") in labels(found)
    assert found.counts["claim"] >= 1
    assert sum(found.counts.values()) == found.total == len(found.hits)
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)


def test_a_hit_says_what_it_is(index: Index) -> None:
    entity = index.search("maria ode", ["entity"]).hits[0]
    assert (entity.types[0], entity.items) == ("Person", ("http://www.wikidata.org/entity/Q42",))
    claim = index.search("quay", ["claim"]).hits[0]
    assert (claim.label, claim.status, claim.day) == ("shelled: River Front → Port Guard", "actual", "2021-03-04")
    assert [piece.text for piece in claim.snippet if piece.found] == ["quay"]
    assert claim.text == "The River Front shelled the Port Guard's quay on Tuesday, <b>a spokesman</b> said."
    assert index.search("Q42").hits[0].iri == entity.iri
    assert index.search("rf").hits[0].iri == FORCE, "by its other name"
    assert index.search("shelled", ["event"]).hits[0].iri == f"{BASE}id/event/{ATTACK}"
    assert index.search("harbour shelled", ["article"]).hits[0].label == "Harbour town shelled"


def test_kinds_pages_and_what_is_excluded(index: Index) -> None:
    everything = index.search("port guard")
    assert {hit.kind for hit in everything.hits} >= {"entity", "event", "claim", "situation"}
    only = index.search("port guard", ["situation"])
    assert {hit.kind for hit in only.hits} == {"situation"}
    assert set(only.counts) == {"situation"}
    pages = [index.search("port guard", limit=2, offset=at).hits for at in range(0, everything.total, 2)]
    assert tuple(hit for page in pages for hit in page) == everything.hits
    assert not index.search("port guard", offset=10_000).hits
    assert not index.search("port guard", ["none such"]).hits
    assert all("River" not in hit.label for hit in index.search("port -river").hits)


def test_more_is_taken_only_when_there_is_nothing(index: Index) -> None:
    assert index.search("riv fro").way == "begun"
    assert index.search("river zzzz").way == "any"
    assert index.search("riv fro", begun=True).hits[0].iri == FORCE
    assert index.search("zzzz") == Found((), dict.fromkeys(KINDS, 0))
    assert index.search("") == Found((), dict.fromkeys(KINDS, 0))


def test_names_of_the_linked_item_lead_to_the_entity(tmp_path: Path) -> None:
    folder = make(tmp_path, extra='wd:Q42 rdfs:label "ماريا"@ar , "Maria Ode"@en ; skos:altLabel "Máire"@ga .')
    build(folder / "dataset.nq", tmp_path / "x", BASE)
    index = Index(tmp_path / "x")
    for text in ("ماريا", "maire"):
        (hit,) = index.search(text).hits
        assert (hit.label, hit.kind, set(hit.known)) == ("Maria Ode", "entity", {"ماريا", "Máire"})
        assert "".join(piece.text for piece in hit.snippet if piece.found) in {"ماريا", "Máire"}
    index.close()


def test_a_dangerous_label_is_text(index: Index) -> None:
    assert EVIL in [hit.label for hit in index.search("owned").hits]


def test_things_are_found_by_their_iri(index: Index) -> None:
    assert {iri: hit.label for iri, hit in index.about([FORCE, "urn:none"]).items()} == {FORCE: "River Front"}
    assert index.about([]) == {}


@given(st.text(max_size=60), st.integers(-5, 50), st.integers(-5, 2**62))
def test_no_text_is_an_error(index: Index, text: str, limit: int, offset: int) -> None:
    assert len(index.search(text, limit=limit, offset=offset).hits) <= max(0, limit)


def test_many_threads_may_ask_at_once(index: Index) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(index.search("port").total)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [index.search("port").total] * 16


def test_the_same_release_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        build(made / "current" / "dataset.nq", tmp_path / name, BASE)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_file_is_built_once_and_swept_with_its_release(tmp_path: Path) -> None:
    folder = make(tmp_path)
    first = Opening(folder / "dataset.nq", BASE)
    assert first.index(60).search("river").hits
    path = file_of(folder / "dataset.nq", BASE)
    assert path.parent == tmp_path / ".stores"
    before = path.stat().st_ino
    gone = path.with_name(path.name.replace("made-1", "made-0"))
    gone.write_bytes(b"")
    left = path.with_name(f".{path.name}.{2**22 + 1}")  # no process has so large a number
    left.write_bytes(b"")
    again = Opening(folder / "dataset.nq", BASE)
    assert again.index(60).search("river").hits
    assert path.stat().st_ino == before
    assert not gone.exists()
    assert not left.exists()
    for opening in (first, again):
        opening.close()
        opening.close()
    assert not list(path.parent.glob(".*"))


def test_a_broken_file_is_told_with_its_cure(tmp_path: Path) -> None:
    folder = make(tmp_path)
    file_of(folder / "dataset.nq", BASE).write_bytes(b"no database at all, but some text" * 100)
    opening = Opening(folder / "dataset.nq", BASE)
    with pytest.raises(SearchUnavailable) as told:
        opening.index()
    assert "cannot be read" in told.value.message
    assert "Delete the file" in told.value.cure
    opening.close()


@pytest.mark.parametrize(
    ("said", "cure"),
    [("no such module: fts5", "sqlite3 has FTS5"), ("database or disk is full", "start the server again")],
)
def test_a_file_that_cannot_be_built_is_told_with_its_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, cure: str
) -> None:
    def failing(*_: object) -> subprocess.Popen[str]:
        program = "import sys; sys.exit(sys.argv[1])"
        return subprocess.Popen([sys.executable, "-c", program, said], stderr=subprocess.PIPE, text=True)

    monkeypatch.setattr("server.search.opening.start", failing)
    opening = Opening(make(tmp_path) / "dataset.nq", BASE)
    for _ in range(2):
        with pytest.raises(SearchUnavailable) as told:
            opening.index(60)
        assert said in told.value.message
        assert cure in told.value.cure
    opening.close()


def test_without_fts5_the_builder_says_so(tmp_path: Path) -> None:
    program = (
        "import sys; from server.search import build; build.FTS = build.FTS.replace('fts5', 'fts99'); build.main()"
    )
    dataset = make(tmp_path) / "dataset.nq"
    target = tmp_path / "x.search"
    command = [sys.executable, "-c", program, str(dataset), str(target), BASE]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr.strip()) == (1, "no such module: fts99")
    assert [path.name for path in tmp_path.iterdir() if "search" in path.name] == []


def test_closing_ends_the_building_and_who_waits_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", "import time; time.sleep(600)"], stderr=subprocess.PIPE, text=True
        )

    monkeypatch.setattr("server.search.opening.start", endless)
    opening = Opening(make(tmp_path) / "dataset.nq", BASE)
    told: list[str] = []

    def wait() -> None:
        try:
            opening.index(60)
        except SearchUnavailable as problem:
            told.append(problem.message)

    waiting = [threading.Thread(target=wait) for _ in range(3)]
    for thread in waiting:
        thread.start()
    opening.close()
    for thread in waiting:
        thread.join(60)
    assert len(told) == 3
    opening.close()


def test_a_search_during_the_building_is_told_to_wait(tmp_path: Path) -> None:
    opening = Opening(make(tmp_path) / "dataset.nq", BASE)
    with pytest.raises(SearchUnavailable, match="still being prepared"):
        opening.index(0.0)
    opening.close()
    with pytest.raises(SearchUnavailable):
        opening.index()
