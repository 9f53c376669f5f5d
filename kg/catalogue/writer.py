"""Writes a catalogue's SQLite file: all at once, beside its place, and swapped in when it is whole."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kg.catalogue.protocol import SHORTEST, is_institution, surname
from kg.catalogue.record import Record
from kg.catalogue.schema import APPLICATION_ID, FORMAT, INDEXES, TABLES, pack, sound_key
from kg.errors import StoreError
from kg.names import fold, sounds

BATCH = 5_000
"""Records that are written at once."""
_FAR = 10_000
"""More sitelinks than anything has: fame goes first, then sitelinks."""
_Row = tuple[str, int, int]


@dataclass(slots=True)
class _Rows:
    """What one batch of records brings to each table."""

    item: list[tuple[int, bool, bool, bool, bytes]] = field(default_factory=list)
    name: set[_Row] = field(default_factory=set)
    sound: set[_Row] = field(default_factory=set)
    surname: set[_Row] = field(default_factory=set)
    institution: set[_Row] = field(default_factory=set)
    spelled: set[str] = field(default_factory=set)

    def add(self, number: int, record: Record, data: bytes) -> None:
        """One record under its number."""
        fame = -(record.fame * _FAR + min(record.sitelinks, _FAR - 1)) if record.qid else 1
        is_state = record.type == "State"
        self.item.append((number, is_state, bool(record.demonyms), bool(record.capital_of), data))
        self.name |= {(key, fame, number) for name in record.names if (key := fold(name))}
        if record.type == "Person":
            self.sound |= {(key, fame, number) for name in record.names if (key := sound_key(sounds(name)))}
            self.surname |= {(key, fame, number) for name in record.names if (key := surname(name))}
        else:
            self.spelled |= {key for name in record.names if len(key := fold(name)) >= SHORTEST}
        if is_institution(record):
            self.institution |= {(f"{record.subtype}|{c}", fame, number) for c in record.countries}

    def write(self, base: sqlite3.Connection) -> None:
        """Everything into the tables."""
        base.executemany("INSERT INTO item VALUES (?, ?, ?, ?, ?)", self.item)
        for table in ("name", "sound", "surname", "institution"):
            rows: set[_Row] = getattr(self, table)
            base.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", sorted(rows))  # noqa: S608 - names of ours
        base.executemany("INSERT INTO spelled VALUES (?)", ((key,) for key in self.spelled))


def write(path: Path, records: Iterable[Record], about: Mapping[str, str]) -> str:
    """Write the file and give its version: the format and the first 12 hex digits of the SHA-256 of all records.

    ``records`` come with each QID once, in any order that is always the same; ``about`` says where they come from.
    Raises StoreError when the file cannot be written.
    """
    scratch = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.unlink(missing_ok=True)
        with closing(sqlite3.connect(scratch, isolation_level=None)) as base:
            version = _fill(base, records, about)
        scratch.replace(path)
    except (OSError, sqlite3.Error) as problem:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)
        raise StoreError(
            f"The catalogue {path} cannot be written: {problem}.", "Check the folder and its space."
        ) from None
    return version


def _fill(base: sqlite3.Connection, records: Iterable[Record], about: Mapping[str, str]) -> str:
    # the file is thrown away when anything goes wrong, so there is nothing to roll back
    base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    base.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    base.executescript(TABLES + "CREATE TEMP TABLE spelled (key TEXT);")
    digest, count = hashlib.sha256(), 0
    base.execute("BEGIN")
    for batch in _batches(records):
        rows = _Rows()
        for record in batch:
            count += 1
            data = pack(record)
            digest.update(b"%s %s\n" % (record.qid.encode(), data))
            rows.add(int(record.qid[1:]) if record.qid else -count, record, data)
        rows.write(base)
    base.execute(
        "INSERT INTO spelling (rowid, key) SELECT row_number() OVER (ORDER BY key), key"
        " FROM (SELECT DISTINCT key FROM spelled) ORDER BY key"
    )
    base.execute("INSERT INTO letter SELECT substr(key, 1, 1), min(rowid), max(rowid) FROM spelling GROUP BY 1")
    version = f"{FORMAT}-{digest.hexdigest()[:12]}"
    meta = {**about, "format": FORMAT, "version": version, "records": str(count)}
    base.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
    base.execute("INSERT INTO spelling(spelling) VALUES ('optimize')")
    base.execute("COMMIT")
    base.executescript(INDEXES)
    base.execute("ANALYZE")
    return version


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch
