"""One place -> drafts: which format it is in, and how each format is taken apart."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from typing import IO

from kg.config import Settings
from kg.errors import InputError
from kg.model import Issue
from kg.sources.decode import declared_charset, decode
from kg.sources.fetch import fetch
from kg.sources.html import from_html, looks_like_html
from kg.sources.jsonl import from_lines, from_value, parse
from kg.sources.markdown import from_markdown
from kg.sources.metadata import Draft, Metadata
from kg.sources.places import Place

_HTML = frozenset({".html", ".htm", ".xhtml", "text/html", "application/xhtml+xml"})
_MARKDOWN = frozenset({".md", ".markdown", "text/markdown"})
_LINES = frozenset({".jsonl", ".ndjson", "application/x-ndjson", "application/jsonl"})
_JSON = frozenset({".json", "application/json"})
_NEVER = frozenset(
    {".csv", ".tsv", ".xml", ".rss", ".atom", ".css", ".js", ".py", ".ttl", ".nq", ".rq", ".toml", ".yaml", ".yml"}
)


def drafts(place: Place, settings: Settings) -> Iterator[Draft | Issue]:
    """What ``place`` holds. Raises InputError, RemoteError or OSError when the place as a whole cannot be read."""
    if place.url:
        page = fetch(place.url, settings)
        yield from _whole(page.data, page.url, page.kind, page.charset, Metadata(url=page.url))
        return
    kind = place.path.suffix.lower() if place.path else ""
    if kind in _NEVER:
        raise InputError(
            f"{place.label} is not an article: files that end in {kind} are not read.",
            "Articles are .txt, .html, .md or .jsonl files.",
        )
    with _opened(place) as stream:
        if kind in _LINES:
            yield from from_lines(stream, place.label, settings.max_article_bytes)
        else:
            yield from _whole(_limited(stream, place, settings.max_article_bytes), place.label, kind)


def _opened(place: Place) -> AbstractContextManager[IO[bytes]]:
    return place.path.open("rb") if place.path else nullcontext(sys.stdin.buffer)


def _limited(stream: IO[bytes], place: Place, limit: int) -> bytes:
    """All bytes, but never more than the limit in memory."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        size = f"{place.path.stat().st_size / 1e6:.1f} MB" if place.path and place.path.is_file() else "more"
        raise InputError(
            f"{place.label} is too large: {size}, and {limit / 1e6:g} MB is the limit for an article.",
            "Split it, or raise max_article_bytes.",
        )
    return data


def _whole(
    data: bytes, label: str, kind: str, charset: str | None = None, about: Metadata | None = None
) -> Iterator[Draft | Issue]:
    """The drafts of a file or page that was read in one go."""
    if not data.strip():
        raise InputError(f"{label} is empty.", "An article needs at least one sentence.")
    if kind in _LINES or _begins_as_lines(data):
        yield from from_lines(BytesIO(data), label, len(data))
        return
    markup = kind in _HTML or looks_like_html(data)
    text = decode(data, label, charset or (declared_charset(data) if markup else None))
    if kind in _JSON:
        yield from from_value(parse(text, label), label)
        return
    if markup:
        draft = from_html(text, label, about)
    elif kind in _MARKDOWN or text.startswith("---\n"):
        draft = from_markdown(text, label)
    else:
        draft = Draft(label, text, Metadata(title=headline(text)))
    yield Draft(label, draft.text, (about or Metadata()).over(draft.about))


def _begins_as_lines(data: bytes) -> bool:
    """Is the first line an article in JSON? So that standard input needs no name to be understood."""
    try:
        value = json.loads(data.lstrip().partition(b"\n")[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and isinstance(value.get("text"), str)


def headline(text: str) -> str | None:
    """The first line of a plain text, if it looks like a title: short, no full stop, and an empty line after it."""
    lines = text.lstrip().splitlines()
    if len(lines) < 3 or lines[1].strip() or len(lines[0]) > 150:
        return None
    first = lines[0].strip()
    return None if first.endswith((".", "!", ":", ",", ";", '"', "”")) else first
