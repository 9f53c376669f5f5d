"""Mentions: names (parser, catalogue, patterns), definite and bare descriptions, pronouns - with their types."""

from __future__ import annotations

from kg.annotate.draft import Draft
from kg.annotate.gazetteer import Gazetteer
from kg.annotate.mentions.consistency import found_again, vote
from kg.annotate.mentions.descriptions import describe, find_descriptions
from kg.annotate.mentions.kinds import kinds_of
from kg.annotate.mentions.names import find_names
from kg.annotate.mentions.owners import with_owners
from kg.annotate.mentions.pronouns import find_pronouns
from kg.annotate.text import Text

__all__ = ["describe", "find_mentions", "kinds_of"]


def find_mentions(text: Text, gazetteer: Gazetteer) -> Draft:
    """A draft with all names, descriptions and pronouns of an article, each with a type; not yet grouped."""
    draft = Draft(text)
    names = found_again(text, list(find_names(text, gazetteer)))
    vote(text, gazetteer, names)
    described = list(find_descriptions(text, names))
    with_owners(text, names, described)
    draft.settle([*names, *described, *find_pronouns(text)])
    return draft
