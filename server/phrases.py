"""Dates, numbers and names of codes in words, as vague as they are."""

from __future__ import annotations

import re
from datetime import date

from server.tables import Term

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DATE = re.compile(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d)[\d:.]*)?(?:Z|[+-]\d\d:\d\d)?")


def words(name: str) -> str:
    """``AirStrike`` as ``air strike``, also as the end of an IRI; names of other shapes as they are."""
    last = re.split(r"[/#]", str(name).rstrip("/#"))[-1]
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", last).lower()


def amount(number: object) -> str:
    """A number with its thousands apart; anything else as it is."""
    text = str(number)
    whole = text.removesuffix(".0")
    return f"{int(whole):,}" if re.fullmatch(r"-?\d{1,18}", whole) else text


def size(count: int) -> str:
    """Bytes for people."""
    amount_ = float(count)
    for unit in ("bytes", "kB", "MB"):
        if amount_ < 1000:
            return f"{amount_:.0f} {unit}" if unit == "bytes" else f"{amount_:.1f} {unit}"
        amount_ /= 1000
    return f"{amount_:.1f} GB"


def span(earliest: Term | None, latest: Term | None) -> str:
    """A time as vague as it is: one value, or from … to …."""
    if earliest and latest and earliest.value != latest.value:
        return f"{earliest.value} to {latest.value}"
    known = earliest or latest
    return known.value if known else ""


def day(moment: object) -> str:
    """``2016-05-16`` as ``16 May 2016``, at the precision that it has; anything else as it is."""
    found = _DATE.fullmatch(str(moment))
    if not found or not 1 <= int(found[2] or 1) <= len(_MONTHS):
        return str(moment)
    parts = [str(int(found[3])) if found[3] else "", _MONTHS[int(found[2]) - 1] if found[2] else "", found[1]]
    return " ".join(filter(None, parts)) + (f", {found[4]}" if found[4] else "")


def when(earliest: Term | None, latest: Term | None) -> str:
    """A time with its preposition: ``on 16 May 2016``, ``in 2015``, ``between May and June 2016``; empty if unknown."""
    first, last = (str(value) if value else "" for value in (earliest, latest))
    if first and last and first != last:
        return f"between {day(first)} and {day(last)}"
    if first and last:
        return f"{'on' if _days(first) else 'in'} {day(first)}"
    if first:
        return f"on or after {day(first)}" if _days(first) else f"in {day(first)} or later"
    if last:
        return f"by {day(last)}"
    return ""


def vagueness(earliest: Term | None, latest: Term | None) -> str:
    """How precisely a time is known."""
    first, last = (str(value) if value else "" for value in (earliest, latest))
    if not first and not last:
        return "not resolved to a date"
    if not first or not last:
        return "open at one end"
    if first != last:
        begin, end = _days(first), _days(last)
        return f"some time within {(end - begin).days + 1} days" if begin and end else "some time between the two"
    return ("known to the year", "known to the month", "known to the day")[min(first.lstrip("-").count("-"), 2)]


def _days(text: str) -> date | None:
    """The day of a date or time; None for a month or a year."""
    try:
        return date.fromisoformat(text[:10]) if len(text) >= len("2016-05-16") else None
    except ValueError:
        return None


def measure(minimum: object, maximum: object, approximate: bool = False) -> str:
    """A number as exact as it is told: ``about 5,000``, ``20 to 30``, ``more than``-like bounds as ``at least 20``."""
    least, most = (amount(value) if value is not None else "" for value in (minimum, maximum))
    if least and most:
        told = least if least == most else f"{least} to {most}"
    else:
        told = f"at least {least}" if least else f"at most {most}" if most else ""
    return f"about {told}" if told and approximate else told
