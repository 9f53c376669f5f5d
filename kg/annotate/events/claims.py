"""Who owns up to an attack told before: "A bomb went off in Kabul. The Taliban claimed responsibility." """

from __future__ import annotations

from kg.annotate.draft import Draft
from kg.annotate.events.candidate import Candidate, Filler, fillers
from kg.annotate.parsed import Token
from kg.annotate.view import Found
from kg.vocab import EVENT_TYPES

_OWNING = frozenset({"claim", "take", "accept", "admit", "assume"})
_REACH = 2  # sentences back to the attack


def settle_claims(draft: Draft, candidates: list[Candidate]) -> None:
    """Give an attack without anybody who did it to those who claim responsibility for no other one."""
    for token in draft.text.doc:
        if token.lower_ != "responsibility" or _named_attack(token):
            continue
        attack = _last_attack(draft, token, candidates)
        if attack is not None and not attack.actors:
            attack.actors = [f for f in _claimants(draft, token) if f[0].group not in attack.groups()]


def _named_attack(noun: Token) -> bool:
    """Whether it is said for what: "responsibility for the blast"."""
    return noun.i + 1 < noun.sent.end and noun.nbor(1).lower_ in ("for", "in")


def _claimants(draft: Draft, noun: Token) -> list[Filler]:
    """The subject of "claimed responsibility", also where a headline was taken for a row of nouns."""
    view, verb = draft.view, noun.nbor(-1) if noun.i > noun.sent.start else noun
    if verb.lemma_.lower() not in _OWNING or view.negated(verb) is not None:
        return []
    near = [Found(t, "subject") for t in view.children(verb, "subj")]
    mention = draft.at_token.get(verb.i - 1)
    if not near and mention is not None and verb.i > verb.sent.start:
        near = [Found(draft.text.doc[mention.head], "before the verb")]
    return [f for f in fillers(draft, near or view.agents(verb)) if f[0].agent]


def _last_attack(draft: Draft, noun: Token, candidates: list[Candidate]) -> Candidate | None:
    """The attack told last before a claim, no more than two sentences back in its own paragraph or the one before."""
    starts = [s.start for s in draft.text.doc.sents if s.start <= noun.i]
    since = starts[-1 - _REACH] if len(starts) > _REACH else 0
    near = [c for c in candidates if since <= c.trigger.i < noun.i and EVENT_TYPES[c.type] == "ASSAULT"]
    return near[-1] if near else None
