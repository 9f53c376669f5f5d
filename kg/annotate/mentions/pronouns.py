"""Pronouns, and "the pair": mentions that are published only when coreference finds whom they mean."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.draft import Raw
from kg.annotate.mentions.kinds import kinds_of
from kg.annotate.parsed import Token
from kg.annotate.text import Text
from kg.model import EntityType

# What the antecedent most likely is; coreference has the last word.
_PRONOUNS: dict[str, EntityType] = {
    "he": "Person", "him": "Person", "his": "Person", "she": "Person", "her": "Person",
    "they": "Group", "them": "Group", "their": "Group",
    "it": "Organization", "its": "Organization", "we": "Person", "our": "Person", "us": "Person",
    "i": "Person", "my": "Person", "me": "Person",
}  # fmt: skip


def find_pronouns(text: Text) -> Iterator[Raw]:
    """All pronouns that can stand for an entity."""
    for token in text.doc:
        if _is_pair(text, token):
            yield _pronoun(token, "Group")
        kind = _PRONOUNS.get(token.lower_)
        if kind is None or token.tag_ not in ("PRP", "PRP$", "NNP", "NN") or token.text == "US":
            continue
        if _glued(token):
            continue
        # "it is said that": nobody.
        if token.lower_ in ("it", "its") and text.view.rel(token) in ("dep", "expl"):
            continue
        yield _pronoun(token, kind)


def _glued(token: Token) -> bool:
    """Whether a word is a part of another: "i" of "Mazar-i-Sharif"."""
    behind = token.i + 1 < len(token.doc) and not token.whitespace_ and token.nbor(1).text == "-"
    return behind and token.i > 0 and token.nbor(-1).text == "-"


def _is_pair(text: Text, token: Token) -> bool:
    """ "the pair", but not "the pair of them"."""
    if token.lower_ not in ("pair", "duo") or not token.i or token.nbor(-1).lower_ != "the":
        return False
    return not text.view.edges(token, "nmod")


def _pronoun(token: Token, kind: EntityType) -> Raw:
    i = token.i
    return Raw(i, i, i, "pronoun", kind, kinds_of(kind), False, (i, i), used=False)
