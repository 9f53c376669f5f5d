"""When: the time expressions of English news, at the precision that the text gives.

`find_timexes` finds them without knowing the day of publication or the tense; `resolve` (or :meth:`Timex.value`) says
when they are. `find_times` does both, with the past reading where nothing else is known. Lengths of time ("three
days of talks") are no times: `find_durations` has them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kg.annotate.timex.dates import Interval, parse
from kg.annotate.timex.durations import Duration, find_durations
from kg.annotate.timex.readings import Context, Reading
from kg.annotate.timex.rules import Kind
from kg.annotate.timex.search import items
from kg.model import Span, TimeValue

__all__ = ["Duration", "Timex", "find_durations", "find_times", "find_timexes", "resolve"]

_SENTENCE_END = re.compile(r"[.!?…]['\"’”)\]]*\s+(?=['\"‘“(\[]?[A-Z])|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression before it is resolved.

    ``kind``: ``date`` (calendar, by itself or nearly), ``weekday``, ``period`` ("last week"), ``ago``, ``stretch`` ("in
    recent weeks"), ``clock``, ``relative`` (to a time spoken of: "a day later"), ``event`` (to what comes next: "two
    days after"), ``in`` ("in two weeks": a time only when the tense is future), ``named`` (feasts), ``set``
    ("every Friday", never resolved).
    ``vague``: no sharp limits. ``weak``: perhaps a kind rather than a date ("Friday prayers").
    """

    span: Span
    text: str
    kind: Kind
    reading: Reading
    vague: bool = False
    weak: bool = False

    @property
    def generic(self) -> bool:
        """Whether it comes again and again, and so is no single time."""
        return self.kind == "set"

    def value(self, published: str | None, future: bool | None = None, anchor: TimeValue | None = None) -> TimeValue:
        """The time meant; see :func:`resolve`."""
        return resolve(self, published, future, anchor)


def resolve(
    timex: Timex, published: str | None, future: bool | None = None, anchor: TimeValue | None = None
) -> TimeValue:
    """When an expression is, given the publication date (ISO 8601) and the tense of its clause.

    ``future`` None (unknown) reads as the past, save for a day and month at most 62 days ahead. ``anchor`` is the time
    that "a day later" counts from. What cannot be settled, also because ``published`` is None or no ISO date, has
    ``start`` and ``end`` None. One of the two alone is None for "until" (start) and for "since" without a publication
    date (end).
    """
    context = Context(_day(published), future, _interval(anchor))
    try:
        found = timex.reading.interval(context)
        start, end = (found.start, found.end) if found else (None, None)
        for moment in (start, end):
            if moment is not None:
                moment.last()
    except (ValueError, OverflowError):
        start = end = None
    return TimeValue(start.iso() if start else None, end.iso() if end else None, timex.text, timex.span)


def find_timexes(text: str) -> list[Timex]:
    """The time expressions of a text in order, not resolved; spans are code points into ``text`` and do not overlap."""
    tokens, found = items(text)
    out = []
    for item in found:
        span = Span(tokens[item.first].start, tokens[item.last - 1].end)
        out.append(Timex(span, span.of(text), item.kind, item.reading, item.vague, item.weak))
    return out


def find_times(text: str, published: str | None, anchor: TimeValue | None = None) -> list[TimeValue]:
    """The times of a text with no tense known, those that come again ("every Friday") left out.

    ``published`` is an ISO date or None. Expressions relative to another time ("a day later", "1200 GMT") count from
    the last time before them in their sentence, else from ``anchor``.
    """
    out: list[TimeValue] = []
    near: TimeValue | None = None
    end = 0
    for timex in find_timexes(text):
        if _SENTENCE_END.search(text, end, timex.span.start + 1):
            near = None
        end = timex.span.end
        if timex.generic:
            continue
        value = resolve(timex, published, anchor=(near or anchor) if timex.kind in ("relative", "clock") else None)
        out.append(value)
        if value.start and not timex.vague and timex.kind != "in":
            near = value
    return out


def _day(published: str | None) -> date | None:
    """The day of an ISO date or time; None for anything else."""
    moment = parse(published[:10]) if published else None
    return date(moment.year, moment.month, moment.day) if moment and moment.month and moment.day else None


def _interval(anchor: TimeValue | None) -> Interval | None:
    start, end = (parse(anchor.start), parse(anchor.end)) if anchor else (None, None)
    return Interval(start, end) if start or end else None
