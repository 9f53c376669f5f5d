"""The reading part of the W3C graph store protocol tests, over HTTP against the running server.

The manifests write graphs and read them back. A release cannot be written to, so each writing request is expected to
be refused, and what it would have made is put into the release under test beforehand: the state that a reading request
finds is a set of graphs of its own, ``…/graph/s3/person/1.ttl`` for ``…/gsp/person/1.ttl`` in the fourth state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.server.running import Reply, Server, serving
from tests.w3c.suite import MF, Graph, Term, same
from tests.w3c.test_protocol import CNT, HT

AUTHORITY = "http://www.example"
POSTED = f"{AUTHORITY}/gsp/posted"
"""The graph that a POST to the store itself would make; its name is the server's choice."""
FILES = ("manifest-direct.ttl", "manifest-indirect.ttl")


@dataclass(frozen=True)
class Step:
    """A request and what is expected: status classes, type, triples."""

    method: str
    path: str
    headers: dict[str, str]
    body: str
    statuses: frozenset[str]
    type: str
    wanted: frozenset[ox.Triple] | None


@dataclass
class Story:
    """A test: its steps, each with the graphs that are there when it comes (name -> triples; "" is the default)."""

    name: str
    steps: list[tuple[Step, dict[str, frozenset[ox.Triple]]]] = field(default_factory=list)


@pytest.fixture(scope="module")
def stories(shared: Path) -> list[Story]:
    folder = shared / "w3c" / "sparql11" / "graph-store-protocol"
    return [_story(graph, entry) for name in FILES for graph, entry in _entries(folder / name)]


def test_reading(stories: list[Story], tmp_path: Path) -> None:
    assert len(stories) == 13
    states = [graphs for story in stories for _, graphs in story.steps]
    numbers = {id(graphs): number for number, graphs in enumerate(states)}
    named = ((number, *pair) for number, graphs in enumerate(states) for pair in graphs.items() if pair[0])
    _release(tmp_path, ((AUTHORITY + _moved(name.removeprefix(AUTHORITY), n), triples) for n, name, triples in named))
    failed, read, refused = {}, 0, 0
    with serving(tmp_path, base_iri=f"{AUTHORITY}/") as server:
        for story in stories:
            for step, graphs in story.steps:
                if "" in graphs and step.method == "GET":
                    continue
                path = _moved(step.path.replace("$LOCATION$", POSTED), numbers[id(graphs)])
                reply = server.send(step.method, path, step.headers, step.body.encode() if step.body else None)
                reading = step.method in {"GET", "HEAD"}
                read, refused = read + reading, refused + (not reading)
                problem = _problem(step, reply) if reading else _not_refused(reply)
                if problem:
                    failed[f"{story.name}: {step.method} {path}"] = problem
    assert not failed
    assert (read, refused) == (17, 21)


def test_default_graph(stories: list[Story], tmp_path: Path) -> None:
    """It is that of the release alone, so it needs a release of its own."""
    [(step, graphs)] = [pair for story in stories for pair in story.steps if "" in pair[1] and pair[0].method == "GET"]
    _release(tmp_path, [(f"{AUTHORITY}/graph/only", graphs[""])])
    with serving(tmp_path, base_iri=f"{AUTHORITY}/") as server:
        assert _problem(step, _get(server, step)) == ""


def _get(server: Server, step: Step) -> Reply:
    return server.send("GET", step.path.replace("/gsp", "/store"), step.headers)


def _moved(path: str, state: int) -> str:
    """An address of the manifest as one of ours: the store itself, or a graph of a state."""
    head, mark, name = path.partition("?")
    if mark:
        return "/store?" + re.sub(r"(/|%2F)gsp(/|%2F)", rf"\1graph\2s{state}\2", name)
    return "/store" if head == "/gsp" else head.replace("/gsp/", f"/graph/s{state}/")


