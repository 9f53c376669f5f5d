"""The catalogue that the linker uses as a source: items of Wikidata with checked names and facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from kg import catalogue
from kg.catalogue import Catalogue, Record
from kg.catalogue.protocol import surname
from kg.names import fold, sounds, untitled
from server.prefixes import DM, WIKIDATA
from server.reconcile.model import About, Cell, Kind, Property, Thing, Values

_LIKENESS = 80.0
_START, _STARTING = 3, 200
"""Letters at which spellings of a name rarely differ, and how many names that begin so are compared."""
_KINDS = (
    Kind("ArmedGroup", "armed group"),
    Kind("Government", "government"),
    Kind("MilitaryForce", "military force"),
    Kind("Organization", "organization"),
    Kind("Person", "person"),
    Kind("Place", "place"),
    Kind("State", "state", broader=("Place",)),
)


class Items:
    """The records of a catalogue that have an item."""

    def __init__(self, records: Catalogue) -> None:
        self._records = records

    def about(self) -> About:
        """See ``Source.about``."""
        version = self._records.version
        return About(f"Dragoman: catalogue of Wikidata items, version {version}", WIKIDATA, DM, WIKIDATA + "{{id}}")

    def kinds(self) -> Sequence[Kind]:
        """See ``Source.kinds``."""
        return _KINDS

    def properties(self, kind: str = "") -> Sequence[Property]:
        """See ``Source.properties``; all of them, whatever the class."""
        return [Property(name, label) for name, (label, _) in _PROPERTIES.items()]

    def candidates(self, text: str, kinds: Sequence[str], limit: int) -> Iterator[Thing]:
        """See ``Source.candidates``."""
        found = {record.qid: record for record in self._found(text, limit) if record.qid}
        return (self._thing(record) for record in found.values())

    def starting(self, text: str, limit: int) -> Sequence[Thing]:
        """See ``Source.starting``; whole names, not words within."""
        exact = self._records.lookup(text)
        found = {record.qid: record for record in (*exact, *self._records.starting(text, limit)) if record.qid}
        return [self._thing(record) for record in found.values()][:limit]

    def things(self, ids: Sequence[str]) -> Mapping[str, Thing]:
        """See ``Source.things``."""
        return {name: self._thing(record) for name in ids if (record := self._records.get(name)) and record.qid}

    def values(self, ids: Sequence[str], properties: Sequence[str], limit: int) -> Values:
        """See ``Source.values``."""
        known = [name for name in properties if name in _PROPERTIES]
        records = {name: record for name in ids if (record := self._records.get(name))}
        return {
            name: {wanted: list(_PROPERTIES[wanted][1](self._records, record))[:limit] for wanted in known}
            for name, record in records.items()
        }

    def _found(self, text: str, limit: int) -> Iterator[Record]:
        records = self._records
        if record := records.get(text.strip().rpartition("/")[2]):
            yield record
        yield from records.lookup(text)
        if sounds(text):
            yield from records.sounding(text)
        # a family name alone, or with another spelling of the given name
        yield from records.surnamed(surname(text) or fold(text))
        if (bare := untitled(text)) != text:
            yield from (*records.lookup(bare), *records.surnamed(surname(bare) or fold(bare)))
        yield from records.starting(text, limit)
        for name, _ in records.alike(fold(text), _LIKENESS, limit):
            yield from records.lookup(name)
        if not records.lookup(text):
            # short names spelt otherwise
            yield from records.starting(fold(text)[:_START], _STARTING)

    def _thing(self, record: Record) -> Thing:
        facts = [record.subtype, ", ".join(_names(self._records, record.countries))]
        facts += [f"{office.title} {office.start[:4]}–{office.end[:4]}".rstrip("– ") for office in record.offices[:2]]
        description = "; ".join(filter(None, facts))
        weight = record.fame + (CAPITAL if record.capital_of else 0)
        return Thing(record.qid, record.names, (record.type,), description, weight)


CAPITAL = 3
"""A capital is offered before another town of its name that three more lists carry."""


@cache
def items(path: str) -> Items:
    """The catalogue in a file, or the one that ships for no path. Raises InputError."""
    return Items(catalogue.load(path or None))


def _names(records: Catalogue, qids: Iterable[str]) -> Iterator[str]:
    for qid in qids:
        record = records.get(qid)
        yield record.label if record else qid


def _linked(records: Catalogue, qids: Iterable[str]) -> list[Cell]:
    known = [qid for qid in qids if qid]
    return [{"id": qid, "name": name} for qid, name in zip(known, _names(records, known), strict=True)]


def _texts(*texts: str) -> list[Cell]:
    return [{"str": text} for text in texts if text]


def _place(record: Record) -> list[Cell]:
    return [] if record.lat is None or record.lon is None else _texts(f"{record.lat}, {record.lon}")


def _offices(record: Record) -> list[Cell]:
    dated = ((office.title, f"{office.start}–{office.end}".strip("–")) for office in record.offices)
    return _texts(*(f"{title} ({dates})" if dates else title for title, dates in dated))


_PROPERTIES: Mapping[str, tuple[str, Callable[[Catalogue, Record], list[Cell]]]] = MappingProxyType(
    {
        "country": ("country", lambda records, record: _linked(records, record.countries)),
        "subtype": ("kind within the class", lambda _, record: _texts(record.subtype)),
        "alias": ("other name", lambda _, record: _texts(*record.aliases)),
        "demonym": ("demonym", lambda _, record: _texts(*record.demonyms)),
        "office": ("office, with dates", lambda _, record: _offices(record)),
        "capitalOf": ("capital of", lambda records, record: _linked(records, [record.capital_of])),
        "parent": ("part of", lambda records, record: _linked(records, [record.parent])),
        "coordinates": ("coordinates, degrees north and east", lambda _, record: _place(record)),
        "iso2": ("ISO 3166-1 alpha-2", lambda _, record: _texts(record.iso2)),
        "iso3": ("ISO 3166-1 alpha-3", lambda _, record: _texts(record.iso3)),
        "m49": ("UN M49", lambda _, record: _texts(record.m49)),
        "geonames": ("GeoNames identifier", lambda _, record: _texts(record.geonames)),
    }
)
