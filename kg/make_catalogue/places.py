"""Cities, provinces, seas, regions: the objective rules by which places are taken from the lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from lemminflect import getAllLemmas

from kg.catalogue import Record
from kg.make_catalogue.aliases import Others, acceptable, chosen
from kg.make_catalogue.facts import Known
from kg.make_catalogue.hand import Hand
from kg.names import fold

FAMED = 3
"""A place that three independent lists carry is taken."""
COVERED = 2
"""Two are enough where one of them is a list of the country's own places or politicians' home towns."""
_COUNTRY_LIST = re.compile(r"whosonfirst-data-admin-(?!xy|at)\w\w|every-politician-scrapers/")
_WOF = re.compile(r"whosonfirst-data-admin-(?!xy)(\w\w)")
_NOT = frozenset(
    {
        "human", "person", "Person", "noun.person", "organization", "class", "film", "product", "brand",
        "creative work", "event",
        "position", "occupation", "genre", "campus", "neighbourhood", "university", "noun.artifact", "noun.plant",
        "noun.animal",
        "noun.communication", "language", "taxon", "television series", "business", "historical event", "noun.act",
        "noun.time",
        "international organisation", "airport", "political party", "human population", "sports team", "flag",
        "news publisher",
    }
)  # fmt: skip
_PROVINCE = re.compile(
    r"^admin-1$|\b(?:province|governorate|oblast|voivodeship|canton|prefecture|department) of\b|^(?:region|state|"
    r"republic|county|krai|emirate|municipality|division|federal subject) of\b|^county$|autonomous republic|"
    r"federated state|^jurisdiction$"
)
_NATURE = frozenset({"noun.object", "geographic entity", "noun.location", "place", "geographic region"})
_SEA = re.compile(r"^(?:marinearea|ocean|sea|strait|gulf|bay|channel|lake|river|canal|marginal sea)$")
_TOWN = frozenset(
    {"populated place", "locality", "city", "town", "big city", "village", "capital city", "port settlement"}
)
_LAND = re.compile(
    r"^(?:territory|country|region|geographic region|geographical region|peninsula|island|archipelago|desert|valley|"
    r"mountain range|cultural region|historical region|geographic entity|noun\.location|disputed territory|"
    r"subregion|transcontinental region|supercontinent|place)$"
)
_WATER = re.compile(r"\b(?:Sea|Ocean|Gulf|Strait|Bay|Channel|Canal|River|Lake)\b")
_RELIEF = re.compile(r"\b(?:Mountains?|Desert|Peninsula|Islands?|Valley|Heights)\b")
_PETTY = re.compile(
    r"\b(?:Office|Ministry|Bank|Court|Council|Government|Committee|Agency|Army|Forces|County|Borough|Parish|Quarter|arrondissement|Atoll|Stadium|Garden|Park|Palace|Abbey|Avenue|Street|School|"
    r"Museum|Tower|Cathedral|Castle|Square|Bridge|Theatre|Theater|Hall|Zoo|Library|Municipality|municipality|pandemic|flag)s?\b"
)


def subtype(item: Known) -> str:
    """What kind of place the lists say the item is, or ""."""
    kinds = item.kinds
    if kinds & _NOT or not kinds or _PETTY.search(item.label):
        return ""
    for kind in ("continent", "historical country"):
        if kind in kinds:
            return kind
    if kinds & _TOWN:
        return "city"
    return _land(item)


def _land(item: Known) -> str:
    """Province, water or region, or "" where the lists tell nothing of the kind."""
    kinds = item.kinds
    if any(_PROVINCE.search(k) for k in kinds):
        return "province"
    if any(_SEA.match(k) for k in kinds):
        return "sea" if kinds & {"marinearea", "ocean", "sea", "strait", "gulf", "bay"} else "water"
    if _WATER.search(item.label) and kinds & _NATURE:
        return "sea" if re.search(r"Sea|Ocean|Gulf|Strait", item.label) else "water"
    natural = "noun.object" in kinds and _RELIEF.search(item.label)
    province = any(x == "dr5hn:states" for x in item.lists)
    return "province" if province else "region" if natural or any(_LAND.match(k) for k in kinds) else ""


def taken(item: Known) -> str:
    """The subtype of a place that the rules take in, else ""."""
    if not item.label or not item.label[0].isalnum() or item.label.islower():
        return ""
    kind = subtype(item)
    own_list = any(_COUNTRY_LIST.search(x) for x in item.lists)
    enough = item.sources >= FAMED or (item.sources >= COVERED and (own_list or kind == "sea"))
    named_only = item.lat is None and kind == "region" and item.sources < FAMED
    return kind if enough and not named_only else ""


def namesake(item: Known, famous: Collection[str]) -> str:
    """ "city" for a lesser place with the name of one that is taken: where there is no choice, the choice is wrong."""
    lesser = item.sources >= COVERED and item.lat is not None and subtype(item) == "city"
    return "city" if lesser and fold(item.label) in famous else ""


def records(
    known: Mapping[str, Known], hand: Hand, others: Others, have: Mapping[str, str], country: Callable[[Known], str]
) -> list[Record]:
    """All places that the rules take in and that are not in ``have`` (labels by QID). ``country`` gives a QID or ""."""
    names = have.values()
    famous = {fold(i.label) for i in known.values() if taken(i)} | {fold(n) for n in names}
    found = []
    for qid, item in known.items():
        kind = taken(item) or namesake(item, famous)
        if not kind or qid in have or hand.get("drop", qid):
            continue
        label = hand.get("label", qid)[0] if hand.get("label", qid) else item.label

        def accept(alias: str, label: str = label, qid: str = qid, kind: str = kind) -> bool:
            return (
                len(alias) > 3 and not (kind == "province" and "," in alias) and acceptable(alias, label, qid, others)
            )

        home = country(item)
        found.append(
            Record(
                qid,
                label,
                "State" if kind == "historical country" else "Place",
                kind,
                chosen(label, hand.get("alias", qid, label), [*item.labels, *item.aliases], accept, limit=6),
                countries=(home,) if home else (),
                lat=item.lat,
                lon=item.lon,
                sources=item.sources,
                checked="verified" if item.sources >= COVERED else "one list",
            )
        )
    return found


def listed_country(item: Known) -> str:
    """The ISO code of the country whose own list of places carries the item, or ""."""
    codes = {m.group(1).upper() for x in item.lists if (m := _WOF.search(x))}
    return codes.pop() if len(codes) == 1 else ""


_GENERIC = re.compile(r" (?:State|Province|Governorate|Oblast|Department|District|County|Region|Prefecture)$")


def shortened(records: list[Record], known: Mapping[str, Known], hand: Hand) -> list[Record]:
    """Provinces also by their bare name ("Borno" for Borno State), where a list has it for the province and none for
    anything else ("Kursk" is a city as well), and it is no word of English ("Plateau", "Rivers")."""
    taken_ = {fold(name) for r in records for name in r.names}
    owners: dict[str, set[str]] = {}
    for item in known.values():
        for label in item.labels:
            owners.setdefault(fold(label), set()).add(item.qid)

    def bare(record: Record) -> str:
        name = _GENERIC.sub("", record.label)
        item = known.get(record.qid)
        free = name != record.label and " " not in name and fold(name) not in taken_ and not getAllLemmas(name.lower())
        alone = owners.get(fold(name)) == {record.qid} and name not in hand.get("not", record.qid, record.label)
        return name if free and alone and item is not None and item.confirms(name) else ""

    names = {r.key: name for r in records if r.subtype == "province" and (name := bare(r))}
    often = Counter(map(fold, names.values()))
    return [
        replace(r, aliases=(*r.aliases, names[r.key])) if r.key in names and often[fold(names[r.key])] == 1 else r
        for r in records
    ]
