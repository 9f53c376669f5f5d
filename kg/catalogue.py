"""The catalogue: states, places, organizations, armed groups and people with the Wikidata item of each, where
confirmed.

A frozen table read from a tab-separated file (``kg/data/catalogue.tsv``, CC0). It knows names and facts; it decides
nothing:
the reader uses it as a list of names, the linker (``kg.link``) chooses among its records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import cast, get_args

from kg.errors import InputError
from kg.model import EntityType
from kg.names import fold

FORMAT = "1"
COLUMNS = (
    "qid", "label", "type", "subtype", "aliases", "demonyms", "countries", "capital_of", "iso2", "iso3", "m49",
    "geonames",
    "lat", "lon", "offices", "parent", "sources", "checked",
)  # fmt: skip
_TYPES = frozenset(get_args(EntityType))


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a person held: ``start`` and ``end`` are ISO 8601 dates of any precision, or empty where unknown
    or open."""

    title: str
    start: str = ""
    end: str = ""

    def held_on(self, date: str) -> bool | None:
        """Whether the office was held on an ISO date; None where the catalogue has no dates."""
        if not (self.start or self.end):
            return None
        after = not self.start or date[: len(self.start)] >= self.start
        before = not self.end or date[: len(self.end)] <= self.end
        return after and before


@dataclass(frozen=True, slots=True)
class Record:
    """One entity. ``qid`` is empty where no Wikidata item could be confirmed: such a record helps to recognise, never
    to link.

    ``countries``, ``capital_of`` and ``parent`` are QIDs; ``lat`` and ``lon`` degrees (WGS 84) or None; ``sources``
    counts the
    independent lists that carry the QID with this label; ``checked`` says how the facts were checked.
    """

    qid: str
    label: str
    type: EntityType
    subtype: str = ""
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    capital_of: str = ""
    iso2: str = ""
    iso3: str = ""
    m49: str = ""
    geonames: str = ""
    lat: float | None = None
    lon: float | None = None
    offices: tuple[Office, ...] = ()
    parent: str = ""
    sources: int = 0
    checked: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The label and the aliases."""
        return (self.label, *self.aliases)

    @property
    def key(self) -> str:
        """The QID, or the label of a record without one."""
        return self.qid or self.label


class Catalogue:
    """Records, found by name, by QID, by demonym. Nothing changes after it was made.

    ``version`` is ``FORMAT-`` and the first 12 hex digits of the SHA-256 of the file, so it names the exact content.
    """

    def __init__(self, records: Iterable[Record], version: str = "") -> None:
        self.records: tuple[Record, ...] = tuple(records)
        self.version = version

    def __len__(self) -> int:
        """How many records."""
        return len(self.records)

    def __iter__(self) -> Iterator[Record]:
        """The records in the order of the file."""
        return iter(self.records)

    @cached_property
    def by_qid(self) -> Mapping[str, Record]:
        """Records by QID."""
        return {r.qid: r for r in self.records if r.qid}

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Record, ...]]:
        """Records by folded name (``kg.names.fold``), best-attested first."""
        index: dict[str, list[Record]] = {}
        for record in self.records:
            for key in {fold(name) for name in record.names}:
                index.setdefault(key, []).append(record)
        return {key: tuple(sorted(found, key=_rank)) for key, found in index.items()}

    @cached_property
    def by_demonym(self) -> Mapping[str, tuple[Record, ...]]:
        """States (and a few regions) by folded demonym: ``libyan``; ``congolese`` gives two."""
        index: dict[str, list[Record]] = {}
        for record in self.records:
            for demonym in record.demonyms:
                index.setdefault(fold(demonym), []).append(record)
        return {key: tuple(found) for key, found in index.items()}

    @cached_property
    def by_subtype(self) -> Mapping[tuple[str, str], tuple[Record, ...]]:
        """Institutions by (subtype, QID of the country): ``("central bank", "Q1016")``."""
        index: dict[tuple[str, str], list[Record]] = {}
        for record in self.records:
            if record.subtype and record.type not in {"Person", "Place"}:
                for country in record.countries:
                    index.setdefault((record.subtype, country), []).append(record)
        return {key: tuple(found) for key, found in index.items()}

    @cached_property
    def capitals(self) -> Mapping[str, Record]:
        """The capital of a state, by the state's QID."""
        return {r.capital_of: r for r in self.records if r.capital_of}

    def lookup(self, name: str) -> tuple[Record, ...]:
        """The records that bear the name (case, accents, hyphens and a leading "the" do not count), best-attested
        first."""
        return self.by_name.get(fold(name), ())

    def get(self, qid: str) -> Record | None:
        """The record of a QID."""
        return self.by_qid.get(qid)

    def names(self, types: Iterable[EntityType] = ()) -> Mapping[str, frozenset[EntityType]]:
        """Every name as written, with the types of the records that bear it; only records of ``types``, when given.

        A name of one word in small letters is left out (none of them is safe to look for in a text).
        """
        wanted = frozenset(types) or _TYPES
        found: dict[str, set[EntityType]] = {}
        for record in self.records:
            if record.type in wanted:
                for name in record.names:
                    if not (name.islower() and " " not in name):
                        found.setdefault(name, set()).add(record.type)
        return {name: frozenset(kinds) for name, kinds in found.items()}

    def demonyms(self) -> Mapping[str, tuple[Record, ...]]:
        """Every demonym as written ("Libyan", "Briton"), with the states it can mean; plurals in -s and -i are not
        listed."""
        found: dict[str, list[Record]] = {}
        for record in self.records:
            for demonym in record.demonyms:
                found.setdefault(demonym, []).append(record)
        return {name: tuple(records) for name, records in found.items()}

    def capital(self, state: Record) -> Record | None:
        """The capital of a state."""
        return self.capitals.get(state.qid)


