"""A relation in the making, and what several rules ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from kg.annotate.draft import Draft, Raw
from kg.model import EntityType, RelationType

ORGANIZED: frozenset[EntityType] = frozenset({"Organization", "State", "Government", "ArmedGroup", "MilitaryForce"})
"""What has offices and members."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation before it is numbered: ``token`` is the word that tells it, ``rule`` how it was found."""

    type: RelationType
    subject: Raw
    object: Raw | None
    token: Token
    rule: str
    office: str | None = None
    value: float | None = None
    maximum: float | None = None


def first_of(draft: Draft, tokens: Iterable[Token], *types: EntityType) -> Raw | None:
    """The mention of one of the types that the first such token stands for."""
    return next((m for t in tokens if (m := draft.at(t)) is not None and m.type in types), None)


def first_agent(draft: Draft, tokens: Iterable[Token]) -> Raw | None:
    """The mention of an actor that the first such token stands for."""
    return next((m for t in tokens if (m := draft.at(t)) is not None and m.agent), None)


def phrases(draft: Draft, token: Token, *preps: str) -> list[Token]:
    """Heads of the phrases below a token with one of the prepositions, just as written."""
    return [t for prep, t in draft.view.preps(token) if prep in preps]
