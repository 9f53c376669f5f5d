"""Statements of a release that can be told to Wikidata: actual, in an article's own voice, between two linked items.

Only relations that mean the same there are told: the properties are those that the ontology's alignment with Wikidata
confirms as close or narrower matches (``ontology/align/wikidata.ttl``), and the reference properties. What Wikidata
says already is left out, as far as the catalogue or Wikidata itself can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.catalogue import Catalogue
from kg.wikidata import Wikidata

CERTAIN = 0.85
"""Both ends must be linked with at least this score: others are for people to look at first."""

QUERY = """
PREFIX dm: <https://w3id.org/dragoman/ontology#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?relation ?subject ?subjectKind ?object ?objectKind ?url ?quote ?language WHERE {
  ?situation dm:relationType ?relation ; dm:status <https://w3id.org/dragoman/code/status/actual> ;
             dm:attestedOn ?day ; dm:situationSubject ?s ; dm:situationObject ?o ; dm:hasClaim ?claim .
  ?claim dm:claimedStatus <https://w3id.org/dragoman/code/status/actual> ;
         dm:voice <https://w3id.org/dragoman/code/voice/article> ; dm:claimedIn ?article ; dm:passage ?passage .
  ?article dct:source ?url .
  OPTIONAL { ?article dct:language ?language }
  OPTIONAL { ?passage dm:quote ?quote }
  ?s a ?subjectKind . ?o a ?objectKind .
  FILTER (STRSTARTS(STR(?subjectKind), STR(dm:)) && STRSTARTS(STR(?objectKind), STR(dm:)))
  { SELECT ?s ?subject (MAX(?c) AS ?sure) { ?l dm:linkedEntity ?s ; dm:linkTarget ?subject ; dm:confidence ?c }
    GROUP BY ?s ?subject }
  { SELECT ?o ?object (MAX(?d) AS ?certain) { ?m dm:linkedEntity ?o ; dm:linkTarget ?object ; dm:confidence ?d }
    GROUP BY ?o ?object }
  FILTER (?sure >= $certain && ?certain >= $certain)
}
ORDER BY ?relation ?subject ?object ?url ?quote
"""
"""One row for each source of each statement, and each pair of classes of its ends. ``$certain`` is a number."""

_KIND = "https://w3id.org/dragoman/ontology#"
_RELATION = "https://w3id.org/dragoman/code/relation-type/"
_ITEM = re.compile(r"http://www\.wikidata\.org/entity/(Q[1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class Property:
    """A property of Wikidata for a relation: where it holds only between some classes, these (else None)."""

    pid: str
    label: str
    relation: str
    subject: str | None = None
    object: str | None = None


PROPERTIES = (
    Property("P102", "member of political party", "memberOf", "Person", "PoliticalParty"),
    Property("P463", "member of", "memberOf", None, "Organization"),
    Property("P131", "located in the administrative territorial entity", "locatedIn", "Place", "AdministrativeArea"),
    Property("P159", "headquarters location", "basedIn", "Organization", "Place"),
    Property("P361", "part of", "partOf", "Organization", "Organization"),
)
"""The first that fits is taken. "location" (P276) is not told: there it is for things and events, not for places."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a statement is made: address of the article, its words (or ""), their language."""

    url: str
    quote: str
    language: str


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with all its sources."""

    subject: str
    pid: str
    object: str
    sources: tuple[Source, ...]


Row = Mapping[str, str]
Known = Callable[[Iterable[Told]], frozenset[tuple[str, str, str]]]
"""Statements -> those triples (subject, property, object) among them that Wikidata has."""


def statements(rows: Iterable[Row]) -> tuple[Told, ...]:
    """The statements that the rows of ``QUERY`` make, by property, subject and object."""
    kinds: dict[tuple[str, str, str], tuple[set[str], set[str]]] = {}
    sources: dict[tuple[str, str, str], set[Source]] = {}
    for row in rows:
        ends = (_ITEM.fullmatch(row["subject"]), _ITEM.fullmatch(row["object"]))
        if ends[0] is None or ends[1] is None or ends[0][1] == ends[1][1]:
            continue
        key = (row["relation"].removeprefix(_RELATION), ends[0][1], ends[1][1])
        subject, object_ = kinds.setdefault(key, (set(), set()))
        subject.add(row["subjectKind"].removeprefix(_KIND))
        object_.add(row["objectKind"].removeprefix(_KIND))
        source = Source(row["url"], " ".join(row.get("quote", "").split()), row.get("language", "en"))
        sources.setdefault(key, set()).add(source)
    return tuple(sorted(_told(kinds, sources), key=lambda t: (t.pid, int(t.subject[1:]), int(t.object[1:]))))


def _told(
    kinds: Mapping[tuple[str, str, str], tuple[set[str], set[str]]],
    sources: Mapping[tuple[str, str, str], set[Source]],
) -> Iterator[Told]:
    for key, (subject, object_) in kinds.items():
        pid = _property(key[0], subject, object_)
        if pid is not None:
            yield Told(key[1], pid, key[2], tuple(sorted(sources[key])))


def _property(relation: str, subject: set[str], object_: set[str]) -> str | None:
    for one in PROPERTIES:
        fits = one.subject in {None, *subject} and one.object in {None, *object_}
        if one.relation == relation and fits:
            return one.pid
    return None


def lacking(told: Iterable[Told], known: Known) -> tuple[Told, ...]:
    """Those that Wikidata does not have."""
    all_of = tuple(told)
    had = known(all_of)
    return tuple(t for t in all_of if (t.subject, t.pid, t.object) not in had)


def in_catalogue(catalogue: Catalogue) -> Known:
    """What a catalogue tells of Wikidata, which is little: bodies that a body is part of."""

    def known(told: Iterable[Told]) -> frozenset[tuple[str, str, str]]:
        records = ((t, catalogue.get(t.subject)) for t in told)
        return frozenset((t.subject, t.pid, t.object) for t, record in records if record and record.parent == t.object)

    return known


def in_wikidata(wikidata: Wikidata) -> Known:
    """What Wikidata itself says. Raises RemoteError when it does not answer: then nothing can be called lacking."""

    def known(told: Iterable[Told]) -> frozenset[tuple[str, str, str]]:
        wanted = tuple(told)
        items = wikidata.items(t.subject for t in wanted)
        return frozenset(
            (t.subject, t.pid, t.object)
            for t in wanted
            # an item that is gone cannot be told anything
            if t.subject not in items or t.object in items[t.subject].statements.get(t.pid, ())
        )

    return known
