"""International organizations, media and other organizations that several lists carry."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.catalogue import Record
from kg.make_catalogue.aliases import Others, acceptable, chosen
from kg.make_catalogue.facts import Known
from kg.make_catalogue.hand import Hand

# kind in the lists -> (subtype, independent lists needed); the first that fits decides
_KINDS: tuple[tuple[str, str, int], ...] = (
    ("international organisation", "international organization", 1),
    ("supranational union", "international organization", 2),
    ("news agency", "news agency", 1),
    ("news publisher", "news publisher", 3),
    ("state", "state agency", 2),
    ("political party", "political party", 3),
    ("operator organisation", "organization", 4),
    ("business", "company", 4),
    ("enterprise", "company", 4),
    ("organization", "organization", 4),
)
_REFUSED = frozenset(
    {
        "human", "class", "film", "position", "noun.person", "historical event", "campus", "genre", "populated place",
        "admin-1",
        "country", "locality", "university", "person", "Person", "occupation", "award", "television series",
        "noun.artifact",
        "neighbourhood", "territory", "historical country", "region", "geographic entity", "place", "jurisdiction",
        "county", "public university", "private university", "research university", "record label", "art museum",
        "club",
    }
)  # fmt: skip


_PETTY = re.compile(
    r"\b(?:University|College|School|Institute of|F\.?C\.?|S\.C\.|U\.?D\.?|C\.?F\.?|Church|Records|Pictures|"
    r"Studios?|Festival|"
    r"Museum|Library|Hospital|Academy|basketball|football|baseball|County|Park|Orchestra|Awards?|Universit\w+|Tech|Conservatory|"
    r"Animation|Films?|Entertainment|Comics|Airport|Theatre|Club)\b"
)
_SPORT = re.compile(r"team|club|league|band\b|school|university|college")


def sort_of(item: Known) -> str:
    """The subtype of an organization that the rules take in, else ""."""
    if (
        item.kinds & _REFUSED
        or not item.label
        or any(_SPORT.search(k) for k in item.kinds)
        or _PETTY.search(item.label)
    ):
        return ""
    return next((s for kind, s, least in _KINDS if kind in item.kinds and item.sources >= least), "")


def records(known: Mapping[str, Known], hand: Hand, others: Others, have: frozenset[str]) -> list[Record]:
    """All organizations that the rules take in and that no other rule has taken."""
    found = []
    for qid, item in known.items():
        subtype = "" if qid in have or hand.get("drop", qid) else sort_of(item)
        if not subtype or (not item.label.isascii() and not item.label[0].isalpha()):
            continue
        label = item.label

        def accept(alias: str, label: str = label, qid: str = qid) -> bool:
            return acceptable(alias, label, qid, others)

        aliases = chosen(label, hand.get("alias", qid, label), [*item.labels, *item.aliases], accept, limit=6)
        checked = "verified" if item.sources >= 2 else "one list"
        found.append(Record(qid, label, "Organization", subtype, aliases, sources=item.sources, checked=checked))
    return found
