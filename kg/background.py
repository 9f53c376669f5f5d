"""What a catalogue, or Wikidata itself, knows of the items that entities are linked to: never taken from an article.

Every fact sheet says where it comes from and of which day it is. Offices that the catalogue marks as general knowledge
help to choose between namesakes; they are no facts and are left out here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from kg.catalogue import Catalogue, Office, Record
from kg.errors import RemoteError
from kg.model import EntityType, Issue
from kg.wikidata import Item, Wikidata
from kg.wikidata.classes import Kind

_UNCONFIRMED = "office: general knowledge"
_DATE_FILE = "data/catalogue.date"


@dataclass(frozen=True, slots=True)
class Background:
    """What is known of an item. ``labels`` by language; ``countries`` are QIDs; ``lat`` and ``lon`` degrees or None.

    ``source`` is the version of the catalogue, or ``wikidata``; ``retrieved`` the ISO day of its facts, "" if unknown.
    """

    qid: str
    labels: Mapping[str, str]
    type: EntityType
    subtype: str = ""
    countries: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    offices: tuple[Office, ...] = ()
    source: str = ""
    retrieved: str = ""


Enrich = Callable[[Iterable[str]], Mapping[str, Background]]
"""QIDs -> what is known of those of them that are known."""


def nothing(qids: Iterable[str]) -> Mapping[str, Background]:
    """For graphs without background."""
    return MappingProxyType({})


def from_catalogue(catalogue: Catalogue) -> Enrich:
    """What the catalogue knows, as of its date."""
    date = date_of(catalogue)

    def enrich(qids: Iterable[str]) -> Mapping[str, Background]:
        found = ((qid, catalogue.get(qid)) for qid in dict.fromkeys(qids))
        return {qid: _of_record(record, catalogue.version, date) for qid, record in found if record is not None}

    return enrich


def _of_record(record: Record, version: str, date: str) -> Background:
    return Background(
        record.qid, {"en": record.label}, record.type, record.subtype, record.countries, record.lat, record.lon,
        () if _UNCONFIRMED in record.checked else record.offices, version, date,
    )  # fmt: skip


def date_of(catalogue: Catalogue) -> str:
    """The ISO day of a catalogue: of the core that ships, or as its file says; "" for a file that does not say."""
    meta = getattr(catalogue, "meta", None)
    if isinstance(meta, Mapping):
        return str(meta.get("retrieved") or meta.get("made") or "")[:10]
    version, _, date = resources.files("kg").joinpath(_DATE_FILE).read_text(encoding="utf-8").strip().partition("\t")
    return date if version == catalogue.version else ""


@dataclass(slots=True)
class Live:
    """What Wikidata says, as of the day on which it was asked; where it does not answer, what ``otherwise`` knows.

    The first time that it does not answer, ``note`` is given a warning.
    """

    wikidata: Wikidata
    otherwise: Enrich
    note: Callable[[Iterable[Issue]], None]
    _noted: bool = False

    def __call__(self, qids: Iterable[str]) -> Mapping[str, Background]:
        """See ``Enrich``."""
        wanted = tuple(dict.fromkeys(qids))
        try:
            return self._asked(wanted)
        except RemoteError as problem:
            if not self._noted:
                message = f"{problem.message} Background on some items is from the catalogue instead."
                self.note([Issue("warning", "wikidata", message, "Build again when it can be reached.")])
            self._noted = True
            return self.otherwise(wanted)

    def _asked(self, qids: tuple[str, ...]) -> Mapping[str, Background]:
        items = self.wikidata.items(qids)
        kinds = self.wikidata.kinds(items)
        offices = self.wikidata.items({p.qid for item in items.values() for p in item.positions})
        return {qid: _of_item(qid, item, kinds[qid], offices) for qid, item in items.items() if qid in kinds}


def _of_item(qid: str, item: Item, kind: Kind, offices: Mapping[str, Item]) -> Background:
    held = (
        Office(offices[p.qid].labels["en"], p.start, p.end)
        for p in item.positions if p.qid in offices and "en" in offices[p.qid].labels
    )  # fmt: skip
    return Background(
        qid, item.labels, kind[0], kind[1], item.countries, item.lat, item.lon, tuple(held), "wikidata", item.retrieved
    )
