"""Two versions of the ontology: every kind of change is found, and what breaks needs a new major version."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

import ontology
from ontology import changes

HEAD = """
@prefix dm: <https://w3id.org/dragoman/ontology#> .
@prefix dmc: <https://w3id.org/dragoman/code/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/dragoman/ontology> a owl:Ontology ; owl:versionInfo "VERSION" .
"""
BASE = """
dm:Event a owl:Class ; rdfs:label "event"@en ; skos:definition "It happened."@en .
dm:Attack a owl:Class ; rdfs:subClassOf dm:Event .
dm:AirStrike a owl:Class ; rdfs:subClassOf dm:Attack .
dm:Claim a owl:Class ;
    rdfs:subClassOf [ a owl:Restriction ; owl:onProperty dm:hasActor ; owl:someValuesFrom dm:Actor ] .
dm:Actor a owl:Class .
dm:Place a owl:Class .
dm:hasActor a owl:ObjectProperty ; rdfs:subPropertyOf dm:involves ; rdfs:domain dm:Event ;
    rdfs:range [ a owl:Class ; owl:unionOf ( dm:Actor dm:Place ) ] .
dm:involves a owl:ObjectProperty .
dm:old a owl:DatatypeProperty ; owl:deprecated true .
dm:attack a skos:Concept ; skos:notation "Attack" ; skos:broader dm:event ; skos:closeMatch dmc:plover\\/ASSAULT .
dm:event a skos:Concept .
[] a owl:AllDisjointClasses ; owl:members ( dm:Event dm:Actor ) .
"""


def graph(text: str = BASE, number: str = "1.2.3") -> Graph:
    return Graph().parse(data=HEAD.replace("VERSION", number) + text, format="turtle")


def swapped(old: str, new: str) -> list[changes.Change]:
    assert old in BASE
    return changes.compare(graph(), graph(BASE.replace(old, new)))


BREAKING = [
    ("dm:Place a owl:Class .", "", "removed without deprecation", "Place"),
    ("dm:old a owl:DatatypeProperty ; owl:deprecated true .", "", "removed term", "old"),
    ("dm:Place a owl:Class", "dm:Place a owl:ObjectProperty", "changed kind", "Place"),
    ("rdfs:domain dm:Event", "rdfs:domain dm:Attack", "changed domain", "hasActor"),
    ("rdfs:domain dm:Event ;", "", "changed domain", "hasActor"),
    ("( dm:Actor dm:Place )", "( dm:Actor dm:Event )", "changed range", "hasActor"),
    ("rdfs:subClassOf dm:Attack", "rdfs:subClassOf dm:Event", "changed superclass", "AirStrike"),
    ("rdfs:subClassOf dm:Attack", "rdfs:subClassOf dm:Attack, dm:Place", "changed superclass", "AirStrike"),
    ("rdfs:subPropertyOf dm:involves ;", "", "changed superproperty", "hasActor"),
    ("skos:broader dm:event ;", "", "changed broader code", "attack"),
    ("owl:someValuesFrom", "owl:allValuesFrom", "changed restriction", "Claim"),
    ("( dm:Event dm:Actor )", "( dm:Event dm:Actor dm:Place )", "new disjointness", "Actor"),
    ("dm:Place a owl:Class .", "dm:Place a owl:Class ; owl:disjointWith dm:Event .", "new disjointness", "Event"),
    ("dm:involves a owl:ObjectProperty", "dm:involves a owl:ObjectProperty, owl:FunctionalProperty",
     "changed characteristic", "involves"),
    ("dm:involves a owl:ObjectProperty", "dm:involves owl:inverseOf dm:hasActor ; a owl:ObjectProperty",
     "changed inverse", "involves"),
    ("dm:involves a owl:ObjectProperty", "dm:involves owl:propertyChainAxiom ( dm:hasActor dm:hasActor ) ;"
     " a owl:ObjectProperty", "changed chain", "involves"),
    ("dm:Actor a owl:Class", "dm:Actor a owl:Class ; owl:equivalentClass dm:Place",
     "changed equivalent class", "Actor"),
    ('skos:notation "Attack"', 'skos:notation "attack"', "changed notation", "attack"),
    ("skos:closeMatch dmc:plover\\/ASSAULT", "skos:closeMatch dmc:plover\\/COERCE", "changed PLOVER mapping", "attack"),
    ("skos:closeMatch dmc:plover", "skos:broadMatch dmc:plover", "changed PLOVER mapping", "attack"),
    ("dm:event a skos:Concept", "dm:event dm:codeOf dm:Event ; a skos:Concept", "changed class of a code", "event"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "kind", "term"), BREAKING, ids=lambda text: str(text)[:30])
def test_what_breaks_is_found_and_named(old: str, new: str, kind: str, term: str) -> None:
    found = [change for change in swapped(old, new) if change.kind == kind]
    assert [change.term.split("#")[1] for change in found if change.breaking].count(term) >= 1


HARMLESS = [
    ("dm:Place a owl:Class .", "dm:Place a owl:Class . dm:Town a owl:Class .", "new term", "minor"),
    ("dm:Place a owl:Class .", "dm:Place a owl:Class . dm:riot a skos:Concept .", "new term", "patch"),
    ("dm:Place a owl:Class .", "dm:Place a owl:Class ; owl:deprecated true .", "deprecated", "minor"),
    ("; owl:deprecated true", "", "no longer deprecated", "minor"),
    ("[] a owl:AllDisjointClasses ; owl:members ( dm:Event dm:Actor ) .", "", "dropped disjointness", "minor"),
    ('rdfs:label "event"@en', 'rdfs:label "event"@en, "suceso"@es', "changed label", "patch"),
    ('skos:notation "Attack"', 'skos:notation "Attack", "182"', "changed notation", "minor"),
    ("It happened.", "It happened or goes on.", "changed definition", "patch"),
]


@pytest.mark.parametrize(("old", "new", "kind", "step"), HARMLESS)
def test_what_breaks_nothing_is_told_with_the_step_it_needs(old: str, new: str, kind: str, step: str) -> None:
    found = swapped(old, new)
    assert [(change.kind, change.step) for change in found] == [(kind, step)]


def test_a_class_that_slips_in_between_two_others_breaks_nothing() -> None:
    direct = "dm:AirStrike a owl:Class ; rdfs:subClassOf dm:Attack ."
    found = swapped(direct, direct.replace("Attack", "AirAttack") + direct.replace("AirStrike", "AirAttack"))
    assert [change.kind for change in found] == ["new term"]


def test_a_new_class_may_be_disjoint_from_the_others() -> None:
    found = swapped("dm:Place a owl:Class .", "dm:Place a owl:Class . dm:Sea a owl:Class ; owl:disjointWith dm:Actor .")
    assert not [change for change in found if change.breaking]


def test_the_same_told_in_another_order_is_no_change() -> None:
    again = Graph().parse(data=graph().serialize(format="nt"), format="nt")
    assert changes.compare(graph(), again) == []


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ((1, 2, 3), (1, 2, 3), "none"),
        ((1, 2, 3), (1, 2, 4), "patch"),
        ((1, 2, 3), (1, 3, 0), "minor"),
        ((1, 2, 3), (2, 0, 0), "major"),
        ((1, 2, 3), (1, 1, 9), "none"),
        ((0, 1, 0), (0, 1, 1), "minor"),
        ((0, 1, 0), (0, 2, 0), "major"),
        ((0, 9, 0), (1, 0, 0), "major"),
    ],
)
def test_how_far_a_version_rose(old: tuple[int, int, int], new: tuple[int, int, int], step: str) -> None:
    assert changes.rise(old, new) == step


NARROWED = BASE.replace("rdfs:domain dm:Event", "rdfs:domain dm:Attack")


@pytest.mark.parametrize(
    ("text", "number", "code"),
    [
        (BASE, "1.2.3", 0),
        (NARROWED, "1.3.0", 1),
        (NARROWED, "2.0.0", 0),
        (BASE.replace("dm:Place a owl:Class .", ""), "2.0.0", 1),
        (BASE.replace("dm:old a owl:DatatypeProperty ; owl:deprecated true .", ""), "2.0.0", 0),
        (BASE.replace("dm:old a owl:DatatypeProperty ; owl:deprecated true .", ""), "1.9.0", 1),
    ],
)
def test_the_command_fails_on_breaking_changes_without_a_major_version(
    text: str, number: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / "old.ttl", tmp_path / "new.ttl"]
    graph().serialize(files[0], format="turtle")
    graph(text, number).serialize(files[1], format="turtle")
    assert changes.main([str(file) for file in files]) == code
    assert f"from 1.2.3 to {number}" in capsys.readouterr().out


def test_a_folder_is_read_as_the_ontology_is() -> None:
    assert changes.compare(changes.read(ontology.path()), ontology.load()) == []


@pytest.mark.parametrize("words", [["no-such-file.ttl"], ["--all"], ["a", "b", "c"]])
def test_what_cannot_be_compared_is_said(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert changes.main(words) == 2
    assert capsys.readouterr().err


def test_a_version_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="three numbers"):
        changes.version(graph(number="1.2"))


def test_a_frozen_version_stays_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    told = ".".join(map(str, changes.version(ontology.load())))
    if changes.released().stem != told:
        pytest.skip(f"{told} is not frozen yet")
    before = changes.released().read_bytes()
    assert changes.main(["--freeze"]) == 1
    assert "new version" in capsys.readouterr().err
    assert changes.released().read_bytes() == before


def test_nothing_broke_since_the_last_release_unless_the_version_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert changes.main([]) == 0, capsys.readouterr().out
