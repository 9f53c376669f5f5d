"""Which states and bodies belong to one, where several are listed: "three of its members - Mali, Guinea and Chad"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.events.status import status_of
from kg.annotate.parsed import Token
from kg.annotate.relations.tie import ORGANIZED, Tie, names_from, phrases
from kg.model import EntityType

_MEMBERS = frozenset({"members", "states", "countries", "nations"})
_MARKS = frozenset({"-", "--", "–", "—", ":", ",", "("})
_SUCH = frozenset({"including", "such", "as", "like"})
_BODIES: frozenset[EntityType] = frozenset({"Organization", "ArmedGroup", "MilitaryForce"})
_FEW = 2
"""Names behind a plain comma that are a list for sure."""


def listed(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "NATO members Turkey and Greece", "its members, including Mali", "Turkey and Greece are members of NATO"."""
    if token.tag_ not in ("NNS", "NNPS") or token.lower_ not in _MEMBERS or draft.view.negated(token):
        return
    view = draft.view
    own = [*phrases(draft, token, "of"), *view.children(token, "poss", "compound", "amod")]
    if token.lower_ != "members" and all(t.lower_ != "member" for t in view.children(token, "compound")):
        return
    whole = next((m for t in own if (m := mention_of(draft, t, make=False)) and m.type in _BODIES), None)
    if whole is None or (whole.kind == "pronoun" and not whole.used):
        return
    found = _behind(draft, token)
    if not found and any(t.tag_ in ("VBP", "VBZ") for t in view.children(token, "cop")):
        found = [m for f in view.subjects(token) if (m := draft.at(f.token)) is not None]
    yield from _members(found, whole, token, "members")


def including(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "The panel includes Mali, Chad and the African Union": whom a body includes belongs to it."""
    if token.pos_ != "VERB" or token.lemma_ not in ("include", "comprise", "group") or token.lower_ == "including":
        return
    if status_of(draft, token).status != "actual" or draft.view.passive(token):
        return
    bodies = [mention_of(draft, f.token) for f in draft.view.subjects(token)]
    whole = next((m for m in bodies if m is not None and m.type in _BODIES), None)
    found = [m for f in draft.view.patients(token) if (m := draft.at(f.token)) is not None]
    if whole is not None:
        yield from _members(found, whole, token, f"verb {token.lemma_}")


def _members(found: list[Raw], whole: Raw, token: Token, rule: str) -> Iterator[Tie]:
    for part in found:
        if part.kind == "name" and part.named and part.type in ORGANIZED and part.group != whole.group:
            yield Tie("memberOf", part, whole, token, rule)


def _behind(draft: Draft, noun: Token) -> list[Raw]:
    """The names listed right behind a plural noun, or behind a mark or "including"."""
    doc, at = draft.text.doc, noun.i + 1
    plain = at < len(doc) and doc[at].text == ","
    while at < len(doc) and (doc[at].text in _MARKS or doc[at].lower_ in _SUCH):
        plain, at = plain and doc[at].text == ",", at + 1
    found = names_from(draft, at)
    return [] if plain and len(found) < _FEW else found
