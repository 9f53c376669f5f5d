"""What the calendar rules of the grammar make of their matches: dates, months, years, feasts, times of day."""

from __future__ import annotations

from kg.annotate.timex import guards
from kg.annotate.timex.combined import Clock, Edge, Feast, Slice
from kg.annotate.timex.counts import count
from kg.annotate.timex.dates import Interval, Moment, parse, valid
from kg.annotate.timex.readings import Calendar, Fixed, MonthStep, Period, Reading, Season, Unknown
from kg.annotate.timex.rules import Match

# The day that is never dated, and the marker by which it is known.
_NINE_ELEVEN = Calendar(2001, 9, 11)


def _is_count(match: Match) -> bool:
    """Whether the last figure of a date is no year but counts what follows: "On May 5, 2000 people"."""
    year = match.number("y")
    if year is None:
        return False
    comma = match.last - match.first > 1 and match.tokens[match.last - 2].kind == "comma"
    return (comma or not 1500 <= year <= 2100) and guards.counted(match)


def date(match: Match) -> Reading | None:
    """A day, or days of one month."""
    month, day, until = match.number("m"), match.number("d"), match.number("e")
    year = match.number("y")
    if month is None or day is None or not valid(year or 2000, month, day) or guards.party(match):
        return None
    if _is_count(match):
        return None
    token = match.get("m")
    if year is None and token and token.lower in guards.DOUBTFUL and guards.counted(match):
        return None
    if year is None and (month, day) == (9, 11) and "attack" in guards.lower(match.after()):
        return _NINE_ELEVEN
    if until is not None and (
        (year is None and guards.counted(match)) or until <= day or not valid(year or 2000, month, until)
    ):
        return None
    return Calendar(year, month, day, until=until, weekday=match.number("w"))


def month(match: Match) -> Reading | None:
    """A month of a year, or without one."""
    month, year = match.number("m"), match.number("y")
    if month is None:
        return None
    edge = match.word("edge") or match.word("tip")
    if year is not None:
        return None if _is_count(match) else Calendar(year, month, edge=edge)
    stepped = match.get("s")
    if stepped is not None:
        step = int(stepped.value)
        return Calendar(None, month, edge=edge, step=0 if stepped.kind == "this" else step)
    token = match.get("m")
    if not edge and token is not None and not guards.month_fits(match, token):
        return None
    return Calendar(None, month, edge=edge)


def month_step(match: Match) -> Reading | None:
    """As in "Last April", "this June", "next November"."""
    month, token = match.number("m"), match.all("s")[-1]
    after = match.after()
    if month is None or (after is not None and after.kind in ("day", "ordinal")):
        return None  # "this Nov. 11 photo"
    if token.kind == "this":
        return Calendar(None, month, step=0)
    return MonthStep(month, 1 if token.kind in ("next", "coming") else -1)


def year(match: Match) -> Reading | None:
    """A year by itself, or a part of it."""
    year = match.number("y")
    if year is None or guards.after_hyphen(match):
        return None
    edge = match.word("edge") or match.word("tip")
    return Calendar(year, edge=edge) if edge or guards.year_fits(match, year) else None


def year_range(match: Match) -> Reading | None:
    """As in "1991-1995", "2015-16"."""
    first, last = match.number("y"), match.number("z")
    after = match.after()
    if first is None or last is None or guards.after_hyphen(match) or guards.counted(match):
        return None
    if after is not None and after.kind == "hyphen" and after.start == match.tokens[match.last - 1].end:
        return None
    if last < 100:
        last += first // 100 * 100
    if not (1500 <= first < last <= 2100) or match.tokens[match.last - 1].end - match.tokens[match.first].start > 11:
        return None
    return Fixed(Interval(Moment(first), Moment(last)))


def decade(match: Match) -> Reading | None:
    """As in "The 1970s", "the '30s"; hundreds other than 2000 are a century."""
    token = match.all("d")[0]
    digits = "".join(x for x in token.lower if x.isdigit())
    start = int(digits) if len(digits) == 4 else 1900 + int(digits)
    length = 100 if start % 100 == 0 and start != 2000 else 10
    return Fixed(Interval(Moment(start), Moment(start + length - 1)), match.word("edge")) if start >= 1000 else None


def century(match: Match) -> Reading | None:
    """As in "The 19th century"."""
    number = sum(int(token.value) for token in match.all("o") if isinstance(token.value, int))
    if not 1 <= number <= 30 or match.tokens[match.last - 1].lower != "century":
        return None
    start = max(1, (number - 1) * 100)
    return Fixed(Interval(Moment(start), Moment(number * 100 - 1)), match.word("edge"))


def iso(match: Match) -> Reading | None:
    """A date in ISO form."""
    text = match.all("i")[0].lower.upper()
    moment = parse(text)
    return Fixed(Interval.at(moment)) if moment else None


def slash(match: Match) -> Reading | None:
    """9/11 is a date that stands for itself; of dates in figures only those that can be read in one way."""
    text = match.all("i")[0].lower
    if text == "9/11":
        return _NINE_ELEVEN
    parts = [int(part) for part in text.split("/") if len(part) < 5]
    if len(parts) != 3 or len(text.split("/")[2]) != 4:
        return None
    one, two, year = parts
    readings = {(m, d) for m, d in ((one, two), (two, one)) if 1000 <= year <= 2199 and valid(year, m, d)}
    return Calendar(year, *readings.pop()) if len(readings) == 1 else None


