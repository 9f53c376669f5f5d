"""Filling the search file of a release, as a process of its own: ``python -m server.search.build DATASET FILE BASE``.

One walk over the sorted N-Quads keeps what is needed in a scratch database, then the texts are written kind by kind,
the most important things first. Memory stays flat; a release of a million triples takes a few seconds.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from server.prefixes import DM, PREFIXES, WIKIDATA
from server.search.kinds import BREAK, FTS, KINDS, TABLES
from server.search.words import fold

_ESCAPE = re.compile(rb"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_PLAIN = {b"n": "\n", b"r": "\r", b"t": "\t", b"b": "\b", b"f": "\f"}
_MOST_TEXT = 200_000
"""Characters of an article's text that can be found."""
_QUOTES = 8
"""Sentences that an event can be found by; its claims can be found by theirs."""
_LEFT_OUT = (b"/graph/ontology>", b"/graph/meta>")
_ITEM = f"<{WIKIDATA}Q".encode()
"""Items of Wikidata have names in more languages than articles do; what is linked with one is found by them too."""
_CHUNK = 5_000

# predicate -> the field of a subject that it fills
_FIELDS: dict[bytes, str] = {
    f"<{iri}>".encode(): name
    for iri, name in {
        PREFIXES["rdf"] + "type": "types",
        PREFIXES["rdfs"] + "label": "labels",
        PREFIXES["dct"] + "title": "labels",
        PREFIXES["skos"] + "altLabel": "aliases",
        PREFIXES["skos"] + "exactMatch": "items",
        PREFIXES["dct"] + "issued": "days",
        DM + "quote": "quotes",
        DM + "text": "quotes",
        DM + "about": "abouts",
        DM + "passage": "passages",
        DM + "claimedIn": "articles",
        DM + "status": "statuses",
        DM + "claimedStatus": "statuses",
        DM + "mention": "mentions",
    }.items()
}
PREDICATES = tuple(iri[1:-1].decode() for iri in _FIELDS)
"""All that is read of a dataset."""
_SCRATCH = """
CREATE TEMP TABLE node (kind TEXT, iri TEXT PRIMARY KEY, label TEXT, alias TEXT, quote TEXT, types TEXT, items TEXT,
  status TEXT, day TEXT, weight INTEGER) WITHOUT ROWID;
CREATE TEMP TABLE said (claim TEXT PRIMARY KEY, about TEXT, passage TEXT, article TEXT) WITHOUT ROWID;
"""
_THINGS = """
SELECT n.iri, n.label, n.alias,
  (SELECT coalesce(group_concat(quote, char(31)), '') FROM (SELECT p.quote FROM said s JOIN node p
     ON p.iri = s.passage WHERE s.about = n.iri AND p.quote != '' GROUP BY p.quote ORDER BY min(s.claim) LIMIT ?2)),
  n.types, n.items, n.status,
  (SELECT coalesce(max(a.day), '') FROM said s JOIN node a ON a.iri = s.article WHERE s.about = n.iri) AS seen,
  n.weight, ''
FROM node n WHERE n.kind = ?1 ORDER BY seen DESC, n.iri
"""
_NAMED = """
SELECT n.iri, n.label, n.alias, n.quote, n.types, n.items, n.status, n.day, n.weight,
  coalesce(i.label || char(31) || i.alias, '')
FROM node n LEFT JOIN node i ON i.iri = n.items AND i.kind = 'item'
WHERE n.kind = ?1 AND ?2 ORDER BY n.weight DESC, n.day DESC, n.iri
"""
_CLAIMS = """
SELECT n.iri, coalesce(nullif(n.label, ''), t.label, ''), '', coalesce(p.quote, ''), n.types, '', n.status,
  coalesce(a.day, '') AS seen, 0, ''
FROM node n LEFT JOIN said s ON s.claim = n.iri LEFT JOIN node t ON t.iri = s.about
  LEFT JOIN node p ON p.iri = s.passage LEFT JOIN node a ON a.iri = s.article
WHERE n.kind = ?1 AND ?2 ORDER BY seen DESC, n.iri
"""
_QUERIES = {"entity": _NAMED, "article": _NAMED, "claim": _CLAIMS}


@dataclass(slots=True)
class _Node:
    """What the lines about one subject say of it; ``labels`` with their language first."""

    kind: str
    labels: list[tuple[str, str]] = field(default_factory=list)
    aliases: list[tuple[str, str]] = field(default_factory=list)
    quotes: list[tuple[str, str]] = field(default_factory=list)
    days: list[tuple[str, str]] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    inferred: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    abouts: list[str] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)

    def row(self, iri: str) -> tuple[str | int, ...]:
        names = _distinct(text for _, text in sorted(self.labels, key=lambda pair: (pair[0] != "en", pair)))
        others = _distinct((*names[1:], *(text for _, text in sorted(self.aliases))))
        kept = (max((text for _, text in self.quotes), key=len, default="")[:_MOST_TEXT],)
        types = _distinct((*sorted(self.types), *sorted(self.inferred)))
        local = (t.removeprefix(DM) for t in types if t.startswith(DM))
        status = self.statuses[0].rsplit("/", 1)[-1] if self.statuses else ""
        day = min((text for _, text in self.days), default="")
        items = " ".join(sorted(self.items))
        label = names[0] if names else ""
        return (self.kind, iri, label, BREAK.join(n for n in others if n != label), *kept, " ".join(local), items,
                status, day, len(set(self.mentions)))  # fmt: skip


