"""``dragoman link score``: precision and recall of links on texts whose links are known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.common import Invocation, cut_short, progress, setting

if TYPE_CHECKING:
    from kg.config import Settings
    from kg.link.score import Judged


@click.command("score")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@setting("model")
@setting("catalogue")
@click.option("--errors", is_flag=True, help="List what was linked wrongly or missed.")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def score(invocation: Invocation, /, files: tuple[Path, ...], errors: bool, shape: str, **flags: str | None) -> None:
    """Read the texts of labelled FILEs, link them, and compare the links with the labels.

    A FILE is JSON Lines: {"id", "text", "published" (date or null), "complete" (true: every name that has an item is
    marked), "mentions": [{"start", "end", "kind", "qid" (null: not to be linked)}]}. Precision is over marked mentions,
    and in complete texts over all names; recall over those whose item the catalogue has.
    """
    settings = invocation.settings(**flags)
    from kg.link.score import figures  # noqa: PLC0415 - loads what linking needs

    judged = list(_judged(files, settings))
    table = figures(judged)
    wrong = [j for j in judged if j.outcome in {"wrong", "missed"}] if errors else []
    with cut_short():
        if shape == "json":
            told = {"figures": table, "errors": [j.told() for j in wrong]} if errors else {"figures": table}
            click.echo(json.dumps(told, indent=2, ensure_ascii=False))
            return
        click.echo("\n".join(_lines(table)))
        for one in wrong:
            click.echo(f"{one.outcome:6}  {one.text}  {one.name!r}: {one.found or 'no link'}, not {one.gold or 'any'}"
                       f" ({one.reason})")  # fmt: skip


def _judged(files: tuple[Path, ...], settings: Settings) -> Iterator[Judged]:
    from kg import annotate, link  # noqa: PLC0415 - seconds, and --help needs none of it
    from kg.link.score import judge, read_labelled  # noqa: PLC0415

    texts = [one for file in files for one in read_labelled(file)]
    reader, known = annotate.load(settings.model), link.load(settings.catalogue or None)
    with progress() as bar:
        task = bar.add_task("linking", total=len(texts))
        for labelled, document in zip(texts, reader.stream(t.article for t in texts), strict=True):
            yield from judge(labelled, link.link(document, known), known)
            bar.advance(task)


def _lines(table: dict[str, dict[str, float]]) -> Iterator[str]:
    names = ("mentions", "linkable", "right", "wrong", "missed", "precision", "recall")
    yield f"{'kind':16}" + "".join(f"{name:>11}" for name in names)
    for kind, row in table.items():
        cells = (f"{row[n]:.3f}" if isinstance(row[n], float) else str(row[n]) for n in names)
        yield f"{kind:16}" + "".join(f"{cell:>11}" for cell in cells)
