"""What the text index is made from, fetched from a store elsewhere by many small queries, as sorted N-Quads.

No query needs an order or an offset, which engines bound or pay for: graphs are asked for in handfuls, and what is
cut is asked for again in parts, fewer graphs first, then subjects by the beginning of their MD5 sum.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from server.prefixes import DM
from server.remote.store import GATHERING, RemoteStore
from server.search.build import PREDICATES
from server.wire import Task

_PAGE = 10_000
_HANDFUL = 50
_SECONDS = 120.0
_BYTES = 64 * 1024 * 1024
_DIGITS = "0123456789abcdef"
_DEEPEST = 8
_SHARED = ("links", "enrichment", "inferred")


class Stopped(Exception):  # noqa: N818 - an event, not a mistake
    """The server ends, or serves another release by now."""


class TooFine(OSError):  # noqa: N818 - named for what happened
    """Even the smallest part of what is asked for is cut by the store."""


class Gathering:
    """The fetching of one release. ``stopped`` is asked between queries."""

    def __init__(self, store: RemoteStore, base_iri: str, stopped: Callable[[], bool]) -> None:
        self._store = store
        self._base = base_iri
        self._stopped = stopped

    def write(self, target: Path) -> int:
        """Fill the N-Quads file ``target``; the number of its lines.

        Raises Stopped, TooFine, OSError, sqlite3.Error, and what ``RemoteStore.run`` raises.
        """
        scratch = target.with_suffix(".gathering")
        scratch.unlink(missing_ok=True)
        base = sqlite3.connect(scratch, isolation_level=None)
        try:
            base.execute("PRAGMA journal_mode = OFF")
            base.execute("PRAGMA synchronous = OFF")
            base.execute("CREATE TABLE line (text BLOB PRIMARY KEY) WITHOUT ROWID")
            base.execute("BEGIN")
            for lines in self._lines():
                base.executemany("INSERT OR IGNORE INTO line VALUES (?)", ((line,) for line in lines))
            count = 0
            with target.open("wb") as file:
                for (line,) in base.execute("SELECT text FROM line ORDER BY text"):
                    file.write(line + b"\n")
                    count += 1
            return count
        finally:
            base.close()
            scratch.unlink(missing_ok=True)

    def _lines(self) -> Iterator[list[bytes]]:
        for graph in _SHARED:
            yield from self._quads([f"<{self._base}graph/{graph}>"], "")
        articles = [row[0] for rows in self._articles("") for row in rows]
        for at in range(0, len(articles), _HANDFUL):
            yield from self._quads(articles[at : at + _HANDFUL], "")

    def _articles(self, digits: str) -> Iterator[list[list[str]]]:
        """The names of the graphs of articles."""
        where = f"?a a <{DM}Article>"
        rows = self._ask(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ {where} }} {_part('?g', digits)} }}")
        if rows is not None:
            yield rows
        else:
            for digit in _finer(digits):
                yield from self._articles(digits + digit)

    def _quads(self, graphs: Sequence[str], digits: str) -> Iterator[list[bytes]]:
        """The lines of these graphs that the index needs; of subjects whose MD5 sum begins with ``digits``."""
        predicates = " ".join(f"<{iri}>" for iri in PREDICATES)
        pattern = f"VALUES ?g {{ {' '.join(graphs)} }} VALUES ?p {{ {predicates} }} GRAPH ?g {{ ?s ?p ?o }}"
        rows = self._ask(f"SELECT ?s ?p ?o ?g {{ {pattern} {_part('?s', digits)} }}")
        if rows is not None:
            yield [f"{' '.join(row)} .".encode() for row in rows]
        elif len(graphs) > 1:
            half = len(graphs) // 2
            yield from self._quads(graphs[:half], digits)
            yield from self._quads(graphs[half:], digits)
        else:
            for digit in _finer(digits):
                yield from self._quads(graphs, digits + digit)

    def _ask(self, query: str) -> list[list[str]] | None:
        """Rows of terms as N-Triples has them; None when the answer is not whole."""
        if self._stopped():
            raise Stopped
        answer = self._store.run(Task(query, "tsv", _PAGE, _BYTES, _SECONDS), GATHERING)
        if answer.cut:
            return None
        _, *rows = answer.body.decode().split("\n")
        return [row.split("\t") for row in rows if row]


def _part(variable: str, digits: str) -> str:
    return f'FILTER (STRSTARTS(MD5(STR({variable})), "{digits}"))' if digits else ""


def _finer(digits: str) -> str:
    if len(digits) == _DEEPEST:
        raise TooFine("the store cuts even short answers")
    return _DIGITS
