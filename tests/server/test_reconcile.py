"""The reconciliation service as OpenRefine uses it, over the release made by hand and over the catalogue that ships."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from server.reconcile import batch, extend, routes
from server.reconcile.matching import Asked, above, likeness, ranked
from server.reconcile.model import Kind, Thing
from tests.server.made import BASE, EVIL
from tests.server.running import Client, Reply, inside

FORCE, GUARD, EVIL_ID, MARIA = (
    "river-front-0000000001",
    "port-guard-0000000002",
    "evil-0000000003",
    "maria-ode-0000000004",
)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BOTH = pytest.mark.parametrize("place", ["/reconcile", "/reconcile/catalogue"])


def ask(server: Client, place: str = "/reconcile", **queries: dict[str, Any]) -> dict[str, Any]:
    reply = server.get(f"{place}?" + urlencode({"queries": json.dumps(queries)}))
    assert reply.status == 200, reply.text
    found: dict[str, Any] = reply.json()
    assert set(found) == set(queries)
    return found


def best(server: Client, place: str = "/reconcile", **query: Any) -> tuple[str, bool]:
    found = ask(server, place, q=query)["q"]["result"]
    return (found[0]["id"], found[0]["match"]) if found else ("", False)


def extended(server: Client, ids: list[str], *properties: dict[str, Any], place: str = "/reconcile") -> dict[str, Any]:
    body = urlencode({"extend": json.dumps({"ids": ids, "properties": properties})}).encode()
    reply = server.send("POST", place, FORM, body)
    assert reply.status == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


# the contract of the specification


@pytest.fixture(scope="module")
def valid(shared: Path) -> Callable[[Any, str], None]:
    """Holds a document to a schema of the specification, whose references lead to the files beside it."""
    loaded = {path.name: json.loads(path.read_text()) for path in (shared / "reconciliation").glob("*.json")}
    if not loaded:
        pytest.skip(f"the schemas of the specification are not in {shared / 'reconciliation'}")
    # one reference leads to the Swagger schema, for logins, which nothing here has
    loaded["manifest.json"]["properties"].pop("authentication")
    resources = [(known["$id"], Resource.from_contents(known, DRAFT7)) for known in loaded.values()]
    registry: Registry[Any] = Registry().with_resources(resources)

    def hold(document: Any, name: str) -> None:
        validator = Draft7Validator(loaded[name], registry=registry)
        assert [error.message for error in validator.iter_errors(document)] == []

    return hold


def test_the_schemas_can_refuse(valid: Callable[[Any, str], None]) -> None:
    for name in ("suggest-entities-response.json", "data-extension-response.json"):
        with pytest.raises(AssertionError, match="required property"):
            valid({}, name)
    with pytest.raises(AssertionError):
        valid({"q": {"result": [{"id": "x", "name": "X"}]}}, "reconciliation-result-batch.json")
    with pytest.raises(AssertionError):
        valid({"versions": ["0.1"], "name": "x", "defaultTypes": [{"id": "x"}]}, "manifest.json")


@BOTH
def test_answers_follow_the_schemas_of_the_specification(
    server: Client, place: str, valid: Callable[[Any, str], None]
) -> None:
    valid(server.get(place).json(), "manifest.json")
    queries = {"q0": {"query": "port guard", "type": ["Person", "MilitaryForce"], "type_strict": "any", "limit": 3},
               "q1": {"query": "Georgia", "properties": [{"pid": "iso2", "v": "GE"}]}}  # fmt: skip
    valid(queries, "reconciliation-query-batch.json")
    valid(ask(server, place, **queries), "reconciliation-result-batch.json")
    for prefix in ("po", "lib", ""):
        valid(server.get(f"{place}/suggest/entity?prefix={prefix}").json(), "suggest-entities-response.json")
    for found in server.get(f"{place}/suggest/type?prefix=").json()["result"]:
        valid(found, "type.json")
    ids = [FORCE, GUARD, MARIA, "Q1016", "none"]
    names = [about["id"] for about in server.get(f"{place}/properties").json()["properties"]]
    valid(extended(server, ids, *({"id": name} for name in names), place=place), "data-extension-response.json")


@BOTH
def test_the_manifest_leads_to_everything(server: Client, place: str) -> None:
    reply = server.get(place)
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["content-type"] == "application/json; charset=utf-8"
    manifest = reply.json()
    assert manifest["versions"] == ["0.2"]
    assert "{{id}}" in manifest["view"]["url"]
    assert manifest["defaultTypes"]
    assert set(manifest["suggest"]) == {"entity", "type", "property"}
    prefixes = {"entity": "po", "type": "p", "property": ""}
    for what, about in manifest["suggest"].items():
        assert about["service_url"] == server.url
        found = server.get(f"{about['service_path']}?prefix={prefixes[what]}")
        assert found.status == 200
        assert found.json()["result"], what
    propose = manifest["extend"]["propose_properties"]
    assert server.get(f"{propose['service_path']}?type=Person&limit=2").json()["limit"] == 2
    assert manifest["preview"]["url"].startswith(f"{server.url}{place}/preview?id=")


@BOTH
def test_a_browser_is_told_how_to_use_it_and_tools_get_the_manifest(server: Client, place: str) -> None:
    page = server.get(place, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f"<code>{server.url}{place}</code>" in page.text
    for accept in ("application/json", "application/json, text/javascript, */*; q=0.01", "*/*", ""):
        reply = server.get(place, accept)
        assert reply.json()["versions"] == ["0.2"]
        assert "accept" in reply.headers.get("vary", "").lower() or reply.headers["cache-control"] == "no-store"
    assert server.get(f"{place}?format=json", "text/html").json()["versions"] == ["0.2"]
    answered = server.get(f"{place}?" + urlencode({"queries": '{"q": {"query": "port"}}'}), "text/html")
    assert "result" in answered.json()["q"], "an answer is JSON, whoever asks"


def test_identifiers_make_iris_and_views(server: Client) -> None:
    manifest = server.get("/reconcile").json()
    found = ask(server, q={"query": "River Front"})["q"]["result"][0]
    assert manifest["identifierSpace"] + found["id"] == f"{BASE}id/entity/{FORCE}"
    assert manifest["schemaSpace"] + found["type"][0]["id"] == f"{BASE}ontology#ArmedGroup"
    address = manifest["view"]["url"].replace("{{id}}", found["id"]).removeprefix(server.url)
    assert "River Front" in server.get(address, "text/html").text


# matching


def test_names_are_matched_when_certain_and_only_then(server: Client) -> None:
    assert best(server, query="River Front") == (FORCE, True)
    assert best(server, query="front, river") == (FORCE, True)
    assert best(server, query="  PORT  guärd ") == (GUARD, True)
    assert best(server, query="Rivver Frnt") == (FORCE, False), "spelt otherwise: offered, not matched"
    assert best(server, query="RF") == (FORCE, False), "too short to be certain"
    assert best(server, query="RF", type="ArmedGroup") == (FORCE, True)
    assert best(server, query="Somebody else") == ("", False)
    assert best(server, query='-"*') == ("", False)


def test_classes_narrow_the_choice(server: Client) -> None:
    assert best(server, query="Port Guard", type="Person") == ("", False)
    assert best(server, query="Port Guard", type="Actor") == (GUARD, True), "by a class above its own"
    assert best(server, query="Port Guard", type=["Person", "MilitaryForce"]) == (GUARD, True)
    assert best(server, query="Port Guard", type=["Person", "MilitaryForce"], type_strict="all") == ("", False)
    assert best(server, query="Port Guard", type="Person", type_strict="should") == (GUARD, False)


def test_properties_decide(server: Client) -> None:
    item = {"pid": "skos:exactMatch", "v": "Q42"}
    assert best(server, properties=[item]) == (MARIA, True)
    assert best(server, query="Maria Ode", properties=[item]) == (MARIA, True)
    assert best(server, query="Maria Ode", properties=[{"pid": "skos:exactMatch", "v": {"id": "Q43"}}]) == (
        MARIA,
        False,
    )
    opposed = {"pid": "dm:opposes", "v": [{"id": GUARD, "name": "Port Guard"}]}
    assert best(server, query="River Front", properties=[opposed]) == (FORCE, True)
    features = ask(server, q={"query": "River Front", "properties": [opposed]})["q"]["result"][0]["features"]
    assert {"id": "property_dm:opposes", "value": True} in features


def test_homonyms_of_the_catalogue_need_more_than_a_name(server: Client) -> None:
    place = "/reconcile/catalogue"
    georgia = ask(server, place, q={"query": "Georgia"})["q"]["result"]
    assert len([found for found in georgia if found["name"] == "Georgia"]) >= 2
    assert not any(found["match"] for found in georgia)
    state, sure = best(server, place, query="Georgia", type="State")
    assert sure
    assert best(server, place, query="Georgia", properties=[{"pid": "iso2", "v": "GE"}]) == (state, True)
    assert best(server, place, query="Libya") == best(server, place, query="libya") == ("Q1016", True)
    assert best(server, place, query="Q1016")[1] is False, "an identifier is no name"


def test_a_name_shared_by_two_is_no_match() -> None:
    kinds = (Kind("State", "state", broader=("Place",)), Kind("Place", "place"))
    two = [Thing(id_, ("Tripoli",), ("Place",), weight=weight) for id_, weight in (("a", 1), ("b", 9))]
    found = ranked(Asked("Tripoli"), two, {}, above(kinds))
    assert [(candidate.thing.id, sure) for candidate, sure in found] == [("b", False), ("a", False)]
    values = {"a": {"country": [{"id": "Q1016", "name": "Libya"}]}, "b": {"country": [{"str": "Lebanon"}]}}
    for text in ("Q1016", "libya", "http://www.wikidata.org/entity/Q1016"):
        asked = Asked("Tripoli", properties=(("country", (text,)),))
        assert [(c.thing.id, sure) for c, sure in ranked(asked, two, values, above(kinds))] == [
            ("a", True),
            ("b", False),
        ]


def test_another_name_is_certain_only_if_it_is_no_part_of_a_third() -> None:
    son, father = Thing("son", ("Joan W. Ode", "Joan Ode"), ()), Thing("father", ("Joan H. W. Ode",), ())
    first, sure = ranked(Asked("Joan Ode"), [son, father], {}, {})[0]
    assert (first.thing.id, sure) == ("son", False)
    assert ranked(Asked("Joan Ode"), [son], {}, {})[0][1]
    assert ranked(Asked("Joan W. Ode"), [son, father], {}, {})[0][1], "its own name"


@pytest.mark.parametrize(
    ("text", "names", "least", "most"),
    [
        ("Libya", ("Libya",), 100, 100),
        ("IS", ("Islamic State", "IS"), 98, 98),
        ("Kerry, John", ("John Kerry",), 97, 97),
        ("Sarraj", ("al-Sarraj",), 97, 97),
        ("President Maria Ode", ("Maria Ode",), 97, 97),
        ("Ode", ("Maria Ode",), 75, 94),
        ("President Ode", ("Maria Ode",), 75, 94),
        ("Niger", ("Nigeria",), 50, 94),
        ("Democratic Republic of the Congo", ("Republic of the Congo",), 50, 94),
        ("", ("Libya",), 0, 50),
        ("???", ("???",), 0, 0),
    ],
)
def test_likeness_of_names(text: str, names: tuple[str, ...], least: float, most: float) -> None:
    assert least <= likeness(text, names) <= most


# suggestions, previews, values


def test_suggestions_begin_as_they_are_typed(server: Client) -> None:
    def names(what: str, prefix: str, place: str = "/reconcile") -> list[str]:
        found = server.get(f"{place}/suggest/{what}?" + urlencode({"prefix": prefix})).json()["result"]
        return [about["id"] for about in found]

    assert names("entity", "riv") == [FORCE]
    assert names("entity", "fro ri") == [FORCE]
    assert "Q1016" in names("entity", "libya", "/reconcile/catalogue")
    assert "ArmedGroup" in names("type", "gro")
    assert names("type", "zzz") == []
    assert "dm:opposes" in names("property", "oppo")
    every = names("type", "")
    second = server.get("/reconcile/suggest/type?prefix=&cursor=10").json()["result"]
    assert second
    assert not {about["id"] for about in second} & set(every)


def test_a_preview_can_be_framed_and_does_nothing(server: Client) -> None:
    reply = server.get(f"/reconcile/preview?id={EVIL_ID}")
    assert reply.status == 200
    policy = reply.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "x-frame-options" not in reply.headers
    assert "<script" not in reply.text
    assert "&lt;script&gt;document.title" in reply.text
    assert reply.headers["x-robots-tag"] == "noindex"
    assert "frame-ancestors 'none'" in server.get("/reconcile").headers["content-security-policy"]
    assert server.get("/reconcile/preview?id=none").status == 404
    assert server.get("/reconcile/preview").status == 404
    assert "Libya" in server.get("/reconcile/catalogue/preview?id=Q1016").text


def test_values_of_properties(server: Client) -> None:
    found = extended(
        server, [FORCE, MARIA, "none", "../x"],
        {"id": "dm:opposes"}, {"id": "skos:altLabel"}, {"id": "skos:exactMatch"}, {"id": "dm:mentionedIn"},
        {"id": "^dm:hasActor", "settings": {"limit": "1"}}, {"id": "http://example.org/none"}, {"id": "} DROP {"},
    )  # fmt: skip
    assert [about["id"] for about in found["meta"]][:2] == ["dm:opposes", "skos:altLabel"]
    rows = found["rows"]
    assert rows[FORCE]["dm:opposes"] == [{"id": GUARD, "name": "Port Guard"}]
    assert rows[FORCE]["skos:altLabel"] == [{"str": "RF"}]
    assert rows[FORCE]["dm:mentionedIn"] == [{"str": "Harbour town shelled"}]
    assert rows[FORCE]["^dm:hasActor"] == [{"str": "shelled: River Front → Port Guard"}]
    assert rows[MARIA]["skos:exactMatch"] == [{"str": "Q42"}]
    assert set(rows) == {FORCE, MARIA, "none", "../x"}
    assert all(values == [] for values in (*rows["none"].values(), *rows["../x"].values(), rows[FORCE]["} DROP {"]))


def test_values_of_the_catalogue(server: Client) -> None:
    row = extended(server, ["Q1016"], {"id": "iso3"}, {"id": "none"}, place="/reconcile/catalogue")["rows"]["Q1016"]
    assert row == {"iso3": [{"str": "LBY"}], "none": []}


def test_properties_are_those_that_things_have(server: Client) -> None:
    found = {about["id"] for about in server.get("/reconcile/properties?type=ArmedGroup").json()["properties"]}
    assert "dm:opposes" in found
    assert "skos:exactMatch" not in found
    every = {about["id"] for about in server.get("/reconcile/properties").json()["properties"]}
    assert found < every


# limits and errors


def _post(server: Client, body: bytes, kind: str = FORM["Content-Type"]) -> Reply:
    return server.send("POST", "/reconcile", {"Content-Type": kind, "Accept": "application/json"}, body)


@pytest.mark.parametrize(
    ("parameters", "status", "words"),
    [
        ({"queries": "{"}, 400, "cannot be read"),
        ({"queries": "[]"}, 400, "no object"),
        ({"queries": "[" * 50_000}, 400, "cannot be read"),
        ({"queries": '{"q": 1}'}, 400, "no object"),
        ({"queries": '{"q": {}}'}, 400, "neither a query nor properties"),
        ({"queries": '{"q": {"query": 1}}'}, 400, "no text"),
        ({"queries": '{"q": {"query": "x", "limit": "many"}}'}, 400, "no number"),
        ({"queries": '{"q": {"query": "x", "limit": NaN}}'}, 400, "no number"),
        ({"queries": '{"q": {"query": "x", "type": 1}}'}, 400, "neither a text nor a list"),
        ({"queries": '{"q": {"query": "x", "type_strict": "some"}}'}, 400, "one of any, should, all"),
        ({"queries": '{"q": {"query": "x", "colour": "red"}}'}, 400, "colour"),
        ({"queries": '{"q": {"query": "x", "properties": [{"pid": "a"}]}}'}, 400, "no pid or no v"),
        ({"queries": '{"q": {"query": "x", "properties": [{"pid": "a", "v": null}]}}'}, 400, "no known form"),
        ({"queries": json.dumps({str(n): {"query": "x"} for n in range(batch.MOST_QUERIES + 1)})}, 413, "at most 100"),
        ({"extend": "{}"}, 400, "no list of ids"),
        ({"extend": '{"ids": [], "properties": [{}]}'}, 400, "no id"),
        ({"extend": '{"ids": [], "properties": [{"id": "a", "settings": {"limit": "x"}}]}'}, 400, "no number"),
        ({"extend": json.dumps({"ids": ["x"] * (extend.MOST_IDS + 1), "properties": []})}, 413, "at most 200"),
        ({"queries": "{}", "extend": "{}"}, 400, "both"),
        ({}, 400, "neither queries nor extend"),
    ],
)
def test_what_cannot_be_answered_is_told(server: Client, parameters: dict[str, str], status: int, words: str) -> None:
    reply = _post(server, urlencode(parameters).encode())
    report = reply.json()
    assert reply.status == status
    assert words in report["detail"] + report.get("cure", "")


def test_other_requests_get_the_right_status(server: Client) -> None:
    assert _post(server, b"{}", "application/json").status == 415
    assert _post(server, b"queries=" + b"x" * 1_400_000).status == 413
    assert server.send("DELETE", "/reconcile").status == 405
    assert server.send("OPTIONS", "/reconcile").status == 204
    assert server.get("/reconcile/none").status == 404
    assert server.get("/reconcile/suggest/colour?prefix=x").status == 404
    assert server.get("/reconcile/suggest/type?prefix=x&cursor=x").status == 400
    assert ask(server) == {}
    assert server.get("/reconcile?queries={}&callback=run").text == "{}", "no JSONP"


def test_batches_wait_for_their_turn_and_are_told_when_it_does_not_come(monkeypatch: pytest.MonkeyPatch) -> None:
    from server.errors import Busy

    monkeypatch.setattr(routes, "_TURNS", threading.BoundedSemaphore(1))
    monkeypatch.setattr(routes, "_WAIT", 0.01)
    with routes._turn(), pytest.raises(Busy), routes._turn():
        raise AssertionError
    with routes._turn():
        pass


def test_a_client_that_sends_too_many_batches_is_told_to_wait(made: Path) -> None:
    with inside(made, client_rate=2) as hasty:
        replies = [hasty.get('/reconcile?queries={"q":{"query":"port"}}') for _ in range(3)]
        assert [reply.status for reply in replies] == [200, 200, 429]
        assert int(replies[2].headers["retry-after"]) >= 1
        assert hasty.get("/reconcile").status == 200, "the manifest is no batch"


def test_a_large_batch_is_answered(server: Client) -> None:
    queries = {f"q{n}": {"query": "Port Guard" if n % 2 else EVIL} for n in range(batch.MOST_QUERIES)}
    body = urlencode({"queries": json.dumps(queries)}).encode()
    found = _post(server, body).json()
    assert {key for key, value in found.items() if value["result"][0]["id"] == GUARD} == {
        f"q{n}" for n in range(1, 100, 2)
    }
    assert {value["result"][0]["id"] for value in found.values()} == {GUARD, EVIL_ID}
