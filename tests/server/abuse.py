"""Ways to hurt a server: queries without end or measure, and clients that hold on to what they have."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from tests.server.running import Server, processes

LARGE = "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 30000"
"""Some 10 MB."""
QUERIES = {
    "triple cross join": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    "FILTER (STR(?c) < STR(?f) || STR(?i) > STR(?f)) }",
    "huge ORDER BY": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "huge DISTINCT": "SELECT DISTINCT ?a ?d ?g ?c ?f ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a",
    "GROUP_CONCAT bomb": "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "REPLACE bomb": 'SELECT ?r { ?s ?p ?o . ?a ?b ?c BIND(REPLACE(CONCAT(STR(?o), STR(?c)), "(.)", "$1$1$1$1") AS ?q) '
    'BIND(REPLACE(?q, "(.)", "$1$1$1$1$1$1$1$1") AS ?r) FILTER (STRLEN(?r) < 0) }',
    "deep property path": "SELECT * { ?s (" + "/".join(["!<x:y>*"] * 40) + ") ?o . ?s ?p ?q . ?q ?r ?t } ORDER BY ?o",
    "path of a thousand steps": "SELECT * { ?s (" + "/".join(["!<x:y>"] * 1000) + ") ?o }",
    "nested path closures": "SELECT * { ?s ((((!<x:a>)*/(!<x:b>)*)*/(^!<x:c>)*)*)* ?o . ?a ?b ?c } ORDER BY ?o",
    "catastrophic REGEX": 'SELECT * { ?s ?p ?o . ?a ?b ?c FILTER '
    'REGEX(CONCAT(STR(?o), STR(?c)), "^(([a-z])+.)+[A-Z]([a-z])+$|(a+)+b|(.*)*x") }',
    "counted REGEX": 'ASK { ?s ?p ?o FILTER REGEX(STR(?o), "((((((a{1,60}){1,60}){1,60}){1,60}){1,60}){1,60})b") }',
    "5,000 nested braces": "ASK " + "{" * 5000 + "}" * 5000,
    "10,000 deep parentheses": "ASK { FILTER (" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
    "10,000 deep blank nodes": "SELECT * { ?s ?p " + "[ <x:y> " * 10_000 + "1" + "]" * 10_000 + " }",
    "many operators": "ASK { FILTER (" + "!" * 40_000 + "true) }",
    "operators apart": "ASK { FILTER (" + "! # no\n" * 5000 + "true) }",
    "operators in a path": "ASK { ?s " + "^" * 40_000 + "<x:y> ?o }",
    "long chain of UNION": "SELECT * { {?s ?p ?o} " + "UNION {?s ?p ?o} " * 3000 + "}",
    "long chain of OR": "ASK { ?s ?p ?o FILTER (" + " || ".join(["?o = 1"] * 8000) + ") }",
    "long chain of -": "ASK { FILTER (1" + "- 1" * 30_000 + " < 0) }",
    "long chain of +": "ASK { FILTER (1" + "+1" * 45_000 + " < 0) }",
    "long chain of triples": "ASK { " + "?s ?p ?o." * 10_000 + "}",
    "long list": "ASK { ?s ?p (" + "1 " * 45_000 + ") }",
    "many VALUES": "SELECT * { " + " ".join(f"VALUES ?x{n} {{ 1 2 3 4 5 6 7 8 9 }}" for n in range(12)) + " }",
    "1 MB query": "SELECT * { VALUES ?s { " + " ".join(f"<http://x/{n}>" for n in range(60_000)) + " } ?s ?p ?o }",
    "1 MB comment": "ASK {} #" + "x" * 1_000_000,
}  # fmt: skip


@contextmanager
def holding(server: Server, number: int, data: bytes, *, small: bool = False) -> Iterator[list[socket.socket]]:
    """So many connections that have sent ``data`` and do nothing more; ``small``: they take in little at a time."""
    held = []
    try:
        for _ in range(number):
            channel = socket.socket()
            if small:
                channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            channel.settimeout(30)
            channel.connect(("127.0.0.1", server.port))
            if data:
                channel.sendall(data)
            held.append(channel)
        yield held
    finally:
        for channel in held:
            channel.close()


def slow_writer() -> bytes:
    """A request whose body never comes whole."""
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 5000\r\n\r\n"
    return head + b"SELECT"


def slow_reader(path: str = "") -> bytes:
    """A request for much, by somebody who will not read it."""
    return f"GET {path or '/sparql?query=' + quote(LARGE)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


HALF_OPEN = b"GET /sparql?query=ASK"


def refused(channel: socket.socket) -> bool:
    """Whether the server has turned the request away; the answer stays to be read."""
    channel.settimeout(0.01)
    try:
        return channel.recv(12, socket.MSG_PEEK) == b"HTTP/1.1 429"
    except TimeoutError:
        return False


def closed(channel: socket.socket) -> bool:
    """Whether the server has ended a connection."""
    channel.settimeout(0.01)
    try:
        while True:
            if not channel.recv(1 << 16):
                return True
    except TimeoutError:
        return False
    except OSError:
        return True


def memory(server: Server) -> int:
    """Bytes that the processes of the server have to themselves, all together (Linux)."""
    total = 0
    for pid in server.below() & processes().keys():
        try:
            with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:  # noqa: PTH123
                total += sum(int(line.split()[1]) * 1024 for line in file if line.startswith("Private_"))
        except OSError:
            continue
    return total


def timed(server: Server) -> float:
    """Seconds until the next query of somebody else is answered."""
    start = time.perf_counter()
    reply = server.query("SELECT * { ?s ?p ?o } LIMIT 10")
    assert reply.status == 200, reply.text
    return time.perf_counter() - start
