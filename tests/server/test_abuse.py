"""Who tries to hold the server up takes nothing from the others; no client gets more than its share."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

from kg.errors import ConfigError
from server.run import free_socket
from tests.server import abuse
from tests.server.running import Reply, Server, serving, until

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel is asked how far a peer has got (Linux)")
KINDS = {"query-too-complex", "query-timeout", "query-memory", "query-too-deep", "query-too-long", "query-syntax"}


@pytest.fixture(scope="module")
def patient(made: Path) -> Iterator[Server]:
    """One that gives a query and a client a second, and lets them be as many as they like."""
    with serving(
        made, client_seconds=1.0, client_requests=0, client_queries=0, client_rate=0, query_seconds=2.0,
        query_memory_mb=200, cache_mb=0,
    ) as running:  # fmt: skip
        # all its processes are there then
        assert running.query("ASK { GRAPH ?g {} }").json()["boolean"] is True
        yield running


def _posted(server: Server, text: str) -> Reply:
    """The answer to a query that may hurt; the next one is answered in any case."""
    reply = server.send("POST", "/sparql", {"Content-Type": "application/sparql-query"}, text.encode())
    assert server.query("ASK {}").json()["boolean"] is True, text[:100]
    return reply


def _problem(reply: Reply) -> str:
    return str(reply.json()["type"]).rpartition("#")[2]


def test_no_query_hurts_the_next_and_memory_returns(patient: Server) -> None:
    assert patient.query("ASK {}").status == 200
    workers, before = len(patient.below()), abuse.memory(patient)
    with ThreadPoolExecutor(2) as two:  # as many as there are workers
        replies = zip(abuse.QUERIES, two.map(lambda text: _posted(patient, text), abuse.QUERIES.values()), strict=True)
    for name, reply in replies:
        # some are harmless here, and none of the others may end in anything but a limit
        assert reply.status == 200 or _problem(reply) in KINDS, (name, reply.text[:300])
        assert reply.status != 500, name
    assert until(lambda: len(patient.below()) == workers)
    assert until(lambda: abuse.memory(patient) < before + 150e6)


@linux
@pytest.mark.parametrize(("data", "number"), [
    (abuse.slow_writer(), 60), (abuse.HALF_OPEN, 300), (b"", 300), (b"GET /events HTTP/1.1\r\nHost: x\r\nX: ", 100),
])  # fmt: skip
def test_who_does_not_finish_is_hung_up_on(patient: Server, data: bytes, number: int) -> None:
    with abuse.holding(patient, number, data) as held:
        assert patient.query("ASK {}").status == 200
        assert patient.form(query="ASK {}").status == 200
        assert until(lambda: all(abuse.closed(channel) for channel in held))
    assert patient.get("/ready").status == 200


@linux
def test_who_does_not_read_is_hung_up_on(patient: Server) -> None:
    """They have asked for large answers; the threads that wait for them come free, and so does the memory."""
    before = abuse.memory(patient)
    with abuse.holding(patient, 6, abuse.slow_reader(), small=True) as held:
        for channel in held:
            assert channel.recv(15).startswith(b"HTTP/1.1 ")
        assert patient.query("ASK {}").status == 200
        assert until(lambda: all(abuse.closed(channel) for channel in held))
    assert until(lambda: abuse.memory(patient) < before + 60e6)
    assert patient.query("ASK {}").status == 200


def test_who_reads_slowly_but_reads_gets_everything(patient: Server) -> None:
    whole = patient.query(abuse.LARGE)
    with socket.create_connection(("127.0.0.1", patient.port), timeout=30) as channel:
        channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
        channel.sendall(abuse.slow_reader().replace(b"Host: x", b"Host: x\r\nConnection: close"))
        got = 0
        while chunk := channel.recv(1 << 20):
            got += len(chunk)
            time.sleep(0.01)
    assert whole.status == 200
    assert got > len(whole.body)


def test_nobody_has_more_than_so_many_requests_open(made: Path) -> None:
    with serving(made, client_requests=3) as server:
        with abuse.holding(server, 4, abuse.slow_writer()) as held:
            assert until(lambda: sum(abuse.refused(channel) for channel in held) == 1)
            # but for who watches over the server
            assert server.get("/health").status == server.get("/metrics").status == 200
            refused = server.query("ASK {}")
            assert (refused.json()["limit"], refused.headers["content-type"]) == (
                "client_requests", "application/problem+json")  # fmt: skip
            # and is counted and told in the log like any other
            assert until(lambda: any(refused.headers["x-request-id"] in line for line in server.lines))
            assert 'route="/sparql",status="429"' in server.get("/metrics").text
            assert int(refused.headers["retry-after"]) > 0
        assert until(lambda: server.query("ASK {}").status == 200)


def _from(server: Server, client: str, text: str) -> Reply:
    return server.send("GET", f"/sparql?query={quote(text)}", {"X-Forwarded-For": client})


def test_each_client_has_its_own_share(made: Path) -> None:
    """Told apart by what the one proxy in front says; who adds addresses of its own changes nothing."""
    with serving(made, proxies=1, client_queries=1, client_rate=6, query_workers=2, query_seconds=3.0) as server:
        slow = threading.Thread(target=_from, args=(server, "203.0.113.1", abuse.QUERIES["triple cross join"]))
        slow.start()
        assert until(lambda: _busy(server) == 1)
        second = _from(server, "198.51.100.7, 203.0.113.1", "ASK {}")
        assert (second.status, _problem(second), second.json()["limit"]) == (429, "too-many", "client_queries")
        assert _from(server, "203.0.113.2", "ASK {}").status == 200
        slow.join()
        replies = [_from(server, "2001:db8::1", "ASK {}") for _ in range(8)]
        assert [reply.status for reply in replies] == [200] * 6 + [429] * 2
        assert replies[-1].json()["limit"] == "client_rate"
        assert 0 < int(replies[-1].headers["retry-after"]) <= 120
        # the same subscriber, and another one
        assert _from(server, "2001:db8::2", "ASK {}").status == 429
        assert _from(server, "2001:db8:0:1::1", "ASK {}").status == 200


def _busy(server: Server) -> float:
    line = next(line for line in server.get("/metrics").text.splitlines() if 'workers_busy{lane="visitors"}' in line)
    return float(line.split()[-1])


def test_without_a_proxy_its_headers_mean_nothing(made: Path) -> None:
    with serving(made, client_rate=2) as server:
        statuses = [_from(server, f"203.0.113.{number}", "ASK {}").status for number in range(4)]
    assert statuses == [200, 200, 429, 429]


def test_long_answers_on_their_way_are_bounded(made: Path) -> None:
    """Together, whoever they are for; short answers go on."""
    with serving(made, answers_mb=15, client_requests=0, client_queries=0, query_workers=2) as server:
        with abuse.holding(server, 4, abuse.slow_reader(), small=True) as held:
            for channel in held:
                channel.recv(15)
            assert until(lambda: server.get("/events").status == 503)
            assert server.get("/events").json()["limit"] == "answers_mb"
        assert until(lambda: server.get("/events").status == 200)


def test_a_unix_socket_instead_of_a_port(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "d.sock"
    with serving(made, socket=str(path), proxies=1) as server, socket.socket(socket.AF_UNIX) as channel:
        assert any(f"unix:{path}" in line for line in server.lines)
        channel.settimeout(30)
        channel.connect(str(path))
        channel.sendall(
            b"GET /sparql HTTP/1.1\r\nHost: inside\r\nAccept: text/turtle\r\nX-Forwarded-For: 203.0.113.5\r\n"
            b"X-Forwarded-Proto: https\r\nX-Forwarded-Host: news.example\r\nConnection: close\r\n\r\n"
        )
        answer = b"".join(iter(lambda: channel.recv(1 << 16), b""))
        assert answer.startswith(b"HTTP/1.1 200")
        # the service names the address that the world knows
        assert b"<https://news.example/sparql>" in answer
        # who comes second says why, and does no harm to the first
        with pytest.raises(ConfigError, match="listens at the socket"):
            free_socket(path)
        server.process.kill()
    # what a server leaves that was killed is no hindrance to the next
    assert path.is_socket()
    with serving(made, socket=str(path)) as server:
        assert any(f"unix:{path}" in line for line in server.lines)


def test_places_where_no_socket_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for name, why in (("nothing/d.sock", "folder is missing"), ("file", "no socket"), ("x" * 120, "too long")):
        with pytest.raises(ConfigError, match=why):
            free_socket(tmp_path / name)
    assert (tmp_path / "file").read_text() == "mine"
