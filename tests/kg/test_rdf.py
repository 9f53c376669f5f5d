"""The graph of an article, asked by SPARQL: what a reader of the release would ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

import pytest
from rdflib import RDF, RDFS, Graph, URIRef

import ontology
from kg import check, claims, rdf, resolve
from kg.config import Settings
from kg.judgements import Judgement
from kg.model import Article, Document, Event, LinkedDocument, TimeValue
from kg.rdf import kinds, terms
from kg.rdf.inferred import type_inference
from kg.vocab import DM, ENTITY_CLASSES
from tests.kg import camp_david

PREFIXES = """
PREFIX dm: <https://w3id.org/dragoman/ontology#> PREFIX dmc: <https://w3id.org/dragoman/code/>
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX wd: <http://www.wikidata.org/entity/>
"""


def graph_of(
    document: Document,
    publish_text: Literal["none", "quote", "full"] = "quote",
    judgements: Iterable[Judgement] = (),
) -> Graph:
    """An article's graph and its links as one."""
    linked = camp_david.linked(document)
    identity = resolve.identities([linked], judgements)
    written = rdf.article_graph(linked, claims.claims(document), identity, Settings(publish_text=publish_text))
    return written.graph + written.links


@pytest.fixture(scope="module")
def graph() -> Graph:
    return graph_of(camp_david.first())


def rows(graph: Graph, query: str) -> set[tuple[str, ...]]:
    return {tuple(str(x) for x in row) for row in graph.query(PREFIXES + query)}  # type: ignore[union-attr]


def test_from_every_claim_a_reader_comes_to_the_exact_words(graph: Graph) -> None:
    found = rows(graph, """
        SELECT ?thing ?start ?end ?exact ?quote WHERE {
          ?thing dm:hasClaim ?claim . ?claim dm:about ?thing ; dm:passage ?passage ; dm:claimedIn ?article .
          ?passage oa:hasSource ?article ; dm:quote ?quote ; oa:hasSelector ?position, ?words .
          ?position a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end .
          ?words a oa:TextQuoteSelector ; oa:exact ?exact ; oa:prefix ?before ; oa:suffix ?after . }""")  # fmt: skip
    document = camp_david.first()
    assert len(found) == len(document.events) + 1 + len(document.relations) + len(document.quantities)
    for _, start, end, exact, quote in found:
        assert exact == quote == camp_david.FIRST[int(start) : int(end)]


def test_offsets_count_code_points_after_an_emoji(graph: Graph) -> None:
    found = rows(graph, 'SELECT ?start WHERE { ?p dm:quote "Cairo" ; oa:hasSelector/oa:start ?start }')
    assert found == {(str(camp_david.FIRST.index("Cairo")),)}
    assert camp_david.FIRST.index("Cairo") > camp_david.FIRST.index("😀")


def test_who_did_what_where_and_when(graph: Graph) -> None:
    found = rows(graph, """
        SELECT ?label ?actor ?place ?from ?month WHERE {
          ?event a dm:TreatySigning, dm:Event ; rdfs:label ?label ;
            dm:eventType <https://w3id.org/dragoman/code/event-type/TreatySigning> ;
            dm:ploverType <https://w3id.org/dragoman/code/plover/AGREE> ; dm:hasActor/rdfs:label ?actor ;
            dm:tookPlaceAt/rdfs:label ?place ; dm:hasTime/dm:earliest ?from ; dm:inMonth ?month . }""")  # fmt: skip
    label, day, month = "signed: Egypt, Israel", "1978-09-17", "1978-09"
    assert found == {(label, actor, "Washington", day, month) for actor in ("Egypt", "Israel")}


def test_participations_say_the_role_and_where_it_stands(graph: Graph) -> None:
    found = rows(graph, """
        SELECT ?who ?role ?words WHERE {
          ?event a dm:TreatySigning ; dm:hasParticipation ?p .
          ?p a dm:Participation ; dm:participationIn ?event ; dm:role ?role ; dm:participant/rdfs:label ?who ;
             dm:evidence/dm:quote ?words . }""")  # fmt: skip
    role = "https://w3id.org/dragoman/code/role/"
    assert found == {
        ("Egypt", f"{role}actor", "Egypt"),
        ("Israel", f"{role}actor", "Israel"),
        ("Washington", f"{role}place", "Washington"),
    }


