"""Who serves, leads or belongs to which body, told by a verb, a possessor or a phrase behind the name."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.lexicon import words
from kg.annotate.parsed import Token, text_of
from kg.annotate.relations.former import past_deed
from kg.annotate.relations.tie import ORGANIZED, Tie, hyphened, phrases
from kg.model import EntityType, RelationType

_LEADING = frozenset("head lead command chair run govern rule direct co-chair administer".split())
_SERVING = {
    "work": ("for", "with", "at"),
    "serve": ("with", "in"),
    "belong": ("to",),
    "volunteer": ("for", "with"),
    **dict.fromkeys(("teach", "lecture", "study"), ("at",)),
}
_GROUPS = frozenset({"party", "movement", "group", "faction", "militia"})
_NAMING = ("NOUN", "PROPN")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_REACH = 8
"""Tokens behind a body in which the person named after "of" begins."""
_LEADERS: frozenset[EntityType] = frozenset({"Person", "State", "Organization", "Government"})
_LED: frozenset[EntityType] = ORGANIZED - {"State"}
_RULING = frozenset({"lead", "govern", "rule", "run", "head", "administer"})
_PARTIES: frozenset[EntityType] = frozenset({"Organization", "ArmedGroup", "MilitaryForce"})


def members(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "Tom Keen of Chatham House", "Tom Hill of the US Navy": the body right behind a name and "of"."""
    person = draft.at(token)
    if person is None or person.kind != "name" or person.type != "Person" or person.head != token.i:
        return
    owner = _owning(draft, person.first)
    if owner is not None and person.cover[0] == person.first:
        yield Tie("affiliatedWith", person, owner, token, "possessor")  # "VOA's Eva Lind"
    doc, at = draft.text.doc, person.last + 1
    if at + 2 < len(doc) and doc[at].text == ",":  # "Tom Keen, from the Liberal Party, ..."
        at += 1
    if at + 2 >= len(doc) or doc[at].lower_ not in ("of", "with", "from", "at"):
        return
    prep = doc[at].lower_
    body = _body_at(draft, at + 1, person.last + 9)
    if body is None or body.kind != "name" or body.type not in _LED:
        return
    if prep in ("of", "from") or "expert" in _title_words(draft, person):
        kind: RelationType = "memberOf" if body.type in ("MilitaryForce", "ArmedGroup") else "affiliatedWith"
        yield Tie(kind, person, body, token, "of-phrase")


def _owning(draft: Draft, at: int) -> Raw | None:
    """The named body, no state, whose possessive ends right before a token."""
    if at < 2 or draft.text.doc[at - 1].lower_ not in ("'s", "'"):
        return None
    found = draft.at_token.get(at - 2)
    named = found is not None and found.kind == "name" and found.last == at - 2
    return found if named and found is not None and found.type in _PARTIES else None


def _body_at(draft: Draft, at: int, stop: int) -> Raw | None:
    """The name that begins at a token, past an article, "London-based" and words that describe it."""
    doc = draft.text.doc
    at += doc[at].pos_ == "DET"
    while at < stop and at + 2 < len(doc):
        if doc[at + 1].text == "-" and doc[at + 2].lower_ == "based":
            at += 3
            continue
        found = draft.at_token.get(at)
        if found is not None and found.kind == "name":
            return found if found.first == at else None
        if not (doc[at].is_lower and (doc[at].pos_ in ("ADJ", "NOUN") or doc[at].tag_ in ("VBG", "VBN"))):
            return None
        at += 1
    return None


def _title_words(draft: Draft, person: Raw) -> set[str]:
    """The words before a name, and "expert" where they tell of staff."""
    title = {t.lemma_.lower() for t in draft.text.doc[person.cover[0] : person.first]}
    return title | ({"expert"} if title & words("staff") else set())


