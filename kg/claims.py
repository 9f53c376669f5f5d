"""Document -> claims: what the article says, according to whom, in which passage.

One claim a thing said. The passage is the sentence; a sentence longer than 400 characters is narrowed to the clauses
around the words that matter, since a citation must be short enough to be read and to be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg import ids
from kg.model import Argument, Claim, Document, Event, Quantity, Relation, Span, Statement, Status

PASSAGE_LIMIT = 400
"""Longest passage of a claim, in code points."""

UNMEASURED = 0.5
"""Score of what carries none: statements, relations and quantities come from rules whose precision is not yet
measured one by one, so they claim neither certainty nor doubt."""

_CLAUSE_END = re.compile(r"[,;:.!?\u2013\u2014\u2026][\"'\u2019\u201d)]*\s+")
_WORD_END = re.compile(r"\s+")


def claims(document: Document) -> tuple[Claim, ...]:
    """All claims of a document: events, statements, relations (situations), quantities, in this order.

    ``Claim.id`` is the key in the claim's IRI. A `strength` relation has a second claim, about its quantity (local id
    ``r1#quantity``), unless the document has that quantity already. Raises ValueError for spans outside of the text.
    """
    keys = ids.keys(document)
    return tuple(
        Claim(keys.claim(local), local, passage, status, speakers, score)
        for local, passage, status, speakers, score in (
            *(_of_event(document, x) for x in document.events),
            *(_of_statement(document, x) for x in document.statements),
            *(_of_relation(document, x) for x in document.relations),
            *(_of_quantity(document, x) for x in document.quantities),
            *(
                _of_relation(document, x, ids.STRENGTH_SUFFIX)
                for x in document.relations
                if x.type == "strength" and strength_quantity(document, x) is None
            ),
        )
    )


def strength_quantity(document: Document, relation: Relation) -> Quantity | None:
    """The quantity of the document that a `strength` relation speaks of, if the document lists it."""
    for quantity in document.quantities:
        same_place = quantity.of in {relation.subject, relation.object} and quantity.sentence == relation.sentence
        same_maximum = relation.maximum is None or quantity.maximum == relation.maximum
        if same_place and same_maximum and quantity.minimum == relation.value:
            return quantity
    return None


_Parts = tuple[str, Span, Status, tuple[str, ...], float]


def _of_event(document: Document, event: Event) -> _Parts:
    arguments: tuple[Argument, ...] = (*event.actors, *event.recipients, *event.places)
    focus = (event.trigger, *(a.span for a in arguments if _inside(a.span, event.sentence)))
    passage = narrow(document.article.text, event.sentence, focus)
    return event.id, passage, event.status, event.attributed_to, event.score


def _of_statement(document: Document, statement: Statement) -> _Parts:
    # That somebody spoke is the article's own word; what was said hangs on the events inside.
    passage = narrow(document.article.text, statement.sentence, (statement.cue, statement.content))
    return statement.id, passage, "actual", (), UNMEASURED


def _of_relation(document: Document, relation: Relation, suffix: str = "") -> _Parts:
    passage = narrow(document.article.text, relation.sentence, (relation.evidence,))
    return relation.id + suffix, passage, relation.status, relation.attributed_to, UNMEASURED


def _of_quantity(document: Document, quantity: Quantity) -> _Parts:
    passage = narrow(document.article.text, quantity.sentence, (quantity.span,))
    return quantity.id, passage, "actual", _quantity_speakers(document, quantity), UNMEASURED


def _quantity_speakers(document: Document, quantity: Quantity) -> tuple[str, ...]:
    """Whose number it is: of those who say what it belongs to, or of the speaker whose words hold it."""
    for relation in document.relations:
        if relation.type == "strength" and relation.attributed_to and strength_quantity(document, relation) is quantity:
            return relation.attributed_to
    for event in document.events:
        if event.id == quantity.of and event.attributed_to:
            return event.attributed_to
    for statement in document.statements:
        if _inside(quantity.span, statement.content):
            return (statement.speaker,)
    return ()


def narrow(text: str, whole: Span, focus: Iterable[Span], limit: int = PASSAGE_LIMIT) -> Span:
    """The part of ``text`` to cite: ``whole`` if it has at most ``limit`` code points, else a part around the focus.

    ``focus`` holds the words that must be seen, the most important first; those that do not fit together with the
    first are let go. The part begins and ends between clauses where it can, else between words. It never leaves
    ``whole`` (widened to hold the first of the focus). Raises ValueError for spans that are not within the text.
    """
    first, *others = focus
    whole = _hull(whole, first)
    if not 0 <= whole.start < whole.end <= len(text):
        raise ValueError(f"the span {whole.start}-{whole.end} does not lie in a text of {len(text)} characters")
    whole = trimmed(text, whole)
    if whole.end - whole.start <= limit:
        return whole
    kept = Span(first.start, min(first.end, first.start + limit))
    for other in others:
        wider = _hull(kept, other)
        if wider.end - wider.start <= limit and _inside(wider, whole):
            kept = wider
    spare = limit - (kept.end - kept.start)
    after = min(spare - spare // 2, whole.end - kept.end)
    start = max(whole.start, kept.start - (spare - after))
    end = min(whole.end, start + limit)
    return trimmed(text, Span(_first_break(text, start, kept.start, whole), _last_break(text, kept.end, end, whole)))


def _first_break(text: str, start: int, latest: int, whole: Span) -> int:
    if start == whole.start:
        return start
    for pattern in (_CLAUSE_END, _WORD_END):
        # one character back: the break may end exactly at ``start``
        if found := pattern.search(text, max(whole.start, start - 1), latest):
            return found.end()
    return start


def _last_break(text: str, earliest: int, end: int, whole: Span) -> int:
    if end == whole.end:
        return end
    for pattern in (_CLAUSE_END, _WORD_END):
        if found := list(pattern.finditer(text, max(earliest - 1, whole.start), end)):
            return max(earliest, found[-1].end())
    return end


def trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends (as it is, if there is nothing else)."""
    words = span.of(text)
    if not words.strip():
        return span
    return Span(span.end - len(words.lstrip()), span.start + len(words.rstrip()))


def _hull(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