def season(match: Match) -> Reading | None:
    """A season of a year, or last, this, next."""
    name, year = match.word("n"), match.number("y")
    edge = match.word("edge")
    if year is not None:
        return None if _is_count(match) else Season(name, year, edge=edge)
    stepped = match.all("s")
    if not stepped:
        return None
    kind = stepped[-1].kind
    return Season(
        name, None, 1 if kind in ("next", "coming") else 0 if kind == "this" and len(stepped) == 1 else -1, edge
    )


_FRACTIONS = {"quarter": 3, "half": 6}


def slice(match: Match) -> Reading | None:
    """A quarter or a half of a year."""
    which, name = match.all("o")[-1], match.all("f")[0].lower
    months = _FRACTIONS.get(name, 0)
    if not months:
        return None  # "the last year of 2015"
    index = 12 // months if which.kind == "last" else int(which.value)
    whole = _whole(match)
    if not 1 <= index <= 12 // months or whole is None:
        return None
    return Slice(whole, (index - 1) * months, months)


def first_months(match: Match) -> Reading | None:
    """As in "The first nine months of 2015"."""
    which, whole = match.all("o")[-1], _whole(match)
    low, high = count(match.all("c"))
    at_end = which.kind == "last"
    if match.word("v") != "month" or low != high or not 1 <= low <= 12 or not (at_end or which.value == 1):
        return None
    return Slice(whole, 12 - int(low) if at_end else 0, int(low))


def _whole(match: Match) -> Reading:
    year, stepped = match.number("y"), match.get("s")
    if year is not None:
        return Calendar(year)
    return Period("year", int(stepped.value) if stepped else 0)


def tip(match: Match) -> Reading | None:
    """As in "The end of 2016", "the start of the month", "year-end"."""
    edge, year, unit = match.word("tip"), match.number("y"), match.word("u")
    if match.all("d"):
        whole = decade(match)
        return Edge(whole, edge) if whole else None
    if year is not None:
        return None if guards.counted(match) else Calendar(year, edge=edge)
    if unit in ("hour", "minute", "day", "night", "weekend", ""):
        return None
    stepped = match.get("s")
    return Period(unit, int(stepped.value) if stepped else 0, edge)


def feast(match: Match) -> Reading | None:
    """Christmas and other feasts."""
    value = match.word("f")
    if guards.lower(match.after()) in ("market", "markets", "island", "tree"):
        return None
    if not value:
        return Unknown()
    if value == "easter":
        return Feast("easter", 0, match.number("y"))
    if value == "thanksgiving":
        return Feast("thanksgiving", 0, match.number("y"))
    eve = guards.lower(match.get("g"))
    month, day = (int(part) for part in value.split("-"))
    return Calendar(match.number("y"), month, day - (eve == "eve"))


def new_year(match: Match) -> Reading | None:
    """New Year's Eve and Day."""
    words = [token.lower for token in match.tokens[match.first : match.last]]
    if words[:2] != ["new", "year"] or words[-1] not in ("eve", "day"):
        return None
    return Calendar(None, 12, 31) if words[-1] == "eve" else Calendar(None, 1, 1)


def may_day(match: Match) -> Reading | None:
    """The first of May by its name."""
    day = match.all("g")[0]
    return Calendar(None, 5, 1) if match.number("m") == 5 and day.lower == "day" and day.capital else None


# Days named after Easter, counted from its Sunday.
_EASTER_DAYS = {
    ("palm", 6): -7, ("maundy", 3): -3, ("holy", 3): -3, ("good", 4): -2, ("holy", 5): -1,
    ("easter", 5): -1, ("easter", 6): 0, ("easter", 0): 1, ("ash", 2): -46,
}  # fmt: skip


def holy_day(match: Match) -> Reading | None:
    """As in "Good Friday", "Easter Monday"."""
    shift = _EASTER_DAYS.get((match.all("n")[0].lower, match.number("w") or 0))
    return None if shift is None else Feast("easter", shift, match.number("y"))


def clock(match: Match) -> Reading | None:
    """A time of day: with a zone, with a.m. or p.m., or in the form 14:30 after a preposition."""
    token, half, zone = match.all("t")[0], match.get("h"), match.word("z")
    hour, minute = _hour_minute(token.kind, token.lower, token.value)
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower.startswith("p") else 0)
    elif (token.kind not in ("clock",) and not zone) or (
        token.kind == "clock" and not zone and guards.lower(match.before()) not in _AT
    ):
        return None
    return Clock(hour, minute, zone) if hour < 24 and minute < 60 else None


_AT = frozenset(["at", "by", "around", "about", "before", "after", "until", "till", "from", "between", "since"])


def _hour_minute(kind: str, text: str, value: int | str) -> tuple[int, int]:
    if kind == "clock":
        hour, minute = text.replace(".", ":").split(":")[:2]
        return int(hour), int(minute)
    number = int(value)
    return (number // 100, number % 100) if kind in ("year", "hhmm") else (number, 0)


def double_clock(match: Match) -> Reading | None:
    """As in "2:00 p.m. (1200 GMT)": the one with the zone says it best."""
    token = match.all("v")[0]
    hour, minute = _hour_minute(token.kind, token.lower, token.value)
    return Clock(hour, minute, match.word("z")) if hour < 24 and minute < 60 else None


def noon(match: Match) -> Reading | None:
    """Noon; midnight does not say of which day."""
    word = match.all("n")[0].lower
    return Clock(12, 0, match.word("z")) if word == "noon" else None


def set_(match: Match) -> Reading | None:
    """What comes again and again."""
    return Unknown() if guards.weekday_fits(match) else None
