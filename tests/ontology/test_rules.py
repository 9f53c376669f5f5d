"""The written rules derive what the graph carries: run over the sample without their results, they restore them."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

import ontology
from kg import claims, rdf, resolve
from kg.config import Settings
from kg.model import Document
from kg.vocab import DM, DMC, RELATIONS
from tests.kg import camp_david

GOOD = Path(__file__).parent / "samples" / "good.ttl"
EVENT = Namespace("https://w3id.org/dragoman/id/event/")
SHORTCUTS = [terms.shortcut for terms in RELATIONS.values() if terms.shortcut is not None]

RULES: dict[str, list[URIRef]] = {
    "has-actor": [DM.hasActor],
    "has-recipient": [DM.hasRecipient],
    "took-place-at": [DM.tookPlaceAt],
    "derived-plover": [DM.derivedPloverType],
    "in-month": [DM.inMonth],
    "situation-shortcuts": SHORTCUTS,
}
TYPING = ["status-class", "event-class", "situation-class"]

Triples = set[tuple[object, ...]]


def derived(name: str, graph: Graph) -> Triples:
    result = graph.query(ontology.queries("rules")[name]).graph
    assert result is not None
    return set(result)


def test_every_rule_is_tested() -> None:
    assert set(ontology.queries("rules")) == {*RULES, *TYPING}


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_restores_what_was_written(name: str) -> None:
    graph = Graph().parse(GOOD)
    written: Triples = {triple for predicate in RULES[name] for triple in graph.triples((None, predicate, None))}
    for triple in written:
        graph.remove(triple)
    assert written
    assert derived(name, graph) == written


@pytest.mark.parametrize("name", sorted(RULES))
@pytest.mark.parametrize("document", [camp_david.first(), camp_david.second()], ids=["first", "second"])
def test_what_the_program_writes_is_what_the_rules_derive(name: str, document: Document) -> None:
    linked = camp_david.linked(document)
    identity = resolve.identities([linked], ())
    graph = rdf.article_graph(linked, claims.claims(document), identity, Settings()).graph
    written = {triple for predicate in RULES[name] for triple in graph.triples((None, predicate, None))}
    assert derived(name, graph) == written


def test_the_rules_of_classes_restore_the_types_of_eventualities_and_situations() -> None:
    graph = Graph().parse(GOOD)
    told = {*graph.subjects(DM.eventType, None), *graph.subjects(DM.relationType, None)}
    written: Triples = {
        (node, RDF.type, kind) for node in told for kind in graph.objects(node, RDF.type) if kind != DM.Situation
    }
    for node in told:
        graph.remove((node, RDF.type, None))
    graph += ontology.load("codes")
    found = set().union(*(derived(name, graph) for name in TYPING))
    assert found == written
    assert (EVENT.attack, RDF.type, DM["Attack"]) not in found, "a feared attack is no attack"
    assert (EVENT.attack, RDF.type, DM.PossibleEventuality) in found


@pytest.mark.parametrize(
    ("plover", "status", "expected"),
    [
        ("CONSULT", "planned", "AGREE"),
        ("SUPPORT", "planned", "AGREE"),
        ("COOPERATE", "planned", "AGREE"),
        ("AID", "planned", "AGREE"),
        ("CONSULT", "actual", "CONSULT"),
        ("CONSULT", "possible", "CONSULT"),
        ("ASSAULT", "planned", "ASSAULT"),
    ],
)
def test_a_planned_cooperation_is_an_agreement_to_plover(plover: str, status: str, expected: str) -> None:
    graph = Graph()
    graph.add((EVENT.x, DM.ploverType, DMC.plover[plover]))
    graph.add((EVENT.x, DM.status, DMC.status[status]))
    assert derived("derived-plover", graph) == {(EVENT.x, DM.derivedPloverType, DMC.plover[expected])}


def test_a_possible_alliance_gives_no_shortcut() -> None:
    graph = Graph().parse(GOOD)
    graph.update(
        "DELETE { ?s dm:status ?x } INSERT { ?s dm:status status:possible } WHERE { ?s a dm:Alliance ; dm:status ?x }",
        initNs=dict(graph.namespaces()),
    )
    assert not [t for t in derived("situation-shortcuts", graph) if t[1] == DM.alliedWith]


def test_an_alliance_that_had_ended_by_the_day_of_the_article_gives_no_shortcut() -> None:
    graph = Graph().parse(GOOD)
    (alliance,) = graph.subjects(RDF.type, DM.Alliance)
    assert [t for t in derived("situation-shortcuts", graph) if t[1] == DM.alliedWith]
    graph.remove((alliance, DM.attestedOn, None))
    assert not [t for t in derived("situation-shortcuts", graph) if t[1] == DM.alliedWith]


def test_a_time_that_reaches_into_another_month_is_in_no_month() -> None:
    graph = Graph().parse(
        data="""
        @prefix dm: <https://w3id.org/dragoman/ontology#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        @prefix : <https://example.org/> .
        :long dm:eventType :t . :vague dm:eventType :t . :short dm:eventType :t .
        :situation dm:hasTime [ dm:earliest "2016-05"^^xsd:gYearMonth ; dm:latest "2016-05"^^xsd:gYearMonth ] .
        :long dm:hasTime [ dm:earliest "2016-05"^^xsd:gYearMonth ; dm:latest "2016-06-02"^^xsd:date ] .
        :vague dm:hasTime [ dm:earliest "2016"^^xsd:gYear ; dm:latest "2016"^^xsd:gYear ] .
        :short dm:hasTime [ dm:earliest "2016-05-30"^^xsd:date ; dm:latest "2016-05-31"^^xsd:date ] .
        """
    )
    assert [str(s) for s, _, _ in derived("in-month", graph)] == ["https://example.org/short"]
