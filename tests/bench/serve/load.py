"""Asking a server: one query after the other by a plain client, many at once by wrk; what its processes took."""

from __future__ import annotations

import http.client
import json
import math
import os
import re
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.bench.serve.peers import Running
from tests.server.running import processes

JSON = "application/sparql-results+json"
LIMIT = 60.0
"""Seconds after which an answer is not waited for any more."""
_MOMENT = 0.001
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
    """A server gave no answer to a query, or not within the time."""


class _Channel(socket.socket):
    """Reads until ``end`` (of ``time.perf_counter``), not for so long each time: then it raises TimeoutError."""

    end = math.inf

    def recv_into(self, *given: Any) -> int:
        self.settimeout(max(_MOMENT, self.end - time.perf_counter()))
        return super().recv_into(*given)


class _Line(http.client.HTTPConnection):
    """A connection by such a channel."""

    def connect(self) -> None:
        super().connect()
        self.sock: _Channel = _Channel(fileno=self.sock.detach())


class Asker:
    """One connection that stays open. ``limit``: seconds within which the whole answer has to be here."""

    def __init__(self, endpoint: str, limit: float = LIMIT) -> None:
        found = urlsplit(endpoint)
        self._path = found.path
        self._limit = limit
        self._line = _Line(str(found.hostname), found.port, timeout=limit)

    def ask(self, query: str) -> tuple[float, list[dict[str, dict[str, str]]]]:
        """Milliseconds until the whole answer was here, and its rows. Raises Failed; the next one may be asked then."""
        begun = time.perf_counter()
        try:
            status, body = self._get(f"{self._path}?{urlencode({'query': query})}", begun + self._limit)
        except (OSError, http.client.HTTPException) as problem:
            self._line.close()
            raise Failed(repr(problem)) from problem
        took = (time.perf_counter() - begun) * 1000
        if status != 200:
            raise Failed(f"{status}: {body[:200]!r}")
        rows: list[dict[str, dict[str, str]]] = json.loads(body)["results"]["bindings"]
        return took, rows

    def _get(self, address: str, end: float) -> tuple[int, bytes]:
        self._line.request("GET", address, headers={"Accept": JSON})
        self._line.sock.end = end
        answer = self._line.getresponse()
        return answer.status, answer.read()

    def close(self) -> None:
        """Hang up."""
        self._line.close()


def times(asker: Asker, queries: Sequence[str], seconds: float) -> list[float]:
    """Milliseconds of each answer; the queries are asked again and again so long, thrice at least. Raises Failed."""
    taken: list[float] = []
    end = time.monotonic() + seconds
    for query in cycle(queries):
        if len(taken) >= 3 and time.monotonic() > end:
            break
        taken.append(asker.ask(query)[0])
    return taken


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


def settle(server: Running, seconds: float = math.inf) -> bool:
    """Wait until it has nothing left to do: an index is being built, a checkpoint made. False when it takes longer."""
    before, end = -1.0, time.monotonic() + seconds
    while (now := cpu(server)) - before > 0.03:
        if time.monotonic() > end:
            return False
        before = now
        time.sleep(1)
    return True


def _told(pid: int, what: str) -> str:
    """A file of /proc; empty for a process that has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/{what}").read_text(errors="replace")
    except OSError:
        return ""
