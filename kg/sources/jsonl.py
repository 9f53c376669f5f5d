"""JSON Lines -> drafts, line by line, so that a file of any length takes the memory of one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from kg.errors import InputError
from kg.model import Issue
from kg.sources.decode import decode
from kg.sources.markdown import about_from
from kg.sources.metadata import Draft

_CURE = 'Write one object a line: {"id": "…", "published": "2016-05-16", "text": "…"}'


def lines(stream: IO[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Line numbers from 1 and the lines that are not blank; None for a line of more than ``limit`` bytes."""
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        if len(raw) > limit and not raw.endswith(b"\n"):
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(1 << 20)
            yield number, None
        elif raw.strip():
            yield number, raw


def from_lines(stream: IO[bytes], label: str, limit: int) -> Iterator[Draft | Issue]:
    """A draft for every good line and an Issue, with the line's number, for every bad one."""
    found = False
    for number, raw in lines(stream, limit):
        found = True
        place = f"{label}:{number}"
        try:
            yield from_line(raw, place, limit)
        except InputError as problem:
            yield Issue("error", place, problem.message, problem.cure)
    if not found:
        raise InputError(f"{label} is empty.", _CURE)


def from_line(raw: bytes | None, place: str, limit: int) -> Draft:
    """The draft of one line (None: too long). Raises InputError."""
    if raw is None:
        raise InputError(f"{place} is longer than {limit / 1e6:g} MB.", "Split it, or raise max_article_bytes.")
    return _draft(parse(decode(raw, place), place), place)


def from_value(value: Any, label: str) -> Iterator[Draft | Issue]:
    """The drafts of a JSON file: one article or a list of them."""
    if not isinstance(value, list):
        yield _draft(value, label)
        return
    for number, item in enumerate(value, 1):
        try:
            yield _draft(item, f"{label}:{number}")
        except InputError as problem:
            yield Issue("error", f"{label}:{number}", problem.message, problem.cure)


def parse(text: str, place: str) -> Any:
    """The JSON value of ``text``. Raises InputError."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as problem:
        raise InputError(f"{place} is not JSON: {problem.msg} at character {problem.pos + 1}.", _CURE) from None
    except ValueError as problem:  # a number of thousands of digits
        raise InputError(f"{place} is not JSON: {problem}.", _CURE) from None
    except RecursionError:
        raise InputError(f"{place} is not an article: it is nested too deeply.", _CURE) from None


def _draft(value: Any, place: str) -> Draft:
    """The text exactly as it came in: offsets point into it. Raises InputError."""
    if not isinstance(value, dict):
        raise InputError(f"{place} is not an article: it is no JSON object.", _CURE)
    text = value.get("text")
    if not isinstance(text, str):
        raise InputError(f"{place} is not an article: its “text” is {'missing' if text is None else 'no text'}.", _CURE)
    published = value.get("published")
    if not isinstance(published, str | None):
        raise InputError(f"{place}: its “published” is {published!r}, not a date.", "Write it as YYYY-MM-DD, or null.")
    return Draft(place, text, about_from(value))
