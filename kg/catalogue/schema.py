"""The SQLite file of a catalogue: its tables, and how a record lies in them.

An item's row number is the number of its QID; records without one have negative numbers. Names are indexed folded, with
their fame negated, so that the best known of many namesakes come first without sorting. The names that can be found by
likeness lie sorted, so that those of one first letter are one stretch of rows.
"""

from __future__ import annotations

from typing import Any, cast

import orjson

from kg.catalogue.record import Office, Record
from kg.model import EntityType

FORMAT = "2"
APPLICATION_ID = 0x44524147
"""In the head of the file ("DRAG"): it is a catalogue of ours, and not just any SQLite file."""
TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE item (id INTEGER PRIMARY KEY, state INTEGER, demonym INTEGER, capital INTEGER, record BLOB NOT NULL);
CREATE TABLE name (key TEXT, fame INTEGER, item INTEGER, PRIMARY KEY (key, fame, item)) WITHOUT ROWID;
CREATE TABLE sound (key TEXT, fame INTEGER, item INTEGER, PRIMARY KEY (key, fame, item)) WITHOUT ROWID;
CREATE TABLE surname (key TEXT, fame INTEGER, item INTEGER, PRIMARY KEY (key, fame, item)) WITHOUT ROWID;
CREATE TABLE institution (key TEXT, fame INTEGER, item INTEGER, PRIMARY KEY (key, fame, item)) WITHOUT ROWID;
CREATE TABLE letter (letter TEXT PRIMARY KEY, first INTEGER, last INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE spelling USING fts5(key, tokenize = 'trigram', detail = 'none');
"""
INDEXES = """
CREATE INDEX item_state ON item (id) WHERE state;
CREATE INDEX item_demonym ON item (id) WHERE demonym;
CREATE INDEX item_capital ON item (id) WHERE capital;
"""


def pack(record: Record) -> bytes:
    """A record without its QID, as a JSON array."""
    offices = [(o.title, o.start, o.end) for o in record.offices]
    r = record
    return orjson.dumps([
        r.label, r.type, r.subtype, r.aliases, r.demonyms, r.countries, r.capital_of, r.iso2, r.iso3, r.m49, r.geonames,
        r.lat, r.lon, offices, r.parent, r.sources, r.checked, r.sitelinks,
    ])  # fmt: skip


def unpack(number: int, data: bytes) -> Record:
    """The record of a row."""
    cells: list[Any] = orjson.loads(data)
    label, kind, subtype, aliases, demonyms, countries, *codes = cells
    capital, iso2, iso3, m49, geonames, lat, lon, offices, parent, sources, checked, sitelinks = codes
    return Record(
        f"Q{number}" if number > 0 else "", label, cast(EntityType, kind), subtype, tuple(aliases), tuple(demonyms),
        tuple(countries), capital, iso2, iso3, m49, geonames, lat, lon, tuple(Office(*o) for o in offices), parent,
        sources, checked, sitelinks,
    )  # fmt: skip


def sound_key(sounds: tuple[str, ...]) -> str:
    """The sounds of a name as one text, or "" for a name of one word, which says too little."""
    return " ".join(sounds) if len(sounds) > 1 else ""
