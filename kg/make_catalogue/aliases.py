"""Which aliases are taken over. Lists of aliases hold jokes, vandalism and other things' names; a wrong alias is a
wrong link."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from kg.make_catalogue.facts import Known
from kg.names import fold, is_acronym, sound, tokens, untitled

_JUNK = re.compile(r"\.(?:com|org|gov|net)\b|[;@#*\\\"“”\[\]{}<>|]|--|category:|^en:|\d{3,}", re.IGNORECASE)
_GENERIC = frozenset(
    [
        "of",
        "and",
        "for",
        "the",
        "in",
        "on",
        "de",
        "la",
        "le",
        "a",
        "united",
        "national",
        "international",
        "people",
        "peoples",
        "republic",
        "state",
        "states",
        "union",
        "group",
        "party",
        "front",
        "movement",
        "forces",
        "force",
        "army",
        "islamic",
        "organization",
        "organisation",
        "council",
        "committee",
        "community",
        "association",
        "world",
        "council",
        "general",
        "central",
        "new",
        "north",
        "south",
        "east",
        "west",
        "great",
        "democratic",
        "federal",
        "ministry",
        "government",
        "liberation",
        "popular",
    ]
)
MAX_WORDS = 12
KNOWN_WELL = 3
"""A name that is the label of another item found in so many lists belongs to that item."""


class Others:
    """Labels and who owns them, so that an alias that is a better-known item's name can be refused."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        owners: dict[str, tuple[int, str]] = {}
        for item in known.values():
            key = fold(item.label)
            if key:
                owners[key] = max(owners.get(key, (0, "")), (item.sources, item.qid))
        self._owners = owners

    def own(self, alias: str, qid: str) -> bool:
        """Whether another, well-known item has the alias as its label."""
        sources, owner = self._owners.get(fold(alias), (0, ""))
        return owner not in {"", qid} and sources >= KNOWN_WELL


def initials(name: str) -> frozenset[str]:
    """Ways to abbreviate a name of several words: with and without its small words, and without what stands in
    brackets."""
    bare = re.sub(r"\(.*?\)", " ", name)
    words = [w for w in re.split(r"[\s\-–']+", bare) if w]
    big = [w for w in words if w[0].isupper()]
    return frozenset("".join(w[0] for w in ws).lower() for ws in (words, big) if len(ws) > 1)


def acceptable(alias: str, label: str, qid: str, others: Others) -> bool:
    """Rules that hold for every type: readable, Latin script, not junk, not another item's name, akin to the label."""
    key = fold(alias)
    if not key or not key.isascii() or len(key.split()) > MAX_WORDS or len(key) < 2 or _JUNK.search(alias):
        return False
    if key == fold(label) or others.own(alias, qid) or ("," in alias and is_acronym(alias.rpartition(",")[2].strip())):
        return False
    if is_acronym(alias):
        letters = "".join(c for c in alias if c.isalnum()).lower()
        return letters in initials(label)
    if " " not in alias.strip() and key in tokens(label) and len(tokens(label)) > 1:
        return False  # one word of the name: "Union" for the European Union
    return akin(alias, label)


def akin(alias: str, label: str) -> bool:
    """Whether alias and label share a telling word, or one that sounds alike."""
    mine = {sound(w) for w in tokens(label) if w not in _GENERIC and len(sound(w)) > 1}
    return any(sound(w) in mine for w in tokens(alias) if w not in _GENERIC)


def person_alias(alias: str, label: str, qid: str, others: Others) -> str:
    """The alias without titles when it is a full name akin to the label, else ""."""
    bare = untitled(alias)
    if "," in bare or len(bare.split()) < 2 or is_acronym(bare) or "'" in bare[1:2]:
        return ""
    mine, theirs = {sound(w) for w in tokens(label)}, [sound(w) for w in tokens(bare)]
    short = tokens(bare)[-1] == tokens(label)[-1] and tokens(bare)[0][:2] == tokens(label)[0][:2]  # Ash for Ashton
    if not short and len(set(theirs) & mine) < min(2, len(mine)):
        return ""
    return bare if acceptable(bare, label, qid, others) else ""


def chosen(
    label: str, trusted: Iterable[str], offered: Iterable[str], accept: Callable[[str], str | bool], limit: int = 12
) -> tuple[str, ...]:
    """Trusted aliases, then those offered that are accepted; each name once, at most ``limit`` of the offered."""
    found: dict[str, str] = {}
    for alias in trusted:
        if alias and alias != label:
            found.setdefault(alias, alias)
    seen = {fold(label)} | {fold(a) for a in found}
    taken = 0
    for alias in offered:
        verdict = accept(alias)
        name = verdict if isinstance(verdict, str) else alias if verdict else ""
        if name and fold(name) not in seen and taken < limit:
            seen.add(fold(name))
            found[name] = name
            taken += 1
    return tuple(found)
