"""How many fighters a force has."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.lexicon import words
from kg.annotate.numbers import Amount
from kg.annotate.relations.tie import ORGANIZED, Tie


def strengths(draft: Draft, amounts: list[Amount]) -> Iterator[Tie]:
    """ "has around 5,000 fighters", "a force of 2,000 men"."""
    for amount in amounts:
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
    having = above.lemma_ in ("have", "number", "command", "field", "boast", "count")
    if having and view.rel(noun) == "obj":
        return next((m for f in view.subjects(above) if (m := mention_of(draft, f.token))), None)
    return draft.at(above) if view.rel(noun) == "nmod" and view.prep(noun) == "of" else None
