"""Entries of a timeline happened on the date that they begin with."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article

TEXT = """Timeline: the war in Kassan

Dec. 19, 2018 - Protesters storm the parliament in Kassan.

June 3 - Soldiers arrest the premier. The African Union condemns the arrest.

Aug. 17 - The army agrees to release the premier.

Jan. 2 - The premier resigns.
"""


@pytest.mark.parametrize(
    ("word", "when"),
    [("storm", "2018-12-19"), ("arrest", "2019-06-03"), ("condemns", "2019-06-03"), ("agrees", "2019-08-17"),
     ("resigns", "2020-01-02")],
)  # fmt: skip
def test_the_year_goes_on_from_entry_to_entry(reader: Reader, word: str, when: str) -> None:
    events = reader.read(Article("a", TEXT, "2023-05-01")).events
    found = next(e for e in events if e.trigger.of(TEXT) == word)
    assert found.time is not None
    assert (found.time.start, found.time.text) == (when, found.time.span.of(TEXT))


def test_what_is_planned_has_another_day(reader: Reader) -> None:
    events = reader.read(Article("a", TEXT, "2023-05-01")).events
    assert [e.time for e in events if e.status == "planned"] == [None]


def test_one_date_before_a_dash_makes_no_timeline(reader: Reader) -> None:
    text = "March 3 - Soldiers arrested the premier.\n\nThe African Union condemned the coup."
    (last,) = [e for e in reader.read(Article("a", text, "2023-05-01")).events if e.plover == "ACCUSE"]
    assert last.time is None
