"""A catalogue in an SQLite file: read-only, memory-mapped, as large as one likes; only states are held in memory."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.catalogue.protocol import AFTER_ALL, MOST, SHORTEST, demonyms_of, likest, names_of
from kg.catalogue.record import Record, rank
from kg.catalogue.schema import APPLICATION_ID, FORMAT, sound_key, unpack
from kg.errors import InputError
from kg.model import EntityType
from kg.names import fold, sounds

MAPPED = 0x7FFF0000
"""Bytes of the file that are mapped into memory: as many as SQLite allows."""
MOST_SPELLINGS = 2000
"""So many names at most are compared with one that is not known; reached only where a part of it is very common."""
_HEAD = b"SQLite format 3\x00"


def is_stored(path: Path) -> bool:
    """Whether the file is SQLite's (of a catalogue or not)."""
    try:
        with path.open("rb") as file:
            return file.read(len(_HEAD)) == _HEAD
    except OSError:
        return False


class Stored:
    """The catalogue in a file that ``dragoman catalogue`` built. It never changes: an update makes a new file in its
    place, and whoever has the old one open keeps it.

    May be used by several threads and after a fork: each has a connection of its own.
    """

    def __init__(self, path: Path) -> None:
        """Raises InputError when the file is no catalogue, broken, or of another format."""
        self.path = path
        self._local = threading.local()
        self.meta: Mapping[str, str] = self._read_meta()
        self.version = self.meta["version"]

    def _read_meta(self) -> dict[str, str]:
        try:
            (head,) = self._rows("PRAGMA application_id")
            meta = dict(self._rows("SELECT name, value FROM meta")) if head[0] == APPLICATION_ID else {}
        except sqlite3.DatabaseError as problem:
            raise InputError(f"The catalogue {self.path} is broken: {problem}.", _ANEW) from None
        if meta.get("format") != FORMAT:
            what = f"of format {meta['format']}, not {FORMAT}" if meta else "an SQLite file, but no catalogue"
            raise InputError(f"{self.path} is {what}.", _ANEW)
        return meta

    def _rows(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None or self._local.process != os.getpid():
            # immutable: no locks, no look whether somebody writes; nobody does, a new version is a new file
            address = f"file:{quote(str(self.path.absolute()))}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            connection.execute(f"PRAGMA mmap_size = {MAPPED}")
            connection.execute("PRAGMA query_only = 1")
            self._local.connection, self._local.process = connection, os.getpid()
        return connection.execute(query, values).fetchall()

    def _records(self, query: str, *values: str | int) -> tuple[Record, ...]:
        return tuple(unpack(*row) for row in self._rows(query, *values))

    def _found(self, table: str, key: str) -> tuple[Record, ...]:
        return tuple(sorted(self._records(_BY_KEY[table], key, MOST), key=rank)) if key else ()

    def __len__(self) -> int:
        """How many records."""
        return int(self.meta["records"])

    def __iter__(self) -> Iterator[Record]:
        """The records by number, those without an item first."""
        at, step = -(1 << 62), 1000
        while rows := self._rows("SELECT id, record FROM item WHERE id > ? ORDER BY id LIMIT ?", at, step):
            yield from (unpack(*row) for row in rows)
            at = rows[-1][0]

    @cached_property
    def by_demonym(self) -> Mapping[str, tuple[Record, ...]]:
        """States (and a few regions) by folded demonym: ``libyan``; ``congolese`` gives two."""
        return demonyms_of(self._records("SELECT id, record FROM item WHERE demonym ORDER BY id"))

    @cached_property
    def _capitals(self) -> Mapping[str, Record]:
        return {r.capital_of: r for r in self._records("SELECT id, record FROM item WHERE capital ORDER BY id")}

    def get(self, qid: str) -> Record | None:
        """The record of a QID."""
        number = qid[1:]
        if not (qid.startswith("Q") and number.isascii() and number.isdigit() and len(number) < 18):
            return None
        return next(iter(self._records("SELECT id, record FROM item WHERE id = ?", int(number))), None)

    def lookup(self, name: str) -> tuple[Record, ...]:
        """The records that bear the name, the best known first, at most ``MOST``."""
        return self._found("name", fold(name))

    def states(self) -> tuple[Record, ...]:
        """All records of type State."""
        return self._states

    @cached_property
    def _states(self) -> tuple[Record, ...]:
        return self._records("SELECT id, record FROM item WHERE state ORDER BY id")

    def capital(self, state: Record) -> Record | None:
        """The capital of a state."""
        return self._capitals.get(state.qid)

    def institutions(self, subtype: str, country: str) -> tuple[Record, ...]:
        """Institutions of a kind and a country: ``("central bank", "Q1016")``."""
        return self._found("institution", f"{subtype}|{country}")

    def sounding(self, name: str) -> tuple[Record, ...]:
        """People with a name of the same sounds, in any order of its words."""
        return self._found("sound", sound_key(sounds(name)))

    def surnamed(self, word: str) -> tuple[Record, ...]:
        """People by the last word of a name, folded."""
        return self._found("surname", word)

    def alike(self, key: str, floor: float, limit: int) -> tuple[tuple[str, float], ...]:
        """Folded names that are spelt like a folded name, the likest first, with their likeness (0..100)."""
        if len(key) < SHORTEST or key[0] not in self._letters:
            return ()
        query = " OR ".join(f"({_trigrams(piece)})" for piece in pieces(key, floor))
        rows = self._rows(_SPELT, query, *self._letters[key[0]], MOST_SPELLINGS)
        return likest(key, [name for (name,) in rows], floor, limit)

    @cached_property
    def _letters(self) -> Mapping[str, tuple[int, int]]:
        """First and last row of the names that begin with a letter."""
        return {letter: (first, last) for letter, first, last in self._rows("SELECT letter, first, last FROM letter")}

    def starting(self, prefix: str, limit: int) -> tuple[Record, ...]:
        """Records with a name that begins so, the shortest names first."""
        key = fold(prefix)
        if not key:
            return ()
        rows = self._rows(_BY_PREFIX, key, key + AFTER_ALL, limit * 4)
        found = {record.key: record for (name,) in rows for record in self.lookup(name)}
        return tuple(found.values())[:limit]

    def names(self, types: Iterable[EntityType] = ()) -> Mapping[str, frozenset[EntityType]]:
        """Every name as written, with the types of the records that bear it: all of them in memory."""
        return names_of(self, types)


_ANEW = "Build it anew with `dragoman catalogue`, or leave the setting empty for the one that ships."
_BY_KEY = {
    table: f"SELECT id, record FROM {table} JOIN item ON id = item WHERE key = ? ORDER BY fame, item LIMIT ?"  # noqa: S608
    for table in ("name", "sound", "surname", "institution")
}
_SPELT = "SELECT key FROM spelling WHERE spelling MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid LIMIT ?"
_BY_PREFIX = "SELECT DISTINCT key FROM name WHERE key >= ? AND key < ? ORDER BY length(key), key LIMIT ?"


def pieces(key: str, floor: float) -> list[str]:
    """The name in so many parts that one of them must stand unchanged in every name that is like enough.

    ``ratio`` counts letters put in or taken out against both lengths: at least ``floor`` percent allow ``slack`` of
    them, and each touches one part.
    """
    share = 1.0 - floor / 100.0
    slack = int(share * (len(key) + len(key) * (1 + share) / (1 - share)) + 1e-9)
    count = min(slack + 1, len(key) // 3)
    bounds = [round(i * len(key) / count) for i in range(count + 1)]
    return [key[a:b] for a, b in pairwise(bounds)]


def _trigrams(piece: str) -> str:
    """What a name must hold to hold the piece, in the language of FTS5; all letters of a folded name are harmless
    inside of quotes, except quotes."""
    parts = [piece[i : i + 3].replace('"', '""') for i in range(len(piece) - 2)]
    return " AND ".join(f'"{part}"' for part in parts)
