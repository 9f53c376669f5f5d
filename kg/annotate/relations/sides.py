"""Who stands with or against whom, who is part of whom, who ruled whom."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.parsed import Token
from kg.annotate.relations.tie import Tie, bearer_of, first_agent, first_of, hyphened, phrases
from kg.model import RelationType

_SIDES: dict[str, RelationType] = {
    **dict.fromkeys(("ally", "backer", "patron"), "alliedWith"),
    **dict.fromkeys(("opponent", "enemy", "foe", "adversary", "rival", "archrival"), "opposes"),
}
# Close ones are allies: "Mali's closest partner".
_NEAR = frozenset({"partner", "friend"})
_CLOSE = frozenset("close closest closer strong strongest staunch staunchest longtime main key".split())

_BACKED = frozenset({"backed", "supported", "sponsored"})
_STANDING = _BACKED | {"allied", "loyal", "aligned"}


def allied(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "its ally Khalifa Haftar", "Russia, an ally of Damascus", "an enemy of the state"."""
    lemma = token.lemma_.lower()
    if lemma in _NEAR and any(t.lower_ in _CLOSE for t in draft.view.children(token, "amod", "compound")):
        lemma = "ally"
    if lemma not in _SIDES or token.pos_ not in ("NOUN", "PROPN"):
        return
    other = first_agent(draft, [*draft.view.children(token, "poss"), *phrases(draft, token, "of", "to")])
    first = bearer_of(draft, token)
    for bearer in _together(draft, token, first) if first is not None else ():
        if other is not None and bearer.group != other.group:
            yield Tie(_SIDES[lemma], bearer, other, token, lemma)


def _together(draft: Draft, noun: Token, first: Raw) -> list[Raw]:
    """ "China, Russia and Cuba are his allies": all who are called so, where the noun is one for several."""
    if noun.tag_ not in ("NNS", "NNPS"):
        return [first]
    heads = draft.view.conjuncts(draft.text.doc[first.head])
    return list(dict.fromkeys(m for t in heads if (m := draft.at(t)) is not None and m.agent)) or [first]


def loyal(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "militias allied with the government", "troops loyal to", "the Iran-backed group", "rebels backed by Chad"."""
    if token.lower_ not in _STANDING or token.pos_ not in ("VERB", "ADJ", "NOUN"):
        return
    view, above = draft.view, draft.view.head(token)
    described = above is not None and view.rel(token) in ("acl", "amod", "relcl", "compound")
    bearer = mention_of(draft, above) if above is not None and described else None
    bearer = bearer or next((m for f in view.subjects(token) if (m := mention_of(draft, f.token))), None)
    backed = token.lower_ in _BACKED
    preps = ("by",) if backed else ("with", "to")
    other = hyphened(draft, token) or first_agent(draft, phrases(draft, token, *preps))
    if bearer is None or other is None or not (bearer.agent and other.agent) or view.negated(token):
        return
    if backed and (bearer.type in ("State", "Person") or not (draft.has_name(bearer) and draft.has_name(other))):
        return  # "soldiers backed by militiamen", "a candidate backed by the party" are not on their side for good
    yield Tie("alliedWith", bearer, other, token, token.lower_)


def colonial(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "Libya's former colonial ruler"."""
    view = draft.view
    if token.lemma_.lower() not in ("ruler", "power", "master"):
        return
    if not any(c.lower_ == "colonial" for c in view.children(token, "amod", "compound")):
        return
    ruled = first_of(draft, [*view.children(token, "poss"), *phrases(draft, token, "of", "in")], "State")
    if ruled is None:
        return
    above = view.head(token)
    ruler = draft.at(above) if above is not None and view.rel(token) == "appos" else None
    ruler = ruler or _state_before(draft, token, ruled)
    if ruler is not None and ruler.type == "State":
        yield Tie("colonialRulerOf", ruler, ruled, token, "colonial ruler")


def _state_before(draft: Draft, token: Token, ruled: Raw) -> Raw | None:
    """The state named last, a few words before, where the parse missed the apposition."""
    near = (m for m in reversed(draft.mentions) if token.i - 8 < m.last < token.i and m.kind == "name")
    return next((m for m in near if m.type == "State" and m.used and m is not ruled), None)
