"""From text to tokens, each with one class of the grammar (`lexicon/times.tsv`): rules are written over classes."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

# Most words are plain: nothing but a word begins with their letter. They come first, since that is quick.
_TOKEN = re.compile(
    r"""
      (?P<plain>(?![ap])[^\W\d_][^\W_]*)
    | (?P<iso>(?<![\w-])\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?(?![\w-]))
    | (?P<slash>\d{1,4}(?:/\d{1,4})+(?!\w))
    | (?P<clock>(?<![\w:.])\d{1,2}:\d\d(?![\w:])(?=[^\w]|$)|(?<![\w:.])\d{1,2}[:.]\d\d(?=\s?[ap]\.?m\b))
    | (?P<decade>(?:\d{3}0['’]?|['’‘]\d0)s\b)
    | (?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)
    | (?P<hour>\d{1,2}(?=[ap]\.?m\b))
    | (?P<number>\d+(?:[.,]\d+)*(?![^\W_]))
    | (?P<meridiem>[ap]\.\ ?m\b\.?|[ap]m\b)
    | (?P<word>[^\W_]+)
    | (?P<poss>['’]s\b|(?<=s)['’](?!\w))
    | (?P<hyphen>[-‐‑‒–—−]+)
    | (?P<comma>,)
    | (?P<open>[(\[])
    | (?P<close>[)\]])
    | (?P<gap>\n[^\S\n]*\n\s*)
    | (?P<other>[^\s\w]|_)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_YEARS = range(1000, 2200)
# Classes that the tokenizer gives by form; the rest come from the lexicon. "x" is a lower-case word, "name" any other.
FORMS = (
    "iso", "slash", "clock", "decade", "ordinal", "hour", "meridiem", "poss", "hyphen", "comma", "open", "close",
    "gap", "other", "x", "name", "day", "year", "hhmm", "int", "float", "mlow",
)  # fmt: skip


class Token(NamedTuple):
    """A token: offsets into the text, its class, the value of that class (an int, or words), its lower-case form."""

    start: int
    end: int
    kind: str
    value: int | str
    lower: str
    capital: bool


@lru_cache(maxsize=1)
def lexicon() -> dict[str, tuple[str, int | str, bool]]:
    """Lower-case word to its class, its value and whether only the capitalised form counts."""
    table: dict[str, tuple[str, int | str, bool]] = {}
    text = files("kg.annotate").joinpath("lexicon/times.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            word, kind, value, flag = ([*line.split("\t"), "", ""])[:4]
            number = value.lstrip("-").isdigit()
            table[word] = (kind, int(value) if number else value, flag == "cap")
    return table


@lru_cache(maxsize=1)
def codes() -> dict[str, str]:
    """One character for every class, so that a token list is a string for regular expressions."""
    kinds = [*FORMS, *dict.fromkeys(kind for kind, _, _ in lexicon().values())]
    return {kind: chr(0x4E00 + i) for i, kind in enumerate(kinds)}


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, white space dropped (an empty line becomes a ``gap``)."""
    tokens: list[Token] = []
    words = lexicon()
    for found in _TOKEN.finditer(text):
        if tokens and found.start() < tokens[-1].end:
            continue  # the full stop of an abbreviation
        kind = found.lastgroup or "other"
        form = found.group()
        if kind in ("plain", "word"):
            tokens.append(_word(text, found.start(), form, words))
        elif kind == "number":
            tokens.append(_number(found.start(), form))
        else:
            value: int | str = int(re.sub(r"\D", "", form)) if kind in ("ordinal", "hour") else form
            tokens.append(Token(found.start(), found.end(), kind, value, form.lower(), False))
    return tokens


def _word(text: str, start: int, form: str, words: dict[str, tuple[str, int | str, bool]]) -> Token:
    lower, capital = form.lower(), form[0].isupper()
    end = start + len(form)
    entry = words.get(lower)
    if entry is None:
        return Token(start, end, "name" if capital else "x", "", lower, capital)
    kind, value, needs_capital = entry
    if needs_capital and not capital:
        kind = "mlow" if kind == "month" else "x"
    elif kind == "zone" and not form.isupper():
        kind = "name"
    elif kind in ("mabbr", "wabbr") and text.startswith(".", end):
        end += 1
        kind = "month" if kind == "mabbr" else kind
    return Token(start, end, kind, value, lower, capital)


def _number(start: int, form: str) -> Token:
    end = start + len(form)
    plain = form.isascii() and form.isdigit()
    if not plain or len(form) > 12:
        return Token(start, end, "float" if not plain and "." in form else "int", _integer(form), form, False)
    value = int(form)
    if len(form) == 4:
        kind = "year" if value in _YEARS else "hhmm" if value < 2400 and value % 100 < 60 else "int"
    else:
        kind = "day" if len(form) <= 2 and 1 <= value <= 31 else "int"
    return Token(start, end, kind, value, form, False)


def _integer(form: str) -> int:
    """The whole part of a written number; far beyond any count of years it is cut to one that no calendar holds."""
    digits = form.split(".", maxsplit=1)[0].replace(",", "")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 10**9
