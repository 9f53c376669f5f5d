"""The web process's side of the inbox: one write at a time, a time limit, and the release that comes of it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.config import Settings
from kg.errors import StoreError
from server import wire
from server.errors import BadRequest, Busy, WriteLost

_WAIT = 30.0
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Change:
    """A write: what to do (``put``, ``post``, ``delete``, ``update``), to which graph (empty: the default), with what.

    ``type`` is the media type of the body, ``iri`` what relative IRIs in it are resolved against.
    """

    do: str
    graph: str = ""
    body: bytes = b""
    type: str = ""
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What a write did: whether its graph is new, whether there was none to remove, the release that came of it.

    ``release`` is empty while it waits in the inbox.
    """

    new: bool
    missing: bool
    release: str


class Inbox:
    """All that is written to one folder of releases. Safe to use from many threads."""

    def __init__(self, out: Path, settings: Settings) -> None:
        """``out``: the folder of releases."""
        self._out = out
        self._seconds = settings.write_seconds
        self.most_bytes = settings.write_mb * 1024 * 1024
        self._base: Callable[[], str] = lambda: settings.base_iri
        self._taken_up: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._parent = ""
        self._waiting = False

    def begin(self) -> None:
        """Make an empty release if there is none. Raises StoreError."""
        self._out.mkdir(parents=True, exist_ok=True)
        if not (self._out / "current").exists():
            with self._lock:
                self._load()
                self._ask({"do": "publish", "out": str(self._out), "parent": ""})
                self._end()

    def follow(self, taken_up: Callable[[], None], base_iri: Callable[[], str]) -> None:
        """``taken_up`` is called when a release has come of a write; ``base_iri`` tells that of what is current."""
        self._taken_up, self._base = taken_up, base_iri

    def write(self, change: Change, wait: bool) -> Done:
        """Do it; with ``wait`` all that is in the inbox is a release, and served, when this returns.

        Raises BadRequest for what cannot be done, Busy, WriteLost when the inbox had to be given up, StoreError.
        """
        if not self._lock.acquire(timeout=_WAIT):
            raise Busy("Another write takes long.", "Try again in a few seconds.", "one write at a time")
        try:
            self._ready()
            head = {"do": change.do, "graph": change.graph, "type": change.type, "iri": change.iri}
            told = self._ask(head, change.body)
            self._waiting = True
            release = self._published() if wait else ""
            return Done(bool(told.get("new")), bool(told.get("missing")), release)
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the process; what is still in the inbox is lost."""
        with self._lock:
            self._end()

    def _published(self) -> str:
        told = self._ask({"do": "publish", "out": str(self._out), "parent": self._parent})
        self._parent, self._waiting = str(told["release"]), False
        self._taken_up()
        return self._parent

    def _ready(self) -> None:
        """Have the process hold what is current, with what has been written since."""
        current = (self._out / "current").resolve().name
        if self._process is not None and self._process.poll() is None and current == self._parent:
            return
        lost, self._waiting = self._waiting, False
        self._end()
        if lost:
            raise WriteLost(
                "Another release was published meanwhile, or the inbox has ended: what waited in it is gone.",
                "Send it again.",
            )
        self._parent = current
        self._load(self._out / "current" / "dataset.nq")

    def _load(self, dataset: Path | None = None) -> None:
        ours, theirs = socket.socketpair()
        paths = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no words of a visitor
            [sys.executable, "-m", "server.writing.process", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": paths},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        theirs.close()
        self._channel = ours
        self._ask({"do": "load", "file": str(dataset or ""), "base": self._base()}, seconds=600.0)

    def _ask(self, head: dict[str, Any], body: bytes = b"", seconds: float = 0.0) -> dict[str, Any]:
        """What the process told. Raises BadRequest, StoreError, WriteLost."""
        assert self._channel is not None  # noqa: S101 - made by _load
        try:
            limit = seconds or self._seconds
            self._channel.settimeout(limit)
            wire.send(self._channel, head, body)
            told, _ = wire.receive(self._channel, time.monotonic() + limit)
        except (TimeoutError, OSError, wire.Closed) as problem:
            slow = isinstance(problem, TimeoutError)
            self._end()
            self._waiting = False
            raise WriteLost(
                f"The write was stopped after {self._seconds:g} seconds (write_seconds)." if slow
                else "The inbox has ended on this write.",
                "What waited in the inbox is gone with it; the release is as it was.",
            ) from None  # fmt: skip
        if "refused" in told:
            raise BadRequest(str(told["refused"]))
        if "failed" in told:
            raise StoreError(f"The write failed: {told['failed']}.", "See whether the disk is full.")
        return told

    def _end(self) -> None:
        if self._channel is not None:
            self._channel.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._channel = None


def update_body(text: str, base: str) -> bytes:
    """An update as ``Change.body``."""
    return json.dumps({"text": text, "base": base}).encode()
