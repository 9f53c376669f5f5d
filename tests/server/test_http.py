"""What HTTP promises beside the protocol of SPARQL: encodings, validators, caching, preflights, graphs, figures."""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import brotli
import pyoxigraph as ox
import pytest
import rdflib
from prometheus_client.parser import text_string_to_metric_families

from kg.config import Settings
from server import streamed
from server.writers import WRITERS
from tests.places import ROOT
from tests.server.made import BASE, make, point
from tests.server.running import PATIENCE, Client, Reply, Server, inside, serving, until

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ALL = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 200"
PATH = "/sparql?" + urlencode({"query": ALL})
UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstd.decompress}
GRAPHS = [f"{BASE}graph/article/{name}" for name in ("0123456789abcdef", "fedcba9876543210")]
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
DIFFERENT = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }"


def _number(reply: Reply) -> int:
    return int(reply.bindings()[0]["n"]["value"])


# Encodings


@pytest.mark.parametrize("name", UNPACK)
def test_answers_are_packed_as_the_client_likes(server: Client, name: str) -> None:
    plain = server.get(PATH)
    packed = server.get(PATH, **{"Accept-Encoding": name})
    assert packed.headers["content-encoding"] == name
    assert "content-encoding" not in plain.headers
    assert len(packed.body) < len(plain.body) / 3
    assert int(packed.headers["content-length"]) == len(packed.body)
    assert UNPACK[name](packed.body) == plain.body
    assert packed.headers["etag"] == plain.headers["etag"]
    for reply in (plain, packed):
        assert "Accept-Encoding" in reply.headers["vary"]


@pytest.mark.parametrize(("accept", "expected"), [
    ("gzip;q=0.5, br;q=0.9", "br"), ("zstd;q=0, gzip", "gzip"), ("identity", None), ("gzip;q=0", None), ("*", "zstd"),
    ("compress", None),
])  # fmt: skip
def test_qualities_of_encodings(server: Client, accept: str, expected: str | None) -> None:
    assert server.get(PATH, **{"Accept-Encoding": accept}).headers.get("content-encoding") == expected


@pytest.mark.parametrize("path", ["/events", "/sparql?query=CONSTRUCT+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D&format=jsonld"])
def test_pages_and_graphs_are_packed_too(server: Client, path: str) -> None:
    packed = server.get(path, **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.body) == server.get(path).body


def test_short_answers_and_files_go_as_they_are(server: Client) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/download/dataset.nq"):
        assert "content-encoding" not in server.get(path, **{"Accept-Encoding": "gzip, br, zstd"}).headers


# Validators and caches


