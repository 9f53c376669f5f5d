"""For real: a release pushed to Virtuoso, counted there, and served from there as it is from memory."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg import cli
from kg.push import graphs
from server import queries, questions
from tests.remote.virtuoso import MOST_ROWS, PASSWORD, USER, Virtuoso
from tests.server.running import Client, inside, until

BASE = "https://w3id.org/dragoman/"
FOREIGN = f"{BASE}graph/article/ffffffffffffffff"
OTHERWISE = {
    "20-without-item": "a path within NOT EXISTS whose two ends are bound outside finds nothing",
    "80-time-inside-sentence": "the value of a comparison is the number 1",
}
"""Questions that Virtuoso 7.2.5 answers in another way, and in which."""


@pytest.fixture(scope="module")
def out(example_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the example, where things may be noted beside it."""
    return Path(shutil.copytree(example_out, tmp_path_factory.mktemp("push") / "data", symlinks=True))


@pytest.fixture(scope="module")
def secret(out: Path) -> Path:
    path = out / "secret"
    path.write_text(f"{PASSWORD}\n")
    return path


@pytest.fixture(scope="module")
def pushed(virtuoso: Virtuoso, out: Path, secret: Path) -> Virtuoso:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(graphs, "CHUNK", 1000)  # so that graphs are continued by POST
        assert push(out, virtuoso, secret) == 0
    return virtuoso


