"""From articles on disk to a release: what a build does when all is well, and when one article is not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import check, judgements, publish, resolve
from kg.config import Settings
from kg.errors import CheckFailed, InputError, ModelError
from kg.judgements import Judgement
from kg.model import Article, LinkedDocument, Span
from kg.sources import Metadata
from kg.spool import Spool
from kg.stages import BATCH, build
from kg.vocab import DM
from tests.kg import camp_david

GIVEN = Metadata(published="1978-10-20", source="The Example Courier")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "first.txt").write_text(camp_david.FIRST, encoding="utf-8")
    (folder / "second.txt").write_text(camp_david.SECOND, encoding="utf-8")
    return folder


def make(articles: Path, out: Path, **more: object) -> publish.Release:
    return build([articles], out, Settings(), given=GIVEN, **{"reading": camp_david.reading, **more})  # type: ignore[arg-type]


def test_a_build_makes_a_release_that_passes_every_check(articles: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    release = make(articles, tmp_path / "out", progress=lambda stage, done: told.append((stage, done)))
    assert (release.counts.articles, release.counts.errors, release.issues) == (2, 0, ())
    assert [issue for issue in check.check_release(release.path) if issue.severity == "error"] == []
    assert told == [("read", 2), ("write", 1), ("write", 2), ("publish", 2)]
    manifest = json.loads((release.path / "manifest.json").read_text())
    assert manifest["versions"]["pipeline"] == "hand-made"
    assert manifest["versions"]["catalogue"] == "hand-made 1"
    assert manifest["versions"]["ontology"] == "0.1.0"
    assert manifest["settings"]["base_iri"] == Settings().base_iri
    store = ox.Store()
    store.bulk_load(path=str(release.path / "dataset.nq"))
    for graph, term in (("inferred", "Actor"), ("links", "CapitalCity")):
        query = f"ASK {{ GRAPH <https://w3id.org/dragoman/graph/{graph}> {{ ?e a <{DM[term]}> }} }}"
        assert store.query(query), term


def test_one_bad_article_does_not_stop_the_others(articles: Path, tmp_path: Path) -> None:
    (articles / "spoilt.txt").write_text("Spoilt talks in the city ended, and the delegates left the building.")
    (articles / "empty.txt").write_text("")
    release = make(articles, tmp_path / "out")
    assert release.counts.articles == 2
    assert release.counts.errors == 2
    listed = [json.loads(line) for line in (release.path / "issues.jsonl").read_text().splitlines()]
    spoilt = next(issue for issue in listed if "spoilt" in issue["where"])
    assert "The reading of" in spoilt["message"]
    assert "the parser lost its way" in spoilt["message"]
    assert any("empty.txt" in issue["where"] for issue in listed)


def test_an_article_whose_annotation_contradicts_itself_is_left_out(articles: Path, tmp_path: Path) -> None:
    def reading(articles: Iterable[Article]) -> Iterator[LinkedDocument]:
        for linked in camp_david.reading(articles):
            document = linked.document
            if document.article.text == camp_david.SECOND:
                beyond = replace(document.events[0], trigger=Span(5_000, 5_005))
                document = replace(document, events=(beyond,))
            yield replace(linked, document=document)

    release = make(articles, tmp_path / "out", reading=reading)
    assert release.counts.articles == 1
    assert [issue.severity for issue in release.issues] == ["error"]
    assert "The writing of" in release.issues[0].message


def test_a_failure_of_the_pipeline_itself_stops_the_build(articles: Path, tmp_path: Path) -> None:
    former = make(articles, tmp_path / "out")

    def reading(articles: Iterable[Article]) -> Iterator[LinkedDocument]:
        raise ModelError("The language pipeline cannot be loaded.")

    with pytest.raises(ModelError):
        make(articles, tmp_path / "out", reading=reading)
    assert publish.current(tmp_path / "out") == former.path.resolve()


def test_more_articles_than_a_batch_and_the_order_of_reading_does_not_show(tmp_path: Path) -> None:
    lines = [
        json.dumps({"text": f"Article {n}: the delegates met again in the old town hall.", "published": "1978-09-20"})
        for n in range(BATCH + 3)
    ]
    releases = []
    for name, order in (("one", lines), ("other", lines[::-1])):
        (tmp_path / name).mkdir()
        (tmp_path / name / "articles.jsonl").write_text("\n".join(order))
        releases.append(make(tmp_path / name, tmp_path / name / "out"))
    assert releases[0].counts.articles == BATCH + 3
    same = [(r.path / "dataset.nq").read_bytes() for r in releases]
    assert same[0] == same[1]


def test_judgements_are_applied_kept_in_the_release_and_undone(articles: Path, tmp_path: Path) -> None:
    out, file = tmp_path / "out", tmp_path / "judgements.sssom.tsv"
    plain = make(articles, out)
    keys = [resolve.ids.article_key(Article("", text)) for text in (camp_david.FIRST, camp_david.SECOND)]
    settlers = f"member:{keys[0]}/e7", f"member:{keys[1]}/e3"
    judgements.append(file, Judgement(*settlers, "same", "tester", "the same settlers"))
    joined = make(articles, out, judgements=file)
    assert joined.counts.entities == plain.counts.entities - 1
    assert (joined.path / "judgements.sssom.tsv").read_bytes() == file.read_bytes()
    judgements.withdraw(file, *settlers)
    judgements.append(file, Judgement(settlers[0], f"member:{'0' * 16}/e1", "same", "tester", "of another build"))
    parted = make(articles, out, judgements=file)
    assert parted.counts.entities == plain.counts.entities
    assert (parted.path / "dataset.nq").stat().st_size == (plain.path / "dataset.nq").stat().st_size
    line = len(file.read_text().splitlines())
    assert [issue.message.split(" speaks")[0] for issue in parted.issues] == [f"Line {line}"]


def test_no_article_at_all_is_an_error_that_names_the_causes(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(InputError, match=r"No article could be read\. .*empty\.txt"):
        make(tmp_path / "empty.txt", tmp_path / "out")


def test_a_build_refuses_what_breaks_the_shapes(articles: Path, tmp_path: Path) -> None:
    def reading(articles: Iterable[Article]) -> Iterator[LinkedDocument]:
        for linked in camp_david.reading(articles):
            document = linked.document
            bare = tuple(replace(entity, mentions=()) for entity in document.entities)
            yield replace(linked, document=replace(document, entities=bare))

    with pytest.raises(
        CheckFailed, match=r"https://w3id\.org/dragoman/id/entity/[-a-z0-9]+: An entity must have a passage"
    ):
        make(articles, tmp_path / "out", reading=reading)
    assert publish.releases(tmp_path / "out") == ()


def test_the_spool_gives_documents_back_in_order_as_often_as_asked(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    documents = list(camp_david.reading([Article(str(n), f"Article {n}: delegates met.") for n in range(20)]))
    documents.append(camp_david.linked(camp_david.first()))
    for linked in documents:
        spool.add(linked)
    expected = sorted(documents, key=lambda linked: linked.document.article.sha256)
    assert list(spool) == expected
    assert list(spool) == expected
    assert len(spool) == 21
    with pytest.raises(ValueError, match="read twice"):
        spool.add(documents[0])
