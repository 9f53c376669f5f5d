"""Items on their way into a catalogue: kept aside on disk until all classes and titles are known, then made records.

What is checked wins: a record of the core keeps its facts and gains only what it lacks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import orjson

from kg.catalogue.classes import ROOTS, Root
from kg.catalogue.items import Item, of_cells
from kg.catalogue.record import Office, Record
from kg.names import fold

BATCH = 2_000
"""Rows that are written at once."""
OFFICES = 24
"""So many offices of one person at most, the latest."""
_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
CREATE TABLE item (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE label (id INTEGER PRIMARY KEY, label TEXT NOT NULL);
CREATE TABLE below (parent INTEGER, child INTEGER, PRIMARY KEY (parent, child)) WITHOUT ROWID;
"""
_BELOW = """
WITH RECURSIVE under (id) AS (VALUES (?) UNION SELECT child FROM below JOIN under ON parent = under.id)
SELECT id FROM under
"""


class Stage:
    """A scratch file of items. Use it as a context: it is gone afterwards."""

    def __init__(self, path: Path) -> None:
        """``path``: where the scratch file may lie; one that lies there is written over."""
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.executescript(_TABLES)
        self._items: list[tuple[int, bytes]] = []
        self._labels: list[tuple[int, str]] = []
        self._edges: list[tuple[int, int]] = []

    def __enter__(self) -> Stage:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the scratch file away."""
        self._base.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def add(self, item: Item) -> None:
        """An item that may be wanted; of one that is added twice the last counts."""
        self._items.append((item.number, orjson.dumps(item.cells())))
        self._write(BATCH)

    def add_class(self, number: int, label: str, parents: Iterable[int]) -> None:
        """A class (or a position), its label, and what it is below of."""
        if label:
            self._labels.append((number, label))
        self._edges += [(parent, number) for parent in parents]
        self._write(BATCH)

    def _write(self, least: int) -> None:
        if len(self._items) + len(self._labels) + len(self._edges) >= least:
            self._base.execute("BEGIN")
            self._base.executemany("INSERT OR REPLACE INTO item VALUES (?, ?)", self._items)
            self._base.executemany("INSERT OR REPLACE INTO label VALUES (?, ?)", self._labels)
            self._base.executemany("INSERT OR IGNORE INTO below VALUES (?, ?)", self._edges)
            self._base.execute("COMMIT")
            self._items, self._labels, self._edges = [], [], []

    def records(self, core: Iterable[Record], base: Iterable[Record] = ()) -> Iterator[Record]:
        """Every item that is below a wanted class as a record, with the core and with ``base`` (records of an earlier
        catalogue, by rising QID, which new items replace)."""
        self._write(0)
        known, nameless = {r.qid: r for r in core if r.qid}, [r for r in core if not r.qid]
        roots = self._roots()
        capitals = self._capitals(roots)
        old = ((int(r.qid[1:]), r) for r in base if r.qid)
        for record in _merged(self._found(roots, capitals), old):
            checked = known.pop(record.qid, None)
            yield joined(checked, record) if checked else record
        yield from known.values()
        yield from nameless

    def _roots(self) -> dict[int, Root]:
        """What the items of each class below a wanted one are: what the first root that it is below says."""
        found: dict[int, Root] = {}
        for root in ROOTS:
            for (number,) in self._base.execute(_BELOW, (root.number,)):
                found.setdefault(number, root)
        return found

    def _all(self) -> Iterator[Item]:
        at = 0
        while rows := self._base.execute(
            "SELECT id, data FROM item WHERE id > ? ORDER BY id LIMIT ?", (at, BATCH)
        ).fetchall():
            yield from (of_cells(orjson.loads(data)) for _, data in rows)
            at = rows[-1][0]

    def _capitals(self, roots: Mapping[int, Root]) -> dict[int, int]:
        """States by their capital."""
        states = (i for i in self._all() if i.capitals and (r := _root(i, roots)) and r.subtype == "sovereign state")
        return {capital: state.number for state in states for capital in state.capitals}

    def _found(self, roots: Mapping[int, Root], capitals: Mapping[int, int]) -> Iterator[tuple[int, Record]]:
        for item in self._all():
            root = _root(item, roots)
            if root is not None:
                yield item.number, self._record(item, root, capitals.get(item.number))

    def _record(self, item: Item, root: Root, state: int | None) -> Record:
        offices = tuple(self._offices(item)) if root.type == "Person" else ()
        capital = state is not None and root.type == "Place"
        subtype = "capital city" if capital else "politician" if offices else root.subtype
        is_state = root.type == "State"
        return Record(
            f"Q{item.number}", item.label, root.type, subtype, item.aliases, item.demonyms if is_state else (),
            (f"Q{item.number}",) if is_state else tuple(f"Q{n}" for n in item.countries),
            f"Q{state}" if capital else "", item.iso2 if is_state else "", item.iso3 if is_state else "",
            item.m49 if is_state else "", item.geonames if root.type in {"State", "Place"} else "", item.lat, item.lon,
            offices, f"Q{item.parents[0]}" if item.parents and root.type not in {"Person", "Place"} else "", 0,
            "Wikidata", item.sitelinks,
        )  # fmt: skip

    def _offices(self, item: Item) -> Iterator[Office]:
        for position, start, end in sorted(item.offices, key=lambda o: (o[1], o[2]))[-OFFICES:]:
            if title := self._title(position):
                yield Office(title, start, end)

    def _title(self, position: int) -> str:
        """The label of a position: most are classes as well as items."""
        row = self._base.execute("SELECT label FROM label WHERE id = ?", (position,)).fetchone()
        if row:
            return str(row[0])
        row = self._base.execute("SELECT data FROM item WHERE id = ?", (position,)).fetchone()
        return of_cells(orjson.loads(row[0])).label if row else ""


def _root(item: Item, roots: Mapping[int, Root]) -> Root | None:
    found = [roots[c] for c in item.classes if c in roots]
    return min(found, key=ROOTS.index, default=None)


def _merged(new: Iterator[tuple[int, Record]], old: Iterator[tuple[int, Record]]) -> Iterator[Record]:
    """Both by rising number, the new one where both have the same."""
    one, other = next(new, None), next(old, None)
    while one or other:
        if one and (not other or one[0] <= other[0]):
            if other and other[0] == one[0]:
                other = next(old, None)
            yield one[1]
            one = next(new, None)
        elif other:
            yield other[1]
            other = next(old, None)


def joined(checked: Record, found: Record) -> Record:
    """A record of the core with what it lacks: more names, dated offices instead of those of general knowledge."""
    mine = {fold(name) for name in checked.names}
    more = tuple(n for n in found.names if fold(n) not in mine)
    return replace(
        checked,
        aliases=(*checked.aliases, *dict.fromkeys(more)),
        demonyms=checked.demonyms or found.demonyms,
        countries=checked.countries or found.countries,
        geonames=checked.geonames or found.geonames,
        lat=checked.lat if checked.lat is not None else found.lat,
        lon=checked.lon if checked.lon is not None else found.lon,
        offices=found.offices or checked.offices,
        parent=checked.parent or found.parent,
        sitelinks=found.sitelinks,
    )
