"""The linker that also asks Wikidata: for names that the catalogue does not know at all.

What the catalogue links, or refuses with a reason, stays so. For another name the items that bear it are fetched, and
chosen among by the same rules as records of the catalogue. If any answer that the choice needs is missing, the name
stays unlinked: half of the candidates would make a wrong one look like the only one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.catalogue import Office, Record, Table, load
from kg.config import Settings
from kg.errors import RemoteError
from kg.link import link, proposals
from kg.link.candidates import COMPATIBLE, Index, find, index, readings
from kg.link.choose import Choice, choose
from kg.link.context import Context, read
from kg.link.merged import merged
from kg.link.wording import FAMOUS, describe, in_office, supported
from kg.model import Document, Entity, Issue, Link, LinkedDocument
from kg.names import tokens, untitled
from kg.wikidata import Item, Wikidata
from kg.wikidata.classes import Kind

NAMES = 3
"""Names of one entity that are looked up: its best one and two others."""
_NAMED = 5
"""How many names a report of an outage shows."""


class LiveLinker:
    """The catalogue first, Wikidata for what it does not know."""

    def __init__(self, settings: Settings, wikidata: Wikidata | None = None) -> None:
        """Raises InputError for a catalogue, StoreError for a cache that cannot be read."""
        self._catalogue = load(settings.catalogue or None)
        self._wikidata = wikidata or Wikidata(settings)
        self._missed: dict[str, str] = {}

    def link(self, document: Document) -> LinkedDocument:
        """See ``kg.link.linkers.Linker``."""
        linked = link(document, self._catalogue)
        document = linked.document
        idx = index(self._catalogue)
        known = [r for x in linked.links if x.qid and (r := idx.catalogue.get(x.qid)) is not None]
        # what is found here does not weigh in the choice of other names: an outage must not change those
        context = read(document, self._catalogue).grown(known)
        links = []
        for entity, found in zip(document.entities, linked.links, strict=True):
            unknown = found.qid is None and _askable(entity) and not find(_names(entity), entity.type, idx)
            links.append(self._asked(entity, found, context, document.article.text) if unknown else found)
        return merged(document, links)

    def issues(self) -> tuple[Issue, ...]:
        """One warning for each cause for which names could not be looked up."""
        causes: dict[str, list[str]] = {}
        for name, cause in self._missed.items():
            causes.setdefault(cause, []).append(name)
        return tuple(
            Issue(
                "warning", "wikidata", f"{cause} Not looked up, and left without a link: {_some(names)}.",
                "Build again when it can be reached; what was answered is kept.",
            )
            for cause, names in causes.items()
        )  # fmt: skip

    def close(self) -> None:
        """Let go of the cache."""
        self._wikidata.close()

    def _asked(self, entity: Entity, unlinked: Link, context: Context, text: str) -> Link:
        try:
            candidates, incomplete = self._records(entity)
        except RemoteError as problem:
            self._missed[entity.name] = problem.message
            return replace(unlinked, reason=f"not looked up in Wikidata, which could not be asked: {problem.message}")
        if incomplete:
            return replace(unlinked, reason=f"too many items of Wikidata bear the name “{entity.name}”")
        if not candidates:
            return replace(unlinked, reason=f"{unlinked.reason}, nor does Wikidata know one of that kind")
        known = Index(Table(candidates, "wikidata"))
        named = find(_names(entity), entity.type, known)
        choice = choose(entity, named, context, text)
        if choice.record is not None and (doubt := stranger(choice.record, context)):
            choice = Choice(None, 0.0, doubt, choice.features)
        return replace(_link(unlinked, choice, candidates), candidates=proposals(named, self._catalogue))

    def _records(self, entity: Entity) -> tuple[Mapping[Record, Item], bool]:
        """The items that bear one of the names and are of a fitting kind, as records; whether there may be more."""
        hits = [self._wikidata.search(name) for name in _sought(entity)]
        if not all(hit.complete for hit in hits):
            return {}, True
        qids = dict.fromkeys(qid for hit in hits for qid in hit.qids)
        kinds = self._wikidata.kinds(qids)
        fitting = [qid for qid in qids if qid in kinds and kinds[qid][0] in COMPATIBLE[entity.type]]
        items = self._wikidata.items(fitting)
        offices = self._wikidata.items({p.qid for item in items.values() for p in item.positions})
        found = ((record(item, kinds[qid], offices), item) for qid, item in items.items() if "en" in item.labels)
        return dict(found), False


def stranger(record: Record, context: Context) -> str:
    """Why the only item of a name may still be that of somebody else, or "" when it hardly is.

    A catalogue of the famous may trust a name more than Wikidata may, where most people, clubs and hamlets are that
    anybody ever wrote down, and most of those in the news are not.
    """
    near = supported(record, context)
    if record.type == "Person":
        held = in_office(record, context.date)
        known = held or (held is None and bool(record.offices) and record.fame >= FAMOUS)
        if not (near and known):
            return f"nothing but the name speaks for {describe(record)}"
    elif not near and record.fame < FAMOUS:
        return f"nothing but the name speaks for {describe(record)}, of whose country the article does not speak"
    return ""


def record(item: Item, kind: Kind, offices: Mapping[str, Item]) -> Record:
    """An item in the form of the catalogue. ``offices`` are the items of its positions."""
    held = (
        Office(offices[p.qid].labels["en"], p.start, p.end)
        for p in item.positions if p.qid in offices and "en" in offices[p.qid].labels
    )  # fmt: skip
    return Record(
        item.qid, item.labels["en"], kind[0], kind[1], aliases=item.aliases, countries=item.countries,
        lat=item.lat, lon=item.lon, offices=tuple(held), checked=f"Wikidata, {item.retrieved}",
        sitelinks=item.sitelinks,
    )  # fmt: skip


def _askable(entity: Entity) -> bool:
    """Whether a name says enough to be looked for among a hundred million items."""
    return entity.named and entity.type != "Group" and bool(_sought(entity))


def _names(entity: Entity) -> tuple[str, ...]:
    return tuple(dict.fromkeys((entity.name, *entity.aliases)))[:NAMES]


def _sought(entity: Entity) -> tuple[str, ...]:
    """The names as a search needs them: without "the" and without titles.

    A person's surname alone is not looked for: it is borne by thousands, most of them without an item.
    """
    bare = [readings(name, entity.type, {})[0].name for name in _names(entity)]
    if entity.type == "Person":
        bare = [name for name in map(untitled, bare) if len(tokens(name)) > 1]
    return tuple(dict.fromkeys(name for name in bare if name))


def _link(unlinked: Link, choice: Choice, candidates: Mapping[Record, Item]) -> Link:
    chosen = choice.record
    version = f"wikidata-{max(item.retrieved for item in candidates.values())}"
    if chosen is None:
        return replace(unlinked, reason=choice.reason, catalogue=version, features=dict(choice.features))
    return Link(unlinked.entity, chosen.qid, chosen.label, choice.score, choice.reason, version, dict(choice.features))


def _some(names: Iterable[str]) -> str:
    shown = sorted(names)
    more = len(shown) - _NAMED
    return ", ".join(f"“{name}”" for name in shown[:_NAMED]) + (f" and {more} more" if more > 0 else "")
