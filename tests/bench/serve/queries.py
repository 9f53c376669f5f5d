"""Kinds of question: look-ups and whole records, which pages and scripts ask all day; heavy ones over the whole graph.

Look-ups are as short as questions can be. Records are what the site's own pages ask (``server/queries``): a thing with
all that belongs to it, in their order and with their limits.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from string import Template

from tests.bench.serve.graph import iri
from tests.server.made import BASE

_PREFIX = f"""PREFIX dm: <{BASE}ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_A_KIND = 300
"""Different queries of a light kind."""
_UNKNOWN = 100
_PAIRS = ("pair", "acting")
"""Lists of two things each."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question: its text with $names of what is filled in (names of lists in ``parameters.json``)."""

    name: str
    text: str
    needs: tuple[str, ...] = ()

    def filled(self, parameters: Mapping[str, list[str]]) -> list[str]:
        """The queries of this kind, all different; what the news are full of is what people ask for."""
        rows = Counter(zip(*(parameters[name] for name in self.needs), strict=True)) if self.needs else Counter([()])
        return [
            _PREFIX + Template(self.text).substitute(_terms(self.needs, row)) for row, _ in rows.most_common(_A_KIND)
        ]


def _terms(names: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    """What stands for $names: an IRI in full, a text as it is, the two of a pair as $pair1 and $pair2."""
    found = {}
    for name, value in zip(names, values, strict=True):
        parts = value.split(" ") if name in _PAIRS else [value]
        for number, part in enumerate(parts, 1):
            found[f"{name}{number}" if len(parts) > 1 else name] = iri(part) if part.startswith("i:") else part
    return found


LIGHT = (
    Kind("event", "SELECT ?property ?value { $event ?property ?value }", ("event",)),
    Kind("evidence", """SELECT ?claim ?status ?quote ?title {
  $event dm:hasClaim ?claim . ?claim dm:claimedStatus ?status ; dm:passage ?passage ; dm:claimedIn ?article .
  ?passage dm:quote ?quote . ?article dct:title ?title }""", ("event",)),
    Kind("newest by actor", """SELECT DISTINCT ?event ?label ?month {
  ?event dm:hasActor $actor ; rdfs:label ?label ; a dm:Event ; dm:inMonth ?month }
ORDER BY DESC(?month) ?event LIMIT 20""", ("actor",)),
    Kind("by place and month", """SELECT DISTINCT ?event ?label {
  ?event dm:tookPlaceAt $place ; dm:inMonth "$month"^^xsd:gYearMonth ; rdfs:label ?label }""", ("place", "month")),
    Kind("by name", """SELECT DISTINCT ?entity ?item { ?entity rdfs:label "$label"@en .
  OPTIONAL { ?entity skos:exactMatch ?item } }""", ("label",)),
    Kind("in an article", """SELECT DISTINCT ?event ?role ?who {
  ?claim dm:claimedIn $article ; dm:about ?event . ?event dm:hasParticipation ?part .
  ?part dm:role ?role ; dm:participant ?who }""", ("article",)),
    Kind("between two", """SELECT ?type (COUNT(DISTINCT ?event) AS ?events) {
  ?event dm:hasActor $pair1 ; dm:hasRecipient $pair2 ; dm:eventType ?type } GROUP BY ?type""", ("pair",)),
)  # fmt: skip
RECORDS = (
    Kind("whole event", """SELECT DISTINCT ?label ?type ?status ?role ?who ?name ?quote ?earliest ?latest {
  $event rdfs:label ?label ; dm:eventType ?type ; dm:status ?status ; dm:hasParticipation ?part .
  ?part dm:role ?role ; dm:participant ?who . ?who rdfs:label ?name
  OPTIONAL { ?part dm:evidence/dm:quote ?quote }
  OPTIONAL { $event dm:hasTime ?time . ?time dm:earliest ?earliest ; dm:latest ?latest } }
ORDER BY ?role ?name ?who ?quote LIMIT 500""", ("event",)),
    Kind("claims of an event", """SELECT DISTINCT ?claim ?status ?voice ?confidence ?quote ?prefix ?suffix ?start ?end
  ?article ?title ?issued ?source ?speaker ?name {
  GRAPH ?graph { ?claim dm:about $event ; dm:passage ?passage
    OPTIONAL { ?claim dm:claimedStatus ?status } OPTIONAL { ?claim dm:voice ?voice }
    OPTIONAL { ?claim dm:confidence ?confidence } OPTIONAL { ?passage dm:quote ?quote }
    OPTIONAL { ?passage oa:hasSelector/oa:start ?start } OPTIONAL { ?passage oa:hasSelector/oa:end ?end }
    OPTIONAL { ?passage oa:hasSelector/oa:prefix ?prefix } OPTIONAL { ?passage oa:hasSelector/oa:suffix ?suffix }
    OPTIONAL { ?claim dm:claimedIn ?article } OPTIONAL { ?claim dm:claimedIn/dct:title ?title }
    OPTIONAL { ?claim dm:claimedIn/dct:issued ?issued } OPTIONAL { ?claim dm:claimedIn/dct:publisher ?source }
    OPTIONAL { ?claim dm:attributedTo ?speaker . ?speaker rdfs:label ?name } } }
ORDER BY ?name ?claim ?quote LIMIT 200""", ("event",)),
    Kind("month of an actor", """SELECT DISTINCT ?event ?label ?type ?status ?recipient ?name ?place ?quote {
  ?event dm:hasActor $acting1 ; dm:inMonth "$acting2"^^xsd:gYearMonth ; rdfs:label ?label ; dm:eventType ?type ;
    dm:status ?status
  OPTIONAL { ?event dm:hasRecipient ?recipient . ?recipient rdfs:label ?name }
  OPTIONAL { ?event dm:tookPlaceAt/rdfs:label ?place }
  OPTIONAL { ?event dm:hasClaim/dm:passage/dm:quote ?quote } }
ORDER BY ?event ?name ?place ?quote LIMIT 200""", ("acting",)),
    Kind("events of an actor", """SELECT DISTINCT ?event ?label ?role ?type ?status ?when ?latest {
  ?part dm:participant $actor ; dm:role ?role ; dm:participationIn ?event .
  ?event rdfs:label ?label ; dm:eventType ?type ; dm:status ?status
  OPTIONAL { ?event dm:hasTime ?time OPTIONAL { ?time dm:earliest ?when } OPTIONAL { ?time dm:latest ?latest } } }
ORDER BY ?role DESC(STR(?when)) ?event LIMIT 100""", ("actor",)),
    Kind("articles of an actor", """SELECT DISTINCT ?article ?title ?issued {
  $actor dm:mentionedIn ?article OPTIONAL { ?article dct:title ?title } OPTIONAL { ?article dct:issued ?issued } }
ORDER BY DESC(?issued) ?article LIMIT 200""", ("actor",)),
    Kind("whole article", """SELECT DISTINCT ?claim ?about ?label ?status ?quote ?start ?end ?speaker ?name {
  GRAPH ?graph { ?claim dm:claimedIn $article ; dm:about ?about ; dm:passage ?passage
    OPTIONAL { ?claim dm:claimedStatus ?status } OPTIONAL { ?about rdfs:label ?label }
    OPTIONAL { ?passage dm:quote ?quote }
    OPTIONAL { ?passage oa:hasSelector/oa:start ?start } OPTIONAL { ?passage oa:hasSelector/oa:end ?end }
    OPTIONAL { ?claim dm:attributedTo ?speaker . ?speaker rdfs:label ?name } } }
ORDER BY ?start DESC(?end) ?about ?claim ?name LIMIT 5000""", ("article",)),
    Kind("history of two", """SELECT DISTINCT ?event ?label ?type ?status ?month ?quote ?title {
  ?event dm:hasActor $pair1 ; dm:hasRecipient $pair2 ; rdfs:label ?label ; dm:eventType ?type ; dm:status ?status ;
    dm:hasClaim ?claim . ?claim dm:passage/dm:quote ?quote ; dm:claimedIn/dct:title ?title
  OPTIONAL { ?event dm:inMonth ?month } }
ORDER BY DESC(?month) ?event ?quote LIMIT 50""", ("pair",)),
)  # fmt: skip
MIXES = {"light queries": (*LIGHT, *RECORDS), "look-ups": LIGHT, "records": RECORDS}
HEAVY = (
    Kind("top actors", """SELECT ?actor (COUNT(DISTINCT ?event) AS ?events) { ?event dm:hasActor ?actor ; a dm:Event }
GROUP BY ?actor ORDER BY DESC(?events) ?actor LIMIT 10"""),
    Kind("months", "SELECT ?month (COUNT(DISTINCT ?event) AS ?events) { ?event dm:inMonth ?month } GROUP BY ?month"),
    Kind("kinds", """SELECT ?type ?status (COUNT(*) AS ?events) { ?event dm:eventType ?type ; dm:status ?status }
GROUP BY ?type ?status"""),
    Kind("kinds below", f"""SELECT (COUNT(DISTINCT ?event) AS ?events) {{
  ?event dm:eventType/skos:broader* <{BASE}code/event-type/ArmedEvent> }}"""),
    Kind("two steps", """SELECT (COUNT(DISTINCT ?other) AS ?others) {
  $actor ^dm:hasActor/dm:hasRecipient/^dm:hasActor/dm:hasRecipient ?other }""", ("actor",)),
    Kind("newest", """SELECT ?event ?label ?day { ?event a dm:Event ; rdfs:label ?label ; dm:hasTime/dm:earliest ?day }
ORDER BY DESC(?day) ?event LIMIT 20"""),
    Kind("words", """SELECT (COUNT(?passage) AS ?passages) { ?passage dm:quote ?quote
  FILTER(CONTAINS(LCASE(?quote), "accused")) }"""),
)  # fmt: skip


def read(out: Path) -> dict[str, list[str]]:
    """Kind -> its queries, for the release in ``out``, in an order that has nothing to do with what they ask for.

    Whoever is slow gets through the first ones only, so these must not be the hardest ones.
    """
    parameters = json.loads((out / "parameters.json").read_text())
    found = {kind.name: kind.filled(parameters) for kind in (*LIGHT, *RECORDS, *HEAVY)}
    # the most famous actors are two steps from everybody
    found["two steps"] = found["two steps"][:_UNKNOWN][-1:]
    return {name: sorted(texts, key=lambda text: sha256(text.encode()).digest()) for name, texts in found.items()}