def build(dataset: Path, target: Path, base: str) -> int:
    """Write the search file ``target`` for the N-Quads ``dataset``; the number of things in it.

    ``base`` is the IRI that the release's own IRIs begin with. The file appears complete or not at all. Raises
    sqlite3.OperationalError when SQLite comes without FTS5, OSError.
    """
    work = work_file(target, os.getpid())
    work.unlink(missing_ok=True)
    try:
        base_ = sqlite3.connect(work, isolation_level=None)
        try:
            count = _fill(base_, dataset, base)
        finally:
            base_.close()
        _flush(work)
        work.replace(target)
    finally:
        work.unlink(missing_ok=True)
    return count


def work_file(target: Path, process: int) -> Path:
    """Where a process builds the file ``target``."""
    return target.with_name(f".{target.name}.{process}")


def _fill(out: sqlite3.Connection, dataset: Path, base: str) -> int:
    for setting in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE", "cache_size = -65536"):
        out.execute(f"PRAGMA {setting}")
    out.executescript(TABLES + _SCRATCH)
    for kind in KINDS:
        out.execute(FTS.format(kind=kind))
    out.execute("BEGIN")
    _gather(out, dataset, f"{base}id/")
    out.execute("CREATE INDEX temp.said_about ON said (about)")
    count = sum(_write(out, number, kind) for number, kind in enumerate(KINDS))
    out.execute("CREATE INDEX thing_iri ON thing (iri)")
    out.execute("INSERT INTO about VALUES ('things', ?)", (str(count),))
    out.execute("COMMIT")
    return count


def _gather(out: sqlite3.Connection, dataset: Path, prefix: str) -> None:
    """Keep what the lines say of each subject whose IRI begins with ``prefix``."""
    nodes: list[tuple[str | int, ...]] = []
    said: list[tuple[str, ...]] = []

    def flush() -> None:
        out.executemany("INSERT OR REPLACE INTO node VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", nodes)
        out.executemany("INSERT OR REPLACE INTO said VALUES (?, ?, ?, ?)", said)
        nodes.clear()
        said.clear()

    with dataset.open("rb") as lines:
        for iri, node in _subjects(lines, prefix.encode()):
            nodes.append(node.row(iri))
            if node.kind == "claim":
                said.append((iri, *(min(found, default="") for found in (node.abouts, node.passages, node.articles))))
            if len(nodes) >= _CHUNK:
                flush()
    flush()


def _subjects(lines: Iterable[bytes], prefix: bytes) -> Iterator[tuple[str, _Node]]:
    """Each subject with what is said of it; its lines stand together, since a dataset is sorted."""
    start, last, node = b"<" + prefix, b"", None
    wanted = (start, _ITEM)
    for line in lines:
        if not line.startswith(wanted):
            continue
        subject, predicate, rest = line.split(b" ", 2)
        name = _FIELDS.get(predicate)
        if name is None:
            continue
        if subject != last:
            if node is not None:
                yield last[1:-1].decode(), node
            kind = "item" if subject.startswith(_ITEM) else subject[len(start) :].split(b"/", 1)[0].decode()
            last, node = subject, _Node(kind) if kind in KINDS or kind in {"passage", "item"} else None
        if node is not None:
            _take(node, name, rest)
    if node is not None:
        yield last[1:-1].decode(), node


def _take(node: _Node, name: str, rest: bytes) -> None:
    value, graph, _ = rest.rsplit(b" ", 2)
    if graph.endswith(_LEFT_OUT):
        return
    if graph.endswith(b"/graph/inferred>"):
        name = "inferred" if name == "types" else ""
    if name and value.startswith(b"<"):
        getattr(node, name).append(value[1:-1].decode())
    elif name in {"labels", "aliases", "quotes", "days"} and value.startswith(b'"'):
        end = value.rindex(b'"')
        language = value[end + 2 :].decode() if value[end + 1 : end + 2] == b"@" else ""
        getattr(node, name).append((language, _text(value[1:end])))


def _text(raw: bytes) -> str:
    """The text of a literal, its escapes undone."""
    if b"\\" not in raw:
        return raw.decode()

    def undone(found: re.Match[bytes]) -> bytes:
        code = found[1] or found[2]
        text = chr(int(code, 16)) if code else _PLAIN.get(found[3], found[3].decode("latin-1"))
        return text.encode("utf-8", "replace")

    return _ESCAPE.sub(undone, raw).decode("utf-8", "replace")


def _write(out: sqlite3.Connection, number: int, kind: str) -> int:
    """The things of a kind, numbered by importance; how many."""
    count = 0
    query = out.execute(_QUERIES.get(kind, _THINGS), (kind, _QUOTES))
    while rows := query.fetchmany(_CHUNK):
        numbered = [(number, count + place, *row) for place, row in enumerate(rows, 1)]
        count += len(rows)
        out.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", numbered)
        out.executemany(
            f"INSERT INTO words_{kind} (rowid, label, alias, quote, code) VALUES (?, ?, ?, ?, ?)",  # noqa: S608
            [_words(kind, row) for row in numbered],
        )
    out.execute(f"INSERT INTO words_{kind} (words_{kind}) VALUES ('optimize')")  # noqa: S608 - a kind of ours
    return count


def _words(kind: str, row: tuple[str | int, ...]) -> tuple[str | int, ...]:
    _, place, _, label, alias, quote, _, items, _, _, _, known = row
    # a claim bears the name of what it is about, which is found by that name already
    name = "" if kind == "claim" else fold(str(label))
    codes = " ".join(item.rsplit("/", 1)[-1] for item in str(items).split())
    return place, name, fold(f"{alias} {known}"), fold(str(quote)), fold(codes)


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def main() -> None:
    """Entry point of the process: prints the number of things; a message and status 1 when it cannot be done."""
    dataset, target, base = sys.argv[1:]
    try:
        print(build(Path(dataset), Path(target), base))
    except (OSError, sqlite3.Error) as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
