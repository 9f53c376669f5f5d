"""Whose minister or president somebody is of whom only the story tells: "Niger's government said ... President X"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.annotate.draft import Draft, Raw
from kg.annotate.parsed import Token
from kg.annotate.relations.former import past, toppled
from kg.annotate.relations.tie import Tie, phrases

_OFFICES = frozenset({"minister", "premier", "president", "chancellor"})
# Of whom a secretary is a minister.
_FIELDS = frozenset("defense defence foreign home treasury interior justice".split())
# What may stand before such an office in a title, beside the field of a minister.
_BEFORE = frozenset("prime deputy vice acting interim first caretaker transitional the new newly elected".split())
_ORGANIZED = frozenset({"Organization", "ArmedGroup", "MilitaryForce", "Place", "State"})
_LEAD = 2
"""Blocks of text, the headline and a dateline among them, that make up the lead."""
_MANY = 3
"""Times that a story names its state, at least."""


def of_the_story(draft: Draft, ties: list[Tie]) -> Iterator[Tie]:
    """The office of everybody with a title of states that nothing near says the state of, where the story does."""
    bare = [(m, noun) for m in draft.mentions if (noun := _office(draft, m)) is not None]
    if not bare:
        return
    placed = {tie.subject.group for tie in ties if (tie.office or tie.type == "heads") and not tie.ended}
    most, leading = _main_state(draft), _leading(draft)
    for person, noun in bare:
        if person.group in placed or toppled(draft, person):
            continue
        acting = _acting(draft, noun)
        state = acting if acting is not None and acting.group in leading else most
        if state is None or _other_near(draft, noun, state):
            continue
        placed.add(person.group)
        title = draft.text.doc[max(person.cover[0], person.first - 4) : noun.i + 1]
        office = " ".join(t.text for t in title if t.lower_ != "the")
        yield Tie("holdsOffice", person, state, noun, "story", office)


def _office(draft: Draft, person: Raw) -> Token | None:
    """The noun of a title that only states have, with nothing beside it that says whose it is."""
    if person.type != "Person" or person.kind != "name" or person.cover[0] >= person.first:
        return None
    start = person.cover[0]
    title = draft.text.doc[start : person.first]
    noun = title[-1]
    if any(past(t) for t in draft.text.doc[max(start - 2, 0) : person.first]):
        return None
    if noun.lemma_.lower() not in _OFFICES and not (noun.lower_ == "secretary" and title[0].lower_ in _FIELDS):
        return None
    named = noun.lemma_.lower() not in ("minister", "secretary")
    fields = [t for t in title[:-1] if t.lower_ not in _BEFORE and t.text != "-"]
    if named and fields:
        return None  # "club president X"
    owned = start > 0 and draft.text.doc[start - 1].lower_ in ("'s", "'", "-")
    inside = any(m is not person and m.type in _ORGANIZED for m in draft.starting(start, person.first))
    return None if owned or inside else noun


def _acting(draft: Draft, noun: Token) -> Raw | None:
    """The state whose government is the subject of the sentence, or which acts in the one before, in the lead.

    Later on a sentence about one side is often followed by the answer of the other.
    """
    doc, view = draft.text.doc, draft.view
    start = noun.sent.start
    lead = start > 0 and draft.text.block_of(doc[start - 1]) <= _LEAD
    for at in (start, doc[start - 1].sent.start) if lead else (start,):
        for token in doc[at].sent:
            if token.i >= noun.i or token.pos_ == "VERB":
                break
            if view.rel(token) not in ("subj", "subjpass"):
                continue
            own, here = at == start, draft.at(token)
            if here is None or here.type not in ("Government",) + (() if own else ("State",)):
                return None  # a state may act on the president of another
            near = [token, *view.children(token, "poss", "amod", "compound"), *phrases(draft, token, "of")]
            found = [m for t in near if (m := draft.at_token.get(t.i)) is not None]
            found += [m for t in near for m in draft.starting(t.i, t.i + 1)]
            return next((m for m in found if m.type == "State" and m.kind == "name"), None)
    return None


def _leading(draft: Draft) -> set[int]:
    """The states (by entity) of the headline, or of the first sentence where there is none: others only comment."""
    doc = draft.text.doc
    first = [m for m in draft.mentions if m.type == "State" and m.kind == "name" and not m.metonym]
    head = {m.group for m in first if draft.text.block_of(doc[m.head]) == 0}
    opening = doc[0].sent.end
    return head or {m.group for m in first if m.first < opening}


def _main_state(draft: Draft) -> Raw | None:
    """The state that a story begins with and names twice as often as any other, if there is one."""
    names = [m for m in draft.mentions if m.type == "State" and m.kind == "name" and not m.metonym]
    counted = Counter(m.group for m in names).most_common(2)
    if not counted or counted[0][1] < _MANY or (len(counted) > 1 and counted[0][1] < 2 * counted[1][1]):
        return None
    main = next(m for m in names if m.group == counted[0][0])
    return main if draft.text.block_of(draft.text.doc[main.head]) == 0 else None


def _other_near(draft: Draft, noun: Token, state: Raw) -> bool:
    """Whether the sentence names another state before the title."""
    near = draft.starting(noun.sent.start, noun.i)
    return any(m.type == "State" and m.kind == "name" and m.group != state.group for m in near)
