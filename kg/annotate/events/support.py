"""The light verb of an event noun: "launched" of "launched attacks", "imposed" of "sanctions imposed by"."""

from __future__ import annotations

from kg.annotate.draft import Draft
from kg.annotate.lexicon import words
from kg.annotate.parsed import Token

# Light only with a preposition: "came under attack", "engaged in talks", "called for a meeting".
_INTO = frozenset({"come", "engage", "call", "participate", "take", "join", "sit", "enter"})
_ANSWERING = frozenset({"follow", "respond", "retaliate", "reply", "answer"})  # "followed with sanctions"
_CALLED = frozenset(
    "meeting summit conference session strike protest demonstration rally march election vote referendum poll "
    "ceasefire cease-fire truce halt boycott talk talks gathering assembly sit-in walkout plebiscite "
    "shutdown hartal bandh".split()
)
_MEASURES = frozenset({"impose", "launch", "stage", "declare"})
_COUNTING = frozenset(
    "series wave spate round string number rounds dozens hundreds thousands scores tens handful couple slew "
    "days list barrage flurry start beginning launch "
    "resumption opening month months week weeks year years day days night nights hours some many "
    "most several all".split()
)


def support_verb(draft: Draft, noun: Token, first: Token) -> Token | None:
    """The light verb whose object (or passive subject) a noun is: "launched" of "launched a series of attacks".

    ``first`` is the first word of its term: "declared" of "declared a state of emergency".
    """
    view = draft.view
    top = view.first_conjunct(noun)
    while view.rel(top) == "nmod" and (whole := view.head(top)) is not None and first.i <= whole.i < top.i:
        top = whole
    above = view.head(top)
    counted = view.rel(top) == "nmod" and view.prep(top) == "of"
    if counted and above is not None and above.pos_ != "VERB" and above.lower_ in _COUNTING:
        top, above = above, view.head(above)
    if above is None:
        return None
    named = above.lemma_ == "call" and view.rel(top) == "obj" and not view.particle(above)
    if named and noun.lemma_.lower() not in _CALLED:
        return _participle(draft, noun)  # "called it genocide": a name given, nothing convened
    if above.pos_ in ("VERB", "AUX") and _is_light(
        view.rel(top), view.prep(top), above.lemma_, definite=_definite(draft, top) and not view.particle(above)
    ):
        return above
    return _participle(draft, noun)


def _definite(draft: Draft, noun: Token) -> bool:
    """Whether a noun points to something known already."""
    the = any(t.lower_ in ("the", "this", "these") for t in draft.view.children(noun, "det"))
    return the or bool(draft.view.children(noun, "poss"))


def _is_light(rel: str, prep: str, verb: str, *, definite: bool = False) -> bool:
    """Whether a verb lemma says little of its own about a noun that hangs on it by a relation."""
    if rel == "obl" and prep == "with" and verb in _ANSWERING:
        return True
    if rel == "obl":
        return verb in _INTO and prep in ("in", "under", "into", "to", "out", "for", "on")
    if verb == "call" and definite:  # "called the attacks barbarous"
        return False
    return rel in ("obj", "subjpass") and (verb in words("light") or verb in words("undergo"))


def _participle(draft: Draft, noun: Token) -> Token | None:
    """ "the attacks launched by the group": a participle or relative clause with a light verb."""
    view, end = draft.view, noun.sent.end
    below = [t for t in view.subtree(noun) if noun.i < t.i < noun.i + 14 and view.rel(t) in ("acl", "relcl")]
    below += [t for t in noun.doc[noun.i + 1 : min(noun.i + 10, end)] if loose_participle(draft, t)]
    return next((t for t in below if _supports(draft, noun, t)), None)


def _supports(draft: Draft, noun: Token, clause: Token) -> bool:
    """Whether a clause behind a noun is its light verb's: attached to it, or such that it can be of nothing else."""
    view, loose = draft.view, loose_participle(draft, clause)
    own = clause.lemma_ in _MEASURES or clause.lemma_ in ("conduct", "sign", "mount", "issue")
    if clause.lemma_ not in words("light") or not (loose or own or view.head(clause) == noun):
        return False
    return loose or view.passive(clause) or bool(view.children(clause, "subj"))


def loose_participle(draft: Draft, token: Token) -> bool:
    """ "imposed ... by the UN" that the parser hung elsewhere: a participle with a by-phrase, no subject of its own."""
    if token.tag_ not in ("VBN", "VBD") or token.lemma_ not in _MEASURES:
        return False
    return any(prep == "by" for prep, _ in draft.view.preps(token)) and not draft.view.children(token, "subj")
