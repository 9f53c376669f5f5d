"""Every shape, and every query across nodes, is silent on the good sample and complains of what spoils it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from rdflib import SH, Graph, URIRef

import ontology
from kg.check import check_dataset
from kg.model import Issue

SAMPLES = Path(__file__).parent / "samples"
SHAPES = "https://w3id.org/dragoman/shapes#"
FIRST = "https://w3id.org/dragoman/id/passage/a1-0-47"
NAMES = {"passage:1": FIRST, "position:1": f"{FIRST}#position", "quote:1": f"{FIRST}#quote"}


class Spoiled(NamedTuple):
    shape: str
    node: str
    begins: str
    update: str


def good() -> Graph:
    return Graph().parse(SAMPLES / "good.ttl")


def blocks() -> list[Spoiled]:
    text = (SAMPLES / "bad.ru").read_text(encoding="utf-8")
    found = re.findall(r"^## (\S+) @ (\S+)(?: : ([^\n]*))?\n(.*?)(?=^## |\Z)", text, flags=re.M | re.S)
    return [Spoiled(*block) for block in found]


def spoil(graph: Graph, block: Spoiled) -> str:
    """Apply the update and return the IRI of the node that must be named."""
    prefixes = {prefix: str(iri) for prefix, iri in graph.namespaces()}
    update = block.update
    for name, iri in NAMES.items():
        update = update.replace(name, f"<{iri}>")
    before = set(graph)
    graph.update(update, initNs=prefixes)
    assert set(graph) != before, "the update changes nothing"
    if block.node in NAMES:
        return NAMES[block.node]
    prefix, local = block.node.split(":")
    return prefixes[prefix] + local


@pytest.fixture(scope="module")
def messages() -> dict[str, str]:
    shapes = ontology.load("shapes")
    return {str(s).removeprefix(SHAPES): str(m) for s, m in shapes.subject_objects(SH.message)}


def test_the_good_sample_has_no_issue() -> None:
    assert check_dataset(good(), quotes=True) == []


def test_every_shape_meets_something_in_the_good_sample() -> None:
    shapes, graph = ontology.load("shapes"), good() + ontology.load()
    for shape, target in shapes.subject_objects(SH.targetClass):
        query = "ASK { ?x a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* ?target }"
        assert graph.query(query, initBindings={"target": target}).askAnswer, f"{shape} is about nothing in the sample"


def test_every_shape_and_query_has_a_sample_that_spoils_it(messages: dict[str, str]) -> None:
    assert {block.shape for block in blocks()} == set(messages) | set(ontology.queries("shapes"))


@pytest.mark.parametrize("block", blocks(), ids=lambda block: f"{block.shape}@{block.node}")
def test_what_spoils_the_sample_is_found(block: Spoiled, messages: dict[str, str]) -> None:
    graph = good()
    node = spoil(graph, block)
    issues = check_dataset(graph, quotes=True)
    begins = block.begins or messages[block.shape]
    assert any(issue.where == node and issue.message.startswith(begins) for issue in issues), issues


def test_every_message_names_what_it_wants_and_is_a_sentence() -> None:
    shapes = ontology.load("shapes")
    targeted = {
        *shapes.subjects(SH.targetClass),
        *shapes.subjects(SH.targetObjectsOf),
        *shapes.subjects(SH.targetSubjectsOf),
    }
    for shape in targeted:
        message = str(shapes.value(shape, SH.message))
        assert re.fullmatch(r"[A-Z].{20,}\.", message), f"{shape}: {message}"
    assert targeted


def test_without_published_text_no_quotes_are_wanted() -> None:
    graph = good()
    for predicate in ("dm:quote", "oa:exact", "oa:prefix", "oa:suffix"):
        graph.update(f"DELETE WHERE {{ ?s {predicate} ?o }}", initNs=dict(graph.namespaces()))
    graph.update(
        "DELETE { ?p oa:hasSelector ?q . ?q a ?t } WHERE { ?p oa:hasSelector ?q . ?q a oa:TextQuoteSelector, ?t }",
        initNs=dict(graph.namespaces()),
    )
    assert check_dataset(graph, quotes=False) == []
    assert check_dataset(graph) == []
    wanted = check_dataset(graph, quotes=True)
    assert wanted
    assert all(isinstance(issue, Issue) and "passage of a claim" in issue.message for issue in wanted)


def test_severity_of_what_is_only_a_pity() -> None:
    graph = good()
    article = URIRef("https://w3id.org/dragoman/id/article/a1")
    graph.update("DELETE WHERE { article:a1 dct:issued ?x }", initNs=dict(graph.namespaces()))
    assert [(i.severity, i.where) for i in check_dataset(graph)] == [("warning", str(article))]