def test_only_what_happened_is_an_event(graph: Graph) -> None:
    written = rows(graph, "SELECT ?status ?class WHERE { ?e dm:eventType ?t ; dm:status ?status ; a ?class }")
    classes: dict[str, set[str]] = {}
    for status, term in written:
        classes.setdefault(status.rsplit("/", 1)[-1], set()).add(term.rsplit("#", 1)[-1])
    assert classes["planned"] == {"PlannedEventuality"}
    assert classes["possible"] == {"PossibleEventuality"}
    assert classes["negated"] == {"NegatedEventuality"}
    assert classes["actual"] == {"Event", "TreatySigning", "Criticism", "Statement"}


def test_a_planned_meeting_is_an_agreement_to_plover(graph: Graph) -> None:
    query = """SELECT ?type ?derived ?mode WHERE {
        ?e a dm:PlannedEventuality ; dm:ploverType ?type ; dm:derivedPloverType ?derived ; dm:ploverMode ?mode }"""
    code = "https://w3id.org/dragoman/code/"
    assert rows(graph, query) == {
        (f"{code}plover/CONSULT", f"{code}plover/AGREE", f"{code}plover-mode/CONSULT-multilateral")
    }


def test_claims_say_whose_they_are(graph: Graph) -> None:
    voices = rows(graph, """
        SELECT ?label ?voice ?who ?confidence WHERE {
          ?e dm:eventType ?t ; rdfs:label ?label ; dm:hasClaim ?c .
          ?c dm:voice ?voice ; dm:confidence ?confidence ; prov:wasGeneratedBy/dm:pipeline "hand-made" .
          OPTIONAL { ?c dm:attributedTo/rdfs:label ?who } }""")  # fmt: skip
    code = "https://w3id.org/dragoman/code/voice/"
    assert ("withdraw: Israel", f"{code}speaker", "Jimmy Carter", "0.5") in voices
    assert ("signed: Egypt, Israel", f"{code}article", "None", "0.9") in voices
    assert {voice for label, voice, *_ in voices if not label.startswith("withdraw")} == {f"{code}article"}


def test_what_was_said_by_whom(graph: Graph) -> None:
    query = """SELECT ?who ?words ?quoted WHERE {
        ?s a dm:Statement ; dm:speaker/rdfs:label ?who ; dm:contentPassage/dm:quote ?words ; dm:quoted ?quoted }"""
    assert rows(graph, query) == {("Jimmy Carter", "A treaty will follow.", "true")}


def test_an_office_is_a_situation_held_true_on_the_day_of_the_article(graph: Graph) -> None:
    query = """SELECT ?who ?title ?of ?day WHERE {
        ?s a dm:OfficeHolding, dm:Situation ; dm:situationSubject ?p ; dm:situationObject ?o ; dm:officeTitle ?title ;
           dm:attestedOn ?day . ?p dm:holdsOfficeOf ?o ; rdfs:label ?who . ?o rdfs:label ?of }"""
    assert rows(graph, query) == {("Jimmy Carter", "president", "United States", "1978-09-18")}


def test_what_is_denied_leaves_no_shortcut(graph: Graph) -> None:
    assert not rows(graph, "SELECT ?x WHERE { ?x dm:basedIn ?y }")
    assert not rows(graph, "SELECT ?x WHERE { ?x a dm:Basing }")
    query = """SELECT ?type WHERE { ?x a dm:Situation ; dm:relationType ?type ; dm:hasClaim ?claim ;
        dm:status <https://w3id.org/dragoman/code/status/negated> }"""
    assert rows(graph, query) == {("https://w3id.org/dragoman/code/relation-type/basedIn",)}


def test_an_office_that_had_ended_is_not_attested() -> None:
    document = camp_david.first()
    former = replace(document.relations[0], time=TimeValue("1971", "1975", "on Sunday", document.times[0].span))
    graph = graph_of(replace(document, relations=(former,)))
    assert rows(graph, "SELECT ?to WHERE { ?s a dm:OfficeHolding ; dm:hasTime/dm:latest ?to }") == {("1975",)}
    assert not rows(graph, "SELECT ?s WHERE { ?s dm:attestedOn ?day }")
    assert not rows(graph, "SELECT ?who WHERE { ?who dm:holdsOfficeOf ?of }")


