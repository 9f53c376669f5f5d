"""Competency questions: each is answered by the example release exactly as its folder says.

``DRAGOMAN_UPDATE=1 python -m pytest tests/ontology/test_questions.py`` writes the answers; they are then to be read
against the article, row by row. A negative question must have no answer, and brings a query (``wrong.rq``) for triples
that make a graph so wrong that it has one.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, QueryTriples, RdfFormat, Store

import ontology
from kg.config import Settings
from server import limits, questions
from server.stores import EmbeddedStore
from server.wire import Task
from tests.places import EXAMPLE

UPDATE = bool(os.environ.get("DRAGOMAN_UPDATE"))
USERS = {"researcher", "reporter", "wikidata-editor", "reasoner"}
KEYS = {"title", "user", "home", "negative", "parameters"}
BOUNDS = (1000, 1_000_000, 20.0)
WRONG = NamedNode("https://w3id.org/dragoman/graph/wrong")


@dataclass(frozen=True)
class Folder:
    """A question as it lies on disk."""

    path: Path
    front: dict[str, str]
    body: str

    @property
    def query(self) -> str:
        return (self.path / "query.rq").read_text(encoding="utf-8")

    @property
    def expected(self) -> bytes:
        return (self.path / "expected.csv").read_bytes()

    @property
    def negative(self) -> bool:
        return self.front.get("negative") == "true"


def read(path: Path) -> Folder:
    match = re.fullmatch(r"---\n(.*?)\n---\n\n(.*)", (path / "question.md").read_text(encoding="utf-8"), re.DOTALL)
    assert match, f"{path.name} has no front matter"
    pairs = [line.partition(": ") for line in match[1].splitlines()]
    return Folder(path, {key: value.strip('"') for key, _, value in pairs}, match[2].strip())


FOLDERS = [read(path) for path in sorted(ontology.path("questions").iterdir()) if path.is_dir()]
NEGATIVE = [folder for folder in FOLDERS if folder.negative]


def names(folders: list[Folder]) -> list[str]:
    return [folder.path.name for folder in folders]


@pytest.fixture(scope="module")
def store(example_release: Path) -> Iterator[EmbeddedStore]:
    """The release behind the server's own workers and limits."""
    settings = Settings(query_workers=1)
    served = EmbeddedStore(example_release / "dataset.nq", settings)
    yield served
    served.close()


def answer(store: EmbeddedStore, query: str) -> bytes:
    found = store.run(Task(query, "csv", *BOUNDS))
    assert not found.cut
    return found.body


