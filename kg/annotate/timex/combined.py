"""Readings made of other readings: parts, times of day, ranges, open ends; and the movable feasts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from kg.annotate.timex.dates import Interval, Moment, add_months, month_of, narrow, valid
from kg.annotate.timex.readings import Context, Reading


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast that moves, or a day counted from it: Western Easter, Thanksgiving of the United States."""

    name: Literal["easter", "thanksgiving"]
    shift: int = 0
    year: int | None = None

    def interval(self, context: Context) -> Interval | None:
        """The day in its year; without a year the latest past one, or the next by tense."""
        if self.year is not None:
            return self._of(self.year)
        today = context.today
        if today is None:
            return None
        days = [found for y in range(today.year - 1, today.year + 2) if (found := self._of(y))]
        past = [x for x in days if (first := x.first()) and first <= today]
        ahead = [x for x in days if (first := x.first()) and first >= today]
        return ahead[0] if context.future and ahead else past[-1] if past else None

    def _of(self, year: int) -> Interval | None:
        if not valid(year) or not valid(year + 1):
            return None
        if self.name == "easter":
            day = easter(year)
        else:
            first = date(year, 11, 1)
            day = first + timedelta(days=(3 - first.weekday()) % 7 + 21)
        return Interval.at(Moment.of(day + timedelta(days=self.shift)))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the moon's age on it (the golden number and the epact)."""
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(days=moon - weekday)


@dataclass(frozen=True, slots=True)
class Slice:
    """Months counted inside a year or another span: the first quarter, the second half, the first nine months of it."""

    whole: Reading
    first: int
    months: int

    def interval(self, context: Context) -> Interval | None:
        """Whole months, or None when the span is not resolved."""
        found = self.whole.interval(context)
        start = found.first() if found else None
        if start is None:
            return None
        begin = add_months(start, self.first)
        return Interval(month_of(begin), month_of(add_months(begin, self.months - 1)))


@dataclass(frozen=True, slots=True)
class Edge:
    """The early, late, start, end … part of what another reading gives."""

    whole: Reading
    edge: str

    def interval(self, context: Context) -> Interval | None:
        """The part, or None when the whole is not resolved."""
        found = self.whole.interval(context)
        return narrow(found, self.edge) if found else None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, on the day of another reading, else on the anchor's day, else on the publication day."""

    hour: int
    minute: int
    zone: str = ""
    day: Reading | None = None

    def interval(self, context: Context) -> Interval | None:
        """A minute of a single day, or None where the day is not settled."""
        found = self.day.interval(context) if self.day else context.anchor
        if self.day is None and (found is None or _single(found) is None):
            found = Interval.at(Moment.of(context.today)) if context.today else None
        day = _single(found)
        if day is None:
            return found if self.day else None
        return Interval.at(replace(Moment.of(day), hour=self.hour, minute=self.minute, zone=self.zone))


def _single(found: Interval | None) -> date | None:
    """The day of an interval that is one day."""
    if found is None or found.start is None or found.end is None or found.start.day is None or found.end.day is None:
        return None
    first = found.start.first()
    return first if found.end.first() == first else None


@dataclass(frozen=True, slots=True)
class Between:
    """From one time to another; what one leaves open is read from the other: backwards, or forwards by tense."""

    first: Reading
    second: Reading

    def interval(self, context: Context) -> Interval | None:
        """From the start of the first to the end of the second."""
        if context.future:
            one = self.first.interval(context)
            two = self.second.interval(replace(context, today=(one.first() if one else None) or context.today))
        else:
            two = self.second.interval(context)
            near = two.first() if two else None
            one = self.first.interval(replace(context, today=near or context.today, future=False))
        if one is None or two is None:
            return one or two
        first, last = one.first(), two.last()
        return Interval(one.start, two.end) if first and last and first <= last else one


@dataclass(frozen=True, slots=True)
class Bound:
    """Since a time (open towards now) or until it (open towards the past)."""

    whole: Reading
    side: Literal["since", "until"]

    def interval(self, context: Context) -> Interval | None:
        """As in "Since" ends with the publication day when that is known and not earlier; "until" has no start."""
        found = self.whole.interval(context)
        if found is None:
            return None
        if self.side == "until":
            return Interval(None, found.end)
        first, today = found.first(), context.today
        later = today is not None and first is not None and first <= today
        return Interval(found.start, Moment.of(today) if later and today else None)
