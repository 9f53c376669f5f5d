"""``dragoman records``: a filter from JSON lines (articles) to JSON lines (extraction records), streaming."""

from __future__ import annotations

import json
import os
import queue
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO

import click

from kg.commands.common import Invocation, cut_short, setting, tell
from kg.errors import DragomanError, InputError
from kg.model import Article, LinkedDocument
from kg.records import Record, failure, record

BATCH = 32
"""Articles that are read together at most; fewer when no more are waiting, so that a caller may ask one by one."""

_HALVES = re.compile("[\ud800-\udfff]")

Line = tuple[int, bytes | None]


@click.command("records")
@setting("model")
@setting("catalogue")
@click.pass_obj
def records(invocation: Invocation, model: str | None, catalogue: str | None) -> None:
    """Turn articles into extraction records: JSON lines in, JSON lines out.

    In: {"id": "…", "published": "2016-05-16" or null, "text": "…"}. A line that cannot be read gives a record with
    "error", and the run goes on.
    """
    settings = invocation.settings(model=model, catalogue=catalogue)
    from kg import annotate, link  # noqa: PLC0415 - seconds, and --help needs none of it

    reader = annotate.load(settings.model)
    known = link.load(settings.catalogue or None)

    def read(articles: Iterable[Article]) -> Iterator[LinkedDocument]:
        for document in reader.stream(articles):
            yield link.link(document, known)

    failed = 0
    with cut_short():
        for batch in batches(_input(), settings.max_article_bytes):
            for found in answers(batch, read, settings.max_article_bytes):
                failed += "error" in found
                # ASCII only: a raw U+2028 would end the line for many readers.
                sys.stdout.write(json.dumps(found) + "\n")
            sys.stdout.flush()
    if failed:
        tell(f"records: {failed} of the lines could not be read; their records have “error”.", "yellow")


def _input() -> IO[bytes]:
    """Standard input as a stream of its own: at exit Python would stumble over sys.stdin while a thread reads it."""
    try:
        return open(os.dup(sys.stdin.fileno()), "rb")  # noqa: PTH123 - closed with the process
    except (OSError, AttributeError):
        return sys.stdin.buffer


def batches(stream: IO[bytes], limit: int) -> Iterator[list[Line]]:
    """Lines in lots of at most BATCH: whatever is there, without waiting for more once there is one."""
    waiting: queue.Queue[Line | None] = queue.Queue(maxsize=2 * BATCH)
    threading.Thread(target=_fill, args=(stream, limit, waiting), daemon=True).start()
    ended = False
    while not ended:
        lot: list[Line] = []
        item = waiting.get()
        while item is not None:
            lot.append(item)
            if len(lot) == BATCH:
                break
            try:
                item = waiting.get_nowait()
            except queue.Empty:
                break
        else:
            ended = True
        if lot:
            yield lot


def _fill(stream: IO[bytes], limit: int, waiting: queue.Queue[Line | None]) -> None:
    from kg.sources.jsonl import lines  # noqa: PLC0415

    try:
        for line in lines(stream, limit):
            waiting.put(line)
    finally:
        waiting.put(None)


Read = Callable[[Iterable[Article]], Iterable[LinkedDocument]]


def answers(batch: Sequence[Line], read: Read, limit: int) -> Iterator[Record]:
    """A record for every line, in order. An article that breaks the reading spoils only its own record."""
    articles: list[Article] = []
    bad: dict[int, Record] = {}
    for position, (number, raw) in enumerate(batch):
        try:
            articles.append(_article(number, raw, limit))
        except InputError as problem:
            bad[position] = failure(_id_of(raw), str(problem))
    good = iter(_read_all(articles, read))
    for position in range(len(batch)):
        yield bad[position] if position in bad else next(good)


def _read_all(articles: Sequence[Article], read: Read) -> list[Record]:
    try:
        return [record(linked) for linked in read(articles)]
    except DragomanError:
        raise
    except Exception:  # one article that the pipeline cannot digest must not cost the others
        return [_read_one(article, read) for article in articles]


def _read_one(article: Article, read: Read) -> Record:
    try:
        return record(next(iter(read([article]))))
    except DragomanError:
        raise
    except Exception as problem:
        return failure(article.id, f"The reading broke off: {type(problem).__name__}: {problem}")


def _article(number: int, raw: bytes | None, limit: int) -> Article:
    from kg.sources import iso_date  # noqa: PLC0415
    from kg.sources.jsonl import from_line  # noqa: PLC0415

    draft = from_line(raw, f"line {number}", limit)
    published = iso_date(draft.about.published) if draft.about.published else None
    return Article(
        id=draft.about.id or f"line {number}",
        # half a surrogate pair, which JSON can carry and no model can read, becomes U+FFFD: offsets stay
        text=_HALVES.sub("\ufffd", draft.text),
        published=published,
        title=draft.about.title,
        source=draft.about.source,
        url=draft.about.url,
    )


def _id_of(raw: bytes | None) -> str | None:
    """The id of a line that is no good otherwise, if it can be seen."""
    try:
        value = json.loads(raw or b"")
    except (ValueError, RecursionError):
        return None
    found = value.get("id") if isinstance(value, dict) else None
    return str(found) if isinstance(found, str | int) else None
