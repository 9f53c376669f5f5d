"""SPARQL 1.1 Protocol as a client sees it."""

from __future__ import annotations

import csv
import gzip
import io
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
import rdflib

from tests.server.made import BASE
from tests.server.running import Client

ALL = "SELECT ?s WHERE { ?s a <https://w3id.org/dragoman/ontology#Article> } ORDER BY ?s"
ARTICLES = [f"{BASE}id/article/0123456789abcdef", f"{BASE}id/article/fedcba9876543210"]
FIRST_GRAPH = f"{BASE}graph/article/0123456789abcdef"


def _articles(reply_bindings: list[dict[str, dict[str, str]]]) -> list[str]:
    return [row["s"]["value"] for row in reply_bindings]


def test_query_by_get(server: Client) -> None:
    reply = server.query(ALL)
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/sparql-results+json; charset=utf-8"
    assert _articles(reply.bindings()) == ARTICLES


def test_query_by_form(server: Client) -> None:
    assert _articles(server.form(query=ALL).bindings()) == ARTICLES


def test_query_as_body(server: Client) -> None:
    reply = server.send("POST", "/sparql", {"Content-Type": "application/sparql-query"}, ALL.encode())
    assert _articles(reply.bindings()) == ARTICLES


QUERY = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_query_by_the_method_of_that_name(server: Client) -> None:
    body = urlencode({"query": ALL}).encode()
    for headers, sent in ((QUERY, ALL.encode()), (FORM, body)):
        assert _articles(server.send("QUERY", "/sparql", headers, sent).bindings()) == ARTICLES
    only = server.send("QUERY", "/sparql?" + urlencode({"default-graph-uri": FIRST_GRAPH}), QUERY, ALL.encode())
    assert _articles(only.bindings()) == ARTICLES[:1]
    for headers in ({}, {"Content-Type": "text/plain"}, {"Content-Type": "application/sparql-update"}):
        refused = server.send("QUERY", "/sparql", headers, b"CLEAR ALL")
        assert (refused.status, refused.headers["accept-query"]) == (
            415,
            f"{QUERY['Content-Type']}, {FORM['Content-Type']}",
        )
    allowed = server.send("OPTIONS", "/sparql")
    assert "QUERY" in allowed.headers["allow"]
    assert QUERY["Content-Type"] in allowed.headers["accept-query"]


@pytest.mark.parametrize(("version", "known"), [("1.1", True), ("1.2", True), ("1.2-basic", True), ("7", False)])
def test_a_version_may_be_named(server: Client, version: str, known: bool) -> None:
    direct = {"Content-Type": f"application/sparql-query; version={version}"}
    for reply in (server.query(ALL, version=version), server.form(query=ALL, version=version),
                  server.send("POST", "/sparql", direct, ALL.encode())):  # fmt: skip
        assert _articles(reply.bindings()) == ARTICLES
        assert ("not known" in reply.headers.get("x-dragoman-note", "")) != known
    assert server.get("/sparql?query=ASK%7B%7D&version=1.1&version=1.2").status == 400


def test_a_form_query_is_decoded_once(server: Client) -> None:
    """A percent sign in the query is not an escape."""
    reply = server.form(query='SELECT ("100%25 a+b" AS ?x) {}')
    assert reply.bindings()[0]["x"]["value"] == "100%25 a+b"


def test_default_graph_is_the_union(server: Client) -> None:
    assert server.query("ASK { ?link a <https://w3id.org/dragoman/ontology#Link> . ?article a "
                        "<https://w3id.org/dragoman/ontology#Article> }").json()["boolean"]  # fmt: skip


def test_default_graph_parameter(server: Client) -> None:
    reply = server.query(ALL, **{"default-graph-uri": FIRST_GRAPH})
    assert _articles(reply.bindings()) == ARTICLES[:1]
    assert "none is fetched" in reply.headers["x-dragoman-note"]


def test_graph_parameters_in_the_address_of_a_form(server: Client) -> None:
    body = urlencode({"query": ALL}).encode()
    path = "/sparql?" + urlencode({"default-graph-uri": FIRST_GRAPH})
    reply = server.send("POST", path, {"Content-Type": "application/x-www-form-urlencoded"}, body)
    assert _articles(reply.bindings()) == ARTICLES[:1]


