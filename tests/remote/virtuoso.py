"""A Virtuoso of the tests' own: free loopback ports, a temporary folder, gone when the tests are."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import httpx
import pytest

from tests import virtuoso_ini
from tests.server.running import free_port

USER, PASSWORD = "dba", "dba"
"""What Virtuoso begins with."""
MOST_ROWS = 10_000
"""Rows of an answer that it gives at most, as Debian sets it; more are left out without a word in the body."""
_PATIENCE = 60.0
_SECTIONS: Mapping[str, virtuoso_ini.Section] = MappingProxyType(
    {
        "Database": {"ErrorLogLevel": 7, "FileExtend": 200, "TempStorage": "TempDatabase"},
        "TempDatabase": {"MaxCheckpointRemap": 2000},
        "Parameters": {
            "DisableUnixSocket": 1, "MaxClientConnections": 10, "CheckpointInterval": 0, "CaseMode": 2,
            "NumberOfBuffers": 10_000, "MaxDirtyBuffers": 6000,
        },
        "HTTPServer": {
            "MaxClientConnections": 10, "ServerThreads": 10, "MaxKeepAlives": 10, "KeepAliveTimeout": 10,
            "HTTPThreadSize": 280_000, "Charset": "UTF-8",
        },
        "URIQA": {"DynamicLocal": 0},
        "SPARQL": {"ResultSetMaxRows": MOST_ROWS, "MaxQueryCostEstimationTime": 400, "MaxQueryExecutionTime": 60},
    }
)  # fmt: skip


@dataclass(frozen=True)
class Virtuoso:
    """A running one: its address and process."""

    url: str
    process: subprocess.Popen[bytes]

    @property
    def sparql(self) -> str:
        return f"{self.url}/sparql"

    @property
    def graphs(self) -> str:
        """The graph store that may be written to, with a login by digest."""
        return f"{self.url}/sparql-graph-crud-auth"


def needed() -> str:
    """The program; the test is skipped where it is not installed, and fails there in continuous integration."""
    found = shutil.which("virtuoso-t")
    if found is None:
        missing = "needs Virtuoso (apt install virtuoso-opensource)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@contextmanager
def running(folder: Path) -> Iterator[Virtuoso]:
    """Virtuoso over an empty database in ``folder``."""
    program, http = needed(), free_port()
    virtuoso_ini.write(folder, http, **_SECTIONS)
    process = subprocess.Popen(
        [program, "-f", "+configfile", "virtuoso.ini"], cwd=folder, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        server = Virtuoso(f"http://127.0.0.1:{http}", process)
        _wait(server, folder)
        yield server
    finally:
        process.send_signal(signal.SIGKILL)  # nothing in it is needed again, and an orderly end writes it all to disk
        process.wait()


def _wait(server: Virtuoso, folder: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and server.process.poll() is None:
        try:
            if httpx.get(server.sparql, params={"query": "ASK {}"}, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    log = folder / "virtuoso.log"
    raise AssertionError("Virtuoso did not start:\n" + (log.read_text(errors="replace") if log.exists() else ""))
