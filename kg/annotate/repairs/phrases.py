"""Phrases of nouns, and nouns for persons, as several repairs look at them."""

from __future__ import annotations

from kg.annotate.lexicon import descriptions
from kg.annotate.parsed import Token
from kg.annotate.schemes import Edge

PERSONS = frozenset({"PERSON", "PER"})
"""Labels of persons, by the schemes of pipelines."""


def phrase_start(edges: list[Edge], noun: int, rels: frozenset[str]) -> int:
    """The position at which the phrase of a noun begins, by what stands before it and hangs on it by some relations."""
    first, queue = noun, [noun]
    while queue:
        top = queue.pop()
        for e in edges:
            if e.head == top and e.child < top and e.rel in rels:
                first = min(first, e.child)
                queue.append(e.child)
    return first


def describes_person(token: Token) -> bool:
    """Whether a noun says what somebody is ("premier", "envoy")."""
    known = descriptions().get(token.lemma_.lower())
    return known is not None and "person" in known.kinds
