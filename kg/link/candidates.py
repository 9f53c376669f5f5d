"""Which records a name can mean: by label, alias, acronym, transliteration, order and omission of words, and slips of
spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from kg.catalogue import Catalogue, Record
from kg.link.context import country_word, country_words
from kg.model import EntityType
from kg.names import fold, is_acronym, sound, tokens, untitled

FLOOR = 90.0
"""The least similarity (0..100, rapidfuzz ``ratio``) of a name that is only alike: at 88 "Al-Mahrah" became
"Al-Mansurah"."""
LETTERS = 68.0
"""The least likeness of two words that sound the same: "Qadhafi" and "Gaddafi" are at 71."""
COMPATIBLE: Mapping[EntityType, frozenset[EntityType]] = {
    "Person": frozenset({"Person"}),
    "State": frozenset({"State"}),
    "Government": frozenset({"Government", "State", "Organization"}),
    "ArmedGroup": frozenset({"ArmedGroup", "MilitaryForce"}),
    "MilitaryForce": frozenset({"MilitaryForce", "ArmedGroup"}),
    "Organization": frozenset({"Organization", "Government", "ArmedGroup", "MilitaryForce"}),
    "Place": frozenset({"Place", "State"}),
    "Group": frozenset(),
}
"""Types of records that an entity of a type may be linked to. A government stands for its state, an armed group may
be read as an
organization; a person, a place or a crowd is never anything else."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record, by which of the entity's names it was found, how, and how good a match of names that is (0..1)."""

    record: Record
    name: str
    how: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A name as it can be read: without what goes before or after it; with the country and the kind of place that
    this tells."""

    name: str
    country: str = ""
    kind: str = ""


class Index:
    """A catalogue, and the words for countries that it makes known."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.words = country_words(catalogue)


@lru_cache(maxsize=4)
def index(catalogue: Catalogue) -> Index:
    """The index of a catalogue, made once."""
    return Index(catalogue)


_PLACE_WORD = (
    "city|town|village|port|province|region|state|governorate|district|oblast|emirate|island|capital|municipality|"
    "department"
)
_OF_PLACE = re.compile(rf"^(?:[\w-]+ )*?({_PLACE_WORD}) of (.+)$", re.IGNORECASE)
_PROVINCE_OF = re.compile(rf"^(.+?) ({_PLACE_WORD}) (?:of|in) (?:the )?(.+)$", re.IGNORECASE)
_PLACE_AFTER = re.compile(
    rf"^(.+?) ({_PLACE_WORD}|valley|area|peninsula|desert|sea|gulf|strait|river|airport)$", re.IGNORECASE
)
_GROUP_AFTER = re.compile(
    r"^(.+?)(?: \([^)]*\))?(?: (?:jihadist|jihadi|rebel|militant|extremist|insurgent|terror|terrorist|islamist|militia|"
    r"mercenary|armed|shiite|sunni|shia))*"
    r" (?:group|groups|movement|militia|militias|rebels|fighters|militants|jihadists|jihadis|insurgents|network|"
    r"organi[sz]ation|guerrillas|gunmen|extremists|militiamen|mercenaries)$",
    re.IGNORECASE,
)
_PROVINCES = frozenset(
    {"province", "region", "state", "governorate", "district", "oblast", "emirate", "department", "municipality"}
)
_MONARCH = re.compile(r"^(?:King|Queen|Emperor|Empress|Sultan|Emir|Pope) [A-Z][\w’'-]+$")
_REIGNED = re.compile(r"(?: [ivxl]+)?(?: of .+)?")
_DETERMINER = re.compile(r"^(?:the|a|an|its|their|his|her|this|that)\s+", re.IGNORECASE)


def readings(name: str, kind: EntityType, words: Mapping[str, str]) -> tuple[Reading, ...]:
    """The name as it stands, then what is left of it when descriptions are taken off, the fullest first."""
    bare = _DETERMINER.sub("", name.strip())
    found = [Reading(bare)]
    if kind == "Person":
        reign = "monarch" if _MONARCH.match(bare) else ""
        return tuple(dict.fromkeys([*found, Reading(untitled(bare), kind=reign)]))
    if kind in {"ArmedGroup", "MilitaryForce", "Organization"} and (match := _GROUP_AFTER.match(bare)):
        found.append(Reading(match.group(1)))
    if kind == "Place" and (match := _PROVINCE_OF.match(bare)) and (qid := country_word(match.group(3), words)):
        found.append(Reading(match.group(1), qid, _kind(match.group(2))))
    if kind in {"Place", "State"} and (match := _OF_PLACE.match(bare)):
        found.append(Reading(match.group(2), kind=_kind(match.group(1))))
    if kind == "Place" and (match := _PLACE_AFTER.match(bare)):
        found.append(Reading(match.group(1), kind=_kind(match.group(2))))
    if kind == "Place" and ", " in bare and (qid := country_word(bare.rpartition(", ")[2], words)):
        found.append(Reading(bare.partition(", ")[0], qid))
    for reading in tuple(found):
        rest, country = without_country(reading.name, words)
        if rest:
            found.append(Reading(rest, country, reading.kind))
    return tuple(dict.fromkeys(found))


