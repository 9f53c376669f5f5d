"""``dragoman explain``: why an article gives the events that it gives."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from kg.commands.common import Invocation, cut_short, setting, tell_issue
from kg.errors import InputError
from kg.model import Article, Issue


@click.command("explain")
@click.argument("article", metavar="ARTICLE")
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write a page of it here.")
@click.option("--published", metavar="DATE", help="Date of publication, YYYY-MM-DD: what “on Monday” is counted from.")
@setting("model")
@click.pass_obj
def explain(
    invocation: Invocation, /, article: str, page: Path | None, published: str | None, model: str | None
) -> int:
    """Show why ARTICLE (a file, an http(s) address, or - for standard input) gives the events that it gives.

    Every event with its sentence, trigger, rule, arguments, status and time; then statements, relations, and the
    words that can report an event but were passed over, with the reason. A rule such as verbs.tsv:12 is a line of
    the word lists in kg/annotate/lexicon; the head of each list says what its columns mean.

    Coloured text on standard output (plain in a pipe or with NO_COLOR), or with --html a page of its own.
    """
    settings = invocation.settings(model=model)
    if Path(article).is_dir():
        raise InputError(f"{article} is a folder.", "Give one of its files.")
    if page is not None and not page.parent.is_dir():
        raise InputError(f"{page} cannot be written: there is no folder {page.parent}.", "Make it first.")
    from kg import annotate, explain, sources  # noqa: PLC0415 - the language pipeline takes seconds

    given = sources.Metadata(published=sources.iso_date(published) if published else None)
    articles: list[Article] = []
    for found in sources.read([article], settings, given):
        if isinstance(found, Issue):
            tell_issue(found)
        else:
            articles.append(found)
    if not articles:
        raise InputError(f"{article} could not be read as an article.", "See the message above.")
    reader = annotate.load(settings.model)
    read = (reader.explain(a) for a in articles)
    told = ((d, explain.explained(d, passed, annotate.written)) for d, passed in read)
    if page is not None:
        page.write_text("".join(explain.as_html(d, parts) for d, parts in told), encoding="utf-8")
        return 0
    console = Console(highlight=False, soft_wrap=True)
    with cut_short():
        for document, parts in told:
            console.print(explain.as_text(document, parts))
    return 0
