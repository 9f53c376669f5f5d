"""``dragoman link``: what concerns links to Wikidata, each part a command of its own."""

from __future__ import annotations

import click

from kg.commands.common import Late

PARTS = {
    "score": "kg.commands.link_score:score",
}


@click.group("link", cls=Late, parts=PARTS)
def link() -> None:
    """Links to Wikidata: how good they are."""
