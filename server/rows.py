"""The rows of a page's queries, and rows brought together."""

from __future__ import annotations

from dataclasses import dataclass, field

from server import queries
from server.context import in_use
from server.tables import Row, Term, table


def query(name: str, this: str = "", **values: str) -> str:
    """The text of a page's query about ``this``. ``values`` fill its other placeholders; they must be safe to stand in
    a query. ``$ontology``, ``$links`` and ``$inferred`` are the graphs of that name."""
    base = f"{in_use().release.base_iri}graph/"
    graphs = {graph: f"{base}{graph}" for graph in ("ontology", "links", "inferred")}
    return queries.build(name, this, **{**graphs, **values})


def rows(name: str, this: str = "", limit: int | None = None, **values: str) -> tuple[Row, ...]:
    """The rows of a page's query, see ``query``."""
    return table(in_use().page(query(name, this, **values), rows=limit)).rows


def labelled(found: tuple[Row, ...], key: str) -> tuple[Row, ...]:
    """Rows in which whatever has a label in one of them has it in all, each row once.

    A label is looked for in the graph that states the fact: in the union of all graphs it stands as often as articles
    mention the thing, which takes long. The inferred graph has none.
    """
    labels = {row[key]: row["label"] for row in found if "label" in row}
    full = ({**row, "label": labels[row[key]]} if row[key] in labels else row for row in found)
    return tuple({tuple(row.items()): row for row in full}.values())


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
