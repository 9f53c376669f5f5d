"""Finding the time expressions of a text: rules over its tokens, the best that do not overlap, neighbours joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.annotate.timex.combined import Between, Bound, Clock, Edge
from kg.annotate.timex.grammar import rules
from kg.annotate.timex.guards import weak_weekday
from kg.annotate.timex.readings import Away, Calendar, Period, Reading, Season, Stretch
from kg.annotate.timex.rules import Kind, Match
from kg.annotate.timex.tokens import Token, codes, tokenize

_DATED = ("date", "weekday", "period", "ago", "named")
_CLOCK_GAP = {"on", "at", "comma", "hedge", "by", "from"}
_RANGED = ("date", "weekday", "period", "clock")


@dataclass(frozen=True, slots=True)
class Item:
    """A time expression among the tokens (from ``first`` to ``last``, exclusive) and its reading."""

    first: int
    last: int
    kind: Kind
    reading: Reading
    vague: bool = False
    weak: bool = False


def class_string(tokens: list[Token]) -> str:
    """One character a token: its class."""
    table = codes()
    return "".join([table[token.kind] for token in tokens])


@lru_cache(maxsize=1)
def items(text: str) -> tuple[list[Token], list[Item]]:
    """The tokens of a text and its time expressions in order, not to be changed: times and numbers both ask for them,
    one after the other."""
    tokens = tokenize(text)
    ranked = sorted(_candidates(tokens), key=lambda pair: (pair[1].first, -pair[1].last, pair[0]))
    chosen: list[Item] = []
    for _, item in ranked:
        if not chosen or item.first >= chosen[-1].last:
            chosen.append(item)
    for join in (_hang, _clocks, _years, _ranges):
        chosen = join(tokens, chosen)
    return tokens, [_bound(tokens, item) for item in chosen]


def _candidates(tokens: list[Token]) -> Iterator[tuple[int, Item]]:
    classes = class_string(tokens)
    present = set(classes)
    for order, rule in enumerate(rules()):
        if not rule.fits(present):
            continue
        position = 0
        while (found := rule.pattern.search(classes, position)) is not None:
            match = Match(tokens, found)
            reading = rule.build(match)
            if reading is None:
                position = found.start() + 1
                continue
            position = found.end()
            weak = rule.kind == "weekday" and weak_weekday(match.after())
            yield order, Item(match.first, match.last, rule.kind, reading, _vague(match, reading), weak)


def _vague(match: Match, reading: Reading) -> bool:
    """Whether the words draw no sharp line: early, recent, a few, about."""
    if isinstance(reading, Stretch | Edge):
        return True
    if isinstance(reading, Away):
        words = match.tokens[match.first : match.last]
        return reading.low != reading.high or any(t.kind == "more" or t.value == "about" for t in words)
    return isinstance(reading, Calendar | Season | Period) and reading.edge in ("early", "mid", "late", "start", "end")


def _gap(tokens: list[Token], one: Item, two: Item) -> tuple[str, ...]:
    return tuple(token.kind for token in tokens[one.last : two.first])


def _hang(tokens: list[Token], found: list[Item]) -> list[Item]:
    """As in "Two days after" + "May 5": counted from it."""
    out: list[Item] = []
    for item in found:
        last = out[-1] if out else None
        away = last.reading if last and last.kind == "event" and last.last == item.first else None
        if last and isinstance(away, Away) and item.kind in _DATED:
            reading = replace(away, base=item.reading, anchored=False)
            out[-1] = Item(last.first, item.last, "date", reading, last.vague)
        else:
            out.append(item)
    return out


def _clocks(tokens: list[Token], found: list[Item]) -> list[Item]:
    """As in "1200 GMT" + "on" + "Monday", "Monday" + "at" + "10 a.m."."""
    out: list[Item] = []
    for item in found:
        last = out[-1] if out else None
        if last and {last.kind, item.kind} & {"clock"} and (last.kind in _DATED or item.kind in _DATED):
            clock, day = (last, item) if last.kind == "clock" else (item, last)
            gap = _gap(tokens, last, item)
            if len(gap) <= 2 and set(gap) <= _CLOCK_GAP and isinstance(clock.reading, Clock):
                reading = replace(clock.reading, day=day.reading)
                out[-1] = Item(last.first, item.last, "clock", reading, day.vague)
                continue
        out.append(item)
    return out


def _years(tokens: list[Token], found: list[Item]) -> list[Item]:
    """As in "In May and June 2015": the first takes its year from the second."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        one, two = out[i].reading, out[i + 1].reading
        if not (isinstance(one, Calendar) and isinstance(two, Calendar)):
            continue
        if one.year is not None or one.step is not None or two.year is None or (one.day is None) != (two.day is None):
            continue
        row = _gap(tokens, out[i], out[i + 1]) in (("and",), ("comma",), ("comma", "and"))
        if row and (one.month or 13) < (two.month or 0):
            out[i] = replace(out[i], reading=replace(one, year=two.year))
    return out


def _ranges(tokens: list[Token], found: list[Item]) -> list[Item]:
    """As in "From March to May", "between 1991 and 1995", "May 27-June 3"."""
    out: list[Item] = []
    for item in found:
        last = out[-1] if out else None
        if last and last.kind in _RANGED and item.kind in _RANGED and _is_range(tokens, last, item):
            lead = tokens[last.first - 1].kind if last.first else ""
            first = last.first - (lead in ("from", "between"))
            kind: Kind = item.kind if item.kind == last.kind else "date"
            out[-1] = Item(first, item.last, kind, Between(last.reading, item.reading), last.vague or item.vague)
        else:
            out.append(item)
    return out


def _is_range(tokens: list[Token], one: Item, two: Item) -> bool:
    gap = _gap(tokens, one, two)
    lead = tokens[one.first - 1].kind if one.first else ""
    if gap == ("and",):
        return lead == "between"
    if gap in (("to",), ("until",)):
        return lead == "from" or (one.kind == two.kind and gap == ("to",))
    return gap == ("hyphen",) and one.kind == two.kind


def _bound(tokens: list[Token], item: Item) -> Item:
    """Since and until, up to and including, belong to the expression: they leave one side open."""
    if item.first == 0 or item.kind in ("set", "relative", "event", "in", "stretch"):
        return item
    first = item.first - 1 - (item.first > 1 and tokens[item.first - 1].kind == "the")
    before = tokens[first]
    if before.kind == "since":
        return replace(item, first=first, reading=Bound(item.reading, "since"))
    if before.kind == "until" or before.lower == "through":
        return replace(item, first=first, reading=Bound(item.reading, "until"))
    return item
