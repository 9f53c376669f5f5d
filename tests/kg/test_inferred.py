"""What follows is what OWL 2 RL says of the things in a graph, no more; the setting turns it down or off."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, Graph, Literal, Namespace, URIRef

import ontology
from kg import claims, rdf, resolve
from kg.config import Inference, Settings
from kg.rdf.inferred import Infer, inference, owl_rl_inference, type_inference
from kg.stages import build
from kg.vocab import DM
from tests.kg import camp_david
from tests.kg.test_stages import GIVEN

EX = Namespace("https://example.org/")
INFERRED = ox.NamedNode("https://w3id.org/dragoman/graph/inferred")


@pytest.fixture(scope="module")
def infer() -> Infer:
    return owl_rl_inference(ontology.load())


@pytest.fixture(scope="module", params=["first", "second"])
def article(request: pytest.FixtureRequest) -> Graph:
    linked = camp_david.linked(getattr(camp_david, request.param)())
    made = rdf.article_graph(linked, claims.claims(linked.document), resolve.identities([linked], ()), Settings())
    return made.graph + made.links


def told(*triples: tuple[URIRef, URIRef, URIRef]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


@pytest.mark.parametrize(
    ("written", "follows"),
    [
        ([(EX.a, DM.alliedWith, EX.b)], (EX.b, DM.alliedWith, EX.a)),
        ([(EX.a, DM.partOf, EX.b), (EX.b, DM.partOf, EX.c)], (EX.a, DM.partOf, EX.c)),
        ([(EX.a, DM.locatedIn, EX.b), (EX.b, DM.locatedIn, EX.c)], (EX.a, DM.locatedIn, EX.c)),
        ([(EX.claim, DM.about, EX.event)], (EX.event, DM.hasClaim, EX.claim)),
        ([(EX.event, DM.hasParticipation, EX.part)], (EX.part, DM.participationIn, EX.event)),
        ([(EX.event, DM.hasActor, EX.a)], (EX.event, DM.involves, EX.a)),
        ([(EX.event, DM.tookPlaceAt, EX.a)], (EX.a, RDF.type, DM.Place)),
        ([(EX.event, DM.hasActor, EX.a)], (EX.event, RDF.type, DM.Eventuality)),
        ([(EX.event, RDF.type, DM["AirStrike"])], (EX.event, RDF.type, DM.Attack)),
    ],
)
def test_what_must_follow_follows(
    infer: Infer, written: list[tuple[URIRef, URIRef, URIRef]], follows: tuple[URIRef, URIRef, URIRef]
) -> None:
    assert follows in infer(told(*written))


@pytest.mark.parametrize(
    ("written", "never"),
    [
        ([(EX.a, DM.opposes, EX.b)], (EX.b, DM.opposes, EX.a)),
        ([(EX.event, RDF.type, DM.PlannedEventuality)], (EX.event, RDF.type, DM.Event)),
        ([(EX.event, DM.hasActor, EX.a)], (EX.event, RDF.type, DM.Event)),
        ([(EX.a, DM.memberOf, EX.b), (EX.b, DM.memberOf, EX.c)], (EX.a, DM.memberOf, EX.c)),
    ],
)
def test_what_must_not_follow_does_not(
    infer: Infer, written: list[tuple[URIRef, URIRef, URIRef]], never: tuple[URIRef, URIRef, URIRef]
) -> None:
    assert never not in infer(told(*written))


def test_all_types_above_are_among_what_follows(infer: Infer, article: Graph) -> None:
    types = set(type_inference(ontology.load())(article))
    assert types
    assert types < set(infer(article))


def test_whoever_takes_part_is_involved_although_the_reasoner_knows_no_chains(infer: Infer, article: Graph) -> None:
    chain = {
        (event, DM.involves, entity)
        for event, part in article.subject_objects(DM.hasParticipation)
        for entity in article.objects(part, DM.participant)
    }
    assert chain
    assert set(infer(article).triples((None, DM.involves, None))) == chain


def test_only_things_of_the_article_are_spoken_of_and_nothing_is_said_twice(infer: Infer, article: Graph) -> None:
    found = infer(article)
    things = {*article.subjects(), *article.objects()} - set(ontology.load().subjects())
    assert set(found.subjects()) <= things
    assert not set(found) & set(article)
    assert all(isinstance(term, URIRef) for triple in found for term in triple)
    assert not [t for t in found if str(OWL) in str(t)], "no owl:sameAs, no owl:Thing"
    assert set(infer(article)) == set(found)


def test_values_and_strange_names_do_not_disturb(infer: Infer) -> None:
    graph = told((EX.a, DM.alliedWith, EX.b))
    graph.add((EX.a, DM.timeText, Literal('a "quoted" line\nand – more', lang="en")))
    graph.add((EX.a, DM.sha256, Literal("01")))
    assert (EX.b, DM.alliedWith, EX.a) in infer(graph)
    assert not [value for value in infer(graph).objects() if isinstance(value, Literal)]


@pytest.mark.parametrize("how", ["none", "types", "owl-rl"])
def test_the_setting_decides_what_a_release_holds(how: Inference, tmp_path: Path) -> None:
    (tmp_path / "second.txt").write_text(camp_david.SECOND, encoding="utf-8")
    settings = Settings(inference=how)
    release = build([tmp_path / "second.txt"], tmp_path / "out", settings, given=GIVEN, reading=camp_david.reading)
    store = ox.Store()
    store.bulk_load(path=str(release.path / "dataset.nq"))
    predicates = {quad.predicate.value for quad in store.quads_for_pattern(None, None, None, INFERRED)}
    expected = {"none": set(), "types": {str(RDF.type)}, "owl-rl": {str(RDF.type), str(DM.involves)}}
    assert predicates == expected[how]


def test_without_inference_there_is_no_function() -> None:
    assert inference(ontology.load(), "none") is None
