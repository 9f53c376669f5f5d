"""What the article says around a name: its countries and how often, its date, the places already known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from kg.catalogue import Catalogue, Record
from kg.model import Document, Span
from kg.names import fold

_WORD = re.compile(r"[A-Z][\w'’.-]*|\b(?:of|the|and)\b")
_LONGEST = 5
DOMINANT = 0.4
"""The share of an article's country mentions from which on its leading country stands for all that is left unsaid."""


@dataclass(frozen=True, slots=True)
class Context:
    """``mentions`` are (offset, QID of a state) in the text; ``extra`` counts countries of what is linked; ``near``
    its points; ``surnames`` the folded last words of the people's names."""

    date: str = ""
    mentions: tuple[tuple[int, str], ...] = ()
    extra: Mapping[str, int] = field(default_factory=dict)
    near: tuple[tuple[float, float], ...] = ()
    surnames: frozenset[str] = frozenset()

    @property
    def counts(self) -> Counter[str]:
        """How often each country is spoken of, by name, adjective, or through its people and places."""
        return Counter(qid for _, qid in self.mentions) + Counter(self.extra)

    def weight(self, countries: Iterable[str]) -> float:
        """The share of all country mentions that the countries have: 0..1."""
        counts = self.counts
        total = sum(counts.values())
        return sum(counts[c] for c in set(countries)) / total if total else 0.0

    def dominant(self) -> str:
        """The country that the article is about beyond doubt, or ""."""
        ranked = self.counts.most_common(2)
        if not ranked or ranked[0][1] < DOMINANT * sum(self.counts.values()):
            return ""
        return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1] else ""

    def within(self, span: Span) -> frozenset[str]:
        """The countries named inside a stretch of text."""
        return frozenset(qid for at, qid in self.mentions if span.start <= at < span.end)

    def distance(self, record: Record) -> float:
        """Kilometres from a record to the nearest place already known; infinite where nothing is known."""
        if record.lat is None or record.lon is None:
            return float("inf")
        here = (record.lat, record.lon)
        return min((kilometres(here, p) for p in self.near if p != here), default=float("inf"))

    def grown(self, linked: Iterable[Record]) -> Context:
        """The same context that also knows the countries and points of what is linked by now."""
        records = [r for r in linked if r.type != "State"]
        extra = Counter(c for r in records for c in r.countries[:1])
        near = tuple(
            (r.lat, r.lon) for r in records if r.lat is not None and r.lon is not None and r.subtype in _POINTS
        )
        return replace(self, extra=extra, near=near)


_POINTS = frozenset({"city", "capital city", "province", "village"})


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance between two points (latitude, longitude)."""
    (lat1, lon1), (lat2, lon2) = ((radians(p[0]), radians(p[1])) for p in (a, b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(min(1.0, h)))


@lru_cache(maxsize=4)
def country_words(catalogue: Catalogue) -> Mapping[str, str]:
    """Folded names and demonyms that mean one state and nothing else: "libya", "libyan", "uk" -> QID."""
    found: dict[str, set[str]] = {}
    for record in catalogue.states():
        if record.qid and record.subtype != "historical country":
            for word in (*record.names, *record.demonyms):
                found.setdefault(fold(word), set()).add(record.qid)
    sure = {}
    for word, qids in found.items():
        rivals = {r.key for r in catalogue.lookup(word) if r.type != "State" and r.fame > 2}
        if len(qids) == 1 and not rivals:
            sure[word] = next(iter(qids))
    return sure


def country_mentions(text: str, catalogue: Catalogue) -> tuple[tuple[int, str], ...]:
    """Where the text names a state or uses its adjective: (offset, QID), longest name first."""
    words = country_words(catalogue)
    runs: list[list[re.Match[str]]] = []
    for match in _WORD.finditer(text):
        if runs and match.start() - runs[-1][-1].end() == 1 and text[runs[-1][-1].end()] in " -":
            runs[-1].append(match)
        else:
            runs.append([match])
    return tuple(found for run in runs for found in _in_run(run, words))


def _in_run(run: list[re.Match[str]], words: Mapping[str, str]) -> list[tuple[int, str]]:
    found, at = [], 0
    while at < len(run):
        for size in range(min(_LONGEST, len(run) - at), 0, -1):
            name = " ".join(m.group() for m in run[at : at + size])
            if qid := country_word(name, words):
                found.append((run[at].start(), qid))
                at += size - 1
                break
        at += 1
    return found


def country_word(name: str, words: Mapping[str, str]) -> str:
    """The QID of the state that a word names: also "Libya's", "Libyans", "Emiratis"; "" for any other word."""
    bare = re.sub(r"['’]s?$|[.,]$", "", name)
    if len(bare) <= 2 and not bare.isupper():
        return ""
    key = fold(bare)
    return words.get(key) or words.get(key.removesuffix("s")) or words.get(fold(name), "")


def read(document: Document, catalogue: Catalogue) -> Context:
    """The context that the text alone gives."""
    article = document.article
    people = (n for e in document.entities if e.type == "Person" for n in (e.name, *e.aliases) if " of " not in n)
    surnames = frozenset(words[-1] for name in people if len(words := fold(name).split()) > 1)
    return Context(article.published or "", country_mentions(article.text, catalogue), surnames=surnames)
