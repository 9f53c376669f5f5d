"""``dragoman releases``: what a folder holds, oldest first, and which one is current."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import Invocation, cut_short
from kg.errors import StoreError


@click.command("releases")
@click.argument("folder", required=False, metavar="[DIR]")
@click.pass_obj
def releases(invocation: Invocation, folder: str | None) -> None:
    """List the releases in DIR, oldest first; * marks the current one."""
    from kg import publish  # noqa: PLC0415

    place = Path(folder or invocation.settings().out)
    found = publish.releases(place)
    if not found:
        raise StoreError(f"There is no release in {place}.", f"Make one: dragoman build ARTICLE --out {place}")
    with cut_short():
        for info in found:
            click.echo(f"{'*' if info.current else ' '} {info.id}  {_counts(info.manifest)}".rstrip())


def _counts(manifest: dict[str, object]) -> str:
    counts = manifest.get("counts")
    return ", ".join(f"{value} {name}" for name, value in counts.items()) if isinstance(counts, dict) else ""