def _rank(record: Record) -> tuple[bool, int, str]:
    return (not record.qid, -record.sources, record.key)


def load(path: Path | str | None = None) -> Catalogue:
    """The catalogue of a file, or the one that ships.

    Raises InputError when the file is missing or is not a catalogue; the message names the line.
    """
    return _load(str(path) if path is not None else None)


@lru_cache(maxsize=4)
def _load(path: str | None) -> Catalogue:
    try:
        data = Path(path).read_bytes() if path else resources.files("kg").joinpath("data/catalogue.tsv").read_bytes()
    except OSError as error:
        raise InputError(
            f"The catalogue {path or 'that ships'} cannot be read: {error.strerror}.", "Check the path."
        ) from error
    version = f"{FORMAT}-{hashlib.sha256(data).hexdigest()[:12]}"
    return Catalogue(parse(data.decode("utf-8"), path or "catalogue.tsv"), version)


def parse(text: str, where: str = "catalogue.tsv") -> tuple[Record, ...]:
    """The records of a catalogue file's text (``where`` names it in messages). Raises InputError."""
    lines = text.split("\n")
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise InputError(
            f"{where} is no catalogue: its first line must name the columns {', '.join(COLUMNS)}.",
            "Build one with `python -m kg.make_catalogue`, or leave the setting empty for the one that ships.",
        )
    records = []
    for number, line in enumerate(lines[1:], 2):
        if line:
            try:
                records.append(_record(line.split("\t")))
            except ValueError as error:
                raise InputError(
                    f"{where}, line {number}: {error}", "Correct the line or build the file anew."
                ) from error
    return tuple(records)


def _record(cells: list[str]) -> Record:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} columns instead of {len(COLUMNS)}.")
    (
        qid,
        label,
        kind,
        subtype,
        aliases,
        demonyms,
        countries,
        capital,
        iso2,
        iso3,
        m49,
        geo,
        lat,
        lon,
        offices,
        parent,
        n,
        how,
    ) = cells
    if kind not in _TYPES:
        raise ValueError(f"unknown type {kind!r}; one of {', '.join(sorted(_TYPES))}.")
    return Record(
        qid, label, cast(EntityType, kind), subtype, _split(aliases), _split(demonyms), _split(countries), capital,
        iso2, iso3,
        m49, geo, float(lat) if lat else None, float(lon) if lon else None,
        tuple(_office(x) for x in _split(offices)), parent,
        int(n or 0), how,
    )  # fmt: skip


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _office(text: str) -> Office:
    title, _, dates = text.partition("@")
    start, _, end = dates.partition("/")
    return Office(title, start, end)


def dump(records: Iterable[Record]) -> str:
    """The text of a catalogue file, sorted by type, label and QID, so that the same records give the same bytes."""
    rows = sorted(records, key=lambda r: (r.type, fold(r.label), r.label, r.qid))
    return "\n".join(["\t".join(COLUMNS), *("\t".join(_cells(r)) for r in rows)]) + "\n"


def _cells(r: Record) -> list[str]:
    offices = "|".join(f"{o.title}@{o.start}/{o.end}" if o.start or o.end else o.title for o in r.offices)
    return [
        r.qid, r.label, r.type, r.subtype, "|".join(r.aliases), "|".join(r.demonyms), "|".join(r.countries),
        r.capital_of, r.iso2,
        r.iso3, r.m49, r.geonames, _degrees(r.lat), _degrees(r.lon), offices, r.parent, str(r.sources), r.checked,
    ]  # fmt: skip


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")