def test_not_modified_by_time(server: Client) -> None:
    first = server.get(PATH)
    when = first.headers["last-modified"]
    again = server.get(PATH, **{"If-Modified-Since": when})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert "content-type" not in again.headers
    assert server.get(PATH, **{"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}).status == 200
    # the tag counts more than the time
    assert server.get(PATH, **{"If-Modified-Since": when, "If-None-Match": '"another"'}).status == 200
    assert server.get(PATH, **{"If-None-Match": f'"another", {first.headers["etag"]}'}).status == 304
    assert server.get(PATH, **{"If-None-Match": "*"}).status == 304


@pytest.mark.parametrize("path", ["/sparql?query=SELEKT", "/page/event/nothing", "/store?graph=http://x/y", "/nothing"])
@pytest.mark.parametrize("header", [{"If-None-Match": "*"}, {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"}])
def test_what_is_not_there_is_not_unmodified(server: Client, path: str, header: dict[str, str]) -> None:
    reply = server.get(path, **header)
    assert reply.status in {400, 404}
    assert reply.headers["cache-control"] == "no-store"


def test_an_answer_of_chance_is_never_unmodified(server: Client) -> None:
    path = "/sparql?" + urlencode({"query": "SELECT (UUID() AS ?x) {}"})
    for header in ({"If-None-Match": "*"}, {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"}):
        reply = server.get(path, **header)
        assert (reply.status, reply.headers["cache-control"]) == (200, "no-store")
        assert "last-modified" not in reply.headers
    assert server.get(path).body != server.get(path).body


def test_who_names_a_version_gets_that_or_nothing(server: Client) -> None:
    file = "/download/graph.nt"
    tag = server.get(file).headers["etag"]
    assert server.get(file, **{"If-Match": tag}).status == 200
    assert server.get(file, **{"If-Match": tag, "Range": "bytes=0-9"}).status == 206
    assert server.get(PATH, **{"If-Match": "*"}).status == 200
    # the tag of an answer is weak, and so never sure
    weak = server.get(PATH).headers["etag"]
    for path, header in ((file, '"another"'), (PATH, '"another"'), (PATH, weak), ("/events", '"another"')):
        reply = server.get(path, **{"If-Match": header, "If-None-Match": "*"})
        assert (reply.status, reply.json()["status"]) == (412, 412)
        assert "etag" not in reply.headers
    assert server.get(PATH, **{"If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}).status == 412
    assert server.get(PATH, **{"If-Unmodified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"}).status == 200
    assert server.get("/nothing", **{"If-Match": '"another"'}).status == 404


def test_caches_have_to_ask_unless_told_otherwise(server: Client, tmp_path: Path) -> None:
    assert server.get(PATH).headers["cache-control"] == "public, no-cache"
    make(tmp_path)
    with serving(tmp_path, cache_seconds=60) as lenient:
        assert lenient.get(PATH).headers["cache-control"] == "public, max-age=60"


def test_going_back_to_an_older_release_is_a_change(tmp_path: Path) -> None:
    """Its files are older than what the client has; the answer is another all the same."""
    make(tmp_path)
    with serving(tmp_path) as server:
        make(tmp_path, "made-2", 'i:article\\/00000000000000aa a dm:Article ; dct:title "A third one"@en .')
        assert until(lambda: server.get("/ready").json()["release"] == "made-2")
        newer = server.get("/download/graph.nt").headers["last-modified"], server.query(COUNT)
        # headers have whole seconds
        assert until(lambda: _turned(tmp_path) and server.get("/ready").json()["release"] == "made-1")
        assert until(lambda: server.query(COUNT).headers["last-modified"] > newer[1].headers["last-modified"])
        path = "/sparql?" + urlencode({"query": COUNT})
        back = server.get(path, **{"If-Modified-Since": newer[1].headers["last-modified"]})
        assert back.status == 200
        assert _number(back) < _number(newer[1])
        assert server.get("/download/graph.nt", **{"If-Modified-Since": newer[0]}).status == 200


def _turned(out: Path) -> bool:
    point(out, "made-1")
    return True


# Preflights


@pytest.mark.parametrize(("path", "methods"), [
    ("/sparql", "GET, HEAD, OPTIONS, POST, QUERY"), ("/store", "GET, HEAD, OPTIONS"), ("/events", "GET, HEAD, OPTIONS"),
    ("/health", "GET, HEAD, OPTIONS"),
])  # fmt: skip
def test_options_tell_what_may_be_done(server: Client, path: str, methods: str) -> None:
    reply = server.send("OPTIONS", path, {"Origin": "https://other.example", "Access-Control-Request-Method": "GET"})
    assert (reply.status, reply.body) == (204, b"")
    assert reply.headers["allow"] == reply.headers["access-control-allow-methods"] == methods
    assert "If-None-Match" in reply.headers["access-control-allow-headers"]
    assert reply.headers["access-control-allow-origin"] == "*"


def test_options_of_the_server(server: Client) -> None:
    reply = server.send("OPTIONS", "*")
    assert (reply.status, reply.body) == (204, b"")
    assert "content-type" not in reply.headers


def test_options_of_nothing(server: Client) -> None:
    assert server.send("OPTIONS", "/nothing/here").status == 404


def test_every_answer_is_readable_and_safe_elsewhere(server: Client) -> None:
    for path in (PATH, "/sparql?query=SELEKT", "/store?default", "/events", "/nothing", "/health", "/metrics"):
        headers = server.get(path).headers
        assert headers["access-control-allow-origin"] == "*"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert headers["referrer-policy"]
        assert headers["x-request-id"]


# Several graphs


def test_several_default_and_named_graphs(server: Client) -> None:
    both = [("default-graph-uri", graph) for graph in GRAPHS]
    one, other, together = (
        _number(server.get("/sparql?" + urlencode([("query", COUNT), *graphs])))
        for graphs in (both[:1], both[1:], both)
    )
    assert one > 0
    assert other > 0
    assert max(one, other) < together <= one + other
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    named = [("named-graph-uri", graph) for graph in GRAPHS]
    for chosen in (named, named[:1]):
        body = urlencode([("query", text), *chosen]).encode()
        reply = server.send("POST", "/sparql", {"Content-Type": "application/x-www-form-urlencoded"}, body)
        assert [row["g"]["value"] for row in reply.bindings()] == [graph for _, graph in chosen]


# The graph store


def test_graphs_by_name_and_all_as_one(server: Client) -> None:
    first = rdflib.Graph().parse(data=server.get(f"/store?graph={quote(GRAPHS[0])}").body, format="turtle")
    direct = server.get("/graph/article/0123456789abcdef", accept="application/n-triples")
    assert set(rdflib.Graph().parse(data=direct.body, format="nt")) == set(first)
    assert len(first) == _number(server.query(COUNT, **{"default-graph-uri": GRAPHS[0]}))
    number = _number(server.query(DIFFERENT))
    for key, format in (("nt", "nt"), ("ttl", "turtle"), ("jsonld", "json-ld"), ("n3", "n3"),
                        ("nq", "nquads"), ("trig", "trig"), ("rdf", "xml")):  # fmt: skip
        whole = server.get(f"/store?default&format={key}")
        assert len(rdflib.Dataset(default_union=True).parse(data=whole.body, format=format)) == number


@pytest.mark.parametrize("key", WRITERS)
def test_no_graph_of_the_store_is_cut(made: Path, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed, "_LINES", 7)
    graph = f"{BASE}graph/ontology"
    with inside(made, query_rows=50) as server:
        for path in ("/store?default", f"/store?graph={quote(graph)}"):
            known = ox.parse((made / "current" / "dataset.nq").read_bytes(), ox.RdfFormat.N_QUADS)
            wanted = {str(quad.triple) for quad in known if "default" in path or quad.graph_name.value == graph}  # type: ignore[union-attr]
            reply = server.get(f"{path}&format={key}")
            assert "x-dragoman-truncated" not in reply.headers
            assert len(wanted) > 50
            assert {str(found.triple) for found in ox.parse(reply.body, WRITERS[key])} == wanted
            head = server.send("HEAD", f"{path}&format={key}")
            assert (head.status, head.body, head.headers["etag"]) == (200, b"", reply.headers["etag"])


@pytest.mark.parametrize(("path", "status"), [
    ("/store", 400), (f"/store?default&graph={quote(GRAPHS[0])}", 400), ("/store?graph=none", 400),
    (f"/store?graph={quote(GRAPHS[0] + '0')}", 404), (f"/store?graph={quote('http://x/><')}", 400),
    ("/graph/article/nothing", 404),
])  # fmt: skip
def test_graphs_that_are_not(server: Client, path: str, status: int) -> None:
    assert server.get(path, accept="text/turtle").status == status


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_graphs_cannot_be_written(server: Client, method: str) -> None:
    for path in (f"/store?graph={quote(GRAPHS[0])}", "/store", "/graph/article/0123456789abcdef"):
        reply = server.send(method, path, {"Content-Type": "text/turtle"}, b"<a:a> <a:b> <a:c> .")
        assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_with_other_limits_an_answer_is_another_one(made: Path) -> None:
    tags = set()
    for rows in (10, 20):
        with inside(made, query_rows=rows) as server:
            reply = server.query("SELECT * { ?s ?p ?o }")
            assert len(reply.bindings()) == rows
            assert (
                server.get(
                    "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o }"}), If_None_Match=reply.headers["etag"]
                ).status
                == 304
            )
            tags.add(reply.headers["etag"])
    assert len(tags) == 2


# Parts of files


@pytest.mark.parametrize("path", ["/download/graph.ttl", "/store?default", "/static/style.css"])
def test_one_part_of_a_file_is_given_and_other_wishes_are_no_errors(server: Client, path: str) -> None:
    whole = server.get(path).body
    part = server.get(path, Range="bytes=3-9")
    assert (part.status, part.body) == (206, whole[3:10])
    assert part.headers["content-range"] == f"bytes 3-9/{len(whole)}"
    assert server.get(path, Range=f"bytes={len(whole)}-").status == 416
    for other in ("lines=1-2", "bytes=0-1,4-5", "bytes=x", "bytes"):
        reply = server.get(path, Range=other)
        assert (reply.status, reply.body) == (200, whole)
    head = server.send("HEAD", path, {"Range": "bytes=3-9"})
    assert (head.status, head.headers["content-length"]) == (200, str(len(whole)))


# Who is asked


def _raw(server: Client, head: str) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
        line.sendall(f"{head}\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: line.recv(65536), b""))


@pytest.mark.parametrize("host", ["", "Host:\r\n", "Host: a b\r\n", "Host: a.example\r\nHost: b.example\r\n",
                                  'Host: "><script>\r\n', "Host: a@b\r\n"])  # fmt: skip
def test_a_request_names_one_host(shipped: Server, host: str) -> None:
    for path in ("/", "/sparql?query=ASK%7B%7D", "/download/graph.ttl"):
        reply = _raw(shipped, f"GET {path} HTTP/1.1\r\n{host}X: y")
        assert reply.startswith(b"HTTP/1.1 400 ")
        assert b"The header Host" in reply


def test_names_and_addresses_are_hosts_and_old_clients_need_none(shipped: Server) -> None:
    for host in ("a.example", "127.0.0.1:1", "[::1]:8000", "localhost"):
        reply = _raw(shipped, f"GET /sparql HTTP/1.1\r\nHost: {host}\r\nAccept: text/turtle")
        assert f"<http://{host}/sparql>".encode() in reply
    reply = _raw(shipped, "GET /sparql HTTP/1.0\r\nAccept: text/turtle")
    assert f"<{shipped.url}/sparql>".encode() in reply


# Answers that are not whole


def test_a_cut_answer_says_so_in_itself(server: Client) -> None:
    text = "SELECT * { ?s ?p ?o }"
    assert server.query(text).json()["head"]["link"] == ["/problems#cut"]
    assert b'<link href="/problems#cut"/>' in server.query(text, format="xml").body
    assert "link" not in server.query(ALL).json()["head"]
    graph = "CONSTRUCT WHERE { ?s ?p ?o }"
    for key, format in (("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml")):
        reply = server.query(graph, format=key)
        assert reply.headers["x-dragoman-truncated"] == "query_rows=1000"
        assert "cut at the limit query_rows" in reply.text
        assert len(rdflib.Graph().parse(data=reply.body, format=format)) == 1000
    assert 'id="cut"' in server.get("/problems").text


# Figures and log


@pytest.fixture(scope="module")
def counted(made: Path) -> Iterator[Server]:
    with serving(made, query_seconds=2.0) as running:
        # all its processes are there then
        assert running.query("ASK { GRAPH ?g {} }").json()["boolean"] is True
        yield running


def test_ready_tells_of_named_graphs(counted: Server) -> None:
    assert counted.get("/ready").json() == {"status": "ready", "release": "made-1", "named_graphs": True}


def _figures(server: Server) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    reply = server.get("/metrics")
    assert reply.headers["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(reply.text)
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def test_figures_follow_what_happens(counted: Server) -> None:
    before = _figures(counted)
    for _ in range(3):
        counted.query(COUNT)
    counted.query("SELEKT")
    counted.get("/made/up")
    for method in ("BREW", "WHEN"):
        counted.send(method, "/sparql")
    after = _figures(counted)

    def grown(name: str, **labels: str) -> float:
        key = (name, frozenset(labels.items()))
        return after.get(key, 0.0) - before.get(key, 0.0)

    assert grown("dragoman_queries_total", outcome="answered") == 1
    assert grown("dragoman_queries_total", outcome="cached") == 2
    assert grown("dragoman_queries_total", outcome="query-syntax") == 1
    assert grown("dragoman_requests_total", method="GET", route="/sparql", status="200") == 3
    assert grown("dragoman_requests_total", method="GET", route="none", status="404") == 1
    # a label cannot be made to grow
    assert grown("dragoman_requests_total", method="other", route="none", status="405") == 2
    assert grown("dragoman_request_seconds_count", route="/sparql") == 4
    assert after["dragoman_release_info", frozenset({("release", "made-1")})] == 1
    both = Settings().query_workers + Settings().page_workers  # of the default graph, and as many of the named graphs
    for part, count in (("web", 1), ("holder", 2), ("workers", 2 * both)):
        assert after["dragoman_processes", frozenset({("process", part)})] == count
    assert after["dragoman_resident_bytes", frozenset({("process", "holder")})] > 1e6


def test_all_requests_are_counted_however_many_come(counted: Server) -> None:
    """They are counted many at a time, so more than that many, and of each kind."""
    before = _figures(counted)
    text = "SELECT ?s { ?s ?p ?o } LIMIT 3"
    with ThreadPoolExecutor(4) as several:
        replies = list(several.map(lambda _: counted.query(text), range(450)))
    assert {reply.status for reply in replies} == {200}
    tag = replies[0].headers["etag"]
    sent = counted.get("/sparql?" + urlencode({"query": text}), If_None_Match=tag)
    assert sent.status == 304
    after = _figures(counted)
    sparql = {("method", "GET"), ("route", "/sparql")}
    for name, labels, count in (
        ("dragoman_requests_total", {*sparql, ("status", "200")}, 450),
        ("dragoman_requests_total", {*sparql, ("status", "304")}, 1),
        ("dragoman_request_seconds_count", {("route", "/sparql")}, 451),
        ("dragoman_query_rows_total", set(), 1350),
    ):
        key = (name, frozenset(labels))
        assert after[key] - before.get(key, 0.0) == count


def test_the_log_tells_nothing_of_who_asks_or_what(counted: Server) -> None:
    secret = "SELECT ('a very private question' AS ?x) {}"
    reply = counted.send("GET", "/sparql?" + urlencode({"query": secret}), {"X-Forwarded-For": "203.0.113.9"})
    mine = reply.headers["x-request-id"]
    assert until(lambda: any(mine in line for line in counted.lines))
    line = next(json.loads(line) for line in counted.lines if mine in line)
    assert line.keys() == {"time", "id", "method", "route", "status", "ms", "bytes", "problem", "cached", "release"}
    assert (line["route"], line["status"], line["release"]) == ("/sparql", 200, "made-1")
    everything = "".join(line for line in counted.lines if line.startswith("{"))
    assert not any(word in everything for word in ("private", "127.0.0.1:", "203.0.113", "python"))


def test_lines_that_are_gathered_are_written_when_the_process_ends() -> None:
    program = """
import logging
from server import requestlog
logging.basicConfig(format="%(message)s", level=logging.INFO)
for number in range(300):
    requestlog.write(requestlog.Line(str(number), "GET", "/", 200, 1.0, 1, None, None, None))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [json.loads(line)["id"] for line in done.stderr.splitlines()] == [str(number) for number in range(300)]


# Kept answers


def test_answers_are_kept_within_bounds(made: Path) -> None:
    with serving(made, cache_mb=1, query_rows=100_000) as server:
        for number in range(30):
            server.query(f"SELECT * {{ ?s ?p ?o }} LIMIT {400 + number}")
        figures = _figures(server)
        assert 0 < figures["dragoman_cache_bytes", frozenset()] <= 1024 * 1024
        assert 0 < figures["dragoman_cache_answers", frozenset()] < 30
        # neither what changes by itself nor what is too large is kept
        for text in ("SELECT (RAND() AS ?x) {}", "SELECT * { ?s ?p ?o }"):
            server.query(text)
            server.query(text)
        after = _figures(server)
        assert after.get(("dragoman_queries_total", frozenset({("outcome", "cached")})), 0.0) == 0


def test_each_release_and_format_has_its_own_answer(tmp_path: Path) -> None:
    make(tmp_path)
    with serving(tmp_path) as server:
        first = server.query(COUNT)
        assert server.query(COUNT).body == first.body
        assert server.query(COUNT, format="csv").body != first.body
        assert server.query(COUNT, **{"default-graph-uri": GRAPHS[0]}).body != first.body
        make(tmp_path, "made-2", "i:article\\/00000000000000aa a dm:Article .")
        assert until(lambda: server.get("/ready").json()["release"] == "made-2")
        assert _number(server.query(COUNT)) == _number(first) + 1
