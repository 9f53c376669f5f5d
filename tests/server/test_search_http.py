"""Text search as clients meet it: ``/search`` and the SERVICE of a query."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import limits
from server.errors import QuerySyntax
from server.search.index import Found, Hit, Index, Piece
from server.search.inquery import expand, literal
from tests.server.made import ATTACK, BASE, EVIL
from tests.server.running import Client, Reply

SERVICE = "https://w3id.org/dragoman/search"
P = f"PREFIX search: <{SERVICE}#>\n"
EVENT = f"{BASE}id/event/{ATTACK}"


def search(server: Client, accept: str | None = None, **parameters: str) -> Reply:
    return server.get("/search?" + urlencode(parameters), accept)


def test_json_is_for_programs(server: Client) -> None:
    reply = search(server, "application/json", q="river front")
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json; charset=utf-8")
    found = reply.json()
    first = found["hits"][0]
    assert (first["rank"], first["kind"], first["label"]) == (1, "entity", "River Front")
    assert first["page"] == "/page/entity/river-front-0000000001"
    assert f"{BASE}ontology#ArmedGroup" in first["types"]
    assert (found["words"], found["total"], found["next"]) == ("all", len(found["hits"]), None)
    assert (
        server.get("/search?q=river+front", If_None_Match=reply.headers["etag"], Accept="application/json").status
        == 304
    )


def test_pages_of_hits_are_linked(server: Client) -> None:
    every = search(server, q="port guard", format="json").json()
    found = search(server, q="port guard", limit="1", format="json").json()
    seen = [found["hits"][0]["iri"]]
    while found["next"]:
        found = server.get(found["next"]).json()
        seen += [hit["iri"] for hit in found["hits"]]
    assert seen == [hit["iri"] for hit in every["hits"]]


def test_csv_and_rdf_hold_the_same_hits(server: Client) -> None:
    iris = [hit["iri"] for hit in search(server, q="quay", format="json").json()["hits"]]
    rows = list(csv.DictReader(io.StringIO(search(server, "text/csv", q="quay").text)))
    assert [row["iri"] for row in rows] == iris
    assert any("<b>a spokesman</b>" in row["snippet"] for row in rows)
    for media, syntax in (
        ("text/turtle", ox.RdfFormat.TURTLE), ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD), ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ):  # fmt: skip
        reply = search(server, media, q="quay")
        assert reply.headers["content-type"].startswith(media)
        ranks = {
            int(triple.object.value): triple.subject.value
            for triple in ox.parse(reply.body, format=syntax)
            if triple.predicate.value == f"{SERVICE}#rank"
        }
        assert [ranks[rank] for rank in sorted(ranks)] == iris


def test_people_get_a_page_with_escaped_text(server: Client) -> None:
    text = search(server, "text/html", q="owned").text
    assert "<script>document" not in text
    assert "&lt;script&gt;document" in text
    assert "<mark>quay</mark>" in search(server, "text/html", q="quay").text
    assert server.get("/search", "text/html").status == 200


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({}, "nothing to search for"),
        ({"q": "x" * 1001}, "1,001 characters"),
        ({"q": "x", "limit": "0"}, "no limit"),
        ({"q": "x", "limit": "1001"}, "from 1 to 1000"),
        ({"q": "x", "offset": "-1"}, "no offset"),
        ({"q": "x", "offset": "٣"}, "no offset"),
        ({"q": "x", "things": "planet"}, "planet"),
        ({"q": "x", "format": "docx"}, "not offered"),
    ],
)
def test_what_is_wrong_is_told(server: Client, parameters: dict[str, str], words: str) -> None:
    reply = search(server, "application/json", **parameters)
    assert reply.status == 400
    assert words in reply.json()["detail"] + reply.json().get("cure", "")


def test_any_words_are_welcome(server: Client) -> None:
    for text in ('"', "' OR 1=1 --", "NEAR(", "a" * 1000, "\u0000", "*", "-", '"" AND', "{port} : ^x", "🙂"):
        assert search(server, "application/json", q=text).status == 200


def test_a_query_can_search(server: Client) -> None:
    reply = server.query(
        P
        + f"""SELECT ?event ?label ?score ?rank ?kind ?words ?name WHERE {{
          SERVICE <{SERVICE}> {{
            # all that can be asked for
            ?event search:query "river front" ; search:kind "event", "statement" ; search:limit 5 ;
                   search:score ?score ; search:rank ?rank ; search:kind ?kind ;
                   search:snippet ?words . ?event search:label ?name ; .
          }}
          ?event rdfs:label ?label
        }}""".replace("rdfs:label", "<http://www.w3.org/2000/01/rdf-schema#label>")
    )
    row, second = sorted(reply.bindings(), key=lambda row: row["rank"]["value"])
    assert second["kind"]["value"] == "statement"
    assert row["event"]["value"] == EVENT
    assert (row["rank"]["value"], row["kind"]["value"]) == ("1", "event")
    assert row["label"]["value"] == row["name"]["value"] == "shelled: River Front → Port Guard"
    assert "<b>a spokesman</b>" in row["words"]["value"]
    assert float(row["score"]["value"]) >= 0


def test_other_ways_to_write_it(server: Client) -> None:
    for query in (
        f'PREFIX s: <{SERVICE}#> PREFIX d: <{BASE}> SELECT ?x {{ SERVICE d:search {{ $x s:query """owned""" }} }}',
        f"SELECT (COUNT(?y) AS ?x) {{ service SILENT <{SERVICE}> {{ ?y <{SERVICE}#query> 'owned' . }} . ?y ?p ?o }}",
        P + f'ASK {{ {{ SERVICE <{SERVICE}> {{ ?x search:query "own\\u0065d" }} }} UNION {{ ?x ?y "SERVICE" }} }}',
        P + f'CONSTRUCT {{ ?x a ?t }} {{ GRAPH ?g {{ ?x a ?t }} SERVICE <{SERVICE}> {{ ?x search:query "owned" }} }}',
    ):
        assert server.query(query).status == 200, query
    first = server.query(P + f'SELECT * {{ SERVICE <{SERVICE}> {{ ?x search:query "owned" ; search:label ?l }} }}')
    assert first.bindings()[0]["l"]["value"] == EVIL
    nothing = server.query(P + f'SELECT * {{ SERVICE <{SERVICE}> {{ ?x search:query "zzzz" }} }}')
    assert (nothing.status, nothing.bindings()) == (200, [])


@pytest.mark.parametrize(
    ("block", "line", "words"),
    [
        ("{ ?x search:query ?text }", 2, "the index is asked before"),
        ("{ ?x search:score ?s }", 2, "no search:query"),
        ("{ <urn:x> search:query 'a' }", 2, "one variable"),
        ("{ ?x search:query 'a' .\n ?y search:score ?s }", 3, "one variable"),
        ("{ ?x search:query 'a' ;\n search:colour ?s }", 3, "knows the properties"),
        ("{ ?x a ?type }", 2, "knows the properties"),
        ("{ ?x search:query 'a' ; search:limit 1001 }", 2, "from 1 to 1000"),
        ("{ ?x search:query 'a' ; search:limit 0 }", 2, "from 1 to 1000"),
        ("{ ?x search:query 'a' ; search:limit 1.5 }", 2, "from 1 to 1000"),
        ("{ ?x search:query 'a', 'b' }", 2, "one search:query"),
        ("{ ?x search:query 'a'@en }", 2, "goes on with"),
        ("{ ?x search:query 'a' ; search:kind 'planet' }", 2, "no kind 'planet'"),
        ("{ ?x search:query 'a' ; search:score ?x }", 2, "used twice"),
        ("{ ?x search:query 'a' FILTER (true) }", 2, "goes on with"),
        ("{ ?x search:query 'a' ; search:limit 5 5", 2, "goes on with"),
        ("?x", 2, "block in braces"),
    ],
)
def test_another_form_is_refused_with_its_place(server: Client, block: str, line: int, words: str) -> None:
    reply = server.query(P + f"SELECT * {{ SERVICE <{SERVICE}> {block} }}", "application/json")
    report = reply.json()
    assert (reply.status, report["line"]) == (400, line)
    assert words in report["detail"]
    assert "search:query" in report["cure"]


def test_other_servers_are_not_asked(server: Client) -> None:
    for query in (
        P + 'SELECT * { SERVICE <https://example.org/sparql> { ?x search:query "a" } }',
        f'SELECT * {{ SERVICE <{SERVICE}#x> {{ ?x ?y "a" }} }}',
        P
        + f'SELECT * {{ SERVICE <{SERVICE}> {{ ?x search:query "port" }} SERVICE <http://127.0.0.1/> {{ ?x ?y ?z }} }}',
        P + f'SELECT * {{ SERVICE ?where {{ ?x search:query "a" }} VALUES ?where {{ <{SERVICE}> }} }}',
        P + f'SELECT * {{ SERVICE<http://a.example/>{{?x ?y ?z}} SERVICE <{SERVICE}> {{ ?x search:query "port" }} }}',
    ):
        reply = server.query(query, "application/json")
        assert (reply.status, reply.json()["type"].partition("#")[2]) == (403, "service-refused"), query


def test_too_many_searches_are_refused(server: Client) -> None:
    one = f'SERVICE <{SERVICE}> {{ ?x search:query "port" }} '
    assert server.query(P + f"SELECT * {{ {one * 8} }}").status == 200
    assert server.query(P + f"SELECT * {{ {one * 9} }}", "application/json").status == 400


def test_errors_keep_their_places(server: Client) -> None:
    query = P + f'SELECT * {{\nSERVICE <{SERVICE}> {{\n ?x search:query "port"\n}} ?x ?y }}'
    report = server.query(query, "application/json").json()
    plain = server.query(
        query.replace(f"SERVICE <{SERVICE}>", "OPTIONAL").replace("search:query", "a   "), "application/json"
    )
    assert (report["line"], report["column"]) == (plain.json()["line"], plain.json()["column"])


def test_a_text_without_the_service_is_not_touched() -> None:
    def none() -> None:
        raise AssertionError("the index was asked")

    for text in (
        'SELECT * { ?x ?y "SERVICE <https://w3id.org/dragoman/search> { }" }',
        "SERVICE",
        "# SERVICE",
        "SERVICE <",
    ):
        assert expand(text, none) == text  # type: ignore[arg-type]
    assert literal('a"\\\n') == '"a\\"\\\\\\n"'


class Everything(Index):
    """Finds the same thing, whatever is asked, with a text that would end a literal if it were not escaped."""

    def __init__(self) -> None:
        pass

    def search(self, *_: object, **__: object) -> Found:
        return Found((Hit("urn:x", "event", '"} SERVICE <urn:y> {\n\\', (Piece("'''\r", False),), 1.5),))


PIECES = st.sampled_from(
    [
        *(
            f"SERVICE <{SERVICE}> {{",
            "SERVICE s:search {",
            "SERVICE",
            "SILENT",
            "PREFIX s:",
            f"<{SERVICE}#>",
            "?x",
            "$y",
        ),
        *("s:query", "s:score", "s:label", "s:limit", '"text"', "'''a", "5", "é"),
        *';.,}{#\n"\\<>',
    ]
)


@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_no_query_breaks_the_rewriting(text: str) -> None:
    query = f"PREFIX s: <{SERVICE}#> SELECT * {{ {text} }}"
    try:
        written = expand(query, Everything)
    except QuerySyntax as problem:
        assert problem.line >= 1
        assert problem.column >= 1
        return
    # nothing but blocks of search is touched, and lines stay where they are
    assert written == query or "VALUES (?" in written
    assert written.count("\n") == query.count("\n")


def test_what_is_found_stands_in_the_query_as_it_is() -> None:
    query = P + f'SELECT * {{ SERVICE <{SERVICE}> {{ ?x search:query "a" ; search:label ?l ; search:snippet ?s }} }}'
    (row,) = ox.Store().query(expand(query, Everything))  # type: ignore[union-attr]
    assert (row["l"].value, row["s"].value) == ('"} SERVICE <urn:y> {\n\\', "'''\r")
    assert limits.scan(expand(query, Everything)).service == -1
