"""The servers that are compared: how each is filled once, started, and ended."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

from tests import virtuoso_ini
from tests.places import ROOT
from tests.server.running import free_port

_PATIENCE = 900.0
_ENDING = 20.0
_VIRTUOSO: Mapping[str, virtuoso_ini.Section] = MappingProxyType(
    {
        "HTTPServer": {"ServerThreads": 40, "MaxKeepAlives": 40, "KeepAliveTimeout": 60},
        "SPARQL": {"ResultSetMaxRows": 1_000_000, "MaxQueryExecutionTime": 120},
    }
)


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers: where, and the process that it is, or that its processes descend from."""

    name: str
    endpoint: str
    process: subprocess.Popen[bytes]
    started: float


@dataclass(frozen=True, slots=True)
class Peer:
    """``fill(data, folder)`` makes the database; ``command(data, folder, port)`` serves it; ``path`` is the endpoint's.

    ``most``: triples above which it is left out.
    """

    name: str
    version: Callable[[], str]
    fill: Callable[[Path, Path], None]
    command: Callable[[Path, Path, int], Sequence[str]]
    path: str = "/sparql"
    most: int = 10**9


def data_of(out: Path) -> Path:
    """The N-Quads of a folder of releases."""
    return (out / "current" / "dataset.nq").resolve()


def filled(peer: Peer, out: Path) -> float:
    """Make the database of a peer unless it is there; seconds that it took, then or now."""
    folder = _folder(peer, out)
    # a filled store is of use as long as the data and the server are the same
    stamp = folder / f"filled by {peer.version()}"
    if not stamp.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        begun = time.monotonic()
        peer.fill(data_of(out), folder)
        stamp.write_text(str(time.monotonic() - begun))
    return float(stamp.read_text())


def _folder(peer: Peer, out: Path) -> Path:
    return out / "peers" / peer.name.replace(" ", "-").lower()


def start(peer: Peer, out: Path) -> Running:
    """A running server that has answered a first query."""
    port, begun = free_port(), time.monotonic()
    folder = _folder(peer, out)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "output").open("wb") as log:
        process = subprocess.Popen(
            peer.command(data_of(out), folder, port), cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    endpoint = f"http://127.0.0.1:{port}{peer.path}"
    try:
        _wait(endpoint, process)
    except BaseException:
        stop(Running(peer.name, endpoint, process, 0))
        raise
    return Running(peer.name, endpoint, process, time.monotonic() - begun)


def stop(server: Running) -> None:
    """End it, and whatever it has started."""
    server.process.send_signal(signal.SIGTERM)
    try:
        server.process.wait(_ENDING)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()


def _wait(endpoint: str, process: subprocess.Popen[bytes]) -> None:
    address = f"{endpoint}?{urlencode({'query': 'ASK {}'})}"
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(address, timeout=60):
            return
        time.sleep(0.05)
    raise RuntimeError(f"no answer from {endpoint}")


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _tool(name: str) -> str:
    """A program of the environment that is named by BENCH_VENV (the peers from PyPI), else on the path."""
    found = Path(os.environ.get("BENCH_VENV", ".bench-venv")) / "bin" / name
    return str(found.absolute()) if found.exists() else name


def _package(name: str) -> str:
    return _said(_tool("python"), "-c", f"import importlib.metadata as m; print(m.version({name!r}))")


def _nothing(_: Path, folder: Path) -> None:
    """Reads the release itself."""


def _dragoman(*settings: str) -> Callable[[Path, Path, int], Sequence[str]]:
    def command(data: Path, _: Path, port: int) -> Sequence[str]:
        # there is one client, who asks all that the others are asked by many
        free = ("client_rate=0", "client_queries=0", "client_requests=0", "query_seconds=60")
        given = (part for setting in (*settings, *free) for part in ("--set", setting))
        out = str(data.parents[2])
        return [
            sys.executable,
            "-c",
            "import sys; from kg.cli import main; sys.exit(main())",
            *given,
            "serve",
            out,
            "--port",
            str(port),
        ]

    return command


def _fill_oxigraph(data: Path, folder: Path) -> None:
    store = str(folder / "store")
    subprocess.run(
        [_tool("oxigraph"), "load", "--location", store, "--file", str(data)], check=True, capture_output=True
    )
    subprocess.run([_tool("oxigraph"), "optimize", "--location", store], check=True, capture_output=True)


def _oxigraph(_: Path, folder: Path, port: int) -> Sequence[str]:
    return [_tool("oxigraph"), "serve-read-only", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}",
            "--union-default-graph"]  # fmt: skip


def _virtuoso(data: Path, folder: Path, port: int, sql: int = 0) -> Sequence[str]:
    # 8 kB each: 2 GB at ten million triples, which holds all of its file
    buffers = 30_000 + data.stat().st_size // 10_000
    machine: virtuoso_ini.Section = {
        "DirsAllowed": data.parent, "NumberOfBuffers": buffers, "MaxDirtyBuffers": buffers * 3 // 4,
        "SchedulerInterval": 10,
    }  # fmt: skip
    path = virtuoso_ini.write(folder, port, sql, Parameters=machine, **_VIRTUOSO)
    return ["virtuoso-t", "+configfile", str(path), "+foreground", "+wait"]


def _fill_virtuoso(data: Path, folder: Path) -> None:
    http, sql = free_port(), free_port()
    with (folder / "loading").open("wb") as log:
        process = subprocess.Popen(_virtuoso(data, folder, http, sql), stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{http}/sparql", process)
        said = f"ld_dir('{data.parent}', '{data.name}', 'urn:none'); rdf_loader_run(); checkpoint; shutdown();"
        subprocess.run(["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={said}"], check=False, capture_output=True)
        process.wait(_PATIENCE)
    finally:
        process.kill()


def _rdflib(data: Path, _: Path, port: int) -> Sequence[str]:
    return [_tool("rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port), str(data)]


DRAGOMAN = Peer("Dragoman", lambda: "this version", _nothing, _dragoman("cache_mb=0"))
CACHED = Peer("Dragoman with its cache", lambda: "this version", _nothing, _dragoman())


def _virtuoso_version() -> str:
    return _said("dpkg-query", "-Wf", "${Version}", "virtuoso-opensource-7-bin")


RIVALS = ("Oxigraph server", "Virtuoso")
"""The servers that Dragoman is measured by: they are made for such data."""
OTHERS = (
    Peer("Oxigraph server", lambda: _package("oxigraph"), _fill_oxigraph, _oxigraph, "/query"),
    Peer("Virtuoso", _virtuoso_version, _fill_virtuoso, _virtuoso),
    Peer("rdflib-endpoint", lambda: _package("rdflib-endpoint"), _nothing, _rdflib, "/", 2_000_000),
)  # fmt: skip
