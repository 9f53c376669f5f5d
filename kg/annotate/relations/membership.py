"""Which body or state belongs to which: members, parts, offshoots, those that pledged allegiance."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.events.status import status_of
from kg.annotate.parsed import Token, text_of
from kg.annotate.relations.bodies import whose
from kg.annotate.relations.tie import ORGANIZED, Tie, bearer_of, hyphened, names_from, phrases
from kg.model import EntityType, RelationType

_FORCES: tuple[EntityType, ...] = ("ArmedGroup", "MilitaryForce", "Organization")
_WHOLES: frozenset[EntityType] = frozenset(_FORCES)
_MISSIONS = frozenset({"mission", "force", "operation", "agency"})
_OWNED: frozenset[EntityType] = frozenset({"ArmedGroup", "MilitaryForce", "Government"})
_OF_WHOLE = frozenset(
    "branch wing faction arm subsidiary unit division brigade part component body organ chapter".split()
)
_ORGANS = frozenset({"body", "organ", "chapter"})
"""Parts only with "of": "an advisory body of the Council"."""
_BESIDE = frozenset("affiliate offshoot successor splinter breakaway proxy".split())
_GROUPS = frozenset("group movement force party organization organisation militia".split())
_ALLEGIANCE = frozenset("allegiance loyalty fealty".split())
_MEMBERS = frozenset({"country", "state", "nation", "member"})
_LEAVING = frozenset({"leave", "quit", "exit", "withdraw"})
_LINKED = frozenset({"linked", "affiliated", "tied", "connected"})
_POLITICAL = frozenset({"opposition", "ruling", "governing", "political"})
_TIES = frozenset({"link", "tie", "connection"})


def parts(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "forces from the Popular Mobilisation units", "a faction of the Free Syrian Army"."""
    here = draft.at(token)
    if here is None or here.head != token.i or here.type not in (*_FORCES, "Group"):
        return
    armed = here.type in ("ArmedGroup", "MilitaryForce")
    for prep, inner in draft.view.preps(token):
        whole = draft.at(inner)
        if whole is None or not whole.named or whole.type not in _WHOLES:
            continue
        if (prep == "from" and armed) or (prep == "of" and token.lemma_.lower() in _OF_WHOLE | _BESIDE):
            yield Tie("partOf", here, whole, token, f"{prep}-phrase")


