"""The holder: a process of one thread that has the release in memory and forks workers from itself.

Started as ``python -m server.holder FD`` with one end of a socket pair. It reads one command at a time:
``load`` (once), ``fork`` (with the worker's end of a channel attached), ``reap``. It ends, and its workers with it,
when the other side closes the socket. A fork shares the store copy-on-write, so a new worker costs milliseconds.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import shutil
import signal
import socket
import struct
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Store

from server import merged, sealed, wire, worker

_HEAD = struct.Struct(">II")
_LAST_WORDS = 4096
_COMPLETE = "complete"
_DISK_FILES = 512


class Holder:
    """The loaded store (or the folder to open it from), and the workers forked so far by process id."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._open: Callable[[], Store] = Store
        self._bounds = worker.Bounds(memory_mb=0)
        self._last_words: dict[int, int] = {}

    def serve(self) -> None:
        """Obey until the other side goes away; then end all workers."""
        try:
            while True:
                command, channel = self._receive()
                wire.send(self._control, self._obey(command, channel))
        except (wire.Closed, OSError):
            pass
        finally:
            for pid in list(self._last_words):
                self._reap(pid)

    def _obey(self, command: dict[str, Any], channel: int | None) -> dict[str, Any]:
        if command["do"] == "load":
            return self._load(command)
        if command["do"] == "fork" and channel is not None:
            return {"pid": self._fork(channel)}
        said, killer = self._reap(int(command["pid"]))
        return {"said": said, "signal": killer}

    def _receive(self) -> tuple[dict[str, Any], int | None]:
        """One command, and the descriptor that came with it."""
        first, channels, _, _ = socket.recv_fds(self._control, _HEAD.size, 1)
        if not first:
            raise wire.Closed("the server has gone")
        while len(first) < _HEAD.size:
            first += self._some(_HEAD.size - len(first))
        length, _ = _HEAD.unpack(first)
        text = b""
        while len(text) < length:
            text += self._some(length - len(text))
        return json.loads(text), channels[0] if channels else None

    def _some(self, size: int) -> bytes:
        data = self._control.recv(size)
        if not data:
            raise wire.Closed("the server has gone")
        return data

    def _load(self, command: dict[str, Any]) -> dict[str, Any]:
        """Read the N-Quads file into memory, or into a folder on disk when ``disk`` names one.

        On disk the default graph has an index of its own beside those of the named graphs. In memory it would not:
        what is looked up there walks along all quads of a thing, so without ``named`` the default graph is alone.
        """
        self._bounds = worker.Bounds(int(command["memory_mb"]), files=_DISK_FILES if command["disk"] else 0)
        start = time.monotonic()
        try:
            if command["disk"]:
                folder = Path(command["disk"])
                _build_on_disk(Path(command["file"]), folder)
                # a store on disk has threads of its own, so each worker opens it after the fork
                self._open = lambda: Store.read_only(str(folder))
            else:
                store = Store()
                read = merged.quads_and_triples if command["named"] else merged.triples
                store.bulk_load(read(Path(command["file"])), format=RdfFormat.N_QUADS)
                self._open = lambda: store
        except (OSError, SyntaxError, ValueError) as problem:
            return {"error": str(problem)}
        # workers share it with this process as long as their collectors of garbage do not mark it
        gc.freeze()
        return {"seconds": time.monotonic() - start}

    def _fork(self, channel: int) -> int:
        reader, writer = os.pipe()
        pid = os.fork()
        if pid:
            os.close(channel)
            os.close(writer)
            self._last_words[pid] = reader
            return pid
        try:
            self._control.close()
            for other in (reader, *self._last_words.values()):
                os.close(other)
            os.set_blocking(writer, False)
            os.dup2(writer, 2)
            os.close(writer)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            # before the store is opened, which on disk brings threads of its own
            sealed.seal()
            worker.run(socket.socket(fileno=channel), self._open(), self._bounds)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)

    def _reap(self, pid: int) -> tuple[str, int]:
        """End a worker for certain; what it last wrote to standard error, and the signal that it died of (0: none)."""
        reader = self._last_words.pop(pid, None)
        if reader is None:
            return "", 0
        # the id cannot have been given to another process: nobody else waits for our children
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        os.set_blocking(reader, False)
        try:
            said = os.read(reader, _LAST_WORDS).decode("utf-8", "replace")
        except BlockingIOError:
            said = ""
        os.close(reader)
        return said, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _build_on_disk(file: Path, folder: Path) -> None:
    """Fill the folder in a child process, so that the holder keeps its single thread. Raises OSError.

    It takes its name once it is complete, so a build that was interrupted, or a second server, does no harm.
    """
    if (folder / _COMPLETE).exists():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = folder.with_name(f".{folder.name}.{os.getpid()}")
    pid = os.fork()
    if not pid:
        try:
            store = Store(str(work))
            store.bulk_load(merged.quads_and_triples(file), format=RdfFormat.N_QUADS)
            store.optimize()
            store.flush()
            del store
            os._exit(0)
        finally:
            os._exit(1)
    if os.waitpid(pid, 0)[1]:
        shutil.rmtree(work, ignore_errors=True)
        raise OSError(f"{file} could not be loaded into {folder}")
    (work / _COMPLETE).touch()
    try:
        work.rename(folder)
    except OSError:
        shutil.rmtree(work, ignore_errors=True)
        if not (folder / _COMPLETE).exists():
            raise


def main() -> None:
    """Entry point of the process."""
    # Ctrl-C in a terminal reaches the whole group; the web process decides when to close
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Holder(socket.socket(fileno=int(sys.argv[1]))).serve()


if __name__ == "__main__":
    main()
