"""The server as a process: granian in front of the application, one web process with threads, ended together."""

from __future__ import annotations

import errno
import gc
import logging
import multiprocessing
import os
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing import connection
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from werkzeug.middleware.proxy_fix import ProxyFix

from kg.config import Settings
from kg.errors import ConfigError, DragomanError
from server import create_app, limits
from server.context import RELEASES
from server.express import Express
from server.guard import WSGI, Guard
from server.reaper import Reaper
from server.releases import locate
from server.writing import access as writing

_STOP_SECONDS = 5
_SPARE_THREADS = 8
_SLOW_THREADS = 200
"""Threads for those who are slow to send or to read; they only wait."""
_CONNECTIONS = 4096
_OPEN_SECONDS = 60.0
_OPEN_STEP = 0.02
_LONGEST_SOCKET = 107

Tell = Callable[[str], None]


def serve(settings: Settings, place: Path, log: bool = True, tell: Tell | None = None) -> None:
    """Serve until SIGINT or SIGTERM. ``log``: a JSON line for each request on standard error.

    ``tell`` gets a line once the server answers, and one when it cannot. Raises StoreError when there is no release,
    ConfigError when nothing can listen there, SystemExit when the web process fails.
    """
    if not settings.store and not writing.token(settings):
        locate(place)
    if settings.socket:
        free_socket(Path(settings.socket))
    port = 0 if settings.socket else free_port(settings.host, settings.port)
    _more_files()
    server = Granian(
        "dragoman",
        address=settings.host,
        port=port,
        uds=Path(settings.socket) if settings.socket else None,
        interface=Interfaces.WSGI,
        # HTTP/2 is the proxy's business; without it, also those who never say a word are told in time
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=int(settings.client_seconds * 1000)),
        backlog=_CONNECTIONS,
        workers=1,
        blocking_threads=at_once(settings) + _SLOW_THREADS,
        workers_kill_timeout=_STOP_SECONDS,
        # its warnings are about the number of threads, which is chosen with care here
        log_level=LogLevels.error,
    )
    server.serve(target_loader=partial(guarded, settings, place, port, log, tell or _tell))


def at_once(settings: Settings) -> int:
    """Requests that are worked on at once: those who wait for a worker must leave some to the pages and to /health."""
    return settings.threads + settings.query_workers + settings.query_queue + _SPARE_THREADS


def _more_files() -> None:
    """As many descriptors as the system allows: each connection is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


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


def free_socket(path: Path) -> None:
    """Make way for a unix socket: one that a killed server has left is removed. Raises ConfigError."""
    cure = "Choose another path for the setting socket."
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise ConfigError(f"No socket can be made at {path}: the folder is missing or cannot be written.", cure)
    if len(os.fsencode(path)) > _LONGEST_SOCKET:
        raise ConfigError(f"{path} is too long for a socket (at most {_LONGEST_SOCKET} bytes).", cure)
    if not path.exists():
        return
    if not path.is_socket():
        raise ConfigError(f"{path} is there already and is no socket.", cure)
    with socket.socket(socket.AF_UNIX) as trial:
        try:
            trial.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
        except OSError as problem:
            raise ConfigError(f"The socket {path} cannot be used: {problem.strerror}.", cure) from None
        else:
            raise ConfigError(f"Somebody listens at the socket {path} already.", cure)


def guarded(settings: Settings, place: Path, port: int, log: bool, tell: Tell, _: str) -> WSGI:
    """What granian calls in the web process: the application behind its guard, and behind what the proxies say."""
    guard = Guard(Express(load(settings, place, port, log, tell)), settings, at_once(settings))
    if port:
        Reaper(guard.bodies, port, settings.client_seconds).start()
    if not settings.proxies:
        return guard
    count = settings.proxies
    return ProxyFix(guard, x_for=count, x_proto=count, x_host=count, x_prefix=count)


def load(settings: Settings, place: Path, port: int, log: bool, tell: Tell) -> Flask:
    """The application, made in the web process, which ends when its parent does."""
    _follow_parent()
    limits.give_back_memory()
    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    # no line says where in the program it was written, and to find that out takes longer than to write it
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None
    for name in ("dragoman.request", "dragoman.server"):
        logging.getLogger(name).setLevel(logging.INFO if log else logging.WARNING)
    try:
        app = create_app(settings, place)
    except DragomanError as problem:
        tell(f"dragoman: {problem}")
        sys.exit(problem.exit_code)
    # what is here by now stays: the collector of garbage need not look at it ever again
    gc.collect()
    gc.freeze()
    where = f"unix:{settings.socket}" if settings.socket else _url(settings.host, port)
    line = f"Serving release {app.extensions[RELEASES].current().id} on {where} (Ctrl-C ends it)"
    threading.Thread(target=_tell_once_open, args=(settings, port, tell, line), daemon=True).start()
    return app


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _tell_once_open(settings: Settings, port: int, tell: Tell, line: str) -> None:
    """The socket opens after the application is made, so whoever waits for the line must wait for the socket."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - only compared
    for _ in range(int(_OPEN_SECONDS / _OPEN_STEP)):
        try:
            if settings.socket:
                with socket.socket(socket.AF_UNIX) as trial:
                    trial.connect(settings.socket)
            else:
                socket.create_connection((host, port), timeout=1).close()
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
