"""The short way of a plain query gives what the long way gives, and is taken."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, urlencode

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.config import Settings
from server import create_app, express, limits, results
from server.context import RELEASES
from tests.places import ROOT
from tests.server.running import Server

LONG = {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}
"""Asks for nothing else, but is left to the application."""
QUERIES = (
    "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 20",
    "PREFIX dm: <https://w3id.org/dragoman/ontology#>\nselect ?x { ?x a dm:Event } ORDER BY ?x",
    "SELECT ?s { ?s ?p ?o } LIMIT 1200",
    "ASK { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3",
    "DESCRIBE <https://w3id.org/dragoman/id/entity/evil-0000000003>",
    "SELECT * FROM <https://w3id.org/dragoman/graph/links> { ?s ?p ?o } ORDER BY ?s ?p",
    "SELECT (1/0 AS ?nothing) {}",
    "SELECT ?a ?b { VALUES (?a ?b) { (UNDEF UNDEF) (1 UNDEF) ('}},{\"' 'é–ü') } }",
    "SELECT (NOW() AS ?x) { ?s ?p ?o } LIMIT 0",
    "SELECT * { ?s ?p }",
    "DELETE DATA { <a:a> <a:a> <a:a> }",
    "SELECT (nosuch(1) AS ?x) {}",
)
ACCEPTS = (None, "application/sparql-results+xml", "text/csv", "text/turtle, */*;q=0.1", "text/html", "image/png")


def _same(server: Server, path: str, headers: dict[str, str]) -> int:
    short, long = (server.send("GET", path, {**headers, **more}) for more in ({}, LONG))
    assert short.status == long.status
    other = {"x-request-id", "date", "content-length"}
    assert {k: v for k, v in short.headers.items() if k not in other} == {
        k: v for k, v in long.headers.items() if k not in other
    }
    if short.status < 400:
        assert short.body == long.body
    return short.status


@pytest.mark.parametrize("accept", ACCEPTS)
def test_both_ways_give_the_same(shipped: Server, accept: str | None) -> None:
    headers = {"Accept": accept} if accept else {}
    statuses = [_same(shipped, "/sparql?" + urlencode({"query": text}), headers) for text in QUERIES]
    assert 200 in statuses or accept == "image/png"
    assert statuses[-3] >= 400 and statuses[-2] >= 400


@pytest.mark.parametrize(
    "rest", ["format=xml", "format=ttl", "format=nosuch", "format=xml&format=csv", "query=ASK{}", "other=1", "format="]
)
def test_parameters_beside_the_query(shipped: Server, rest: str) -> None:
    _same(shipped, f"/sparql?query=SELECT%20*%20%7B%20%3Fs%20a%20%3Fo%20%7D%20LIMIT%202&{rest}", {})


@pytest.mark.parametrize("encoding", ["gzip", "zstd, br;q=0.5", "identity", "gzip;q=0", "*"])
def test_packed_answers(shipped: Server, encoding: str) -> None:
    for limit in (1, 200):
        query = urlencode({"query": f"SELECT ?s {{ ?s ?p ?o }} ORDER BY ?s LIMIT {limit}"})
        assert _same(shipped, f"/sparql?{query}", {"Accept-Encoding": encoding}) == 200


def test_unchanged_answers(shipped: Server) -> None:
    path = "/sparql?" + urlencode({"query": QUERIES[1]})
    tag = shipped.get(path).headers["etag"]
    for known in (tag, f'"x", {tag}', tag.removeprefix("W/")):
        assert _same(shipped, path, {"If-None-Match": known}) == 304
    assert _same(shipped, path, {"If-None-Match": '"x"'}) == 200
    assert _same(shipped, path, {"If-None-Match": "*"}) in {200, 304}


@pytest.fixture(scope="module")
def alone(made: Path) -> Iterator[express.Express]:
    """The short way before an application that must not be asked."""
    app = create_app(Settings(query_workers=1, page_workers=1, client_rate=0), made)

    def never(*_: Any) -> Any:
        raise AssertionError("the long way was taken")

    app.wsgi_app = never  # type: ignore[method-assign]
    yield express.Express(app)
    app.extensions[RELEASES].close()


@pytest.mark.parametrize("text", QUERIES[:6])
def test_plain_queries_take_the_short_way(alone: express.Express, text: str) -> None:
    told: list[Any] = []
    environ = {"PATH_INFO": "/sparql", "REQUEST_METHOD": "GET", "QUERY_STRING": urlencode({"query": text}),
               "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO()}  # fmt: skip
    body = b"".join(alone(environ, lambda *given: told.append(given)))
    assert told[0][0] == "200 OK" and dict(told[0][1])["Content-Length"] == str(len(body))
    with pytest.raises(AssertionError, match="long way"):
        alone({**environ, "QUERY_STRING": urlencode({"query": QUERIES[-3]})}, lambda *_: None)


def _texts() -> list[str]:
    files = [*(ROOT / "server" / "queries").rglob("*.rq"), *(ROOT / "ontology" / "questions").rglob("*.rq")]
    nasty = (
        "SELECT * { ?s ?p ?o . \\u0053ERVICE <x:y> {} }", "SELECT * { SERVICE<x:y>{} }", "SELECT * FROM<x:y>{}",
        "# SELECT\nDELETE { ?s ?p ?o }", "BASE <x:y> PREFIX a: <b:c> ASK{}", "PREFIX : <a:b> SELECT(now()AS ?x){}",
        "PREFIX select: <a:b> DELETE {}", "SELECTED { }", "select:x", "SELECT * { ſervice <x:y> {} }",
        "SELECT " + "(" * 999, "SELECT " + "!" * 999, "", "{", "SELECT * { ?s ?p 'FROM' }",
    )  # fmt: skip
    return [*(file.read_text(encoding="utf-8") for file in files), *QUERIES, *nasty]


def test_a_glance_says_what_a_close_look_says() -> None:
    settings, seen = Settings(), 0
    for text in _texts():
        form = limits.glance(text, settings)
        if form:
            found = limits.check(text, settings)
            assert (found.form, found.service, found.volatile) == (form, -1, False), text
            seen += 1
    assert seen > 30


@given(st.text(max_size=40), st.sampled_from([quote, quote_plus, str]))
def test_values_are_decoded_as_the_library_does(text: str, how: Any) -> None:
    try:
        value = how(text)
    except UnicodeEncodeError:
        return
    found = express._decoded(value)
    if found is not None and not set(value) & {"&", ";"}:
        assert [("x", found)] == parse_qsl(f"x={value}", keep_blank_values=True, errors="strict")
    if how is quote_plus:
        assert found == text


@pytest.mark.parametrize("text", [QUERIES[0], QUERIES[8], "SELECT * {}", "SELECT ?x { ?x a ?y FILTER(false) }",
                                  "SELECT ?t { VALUES ?t { <<( <a:b> <a:c> 'd'@en--ltr )>> } }"])  # fmt: skip
def test_the_engine_writes_json_as_we_do(text: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:b"), ox.NamedNode("a:c"), ox.Literal('{}, }},{" \u2028'), ox.NamedNode("a:g")))

    def ask() -> Any:
        return store.query(text, use_default_graph_as_union=True)

    ours = results.write_solutions(ask(), "json", 100, 10_000, text)
    theirs = results.write_json(ask(), 100, 10_000, text)
    assert theirs is None or theirs == ours
    assert theirs is not None or "*" in text
    if ours.rows:
        assert results.write_json(ask(), ours.rows - 1, 10_000, text) is None
    assert results.write_json(ask(), 100, 10, text) is None
