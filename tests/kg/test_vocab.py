"""The terms in code and the terms in Turtle are the same, both ways."""

from __future__ import annotations

from typing import get_args

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

import ontology
from kg.model import EntityType, Plover, RelationType, Role, Status
from kg.vocab import DM, DMC, ENTITY_CLASSES, EVENT_TYPES, OA, PLOVER_MODES, RELATIONS, STATUS_CLASSES, Scheme

TERMS = "https://w3id.org/dragoman/ontology#"
SCHEMES = {name: scheme for name, scheme in vars(DMC).items() if isinstance(scheme, Scheme)}


@pytest.fixture(scope="module")
def graph() -> Graph:
    return ontology.load()


def test_classes_and_properties_are_the_same_both_ways(graph: Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    turtle = {str(s) for kind in kinds for s in graph.subjects(RDF.type, kind) if str(s).startswith(TERMS)}
    code = {str(DM[name]) for name in DM._extras}
    assert code == turtle


def test_codes_are_the_same_both_ways_in_every_scheme(graph: Graph) -> None:
    schemes = {str(scheme.iri): set(map(str, scheme.values())) for scheme in SCHEMES.values()}
    turtle: dict[str, set[str]] = {str(s): set() for s in graph.subjects(RDF.type, SKOS.ConceptScheme)}
    for concept, scheme in graph.subject_objects(SKOS.inScheme):
        turtle[str(scheme)].add(str(concept))
    groups = {str(s) for s in graph.subjects(SKOS.topConceptOf, DMC.event_type.iri)}
    turtle[str(DMC.event_type.iri)] -= groups  # codes of whole groups are for readers; no reading gives one
    assert schemes == turtle


def test_event_types_have_the_same_plover_type_in_code_and_turtle(graph: Graph) -> None:
    for name, plover in EVENT_TYPES.items():
        code = DMC.event_type[name]
        matches = {*graph.objects(code, SKOS.broadMatch), *graph.objects(code, SKOS.closeMatch)}
        found = {str(m) for m in matches if str(m).startswith(f"{DMC.plover.iri}/")}
        assert found == ({str(DMC.plover[plover])} if plover else set()), name
        assert graph.value(code, DM.codeOf) == DM[name]


def test_every_event_type_is_a_class_of_events(graph: Graph) -> None:
    for name in EVENT_TYPES:
        assert DM.Event in graph.transitive_objects(DM[name], RDFS.subClassOf), name


def test_the_types_of_the_model_are_all_covered() -> None:
    assert set(ENTITY_CLASSES) == set(get_args(EntityType))
    assert set(RELATIONS) == set(get_args(RelationType)) == set(DMC.relation_type)
    assert set(STATUS_CLASSES) == set(get_args(Status)) == set(DMC.status)
    assert set(PLOVER_MODES) == set(get_args(Plover)) == set(DMC.plover)
    assert set(get_args(Role)) == set(DMC.role)


def test_relations_agree_with_the_codes(graph: Graph) -> None:
    for name, (situation, shortcut) in RELATIONS.items():
        assert graph.value(DMC.relation_type[name], DM.codeOf) == situation
        assert shortcut is None or (shortcut, RDF.type, OWL.ObjectProperty) in graph


def test_annotation_terms_are_declared_where_they_are_used(graph: Graph) -> None:
    for name in OA._extras:
        assert list(graph.objects(OA[name], RDF.type)), name


def test_a_wrong_term_fails_at_once_and_names_the_nearest() -> None:
    with pytest.raises(AttributeError, match="Evnt"):
        _ = DM.Evnt
    with pytest.raises(AttributeError, match="starts"):
        _ = OA["starts"]
    with pytest.raises(KeyError, match="did you mean 'recipient'"):
        _ = DMC.role["recipent"]
    assert DM["AirStrike"] == URIRef(TERMS + "AirStrike")
