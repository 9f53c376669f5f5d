"""What is left behind: the dead, the wounded and the homeless of a happening, and who is meant by "a range of"."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article, Event

LEFT = [
    # text, type, who
    ("Clashes broke out in Basra on Wednesday, leaving some 22 persons dead.", "Death", "persons"),
    ("The blast left at least 12 people dead and 30 wounded.", "Death", "people"),
    ("A mine left two soldiers seriously injured.", "Injury", "soldiers"),
    ("Weeks of shelling have left many families homeless.", "Displacement", "families"),
]


def events(reader: Reader, text: str) -> tuple[Event, ...]:
    return reader.read(Article("a", text, "2016-05-18")).events


@pytest.mark.parametrize(("text", "kind", "who"), LEFT, ids=[kind + who for _, kind, who in LEFT])
def test_what_is_left(reader: Reader, text: str, kind: str, who: str) -> None:
    left = [e for e in events(reader, text) if e.type == kind]
    assert [who in r.span.of(text) for e in left for r in e.recipients] == [True]


def test_to_leave_a_town_leaves_nobody_dead(reader: Reader) -> None:
    found = events(reader, "The army left the town at dawn with its dead.")
    assert [e.type for e in found] == ["Retreat"]


@pytest.mark.parametrize("many", ["A wide range", "A host", "Large numbers", "An array"])
def test_a_range_of_parties_is_the_parties(reader: Reader, many: str) -> None:
    text = f"{many} of Iraqi parties condemned the raid."
    (found,) = [e for e in events(reader, text) if e.plover == "ACCUSE"]
    assert [a.span.of(text) for a in found.actors] == ["Iraqi parties"]
