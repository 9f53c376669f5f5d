"""The pages of the ontology: every term with all that is said of it, versions, guides, picture, formats, context."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS
from rdflib.compare import isomorphic

import ontology
from server import packaged
from tests.server.made import ATTACK, BASE
from tests.server.running import Client, inside

DM = rdflib.Namespace(f"{BASE}ontology#")
FORMATS = {
    "text/turtle": ("ttl", "turtle"),
    "application/rdf+xml": ("rdf", "xml"),
    "application/ld+json": ("jsonld", "json-ld"),
    "application/n-triples": ("nt", "nt"),
}
PARTS = ["", *(f"/{name}" for name in ontology.modules() if name.split("/")[0] in ontology.VOCABULARY[1:])]


@pytest.fixture(scope="module")
def terms() -> rdflib.Graph:
    return ontology.load()


@pytest.fixture(scope="session")
def page(shipped: Client) -> str:
    return shipped.get("/ontology", accept="text/html").text


class Words(HTMLParser):
    """The text of each term's part of the page, by anchor; and the texts in a language: language, direction, text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.parts: dict[str, str] = {}
        self.tongues: list[tuple[str, str, str]] = []
        self._here = ""
        self._tongue: tuple[str, str] | None = None
        self.feed(text)
        self.parts = {name: re.sub(r" (?=[,:])", "", part) for name, part in self.parts.items()}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "article":
            self._here = found["id"]
        self._tongue = (found["lang"], found["dir"]) if tag == "span" and "lang" in found else None

    def handle_data(self, data: str) -> None:
        self.parts[self._here] = " ".join([*self.parts.get(self._here, "").split(), *data.split()])
        if self._tongue:
            self.tongues.append((*self._tongue, data))
            self._tongue = None


def test_a_term_is_shown_with_all_that_is_said_of_it(page: str, terms: rdflib.Graph) -> None:
    parts = Words(page).parts
    facts = (RDFS.label, SKOS.definition, SKOS.example, SKOS.scopeNote, DM.counterExample)
    seen = 0
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in terms.subjects(RDF.type, kind):
            if str(term).startswith(str(DM)):
                part = parts[str(term).removeprefix(str(DM))]
                told = [text for fact in facts for text in terms.objects(term, fact)]
                for text in told:
                    assert re.sub(r" (?=[,:])", "", " ".join(str(text).split())) in part, term
                    seen += 1
                assert f"Module {str(terms.value(term, RDFS.isDefinedBy)).rpartition('/')[2]}" in part
    assert seen > 800


@pytest.mark.parametrize(("name", "words"), [
    ("AirStrike", ["Kind of attack", "Code event-type/AirStrike · PLOVER ASSAULT (ASSAULT-aerial) · CAMEO 195"]),
    ("Attack", ["Kinds", "air strike", "suicide attack"]),
    ("Event", ["Kind of eventuality", "Never also negated eventuality, planned eventuality, possible eventuality"]),
    ("Claim", ["Always exactly 1 passage: passage", "Properties", "claimed in"]),
    ("Claimable", ["Always at least one has claim: claim"]),
    ("evidence", ["Of participation, time span", "Values passage"]),
    ("hasTime", ["Of eventuality, situation", "Values time span"]),
    ("confidence", ["Values xsd:decimal"]),
    ("hasActor", ["Kind of involves"]),
    ("about", ["The other way has claim"]),
    ("OfficeHolding", ["Code relation-type/holdsOffice"]),
])  # fmt: skip
def test_what_the_page_says(page: str, name: str, words: list[str]) -> None:
    part = Words(page).parts[name]
    assert [text for text in words if text not in part] == []


def test_classes_are_a_tree(page: str) -> None:
    tree = page[page.index('class="tree"') : page.index("</details>")]
    at = [
        tree.index(f'"#{name}"') for name in ("Claimable", "Eventuality", "Event", "ArmedEvent", "Attack", "AirStrike")
    ]
    opened = [tree[:place].count("<ul>") - tree[:place].count("</ul>") for place in at]
    assert [depth - opened[0] for depth in opened[:3]] == [0, 1, 2]
    assert opened == sorted(set(opened))


def test_a_class_with_data_leads_to_them(shipped: Client, page: str) -> None:
    parts = re.findall(r'<article class="term" id="(\w+)".*?</article>', page, re.DOTALL)
    linked = dict(re.findall(r'<article class="term" id="(Shelling|Curfew)"(.*?)</article>', page, re.DOTALL))
    assert {"Shelling", "Curfew"} <= set(parts)
    found = re.search(r'href="(/sparql[^"]+)">in this release', linked["Shelling"])
    assert found
    answer = shipped.get(found[1].replace("&amp;", "&"), accept="text/html")
    assert "shelled: River Front" in answer.text
    assert "in this release" not in linked["Curfew"]


def test_every_language_with_its_direction(page: str, terms: rdflib.Graph) -> None:
    shown = Words(page).tongues
    told = {
        (str(label.language), str(label))
        for term, label in terms.subject_objects(RDFS.label)
        if str(term).startswith(str(DM)) and isinstance(label, rdflib.Literal) and label.language not in {None, "en"}
    }
    assert {"fr", "ar", "es", "ru"} == {language for language, _ in told}
    assert told <= {(language, text) for language, _, text in shown}
    assert {language for language, direction, _ in shown if direction == "rtl"} == {"ar"}
    assert {direction for language, direction, _ in shown if language == "ar"} == {"rtl"}


