"""How many fighters a force has."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.lexicon import words
from kg.annotate.numbers import Amount
from kg.annotate.parsed import Token
from kg.annotate.relations.tie import ORGANIZED, Tie

_HAVING = frozenset("have number command field boast count total muster".split())
_INTO = frozenset({"with", "at", "to", "up", "than", "between", "about", "around", "over", "nearly", "some"})
# What the parser takes for prepositions before a number: "has between 3,000 and 5,000 fighters", "up to 800 men".
_ABOUT = frozenset({"between", "up to", "around", "about", "over", "under", "at least", "at"})


def strengths(draft: Draft, amounts: list[Amount]) -> Iterator[Tie]:
    """ "has around 5,000 fighters", "a force of 2,000 men"."""
    for amount in amounts:
        yield from _strong(draft, amount)
        tokens = draft.text.tokens(amount.span)
        above = (a for t in tokens for a in (t, *draft.view.ancestors(t)))
        noun = next((a for a in above if a.lemma_.lower() in words("fighters")), None)
        if noun is None or noun.i - tokens[-1].i > 4:
            continue
        bearer = _bearer(draft, noun)
        body = bearer is not None and bearer.type in ORGANIZED and bearer.type != "State"
        if bearer is not None and body and (bearer.kind != "pronoun" or bearer.used):
            value = amount.minimum if amount.minimum is not None else amount.maximum
            yield Tie("strength", bearer, None, noun, "strength", None, value, amount.maximum)


def _bearer(draft: Draft, noun: Token) -> Raw | None:
    """Whose fighters they are: who has them, or the force that is one of so many."""
    view, above = draft.view, draft.view.head(noun)
    if above is None:
        return None
    having = above.lemma_ in _HAVING
    if having and (view.rel(noun) == "obj" or (view.rel(noun) == "obl" and view.prep(noun) in _ABOUT)):
        return next((m for f in view.subjects(above) if (m := mention_of(draft, f.token))), None)
    if view.rel(noun) == "nmod" and view.prep(noun) == "of":
        return draft.at(above)
    return _beside(draft, noun)


def _beside(draft: Draft, noun: Token) -> Raw | None:
    """ "the front, with some 3,000 fighters,", "the army, estimated at 3,000 men,": the force before the comma."""
    doc, at = draft.text.doc, noun.i - 1
    while at > noun.sent.start and (doc[at].pos_ in ("NUM", "ADV", "ADJ", "DET") or doc[at].lower_ in _INTO):
        at -= 1
    at -= at > 0 and doc[at].lower_ == "estimated" and doc[at + 1].lower_ == "at"
    opened = doc[at + 1].lower_ in ("with", "estimated") and doc[at].text == ","
    force = draft.at_token.get(at - 1) if opened else None
    return force if force is not None and force.last == at - 1 and force.kind == "name" else None


def _strong(draft: Draft, amount: Amount) -> Iterator[Tie]:
    """ "the 12,000-strong UN force": the noun that such a number describes."""
    tokens = draft.text.tokens(amount.span)
    at = tokens[-1].i + 1 if tokens else 0
    doc = draft.text.doc
    if not 0 < at < len(doc) - 1 or doc[at].text != "-" or doc[at + 1].lower_ != "strong":
        return
    nouns = (m for i in range(at + 2, min(at + 7, len(doc) - 1)) if (m := mention_of(draft, doc[i])) is not None)
    bodies = (m for m in nouns if m.type in ORGANIZED and m.type != "State" and doc[m.head].i == m.last)
    # "the 13,000-strong U.N. mission": so strong is what the phrase ends with
    force = next((m for m in bodies if doc[m.last + 1].pos_ not in ("NOUN", "PROPN", "ADJ")), None)
    if force is not None:
        yield Tie("strength", force, None, doc[at + 1], "strong", None, amount.minimum, amount.maximum)
