"""Conditions of verb frames that ask what stands around a verb beyond its own object and phrases."""

from __future__ import annotations

from collections.abc import Callable

from kg.annotate.draft import Draft
from kg.annotate.lexicon import words
from kg.annotate.parsed import Token

_NEAR = 8  # words from a verb of giving to the day until when
_WHOEVER = frozenset("any anyone anybody all every everyone those whoever foreign intruders invaders violators".split())
_MUST = frozenset({"must", "should", "ought", "shall", "need"})
_MET = frozenset({"meet", "answer", "crush"})
_PUNISHED = frozenset({"sanction", "sanctions", "terror", "terrorism", "terrorist", "black", "wanted"})


def _until(_draft: Draft, verb: Token) -> bool:
    """ "gave the junta until Friday to leave": parsers take the day for a subject."""
    return any(t.lower_ in ("until", "till") for t in verb.doc[verb.i + 1 : min(verb.i + _NEAR, verb.sent.end)])


def _what(draft: Draft, verb: Token) -> bool:
    """ "what it called interference": a name given in passing."""
    above = draft.view.head(verb)
    return above is not None and above.lower_ == "what" and draft.view.rel(verb) in ("relcl", "acl")


def _fate(draft: Draft, verb: Token) -> bool:
    """ "warned that any boat in the bay would be sunk": what awaits whoever comes."""
    return any(_fated(draft, clause) for clause in draft.view.children(verb, "ccomp"))


def _fated(draft: Draft, clause: Token) -> bool:
    will = any(a.lower_ in words("future") for a in draft.view.auxiliaries(clause))
    if (
        not will
        or not draft.view.passive(clause)
        or clause.lemma_ not in words("violent") | words("reprisal") | {"meet", "answer"}
    ):
        return False
    subjects = draft.view.children(clause, "subjpass", "subj")
    near = [t for s in subjects for t in (s, *draft.view.children(s, "det", "amod"))]
    return any(t.lower_ in _WHOEVER for t in near)


def _listed(draft: Draft, verb: Token) -> bool:
    """ "placed on the UN sanctions list", "added to a blacklist"."""
    return any(_is_list(draft, t) for prep, t in draft.view.preps(verb) if prep in ("on", "to", "in", "onto"))


def _is_list(draft: Draft, token: Token) -> bool:
    """Whether a noun is a list of those who are punished."""
    if token.lemma_ == "blacklist":
        return True
    return token.lemma_ == "list" and any(t.lemma_ in _PUNISHED for t in draft.view.children(token, "compound", "amod"))


def _guilty(draft: Draft, verb: Token) -> bool:
    """ "was found guilty of"."""
    return any(t.lemma_ == "guilty" for t in draft.view.children(verb, "xcomp", "obj", "amod", "advmod", "ccomp"))


def _wished(draft: Draft, verb: Token) -> bool:
    """ "insisted that the army leave", "that he be freed", "that troops must go"; not "insisted that he was alive"."""
    for clause in draft.view.children(verb, "ccomp"):
        auxes = draft.view.children(clause, "aux", "auxpass", "cop")
        if any(a.lower_ in _MUST or a.lower_ == "be" for a in auxes):
            return True
        bare = clause.tag_ == "VB" or (clause.tag_ == "VBP" and verb.tag_ in ("VBD", "VBN") and clause.pos_ == "VERB")
        if bare and not auxes:
            return True
    return False


AROUND: dict[str, Callable[[Draft, Token], bool]] = {
    "until": _until,
    "what": _what,
    "fate": _fate,
    "listed": _listed,
    "guilty": _guilty,
    "wished": _wished,
}
