"""Checks of data: what is wrong, at which node, in words; for datasets, graphs and releases."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, Dataset, Graph, Literal, Namespace, URIRef

from kg.check import check_dataset, check_ontology, check_release
from kg.errors import StoreError
from kg.vocab import DM

GOOD = Path(__file__).parent.parent / "ontology" / "samples" / "good.ttl"
EVENT = Namespace("https://w3id.org/dragoman/id/event/")
ENTITY = Namespace("https://w3id.org/dragoman/id/entity/")


@pytest.fixture
def graph() -> Graph:
    return Graph().parse(GOOD)


def release(graph: Graph, folder: Path) -> Path:
    dataset = Dataset()
    named = dataset.graph(URIRef("https://w3id.org/dragoman/graph/article/a1"))
    for triple in graph:
        named.add(triple)
    dataset.serialize(folder / "dataset.nq", format="nquads")
    return folder


def test_graphs_of_a_dataset_are_checked_together(graph: Graph) -> None:
    dataset = Dataset()
    for number, triple in enumerate(graph):
        dataset.graph(URIRef(f"https://example.org/{number % 3}")).add(triple)
    assert check_dataset(dataset) == []


def test_a_release_and_its_graph_give_the_same_issues(graph: Graph, tmp_path: Path) -> None:
    graph.remove((EVENT.meeting, DM.hasClaim, None))
    graph.add((EVENT.shelling, DM.hasActor, ENTITY["hill-brigade"]))
    issues = check_release(release(graph, tmp_path))
    assert issues == check_dataset(graph)
    assert {issue.where for issue in issues} >= {str(EVENT.meeting), str(EVENT.shelling)}


def test_the_data_given_are_not_changed(graph: Graph) -> None:
    before = set(graph)
    check_dataset(graph)
    assert set(graph) == before


@pytest.mark.parametrize(
    ("predicate", "value", "kind"),
    [
        (DM._NS["hasActors"], ENTITY.andorra, "property"),
        (RDF.type, DM._NS["AirStrikes"], "class"),
        (DM.ploverMode, URIRef("https://w3id.org/dragoman/code/plover-mode/ASSAULT-stones"), "code"),
        (URIRef("http://purl.org/dc/terms/titel"), Literal("x"), "property"),
        (URIRef("https://example.org/own"), Literal("x"), "property"),
    ],
)
def test_terms_that_the_ontology_lacks_are_found(graph: Graph, predicate: URIRef, value: URIRef, kind: str) -> None:
    graph.add((EVENT.talks, predicate, value))
    unknown = value if kind != "property" else predicate
    found = [i for i in check_dataset(graph) if i.message == f"The {kind} <{unknown}> is not in the ontology."]
    assert [i.where for i in found] == [str(EVENT.talks)]


def test_two_classes_that_exclude_each_other_are_found_without_a_reasoner(graph: Graph) -> None:
    graph.add((ENTITY["ann-ode"], RDF.type, DM.Militia))
    graph.add((EVENT.talks, RDF.type, DM.PossibleEventuality))
    found = {(i.where, i.message) for i in check_dataset(graph)}
    assert (str(ENTITY["ann-ode"]), "Nothing can be both: Organization and Person.") in found
    assert (str(EVENT.talks), "Nothing can be both: PlannedEventuality and PossibleEventuality.") in found


def test_a_value_that_is_wrong_is_shown(graph: Graph) -> None:
    claim = URIRef("https://w3id.org/dragoman/id/claim/meeting-1")
    graph.set((claim, DM.confidence, Literal("1.5", datatype=Literal(0.5).datatype)))
    messages = [i.message for i in check_dataset(graph) if i.where == str(claim)]
    assert any(message.startswith("A claim must have exactly one confidence") for message in messages)
    assert any(message.endswith("Found: 1.5") for message in messages)


def test_errors_come_before_warnings_and_in_order(graph: Graph) -> None:
    graph.remove((None, URIRef("http://purl.org/dc/terms/issued"), None))
    graph.remove((None, DM.hasClaim, None))
    issues = check_dataset(graph)
    assert [i.severity for i in issues] == sorted(i.severity for i in issues)
    errors = [(i.where, i.message) for i in issues if i.severity == "error"]
    assert errors == sorted(errors)
    assert issues[-1].severity == "warning"


def test_a_folder_without_a_release_and_a_broken_one_say_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"holds no dataset\.nq"):
        check_release(tmp_path)
    (tmp_path / "dataset.nq").write_text("<a> is no quad\n")
    with pytest.raises(StoreError, match="cannot be read as N-Quads"):
        check_release(tmp_path)


def test_hygiene_can_be_asked_of_any_graph() -> None:
    graph = Graph().parse(
        data="""
        @prefix dm: <https://w3id.org/dragoman/ontology#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        dm:skirmish a owl:Class .
        """
    )
    issues = check_ontology(graph)
    assert {issue.where for issue in issues} == {str(DM._NS["skirmish"])}
    assert any("name of a class" in issue.message for issue in issues)
