"""What stands around a numeral: hedges, units, and what makes it no amount at all."""

from __future__ import annotations

import re
from typing import Literal

from kg.annotate.numerals import Numeral
from kg.annotate.timex.wordsets import word_sets

HedgeKind = Literal["", "about", "least", "most"]
_WINDOW = 48
_LEAST = (
    r"more than|at least|no fewer than|no less than|not less than|not fewer than|upwards? of|in excess of|exceeding"
    r"|a minimum of|greater than|well over|over|above|beyond|topping"
)
_MOST = r"up to|as many as|as much as|at most|no more than|not more than|fewer than|less than|a maximum of|under|below"
_ABOUT = (
    r"about|around|some|roughly|approximately|approx\.?|an estimated|estimated(?: at)?|nearly|almost|close to|circa"
    r"|perhaps|possibly|maybe|somewhere around|in the region of|an average of|~|≈"
)
_BEFORE = re.compile(
    rf"(?<![\w-])(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<about>{_ABOUT}))(?:\s+(?:just|only|the|another))?\s*$",
    re.IGNORECASE,
)
# These also say where something is, so they hedge only figures and numbers from ten up.
_PLACES = frozenset({"over", "above", "beyond", "under", "below"})
_AFTER = re.compile(
    r"(?P<least>\s*\+(?![\d\w])|[\s-]plus\b|\s+or more\b|\s+at (?:the )?least\b)|(?P<about>[\s-]odd\b|\s+or so\b)"
    r"|(?P<most>\s+or (?:fewer|less)\b|\s+at (?:the )?most\b)",
    re.IGNORECASE,
)
_SYMBOLS = {
    "$": "USD", "us$": "USD", "u.s.$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "hk$": "HKD",
    "nz$": "NZD", "s$": "SGD", "r$": "BRL", "€": "EUR", "£": "GBP", "₽": "RUB", "₺": "TRY", "₹": "INR", "₪": "ILS",
    "¥": "JPY", "₩": "KRW", "₴": "UAH", "usd": "USD", "eur": "EUR", "gbp": "GBP", "chf": "CHF",
}  # fmt: skip
_MONEY = re.compile(
    r"(?:(?<![^\W_])(?:u\.?s\.?|au?|ca?|hk|nz|s|r)\s?\$|[$€£₽₺₹₪¥₩₴]|\b(?:usd|eur|gbp|chf)(?=\s))\s?$", re.I
)
_UNIT = re.compile(
    r"(?P<percent>\s?[%٪]|(?:\s+|-)(?:percent|per\s+cent|pct\.?|percentage[\s-]points?)\b)"
    r"|(?:\s+of)?\s+(?P<whose>U\.?S\.?\s+|American\s+|Canadian\s+|Australian\s+)?"
    r"(?P<money>dollars?|euros?|pounds(?:\s+sterling)?"
    r"|roubles?|rubles?|yuan|renminbi|yen|shekels?|rupees?|riyals?|rials?|dinars?|dirhams?|francs?|lira|liras|pesos?|naira"
    r"|hryvnias?|kronor|kroner|won|baht|USD|EUR|GBP|CHF)\b",
    re.IGNORECASE,
)
_CODES = {
    "dollar": "USD", "euro": "EUR", "rouble": "RUB", "ruble": "RUB", "yuan": "CNY", "renminbi": "CNY", "yen": "JPY",
    "shekel": "ILS", "naira": "NGN", "hryvnia": "UAH", "baht": "THB", "usd": "USD", "eur": "EUR", "gbp": "GBP",
    "chf": "CHF", "won": "KRW",
}  # fmt: skip
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?[\s#]*$")
_WORD_AFTER = re.compile(r"\s+([^\W\d_]+|['’]s)|['’]s")
_OLD = re.compile(r"[\s-]years?[\s-]old|[\s-]years? of age|-year-olds?", re.IGNORECASE)
_AGED = re.compile(r"\b(?:aged|ages?|age of|aged between)\s+$", re.IGNORECASE)
_NAME_COMMA = re.compile(r"(?<!\w)[A-Z][^\W\d_]+,\s$")
_COMPOUND = re.compile(r"-([^\W\d_]+)")
_FRACTION = re.compile(r"[\s-](?:half|halves|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?)\b", re.IGNORECASE)
_LASTING = re.compile(r"\s+of\s+(?:minutes|hours|days|weeks|months|years|centuries)\b", re.IGNORECASE)
_CHAIN_BEFORE = re.compile(r"\d[-–.]$")
_PHONE = re.compile(r"(?<![\d,])\d{3}[-–. ]\d{4}(?!\d)|(?<!\d)\d+[-–]\d+[-–]\d+")


def words(name: str) -> frozenset[str]:
    """A set of words of `lexicon/numbers.tsv`. Raises KeyError."""
    return word_sets("numbers.tsv")[name]


def hedge_before(text: str, start: int, floor: int, value: float, *, figures: bool) -> tuple[HedgeKind, int]:
    """The hedge that ends at an offset, and where it starts; the strongest of several ("as many as an estimated")."""
    kind: HedgeKind = ""
    for _ in range(3):
        found = _BEFORE.search(text[max(floor, start - _WINDOW) : start])
        if found is None:
            break
        group = found.lastgroup
        if group is None or (found[group].lower() in _PLACES and value < 10 and not figures):
            break
        start = max(floor, start - _WINDOW) + found.start()
        if group == "least":
            kind = "least"
        elif group == "most" and kind != "least":
            kind = "most"
        elif not kind:
            kind = "about"
    return kind, start


def hedge_after(text: str, end: int) -> tuple[HedgeKind, int]:
    """The hedge that starts at an offset, and where it ends."""
    found = _AFTER.match(text, end)
    if found is None:
        return "", end
    if found["least"]:
        return "least", found.end()
    return ("about" if found["about"] else "most"), found.end()


def money_before(text: str, start: int) -> tuple[int, str] | None:
    """Where a currency sign before an offset starts, and its ISO 4217 code."""
    window = max(0, start - 6)
    found = _MONEY.search(text[window:start])
    if found is None:
        return None
    return window + found.start(), _SYMBOLS.get(re.sub(r"\s", "", found.group().lower()).replace("u.s.", "us"), "USD")


def unit_after(text: str, end: int, unit: str, *, scaled: bool) -> tuple[str, int]:
    """The unit that follows an offset and where it ends; ``unit`` is the one that a sign before has given.

    Pounds and won are money only after a scale ("10 million pounds").
    """
    found = _UNIT.match(text, end)
    if found is None:
        return unit, end
    if found["percent"]:
        return "percent", found.end()
    name = found["money"].lower()
    if name in ("won", "pounds") and not scaled:
        return unit, end
    return (unit or _currency(name, (found["whose"] or "").lower())), found.end()


def _currency(name: str, whose: str) -> str:
    """The code of a currency by its name, or its plural name where several states have one of that name."""
    if name.startswith("dollar") and whose.startswith(("can", "aus")):
        return "CAD" if whose.startswith("can") else "AUD"
    if name.startswith("pounds"):
        return "GBP"
    singular = name if name in _CODES else name.removesuffix("s")
    return _CODES.get(singular, singular + "s")


def refused(text: str, one: Numeral, last: Numeral) -> str:
    """``no`` if the numeral (or range) is no amount; else the unit that its surroundings give: ``age`` or nothing."""
    before, after = text[max(0, one.start - _WINDOW) : one.start], text[last.end : last.end + 24]
    if _OLD.match(after) or _AGED.search(before):
        return "age"
    if (
        _part_of_name(before, one, after)
        or _figures_refused(text, before, after, one, last)
        or _FRACTION.match(after)
        or _LASTING.match(after)
        or _compounded(after)
        or _pronoun(text, before, after, one)
        or (one.loose and text[one.start : one.end].lower() == "scores" and _verb_scores(before, after))
    ):
        return "no"
    lone = one is last and one.figures and one.factor == 1 and 1 <= one.low <= 110 and one.low == int(one.low)
    if lone and _NAME_COMMA.search(before) and after[:1] in (",", ".", ";", ")"):
        return "age"
    return ""


def _part_of_name(before: str, one: Numeral, after: str) -> bool:
    """Resolution 2259, Group of 77, World War Two, F-16."""
    if before.endswith(("-", "‑")) and before[-2:-1].isalnum() and (one.figures or before[-2:-1].isdigit()):
        return True
    if before.endswith("[") and after.startswith("]"):
        return True
    found = _WORD_BEFORE.search(before)
    if found is None:
        return before.endswith("#")
    word = found[1].lower()
    if word in words("label") or (one.figures and word in words("label_figure")):
        return True
    club = re.search(r"(\w+)\s+of\s+$", before)
    return club is not None and club[1][:1].isupper() and club[1].lower() in words("club")


def _figures_refused(text: str, before: str, after: str, one: Numeral, last: Numeral) -> bool:
    """Telephone numbers, votes, list markers, years."""
    if not one.figures:
        return False
    if (after.startswith(("-", "–")) and after[1:2].isdigit()) or _CHAIN_BEFORE.search(before):
        return True
    if one is not last and (_score(after) and "-" in text[one.end : last.start] and last.high < 1000):
        return True
    if _PHONE.match(text, one.start) and text[one.end : one.end + 1] in "-–." and "," not in text[one.start : last.end]:
        return True
    if after.startswith(")") and "(" not in before[-12:]:
        return True
    return _bare_year(text[one.start : last.end], before, after)


def _score(after: str) -> bool:
    found = _WORD_AFTER.match(after)
    return found is not None and (found[1] or "").lower() in words("score")


def _bare_year(form: str, before: str, after: str) -> bool:
    """Whether four bare figures are more likely a year: no hedge, no sign before them, nothing countable after."""
    if len(form) != 4 or not form.isdigit() or not 1900 <= int(form) <= 2099:
        return False
    found = _WORD_AFTER.match(after)
    word = (found[1] or "") if found else ""
    return not (word.endswith(("s", "people", "men", "women", "children", "police")) and word[:1].islower()) and not (
        _BEFORE.search(before) or _MONEY.search(before) or _UNIT.match(after)
    )


def _compounded(after: str) -> bool:
    """A number glued to a noun ("two-state solution") unless it still counts ("5,000-strong")."""
    found = _COMPOUND.match(after)
    return found is not None and found[1].lower() not in words("compound") and not _UNIT.match(after)


def _pronoun(text: str, before: str, after: str, one: Numeral) -> bool:
    """Whether "one" counts nothing: "one of them", "no one", "the other one"."""
    if text[one.start : one.end].lower() != "one":
        return False
    left, right = _WORD_BEFORE.search(before), _WORD_AFTER.match(after)
    if right is None or (right[1] or "'s").lower() in words("one_right"):
        return not _BEFORE.search(before)
    return left is not None and left[1].lower() in words("one_left")


def _verb_scores(before: str, after: str) -> bool:
    left = _WORD_BEFORE.search(before)
    return (left is not None and left[1].lower() in words("scores_left")) or bool(
        re.match(r"\s+(?:a|an|the|his|her)\b", after)
    )
