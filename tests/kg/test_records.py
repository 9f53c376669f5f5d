"""The record of an article, field by field, and the stream: what one bad line or one bad article costs."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator

import pytest

from kg.commands.records import BATCH, answers, batches
from kg.errors import ModelError
from kg.model import (
    Argument,
    Article,
    Document,
    Entity,
    Event,
    Link,
    LinkedDocument,
    Mention,
    Relation,
    Run,
    Span,
    Statement,
    TimeValue,
)
from kg.records import record

TEXT = "On Monday, Ann Berg said the Red Band, 500 strong, had raided Oslo."
LIMIT = 10_000


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def linked(text: str = TEXT, name: str = "a1") -> LinkedDocument:
    """An article with one thing of each kind."""
    whole = Span(0, len(TEXT))
    document = Document(
        Article(name, text, "2016-05-16"),
        Run("dragoman", "0", "none"),
        (whole,),
        (
            Entity("e1", "Ann Berg", "Person", (Mention(span("Ann Berg")),)),
            Entity("e2", "Red Band", "ArmedGroup", (Mention(span("the Red Band")), Mention(span("Red Band")))),
            Entity("e3", "Oslo", "Place", (Mention(span("Oslo")),)),
        ),
        (
            Event(
                "v1", "Raid", "COERCE", "seize", span("raided"), whole,
                actors=(Argument("e2", span("the Red Band")),), recipients=(), places=(Argument("e3", span("Oslo")),),
                time=TimeValue("2016-05-16", "2016-05-16", "On Monday", span("On Monday")),
                attributed_to=("e1",), score=0.81234567,
            ),
            Event("v2", "Death", None, None, span("raided"), whole, status="possible"),
        ),
        (Statement("s1", "e1", whole, whole, span("said"), False),),
        (
            Relation("r1", "strength", "e2", None, whole, span("500"), value=500.0, maximum=500.5),
            Relation("r2", "holdsOffice", "e1", "e3", whole, span("said"), office="Mayor"),
        ),
    )  # fmt: skip
    links = (
        Link("e1", None, None, 0.2, "too little", "c"),
        Link("e3", "Q585", "Oslo", 0.987654, "name", "c", {"name": 1.0}),
    )
    return LinkedDocument(document, links)


def test_article_and_entities() -> None:
    found = record(linked())
    assert found["article"] == {"id": "a1", "published": "2016-05-16", "sha256": linked().document.article.sha256}
    person, group, place = found["entities"]
    assert person == {
        "id": "e1",
        "name": "Ann Berg",
        "type": "Person",
        "link": {"reason": "too little", "catalogue": "c", "features": {}},
        "mentions": [{"start": 11, "end": 19}],
    }
    assert "link" not in group
    assert place["link"] == {"reason": "name", "catalogue": "c", "features": {"name": 1.0}}
    assert [(m["start"], m["end"]) for m in group["mentions"]] == [(25, 37), (29, 37)]
    assert (place["wikidata"], place["score"]) == ("Q585", 0.9877)


def test_events() -> None:
    raid, death = record(linked())["events"]
    assert raid == {
        "id": "v1",
        "plover": "COERCE",
        "mode": "seize",
        "type": "Raid",
        "trigger": {"start": 55, "end": 61},
        "sentence": {"start": 0, "end": len(TEXT)},
        "actor": [{"entity": "e2", "start": 25, "end": 37}],
        "recipient": [],
        "place": [{"entity": "e3", "start": 62, "end": 66}],
        "time": {"start": "2016-05-16", "end": "2016-05-16", "text": "On Monday"},
        "status": "actual",
        "attributed_to": ["e1"],
        "score": 0.8123,
    }
    assert "mode" not in death
    assert (death["plover"], death["time"], death["status"]) == (None, None, "possible")


def test_statements_and_relations() -> None:
    found = record(linked())
    whole = {"start": 0, "end": len(TEXT)}
    assert found["statements"] == [{"speaker": "e1", "sentence": whole, "quote": False}]
    strength, office = found["relations"]
    assert strength == {
        "type": "strength", "subject": "e2", "object": None, "value": 500, "maximum": 500.5, "sentence": whole,
    }  # fmt: skip
    assert isinstance(strength["value"], int)
    assert office["office"] == "Mayor"
    assert json.loads(json.dumps(found)) == found


def line(name: str, text: str = TEXT) -> bytes:
    return json.dumps({"id": name, "text": text}).encode()


def fragile(articles: Iterable[Article]) -> Iterator[LinkedDocument]:
    """A reading that breaks on one article."""
    for article in articles:
        if article.id == "poison":
            raise ZeroDivisionError("no")
        yield linked(article.text, article.id)


def test_one_article_that_breaks_the_reading_costs_only_itself() -> None:
    lot = [(1, line("a")), (2, line("poison")), (3, b"{"), (4, None), (5, line("b"))]
    found = list(answers(lot, fragile, LIMIT))
    assert [x["article"]["id"] for x in found] == ["a", "poison", None, None, "b"]
    assert ["error" in x for x in found] == [False, True, True, True, False]
    assert "ZeroDivisionError" in found[1]["error"]
    assert "longer than" in found[3]["error"]
    assert all(x["events"] == [] for x in found[1:4])


def test_a_missing_model_stops_everything() -> None:
    def broken(_: Iterable[Article]) -> Iterator[LinkedDocument]:
        raise ModelError("gone")

    with pytest.raises(ModelError):
        list(answers([(1, line("a"))], broken, LIMIT))


@pytest.mark.parametrize("raw", [b'{"id": 7}', b'{"id": 7, "text": 1}', b'{"id": 7, "text": "x", "published": 5}'])
def test_a_bad_line_keeps_its_id_where_it_can_be_seen(raw: bytes) -> None:
    (found,) = answers([(1, raw)], fragile, LIMIT)
    assert found["article"]["id"] == "7"
    assert found["error"]


def test_batches_bound_what_is_held_and_number_the_lines() -> None:
    stream = io.BytesIO(b"\n".join([b"a", b"", *[b"x" * 10] * 100, b"y" * (LIMIT + 5), b"z"]))
    lots = list(batches(stream, LIMIT))
    assert max(map(len, lots)) <= BATCH
    found = [item for lot in lots for item in lot]
    assert found[0] == (1, b"a\n")
    assert found[1][0] == 3
    assert found[-2:] == [(103, None), (104, b"z")]
