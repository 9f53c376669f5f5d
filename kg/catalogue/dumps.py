"""A dump of Wikidata, item by item: the JSON file of all entities, one a line, as it is offered for download.

Most lines are never parsed: an item without the sitelinks, the office or the subclasses that would make it of use is
seen to be so from its bytes. Memory holds one line and one batch of rows.
"""

from __future__ import annotations

import bz2
import gzip
import io
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson
import zstandard

from kg.catalogue.classes import PASSED_OVER
from kg.catalogue.items import english, read_item, superclasses
from kg.catalogue.stage import Stage
from kg.errors import InputError

SITELINKS = 5
"""So many wikis must have a page on an item (unless it held an office): fewer, and news hardly means it."""
EVERY = 20_000
"""Lines between two signs of progress."""
_BUFFER = 1 << 20
_CLASS, _OFFICE, _SITE = b'"P279":[{"mainsnak"', b'"P39":[{"mainsnak"', b'"site":"'
_INSTANCE = re.compile(rb'"P31":\[\{"mainsnak":\{[^}]{0,200}?"numeric-id":(\d+)')
_PASSED = frozenset(str(number).encode() for number in PASSED_OVER)

Progress = Callable[[int, int, int], None]
"""Called with bytes read of the file as it lies, lines, and items kept."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a dump gave: lines read, items parsed, items kept aside, lines that hold no entity. ``whole`` is False when
    it does not end as a dump does."""

    lines: int = 0
    parsed: int = 0
    kept: int = 0
    broken: int = 0
    whole: bool = True


def read_dump(path: Path, stage: Stage, sitelinks: int = SITELINKS, told: Progress | None = None) -> Tally:
    """Keep aside all items that may be wanted. ``path`` ends in .json, .bz2, .gz or .zst, or is ``-`` for standard
    input.

    Raises InputError when it cannot be read or is no dump.
    """
    lines = parsed = kept = broken = 0
    line = b""
    with _opened(path) as (stream, place):
        for line in stream:
            lines += 1
            if told and lines % EVERY == 0:
                told(place(), lines, kept)
            if len(line) < 8 or not _of_use(line, sitelinks):  # the brackets around the list of entities
                continue
            try:
                kept += _keep(orjson.loads(line.rstrip(b",\r\n")), stage, sitelinks)
                parsed += 1
            except (ValueError, KeyError, TypeError, AttributeError):  # what is no JSON, or no entity
                broken += 1
    if not parsed and (broken or lines < 3):
        raise InputError(
            f"{path} is no dump of Wikidata: no line holds an entity.", "Take the JSON dump of all entities."
        )
    return Tally(lines, parsed, kept, broken, line.strip() == b"]")


def _of_use(line: bytes, sitelinks: int) -> bool:
    """Whether the line is worth parsing, by its bytes."""
    if _CLASS in line:
        return True
    if line.count(_SITE) < sitelinks and _OFFICE not in line:
        return False
    instance = _INSTANCE.search(line)
    return instance is None or instance[1] not in _PASSED


def _keep(entity: Any, stage: Stage, sitelinks: int) -> bool:
    """Whether an item was kept; classes are kept aside as such too, with the titles of positions."""
    if not isinstance(entity, dict) or entity.get("type", "item") != "item":
        return False
    item = read_item(entity)
    above = superclasses(entity)
    if item is None:
        return False
    if above:
        stage.add_class(item.number, english(entity), above)
    if not item.classes or not (item.sitelinks >= sitelinks or item.offices):
        return False
    stage.add(item)
    return True


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], Callable[[], int]]]:
    """The lines of a file whatever it is packed with, and how far the file as it lies has been read."""
    if str(path) == "-":
        yield sys.stdin.buffer, lambda: 0
        return
    try:
        with path.open("rb") as raw:
            yield _unpacked(path.suffix, raw), raw.tell
    except (OSError, EOFError, zlib.error, zstandard.ZstdError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        cure = "Is it whole? Download it again."
        if isinstance(problem, FileNotFoundError | IsADirectoryError | PermissionError):
            cure = "Check the path."
        raise InputError(f"The dump {path} cannot be read: {reason}.", cure) from None


def _unpacked(suffix: str, raw: IO[bytes]) -> IO[bytes]:
    if suffix == ".gz":
        return io.BufferedReader(gzip.GzipFile(fileobj=raw), _BUFFER)
    if suffix == ".bz2":
        return io.BufferedReader(bz2.BZ2File(raw), _BUFFER)
    if suffix == ".zst":
        return io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True), _BUFFER)
    return raw
