"""``dragoman build``: articles -> a release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.common import Invocation, judgements_file, progress, setting, tell, tell_issue
from kg.errors import PARTIAL_EXIT

if TYPE_CHECKING:
    from kg.sources import Metadata

_METADATA = ("published", "source", "url", "title", "author", "license")
_SETTINGS = ("base_iri", "publish_text", "model", "catalogue", "linker", "judgements")
_STAGES = {"read": "reading", "write": "writing", "publish": "publishing"}


@click.command("build")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the release (default: the setting “out”).")
@click.option("--published", metavar="DATE", help="Date of publication, YYYY-MM-DD.")
@click.option("--source", metavar="NAME", help="Who published it.")
@click.option("--url", help="Where it was published.")
@click.option("--title", help="Its title.")
@click.option("--author", help="Its author.")
@click.option("--license", metavar="NAME", help="Its licence: an SPDX name or an address.")
@setting("linker")
@setting("judgements")
@setting("base_iri")
@setting("publish_text", type=click.Choice(["none", "quote", "full"]))
@setting("model")
@setting("catalogue")
@click.pass_obj
def build(
    invocation: Invocation,
    /,
    articles: tuple[str, ...],
    out: Path | None,
    **flags: str | None,
) -> int:
    """Turn articles into a release and make it the current one of its folder.

    ARTICLE is a file (text, HTML, Markdown with front matter, JSON Lines), an http(s) address, a folder of files, or -
    for standard input. What is said by flags overrules what an article says about itself.

    Exit code: 0 all was read; 4 some was left out (see issues.jsonl in the release); 2 nothing could be read; 3 the
    graph broke its own rules and was not published.
    """
    settings = invocation.settings(**{name: flags[name] for name in _SETTINGS})
    given = _given({name: flags[name] for name in _METADATA})
    from kg import stages  # noqa: PLC0415 - the language pipeline takes seconds

    with progress() as bar:
        task = bar.add_task("starting", total=None)

        def show(stage: str, done: int) -> None:
            bar.update(task, description=_STAGES.get(stage, stage), completed=done)

        folder = out or Path(settings.out)
        decided = judgements_file(settings, folder)
        release = stages.build(articles, folder, settings, show, given=given, judgements=decided)
    for issue in release.issues:
        tell_issue(issue)
    left_out = sum(issue.severity == "error" for issue in release.issues)
    tell(f"{release.counts.articles} read, {left_out} left out: release {release.id}")
    click.echo(str(release.path))
    return PARTIAL_EXIT if left_out else 0


def _given(flags: dict[str, str | None]) -> Metadata:
    """What the flags say about the article. Raises InputError for a wrong date or address."""
    from kg.sources import Metadata, iso_date, web_address  # noqa: PLC0415

    published, url = flags.pop("published"), flags.pop("url")
    return Metadata(
        published=iso_date(published) if published else None, url=web_address(url) if url else None, **flags
    )
