"""Datelines: where a story was filed from, who carries it and when, before its first sentence.

They are no part of the sentence, and a parser that reads them as one takes the town for its subject ("BEIRUT (Reuters)
- Russia accused"). `without_datelines` makes each a block of
its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Span

_WORD = r"[A-Z][^\W\d_]*(?:[.'’-]+[^\W\d_]+)*\.?"
_SHOUTED = r"[A-Z][A-Z.'’-]+"
_NAME = rf"{_WORD}(?:[ /]+(?:(?:of|the|de|del|la|al|el) )?{_WORD}){{0,3}}"
_CAPITALS = rf"{_SHOUTED}(?:[ /]+{_SHOUTED}){{0,3}}"
MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
DAY = rf"(?:{MONTH} \d{{1,2}}(?:, ?\d{{4}})?|\d{{1,2}} {MONTH}(?: \d{{4}})?)"
_CARRIER = r"(?:\([^()\n]{2,40}\)|/[^/\n]{2,40}/)"
_DASH = r"(?:\s*[—–]\s*|\s*--\s*|\s+-\s+)"
_BY = rf"(?:By {_NAME}(?:,? and {_NAME})? \| )?"
# What follows a bare town: a quotation or a word that stories begin with, not the other half of "Iran - Iraq".
_START = r"(?=[\"“‘']|(?:The|A|An|At|In|On|More|Two|Three|Four|Five|Six|Some|Hundreds|Thousands|Dozens) )"
_FORMS = (
    rf"\s*{_BY}(?P<carried>{_NAME})(?:, ?{_NAME})?(?:,? ?{DAY})?,? ?{_CARRIER}(?:{_DASH}|:\s+)",  # a carrier
    rf"\s*{_BY}(?P<dated>{_NAME})(?:, ?{_NAME})?,? ?{DAY}(?:{_DASH}|:\s+)",  # a date
    rf"\s*{_BY}(?P<within>{_NAME}), ?{_NAME}\s*(?:—|–|--)\s+",  # a state, and a long dash
    rf"\s*{_BY}(?P<shouted>{_CAPITALS})(?:, ?{_NAME})?{_DASH}",  # capitals
    rf"\s*{_BY}(?P<alone>{_NAME})\s+(?:—|–|--)\s+{_START}",  # a town alone
)
_DATELINE = re.compile("|".join(_FORMS))
_COLON = re.compile(rf"\s*{_BY}(?P<colon>{_CAPITALS})(?:, ?{_NAME})?:\s+(?=[A-Z\"“])")
_BYLINE = re.compile(rf"\s*{_BY[:-1]}(?P<byline>{_NAME})\s*")
_TOWN = re.compile(r"[^\s/][^/]*")
_NO_PLACES = frozenset(
    "update breaking note exclusive watch correction corrected summary moderator question answer analysis opinion "
    "factbox explainer timeline profile interview live photos video advisory editors editor's media alert urgent "
    "developing refile repeat wrapup headline subject re from to date contact source mr. mrs. ms. dr. gen. nato opec "
    "asean ecowas brics unicef unesco unhcr".split()
)
_SHORTEST = 4
"""Letters that a town in capitals has at least; shorter words in capitals are acronyms."""
_FIRST = 3
"""Blocks at the top of a text, a headline and a byline among them, in which a town may stand before a colon."""


def without_datelines(text: str, blocks: Sequence[Span]) -> list[Span]:
    """The blocks of a text with each dateline as a block of its own."""
    transcript = sum(_COLON.match(text, b.start, b.end) is not None for b in blocks) > 1
    out: list[Span] = []
    for number, block in enumerate(blocks):
        end = _dateline_end(text, block, colon=number < _FIRST and not transcript)
        out += [Span(block.start, end)] * (end > block.start)
        out.append(Span(end, block.end))
    return out


def places_in(text: str, block: Span) -> list[Span]:
    """The towns that a dateline or a byline names, without their state; none where a block is neither."""
    found = _DATELINE.match(text, block.start) or _COLON.match(text, block.start)
    if found is None or found.end() != block.end:
        found = _BYLINE.fullmatch(text, block.start, block.end)
    return [] if found is None else [Span(*m.span()) for m in _TOWN.finditer(text, *found.span(found.lastgroup or 0))]


def _dateline_end(text: str, block: Span, *, colon: bool) -> int:
    """Where the dateline at the start of a block ends, its start for none; ``colon``: whether a town may stand before
    a mere colon."""
    found = _DATELINE.match(text, block.start, block.end)
    if found is None and colon:
        found = _COLON.match(text, block.start, block.end)
    if found is None or found.end() >= block.end or text[found.end()].islower():
        return block.start
    town = found.group(found.lastgroup or 0)
    acronym = town.isupper() and (len(town) < _SHORTEST or "." in town)  # "US - China ties"
    return block.start if acronym or town.split()[0].lower() in _NO_PLACES else found.end()
