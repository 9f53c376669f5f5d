"""``dragoman export``: what a release gives back, each form a command of its own."""

from __future__ import annotations

import click

from kg.commands.common import Late

PARTS = {
    "quickstatements": "kg.commands.export_parts:quickstatements",
    "sssom": "kg.commands.export_parts:sssom",
}


@click.group("export", cls=Late, parts=PARTS)
def export() -> None:
    """Give back: statements that Wikidata lacks, and all links as a table."""
