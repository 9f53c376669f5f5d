"""The JSON-LD context: it has every term, with the type its values have, and loses nothing of a release."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, XSD
from rdflib.compare import isomorphic

import ontology
from ontology import context

DM = context.DM
FILE = ontology.path() / "context.jsonld"
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@pytest.fixture(scope="module")
def terms() -> rdflib.Graph:
    return ontology.load()


def entries() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))["@context"]
    return found


def test_the_file_is_what_the_ontology_makes() -> None:
    assert FILE.read_text(encoding="utf-8") == context.dumps(), (
        "write it anew: python -m ontology.context > ontology/context.jsonld"
    )


def test_every_term_is_in_it_under_its_own_name(terms: rdflib.Graph) -> None:
    names = {str(s).removeprefix(DM) for kind in KINDS for s in terms.subjects(RDF.type, kind) if str(s).startswith(DM)}
    assert len(names) > 200
    found = entries()
    for name in names:
        about = found[name]
        assert (about if isinstance(about, str) else about["@id"]) == f"dm:{name}"


def test_every_property_has_the_type_of_its_values(terms: rdflib.Graph) -> None:
    found = entries()
    for term in terms.subjects(RDF.type, OWL.ObjectProperty):
        if str(term).startswith(DM):
            assert found[str(term).removeprefix(DM)]["@type"] == "@id"
    typed = {
        str(term).removeprefix(DM): str(terms.value(term, RDFS.range)).replace(str(XSD), "xsd:")
        for term in terms.subjects(RDF.type, OWL.DatatypeProperty)
        if str(term).startswith(DM) and terms.value(term, RDFS.range) not in {XSD.string, RDFS.Literal, RDF.langString}
    }
    assert {"confidence", "named", "textLength"} <= set(typed)
    assert {name: found[name]["@type"] for name in typed} == typed
    assert found["codeOf"]["@type"] == "@id"
    assert found["counterExample"]["@container"] == "@language"
    assert found["label"] == {"@id": "rdfs:label", "@container": "@language"}


def test_names_are_unambiguous() -> None:
    """No two names for one thing, and no name twice in the file, which a reader of JSON would not notice."""
    text = FILE.read_text(encoding="utf-8")
    names = re.findall(r'^    "([^"]+)":', text, re.MULTILINE)
    assert len(names) == len(set(names)) == len(entries())
    iris = [about if isinstance(about, str) else about["@id"] for name, about in entries().items() if name[0] != "@"]
    assert len(iris) == len(set(iris))


def piece(release: Path) -> rdflib.Graph:
    """Of the example: the conference, its parts, its claims and their passages, without anything of the ontology."""
    store = ox.Store()
    store.bulk_load(path=str(release / "dataset.nq"), format=ox.RdfFormat.N_QUADS)
    found = store.query(
        """PREFIX dm: <https://w3id.org/dragoman/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
        CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g {
          ?event a dm:DiplomaticConference .
          ?event (dm:hasParticipation|dm:participant|dm:hasTime|dm:hasClaim|dm:evidence|dm:passage|dm:claimedIn|
                  oa:hasSelector)* ?s . ?s ?p ?o } }"""
    )
    assert isinstance(found, ox.QueryTriples)
    triples = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES)
    assert triples is not None
    return rdflib.Graph().parse(data=triples, format="nt")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_piece_of_the_example_there_and_back(example_release: Path) -> None:
    """Compacted by a library that knows nothing of this project, offline, and read by it and by another one."""
    before = piece(example_release)
    assert len(before) > 100
    text = before.serialize(format="json-ld", context=entries())
    assert isomorphic(before, rdflib.Graph().parse(data=text, format="json-ld"))
    quads = ox.serialize(ox.parse(text.encode(), ox.RdfFormat.JSON_LD), format=ox.RdfFormat.N_QUADS)
    assert quads is not None
    assert isomorphic(before, rdflib.Graph().parse(data=quads, format="nt"))
    nodes = json.loads(text)["@graph"]
    conference = next(node for node in nodes if "DiplomaticConference" in node["type"])
    assert conference["status"].endswith("code/status/actual")
    assert conference["label"]["en"].startswith("chaired a conference")
    # every key is a word: nothing fell back to an IRI or a prefixed name
    assert {key for node in nodes for key in node if ":" in key} == set()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_ontology_itself_there_and_back() -> None:
    """Labels in five languages, notations with a datatype of their own: the codes of event types and their names."""
    before = ontology.load("codes/event-type", "labels")
    text = before.serialize(format="json-ld", context=entries())
    assert isomorphic(before, rdflib.Graph().parse(data=text, format="json-ld"))
    strike = next(node for node in json.loads(text)["@graph"] if node["id"].endswith("event-type/AirStrike"))
    assert {"en", "fr", "ar", "es", "ru"} <= set(strike["prefLabel"])
