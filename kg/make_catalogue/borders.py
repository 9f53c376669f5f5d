"""Which country a point lies in, by the outlines of countries (Natural Earth, public domain), as a shapefile.

The outlines are coarse, so a point near a border is in no country: a wrong country is worse than none.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kg.errors import InputError

MARGIN = 0.2
"""Degrees: how far from another country's outline a point must be. The 1:110m outlines are off by up to 0.15."""
_POLYGON = 5
Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Outline:
    """One country: its ISO code of three letters (or its name, where the file has none) and its rings (lon, lat)."""

    key: str
    box: tuple[float, float, float, float]
    rings: tuple[Ring, ...]

    def near(self, lon: float, lat: float, margin: float) -> bool:
        """Whether the point is within ``margin`` degrees of the outline's box."""
        west, south, east, north = self.box
        return west - margin <= lon <= east + margin and south - margin <= lat <= north + margin

    def holds(self, lon: float, lat: float) -> bool:
        """Whether the point is inside (even-odd rule over all rings)."""
        inside = False
        for ring in self.rings:
            for (x1, y1), (x2, y2) in pairwise(ring):
                if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                    inside = not inside
        return inside

    def distance(self, lon: float, lat: float) -> float:
        """Degrees from the point to the nearest edge."""
        return min(_to_segment((lon, lat), a, b) for ring in self.rings for a, b in pairwise(ring))


def _to_segment(p: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = 0.0 if length == 0 else max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
    return float(((p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2) ** 0.5)


def country_of(outlines: Iterable[Outline]) -> Callable[[float, float], str]:
    """A function (latitude, longitude) -> key of the one country that surely holds the point, or ""."""
    shapes = tuple(outlines)

    def find(lat: float, lon: float) -> str:
        close = [s for s in shapes if s.near(lon, lat, MARGIN)]
        holding = [s for s in close if s.holds(lon, lat)]
        if not holding:  # coasts are cut off by the coarse outline: the only country near is the one
            touched = [s for s in close if s.distance(lon, lat) <= MARGIN]
            return touched[0].key if len(touched) == 1 else ""
        others = [s for s in close if s is not holding[0]]
        sure = all(s.distance(lon, lat) > MARGIN for s in others)
        return holding[0].key if len(holding) == 1 and sure else ""

    return find


def read_outlines(path: Path) -> tuple[Outline, ...]:
    """The countries of a shapefile and the .dbf beside it. Raises InputError when they cannot be read."""
    try:
        shapes, names = path.read_bytes(), path.with_suffix(".dbf").read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Give a shapefile of countries.") from error
    keys = [row.get("iso_a3", "") if row.get("iso_a3", "-99") != "-99" else row.get("name", "") for row in _dbf(names)]
    return tuple(Outline(key, box, rings) for key, (box, rings) in zip(keys, _shp(shapes), strict=True))


def _shp(data: bytes) -> list[tuple[tuple[float, float, float, float], tuple[Ring, ...]]]:
    found: list[tuple[tuple[float, float, float, float], tuple[Ring, ...]]] = []
    at = 100
    while at < len(data):
        (length,) = struct.unpack(">i", data[at + 4 : at + 8])
        body = data[at + 8 : at + 8 + length * 2]
        at += 8 + length * 2
        if struct.unpack("<i", body[:4])[0] != _POLYGON:
            raise InputError("The shapefile holds something else than polygons.", "Give one of countries.")
        west, south, east, north, parts, points = struct.unpack("<4d2i", body[4:44])
        starts = [*struct.unpack(f"<{parts}i", body[44 : 44 + 4 * parts]), points]
        flat = struct.unpack(f"<{points * 2}d", body[44 + 4 * parts : 44 + 4 * parts + 16 * points])
        pairs = list(zip(flat[::2], flat[1::2], strict=True))
        rings = tuple(pairs[a:b] for a, b in pairwise(starts))
        found.append(((west, south, east, north), rings))
    return found


def _dbf(data: bytes) -> list[dict[str, str]]:
    count, header, size = struct.unpack("<IHH", data[4:12])
    fields = []
    at = 32
    while data[at] != 0x0D:
        fields.append((data[at : at + 11].split(b"\0")[0].decode("ascii"), data[at + 16]))
        at += 32
    rows = []
    for number in range(count):
        row, offset = {}, header + number * size + 1
        for name, width in fields:
            row[name] = data[offset : offset + width].decode("utf-8", "replace").strip("\0 ")
            offset += width
        rows.append(row)
    return rows
