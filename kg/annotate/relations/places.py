"""Where bodies are based, where people come from."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.parsed import Token
from kg.annotate.relations.tie import ORGANIZED, Tie, first_of, phrases
from kg.model import RelationType

_HOUSED = frozenset("office headquarters ministry embassy consulate bureau secretariat tribunal institute".split())
_LEARNED = frozenset("institute tank university center centre college school foundation".split())
_NOMINAL = frozenset({"NOUN", "PROPN"})
_NEAR = ("in", "at", "near")


def based(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "a Tripoli-based government", "a group based in Trinidad"."""
    base = token.lemma_ == "base" and token.pos_ == "VERB"  # "Italy bases its fleet at Taranto"
    if token.lower_ not in ("based", "headquartered") and not base:
        return
    kept = draft.view.children(token, "obj") if base else []
    bearer, place = mention_of(draft, kept[0]) if kept else _bearer(draft, token), _seat(draft, token)
    if bearer is None or place is None or bearer is place or not bearer.agent:
        return
    if (draft.has_name(place) or place.record) and place.type in ("Place", "State"):
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
    """ "another government in Tripoli", "the Ministry of Defence in Kabul", "has its headquarters in Gao"."""
    here = draft.at(token)
    if token.lower_ == "headquarters":
        yield from _headquartered(draft, token)
    if here is None or here.kind == "pronoun" or (here.head != token.i and not here.named) or not here.agent:
        return
    housed = any(t.lower_ in _HOUSED | _LEARNED for t in draft.text.doc[here.first : here.last + 1])
    if here.type != "Government" and not housed:
        return
    for inner in phrases(draft, token, "in"):
        place = draft.at(inner)
        if place is not None and place.named and place.type == "Place" and draft.view.rel(inner) == "nmod":
            yield Tie("basedIn", here, place, token, "in-phrase")
            return
    doc, at = draft.text.doc, here.last + 1
    place = draft.at_token.get(at + 1) if at + 1 < len(doc) and doc[at].lower_ == "in" else None
    if place is not None and place.kind == "name" and place.type == "Place" and _learned(draft, here):
        yield Tie("basedIn", here, place, token, "in behind the name")


def _learned(draft: Draft, body: Raw) -> bool:
    """Whether a body is one of those that the news places by the town: institutes, think tanks, universities."""
    return draft.has_name(body) and any(t.lower_ in _LEARNED for t in draft.text.doc[body.first : body.last + 1])


def _headquartered(draft: Draft, token: Token) -> Iterator[Tie]:
    """Whose headquarters are in a named place; of "its", who has them."""
    view, above = draft.view, draft.view.head(token)
    owners = view.children(token, "poss")
    if owners and owners[0].tag_ == "PRP$" and above is not None and above.lemma_ == "have":
        owners = [found.token for found in view.subjects(above)]
    body = next((m for t in owners if (m := mention_of(draft, t, make=False)) and m.type in ORGANIZED), None)
    place = first_of(draft, phrases(draft, token, *_NEAR), "Place")
    if body is not None and body.type != "State" and place is not None and place.named:
        yield Tie("basedIn", body, place, token, "headquarters")


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
