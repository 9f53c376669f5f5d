"""Lasting relations between entities: offices, heads, members, allies, bases, origins, strengths - from titles, appositions,
copulas, participles and a few verbs. What is said to be past ("former premier") is no relation of the day and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from spacy.tokens import Token

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.gazetteer import Gazetteer
from kg.annotate.lexicon import descriptions, name_words
from kg.annotate.numbers import Amount
from kg.annotate.speech import Utterance
from kg.model import Relation, RelationType

_PAST = frozenset(
    "former ex late ousted deposed outgoing onetime one-time erstwhile then longtime-former ex- previous".split()
)
_BODIES = frozenset({"Organization", "State", "Government", "ArmedGroup", "MilitaryForce", "Place"})
_ORGANIZED = _BODIES - {"Place"}
_LEADING = frozenset({"head", "lead", "command", "chair", "run", "govern", "rule", "direct"})
_STAFF = frozenset(
    "analyst expert researcher fellow professor correspondent reporter journalist scholar lecturer lawyer economist activist".split()
)
_ALLIES = frozenset({"ally", "partner", "supporter", "backer", "patron"})
_FOES = frozenset({"rival", "opponent", "enemy", "foe", "adversary", "critic"})
_PARTS = frozenset(
    {"branch", "wing", "faction", "affiliate", "offshoot", "arm", "subsidiary", "unit", "part", "division", "brigade"}
)
_SETTLEMENTS = frozenset(
    "city town village capital port district suburb province region island enclave neighborhood hamlet area".split()
)
_FIGHTERS = frozenset(
    "fighter member militant troop soldier men man combatant insurgent personnel militiaman jihadist rebel guerrilla follower".split()
)


@dataclass(frozen=True, slots=True)
class _Tie:
    """A relation before it is numbered."""

    type: RelationType
    subject: Raw
    object: Raw | None
    token: Token
    rule: str
    office: str | None = None
    value: float | None = None
    maximum: float | None = None


def find_relations(
    draft: Draft, utterances: list[Utterance], gazetteer: Gazetteer, amounts: list[Amount]
) -> list[Relation]:
    """All relations of a draft, each once a sentence; subjects and objects name entities by group ("g12")."""
    ties: list[_Tie] = []
    for mention in list(draft.mentions):
        ties += _titles(draft, mention)
    for token in draft.text.doc:
        for rule in (_roles, _heads, _based, _seated, _located, _origins, _allied, _parts, _colonial):
            ties += rule(draft, token)
    ties += _strengths(draft, amounts)
    return _numbered(draft, ties, utterances)


def _numbered(draft: Draft, ties: list[_Tie], utterances: list[Utterance]) -> list[Relation]:
    out: list[Relation] = []
    seen: set[tuple[str, int, int, int]] = set()
    for tie in ties:
        other = tie.object.group if tie.object else -1
        key = (tie.type, tie.subject.group, other, tie.token.sent.start)
        if key in seen or tie.subject.group == other or (tie.subject.kind == "pronoun" and not tie.subject.used):
            continue
        seen.add(key)
        tie.subject.used = True
        speakers = []
        for utterance in utterances:
            if utterance.covers(tie.token) and utterance.speaker.group != tie.subject.group:
                speakers.append(f"g{utterance.speaker.group}")
                utterance.speaker.used = True
        if tie.object is not None:
            tie.object.used = True
        first, last = sorted((tie.subject.head, tie.object.head if tie.object else tie.token.i))
        out.append(
            Relation(
                id=f"r{len(out) + 1}",
                type=tie.type,
                subject=f"g{tie.subject.group}",
                object=f"g{tie.object.group}" if tie.object else None,
                sentence=draft.text.sentence(tie.token),
                evidence=draft.text.span(draft.text.doc[first], draft.text.doc[last]),
                office=tie.office,
                value=tie.value,
                maximum=tie.maximum,
                attributed_to=tuple(dict.fromkeys(speakers)),
                rule=tie.rule,
            )
        )
    return out


# -- offices -----------------------------------------------------------------------------------------------------------


def _titles(draft: Draft, person: Raw) -> Iterator[_Tie]:
    """ "US Secretary of State" John Kerry; "Libya's prime minister" Fayez al-Sarraj."""
    if person.type != "Person" or person.kind != "name" or person.cover[0] >= person.first:
        return
    doc = draft.text.doc
    title = doc[person.cover[0] : person.first]
    if any(t.lower_.strip("-") in _PAST for t in title) or (
        person.cover[0] and doc[person.cover[0] - 1].lower_ in _PAST
    ):
        return
    body, start = _body_before(draft, person)
    noun = next((t for t in title if _is_office(t)), None)
    if noun is None:
        return
    skip = {t.i for t in title if (m := draft.at_token.get(t.i)) is not None and m is not person}
    office = " ".join(t.text for t in title if t.i not in skip and t.i >= start and t.text not in ("'s", "-"))
    if office and body is not None:
        yield _office(person, body, noun, office, "title")


def _is_office(token: Token) -> bool:
    if token.lemma_.lower() in (
        "counterpart",
        "ally",
        "colleague",
        "rival",
        "partner",
        "opponent",
        "neighbor",
        "neighbour",
        "successor",
        "predecessor",
    ):
        return False
    known = descriptions().get(token.lower_) or descriptions().get(token.lemma_.lower())
    return token.text in name_words("title") or (known is not None and "person" in known.kinds)


def _body_before(draft: Draft, person: Raw) -> tuple[Raw | None, int]:
    """The state or body named in a title or as its possessor, and where the title proper begins."""
    doc, start = draft.text.doc, person.cover[0]
    inside = [
        m
        for m in draft.mentions
        if m is not person and start <= m.first and m.last < person.first and m.type in _BODIES
    ]
    if inside:
        return inside[0], start
    if start >= 2 and doc[start - 1].lower_ == "'s":
        owner = draft.at(doc[start - 2])
        if owner is not None and owner.type in _BODIES:
            return owner, start
        if owner is not None and owner.kind == "pronoun" and owner.used:
            return owner, start
    return None, start


def _office(person: Raw, body: Raw, noun: Token, office: str, rule: str) -> _Tie:
    lemma = noun.lemma_.lower()
    if lemma in _STAFF or lemma in ("official", "aide", "worker", "employee"):
        return _Tie("affiliatedWith", person, body, noun, rule, office)
    if lemma == "member":
        return _Tie("memberOf", person, body, noun, rule)
    if lemma in ("head", "leader", "chief", "chairman", "commander", "founder", "boss") and body.type not in (
        "State",
        "Place",
    ):
        return _Tie("heads", person, body, noun, rule, office)
    return _Tie("holdsOffice", person, body, noun, rule, office)


def _roles(draft: Draft, token: Token) -> Iterator[_Tie]:
    """ "Latorre, chairman of the committee", "Haftar is the commander of the army"."""
    if token.pos_ not in ("NOUN", "PROPN") or not _is_office(token) or token.tag_ in ("NNS", "NNPS"):
        return
    person = _bearer(draft, token)
    if person is None or any(
        c.lower_ in _PAST for c in draft.view.children(token, "amod", "advmod", "compound", "neg", "nmod")
    ):
        return
    body = _body_of(draft, token)
    if body is None:
        return
    lefts = [
        t
        for t in draft.text.doc[max(0, token.i - 5) : token.i]
        if draft.view.head(t) is token and t.pos_ in ("ADJ", "NOUN", "PROPN")
    ]
    lefts = [t for t in lefts if draft.at_token.get(t.i) is None or draft.at_token[t.i] is draft.at(token)]
    inner = [t for p, t in draft.view.preps(token) if p == "of" and draft.at(t) is not body and t.i < token.i + 6]
    office = " ".join(
        [*(t.text for t in lefts if t.lower_ != "the"), token.text, *(f"of {_phrase(draft, t)}" for t in inner[:1])]
    )
    yield _office(person, body, token, office, "apposition")


def _phrase(draft: Draft, noun: Token) -> str:
    mention = draft.at(noun)
    return draft.words(mention) if mention is not None else noun.text


def _bearer(draft: Draft, noun: Token) -> Raw | None:
    view = draft.view
    above = view.head(noun)
    if view.rel(noun) in ("appos", "parataxis") and above is not None:
        found = draft.at(above)
        if found is not None and found.type == "Person" and found.named:
            return found
    if view.children(noun, "cop"):
        for subject in view.children(noun, "subj"):
            found = draft.at(subject)
            if found is not None and found.type == "Person" and (found.named or found.used) and not view.negated(noun):
                return found
    for inner in view.children(noun, "appos"):
        found = draft.at(inner)
        if found is not None and found.type == "Person" and found.named:
            return found
    return _name_before_comma(draft, noun)


def _name_before_comma(draft: Draft, noun: Token) -> Raw | None:
    """ "John Kerry, the US Secretary of State," whatever the parse says: a name, a comma, then the noun phrase."""
    doc = draft.text.doc
    for i in range(noun.i - 1, max(noun.sent.start, noun.i - 7), -1):
        if doc[i].text == ",":
            found = draft.at_token.get(i - 1)
            return (
                found
                if found is not None and found.type == "Person" and found.kind == "name" and found.last == i - 1
                else None
            )
        if doc[i].pos_ not in ("DET", "ADJ", "NOUN", "PROPN") and doc[i].text not in ("'s", "-"):
            return None
    return None


def _body_of(draft: Draft, noun: Token) -> Raw | None:
    """The body an office belongs to: the first named one in its phrases, else the first described one."""
    view = draft.view
    tops = [t for p, t in view.preps(noun) if p in ("of", "for", "at", "in", "from", "with")]
    tops += view.children(noun, "poss", "amod", "compound")
    found = [
        m
        for top in tops
        for t in view.subtree(top)
        if (m := draft.at(t)) is not None and m.type in _ORGANIZED and m.head == t.i
    ]
    if not found:
        return None
    of = [t for p, t in view.preps(noun) if p in ("of", "at", "with")]
    near = [m for m in found if any(m.head in {x.i for x in view.subtree(t)} for t in of)] or found
    return next((m for m in near if m.named), None) or next((m for m in found if m.named), near[0])


def _heads(draft: Draft, token: Token) -> Iterator[_Tie]:
    """ "the government headed by Sarraj", "Haftar commands the army"."""
    if token.lemma_ not in _LEADING or token.pos_ != "VERB" or draft.view.negated(token):
        return
    for agent in draft.view.agents(token):
        person = draft.at(agent.token)
        for patient in draft.view.patients(token):
            body = mention_of(draft, patient.token)
            if (
                person
                and body
                and person.type == "Person"
                and (person.named or person.used)
                and body.type in _ORGANIZED - {"State"}
            ):
                yield _Tie("heads", person, body, token, f"verb {token.lemma_}")


# -- places ------------------------------------------------------------------------------------------------------------


def _based(draft: Draft, token: Token) -> Iterator[_Tie]:
    """ "a Tripoli-based government", "a group based in Trinidad"."""
    if token.lower_ not in ("based", "headquartered"):
        return
    doc, view = draft.text.doc, draft.view
    bearer = None
    for above in (view.head(token), *view.ancestors(token)):
        bearer = mention_of(draft, above) if above is not None and above.pos_ in ("NOUN", "PROPN") else None
        if bearer is not None:
            break
    subjects = [f.token for f in view.subjects(token)]
    if subjects:
        bearer = mention_of(draft, subjects[0]) or bearer
    place = None
    if token.i >= 2 and doc[token.i - 1].text == "-":
        place = _named_at(draft, token.i - 2)
    for prep, inner in view.preps(token):
        if prep in ("in", "at", "near"):
            place = draft.at(inner) or place
    if (
        bearer is not None
        and place is not None
        and place.named
        and place.type in ("Place", "State")
        and bearer.agent
        and bearer is not place
    ):
        yield _Tie("basedIn", bearer, place, token, "based")


def _seated(draft: Draft, token: Token) -> Iterator[_Tie]:
    """ "another government in Tripoli"."""
    here = draft.at(token)
    if here is None or here.head != token.i or here.type != "Government" or here.kind == "pronoun":
        return
    for prep, inner in draft.view.preps(token):
        place = draft.at(inner)
        if (
            prep == "in"
            and draft.view.rel(inner) == "nmod"
            and place is not None
            and place.named
            and place.type == "Place"
        ):
            yield _Tie("basedIn", here, place, token, "in-phrase")


def _named_at(draft: Draft, i: int) -> Raw | None:
    """A name that ends at a token, though a description covers it ("Tripoli" in "rival Tripoli-based government")."""
    return next((m for m in draft.mentions if m.kind == "name" and m.last == i), None)


def _located(draft: Draft, token: Token) -> Iterator[_Tie]:
    """ "the Libyan city of Sirte", "Kaduna, Nigeria"."""
    view = draft.view
    if token.lemma_.lower() in _SETTLEMENTS:
        inner = [t for p, t in view.preps(token) if p == "of"] + view.children(token, "appos", "flat")
        place = next((m for t in inner if (m := draft.at(t)) and m.kind == "name" and m.type == "Place"), None)
        for modifier in view.children(token, "amod", "compound", "poss"):
            state = draft.at_token.get(modifier.i)
            state = (
                state
                if state and state.type == "State"
                else next((m for m in draft.mentions if m.head == modifier.i and m.type == "State"), None)
            )
            if place is not None and state is not None and state is not place:
                yield _Tie("locatedIn", place, state, token, "settlement of a state")
    here = draft.at(token)
    if here is None or here.head != token.i or here.kind != "name" or here.type != "Place":
        return
    for inner in view.children(token, "appos"):
        other = draft.at(inner)
        if other is not None and other.type in ("State", "Place") and other.kind == "name" and inner.i - here.last == 2:
            yield _Tie("locatedIn", here, other, token, "place, state")


def _origins(draft: Draft, token: Token) -> Iterator[_Tie]:
    """ "Sirte, Kadhafi's hometown"; "born in Riga"."""
    view = draft.view
    if token.lemma_.lower() in ("hometown", "birthplace"):
        kind = cast(RelationType, "hometown" if token.lemma_.lower() == "hometown" else "bornIn")
        near = [*view.children(token, "poss"), *(t for p, t in view.preps(token) if p == "of")]
        owners = [m for t in near if (m := draft.at(t)) and m.type == "Person"]
        first = view.first_conjunct(token)
        above = view.head(first)
        places = [draft.at(above)] if view.rel(first) in ("appos", "conj", "obj", "nmod") and above is not None else []
        places += [draft.at(first)] if first is not token else []
        places += [draft.at(t) for p, t in view.preps(token) if p == "of"] + [
            draft.at(t) for t in view.children(token, "appos", "subj")
        ]
        place = next((p for p in places if p is not None and p.type in ("Place", "State")), None) or _place_before(
            draft, token
        )
        for owner in owners[:1]:
            if place is not None:
                yield _Tie(kind, owner, place, token, token.lemma_.lower())
    if token.lower_ == "born":
        person = next((m for f in view.subjects(token) if (m := draft.at(f.token)) and m.type == "Person"), None)
        place = next(
            (
                m
                for p, t in view.preps(token)
                if p in ("in", "at", "near") and (m := draft.at(t)) and m.type in ("Place", "State")
            ),
            None,
        )
        if person is not None and place is not None:
            yield _Tie("bornIn", person, place, token, "born in")


def _place_before(draft: Draft, token: Token) -> Raw | None:
    """The place named just before ", X's hometown", where the parse missed the apposition."""
    for i in range(token.i - 1, max(token.sent.start - 1, token.i - 12), -1):
        mention = draft.at_token.get(i)
        if mention is not None and mention.kind == "name" and mention.type == "Place":
            return mention
    return None


# -- sides -------------------------------------------------------------------------------------------------------------


def _allied(draft: Draft, token: Token) -> Iterator[_Tie]:
    """ "its ally Khalifa Haftar", "Russia, an ally of Damascus", "militias allied with the government"."""
    view = draft.view
    lemma = token.lemma_.lower()
    kind: RelationType = "alliedWith" if lemma in _ALLIES or lemma in ("allied", "ally") else "opposes"
    if token.pos_ in ("NOUN", "PROPN") and (
        lemma in _ALLIES - {"supporter", "partner"} or lemma in _FOES - {"critic", "rival"}
    ):
        others = [
            m
            for t in [*view.children(token, "poss"), *(t for p, t in view.preps(token) if p in ("of", "to"))]
            if (m := draft.at(t)) and m.agent
        ]
        bearer = _beside_noun(draft, token)
        for other in others[:1]:
            if bearer is not None and bearer.group != other.group:
                yield _Tie(kind, bearer, other, token, lemma)
    if token.lower_ in ("allied", "loyal", "aligned") and token.pos_ in ("VERB", "ADJ"):
        above = view.head(token)
        bearer = mention_of(draft, above) if above is not None and view.rel(token) in ("acl", "amod", "relcl") else None
        bearer = bearer or next((m for f in view.subjects(token) if (m := mention_of(draft, f.token))), None)
        other = next((m for p, t in view.preps(token) if p in ("with", "to") and (m := draft.at(t)) and m.agent), None)
        if bearer is not None and other is not None and bearer.agent:
            yield _Tie("alliedWith", bearer, other, token, token.lower_)


def _beside_noun(draft: Draft, noun: Token) -> Raw | None:
    """Who is called an ally: the name in apposition, the subject of a copula, or the name that follows."""
    view, doc = draft.view, draft.text.doc
    for inner in [
        *view.children(noun, "appos", "flat"),
        *(view.children(noun, "subj") if view.children(noun, "cop") else []),
    ]:
        found = draft.at(inner)
        if found is not None and found.named:
            return found
    above = view.head(noun)
    if view.rel(noun) in ("appos", "compound") and above is not None:
        found = draft.at(above)
        if found is not None and found.named:
            return found
    following = draft.at_token.get(noun.i + 1) if noun.i + 1 < len(doc) else None
    return (
        following
        if following is not None and following.named and following.agent and following.kind == "name"
        else None
    )


def _parts(draft: Draft, token: Token) -> Iterator[_Tie]:
    """ "forces from the Popular Mobilisation units", "a faction of the Free Syrian Army", "members of"."""
    here = draft.at(token)
    if (
        here is None
        or here.head != token.i
        or here.type not in ("ArmedGroup", "MilitaryForce", "Organization", "Group")
    ):
        return
    for prep, inner in draft.view.preps(token):
        whole = draft.at(inner)
        if whole is None or not whole.named or whole.type not in ("ArmedGroup", "MilitaryForce", "Organization"):
            continue
        armed = here.type in ("ArmedGroup", "MilitaryForce")
        if (prep == "from" and armed) or (prep == "of" and token.lemma_.lower() in _PARTS):
            yield _Tie("partOf", here, whole, token, f"{prep}-phrase")


def _colonial(draft: Draft, token: Token) -> Iterator[_Tie]:
    """ "Libya's former colonial ruler"."""
    if token.lemma_.lower() not in ("ruler", "power", "master") or not any(
        c.lower_ == "colonial" for c in draft.view.children(token, "amod", "compound")
    ):
        return
    ruled = next((m for t in draft.view.children(token, "poss") if (m := draft.at(t)) and m.type == "State"), None)
    ruled = ruled or next(
        (m for p, t in draft.view.preps(token) if p in ("of", "in") and (m := draft.at(t)) and m.type == "State"), None
    )
    above = draft.view.head(token)
    ruler = draft.at(above) if above is not None and draft.view.rel(token) == "appos" else None
    if ruler is None and token.i > 4:
        ruler = next(
            (
                m
                for m in reversed(draft.mentions)
                if m.type == "State"
                and m.kind == "name"
                and m.used
                and token.i - 8 < m.last < token.i
                and m is not ruled
            ),
            None,
        )
    if ruled is not None and ruler is not None and ruler.type == "State":
        yield _Tie("colonialRulerOf", ruler, ruled, token, "colonial ruler")


def _strengths(draft: Draft, amounts: list[Amount]) -> Iterator[_Tie]:
    """ "has around 5,000 fighters", "a force of 2,000 men"."""
    view = draft.view
    for amount in amounts:
        tokens = draft.text.tokens(amount.span)
        noun = (
            next((a for t in tokens for a in (t, *view.ancestors(t)) if a.lemma_.lower() in _FIGHTERS), None)
            if tokens
            else None
        )
        if noun is None or noun.i - tokens[-1].i > 4:
            continue
        above = view.head(noun)
        bearer = None
        if (
            above is not None
            and above.lemma_ in ("have", "number", "command", "field", "boast", "count")
            and view.rel(noun) == "obj"
        ):
            bearer = next((m for f in view.subjects(above) if (m := mention_of(draft, f.token))), None)
        elif view.rel(noun) == "nmod" and view.prep(noun) == "of" and above is not None and draft.at(above) is not None:
            bearer = draft.at(above)
        if bearer is not None and bearer.type in _ORGANIZED - {"State"} and (bearer.kind != "pronoun" or bearer.used):
            value = amount.minimum if amount.minimum is not None else amount.maximum
            yield _Tie("strength", bearer, None, noun, "strength", None, value, amount.maximum)
