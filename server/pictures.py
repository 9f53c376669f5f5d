"""Two small pictures for pages, as numbers that templates draw with: where something lies, and when things happened."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from server.phrases import day

WIDTH, ROW = 480, 14
"""Of a timeline, in units of its view box."""
_MARGIN = 24
_MOST_ROWS = 8
_FIELDS = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the locator, in degrees; ``kind`` says what the point stands for (``city``, ``sovereign state``)."""

    lat: float
    lon: float
    name: str
    kind: str

    @property
    def vague(self) -> bool:
        """Whether the point stands for a whole area."""
        return self.kind not in {"", "city", "capital city", "village", "building", "hotel", "legislature"}

    @property
    def degrees(self) -> str:
        """``48.2° N, 16.4° E``."""
        north, east = "S" if self.lat < 0 else "N", "W" if self.lon < 0 else "E"
        return f"{abs(self.lat):.1f}° {north}, {abs(self.lon):.1f}° {east}"


@dataclass(frozen=True, slots=True)
class Locator:
    """A part of the land outline (x is the longitude, y the latitude downwards) and the spots on it."""

    x: float
    y: float
    width: float
    height: float
    spots: tuple[Spot, ...]


def locator(spots: Sequence[Spot]) -> Locator | None:
    """The part of the world that shows all spots, with room around them; None without a spot."""
    if not spots:
        return None
    west, east = min(s.lon for s in spots), max(s.lon for s in spots)
    south, north = min(s.lat for s in spots), max(s.lat for s in spots)
    width = min(360.0, max(48.0, (east - west) * 1.5, (north - south) * 3))
    height = width / 2
    x = min(max((west + east - width) / 2, -180), 180 - width)
    y = min(max(-(south + north + height) / 2, -90), 90 - height)
    return Locator(round(x, 1), round(y, 1), round(width, 1), round(height, 1), tuple(spots))


@dataclass(frozen=True, slots=True)
class Moment:
    """Something dated: ISO dates of any precision, a name, its IRI, its status."""

    earliest: str
    latest: str
    name: str
    iri: str
    status: str

    @property
    def told(self) -> str:
        """The name and the time in words."""
        ends = [day(text) for text in dict.fromkeys((self.earliest, self.latest)) if text]
        return f"{self.name}, {' to '.join(ends)}"


@dataclass(frozen=True, slots=True)
class Bar:
    """A moment in the picture, from ``x`` over ``width`` in a row at ``y``."""

    moment: Moment
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars above an axis; ``ticks``: where, and what is written there. ``left_out``: moments without room."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    height: int
    left_out: int


def timeline(moments: Iterable[Moment]) -> Timeline | None:
    """Dated things side by side, each as long as its time is vague; None for fewer than two different times."""
    dated = sorted(((*_days(moment), moment) for moment in moments if moment.earliest or moment.latest), key=_order)
    spans = [(begin, end, moment) for begin, end, moment in dated if begin <= end]
    if len({span[:2] for span in spans}) <= 1:
        return None
    first, last = min(begin for begin, _, _ in spans), max(end for _, end, _ in spans)
    scale = (WIDTH - 2 * _MARGIN) / max(1, last - first)
    ends: list[float] = []
    bars, left_out = [], 0
    for begin, end, moment in spans:
        x, width = _MARGIN + (begin - first) * scale, max(8.0, (end - begin) * scale)
        row = next((n for n, free in enumerate(ends) if free + 3 < x), len(ends))
        if row >= _MOST_ROWS:
            left_out += 1
            continue
        ends[row : row + 1] = [x + width]
        bars.append(Bar(moment, round(x, 1), row * ROW + 4, round(width, 1)))
    ticks = tuple((round(_MARGIN + (place - first) * scale, 1), text) for place, text in _ticks(first, last))
    return Timeline(tuple(bars), ticks, len(ends) * ROW + 30, left_out)


def _order(dated: tuple[int, int, Moment]) -> tuple[int, int, str]:
    return dated[0], dated[1], dated[2].iri


def _days(moment: Moment) -> tuple[int, int]:
    """The first and the last day that a moment may be of, as ordinals; (1, 0) for no date of the calendar."""
    begin, end = _FIELDS.match(moment.earliest or moment.latest), _FIELDS.match(moment.latest or moment.earliest)
    if not begin or not end:
        return 1, 0
    year, month = int(end[1]), int(end[2] or 12)
    try:
        last = date(year, month, int(end[3] or calendar.monthrange(year, month)[1]))
        return date(int(begin[1]), int(begin[2] or 1), int(begin[3] or 1)).toordinal(), last.toordinal()
    except ValueError:  # calendar.IllegalMonthError too
        return 1, 0


def _ticks(first: int, last: int) -> list[tuple[int, str]]:
    """Six at most: the beginnings of years where there are several, else of months, else the first and last day."""
    begin, end = date.fromordinal(first), date.fromordinal(last)
    years = [date(year, 1, 1) for year in range(begin.year, end.year + 1)]
    months = [date(year.year, month, 1) for year in years[:2] for month in range(1, 13)]
    for known, form in ((years, "%Y"), (months, "%b %Y")):
        within = [tick for tick in known if begin <= tick <= end]
        if len(within) > 1:
            step = -(-len(within) // 6)
            return [(tick.toordinal(), tick.strftime(form).lstrip("0")) for tick in within[::step]]
    return [(first, day(begin.isoformat())), (last, day(end.isoformat()))]
