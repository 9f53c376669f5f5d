"""Workers and the stores behind them: sealed off from the network, cleaned up after, exchanged under load."""

from __future__ import annotations

import contextlib
import os
import platform
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from kg.config import Settings
from kg.errors import DragomanError
from server import wire
from server.clients import Clients
from server.disk import Lease, clean
from server.errors import QueryTimeout, QueryTooComplex
from server.merged import SHAPE
from server.stores import PAGES, VISITORS, EmbeddedStore
from server.wire import Answer, Task
from tests.places import ROOT
from tests.server.made import make
from tests.server.running import Server, serving, until
from tests.server.test_releases import EXTRA, NEWS
from tests.web import Web

linux = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"}, reason="the seal is a filter of Linux"
)


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EmbeddedStore]:
    lease = Lease(tmp_path / ".stores" / "made-1") if request.param == "disk" else None
    found = EmbeddedStore(make(tmp_path) / "dataset.nq", Settings(query_workers=1), lease)
    yield found
    found.close()


def _task(text: str) -> Task:
    return Task(text, "json", 1000, 1_000_000, 10.0)


def _said(store: EmbeddedStore, text: str) -> Answer | str:
    try:
        return store.run(_task(text))
    except DragomanError as problem:
        return problem.message


def test_it_is_known_whether_named_graphs_can_be_asked(store: EmbeddedStore, request: pytest.FixtureRequest) -> None:
    """On disk at once; from memory once they are loaded, and not when their process has gone."""
    assert store.complete() is ("disk" in request.node.name)
    before = set(store.processes())
    assert isinstance(_said(store, "ASK { GRAPH ?g {} }"), Answer)
    assert store.complete()
    for holder in set(store.processes()) - before:
        os.kill(holder, signal.SIGKILL)
        assert until(lambda: not store.complete())


@linux
def test_the_engine_itself_cannot_reach_anybody(store: EmbeddedStore, web: Web) -> None:
    """Here without the check of the text, which would refuse all of these."""
    for service in (
        f"SERVICE <{web.url}/sparql>",
        f"SERVICE SILENT <{web.url}/sparql>",
        "SERVICE <https://localhost:9/>",
    ):
        answer = _said(store, f"SELECT * {{ {service} {{ ?s ?p ?o }} }}")
        assert isinstance(answer, str) or answer.rows <= 1
    refused = _said(store, f"SELECT * {{ SERVICE <{web.url}/sparql> {{ ?s ?p ?o }} }}")
    assert isinstance(refused, str)
    assert "cannot be answered" in refused
    assert web.asked == []
    # the worker goes on, and can still open what it has to
    answer = store.run(_task("SELECT * { ?s ?p ?o } LIMIT 500"))
    assert answer.rows == 500


def test_a_chain_is_followed_as_far_as_the_stack_goes(store: EmbeddedStore) -> None:
    """As long as a query may be it gets its answer; one that is longer still ends its worker, and says why."""
    chain = "ASK {{ FILTER(1{} < 0) }}"
    assert isinstance(_said(store, chain.format("- 1" * 30_000)), Answer)
    with pytest.raises(QueryTooComplex) as problem:
        store.run(_task(chain.format("- 1" * 300_000)))
    assert problem.value.limit == "query_chars"
    assert store.run(_task("ASK {}")).rows == 1


def test_pages_have_more_than_one_worker(tmp_path: Path) -> None:
    """One that is slow does not stop the others."""
    store = EmbeddedStore(make(tmp_path) / "dataset.nq", Settings(query_workers=1, page_workers=2, query_seconds=30.0))
    try:
        slow = threading.Thread(target=lambda: _swallow(store))
        slow.start()
        assert until(lambda: store.load()[PAGES].busy == 1)
        assert store.run(_task("ASK {}"), PAGES).rows == 1
        assert store.load()[PAGES].busy == 1
        slow.join()
    finally:
        store.close()


def _swallow(store: EmbeddedStore) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (STR(?c) < STR(?f) || STR(?i) > STR(?f)) }"
    with pytest.raises(DragomanError):
        store.run(Task(text, "json", 10, 10_000, 3.0), PAGES)


