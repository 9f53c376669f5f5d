"""People look at uncertain links and decide; the next build does as they said, until they take it back."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg import cli, judgements, publish, review
from kg.config import Settings
from kg.errors import StoreError
from kg.model import Article, Link, LinkedDocument, Proposal
from kg.sources import Metadata
from kg.stages import build
from tests.kg import camp_david

PRESIDENT = Proposal("Q23685", "Jimmy Carter", "President of the United States", 1.0, "label")
OTHER = Proposal("Q44135", "Jimmy Carter", "human", 1.0, "label")
CITY = Proposal("Q85", "Cairo", "capital city", 1.0, "label")
LINKS = {
    "Jimmy Carter": Link("e3", None, None, 0.0, "“Jimmy Carter” can mean two men", "1-x", {}, (PRESIDENT, OTHER)),
    "Cairo": Link("e9", "Q85", "Cairo", 0.71, "the name is only close", "1-x", {"name": 0.71}, (CITY,)),
}


def reading(articles: Iterable[Article]) -> Iterator[LinkedDocument]:
    """As by hand, but unsure of a person and of a place."""
    for linked in camp_david.reading(articles):
        names = {e.id: e.name for e in linked.document.entities}
        links = (LINKS.get(names[x.entity], x) if x.entity in {"e3", "e9"} else x for x in linked.links)
        yield replace(linked, links=tuple(links))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the article and, in ``data``, its first release."""
    folder = tmp_path_factory.mktemp("review")
    (folder / "first.txt").write_text(camp_david.FIRST, encoding="utf-8")
    _build(folder)
    return folder


@pytest.fixture
def made(first: Path, tmp_path: Path) -> Callable[..., publish.Release]:
    """Builds once more into a copy of the folder, with the decisions that lie there."""
    shutil.copytree(first, tmp_path, symlinks=True, dirs_exist_ok=True)
    return lambda **settings: _build(tmp_path, **settings)


def _build(folder: Path, **settings: object) -> publish.Release:
    file = folder / "data" / judgements.FILE_NAME
    return build(
            [folder / "first.txt"], folder / "data",
            Settings(enrichment="none", inference="none", **settings),  # type: ignore[arg-type]
            given=Metadata(published="1978-09-18"), reading=reading, judgements=file if file.exists() else None,
        )  # fmt: skip


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, typed: str = "") -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = cli.run(["link", *arguments])
        seen = capsys.readouterr()
        return Ran(code, seen.out, seen.err)

    return run


def links(release: Path) -> dict[str, str]:
    """Item -> reason, of all links that the release publishes."""
    found: dict[str, dict[str, str]] = {}
    for line in (release / "dataset.nq").read_text(encoding="utf-8").splitlines():
        if "/id/link/" in line and line.endswith("/graph/links> ."):
            subject, predicate, value = line.split(" ", 2)
            found.setdefault(subject, {})[predicate.rsplit("#")[-1].strip(">")] = value
    return {x["linkTarget"].split(">")[0].rsplit("/")[-1]: x["reason"].split('"')[1] for x in found.values()
            if "linkTarget" in x}  # fmt: skip


def test_a_release_lists_what_is_uncertain_with_words_reasons_and_candidates(
    made: Callable[..., publish.Release], here: Callable[..., Ran]
) -> None:
    carter, cairo = review.read(Path("data/current"))
    assert (carter.name, carter.qid, carter.candidates) == ("Jimmy Carter", "", (PRESIDENT, OTHER))
    assert carter.reason == "“Jimmy Carter” can mean two men"
    assert (carter.words, carter.after[:26]) == ("Jimmy Carter", ", the president of the Uni")
    assert (cairo.qid, cairo.score, cairo.best) == ("Q85", 0.71, CITY)
    assert cairo.iri.startswith("https://w3id.org/dragoman/id/entity/cairo-")
    # where no words may be published, none are
    (bare, _) = review.read(made(publish_text="none").path)
    assert (bare.before, bare.words, bare.after, bare.name) == ("", "", "", "Jimmy Carter")