def test_how_many_according_to_whom(graph: Graph) -> None:
    query = """SELECT ?value ?counts ?of ?who ?about WHERE {
        ?s a dm:Strength ; dm:quantity ?q . ?q a dm:Quantity ; dm:value ?value ; dm:counts ?counts ;
          dm:approximate ?about ; dm:quantityOf/rdfs:label ?of ; dm:hasClaim/dm:attributedTo/rdfs:label ?who }"""
    assert rows(graph, query) == {("10000", "soldiers", "Israel", "Jimmy Carter", "true")}
    open_end = rows(graph, "SELECT ?min WHERE { ?q dm:minimum ?min FILTER NOT EXISTS { ?q dm:maximum ?max } }")
    assert open_end == {("500",)}


def test_a_strength_without_a_listed_quantity_makes_one() -> None:
    document = replace(camp_david.first(), quantities=())
    query = """SELECT ?value ?text ?who WHERE {
        ?s a dm:Strength ; dm:quantity ?q . ?q dm:value ?value ; dm:quantityText ?text ;
          dm:hasClaim/dm:attributedTo/rdfs:label ?who }"""
    assert rows(graph_of(document), query) == {("10000", "about 10,000 soldiers", "Jimmy Carter")}


def test_entities_have_names_mentions_and_items(graph: Graph) -> None:
    query = """SELECT ?label ?alt ?item WHERE {
        ?e a dm:Person ; rdfs:label ?label ; skos:altLabel ?alt ; dm:named true ; skos:exactMatch ?item .
        ?link a dm:Link ; dm:linkedEntity ?e ; dm:linkTarget ?item ; dm:linkLabel ?label ; dm:confidence 0.95 ;
          dm:reason ?why ; dm:catalogueVersion "hand-made 1" }"""
    assert rows(graph, query) == {("Jimmy Carter", "Mr Carter", "http://www.wikidata.org/entity/Q23685")}
    mentions = rows(graph, "SELECT ?words WHERE { ?e a dm:Person ; dm:mention/dm:quote ?words }")
    assert mentions == {("Jimmy Carter",), ("Mr Carter",)}
    assert rows(graph, 'SELECT ?class WHERE { ?e a ?class ; rdfs:label "settlers"@en ; dm:named false }') == {
        ("https://w3id.org/dragoman/ontology#UnnamedGroup",)
    }


def test_a_mention_quotes_no_more_than_itself(graph: Graph) -> None:
    query = 'SELECT ?x WHERE { ?p dm:quote "Mr Carter" ; oa:hasSelector ?q . ?q oa:prefix|oa:suffix ?x }'
    assert not rows(graph, query)


def test_the_article_says_where_it_comes_from(graph: Graph) -> None:
    query = """SELECT ?title ?issued ?publisher ?source ?licence ?length WHERE {
        ?a a dm:Article ; dct:title ?title ; dct:issued ?issued ; dct:publisher ?publisher ; dct:source ?source ;
           dct:license ?licence ; dm:textLength ?length ; prov:wasDerivedFrom ?source }"""
    assert rows(graph, query) == {(
        "Accords signed near Washington", "1978-09-18", "The Example Courier",
        "https://courier.example/1978/accords?a=b&c=d%20e", "https://spdx.org/licenses/CC-BY-4.0",
        str(len(camp_david.FIRST)),
    )}  # fmt: skip


def test_how_much_text_is_published_is_a_setting() -> None:
    document = camp_david.first()
    none, full = graph_of(document, "none"), graph_of(document, "full")
    assert "signed the accords near" not in none.serialize(format="nt")
    assert not rows(none, "SELECT ?x WHERE { ?x a oa:TextQuoteSelector }")
    assert rows(none, "SELECT (COUNT(*) AS ?n) WHERE { ?c dm:passage/oa:hasSelector/oa:start ?s }") == {("11",)}
    assert rows(full, "SELECT ?text WHERE { ?a a dm:Article ; dm:text ?text }") == {(camp_david.FIRST,)}
    assert not rows(graph_of(document), "SELECT ?text WHERE { ?a dm:text ?text }")


