"""Who is the same as whom inside one article.

Sure ties first (same words, surname, acronym, catalogue item, apposition), then definite descriptions that can only
point back ("the group"), then pronouns where they are safe. `group` numbers every mention with its entity; a number is
kept by all later components.
"""

from __future__ import annotations

from kg.annotate.coref.beside import (
    join_appositions,
    join_asides,
    join_bearers,
    join_chiefs,
    join_countries,
    join_headline,
    join_introduced,
    join_known,
    join_settlements,
    join_state_roles,
)
from kg.annotate.coref.called import join_armies, join_colonial, join_heads, join_short, join_sites
from kg.annotate.coref.courts import join_courts
from kg.annotate.coref.descriptions import join_descriptions
from kg.annotate.coref.groups import Groups
from kg.annotate.coref.metonyms import name_capitals, place_capitals, read_metonyms
from kg.annotate.coref.missions import join_missions
from kg.annotate.coref.names import (
    join_acronyms,
    join_halves,
    join_renamed,
    join_same_record,
    join_same_words,
    join_surnames,
)
from kg.annotate.coref.pronouns import join_pronouns
from kg.annotate.coref.types import settle_types
from kg.annotate.draft import Draft
from kg.annotate.gazetteer import Gazetteer

__all__ = ["group"]


def group(draft: Draft, gazetteer: Gazetteer) -> None:
    """Number all mentions of the draft with their entity (`Raw.group`), and settle the type of each entity."""
    read_metonyms(draft, gazetteer)
    name_capitals(draft, gazetteer)
    groups = Groups(draft.mentions)
    join_same_record(groups, draft, gazetteer)
    join_same_words(groups, draft)
    join_acronyms(groups, draft)
    join_renamed(groups, draft)
    join_surnames(groups, draft)
    join_halves(groups, draft)
    join_appositions(groups, draft)
    join_asides(groups, draft)
    join_bearers(groups, draft)
    join_introduced(groups, draft)
    join_known(groups, draft)
    join_headline(groups, draft)
    join_state_roles(groups, draft)
    join_settlements(groups, draft)
    join_chiefs(groups, draft)
    join_missions(groups, draft)
    join_short(groups, draft, gazetteer)
    join_armies(groups, draft)
    join_sites(groups, draft)
    join_colonial(groups, draft, gazetteer)
    join_heads(groups, draft)
    join_courts(groups, draft)
    join_descriptions(groups, draft, gazetteer)
    join_pronouns(groups, draft)
    join_countries(groups, draft)
    settle_types(groups, draft, gazetteer)
    for mention in draft.mentions:
        mention.group = groups.root(mention)
    place_capitals(draft, gazetteer)