def owned(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "Duarte's Liberal Party": a named party or armed group that a person is said to have."""
    body = draft.at(token)
    if body is None or body.kind != "name" or body.type not in _PARTIES or body.head != token.i:
        return
    doc = draft.text.doc
    leader = _behind_of(draft, body)
    if leader is not None:
        yield Tie("affiliatedWith", leader, body, token, "of-phrase")
    if body.first < 2 or doc[body.first - 1].lower_ not in ("'s", "'"):
        return
    person = draft.at_token.get(body.first - 2)
    if person is not None and person.type == "Person" and person.named and person.last == body.first - 2:
        yield Tie("affiliatedWith", person, body, token, "possessor")


def _behind_of(draft: Draft, body: Raw) -> Raw | None:
    """ "the Liberal Party of Prime Minister X": the person with a title behind the name of his party."""
    at = body.last + 1
    if at + 1 >= len(draft.text.doc) or draft.text.doc[at].text != "of":
        return None
    near = draft.starting(at + 1, at + _REACH)
    after = {at + 1, at + 2} if draft.text.doc[at + 1].lower_ in ("the", "late") else {at + 1}
    named = (m for m in near if m.type == "Person" and m.kind == "name")
    return next((m for m in named if m.cover[0] in after and m.cover[0] < m.first), None)


def now_at(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "X, a former inspector now at the Lind Center", "X, a retired general who is now with NATO": where X works."""
    doc, at = draft.text.doc, token.i + 1
    if token.lower_ not in ("now", "currently") or at + 1 >= len(doc) or doc[at].lower_ not in ("at", "with"):
        return
    body = _body_at(draft, at + 1, at + _REACH)
    if body is None or body.kind != "name" or body.type not in _LED:
        return
    before = token.i - 1 - (doc[token.i - 1].text == ",") if token.i > 1 else 0
    noun = next((t for t in reversed(doc[token.sent.start : before + 1]) if t.pos_ in (*_NAMING, "PUNCT")), None)
    person = _described(draft, noun) if noun is not None and noun.pos_ in _NAMING else None
    if person is not None:
        yield Tie("affiliatedWith", person, body, token, "now at")


def _described(draft: Draft, noun: Token) -> Raw | None:
    """The named person that a noun is, or describes between commas: "X, a former inspector"."""
    doc = draft.text.doc
    here = draft.at_token.get(noun.i)
    if here is not None and here.type == "Person" and here.kind == "name":
        return here
    near = [m for m in draft.starting(noun.sent.start, noun.i) if m.type == "Person" and m.kind == "name"]
    if not near or text_of(doc[near[-1].last + 1 : near[-1].last + 2]) != ",":
        return None
    between = doc[near[-1].last + 2 : noun.i]
    if not between or between[0].lower_ not in ("a", "an", "the") or any(t.tag_ in _FINITE for t in between):
        return None
    return near[-1]


def own_party(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "X, whose party, the Democratic Front, won", "his party, the Democratic Front,": whose party a named body is."""
    if token.lemma_ not in _GROUPS or not (own := draft.view.children(token, "poss")):
        return
    doc, at = draft.text.doc, token.i + 1
    if at + 2 >= len(doc) or doc[at].text != ",":
        return
    at += 1 + (doc[at + 1].lower_ == "the")
    body = next((m for m in draft.starting(at, at + 1) if m.kind == "name" and m.type in _PARTIES), None)
    before = own[0].i - 1 - (own[0].i > 1 and doc[own[0].i - 1].text == ",")
    person = draft.at_token.get(before) if own[0].tag_ == "WP$" else draft.at(own[0])
    if body is None or person is None or person.type != "Person" or not draft.has_name(person):
        return
    if own[0].tag_ in ("WP$", "PRP$"):
        yield Tie("affiliatedWith", person, body, token, "party of")


# -- verbs -------------------------------------------------------------------------------------------------------------


def employed(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "X and Y, who work for the charity Z", "he belongs to the party"."""
    preps = _SERVING.get(token.lemma_) if token.pos_ == "VERB" and not draft.view.negated(token) else None
    if preps is None:
        return
    objects = draft.view.children(token, "obj")  # "teaches law at the university", with "at" hung on "law"
    near = [t for top in (token, *objects) for t in phrases(draft, top, *preps)]
    body = next((m for t in near if (m := draft.at(t)) is not None), None)
    if body is None or body.type not in ORGANIZED or body.type == "State":
        return
    subjects = [f.token for f in draft.view.subjects(token)]
    above = draft.view.head(token)
    if draft.view.rel(token) == "relcl" and above is not None and token.tag_ in ("VBP", "VBD"):
        joined = draft.view.conjuncts(draft.view.first_conjunct(above))  # "X and Y, who work for Z"
        subjects += [t for t in joined if t.i < token.i]
    for person in dict.fromkeys(m for t in subjects if (m := _called(draft, t)) is not None):
        if person.type == "Person" and (person.named or person.used):
            kind: RelationType = "memberOf" if token.lemma_ == "belong" else "affiliatedWith"
            yield Tie(kind, person, body, token, f"verb {token.lemma_}")


def heads(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "the government headed by Sarraj", "Haftar commands the army", "the coalition led by Saudi Arabia"."""
    if token.lemma_ not in _LEADING or token.pos_ != "VERB" or draft.view.negated(token):
        return
    if token.tag_ == "VBG" and any(t.lemma_ in words("accusing") for t in draft.view.ancestors(token)):
        return  # "accused him of heading a cell"
    if draft.view.children(token, "xcomp", "advcl") and token.lemma_ in ("direct", "command"):
        return  # "directed their teams to go on"
    agents = [_called(draft, f.token) for f in draft.view.agents(token)]
    leaders = [m for m in agents if m is not None and m.type in _LEADERS and (m.named or m.used)]
    leaders = leaders or _named_behind_by(draft, token)
    bodies = [mention_of(draft, patient.token) for patient in draft.view.patients(token)]
    before = hyphened(draft, token) if token.lower_ == "led" and not leaders else None
    if before is not None and before.type in _LEADERS:  # "the Saudi-led coalition"
        leaders = [before]
    for leader in leaders:
        for body in bodies or [_led(draft, token) or _before_comma(draft, token)]:
            # Of states and bodies only "led" is said of what they head: "the army commands the area".
            leads = leader.type == "Person" or token.lemma_ in ("lead", "head", "chair", "co-chair")
            if body is not None and leads and (body.type in _LED or _ruled(draft, leader, body, token)):
                yield Tie("heads", leader, body, token, f"verb {token.lemma_}", ended=past_deed(token))


def _ruled(draft: Draft, leader: Raw, body: Raw, verb: Token) -> bool:
    """ "X, who has led the region since 2015": a named part of a state that a person rules."""
    return body.type == "Place" and leader.type == "Person" and draft.has_name(body) and verb.lemma_ in _RULING


def commanded(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "the front, under the command of X", "fighters under X's leadership": who commands the body named before."""
    doc, at = draft.text.doc, token.i - 1
    if token.lemma_ not in ("command", "leadership") or token.pos_ != "NOUN":
        return
    at -= at > 0 and doc[at].lower_ == "the"
    if at < 2 or doc[at].lower_ != "under":
        return
    leader = next((m for t in phrases(draft, token, "of") if (m := _called(draft, t)) is not None), None)
    at -= 1
    at -= doc[at].text == ","
    body = draft.at_token.get(at)
    before = body is not None and body.last == at and body.type in _LED and body.kind != "pronoun"
    if body is not None and before and leader is not None and leader.type == "Person" and leader.named:
        yield Tie("heads", leader, body, token, "under the command")


def _called(draft: Draft, token: Token) -> Raw | None:
    """Whom a noun stands for, the person it is in apposition to before what it is: "X, a Republican who chairs ..."."""
    found, above = draft.at(token), draft.view.head(token)
    if (found is None or not found.named) and draft.view.rel(token) == "appos" and above is not None:
        person = draft.at(above)
        if person is not None and person.type == "Person" and person.named:
            return person
    return found


def _named_behind_by(draft: Draft, verb: Token) -> list[Raw]:
    """ "is chaired by U.S. General X and includes": the person named right behind "by", whatever the parse says."""
    doc, at = draft.text.doc, verb.i + 2
    if verb.tag_ != "VBN" or at >= len(doc) or doc[at - 1].lower_ != "by":
        return []
    near = draft.starting(at, at + _REACH)
    return [m for m in near if m.type == "Person" and m.kind == "name" and at in (m.first, m.cover[0])][:1]


def _before_comma(draft: Draft, token: Token) -> Raw | None:
    """ "NATO, led by Reed, refused": the body before the comma, where the parse hangs the participle elsewhere."""
    doc, at = draft.text.doc, token.i - 2
    if at < 0 or doc[at + 1].text != "," or text_of(doc[token.i + 1 : token.i + 2]) != "by":
        return None
    found = draft.at_token.get(at)
    return found if found is not None and found.last == at and found.kind == "name" else None


def _led(draft: Draft, token: Token) -> Raw | None:
    """The noun that "-led" describes."""
    above = draft.view.head(token)
    led = token.i > 0 and token.nbor(-1).text == "-" and draft.view.rel(token) in ("amod", "acl")
    return mention_of(draft, above) if led and above is not None else None
