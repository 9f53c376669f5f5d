"""Libraries for browsers whose built files ship with the server, so that no page asks another host for anything.

``package.json`` and its lock file name them; ``make vendor`` (``python -m server.vendor``) fetches them by npm, copies
the files listed here to ``server/static/vendor`` and writes ``manifest.json`` there: versions, licences, hashes.
Nothing of npm is needed to run the server.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
TARGET = FOLDER.parent / "static" / "vendor"


@dataclass(frozen=True, slots=True)
class Library:
    """An npm package, what it is for, and the files of it that are served (paths inside the package)."""

    package: str
    use: str
    files: tuple[str, ...]

    @property
    def folder(self) -> str:
        """The name of its folder below ``server/static/vendor``."""
        return self.package.rpartition("/")[2]


LIBRARIES = (
    Library(
        "leaflet",
        "the map",
        (
            "dist/leaflet.js", "dist/leaflet.css", "dist/images/layers.png", "dist/images/layers-2x.png",
            "dist/images/marker-icon.png",
        ),
    ),
    Library(
        "leaflet.markercluster",
        "markers of the map that lie close together as one",
        ("dist/leaflet.markercluster.js", "dist/MarkerCluster.css"),
    ),
    # land without borders on purpose: the file with borders takes sides on disputed ones
    Library("world-atlas", "outlines of land for the map (Natural Earth, public domain)", ("land-110m.json",)),
    Library("topojson-client", "reads the outlines", ("dist/topojson-client.min.js",)),
    Library("cytoscape", "the network", ("dist/cytoscape.min.js",)),
    Library("@zazuko/yasgui", "the editor of queries", ("build/yasgui.min.js", "build/yasgui.min.css")),
)  # fmt: skip


@cache
def manifest() -> dict[str, Any]:
    """What ships: ``libraries`` (package, version, licence, bundled packages) ``files`` (path -> hash, bytes)."""
    found: dict[str, Any] = json.loads((TARGET / "manifest.json").read_text(encoding="utf-8"))
    return found


@cache
def address(name: str) -> tuple[str, str]:
    """For a served file such as ``leaflet/leaflet.js``: its path below ``static`` and a tag that changes with it."""
    return f"vendor/{name}", str(manifest()["files"][name]["sha256"])[:12]
