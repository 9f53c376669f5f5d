"""HermiT on the ontology: free of contradictions alone and with data, and wrong data are found to be wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.term import Node

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


# Two facts that cannot both be so, each by another part of the ontology; either alone is no contradiction.
WRONG_DATA = {
    "a person as the place of a meeting": ":e dm:tookPlaceAt :ann . :ann a dm:Person .",
    "an organization that was born": ":s dm:bornIn :o . :s a dm:Organization .",
    "a militia with a home town": ":m dm:hometown :t . :m a dm:Militia .",
    "a participation of a person and a state": ":p dm:participant :a, :b . :a a dm:Person . :b a dm:State .",
    "a part in a deed and in a plan": ":p dm:participationIn :a, :b . :a a dm:Event . :b a dm:PlannedEventuality .",
    "a part that two deeds share": ":a dm:hasParticipation :p . :b dm:hasParticipation :p . :a owl:differentFrom :b .",
    "a claim about an event and a situation": ":c dm:about :e, :f . :e a dm:Event . :f a dm:Situation .",
    "an event as the passage of a claim": ":c dm:passage :x . :x a dm:Event .",
    "a number that speaks": ":s dm:speaker :q . :q a dm:Quantity .",
    "two statuses of one thing": ":e dm:status :x, :y . :x owl:differentFrom :y .",
    "a link of an event": ":l dm:linkedEntity :e . :e a dm:Event .",
    "an article as the source of a claim": ":c dm:attributedTo :a . :a a dm:Article .",
}


def data(text: str) -> Graph:
    prefixes = "@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
    return Graph().parse(data=f"{prefixes} @prefix dm: <{DM._NS}> . {text}", format="turtle")


@pytest.mark.parametrize("name", sorted(WRONG_DATA))
def test_wrong_data_are_inconsistent(name: str) -> None:
    assert not consistent(modules() + data(WRONG_DATA[name])).consistent


def test_the_first_half_of_all_wrong_data_is_consistent() -> None:
    graph = modules()
    for number, text in enumerate(WRONG_DATA.values()):
        first = text.split(" . ")[0].split(" ; ")[0].split(", ")[0]
        graph += data(f"{first} .".replace(":", f":n{number}-").replace(f"dm:n{number}-", "dm:"))
    assert consistent(graph).sound


def sample_of(release: Path, eventualities: int) -> Graph:
    """Some eventualities of a release, with all that is said of them and who takes part: each what it is about to
    the third step. What was inferred is in it too."""
    union = Graph().parse(release / "graph.nt", format="nt")
    found, edge = Graph(), set(sorted(union.subjects(DM.eventType, None))[:eventualities])
    seen: set[Node] = set()
    for _ in range(3):
        rows = [triple for node in sorted(edge - seen) for triple in union.triples((node, None, None))]
        seen |= edge
        rows = [row for row in rows if row[1] not in (DM.mention, DM.mentionedIn)]
        for row in rows:
            found.add(row)
        edge = {value for _, predicate, value in rows if "/id/" in str(value) and predicate != RDF.type}
    return found


def test_a_sample_of_the_release_of_the_example_is_consistent(example_release: Path) -> None:
    sample = sample_of(example_release, 8)
    assert len(set(sample.subjects(RDF.type, DM.Claim))) >= 5
    assert len(set(sample.subjects(DM.involves, None))) >= 5, "what was inferred is reasoned over too"
    assert consistent(modules() + sample).sound
    event = min(sample.subjects(RDF.type, DM.Event))
    sample.add((event, RDF.type, DM.PossibleEventuality))
    assert not consistent(modules() + sample).consistent


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
