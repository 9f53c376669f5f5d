"""``dragoman link``: what concerns links to Wikidata, each part a command of its own."""

from __future__ import annotations

import click

from kg.commands.common import Late

PARTS = {
    "score": "kg.commands.link_score:score",
    "review": "kg.commands.link_review:review",
    "same": "kg.commands.link_decide:same",
    "different": "kg.commands.link_decide:different",
    "decisions": "kg.commands.link_decide:decisions",
    "undo": "kg.commands.link_decide:undo",
}


@click.group("link", cls=Late, parts=PARTS)
def link() -> None:
    """Links to Wikidata: how good they are, which are uncertain, and what people decide on them."""
