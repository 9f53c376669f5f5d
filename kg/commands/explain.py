"""``dragoman explain``: why an article gives the events that it gives."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from kg.commands.common import Invocation, cut_short, setting, tell_issue
from kg.errors import InputError
from kg.model import Issue


@click.command("explain")
@click.argument("article", metavar="ARTICLE")
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write a page of it here.")
@setting("model")
@click.pass_obj
def explain(invocation: Invocation, /, article: str, page: Path | None, model: str | None) -> int:
    """Show why ARTICLE (a file, an http(s) address, or - for standard input) gives the events that it gives.

    Coloured text on standard output, or with --html a page of its own.
    """
    settings = invocation.settings(model=model)
    from kg import annotate, explain, sources  # noqa: PLC0415 - the language pipeline takes seconds

    articles = []
    for found in sources.read([article], settings):
        if isinstance(found, Issue):
            tell_issue(found)
        else:
            articles.append(found)
    if not articles:
        raise InputError(f"{article} could not be read as an article.", "See the message above.")
    documents = list(annotate.load(settings.model).stream(articles))
    if page is not None:
        page.write_text("".join(explain.as_html(d) for d in documents), encoding="utf-8")
        return 0
    console = Console(highlight=False, soft_wrap=True)
    with cut_short():
        for document in documents:
            console.print(explain.as_text(document))
    return 0
