"""A small release made by hand after the pattern of the graph: two articles, a few events of each status.

What it tells is invented. It has labels that would be dangerous if a page did not escape them.
"""

# ruff: noqa: E501 - lines of data

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import pyoxigraph as ox

from kg.model import Proposal
from kg.review import FILE_NAME as UNCERTAIN
from kg.review import Doubt
from tests.places import ROOT

BASE = "https://w3id.org/dragoman/"
ATTACK = "0123456789abcdef-10-18"
PREFIXES = f"""
@prefix dm: <{BASE}ontology#> . @prefix oa: <http://www.w3.org/ns/oa#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix wd: <http://www.wikidata.org/entity/> . @prefix i: <{BASE}id/> . @prefix c: <{BASE}code/> .
"""

EVIL = '<script>document.title="owned"</script><img src=x onerror=alert(1)> & "q" \'s\''

DOUBT = Doubt(
    "0123456789abcdef/e1", f"{BASE}id/entity/river-front-0000000001", "River Front", "ArmedGroup",
    f"{BASE}id/article/0123456789abcdef", "", "", 0.0, "“River Front” can mean two groups", "1-x",
    "The ", EVIL, " shelled", (Proposal("Q79", EVIL, "armed group", 0.97, "alias"),),
)  # fmt: skip
"""An uncertain link."""

