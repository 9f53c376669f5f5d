"""The fast reading of the shapes and pyshacl give the same issues, on whatever they are shown."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, XSD, BNode, Graph, Literal, Namespace, URIRef

from kg.check import dataset, fit, shapes
from kg.config import Settings
from kg.errors import StoreError
from kg.model import Issue
from kg.stages import build
from kg.vocab import DM, OA
from tests.kg import camp_david
from tests.kg.test_stages import GIVEN
from tests.ontology.test_shapes import blocks, good, spoil

BOUNDS = {OA.start, OA.end, DM.minimum, DM.maximum}
EX = Namespace("https://example.org/")


def both(graph: Graph) -> tuple[set[Issue], set[Issue]]:
    """What pyshacl finds, and what the compiled shapes find."""
    index = shapes.Index(fit.taxonomy())
    for subject, predicate, value in graph:
        index.add(*map(shapes.token, (subject, predicate, value)))
    fast = set(shapes.violations(dataset._compiled(True), index))
    return set(dataset._judged(Graph() + graph, True)), fast


def test_on_the_good_sample_both_are_silent() -> None:
    assert both(good()) == (set(), set())


@pytest.mark.parametrize("block", blocks(), ids=lambda block: f"{block.shape}@{block.node}")
def test_on_every_bad_sample_both_say_the_same(block: object) -> None:
    graph = good()
    spoil(graph, block)  # type: ignore[arg-type]
    judged, fast = both(graph)
    assert fast == judged


STRANGE = [
    Literal(""),
    Literal("x", lang="fr"),
    Literal("7", datatype=XSD.integer),
    Literal("-0.5", datatype=XSD.decimal),
    Literal("2016-02-30", datatype=XSD.date),
    Literal("many", datatype=XSD.integer),
    Literal('a "quoted"\nline'),
    BNode("b"),
    EX.elsewhere,
]


@pytest.mark.parametrize("seed", range(6))
def test_on_spoilt_data_both_say_the_same(seed: int) -> None:
    """A part of all triples is dropped, doubled or given a strange value.

    Bounds only get numbers: pyshacl gives up on a blank node there, and lets pass what cannot be compared, against
    the words of SHACL, which are kept here.
    """
    chance, graph = random.Random(seed), Graph()
    for subject, predicate, value in sorted(good()):
        fate = chance.random()
        if fate < 0.9 or fate > 0.96:
            graph.add((subject, predicate, value))
        if fate > 0.93 and predicate != RDF.type:
            graph.add((subject, predicate, chance.choice(STRANGE[2:4] if predicate in BOUNDS else STRANGE)))
    judged, fast = both(graph)
    assert len(judged) > 5
    assert fast == judged


def test_a_constraint_that_it_does_not_know_is_refused() -> None:
    graph = Graph()
    graph.add((EX.shape, SH.targetClass, DM.Event))
    graph.add((EX.shape, SH.maxLength, Literal(3)))
    with pytest.raises(ValueError, match="maxLength"):
        shapes.compiled(graph)
    path = BNode()
    graph.set((EX.shape, SH.maxLength, Literal(3)))
    graph.remove((EX.shape, SH.maxLength, None))
    graph.add((EX.shape, SH.path, path))
    graph.add((path, SH.zeroOrMorePath, DM.partOf))
    with pytest.raises(ValueError, match="path"):
        shapes.compiled(graph)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    (folder / "in").mkdir()
    for document in (camp_david.first(), camp_david.second()):
        (folder / "in" / f"{document.article.id}.txt").write_text(document.article.text)
    made = build([folder / "in"], folder / "out", Settings(), given=GIVEN, reading=camp_david.reading)
    return made.path


def respoken(release: Path, folder: Path, change: Iterable[tuple[str, ox.Triple | None, ox.Triple | None]]) -> Path:
    """A copy of a release's graph with triples exchanged: (end of the graph's name, what goes, what comes)."""
    store = ox.Store()
    store.bulk_load(path=str(release / "dataset.nq"))
    for end, old, new in change:
        graph = next(name for name in sorted(store.named_graphs(), key=str) if end in str(name))
        if old is not None:
            store.remove(ox.Quad(*old, graph))
        if new is not None:
            store.add(ox.Quad(*new, graph))
    folder.mkdir()
    for name, syntax in (("dataset.nq", ox.RdfFormat.N_QUADS), ("dataset.trig", ox.RdfFormat.TRIG)):
        quads = sorted(store, key=lambda quad: (str(quad.graph_name), str(quad)))
        with (folder / name).open("wb") as file:
            ox.serialize(quads, file, syntax)
    return folder


def in_parts(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[Issue]:
    with monkeypatch.context() as patch:
        patch.setattr(dataset, "JUDGED", 0)
        patch.setattr(dataset, "PART", 1)
        return dataset.check_release(folder)


def node(term: URIRef) -> ox.NamedNode:
    return ox.NamedNode(str(term))


def test_a_release_read_in_parts_gives_the_same_issues(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = dataset.check_release(release)
    assert in_parts(monkeypatch, release) == whole


def test_what_is_spoilt_in_a_release_is_found_in_parts_too(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ox.Store()
    store.bulk_load(path=str(release / "dataset.nq"))
    claimed = min(store.quads_for_pattern(None, node(DM.hasClaim), None, None), key=str)
    position = min(store.quads_for_pattern(None, node(OA.end), None, None), key=str)
    link = min(store.quads_for_pattern(None, node(DM.linkTarget), None, None), key=str)
    change = [
        ("/article/", claimed.triple, None),
        ("/article/", position.triple, ox.Triple(position.subject, node(OA.end), ox.Literal("far"))),
        ("/links", link.triple, None),
        ("/links", None, ox.Triple(link.subject, node(DM._NS["linkTraget"]), link.object)),
    ]
    graph = str(claimed.graph_name), str(position.graph_name)
    change = [(graph[i] if i < 2 else end, old, new) for i, (end, old, new) in enumerate(change)]
    folder = respoken(release, tmp_path / "spoilt", change)
    whole = dataset.check_release(folder)
    found = {issue.where for issue in whole if issue.severity == "error"}
    assert {claimed.subject.value, position.subject.value, link.subject.value} <= found
    assert in_parts(monkeypatch, folder) == whole


def test_what_two_articles_say_differently_of_one_entity_is_found(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ox.Store()
    store.bulk_load(path=str(release / "dataset.nq"))
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    rows = [q for q in store.quads_for_pattern(None, label, None, None) if "/id/entity/" in str(q.subject)]
    graphs: dict[ox.NamedNode, set[str]] = {}
    for quad in rows:
        graphs.setdefault(quad.subject, set()).add(str(quad.graph_name))
    shared = next(subject for subject, names in sorted(graphs.items(), key=str) if len(names) > 1)
    first, second = sorted(graphs[shared])[:2]
    person, militia = (ox.Triple(shared, ox.NamedNode(str(RDF.type)), node(kind)) for kind in (DM.Person, DM.Militia))
    old = next(q.triple for q in rows if q.subject == shared)
    other = ox.Triple(shared, label, ox.Literal("Another name", language="en"))
    change = [(first, None, person), (second, None, militia), (second, old, other)]
    folder = respoken(release, tmp_path / "torn", change)
    whole = dataset.check_release(folder)
    messages = [issue.message for issue in whole if issue.where == shared.value]
    assert any("Person" in message and message.startswith("Nothing can be both") for message in messages)
    assert any("one name in a language" in message for message in messages)
    assert in_parts(monkeypatch, folder) == whole


def test_a_large_release_without_its_trig_says_what_is_missing(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dataset.nq").write_bytes((release / "dataset.nq").read_bytes())
    with pytest.raises(StoreError, match=r"holds no dataset\.trig"):
        in_parts(monkeypatch, tmp_path)
