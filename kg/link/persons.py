"""Why a person whose name fits may still be somebody else: a private person, another holder of an office, a
namesake."""

from __future__ import annotations

import re

from kg.catalogue import Record
from kg.link.candidates import Candidate
from kg.link.context import Context
from kg.link.wording import FAMOUS, describe, in_office, supported, words
from kg.model import Entity
from kg.names import tokens, untitled

NAMESAKE = "name of a monarch"
"""How a king is found by his first name: of as many kings as there are countries."""
_CLOSE_ONLY = frozenset({"transliteration", "shorter or longer form of the name"})
_AFTER = re.compile(r",? (?:who (?:is|was|works? as|worked as) )?(?:an?|the) ([\w-]+(?: [\w-]+){0,3})", re.ASCII)
_BEFORE = re.compile(r"(\w+)[ ,]+$")
_ONCE = frozenset({"former", "once", "onetime"})


def doubtful(entity: Entity, candidate: Candidate, context: Context, text: str) -> str:
    """Why the person of a candidate may not be meant, or "" when nothing speaks against it."""
    record = candidate.record
    near = supported(record, context)
    held = in_office(record, context.date)
    if candidate.how in {"surname", NAMESAKE}:
        if not (record.offices and near and held is not False):
            return f"“{candidate.name}” alone is not enough for {describe(record)}"
        return ""
    if trade := _trade(entity, text):
        return f"a {trade} who has the name of {describe(record)}"
    known = bool(record.offices) or record.fame >= FAMOUS
    if record.countries and not near and not (known and candidate.how in {"label", "alias"}):
        return f"{describe(record)} bears the name, but the article does not speak of that country"
    if not record.countries and not known:
        return f"nothing in the article tells whether this is {describe(record)}"
    if candidate.how in _CLOSE_ONLY and not near:
        return f"the name is only close to {describe(record)}, and the article does not speak of that country"
    if not context.public and not _titled(entity, text):
        return f"the article is not of public affairs, and tells nothing of {describe(record)} but the name"
    return _not_yet(record, candidate, context)


def _trade(entity: Entity, text: str) -> str:
    """The private trade that the text gives to a name ("John Kerry, a retired postman", "his neighbour Paul Ryan")."""
    trades = words()["trade"]
    for span in (m.span for m in entity.mentions if m.kind == "name"):
        if after := _AFTER.match(text, span.end):
            said = after.group(1).lower().split()
            if not _ONCE & set(said) and (found := next((w for w in said if w in trades), "")):
                return found
        before = _BEFORE.search(text[max(0, span.start - 30) : span.start])
        if before and before.group(1).lower() in trades and not _former(text, span.start):
            return before.group(1).lower()
    return ""


def _former(text: str, at: int) -> bool:
    return bool(_ONCE & set(text[max(0, at - 40) : at].lower().split()[-4:]))


def _titled(entity: Entity, text: str) -> bool:
    """Whether the name is said with a title ("President Obama") anywhere."""
    said = (m.span.of(text) for m in entity.mentions if m.kind == "name")
    return any(untitled(name) != name for name in said)


def _not_yet(record: Record, candidate: Candidate, context: Context) -> str:
    """Somebody whose first office began long after the article is hardly meant, unless famous before; nor, by a name
    that is shorter than the full one, somebody who came to office later at all: "George Bush" was another before."""
    starts = [o.start for o in record.offices if o.start]
    if not starts or not context.date:
        return ""
    first = min(starts)
    if int(first[:4]) - int(context.date[:4]) > 20:
        return f"{describe(record)} came to office more than twenty years after the article"
    shorter = candidate.how == "alias" and set(tokens(candidate.name)) < set(tokens(record.label))
    if shorter and first > context.date:
        return f"{describe(record)} came to office after the article, and bears the name only in short"
    return ""
