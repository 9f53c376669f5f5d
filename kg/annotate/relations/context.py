"""Whose minister or president somebody is of whom only the story tells: "Niger's government said ... President X"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.draft import Draft, Raw
from kg.annotate.parsed import Token
from kg.annotate.relations.former import past, past_office, toppled
from kg.annotate.relations.offices import bearer, is_office
from kg.annotate.relations.setting import Setting
from kg.annotate.relations.tie import Tie, phrases

_OFFICES = frozenset({"minister", "premier", "president", "chancellor"})
# Of whom a secretary is a minister.
_FIELDS = frozenset("defense defence foreign home treasury interior justice".split())
# Before "general" these are an office that states have.
_OF_LAW = frozenset({"attorney", "prosecutor", "solicitor"})
# Who has one of these fields speaks of other states, and in them.
_ABROAD = frozenset("foreign external defense defence trade".split())
# What may stand before such an office in a title, beside the field of a minister.
_BEFORE = frozenset("prime deputy vice acting interim first caretaker transitional the new newly elected".split())
_ORGANIZED = frozenset({"Organization", "ArmedGroup", "MilitaryForce", "Place", "State"})
_OWNERS = frozenset({"'s", "'", "-"})


def of_the_story(draft: Draft, ties: list[Tie]) -> Iterator[Tie]:
    """The office of everybody with a title of states that nothing near says the state of, where the story does."""
    bare = [*_titled(draft), *_apposed(draft)]
    if not bare:
        return
    placed = {tie.subject.group for tie in ties if tie.office and not tie.ended}
    setting = Setting(draft)
    for person, noun, office in bare:
        if person.group in placed or toppled(draft, person):
            continue
        abroad = not _ABROAD.isdisjoint(office.lower().split()) or noun.lower_ == "secretary"
        state = setting.state_of(person, noun, abroad=abroad)
        if state is not None:
            placed.add(person.group)
            yield Tie("holdsOffice", person, state, noun, "story", office)


def _titled(draft: Draft) -> Iterator[tuple[Raw, Token, str]]:
    """Persons with a title that says no state, the noun of the title, and the title."""
    for person in draft.mentions:
        if (noun := _office(draft, person)) is not None:
            title = draft.text.doc[max(person.cover[0], person.first - 4) : noun.i + 1]
            yield person, noun, " ".join(t.text for t in title if t.lower_ != "the")


def _office(draft: Draft, person: Raw) -> Token | None:
    """The noun of a title that only states have, with nothing beside it that says whose it is."""
    if person.type != "Person" or person.kind != "name" or person.cover[0] >= person.first:
        return None
    start = person.cover[0]
    title = draft.text.doc[start : person.first]
    if any(past(t) for t in draft.text.doc[max(start - 2, 0) : person.first]) or not _of_states(title):
        return None
    owned = start > 0 and draft.text.doc[start - 1].lower_ in _OWNERS
    inside = any(m is not person and m.type in _ORGANIZED for m in draft.starting(start, person.first))
    return None if owned or inside else title[-1]


def _of_states(title: tuple[Token, ...]) -> bool:
    """Whether the words of a title are those of an office that only states have."""
    noun, before = title[-1], [t for t in title[:-1] if t.lower_ not in _BEFORE and t.text != "-"]
    if noun.lower_ == "general":
        return len(title) > 1 and title[-2].lower_ in _OF_LAW
    if noun.lower_ == "secretary":
        return title[0].lower_ in _FIELDS
    if noun.lemma_.lower() not in _OFFICES:
        return False
    return noun.lemma_.lower() == "minister" or not before  # "club president X"


def _apposed(draft: Draft) -> Iterator[tuple[Raw, Token, str]]:
    """ "The foreign minister, X, said", "X, the prime minister,": persons, the noun of the office, and the office."""
    doc, view = draft.text.doc, draft.view
    for noun in doc:
        if noun.lower_ not in _OFFICES or noun.tag_ != "NN" or not is_office(noun):
            continue
        start = noun.i
        while start > noun.sent.start and (doc[start - 1].pos_ in ("ADJ", "NOUN") or doc[start - 1].text == "-"):
            start -= 1
        article, words = doc[start - 1] if start else noun, doc[start : noun.i + 1]
        if article.lower_ != "the" or not _of_states(words) or any(draft.at(t) in _named(draft, words) for t in words):
            continue
        person = bearer(draft, noun)
        owned = view.children(noun, "poss") or phrases(draft, noun, "of", "for", "in", "at")
        if person is not None and person.kind == "name" and not owned and past_office(draft, noun) is None:
            yield person, noun, " ".join(t.text for t in words)


def _named(draft: Draft, words: tuple[Token, ...]) -> list[Raw]:
    """The names among some words: "the Danish minister"."""
    return [m for m in draft.starting(words[0].i, words[-1].i + 1) if m.kind == "name"]
