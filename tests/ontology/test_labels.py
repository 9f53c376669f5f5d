"""Names in five languages, one file a language; examples, counter-examples and codes of CAMEO at types of events."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import owlready2
import pytest
from rdflib import OWL, RDFS, SKOS, Graph, Literal, URIRef

import ontology
from kg.check import check_ontology
from kg.vocab import DM, DMC, EVENT_TYPES

LANGUAGES = ("ar", "es", "fr", "ru")
CAMEO = URIRef("https://w3id.org/dragoman/code/cameo-code")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return ontology.load()


def name(graph: Graph, term: URIRef, language: str) -> str:
    labels = [*graph.objects(term, RDFS.label), *graph.objects(term, SKOS.prefLabel)]
    [found] = [label for label in labels if isinstance(label, Literal) and label.language == language]
    return str(found)


def test_there_is_one_file_a_language() -> None:
    assert ontology.modules("labels") == tuple(f"labels/{language}" for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_of_names_holds_its_language_only_and_names_only_what_exists(graph: Graph, language: str) -> None:
    names = ontology.load(f"labels/{language}")
    for term, label in (*names.subject_objects(RDFS.label), *names.subject_objects(SKOS.prefLabel)):
        assert isinstance(label, Literal) and label.language == language, label
        assert (term, RDFS.isDefinedBy, None) in graph, term


@pytest.mark.parametrize(
    ("language", "conference", "strike", "planned"),
    [
        ("en", "diplomatic conference", "air strike", "planned"),
        ("fr", "conférence diplomatique", "frappe aérienne", "prévu"),
        ("ar", "مؤتمر دبلوماسي", "غارة جوية", "مخطط له"),
        ("es", "conferencia diplomática", "ataque aéreo", "previsto"),
        ("ru", "дипломатическая конференция", "авиаудар", "запланированное"),
    ],
)
def test_terms_have_their_name_in_each_language(
    graph: Graph, language: str, conference: str, strike: str, planned: str
) -> None:
    assert name(graph, DM.DiplomaticConference, language) == conference
    assert name(graph, DMC.event_type["AirStrike"], language) == name(graph, DM.AirStrike, language) == strike
    assert name(graph, DMC.status["planned"], language) == planned


def test_a_name_that_is_taken_away_is_missed(graph: Graph) -> None:
    poorer = Graph() + graph
    poorer.remove((DMC.context["media"], SKOS.prefLabel, Literal("médias", lang="fr")))
    [issue] = check_ontology(poorer)
    assert issue.where == str(DMC.context["media"]) and issue.message.endswith("see fr.")


def test_an_example_that_is_taken_away_is_missed_at_class_and_code(graph: Graph) -> None:
    poorer = Graph() + graph
    for term in (DM.Raid, DMC.event_type["Raid"]):
        poorer.remove((term, DM.counterExample, None))
    issues = check_ontology(poorer)
    assert {issue.where for issue in issues} == {str(DM.Raid), str(DMC.event_type["Raid"])}


def test_every_event_type_shows_what_it_is_not_in_words_of_its_own(graph: Graph) -> None:
    texts = [str(text) for kind in EVENT_TYPES for text in graph.objects(DM[kind], DM.counterExample)]
    assert len(texts) == len(set(texts)) == len(EVENT_TYPES)


@pytest.mark.parametrize(
    ("code", "kind"),
    [("04", "Consultation"), ("0871", "CeasefireDeclaration"), ("190", "Battle"), ("195", "AirStrike")],
)
def test_a_code_of_cameo_leads_to_its_event_type(graph: Graph, code: str, kind: str) -> None:
    assert list(graph.subjects(SKOS.notation, Literal(code, datatype=CAMEO))) == [DMC.event_type[kind]]


def test_every_root_of_cameo_but_mass_violence_has_a_type(graph: Graph) -> None:
    codes = {str(c) for c in graph.objects(None, SKOS.notation) if isinstance(c, Literal) and c.datatype == CAMEO}
    assert {code for code in codes if len(code) == 2} == {f"{root:02}" for root in range(1, 20)}


@pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, and there is none")
def test_hermit_reads_the_codes_as_they_are_published(tmp_path: Path) -> None:
    """Values of data properties with a datatype of our own would stop it; people open the file with such a reasoner."""
    published = ontology.load("core", "events", "claims", "codes/event-type")
    published.remove((None, OWL.imports, None))
    file = tmp_path / "codes.nt"
    published.serialize(file, format="nt", encoding="utf-8")
    jar = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
    command = ["java", "-jar", str(jar), "-k", file.as_uri()]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert "is satisfiable" in run.stdout, run.stderr[:400]
