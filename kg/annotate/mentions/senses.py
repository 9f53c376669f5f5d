"""Nouns that describe a body, a person or a state in one sense and nobody in another: "bodies", "bank", "power"."""

from __future__ import annotations

from kg.annotate.parsed import Doc, Token

_COLLECTIVE = frozenset(
    "international regional governing public rights human professional religious legislative global sports electoral "
    "supervisory judicial independent umbrella investigative administrative advisory government state un u.n. "
    "continental pan-african world trade monitoring decision-making elected 15-nation top highest".split()
)
_SHORES = frozenset(
    "river left right west east north south western eastern northern southern opposite far other".split()
)
_WATERS = frozenset("river lake canal stream creek".split())
_POWERS = frozenset("colonial regional nuclear world major foreign western great big occupying global european".split())
_BODIES = frozenset({"body", "bodies"})
_BANKS = frozenset({"bank", "banks"})
_NEAR = 6
"""Tokens behind "bank of" in which a word for water stands."""
_MACHINES = frozenset("strategic stealth heavy long-range supersonic nuclear-capable tactical dive".split())
_COUNTRIES = frozenset({"LOC", "GPE", "NORP"})


def bodied(doc: Doc, first: int, noun: Token) -> bool:
    """Whether a noun whose phrase begins at token ``first`` means somebody, as far as the words around it tell."""
    before = {t.lower_ for t in doc[first : noun.i]}
    behind = doc[noun.i + 1 : noun.i + 1 + _NEAR]
    following = behind[0].lower_ if behind else ""
    owned = first > 0 and doc[first - 1].tag_ in ("POS", "PRP$")
    if _is_aircraft(doc, first, noun):
        return False
    if noun.lower_ in _BODIES:
        return bool(before & _COLLECTIVE) or (noun.lower_ == "body" and not owned and following not in ("of", "was"))
    if noun.lower_ in _BANKS:
        water = following == "of" and any(t.lower_ in _WATERS for t in behind)
        return not (before & _SHORES or water)
    return True


def is_state(doc: Doc, first: int, noun: Token) -> bool:
    """ "the former colonial power", "its neighbour": states, though the noun may also mean a person."""
    if noun.lower_ == "power":
        return any(t.lower_ in _POWERS for t in doc[first : noun.i])
    if noun.lower_ in ("ruler", "master"):
        return any(t.lower_ == "colonial" for t in doc[first : noun.i])
    if noun.lemma_ not in ("neighbor", "neighbour") or noun.tag_ != "NN":
        return False
    return any(t.lower_ in _SHORES for t in doc[first : noun.i]) or (first > 0 and doc[first - 1].lower_ == "its")


def _is_aircraft(doc: Doc, first: int, token: Token) -> bool:
    """ "B-52 bombers", "F-15 fighters", "Russian bombers": machines, where no word before them says otherwise."""
    if token.lemma_.lower() not in ("bomber", "fighter"):
        return False
    before = doc[first : token.i]
    if any(t.lower_ in _MACHINES or (t.text[-1].isdigit() and t.text[0].isupper()) for t in before):
        return True
    if any(t.text == "-" and t.i > first and t.nbor(-1).text.isupper() and t.nbor().like_num for t in before):
        return True  # "F-15" in three words
    return token.lower_ == "bombers" and bool(before) and all(t.ent_type_ in _COUNTRIES or t.is_punct for t in before)
