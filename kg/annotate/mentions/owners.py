"""Descriptions that only say who is meant together with a name: "forces of Haftar", "the government of Iraq"."""

from __future__ import annotations

from kg.annotate.draft import Raw
from kg.annotate.text import Text
from kg.model import EntityType

_ARMED: frozenset[EntityType] = frozenset({"ArmedGroup", "MilitaryForce"})
_BODIES: frozenset[EntityType] = _ARMED | {"Government", "Organization"}
# Counted or shared out, the whole is another one than its part: "dozens of", "a branch of".
_PARTS = frozenset("branch wing faction affiliate offshoot arm member part unit group number cell team".split())


def with_owners(text: Text, names: list[Raw], found: list[Raw]) -> None:
    """Widen descriptions of bodies and forces to the name behind "of" ("loyal to"), and of forces to the person before.

    What a description covers for the rules stays as it was: the name inside is still a mention of its own.
    """
    starting = {m.first: m for m in names if m.used and m.kind == "name"}
    ending = {m.last: m for m in names if m.used and m.kind == "name"}
    for mention in found:
        if mention.type in _BODIES:
            _widen_right(text, mention, starting)
        if mention.type in _ARMED:
            _widen_left(text, mention, ending)


def _widen_right(text: Text, mention: Raw, starting: dict[int, Raw]) -> None:
    doc, at = text.doc, mention.last + 1
    if doc[mention.head].lemma_.lower() in _PARTS:
        return
    if at < len(doc) and doc[at].lower_ == "of":
        at += 1
    elif mention.type in _ARMED and at + 1 < len(doc) and (doc[at].lower_, doc[at + 1].lower_) == ("loyal", "to"):
        at += 2
    else:
        return
    if at < len(doc) and doc[at].lower_ == "the":
        at += 1
    owner = starting.get(at)
    behind = owner.last + 1 if owner is not None else len(doc)
    tied = behind < len(doc) and doc[behind].text == "-"  # "soldiers of the NATO-led mission"
    if owner is not None and not tied and (owner.type != "Person" or mention.type in _ARMED):
        mention.last = owner.last
        mention.core = (mention.first, owner.last)


def _widen_left(text: Text, mention: Raw, ending: dict[int, Raw]) -> None:
    """ "Haftar's forces": whose they are says which ones."""
    at = mention.first - 1
    owner = ending.get(at - 1) if at > 0 and text.doc[at].lower_ == "'s" else None
    if owner is not None and owner.type == "Person":
        mention.first = owner.first
        mention.core = (owner.first, mention.last)