@pytest.mark.parametrize("part", PARTS)
def test_each_module_and_version_in_each_format(shipped: Client, part: str) -> None:
    """By Accept, by ending and by parameter; the version's address gives the same as the one without."""
    version = str(ontology.load("core").value(rdflib.URIRef(f"{BASE}ontology/core"), OWL.versionInfo))
    first: rdflib.Graph | None = None
    for accept, (ending, syntax) in FORMATS.items():
        path = f"/ontology{part}"
        replies = [
            shipped.get(path, accept=accept),
            shipped.get(f"{path}.{ending}", accept="text/html"),
            shipped.get(f"{path}/{version}?format={ending}", accept="text/html"),
            shipped.get(f"{path}/{version}", accept=accept),
        ]
        for reply in replies:
            assert (reply.status, reply.headers["content-type"]) == (200, f"{accept}; charset=utf-8")
            assert reply.headers["access-control-allow-origin"] == "*"
        sizes = {len(reply.body) for reply in replies}
        assert len(sizes) == 1 or part == "", sizes
        graph = rdflib.Graph().parse(data=replies[-1].body, format=syntax)
        first = first or graph
        assert len(graph) == len(first) > 5
        assert rdflib.URIRef(f"{BASE}ontology{part}") in set(graph.subjects(RDF.type, OWL.Ontology))


def test_a_module_says_what_its_file_says(shipped: Client) -> None:
    """All that its file says of terms, of itself, and of what excludes what."""

    def exclusive(graph: rdflib.Graph) -> set[frozenset[object]]:
        return {frozenset(graph.items(members)) for members in graph.objects(None, OWL.members)}

    assert len(exclusive(ontology.load("core"))) > 2
    for name in ("core", "actors", "claims", "codes/status", "labels/ar"):
        file = ontology.load(name)
        got = rdflib.Graph().parse(data=shipped.get(f"/ontology/{name}.nt").body, format="nt")
        named = [triple for triple in file if not any(isinstance(term, rdflib.BNode) for term in triple)]
        foreign = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
        mine = [triple for triple in named if triple[2] not in foreign or str(triple[0]).startswith(BASE)]
        missing = [triple for triple in mine if triple not in got and triple[1] != RDF.type]
        assert missing == [], name
        assert exclusive(file) <= exclusive(got), name


@pytest.mark.parametrize("path", [
    "/ontology/9.9.9", "/ontology/core/9.9.9", "/ontology/core/core", "/ontology/9.9.9.ttl", "/ontology/docs/none",
    "/ontology/docs/..%2f..%2fREADME", "/ontology/docs/%2e%2e", "/ontology/labels", "/ontology/labels/xx",
    "/ontology/docs/CHANGELOG",
])  # fmt: skip
def test_versions_modules_and_guides_that_are_not_there(shipped: Client, path: str) -> None:
    for accept in ("text/html", "text/turtle"):
        assert shipped.get(path, accept=accept).status == 404
    assert shipped.get("/ontology", accept="image/png").status == 406


@pytest.mark.parametrize("name", [*ontology.modules("align"), "shapes/claims"])
def test_alignments_and_shapes_answer_too(shipped: Client, name: str) -> None:
    """No release carries them; their addresses lead to the files of the package."""
    file = ontology.load(name)
    iri = rdflib.URIRef(f"{BASE}ontology/{name}")
    for accept, (ending, syntax) in FORMATS.items():
        reply = shipped.get(f"/ontology/{name}", accept=accept)
        assert (reply.status, reply.headers["content-type"]) == (200, f"{accept}; charset=utf-8")
        if syntax != "nt":
            assert shipped.get(f"/ontology/{name}.{ending}").status == 200
            continue
        got = rdflib.Graph().parse(data=reply.body, format=syntax)
        assert len(got) == len(file) > 10
        assert {triple for triple in file if not any(isinstance(term, rdflib.BNode) for term in triple)} <= set(got)
    version = file.value(iri, OWL.versionIRI)
    assert shipped.get("/" + str(version).removeprefix(BASE), accept="text/turtle").status == 200
    assert shipped.get(f"/ontology/{name}/9.9.9", accept="text/turtle").status == 404
    page = shipped.get(f"/ontology/{name}", accept="text/html").text
    assert page.count("<h1>") == 1
    assert "a owl:Ontology" in page
    assert f'href="/ontology/{name}"' in shipped.get("/ontology", accept="text/html").text


