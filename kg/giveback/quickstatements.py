"""Statements as QuickStatements reads them: commands of version 1, or a CSV table for each property.

Each source is a reference of its own: address (P854), day of retrieval (P813), quotation (P1683). A statement with
several sources is written once for each; the tool adds the references to the one statement.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from kg.giveback.statements import Source, Told

URL, RETRIEVED, QUOTATION = "S854", "S813", "S1683"
LONGEST = 1000
"""Characters of a quotation; passages of claims have 400 at most."""


def version_1(told: Iterable[Told], retrieved: str) -> Iterator[str]:
    """One command a line, parts separated by tabs. ``retrieved`` is an ISO day.

    A quotation that holds what this syntax separates or comments by is left out.
    """
    for one in told:
        for source in one.sources:
            parts = [one.subject, one.pid, one.object, URL, _url(source), RETRIEVED, _day(retrieved)]
            if source.quote and not any(mark in source.quote for mark in ("|", "/*", "*/")):
                parts += [QUOTATION, _quotation(source)]
            yield "\t".join(parts)


def tables(told: Iterable[Told], retrieved: str) -> dict[str, str]:
    """A CSV table for each property, by its number: in one table, empty cells would be read as empty values."""
    rows: dict[str, list[list[str]]] = {}
    for one in told:
        for source in one.sources:
            cells = [one.subject, one.object, _url(source), _day(retrieved)]
            rows.setdefault(one.pid, []).append([*cells, _quotation(source)] if source.quote else cells)
    return {pid: _table(pid, found) for pid, found in sorted(rows.items())}


def _table(pid: str, rows: list[list[str]]) -> str:
    # a release publishes the words of all its articles or of none
    quoted = all(len(row) == 5 for row in rows)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["qid", pid, URL, RETRIEVED, *([QUOTATION] if quoted else [])])
    writer.writerows(row if quoted else row[:4] for row in rows)
    return buffer.getvalue()


def _url(source: Source) -> str:
    return f'"{quote(source.url, safe="!#$%&()*+,/:;=?@[]~")}"'


def _day(day: str) -> str:
    """A time in Wikidata's form, of the precision of a day."""
    return f"+{day}T00:00:00Z/11"


def _quotation(source: Source) -> str:
    return f'{source.language}:"{source.quote[:LONGEST]}"'
