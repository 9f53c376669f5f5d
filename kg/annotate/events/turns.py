"""Turns of phrase that settle whether something happened: denied denials, the first to do it, "when they meet"."""

from __future__ import annotations

from kg.annotate.draft import Draft
from kg.annotate.events.cues import HALTING, NOBODY, not_in_front
from kg.annotate.lexicon import words
from kg.annotate.parsed import Token
from kg.model import Status

FIRST = frozenset({"first", "last", "second", "third", "only", "latest"})
"""The first leader to visit has visited."""
CONFIRMING = frozenset({"confirm", "verify", "substantiate", "corroborate", "establish"})
CLEARING = frozenset({"clear", "acquit", "absolve", "exonerate"})
ASKED = frozenset({"request", "invitation", "behest", "urging", "insistence"})
_WHEN = frozenset({"when", "after", "while"})
_BEFORE_TO = frozenset({"was", "were", "due", "supposed", "expected", "scheduled", "meant"})


def to_nothing(draft: Draft, verb: Token) -> Token | None:
    """ "has sold no weapons to the militia", "signed nothing": done to nobody, so not done."""
    for thing in draft.view.children(verb, "obj"):
        near = [thing, *draft.view.children(thing, "det", "neg")]
        found = next((t for t in near if t.lower_ in NOBODY), None)
        if found is not None:
            return found
    return None


def undone(draft: Draft, verb: Token) -> bool:
    """ "did not deny", "has never failed": a verb of denial or failure that is negated itself."""
    return verb.lemma_ not in ("rule", "cease", "stop") and draft.view.negated(verb) is not None


def unstopped(verb: Token, status: Status) -> Status:
    """What becomes of that which somebody stops or prevents; ``status`` is that of the stopping.

    What was not stopped went on, and what is still to be stopped goes on; what is to be prevented may come.
    """
    if status == "negated" or not_in_front(verb):
        return "actual"
    if status in ("planned", "possible"):
        return "actual" if verb.lemma_ in HALTING else "possible"
    return "negated"


def met_later(draft: Draft, verb: Token) -> Token | None:
    """ "will raise it when the two meet on Friday": a present tense beside what is to come is to come too."""
    mark = next((m for m in draft.view.children(verb, "mark", "advmod") if m.lower_ in _WHEN), None)
    if mark is None or draft.view.rel(verb) not in ("advcl", "relcl", "acl") or verb.tag_ not in ("VBP", "VBZ", "VB"):
        return None
    above = next((t for t in draft.view.ancestors(verb) if draft.view.auxiliaries(t)), None)
    auxes = draft.view.auxiliaries(above) if above is not None else []
    return mark if any(a.lower_ in words("future") for a in auxes) else None


def was_to_have(verb: Token) -> Token | None:
    """ "was to have travelled", "were due to have left"."""
    before = [t.lower_ for t in verb.doc[max(verb.sent.start, verb.i - 3) : verb.i]]
    return verb.nbor(-3) if before[1:] == ["to", "have"] and before[0] in _BEFORE_TO else None


def be_done(draft: Draft, verb: Token) -> bool:
    """ "recommended that he be tried": a passive in the subjunctive."""
    auxes = draft.view.children(verb, "auxpass", "aux")
    return bool(auxes) and auxes[0].lower_ == "be"


def pressed(draft: Draft, verb: Token) -> bool:
    """ "came under pressure to withdraw", "is under pressure to go"."""
    return any(prep == "under" and t.lemma_ == "pressure" for prep, t in draft.view.preps(verb))


def first_to(draft: Draft, verb: Token) -> bool:
    """ "became the first country to leave"."""
    if verb.lemma_ not in ("become", "be", "remain"):
        return False
    nouns = draft.view.children(verb, "xcomp", "attr", "obj")
    return any(t.lower_ in FIRST for n in nouns for t in (n, *draft.view.children(n, "amod", "nummod")))
