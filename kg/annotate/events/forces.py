"""Forces told of by the noun before what they do or use: "army shelling", "coalition warplanes", "the navy's ships"."""

from __future__ import annotations

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import is_kind, mention_of
from kg.annotate.lexicon import descriptions
from kg.annotate.mentions import describe
from kg.annotate.mentions.descriptions import described
from kg.annotate.parsed import Token
from kg.annotate.view import Found

_FORCES = frozenset({"ArmedGroup", "MilitaryForce", "Government"})
_UNIONS = frozenset({"coalition", "alliance"})


def is_force(token: Token) -> bool:
    """Whether a common noun names a force, a government or a union of states."""
    known = described(token) if token.pos_ == "NOUN" else None
    return known is not None and (known.type in _FORCES or token.lemma_ in _UNIONS)


def make_force(draft: Draft, token: Token) -> None:
    """ "a rebel attack", "army shelling", "a coalition air strike": the noun before the event noun is who does it, the
    same as one told of before by that word."""
    if not is_force(token) or draft.at(token) is not None:
        return
    force = describe(draft.text, token, inside=True)
    if force is None:
        return
    same = _told_before(draft, token, force)
    draft.add(force)
    if same is not None:
        force.group = same.group


def _make_national(draft: Draft, token: Token) -> None:
    """The force before a thing, with the adjective of its nation: "Chinese coast guard ships"."""
    made = len(draft.mentions)
    make_force(draft, token)
    for force in draft.mentions[made:]:
        before = draft.text.doc[max(0, force.first - 1)]
        nation = draft.at(before)
        if nation is not None and nation.type == "State" and draft.view.rel(before) == "amod":
            force.first = nation.first


def _told_before(draft: Draft, token: Token, force: Raw) -> Raw | None:
    doc = draft.text.doc
    before = [m for m in draft.mentions if m.kind == "nominal" and m.last < force.first and m.type == force.type]
    return next((m for m in reversed(before) if doc[m.head].lemma_ == token.lemma_), None)


def wielder(draft: Draft, found: Found) -> list[Found]:
    """Aircraft, rockets and tanks do not act: whose they are does ("Israeli helicopters", "the navy's frigates").

    The force named right before them comes before the state whose it is: "Chinese coast guard ships".
    """
    thing = found.token
    if not is_kind(draft, thing, "weapon") or mention_of(draft, thing, make=False) is not None:
        return [found]
    view = draft.view
    for noun in view.children(thing, "compound"):
        if f"{noun.lower_} {thing.lemma_.lower()}" not in descriptions():  # a "patrol boat" is no patrol
            _make_national(draft, noun)
    around = view.children(thing, "compound", "poss", "amod")
    around += [t for p in around if p.tag_ == "VBN" for t in view.children(p, "compound", "obl")]  # "US-led warplanes"
    near = [t for t in around if mention_of(draft, t, make=False)]
    near = [t for t in near if view.rel(t) == "compound"] or near
    return [Found(t, f"owner of {thing.lower_}") for o in near for t in view.conjuncts(o)] or [found]
