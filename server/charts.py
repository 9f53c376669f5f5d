"""Geometry of the time line: bars as long as a time is vague, columns of events by month or year. Pure arithmetic."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

WIDTH = 560
"""Length of the axis in units of the picture."""
_LEAST = 5.0
"""A day in ten years would be a hair: no bar is shorter."""
_MOST_COLUMNS = 60
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_YEAR = 366


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a time begins on the axis and how long it is; ``vague`` when it is longer than a day."""

    x: float
    width: float
    vague: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in the order of the times given, and the ticks of the axis: place and words."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Events of a month or year: its ISO name, how many, and the height of its column (0 to 1)."""

    name: str
    events: int
    height: float


def first_day(text: str) -> date | None:
    """The first day of a date, month or year; None for anything that is none."""
    found = _DATE.match(text)
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None
    except ValueError:
        return None


def last_day(text: str) -> date | None:
    """The last day of a date, month or year."""
    found = _DATE.match(text)
    first = first_day(text)
    if not found or not first or found[3]:
        return first
    month = int(found[2] or 12)
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def bars(times: Iterable[tuple[str, str]]) -> Chart:
    """Bars for times given as earliest and latest (ISO, of any precision; an empty latest means the same)."""
    spans = []
    for earliest, latest in times:
        begin = first_day(earliest)
        end = last_day(latest or earliest) or begin
        spans.append((begin, max(begin, end)) if begin and end else None)
    known = [span for span in spans if span]
    if not known:
        return Chart(tuple(Bar(0, 0, vague=False) for _ in spans), ())
    start = min(begin for begin, _ in known).toordinal()
    days = max(end for _, end in known).toordinal() + 1 - start
    scale = WIDTH / days
    found = tuple(_bar(span, start, scale) for span in spans)
    return Chart(found, _ticks(start, days, scale))


def _bar(span: tuple[date, date] | None, start: int, scale: float) -> Bar:
    if span is None:
        return Bar(0, 0, vague=False)
    begin, end = (day.toordinal() for day in span)
    width = max(_LEAST, (end + 1 - begin) * scale)
    return Bar(round(min((begin - start) * scale, WIDTH - width), 1), round(width, 1), end > begin)


def _ticks(start: int, days: int, scale: float) -> tuple[tuple[float, str], ...]:
    """At most seven: years, months or days, whichever are few enough."""
    first, last = date.fromordinal(start), date.fromordinal(start + days - 1)
    if days > 2 * _YEAR:
        step = -(-(last.year - first.year + 1) // 7)
        marks = [date(year, 1, 1) for year in range(first.year, last.year + 1, step)]
        names = [str(day.year) for day in marks]
    elif days > 60:
        months = [(n // 12, n % 12 + 1) for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)]
        marks = [date(year, month, 1) for year, month in months[:: -(-len(months) // 7)]]
        names = [f"{calendar.month_abbr[day.month]} {day.year}" for day in marks]
    else:
        marks = [date.fromordinal(day) for day in range(start, start + days, -(-days // 6))]
        names = [f"{day.day} {calendar.month_abbr[day.month]} {day.year}" for day in marks]
    return tuple(
        (round(max(0, day.toordinal() - start) * scale, 1), name) for day, name in zip(marks, names, strict=True)
    )


def columns(counts: Mapping[str, int]) -> tuple[Column, ...]:
    """Columns for months (``2016-05``), also for those without events; for years when the months are too many.

    Events known to the year only are in no month, so they count among the years only.
    """
    months = {name: count for name, count in counts.items() if first_day(name) and len(name) == len("2016-05")}
    names = _between(min(months), max(months)) if months else []
    if not names or len(names) > _MOST_COLUMNS:
        months = {}
        for name, count in counts.items():
            if first_day(name):
                months[name[:4]] = months.get(name[:4], 0) + count
        names = sorted(months)[-_MOST_COLUMNS:]
    most = max(months.values(), default=1)
    return tuple(Column(name, months.get(name, 0), months.get(name, 0) / most) for name in names)


def _between(first: str, last: str) -> list[str]:
    """All months from one to another, both in ISO."""
    begin, end = (int(name[:4]) * 12 + int(name[5:]) - 1 for name in (first, last))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1)]
