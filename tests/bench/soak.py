"""Two hundred clients for five minutes, of all manners, while releases come and go: ``make soak``.

    python -m tests.bench.soak [--minutes 5] [--clients 200] [--seed N] [--release FOLDER]

They read pages, ask, search, fetch files, come back with tags, break off, read slowly, ask for too much. Each has an
address of its own, told by the one proxy that is believed. Prints what was answered and how long it took, and memory
before and after. Ends with 1 when any answer was neither right nor a limit's, a connection was dropped that nobody had
broken off, or a process of the server is missing or left over.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.server import abuse
from tests.server.fuzzing import wrong
from tests.server.made import make, point
from tests.server.running import Reply, Server, serving, until
from tests.server.test_releases import EXTRA

LIGHT = (
    "ASK { ?s a <https://w3id.org/dragoman/ontology#Event> }",
    "SELECT ?t (COUNT(*) AS ?n) { ?s a ?t } GROUP BY ?t ORDER BY DESC(?n) LIMIT 20",
    "SELECT * { ?s ?p ?o } LIMIT 100",
    "CONSTRUCT WHERE { ?s a ?t } LIMIT 50",
    "SELECT * { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER CONTAINS(?l, 'a') } LIMIT 20",
)
HEAVY = tuple(abuse.QUERIES[name] for name in ("triple cross join", "huge ORDER BY", "GROUP_CONCAT bomb"))
WRONG = ("SELEKT", "ASK " + "{" * 5000, "SELECT * { SERVICE <http://127.0.0.1:9/> {} }", "DROP ALL")
PAGES = ("/", "/events", "/articles", "/entities", "/timeline", "/map", "/network", "/about", "/queries", "/ontology",
         "/events?format=csv", "/search?q=harbour", "/search?q=a&format=json", "/nothing/here", "/health")  # fmt: skip
FILES = ("/download/graph.nt", "/download/dataset.trig", "/store?default&format=ttl", "/download/void.ttl")
_TURN = 20.0
"""Seconds after which the other release is the current one."""


@dataclass
class Seen:
    """What all clients have seen so far."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    times: dict[str, list[float]] = field(default_factory=dict)
    ends: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, seconds: float, end: str, error: str = "") -> None:
        with self.lock:
            self.times.setdefault(kind, []).append(seconds)
            self.ends[kind, end] += 1
            if error:
                self.errors[f"{kind}: {error[:200]}"] += 1


class Visitor:
    """One client: what it does next is a matter of chance, what it gets is not."""

    def __init__(self, server: Server, number: int, seed: int, seen: Seen, pages: tuple[str, ...]) -> None:
        self.server = server
        self.address = f"203.0.{113 + number // 250}.{number % 250 + 1}"
        self.chance = random.Random(seed * 1000 + number)
        self.seen = seen
        self.pages = pages
        self.tags: dict[str, str] = {}

    def run(self, end: float) -> None:
        doings: dict[str, tuple[float, Callable[[], str]]] = {
            "page": (30, lambda: self._get(self.chance.choice(self.pages), "text/html")),
            "query": (30, lambda: self._ask(self.chance.choice(LIGHT))),
            "one of many": (12, lambda: self._ask(f"SELECT * {{ ?s ?p ?o }} LIMIT {self.chance.randrange(3000)}")),
            "again": (10, self._again),
            "file": (6, lambda: self._get(self.chance.choice(FILES))),
            "wrong": (4, lambda: self._ask(self.chance.choice(WRONG))),
            "broken off": (4, self._broken_off),
            "slow reader": (1.5, self._slowly),
            "large": (1, lambda: self._ask(abuse.LARGE)),
            "heavy": (0.1, lambda: self._ask(self.chance.choice(HEAVY))),
        }
        names, weights = list(doings), [weight for weight, _ in doings.values()]
        while time.monotonic() < end:
            kind = self.chance.choices(names, weights)[0]
            start = time.monotonic()
            try:
                result, error = doings[kind][1](), ""
            except (OSError, http.client.HTTPException) as problem:
                result, error = "dropped", f"{type(problem).__name__}: {problem}"
            except AssertionError as problem:
                result, error = "bad", str(problem)
            self.seen.note(kind, time.monotonic() - start, result, error)
            time.sleep(self.chance.random() / 5)

    def _get(self, path: str, accept: str = "*/*", **headers: str) -> str:
        return self._judged(self.server.get(path, accept, **{"X-Forwarded-For": self.address, **headers}), path)

    def _ask(self, text: str) -> str:
        headers = {"Content-Type": "application/sparql-query", "X-Forwarded-For": self.address}
        return self._judged(self.server.send("POST", "/sparql", headers, text.encode()), text)

    def _judged(self, reply: Reply, what: str) -> str:
        problem = wrong(reply)
        assert not problem, f"{what[:80]}: {problem}"
        kind = re.search(rb'"type": "/problems#([a-z-]+)"', reply.body[:200])
        return f"{reply.status} {kind[1].decode()}" if kind else str(reply.status)

    def _again(self) -> str:
        """Come back with the tag of the last time."""
        path = f"/sparql?query={quote(self.chance.choice(LIGHT))}"
        tag = {"If-None-Match": self.tags[path]} if path in self.tags else {}
        reply = self.server.get(path, **{"X-Forwarded-For": self.address, **tag})
        if reply.status in {200, 304}:
            self.tags[path] = reply.headers["etag"]
        return self._judged(reply, path)

    def _request(self, path: str) -> socket.socket:
        channel = socket.create_connection(("127.0.0.1", self.server.port), timeout=60)
        channel.sendall(
            f"GET {path} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {self.address}\r\nConnection: close\r\n\r\n".encode()
        )
        return channel

    def _broken_off(self) -> str:
        """Go away before the answer, or in its midst."""
        path = self.chance.choice((*self.pages, f"/sparql?query={quote(abuse.LARGE)}"))
        with self._request(path) as channel:
            if self.chance.random() < 0.5:
                channel.recv(200)
        return "gone"

    def _slowly(self) -> str:
        """Take a file in small pieces, with pauses."""
        with self._request("/download/graph.nt") as channel:
            got = channel.recv(4096)
            status = got[9:12].decode()
            for _ in range(40):
                if not channel.recv(4096):
                    break
                time.sleep(0.05)
        assert got.startswith(b"HTTP/1.1 ")
        return status