def test_named_graph_parameter(server: Client) -> None:
    text = "SELECT ?s { GRAPH ?g { ?s a <https://w3id.org/dragoman/ontology#Article> } }"
    assert _articles(server.query(text, **{"named-graph-uri": FIRST_GRAPH}).bindings()) == ARTICLES[:1]
    assert server.query(ALL, **{"named-graph-uri": FIRST_GRAPH}).bindings() == []


def test_from_selects_a_graph_of_the_release(server: Client) -> None:
    assert _articles(server.query(ALL.replace("WHERE", f"FROM <{FIRST_GRAPH}> WHERE")).bindings()) == ARTICLES[:1]


def test_protocol_graphs_win_over_from(server: Client) -> None:
    text = ALL.replace("WHERE", f"FROM <{BASE}graph/ontology> WHERE")
    assert _articles(server.query(text, **{"default-graph-uri": FIRST_GRAPH}).bindings()) == ARTICLES[:1]


def test_from_fetches_nothing(server: Client, web: object) -> None:
    from tests.web import Web

    assert isinstance(web, Web)
    for text in (f"SELECT * FROM <{web.url}/x.ttl> {{ ?s ?p ?o }}", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"):
        reply = server.query(text)
        assert reply.status == 200
        assert reply.bindings() == []
    assert server.query("ASK {}", **{"default-graph-uri": f"{web.url}/x.ttl"}).status == 200
    assert web.asked == []


@pytest.mark.parametrize("text", [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT*{service<URL>{?s ?p ?o}}",
    "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE : { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE:{ ?s ?p ?o } }",
    "SELECT * { ?a ?b 'x # y' . # SERVICE\n SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { FILTER(?a<?b)SERVICE<URL>{ ?s ?p ?o } }",
    "PREFIX ex: <http://x/> SELECT * { ex:a\\#b ?p ?o . SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { { { SELECT * { SERVICE <URL> {} } } } }",
])  # fmt: skip
def test_service_is_refused(server: Client, web: object, text: str) -> None:
    from tests.web import Web

    assert isinstance(web, Web)
    reply = server.query(text.replace("URL", web.url))
    assert reply.status == 403
    assert reply.json()["type"].endswith("#service-refused")
    assert web.asked == []


@pytest.mark.parametrize("text", [
    "SELECT (1 AS ?service) {}",
    "PREFIX service: <http://x/> SELECT * { service:a service:b service:c }",
    "SELECT ('SERVICE <x>' AS ?x) {} # SERVICE <http://x/> {}",
    "SELECT * { ?s <http://x/SERVICE> ?o }",
])  # fmt: skip
def test_the_word_service_elsewhere_is_fine(server: Client, text: str) -> None:
    assert server.query(text).status == 200


@pytest.mark.parametrize("update", [
    "INSERT DATA { <a:a> <a:b> <a:c> }", "LOAD <http://127.0.0.1:9/x>", "DROP ALL", "DELETE WHERE { ?s ?p ?o }"
])  # fmt: skip
def test_updates_are_refused_however_they_come(server: Client, update: str) -> None:
    direct = server.send("POST", "/sparql", {"Content-Type": "application/sparql-update"}, update.encode())
    assert (direct.status, server.form(update=update).status) == (403, 403)
    assert direct.json()["type"].endswith("#update-refused")
    assert server.get("/sparql?" + urlencode({"update": update})).status == 400
    assert server.query(update).status == 400
    assert _articles(server.query(ALL).bindings()) == ARTICLES


@pytest.mark.parametrize(("text", "line", "column", "why"), [
    ("SELECT *\nWHERE { ?s ?p ?o } }", 2, 20, "} cannot stand here"),
    ("SELEKT * {}", 1, 1, "SELEKT cannot"),
    ("SELECT éé * {}", 1, 8, "éé cannot"),
    ("SELECT * {\n  ?s ?p ?o .\n  FILTER (?o > )\n}\n\n", 3, 16, ") cannot"),
    ("SELECT * {\r\n  ?s ?p ?o ;; # ] ' \r\n  FILTER (?o != 3 ||| ?o <= 4.5e1) }", 3, 21, "| cannot"),
    ("SELECT * { ?s rdfs:label 'a; b'@en ; ex:label \"\"\"a\nb\"\"\" }", 1, 15, "Prefix not found"),
    ("SELECT * { ?s ?p 'open }", 1, 18, "not closed"),
    ("SELECT * { ?s ?p ?o", 1, 20, "ends too early"),
    ("", 1, 1, "ends too early"),
    ("SELECT * {} LIMIT ten", 1, 19, "ten cannot"),
    ("SELECT * { VALUES (?a ?b) { (1 2) (1) } }", 1, 39, "} cannot"),
    ("\x1f", 1, 1, "U+001F cannot"),
    ("SELECT * {} \x85", 1, 13, "U+0085 cannot"),
])  # fmt: skip
def test_syntax_errors_have_a_place(server: Client, text: str, line: int, column: int, why: str) -> None:
    reply = server.query(text)
    problem = reply.json()
    assert (reply.status, reply.headers["content-type"]) == (400, "application/problem+json")
    assert (problem["line"], problem["column"]) == (line, column)
    assert f"line {line}, column {column}" in problem["detail"]
    assert why in problem["detail"]


@pytest.mark.parametrize(("text", "why"), [
    ("SELECT (1 AS ?x) (2 AS ?x) {}", "Duplicated variable"),
    ("SELECT ?x { ?x a ?y } GROUP BY ?y", "unbound"),
])  # fmt: skip
def test_some_errors_are_not_in_one_place(server: Client, text: str, why: str) -> None:
    problem = server.query(text).json()
    assert "line" not in problem
    assert why in problem["detail"]


def test_errors_as_text_and_as_page(server: Client) -> None:
    text = server.query("SELEKT", accept="text/plain")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.text.startswith("400 ")
    page = server.query("SELEKT", accept="text/html")
    assert page.status == 400
    assert 'role="alert"' in page.text
    assert "SELEKT" in page.text


@pytest.mark.parametrize(("headers", "body", "status"), [
    ({"Content-Type": "text/plain"}, b"ASK {}", 415),
    ({}, b"ASK {}", 415),
    ({"Content-Type": "application/sparql-query"}, b"ASK { ?s ?p '\xff' }", 400),
    ({"Content-Type": "application/sparql-query; charset=utf-16"}, "ASK {}".encode("utf-16"), 415),
    ({"Content-Type": "application/x-www-form-urlencoded"}, b"query=ASK+%7B+%3Fs+%3Fp+%22%FF%22+%7D", 400),
    ({"Content-Type": "application/x-www-form-urlencoded"}, b"q=ASK", 400),
    ({"Content-Type": "application/x-www-form-urlencoded"}, b"query=ASK%20%7B%7D&query=ASK%20%7B%7D", 400),
])  # fmt: skip
def test_bodies_that_are_not_read(server: Client, headers: dict[str, str], body: bytes, status: int) -> None:
    assert server.send("POST", "/sparql", headers, body).status == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods(server: Client, method: str) -> None:
    reply = server.send(method, "/sparql?query=" + quote("ASK {}"))
    assert reply.status == 405
    assert "GET" in reply.headers["allow"]
    assert reply.json()["type"].endswith("#method-refused")


def test_head_has_the_headers_of_get_and_no_body(server: Client) -> None:
    path = "/sparql?query=" + quote(ALL)
    head, get = server.send("HEAD", path), server.get(path)
    assert (head.status, head.body) == (200, b"")
    for name in ("content-type", "etag", "x-dragoman-rows"):
        assert head.headers[name] == get.headers[name]


def test_preflight_and_cors(server: Client) -> None:
    reply = server.send("OPTIONS", "/sparql", {"Origin": "https://other.example",
                                               "Access-Control-Request-Method": "POST"})  # fmt: skip
    assert reply.status == 204
    assert "POST" in reply.headers["access-control-allow-methods"]
    for path in ("/sparql?query=" + quote("ASK {}"), "/", f"/id/article/{ARTICLES[0][-16:]}", "/nothing"):
        assert server.get(path).headers["access-control-allow-origin"] == "*"


def test_not_modified(server: Client) -> None:
    path = "/sparql?query=" + quote(ALL)
    tag = server.get(path).headers["etag"]
    again = server.get(path, **{"If-None-Match": tag})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    other = server.get(path, accept="text/csv", **{"If-None-Match": tag})
    assert other.status == 200


def test_what_changes_by_itself_has_no_tag(server: Client) -> None:
    reply = server.query("SELECT (RAND() AS ?x) {}")
    assert "etag" not in reply.headers
    assert reply.headers["cache-control"] == "no-store"


MATRIX = [
    ("SELECT", "application/sparql-results+json", "json"), ("SELECT", "application/sparql-results+xml", "xml"),
    ("SELECT", "text/csv", "csv"), ("SELECT", "text/tab-separated-values", "tsv"),
    ("ASK", "application/sparql-results+json", "json"), ("ASK", "application/sparql-results+xml", "xml"),
    ("CONSTRUCT", "text/turtle", "ttl"), ("CONSTRUCT", "application/n-triples", "nt"),
    ("CONSTRUCT", "application/ld+json", "jsonld"), ("CONSTRUCT", "application/rdf+xml", "rdf"),
    ("CONSTRUCT", "application/trig", "trig"), ("CONSTRUCT", "application/n-quads", "nq"),
    ("CONSTRUCT", "text/n3", "n3"),
    ("DESCRIBE", "text/turtle", "ttl"), ("DESCRIBE", "application/rdf+xml", "rdf"),
]  # fmt: skip
QUERIES = {
    "SELECT": ALL,
    "ASK": "ASK { ?s ?p ?o }",
    "CONSTRUCT": "CONSTRUCT { ?s <http://purl.org/dc/terms/title> ?t } WHERE { ?s a "
    "<https://w3id.org/dragoman/ontology#Article> ; <http://purl.org/dc/terms/title> ?t }",
    "DESCRIBE": f"DESCRIBE <{ARTICLES[0]}>",
}


@pytest.mark.parametrize(("form", "media", "key"), MATRIX)
def test_each_format_by_accept_and_by_parameter(server: Client, form: str, media: str, key: str) -> None:
    by_accept = server.query(QUERIES[form], accept=f"application/unknown, {media};q=0.8, */*;q=0.1")
    by_parameter = server.query(QUERIES[form], accept="text/html", format=key)
    assert by_accept.headers["content-type"] == by_parameter.headers["content-type"] == f"{media}; charset=utf-8"
    assert by_accept.body == by_parameter.body
    assert "Accept" in by_accept.headers["vary"]
    _read_back(key, form, by_accept.body)


def _read_back(key: str, form: str, body: bytes) -> None:
    """Each document says the same, read by somebody else's parser."""
    if form in {"CONSTRUCT", "DESCRIBE"}:
        names = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml", "nq": "nquads"}
        graph = rdflib.Dataset(default_union=True).parse(data=body, format=names.get(key, key))
        assert "Harbour town shelled" in {str(o) for o in graph.objects()}
    elif key == "xml":
        tree = ElementTree.fromstring(body)
        space = "{http://www.w3.org/2005/sparql-results#}"
        found = [e.text for e in tree.iter(space + ("boolean" if form == "ASK" else "uri"))]
        assert found == (["true"] if form == "ASK" else ARTICLES)
    elif key == "csv":
        assert list(csv.reader(io.StringIO(body.decode(), newline=""))) == [["s"], *([a] for a in ARTICLES)]
    elif key == "tsv":
        assert body.decode() == "?s\n" + "".join(f"<{a}>\n" for a in ARTICLES)


@pytest.mark.parametrize(("accept", "expected"), [
    ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
    ("text/*", "text/csv"),
    ("*/*", "application/sparql-results+json"), (" , ", "application/sparql-results+json"),
    ("application/json", "application/sparql-results+json"),
    ("application/xml;q=0.4, text/tab-separated-values;q=0.5", "text/tab-separated-values"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
])  # fmt: skip
def test_quality_values(server: Client, accept: str, expected: str) -> None:
    assert server.query(ALL, accept=accept).headers["content-type"] == f"{expected}; charset=utf-8"


def test_not_acceptable_lists_what_there_is(server: Client) -> None:
    reply = server.query(ALL, accept="image/png")
    assert reply.status == 406
    assert "text/csv" in reply.json()["cure"]
    assert server.query("CONSTRUCT WHERE { ?s ?p ?o }", accept="text/csv").status == 406


def test_a_packed_query_is_not_read(server: Client) -> None:
    headers = {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}
    reply = server.send("POST", "/sparql", headers, gzip.compress(ALL.encode()))
    assert (reply.status, reply.json()["type"].rpartition("#")[2]) == (415, "wrong-media-type")


def test_xml_is_well_formed_whatever_is_asked_for(server: Client) -> None:
    text = '"a\\u0001\\uFFFE\\rb"'
    rows = ElementTree.fromstring(server.query(f"SELECT ({text} AS ?x) {{}}", format="xml").body)
    graph = ElementTree.fromstring(server.query(f"CONSTRUCT {{ <urn:a> <urn:x:p> {text} }} {{}}", format="rdf").body)
    for document in (rows, graph):
        assert [found.text for found in document.iter() if found.text and "b" in found.text] == ["a\ufffd\ufffd\rb"]
    # what ends like no name of XML can be no element of it
    for iri in ("http://x/1", "urn:x:", "http://x/a?b=1"):
        made = f"CONSTRUCT {{ <urn:a> <{iri}> 1 }} {{}}"
        refused = server.query(made, format="rdf")
        assert refused.status == 400
        assert f"<{iri}> cannot be written as RDF/XML" in refused.json()["detail"]
        assert iri in server.query(made, format="ttl").text
    for iri in ("http://x/é", "urn:x:y", "http://x/1a", "http://x/a.b-c"):
        found = server.query(f"CONSTRUCT {{ <urn:a> <{iri}> 1 }} {{}}", format="rdf")
        assert (found.status, set(rdflib.Graph().parse(data=found.body, format="xml").predicates())) == (
            200, {rdflib.URIRef(iri)})  # fmt: skip


def test_unknown_format(server: Client) -> None:
    reply = server.query(ALL, format="docx")
    assert reply.status == 400
    assert "csv" in reply.json()["cure"]


def test_terms_of_every_kind_survive(server: Client) -> None:
    text = """SELECT * { VALUES (?a ?b ?c ?d ?e) { (<http://x/ä> "l\\t\\"ine\\n2"@en 3 "x"^^<http://t/> UNDEF) } }"""
    row = server.query(text).bindings()[0]
    assert row["b"] == {"type": "literal", "value": 'l\t"ine\n2', "xml:lang": "en"}
    assert row["c"] == {"type": "literal", "value": "3", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    assert row["d"] == {"type": "literal", "value": "x", "datatype": "http://t/"}
    assert "e" not in row
    tsv = server.query(text, format="tsv").text.splitlines()[1]
    assert tsv == '<http://x/ä>\t"l\\t\\"ine\\n2"@en\t3\t"x"^^<http://t/>\t'
    sheet = list(csv.reader(io.StringIO(server.query(text, format="csv").text, newline="")))
    assert sheet[1] == ["http://x/ä", 'l\t"ine\n2', "3", "x", ""]


def test_service_description(server: Client) -> None:
    reply = server.get("/sparql", accept="application/rdf+xml")
    graph = rdflib.Graph().parse(data=reply.body, format="xml")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = graph.value(None, rdflib.RDF.type, sd.Service)
    assert graph.value(service, sd.endpoint) == rdflib.URIRef(f"{server.url}/sparql")
    assert (service, sd.feature, sd.UnionDefaultGraph) in graph
    assert set(graph.objects(service, sd.supportedLanguage)) == {sd.SPARQL11Query}
    asked = server.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").bindings()
    assert {str(name) for name in graph.objects(None, sd.name)} == {row["g"]["value"] for row in asked}