def test_a_version_before_this_one_stays_readable(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its address gives what it said then, as a page and as data, from the file kept of it."""
    old = (
        f"@prefix owl: <{OWL}> . @prefix dm: <{DM}> . @prefix rdfs: <{RDFS}> . @prefix : <{BASE}ontology/> . "
        f'<{BASE}ontology> a owl:Ontology ; owl:versionInfo "0.0.9" . :core a owl:Ontology ; owl:versionInfo "0.0.9" . '
        'dm:Happening a owl:Class ; rdfs:label "happening"@en ; rdfs:isDefinedBy :core . '
        'dm:Else a owl:Class ; rdfs:label "something else"@en .'
    )
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "0.0.9.ttl").write_text(old)
    monkeypatch.setattr(packaged, "folder", lambda: tmp_path)
    with inside(made) as client:
        for path, classes in (("/ontology/0.0.9", {"Happening", "Else"}), ("/ontology/core/0.0.9", {"Happening"})):
            page = client.get(path, accept="text/html")
            assert page.status == 200
            assert set(re.findall(r'<article class="term" id="([A-Z]\w+)"', page.text)) == classes
            assert "not the one of this release" in page.text
            data = rdflib.Graph().parse(data=client.get(f"{path}.ttl").body, format="turtle")
            assert {str(s).removeprefix(str(DM)) for s in data.subjects(RDF.type, OWL.Class)} == classes
        assert client.get("/ontology/actors/0.0.9").status == 404
        assert client.get("/ontology/0.0.8").status == 404
        assert client.get("/ontology/versions/0.0.9").status == 404
        assert "Happening" not in client.get("/ontology", accept="text/html").text


def test_the_message_names_the_version_there_is(shipped: Client) -> None:
    assert "version 0.1.0" in shipped.get("/ontology/core/9.9.9").json()["detail"]


def test_the_context_is_served_to_anybody(shipped: Client) -> None:
    reply = shipped.get("/ontology/context.jsonld", accept="application/ld+json", Origin="https://example.org")
    assert reply.status == 200
    assert reply.headers["content-type"].startswith("application/ld+json")
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.text == (ontology.path() / "context.jsonld").read_text(encoding="utf-8")
    assert (
        shipped.get(
            "/ontology/context.jsonld", accept="application/ld+json", **{"If-None-Match": reply.headers["etag"]}
        ).status
        == 304
    )


def test_the_picture_is_accessible_and_leads_to_terms(shipped: Client, page: str, terms: rdflib.Graph) -> None:
    reply = shipped.get("/ontology/core.svg")
    assert reply.headers["content-type"].startswith("image/svg+xml")
    picture = ElementTree.fromstring(reply.text)
    space = "{http://www.w3.org/2000/svg}"
    named = [picture.get("aria-labelledby"), picture.get("aria-describedby")]
    spoken = [element for element in picture.iter() if element.get("id") in named]
    assert [element.tag for element in spoken] == [f"{space}title", f"{space}desc"]
    assert all(element.text for element in spoken)
    targets = [link.get("href") or "" for link in picture.iter(f"{space}a")]
    assert len(targets) == 12
    assert all(target.startswith("/ontology#") for target in targets)
    assert all((DM[target.partition("#")[2]], RDF.type, OWL.Class) in terms for target in targets)
    # lines are labelled with properties, or with plain words where there are several
    labels = [
        word
        for text in picture.findall(f".//{space}g[@class='words']/{space}text")
        for word in (text.text or "").split(" · ")
    ]
    oa = {"hasSource"}
    assert {word for word in labels if (DM[word], RDF.type, None) not in terms} - oa == {"kind of"}
    assert "<svg" in page
    assert 'href="#Eventuality"' in page


def test_guides_are_listed_shown_and_given_as_written(shipped: Client) -> None:
    listed = re.findall(r'href="/ontology/docs/([\w-]+)"', shipped.get("/ontology/docs").text)
    files = {path.stem for path in ontology.path("docs").glob("*.md")}
    assert set(listed) == files
    assert {"vienna-conference", "model-your-own-event", "changelog"} <= files
    for name in files:
        written = ontology.path("docs") / f"{name}.md"
        shown = shipped.get(f"/ontology/docs/{name}", accept="text/html")
        assert shown.status == 200
        assert f"/ontology/docs/{name}" in shipped.get("/ontology").text
        raw = shipped.get(f"/ontology/docs/{name}.md")
        assert raw.headers["content-type"] == "text/markdown; charset=utf-8"
        assert raw.text == written.read_text(encoding="utf-8")
        # a heading of its own, nothing of Markdown left over, terms are links
        assert shown.text.count("<h1>") == 1
        assert "```" not in shown.text
        assert "](" not in re.sub(r"<pre.*?</pre>", "", shown.text, flags=re.DOTALL)


def test_terms_in_guides_lead_to_them(shipped: Client) -> None:
    text = shipped.get("/ontology/docs/model-your-own-event").text
    assert '<a href="/ontology#Passage"><code>dm:Passage</code></a>' in text
    assert '<h2 id="on-7-say-who-says-so">' in text


def test_data_may_be_read_with_the_context_alone(shipped: Client) -> None:
    """What a page about data gives as JSON is read the same when its context is the published one."""
    document = shipped.get(f"/data/event/{ATTACK}.jsonld").json()
    own = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    document["@context"] = shipped.get("/ontology/context.jsonld").json()["@context"]
    assert len(own) > 20
    assert isomorphic(own, rdflib.Graph().parse(data=json.dumps(document), format="json-ld"))
