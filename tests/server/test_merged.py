"""The default graph of a release: a set, whatever its graphs repeat, in memory and on disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.config import Settings
from server import merged
from server.disk import Lease
from server.stores import EmbeddedStore, names_graphs
from server.wire import Task
from tests.server.made import BASE, make
from tests.server.running import serving

GUARD = f"{BASE}id/entity/port-guard-0000000002"
LABELS = f"{{ <{GUARD}> <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"
BLANKS = """
<a:s> <a:p> _:b <a:one> .
_:b <a:q> "1" <a:one> .
_:b <a:q> "1" <a:two> .
"""


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EmbeddedStore]:
    folder = make(tmp_path)
    lease = Lease(tmp_path / ".stores" / "x") if request.param == "disk" else None
    found = EmbeddedStore(folder / "dataset.nq", Settings(query_workers=1, page_workers=1), lease)
    yield found
    found.close()


def _number(store: EmbeddedStore, text: str, **given: tuple[str, ...]) -> int:
    body = store.run(Task(text, "json", 1000, 1_000_000, 10.0, **given)).body  # type: ignore[arg-type]
    (row,) = json.loads(body)["results"]["bindings"]
    return int(row["n"]["value"])


def test_what_several_graphs_state_counts_once(store: EmbeddedStore, tmp_path: Path) -> None:
    quads = list(ox.parse(path=str(tmp_path / "current" / "dataset.nq")))
    triples = {quad.triple for quad in quads}
    assert len(triples) < len(quads), "nothing is repeated"
    assert _number(store, f"SELECT (COUNT(*) AS ?n) {LABELS}") == 1
    assert _number(store, f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {LABELS} }}") == 2
    # one label in the default graph, whatever graph the type is in
    both = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ <{GUARD}> <{BASE}ontology#mentionedIn> ?a }} {LABELS[1:-1]} }}"
    assert _number(store, both) == 2
    assert _number(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == len(triples)
    assert _number(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == len(quads)
    assert _number(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g {} }") == len({quad.graph_name for quad in quads})


def test_a_dataset_given_with_the_query_has_the_graphs_of_the_release(store: EmbeddedStore) -> None:
    first = f"{BASE}graph/article/0123456789abcdef"
    for text, given in (
        (f"SELECT (COUNT(*) AS ?n) FROM <{first}> {LABELS}", {}),
        (f"SELECT (COUNT(*) AS ?n) {LABELS}", {"graphs": (first,)}),
        (f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {LABELS} }}", {"named": (first,)}),
        (f"SELECT (COUNT(*) AS ?n) FROM NAMED <{first}> {{ GRAPH ?g {LABELS} }}", {}),
    ):
        assert _number(store, text, **given) == 1, text
    assert _number(store, f"SELECT (COUNT(*) AS ?n) FROM <{BASE}graph/links> {LABELS}") == 0


def test_a_node_without_a_name_is_the_same_in_its_graph_and_in_all(tmp_path: Path) -> None:
    (tmp_path / "dataset.nq").write_text(BLANKS.lstrip())
    loaded = ox.Store()
    loaded.bulk_load(merged.quads_and_triples(tmp_path / "dataset.nq"), format=ox.RdfFormat.N_QUADS)
    assert len(loaded) == 5
    assert bool(loaded.query("ASK { <a:s> <a:p> ?b GRAPH <a:two> { ?b <a:q> ?c } }"))


def test_the_rows_of_a_page_are_no_more_than_the_triples(tmp_path: Path) -> None:
    make(tmp_path)
    for above in (1000, 0):
        with serving(tmp_path, disk_above_mb=above) as server:
            reply = server.query(f"CONSTRUCT WHERE {LABELS}", format="nt")
            assert reply.text.count("\n") == 1
            assert len(server.query(f"SELECT ?label {LABELS}").bindings()) == 1


@pytest.mark.parametrize(("text", "named"), [
    ("SELECT * { ?s ?p ?o }", False),
    ("SELECT * { graph ?g { ?s ?p ?o } }", True),
    ("ASK FROM<a:b> {}", True),
    ("ASK { \\u0067raph ?g {} }", True),
    ("SELECT * { ?s ?p 'a graph' }", True),
])  # fmt: skip
def test_queries_that_may_name_graphs(text: str, named: bool) -> None:
    assert names_graphs(text) is named
