"""What the page of the ontology shows: classes in their tree, properties, codes by scheme, each with all its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from server.prefixes import CODE, DM, short
from server.tables import Row, Term

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
LANGUAGES = {"en": "English", "fr": "French", "ar": "Arabic", "es": "Spanish", "ru": "Russian"}
_LABELS = ("rdfs:label", "skos:prefLabel")


@dataclass(frozen=True, slots=True)
class Rule:
    """What every member of a class has: how many (empty for at least one) of which property, of which class."""

    on: str
    count: str
    value: str


@dataclass(slots=True)
class Entry:
    """A class, property, code or scheme. ``facts``: short name of a property -> its values, without repetition."""

    iri: str
    facts: dict[str, list[Term]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What follows the hash; for codes, what follows the namespace of codes."""
        return self.iri.removeprefix(DM).removeprefix(CODE)

    def iris(self, fact: str) -> list[str]:
        """The things that a fact names."""
        return [value.value for value in self.facts.get(fact, []) if value.kind == "uri"]

    def texts(self, *facts: str) -> list[Term]:
        """The texts of some facts in English, or all of them where there are none in English."""
        found = [value for fact in facts for value in self.facts.get(fact, []) if value.kind == "literal"]
        english = [value for value in found if value.language in {"", "en"}]
        return english or found

    @property
    def label(self) -> str:
        """Its name for people; empty if it has none."""
        return next((text.value for text in self.texts(*_LABELS)), "")

    @property
    def others(self) -> list[Term]:
        """Its names in other languages than English, in the order of languages."""
        order = list(LANGUAGES)
        found = [value for fact in _LABELS for value in self.facts.get(fact, []) if value.language not in {"", "en"}]
        return sorted(found, key=lambda value: (order.index(value.language) if value.language in order else 99, value))

    @property
    def notations(self) -> list[Term]:
        """Its codes in other schemes, those with a datatype of their own first told apart by it."""
        return [value for value in self.facts.get("skos:notation", []) if value.kind == "literal"]

    @property
    def deprecated(self) -> bool:
        """Whether it should not be used any more."""
        return any(value.value in {"true", "1"} for value in self.facts.get("owl:deprecated", []))


@dataclass(frozen=True)
class Vocabulary:
    """All entries by IRI, and what follows from them."""

    entries: dict[str, Entry]

    def of(self, kind: str) -> list[Entry]:
        """All of a kind such as ``owl:Class``, by name."""
        found = (entry for entry in self.entries.values() if kind in map(short, entry.iris("rdf:type")))
        return sorted(found, key=lambda entry: entry.name.lower())

    @cached_property
    def children(self) -> dict[str, list[Entry]]:
        """Class or property -> those directly below it."""
        found: dict[str, list[Entry]] = {}
        for entry in sorted(self.entries.values(), key=lambda entry: entry.name.lower()):
            for parent in {*entry.iris("rdfs:subClassOf"), *entry.iris("rdfs:subPropertyOf")}:
                found.setdefault(parent, []).append(entry)
        return found

    @cached_property
    def properties(self) -> dict[str, list[Entry]]:
        """Class -> the properties that are said to be of it."""
        found: dict[str, list[Entry]] = {}
        for entry in sorted(self.entries.values(), key=lambda entry: entry.name.lower()):
            for domain in entry.iris("rdfs:domain"):
                found.setdefault(domain, []).append(entry)
        return found

    @cached_property
    def codes(self) -> dict[str, Entry]:
        """Class -> the code that stands for it."""
        return {of: entry for entry in self.entries.values() for of in entry.iris("dm:codeOf")}

    def members(self, scheme: str) -> list[Entry]:
        """The codes of a scheme, each below the one that is broader."""
        inside = {entry.iri: entry for entry in self.of("skos:Concept") if scheme in entry.iris("skos:inScheme")}
        below: dict[str, list[Entry]] = {}
        for entry in inside.values():
            for broader in entry.iris("skos:broader") or [""]:
                below.setdefault(broader if broader in inside else "", []).append(entry)
        return list(_downwards(below, "", set()))

    def roots(self, among: Iterable[Entry]) -> list[Entry]:
        """Those that nothing else among them stands above."""
        shown = {entry.iri: entry for entry in among}
        return [entry for entry in shown.values() if not set(entry.iris("rdfs:subClassOf")) & set(shown)]


def _downwards(below: dict[str, list[Entry]], name: str, seen: set[str]) -> Iterator[Entry]:
    for entry in below.get(name, []):
        if entry.iri not in seen:
            seen.add(entry.iri)
            yield entry
            yield from _downwards(below, entry.iri, seen)


def collect(*tables: Iterable[Row]) -> Vocabulary:
    """Entries from rows of ``term``, ``property``, ``value`` and, for rules, ``on`` and ``count``."""
    entries: dict[str, Entry] = {}
    for row in (row for rows in tables for row in rows):
        entry = entries.setdefault(row["term"].value, Entry(row["term"].value))
        fact = short(row["property"].value)
        value = row.get("value")
        if fact == "owl:Restriction":
            parts = (row.get("on"), row.get("count"), value)
            entry.rules.append(Rule(*(part.value if part else "" for part in parts)))
        elif value and value not in entry.facts.setdefault(fact, []):
            entry.facts[fact].append(value)
    return Vocabulary(entries)
