"""Places of events with their coordinates, and how closely each pins down where something happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from server import coordinates, queries
from server.choices import ask, names
from server.coordinates import Point
from server.tables import Row

PRECISIONS = {
    "exact": "exact site",
    "settlement": "town or city",
    "region": "region of a state",
    "state": "state",
    "wider": "wider than a state",
    "unknown": "precision not known",
}
"""Code of the scheme place-precision -> its words; ``unknown`` is ours."""
_OF_KIND = {
    "city": "settlement",
    "capital city": "settlement",
    "province": "region",
    "sovereign state": "state",
    "historical country": "state",
    "partially recognised state": "state",
    "state": "state",
    "sea": "wider",
    "water": "wider",
    "continent": "wider",
}
"""The catalogue's word for what lies there -> how closely a point tells where in it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its number of events; ``point`` is None where no coordinates are known, ``why`` says why."""

    iri: str
    name: str
    events: int
    precision: str
    point: Point | None
    why: str


def locate(rows: Iterable[Row]) -> list[Spot]:
    """The places of ``find_places`` in their order."""
    places = {row["place"].value: row for row in rows if row["place"].kind == "uri" and "events" in row}
    if not places:
        return []
    entities = " ".join(f"<{iri}>" for iri in places)
    told: dict[str, str] = {}
    for row in ask(queries.build("find_precisions", entities=entities)):
        told.setdefault(row["place"].value, row["precision"].value.rpartition("/")[2])
    labels = names(set(places))
    return [_spot(labels[iri], row, told.get(iri, "")) for iri, row in places.items()]


def _spot(name: str, row: Row, told: str) -> Spot:
    point = coordinates.of(row)
    # what the annotation says of this place comes before what the kind of the item lets one guess
    precision = told if told in PRECISIONS else _OF_KIND.get(point.kind, "unknown") if point else "unknown"
    why = "no coordinates are known for its Wikidata item" if "item" in row else "it is linked to no item"
    return Spot(row["place"].value, name, int(row["events"].value), precision, point, "" if point else why)
