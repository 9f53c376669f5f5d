"""The W3C protocol tests as the manifest tells them, request by request, over HTTP; the service description tests.

Needs the suites of the shared data. Updates are refused here, so tests that must succeed in updating are expected to
be refused, each with the status that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from server.negotiate import candidates
from tests.server.running import Reply, Server, serving
from tests.w3c.suite import MF, Graph, Term

HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
KASEI = "http://kasei.us/2009/09/sparql/data/"
READ_ONLY = {
    "update_dataset_default_graph", "update_dataset_default_graphs", "update_dataset_named_graphs",
    "update_dataset_full", "update_post_form", "update_post_direct", "update_base_uri",
}  # fmt: skip
"""These need an endpoint that can be written to."""


@dataclass(frozen=True)
class Request:
    """A request of the manifest and what it is to give: digits of the status, a boolean, a kind of result."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None
    format: str | None


@pytest.fixture(scope="module")
def endpoint(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the three graphs that the tests presuppose."""
    out = tmp_path_factory.mktemp("w3c")
    with (out / "dataset.nq").open("wb") as file:
        for number in (1, 2, 3):
            name = ox.NamedNode(f"{KASEI}data{number}.rdf")
            parsed = ox.parse(path=str(shared / "w3c" / "sparql11" / "protocol" / f"data{number}.nt"))
            ox.serialize((ox.Quad(*quad.triple, name) for quad in parsed), file, ox.RdfFormat.N_QUADS)
    with serving(out) as server:
        yield server


def test_protocol(shared: Path, endpoint: Server) -> None:
    manifest = shared / "w3c" / "sparql11" / "protocol" / "manifest.ttl"
    tests = dict(_tests(Graph(manifest)))
    assert len(tests) == 34
    assert tests.keys() >= READ_ONLY
    failed = {}
    for name, requests in tests.items():
        for request in requests:
            reply = endpoint.send(request.method, request.path, request.headers, request.body)
            problem = _refused(request, reply) if name in READ_ONLY else _problem(request, reply)
            if problem:
                failed[name] = problem
    assert not failed


def _tests(graph: Graph) -> Iterator[tuple[str, list[Request]]]:
    for root in graph.of_type(MF + "Manifest"):
        for entry in graph.items(graph.one(root, MF + "entries")):
            assert isinstance(entry, ox.NamedNode)
            action = graph.one(entry, MF + "action")
            assert action is not None
            yield (
                entry.value.rpartition("#")[2],
                [_request(graph, node) for node in graph.items(graph.one(action, HT + "requests"))],
            )


def _request(graph: Graph, node: Term) -> Request:
    headers = {}
    for header in graph.items(graph.one(node, HT + "headers")):
        headers[_text(graph, header, HT + "fieldName")] = _text(graph, header, HT + "fieldValue")
    response = graph.one(node, HT + "resp")
    assert response is not None
    body = graph.one(node, HT + "body")
    boolean = graph.one(response, MF + "expectedBoolean")
    format = graph.one(response, MF + "expectedFormat")
    statuses = frozenset(str(status)[-4] for status in graph.all(response, MF + "expectedStatus"))
    path = _text(graph, node, HT + "absolutePath").replace("/sparql/", "/sparql", 1)
    return Request(
        _text(graph, node, HT + "methodName"),
        path,
        headers,
        _body(graph, body) if body is not None else None,
        statuses,
        boolean.value == "true" if isinstance(boolean, ox.Literal) else None,
        format.value if isinstance(format, ox.Literal) else None,
    )


def _body(graph: Graph, node: Term) -> bytes:
    return _text(graph, node, CNT + "chars").encode(_text(graph, node, CNT + "characterEncoding"))


def _text(graph: Graph, node: Term, predicate: str) -> str:
    found = graph.one(node, predicate)
    assert isinstance(found, ox.Literal), predicate
    return found.value


def _problem(request: Request, reply: Reply) -> str:
    if str(reply.status)[0] not in request.statuses:
        return f"status {reply.status}, expected {sorted(request.statuses)}: {reply.body[:200]!r}"
    kinds = {"boolean": "boolean", "tabular": "solutions", "RDF": "graph"}
    if request.format:
        types = {media.type for media in candidates(kinds[request.format]) if media.key != "html"}
        if reply.headers["content-type"].partition(";")[0] not in types:
            return f"type {reply.headers['content-type']}"
    if request.boolean is not None:
        value = re.search(rb"\b(true|false)\b", reply.body)
        if not value or (value[1] == b"true") != request.boolean:
            return f"boolean {reply.body[:200]!r}"
    return ""


def _refused(request: Request, reply: Reply) -> str:
    """Updates are turned away, whatever they would do; the queries among these tests only find nothing changed."""
    if request.headers.get("Content-Type", request.headers.get("content-type", "")).startswith(
        ("application/sparql-update", "application/x-www-form-urlencoded")
    ) and b"query=" not in (request.body or b""):
        return "" if reply.status in {400, 403} else f"status {reply.status}"
    return "" if reply.status == 200 else f"status {reply.status}"


def test_service_description(shared: Path, endpoint: Server) -> None:
    """The three tests of the manifest: RDF by GET, the endpoint named, the vocabulary used as it is meant."""
    sd = "http://www.w3.org/ns/sparql-service-description#"
    names = (shared / "w3c" / "sparql11" / "service-description" / "manifest.ttl").read_text()
    assert all(name in names for name in (":returns-rdf", ":has-endpoint-triple", ":conforms-to-schema"))
    reply = endpoint.get("/sparql")
    assert reply.headers["content-type"].startswith("text/turtle")
    facts = [quad.triple for quad in ox.parse(reply.body, format=ox.RdfFormat.TURTLE)]
    endpoints = [t.object for t in facts if t.predicate == ox.NamedNode(sd + "endpoint")]
    assert endpoints == [ox.NamedNode(f"{endpoint.url}/sparql")]
    known = {
        "endpoint", "supportedLanguage", "feature", "defaultDataset", "defaultGraph", "resultFormat",
        "namedGraph", "name",
    }  # fmt: skip
    used = {t.predicate.value.removeprefix(sd) for t in facts if t.predicate.value.startswith(sd)}
    assert used <= known
