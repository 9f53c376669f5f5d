"""A relation in the making, and what several rules ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.annotate.draft import Draft, Raw
from kg.annotate.parsed import Token, text_of
from kg.model import EntityType, RelationType

ORGANIZED: frozenset[EntityType] = frozenset({"Organization", "State", "Government", "ArmedGroup", "MilitaryForce"})
"""What has offices and members."""

_BETWEEN = frozenset({",", "and", "the", "as", "well"})


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation before it is numbered: ``token`` is the word that tells it, ``rule`` how it was found, ``ended`` the
    word that says that it is over ("former"), None for what still holds.
    """

    type: RelationType
    subject: Raw
    object: Raw | None
    token: Token
    rule: str
    office: str | None = None
    value: float | None = None
    maximum: float | None = None
    ended: Token | None = None


def first_of(draft: Draft, tokens: Iterable[Token], *types: EntityType) -> Raw | None:
    """The mention of one of the types that the first such token stands for."""
    return next((m for t in tokens if (m := draft.at(t)) is not None and m.type in types), None)


def first_agent(draft: Draft, tokens: Iterable[Token]) -> Raw | None:
    """The mention of an actor that the first such token stands for."""
    return next((m for t in tokens if (m := draft.at(t)) is not None and m.agent), None)


def phrases(draft: Draft, token: Token, *preps: str) -> list[Token]:
    """Heads of the phrases below a token with one of the prepositions, just as written."""
    return [t for prep, t in draft.view.preps(token) if prep in preps]


def bearer_of(draft: Draft, noun: Token) -> Raw | None:
    """Who is called a noun ("ally"): the name in apposition, the subject of a copula, or the name behind it."""
    view = draft.view
    noun = _first_description(draft, noun)
    beside = view.children(noun, "appos", "flat")
    if view.children(noun, "cop"):
        beside += view.children(noun, "subj")
    above = view.head(noun)
    if above is not None and view.rel(noun) in ("appos", "compound"):
        beside.append(above)
    if above is not None and view.rel(noun) == "subj" and view.children(above, "cop"):  # "whose political wing is X"
        beside.append(above)
    if above is not None and _became(draft, noun, above):  # "became the alliance's 31st member"
        beside += [f.token for f in view.subjects(above)]
    told = [m for t in beside if (m := draft.at(t)) is not None]
    found = next((m for m in told if m.named), None)
    if found is None:
        found = _name_before(draft, noun) or next((m for m in told if draft.has_name(m)), None)
    following = draft.at_token.get(noun.i + 1)
    if found is None and following is not None and following.named and following.kind == "name" and following.agent:
        return following
    return found or _name_behind(draft, noun)


def _name_behind(draft: Draft, noun: Token) -> Raw | None:
    """ "whose armed wing, the Freedom Front, ...": the name between commas behind a noun, whatever the parse says."""
    doc, at = draft.text.doc, noun.i + 2
    if at + 1 >= len(doc) or doc[at - 1].text != ",":
        return None
    at += doc[at].lower_ == "the"
    found = next((m for m in draft.starting(at, at + 1) if m.kind == "name" and m.named and m.agent), None)
    closed = found is not None and text_of(doc[found.last + 1 : found.last + 2]) in (",", ".")
    return found if closed else None


def _first_description(draft: Draft, noun: Token) -> Token:
    """ "X, a professor and a member of the party", "X, a member of the bloc and an ally of Y": what X is called first.

    The parse hangs the second noun on the first or on a noun in its phrase.
    """
    view, doc = draft.view, draft.text.doc
    articles = [t for t in view.children(noun, "det") if t.lower_ in ("a", "an")]
    if view.rel(noun) != "conj" or not articles or doc[articles[0].i - 1].lower_ != "and":
        return noun
    first = view.first_conjunct(noun)
    near = [*view.conjuncts(first), *view.children(first, "appos"), *list(view.ancestors(noun))[:3]]
    for other in sorted((t for t in near if t.i < noun.i and t.pos_ == "NOUN"), key=lambda t: t.i):
        if view.rel(other) == "appos" or view.children(other, "cop") or _name_before(draft, other) is not None:
            return other
    return noun


def _became(draft: Draft, noun: Token, verb: Token) -> bool:
    """Whether a noun is what somebody became, in fact."""
    told = verb.lemma_ == "become" and verb.tag_ in ("VBD", "VBN", "VBZ") and not draft.view.negated(verb)
    return told and draft.view.rel(noun) in ("xcomp", "attr", "obj") and not draft.view.children(verb, "aux", "mark")


def _name_before(draft: Draft, noun: Token) -> Raw | None:
    """ "Russia, Belarus's closest ally,": the name before the comma before the phrase, whatever the parse says."""
    doc = draft.text.doc
    for i in range(noun.i - 1, max(noun.sent.start, noun.i - 9), -1):
        if doc[i].text == ",":
            found = draft.at_token.get(i - 1)
            named = found is not None and found.kind == "name" and found.last == i - 1 and found.agent
            return found if named else None
        if doc[i].pos_ not in ("DET", "ADJ", "NOUN", "PROPN", "PRON", "ADV") and doc[i].text not in ("'s", "'", "-"):
            return None
    return None


def hyphened(draft: Draft, token: Token) -> Raw | None:
    """The name that a hyphen ties to a participle: "Saudi" of "the Saudi-led coalition"."""
    doc = draft.text.doc
    if token.i < 2 or doc[token.i - 1].text != "-":
        return None
    near = draft.starting(max(token.sent.start, token.i - 6), token.i)
    return next((m for m in near if m.kind == "name" and m.last == token.i - 2), None)


def names_from(draft: Draft, at: int) -> list[Raw]:
    """The states and bodies of a list that begins at a token: "Chad, the African Union as well as Mali"."""
    doc, found = draft.text.doc, []
    while at < len(doc):
        name = draft.at_token.get(at)
        if name is not None and name.kind == "name" and name.first == at and name.type in ORGANIZED:
            found.append(name)
            at = name.last + 1
        elif doc[at].lower_ in _BETWEEN:
            at += 1
        else:
            break
    return found
