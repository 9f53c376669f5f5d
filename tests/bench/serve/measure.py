"""One run over one release: every server started, asked the same, compared, ended."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from tests.bench.serve import load, peers, queries
from tests.bench.serve.graph import place, write
from tests.bench.serve.peers import CACHED, DRAGOMAN, OTHERS, RIVALS, Peer, Running, start, stop
from tests.places import ROOT

_CHECKED = 20
"""Queries of a kind whose answers are compared, at most."""
_CHECKING = 10.0
"""Seconds for that, and for the query under way then."""
_CALM = 10.0
"""Seconds that a server has to end what nobody waits for any more."""
_CONNECTIONS = (1, 8, 32)
_COLD = 100_000


class Contestant:
    """A server that is measured. It is started anew rather than asked while it works on what nobody waits for."""

    def __init__(self, peer: Peer, out: Path) -> None:
        self._peer, self._out = peer, out
        self.server = start(peer, out)
        self.started = self.server.started

    def __enter__(self) -> Self:
        """It runs already."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        stop(self.server)

    def calm(self) -> None:
        """Wait until it has nothing to do, or start it anew."""
        if not load.settle(self.server, _CALM):
            _tell(f"{self._peer.name} is started anew")
            stop(self.server)
            self.server = start(self._peer, self._out)
            load.settle(self.server)

    def asked(self, texts: Sequence[str], seconds: float, limit: float = load.LIMIT) -> Asked | None:
        """What it answers to queries of one kind, and how fast; None when one of them fails, or takes too long."""
        asker = load.Asker(self.server.endpoint, limit)
        try:
            return _asked(asker, texts, seconds)
        except load.Failed as problem:
            _tell(f"{self._peer.name}: {problem}")
            self.calm()
            return None
        finally:
            asker.close()


@dataclass(frozen=True, slots=True)
class Asked:
    """Of a kind: rows, and the sum of all whole numbers in them, of each query that was checked; median ms."""

    answers: tuple[tuple[int, int], ...]
    latency: float


def measure(folder: Path, triples: int, seconds: int) -> dict[str, Any]:
    """All figures of one size; servers run side by side and are asked in turn. ``folder``: where data are kept."""
    out = place(folder, triples)
    write(out, triples)
    texts = queries.read(out)
    others = [peer for peer in OTHERS if triples <= peer.most]
    found: dict[str, Any] = {"triples": triples, "servers": {DRAGOMAN.name: {}}}
    for peer in others:
        found["servers"][peer.name] = {"version": peer.version(), "filled": peers.filled(peer, out)}
    with ExitStack() as stack:
        running = {peer.name: stack.enter_context(Contestant(peer, out)) for peer in (DRAGOMAN, *others)}
        for one in running.values():
            load.settle(one.server)
        asked = {name: _kinds(one, texts, seconds) for name, one in running.items()}
        found["left_out"] = left_out(asked)
        for name, one in running.items():
            mixes = _mixes(one, without(texts, found["left_out"]), out, seconds)
            found["servers"][name].update(_told(asked, name), started=one.started, mix=mixes,
                                          memory=load.memory(one.server))  # fmt: skip
    _tell("the engine alone")
    found["bare"] = _bare(out)
    _tell(CACHED.name)
    with Contestant(CACHED, out) as one:
        load.settle(one.server)
        found["cache"] = _cached(one.server, texts, out, seconds)
    return found


def _kinds(one: Contestant, texts: Mapping[str, Sequence[str]], seconds: int) -> dict[str, Asked | None]:
    _tell(f"{one.server.name}, kind by kind")
    return {kind: one.asked(of, seconds / 8) for kind, of in texts.items()}


def left_out(asked: Mapping[str, Mapping[str, Asked | None]]) -> list[str]:
    """Kinds that are in no mix: one of the two servers that are the measure did not answer in time."""
    return [kind for kind in asked[DRAGOMAN.name] if any(asked[name][kind] is None for name in RIVALS if name in asked)]


def without(texts: Mapping[str, list[str]], kinds: Sequence[str]) -> dict[str, list[str]]:
    """The queries of all other kinds."""
    return {kind: of for kind, of in texts.items() if kind not in kinds}


def _told(asked: Mapping[str, Mapping[str, Asked | None]], name: str) -> dict[str, Any]:
    """Answers and latencies of one server as they are written down; answers as far as all have got with a kind."""
    answers: dict[str, list[int] | None] = {}
    for kind, mine in asked[name].items():
        least = min((len(of.answers) for each in asked.values() if (of := each[kind])), default=0)
        answers[kind] = [sum(column) for column in zip(*mine.answers[:least], strict=True)] if mine else None
    return {"answers": answers, "latency": {kind: mine and mine.latency for kind, mine in asked[name].items()}}


def cold(folder: Path) -> float:
    """Seconds from the command until a release of 100,000 triples has answered a first query, median of five."""
    out = place(folder, _COLD)
    write(out, _COLD)
    times = []
    for _ in range(5):
        with Contestant(DRAGOMAN, out) as one:
            times.append(one.started)
    return statistics.median(times)


def _tell(what: str) -> None:
    print(f"  {what}", file=sys.stderr, flush=True)


def _bare(out: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.serve.bare", str(out)]
    told: dict[str, Any] = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    return told


def _mixes(one: Contestant, texts: Mapping[str, list[str]], out: Path, seconds: int) -> dict[str, dict[int, Any]]:
    """Name of a mix -> number of connections -> what wrk found."""
    _tell(f"{one.server.name}, mixed")
    taken: dict[str, dict[int, Any]] = {}
    with tempfile.TemporaryDirectory(dir=out) as folder:
        for name, kinds in queries.MIXES.items():
            taken[name] = {}
            for count in _CONNECTIONS:
                # each time, since a server that was started anew has another address
                file = load.addresses(one.server, mix(texts, kinds), Path(folder) / "mix")
                taken[name][count] = asdict(load.wrk(one.server, file, count, seconds))
                one.calm()
    return taken


def _asked(asker: load.Asker, texts: Sequence[str], seconds: float) -> Asked:
    """Ask a few for their answers, as many as the time allows; then measure, unless that has taken long already."""
    answers, firsts = [], []
    end = time.monotonic() + _CHECKING
    for text in texts[:_CHECKED]:
        took, rows = asker.ask(text)
        firsts.append(took)
        answers.append((len(rows), _sum(rows)))
        if time.monotonic() > end:
            break
    enough = sum(firsts) > _CHECKING * 1000
    return Asked(tuple(answers), statistics.median(firsts if enough else load.times(asker, texts, seconds)))


def _sum(rows: Sequence[Mapping[str, Mapping[str, str]]]) -> int:
    values = (term["value"] for row in rows for term in row.values() if term.get("datatype", "").endswith("#integer"))
    return sum(map(int, values))


def mix(texts: Mapping[str, list[str]], kinds: Sequence[queries.Kind]) -> list[str]:
    """The queries of those of the kinds that are there, in turn, as many of each kind."""
    lists = [texts[kind.name] for kind in kinds if kind.name in texts]
    most = max(map(len, lists))
    rounds = zip(*((of * most)[:most] for of in lists), strict=True)
    return [text for row in rounds for text in row]


def _cached(server: Running, asked: Mapping[str, list[str]], out: Path, seconds: int) -> dict[str, Any]:
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
