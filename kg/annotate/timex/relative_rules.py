"""What the relative rules of the grammar make of their matches: weekdays, "last week", "years ago", "a day later"."""

from __future__ import annotations

from kg.annotate.timex import guards
from kg.annotate.timex.counts import count
from kg.annotate.timex.readings import Away, Following, Period, Reading, Stretch, Weekday
from kg.annotate.timex.rules import Match

_RECENT = {"day": 7, "night": 7, "week": 6, "weekend": 6, "month": 6, "year": 5, "decade": 2, "century": 2}


def weekday(match: Match) -> Reading | None:
    """A weekday, bare or last, this, next."""
    day, stepped = match.number("w"), match.all("s")
    if day is None or not guards.weekday_fits(match):
        return None
    if not stepped:
        return Weekday(day)
    kind = stepped[-1].kind
    if kind == "coming":
        return Weekday(day, soon=True)
    return Weekday(day, {"this": 0, "next": 1}.get(kind, -1))


def weekday_after(match: Match) -> Reading | None:
    """As in "the following Friday"."""
    day = match.number("w")
    return None if day is None or not guards.weekday_fits(match) else Following(day)


def weekday_of_week(match: Match) -> Reading | None:
    """As in "Monday of last week"."""
    day, stepped = match.number("w"), match.all("s")[-1]
    return None if day is None else Weekday(day, {"past": -1}.get(stepped.kind, int(stepped.value)), of_week=True)


def deictic(match: Match) -> Reading | None:
    """Today, yesterday, tomorrow."""
    return Period("day", match.number("d") or 0, match.word("edge"))


def this_part(match: Match) -> Reading | None:
    """As in "This morning", "last night"."""
    return Period("day", -1 if match.all("s")[0].kind == "last" else 0)


def beyond(match: Match) -> Reading | None:
    """As in "The day before yesterday"."""
    return Period("day", 2 if match.number("d") == 1 else -2)


def period(match: Match) -> Reading | None:
    """As in "This month", "late last year", "the past week"."""
    unit, which, edge = match.word("u"), match.all("s")[-1], match.get("edge")
    step = int(which.value)
    if unit in ("day", "hour", "minute", "night") or (step == -1 and _part_of_another(match)):
        return Period("day", step) if unit == "night" and which.kind in ("this", "last") else None
    if which.kind in ("coming", "past"):
        return Stretch(1, unit, step)
    if edge is not None:
        return Period(unit, step, str(edge.value) or edge.kind)
    if guards.lower(match.before()) == "the" and step == 1:
        return Period(unit, 1, of="anchor")
    if guards.lower(match.before()) == "the" and step == -1 and unit != "weekend":
        return Stretch(1, unit, -1)
    return Period(unit, step)


def weekend(match: Match) -> Reading | None:
    """As in "Over the weekend"."""
    return Period("weekend", 0) if match.word("u") == "weekend" else None


def so_far(match: Match) -> Reading | None:
    """As in "So far this year"."""
    unit = match.word("u")
    return Period(unit, 0, "earlier") if unit not in ("hour", "minute", "night") else None


def early_in(match: Match) -> Reading | None:
    """As in "Earlier in the week"."""
    unit = match.word("u")
    edge = match.all("edge")[0]
    if unit in ("hour", "minute", "night", "weekend"):
        return None
    return Period(unit, 0, str(edge.value) or edge.kind)


def _unit(match: Match) -> str:
    """The unit of an amount."""
    return next(str(token.value) for token in reversed(match.all("q")) if token.kind in ("unit", "units"))


def ago(match: Match) -> Reading | None:
    """As in "Five years ago"."""
    low, high = count(match.all("q"))
    return Away(low, high, _unit(match), -1)


def ahead(match: Match) -> Reading | None:
    """As in "Two weeks from now"."""
    low, high = count(match.all("q"))
    return Away(low, high, _unit(match), 1)


def in_future(match: Match) -> Reading | None:
    """As in "In two weeks", a time only when the tense is future."""
    if _unit(match) == "weekend":
        return None
    low, high = count(match.all("q"))
    return Away(low, high, _unit(match), 1, only_future=True)


def relative(match: Match) -> Reading | None:
    """As in "A day later", "two weeks before"."""
    low, high = count(match.all("q"))
    word = match.all("r")[0]
    return Away(low, high, _unit(match), -1 if word.lower in ("earlier", "before") else 1, anchored=True)


def next_unit(match: Match) -> Reading | None:
    """As in "The next day", "that year"."""
    unit, which = match.word("u"), match.all("s")[0]
    step = {"prev": -1, "same": 0, "that": 0, "foll": 1, "next": 1}.get(which.kind, 0)
    if match.get("u") and unit in ("hour", "minute"):
        return None
    known = ("day", "week", "weekend", "month", "quarter", "year", "decade", "century")
    return Period(unit if unit in known else "day", step, of="anchor")


def unit_before(match: Match) -> Reading | None:
    """As in "The day before"."""
    unit = match.word("u")
    if unit in ("hour", "minute"):
        return None
    return Period(
        "day" if unit not in ("week", "weekend", "month", "year") else unit, int(match.all("r")[0].value), of="anchor"
    )


def stretch(match: Match) -> Reading | None:
    """As in "The past three days", "recent weeks"."""
    which = match.all("s")[0]
    words = match.all("q")
    unit = next(str(t.value) for t in reversed(words) if t.kind in ("unit", "units"))
    sign = 1 if which.kind in ("next", "coming") else -1
    if len(words) == 1:
        # "His last days" are no time of the calendar, "talks last weeks" is a length.
        return None if which.kind == "last" else Stretch(_RECENT.get(unit, 1), unit, sign)
    if which.kind == "last" and _part_of_another(match):
        return None
    if which.kind == "last" and not _determined(match):
        return None
    return Stretch(max(count(words)), unit, sign)


_OWN = frozenset(
    {"the", "these", "in", "over", "for", "during", "within", "of", "his", "her", "its", "their", "our", "my"}
)


_WHOLES = frozenset({"month", "mabbr", "year", "this", "last", "next", "the", "decade", "feast"})


def _part_of_another(match: Match) -> bool:
    """Whether a stretch is the last one of another time: "the last week of May"."""
    whole = match.after(1)
    return guards.lower(match.after()) == "of" and whole is not None and whole.kind in _WHOLES


def _determined(match: Match) -> bool:
    """Whether an article, a possessive or a preposition stands before: not the verb of "talks last three days"."""
    return guards.lower(match.before()) in _OWN or match.tokens[match.first].kind in ("the", "these")
