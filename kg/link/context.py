"""What the article says around a name: its countries and how often, its date, the places already known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from kg.catalogue import Catalogue, Record
from kg.model import Document, Span
from kg.names import fold, untitled

_WORD = re.compile(r"[A-Z][\w'’.-]*|\b(?:of|the|and)\b")
_LONGEST = 5
DOMINANT = 0.4
"""The share of an article's country mentions from which on its leading country stands for all that is left unsaid."""


@dataclass(frozen=True, slots=True)
class Context:
    """``mentions`` are (offset, QID of a state) in the text; ``extra`` counts countries of what is linked; ``near``
    its points; ``surnames`` and ``givens`` the folded last and first words of the people's names; ``regions`` what
    stands behind a comma after a name ("Moscow, Idaho"), by the offset of the comma; ``leaders`` how many people bear
    the name of somebody in office; ``bodies`` how many organizations, groups and capitals are linked; ``wording``
    whether there are words of public affairs."""

    date: str = ""
    mentions: tuple[tuple[int, str], ...] = ()
    extra: Mapping[str, int] = field(default_factory=dict)
    near: tuple[tuple[float, float], ...] = ()
    surnames: frozenset[str] = frozenset()
    givens: frozenset[str] = frozenset()
    regions: Mapping[int, tuple[Record, ...]] = field(default_factory=dict)
    leaders: int = 0
    bodies: int = 0
    wording: bool = False

    @property
    def public(self) -> bool:
        """Whether the article is of public affairs: it names a state, a capital, a body that is known, two in office,
        or uses words such as "parliament"."""
        return bool(self.mentions) or self.bodies > 0 or self.leaders > 1 or self.wording

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

    def grown(self, linked: Iterable[Record], meant: Iterable[Record] = ()) -> Context:
        """The same context that also knows the countries and points of what is linked by now, and the states that are
        ``meant`` by a word that is not their name ("Washington", "Congo")."""
        records = [r for r in linked if r.type != "State"]
        extra = Counter(c for r in [*records, *meant] for c in r.countries[:1])
        near = tuple(
            (r.lat, r.lon) for r in records if r.lat is not None and r.lon is not None and r.subtype in _POINTS
        )
        bodies = [r for r in [*records, *meant] if r.type not in {"Person", "Place"} or r.capital_of]
        return replace(self, extra=extra, near=near, bodies=len(bodies))

    def without(self, record: Record) -> Context:
        """The same context as if this one record had not been linked: nothing speaks for itself."""
        less = Counter(self.extra)
        less.subtract(record.countries[:1])
        return replace(self, extra=+less)


_POINTS = frozenset({"city", "capital city", "province", "village"})
_PARTS = frozenset({"region", "province"})


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
    full = [words for name in people if len(words := fold(untitled(name)).split()) > 1]
    return Context(
        article.published or "",
        country_mentions(article.text, catalogue),
        surnames=frozenset(words[-1] for words in full),
        givens=frozenset(words[0] for words in full),
        regions=dict(_regions(article.text, catalogue)),
        wording=bool(_PUBLIC.search(article.text)),
    )


_PUBLIC = re.compile(
    r"\b(?:governments?|presiden\w+|(?:prime )?ministers?|parliament\w*|lawmakers?|senators?|congress|cabinet|"
    r"elections?|voters|opposition|referendum|coups?|troops|soldiers|army|armies|militar\w+|militias?|rebels?|"
    r"militants?|jihadists?|embass\w+|ambassadors?|envoys?|diplomat\w*|sanctions|treat(?:y|ies)|ceasefire|truce|"
    r"peace (?:talks|deal|accord)|summit|refugees|airstrikes?|missiles?)\b",
    re.IGNORECASE,
)


_BEHIND = re.compile(r"(?<=\w), ((?:[A-Z][\w.’'-]+ ?){1,3})")
_LISTED = re.compile(r"(?:, [^,.;]+)*,? (?:and|or) ")


def _regions(text: str, catalogue: Catalogue) -> Iterator[tuple[int, tuple[Record, ...]]]:
    """Provinces and regions right behind a comma, unless a list goes on ("Kiev, Georgia and Moldova")."""
    for match in _BEHIND.finditer(text):
        words = match.group(1).split()
        for size in range(len(words), 0, -1):
            name = " ".join(words[:size])
            found = catalogue.lookup(name.rstrip(".,"))
            parts = tuple(r for r in found if r.subtype in _PARTS)
            if parts and not _LISTED.match(text, match.start(1) + len(name)):
                yield match.start(), (*parts, *(r for r in found if r.type == "State"))
            if found:
                break  # "South Africa" is not in a province named South