def _kind(word: str) -> str:
    word = word.lower()
    return (
        "province"
        if word in _PROVINCES
        else "city"
        if word in {"city", "town", "village", "port", "capital"}
        else "other"
    )


def without_country(name: str, words: Mapping[str, str]) -> tuple[str, str]:
    """What follows the country at the head of a name, and its QID: ("Senate", Q38) for "Italian Senate"; else ("",
    "")."""
    parts = name.split()
    for size in (3, 2, 1):
        if len(parts) > size and (qid := country_word(" ".join(parts[:size]), words)):
            return " ".join(parts[size:]), qid
    return "", ""


def find(names: Iterable[str], kind: EntityType, idx: Index) -> tuple[Candidate, ...]:
    """The records of a compatible type that the names can mean, each with its best match of names, best first."""
    best: dict[str, Candidate] = {}
    names = tuple(names)
    if kind == "Person" and any(len(tokens(untitled(n))) > 1 for n in names):
        names = tuple(n for n in names if len(tokens(untitled(n))) > 1)  # a surname says less than the full name
    for name in _telling(names, kind, idx):
        for reading in readings(name, kind, idx.words):
            for candidate in _of_reading(reading, name, kind, idx):
                known = best.get(candidate.record.key)
                if known is None or (candidate.score, len(candidate.name)) > (known.score, len(known.name)):
                    best[candidate.record.key] = candidate
    return tuple(sorted(best.values(), key=lambda c: (-c.score, -c.record.fame, c.record.key)))


def _telling(names: tuple[str, ...], kind: EntityType, idx: Index) -> tuple[str, ...]:
    """Of a place's names those that say what kind of place it is ("Washington state"), if any does: the rest may be
    somewhere else's."""
    if kind != "Place" or len(names) < 2:
        return names
    told = tuple(n for n in names if any(r.kind in {"province", "city"} for r in readings(n, kind, idx.words)))
    return told or names


def _of_reading(reading: Reading, name: str, kind: EntityType, idx: Index) -> list[Candidate]:
    fitting = COMPATIBLE[kind]
    stripped = 0.0 if reading.name == _DETERMINER.sub("", name.strip()) else 0.03
    found = []
    for record in idx.catalogue.lookup(reading.name):
        if record.type in fitting and _case(reading.name, record) and _fits(record, reading):
            score, how = _exact(reading, record)
            found.append(Candidate(record, reading.name, how, score - stripped))
    if kind == "State" and found:
        mine = {r.record.qid for r in found}
        found += [  # "Georgia" may be the part of another state, whatever it was read as
            Candidate(r, reading.name, "label", 1.0 - stripped)
            for r in idx.catalogue.lookup(reading.name)
            if r.type == "Place" and r.subtype == "region" and r.countries and not mine & set(r.countries)
        ]
    if kind in {"State", "Government", "Place"}:
        found += [
            Candidate(r, reading.name, "adjective of the country", 0.95)
            for r in idx.catalogue.by_demonym.get(_singular(reading.name, idx), ()) if r.type in fitting
        ]  # fmt: skip
    if reading.kind == "monarch":
        found += _monarchs(reading, idx)
    elif not found and not reading.kind:
        found += _persons(reading, idx) if kind == "Person" else _alike(reading, fitting, idx)
    return found


def _singular(name: str, idx: Index) -> str:
    key = fold(name)
    return key if key in idx.catalogue.by_demonym else key.removesuffix("s")


def _exact(reading: Reading, record: Record) -> tuple[float, str]:
    if fold(reading.name) == fold(record.label):
        return 1.0, "label"
    if is_acronym(reading.name):
        return 0.93, "acronym"
    return 0.97, "alias"


