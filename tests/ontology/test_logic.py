"""HermiT on the ontology: free of contradictions alone and with data, and wrong data are found to be wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

import ontology
from kg.reason import consistent
from kg.vocab import DM

pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, and there is none")

GOOD = Path(__file__).parent / "samples" / "good.ttl"
X = Namespace("https://example.org/")


@pytest.fixture(scope="module")
def with_data() -> Graph:
    return ontology.load() + Graph().parse(GOOD)


def test_the_ontology_and_its_alignments_are_sound() -> None:
    result = consistent(ontology.load(*ontology.VOCABULARY, "align"))
    assert result.consistent
    assert result.unsatisfiable == ()


def test_the_sample_of_data_is_consistent(with_data: Graph) -> None:
    assert consistent(with_data).sound


EXCLUDED = [
    (DM.Event, DM.PlannedEventuality),
    (DM["AirStrike"], DM.NegatedEventuality),
    (DM.PlannedEventuality, DM.PossibleEventuality),
    (DM.Person, DM.Organization),
    (DM.Person, DM.State),
    (DM.State, DM.Militia),
    (DM.CentralBank, DM.PoliticalParty),
    (DM.Event, DM.Situation),
    (DM.Article, DM.Claim),
    (DM.Quantity, DM["Death"]),
]


def modules() -> Graph:
    return ontology.load("core", "actors", "events", "claims", "quantities")


def test_each_of_the_two_things_alone_is_consistent() -> None:
    graph = modules()
    for number, pair in enumerate(EXCLUDED):
        for side, kind in enumerate(pair):
            graph.add((X[f"thing-{number}-{side}"], RDF.type, kind))
    assert consistent(graph).sound


@pytest.mark.parametrize(("one", "two"), EXCLUDED, ids=lambda term: str(term).split("#")[-1])
def test_what_cannot_be_two_things_is_inconsistent(one: URIRef, two: URIRef) -> None:
    graph = modules()
    graph.add((X.thing, RDF.type, one))
    graph.add((X.thing, RDF.type, two))
    assert not consistent(graph).consistent


def test_a_state_is_an_actor_and_a_place() -> None:
    graph = ontology.load("core", "actors")
    for kind in (DM.State, DM.Actor, DM.Place):
        graph.add((X.state, RDF.type, kind))
    assert consistent(graph).sound


def test_wrong_ends_of_properties_are_inconsistent(with_data: Graph) -> None:
    entity = Namespace("https://w3id.org/dragoman/id/entity/")
    event = Namespace("https://w3id.org/dragoman/id/event/")
    wrong = Graph() + with_data
    wrong.add((event.meeting, DM.tookPlaceAt, entity["ann-ode"]))
    assert not consistent(wrong).consistent, "a person cannot be the place of a meeting"


def test_a_class_that_nothing_can_be_in_is_named() -> None:
    graph = ontology.load("core")
    graph.parse(
        data="""
        @prefix dm: <https://w3id.org/dragoman/ontology#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        dm:Rehearsal a owl:Class ; rdfs:subClassOf dm:Event, dm:PlannedEventuality .
        """
    )
    assert consistent(graph).unsatisfiable == ("https://w3id.org/dragoman/ontology#Rehearsal",)
