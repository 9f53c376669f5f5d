"""What is known about an article beside its text, and which source of it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date, datetime
from urllib.parse import urlsplit

from kg.errors import InputError

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Facts about an article; None where unknown. ``published`` and ``url`` as they were written, not yet checked."""

    id: str | None = None
    published: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    author: str | None = None
    license: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """The same, with gaps filled from ``other``."""
        return Metadata(**{f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)})


@dataclass(frozen=True, slots=True)
class Draft:
    """A text with what it says about itself. ``label`` tells a user where it is: a path, a path:line, an address."""

    label: str
    text: str
    about: Metadata = Metadata()


def iso_date(value: str) -> str:
    """``2016-05-16`` from an ISO 8601 date, or date and time. Raises InputError for anything else."""
    wrong = InputError(f"“{value}” is not a date.", "Write it as YYYY-MM-DD, for example 2016-05-16.")
    text = value.strip()
    if not _DATE.match(text):
        raise wrong
    try:
        day = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text).date()
    except ValueError:
        raise wrong from None
    return day.isoformat()


def web_address(value: str) -> str:
    """An http(s) address that may stand in an RDF graph. Raises InputError for anything else."""
    text = value.strip()
    try:
        parts = urlsplit(text)
        legal = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        legal = False
    if not legal or not text.isprintable() or any(c in ' <>"{}|\\^`' for c in text):
        raise InputError(f"“{value}” is not a web address.", "Write it with https:// and without spaces.")
    return text
