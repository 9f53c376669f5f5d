"""Why a record whose name fits may still be the wrong one: what speaks against a person, a place, a state, a body."""

from __future__ import annotations

import re

from kg.catalogue import Record
from kg.link.candidates import Candidate
from kg.link.context import Context, kilometres
from kg.link.persons import doubtful
from kg.link.wording import FAMOUS, describe, supported, words
from kg.model import Entity
from kg.names import fold, is_acronym, tokens

CLOSE = 300.0
"""Kilometres: a place so near to one that is known belongs to the same story."""
PARTY = 0.2
"""The share of an article that a party's country needs: "Republicans" are of the United States or of France."""
UNITED_NATIONS = "Q1065"
_FORM_OF_GOVERNMENT = "Q2429253"
"""The group whose name in small letters is a form of government."""


def implausible(entity: Entity, candidate: Candidate, context: Context, text: str) -> str:
    """Why the candidate may not be linked although its name fits, or "" when nothing speaks against it."""
    record = candidate.record
    if record.qid == _FORM_OF_GOVERNMENT and _form_of_government(entity, text):
        return "written small, an “Islamic state” is a form of government here, not the group"
    if record.type == "Person":
        return doubtful(entity, candidate, context, text)
    if record.type in {"Place", "State"} and _somebody(entity, candidate, context, text):
        return f"“{candidate.name}” is somebody's surname in this article"
    if other := elsewhere(entity, record, context):
        return f"the {candidate.name} of {other} is meant, not {describe(record)}"
    if record.type == "Place":
        told = any(context.regions.get(m.span.end) for m in entity.mentions)  # "Athens, Georgia"
        return "" if told else _doubtful_place(candidate, context)
    if record.type == "State":
        return _doubtful_state(entity, candidate, context, text)
    return _doubtful_body(entity, candidate, context, text)


def _form_of_government(entity: Entity, text: str) -> bool:
    written = [m.span.of(text) for m in entity.mentions if m.kind == "name"] or [entity.name]
    return not any(
        "State" in w or "STATE" in w or any(is_acronym(x) or fold(x) in {"daesh", "isis", "isil"} for x in w.split())
        for w in written
    )


_WHERE = re.compile(r"\b(?:in|at|to|from|near|into|outside|around|towards?|through|leaving|left)\s+$", re.IGNORECASE)


def _somebody(entity: Entity, candidate: Candidate, context: Context, text: str) -> bool:
    """Whether a place bears the surname of somebody in the article, or the first name and nothing else speaks for it;
    and nothing is said to be or go there."""
    name = fold(candidate.name)
    given = name in context.givens and not _other_words(name, candidate, context, text)
    if name not in context.surnames and not given:
        return False
    return not any(_WHERE.search(text[max(0, m.span.start - 12) : m.span.start]) for m in entity.mentions)


def _other_words(name: str, candidate: Candidate, context: Context, text: str) -> bool:
    """Whether a country is spoken of by more than the one word that is also somebody's first name ("Chad")."""
    own = candidate.record.countries
    return any(c in own for c in context.extra) or any(
        qid in own and fold(text[at : at + len(name)]) != name for at, qid in context.mentions
    )


FAR = 700.0
"""Kilometres: nothing in a province is further from its middle; Texas measures 1,200 across."""


def elsewhere(entity: Entity, record: Record, context: Context) -> str:
    """The province that the text puts behind the name, when the record lies in none such: "Moscow, Idaho"; or "".

    What is no place is never elsewhere.
    """
    if record.type not in {"Place", "State"}:
        return ""
    for parts in (context.regions.get(m.span.end, ()) for m in entity.mentions):
        inside = [p for p in parts if set(p.countries) & set(record.countries)]
        if parts and not any(_apart(p, record) <= FAR for p in inside):
            return parts[0].label
    return ""


def _apart(a: Record, b: Record) -> float:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0.0  # the country is all that is known
    return kilometres((a.lat, a.lon), (b.lat, b.lon))


def _doubtful_place(candidate: Candidate, context: Context) -> str:
    record = candidate.record
    if record.subtype in {"continent", "sea", "region of the world", "capital city"}:
        return ""
    if record.subtype == "water" and candidate.how == "label" and len(tokens(candidate.name)) > 1:
        return ""  # "Lake Chad" says what it is
    if record.countries and supported(record, context):
        return ""
    if context.distance(record) <= CLOSE:
        return ""
    if fold(candidate.name) in words()["word"]:
        return (
            f"“{candidate.name}” is a word as well as {describe(record)}, of whose country the article does not speak"
        )
    if record.fame >= FAMOUS or (not record.countries and record.fame >= FAMOUS - 1):
        return "" if candidate.score >= 0.9 else f"the name is only close to {describe(record)}"
    return f"the catalogue's only place of the name is {describe(record)}, of which the article does not speak"


_MANY = re.compile(r"\b(?:countries|nations|states) (?:of|in|across) (?:the )?$")


def _doubtful_state(entity: Entity, candidate: Candidate, context: Context, text: str) -> str:
    """A state that is no more, or that a name does not mean here: "five countries of Micronesia"."""
    record = candidate.record
    if any(_MANY.search(text[max(0, m.span.start - 24) : m.span.start]) for m in entity.mentions if m.kind == "name"):
        return f"there are several countries in what “{candidate.name}” means here, so it is not {describe(record)}"
    if record.subtype == "historical country" and candidate.how != "label":
        return f"{describe(record)} exists no more"
    if (
        entity.type == "Government"
        and candidate.how not in {"label", "alias", "acronym"}
        and "capital" not in candidate.how
    ):
        return "a government is not the state"
    return ""


def _doubtful_body(entity: Entity, candidate: Candidate, context: Context, text: str) -> str:
    record = candidate.record
    if candidate.how == "acronym" and (other := _other_name(entity, candidate)):
        return f"“{candidate.name}” stands for “{other}” here, not for {describe(record)}"
    if record.subtype == "political party" and not _party_named(candidate, context):
        return f"“{candidate.name}” is a name of parties in many countries, and the article is about none of them"
    generic = fold(candidate.name) in words()["body"]
    united = record.parent == UNITED_NATIONS and re.search(r"\bU\.?N\b|United Nations", text)
    if generic and not united and not (record.countries and context.dominant() in record.countries):
        return f"“{candidate.name}” is the name of many bodies, and the article's country is not clear"
    if candidate.how == "acronym" and record.countries and not supported(record, context) and record.fame < 2:
        return f"“{candidate.name}” could be {describe(record)}, but the article does not speak of that country"
    if candidate.how == "acronym" and not record.countries and record.fame < 2 and len(candidate.name) < 4:
        return f"“{candidate.name}” alone is not enough for {describe(record)}"
    return ""


def _party_named(candidate: Candidate, context: Context) -> bool:
    """Whether a party's country has a share in the article, or its name is long enough to be its own."""
    if candidate.record.countries:
        return context.weight(candidate.record.countries) >= PARTY
    return len(tokens(candidate.name)) > 2


def _other_name(entity: Entity, candidate: Candidate) -> str:
    """A name of several words that the article gives for the acronym and that is none of the record's."""
    mine = {t for n in candidate.record.names for t in tokens(n)}
    for name in (entity.name, *entity.aliases):
        parts = tokens(name)
        telling = {w for w in parts if w not in words()["common"]}
        if len(parts) > 1 and name[:1].isupper() and not is_acronym(name) and not telling & mine:
            return name
    return ""