def _case(name: str, record: Record) -> bool:
    """An acronym of the catalogue is met only by capitals: "is" is not IS, "who" is not WHO."""
    key = fold(name)
    acronyms = [n for n in record.names if fold(n) == key]
    return not acronyms or any(not is_acronym(n) or n.islower() for n in acronyms) or is_acronym(name)


def _fits(record: Record, reading: Reading) -> bool:
    if reading.country and record.countries and reading.country not in record.countries:
        return False
    if reading.kind == "province":
        return record.subtype in {"province", "region"}
    if reading.kind == "city":
        return record.subtype in {"city", "capital city", "village"}
    return not (
        reading.kind == "other" and (record.type == "State" or record.subtype in {"city", "province", "capital city"})
    )


def _persons(reading: Reading, idx: Index) -> list[Candidate]:
    words = tokens(reading.name)
    if not reading.name[:1].isupper() and not reading.name.startswith(("al-", "el-", "bin ")):
        return []  # "son", "minister": no surname is written small
    if len(words) < 2:
        return [
            Candidate(r, reading.name, "surname", 0.7)
            for r in idx.catalogue.surnamed(words[0])
            if len(words[0]) > 2 and (r.offices or r.fame > 3)
        ]
    found = [
        Candidate(r, reading.name, "transliteration", 0.88)
        for r in idx.catalogue.sounding(reading.name) if _same_in_letters(reading.name, r)
    ]  # fmt: skip
    for record in idx.catalogue.surnamed(words[-1]):
        if any(_shortened(words, tokens(n)) for n in record.names):
            found.append(Candidate(record, reading.name, "shorter or longer form of the name", 0.9))
    return found


def _monarchs(reading: Reading, idx: Index) -> list[Candidate]:
    """Those who reign or reigned under a first name: "King Abdullah" for Abdullah II of Jordan."""
    key = fold(reading.name)
    near = (r for mark in ("of", "i", "v", "x") for r in idx.catalogue.starting(f"{reading.name} {mark}", 12))
    return [
        Candidate(r, reading.name, "name of a monarch", 0.85)
        for r in {r.key: r for r in near if r.type == "Person"}.values()
        if any((n := fold(name)).startswith(key) and _REIGNED.fullmatch(n[len(key) :]) for name in r.names)
    ]


def _same_in_letters(name: str, record: Record) -> bool:
    """Whether each word that sounds the same is also written much the same: "Micah" sounds like "Mike" and is not."""
    mine = sorted(tokens(name), key=sound)
    for other in record.names:
        theirs = sorted(tokens(other), key=sound)
        if len(mine) == len(theirs) and all(fuzz.ratio(a, b) >= LETTERS for a, b in zip(mine, theirs, strict=True)):
            return True
    return False


def _shortened(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether one name is the other without middle names: same first and last word, the rest in order."""
    if len(mine) == len(theirs) or mine[0] != theirs[0] or mine[-1] != theirs[-1]:
        return False
    short, long = sorted((mine, theirs), key=len)
    rest = iter(long)
    return all(w in rest for w in short)


def _alike(reading: Reading, fitting: frozenset[EntityType], idx: Index) -> list[Candidate]:
    key = fold(reading.name)
    if is_acronym(reading.name):
        return []
    hits = idx.catalogue.alike(key, FLOOR, 4)
    return [
        Candidate(record, reading.name, "spelt alike", 0.8 * similarity / 100.0 + 0.05)
        for other, similarity in hits for record in idx.catalogue.lookup(other)
        if record.type in fitting and _same_words(key, other) and _fits(record, reading)
    ]  # fmt: skip


_TELLING = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "upper",
        "lower",
        "first",
        "second",
        "third",
        "new",
        "old",
    ]
)
WORD_FLOOR = 85.0
"""The least likeness of two words that differ, unless they sound the same; "Sissi" and "Swiss" are at 80."""


def _same_words(a: str, b: str) -> bool:
    """Whether two names that are alike as a whole are so word by word, with the same numbers and points of the
    compass."""
    mine, theirs = a.split(), b.split()
    if {w for w in mine if w.isdigit() or w in _TELLING} != {w for w in theirs if w.isdigit() or w in _TELLING}:
        return False
    if len(mine) != len(theirs):
        return sorted("".join(mine)) == sorted("".join(theirs))
    return all(
        x == y or sound(x) == sound(y) or fuzz.ratio(x, y) >= WORD_FLOOR for x, y in zip(mine, theirs, strict=True)
    )