@pytest.fixture(scope="module")
def remote(pushed: Virtuoso, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with inside(tmp_path_factory.mktemp("front"), store=pushed.sparql, client_rate=0, query_seconds=60.0) as client:
        yield client


@pytest.fixture(scope="module")
def embedded(out: Path) -> Iterator[Client]:
    with inside(out, client_rate=0) as client:
        yield client


def push(out: Path, virtuoso: Virtuoso, secret: Path, *more: str) -> int:
    login = ("--store-user", USER, "--store-secret-file", str(secret), "--retries", "1")
    return cli.run(["push", str(out), "--to", virtuoso.graphs, *login, *more])


def counts(virtuoso: Virtuoso) -> dict[str, int]:
    """Graphs under our base and their sizes, asked without any of our code."""
    where = f'GRAPH ?g {{ ?s ?p ?o }} FILTER (STRSTARTS(STR(?g), "{BASE}graph/"))'
    query = f"SELECT ?g (COUNT(*) AS ?n) {{ {where} }} GROUP BY ?g"
    reply = httpx.get(virtuoso.sparql, params={"query": query, "format": "application/sparql-results+json"}, timeout=60)
    return {row["g"]["value"]: int(row["n"]["value"]) for row in reply.json()["results"]["bindings"]}


def in_release(out: Path) -> Counter[str]:
    return Counter(quad.graph_name.value for quad in ox.parse(path=str(out / "current" / "dataset.nq")))  # type: ignore[union-attr]


def test_every_graph_arrives_once(
    pushed: Virtuoso, out: Path, secret: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = in_release(out)
    assert counts(pushed) == wanted
    assert push(out, pushed, secret) == 0
    assert capsys.readouterr().out.startswith(f"0 graphs sent (0 triples), {len(wanted)} were there")
    # what is lost there is sent again, and nothing else
    lost = next(name for name in wanted if "/article/" in name)
    httpx.delete(pushed.graphs, params={"graph": lost}, auth=httpx.DigestAuth(USER, PASSWORD)).raise_for_status()
    assert push(out, pushed, secret, "--dry-run") == 0
    said = capsys.readouterr().out
    assert f"send    {lost}" in said
    assert lost not in counts(pushed)
    assert push(out, pushed, secret) == 0
    assert capsys.readouterr().out.startswith("1 graphs sent")
    assert counts(pushed) == wanted
    assert PASSWORD not in "".join(path.read_text() for path in (out / ".push").iterdir())


def test_only_what_is_ours_is_removed(
    pushed: Virtuoso, out: Path, secret: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A newer release lacks an article; another graph under the same base was put there by somebody else."""
    newer = Path(shutil.copytree(out, tmp_path / "data", symlinks=True))
    release = (newer / "current").resolve()
    gone = f"{BASE}graph/article/0000000000000000"
    dataset = release / "dataset.nq"
    dataset.chmod(0o644)
    whole = dataset.read_bytes()
    dataset.write_bytes(whole + f"<{BASE}id/article/0> <{BASE}p> <{BASE}o> <{gone}> .\n".encode())
    assert push(newer, pushed, secret) == 0
    auth = httpx.DigestAuth(USER, PASSWORD)
    httpx.put(
        pushed.graphs, params={"graph": FOREIGN}, content=b"<x:s> <x:p> <x:o> .", auth=auth,
        headers={"Content-Type": "application/n-triples"},
    ).raise_for_status()  # fmt: skip
    dataset.write_bytes(whole)
    capsys.readouterr()
    assert push(newer, pushed, secret) == 0  # without --prune nothing goes
    assert gone in counts(pushed)
    assert push(newer, pushed, secret, "--prune") == 0
    said = capsys.readouterr()
    assert "1 removed" in said.out
    assert FOREIGN in said.err
    assert set(counts(pushed)) == {*in_release(out), FOREIGN}
    assert push(newer, pushed, secret, "--prune", "--adopt") == 0
    assert counts(pushed) == in_release(out)


def test_a_wrong_password_is_told(
    pushed: Virtuoso, out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not-it")
    assert push(out, pushed, wrong, "--state", str(tmp_path / "state")) == 1
    said = capsys.readouterr().err
    assert "401" in said
    assert "--store-user" in said
    assert "not-it" not in said


def test_every_question_has_the_same_answer(remote: Client, embedded: Client) -> None:
    asked = [(question.slug, question.query) for question in questions.load()] + list(queries.examples())
    assert len(asked) > 80
    assert until(lambda: remote.get("/search?q=libya&format=json").status == 200)
    differing = {}
    for name, text in asked:
        accept = "text/tab-separated-values, application/n-triples;q=0.9"
        here, there = embedded.query(text, accept), remote.query(text, accept)
        assert here.status == 200
        if there.status != 200 or sorted(here.text.splitlines()) != sorted(there.text.splitlines()):
            differing[name] = there.text[:300]
    assert set(differing) == set(OTHERWISE), differing


def test_pages_say_the_same(remote: Client, embedded: Client) -> None:
    """Whatever the home page leads to, as far as it goes in so many pages; the order of equals is the store's."""
    seen, todo, kinds = set(), ["/", "/search?q=libya", "/articles", "/claims", "/statements"], Counter[str]()
    while todo:
        path = todo.pop(0)
        kind = path.partition("?")[0].rpartition("/")[0] or path.partition("?")[0]
        kinds[kind] += 1
        if kinds[kind] > 1:
            continue
        here, there = embedded.get(path, "text/html"), remote.get(path, "text/html")
        assert there.status == here.status == 200, f"{path}: {there.text[-1500:]}"
        if "<main" not in here.text:  # a file
            continue
        assert words(there.text) == words(here.text), path
        links = re.findall(r'href="(/[^"#]*)"', here.text)
        fresh = [link.replace("&amp;", "&") for link in dict.fromkeys(links) if link not in seen]
        seen.update(links)
        skipped = ("/static", "/download", "/releases", "/sparql", "/about", "/links", "/data", "/corrections")
        todo += [link for link in fresh if not link.startswith(skipped)]
    assert len(kinds) > 25
    assert {"/page/event", "/page/entity", "/page/claim", "/page/article"} <= set(kinds)


def words(page: str) -> list[str]:
    """The words of the main part of a page without what a store elsewhere has no files for."""
    main = page[page.index("<main") : page.index("</main>")]
    main = re.sub(r'<section aria-labelledby="(take|cite)">.*?</section>', "", main, flags=re.DOTALL)
    # eight of equal weight are shown of more, and which is the store's choice
    main = re.sub(r"http://127\.0\.0\.1:\d+", "", main)
    return sorted(re.sub(r"<[^>]*>", " ", main).replace(",", " ").split())


def test_things_as_data(remote: Client, embedded: Client) -> None:
    event = embedded.query("SELECT ?e { ?e a <https://w3id.org/dragoman/ontology#Event> } ORDER BY ?e LIMIT 1")
    path = event.bindings()[0]["e"]["value"].removeprefix(BASE).replace("id/", "data/", 1)
    here, there = (client.get(f"{path if path.startswith('/') else '/' + path}.nt") for client in (embedded, remote))
    assert there.status == 200
    assert sorted(there.text.splitlines()) == sorted(here.text.splitlines())
    graph = "/store?graph=" + next(name for name in _graphs(embedded) if "/article/" in name)
    here, there = (client.get(graph, "application/n-triples") for client in (embedded, remote))
    assert _plain(there.text) == _plain(here.text)


def _graphs(client: Client) -> list[str]:
    return [row["g"]["value"] for row in client.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").bindings()]


def _plain(text: str) -> set[str]:
    """Triples as the embedded store writes them: it keeps values, and so does Virtuoso, each in its own way."""
    store = ox.Store()
    store.load(text, ox.RdfFormat.N_TRIPLES)
    return {str(quad) for quad in store}


def test_datasets_of_the_protocol(remote: Client) -> None:
    articles = "SELECT ?a { ?a a <https://w3id.org/dragoman/ontology#Article> }"
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?s a ?c } }"
    where = "GRAPH ?g { ?a a <https://w3id.org/dragoman/ontology#Article> }"
    [graph] = [row["g"]["value"] for row in remote.query(f"SELECT ?g {{ {where} }}").bindings()]
    links, meta = f"{BASE}graph/links", f"{BASE}graph/meta"
    assert len(remote.query(articles, **{"default-graph-uri": graph}).bindings()) == 1
    assert remote.query(articles, **{"default-graph-uri": links}).bindings() == []
    assert remote.query(articles, **{"named-graph-uri": graph}).bindings() == []
    assert remote.query(named, **{"default-graph-uri": graph}).bindings() == []
    found = remote.get(f"/sparql?query={named.replace(' ', '+')}&named-graph-uri={links}&named-graph-uri={meta}")
    assert {row["g"]["value"] for row in found.bindings()} == {links, meta}
    text = articles.replace("{", f"FROM <{graph}> {{", 1)
    assert len(remote.query(text).bindings()) == 1


def test_what_virtuoso_cuts_is_said_to_be_cut(remote: Client) -> None:
    rows = remote.query("SELECT ?s ?p ?o { ?s ?p ?o }")
    assert (len(rows.bindings()), rows.headers["x-dragoman-truncated"]) == (MOST_ROWS, "store")
    assert rows.json()["head"]["link"] == ["/problems#cut"]
    # many solutions, few triples: nothing in the answer shows that it is a part
    few = "CONSTRUCT { <x:all> <x:type> ?c } WHERE { ?s ?p ?o . ?s a ?c }"
    assert remote.query(few.replace("x:", "urn:x:"), "application/n-triples").headers["x-dragoman-truncated"] == "store"
    whole = remote.query(f"CONSTRUCT WHERE {{ GRAPH <{BASE}graph/links> {{ ?s ?p ?o }} }}", "application/n-triples")
    assert "x-dragoman-truncated" not in whole.headers


def test_blank_nodes_and_booleans_arrive_as_such(remote: Client) -> None:
    blank = remote.query("SELECT ?s { ?s a <http://www.w3.org/2002/07/owl#Restriction> FILTER (isBlank(?s)) } LIMIT 2")
    assert [row["s"]["type"] for row in blank.bindings()] == ["bnode"] * 2
    named = remote.query(f"SELECT DISTINCT ?n {{ ?s <{BASE}ontology#named> ?n }} ORDER BY ?n")
    assert {row["n"]["value"] for row in named.bindings()} <= {"true", "false"}
    assert json.loads(remote.query("ASK {}").body)["boolean"] is True


def test_a_heavy_query_ends_in_time(pushed: Virtuoso, tmp_path: Path) -> None:
    with inside(tmp_path, store=pushed.sparql, query_seconds=1.0) as client:
        heavy = client.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?c != ?f && ?f != ?i) }")
        assert heavy.status in {502, 504}
        assert heavy.headers["content-type"] == "application/problem+json"
        assert until(lambda: client.query("ASK {}").status == 200)
