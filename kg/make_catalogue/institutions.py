"""Institutions of states: legislatures, central banks, ministries, armed forces, courts, recognised by name and
country."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.catalogue import Record
from kg.make_catalogue.aliases import Others, acceptable, chosen
from kg.make_catalogue.facts import Known
from kg.make_catalogue.hand import Hand
from kg.model import EntityType
from kg.names import fold

# (pattern of the name without the country, subtype, type, kinds one of which the lists must give; empty: none needed)
_LEGISLATURE = frozenset({"bicameral legislature", "unicameral legislature", "legislature", "parliament"})
_SORTS: tuple[tuple[str, str, EntityType, frozenset[str]], ...] = (
    (r"(?:central|reserve|national|state) bank|bank|monetary authority", "central bank", "Organization",
    frozenset({"central bank"})),
    (r"(?:federal |national )?(?:parliament|legislature|knesset)", "legislature", "Organization", frozenset()),
    (r"(?:national|federal|general|legislative|supreme people's|islamic consultative|consultative|people's)"
     r"(?: national)? assembly|congress|national congress", "legislature", "Organization", _LEGISLATURE),
    (r"(?:federal )?senate", "upper house", "Organization", frozenset()),
    (r"house of representatives|house of commons|chamber of deputies|congress of deputies", "lower house",
    "Organization", frozenset()),
    (r"(?:national |federal )?armed forces|military|(?:national )?defen[cs]e forces?|self-defense forces",
    "armed forces", "MilitaryForce",
     frozenset()),
    (r"army|ground forces|land forces|(?:national )?army", "army", "MilitaryForce", frozenset()),
    (r"(?:royal )?navy|naval forces?", "navy", "MilitaryForce", frozenset()),
    (r"(?:royal )?air forces?|aerospace forces", "air force", "MilitaryForce", frozenset()),
    (r"(?:republican|national|presidential|coast|border) guard", "guard", "MilitaryForce", frozenset()),
    (r"(?:federal |central |transitional )?government|cabinet|council of ministers", "government", "Government",
    frozenset()),
    (r"(?:federal )?(?:ministry|department) of (?:external|foreign) affairs|foreign ministry|state department",
    "foreign ministry",
     "Organization", frozenset()),
    (r"(?:federal )?ministry of (?:national )?defen[cs]e|defen[cs]e ministry", "defence ministry", "Organization",
    frozenset()),
    (r"(?:federal )?ministry of (?:the )?interior|interior ministry|ministry of internal affairs|"
    r"ministry of home affairs",
     "interior ministry", "Organization", frozenset()),
    (r"(?:federal )?ministry of finance|finance ministry", "finance ministry", "Organization", frozenset()),
    (r"(?:federal )?ministry of justice|justice ministry", "justice ministry", "Organization", frozenset()),
    (r"(?:federal )?ministry of (?:public )?health|health ministry", "health ministry", "Organization", frozenset()),
    (r"(?:federal )?supreme court", "supreme court", "Organization", frozenset()),
    (r"(?:federal )?constitutional court", "constitutional court", "Organization", frozenset()),
    (r"(?:national|federal) police|police", "police", "Organization", frozenset()),
    (r"red crescent(?: society)?|red cross(?: society)?", "red cross society", "Organization", frozenset()),
)  # fmt: skip
_PATTERNS = tuple((re.compile(f"(?:the )?(?:{p})", re.IGNORECASE), s, t, k) for p, s, t, k in _SORTS)
_REFUSED = frozenset(
    {
        "political party",
        "human",
        "historical event",
        "position",
        "class",
        "film",
        "campus",
        "noun.person",
        "creative work",
        "brand",
    }
)


@dataclass(frozen=True, slots=True)
class Country:
    """A state and the ways to write it, as a noun and as an adjective, folded."""

    qid: str
    nouns: frozenset[str]
    adjectives: frozenset[str]


def countries(states: Iterable[Record]) -> tuple[Country, ...]:
    """The states whose institutions are looked for; demonyms that two states share are left out."""
    rows = [s for s in states if s.qid and s.type == "State" and s.subtype != "historical country"]
    counts: dict[str, int] = {}
    for state in rows:
        for demonym in {fold(d) for d in state.demonyms}:
            counts[demonym] = counts.get(demonym, 0) + 1
    return tuple(
        Country(
            s.qid,
            frozenset(fold(n) for n in s.names),
            frozenset(d for d in map(fold, s.demonyms) if counts[d] == 1),
        )
        for s in rows
    )


def _split(name: str, by_noun: Mapping[str, str], by_adjective: Mapping[str, str]) -> tuple[str, str]:
    """The name without its country, and the QID of the country: ("senate", Q38) for "Senate of Italy", else ("",
    "")."""
    folded = fold(re.sub(r"\(([^)]*)\)$", r"of \1", name))
    for match in re.finditer(r" (?:of|in)(?: the)? ", folded):
        if qid := by_noun.get(folded[match.end() :].removeprefix("the ")):
            return folded[: match.start()], qid
    words = folded.split()
    for size in (3, 2, 1):
        if len(words) > size and (qid := by_adjective.get(" ".join(words[:size]))):
            return " ".join(words[size:]), qid
    return "", ""


def recognise(
    item: Known, by_noun: Mapping[str, str], by_adjective: Mapping[str, str]
) -> tuple[str, str, EntityType, str] | None:
    """(name, subtype, type, country) of an institution, by its best label or alias that says both; None for anything
    else."""
    if item.kinds & _REFUSED:
        return None
    for name in sorted(
        [*item.labels, *item.aliases], key=lambda n: (n != item.label, -item.labels.get(n, 0), len(n), n)
    ):
        rest, qid = _split(name, by_noun, by_adjective)
        for pattern, subtype, kind, needed in _PATTERNS:
            if rest and pattern.fullmatch(rest) and (not needed or needed & item.kinds):
                return name, subtype, kind, qid
    return None


def records(
    known: Mapping[str, Known], hand: Hand, others: Others, have: frozenset[str], states: Iterable[Record]
) -> list[Record]:
    """Institutions that the rules recognise and that no other rule has taken."""
    rows = countries(states)
    by_noun = {n: c.qid for c in rows for n in c.nouns}
    by_adjective = {a: c.qid for c in rows for a in c.adjectives}
    found = []
    for qid, item in known.items():
        made = None if qid in have or hand.get("drop", qid) else recognise(item, by_noun, by_adjective)
        if made:
            found.append(_record(item, made, hand, others))
    return found


def _record(item: Known, made: tuple[str, str, EntityType, str], hand: Hand, others: Others) -> Record:
    name, subtype, kind, country = made
    label = item.label if item.label and fold(country_free(item.label)) != fold(item.label) else name

    def accept(alias: str) -> bool:
        return acceptable(alias, label, item.qid, others) and len(alias.split()) > 1

    aliases = chosen(label, [*hand.get("alias", item.qid, label), name], [*item.labels, *item.aliases], accept, limit=6)
    checked = "verified" if item.sources >= 2 else "one list"
    return Record(item.qid, label, kind, subtype, aliases, countries=(country,), sources=item.sources, checked=checked)


def country_free(label: str) -> str:
    """The label without "of X" at its end: a label that stays the same does not name its country."""
    return re.sub(r" (?:of|in) .+$| \(.+\)$", "", label)
