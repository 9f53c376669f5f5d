"""Timelines: lists in which each entry begins with its date ("June 3 - Troops storm the camp.").

The date is no part of the sentence behind it, but tells when all of the entry was. A year that is not repeated is that
of the entry before, or the next one where that would go back in time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.annotate.datelines import DAY, MONTH
from kg.annotate.times import Timex, resolve
from kg.model import Span, TimeValue

_DATE = rf"(?:{DAY}|{MONTH},? \d{{4}}|\d{{4}})"
_HEAD = re.compile(rf"\s*[•*]?\s*(?P<date>{_DATE})(?:\s*[—–]\s*|\s*--\s*|\s+-\s+|:\s+)")
_YEAR = re.compile(r"\b\d{4}\b")
_FEWEST = 3
"""Entries that make a timeline; a single date before a dash is a dateline."""


def without_dates(text: str, blocks: Sequence[Span]) -> list[Span]:
    """The blocks of a text with the date of each entry of a timeline as a block of its own."""
    found = [_HEAD.match(text, b.start, b.end) for b in blocks]
    if sum(m is not None and m.end() < b.end for m, b in zip(found, blocks, strict=True)) < _FEWEST:
        return list(blocks)
    out: list[Span] = []
    for match, block in zip(found, blocks, strict=True):
        cut = match.end() if match is not None and match.end() < block.end else block.start
        out += [Span(block.start, cut)] * (cut > block.start)
        out.append(Span(cut, block.end))
    return out


def entries(text: str, blocks: Sequence[Span], timexes: Sequence[Timex]) -> dict[int, TimeValue]:
    """Number of a block -> the date of the entry that it tells, for the blocks that `without_dates` made."""
    out: dict[int, TimeValue] = {}
    year, last = "", ""
    for number, (head, _) in enumerate(pairwise(blocks)):
        match = _HEAD.fullmatch(text, head.start, head.end)
        timex = next((t for t in timexes if match and t.span.start == match.start("date")), None)
        if timex is None:
            continue
        value = _dated(timex, year, last)
        if value.start is not None:
            year, last = value.start[:4], value.start
            out[number + 1] = value
    return out


def _dated(timex: Timex, year: str, last: str) -> TimeValue:
    """The date of an entry, behind one of a year that it may share."""
    if not year or _YEAR.search(timex.text):
        return resolve(timex, None)
    value = resolve(timex, f"{year}-12-31", future=False)
    back = value.start is not None and value.start < last
    return resolve(timex, f"{int(year) + 1}-12-31", future=False) if back else value
