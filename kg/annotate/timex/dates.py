"""The calendar: moments at the precision that a text gives, intervals of them, and steps by calendar units."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta

MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
DAYS_IN = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}
HOURS_IN = {"hour": 1.0, "minute": 1 / 60, "second": 1 / 3600}
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A year, a month, a day or a minute: what is None is finer than the text says.

    ``zone``: ``Z``, ``-05:00`` or empty (local time).
    """

    year: int
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int = 0
    zone: str = ""

    @classmethod
    def of(cls, day: date) -> Moment:
        """The whole of that day."""
        return cls(day.year, day.month, day.day)

    def iso(self) -> str:
        """ISO 8601 at this precision: ``2016``, ``2016-05``, ``2016-05-16``, ``2016-05-16T12:00Z``."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
            if self.day is not None:
                text += f"-{self.day:02d}"
                if self.hour is not None:
                    text += f"T{self.hour:02d}:{self.minute:02d}{self.zone}"
        return text

    def first(self) -> date:
        """The first day of it. Raises ValueError for a day that the calendar does not have."""
        return date(self.year, self.month or 1, self.day or 1)

    def last(self) -> date:
        """The last day of it. Raises ValueError for a day that the calendar does not have."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


@dataclass(frozen=True, slots=True)
class Interval:
    """From the start of ``start`` to the end of ``end``; None on a side is open."""

    start: Moment | None
    end: Moment | None

    @classmethod
    def at(cls, moment: Moment) -> Interval:
        """One moment, as long as its precision says."""
        return cls(moment, moment)

    @classmethod
    def days(cls, first: date, last: date) -> Interval:
        """From one day to another, both included."""
        return cls(Moment.of(first), Moment.of(last))

    def first(self) -> date | None:
        """The first day, if it has one."""
        return self.start.first() if self.start else None

    def last(self) -> date | None:
        """The last day, if it has one."""
        return self.end.last() if self.end else None


def parse(iso: str | None) -> Moment | None:
    """The moment of an ISO 8601 string as :meth:`Moment.iso` writes it; None for None and for anything else."""
    found = _ISO.fullmatch(iso) if iso else None
    if found is None:
        return None
    year, month, day, hour, minute = (int(x) if x else None for x in found.groups()[:5])
    moment = Moment(year or 0, month, day, hour, minute or 0, found[6] or "")
    try:
        moment.first()
    except ValueError:
        return None
    return moment if (hour or 0) < 24 and (minute or 0) < 60 else None


def valid(year: int, month: int = 1, day: int = 1) -> bool:
    """Whether the calendar has that day."""
    return MINYEAR <= year <= MAXYEAR and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day. Raises OverflowError beyond the years 1 to 9999."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(f"year {year} is not in the calendar")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def step(day: date, unit: str, count: float) -> date:
    """``count`` units later (earlier when negative). Raises OverflowError beyond the years 1 to 9999."""
    if unit in MONTHS_IN:
        return add_months(day, round(MONTHS_IN[unit] * count))
    return day + timedelta(days=round(DAYS_IN[unit] * count))


def month_of(day: date) -> Moment:
    """The month of that day."""
    return Moment(day.year, day.month)


def year_of(day: date) -> Moment:
    """The year of that day."""
    return Moment(day.year)


def monday(day: date) -> date:
    """The Monday of the ISO week of that day."""
    return day - timedelta(days=day.weekday())


def unit_around(day: date, unit: str) -> Interval:
    """The calendar unit (day, week, weekend, month, quarter, year, decade, century) that holds that day."""
    if unit == "year":
        return Interval.at(Moment(day.year))
    if unit == "month":
        return Interval.at(Moment(day.year, day.month))
    if unit == "quarter":
        start = (day.month - 1) // 3 * 3 + 1
        return Interval(Moment(day.year, start), Moment(day.year, start + 2))
    if unit in ("decade", "century"):
        length = 10 if unit == "decade" else 100
        start = max(MINYEAR, day.year // length * length)
        return Interval(Moment(start), Moment(day.year // length * length + length - 1))
    if unit in ("week", "weekend", "fortnight"):
        first = monday(day) + timedelta(days=5 if unit == "weekend" else 0)
        return Interval.days(first, monday(day) + timedelta(days=6))
    return Interval.at(Moment.of(day))


def narrow(interval: Interval, edge: str) -> Interval:
    """The early, middle or late third of an interval, or its ``start`` or ``end`` (a month of a year).

    Years are cut by months, decades by years, months by days; weeks into Monday to Wednesday, Tuesday to Thursday and
    Thursday to Sunday. Single days and open intervals come back as they are.
    """
    parts = _parts(interval)
    if len(parts) < 2:
        return interval
    low, high = _cut(len(parts), edge)
    return Interval(parts[low], parts[high - 1])


def _cut(size: int, edge: str) -> tuple[int, int]:
    """Which of ``size`` parts (months, days of a month or week, years) an edge takes: from, to (exclusive)."""
    if size == 7:
        return {"early": (0, 3), "start": (0, 2), "mid": (1, 4), "late": (3, 7), "end": (4, 7)}[edge]
    if size == 12 and edge in ("start", "end"):
        return (0, 1) if edge == "start" else (11, 12)
    one, two = (10, 20) if 28 <= size <= 31 else (max(1, size // 3), size - max(1, size // 3))
    if edge == "mid":
        return one, max(two, one + 1)
    return (0, one) if edge in ("early", "start") else (two, size)


def _parts(interval: Interval) -> list[Moment]:
    """The moments, one precision finer where there is only one, that an interval is made of."""
    start, end = interval.start, interval.end
    if start is None or end is None or start.hour is not None or end.hour is not None:
        return []
    if start == end and start.day is None:
        if start.month is None:
            return [Moment(start.year, month) for month in range(1, 13)]
        return [replace(start, day=day) for day in range(1, start.last().day + 1)]
    if start.day is not None and end.day is not None:
        first, count = start.first(), min((end.first() - start.first()).days + 1, 400)
        return [Moment.of(first + timedelta(days=i)) for i in range(count)]
    if start.month is not None and end.month is not None:
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        days = (add_months(start.first(), i) for i in range(min(months, 400)))
        return [Moment(day.year, day.month) for day in days]
    return [Moment(year) for year in range(start.year, min(end.year, start.year + 400) + 1)]
