"""Every IRI that a release mints leads to a page and to data; downloads are the release's own bytes."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
import rdflib

from tests.server.made import ATTACK, BASE, EVIL
from tests.server.running import Client

DM = rdflib.Namespace(f"{BASE}ontology#")
EVENT = f"{BASE}id/event/{ATTACK}"


def _path(iri: str) -> str:
    """Where an IRI under the base is on the server."""
    return "/" + iri.removeprefix(BASE)


def minted(made: Path) -> list[str]:
    """Every subject and graph of the dataset under the base, without fragments."""
    found: set[str] = set()
    for quad in ox.parse(path=str(made / "current" / "dataset.nq")):
        for term in (quad.subject, quad.graph_name):
            if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                found.add(term.value.partition("#")[0])
    # the base itself is the home page
    return sorted(found - {BASE})


def test_every_minted_iri_leads_to_a_page_and_to_data(shipped: Client, made: Path) -> None:
    """Under the server that ships; what else is asked here is asked of the other one, too."""
    iris = minted(made)
    kinds = {iri.removeprefix(BASE).rpartition("/")[0] for iri in iris}
    assert {"id/event", "id/claim", "id/passage", "graph/article", "code/status", "ontology"} <= kinds
    for iri in iris:
        if iri.startswith(f"{BASE}ontology"):
            check_document(shipped, iri)
        else:
            check_thing(shipped, iri)


def check_document(server: Client, iri: str) -> None:
    """The ontology and its modules are documents: they answer themselves."""
    page = server.get(_path(iri), accept="text/html")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8"), iri
    data = server.get(_path(iri), accept="text/turtle")
    assert data.status == 200, iri
    assert rdflib.URIRef(iri) in set(rdflib.Graph().parse(data=data.body, format="turtle").subjects()), iri


def check_thing(server: Client, iri: str) -> None:
    for accept, media in (("text/html,*/*;q=0.5", "text/html"), ("text/turtle", "text/turtle")):
        first = server.get(_path(iri), accept=accept)
        assert "Accept" in first.headers["vary"]
        if "/graph/" in iri and "/id/" not in iri and media != "text/html":
            # the address of a graph is that graph, as the graph store protocol has it
            assert (first.status, first.headers["content-type"]) == (200, "text/turtle; charset=utf-8"), iri
            continue
        assert first.status == 303, iri
        second = server.get(urlsplit(first.headers["location"]).path, accept=accept)
        assert (second.status, second.headers["content-type"]) == (200, f"{media}; charset=utf-8"), iri
    if "/graph/" not in iri:
        assert any(quad.subject == ox.NamedNode(iri) for quad in ox.parse(second.body, ox.RdfFormat.TURTLE)), iri


@pytest.mark.parametrize("path", [
    "/id/event/nothing", "/id/entity/", "/graph/article/0", "/code/status/perhaps", "/page/event/x",
    "/data/event/x.ttl",
    "/id/event/%3Cscript%3E", "/id/event/a%22%20b%7D", "/page/../../etc/passwd", "/id//", "/ontology/nothing",
    "/id/event/" + "x" * 3000, "/download/nothing", "/download/..%2f..%2fetc%2fpasswd", "/releases/none/download",
    "/releases/..%2f..%2f/download", "/nothing", "/queries/nothing", "/events?page=99999",
])  # fmt: skip
def test_unknown_addresses(server: Client, path: str) -> None:
    reply = server.get(path)
    assert reply.status == 404
    assert reply.json()["type"].endswith("#not-found")
    page = server.get(path, accept="text/html")
    assert page.status == 404
    assert "<h1>" in page.text
    assert "<script" not in page.text


def test_data_about_an_event_is_whole(server: Client) -> None:
    """Its participants, its time, its claims and their passages with quotes: nothing else has to be asked."""
    graph = rdflib.Graph().parse(data=server.get(f"/data/event/{ATTACK}.ttl").body, format="turtle")
    event = rdflib.URIRef(EVENT)
    roles = {str(graph.value(p, DM.role)).rpartition("/")[2] for p in graph.objects(event, DM.hasParticipation)}
    assert roles == {"actor", "recipient"}
    names = {str(graph.value(entity, rdflib.RDFS.label)) for entity in graph.objects(event, DM.hasActor)}
    assert names == {"River Front"}
    passage = graph.value(graph.value(event, DM.hasClaim), DM.passage)
    assert "shelled" in str(graph.value(passage, DM.quote))
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    starts = [graph.value(selector, oa.start) for selector in graph.objects(passage, oa.hasSelector)]
    assert rdflib.Literal(0) in starts
    assert str(graph.value(graph.value(event, DM.hasTime), DM.timeText)) == "on Tuesday"


@pytest.mark.parametrize(("ending", "media", "syntax"), [
    ("ttl", "text/turtle", "turtle"), ("nt", "application/n-triples", "nt"),
    ("jsonld", "application/ld+json", "json-ld"), ("rdf", "application/rdf+xml", "xml"),
])  # fmt: skip
def test_data_in_each_format(server: Client, ending: str, media: str, syntax: str) -> None:
    by_ending = server.get(f"/data/event/{ATTACK}.{ending}", accept="text/html")
    by_accept = server.get(f"/data/event/{ATTACK}", accept=media)
    assert by_ending.headers["content-type"] == by_accept.headers["content-type"] == f"{media}; charset=utf-8"
    graph = rdflib.Graph().parse(data=by_ending.body, format=syntax)
    assert (rdflib.URIRef(EVENT), rdflib.RDF.type, DM.Event) in graph
    assert by_ending.headers["link"] == f'<{EVENT}>; rel="describes"'
    located = server.get(f"/id/event/{ATTACK}", accept=media).headers["location"]
    assert located.endswith(f"/data/event/{ATTACK}.{ending}")


def test_data_knows_prefixes_and_not_this_host(server: Client) -> None:
    text = server.get(f"/data/event/{ATTACK}.ttl").text
    assert "@prefix dm:" in text
    assert "127.0.0.1" not in text


def test_ontology_in_each_format(server: Client) -> None:
    syntaxes = {"text/turtle": "turtle", "application/rdf+xml": "xml", "application/ld+json": "json-ld"}
    for accept, syntax in syntaxes.items():
        whole = rdflib.Graph().parse(data=server.get("/ontology", accept=accept).body, format=syntax)
        core = rdflib.Graph().parse(data=server.get("/ontology/core", accept=accept).body, format=syntax)
        assert (DM.Event, rdflib.RDF.type, rdflib.OWL.Class) in whole
        assert (DM.Event, rdflib.RDF.type, rdflib.OWL.Class) in core
        assert (DM.AirStrike, rdflib.RDF.type, rdflib.OWL.Class) in whole
        assert (DM.AirStrike, rdflib.RDF.type, rdflib.OWL.Class) not in core


def test_ontology_page_has_an_anchor_for_every_term(server: Client) -> None:
    page = server.get("/ontology", accept="text/html").text
    anchors = set(re.findall(r'id="(\w+)"', page))
    graph = rdflib.Graph().parse(data=server.get("/ontology.ttl").body, format="turtle")
    kinds = (rdflib.OWL.Class, rdflib.OWL.ObjectProperty, rdflib.OWL.DatatypeProperty)
    terms = {str(s).removeprefix(str(DM)) for k in kinds for s in graph.subjects(rdflib.RDF.type, k) if s in DM}
    assert len(terms) > 100
    assert terms <= anchors


def test_labels_cannot_be_markup(server: Client) -> None:
    """The page of an entity with a hostile name, and every page that mentions it."""
    pages = ["/page/entity/evil-0000000003", f"/page/event/{ATTACK}", "/entities", "/claims", "/",
             "/page/article/0123456789abcdef", f"/page/claim/event-{ATTACK}", "/page/graph/article/0123456789abcdef",
             "/sparql?query=SELECT+*+%7B+%3Fs+a+%3Chttps%3A%2F%2Fw3id.org%2Fdragoman%2Fontology%23Person%3E+%3B+%3Fp+%3Fo+%7D",
             "/sparql?query=%3C%2Ftextarea%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E"]  # fmt: skip
    for path in pages:
        text = re.sub(r'<script src="/static/[^"]+" defer></script>', "", server.get(path, accept="text/html").text)
        assert "<script" not in text, path
        assert "<img" not in text, path
        assert "</textarea><" not in text, path
    assert "&lt;script&gt;document.title" in server.get(pages[0]).text
    assert "&lt;b&gt;a spokesman&lt;/b&gt;" in server.get(pages[1]).text
    rows = server.query(f"SELECT ?l {{ <{BASE}id/entity/evil-0000000003> <{rdflib.RDFS.label}> ?l }}").bindings()
    assert rows[0]["l"]["value"] == EVIL


def test_a_value_that_looks_like_a_script_is_no_link(server: Client) -> None:
    page = server.query("SELECT (<javascript:alert(1)> AS ?x) {}", accept="text/html").text
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_downloads_are_the_release_byte_for_byte(server: Client, made: Path) -> None:
    manifest = json.loads((made / "current" / "manifest.json").read_text())
    listing = server.get("/download", accept="text/html").text
    for name, about in manifest["files"].items():
        for path in (f"/download/{name}", f"/releases/made-1/download/{name}"):
            reply = server.get(path)
            assert hashlib.sha256(reply.body).hexdigest() == about["sha256"]
            assert reply.headers["etag"] == f'"{about["sha256"]}"'
            assert f"dragoman-made-1-{name}" in reply.headers["content-disposition"]
        assert about["sha256"] in listing
    assert server.get("/download/dataset.nq").headers["content-type"] == "application/n-quads; charset=utf-8"
    assert "immutable" in server.get("/releases/made-1/download/graph.ttl").headers["cache-control"]


def test_downloads_in_part_and_conditional(server: Client, made: Path) -> None:
    whole = (made / "current" / "graph.nt").read_bytes()
    part = server.get("/download/graph.nt", Range="bytes=10-19")
    assert (part.status, part.body) == (206, whole[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole)}"
    beyond = server.get("/download/graph.nt", Range=f"bytes={len(whole) + 1}-")
    assert beyond.status == 416
    tag = server.get("/download/graph.nt").headers["etag"]
    again = server.get("/download/graph.nt", **{"If-None-Match": tag})
    assert (again.status, again.body) == (304, b"")
    head = server.send("HEAD", "/download/graph.nt")
    assert (head.body, head.headers["content-length"]) == (b"", str(len(whole)))
