"""Where bodies are based, where places lie, where people come from."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.relations.tie import ORGANIZED, Tie, first_of, phrases
from kg.model import RelationType

_SETTLEMENTS = frozenset(
    "city town village capital port district suburb province region island enclave neighborhood hamlet area".split()
)
_NEXT = 6
"""Tokens from a place to the one that it lies in: "Marib in the hills of central Yemen" tells too little."""
_HOUSED = frozenset("office headquarters ministry embassy consulate bureau secretariat tribunal institute".split())
_NOMINAL = frozenset({"NOUN", "PROPN"})
_NEAR = ("in", "at", "near")


def based(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "a Tripoli-based government", "a group based in Trinidad"."""
    if token.lower_ not in ("based", "headquartered"):
        return
    bearer, place = _bearer(draft, token), _seat(draft, token)
    if bearer is None or place is None or bearer is place or not bearer.agent:
        return
    if place.named and place.type in ("Place", "State"):
        yield Tie("basedIn", bearer, place, token, "based")


def _bearer(draft: Draft, token: Token) -> Raw | None:
    """Who is based somewhere: the subject, else the nearest noun above; of a predicate its own subject."""
    view = draft.view
    nouns = [f.token for f in view.subjects(token)[:1]] + [t for t in view.ancestors(token) if t.pos_ in _NOMINAL]
    for noun in (_whole(draft, t) for t in nouns):
        found = mention_of(draft, noun)
        if found is not None and not found.named and view.children(noun, "cop"):
            # "the front is a group based in the north"
            subjects = (mention_of(draft, f.token) for f in view.subjects(noun))
            return next((m for m in subjects if m is not None and m.named), found)
        if found is not None:
            return found
    return None


def _whole(draft: Draft, noun: Token) -> Token:
    """ "a bloc of seven countries based in Arusha": of several that make up one body, that body is based somewhere."""
    above = draft.view.head(noun)
    several = noun.tag_ in ("NNS", "NNPS") and draft.view.rel(noun) == "nmod" and draft.view.prep(noun) == "of"
    body = draft.at(above) if several and above is not None else None
    return above if body is not None and above is not None and body.type in ORGANIZED and above.tag_ == "NN" else noun


def _seat(draft: Draft, token: Token) -> Raw | None:
    doc, place = draft.text.doc, None
    if token.i >= 2 and doc[token.i - 1].text == "-":
        place = _named_at(draft, doc[token.i - 2])
    for inner in phrases(draft, token, *_NEAR):
        place = draft.at(inner) or place
    return place


def _named_at(draft: Draft, token: Token) -> Raw | None:
    """A name that ends at a token, though a description covers it ("Tripoli" in "rival Tripoli-based government")."""
    near = draft.starting(token.sent.start, token.i + 1)
    return next((m for m in near if m.kind == "name" and m.last == token.i), None)


