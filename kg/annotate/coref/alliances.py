"""Alliances of states that a description means: "the 15-nation bloc", "the military alliance"."""

from __future__ import annotations

from collections import Counter

from kg.annotate.coref.names import records_of
from kg.annotate.draft import Draft, Raw
from kg.annotate.gazetteer import Gazetteer
from kg.annotate.parsed import Token

_ALLIANCES = frozenset({"alliance", "bloc", "organization", "organisation", "body"})
_CLUBS = frozenset({"group", "grouping", "club", "union", "community"})
"""Nouns that mean an alliance where the words before them say so."""
_KINDS = frozenset("military western regional economic defence defense transatlantic world international".split())
_OF_REGIONS = frozenset({"regional", "economic"})
_COUNTED = frozenset({"nation", "member", "state", "country"})
_OF_STATES = "international organization"
_WORLDWIDE = frozenset({"United Nations", "Security Council"})


def alliance(draft: Draft, mention: Raw, gazetteer: Gazetteer) -> Raw | None:
    """The one organization of states that the article names before a description, the most spoken of where it counts
    its members."""
    before = list(draft.text.doc[mention.first : mention.head])
    counted = _counts(before)
    kinds = {t.lower_ for t in before} if not counted else set()
    noun = draft.text.doc[mention.head].lemma_.lower()
    club = noun in _CLUBS and (counted or bool(kinds & _OF_REGIONS))
    if not (noun in _ALLIANCES or club) or not kinds <= _KINDS:
        return None
    council = counted and noun in ("body", "council")
    narrow = noun == "bloc" or bool(kinds & _OF_REGIONS) or (counted and not council)
    found = [(m, key) for m, key in _named(draft, mention, gazetteer) if not (narrow and key in _worldwide(gazetteer))]
    often = Counter(key for _, key in found).most_common(2)
    clear = len(often) == 1 or (counted and len(often) > 1 and often[0][1] > often[1][1])
    return next(m for m, key in reversed(found) if key == often[0][0]) if clear else None


def _counts(before: list[Token]) -> bool:
    """ "15-nation": whether the words before a noun say how many states belong to it, and no more."""
    told = [t for t in before if t.text != "-"]
    return len(told) == 2 and told[0].like_num and told[1].lower_ in _COUNTED


def _worldwide(gazetteer: Gazetteer) -> set[str]:
    return {r.key for name in _WORLDWIDE for r in gazetteer.records(name)[:1]}


def _named(draft: Draft, mention: Raw, gazetteer: Gazetteer) -> list[tuple[Raw, str]]:
    """Organizations of states named before a mention, with the key of their item."""
    named = [m for m in draft.mentions if m.kind == "name" and m.type == "Organization" and m.last < mention.first]
    found = [(m, records_of(draft, m, gazetteer)[:1]) for m in named]
    return [(m, r[0].key) for m, r in found if r and r[0].subtype == _OF_STATES]
