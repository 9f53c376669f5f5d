"""The rows of a page's queries, and rows brought together."""

from __future__ import annotations

from dataclasses import dataclass, field

from server import queries
from server.context import in_use
from server.tables import Row, Term, table


def rows(name: str, this: str = "", limit: int | None = None, **values: str) -> tuple[Row, ...]:
    """The rows of a page's query. ``values`` fill its other placeholders; they must be safe to stand in a query."""
    return table(in_use().page(queries.build(name, this, **values), rows=limit)).rows


def first(found: tuple[Row, ...]) -> Row:
    """The first row, or an empty one."""
    return found[0] if found else {}


def text(row: Row, key: str) -> str:
    """The text of a value; empty where there is none."""
    value = row.get(key)
    return value.value if value else ""


@dataclass(slots=True)
class Grouped:
    """Rows that differ in who speaks only: the facts they share, and the speakers."""

    facts: Row
    speakers: list[Row] = field(default_factory=list)


def by(found: tuple[Row, ...], *keys: str) -> list[Grouped]:
    """Rows with the same values of ``keys`` as one, with all their speakers (``speaker``, ``name``)."""
    groups: dict[tuple[Term | None, ...], Grouped] = {}
    for row in found:
        group = groups.setdefault(tuple(row.get(key) for key in keys), Grouped(row))
        if "speaker" in row and row["speaker"] not in [other["speaker"] for other in group.speakers]:
            group.speakers.append(row)
    return list(groups.values())