def associated(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "Hungary, a member of NATO", "the militia is part of the army", "EU member Hungary", "offshoot of Al-Qaeda"."""
    kind = _association(draft, token)
    if kind is None or token.pos_ not in ("NOUN", "PROPN") or draft.view.negated(token) or _past(draft, token):
        return
    beside = () if token.lemma_.lower() in _ORGANS else ("poss", "compound", "amod")
    near = [*phrases(draft, token, "of"), *draft.view.children(token, *beside)]
    whole = next((m for t in near if (m := mention_of(draft, t, make=False)) and m.type in _WHOLES), None)
    whole = whole or whose(draft, token)
    bearer = bearer_of(draft, token)
    if whole is None or bearer is None or bearer.type not in ORGANIZED or bearer.group == whole.group:
        return
    if bearer.type == "State" and kind == "partOf":
        kind = "memberOf"
    yield Tie(kind, bearer, whole, token, token.lemma_.lower())


def _association(draft: Draft, token: Token) -> RelationType | None:
    """What a noun says of a body that is called so; None for other nouns."""
    lemma = token.lemma_.lower()
    if token.tag_ in ("NNS", "NNPS"):
        return None
    if lemma == "member":
        return "memberOf"
    if lemma in _OF_WHOLE:
        return "partOf"
    split = any(t.lemma_.lower() in _BESIDE for t in draft.view.children(token, "compound", "amod"))
    return "affiliatedWith" if lemma in _BESIDE or (split and lemma in _GROUPS) else None  # "a splinter group of"


def within(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "Hezbollah's elite Radwan Force", "Russia's Black Sea Fleet": the force that a body or state is said to have."""
    here = draft.at(token)
    if here is None or here.head != token.i or here.kind != "name" or here.type not in _OWNED or not here.named:
        return
    for inner in draft.view.children(token, "poss"):
        owner = draft.at(inner)
        if owner is None or not owner.named or owner.kind != "name" or owner.group == here.group:
            continue
        # A state has an army and a government; the armed groups in it are none of its own.
        if owner.type in _FORCES or (owner.type == "State" and here.type in ("MilitaryForce", "Government")):
            yield Tie("partOf", here, owner, token, "possessor")


def within_whole(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "the UN force, known as UNMISS": the mission with a name that a body is said to have sent."""
    here = draft.at(token)
    if token.lemma_ not in _MISSIONS or here is None or here.head != token.i or here.type not in _WHOLES:
        return
    near = [draft.at_token.get(t.i) for t in draft.view.children(token, "poss", "compound", "amod")]
    near += draft.starting(here.first, here.head)
    whole = next((m for m in near if m and m is not here and m.kind == "name" and m.type == "Organization"), None)
    led = whole is not None and draft.text.doc[whole.last + 1].text == "-"  # "the UN-backed force"
    if whole is not None and not led and whole.group != here.group and _own_name(draft, here, whole):
        yield Tie("partOf", here, whole, token, "mission of")


def party_of(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "Kenya's main opposition party, the Unity Alliance", "Togo's ruling party, the Front": parties of a state."""
    if token.lower_ not in ("party", "coalition", "alliance") or token.tag_ != "NN":
        return
    doc = draft.text.doc
    words = {t.lower_ for t in doc[max(token.sent.start, token.i - 4) : token.i]}
    if _POLITICAL.isdisjoint(words):
        return
    own = draft.view.children(token, "poss", "amod", "compound") + phrases(draft, token, "in", "of")
    near = (m for t in own for m in (draft.at(t), *draft.starting(t.i, t.i + 1)) if m is not None)
    state = next((m for m in near if m.type == "State" and m.kind == "name"), None)
    body = bearer_of(draft, token)
    if state is not None and body is not None and body.kind == "name" and body.type == "Organization":
        yield Tie("affiliatedWith", body, state, token, "party of a state")


def _own_name(draft: Draft, body: Raw, whole: Raw) -> bool:
    """Whether a mission has a name without that of whose it is: "UNMISS"."""
    names = (draft.words(m) for m in draft.mentions if m.group == body.group and m.kind == "name")
    return any(draft.words(whole).lower() not in name.lower().split() for name in names if " " not in name)


def _past(draft: Draft, token: Token) -> bool:
    return any(t.lower_ in ("former", "ex", "once", "then") for t in draft.view.children(token, "amod", "advmod"))


def belonging(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "the union to which the state belongs", "a militia which has pledged allegiance to Islamic State"."""
    view = draft.view
    if token.pos_ != "VERB" or view.negated(token):
        return
    pledged = token.lemma_ in ("pledge", "swear") and any(t.lemma_ in _ALLEGIANCE for t in view.children(token, "obj"))
    if token.lemma_ != "belong" and not pledged:
        return
    whole = _whole(draft, token, "to")
    if whole is None:
        return
    subjects = [m for found in view.subjects(token) if (m := mention_of(draft, found.token)) is not None]
    for part in [*subjects, *([] if pledged else _along(draft, whole))]:
        if part.type in ORGANIZED and part.group != whole.group:
            yield Tie("affiliatedWith" if pledged else "memberOf", part, whole, token, f"verb {token.lemma_}")


def _along(draft: Draft, whole: Raw) -> list[Raw]:
    """ "belongs to the bloc, along with Chad, Mali and Niger": the others of a list behind it."""
    doc, at = draft.text.doc, whole.last + 1
    at += text_of(doc[at : at + 1]) == ","
    with_others = text_of(doc[at : at + 2]).lower() in ("along with", "together with")
    return names_from(draft, at + 2) if with_others else []


def _whole(draft: Draft, verb: Token, prep: str) -> Raw | None:
    """What a verb ties its subject to: in the phrase of the verb or its object, or what a relative clause hangs on."""
    view = draft.view
    near = phrases(draft, verb, prep) + [t for o in view.children(verb, "obj") for t in phrases(draft, o, prep)]
    above = view.head(verb)
    if view.rel(verb) == "relcl" and above is not None and any(t.tag_ == "WDT" for t in near):
        near = [above]
    return next((m for t in near if (m := mention_of(draft, t, make=False)) and m.type in _WHOLES), None)


def joined(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "Hungary joined NATO in 1999": what came to be a member of a named body, and did so in fact."""
    if token.lemma_ != "join" or token.pos_ != "VERB" or token.tag_ not in ("VBD", "VBN"):
        return
    if status_of(draft, token).status != "actual" or draft.view.passive(token):
        return
    for patient in draft.view.patients(token):
        whole = draft.at(patient.token)
        if whole is None or not whole.named or whole.type not in ("Organization", "ArmedGroup"):
            continue
        for found in draft.view.subjects(token):
            part = draft.at(found.token)
            if part is not None and part.named and part.type in (*ORGANIZED, "Person") and part.group != whole.group:
                yield Tie("memberOf", part, whole, token, "verb join")


def left(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "Mali quit the bloc", "Chad withdrew from the union in May": what was a member of a named body, till then."""
    if token.lemma_ not in _LEAVING or token.pos_ != "VERB" or draft.view.passive(token):
        return
    first = _first_to(draft, token)
    if first is None and (token.tag_ not in ("VBD", "VBN") or status_of(draft, token).status != "actual"):
        return
    near = phrases(draft, token, "from") or [f.token for f in draft.view.patients(token) if token.lemma_ != "withdraw"]
    whole = next((m for t in near if (m := draft.at(t)) is not None and m.named and m.type == "Organization"), None)
    for part in [first] if first is not None else [draft.at(found.token) for found in draft.view.subjects(token)]:
        if whole is not None and part is not None and part.type == "State" and draft.has_name(part):
            yield Tie("memberOf", part, whole, token, f"verb {token.lemma_}", ended=token)


def _first_to(draft: Draft, verb: Token) -> Raw | None:
    """ "Chad, which became the first country to leave": who did what an infinitive behind such a noun says."""
    near = [t for t in draft.text.doc[max(verb.sent.start, verb.i - 3) : verb.i] if t.lemma_ in _MEMBERS]
    above = draft.view.head(near[-1]) if near and verb.tag_ == "VB" else None
    if above is None or above.lemma_ != "become" or above.tag_ not in ("VBD", "VBN") or draft.view.negated(above):
        return None
    return next((m for f in draft.view.subjects(above) if (m := draft.at(f.token)) is not None), None)


def linked(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "the Al-Qaeda-linked group", "a militia affiliated with the party", "armed groups with links to Al-Qaeda"."""
    view, above = draft.view, draft.view.head(token)
    if above is None:
        return
    if token.lower_ in _LINKED and view.rel(token) in ("acl", "amod", "relcl"):
        before = hyphened(draft, token)
        other = before if before is not None and before.type in _WHOLES else None
        other = other or _whole(draft, token, "to") or _whole(draft, token, "with")
        bearer = mention_of(draft, above)
    elif token.lemma_ in _TIES and view.rel(token) == "nmod" and view.prep(token) == "with":
        other, bearer = _whole(draft, token, "to") or _whole(draft, token, "with"), draft.at(above)
    else:
        return
    if other is not None and bearer is not None and bearer.type in _WHOLES and bearer.group != other.group:
        yield Tie("affiliatedWith", bearer, other, token, token.lower_)
