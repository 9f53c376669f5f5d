"""HTML -> the text of the article and what the page says about it, by trafilatura."""

from __future__ import annotations

import re

from kg.errors import InputError
from kg.sources.metadata import Draft, Metadata

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>\s*")
_CURE = "Copy its text into a plain text file."
_START = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


def looks_like_html(data: bytes) -> bool:
    """Does it begin like a web page?"""
    return bool(_START.match(data[:2048].removeprefix(b"\xef\xbb\xbf")))


def from_html(text: str, label: str, about: Metadata | None = None) -> Draft:
    """The main text of a page. Raises InputError if none is found."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - a quarter of a second, only for HTML

    # The first date of publication, and only one that the page states: a guess from the text would shift all times.
    dates = {"original_date": True, "extensive_search": False}
    text = _DECLARATION.sub("", text, count=1)  # it speaks of the bytes, which are decoded already
    if "<html" not in text[:4096].lower():
        text = f"<html><body>{text}</body></html>"  # a fragment is no page to the extractor
    try:
        page = bare_extraction(
            text,
            url=about.url if about else None,
            include_comments=False,
            include_tables=False,
            date_extraction_params=dates,
            with_metadata=True,
        )
    except Exception as problem:  # a page can be broken in more ways than the parser's documentation lists
        raise InputError(f"{label} cannot be taken apart: {type(problem).__name__}: {problem}.", _CURE) from problem
    if page is None or isinstance(page, dict) or not (page.text or "").strip():
        raise InputError(f"No article was found in {label}.", _CURE)
    found = Metadata(
        published=page.date,
        title=page.title,
        source=page.sitename or page.hostname,
        url=page.url,
        author=page.author,
        license=page.license,
    )
    return Draft(label, page.text or "", found)
