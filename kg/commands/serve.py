"""``dragoman serve``: a release -> HTTP, under granian: one web process; queries run in processes of their own."""

from __future__ import annotations

import logging
import socket
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.common import Invocation, setting, tell, tell_error
from kg.config import Settings
from kg.errors import ConfigError, DragomanError

if TYPE_CHECKING:
    from flask import Flask


@click.command("serve")
@click.argument("folder", required=False, metavar="[DIR]")
@setting("host")
@setting("port")
@setting("query_seconds")
@click.option("--log/--no-log", default=True, show_default=True, help="A line of JSON for each request on stderr.")
@click.pass_obj
def serve(invocation: Invocation, /, folder: str | None, log: bool, **flags: str | None) -> None:
    """Serve the release in DIR (default: the setting “out”): SPARQL, IRIs that dereference, downloads, pages.

    A release that is built into DIR later is taken up without a restart. Ctrl-C ends the server.
    """
    settings = invocation.settings(**flags)
    place = Path(folder or settings.out)
    from server.releases import locate  # noqa: PLC0415 - the server's imports cost nothing to the other commands

    locate(place)
    port_in_use = free_port(settings.host, settings.port)
    _run(settings, place, port_in_use, log)


def free_port(host: str, port: int) -> int:
    """The port if it can be listened on, or a free one for 0. Raises ConfigError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            return int(trial.getsockname()[1])
    except OSError as problem:
        raise ConfigError(
            f"Nothing can listen on {host}, port {port}: {problem.strerror}.", "Choose another one: --port 8001"
        ) from None


def _run(settings: Settings, place: Path, port: int, log: bool) -> None:
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    server = Granian(
        "dragoman",
        address=settings.host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.threads,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=partial(load, settings, place, f"http://{shown}:{port}", log))


def load(settings: Settings, place: Path, url: str, log: bool, _: str) -> Flask:
    """The application, made in the web process, which says so once it is ready."""
    from server import create_app  # noqa: PLC0415

    logging.basicConfig(format="%(message)s", level=logging.INFO if log else logging.WARNING)
    try:
        app = create_app(settings, place)
    except DragomanError as problem:
        tell_error(problem)
        sys.exit(problem.exit_code)
    tell(f"Serving {place} on {url} (Ctrl-C ends it)")
    return app
