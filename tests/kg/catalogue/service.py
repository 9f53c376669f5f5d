"""A SPARQL service that holds the small world in Wikidata's terms, and really answers; it fails when told to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store

from tests.kg.catalogue.world import world
from tests.web import Asked, Reply, Web
from tests.wikidata_dump import Json

WD, WDT = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/direct/"
P, PS, PQ = (f"http://www.wikidata.org/prop/{part}" for part in ("", "statement/", "qualifier/"))
RDFS, SKOS = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2004/02/skos/core#"
INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
RESULTS = {"Content-Type": "application/sparql-results+json"}

Fails = Callable[[int, str], Reply | None]
"""Number of the request (from 1) and its query -> what to answer instead, if anything."""


def store(entities: Iterable[Json]) -> Store:
    """The entities as Wikidata's RDF has them: truthy statements, terms of office with their dates."""
    base = Store()
    for one in entities:
        if one["type"] == "item":
            item = NamedNode(WD + one["id"])
            _say(
                base, item, "http://wikiba.se/ontology#sitelinks", Literal(str(len(one["sitelinks"])), datatype=INTEGER)
            )
            for label in one["labels"].values():
                _say(base, item, RDFS + "label", Literal(label["value"], language=label["language"]))
            for alias in one["aliases"]["en"] if one["aliases"] else ():
                _say(base, item, SKOS + "altLabel", Literal(alias["value"], language="en"))
            for name, statements in (one["claims"] or {}).items():
                for number, made in enumerate(statements):
                    _state(base, item, name, made, number)
    return base


def _say(base: Store, subject: NamedNode | BlankNode, predicate: str, value: NamedNode | Literal | BlankNode) -> None:
    base.add(Quad(subject, NamedNode(predicate), value))


def _state(base: Store, item: NamedNode, name: str, made: Json, number: int) -> None:
    value = _value(made["mainsnak"]["datavalue"]["value"])
    ended = "P582" in made.get("qualifiers", {})
    if made["rank"] != "deprecated" and (name == "P39" or not ended):
        _say(base, item, WDT + name, value)
        term = NamedNode(f"{item.value}-{name}-{number}")
        _say(base, item, P + name, term)
        _say(base, term, PS + name, value)
        for qualifier, snaks in made.get("qualifiers", {}).items():
            _say(base, term, PQ + qualifier, _value(snaks[0]["datavalue"]["value"]))


def _value(value: object) -> NamedNode | Literal:
    if isinstance(value, str):
        return Literal(value)
    assert isinstance(value, dict)
    if "id" in value:
        return NamedNode(WD + value["id"])
    if "time" in value:
        day = value["time"].lstrip("+").replace("-00", "-01")
        return Literal(day, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#dateTime"))
    if "latitude" in value:
        return Literal(f"Point({value['longitude']} {value['latitude']})")
    return Literal(value["text"], language=value["language"])


def open_service(web: Web, fails: Fails = lambda number, query: None) -> list[str]:
    """Make the web server such a service; the queries that it answered well, as they come."""
    base, answered = store(world()), list[str]()

    def answer(asked: Asked) -> Reply:
        text = asked.body.decode() if asked.method == "POST" else urlsplit(asked.path).query
        query = parse_qs(text)["query"][0]
        instead = fails(len(web.asked), query)
        if instead is not None:
            return instead
        answered.append(query)
        found = base.query(query)
        assert isinstance(found, QuerySolutions)
        return Reply(200, RESULTS, found.serialize(format=QueryResultsFormat.JSON))

    web.answer = answer
    return answered
