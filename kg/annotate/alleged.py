"""What is alleged and not told: the content of accusations ("accused China of firing on boats") and of reports, claims
and rumours that somebody denies or that nobody vouches for ("denied reports that its forces had attacked").

Such an event is nobody's statement of a fact: it is possible at most, negated where it is denied, and whoever accuses
or denies stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.parsed import Token
from kg.model import Event, Status

_ACCUSING = frozenset({"accuse", "blame", "suspect", "implicate", "fault"})
_DENYING = frozenset({"deny", "reject", "dismiss", "refute", "rebut", "dispute"})
# What somebody hears or charges, when a clause says what it is about.
_RUMOURS = frozenset("claim allegation accusation rumor rumour suspicion speculation charge hearsay".split())
_PROOFS = frozenset("evidence proof sign indication suggestion confirmation".split())


@dataclass(frozen=True, slots=True)
class Allegation:
    """The words that only allege, how far they count, the word that says so, and who accuses or denies."""

    content: frozenset[int]
    status: Status
    cue: Token
    sources: tuple[Raw, ...]


def find_allegations(draft: Draft) -> list[Allegation]:
    """All allegations of an article in text order."""
    return [a for token in draft.text.doc for a in (*_accused(draft, token), *_rumoured(draft, token))]


def weighed(draft: Draft, event: Event, trigger: Token, allegations: list[Allegation]) -> Event:
    """The event, its status and sources as the allegations around its trigger leave them."""
    for found in allegations:
        if trigger.i not in found.content or event.status == "negated":
            continue
        sources = [f"g{m.group}" for m in found.sources if f"g{m.group}" not in event.attributed_to]
        for mention in found.sources:
            mention.used = True
        weaker = event.status != "possible"  # an alleged plan is possible at most
        cue = draft.text.span(found.cue) if weaker else event.status_cue
        status = found.status if weaker else event.status
        event = replace(event, status=status, status_cue=cue, attributed_to=(*event.attributed_to, *sources))
    return event


def _accused(draft: Draft, verb: Token) -> Iterator[Allegation]:
    """ "accused X of attacking Y", "blamed X for the air strike": of what, by whom."""
    if verb.pos_ != "VERB" or verb.lemma_ not in _ACCUSING:
        return
    view = draft.view
    below = [verb, *view.children(verb, "obj", "subjpass")]
    heads = [t for b in below for t in view.children(b, "advcl", "acl", "xcomp") if _marked(draft, t) and t.i > verb.i]
    # "blamed Israel for the air strike": that there was one, nobody doubts.
    heads += [t for prep, t in view.preps(verb) if prep == "of" and t.i > verb.i]
    content = {t.i for head in heads for t in view.subtree(head)} - _besides(draft, heads)
    if content:
        yield Allegation(frozenset(content), "possible", verb, _who(draft, verb))


def _besides(draft: Draft, heads: list[Token]) -> set[int]:
    """ "of ordering killings in April, when thousands demonstrated": what else was then is told, not alleged."""
    view = draft.view
    clauses = [c for h in heads for t in view.subtree(h) for c in view.children(t, "advcl", "relcl", "acl")]
    told = [
        c for c in clauses if c.tag_ == "VBD" and any(m.lower_ == "when" for m in view.children(c, "advmod", "mark"))
    ]
    # "of breaking a deal that he had signed": that he had, the accuser takes for granted.
    known = [c for c in clauses if view.rel(c) == "relcl" and any(t.lower_ == "had" for t in view.children(c, "aux"))]
    nouns = {above.i for c in known if (above := view.head(c)) is not None and above not in heads}
    return {t.i for c in (*told, *known) for t in view.subtree(c)} | nouns


def _marked(draft: Draft, clause: Token) -> bool:
    return any(m.lower_ in ("of", "for", "in") for m in draft.view.children(clause, "mark", "case"))


def _rumoured(draft: Draft, noun: Token) -> Iterator[Allegation]:
    """ "reports that the army had shelled the village", "no evidence that Iran attacked the ship"."""
    view, lemma = draft.view, noun.lemma_
    misread = noun.pos_ == "VERB" and lemma in _RUMOURS and view.rel(noun) == "obj"  # "rejected claims that"
    if noun.pos_ != "NOUN" and not misread:
        return
    proof = lemma in _PROOFS and view.negated(noun) is not None
    if not (proof or lemma in _RUMOURS or lemma == "report"):
        return
    clauses = [c for c in view.children(noun, "acl", "ccomp", "relcl", "advcl") if _that(draft, c) or _marked(draft, c)]
    clauses += [t for prep, t in view.preps(noun) if prep in ("of", "about")]
    content = frozenset(t.i for c in clauses for t in view.subtree(c))
    if not content:
        return
    denial = _denied(draft, noun)
    if denial is not None:
        yield Allegation(content, "negated", denial, _who(draft, denial))
    elif lemma == "report" and noun.tag_ != "NNS":
        return  # one report says so; it is no rumour
    elif clauses and (proof or not _vouched(draft, noun)):
        owners = (mention_of(draft, t, make=False) for t in view.children(noun, "poss"))
        yield Allegation(content, "possible", noun, tuple(m for m in owners if m is not None and m.agent))


def _that(draft: Draft, clause: Token) -> bool:
    return any(m.lower_ == "that" for m in draft.view.children(clause, "mark"))


def _denied(draft: Draft, noun: Token) -> Token | None:
    """The verb that denies what the noun says."""
    above, rel = draft.view.head(noun), draft.view.rel(noun)
    if above is None or above.lemma_ not in _DENYING:
        return None
    if draft.view.negated(above) is not None:
        return None  # "did not deny reports that"
    return above if rel in ("obj", "subjpass") or draft.view.prep(noun) == "as" else None


def _vouched(draft: Draft, noun: Token) -> bool:
    """Whether somebody confirms the reports."""
    above = draft.view.head(noun)
    return above is not None and above.lemma_ in ("confirm", "verify") and draft.view.negated(above) is None


def _who(draft: Draft, verb: Token) -> tuple[Raw, ...]:
    found = (mention_of(draft, f.token, make=False) for f in draft.view.agents(verb))
    return tuple(m for m in found if m is not None and m.agent and (m.kind != "pronoun" or m.used))
