"""Whether an event noun without participants is told of at all, or only a topic ("the fear of attacks")."""

from __future__ import annotations

from spacy.tokens import Token

from kg.annotate.draft import Draft
from kg.annotate.lexicon import words
from kg.annotate.view import Found

_HARM = frozenset("hit strike kill wound injure damage destroy target shake rock die maim devastate pound".split())

_STATES = frozenset({"custody", "detention", "procession"})  # one may die in custody without an arrest being told


def asserted(draft: Draft, noun: Token, timed: set[int]) -> bool:
    """Whether the sentence says that it happened: it breaks out or goes on, is counted or dated, or does harm."""
    view = draft.view
    if noun.i in timed or noun.lemma_ in _STATES:
        return False
    above, rel = view.head(noun), view.rel(noun)
    if above is not None and rel in ("subj", "subjpass") and above.lemma_ in words("occurrence"):
        return True
    if above is not None and rel in ("obl", "agent") and above.lemma_ in _HARM and view.prep(noun) in ("in", "by"):
        return True
    if victims(draft, noun):
        return True
    if any(t.pos_ == "NUM" and t.i < noun.i for t in view.children(noun, "nummod")):
        return True
    return any(t.i in timed for t in view.children(noun, "poss", "compound", "nmod", "amod"))


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