def seated(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "another government in Tripoli", "the Ministry of Defence in Kabul"."""
    here = draft.at(token)
    if here is None or here.kind == "pronoun" or (here.head != token.i and not here.named):
        return
    housed = any(t.lower_ in _HOUSED for t in draft.text.doc[here.first : here.last + 1])
    if here.type != "Government" and not housed:
        return
    for inner in phrases(draft, token, "in"):
        place = draft.at(inner)
        if place is not None and place.named and place.type == "Place" and draft.view.rel(inner) == "nmod":
            yield Tie("basedIn", here, place, token, "in-phrase")


def located(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "the Libyan city of Sirte", "Kaduna, Nigeria"."""
    if token.lemma_.lower() in _SETTLEMENTS:
        yield from _settlement(draft, token)
    here = draft.at(token)
    if here is None or here.head != token.i or here.kind != "name" or here.type != "Place":
        return
    for inner in phrases(draft, token, "in"):
        if draft.view.rel(inner) == "nmod" and 0 < inner.i - here.last < _NEXT:
            yield from _inside(draft, here, draft.at(inner), token)  # "Marib in central Yemen"
    for inner in draft.view.children(token, "poss"):
        if (owner := draft.at(inner)) is not None and owner.type == "State":
            yield from _inside(draft, here, owner, token)  # "Myanmar's Rakhine State"
    for inner in draft.view.children(token, "appos"):
        other = draft.at(inner)
        if other is not None and other.type in ("State", "Place") and other.kind == "name" and inner.i - here.last == 2:
            yield Tie("locatedIn", here, other, token, "place, state")


def _settlement(draft: Draft, token: Token) -> Iterator[Tie]:
    view = draft.view
    near = [*phrases(draft, token, "of"), *view.children(token, "appos", "flat")]
    named = (m for t in near if (m := draft.at(t)) is not None and m.kind == "name" and m.type == "Place")
    place = next(named, None) or _before_comma(draft, token)
    if place is None:
        return
    for inner in phrases(draft, token, "in"):
        yield from _inside(draft, place, draft.at(inner), token)
    for modifier in view.children(token, "amod", "compound", "poss"):
        state = _state_at(draft, modifier)
        if state is not None and state is not place:
            yield Tie("locatedIn", place, state, token, "settlement of a state")


def _inside(draft: Draft, place: Raw, other: Raw | None, token: Token) -> Iterator[Tie]:
    """The tie of a place to the named place or state that it lies in."""
    outer = other is not None and other.named and other.type in ("State", "Place") and other.kind == "name"
    if other is not None and outer and other.group != place.group:
        yield Tie("locatedIn", place, other, token, "place in a place")


def _before_comma(draft: Draft, noun: Token) -> Raw | None:
    """ "Gubio, a town in Borno state": the place named before the comma before the phrase."""
    doc, first = draft.text.doc, noun.i
    while first > noun.sent.start and doc[first - 1].pos_ in ("DET", "ADJ", "NOUN", "ADV") and noun.i - first < 6:
        first -= 1
    found = draft.at_token.get(first - 2) if first >= 2 and doc[first - 1].text == "," else None
    named = found is not None and found.kind == "name" and found.type == "Place" and found.last == first - 2
    return found if named else None


def _state_at(draft: Draft, token: Token) -> Raw | None:
    """The state that a word names, though a description covers it ("Libyan" in "Libyan city")."""
    found = [draft.at(token), *(m for m in draft.starting(token.sent.start, token.i + 1) if m.head == token.i)]
    return next((m for m in found if m is not None and m.type == "State"), None)


# -- origins -----------------------------------------------------------------------------------------------------------


def hometown(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "Sirte, Kadhafi's hometown"."""
    lemma = token.lemma_.lower()
    if lemma not in ("hometown", "birthplace"):
        return
    kind: RelationType = "hometown" if lemma == "hometown" else "bornIn"
    owner = first_of(draft, [*draft.view.children(token, "poss"), *phrases(draft, token, "of")], "Person")
    place = first_of(draft, _beside(draft, token), "Place", "State") or _place_before(draft, token)
    if owner is not None and place is not None:
        yield Tie(kind, owner, place, token, lemma)


def _beside(draft: Draft, token: Token) -> list[Token]:
    """Words that may name the same place as "hometown", surest first."""
    view = draft.view
    first = view.first_conjunct(token)
    above = view.head(first)
    out = [above] if above is not None and view.rel(first) in ("appos", "conj", "obj", "nmod") else []
    if first != token:
        out.append(first)
    return [*out, *phrases(draft, token, "of"), *view.children(token, "appos", "subj")]


def _place_before(draft: Draft, token: Token) -> Raw | None:
    """The place named just before ", X's hometown", where the parse missed the apposition."""
    for i in range(token.i - 1, max(token.sent.start - 1, token.i - 12), -1):
        mention = draft.at_token.get(i)
        if mention is not None and mention.kind == "name" and mention.type == "Place":
            return mention
    return None


def born(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "born in Riga"."""
    if token.lower_ != "born":
        return
    person = first_of(draft, (f.token for f in draft.view.subjects(token)), "Person")
    place = first_of(draft, phrases(draft, token, *_NEAR), "Place", "State")
    if person is not None and place is not None:
        yield Tie("bornIn", person, place, token, "born in")
