"""Numbers of people and things, tied to what is counted: an entity, or the event in which they are counted."""

from __future__ import annotations

from kg.annotate.draft import Draft
from kg.annotate.numbers import Amount
from kg.annotate.parsed import Token
from kg.model import Event, Quantity


def find_quantities(draft: Draft, amounts: list[Amount], events: list[tuple[Event, Token]]) -> list[Quantity]:
    """Quantities that count a noun; percentages and money keep their unit as what is counted."""
    out: list[Quantity] = []
    triggers = {token.i: event for event, token in events}
    strengths = {(r.evidence.start, r.evidence.end): r for r in draft.relations if r.type == "strength"}
    for amount in amounts:
        tokens = draft.text.tokens(amount.span)
        noun = _counted(draft, tokens) if tokens else None
        if noun is None:
            continue
        bearer = next((r.subject for (start, end), r in strengths.items() if start <= amount.span.start < end), None)
        end = max(amount.span.end, draft.text.span(noun).end)
        out.append(
            Quantity(
                id=f"q{len(out) + 1}",
                span=type(amount.span)(amount.span.start, end),
                sentence=draft.text.sentence(noun),
                minimum=amount.minimum,
                maximum=amount.maximum,
                counted=amount.unit or _noun_phrase(draft, noun, tokens),
                of=bearer or _owner(draft, noun, triggers),
                approximate=amount.approximate,
            )
        )
    return out


def _counted(draft: Draft, tokens: list[Token]) -> Token | None:
    """The noun that a number counts, or None for a number that counts nothing."""
    last = tokens[-1]
    for token in tokens:
        above = draft.view.head(token)
        if above is not None and above.i > last.i and above.pos_ in ("NOUN", "PROPN") and above.i - last.i < 6:
            return above
    for prep, inner in draft.view.preps(last):
        if prep == "of" and inner.pos_ in ("NOUN", "PROPN"):
            return inner
    return None


def _noun_phrase(draft: Draft, noun: Token, number: list[Token]) -> str:
    inside = {t.i for t in number}
    start = noun.i
    while start - 1 > max(inside) and draft.text.doc[start - 1].pos_ in ("ADJ", "NOUN", "PROPN"):
        start -= 1
    return draft.text.span(draft.text.doc[start], noun).of(draft.text.article.text)


def _owner(draft: Draft, noun: Token, triggers: dict[int, Event]) -> str | None:
    """The event that governs the counted noun ("killed 20 people"), else the entity itself."""
    for above in (noun, *draft.view.ancestors(noun)):
        event = triggers.get(above.i)
        if event is not None:
            return event.id
        if above.pos_ in ("VERB", "AUX") and above != noun:
            break
    mention = draft.at(noun)
    return f"g{mention.group}" if mention is not None and mention.used else None