def main() -> int:
    """Run for the time asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 31))
    parser.add_argument("--release", type=Path, help="a folder of releases; without it two small ones take turns")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.release or Path(folder)
        names: tuple[str, ...] = ()
        if not given.release:
            make(place)
            make(place, "made-2", EXTRA)
            names = ("made-1", "made-2")
        with serving(place, proxies=1, corrections="") as server:
            return _run(server, given.clients, given.minutes * 60, given.seed, lambda n: _turn(place, names, n))


def _turn(place: Path, names: tuple[str, ...], number: int) -> None:
    if names:
        point(place, names[number % len(names)])


def _run(server: Server, clients: int, seconds: float, seed: int, turn: Callable[[int], None]) -> int:
    print(f"seed {seed}, {clients} clients, {seconds:.0f} s")
    pages = _pages(server)
    seen = Seen()
    before, family = abuse.memory(server), len(server.below())
    end = time.monotonic() + seconds
    visitors = [Visitor(server, number, seed, seen, pages) for number in range(clients)]
    threads = [threading.Thread(target=visitor.run, args=(end,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    turns = 0
    while time.monotonic() < end and server.process.poll() is None:
        time.sleep(min(_TURN, max(0.1, end - time.monotonic())))
        turn(turns := turns + 1)
        print(f"{sum(seen.ends.values()):,} done, {sum(seen.errors.values())} errors, "
              f"{abuse.memory(server) / 1e6:.0f} MB", flush=True)  # fmt: skip
    for thread in threads:
        thread.join()
    return _told(server, seen, before, family)


def _pages(server: Server) -> tuple[str, ...]:
    """The listings, and what they lead to, once the index of words is there."""
    links = set()
    assert until(lambda: server.get("/search?q=a").status == 200)
    for path in ("/events", "/articles", "/entities"):
        links |= set(re.findall(r'href="(/page/[^"#?]+)"', server.get(path, "text/html").text))
    return (*PAGES, *sorted(links)[:60])


def _told(server: Server, seen: Seen, before: int, family: int) -> int:
    print(f"\n{'kind':<14}{'times':>8}{'p50 ms':>9}{'p99 ms':>9}  ended")
    for kind, times in sorted(seen.times.items()):
        ordered = sorted(times)
        middle, high = (ordered[int(len(ordered) * part)] * 1000 for part in (0.5, 0.99))
        ends = ", ".join(f"{end}: {count:,}" for (which, end), count in seen.ends.most_common() if which == kind)
        print(f"{kind:<14}{len(times):>8,}{middle:>9.0f}{high:>9.0f}  {ends}")
    well = until(lambda: server.get("/ready").status == 200 and len(server.below()) == family)
    until(lambda: abuse.memory(server) < before + 100e6)
    print(f"\nmemory of its own: {before / 1e6:.0f} MB before, {abuse.memory(server) / 1e6:.0f} MB after; "
          f"processes: {family} before, {len(server.below())} after")  # fmt: skip
    for error, count in seen.errors.most_common(20):
        print(f"ERROR {count} x {error}")
    traces = [line for line in server.lines if "Traceback" in line or "panicked" in line]
    print(f"{sum(seen.errors.values())} errors, {len(traces)} tracebacks in the log")
    return 1 if seen.errors or traces or not well else 0


if __name__ == "__main__":
    sys.exit(main())
