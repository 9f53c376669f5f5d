"""``dragoman rollback``: make a former release the current one again."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("rollback")
@click.argument("folder", metavar="DIR")
@click.argument("release_id", metavar="ID")
def rollback(folder: str, release_id: str) -> None:
    """Make release ID in DIR the current one; `dragoman releases DIR` lists them."""
    from kg import publish  # noqa: PLC0415

    click.echo(str(publish.rollback(Path(folder), release_id)))
