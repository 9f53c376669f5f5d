"""Alignments: every mapping is justified, ends at a term that exists, and stands in the table of SSSOM as well."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
import yaml
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef, namespace

import ontology
from kg.vocab import EVENT_TYPES
from ontology import mappings

FILES = [name.removeprefix("align/") for name in ontology.modules("align")]
CLOSED = {"prov": "PROV", "org": "ORG", "time": "TIME", "geosparql": "GEO", "schema": "SDO"}
"""Vocabularies of which rdflib has the whole list of terms."""

NEWER = {"https://schema.org/PoliticalParty"}
"""Terms younger than rdflib's list of the vocabulary."""

SEM = "Event Actor Place Time Role View hasActor hasPlace hasTime eventType roleType accordingTo"
SEM += " hasEarliestBeginTimeStamp hasLatestEndTimeStamp"
GUFO = "Object FunctionalComplex VariableCollection Event Participation Situation TemporaryRelationshipSituation"
GUFO += " TemporaryParthoodSituation participatedIn isComponentOf isCollectionMemberOf hasBeginPointInXSDDate"
ANNOTATION = "SpecificResource Annotation hasTarget hasBody exact"
EXPECTED = {"prov", "web-annotation", "sem", "schema", "org", "time", "geosparql", "gufo", "plover", "cameo"}
EXPECTED |= {"acled", "ucdp", "wikidata"}
BAD = """
@prefix dm: <https://w3id.org/dragoman/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
"""


@pytest.fixture(scope="module")
def every() -> list[mappings.Mapping]:
    return mappings.all_mappings()


def of(rows: list[mappings.Mapping], name: str) -> list[mappings.Mapping]:
    return [row for row in rows if row.mapping_source == f"align:{name}"]


def test_there_is_a_file_for_each_vocabulary_and_each_maps_something(every: list[mappings.Mapping]) -> None:
    assert set(FILES) == EXPECTED
    assert all(of(every, name) for name in FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_mapping_is_justified_and_the_file_says_what_it_is(name: str) -> None:
    graph = ontology.load(f"align/{name}")
    assert mappings.unjustified(graph) == []
    header = URIRef(f"https://w3id.org/dragoman/ontology/align/{name}")
    assert (header, OWL.imports, URIRef("https://w3id.org/dragoman/ontology/core")) in graph
    assert graph.value(header, DCTERMS.license)
    assert graph.value(header, OWL.versionInfo)


def test_a_mapping_without_justification_is_found() -> None:
    graph = Graph().parse(data=BAD + "dm:Run rdfs:subClassOf prov:Activity .")
    assert [str(subject).split("#")[1] for subject, _, _ in mappings.unjustified(graph)] == ["Run"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "without stating it"),
        ("dm:Run rdfs:subClassOf prov:Activity .", "lacks https://w3id.org/sssom/object_label"),
    ],
)
def test_a_justification_that_says_too_little_is_refused(text: str, message: str) -> None:
    axiom = """[] a owl:Axiom ; owl:annotatedSource dm:Run ; owl:annotatedProperty rdfs:subClassOf ;
        owl:annotatedTarget prov:Activity ; sssom:mapping_justification semapv:ManualMappingCuration ."""
    with pytest.raises(mappings.MappingError, match=message):
        mappings.mappings_of(Graph().parse(data=BAD + text + axiom), ontology.load(), "sample")


def test_a_pair_of_terms_has_one_relation(every: list[mappings.Mapping]) -> None:
    pairs = [(row.subject_id, row.object_id) for row in every]
    assert len(pairs) == len(set(pairs))


def test_what_is_mapped_is_a_term_of_ours(every: list[mappings.Mapping]) -> None:
    vocabulary = ontology.load()
    for row in every:
        prefix, local = row.subject_id.split(":", 1)
        assert prefix in {"dm", "dmc"}
        assert (URIRef(mappings.PREFIXES[prefix] + local), RDF.type, None) in vocabulary


@pytest.mark.parametrize("name", CLOSED)
def test_targets_are_terms_of_the_vocabulary(name: str, every: list[mappings.Mapping]) -> None:
    targets = {_target(row) for row in of(every, name)}
    known = getattr(namespace, CLOSED[name])
    assert {target for target in targets - NEWER if URIRef(target) not in known} == set()


@pytest.mark.parametrize(("name", "terms"), [("sem", SEM), ("gufo", GUFO), ("web-annotation", ANNOTATION)])
def test_targets_are_among_those_looked_up(name: str, terms: str, every: list[mappings.Mapping]) -> None:
    assert {row.object_id.split(":")[1] for row in of(every, name)} <= set(terms.split())


