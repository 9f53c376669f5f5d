"""What a time expression means before anybody says what day it is: each reading gives an interval in a context.

A reading returns None where the context lacks what it needs (the publication date, an anchor).

Vague counts stand for ranges: "a couple" 2, "a few" 2 to 4, "several" and "some" 3 to 7, "many" 5 to 20, a bare plural
("weeks ago") 2 to 6. "Recent" and "coming" reach 7 days, 6 weeks, 6 months, 5 years, 2 decades. Seasons are those of
the northern hemisphere by whole months; a winter has the year that it begins in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, Protocol

from kg.annotate.timex.dates import (
    HOURS_IN,
    Interval,
    Moment,
    add_months,
    monday,
    month_of,
    narrow,
    step,
    unit_around,
    valid,
    year_of,
)

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
# A date without a year lies in the past unless the tense is unknown and it is at most this many days ahead.
NEAR_FUTURE = 50


@dataclass(frozen=True, slots=True)
class Context:
    """``today``: the publication day; ``future`` None: the tense is unknown; ``anchor``: the time spoken of."""

    today: date | None = None
    future: bool | None = None
    anchor: Interval | None = None


class Reading(Protocol):
    """Anything that can say when, given a context."""

    def interval(self, context: Context) -> Interval | None:
        """When, or None where the context does not settle it. Raises ValueError, OverflowError off the calendar."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A time that no calendar of ours settles: a movable feast, "two days after the attack"."""

    def interval(self, context: Context) -> Interval | None:
        """Always None."""
        return None


@dataclass(frozen=True, slots=True)
class Fixed:
    """An interval that needs no context: a decade, a century, a date in figures."""

    at: Interval
    edge: str = ""

    def interval(self, context: Context) -> Interval | None:
        """The interval itself, cut by its edge."""
        return narrow(self.at, self.edge) if self.edge else self.at


@dataclass(frozen=True, slots=True)
class Calendar:
    """A year, month or day by number, perhaps without its year: ``step`` years from now; ``until`` is a last day."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    edge: str = ""
    step: int | None = None
    until: int | None = None
    weekday: int | None = None

    def interval(self, context: Context) -> Interval | None:
        """The day, month or year; one without a year is the latest past one, or the next by tense."""
        year = self.year if self.year is not None else self._year(context)
        if year is None or not valid(year, self.month or 1, self.day or 1):
            return None
        start = Moment(year, self.month, self.day)
        if self.until is not None:
            end = replace(start, day=self.until)
            return Interval(start, end) if valid(year, self.month or 1, self.until) else Interval.at(start)
        return narrow(Interval.at(start), self.edge) if self.edge else Interval.at(start)

    def _year(self, context: Context) -> int | None:
        today = context.today
        if today is None or self.month is None:
            return None
        if self.step is not None:
            return today.year + self.step
        month = self.month
        near = [y for y in range(today.year - 8, today.year + 9) if valid(y, month, self.day or 1)]
        if self.day is None:
            past = max(y for y in near if (y, month) <= (today.year, today.month))
            ahead = min(y for y in near if (y, month) >= (today.year, today.month))
            return ahead if context.future else past
        day = self.day
        past = max(y for y in near if date(y, month, day) <= today)
        ahead = min(y for y in near if date(y, month, day) >= today)
        if context.future is not None:
            return ahead if context.future else past
        if self.weekday is not None and len(fits := [y for y in (past, ahead) if self._falls(y)]) == 1:
            return fits[0]
        return ahead if (date(ahead, month, day) - today).days <= NEAR_FUTURE else past

    def _falls(self, year: int) -> bool:
        return date(year, self.month or 1, self.day or 1).weekday() == self.weekday


@dataclass(frozen=True, slots=True)
class MonthStep:
    """As in "Last April", "next November": the nearest such month before or after this one."""

    month: int
    step: int

    def interval(self, context: Context) -> Interval | None:
        """The month, or None without a publication date."""
        if context.today is None:
            return None
        year, month = context.today.year, context.today.month
        if self.step < 0:
            year -= self.month >= month
        elif self.step > 0:
            year += self.month <= month
        return Interval.at(Moment(year, self.month))


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week. ``step``: None for a bare one, else last, this, next.

    ``of_week``: "Monday of last week"; ``soon``: "this coming Monday".
    """

    weekday: int
    step: int | None = None
    of_week: bool = False
    soon: bool = False

    def interval(self, context: Context) -> Interval | None:
        """Bare: the latest one up to the publication day, or the next from it on when the tense is future.

        "Last": strictly before; "this": in the ISO week of publication; "next": in the week after it.
        """
        today = context.today
        if today is None:
            return None
        if self.of_week or self.step in (0, 1):
            day = monday(today) + timedelta(days=7 * (self.step or 0) + self.weekday)
        elif self.step == -1:
            day = today - timedelta(days=(today.weekday() - self.weekday - 1) % 7 + 1)
        elif self.soon:
            day = today + timedelta(days=(self.weekday - today.weekday() - 1) % 7 + 1)
        elif context.future:
            day = today + timedelta(days=(self.weekday - today.weekday()) % 7)
        else:
            day = today - timedelta(days=(today.weekday() - self.weekday) % 7)
        return Interval.at(Moment.of(day))


