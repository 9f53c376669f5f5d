"""The graph ``graph/enrichment``: what a catalogue or Wikidata knows of linked items, apart from what articles say.

Its subjects are the items of Wikidata, never our entities: nothing here can be mistaken for a claim. A record for each
item says where the facts come from and of which day they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SDO, Graph, Literal, URIRef
from rdflib.term import Node

from kg.background import Background
from kg.ids import Iris
from kg.rdf import terms
from kg.rdf.kinds import fine_class
from kg.rdf.sheet import empty
from kg.vocab import ENTITY_CLASSES, WD


def enrichment_graph(known: Iterable[Background], iris: Iris) -> Graph:
    """Labels, class, countries, coordinates and terms of office of items, each with its record."""
    graph = empty()
    for one in known:
        item, record = WD[one.qid], URIRef(iris.node("record", one.qid))
        _say(graph, item, _facts(one))
        for number, office in enumerate(one.offices, 1):
            node = URIRef(iris.node("office", f"{one.qid}-{number}"))
            graph.add((item, SDO.hasOccupation, node))
            days = ((SDO.startDate, terms.moment(office.start)), (SDO.endDate, terms.moment(office.end)))
            _say(graph, node, ((RDF.type, SDO.Role), (SDO.roleName, terms.words(office.title)), *days))
        day = terms.day(one.retrieved)
        source = ((OWL.versionInfo, terms.plain(one.source)), (DCTERMS.date, day), (FOAF.primaryTopic, item))
        _say(graph, record, ((RDF.type, PROV.Entity), *source))
    return graph


def _facts(one: Background) -> Iterator[tuple[URIRef, Node | None]]:
    for language, label in sorted(one.labels.items()):
        yield RDFS.label, terms.words(label, language)
    yield DCTERMS.type, fine_class(one.type, one.subtype) or ENTITY_CLASSES[one.type]
    for country in one.countries:
        # a state is not "in" itself
        yield DCTERMS.spatial, WD[country] if country != one.qid else None
    yield SDO.latitude, _degrees(one.lat)
    yield SDO.longitude, _degrees(one.lon)


def _degrees(value: float | None) -> Literal | None:
    return None if value is None else terms.decimal(round(value, 6))


def _say(graph: Graph, subject: Node, facts: Iterable[tuple[URIRef, Node | None]]) -> None:
    for predicate, value in facts:
        if value is not None:
            graph.add((subject, predicate, value))
