"""Numerals: stretches of text that say a number, in figures or words, and what they say, with no look around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.annotate.timex.counts import cardinal

_ONES = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {w: i for i, w in enumerate(_ONES, 1)} | {w: 10 * i for i, w in enumerate(_TENS, 2)}
_SCALE = {
    "dozen": 12, "hundred": 100, "thousand": 1000, "lakh": 10**5, "million": 10**6, "crore": 10**7,
    "billion": 10**9, "trillion": 10**12, "mn": 10**6, "m": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12, "k": 1000,
}  # fmt: skip
_WORDED = ("dozen", "hundred", "thousand", "lakh", "million", "crore", "billion", "trillion")
_PLURAL = {
    "tens": (20, 99), "dozens": (24, 99), "scores": (40, 99), "hundreds": (200, 999), "thousands": (2000, 9999),
    "millions": (2 * 10**6, 10**7 - 1), "billions": (2 * 10**9, 10**10 - 1), "trillions": (2 * 10**12, 10**13 - 1),
}  # fmt: skip
_LOOSE = {"several": (3, 9), "few": (2, 5), "couple": (2, 3), "many": (3, 9)}
_BIG = "|".join(_WORDED)
_LITTLE = "|".join(sorted(_SMALL, key=len, reverse=True))
_ITEM = rf"(?:(?:hundred|thousand|million|billion)\s+and(?=\s+(?:{_LITTLE})\b)|{_BIG}|{_LITTLE})"
_FIGURES = r"[0-9]{1,3}(?:,[0-9]{2,3})+(?:\.[0-9]+)?|[0-9]{1,3}(?:[\u00a0\u2009\u202f][0-9]{3})+|[0-9]+(?:\.[0-9]+)?"
_NUMERAL = re.compile(
    rf"""
      (?P<plural>\b(?:tens|dozens|scores|hundreds|thousands|millions|billions|trillions)\b
          (?:\s+of\s+(?:thousands|millions|billions|trillions)\b)?)
    | (?P<loose>\b(?:several|(?:a\s+)?few|a\s+couple(?:\s+of)?)[\s-]+(?:{_BIG})\b(?!\s+and\b))
    | (?P<half>\b(?:half[\s-]+an?|half|quarter[\s-]of[\s-]a)[\s-]+(?:{_BIG})\b)
    | (?P<figures>(?<![\w.,/:'’])(?:{_FIGURES})(?![/:][0-9]|[.,][0-9])
          (?:(?:[\s-]?(?P<scale>{_BIG})|(?P<short>bn|mn|tn|m|b|k))\b|(?![^\W_]|[°′])))
    | (?P<words>(?<![\w.])(?:(?:an?\s+(?={_BIG}))?{_ITEM}(?:[\s-]+{_ITEM})*)
          (?P<more>\s+and\s+a\s+half(?:\s+(?:{_BIG}))?)?\b(?![^\W_]))
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: where, between which values, whether roughly; ``factor`` is the scale that was named."""

    start: int
    end: int
    low: float
    high: float
    loose: bool = False
    factor: float = 1
    figures: bool = False


def find_numerals(text: str) -> Iterator[Numeral]:
    """The numerals of a text in order."""
    for found in _NUMERAL.finditer(text):
        kind = found.lastgroup
        numeral = _read(found)
        if numeral is not None and kind is not None:
            yield numeral


def _read(found: re.Match[str]) -> Numeral | None:
    start, end, form = found.start(), found.end(), found.group().lower()
    if found["plural"]:
        low, high = _plural(form.split())
        return Numeral(start, end, low, high, loose=True)
    words = re.split(r"[\s-]+", form)
    if found["loose"]:
        factor = _SCALE[words[-1]]
        low, high = next(_LOOSE[word] for word in words if word in _LOOSE)
        return Numeral(start, end, low * factor, high * factor, loose=True, factor=factor)
    if found["half"]:
        value = _SCALE[words[-1]] / (4 if "quarter" in words else 2)
        return Numeral(start, end, value, value, factor=value)
    if found["figures"]:
        scale = found["scale"] or found["short"]
        return _figures(found, form, _SCALE[scale.lower()] if scale else 1)
    return _words(found, words)


def _plural(words: list[str]) -> tuple[float, float]:
    """The ends of a plural: 200,000 to 999,999 for "hundreds of thousands"."""
    low, high = _PLURAL[words[0]]
    if len(words) == 1:
        return low, high
    factor = _PLURAL[words[-1]][0] // 2
    return low * factor, (high + 1) * factor - 1


def _figures(found: re.Match[str], form: str, factor: float) -> Numeral | None:
    digits = re.match(r"[0-9,.\u00a0\u2009\u202f]+", form)
    number = re.sub(r"[,\s]", "", digits.group()) if digits else ""
    if not number or len(number) > 18:
        return None
    value = float(number) * factor
    return Numeral(found.start(), found.end(), value, value, factor=factor, figures=True)


def _words(found: re.Match[str], words: list[str]) -> Numeral | None:
    tail = found["more"].split() if found["more"] else []
    head = [word for word in (words[: -len(tail)] if tail else words) if word in _SMALL or word in _WORDED]
    dozens = 12 if "dozen" in head else 1
    values = [_SMALL.get(word) or _SCALE[word] for word in head if word != "dozen"]
    value = float(cardinal(values) if values else 1) * dozens
    factor = float(max([v for v in values if v >= 100], default=dozens))
    if tail:
        # "Two and a half million" halves the scale that follows, "a million and a half" the one before.
        scale = _SCALE.get(tail[-1].lower())
        value = (value + 0.5) * scale if scale else value + factor / 2
        factor = scale or factor
    return Numeral(found.start(), found.end(), value, value, factor=factor)