@pytest.mark.parametrize("publish_text", ["none", "quote", "full"])
def test_the_graph_holds_what_shapes_and_checks_demand(publish_text: Literal["none", "quote", "full"]) -> None:
    for document in (camp_david.first(), camp_david.second()):
        issues = check.check_dataset(graph_of(document, publish_text), quotes=publish_text != "none")
        assert [issue for issue in issues if issue.severity == "error"] == []


def test_air_strikes_are_found_as_attacks_and_feared_ones_are_not() -> None:
    document = camp_david.second()
    strike = replace(document.events[0], type="AirStrike", plover="ASSAULT")
    feared = replace(document.events[1], type="AirStrike", plover="ASSAULT", status="possible")
    graph = graph_of(replace(document, events=(strike, feared)))
    found = graph + type_inference(ontology.load())(graph)
    assert len(set(found.subjects(RDF.type, DM.Attack))) == 1
    assert len(set(found.subjects(RDF.type, DM.Eventuality))) == 2
    assert not set(graph) & set(type_inference(ontology.load())(graph))


def test_a_judgement_against_a_link_takes_the_item_away() -> None:
    document = camp_david.first()
    key = camp_david.linked(document).document.article.sha256[:16]
    no = Judgement(f"{key}/e3", "wikidata:Q23685", "different", "tester", "another man")
    graph = graph_of(document, judgements=[no])
    assert not rows(graph, "SELECT ?x WHERE { ?x skos:exactMatch wd:Q23685 }")
    assert len(rows(graph, "SELECT ?x WHERE { ?x a dm:Person }")) == 1
    why = "SELECT ?why WHERE { ?no a dm:RefusedLink ; dm:linkedEntity/rdfs:label 'Jimmy Carter'@en ; dm:reason ?why }"
    assert rows(graph, why) == {("a judgement took the link to Jimmy Carter (Q23685) back",)}


def test_why_there_is_no_item_is_in_the_graph(graph: Graph) -> None:
    query = """SELECT ?name ?why ?version WHERE {
        ?no a dm:RefusedLink ; dm:linkedEntity ?e ; dm:reason ?why ; dm:catalogueVersion ?version . ?e rdfs:label ?name
        FILTER NOT EXISTS { ?e skos:exactMatch ?item } FILTER NOT EXISTS { ?no dm:linkTarget ?item } }"""
    refused = rows(graph, query)
    assert refused
    assert {(why, version) for _, why, version in refused} == {("no candidate", "hand-made 1")}
    # every entity has a link or a refusal, except crowds, which can have no item
    silent = """SELECT ?name WHERE { ?e dm:mentionedIn ?a ; rdfs:label ?name .
        FILTER NOT EXISTS { ?link dm:linkedEntity ?e } FILTER NOT EXISTS { ?e a dm:UnnamedGroup } }"""
    assert not rows(graph, silent)


def test_an_article_without_title_is_called_by_its_first_words_where_words_may_be_published() -> None:
    query = "SELECT ?title WHERE { ?a a dm:Article ; dct:title ?title }"
    first_words = "A month after the accords, Egypt's parliament praised them. The settlers met …"
    assert rows(graph_of(camp_david.second()), query) == {(first_words,)}
    none = graph_of(camp_david.second(), "none")
    assert rows(none, query) == {("Untitled article, 1978-10-17",)}
    assert "praised them" not in none.serialize(format="nt")


def test_narrower_classes_lie_below_the_type_they_refine() -> None:
    classes = ontology.load()
    for kind in ENTITY_CLASSES:
        for subtype, narrower in kinds._SUBTYPES.get(kind, {}).items():
            above = set(classes.transitive_objects(narrower, RDFS.subClassOf))
            known = ENTITY_CLASSES[kind] in above or narrower == DM.UmbrellaGroup
            assert known, (kind, subtype)
    assert kinds.fine_class("Place", "capital city") == DM.CapitalCity
    assert kinds.fine_class("Person", "politician") is None


