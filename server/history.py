"""The releases that lie beside the one that is served: a listing, as a page and as data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pyoxigraph as ox

from kg.errors import StoreError
from server import releases
from server.releases import Release

MOST = 500
"""Releases that are listed; older ones keep their addresses."""

_NUMBERS = ("articles", "events", "claims", "triples")
_DCT = "http://purl.org/dc/terms/"
_DCAT = "http://www.w3.org/ns/dcat#"
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Row:
    """A release: its id, permanent address, when its files were written here (UTC, to the second), the day of its
    newest article (both may be empty), counts by name, addresses of its files, and whether it is the one served.
    """

    id: str
    address: str
    made: str
    newest: str
    counts: Mapping[str, int]
    files: tuple[str, ...]
    current: bool


def rows(current: Release) -> tuple[Row, ...]:
    """The release that is served and those beside it, newest first; folders that are none are left out."""
    folder = current.folder.parent
    found = [current]
    if folder.name == "releases" and folder.is_dir():
        for path in folder.iterdir():
            if path.name == current.id or path.name.startswith("."):
                continue
            try:
                found.append(releases.read(releases.locate(path), current.base_iri))
            except (StoreError, OSError):
                continue
    made = [_row(one, current) for one in found]
    return tuple(sorted(made, key=lambda row: (row.made, row.current, row.newest), reverse=True)[:MOST])


def _row(one: Release, current: Release) -> Row:
    address = f"{one.base_iri}releases/{one.id}/download"
    try:
        stamp = next((file.path for file in one.files if file.name == "manifest.json"), one.folder).stat().st_mtime
        made = datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OSError:  # its files have gone; it is still served from memory
        made = ""
    counts = {name: value for name in _NUMBERS if isinstance(value := one.manifest.get("counts", {}).get(name), int)}
    files = tuple(f"{address}/{file.name}" for file in one.files)
    return Row(one.id, address, made, str(one.manifest.get("modified") or ""), counts, files, one.id == current.id)


def as_csv(found: Sequence[Row]) -> bytes:
    """A table."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("release", "address", "made", "newest article", *_NUMBERS, "current"))
    for row in found:
        numbers = (row.counts.get(name, "") for name in _NUMBERS)
        writer.writerow((row.id, row.address, row.made, row.newest, *numbers, str(row.current).lower()))
    return out.getvalue().encode()


def as_json(found: Sequence[Row]) -> bytes:
    """A list of objects."""
    listed = [
        {"release": row.id, "address": row.address, "made": row.made or None, "newestArticle": row.newest or None,
         "counts": dict(row.counts), "files": list(row.files), "current": row.current}
        for row in found
    ]  # fmt: skip
    return (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode()


def as_turtle(found: Sequence[Row], base: str) -> bytes:
    """In the words of DCAT: one dataset and its versions, each with its files."""
    dataset = ox.NamedNode(f"{base}id/dataset/graph")
    a = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    triples = []
    for row in found:
        version = ox.NamedNode(row.address)
        said: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
            (dataset, f"{_DCAT}hasVersion", version),
            (version, a.value, ox.NamedNode(f"{_DCAT}Dataset")),
            (version, f"{_DCAT}version", ox.Literal(row.id)),
            (version, f"{_DCT}identifier", ox.Literal(row.id)),
        ]
        days = (("issued", row.made, "dateTime"), ("modified", row.newest, "date"))
        said += [
            (version, f"{_DCT}{name}", ox.Literal(value, datatype=ox.NamedNode(f"{_XSD}{kind}")))
            for name, value, kind in days
            if value
        ]
        for address in row.files:
            file = ox.NamedNode(address)
            said += [(version, f"{_DCAT}distribution", file), (file, a.value, ox.NamedNode(f"{_DCAT}Distribution"))]
            said.append((file, f"{_DCAT}downloadURL", file))
        triples += [ox.Triple(subject, ox.NamedNode(name), value) for subject, name, value in said]
    prefixes = {"dcat": _DCAT, "dct": _DCT, "xsd": _XSD}
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
