"""The web process's side of a holder: starts it, gives it commands, ends it (see ``holder``)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from server import wire

STUCK = 10.0
"""Seconds within which a holder that is well has forked or ended a worker, however large the release."""
_ALLOCATOR = "glibc.malloc.tcache_count=1000:glibc.malloc.hugetlb=1"
"""For glibc, others ignore it: keep more of the many small blocks that each query takes and gives back, which saves the
engine a tenth to a quarter of its time; and large pages where the system gives them, which loads and forks faster."""


class HolderClient:
    """This side of the holder process: one command at a time."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        root = str(Path(__file__).resolve().parent.parent)
        paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no words of a visitor
            [sys.executable, "-m", "server.holder", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={"GLIBC_TUNABLES": _ALLOCATOR, **os.environ, "PYTHONPATH": paths},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        theirs.close()
        self._control = ours
        self._lock = threading.Lock()
        self._broken = False

    def command(self, head: dict[str, Any], channel: int | None = None, seconds: float | None = None) -> dict[str, Any]:
        """Send a command and wait for what it gave. Raises StoreError when the holder has gone or hangs."""
        with self._lock:
            if self._broken:
                raise StoreError("The store process has ended.", "It is being started again; try in a few seconds.")
            try:
                self._control.settimeout(seconds)
                socket.send_fds(self._control, [wire.pack(head)], [] if channel is None else [channel])
                return wire.receive(self._control)[0]
            except (OSError, wire.Closed) as problem:
                self._broken = True
                raise StoreError(
                    "The store process has ended unexpectedly.", "It is being started again; try in a few seconds."
                ) from problem

    def alive(self) -> bool:
        """Whether the process runs and has kept the protocol."""
        return not self._broken and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Id of the process."""
        return self._process.pid

    def kill(self) -> None:
        """End it at once; it must have no workers."""
        self._broken = True
        self._process.kill()

    def close(self) -> None:
        """Hang up, which ends the holder and its workers, and wait for it."""
        self._broken = True
        self._control.close()
        try:
            self._process.wait(STUCK)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
