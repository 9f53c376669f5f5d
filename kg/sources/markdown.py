"""Markdown with YAML front matter -> plain text (no marks, so that a quote reads as it was written) and metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.errors import InputError
from kg.sources.metadata import Draft, Metadata

_CURE = "Open and close it with a line of three hyphens; write one “key: value” a line."
_SPOKEN = frozenset({"text", "code_inline"})


class _Words(YAMLHandler):
    """Front matter in which every value stays the words that were written (a date is checked later, with a message)."""

    def load(self, fm: str, **_: object) -> Any:
        # The base loader makes no objects at all, and no dates either: 2016-13-40 must not end in a traceback.
        return yaml.load(fm, Loader=yaml.BaseLoader)  # noqa: S506


def from_markdown(text: str, label: str) -> Draft:
    """Raises InputError if the front matter is no list of keys and values."""
    try:
        found, body = frontmatter.parse(text, handler=_Words())
    except (yaml.YAMLError, RecursionError) as problem:
        where = getattr(problem, "problem_mark", None)
        line = f" (line {where.line + 2})" if where else ""
        raise InputError(f"The front matter of {label} is not YAML{line}.", _CURE) from None
    if text.lstrip().startswith("---") and not found:
        raise InputError(f"The front matter of {label} is empty or never closed.", _CURE)
    about = about_from(found)
    words, title = _plain(body)
    return Draft(label, words, about if about.title else about.over(Metadata(title=title)))


def about_from(found: Mapping[str, object]) -> Metadata:
    """Metadata under the names that front matter and JSON Lines commonly use; what is no text is passed over."""

    def word(*names: str) -> str | None:
        return next(
            (str(found[n]).strip() for n in names if isinstance(found.get(n), str | int) and str(found[n]).strip()),
            None,
        )

    return Metadata(
        id=word("id"),
        published=word("published", "date"),
        title=word("title"),
        source=word("source", "publisher", "sitename"),
        url=word("url", "link"),
        author=word("author"),
        license=word("license", "licence"),
    )


def _plain(body: str) -> tuple[str, str | None]:
    """The paragraphs without their marks, an empty line between them; and the first heading."""
    blocks: list[str] = []
    title = None
    former = ""
    for token in MarkdownIt("commonmark").parse(body):
        if token.type == "inline":
            words = _inline(token)
            if former == "heading_open" and title is None:
                title = words
            if words:
                blocks.append(words)
        former = token.type
    return "\n\n".join(blocks), title


def _inline(token: Token) -> str:
    parts = []
    for child in token.children or ():
        if child.type in _SPOKEN:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts).strip()
