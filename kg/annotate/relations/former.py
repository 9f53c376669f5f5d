"""Offices that are held no more: the word that says so, and when they had ended."""

from __future__ import annotations

from datetime import date, timedelta

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.status import status_of
from kg.annotate.parsed import Doc, Token
from kg.model import TimeValue

_PAST = frozenset("former ex late ousted deposed onetime one-time erstwhile then ex- previous".split())
_PREFIXES = ("ex-", "then-", "former-")
_TOPPLING = frozenset({"overthrow", "oust", "topple", "depose", "unseat", "sack", "dismiss"})
# Behind "was premier" these say that it is over.
_ENDED = frozenset({"until", "till", "before", "when", "during", "under", "1980s", "1990s", "2000s"})
_UNTIL = frozenset({"until", "till"})


def past(token: Token) -> bool:
    """Whether a word before an office says that it is held no more: "former", "ex-foreign", "then-"."""
    return token.lower_.strip("-") in _PAST or token.lower_.startswith(_PREFIXES)


def present(token: Token) -> str:
    """A word of a title without what says that it is held no more: "foreign" of "ex-foreign"."""
    prefix = next((p for p in _PREFIXES if token.lower_.startswith(p)), "")
    return "" if token.lower_.strip("-") in _PAST else token.text[len(prefix) :]


def past_title(doc: Doc, start: int, stop: int) -> Token | None:
    """The word in a title, or right before it or its hyphen, that says that the office is held no more."""
    at = start - (start > 1 and doc[start - 1].text == "-")
    return next((t for t in doc[max(0, at - 1) : stop] if past(t)), None)


def toppled(draft: Draft, person: Raw) -> bool:
    """ "its longtime ruler X was overthrown": whoever was toppled in fact holds the office no more."""
    head = draft.text.doc[person.head]
    verb = draft.view.head(head)
    if verb is None or verb.lemma_ not in _TOPPLING or verb.pos_ != "VERB":
        return False
    suffers = any(f.token.i == head.i for f in draft.view.patients(verb))
    return suffers and status_of(draft, verb).status == "actual"


def past_office(draft: Draft, noun: Token) -> Token | None:
    """The word that says that somebody was what a noun says: "a former premier", "who was premier until 2010"."""
    doc, view = draft.text.doc, draft.view
    start = next((i for i in range(noun.i, noun.sent.start, -1) if not _within_phrase(doc[i - 1])), noun.sent.start)
    if (before := next((t for t in doc[start : noun.i] if past(t)), None)) is not None:
        return before
    was = any(t.lower_ in ("was", "were") for t in view.children(noun, "cop"))
    return next((t for t in doc[noun.i : noun.sent.end] if t.lower_ in _ENDED or _is_year(t)), None) if was else None


def past_deed(verb: Token) -> Token | None:
    """ "which he headed until 2016", "had led the party till May": the word behind a verb that says that it is over."""
    behind = verb.doc[verb.i + 1 : verb.sent.end]
    return next((t for t in behind if t.lower_ in _UNTIL), None) if verb.tag_ in ("VBD", "VBN") else None


def time_of(draft: Draft, told: Token) -> TimeValue:
    """When an office had ended: by the year behind "until", else by the day before the story."""
    doc, published = draft.text.doc, draft.text.article.published
    after = doc[told.i + 1] if told.i + 1 < len(doc) else told
    if told.lower_ in _UNTIL and _is_year(after):
        span = draft.text.span(told, after)
        return TimeValue(None, after.text, span.of(draft.text.article.text), span)
    before = (date.fromisoformat(published) - timedelta(days=1)).isoformat() if published else None
    return TimeValue(None, before, told.text, draft.text.span(told))


def _within_phrase(token: Token) -> bool:
    """Whether a word before a noun belongs to its phrase, past no other noun's possessive."""
    return token.pos_ in ("ADJ", "NOUN", "PROPN", "ADV") or token.text == "-"


def _is_year(token: Token) -> bool:
    return token.like_num and len(token.text) == 4 and token.text.isdigit()
