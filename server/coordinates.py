"""Where a Wikidata item lies: as the release knows it, else as the shipped catalogue does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from kg.catalogue import COLUMNS
from server.prefixes import WIKIDATA
from server.tables import Row


class Point(NamedTuple):
    """Degrees (WGS 84), and what lies there in the catalogue's words (``city``, ``sovereign state``): a point stands
    for all of it."""

    lat: float
    lon: float
    kind: str


@cache
def _points() -> Mapping[str, Point]:
    """QID -> point. Only the columns that are needed are read: the whole catalogue takes ten times as long."""
    qid, lat, lon, kind, subtype = map(COLUMNS.index, ("qid", "lat", "lon", "type", "subtype"))
    text = resources.files("kg").joinpath("data/catalogue.tsv").read_text(encoding="utf-8")
    cells = (line.split("\t") for line in text.splitlines()[1:])
    return {
        row[qid]: Point(float(row[lat]), float(row[lon]), row[subtype] or row[kind].lower())
        for row in cells
        if row[qid] and row[lat] and row[lon]
    }


def point(item: str) -> Point | None:
    """The point of an item, given by its IRI or QID; None when none is known."""
    return _points().get(item.removeprefix(WIKIDATA))


def of(row: Row) -> Point | None:
    """The point of a row's ``item``: its ``latitude`` and ``longitude`` if the release has them, else the catalogue's.

    What lies there only the catalogue knows.
    """
    known = point(row["item"].value) if "item" in row else None
    try:
        return Point(float(row["latitude"].value), float(row["longitude"].value), known.kind if known else "")
    except (KeyError, ValueError):
        return known
