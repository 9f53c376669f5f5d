"""Persons whom the parser takes for bodies or places: a rank before the name or a role beside it says who they are."""

from __future__ import annotations

from kg.annotate.gazetteer import Gazetteer
from kg.annotate.lexicon import name_words, words
from kg.annotate.mentions.overlooked import person_phrase, personal
from kg.annotate.parsed import Doc, Token, text_of

_RANKS = frozenset(
    "Gen. Gen Colonel Col. Col Lt. Lt Capt. Capt Captain Maj. Maj Major Sgt. Sgt Sergeant Brigadier Brig. Brig "
    "Lieutenant Adm. Adm Admiral Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Senator Sen. Ayatollah Mullah Commander".split()
)


_RULERS = frozenset({"King", "Queen", "Emir", "Sultan", "Prince", "Princess"})


def someone(doc: Doc, gazetteer: Gazetteer, first: int, last: int) -> bool:
    """Whether tokens that are labelled as a body or a place name a person: "Brigadier Salem al-Lind", "the head of the
    mission, Ana Lind of Mali,", "Oury Lind, governor of the region"."""
    name = doc[first : last + 1]
    body = any(t.text in name_words("last") or t.text in name_words("first") for t in name)
    if body or len([t for t in name if t.text[:1].isupper()]) < 2:
        return False
    if doc[first].text in _RANKS:
        return last - first > 1 and not name[1].is_upper
    if any(t.ent_type_ and t.lower_ in words("peoples") for t in name) or gazetteer.records(text_of(name)):
        return False
    before = doc[first - 1] if first > 1 and not doc[first].is_sent_start else None
    held = before is not None and before.text == "," and person_phrase(doc, first - 2) is not None
    behind = doc[last + 1 : last + 4]
    if held and (not behind or behind[0].text in (",", ".")):
        return any(t.lower_ == "of" for t in name) or len(behind) < 3 or behind[0].text == "."
    return len(behind) == 3 and behind[0].text == "," and _one_role(behind[1], behind[2])


def sovereign(doc: Doc, gazetteer: Gazetteer, first: int, last: int) -> int | None:
    """Where a ruler's name begins in what is labelled a place: at "King" of "Saudi King Salman"; None in any other."""
    if doc[last].text in name_words("last") or gazetteer.records(text_of(doc[first : last + 1])):
        return None
    for i in range(first, last):
        if doc[i].text in _RULERS and all(t.is_title and t.is_alpha for t in doc[i + 1 : last + 1]):
            return i
    return None


def _one_role(noun: Token, following: Token) -> bool:
    """ "governor of": what one person is, and no state or body can be."""
    one = noun.tag_ == "NN" and noun.is_lower and following.lower_ in ("of", "for")
    return one and personal(noun) and noun.lemma_ not in words("state-roles")
