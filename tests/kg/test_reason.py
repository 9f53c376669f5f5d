"""The reasoner's errors name cause and cure; the light profile check finds the slips that people make."""

from __future__ import annotations

import shutil

import owlready2
import pytest
from rdflib import OWL, Graph, URIRef

import ontology
from kg.reason import Consistency, JavaMissing, ReasonerFailed, consistent, profile_issues

PREFIXES = """
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def test_without_java_the_error_names_cause_and_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owlready2, "JAVA_EXE", "no-such-java")
    with pytest.raises(JavaMissing) as raised:
        consistent(Graph())
    assert "no-such-java" in raised.value.message
    assert "Install a Java runtime" in raised.value.cure


@pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, and there is none")
def test_dates_and_imports_do_not_stop_the_reasoner() -> None:
    graph = ontology.load("core")
    graph.parse(data=PREFIXES + ':x :on "2016-05-16"^^xsd:date, "2016"^^xsd:gYear . :on a owl:DatatypeProperty .')
    graph.add((URIRef("https://example.org/o"), OWL.imports, URIRef("https://127.0.0.1:9/nothing-listens")))
    assert consistent(graph) == Consistency(consistent=True)


@pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, and there is none")
def test_counts_are_reasoned_with() -> None:
    text = """
    :C a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:onClass :D ;
        owl:qualifiedCardinality "1"^^xsd:nonNegativeInteger ] .
    :D a owl:Class . :p a owl:ObjectProperty . :x a :C ; :p :y, :z . :y a :D . :z a :D . :y owl:differentFrom :z .
    """
    assert not consistent(Graph().parse(data=PREFIXES + text)).consistent


@pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, and there is none")
def test_a_reasoner_that_gives_up_is_no_contradiction() -> None:
    text = """
    :C a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:onClass :D ;
        owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ] .
    :D a owl:Class . :p a owl:ObjectProperty, owl:TransitiveProperty .
    """
    with pytest.raises(ReasonerFailed, match=r"Exception.*simple") as raised:
        consistent(Graph().parse(data=PREFIXES + text))
    assert "profile_issues" in raised.value.cure


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        (":x :knows :y .", "knows", "The property is used but not declared."),
        (":x a :Person .", "Person", "The class is used but not declared."),
        (":A a owl:Class ; rdfs:subClassOf :B .", "B", "The class is used but not declared."),
        (":p a owl:ObjectProperty ; rdfs:domain [ a owl:Class ; owl:unionOf ( :A ) ] .", "A", "The class is used"),
        (":p a owl:ObjectProperty, owl:DatatypeProperty .", "p", "declared as DatatypeProperty and ObjectProperty"),
        (":A a owl:Class, :B . :B a owl:Class .", "A", "used as an individual"),
        (":p a owl:DatatypeProperty ; rdfs:range xsd:gYear .", "gYear", "not one of OWL 2"),
        (":p a owl:ObjectProperty, owl:TransitiveProperty, owl:FunctionalProperty .", "p", "is counted"),
        (
            ":p a owl:ObjectProperty ; owl:propertyChainAxiom ( :q :q ) . :q a owl:ObjectProperty ."
            ' :A a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality "1" ] .',
            "p",
            "is counted",
        ),
    ],
)
def test_slips_out_of_owl_2_dl_are_found(text: str, where: str, message: str) -> None:
    issues = profile_issues(Graph().parse(data=PREFIXES + text))
    assert [i for i in issues if i.where.endswith(where) and message in i.message and i.cure], issues
