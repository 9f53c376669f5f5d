"""Lengths of time: "10 days of talks", "a three-year ban", "for decades"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.annotate.timex.counts import count
from kg.annotate.timex.grammar import AMOUNT
from kg.annotate.timex.guards import lower
from kg.annotate.timex.rules import Match, compile_pattern
from kg.annotate.timex.search import Item, class_string, items
from kg.annotate.timex.tokens import Token
from kg.model import Span

# A bare "a day" or "a year" is a rate ("twice a day") unless one of these stands before it.
_BEFORE_BARE = frozenset({"for", "in", "within", "after", "of", "over", "lasted", "lasting", "took", "taking"})
_BEFORE_ONE = _BEFORE_BARE | {"during", "nearly", "almost", "than", "about", "just", "only", "last"}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: at least ``minimum`` and at most ``maximum`` (None: open) of ``unit`` (``day``, ``year`` …)."""

    span: Span
    text: str
    minimum: float | None
    maximum: float | None
    unit: str
    approximate: bool = False


def find_durations(text: str) -> list[Duration]:
    """The durations of a text in order; no part of a time ("three days ago"), no age ("an 18-year-old")."""
    tokens, times = items(text)
    return durations_among(text, tokens, times)


def durations_among(text: str, tokens: list[Token], times: list[Item]) -> list[Duration]:
    """The durations of a text whose tokens and times are known."""
    taken = [(item.first, item.last) for item in times if item.kind != "in"]
    out: list[Duration] = []
    for found in _pattern().finditer(class_string(tokens)):
        match = Match(tokens, found)
        if any(first < match.last and match.first < last for first, last in taken) or not _is_length(match):
            continue
        out.append(_duration(match, text))
    return out


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return compile_pattern(f"h=(hedge* (more than)? hedge?) {AMOUNT} (hyphen? long)?")


def _is_length(match: Match) -> bool:
    """Whether an amount of time is one: no age, no rate, no bare plural that is just the subject of something."""
    before, after, next_but_one = match.before(), match.after(), match.after(1)
    if after is not None and (after.kind == "old" or (lower(after) == "of" and lower(next_but_one) == "age")):
        return False
    if after is not None and after.kind == "hyphen" and next_but_one is not None and next_but_one.kind == "old":
        return False
    if before is not None and before.kind == "edge":
        return False  # "the early hours of Sunday"
    words = [token.kind for token in match.all("q")]
    cue = (
        lower(before) in _BEFORE_ONE
        or bool(match.all("h"))
        or "long" in {t.kind for t in match.tokens[match.first : match.last]}
    )
    if len(words) == 1:
        return (cue and (lower(before) in _BEFORE_BARE or lower(after) in ("of", "") or bool(match.all("h")))) or lower(
            after
        ) == "of"
    if words[0] == "a" and len(words) == 2:
        return cue or lower(after) == "of"
    return words[0] != "year"


def _duration(match: Match, text: str) -> Duration:
    words, hedges = match.all("q"), match.all("h")
    low, high = count(words)
    minimum: float | None = low
    maximum: float | None = high
    sign = next((str(token.value) for token in hedges if token.kind == "more"), "")
    if sign == "more":
        maximum = None
    elif sign == "less":
        minimum = None
    unit = next(str(token.value) for token in reversed(words) if token.kind in ("unit", "units"))
    span = Span(match.tokens[match.first].start, match.tokens[match.last - 1].end)
    vague = low != high or any(token.value == "about" for token in hedges)
    return Duration(span, span.of(text), minimum, maximum, unit, vague)