@dataclass(frozen=True, slots=True)
class Following:
    """The first such day of the week after the time spoken of: "the following Friday"."""

    weekday: int

    def interval(self, context: Context) -> Interval | None:
        """The day, or None where no time was spoken of."""
        base = context.anchor.last() if context.anchor else None
        if base is None:
            return None
        return Interval.at(Moment.of(base + timedelta(days=(self.weekday - base.weekday() - 1) % 7 + 1)))


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar unit counted from the present one: "this month" 0, "last week" -1. ``of`` says whose present."""

    unit: str
    step: int
    edge: str = ""
    of: Literal["today", "anchor"] = "today"

    def interval(self, context: Context) -> Interval | None:
        """The unit; ``earlier`` and ``later`` edges end and start with the publication day, a step finer."""
        base = context.today if self.of == "today" else (context.anchor.first() if context.anchor else None)
        if base is None:
            return None
        if self.unit == "weekend":
            return Interval.days(*self._weekend(base, context.future))
        found = unit_around(step(base, self.unit, self.step), self.unit)
        if self.edge in ("earlier", "later"):
            return _part_until(found, self.unit, base, self.edge)
        return narrow(found, self.edge) if self.edge else found

    def _weekend(self, base: date, future: bool | None) -> tuple[date, date]:
        saturday = monday(base) + timedelta(days=5)
        if self.step > 0:
            saturday += timedelta(days=7)
        elif self.of == "anchor" or base.weekday() >= 5:
            saturday += timedelta(days=7 * self.step)
        elif self.step < 0 or not future:
            # On a weekday "this weekend" with no tense is the last one until Tuesday, the next one from Wednesday on.
            ahead = future is None and self.step == 0 and base.weekday() >= 2
            saturday -= timedelta(days=0 if ahead else 7)
        return saturday, saturday + timedelta(days=1)


def _part_until(found: Interval, unit: str, base: date, edge: str) -> Interval:
    """The part of a unit before (``earlier``) or after (``later``) a day, a step finer than the unit is."""
    first, last = found.first(), found.last()
    if unit in ("day", "night") or first is None or last is None:
        return found
    fine: Callable[[date], Moment] = Moment.of
    if unit in ("year", "quarter"):
        fine = month_of
    elif unit in ("decade", "century"):
        fine = year_of
    if edge == "earlier":
        return Interval(fine(first), fine(min(last, max(first, base))))
    return Interval(fine(max(first, min(last, base))), fine(last))


@dataclass(frozen=True, slots=True)
class Away:
    """A count of units before (``sign`` -1) or after today, an anchor, or another reading: "five years ago"."""

    low: float
    high: float
    unit: str
    sign: int
    base: Reading | None = None
    anchored: bool = False
    only_future: bool = False

    def interval(self, context: Context) -> Interval | None:
        """At the precision of the unit; a week is a calendar week; hours give the days that they may fall on."""
        day = self._base(context)
        if day is None or (self.only_future and not context.future):
            return None
        if self.unit in HOURS_IN:
            hours = (self.low * HOURS_IN[self.unit], self.high * HOURS_IN[self.unit])
            near, far = timedelta(days=int(hours[0] // 24)), timedelta(days=-int(-hours[1] // 24))
            if self.unit != "hour" and hours[1] < 6:
                far = near
        else:
            ends = [step(day, self.unit, self.sign * count) for count in (self.low, self.high)]
            unit = {"decade": "year", "century": "year", "quarter": "month", "fortnight": "week"}.get(
                self.unit, self.unit
            )
            spans = [unit_around(x, "day" if unit in ("night", "weekend") else unit) for x in sorted(ends)]
            return Interval(spans[0].start, spans[1].end)
        first, last = sorted((day + self.sign * near, day + self.sign * far))
        return Interval.days(first, last)

    def _base(self, context: Context) -> date | None:
        if self.base is not None:
            found = self.base.interval(context)
        elif self.anchored:
            found = context.anchor
        else:
            return context.today
        if found is None:
            return None
        return found.last() if self.sign > 0 else found.first()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A length of time that touches today: "the past three days" (``sign`` -1), "the coming weeks" (1)."""

    count: float
    unit: str
    sign: int

    def interval(self, context: Context) -> Interval | None:
        """From its far end to the publication day, days for units up to a week or two, else months or years."""
        today = context.today
        if today is None:
            return None
        if self.unit in HOURS_IN:
            far = today + self.sign * timedelta(days=-int(-self.count * HOURS_IN[self.unit] // 24))
        else:
            far = step(today, self.unit, self.sign * self.count)
        first, last = min(far, today), max(far, today)
        if self.unit in ("month", "quarter") or (self.unit == "year" and self.count < 3):
            return Interval(month_of(first), month_of(last))
        if self.unit in ("year", "decade", "century"):
            return Interval(year_of(first), year_of(last))
        return Interval.days(first, last)


@dataclass(frozen=True, slots=True)
class Season:
    """A season of a year, or the last, present, next one."""

    season: str
    year: int | None = None
    step: int | None = None
    edge: str = ""

    def interval(self, context: Context) -> Interval | None:
        """Three months. Without a year or a step: the latest one begun, or the next by tense."""
        if self.year is not None:
            found = self._of(self.year)
            return narrow(found, self.edge) if found and self.edge else found
        today = context.today
        if today is None:
            return None
        near = [x for y in range(today.year - 2, today.year + 3) if (x := self._of(y))]
        if self.step == -1:
            found = [x for x in near if (last := x.last()) and last < today][-1]
        elif self.step == 1 or (self.step is None and context.future):
            found = next(x for x in near if (first := x.first()) and first > today)
        elif self.step == 0:
            found = self._of(today.year if today.month > 2 or self.season != "winter" else today.year - 1)
        else:
            found = [x for x in near if (first := x.first()) and first <= today][-1]
        return narrow(found, self.edge) if found and self.edge else found

    def _of(self, year: int) -> Interval | None:
        if not valid(year) or not valid(year + 1):
            return None
        first = date(year, SEASONS[self.season], 1)
        return Interval(month_of(first), month_of(add_months(first, 2)))
