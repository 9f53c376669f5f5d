"""Asking a server: one query after the other by a plain client, many at once by wrk; what its processes took."""

from __future__ import annotations

import http.client
import json
import os
import re
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.bench.serve.peers import Running
from tests.server.running import processes

JSON = "application/sparql-results+json"
_SCRIPT = Path(__file__).with_name("mix.lua")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Taken:
    """Of wrk: answers a second, milliseconds (median, 95th percentile), errors, CPU milliseconds of the server each."""

    rate: float
    p50: float
    p95: float
    errors: int
    cpu_ms: float


class Failed(RuntimeError):  # noqa: N818 - as a server says it
    """A server gave no answer to a query."""


class Asker:
    """One connection that stays open."""

    def __init__(self, endpoint: str) -> None:
        found = urlsplit(endpoint)
        self._path = found.path
        self._line = http.client.HTTPConnection(str(found.hostname), found.port, timeout=300)

    def ask(self, query: str) -> tuple[float, list[dict[str, dict[str, str]]]]:
        """Milliseconds until the whole answer was here, and its rows. Raises Failed."""
        begun = time.perf_counter()
        self._line.request("GET", f"{self._path}?{urlencode({'query': query})}", headers={"Accept": JSON})
        answer = self._line.getresponse()
        body = answer.read()
        took = (time.perf_counter() - begun) * 1000
        if answer.status != 200:
            raise Failed(f"{answer.status}: {body[:200]!r}")
        rows: list[dict[str, dict[str, str]]] = json.loads(body)["results"]["bindings"]
        return took, rows

    def close(self) -> None:
        """Hang up."""
        self._line.close()


def latency(asker: Asker, queries: Sequence[str], seconds: float) -> float:
    """Median milliseconds over the queries, again and again for so many seconds, at least three answers."""
    times: list[float] = []
    end = time.monotonic() + seconds
    while len(times) < 3 or time.monotonic() < end:
        for query in queries:
            times.append(asker.ask(query)[0])
            if len(times) >= 3 and time.monotonic() > end:
                break
    return statistics.median(times)


def addresses(server: Running, queries: Sequence[str], file: Path) -> Path:
    """A file with the request of each query, one a line."""
    path = urlsplit(server.endpoint).path
    file.write_text("".join(f"{path}?{urlencode({'query': query})}\n" for query in queries))
    return file


def wrk(server: Running, file: Path, connections: int, seconds: int, tag: str = "") -> Taken:
    """The requests in a file, from so many connections, for so many seconds."""
    found = urlsplit(server.endpoint)
    before = cpu(server)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(_SCRIPT),
               f"http://{found.netloc}", "--", str(file), *([tag] if tag else [])]  # fmt: skip
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    told: Mapping[str, float] = json.loads(said[said.rindex("\n{") :])
    spent = (cpu(server) - before) * 1000 / max(1, told["requests"])
    return Taken(told["requests"] / told["seconds"], told["p50"], told["p95"], int(told["errors"]), spent)


def family(server: Running) -> set[int]:
    """The process of a server and all below it."""
    table, found = processes(), {server.process.pid}
    while more := {pid for pid, (parent, _) in table.items() if parent in found} - found:
        found |= more
    return found


def cpu(server: Running) -> float:
    """Seconds of CPU that its processes have taken, also those that have ended and were waited for."""
    stats = (_told(pid, "stat").rpartition(")")[2].split() for pid in family(server))
    return sum(int(ticks) for fields in stats for ticks in fields[11:15]) / _TICKS


def memory(server: Running) -> float:
    """Megabytes of all its processes; what they share counts once."""
    sizes = (re.search(r"^Pss:\s+(\d+)", _told(pid, "smaps_rollup"), re.MULTILINE) for pid in family(server))
    return sum(int(size[1]) for size in sizes if size) / 1024


def settle(server: Running) -> None:
    """Wait until it has nothing left to do: an index is being built, a checkpoint made."""
    before = -1.0
    while (now := cpu(server)) - before > 0.03:
        before = now
        time.sleep(1)


def _told(pid: int, what: str) -> str:
    """A file of /proc; empty for a process that has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/{what}").read_text(errors="replace")
    except OSError:
        return ""
