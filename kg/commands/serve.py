"""``dragoman serve``: a release -> HTTP."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import Invocation, setting, tell


@click.command("serve")
@click.argument("folder", required=False, metavar="[DIR]")
@setting("host")
@setting("port")
@setting("query_seconds")
@setting("store", metavar="URL")
@click.option("--log/--no-log", default=True, show_default=True, help="A line of JSON for each request on stderr.")
@click.pass_obj
def serve(invocation: Invocation, /, folder: str | None, log: bool, **flags: str | None) -> None:
    """Serve the release in DIR (default: the setting “out”): SPARQL, IRIs that dereference, downloads, pages.

    A release that is built into DIR later is taken up without a restart. Ctrl-C ends the server.

    With --store, what a SPARQL service elsewhere holds is served in the same way; DIR then only keeps corrections.
    """
    settings = invocation.settings(**flags)
    from server.run import serve as listen  # noqa: PLC0415 - the server costs the other commands nothing

    listen(settings, Path(folder or settings.out), log, tell)
