"""A time expression in its sentence: what it hangs on, and whose time the words around it say that it is not."""

from __future__ import annotations

from dataclasses import dataclass

from kg.annotate.parsed import Token
from kg.annotate.times import Timex

PHRASE = 12
"""Tokens from a word to the time that it is about ("ahead of", a superlative)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A time expression, the tokens it spans and the word it hangs on."""

    timex: Timex
    tokens: tuple[Token, ...]
    anchor: Token | None


def another(here: list[Placed], ranked: list[tuple[int, int, int]], at: int) -> bool:
    """Whether the next of the ranked times is as near in the parse and stands before this one."""
    if at + 1 >= len(ranked):
        return False
    rank, _, i = ranked[at + 1]
    return rank <= 1 and here[i].tokens[0].i < here[ranked[at][2]].tokens[0].i


def ahead_of(placed: Placed, verb: Token) -> bool:
    """ "Ahead of talks on Friday, troops shelled the town": the day is that of what is ahead, not the verb's."""
    first = placed.tokens[0]
    for i in range(first.i - 1, max(first.sent.start - 1, first.i - PHRASE), -1):
        word = first.doc[i]
        if word.text == "," or word.i == verb.i:
            return False
        if word.lower_ == "ahead" and word.nbor(1).lower_ == "of":
            return True
    return False


def is_for(placed: Placed) -> bool:
    """Whether "for" introduces a day or month: what is "for Friday" is to come."""
    first, last = placed.tokens[0], placed.tokens[-1]
    alone = last.i + 1 >= last.sent.end or last.nbor(1).pos_ in ("PUNCT", "ADP", "CCONJ", "SCONJ")
    introduced = first.i > first.sent.start and first.nbor(-1).lower_ == "for"
    return introduced and alone and placed.timex.kind in ("weekday", "date")


def covers(placed: Placed, trigger: Token) -> bool:
    """Whether a trigger is one of the words of the time itself."""
    return any(t.i == trigger.i for t in placed.tokens)


def of_the_asking(placed: Placed, trigger: Token) -> bool:
    """ "On Tuesday the senate urged him to resign", "agreed Tuesday to resign": the day is that of what was said then,
    not of what is to come of it."""
    verb = placed.anchor
    told = verb is not None and verb.tag_ in ("VBD", "VBN") and verb.i < trigger.i
    near = verb is not None and (placed.tokens[-1].i < verb.i or placed.tokens[0].i == verb.i + 1)
    return told and near and trigger.tag_ == "VB"


def of_what_is_to_come(placed: Placed, trigger: Token) -> bool:
    """ "agreed to meet next week": the time hangs on the infinitive below a verb in the past."""
    verb = placed.anchor
    return verb is not None and verb.tag_ == "VB" and trigger.tag_ in ("VBD", "VBN") and trigger.i < verb.i