def test_text_that_rdf_cannot_hold_keeps_its_offsets() -> None:
    text = 'Bad \ud800 "quotes" \\ and\tcontrol\x01 \u2028 marks by delegates who met.'
    linked = next(iter(camp_david.reading([Article("x", text, title="A \udfff title", url="http://[oops")])))
    written = rdf.article_graph(linked, claims.claims(linked.document), resolve.identities([linked]), Settings())
    lines = rdf.graph_lines(written.graph, written.name)
    assert all(line.count(b"\n") == 0 for line in lines)
    back = Graph().parse(data=b"\n".join(line.rsplit(b" ", 2)[0] + b" ." for line in lines), format="nt")
    assert len(back) == len(written.graph)
    claimed = rows(back, "SELECT ?exact WHERE { ?c dm:passage/oa:hasSelector/oa:exact ?exact }")
    assert claimed == {(text.replace("\ud800", "\ufffd"),)}
    assert not rows(back, "SELECT ?x WHERE { ?a dct:source ?x }")


def test_a_document_that_contradicts_itself_is_refused() -> None:
    document = camp_david.second()
    event: Event = document.events[0]
    for broken in (replace(event, type="Picnic"), replace(event, actors=(replace(event.actors[0], entity="e99"),))):
        with pytest.raises((KeyError, AttributeError)):
            graph_of(replace(document, events=(broken,)))


def test_two_readings_of_one_time_are_two_nodes() -> None:
    document = camp_david.second()
    other = replace(document.times[0], start="1978-11", end="1978-11")
    events = (document.events[0], replace(document.events[1], time=other))
    found = rows(graph_of(replace(document, events=events)), "SELECT ?t ?m WHERE { ?t a dm:TimeSpan ; dm:earliest ?m }")
    assert sorted(month for _, month in found) == ["1978-10", "1978-11"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016", '"2016"^^xsd:gYear'),
        ("2016-05", '"2016-05"^^xsd:gYearMonth'),
        ("2016-05-16", '"2016-05-16"^^xsd:date'),
        ("2016-05-16T10:30", '"2016-05-16T10:30:00"^^xsd:dateTime'),
        ("2016-05-16T10:30:00+00:00", '"2016-05-16T10:30:00Z"^^xsd:dateTime'),
        ("2016-02-30", None),
        ("2016-13", None),
        ("20160516", None),
        ("2016-W20", None),
        ("0000", None),
        ("soon", None),
        (None, None),
    ],
)
def test_times_keep_their_precision(text: str | None, expected: str | None) -> None:
    found = terms.moment(text)
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert (found.n3() if found is not None else None) == (
        expected.replace("xsd:", f"<{xsd}") + ">" if expected else None
    )


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        ("2016-05-16", "2016-05-16", "2016-05"),
        ("2016-05", "2016-05-31", "2016-05"),
        ("2016-05-31", "2016-06-01", None),
        ("2016", "2016", None),
        ("2016-05", None, None),
    ],
)
def test_a_month_is_given_only_when_both_ends_are_in_it(
    earliest: str, latest: str | None, expected: str | None
) -> None:
    found = terms.month(earliest, latest)
    assert (str(found) if found is not None else None) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0.70, "0.7"), (5000.0, "5000"), (1e21, "1" + "0" * 21), (1e-7, "0.0000001"), (-0.0, "0")],
)
def test_decimals_are_canonical(number: float, expected: str) -> None:
    assert str(terms.decimal(number)) == expected


def test_infinite_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="not a decimal"):
        terms.decimal(float("inf"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CC-BY-4.0", "https://spdx.org/licenses/CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/licenses/by/4.0/"),
        ("All rights reserved", None),
        (None, None),
    ],
)
def test_licences_become_iris(name: str | None, expected: str | None) -> None:
    found = terms.license_iri(name)
    assert found == (URIRef(expected) if expected else None)


def test_linked_documents_share_the_node_of_an_entity() -> None:
    one, two = (camp_david.linked(document) for document in (camp_david.first(), camp_david.second()))
    identity = resolve.identities([one, two])
    union = Graph()
    for linked in (one, two):
        said = claims.claims(linked.document)
        union += rdf.article_graph(LinkedDocument(linked.document, linked.links), said, identity, Settings()).graph
    query = """SELECT ?e ?class WHERE {
        ?e rdfs:label "Egypt"@en ; a ?class ; dm:mentionedIn ?one, ?two FILTER(?one != ?two) }"""
    found = rows(union, query)
    assert [term for _, term in found] == ["https://w3id.org/dragoman/ontology#State"]
