"""Places in a text: found again by their words, and counted as browsers count.

The graph counts in Unicode code points, as Python does and as the Web Annotation model asks. A browser counts in UTF-16
code units, of which an emoji or an old script takes two; so whatever a script is told goes through ``code_units``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Place(NamedTuple):
    """A stretch ``text[start:end]``, in code points."""

    start: int
    end: int


def code_units(text: str, offsets: Iterable[int]) -> dict[int, int]:
    """For each offset in code points the same place in UTF-16 code units. Raises ValueError for one outside of it."""
    found, done, units = {}, 0, 0
    for offset in sorted(set(offsets)):
        if not 0 <= offset <= len(text):
            raise ValueError(f"there is no place {offset} in a text of {len(text)} characters")
        units += utf16_length(text[done:offset])
        done = offset
        found[offset] = units
    return found


def utf16_length(text: str) -> int:
    """How many UTF-16 code units a text takes."""
    return len(text) + sum(character > "\uffff" for character in text)


def anchor(text: str, place: Place, quote: str = "", prefix: str = "", suffix: str = "") -> Place | None:
    """Where a passage stands in a text: at its place when the words there are its words, else where they are now.

    A text may have been stored with other line ends, other white space or in another Unicode normal form than the one
    the place was counted in. Of several places with the same words the one with the same words around it is taken, then
    the nearest. None when the words are not there; without a quote the place itself, if it lies within the text.
    """
    if not quote or text[place.start : place.end] == quote:
        return place if 0 <= place.start < place.end <= len(text) else None
    places = list(_occurrences(text, quote))
    return min(places, key=lambda found: _strangeness(text, found, place, prefix, suffix), default=None)


def _occurrences(text: str, quote: str) -> Iterator[Place]:
    """All places of the same words: letter by letter, else whatever the white space and the normal form."""
    exact = [Place(found.start(), found.end()) for found in re.finditer(re.escape(quote), text)]
    if exact:
        yield from exact
        return
    for form in (quote, unicodedata.normalize("NFC", quote), unicodedata.normalize("NFD", quote)):
        pattern = r"\s+".join(map(re.escape, form.split()))
        for found in re.finditer(pattern, text) if pattern else ():
            yield Place(found.start(), found.end())


def _strangeness(text: str, found: Place, place: Place, prefix: str, suffix: str) -> tuple[int, int]:
    """How little the surroundings are what they were, then how far the place has moved."""
    before = prefix.split() == text[max(0, found.start - len(prefix)) : found.start].split()
    after = suffix.split() == text[found.end : found.end + len(suffix)].split()
    return -(before + after), abs(found.start - place.start)
