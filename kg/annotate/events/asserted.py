"""Whether an event noun without participants is told of at all, or only a topic ("the fear of attacks")."""

from __future__ import annotations

from kg.annotate.draft import Draft
from kg.annotate.lexicon import words
from kg.annotate.parsed import Token
from kg.annotate.view import Found

_HARM = frozenset("hit strike kill wound injure damage destroy target shake rock die maim devastate pound".split())

_GENERAL = frozenset(
    "common rare frequent routine typical normal unusual illegal wrong unacceptable unlawful commonplace widespread "
    "inevitable long rife forbidden part".split()
)
_HABIT = frozenset("often usually always regularly frequently sometimes generally typically rarely seldom".split())
_EACH = frozenset({"a", "every", "each"})
_CARRIED_OUT = frozenset("complete finish conduct carry hold launch stage execute resume".split())
_STATES = frozenset({"custody", "detention", "procession"})  # one may die in custody without an arrest being told


def asserted(draft: Draft, noun: Token, timed: set[int]) -> bool:
    """Whether the sentence says that it happened: it breaks out or goes on, is counted or dated, or does harm."""
    view = draft.view
    if noun.i in timed or noun.lemma_ in _STATES:
        return False
    above, rel = view.head(noun), view.rel(noun)
    if above is not None and rel in ("subj", "subjpass") and above.lemma_ in words("occurrence"):
        return True
    if above is not None and rel == "subjpass" and above.lemma_ in _CARRIED_OUT:
        return True
    if above is not None and rel in ("obl", "agent") and above.lemma_ in _HARM and view.prep(noun) in ("in", "by"):
        return True
    if victims(draft, noun):
        return True
    if any(t.pos_ == "NUM" and t.i < noun.i for t in view.children(noun, "nummod")):
        return True
    return any(t.i in timed for t in view.children(noun, "poss", "compound", "nmod", "amod"))


def generic(draft: Draft, trigger: Token) -> bool:
    """What is said in general and happened at no time: "attacks are common", "the board meets four times a year"."""
    view = draft.view
    if trigger.pos_ == "NOUN":
        if trigger.tag_ != "NNS" or view.children(trigger, "det", "poss", "nummod") or view.rel(trigger) != "subj":
            return False
        above = view.head(trigger)
        if above is None:
            return False
        present = [t for t in view.children(above, "cop", "aux") if t.tag_ in ("VBZ", "VBP")]
        return bool(present) and (above.lower_ in _GENERAL or (above.pos_ == "ADJ" and bool(_often(draft, above))))
    return trigger.tag_ in ("VBZ", "VBP") and not view.children(trigger, "aux") and _often(draft, trigger)


def _often(draft: Draft, verb: Token) -> bool:
    """Whether an adverb or phrase says that something is done again and again."""
    if any(t.lower_ in _HABIT for t in draft.view.children(verb, "advmod")):
        return True
    counts = [t for t in draft.view.subtree(verb) if t.lower_ in ("times", "time", "once", "twice")]
    return any(_EACH & {c.lower_ for c in draft.view.subtree(t)} for t in counts)


def struck_by(draft: Draft, verb: Token) -> list[Token]:
    """The nouns by or in which somebody is hit: "hit by an air strike", "the blast targeted"."""
    if verb.lemma_ not in _HARM:
        return []
    doing = [] if draft.view.passive(verb) else draft.view.children(verb, "subj")
    return doing + [t for prep, t in draft.view.preps(verb) if prep in ("by", "in", "with", "during")]


def victims(draft: Draft, noun: Token) -> list[Found]:
    """Whom an attack, as the subject of a verb of harm, strikes: "the attack targeted", "air strikes targeting"."""
    view = draft.view
    clauses = view.children(noun, "acl", "relcl")
    above = view.head(noun)
    if above is not None and view.rel(noun) == "subj":
        clauses.append(above)
    harm = [v for v in clauses if v.lemma_ in _HARM and not view.passive(v)]
    return [f for v in harm for f in view.patients(v) if f.token != noun]
