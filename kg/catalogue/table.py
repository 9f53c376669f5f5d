"""A catalogue as a tab-separated file, held in memory: the form of the one that ships (``kg/data/catalogue.tsv``)."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TypeVar, cast

from kg.catalogue.protocol import AFTER_ALL, MOST, SHORTEST, demonyms_of, is_institution, likest, names_of, surname
from kg.catalogue.record import TYPES, Office, Record, rank
from kg.errors import InputError
from kg.model import EntityType
from kg.names import fold, sounds

FORMAT = "1"
COLUMNS = (
    "qid", "label", "type", "subtype", "aliases", "demonyms", "countries", "capital_of", "iso2", "iso3", "m49",
    "geonames",
    "lat", "lon", "offices", "parent", "sources", "checked",
)  # fmt: skip
CURE = "Build one with `dragoman catalogue`, or leave the setting empty for the one that ships."


class Table:
    """A catalogue held in memory: the one that ships, or any file of its form. Nothing changes after it was made.

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
    def _by_qid(self) -> Mapping[str, Record]:
        return {r.qid: r for r in self.records if r.qid}

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Record, ...]]:
        return _ranked((fold(name), r) for r in self.records for name in r.names)

    @cached_property
    def _by_sound(self) -> Mapping[tuple[str, ...], tuple[Record, ...]]:
        found = ((sounds(name), r) for r in self._people for name in r.names)
        return _ranked((key, r) for key, r in found if len(key) > 1)

    @cached_property
    def _by_surname(self) -> Mapping[str, tuple[Record, ...]]:
        return _ranked((key, r) for r in self._people for name in r.names if (key := surname(name)))

    @property
    def _people(self) -> Iterator[Record]:
        return (r for r in self.records if r.type == "Person")

    @cached_property
    def _spellings(self) -> Mapping[str, list[str]]:
        """Folded names that are long enough to be compared, by first letter; people are found by sound."""
        found: dict[str, list[str]] = {}
        for key in {fold(name) for r in self.records if r.type != "Person" for name in r.names}:
            if len(key) >= SHORTEST:
                found.setdefault(key[0], []).append(key)
        return {letter: sorted(names) for letter, names in found.items()}

    @cached_property
    def _institutions(self) -> Mapping[tuple[str, str], tuple[Record, ...]]:
        bodies = (r for r in self.records if is_institution(r))
        return _ranked(((r.subtype, country), r) for r in bodies for country in r.countries)

    @cached_property
    def _capitals(self) -> Mapping[str, Record]:
        return {r.capital_of: r for r in self.records if r.capital_of}

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._by_name)

    @cached_property
    def by_demonym(self) -> Mapping[str, tuple[Record, ...]]:
        """States (and a few regions) by folded demonym: ``libyan``; ``congolese`` gives two."""
        return demonyms_of(self.records)

    def get(self, qid: str) -> Record | None:
        """The record of a QID."""
        return self._by_qid.get(qid)

    def lookup(self, name: str) -> tuple[Record, ...]:
        """The records that bear the name, the best known first, at most ``MOST``."""
        return self._by_name.get(fold(name), ())

    def states(self) -> tuple[Record, ...]:
        """All records of type State."""
        return tuple(r for r in self.records if r.type == "State")

    def capital(self, state: Record) -> Record | None:
        """The capital of a state."""
        return self._capitals.get(state.qid)

    def institutions(self, subtype: str, country: str) -> tuple[Record, ...]:
        """Institutions of a kind and a country: ``("central bank", "Q1016")``."""
        return self._institutions.get((subtype, country), ())

    def sounding(self, name: str) -> tuple[Record, ...]:
        """People with a name of the same sounds, in any order of its words."""
        return self._by_sound.get(sounds(name), ())

    def surnamed(self, word: str) -> tuple[Record, ...]:
        """People by the last word of a name, folded."""
        return self._by_surname.get(word, ())

    def alike(self, key: str, floor: float, limit: int) -> tuple[tuple[str, float], ...]:
        """Folded names that are spelt like a folded name, the likest first, with their likeness (0..100)."""
        names = self._spellings.get(key[:1], ()) if len(key) >= SHORTEST else ()
        return likest(key, names, floor, limit)

    def starting(self, prefix: str, limit: int) -> tuple[Record, ...]:
        """Records with a name that begins so, the shortest names first."""
        key = fold(prefix)
        first = bisect_left(self._sorted, key)
        last = bisect_left(self._sorted, key + AFTER_ALL, lo=first)
        names = sorted(self._sorted[first:last], key=lambda n: (len(n), n)) if key else []
        found = {r.key: r for name in names[: limit * 4] for r in self._by_name[name]}
        return tuple(found.values())[:limit]

    def names(self, types: Iterable[EntityType] = ()) -> Mapping[str, frozenset[EntityType]]:
        """Every name as written, with the types of the records that bear it; only records of ``types``, when given.

        A name of one word in small letters is left out (none of them is safe to look for in a text).
        """
        return names_of(self.records, types)


_Key = TypeVar("_Key")


def _ranked(pairs: Iterable[tuple[_Key, Record]]) -> dict[_Key, tuple[Record, ...]]:
    """Records by key, each once, the best known first, at most ``MOST``."""
    index: dict[_Key, dict[tuple[str, str], Record]] = {}
    for key, record in pairs:
        index.setdefault(key, {})[record.key, record.type] = record
    return {key: tuple(sorted(found.values(), key=rank)[:MOST]) for key, found in index.items()}


def load_table(path: Path | None) -> Table:
    """The catalogue of a tab-separated file, or the one that ships.

    Raises InputError when the file is missing or is not a catalogue; the message names the line.
    """
    try:
        data = path.read_bytes() if path else resources.files("kg").joinpath("data/catalogue.tsv").read_bytes()
    except OSError as error:
        raise InputError(
            f"The catalogue {path or 'that ships'} cannot be read: {error.strerror}.", "Check the path."
        ) from error
    version = f"{FORMAT}-{hashlib.sha256(data).hexdigest()[:12]}"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{path} is no catalogue: it is not text.", CURE) from None
    return Table(parse(text, str(path or "catalogue.tsv")), version)


def parse(text: str, where: str = "catalogue.tsv") -> tuple[Record, ...]:
    """The records of a catalogue file's text (``where`` names it in messages). Raises InputError."""
    lines = text.split("\n")
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise InputError(
            f"{where} is no catalogue: its first line must name the columns {', '.join(COLUMNS)}.",
            CURE,
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
    if kind not in TYPES:
        raise ValueError(f"unknown type {kind!r}; one of {', '.join(sorted(TYPES))}.")
    return Record(
        qid, label, cast(EntityType, kind), subtype, _split(aliases), _split(demonyms), _split(countries), capital,
        iso2, iso3,
        m49, geo, float(lat) if lat else None, float(lon) if lon else None,
        tuple(office(x) for x in _split(offices)), parent,
        int(n or 0), how,
    )  # fmt: skip


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def office(text: str) -> Office:
    """The office of ``title@start/end``; dates may be left out."""
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
