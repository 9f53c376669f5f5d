"""What an item is in our terms: from the classes of Wikidata that it is an instance of, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kg.model import EntityType

Kind = tuple[EntityType, str]
"""Type, and subtype as the catalogue names it."""

ROOTS: Mapping[str, tuple[str, EntityType, str]] = MappingProxyType(
    {
        "Q5": ("human", "Person", ""),
        "Q3024240": ("historical country", "State", "historical country"),
        "Q3624078": ("sovereign state", "State", "sovereign state"),
        "Q6256": ("country", "State", "country"),
        "Q7278": ("political party", "Organization", "political party"),
        "Q17127659": ("terrorist organization", "ArmedGroup", "armed group"),
        "Q153936": ("militia", "ArmedGroup", "militia"),
        "Q207320": ("paramilitary", "ArmedGroup", "armed group"),
        "Q37726": ("army", "MilitaryForce", "army"),
        "Q4508": ("navy", "MilitaryForce", "navy"),
        "Q61883": ("air force", "MilitaryForce", "air force"),
        "Q781132": ("military branch", "MilitaryForce", "military force"),
        "Q176799": ("military unit", "MilitaryForce", "military force"),
        "Q11204": ("legislature", "Organization", "legislature"),
        "Q190752": ("supreme court", "Organization", "supreme court"),
        "Q41487": ("court", "Organization", "court"),
        "Q192283": ("news agency", "Organization", "news agency"),
        "Q11032": ("newspaper", "Organization", "news publisher"),
        "Q47913": ("intelligence agency", "Organization", "intelligence agency"),
        "Q20901295": ("foreign affairs ministry", "Organization", "foreign ministry"),
        "Q192350": ("ministry", "Organization", "ministry"),
        "Q484652": ("international organization", "Organization", "international organization"),
        "Q515": ("city", "Place", "city"),
        "Q3957": ("town", "Place", "city"),
        "Q532": ("village", "Place", "village"),
        "Q486972": ("human settlement", "Place", "settlement"),
        "Q5107": ("continent", "Place", "continent"),
        "Q165": ("sea", "Place", "sea"),
        "Q15324": ("body of water", "Place", "water"),
        "Q56061": ("administrative territorial entity", "Place", "province"),
        "Q23442": ("island", "Place", "island"),
        "Q8502": ("mountain", "Place", "mountain"),
        "Q8514": ("desert", "Place", "desert"),
        "Q41176": ("building", "Place", "building"),
        "Q1248784": ("airport", "Place", "airport"),
        "Q82794": ("geographic region", "Place", "region"),
        "Q7188": ("government", "Government", "government"),
        "Q327333": ("government agency", "Organization", "government agency"),
        "Q783794": ("company", "Organization", "company"),
        "Q4830453": ("business", "Organization", "company"),
        "Q43229": ("organization", "Organization", ""),
    }
)
"""Class -> its label, our type, our subtype; what tells most stands first, since a state is an organization, too."""


def kind(classes: Iterable[str]) -> Kind | None:
    """Type and subtype of an item that is an instance of those classes; None when none of them tells."""
    given = set(classes)
    for qid, (_, type_, subtype) in ROOTS.items():
        if qid in given:
            return type_, subtype
    return None


def query(qids: Iterable[str]) -> str:
    """SPARQL for which of the roots each item is an instance of (P31), also by way of subclasses (P279)."""
    items = " ".join(f"wd:{qid}" for qid in sorted(qids))
    roots = " ".join(f"wd:{qid}" for qid in sorted(ROOTS))
    return (
        "PREFIX wd: <http://www.wikidata.org/entity/> PREFIX wdt: <http://www.wikidata.org/prop/direct/> "
        f"SELECT DISTINCT ?item ?class WHERE {{ VALUES ?item {{ {items} }} VALUES ?class {{ {roots} }} "
        "?item wdt:P31/wdt:P279* ?class } ORDER BY ?item ?class"
    )
