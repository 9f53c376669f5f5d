"""Of what kind a token is for a frame (an actor, a crowd, a place, a weapon ...), and which mention it stands for."""

from __future__ import annotations

import re

from kg.annotate.draft import Draft, Raw
from kg.annotate.lexicon import Description, descriptions, words
from kg.annotate.mentions import describe
from kg.annotate.mentions.descriptions import described
from kg.annotate.parsed import Token

# "a Su-24", "two F-16s", "Tornado GR4s": letters and a number, mostly joined by a hyphen.
_DESIGNATION = re.compile(r"(?!G-|COVID)[A-Z][A-Za-z]{0,2}-\d{1,3}[A-Z]{0,2}s?|[A-Z]{2,3}\d{1,2}s")
_LISTS = frozenset({"crowd", "worker", "leader", "authority", "police"})


def mention_of(draft: Draft, token: Token, *, make: bool = True) -> Raw | None:
    """The mention a token heads or lies in; made on the spot from a description when there is none.

    A quantifier gives way to what it counts ("hundreds of protesters").
    """
    inner = partitive(draft, token)
    if inner is not None:
        found = mention_of(draft, inner, make=make)
        if found is not None:
            return found
    found = draft.at(token)
    if found is None and make and token.pos_ in ("NOUN", "PROPN", "ADJ"):
        found = describe(draft.text, token)
        if found is not None:
            draft.add(found)
    return found


def partitive(draft: Draft, token: Token) -> Token | None:
    """What a quantity word counts: "dozens of villagers" -> villagers. A single member is somebody by himself."""
    if token.lower_ == "member" and token.tag_ == "NN":
        return None
    if token.lower_ in words("quantity") or token.pos_ == "NUM":
        for prep, inner in draft.view.preps(token):
            if prep == "of" and inner.i > token.i:
                return inner
    return None


def is_kind(draft: Draft, token: Token, kind: str) -> bool:
    """Whether a token is of a kind that frames ask for; ``thing`` is whatever neither acts nor lies on a map."""
    mention = mention_of(draft, token)
    if kind == "number":
        return token.pos_ == "NUM" or token.lower_ in words("quantity")
    if kind == "many":
        return (
            mention is not None
            and mention.agent
            and (token.tag_ in ("NNS", "NNPS") or len(draft.view.conjuncts(token)) > 1)
        )
    if kind == "inert":  # neither acts, nor lies on a map, nor is a weapon
        unknown = described(token) is None and not is_model(token)
        return mention is None and token.pos_ in ("NOUN", "PROPN") and unknown
    if kind == "thing":
        return mention is None and token.pos_ in ("NOUN", "PROPN")
    if kind == "matter":  # a common noun for neither somebody nor a place nor a weapon: "a target", "tensions"
        return mention is None and token.pos_ == "NOUN" and described(token) is None
    noun = _two_words(token) or described(token)
    if noun is not None and kind in noun.kinds:
        return True
    if kind in ("weapon", "aircraft") and mention is None and is_model(token):
        return True
    if kind in _LISTS and token.lemma_.lower() in words(kind):
        return True
    if kind == "named":
        return mention is not None and mention.named
    if kind == "actor":
        return mention is not None and mention.agent
    if kind == "crowd" and mention is not None and mention.type == "Group":
        return token.tag_ in ("NNS", "NNPS")
    return mention is not None and kind in mention.kinds


def _two_words(token: Token) -> Description | None:
    """What a noun describes together with the word before it: "armored vehicles", "coast guard"."""
    if token.i == token.sent.start:
        return None
    before = token.nbor(-1).lower_
    return descriptions().get(f"{before} {token.lemma_.lower()}") or descriptions().get(f"{before} {token.lower_}")


def is_model(token: Token) -> bool:
    """Whether a word is the name of a model of aircraft, vehicle or missile ("a Reaper", "two Su-24s")."""
    if _DESIGNATION.fullmatch(token.text):
        return True
    return not token.is_lower and token.lower_.removesuffix("s") in words("models")
