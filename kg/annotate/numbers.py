"""How many: amounts in English news, with their hedges, as a least and a greatest number.

Conventions. "More than 20", "at least 20": minimum 20, maximum None. "Up to 20", "fewer than 20": minimum None,
maximum 20. "Around 5,000", "nearly 5,000", "some 5,000": both 5000 and approximate. Bare plurals are approximate:
dozens 24 to 99, scores 40 to 99, hundreds 200 to 999, thousands 2,000 to 9,999 and so on, tens of thousands 20,000 to
99,999, hundreds of thousands 200,000 to 999,999. "Several hundred" is 300 to 900, "a few hundred" 200 to 500, "a
couple of hundred" 200 to 300. "From 10 to 20" is two amounts (a change) unless "anywhere" or "ranging" stands before.

Left out: numbers inside times and lengths of time, names and labels (G-7, Resolution 2259, Group of 77, F-16), votes
and scores (5-4), telephone numbers, fractions, ordinals, and numbers in compounds ("a two-state solution").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.annotate.numerals import Numeral, find_numerals
from kg.annotate.quantifiers import HedgeKind, hedge_after, hedge_before, money_before, refused, unit_after
from kg.annotate.timex.durations import durations_among
from kg.annotate.timex.search import items
from kg.model import Span

__all__ = ["Amount", "find_numbers"]

_TO = re.compile(r"\s*[-–—−]\s*|\s+(?:to|or)\s+(?:(?:as many as|about|perhaps|even|up to)\s+)?", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+(?:(?:about|around|some)\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:(?:about|around|some|an estimated)\s+)?$", re.IGNORECASE)
_FROM = re.compile(
    r"(?<!anywhere )(?<!ranging )(?<!ranged )(?<!range )(?<!ranges )\bfrom\s+(?:(?:about|around|some)\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of something, or a share, a sum, an age.

    ``span`` covers the whole expression (``words``) with hedge and unit, ``number`` the numeral alone. ``minimum`` and
    ``maximum`` are both ends included, None where open. ``unit``: empty for things counted, ``percent``, a currency
    (ISO 4217 code, or its plural name where the country is not said: ``rupees``), ``age`` (years).
    """

    span: Span
    number: Span
    words: str
    minimum: float | None
    maximum: float | None
    approximate: bool = False
    unit: str = ""


def find_numbers(text: str) -> list[Amount]:
    """The amounts of a text in order; spans are code points and do not overlap."""
    tokens, times = items(text)
    taken = sorted(
        [(tokens[item.first].start, tokens[item.last - 1].end) for item in times]
        + [(duration.span.start, duration.span.end) for duration in durations_among(text, tokens, times)]
    )
    free = list(_outside(find_numerals(text), taken))
    out: list[Amount] = []
    position = 0
    while position < len(free):
        one = free[position]
        two = free[position + 1] if position + 1 < len(free) else None
        paired = two is not None and _pair(text, one, two)
        last = two if paired and two is not None else one
        position += 2 if paired else 1
        why = refused(text, one, last)
        if why != "no":
            floor = out[-1].span.end if out else 0
            out.append(_amount(text, one, last, why, floor))
    return out


def _outside(numerals: Iterator[Numeral], taken: list[tuple[int, int]]) -> Iterator[Numeral]:
    """The numerals that touch none of the stretches (sorted)."""
    index = 0
    for numeral in numerals:
        while index < len(taken) and taken[index][1] <= numeral.start:
            index += 1
        if index == len(taken) or taken[index][0] >= numeral.end:
            yield numeral


def _pair(text: str, one: Numeral, two: Numeral) -> bool:
    """Whether two numerals are the ends of one range."""
    low, high = _ends(one, two)
    if two.start - one.end > 20 or low >= high or one.loose or two.loose:
        return False
    gap = text[one.end : two.start]
    symbol = money_before(text, two.start)
    gap = gap[: len(gap) - (two.start - symbol[0])] if symbol else gap
    before = text[max(0, one.start - 30) : one.start]
    before = before[: -len(before) + (money[0] - one.start)] if (money := money_before(text, one.start)) else before
    if _AND.fullmatch(gap):
        return _BETWEEN.search(before) is not None
    if not _TO.fullmatch(gap) or _FROM.search(before):
        return False
    return "or" not in gap.split() or high <= 3 * low + 5


def _ends(one: Numeral, two: Numeral) -> tuple[float, float]:
    """The values of a range; in "two to three million" the scale is shared."""
    shared = one.factor == 1 and two.factor > 1 and one.low < two.high / two.factor
    return one.low * (two.factor if shared else 1), two.high


def _amount(text: str, one: Numeral, last: Numeral, unit: str, floor: int) -> Amount:
    """An amount from its first numeral to its last, with what stands around them (not before ``floor``)."""
    low, high = (one.low, one.high) if one is last else _ends(one, last)
    start, end = one.start, last.end
    money = money_before(text, start)
    if money and money[0] >= floor:
        start, unit = money
    kind, start = hedge_before(text, start, floor, high, figures=one.figures)
    if not unit or money:
        unit, end = unit_after(text, end, unit, scaled=last.factor >= 1000)
    later, end = hedge_after(text, end)
    if one is not last and (found := _BETWEEN.search(text, floor, start)):
        start = found.start()
    span = Span(start, end)
    minimum, maximum = _limits((low, high), {kind, later}, loose=one.loose)
    rough = one.loose or "about" in (kind, later)
    return Amount(span, Span(one.start, last.end), span.of(text), minimum, maximum, rough, unit)


def _limits(ends: tuple[float, float], kinds: set[HedgeKind], *, loose: bool) -> tuple[float | None, float | None]:
    """The ends that a hedge leaves; one before a range in figures ("up to 20 or 30") takes nothing away from it."""
    low, high = ends
    if low != high and not loose:
        return low, high
    if "least" in kinds:
        return low, None
    return (None, high) if "most" in kinds else (low, high)
