"""Articles in: text, HTML, Markdown, JSON Lines, a web page or a folder of these -> ``Article`` | ``Issue``.

``read`` never raises for one bad input: it yields an ``Issue`` of severity "error" in its place and goes on. An
issue of severity "warning" accompanies an article that is read all the same (it has no date, say).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.config import Settings
from kg.errors import InputError, RemoteError
from kg.model import Article, Issue
from kg.sources import formats, places
from kg.sources.decode import legible
from kg.sources.language import not_english
from kg.sources.metadata import Draft, Metadata, iso_date, web_address

__all__ = ["Metadata", "article", "iso_date", "read", "web_address"]


def read(paths: Iterable[str | Path], settings: Settings, given: Metadata | None = None) -> Iterator[Article | Issue]:
    """The articles at ``paths`` (files, folders, http(s) addresses, or ``-`` for standard input), in that order.

    ``given`` (from flags) overrules what an article says about itself. A folder is read with its subfolders, sorted by
    path. A text that was already read is left out with a warning, because an article is identified by its text.
    """
    seen: dict[str, str] = {}
    for place in places.walk(paths):
        if isinstance(place, Issue):
            yield place
            continue
        for found in _drafts(place, settings):
            if isinstance(found, Issue):
                yield found
            else:
                yield from _finished(found, given or Metadata(), seen)


def _drafts(place: places.Place, settings: Settings) -> Iterator[Draft | Issue]:
    """What one place holds; whatever goes wrong with the place as a whole becomes one Issue."""
    try:
        yield from formats.drafts(place, settings)
    except (InputError, RemoteError) as problem:
        yield Issue("error", place.label, problem.message, problem.cure)
    except OSError as problem:
        yield Issue(
            "error", place.label, f"{place.label} cannot be read: {problem.strerror or problem}.", _cure(problem)
        )


def _cure(problem: OSError) -> str:
    return "Give yourself the right to read it (chmod +r)." if isinstance(problem, PermissionError) else ""


def _finished(draft: Draft, given: Metadata, seen: dict[str, str]) -> Iterator[Article | Issue]:
    """The article of a draft with its warnings, or the reason why there is none."""
    try:
        result, warnings = article(draft, given)
    except InputError as problem:
        yield Issue("error", draft.label, problem.message, problem.cure)
        return
    first = seen.setdefault(result.sha256, draft.label)
    if first != draft.label:
        yield Issue("warning", draft.label, f"{draft.label} has the same text as {first} and was left out.")
        return
    yield from warnings
    yield result


def article(draft: Draft, given: Metadata) -> tuple[Article, tuple[Issue, ...]]:
    """The article of a draft and what a user should know about it. Raises InputError if it is empty or not English."""
    if not draft.text.strip():
        raise InputError(f"{draft.label} holds no text.", "An article needs at least one sentence.")
    reason = not_english(draft.text)
    if reason:
        raise InputError(
            f"{draft.label} is not in English: {reason}.", "Only English is read for now: translate it first."
        )
    about = given.over(draft.about)
    warnings: list[Issue] = []
    published = _sound(iso_date, about.published, draft.label, warnings)
    url = _sound(web_address, about.url, draft.label, warnings)
    if not about.published:
        warnings.append(
            Issue(
                "warning",
                draft.label,
                f"{draft.label} has no date of publication: times such as “on Monday” stay unresolved.",
                "Give --published YYYY-MM-DD, or “published:” in its front matter.",
            )
        )
    result = Article(
        id=about.id or draft.label,
        text=legible(draft.text),
        published=published,
        title=about.title,
        source=about.source,
        url=url,
        author=about.author,
        license=about.license,
    )
    return result, tuple(warnings)


def _sound(check: Callable[[str], str], value: str | None, label: str, warnings: list[Issue]) -> str | None:
    """The value if it passes the check, else None and a warning."""
    if not value:
        return None
    try:
        return check(value)
    except InputError as problem:
        warnings.append(Issue("warning", label, f"{label}: {problem.message} It is left out.", problem.cure))
        return None
