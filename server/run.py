"""The server as a process: granian in front of the application, one web process with threads, ended together."""

from __future__ import annotations

import errno
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing import connection
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from kg.config import Settings
from kg.errors import ConfigError, DragomanError
from server import create_app
from server.context import RELEASES
from server.releases import locate

_STOP_SECONDS = 5
_SPARE_THREADS = 8
_OPEN_SECONDS = 60.0
_OPEN_STEP = 0.02

Tell = Callable[[str], None]


def serve(settings: Settings, place: Path, log: bool = True, tell: Tell | None = None) -> None:
    """Serve until SIGINT or SIGTERM. ``log``: a JSON line for each request on standard error.

    ``tell`` gets a line once the server answers, and one when it cannot. Raises StoreError when there is no release,
    ConfigError when nothing can listen there, SystemExit when the web process fails.
    """
    locate(place)
    port = free_port(settings.host, settings.port)
    server = Granian(
        "dragoman",
        address=settings.host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.auto,
        workers=1,
        # those who wait for a worker hold a thread each, and must leave some to the pages and to /health
        blocking_threads=settings.threads + settings.query_workers + settings.query_queue + _SPARE_THREADS,
        workers_kill_timeout=_STOP_SECONDS,
        # its warnings are about the number of threads, which is chosen with care here
        log_level=LogLevels.error,
    )
    server.serve(target_loader=partial(load, settings, place, (settings.host, port), log, tell or _tell))


def free_port(host: str, port: int) -> int:
    """The port if nobody listens on it, or a free one for 0. Raises ConfigError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            return int(trial.getsockname()[1])
    except OSError as problem:
        cause = "it is in use" if problem.errno == errno.EADDRINUSE else problem.strerror
        raise ConfigError(
            f"Nothing can listen on {host}, port {port}: {cause}.", "Choose another one: --port 8001"
        ) from None


def load(settings: Settings, place: Path, address: tuple[str, int], log: bool, tell: Tell, _: str) -> Flask:
    """The application, made in the web process, which ends when its parent does."""
    _follow_parent()
    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    for name in ("dragoman.request", "dragoman.server"):
        logging.getLogger(name).setLevel(logging.INFO if log else logging.WARNING)
    try:
        app = create_app(settings, place)
    except DragomanError as problem:
        tell(f"dragoman: {problem}")
        sys.exit(problem.exit_code)
    line = f"Serving release {app.extensions[RELEASES].current().id} on {_url(*address)} (Ctrl-C ends it)"
    threading.Thread(target=_tell_once_open, args=(address, tell, line), daemon=True).start()
    return app


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _tell_once_open(address: tuple[str, int], tell: Tell, line: str) -> None:
    """The socket opens after the application is made, so whoever waits for the line must wait for the socket."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104 - only compared
    for _ in range(int(_OPEN_SECONDS / _OPEN_STEP)):
        try:
            socket.create_connection((host, address[1]), timeout=1).close()
        except OSError:
            time.sleep(_OPEN_STEP)
            continue
        tell(line)
        return


def _follow_parent() -> None:
    """End this process, and with it the store, when the one that started it is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Timer(_STOP_SECONDS, os._exit, [1]).start()

    threading.Thread(target=wait, name="parent", daemon=True).start()


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
