"""The ontology keeps its own rules; every rule has a sample that breaks it."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph

import ontology
from kg.check import check_ontology
from kg.reason import profile_issues

CHECKS = sorted(ontology.queries("checks"))
TERMS = "https://w3id.org/dragoman/ontology#"


def test_the_ontology_breaks_no_rule() -> None:
    assert check_ontology() == []


@pytest.mark.parametrize("name", CHECKS)
def test_every_rule_is_broken_by_its_sample(name: str) -> None:
    sample = ontology.path("checks/bad") / f"{name}.ttl"
    issues = check_ontology(Graph().parse(sample))
    wanted = ontology.queries("checks")[name]
    # Messages are built in the query: the sample must bring out this rule's own one, about a node of the sample.
    assert any(issue.message.split(":")[0].split(" (")[0].split(" http")[0].rstrip(".") in wanted for issue in issues)


def test_there_is_no_sample_without_a_rule() -> None:
    assert sorted(file.stem for file in ontology.path("checks/bad").glob("*.ttl")) == CHECKS


@pytest.mark.parametrize(
    "name", [*ontology.modules("codes"), *ontology.modules("labels"), *ontology.modules("align"), "dragoman"]
)
def test_each_module_with_its_imports_is_owl_2_dl(name: str) -> None:
    needed, seen = [name], set[str]()
    while needed:
        module = needed.pop()
        seen.add(module)
        imports = ontology.load(module).objects(None, OWL.imports)
        needed += {str(i).removeprefix("https://w3id.org/dragoman/ontology/") for i in imports} - seen
    assert profile_issues(ontology.load(*seen)) == []


def test_core_imports_nothing_and_nothing_imports_an_alignment() -> None:
    assert not list(ontology.load("core").objects(None, OWL.imports))
    assert not [i for i in ontology.load(*ontology.modules()).objects(None, OWL.imports) if "/align/" in str(i)]


def test_the_umbrella_imports_every_module() -> None:
    imported = {str(i).rsplit("/", 1)[-1] for i in ontology.load("dragoman").objects(None, OWL.imports)}
    assert imported == {"core", "actors", "events", "claims", "quantities"}


def test_the_files_are_found_by_name_and_a_wrong_name_says_which_there_are() -> None:
    assert ontology.path("codes/plover").name == "plover.ttl"
    assert "align/prov" in ontology.modules("align")
    with pytest.raises(FileNotFoundError, match="codes/event-type"):
        ontology.path("evnts")
    with pytest.raises(FileNotFoundError):
        ontology.path("../kg/vocab")


def test_the_ontology_is_as_large_as_it_says() -> None:
    """A floor that moves up only: terms are deprecated before they go."""
    graph = ontology.load()
    classes = [c for c in graph.subjects(RDF.type, OWL.Class) if str(c).startswith(TERMS)]
    objects = [p for p in graph.subjects(RDF.type, OWL.ObjectProperty) if str(p).startswith(TERMS)]
    assert (len(classes) >= 203, len(objects) >= 45) == (True, True)


def test_definitions_are_not_the_label_again() -> None:
    graph = ontology.load()
    for term, label in graph.subject_objects(RDFS.label):
        definition = graph.value(term, SKOS.definition)
        assert definition is None or str(definition).rstrip(".").lower() != str(label).lower(), term