def test_stores_of_former_releases_are_removed(tmp_path: Path) -> None:
    make(tmp_path)
    stores = tmp_path / ".stores"
    (stores / ".made-0.99999").mkdir(parents=True)
    elsewhere = Lease(stores / "other")
    (stores / "other").mkdir()
    with serving(tmp_path, disk_above_mb=0) as server:
        assert not (stores / ".made-0.99999").exists()
        for number in (2, 3, 4):
            make(tmp_path, f"made-{number}", EXTRA)
            assert until(lambda name=f"made-{number}": server.get("/ready").json()["release"] == name)
        # the one in use, the last one before it, and what another server uses
        assert until(lambda: _names(stores) == {f"made-3.{SHAPE}", f"made-4.{SHAPE}", "other"})
        assert len(server.query(NEWS).bindings()) == 3
    elsewhere.close()
    assert len(_names(stores)) == 1
    assert not [path for path in stores.glob("*.lock") if not path.with_suffix("").exists()]


def _names(stores: Path) -> set[str]:
    return {path.name for path in stores.iterdir() if path.is_dir()}


def test_a_store_in_use_is_never_removed(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
    with_others = [Lease(tmp_path / name) for name in ("a", "b")]
    assert clean(tmp_path) == []
    for lease in with_others:
        lease.close()
    assert len(_names(tmp_path)) == 1


def test_going_back_and_forth_under_load_drops_nothing(tmp_path: Path) -> None:
    """By the command, while visitors ask for answers, pages and files."""
    make(tmp_path)
    make(tmp_path, "made-2", EXTRA)
    with serving(tmp_path, query_workers=2, client_rate=0, cache_mb=0) as server:
        stop = threading.Event()
        seen: list[tuple[str, int, str]] = []
        query = f"/sparql?query={quote(NEWS)}"
        paths = (query, f"{query}&format=csv", "/articles", "/download/graph.nt")
        askers = [threading.Thread(target=_ask, args=(server, stop, seen, path)) for path in paths]
        for asker in askers:
            asker.start()
        for target in ("made-1", "made-2", "made-1"):
            done = subprocess.run(
                [sys.executable, "-c", "from kg.cli import main; main()", "rollback", str(tmp_path), target],
                cwd=ROOT, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            assert until(lambda name=target: server.get("/ready").json()["release"] == name)
            count = len(seen)
            assert until(lambda more=count: len(seen) > more + 8)
        stop.set()
        for asker in askers:
            asker.join()
        assert {status for _, status, _ in seen} == {200}
        assert {release for _, _, release in seen} == {"made-1", "made-2"}


def _ask(server: Server, stop: threading.Event, seen: list[tuple[str, int, str]], path: str) -> None:
    while not stop.is_set():
        reply = server.get(path)
        seen.append((path, reply.status, reply.headers["x-dragoman-release"]))


def test_a_client_with_many_queries_does_not_keep_another_one_waiting_behind_them(tmp_path: Path) -> None:
    """Two workers held by one client, whose further queries came first: a worker that becomes free is the other's."""
    store = EmbeddedStore(make(tmp_path) / "dataset.nq", Settings(query_workers=2))
    clients, order = Clients(Settings(client_rate=0)), list[str]()
    slow = _task("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")._replace(seconds=1.0)

    def ask(client: str) -> None:
        with clients.query(client), contextlib.suppress(DragomanError):
            store.run(slow)
        order.append(client)

    threads = [threading.Thread(target=ask, args=(client,)) for client in ("one", "one", "one", "one", "two")]
    for started, thread in enumerate(threads):
        thread.start()
        there = started + 1
        assert until(lambda there=there: sum((store.load()[VISITORS].busy, store.load()[VISITORS].waiting)) == there)
    for thread in threads:
        thread.join()
    store.close()
    assert order.index("two") < 4, order


@pytest.mark.parametrize("seconds", [0.05, 0.0000001])
def test_a_channel_waits_no_longer_than_it_is_told(seconds: float) -> None:
    """Also a time that the kernel would round to none, which to it means for ever."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wire.be_patient(ours, seconds)
        with pytest.raises(BlockingIOError):
            wire.receive(ours)
        # it waits for a message that has begun, too, and for room to write
        theirs.sendall(wire.pack({"told": 1}, b"x" * 100)[:-1])
        with pytest.raises(BlockingIOError):
            wire.receive(ours)
        with pytest.raises(BlockingIOError):
            wire.send(ours, {}, b"x" * 50_000_000)


@linux
def test_a_worker_that_hangs_is_ended_at_the_limit(store: EmbeddedStore) -> None:
    def below(pid: int) -> set[int]:
        return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}

    workers = below(store.processes()[0])
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    with pytest.raises(QueryTimeout):
        store.run(_task("ASK {}")._replace(seconds=0.3))
    assert len(workers - below(store.processes()[0])) == 1
    assert store.run(_task("ASK {}")).body
