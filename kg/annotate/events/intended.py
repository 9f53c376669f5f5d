"""Whether the light verb of an event noun says that it is only meant, called for or awaited."""

from __future__ import annotations

from kg.annotate.draft import Draft
from kg.annotate.events.cues import BROUGHT, DELAYING, SCHEDULING, STOPPAGES, WRITTEN, ahead
from kg.annotate.lexicon import words
from kg.annotate.parsed import Token

_DONE = frozenset({"order", "set", "schedule", "tell", "prepare", "agree", "press"})


def intended(draft: Draft, noun: Token, verb: Token) -> bool:
    """ "seeks talks", "postponed the visit", "faces a trial": not yet, by the light verb of a noun."""
    called = verb.lemma_ == "call" and draft.view.prep(noun) != "for" and noun.lemma_ in STOPPAGES  # "called a strike"
    if verb.lemma_ in words("intent") - _DONE and not called:
        return True
    if verb.lemma_ in DELAYING or (verb.lemma_ in SCHEDULING and draft.view.passive(verb)):
        return True  # "a meeting is scheduled for May"
    if ahead(verb) and noun.lemma_ not in BROUGHT:
        return True
    return verb.lemma_ == "prepare" and noun.lemma_ not in WRITTEN
