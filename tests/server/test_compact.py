"""JSON-LD about one thing: short keys, one thing inside the other, and to the triple what the other formats say."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from server import compact, packaged
from tests.server.made import ATTACK, BASE
from tests.server.running import Client

THINGS = [
    f"event/{ATTACK}", "event/fedcba9876543210-5-10", "entity/maria-ode-0000000004", "entity/evil-0000000003",
    "article/0123456789abcdef", f"claim/event-{ATTACK}", "passage/0123456789abcdef-0-60",
    "situation/fedcba9876543210-12-20", "quantity/0123456789abcdef-50-60",
    "statement/0123456789abcdef-70-74", "code/event-type/Shelling",
    "code/status", "link/maria-ode-0000000004-Q42",
]  # fmt: skip


@pytest.mark.parametrize("thing", THINGS)
def test_it_says_what_turtle_says(server: Client, thing: str) -> None:
    """Two readers of JSON-LD that have nothing in common find the same triples, without fetching anything."""
    whole = rdflib.Graph().parse(data=server.get(f"/data/{thing}.ttl").body, format="turtle")
    body = server.get(f"/data/{thing}.jsonld").body
    assert isomorphic(whole, rdflib.Graph().parse(data=body, format="json-ld"))
    again = ox.serialize(ox.parse(body, ox.RdfFormat.JSON_LD), format=ox.RdfFormat.N_QUADS)
    assert again is not None
    assert isomorphic(whole, rdflib.Graph().parse(data=again, format="nt"))


def test_it_reads_like_json(server: Client) -> None:
    event = server.get(f"/data/event/{ATTACK}.jsonld").json()
    assert list(event)[:3] == ["@context", "id", "type"]
    assert event["id"] == f"{BASE}id/event/{ATTACK}"
    assert {"Event", "Shelling"} <= set(event["type"])
    assert event["status"]["id"] == "dmc:status/actual"
    roles = {part["role"]: part["participant"] for part in event["hasParticipation"]}
    assert {"dmc:role/actor", "dmc:role/recipient"} <= set(roles)
    claim = event["hasClaim"]
    claim = claim[0] if isinstance(claim, list) else claim
    assert "shelled" in claim["passage"]["quote"]
    assert event["hasTime"]["timeText"] == "on Tuesday"
    assert set(event["label"]) == {"en"}
    # no more of the context than is used
    assert "AirStrike" not in event["@context"]


def _written(turtle: str) -> Any:
    prefixes = (
        f"@prefix dm: <{BASE}ontology#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <http://e/> . "
    )
    triples = ox.serialize(ox.parse((prefixes + turtle).encode(), ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES)
    assert triples is not None
    body = compact.document(triples, "http://e/a", packaged.context())
    assert isomorphic(
        rdflib.Graph().parse(data=triples, format="nt"), rdflib.Graph().parse(data=body, format="json-ld")
    )
    return json.loads(body)


@pytest.mark.parametrize("turtle", [
    ":a dm:confidence 0.75 ; dm:named true, false ; dm:textLength 5 .",
    ':a dm:confidence "0.8"^^xsd:double ; dm:named "yes" ; dm:textLength "007"^^xsd:integer, "x"^^xsd:integer .',
    ':a dm:timeText "May", "mai"@fr ; dm:earliest "2016"^^xsd:gYear, "2016-05-01"^^xsd:date .',
    ':a dm:hasClaim "not a claim", _:c . _:c dm:about :a ; dm:passage _:c .',
    ':a <http://www.w3.org/2000/01/rdf-schema#label> "plain", "one"@en, "two"@en, "واحد"@ar .',
    ':a :b :c . :d :e "another that nothing points to" . :c :b :a .',
    ":a a :c . :c :b :a .",
    ":a dm:about <https://w3id.org/dragoman/code//x>, <https://w3id.org/dragoman/code/> .",
])  # fmt: skip
def test_values_that_do_not_fit_keep_their_meaning(turtle: str) -> None:
    _written(turtle)


def test_numbers_and_truths_are_those_of_json() -> None:
    found = _written(":a dm:confidence 0.75 ; dm:named true ; dm:textLength 5 .")
    assert (found["confidence"], found["named"], found["textLength"]) == ("0.75", True, 5)


def test_a_long_chain_is_not_nested_without_end() -> None:
    chain = " ".join(f":{name} :next :{after} ." for name, after in zip(["a", *range(2000)], range(2001), strict=True))
    assert len(_written(chain.replace(":", ":n").replace(":na ", ":a ").replace(":nnext", ":next"))["@graph"]) > 100