@pytest.mark.parametrize("name", ["plover", "cameo", "acled", "ucdp"])
def test_targets_are_declared_codes_of_that_name(name: str, every: list[mappings.Mapping]) -> None:
    graph = ontology.load(*ontology.VOCABULARY, "align")
    for row in of(every, name):
        code = URIRef(_target(row))
        assert (code, RDF.type, SKOS.Concept) in graph
        notation, label = str(graph.value(code, SKOS.notation)), str(graph.value(code, SKOS.prefLabel))
        assert notation in row.object_label or row.object_label in label


def test_plover_says_what_the_codes_of_event_types_say(every: list[mappings.Mapping]) -> None:
    codes = ontology.load("codes/event-type")
    relations = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
    stated = {
        (str(subject).rsplit("/", 1)[1], relation.fragment, str(target).split("/code/")[1])
        for relation in relations
        for subject, target in codes.subject_objects(relation)
        if "/code/plover" in str(target)
    }
    told = {
        (row.subject_id.split("/")[1], row.predicate_id.split(":")[1], row.object_id.split(":", 1)[1])
        for row in of(every, "plover")
    }
    assert told == stated
    mapped = {subject: target.split("/")[1] for subject, _, target in told if target.startswith("plover/")}
    assert all(mapped.get(name) == plover for name, plover in EVENT_TYPES.items())


def test_cameo_says_what_the_codes_of_event_types_say(every: list[mappings.Mapping]) -> None:
    codes = ontology.load("codes/event-type")
    kind = URIRef("https://w3id.org/dragoman/code/cameo-code")
    stated = {
        (str(subject).rsplit("/", 1)[1], str(code))
        for subject, code in codes.subject_objects(SKOS.notation)
        if isinstance(code, Literal) and code.datatype == kind
    }
    told = {(row.subject_id.split("/")[1], row.object_id.split("/")[1]) for row in of(every, "cameo")}
    assert stated
    assert stated - told == set()


def test_no_class_is_put_under_an_item_of_wikidata(every: list[mappings.Mapping]) -> None:
    rows = of(every, "wikidata")
    assert len(rows) > 100
    assert {row.predicate_id.split(":")[0] for row in rows} == {"skos"}
    assert not list(ontology.load("align/wikidata").triples((None, RDFS.subClassOf, None)))


def test_every_item_of_wikidata_stands_in_the_shared_data_with_that_label(
    every: list[mappings.Mapping], shared: Path
) -> None:
    folder = shared / "wikidata"
    if not folder.is_dir():
        pytest.skip(f"needs {folder}")
    wanted = {(row.object_id.removeprefix("wd:"), row.object_label) for row in of(every, "wikidata")}
    with gzip.open(folder / "qid_labels.tsv.gz", "rt", encoding="utf-8") as file:
        found = {tuple(line.split("\t", 2)[:2]) for line in file} & wanted
    with (folder / "seed_entities.tsv").open(encoding="utf-8") as file:
        seeds = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        found |= {(row["qid"], row["label"]) for row in seeds if row["confidence"] == "verified"}
    assert wanted - found == set()


def test_the_table_is_what_the_turtle_says() -> None:
    assert mappings.main(["--check"]) == 0


def test_a_table_that_has_drifted_is_found_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / mappings.TABLE
    table.write_text("subject_id\n", encoding="utf-8")
    places = ontology.path
    monkeypatch.setattr(ontology, "path", lambda name="": tmp_path if name == "align" else places(name))
    monkeypatch.setattr(mappings, "all_mappings", list)
    assert mappings.main(["--check"]) == 1
    assert "--write" in capsys.readouterr().err
    assert mappings.main(["--write"]) == 0
    assert mappings.main(["--check"]) == 0
    assert mappings.main(["--no"]) == 2


def test_the_table_is_sssom(every: list[mappings.Mapping]) -> None:
    lines = (ontology.path("align") / mappings.TABLE).read_text(encoding="utf-8").splitlines()
    header = yaml.safe_load("\n".join(line[1:] for line in lines if line.startswith("#")))
    assert {"mapping_set_id", "mapping_set_version", "license", "creator_label", "curie_map"} <= set(header)
    rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))
    assert len(rows) == len(every)
    needed = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification")
    for row in rows:
        assert all(row[column] for column in needed), row
        for column in ("subject_id", "predicate_id", "object_id", "mapping_justification", "mapping_source"):
            assert row[column].split(":")[0] in header["curie_map"], row
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"
        assert row["author_label"] == "Dragoman contributors"


def _target(row: mappings.Mapping) -> str:
    prefix, local = row.object_id.split(":", 1)
    return str(Namespace(mappings.PREFIXES[prefix])[local])
