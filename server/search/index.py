"""Asking the search file: hits by relevance, counted by kind, from any thread, within bounds."""

from __future__ import annotations

import heapq
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from server.errors import QueryTimeout
from server.search.kinds import ALIAS, BREAK, CODE, KINDS, LABEL, QUOTE, SHARES
from server.search.words import Asked, places, read

MOST = 1000
"""Hits of a kind that are weighed, the most important things first, and counted; further ones are not looked at.

Things are numbered by importance (entities by mentions, the others newest first), so what a very common word misses
is what few would page to.
"""
SECONDS = 2.0
"""Time limit of a search; a question takes milliseconds, so only a broken disk comes near it."""
_AROUND = 70
"""Characters shown before the first word found in a long sentence."""
_SHOWN = 240
_CHECK_EVERY = 20_000
_WAYS = ("all", "begun", "any")
_FIELDS = "iri, label, alias, quote, types, items, status, day, weight, known"


class Piece(NamedTuple):
    """A part of a snippet; ``found`` when it is one of the words asked for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found.

    ``kind`` is one of ``KINDS``; ``snippet`` the sentence (or other name) in which the words stand, in pieces, empty
    when they stand in the label alone; ``score`` is larger for better; ``types`` are local names of classes of the
    ontology; ``items`` IRIs of the same thing elsewhere; ``status`` the local name of a status; ``day`` (ISO) when an
    article appeared, or the last one that tells of the thing; ``mentions`` counts those of an entity;
    ``known`` are names of the item that it is linked with, in any language.
    """

    iri: str
    kind: str
    label: str
    snippet: tuple[Piece, ...]
    score: float
    types: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    status: str = ""
    day: str = ""
    mentions: int = 0
    known: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The snippet as plain text."""
        return "".join(piece.text for piece in self.snippet)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: one page of hits, best first.

    ``counts``: kind -> hits, at most ``MOST``, over the kinds asked for; ``way`` says how the words were taken: ``all``
    of them, each as the beginning of a word (``begun``), or ``any`` of them – the later ones only when the earlier
    found nothing.
    """

    hits: tuple[Hit, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    way: str = "all"

    @property
    def total(self) -> int:
        """Hits that can be paged through."""
        return sum(self.counts.values())

    @property
    def more(self) -> bool:
        """Whether there may be more than ``total``."""
        return any(count == MOST for count in self.counts.values())


# bm25 of FTS5 (smaller is better), number of the kind, number of the thing: the order of hits
_Match = tuple[float, int, int]


class Index:
    """The search file of a release. Safe to use from many threads."""

    def __init__(self, path: Path) -> None:
        """Raises sqlite3.Error when the file is none of ours or SQLite lacks FTS5."""
        self._path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        with self._connection() as base:
            self.things = int(base.execute("SELECT value FROM about WHERE name = 'things'").fetchone()[0])
            base.execute(f"SELECT rowid FROM words_{KINDS[0]} WHERE words_{KINDS[0]} MATCH '\"a\"' LIMIT 1").fetchall()  # noqa: S608

    def search(
        self, text: str, kinds: Sequence[str] = (), limit: int = 20, offset: int = 0, begun: bool = False
    ) -> Found:
        """What fits the words of ``text``, whatever a visitor types there, best first.

        ``kinds`` narrows to some of ``KINDS`` (none: all; unknown ones find nothing); with ``begun`` words may be the
        beginnings of longer ones from the start, as in a box that searches while one types. Raises QueryTimeout.
        """
        asked = read(text)
        numbers = [number for number, kind in enumerate(KINDS) if not kinds or kind in kinds]
        start = max(0, offset)
        with self._connection() as base:
            for way in _WAYS[1:] if begun else _WAYS:
                matches = self._matches(base, getattr(asked, way)(), numbers)
                if any(matches.values()):
                    break
            else:
                return Found(counts={KINDS[number]: 0 for number in numbers})
            best = heapq.nsmallest(start + max(0, limit), chain.from_iterable(matches.values()))
            marked = _widened(asked) if way == "begun" else asked
            hits = tuple(_hit(base, match, marked) for match in best[start:])
        return Found(hits, {KINDS[kind]: len(found) for kind, found in matches.items()}, way)

    def near(self, text: str, kind: str, limit: int = 100) -> tuple[Hit, ...]:
        """Things with words that begin like those of ``text``: what may be meant by a name that is spelt otherwise."""
        asked = read(text)
        with self._connection() as base:
            number = KINDS.index(kind)
            matches = self._matches(base, asked.near(), [number])[number]
            return tuple(_hit(base, match, asked) for match in heapq.nsmallest(limit, matches))

    def about(self, iris: Sequence[str]) -> dict[str, Hit]:
        """IRI -> what the file says of a thing, for those that it knows (at most 1,000 at a time)."""
        with self._connection() as base:
            marks = ", ".join("?" * len(iris[:MOST]))
            query = f"SELECT kind, {_FIELDS} FROM thing WHERE iri IN ({marks})"  # noqa: S608 - only question marks
            rows = base.execute(query, list(iris[:MOST])).fetchall()
        return {row[1]: _thing(KINDS[row[0]], row[1:], 0.0, Asked(())) for row in rows}

    def close(self) -> None:
        """Close the file; a search that still runs closes its own part at its end. May be called twice."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @staticmethod
    def _matches(base: sqlite3.Connection, expression: str, kinds: Sequence[int]) -> dict[int, list[_Match]]:
        """By kind, in the order of importance."""
        found: dict[int, list[_Match]] = {kind: [] for kind in kinds}
        for kind in kinds if expression else ():
            table, share = f"words_{KINDS[kind]}", SHARES.get(KINDS[kind], 1.0)
            query = (
                f"SELECT bm25({table}, {LABEL}, {ALIAS}, {QUOTE}, {CODE}) * {share}, {kind}, rowid "  # noqa: S608
                f"FROM {table} WHERE {table} MATCH ? ORDER BY rowid LIMIT {MOST}"
            )
            found[kind] = base.execute(query, (expression,)).fetchall()
        return found

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for one question, taken from those that rest; its time is limited."""
        with self._lock:
            base = self._idle.pop() if self._idle else None
        base = base or self._open()
        end = time.monotonic() + SECONDS
        base.set_progress_handler(lambda: time.monotonic() > end, _CHECK_EVERY)
        try:
            yield base
        except sqlite3.OperationalError as problem:
            if "interrupted" not in str(problem):
                raise
            raise QueryTimeout(
                f"The search was stopped after {SECONDS:g} seconds.", "Search for rarer words.", "search"
            ) from None
        finally:
            with self._lock:
                keep = not self._closed
                if keep:
                    self._idle.append(base)
            if not keep:
                base.close()

    def _open(self) -> sqlite3.Connection:
        # the file never changes under its name, so SQLite need not look for locks or writers
        uri = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
        base = sqlite3.connect(uri, uri=True, check_same_thread=False)
        base.execute("PRAGMA mmap_size = 1073741824")
        base.execute("PRAGMA query_only = 1")
        return base


def _widened(asked: Asked) -> Asked:
    """The same with every single word as the beginning of one, for the marks in snippets."""
    return Asked(tuple((part[0].rstrip("*") + "*",) if len(part) == 1 else part for part in asked.want), asked.never)


def _hit(base: sqlite3.Connection, match: _Match, asked: Asked) -> Hit:
    score, kind, number = match
    query = f"SELECT {_FIELDS} FROM thing WHERE kind = ? AND number = ?"  # noqa: S608
    return _thing(KINDS[kind], base.execute(query, (kind, number)).fetchone(), -score, asked)


def _thing(kind: str, row: Sequence[str | int | None], score: float, asked: Asked) -> Hit:
    iri, label, alias, quote, types, items, status, day = (str(cell or "") for cell in row[:-2])
    aliases = tuple(filter(None, alias.split(BREAK)))
    # a name that an article has as well is no news
    known = tuple(name for name in str(row[-1] or "").split(BREAK) if name and name not in {label, *aliases})
    return Hit(
        iri=iri,
        kind=kind,
        label=label,
        snippet=_snippet(quote.split(BREAK), (*aliases, *known), asked),
        score=round(score, 4),
        types=tuple(types.split()),
        items=tuple(items.split()),
        aliases=aliases,
        status=status,
        day=day,
        mentions=int(row[-2] or 0),
        known=known,
    )


def _snippet(quotes: Sequence[str], names: Sequence[str], asked: Asked) -> tuple[Piece, ...]:
    """The text in which most of the words stand, cut around the first; else the first sentence, if there is one."""
    marked = [(text, places(text, asked)) for text in (*quotes, *names) if text]
    text, spots = max(marked, key=lambda pair: len(pair[1]), default=("", []))
    if not spots:
        text = quotes[0] if quotes else ""
    start = max(0, spots[0][0] - _AROUND) if spots and len(text) > _SHOWN else 0
    if start:
        start = text.find(" ", start) + 1 or start
    end = start + _SHOWN
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + _SHOWN // 2)
    pieces, at = [Piece("… ", found=False)] if start else [], start
    for left, right in spots:
        if at <= left and right <= end:
            pieces += [Piece(text[at:left], found=False), Piece(text[left:right], found=True)]
            at = right
    pieces.append(Piece(text[at:end] + (" …" if end < len(text) else ""), found=False))
    return tuple(piece for piece in pieces if piece.text)
