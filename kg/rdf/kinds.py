"""What a catalogue knows beyond the article: that a state is sovereign, a city a capital, an organization a party."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from rdflib import URIRef

from kg.model import EntityType
from kg.vocab import DM

Kinds = Callable[[str, EntityType], URIRef | None]
"""QID and the type that the entity has in the graph -> a narrower class, if one is known."""

_SUBTYPES: Mapping[EntityType, Mapping[str, URIRef]] = MappingProxyType(
    {
        "State": {"sovereign state": DM.SovereignState, "partially recognised state": DM.DeFactoState},
        "Place": {
            **dict.fromkeys(("city", "village"), DM.Settlement),
            "capital city": DM.CapitalCity,
            "province": DM.AdministrativeArea,
            **dict.fromkeys(("region", "region of the world", "continent"), DM.Region),
            **dict.fromkeys(("sea", "water"), DM.BodyOfWater),
            **dict.fromkeys(("building", "hotel"), DM.Facility),
        },
        "Organization": {
            "international organization": DM.InternationalOrganization,
            "political party": DM.PoliticalParty,
            **dict.fromkeys(("legislature", "upper house", "lower house"), DM.Legislature),
            **{
                f"{of} ministry": DM.Ministry
                for of in ("foreign", "defence", "justice", "finance", "interior", "health")
            },
            "central bank": DM.CentralBank,
            "supreme court": DM.Court,
            **dict.fromkeys(("intelligence agency", "police"), DM.SecurityService),
            "consultative body": DM.ConsultativeBody,
            "news publisher": DM.MediaOrganization,
            "news agency": DM.NewsAgency,
            "non-governmental organization": DM.NonGovernmentalOrganization,
            "company": DM.Company,
            "national oil company": DM.StateOwnedCompany,
            "umbrella group": DM.UmbrellaGroup,
        },
        "ArmedGroup": {
            "umbrella group": DM.UmbrellaGroup,
            "militia": DM.Militia,
            "insurgent group": DM.InsurgentGroup,
            "jihadist group": DM.JihadistGroup,
            "private military company": DM.PrivateMilitaryCompany,
        },
        "MilitaryForce": {
            **dict.fromkeys(("armed forces", "army", "navy", "air force"), DM.NationalArmedForces),
            "umbrella group": DM.UmbrellaGroup,
        },
    }
)


def fine_class(type_: EntityType, subtype: str) -> URIRef | None:
    """The class of a subtype as catalogues name it; None for one that says no more than the type."""
    return _SUBTYPES.get(type_, {}).get(subtype)


def nothing_known(qid: str, type_: EntityType) -> URIRef | None:
    """For a graph without a catalogue."""
    return None
