"""Those around somebody in office: "his spokesman", "her defence minister", "his army chief"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.draft import Draft, Raw
from kg.annotate.parsed import Token
from kg.annotate.relations.bodies import body_of
from kg.annotate.relations.former import past_office
from kg.annotate.relations.offices import (
    bearer,
    described_body,
    is_office,
    of_state,
    office_tie,
    roles,
    same_body,
    titles,
    without_name,
    wording,
)
from kg.annotate.relations.tie import ORGANIZED, Tie, phrases

_SPEAKING = frozenset({"spokesman", "spokeswoman", "spokesperson", "minister"})
"""Who has one of these has an office where the one has his for whom he speaks: "his lawyer" has none."""
_LAWYERS = frozenset({"lawyer", "attorney"})
_COURTS = frozenset({"Court", "Tribunal", "Chambers"})
_OWN = frozenset({"his", "her"})


def theirs(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "The IAEA's head refused, his spokesman, X, said": X has his office in the same body; of "his army chief" the
    army."""
    doc = draft.text.doc
    if token.tag_ != "NN" or not is_office(token):
        return
    own = next((t for t in draft.view.children(token, "poss") if t.lower_ in _OWN and t.i < token.i), None)
    person = bearer(draft, token) if own is not None else None
    if own is None or person is None or not draft.has_name(person):
        return
    force = doc[token.i - 1]
    if described_body(force) and force.i > own.i:
        body = draft.at(force) if (here := draft.at(force)) is not None and here.head == force.i else None
        made = without_name(draft, force) if body is None else None
        body = same_body(draft, made) if made is not None else body
        if body is not None and body.type in ORGANIZED:
            yield office_tie(person, body, token, f"{force.text} {token.text}", "theirs")
        return
    body = _where(draft, draft.at(own), token) if token.lemma_.lower() in _SPEAKING else None
    fits = body is not None and (body.type in ("State", "Government") or token.lemma_.lower() != "minister")
    if body is not None and fits:  # an army has no minister
        yield office_tie(person, body, token, wording(draft, token, body), "theirs")


def _where(draft: Draft, owner: Raw | None, noun: Token) -> Raw | None:
    """The body or state in which somebody spoken of has his office, by what he was called before."""
    if owner is not None and owner.kind == "pronoun" and not owner.used:
        owner = _alone_before(draft, owner, noun)
    if owner is None or owner.type != "Person":
        return None
    same = [m for m in draft.mentions if m.group == owner.group and m.first < noun.i and m.kind != "pronoun"]
    for mention in reversed(same):
        ties = list(titles(draft, mention)) if mention.kind == "name" else []
        if mention.kind == "nominal":
            head = draft.text.doc[mention.head]
            ties = list(roles(draft, head))
            body = body_of(draft, head) if not ties and is_office(head) else None
            if body is not None and (body.type not in ("State", "Place") or of_state(head)):
                return body
        if (tie := next((t for t in ties if t.office and t.object is not None and t.ended is None), None)) is not None:
            return tie.object
    return None


def _alone_before(draft: Draft, pronoun: Raw, noun: Token) -> Raw | None:
    """The only person that this sentence and the one before speak of till then."""
    start = draft.text.doc[noun.sent.start - 1].sent.start if noun.sent.start else 0
    near = [m for m in draft.starting(start, pronoun.first) if m.type == "Person" and m.kind != "pronoun"]
    return near[-1] if len({m.group for m in near}) == 1 else None


def lawyers(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "Lind's lawyer, Tom Reed,", "Tom Reed, a lawyer for Lind": whose lawyer somebody named is."""
    if token.lemma_.lower() not in _LAWYERS or token.tag_ != "NN":
        return
    person = bearer(draft, token)
    near = [*draft.view.children(token, "poss"), *phrases(draft, token, "for", "of")]
    found = (m for t in near if (m := draft.at(t)) is not None and m.type == "Person")
    client = next((m for m in found if draft.has_name(m)), None)
    if person is None or client is None or not draft.has_name(person) or client.group == person.group:
        return
    yield Tie("affiliatedWith", person, client, token, "lawyer of", token.text, ended=past_office(draft, token))


def presiding(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "The Lake Court found him guilty. "You lied," presiding judge X said": of the only court with a name."""
    if token.lower_ != "judge" or token.i == 0 or token.nbor(-1).lower_ != "presiding":
        return
    near = draft.starting(token.i, token.i + 2)
    person = next((m for m in near if m.type == "Person" and m.kind == "name" and m.first == token.i + 1), None)
    bodies = [m for m in draft.mentions if m.kind == "name" and m.type == "Organization"]
    courts = [m for m in bodies if not _COURTS.isdisjoint(draft.words(m).split())]
    before = [m for m in courts if m.last < token.i]
    if person is not None and before and len({m.group for m in courts}) == 1:
        yield Tie("holdsOffice", person, before[-1], token, "presiding judge", f"{token.nbor(-1).text} {token.text}")
