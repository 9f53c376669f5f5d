"""The real server as a process, and a small client that hides nothing of HTTP."""

from __future__ import annotations

import contextlib
import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from werkzeug.serving import make_server

from kg.config import Settings
from server import create_app
from server.context import RELEASES
from tests.places import ROOT

_START = (
    "import json, sys; from pathlib import Path; from kg.config import Settings; from server.run import serve; "
    "serve(Settings(**json.loads(sys.argv[2])), Path(sys.argv[1]))"
)
PATIENCE = 60
"""Seconds after which a test gives up waiting for something that has to happen."""


@dataclass(frozen=True)
class Reply:
    """A response, its headers by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self) -> Any:
        return json.loads(self.body)

    def bindings(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.json()["results"]["bindings"]
        return found


class Client:
    """One request at a time to 127.0.0.1; never follows redirects, sends no header it was not told to."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def send(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            return Reply(
                response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
            )
        finally:
            connection.close()

    def get(self, path: str, accept: str | None = None, **headers: str) -> Reply:
        found = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send("GET", path, {**found, **({"Accept": accept} if accept else {})})

    def query(self, text: str, accept: str | None = None, **parameters: str) -> Reply:
        return self.get("/sparql?" + urlencode({"query": text, **parameters}), accept)

    def form(self, accept: str | None = None, **fields: str) -> Reply:
        headers = {"Content-Type": "application/x-www-form-urlencoded", **({"Accept": accept} if accept else {})}
        return self.send("POST", "/sparql", headers, urlencode(fields).encode())


class Server(Client):
    """A running server: its process, and what it has written to standard error so far."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        super().__init__(port)
        self.process = process
        self.lines: list[str] = []

    def below(self) -> set[int]:
        """Ids of all processes that descend from the server."""
        return _below(self.process.pid)


@contextmanager
def serving(place: Path, **settings: Any) -> Iterator[Server]:
    """A server over ``place``, ended at the end and checked to leave no process behind."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", _START, str(place), json.dumps({"port": port, **settings})],
        cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    server = Server(process, port)
    ready = threading.Event()
    reader = threading.Thread(target=_read, args=(server, ready), daemon=True)
    reader.start()
    try:
        if not ready.wait(PATIENCE) or process.poll() is not None:
            raise AssertionError("the server did not start:\n" + "".join(server.lines))
        yield server
    finally:
        family = server.below()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join(PATIENCE)
        assert process.stderr
        process.stderr.close()
        assert gone(family), "processes of the server are left"


@contextmanager
def inside(place: Path, **settings: Any) -> Iterator[Client]:
    """The application in this process under another WSGI server: it must not lean on the one that ships."""
    app = create_app(Settings(**settings), place)
    web = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=web.serve_forever)
    thread.start()
    try:
        yield Client(web.server_port)
    finally:
        web.shutdown()
        thread.join()
        web.server_close()
        app.extensions[RELEASES].close()


def _read(server: Server, ready: threading.Event) -> None:
    assert server.process.stderr
    for line in server.process.stderr:
        server.lines.append(line)
        if line.startswith("Serving"):
            ready.set()
    ready.set()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def processes() -> dict[int, tuple[int, str]]:
    """All processes of this machine: id -> id of the parent, state (R runs, S sleeps, Z has ended)."""
    if Path("/proc/self/stat").exists():
        found = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                # the name in parentheses may hold anything, spaces and parentheses too
                state, parent = path.read_text(errors="replace").rpartition(")")[2].split()[:2]
                found[int(path.parent.name)] = (int(parent), state)
        return found
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = (line.split() for line in listed.splitlines())
    return {int(pid): (int(parent), state[0]) for pid, parent, state in rows}


def _below(pid: int) -> set[int]:
    table = processes()
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        parent = waiting.pop()
        children = {child for child, (its, _) in table.items() if its == parent} - found
        found |= children
        waiting += children
    return found


def gone(pids: set[int]) -> bool:
    """Whether all these processes end, given some patience."""
    return until(lambda: all(processes().get(pid, (0, "Z"))[1] == "Z" for pid in pids))


def until(condition: Any) -> bool:
    """Whether something comes true within the patience."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False
