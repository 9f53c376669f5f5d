"""Politicians: the objective rules by which people are taken from the lists."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.catalogue import Record
from kg.make_catalogue.aliases import Others, chosen, person_alias
from kg.make_catalogue.facts import Known
from kg.make_catalogue.hand import Hand
from kg.names import fold

_POLITICIANS = "every-politician-scrapers/"
_LEADERS = "every-politician-scrapers/world-leaders-2021"
_NO_COUNTRY = frozenset({"world", "world-leaders-2021", "shared", "current-governments-enwiki"})
_NAMED = {
    "us": "United States", "congo-kinshasa": "DR Congo", "uae": "United Arab Emirates", "saudi": "Saudi Arabia",
    "turkey": "Türkiye", "palestine": "State of Palestine", "central-african-republic": "Central African Republic",
}  # fmt: skip
_WORLD = _POLITICIANS + "world"
SHORT_LIST = 550
"""A list of politicians of one country is taken whole when it is no longer: such lists name ministers, long ones name
anybody."""


def short_lists(known: Mapping[str, Known]) -> frozenset[str]:
    """The lists of one country's politicians that are short."""
    sizes: dict[str, int] = {}
    for item in known.values():
        if "human" in item.kinds:
            for name in item.lists:
                if name.startswith(_POLITICIANS):
                    sizes[name] = sizes.get(name, 0) + 1
    return frozenset(n for n, size in sizes.items() if size <= SHORT_LIST and n.rpartition("/")[2] not in _NO_COUNTRY)


def _abroad(item: Known) -> bool:
    """Whether a person is in a country's list and in the list of those who act for their country abroad."""
    return _WORLD in item.lists and bool(country_names(item))


def country_names(item: Known) -> tuple[str, ...]:
    """Names of the countries in whose lists of politicians a person stands."""
    slugs = {x.rpartition("/")[2] for x in item.lists if x.startswith(_POLITICIANS)} - _NO_COUNTRY
    bare = sorted(re.sub(r"-(?:ministers|cabinet)$", "", s) for s in slugs)
    return tuple(_NAMED.get(s, s.replace("-", " ")) for s in bare)


def _bearers(known: Mapping[str, Known]) -> Mapping[str, int]:
    """How many lists carry the best known item of a folded label."""
    most: dict[str, int] = {}
    for item in known.values():
        key = fold(item.label)
        most[key] = max(most.get(key, 0), item.sources)
    return most


def records(
    known: Mapping[str, Known], hand: Hand, others: Others, have: frozenset[str], states: Mapping[str, str]
) -> list[Record]:
    """Politicians in two independent lists, in the list of leaders, or in a short list of one country's ministers."""
    short, bearers = short_lists(known), _bearers(known)
    found = []
    for qid, item in known.items():
        political = any(x.startswith(_POLITICIANS) for x in item.lists)
        enough = item.sources >= 2 or _LEADERS in item.lists or bool(item.lists & short) or _abroad(item)
        full = len(item.label.split()) > 1 and "(" not in item.label
        if bearers[fold(item.label)] > item.sources:
            continue  # the name is somebody else's rather: a footballer's, a president's of long ago
        if "human" not in item.kinds or not (political and enough and full) or qid in have or hand.get("drop", qid):
            continue
        label = item.label

        def accept(alias: str, label: str = label, qid: str = qid) -> str:
            return person_alias(alias, label, qid, others)

        homes = tuple(dict.fromkeys(q for n in country_names(item) if (q := states.get(n.lower()))))
        checked = "verified" if item.sources >= 2 else "one list"
        aliases = chosen(label, hand.get("alias", qid, label), [*item.labels, *item.aliases], accept, limit=6)
        found.append(
            Record(qid, label, "Person", "politician", aliases, countries=homes, sources=item.sources, checked=checked)
        )
    return found