def rows(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8"), newline="")))


@pytest.mark.parametrize("folder", FOLDERS, ids=names(FOLDERS))
def test_answer_is_the_expected_one(folder: Folder, store: EmbeddedStore) -> None:
    found = answer(store, folder.query)
    if UPDATE:
        (folder.path / "expected.csv").write_bytes(found)
    assert rows(found) == rows(folder.expected)
    assert found == folder.expected
    assert bool(rows(found)[1:]) != folder.negative
    assert len(set(map(tuple, rows(found)))) == len(rows(found))


@pytest.mark.parametrize("folder", FOLDERS, ids=names(FOLDERS))
def test_question_is_well_formed(folder: Folder) -> None:
    assert re.fullmatch(r"\d\d-[a-z0-9-]+", folder.path.name)
    wanted = {"question.md", "query.rq", "expected.csv"} | ({"wrong.rq"} if folder.negative else set())
    assert {file.name for file in folder.path.iterdir()} == wanted
    assert set(folder.front) <= KEYS
    assert folder.front["title"].endswith("?")
    assert folder.front["user"] in USERS
    assert {folder.front.get(key, "true") for key in ("home", "negative")} == {"true"}
    assert folder.body.endswith(".")
    for name in filter(None, folder.front.get("parameters", "").split(", ")):
        assert re.search(rf"VALUES \?{name} {{ [^}}]+ }}", folder.query), f"nothing to set for {name}"


@pytest.mark.parametrize("folder", FOLDERS, ids=names(FOLDERS))
def test_query_is_standard_and_has_one_order(folder: Folder) -> None:
    scan = limits.scan(folder.query)
    assert (scan.form, scan.service, scan.volatile) == ("select", -1, False)
    assert not re.search(r"\bFROM\b", folder.query)
    assert re.search(r"^ORDER BY ", folder.query, re.MULTILINE)
    declared = re.findall(r"^PREFIX (\w+):", folder.query, re.MULTILINE)
    used = set(re.findall(r"(?<![\w?:])(\w+):(?=\w)", re.sub(r'<[^>]*>|"[^"]*"', "", folder.query)))
    assert set(declared) == used


@pytest.mark.parametrize("folder", FOLDERS, ids=names(FOLDERS))
def test_order_does_not_hang_on_the_order_of_the_data(folder: Folder, shuffled: Store) -> None:
    found = shuffled.query(folder.query, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    columns = [variable.value for variable in found.variables]
    expected = rows(folder.expected)
    values = [[getattr(solution[name], "value", "") for name in columns] for solution in found]
    at = [columns.index(name) for name in expected[0]]
    assert [[row[i] for i in at] for row in values] == expected[1:]


@pytest.fixture(scope="module")
def shuffled(example_release: Path) -> Store:
    """The same data, put into the store in the opposite order."""
    lines = (example_release / "dataset.nq").read_bytes().splitlines(keepends=True)
    found = Store()
    found.load(b"".join(reversed(lines)), RdfFormat.N_QUADS)
    return found


def test_negative_questions_are_there() -> None:
    assert len(NEGATIVE) >= 10


@pytest.mark.parametrize("folder", NEGATIVE, ids=names(NEGATIVE))
def test_a_wrong_graph_is_found_out(folder: Folder, example_release: Path) -> None:
    copy = Store()
    copy.load(path=example_release / "dataset.nq", format=RdfFormat.N_QUADS)
    wrong = copy.query((folder.path / "wrong.rq").read_text(encoding="utf-8"), use_default_graph_as_union=True)
    assert isinstance(wrong, QueryTriples)
    added = [Quad(triple.subject, triple.predicate, triple.object, WRONG) for triple in wrong]
    assert added, "nothing is found that could be made wrong"
    copy.extend(added)
    found = copy.query(folder.query, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    assert list(found)


def test_eighty_questions_and_more_numbered_in_a_row() -> None:
    assert [int(folder.path.name[:2]) for folder in FOLDERS] == list(range(1, len(FOLDERS) + 1))
    assert len(FOLDERS) >= 80
    assert {folder.front["user"] for folder in FOLDERS} == USERS
    assert min(Counter(folder.front["user"] for folder in FOLDERS).values()) >= 15


def test_no_question_is_there_twice() -> None:
    def plain(text: str) -> str:
        return " ".join(re.sub(r"^(#|PREFIX ).*$", "", text, flags=re.MULTILINE).split())

    for values in (
        [plain(folder.query) for folder in FOLDERS],
        [folder.front["title"] for folder in FOLDERS],
        [folder.path.name[3:] for folder in FOLDERS],
    ):
        assert not [value for value, times in Counter(values).items() if times > 1]


def test_the_server_shows_them_six_on_the_home_page() -> None:
    home = [folder.path.name for folder in FOLDERS if folder.front.get("home")]
    assert len(home) == questions.HOME == 6
    questions.load.cache_clear()
    assert [question.slug for question in questions.load()] == names(FOLDERS)
    assert [question.slug for question in questions.on_home()] == home
    assert {question.title for question in questions.load()} == {folder.front["title"] for folder in FOLDERS}


def test_sentences_in_the_answers_are_words_of_the_article() -> None:
    article = EXAMPLE.read_text(encoding="utf-8")
    told = {
        row[column]
        for folder in FOLDERS
        for head, *found in [rows(folder.expected)]
        for column in ("sentence", "words")
        if column in head
        for row in (dict(zip(head, line, strict=True)) for line in found)
    }
    assert len(told) > 20
    assert not [words for words in told if words not in article]
