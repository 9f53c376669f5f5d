"""Amounts: what is counted, between which numbers, in which unit, and what is no amount."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate.numbers import find_numbers

AMOUNTS = [
    # text, words, minimum, maximum, approximate, unit
    ("killed 14 guards", "14", 14, 14, False, ""),
    ("fled with 12,500 others", "12,500", 12500, 12500, False, ""),
    ("sent 2\u202f500 tents", "2\u202f500", 2500, 2500, False, ""),
    ("grew 2.5 times", "2.5", 2.5, 2.5, False, ""),
    ("five thousand men", "five thousand", 5000, 5000, False, ""),
    ("twenty-five men", "twenty-five", 25, 25, False, ""),
    ("one hundred and six men", "one hundred and six", 106, 106, False, ""),
    ("a hundred thousand men", "a hundred thousand", 100000, 100000, False, ""),
    ("two dozen men", "two dozen", 24, 24, False, ""),
    ("a dozen men", "a dozen", 12, 12, False, ""),
    ("half a dozen men", "half a dozen", 6, 6, False, ""),
    ("half a million men", "half a million", 500000, 500000, False, ""),
    ("two and a half million men", "two and a half million", 2500000, 2500000, False, ""),
    ("a million and a half men", "a million and a half", 1500000, 1500000, False, ""),
    ("1.2 million men", "1.2 million", 1200000, 1200000, False, ""),
    ("three lakh men", "three lakh", 300000, 300000, False, ""),
    ("around 5,000 men", "around 5,000", 5000, 5000, True, ""),
    ("some 500,000 men", "some 500,000", 500000, 500000, True, ""),
    ("nearly 70 men", "nearly 70", 70, 70, True, ""),
    ("an estimated 8,000 men", "an estimated 8,000", 8000, 8000, True, ""),
    ("30 or so men", "30 or so", 30, 30, True, ""),
    ("20-odd tanks", "20-odd", 20, 20, True, ""),
    ("more than 20 envoys", "more than 20", 20, None, False, ""),
    ("at least one envoy", "at least one", 1, None, False, ""),
    ("over 870 sorties", "over 870", 870, None, False, ""),
    ("100+ envoys", "100+", 100, None, False, ""),
    ("20 or more envoys", "20 or more", 20, None, False, ""),
    ("no fewer than 9 envoys", "no fewer than 9", 9, None, False, ""),
    ("up to 250,000 men", "up to 250,000", None, 250000, False, ""),
    ("as many as 148 men", "as many as 148", None, 148, False, ""),
    ("fewer than 10,000 men", "fewer than 10,000", None, 10000, False, ""),
    ("as many as an estimated 300 men", "as many as an estimated 300", None, 300, False, ""),
    ("between 3,000 and 5,000 men", "between 3,000 and 5,000", 3000, 5000, False, ""),
    ("3,000-5,000 men", "3,000-5,000", 3000, 5000, False, ""),
    ("3,000 to 5,000 men", "3,000 to 5,000", 3000, 5000, False, ""),
    ("about 20 to 30 men", "about 20 to 30", 20, 30, True, ""),
    ("two to three million men", "two to three million", 2000000, 3000000, False, ""),
    ("five or six men", "five or six", 5, 6, False, ""),
    ("hundreds of men", "hundreds", 200, 999, True, ""),
    ("dozens were hurt", "dozens", 24, 99, True, ""),
    ("scores of men", "scores", 40, 99, True, ""),
    ("Thousands marched", "Thousands", 2000, 9999, True, ""),
    ("tens of thousands of men", "tens of thousands", 20000, 99999, True, ""),
    ("hundreds of thousands fled", "hundreds of thousands", 200000, 999999, True, ""),
    ("several hundred men", "several hundred", 300, 900, True, ""),
    ("a few thousand men", "a few thousand", 2000, 5000, True, ""),
    ("rose 2.1 percent", "2.1 percent", 2.1, 2.1, False, "percent"),
    ("more than 30% of it", "more than 30%", 30, None, False, "percent"),
    ("5 to 10 per cent", "5 to 10 per cent", 5, 10, False, "percent"),
    ("paid $9 billion", "$9 billion", 9e9, 9e9, False, "USD"),
    ("paid US $50 million", "US $50 million", 5e7, 5e7, False, "USD"),
    ("paid €5m", "€5m", 5e6, 5e6, False, "EUR"),
    ("paid 1,200 euros", "1,200 euros", 1200, 1200, False, "EUR"),
    ("paid about $3-5 billion", "about $3-5 billion", 3e9, 5e9, True, "USD"),
    ("millions of dollars", "millions of dollars", 2e6, 9999999, True, "USD"),
    ("200 pounds of explosives", "200", 200, 200, False, ""),
    ("10 million pounds", "10 million pounds", 1e7, 1e7, False, "GBP"),
    ("500 rupees", "500 rupees", 500, 500, False, "rupees"),
    ("an 18-year-old student", "18", 18, 18, False, "age"),
    ("Student Amina, 21, wept", "21", 21, 21, False, "age"),
    ("a 5,000-strong force", "5,000", 5000, 5000, False, ""),
    ("killed 2000 people", "2000", 2000, 2000, False, ""),
    ("one soldier died", "one", 1, 1, False, ""),
]


@pytest.mark.parametrize("case", AMOUNTS, ids=lambda case: case[0])
def test_an_amount(case: tuple[str, str, float | None, float | None, bool, str]) -> None:
    text, *expected = case
    (found,) = find_numbers(text)
    assert [found.words, found.minimum, found.maximum, found.approximate, found.unit] == expected
    assert found.words == found.span.of(text)
    assert found.span.start <= found.number.start < found.number.end <= found.span.end


NONE = [
    "the G-7, the Group of 77 and the Gang of Four",
    "MH17 and an F-16 over S-400 batteries",
    "Resolution 2259, Article 50, chapter two, World War Two",
    "Dial 888-847-6592 or 555-1991, 24/7.",
    "a 5-4 vote",
    "On May 5, 2016 and in 2014, at 1200 GMT",
    "three days ago, for 48 hours, a ten-year term",
    "hundreds of years of history",
    "a two-state solution by a 28-nation bloc, two-thirds of it",
    "no one, one of them, one another",
    "he scores a goal in test scores",
    "the 21st parallel, 33°47′N, 3/4, 720p, [3]",
    "Boko Haram 2014",
    "the September 11 memorial",
]


@pytest.mark.parametrize("text", NONE)
def test_no_amount(text: str) -> None:
    assert [found.words for found in find_numbers(text)] == []


def test_two_amounts_of_one_sentence() -> None:
    text = "More than 20 ministers met; around 5,000 rebels fought; hundreds more may join, up from 10 to 20 percent."
    assert [(a.words, a.minimum, a.maximum) for a in find_numbers(text)] == [
        ("More than 20", 20, None),
        ("around 5,000", 5000, 5000),
        ("hundreds", 200, 999),
        ("10", 10, 10),
        ("20 percent", 20, 20),
    ]


def test_a_place_is_no_hedge() -> None:
    assert [a.words for a in find_numbers("a dispute over two islands")] == ["two"]


_POOL = (
    "more than at least about between from and to or - 5 10 3,000 1,00,000 2.5 $ € % percent million billion "
    "hundred a half two twenty dozen dozens scores of thousands several few couple -year-old , ( ) May 2016 "
    "years one no + \xa0 ٣ ² \ud800 é"
)
WORDS = _POOL.split(" ")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_any_text_is_read(text: str) -> None:
    found = find_numbers(text)
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))
    for amount in found:
        assert 0 <= amount.span.start <= amount.number.start < amount.number.end <= amount.span.end <= len(text)
        assert amount.words == amount.span.of(text)
        assert amount.minimum is not None or amount.maximum is not None
        if amount.minimum is not None and amount.maximum is not None:
            assert amount.minimum <= amount.maximum


def test_a_long_row_of_figures_is_read_in_linear_steps() -> None:
    assert len(find_numbers("5 and 6 or " * 5000)) > 1000
