"""The queries of the guide on Wikidata run as they stand, against a release and services on this machine."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

import ontology
from tests.web import Asked, Reply, Web

GUIDE = ontology.path("docs") / "together-with-wikidata.md"
WD = "http://www.wikidata.org/entity/"
RESULTS = {"Content-Type": "application/sparql-results+json"}


def queries() -> list[str]:
    return re.findall(r"```sparql\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def results(*rows: dict[str, str]) -> bytes:
    bindings = [
        {
            name: {"type": "uri" if value.startswith("http") else "literal", "value": value}
            for name, value in row.items()
        }
        for row in rows
    ]
    return json.dumps(
        {"head": {"vars": sorted({n for row in rows for n in row})}, "results": {"bindings": bindings}}
    ).encode()


@pytest.fixture(scope="module")
def store(example_release: Path) -> ox.Store:
    loaded = ox.Store()
    loaded.bulk_load(path=str(example_release / "dataset.nq"), format=ox.RdfFormat.N_QUADS)
    return loaded


def rows(store: ox.Store, query: str) -> list[dict[str, str]]:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    names = [v.value for v in found.variables]
    return [{n: row[n].value for n in names if row[n] is not None} for row in found]  # type: ignore[union-attr]


def test_background_gives_places_their_coordinates(store: ox.Store) -> None:
    found = rows(store, queries()[0])
    vienna = {(row["latitude"][:4], row["longitude"][:4]) for row in found if row["place"] == "Vienna"}
    assert vienna == {("48.2", "16.3")}


def test_offices_come_from_wikidata_for_the_people_of_the_release(store: ox.Store, web: Web) -> None:
    people = rows(store, "SELECT DISTINCT ?item { ?x a <https://w3id.org/dragoman/ontology#Person> ; "
                         "<http://www.w3.org/2004/02/skos/core#exactMatch> ?item }")  # fmt: skip
    one = people[0]["item"]
    office = {"item": one, "office": f"{WD}Q4164871", "start": "2013-02-01"}
    other = {"item": f"{WD}Q23685", "office": f"{WD}Q4164871"}
    web.answer = lambda asked: Reply(200, RESULTS, results(office, other))
    found = rows(store, queries()[1].replace("https://query.wikidata.org/sparql", f"{web.url}/sparql"))
    assert [(row["item"], row["office"], row["start"]) for row in found] == [(one, office["office"], "2013-02-01")]


def test_two_services_are_joined(web: Web) -> None:
    def answer(asked: Asked) -> Reply:
        league = f"{WD}Q7172"
        if asked.path.startswith("/ours"):
            return Reply(
                200, RESULTS, results({"entity": "https://x.example/1", "name": "League", "organization": league})
            )
        return Reply(200, RESULTS, results({"organization": league, "member": f"{WD}Q79"}))

    web.answer = answer
    query = queries()[2].replace("https://query.wikidata.org/sparql", f"{web.url}/theirs")
    found = rows(ox.Store(), query.replace("http://127.0.0.1:8000/sparql", f"{web.url}/ours"))
    assert found == [{"name": "League", "organization": f"{WD}Q7172", "member": f"{WD}Q79"}]
    assert {asked.path for asked in web.asked} == {"/ours", "/theirs"}
