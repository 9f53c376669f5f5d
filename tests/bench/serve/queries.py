"""Fourteen kinds of question: seven light ones that pages and scripts ask all day, seven that take the whole graph."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from tests.bench.serve.graph import iri
from tests.server.made import BASE

_PREFIX = f"""PREFIX dm: <{BASE}ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_A_KIND = 300
_UNKNOWN = 100
"""Different queries of a light kind."""


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
        parts = value.split(" ") if name == "pair" else [value]
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
    """Kind -> its queries, for the release in ``out``."""
    parameters = json.loads((out / "parameters.json").read_text())
    found = {kind.name: kind.filled(parameters) for kind in (*LIGHT, *HEAVY)}
    # the most famous actors are two steps from everybody
    found["two steps"] = found["two steps"][:_UNKNOWN][-1:]
    return found
