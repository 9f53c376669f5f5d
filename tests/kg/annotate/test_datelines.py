"""Datelines of all usual forms are no part of a sentence, and dashes and colons of other kinds make none."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.annotate.datelines import places_in, without_datelines
from kg.model import Article, Span

FORMS = [
    # dateline, the places in it
    ("TUNIS (Reuters) - ", ["TUNIS"]),
    ("TUNIS, Tunisia (AP) — ", ["TUNIS"]),
    ("TUNIS, Dec 6 (Reuters) - ", ["TUNIS"]),
    ("DHAKA, Feb. 6 (Xinhua) -- ", ["DHAKA"]),
    ("Tunis, Tunisia — ", ["Tunis"]),
    ("Tunis, 3 March 2011 (AFP) - ", ["Tunis"]),
    ("TUNIS: ", ["TUNIS"]),
    ("TUNIS (AFP) – ", ["TUNIS"]),
    ("NEW YORK — ", ["NEW YORK"]),
    ("Tunis — ", ["Tunis"]),
    ("By Ana Lind | TUNIS — ", ["TUNIS"]),
    ("NEW YORK, June 5 /PRNewswire/ -- ", ["NEW YORK"]),
    ("CAIRO/TUNIS (Reuters) - ", ["CAIRO", "TUNIS"]),
    ("PORT-AU-PRINCE, Haiti (AP) — ", ["PORT-AU-PRINCE"]),
]
NONE = [
    "Iran - Iraq talks resumed.",
    "Russia — Ukraine talks resumed.",
    "US - China trade fell.",
    "NATO - Russia council met.",
    "UPDATE: Five people died.",
    "Poland (EU) - a member since 2004 - agreed.",
    "Jean-Claude Lind - the head of the bank - resigned.",
    "LIND: We agreed.\n\nBERG: We did not.",
]


@pytest.mark.parametrize(("dateline", "places"), FORMS, ids=[d for d, _ in FORMS])
def test_a_dateline_is_a_block_of_its_own(dateline: str, places: list[str]) -> None:
    text = f"{dateline}The army shelled a town."
    first, rest = without_datelines(text, [Span(0, len(text))])
    assert (first.of(text), rest.of(text)) == (dateline, "The army shelled a town.")
    assert [p.of(text) for p in places_in(text, first)] == places
    assert places_in(text, rest) == []


@pytest.mark.parametrize("text", NONE)
def test_other_marks_make_no_dateline(text: str) -> None:
    found = [Span(m, m + len(part)) for part in text.split("\n\n") if (m := text.index(part)) >= 0]
    assert without_datelines(text, found) == found


@pytest.mark.parametrize("dateline", [d for d, _ in FORMS] + [""])
def test_who_acts_is_the_same_behind_any_dateline(reader: Reader, dateline: str) -> None:
    text = f"{dateline}The rebels and the army accused each other on Tuesday of shelling a village near Benghazi."
    document = reader.read(Article("a", text, "2016-09-20"))
    names = {e.id: e.name for e in document.entities}
    accused = next(e for e in document.events if e.type == "Accusation")
    assert [names[a.entity] for a in accused.actors] == ["rebels", "army"]


def test_the_agency_of_a_dateline_is_no_acronym_of_its_state(reader: Reader) -> None:
    document = reader.read(Article("a", "BOGOTA, Colombia (AP) — Colombia signed a truce.", "2016-09-20"))
    colombia = next(e for e in document.entities if e.name == "Colombia")
    assert {m.span.of(document.article.text) for m in colombia.mentions} == {"Colombia"}


def test_what_is_joined_last_is_what_the_apposition_describes(reader: Reader) -> None:
    text = "The government of Chad and the National Unity Army, the last rebel group, signed a truce."
    document = reader.read(Article("a", text, "2016-09-20"))
    army = next(e for e in document.entities if e.name == "National Unity Army")
    assert "last rebel group" in {m.span.of(text) for m in army.mentions}
