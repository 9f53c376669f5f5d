"""``dragoman catalogue``: a larger catalogue of items to link to, built from Wikidata in one of two ways."""

from __future__ import annotations

import click

from kg.commands.common import Late

PARTS = {
    "update": "kg.commands.catalogue_parts:update",
    "import": "kg.commands.catalogue_parts:import_",
    "info": "kg.commands.catalogue_parts:info",
}


@click.group("catalogue", cls=Late, parts=PARTS)
def catalogue() -> None:
    """Build a larger catalogue of items to link to, and say what is in one."""