def _problem(step: Step, reply: Reply) -> str:
    if str(reply.status)[0] not in {status[0] for status in step.statuses}:
        return f"status {reply.status}"
    if reply.status != 200:
        return "" if str(reply.status) in step.statuses else f"status {reply.status}"
    if step.type and reply.headers["content-type"] != step.type:
        return reply.headers["content-type"]
    if step.method == "HEAD":
        return "a body" if reply.body else ""
    got = {quad.triple for quad in ox.parse(reply.body, ox.RdfFormat.TURTLE)}
    return "" if step.wanted is None or same(set(step.wanted), got, lax=False) else "another graph"


def _not_refused(reply: Reply) -> str:
    return "" if reply.status == 405 and "GET" in reply.headers["allow"] else f"status {reply.status}"


def _release(folder: Path, graphs: object) -> None:
    with (folder / "dataset.nq").open("wb") as file:
        for name, triples in graphs:  # type: ignore[attr-defined]
            ox.serialize((ox.Quad(*triple, ox.NamedNode(name)) for triple in triples), file, ox.RdfFormat.N_QUADS)


def _entries(path: Path) -> Iterator[tuple[Graph, Term]]:
    graph = Graph(path)
    for root in graph.of_type(MF + "Manifest"):
        for entry in graph.items(graph.one(root, MF + "entries")):
            yield graph, entry


def _story(graph: Graph, entry: Term) -> Story:
    assert isinstance(entry, ox.NamedNode)
    story = Story(entry.value.rpartition("#")[2])
    action = graph.one(entry, MF + "action")
    assert action is not None
    graphs: dict[str, frozenset[ox.Triple]] = {}
    for node in graph.items(graph.one(action, HT + "requests")):
        step = _step(graph, node)
        story.steps.append((step, dict(graphs)))
        _apply(step, graphs)
    return story


def _apply(step: Step, graphs: dict[str, frozenset[ox.Triple]]) -> None:
    """What a writing request makes of the graphs."""
    if step.method not in {"PUT", "POST", "DELETE"}:
        return
    name = _name(step.path)
    if step.method == "DELETE":
        graphs.pop(name, None)
        return
    parts = [step.body]
    if "boundary=" in step.headers.get("content-type", ""):
        boundary = step.headers["content-type"].partition("boundary=")[2]
        parts = [part.partition("\r\n\r\n")[2] for part in step.body.split(f"--{boundary}")[1:-1]]
    made = frozenset(triple for part in parts for triple in _triples(part))
    graphs[name] = made | graphs.get(name, frozenset()) if step.method == "POST" else made


def _name(path: str) -> str:
    from urllib.parse import parse_qs

    head, _, query = path.partition("?")
    if query == "default":
        return ""
    if query:
        return parse_qs(query)["graph"][0]
    return POSTED if head == "/gsp" else AUTHORITY + head


def _triples(text: str) -> Iterator[ox.Triple]:
    return (
        quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE, base_iri=f"{AUTHORITY}/", rename_blank_nodes=True)
    )


def _step(graph: Graph, node: Term) -> Step:
    response = graph.one(node, HT + "resp")
    assert response is not None
    expected = _text(graph, graph.one(response, HT + "body"), CNT + "chars")
    codes = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404"}
    return Step(
        _text(graph, node, HT + "methodName"),
        _text(graph, node, HT + "absolutePath"),
        _headers(graph, node),
        _text(graph, graph.one(node, HT + "body"), CNT + "chars"),
        frozenset(codes[str(t.value).rpartition("#")[2]] for t in graph.all(response, MF + "expectedStatus")
                  if isinstance(t, ox.NamedNode)),
        _headers(graph, response).get("content-type", ""),
        frozenset(_triples(expected)) if expected else None,
    )  # fmt: skip


def _headers(graph: Graph, node: Term) -> dict[str, str]:
    found = graph.items(graph.one(node, HT + "headers"))
    return {_text(graph, one, HT + "fieldName").lower(): _text(graph, one, HT + "fieldValue") for one in found}


def _text(graph: Graph, node: Term | None, predicate: str) -> str:
    found = graph.one(node, predicate) if node is not None else None
    return found.value if isinstance(found, ox.Literal) else ""
