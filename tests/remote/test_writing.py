"""Writing with a token: the W3C tests that need it, releases that come of writes, and a push into a second server."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg import cli, publish
from kg.errors import ConfigError
from tests.server.made import BASE
from tests.server.running import Client, Server, inside, serving
from tests.w3c.suite import MF, Graph, same
from tests.w3c.test_graph_store import AUTHORITY, FILES, Step, _entries, _step
from tests.w3c.test_protocol import _problem, _tests

TOKEN = "a-token-for-tests-only"
WRITER = {"Authorization": f"Bearer {TOKEN}"}
TURTLE = {**WRITER, "Content-Type": "text/turtle"}
UPDATE = {**WRITER, "Content-Type": "application/sparql-update"}
GRAPH = f"{BASE}graph/article/1"
COUNT = f"SELECT ?s ?p ?o {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which there is nothing at first."""
    return tmp_path_factory.mktemp("written") / "data"


@pytest.fixture(scope="module")
def server(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    token = tmp_path_factory.mktemp("token") / "token"
    token.write_text(f"{TOKEN}\n")
    with serving(out, write_token_file=str(token), client_rate=0, base_iri=BASE) as running:
        yield running


def _store(name: str) -> str:
    return f"/store?graph={quote(name, safe='')}"


def test_nobody_writes_without_the_token(server: Server) -> None:
    before = server.get("/ready").json()["release"]
    for method, path, headers, body in (
        ("PUT", _store(GRAPH), {"Content-Type": "text/turtle"}, b"<x:a> <x:b> <x:c> ."),
        ("PUT", _store(GRAPH), {**TURTLE, "Authorization": "Bearer wrong"}, b"<x:a> <x:b> <x:c> ."),
        ("PUT", _store(GRAPH), {**TURTLE, "Authorization": f"Basic {TOKEN}"}, b"<x:a> <x:b> <x:c> ."),
        ("DELETE", _store(GRAPH), {}, None),
        ("POST", "/graph/article/1", {"Content-Type": "text/turtle"}, b"<x:a> <x:b> <x:c> ."),
        ("POST", "/sparql", {"Content-Type": "application/sparql-update"}, b"DROP ALL"),
        ("POST", "/sparql", {"Content-Type": "application/x-www-form-urlencoded"}, b"update=DROP+ALL"),
    ):
        reply = server.send(method, path, headers, body)
        assert (reply.status, reply.headers["www-authenticate"]) == (401, 'Bearer realm="dragoman"')
        assert reply.headers["content-type"] == "application/problem+json"
    # a long body is not even kept
    assert server.send("PUT", _store(GRAPH), {"Content-Type": "text/turtle"}, b" " * 3_000_000).status in {401, 413}
    assert server.get("/ready").json()["release"] == before


def test_the_service_says_that_it_takes_updates(server: Server) -> None:
    assert "sd:SPARQL11Update" in server.get("/sparql", "text/turtle").text


def test_a_write_is_a_new_release(server: Server, out: Path) -> None:
    first = server.get("/ready").json()["release"]
    made = server.send("PUT", _store(GRAPH), TURTLE, b'<x:a> <x:b> "one" . <x:a> <x:b> <rel> .')
    assert (made.status, made.headers["location"]) == (201, GRAPH)
    second = made.headers["x-dragoman-release"]
    asked = server.query(COUNT, "text/csv")
    assert asked.headers["x-dragoman-release"] == second != first
    assert sorted(asked.text.split()[1:]) == [f"x:a,x:b,{BASE}graph/article/rel", "x:a,x:b,one"]
    assert server.get("/sparql?query=" + quote(COUNT), None, If_None_Match=asked.headers["etag"]).status in {200, 304}
    assert server.send("POST", _store(GRAPH), TURTLE, b'<x:a> <x:b> "two" .').status == 204
    assert server.query(COUNT).headers["etag"] != asked.headers["etag"]
    assert len(server.query(COUNT).bindings()) == 3
    # all of them are there, whole, and going back is one command
    assert [info.id for info in publish.releases(out) if info.current] == [server.get("/ready").json()["release"]]
    assert all(not publish.verify(info.path) for info in publish.releases(out))
    publish.rollback(out, second)
    assert _until_release(server, second)
    # the next write follows what is current
    assert server.send("POST", _store(GRAPH), TURTLE, b'<x:a> <x:b> "three" .').status == 204
    assert {row["o"]["value"] for row in server.query(COUNT).bindings()} == {"one", "three", f"{BASE}graph/article/rel"}
    assert server.send("DELETE", _store(GRAPH), WRITER).status == 204
    assert server.send("DELETE", _store(GRAPH), WRITER).status == 404
    assert server.get(_store(GRAPH)).status == 404


def _until_release(server: Client, release: str) -> bool:
    from tests.server.running import until

    return until(lambda: server.get("/ready").json()["release"] == release)


def test_what_cannot_be_written_changes_nothing(server: Server) -> None:
    before = server.get("/ready").json()["release"]
    for path, headers, body, status in (
        (_store(GRAPH), TURTLE, b"<x:a> <x:b> broken", 400),
        (_store(GRAPH), {**WRITER, "Content-Type": "application/rdf+xml"}, b"<rdf/>", 415),
        (_store("no iri"), TURTLE, b"", 400),
        ("/store", TURTLE, b"", 400),
    ):
        assert server.send("PUT", path, headers, body).status == status
    for text, status in (
        ("LOAD <http://127.0.0.1:1/data>", 403),
        ("INSERT { ?s <x:p> 1 } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("INSERT DATA { <x:a> <x:b> }", 400),
        ("INSERT { ?s <x:p> 1 } WHERE " + "{" * 300 + "}" * 300, 400),
    ):
        assert server.send("POST", "/sparql", UPDATE, text.encode()).status == status
    assert server.get("/ready").json()["release"] == before


def test_a_write_ends_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_WRITE_TOKEN", TOKEN)
    values = "VALUES ?{0} {{ " + " ".join(map(str, range(300))) + " }}"
    product = " ".join(values.format(name) for name in "abcd")
    heavy = f"INSERT {{ <x:a> <x:b> ?a }} WHERE {{ {product} FILTER (?d = 1) }}"
    with inside(tmp_path / "data", write_seconds=1.5) as client:
        lost = client.send("POST", "/sparql", UPDATE, heavy.encode())
        assert (lost.status, lost.json()["type"]) == (503, "/problems#write-lost")
        assert client.send("POST", "/sparql", UPDATE, b"INSERT DATA { <x:a> <x:b> <x:c> }").status == 204
        assert len(client.query("SELECT * { ?s ?p ?o }").bindings()) == 1


def test_a_release_alone_or_a_short_token_is_refused(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRAGOMAN_WRITE_TOKEN", TOKEN)
    with pytest.raises(ConfigError, match="never changes"), inside((small / "current").resolve()):
        pass
    monkeypatch.setenv("DRAGOMAN_WRITE_TOKEN", "short")
    with pytest.raises(ConfigError, match="at least 16"), inside(tmp_path):
        pass


def test_protocol_of_the_w3c(shared: Path, server: Server) -> None:
    """All 34, the seven that write among them."""
    for number in (1, 2, 3):
        name = f"http://kasei.us/2009/09/sparql/data/data{number}.rdf"
        body = (shared / "w3c" / "sparql11" / "protocol" / f"data{number}.nt").read_bytes()
        headers = {**WRITER, "Content-Type": "application/n-triples", "Prefer": "respond-async"}
        assert server.send("PUT", _store(name), headers, body).status == 202
    assert server.send("POST", "/sparql", UPDATE, b"CLEAR SILENT GRAPH <x:none>").status == 204
    tests = dict(_tests(Graph(shared / "w3c" / "sparql11" / "protocol" / "manifest.ttl")))
    assert len(tests) == 34
    failed = {}
    # those that write begin with clearing everything
    for name, requests in sorted(tests.items(), key=lambda pair: pair[0].startswith("update")):
        for request in requests:
            reply = server.send(request.method, request.path, {**request.headers, **WRITER}, request.body)
            if problem := _problem(request, reply):
                failed[name] = problem
    assert not failed


def test_graph_store_of_the_w3c(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the 13 tests, request by request, over one server: what it writes is what it reads."""
    monkeypatch.setenv("DRAGOMAN_WRITE_TOKEN", TOKEN)
    folder = shared / "w3c" / "sparql11" / "graph-store-protocol"
    failed, seen = {}, 0
    with inside(tmp_path / "data", base_iri=f"{AUTHORITY}/", client_rate=0) as client:
        for name in FILES:
            for graph, entry in _entries(folder / name):
                action = graph.one(entry, MF + "action")
                assert action is not None
                location = ""
                # a test begins with nothing; what clears it waits for the first write
                headers = {**UPDATE, "Prefer": "respond-async"}
                assert client.send("POST", "/sparql", headers, b"CLEAR ALL").status == 202
                for node in graph.items(graph.one(action, "http://www.w3.org/2011/http#requests")):
                    step = _step(graph, node)
                    reply = _sent(client, step, location)
                    location = reply.headers.get("location", location)
                    seen += 1
                    if problem := _wrong(step, reply):
                        failed[f"{entry}: {step.method} {step.path}"] = problem
    assert seen == 39
    assert not failed


def _sent(client: Client, step: Step, location: str) -> object:
    path = step.path.replace("$LOCATION$", quote(location, safe="") if "?" in step.path else location)
    path = "/store" + path.removeprefix("/gsp") if path in {"/gsp"} or path.startswith("/gsp?") else path
    path = path.replace("/gsp/", "/graph/") if not path.startswith("/store") else path
    return client.send(step.method, path, {**step.headers, **WRITER}, step.body.encode() if step.body else None)


def _wrong(step: Step, reply: object) -> str:
    status = str(reply.status)  # type: ignore[attr-defined]
    if status[0] not in {one[0] for one in step.statuses}:
        return f"status {status}, expected {sorted(step.statuses)}"
    if step.method == "GET" and status == "200" and step.wanted is not None:
        got = {quad.triple for quad in ox.parse(reply.body, ox.RdfFormat.TURTLE)}  # type: ignore[attr-defined]
        return "" if same(set(step.wanted), got, lax=False) else "another graph"
    return ""


def test_a_push_into_a_second_server_is_one_release(
    server: Server, example_out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = Path(shutil.copytree(example_out, tmp_path / "data", symlinks=True))
    token = tmp_path / "token"
    token.write_text(TOKEN)
    server.send("POST", "/sparql", UPDATE, b"CLEAR ALL")
    before = server.get("/ready").json()["release"]
    asked = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    push = ["push", str(source), "--to", f"{server.url}/store", "--store-secret-file", str(token)]
    assert cli.run(push) == 0
    after = server.query(asked)
    assert after.headers["x-dragoman-release"] != before
    wanted = ox.Store()
    wanted.bulk_load(path=str(source / "current" / "dataset.nq"), format=ox.RdfFormat.N_QUADS)
    assert int(after.bindings()[0]["n"]["value"]) == len(wanted)
    out = json.loads(server.get("/releases?format=json").body)
    assert {after.headers["x-dragoman-release"], before} <= {row["release"] for row in out}
    assert "graphs sent" in capsys.readouterr().out
    assert cli.run(push) == 0
    assert capsys.readouterr().out.startswith("0 graphs sent")
    assert server.get("/events", "text/html").status == 200
    # without the token it is an error that says so
    token.write_text("another-token-altogether")
    assert cli.run([*push, "--state", str(tmp_path / "other")]) == 1
    assert "401" in capsys.readouterr().err