FIRST = f"""
i:article\\/0123456789abcdef a dm:Article ; dct:title "Harbour town shelled"@en ; dct:issued "2021-03-04"^^xsd:date ;
  dct:publisher "Example Courier" ; dct:source <https://news.example/harbour> ; dct:language "en" ;
  dm:sha256 "0123456789abcdef" ; dm:textLength 200 ; prov:wasDerivedFrom <https://news.example/harbour> .
i:entity\\/river-front-0000000001 a dm:ArmedGroup ; rdfs:label "River Front"@en ; skos:altLabel "RF"@en ;
  dm:named true ; dm:mentionedIn i:article\\/0123456789abcdef ;
  dm:mention i:passage\\/0123456789abcdef-0-11 ; dm:opposes i:entity\\/port-guard-0000000002 .
i:entity\\/port-guard-0000000002 a dm:MilitaryForce ; rdfs:label "Port Guard"@en ; dm:named true ;
  dm:mentionedIn i:article\\/0123456789abcdef .
i:entity\\/evil-0000000003 a dm:Person ; rdfs:label {json.dumps(EVIL)}@en ; dm:named true ;
  dm:mentionedIn i:article\\/0123456789abcdef .
i:event\\/{ATTACK} a dm:Event , dm:Shelling ; rdfs:label "shelled: River Front → Port Guard"@en ;
  dm:eventType c:event-type\\/Shelling ; dm:ploverType c:plover\\/ASSAULT ; dm:status c:status\\/actual ;
  dm:hasTime i:time\\/0123456789abcdef-30-40 ; dm:inMonth "2021-03"^^xsd:gYearMonth ;
  dm:hasParticipation i:participation\\/p1 , i:participation\\/p2 ;
  dm:hasActor i:entity\\/river-front-0000000001 ; dm:hasRecipient i:entity\\/port-guard-0000000002 ;
  dm:hasClaim i:claim\\/event-{ATTACK} .
i:participation\\/p1 a dm:Participation ; dm:participant i:entity\\/river-front-0000000001 ; dm:role c:role\\/actor ;
  dm:participationIn i:event\\/{ATTACK} ; dm:evidence i:passage\\/0123456789abcdef-0-11 .
i:participation\\/p2 a dm:Participation ; dm:participant i:entity\\/port-guard-0000000002 ; dm:role c:role\\/recipient ;
  dm:participationIn i:event\\/{ATTACK} ; dm:evidence i:passage\\/0123456789abcdef-0-60 .
i:time\\/0123456789abcdef-30-40 a dm:TimeSpan ; dm:timeText "on Tuesday" ; dm:earliest "2021-03-02"^^xsd:date ;
  dm:latest "2021-03-02"^^xsd:date ; dm:evidence i:passage\\/0123456789abcdef-0-60 .
i:claim\\/event-{ATTACK} a dm:Claim ; dm:about i:event\\/{ATTACK} ; dm:passage i:passage\\/0123456789abcdef-0-60 ;
  dm:claimedIn i:article\\/0123456789abcdef ; dm:claimedStatus c:status\\/actual ; dm:voice c:voice\\/speaker ;
  dm:attributedTo i:entity\\/evil-0000000003 , i:entity\\/port-guard-0000000002 ; dm:confidence 0.7 ;
  prov:wasGeneratedBy i:run\\/dragoman-0-1-0-default .
i:run\\/dragoman-0-1-0-default a dm:Run ; rdfs:label "dragoman 0.1.0"@en .
i:passage\\/0123456789abcdef-0-60 a dm:Passage , oa:SpecificResource ; oa:hasSource i:article\\/0123456789abcdef ;
  dm:quote "The River Front shelled the Port Guard's quay on Tuesday, <b>a spokesman</b> said." ;
  oa:hasSelector <{BASE}id/passage/0123456789abcdef-0-60#position> , <{BASE}id/passage/0123456789abcdef-0-60#quote> .
<{BASE}id/passage/0123456789abcdef-0-60#position> a oa:TextPositionSelector ; oa:start 0 ; oa:end 60 .
<{BASE}id/passage/0123456789abcdef-0-60#quote> a oa:TextQuoteSelector ;
  oa:exact "The River Front shelled the quay on Tuesday" ; oa:prefix "Before. " ; oa:suffix " After." .
i:passage\\/0123456789abcdef-0-11 a dm:Passage , oa:SpecificResource ; oa:hasSource i:article\\/0123456789abcdef .
i:quantity\\/0123456789abcdef-50-60 a dm:Quantity ; rdfs:label "about 40 shells"@en ; dm:quantityText "about 40 shells" ;
  dm:minimum 40.0 ; dm:maximum 40.0 ; dm:value 40.0 ; dm:approximate true ; dm:counts "shells"@en ;
  dm:quantityOf i:event\\/{ATTACK} ; dm:hasClaim i:claim\\/quantity-1 .
i:claim\\/quantity-1 a dm:Claim ; dm:about i:quantity\\/0123456789abcdef-50-60 ; dm:claimedIn i:article\\/0123456789abcdef ;
  dm:passage i:passage\\/0123456789abcdef-0-60 ; dm:claimedStatus c:status\\/actual ; dm:voice c:voice\\/article ;
  dm:confidence 0.5 .
i:statement\\/0123456789abcdef-70-74 a dm:Statement , dm:Event ; rdfs:label "said: Port Guard"@en ;
  dm:eventType c:event-type\\/Statement ; dm:status c:status\\/actual ; dm:speaker i:entity\\/port-guard-0000000002 ;
  dm:quoted true ; dm:contentPassage i:passage\\/0123456789abcdef-0-60 ; dm:hasClaim i:claim\\/statement-1 .
i:claim\\/statement-1 a dm:Claim ; dm:about i:statement\\/0123456789abcdef-70-74 ; dm:claimedIn i:article\\/0123456789abcdef ;
  dm:passage i:passage\\/0123456789abcdef-0-60 ; dm:claimedStatus c:status\\/actual ; dm:voice c:voice\\/article .
i:claim\\/quantity-2 a dm:Claim ; dm:about i:quantity\\/0123456789abcdef-50-60 ; dm:claimedIn i:article\\/0123456789abcdef ;
  dm:passage i:passage\\/0123456789abcdef-1000-1016 ; dm:claimedStatus c:status\\/actual ; dm:voice c:voice\\/article .
i:claim\\/quantity-3 a dm:Claim ; dm:about i:quantity\\/0123456789abcdef-50-60 ; dm:claimedIn i:article\\/0123456789abcdef ;
  dm:passage i:passage\\/0123456789abcdef-200-215 ; dm:claimedStatus c:status\\/actual ; dm:voice c:voice\\/article .
i:passage\\/0123456789abcdef-1000-1016 a dm:Passage ; oa:hasSource i:article\\/0123456789abcdef ;
  dm:quote "Third, at 1000." ; oa:hasSelector <{BASE}id/passage/0123456789abcdef-1000-1016#position> .
<{BASE}id/passage/0123456789abcdef-1000-1016#position> a oa:TextPositionSelector ; oa:start 1000 ; oa:end 1016 .
i:passage\\/0123456789abcdef-200-215 a dm:Passage ; oa:hasSource i:article\\/0123456789abcdef ;
  dm:quote "Second, at 200." ; oa:hasSelector <{BASE}id/passage/0123456789abcdef-200-215#position> .
<{BASE}id/passage/0123456789abcdef-200-215#position> a oa:TextPositionSelector ; oa:start 200 ; oa:end 215 .
"""

