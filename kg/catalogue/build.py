"""A built catalogue: the core that ships, what an earlier one held, and what a dump or a service adds, in one file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg.catalogue.classes import Root
from kg.catalogue.dumps import SITELINKS, Tally, read_dump
from kg.catalogue.dumps import Progress as DumpProgress
from kg.catalogue.record import Record
from kg.catalogue.sparql import Progress as ServiceProgress
from kg.catalogue.sparql import Service, read_service
from kg.catalogue.stage import Stage
from kg.catalogue.stored import Stored, is_stored
from kg.catalogue.table import Table
from kg.catalogue.writer import write
from kg.errors import InputError, RemoteError


@dataclass(frozen=True, slots=True)
class Asked:
    """Which items of a service are wanted: below these classes, with so many sitelinks at least."""

    roots: tuple[Root, ...]
    sitelinks: int = SITELINKS


@dataclass(frozen=True, slots=True)
class Built:
    """A finished catalogue: where it is, its version, how many records it has, and the items that were new to it."""

    path: Path
    version: str
    records: int
    found: int


def import_dump(
    dump: Path, out: Path, core: Table, sitelinks: int = SITELINKS, told: DumpProgress | None = None
) -> tuple[Built, Tally]:
    """Build the catalogue ``out`` from a dump of Wikidata, in place of what was there.

    Raises InputError for a dump that cannot be read, StoreError when ``out`` cannot be written.
    """
    _writable(out)
    with Stage(out.with_name(out.name + ".items")) as stage:
        tally = read_dump(dump, stage, sitelinks, told)
        built = _written(out, stage.records(core), tally.kept, core, {"dump": dump.name})
    return built, tally


def update(asked: Asked, service: Service, out: Path, core: Table, told: ServiceProgress | None = None) -> Built:
    """Bring the catalogue ``out`` up to date with a SPARQL service, or make it.

    Raises RemoteError when the service cannot be had, StoreError when ``out`` cannot be written; then the catalogue
    stays as it was, and answers that came are kept for the next attempt.
    """
    _writable(out)
    before: Iterable[Record] = Stored(out) if is_stored(out) else ()
    with Stage(out.with_name(out.name + ".items")) as stage:
        found = read_service(service, asked.roots, stage, asked.sitelinks, told)
        if not found:
            raise RemoteError(f"{service.url} has no item of these classes.", "Does it hold Wikidata?")
        about = {"service": service.url, "retrieved": service.oldest}
        return _written(out, stage.records(core, before), found, core, about)


def _writable(out: Path) -> None:
    """Raises InputError when the file is there and is no catalogue of this kind: it is not written over."""
    if out.exists() and not is_stored(out):
        raise InputError(f"{out} is there and is no built catalogue.", "Name another file.")
    if out.exists():
        Stored(out)


def _written(out: Path, records: Iterable[Record], found: int, core: Table, about: Mapping[str, str]) -> Built:
    made = datetime.now(UTC).date().isoformat()
    version = write(out, records, {**about, "core": core.version, "made": made})
    return Built(out, version, len(Stored(out)), found)
