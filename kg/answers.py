"""The answer to a query, from a release or from an endpoint alike, and the four ways to write it out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.errors import InputError, RemoteError

Kind = Literal["solutions", "boolean", "graph"]
FORMATS = ("table", "csv", "json", "ttl")


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` is SPARQL 1.1 Results JSON for solutions and booleans, Turtle for a graph.

    ``cut`` names the limit that ended the answer early, or is empty.
    """

    kind: Kind
    body: bytes
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Solutions: the names of the variables, and a row of terms each (None: unbound)."""

    names: tuple[str, ...]
    rows: tuple[tuple[Mapping[str, object] | None, ...], ...]


Shorten = Callable[[str], str]


def write(answer: Answer, shape: str, shorten: Shorten, width: int | None) -> str:
    """The answer as text in a format of FORMATS.

    ``shorten`` abbreviates IRIs in tables; ``width`` is the terminal's, None for as wide as it takes. Raises InputError
    where the format cannot hold this kind of answer.
    """
    if answer.kind == "graph":
        if shape not in {"ttl", "table"}:
            raise InputError(f"The query gives a graph, which {shape} cannot hold.", "Use --format ttl.")
        return answer.body.decode("utf-8", "replace")
    if shape == "ttl":
        raise InputError("The query gives no graph.", "Use --format table, csv or json, or ask with CONSTRUCT.")
    if shape == "json":
        return answer.body.decode("utf-8", "replace").rstrip("\n") + "\n"
    if answer.kind == "boolean":
        return f"{'true' if json.loads(answer.body)['boolean'] else 'false'}\n"
    found = sheet(answer)
    return _csv(found) if shape == "csv" else _table(found, shorten, width)


def sheet(answer: Answer) -> Sheet:
    """Variables and rows of an answer in JSON. Raises RemoteError when that is not what it is."""
    try:
        value = json.loads(answer.body)
        names = tuple(value["head"]["vars"])
        rows = tuple(tuple(row.get(name) for name in names) for row in value["results"]["bindings"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise RemoteError(f"The answer is not SPARQL results in JSON ({type(problem).__name__}: {problem}).") from None
    return Sheet(names, rows)


def _csv(found: Sheet) -> str:
    """As SPARQL 1.1 CSV has it: bare values, line ends of CR LF."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(found.names)
    for row in found.rows:
        writer.writerow([_bare(term) for term in row])
    return out.getvalue()


def _bare(term: Mapping[str, object] | None) -> str:
    if term is None:
        return ""
    if term["type"] == "bnode":
        return f"_:{term['value']}"
    return _triple(term, _bare) if term["type"] == "triple" else str(term["value"])


def _triple(term: Mapping[str, object], inner: Callable[[Mapping[str, object]], str]) -> str:
    parts = term["value"]
    if not isinstance(parts, dict):
        return str(parts)
    return f"<<( {' '.join(inner(parts[name]) for name in ('subject', 'predicate', 'object'))} )>>"


def _table(found: Sheet, shorten: Shorten, width: int | None) -> str:
    def cell(term: Mapping[str, object] | None) -> str:
        text = shorten(_bare(term)) if term and term["type"] == "uri" else _bare(term)
        # Data may come from anywhere: nothing in it may steer the terminal.
        return "".join(c if c.isprintable() else " " for c in text)

    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in found.names:
        table.add_column(Text(name), overflow="fold")
    cells = [[cell(term) for term in row] for row in found.rows]
    for row in cells:
        table.add_row(*map(Text, row))
    out = io.StringIO()
    Console(file=out, width=width or _needed(found.names, cells), highlight=False).print(table)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return "\n".join([*lines, f"({len(cells)} row{'' if len(cells) == 1 else 's'})", ""])


def _needed(names: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Columns (two a character, for the wide ones) that no row overflows."""
    widest = (max((len(row[i]) for row in rows), default=0) for i in range(len(names)))
    return 10 + sum(2 * max(wide, len(name)) + 3 for wide, name in zip(widest, names, strict=True))
