"""OWL 2 DL by the judgement of the OWL API: every module keeps to it, and what leaves it is named."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, Graph, URIRef

import ontology

pytest.importorskip("jpype", reason="the OWL API is reached through JPype, which is not installed")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="the OWL API needs Java, and there is none")

PROGRAM = Path(__file__).parent / "owl2dl.py"
BASE = "https://w3id.org/dragoman/ontology"
PREFIXES = """
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/o> a owl:Ontology .
:p a owl:ObjectProperty . :q a owl:ObjectProperty . :A a owl:Class .
"""

# What leaves OWL 2 DL, and what the OWL API calls it.
WRONG = {
    "undeclared-class": (":x a :B .", "UseOfUndeclaredClass"),
    "undeclared-parent": (":A rdfs:subClassOf :B .", "UseOfUndeclaredClass"),
    "undeclared-property": (
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :undeclared ; owl:someValuesFrom :A ] .",
        "UseOfUndeclared",
    ),
    "two-kinds-of-property": (":p a owl:DatatypeProperty . :x a :A ; :p :x .", "IllegalPunning"),
    "class-and-datatype": (":A a rdfs:Datatype .", "IllegalPunning|DatatypeIRIAlsoUsedAsClassIRI"),
    "reserved-name": ("owl:Sort a owl:Class .", "UseOfReservedVocabulary"),
    "functional-transitive": (":p a owl:TransitiveProperty, owl:FunctionalProperty .", "InFunctionalProperty"),
    "inverse-functional-transitive": (
        ":p a owl:TransitiveProperty, owl:InverseFunctionalProperty .",
        "InInverseFunctional",
    ),
    "irreflexive-transitive": (":p a owl:TransitiveProperty, owl:IrreflexiveProperty .", "InIrreflexive"),
    "asymmetric-transitive": (":p a owl:TransitiveProperty, owl:AsymmetricProperty .", "InAsymmetric"),
    "disjoint-transitive": (":p a owl:TransitiveProperty ; owl:propertyDisjointWith :q .", "InDisjointProperties"),
    "counted-chain": (
        ":p owl:propertyChainAxiom ( :q :q ) . :A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ;"
        ' owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .',
        "InCardinalityRestriction",
    ),
    "chains-in-a-circle": (
        ":p owl:propertyChainAxiom ( :q :r ) . :q owl:propertyChainAxiom ( :p :r ) . :r a owl:ObjectProperty .",
        "UseOfPropertyInChainCausesCycle",
    ),
}


def rdf_xml(graph: Graph, path: Path) -> Path:
    triples = ox.parse(graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    with path.open("wb") as file:
        ox.serialize((quad.triple for quad in triples), file, ox.RdfFormat.RDF_XML)
    return path


def judged(folder: Path, graphs: dict[str, Graph]) -> list[str]:
    files = [str(rdf_xml(graph, folder / f"{name.replace('/', '-')}.rdf")) for name, graph in graphs.items()]
    done = subprocess.run([sys.executable, str(PROGRAM), *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()


def with_imports(name: str) -> Graph:
    """A module and all that it imports as one ontology under the header of the module."""
    needed, seen = [name], set[str]()
    while needed:
        seen.add(module := needed.pop())
        imports = ontology.load(module).objects(None, OWL.imports)
        needed += {str(i).removeprefix(f"{BASE}/") for i in imports} - seen
    graph = ontology.load(*seen)
    headers = {*ontology.load(name).subjects(RDF.type, OWL.Ontology)}
    for other in {*graph.subjects(RDF.type, OWL.Ontology)} - headers:
        graph.remove((other, None, None))
    graph.remove((None, OWL.imports, None))
    return graph


@pytest.fixture(scope="module")
def found_in_wrong(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    graphs = {name: Graph().parse(data=PREFIXES + text) for name, (text, _) in WRONG.items()}
    return judged(tmp_path_factory.mktemp("wrong"), graphs)


def test_every_module_with_its_imports_is_owl_2_dl(tmp_path: Path) -> None:
    names = ["dragoman", *ontology.modules("codes"), *ontology.modules("align")]
    assert judged(tmp_path, {name: with_imports(name) for name in names}) == []


def test_the_whole_vocabulary_with_all_alignments_is_owl_2_dl(tmp_path: Path) -> None:
    graph = ontology.load(*ontology.VOCABULARY, "align")
    for header in {*graph.subjects(RDF.type, OWL.Ontology)} - {URIRef(BASE)}:
        graph.remove((header, None, None))
    graph.remove((None, OWL.imports, None))
    assert judged(tmp_path, {"all": graph}) == []


@pytest.mark.parametrize("name", sorted(WRONG))
def test_what_leaves_owl_2_dl_is_named(name: str, found_in_wrong: list[str]) -> None:
    kinds = WRONG[name][1].split("|")
    mine = [line for line in found_in_wrong if line.startswith(f"{name}: ")]
    assert any(kind in line for line in mine for kind in kinds), mine


def test_what_keeps_to_owl_2_dl_is_left_alone(tmp_path: Path) -> None:
    text = ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :A ] . :x a :A ; :p :x ."
    assert judged(tmp_path, {"right": Graph().parse(data=PREFIXES + text)}) == []