SECOND = """
i:article\\/fedcba9876543210 a dm:Article ; dct:title "Talks on the quay"@en ; dct:issued "2021-04-01"^^xsd:date ;
  dct:publisher "Example Courier" .
i:entity\\/maria-ode-0000000004 a dm:Person ; rdfs:label "Maria Ode"@en ; dm:named true ;
  dm:mentionedIn i:article\\/fedcba9876543210 ; skos:exactMatch wd:Q42 .
i:entity\\/port-guard-0000000002 dm:mentionedIn i:article\\/fedcba9876543210 ; rdfs:label "Port Guard"@en ;
  a dm:MilitaryForce .
i:event\\/fedcba9876543210-5-10 a dm:PlannedEventuality ; rdfs:label "talks: Maria Ode → Port Guard"@en ;
  dm:eventType c:event-type\\/BilateralTalks ; dm:ploverType c:plover\\/CONSULT ; dm:status c:status\\/planned ;
  dm:hasParticipation i:participation\\/p3 ; dm:hasActor i:entity\\/maria-ode-0000000004 ; dm:hasClaim i:claim\\/event-2 .
i:participation\\/p3 a dm:Participation ; dm:participant i:entity\\/maria-ode-0000000004 ; dm:role c:role\\/actor ;
  dm:participationIn i:event\\/fedcba9876543210-5-10 ; dm:evidence i:passage\\/fedcba9876543210-0-30 .
i:claim\\/event-2 a dm:Claim ; dm:about i:event\\/fedcba9876543210-5-10 ; dm:claimedIn i:article\\/fedcba9876543210 ;
  dm:passage i:passage\\/fedcba9876543210-0-30 ; dm:claimedStatus c:status\\/planned ; dm:voice c:voice\\/article .
i:situation\\/fedcba9876543210-12-20 a dm:Situation , dm:OfficeHolding ; rdfs:label "Maria Ode: harbour master"@en ;
  dm:relationType c:relation-type\\/holdsOffice ; dm:status c:status\\/actual ; dm:officeTitle "harbour master"@en ;
  dm:situationSubject i:entity\\/maria-ode-0000000004 ; dm:situationObject i:entity\\/port-guard-0000000002 ;
  dm:attestedOn "2021-04-01"^^xsd:date ; dm:hasClaim i:claim\\/situation-1 .
i:claim\\/situation-1 a dm:Claim ; dm:about i:situation\\/fedcba9876543210-12-20 ; dm:passage i:passage\\/fedcba9876543210-0-30 ;
  dm:claimedIn i:article\\/fedcba9876543210 ; dm:claimedStatus c:status\\/actual ; dm:voice c:voice\\/article .
i:passage\\/fedcba9876543210-0-30 a dm:Passage , oa:SpecificResource ; oa:hasSource i:article\\/fedcba9876543210 ;
  dm:quote "Harbour master Maria Ode will meet the Port Guard." .
"""

LINKS = """
i:link\\/maria-ode-0000000004-Q42 a dm:Link ; dm:linkedEntity i:entity\\/maria-ode-0000000004 ; dm:linkTarget wd:Q42 ;
  dm:linkLabel "Maria Ode" ; dm:reason "only item of that name"@en ; dm:confidence 0.9 ; dm:catalogueVersion "test" .
"""


def make(out: Path, release_id: str = "made-1", extra: str = "") -> Path:
    """Write a release folder below ``out`` and let ``current`` point to it; ``extra`` goes into the second article."""
    folder = out / "releases" / release_id
    folder.mkdir(parents=True)
    quads = sorted(set(_quads(extra)), key=str)
    for name, syntax in (("dataset.nq", ox.RdfFormat.N_QUADS), ("dataset.trig", ox.RdfFormat.TRIG)):
        ox.serialize(quads, str(folder / name), syntax)
    triples = [quad.triple for quad in quads]
    for name, syntax in (
        ("graph.ttl", ox.RdfFormat.TURTLE), ("graph.nt", ox.RdfFormat.N_TRIPLES), ("graph.jsonld", ox.RdfFormat.JSON_LD)
    ):  # fmt: skip
        ox.serialize(triples, str(folder / name), syntax)
    ontology = [quad.triple for quad in quads if str(quad.graph_name.value).endswith("graph/ontology")]  # type: ignore[union-attr]
    for name, syntax in (("ontology.ttl", ox.RdfFormat.TURTLE), ("ontology.rdf", ox.RdfFormat.RDF_XML)):
        ox.serialize(ontology, str(folder / name), syntax)
    with (folder / "events.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["event", "label"], [f"{BASE}id/event/{ATTACK}", "shelled"]])
    (folder / "issues.jsonl").write_text("")
    (folder / UNCERTAIN).write_text(json.dumps(asdict(DOUBT)) + "\n", encoding="utf-8")
    _manifest(folder, release_id)
    point(out, release_id)
    return folder


def point(out: Path, release_id: str) -> None:
    """Let ``current`` point to a release, in one step."""
    fresh = out / "current.new"
    fresh.symlink_to(Path("releases") / release_id)
    fresh.replace(out / "current")


def _quads(extra: str) -> list[ox.Quad]:
    found: list[ox.Quad] = []
    parts = (
        ("article/0123456789abcdef", FIRST), ("article/fedcba9876543210", SECOND + extra), ("links", LINKS)
    )  # fmt: skip
    for graph, text in parts:
        name = ox.NamedNode(f"{BASE}graph/{graph}")
        found += (
            ox.Quad(q.subject, q.predicate, q.object, name)
            for q in ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)
        )
    name = ox.NamedNode(f"{BASE}graph/ontology")
    modules = (path for folder in (".", "codes", "labels") for path in (ROOT / "ontology" / folder).glob("*.ttl"))
    for path in sorted(modules):
        parsed = ox.parse(path=str(path), rename_blank_nodes=True)
        found += (ox.Quad(q.subject, q.predicate, q.object, name) for q in parsed)
    return found


def _manifest(folder: Path, release_id: str) -> None:
    files = {
        path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in sorted(folder.iterdir())
    }
    manifest = {"release": release_id, "settings": {"base_iri": BASE}, "files": files}
    (folder / "manifest.json").write_text(json.dumps(manifest))
