"""The outline of all land as one small picture, from the outline that ships: ``python -m server.land > land.svg``.

Longitude and latitude are x and minus y, so any part of it can be shown by a view box. There are no borders in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUTLINE = Path(__file__).parent / "static" / "vendor" / "world-atlas" / "land-110m.json"


def picture() -> str:
    """The picture as SVG. The grey is seen on light and on dark ground."""
    paths = "".join(_path(ring) for ring in _rings(json.loads(OUTLINE.read_text(encoding="utf-8"))))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-180 -90 360 180" width="1440" height="720">'
        f'<path fill="#8a94a0" fill-opacity=".5" d="{paths}"/></svg>\n'
    )


def _rings(topology: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """The rings of all polygons. An arc is told as steps from point to point; a negative number means it backwards."""
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(points)
    for polygon in _polygons(topology["objects"]["land"]):
        for ring in polygon:
            # arcs share their end points
            yield [point for n in ring for point in (arcs[n] if n >= 0 else arcs[~n][::-1])[1:]]


def _polygons(geometry: dict[str, Any]) -> Iterator[list[list[int]]]:
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _polygons(part)
    elif geometry["type"] == "MultiPolygon":
        yield from geometry["arcs"]
    else:
        yield geometry["arcs"]


def _path(ring: list[tuple[float, float]]) -> str:
    points = list(dict.fromkeys(f"{lon:.1f} {-lat:.1f}".replace(".0", "") for lon, lat in ring))
    return f"M{'L'.join(points)}Z"


if __name__ == "__main__":
    print(picture(), end="")
