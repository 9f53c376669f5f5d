"""Queries that would hurt: each is stopped, named, and the next one is answered."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.limits import scan
from tests.server.conftest import LIMITS
from tests.server.running import Reply, Server, gone, processes, serving, until

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (STR(?c) < STR(?f) || STR(?i) > STR(?f)) }"


@pytest.fixture(scope="module")
def victim(made: Path) -> Iterator[Server]:
    """A server of its own, for what could disturb the other tests."""
    with serving(made, **LIMITS) as running:
        # all its processes are there then
        assert running.query("ASK { GRAPH ?g {} }").json()["boolean"] is True
        yield running


def _well(server: Server, workers: set[int]) -> None:
    """The next query is answered, and there are as many processes as before."""
    assert server.query("ASK {}").json()["boolean"] is True
    assert until(lambda: len(server.below()) == len(workers))


def _problem(reply: Reply) -> str:
    return str(reply.json()["type"]).rpartition("#")[2]


def test_a_query_over_its_time_is_killed(victim: Server) -> None:
    workers = victim.below()
    reply = victim.query(CROSS)
    assert (reply.status, _problem(reply)) == (503, "query-timeout")
    assert reply.json()["limit"] == "query_seconds"
    assert "2 seconds" in reply.json()["detail"]
    assert "retry-after" in reply.headers
    # its worker has gone, another one has come
    fresh = victim.below() - workers
    assert len(fresh) == 1
    assert gone(workers - victim.below())
    _well(victim, workers)


@pytest.mark.parametrize("text", [
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT DISTINCT ?a ?d ?g ?c ?f ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a",
    "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (CONCAT(STR(?c), STR(?f), STR(?i)) = '') }",
    "SELECT * { ?s (" + "/".join(["!<x:y>*"] * 40) + ") ?o . ?s ?p ?q . ?q ?r ?t } ORDER BY ?o",
])  # fmt: skip
def test_bombs_end_at_a_limit(victim: Server, text: str) -> None:
    workers = victim.below()
    reply = victim.query(text)
    assert (reply.status, _problem(reply)) in {(503, "query-timeout"), (503, "query-memory")}
    _well(victim, workers)


def test_a_memory_bomb_names_its_limit(victim: Server) -> None:
    """One string, doubled until it cannot be held: well within the time, and far beyond the memory."""
    binds = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30))
    workers = victim.below()
    reply = victim.query(f"SELECT (STRLEN(?x30) AS ?n) {{ BIND('0123456789' AS ?x0) {binds} }}")
    assert (reply.status, _problem(reply)) == (503, "query-memory")
    assert reply.json()["limit"] == "query_memory_mb"
    _well(victim, workers)


@pytest.mark.parametrize("text", [
    "ASK " + "{" * 5000 + "}" * 5000,
    "ASK { FILTER (" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "ASK " + "{" * 20000,
    "SELECT * { ?s ?p " + "[ <x:y> " * 3000 + "1" + "]" * 3000 + " }",
])  # fmt: skip
def test_deep_nesting_is_refused_before_any_parser(victim: Server, text: str) -> None:
    workers = victim.below()
    reply = victim.form(query=text)
    assert (reply.status, _problem(reply)) == (400, "query-too-deep")
    assert victim.below() == workers


def test_brackets_in_text_are_not_nesting(victim: Server) -> None:
    assert victim.form(query=f"SELECT ('{'{' * 500}' AS ?x) {{}} # {'(' * 500}").status == 200


def test_long_queries(victim: Server) -> None:
    values = " ".join(f"<http://x/{n}>" for n in range(4000))
    assert victim.form(query=f"SELECT * {{ VALUES ?s {{ {values} }} ?s ?p ?o }}").status == 200
    too_long = victim.form(query=f"SELECT * {{ VALUES ?s {{ {values * 2} }} ?s ?p ?o }}")
    assert (too_long.status, _problem(too_long)) == (413, "query-too-long")
    assert "query_chars" in too_long.json()["detail"]
    huge = victim.send("POST", "/sparql", {"Content-Type": "application/sparql-query"}, b"#" * 5_000_000)
    assert huge.status == 413


def test_rows_are_cut_and_the_answer_says_so(victim: Server) -> None:
    reply = victim.query("SELECT * { ?s ?p ?o }")
    assert len(reply.bindings()) == LIMITS["query_rows"]
    assert reply.headers["x-dragoman-truncated"] == "query_rows=1000"
    whole = victim.query("SELECT * { ?s ?p ?o } LIMIT 1000")
    assert "x-dragoman-truncated" not in whole.headers
    page = victim.query("SELECT * { ?s ?p ?o }", accept="text/html")
    assert "Only the first 500 are shown" in page.text
    graph = victim.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", format="nt")
    assert graph.headers["x-dragoman-truncated"] == "query_rows=1000"
    assert len(graph.text.splitlines()) == LIMITS["query_rows"] + 1


def test_bytes_are_cut_at_a_row(made: Path) -> None:
    with serving(made, query_bytes=5000, query_workers=1) as server:
        for format in ("json", "xml", "csv", "tsv"):
            reply = server.query("SELECT * { ?s ?p ?o }", format=format)
            assert reply.headers["x-dragoman-truncated"] == "query_bytes=5000"
            assert 1000 < len(reply.body) < 6000
        assert server.query("SELECT * { ?s ?p ?o }").bindings()
        graph = server.query("CONSTRUCT WHERE { ?s ?p ?o }", format="nt")
        assert graph.headers["x-dragoman-truncated"] == "query_bytes=5000"
        assert len(graph.body) <= 5000 + 80


def test_a_full_queue_says_so_and_pages_go_on(victim: Server) -> None:
    replies: list[Reply] = []
    threads = [threading.Thread(target=lambda: replies.append(victim.query(CROSS))) for _ in range(6)]
    for thread in threads:
        thread.start()
    assert victim.get("/events?page=1").status == 200
    assert victim.get("/health").json() == {"status": "ok"}
    for thread in threads:
        thread.join()
    problems = sorted(_problem(reply) for reply in replies)
    # two run and two wait: the others are turned away
    assert problems == ["busy"] * 2 + ["query-timeout"] * 4
    busy = next(reply for reply in replies if _problem(reply) == "busy")
    assert (busy.status, busy.json()["limit"]) == (503, "query_queue")
    assert int(busy.headers["retry-after"]) > 0


def test_a_worker_that_dies_is_replaced(victim: Server) -> None:
    """Whatever kills it: here somebody else does."""
    family = victim.below()
    for pid in family - _parents(family):
        os.kill(pid, signal.SIGKILL)
    # each worker notices at its next query
    for _ in range(len(family)):
        victim.query("ASK {}")
    _well(victim, family)


@pytest.mark.parametrize("place", [0, 1])
def test_a_dead_store_is_opened_again(victim: Server, place: int) -> None:
    """A process that holds the release is killed: queries fail for a moment, then go on."""
    assert victim.query("ASK { GRAPH ?g {} }").status == 200
    # one has the default graph alone
    assert until(lambda: len(_holders(victim)) == 2)
    holder = sorted(_holders(victim))[place]
    os.kill(holder, signal.SIGKILL)
    assert until(lambda: holder not in victim.below())
    assert until(lambda: victim.query("ASK {}").status == victim.query("ASK { GRAPH ?g {} }").status == 200)
    assert until(lambda: victim.get("/ready").status == 200)


def _holders(server: Server) -> set[int]:
    family = server.below()
    return _parents(family) - _parents_of_parents(family)


def _parents(pids: set[int]) -> set[int]:
    """Those among ``pids`` that have a child among them."""
    table = processes()
    return {table[pid][0] for pid in pids if pid in table} & pids


def _parents_of_parents(pids: set[int]) -> set[int]:
    return _parents(_parents(pids))


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_the_server(made: Path, kill: signal.Signals) -> None:
    with serving(made, **LIMITS) as server:
        family = server.below()
        assert len(family) >= 4
        busy = threading.Thread(target=_ignore_failure, args=(server,))
        busy.start()
        assert until(lambda: _burns(family))
        server.process.send_signal(kill)
        server.process.wait(60)
        assert gone(family)
        busy.join()


def _ignore_failure(server: Server) -> None:
    with contextlib.suppress(OSError, http.client.HTTPException):
        server.query(CROSS)


def _burns(pids: set[int]) -> bool:
    table = processes()
    return any(table.get(pid, (0, ""))[1] == "R" for pid in pids)


def test_the_scan_is_linear() -> None:
    """Texts on which a careless pattern would take minutes; this test would not end."""
    for text in ("a." * 50_000, '"""\\"' * 20_000, "<" * 100_000, "'" * 99_999, "@a-" * 30_000, ":\\" * 50_000):
        assert scan(text).form in {"unknown", "ask"}
