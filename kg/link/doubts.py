"""Why a record whose name fits may still be the wrong one: what speaks against a person, a place, a state, a body."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from kg.catalogue import Record
from kg.link.candidates import Candidate
from kg.link.context import Context
from kg.model import Entity
from kg.names import fold, is_acronym, tokens

CLOSE = 300.0
"""Kilometres: a place so near to one that is known belongs to the same story."""
FAMOUS = 4
"""A record in so many independent lists is what a name means when the article says nothing else."""
PARTY = 0.2
"""The share of an article that a party's country needs: "Republicans" are of the United States or of France."""
UNITED_NATIONS = "Q1065"
_FORM_OF_GOVERNMENT = "Q2429253"
"""The group whose name in small letters is a form of government."""


@lru_cache(maxsize=1)
def words() -> Mapping[str, frozenset[str]]:
    """Folded names of ``kg/data/link_words.tsv`` by kind.

    "body": names that many bodies bear; "word": places with the name of a word or a person; "common": words that tell
    nothing of a body.
    """
    text = resources.files("kg").joinpath("data/link_words.tsv").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        found.setdefault(row["kind"], set()).add(row["name"])
    return {kind: frozenset(names) for kind, names in found.items()}


def in_office(record: Record, date: str) -> bool | None:
    """Whether any office was held on the date; None without dates (of the offices or of the article)."""
    known = [h for o in record.offices if date and (h := o.held_on(date)) is not None]
    return any(known) if known else None


def describe(record: Record) -> str:
    """The record in a few words: label, what it is, item."""
    what = record.offices[0].title if record.offices else record.subtype
    return f"{record.label} ({what}{', ' + record.qid if record.qid else ''})"


def supported(record: Record, context: Context) -> bool:
    """Whether the article speaks of a country of the record."""
    return context.weight(record.countries) > 0


def implausible(entity: Entity, candidate: Candidate, context: Context, text: str) -> str:
    """Why the candidate may not be linked although its name fits, or "" when nothing speaks against it."""
    record = candidate.record
    if record.qid == _FORM_OF_GOVERNMENT and _form_of_government(entity, text):
        return "written small, an “Islamic state” is a form of government here, not the group"
    if record.type == "Person":
        return _doubtful_person(entity, candidate, context)
    if record.type in {"Place", "State"} and _somebody(entity, candidate, context, text):
        return f"“{candidate.name}” is somebody's surname in this article"
    if record.type == "Place":
        return _doubtful_place(candidate, context)
    if record.type == "State":
        return _doubtful_state(entity, candidate, context)
    return _doubtful_body(entity, candidate, context, text)


def _form_of_government(entity: Entity, text: str) -> bool:
    written = [m.span.of(text) for m in entity.mentions if m.kind == "name"] or [entity.name]
    return not any(
        "State" in w or "STATE" in w or is_acronym(w) or fold(w) in {"daesh", "isis", "isil"} for w in written
    )


def _doubtful_person(entity: Entity, candidate: Candidate, context: Context) -> str:
    record = candidate.record
    near = supported(record, context)
    held = in_office(record, context.date)
    if candidate.how == "surname":
        if not (record.offices and near and held is not False):
            return f"the surname alone is not enough for {describe(record)}"
        return ""
    known = bool(record.offices) or record.fame >= FAMOUS
    if record.countries and not near and not (known and candidate.how in {"label", "alias"}):
        return f"{describe(record)} bears the name, but the article does not speak of that country"
    if not record.countries and not known:
        return f"nothing in the article tells whether this is {describe(record)}"
    if candidate.how in {"transliteration", "shorter or longer form of the name"} and not near:
        return f"the name is only close to {describe(record)}, and the article does not speak of that country"
    return _office_too_late(record, context)


def _office_too_late(record: Record, context: Context) -> str:
    """Somebody whose first office began long after the article is hardly meant, unless famous before."""
    starts = [o.start[:4] for o in record.offices if o.start]
    if starts and context.date and int(min(starts)) - int(context.date[:4]) > 20:
        return f"{describe(record)} came to office more than twenty years after the article"
    return ""


_WHERE = re.compile(r"\b(?:in|at|to|from|near|into|outside|around|towards?|through|leaving|left)\s+$", re.IGNORECASE)


def _somebody(entity: Entity, candidate: Candidate, context: Context, text: str) -> bool:
    """Whether a place bears the surname of somebody in the article, and nothing is said to be or go there."""
    if fold(candidate.name) not in context.surnames:
        return False
    return not any(_WHERE.search(text[max(0, m.span.start - 12) : m.span.start]) for m in entity.mentions)


def _doubtful_place(candidate: Candidate, context: Context) -> str:
    record = candidate.record
    if record.subtype in {"continent", "sea", "region of the world", "capital city"}:
        return ""
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


def _doubtful_state(entity: Entity, candidate: Candidate, context: Context) -> str:
    """A state that shares its name with part of another state (Georgia), when the article speaks of that other state
    only."""
    record = candidate.record
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
