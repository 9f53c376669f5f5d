"""Lasting relations between entities: offices, heads, members, allies, bases, origins, strengths.

They are read from titles, appositions, copulas, participles and a few verbs. What is said to be past ("former premier")
is a relation with the time by which it had ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from kg.annotate.draft import Draft
from kg.annotate.numbers import Amount
from kg.annotate.parsed import Token
from kg.annotate.relations.appointments import appointed
from kg.annotate.relations.context import of_the_story
from kg.annotate.relations.former import time_of
from kg.annotate.relations.lists import including, listed
from kg.annotate.relations.membership import (
    associated,
    belonging,
    joined,
    left,
    linked,
    parts,
    party_of,
    within,
    within_whole,
)
from kg.annotate.relations.offices import roles, titles
from kg.annotate.relations.places import based, born, hometown, seated
from kg.annotate.relations.service import commanded, employed, heads, members, now_at, own_party, owned
from kg.annotate.relations.sides import allied, colonial, loyal
from kg.annotate.relations.sites import sites
from kg.annotate.relations.strength import strengths
from kg.annotate.relations.theirs import lawyers, presiding, theirs
from kg.annotate.relations.tie import Tie
from kg.annotate.utterances import Utterance, Voices
from kg.model import Relation

__all__ = ["find_relations"]

# No relation is told by one of these; they are half of all words.
_LITTLE = frozenset({"PUNCT", "DET", "CCONJ", "SCONJ", "PART", "AUX", "ADP", "SYM"})
# Whoever heads a body, or has an office in it, also belongs to it: the first rule that tells of both says enough.
_SERVING = frozenset({"heads", "holdsOffice", "memberOf", "affiliatedWith"})
_RULES = (
    *(
        roles,
        theirs,
        lawyers,
        presiding,
        appointed,
        members,
        now_at,
        owned,
        own_party,
        employed,
        heads,
        commanded,
        based,
        seated,
        hometown,
        born,
    ),
    *(
        allied,
        loyal,
        associated,
        belonging,
        joined,
        left,
        linked,
        parts,
        within,
        within_whole,
        party_of,
        listed,
        including,
        colonial,
    ),
)
_OF_VERBS = frozenset({appointed, employed, heads, belonging, joined, left})
_OF_NOUNS = frozenset({roles, theirs, lawyers, presiding, allied, associated, within_whole, own_party, party_of})


def find_relations(draft: Draft, utterances: list[Utterance], amounts: list[Amount]) -> list[Relation]:
    """All relations of a draft, each once a sentence; subjects and objects name entities by group ("g12")."""
    # Rules make mentions on demand; titles and sites belong to names, which are all there from the start.
    ties = [tie for mention in list(draft.mentions) for rule in (titles, sites) for tie in rule(draft, mention)]
    telling = [token for token in draft.text.doc if token.pos_ not in _LITTLE]
    ties += [tie for token in telling for rule in _rules_of(token.pos_) for tie in rule(draft, token)]
    ties += strengths(draft, amounts)
    ties += of_the_story(draft, ties)
    return _numbered(draft, ties, Voices(utterances))


@cache
def _rules_of(pos: str) -> tuple[Callable[[Draft, Token], Iterator[Tie]], ...]:
    """The rules for a part of speech, in order: some speak of verbs alone, some of nouns."""
    others = (frozenset() if pos == "VERB" else _OF_VERBS) | (frozenset() if pos in ("NOUN", "PROPN") else _OF_NOUNS)
    return tuple(rule for rule in _RULES if rule not in others)


def _numbered(draft: Draft, ties: list[Tie], voices: Voices) -> list[Relation]:
    out: list[Relation] = []
    seen: set[tuple[str, int, int, int, bool]] = set()
    for tie in ties:
        other = tie.object.group if tie.object else -1
        serving = "serves" if tie.type in _SERVING else tie.type
        key = (serving, tie.subject.group, other, tie.token.sent.start, tie.ended is not None)
        ends = (tie.subject, tie.object)
        unknown = any(m is not None and m.kind == "pronoun" and not m.used for m in ends)
        if key in seen or tie.subject.group == other or unknown:
            continue
        seen.add(key)
        out.append(_relation(draft, tie, f"r{len(out) + 1}", voices))
    return out


def _relation(draft: Draft, tie: Tie, key: str, voices: Voices) -> Relation:
    """The frozen relation of a tie. Marks its mentions, and who tells of it, as used."""
    subject, other, doc = tie.subject, tie.object, draft.text.doc
    speakers = [u.speaker for u in voices.over(tie.token) if u.speaker.group != subject.group]
    for mention in (subject, other, *speakers):
        if mention is not None:
            mention.used = True
    near = other is not None and doc[other.head].sent == doc[subject.head].sent
    first, last = sorted((subject.head, other.head if other is not None and near else tie.token.i))
    return Relation(
        id=key,
        type=tie.type,
        subject=f"g{subject.group}",
        object=f"g{other.group}" if other else None,
        sentence=draft.text.sentence(tie.token),
        evidence=draft.text.span(doc[first], doc[last]),
        office=tie.office,
        value=tie.value,
        maximum=tie.maximum,
        time=time_of(draft, tie.ended) if tie.ended is not None else None,
        attributed_to=tuple(dict.fromkeys(f"g{s.group}" for s in speakers)),
        rule=tie.rule,
    )
