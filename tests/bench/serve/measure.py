"""One run over one release: every server started, asked the same, compared, ended."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.serve import load, peers, queries
from tests.bench.serve.graph import place, write
from tests.bench.serve.peers import CACHED, DRAGOMAN, OTHERS, Peer, Running, start, stop
from tests.places import ROOT

_CHECKED = 20
"""Queries of a kind whose answers are compared."""
_CONNECTIONS = (1, 8, 32)
_COLD = 100_000


@contextmanager
def _running(peer: Peer, out: Path) -> Iterator[Running]:
    server = start(peer, out)
    try:
        yield server
    finally:
        stop(server)


def measure(folder: Path, triples: int, seconds: int) -> dict[str, Any]:
    """All figures of one size; servers run side by side and are asked in turn. ``folder``: where data are kept."""
    out = place(folder, triples)
    write(out, triples)
    asked = queries.read(out)
    others = [peer for peer in OTHERS if triples <= peer.most]
    found: dict[str, Any] = {"triples": triples, "servers": {DRAGOMAN.name: {}}}
    for peer in others:
        found["servers"][peer.name] = {"version": peer.version(), "filled": peers.filled(peer, out)}
    with ExitStack() as stack:
        running = [stack.enter_context(_running(peer, out)) for peer in (DRAGOMAN, *others)]
        for server in running:
            load.settle(server)
        for server in running:
            _tell(server.name)
            found["servers"][server.name].update(_of(server, asked, out, seconds))
    _tell("the engine alone")
    found["bare"] = _bare(out)
    _tell(CACHED.name)
    with _running(CACHED, out) as server:
        load.settle(server)
        found["cache"] = _cached(server, asked, out, seconds)
    return found


def cold(folder: Path) -> float:
    """Seconds from the command until a release of 100,000 triples has answered a first query, median of five."""
    out = place(folder, _COLD)
    write(out, _COLD)
    times = []
    for _ in range(5):
        with _running(DRAGOMAN, out) as server:
            times.append(server.started)
    return statistics.median(times)


def _tell(what: str) -> None:
    print(f"  {what}", file=sys.stderr, flush=True)


def _bare(out: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.serve.bare", str(out)]
    told: dict[str, Any] = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    return told


def _of(server: Running, asked: dict[str, list[str]], out: Path, seconds: int) -> dict[str, Any]:
    asker = load.Asker(server.endpoint)
    answers = {name: _answers(asker, texts) for name, texts in asked.items()}
    latencies = {
        name: load.latency(asker, texts, seconds / 8) if answers[name] else None for name, texts in asked.items()
    }
    asker.close()
    taken: dict[str, dict[int, Any]] = {}
    with tempfile.TemporaryDirectory(dir=out) as folder:
        for name, kinds in queries.MIXES.items():
            file = load.addresses(server, mix(asked, kinds), Path(folder) / "mix")
            taken[name] = {count: asdict(load.wrk(server, file, count, seconds)) for count in _CONNECTIONS}
    return {"started": server.started, "answers": answers, "latency": latencies, "mix": taken,
            "memory": load.memory(server)}  # fmt: skip


def _answers(asker: load.Asker, texts: Sequence[str]) -> list[int] | None:
    """Rows, and the sum of all whole numbers in them: what is compared. None when the server fails on one of them."""
    try:
        rows = [row for text in texts[:_CHECKED] for row in asker.ask(text)[1]]
    except load.Failed as problem:
        _tell(f"  {problem}")
        return None
    values = (term["value"] for row in rows for term in row.values() if term.get("datatype", "").endswith("#integer"))
    return [len(rows), sum(map(int, values))]


def mix(asked: dict[str, list[str]], kinds: Sequence[queries.Kind]) -> list[str]:
    """The queries of some kinds in turn, as many of each kind."""
    most = max(len(asked[kind.name]) for kind in kinds)
    rounds = zip(*((asked[kind.name] * most)[:most] for kind in kinds), strict=True)
    return [text for row in rounds for text in row]


def _cached(server: Running, asked: dict[str, list[str]], out: Path, seconds: int) -> dict[str, Any]:
    """The result cache: the mix for the first time, again, and asked with a tag that is still good."""
    texts = mix(asked, queries.LIGHT)
    with tempfile.TemporaryDirectory(dir=out) as folder:
        file = load.addresses(server, texts, Path(folder) / "mix")
        asker = load.Asker(server.endpoint)
        cold = statistics.mean(asker.ask(text)[0] for text in dict.fromkeys(texts))
        warm = statistics.mean(asker.ask(text)[0] for text in dict.fromkeys(texts))
        asker.close()
        again = asdict(load.wrk(server, file, 8, seconds))
        one = load.addresses(server, texts[:1], Path(folder) / "one")
        root = server.endpoint.removesuffix("/sparql")
        request = urllib.request.Request(root + one.read_text().strip(), headers={"Accept": load.JSON})
        with urllib.request.urlopen(request) as answer:
            tag = answer.headers["ETag"]
        same = asdict(load.wrk(server, one, 8, seconds, tag))
    return {"cold_ms": cold, "warm_ms": warm, "warm": again, "unchanged": same}