def test_sitting_at_the_terminal(made: Callable[..., publish.Release], here: Callable[..., Ran]) -> None:
    before = links(Path("data/current"))
    assert set(before) >= {"Q85"}
    assert "Q23685" not in before
    seen = here("review", "--author", "A. Reader", "--comment", "he signed", typed="1\nn\n")
    assert seen.code == 0
    assert "Jimmy Carter (Person), 1 of 2" in seen.out
    assert "President of the United States" in seen.out
    assert "now linked to Cairo (Q85), score 0.71: the name is only close" in seen.out
    after = made()
    assert links(after.path)["Q23685"] == "decided by A. Reader: he signed"
    assert "Q85" not in links(after.path)
    assert review.read(after.path) == ()
    assert (after.path / judgements.FILE_NAME).is_file()
    assert "No link" in here("review").err
    # taken back, all is as it was
    for decision in judgements.read(Path("data") / judgements.FILE_NAME):
        assert here("undo", decision.left, decision.right).code == 0
    assert links(made().path) == before


def test_answers_that_are_no_answers_are_asked_again_and_later_is_later(
    made: Callable[..., publish.Release], here: Callable[..., Ran]
) -> None:
    seen = here("review", typed="7\nmaybe\ns\nq\n")
    assert seen.code == 0
    assert "'7' is not one of" in seen.err
    assert not (Path("data") / judgements.FILE_NAME).exists()


def test_without_a_terminal(made: Callable[..., publish.Release], here: Callable[..., Ran]) -> None:
    listed = json.loads(here("review", "--json").out)
    assert [(one["name"], len(one["candidates"])) for one in listed] == [("Jimmy Carter", 2), ("Cairo", 1)]
    assert here("review", "--no", "Cairo", "--author", "me").code == 0
    assert here("review", "--yes", listed[0]["member"], "--item", "Q44135", "--author", "me").code == 0
    assert json.loads(here("review", "--json").out) == []
    told = here("decisions").out.splitlines()
    assert any("Cairo (member:" in line and ") is not Cairo (wd:Q85)" in line and "(me, 20" in line for line in told)
    assert set(links(made().path)) >= {"Q44135"}


def test_a_refused_candidate_leaves_the_others_to_choose_from(
    made: Callable[..., publish.Release], here: Callable[..., Ran]
) -> None:
    here("review", "--no", "Jimmy Carter", "--item", "Q44135", "--author", "me")
    (carter, _) = json.loads(here("review", "--json").out)
    assert [one["qid"] for one in carter["candidates"]] == ["Q23685"]


def test_what_cannot_be_decided_is_told(made: Callable[..., publish.Release], here: Callable[..., Ran]) -> None:
    for arguments, message in (
        (("review", "--yes", "Nobody"), "There is none of the name Nobody"),
        (("review", "--yes", "Cairo", "--item", "Cairo"), "'Cairo' is not an item"),
        (("same", "Cairo", "wd:Q85"), "names no entity: 'Cairo'"),
        (("undo", "wd:Q1", "wd:Q2"), "cannot be read"),
    ):
        done = here(*arguments)
        assert (done.code, message in done.err) == (2, True), done.err


def test_two_that_are_the_same(made: Callable[..., publish.Release], here: Callable[..., Ran]) -> None:
    before = json.loads(Path("data/current/manifest.json").read_text())["counts"]["entities"]
    member = json.loads(here("review", "--json").out)[0]["member"].split("/")[0]
    pair = f"member:{member}/e7", f"member:{member}/e8"
    assert here("same", *pair, "--author", "me", "--comment", "told of the same people").code == 0
    assert made().counts.entities == before - 1
    here("different", *pair, "--author", "me")
    assert "is not" in here("decisions").out
    here("undo", *pair)
    assert here("decisions").out == ""


def test_a_release_of_another_version_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Build the release again"):
        review.read(tmp_path)
