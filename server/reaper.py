"""Connections on which nothing moves any more are closed, so that the threads behind them come free (Linux only).

The HTTP library has a time limit for the head of a request, but none for its body or for an answer. The kernel knows
how much each peer has taken, so it is asked, now and then, about the connections of this process.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from server.guard import Bodies

_LEAST = 256 * 1024
"""Bytes of a long answer that a client has to take within the time: 13 kB/s with the default of 20 seconds."""
_INFO = struct.Struct("=44xI72xQ")
"""Of the kernel's ``struct tcp_info``: milliseconds since data were sent last, bytes that the peer has acknowledged."""
_SLACK_MS = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A connection: the kernel's name for it, its peer, milliseconds since we sent, bytes taken, bytes waiting."""

    name: str
    peer: str
    silent_ms: int
    taken: int
    waiting: int


class Reaper:
    """Looks after the connections of this process to ``port``."""

    def __init__(self, bodies: Bodies, port: int, seconds: float) -> None:
        self._bodies = bodies
        self._port = port
        self._seconds = seconds
        self._slow: dict[str, tuple[int, float]] = {}

    def start(self) -> None:
        """Look every now and then, in a thread, until the process ends."""
        if sys.platform == "linux":
            threading.Thread(target=self._watch, name="reaper", daemon=True).start()

    def _watch(self) -> None:
        while True:
            time.sleep(self._seconds / 4)
            with suppress(OSError):
                self.look()

    def look(self) -> int:
        """Close what has to be closed; how many connections that were."""
        late = self._bodies.overdue(self._seconds)
        now = time.monotonic()
        seen: dict[str, tuple[int, float]] = {}
        closed = 0
        for line, channel in _lines(self._port):
            with channel:
                # a peer that has a body outstanding, on a line on which it has got no answer since
                owes = line.peer in late and line.silent_ms + _SLACK_MS > late[line.peer] * 1000
                if line.waiting:
                    taken, since = self._slow.get(line.name, (line.taken, now))
                    stuck = now - since > self._seconds
                    owes = stuck and line.taken - taken < _LEAST
                    seen[line.name] = (line.taken, now) if stuck else (taken, since)
                if owes:
                    closed += 1
                    with suppress(OSError):
                        channel.shutdown(socket.SHUT_RDWR)
        self._slow = seen
        return closed


def _lines(port: int) -> Iterator[tuple[Line, socket.socket]]:
    """The connections of this process to a port of its own, each with a socket that is a copy of its descriptor."""
    for entry in os.listdir("/proc/self/fd"):  # noqa: PTH208 - names are all that is needed
        try:
            name = os.readlink(f"/proc/self/fd/{entry}")  # noqa: PTH115
            if not name.startswith("socket:"):
                continue
            channel = socket.socket(fileno=os.dup(int(entry)))
        except OSError:
            continue
        try:
            if channel.family in {socket.AF_INET, socket.AF_INET6} and channel.getsockname()[1] == port:
                peer = channel.getpeername()[0]
                silent, taken = _INFO.unpack(channel.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO.size))
                waiting = struct.unpack("i", fcntl.ioctl(channel, termios.TIOCOUTQ, b"\0" * 4))[0]
                yield Line(name, peer, silent, taken, waiting), channel
                continue
        except (OSError, struct.error):
            pass  # the one that listens, or one that has just gone
        channel.close()
