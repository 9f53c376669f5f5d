"""Two names of one item are one entity of an article, whatever the reader took them for."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.annotate import load as load_reader
from kg.catalogue import load
from kg.link import link
from kg.model import Article

TEXT = (
    "Colombia left the treaty last week. Venezuela has moved troops to the Colombian border.\n\n"
    "Bogota accuses Venezuela of harbouring rebels. Venezuela says Colombia attacked a convoy of Colombia's army."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


def test_one_item_is_one_entity(reader: Reader) -> None:
    linked = link(reader.read(Article("a", TEXT, "2016-05-18")), load())
    states = [e for e in linked.document.entities if e.type == "State"]
    assert sorted(e.name for e in states) == ["Colombia", "Venezuela"]
    colombia = next(e for e in states if e.name == "Colombia")
    assert {m.span.of(TEXT) for m in colombia.mentions} >= {"Colombia", "Bogota"}
    starts = [m.span.start for m in colombia.mentions]
    assert starts == sorted(starts)


def test_all_that_was_said_is_said_of_the_one(reader: Reader) -> None:
    linked = link(reader.read(Article("a", TEXT, "2016-05-18")), load())
    known = {e.id for e in linked.document.entities}
    document = linked.document
    roles = [a for e in document.events for a in (*e.actors, *e.recipients, *e.places)]
    assert {a.entity for a in roles} <= known
    assert {key for e in document.events for key in e.attributed_to} <= known
    assert {s.speaker for s in document.statements} <= known
    assert [link.entity for link in linked.links] == [e.id for e in document.entities]
    accused = next(e for e in document.events if e.plover == "ACCUSE")
    assert [document.entity(a.entity).name for a in accused.actors] == ["Colombia"]
