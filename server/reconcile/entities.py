"""The release's own entities as a source: found by the text index, described by the graph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from server import queries
from server.prefixes import DM, PREFIXES, WIKIDATA, short
from server.reconcile.model import About, Cell, Kind, Property, Thing, Values
from server.releases import Snapshot
from server.search.index import Hit, Index
from server.search.words import fold
from server.tables import Row, Term, table

_LEGAL = re.compile(r'https?://[^\x00-\x20<>"{}|\\^`]+')
_ID = re.compile(r'[^\x00-\x20<>"{}|\\^`/#?]{1,300}')
_LOCAL = re.compile(r"\w+", re.ASCII)
_LOOKED_AT = 100
"""Entities that are compared with a name."""
_GENERAL = frozenset({"Entity", "Actor", "StateActor", "Claimable"})
"""Classes that tell nothing in a list of candidates; given only where a thing has no other."""
_NAMES = {"rdf:type": "class", "rdfs:label": "name", "skos:altLabel": "other name", "skos:exactMatch": "Wikidata item"}
"""Names of properties that the ontology does not name."""
_INVERSE = {
    "^dm:hasActor": ("acted in", "Events that it is an actor of."),
    "^dm:hasRecipient": ("received", "Events that it is a recipient or target of."),
    "^dm:tookPlaceAt": ("place of", "Events that took place there."),
    "^dm:speaker": ("said", "Statements that it made."),
}
"""Properties that point to a thing, by an identifier as a SPARQL path writes them."""
_DATE = re.compile(r"-?\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"-?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True, slots=True)
class Entities:
    """The entities of a release. ``page`` is the address of their pages, with ``{{id}}`` in it."""

    snapshot: Snapshot
    page: str

    @property
    def _base(self) -> str:
        return f"{self.snapshot.release.base_iri}id/entity/"

    @property
    def _index(self) -> Index:
        return self.snapshot.index()

    def about(self) -> About:
        """See ``Source.about``."""
        return About("Dragoman: entities of the news graph", self._base, DM, self.page)

    def kinds(self) -> Sequence[Kind]:
        """See ``Source.kinds``."""
        found: dict[str, Kind] = {}
        for row in self._rows("reconcile_kinds"):
            name = row["class"].value.removeprefix(DM)
            if not _LOCAL.fullmatch(name):
                continue
            broader = row["broader"].value.removeprefix(DM) if "broader" in row else ""
            before = found.get(name)
            above = (*(before.broader if before else ()), *([broader] if _LOCAL.fullmatch(broader) else []))
            found[name] = Kind(name, _text(row, "label", name), _text(row, "definition"), tuple(dict.fromkeys(above)))
        return sorted(found.values(), key=lambda kind: kind.name.lower())

    def properties(self, kind: str = "") -> Sequence[Property]:
        """See ``Source.properties``."""
        if kind and not _LOCAL.fullmatch(kind):
            return ()
        rows = self._rows("reconcile_properties", kind=f"a dm:{kind} ; " if kind else "")
        own = [
            Property(short(iri), _NAMES.get(short(iri)) or _text(row, "label", short(iri)), _text(row, "definition"))
            for row in rows
            for iri in [row["property"].value]
        ]
        return (*own, *(Property(name, *about) for name, about in _INVERSE.items()))

    def candidates(self, text: str, kinds: Sequence[str], limit: int) -> Iterator[Thing]:
        """See ``Source.candidates``."""
        hits = self._index.search(_plain(text), ["entity"], max(_LOOKED_AT, limit)).hits
        folded = fold(text)
        if not any(fold(name) == folded for hit in hits for name in (hit.label, *hit.aliases, *hit.known)):
            hits += self._index.near(text, "entity", max(_LOOKED_AT, limit))
        return (self._thing(hit) for hit in {hit.iri: hit for hit in hits}.values())

    def starting(self, text: str, limit: int) -> Sequence[Thing]:
        """See ``Source.starting``."""
        return [self._thing(hit) for hit in self._index.search(_plain(text), ["entity"], limit, begun=True).hits]

    def things(self, ids: Sequence[str]) -> Mapping[str, Thing]:
        """See ``Source.things``."""
        found = self._index.about([self._base + name for name in ids if _ID.fullmatch(name)])
        return {thing.id: thing for thing in map(self._thing, found.values())}

    def values(self, ids: Sequence[str], properties: Sequence[str], limit: int) -> Values:
        """See ``Source.values``."""
        things = " ".join(f"<{self._base}{name}>" for name in dict.fromkeys(ids) if _ID.fullmatch(name))
        names = {iri: name for name in properties if (iri := _iri(name))}
        parts = list(_parts(names))
        found: dict[str, dict[str, list[Cell]]] = {}
        if not things or not parts:
            return found
        for row in self._rows("reconcile_values", things=things, parts=" UNION ".join(parts)):
            pid = row["pid"].value
            name = names.get(pid, pid)
            cells = found.setdefault(row["thing"].value.removeprefix(self._base), {}).setdefault(name, [])
            if len(cells) < limit:
                cells.append(self._cell(row["value"], _text(row, "label")))
        return found

    def _rows(self, name: str, **values: str) -> tuple[Row, ...]:
        return table(self.snapshot.page(queries.build(name, **values))).rows

    def _thing(self, hit: Hit) -> Thing:
        telling = tuple(kind for kind in hit.types if kind not in _GENERAL)
        also = f"also {', '.join(hit.aliases[:3])}; " if hit.aliases else ""
        times = "once" if hit.mentions == 1 else f"{hit.mentions:,} times"
        items = "".join(f"; {item.removeprefix(WIKIDATA)}" for item in hit.items)
        description = f"{also}mentioned {times}{items}"
        name = hit.iri.removeprefix(self._base)
        names = (hit.label or name, *hit.aliases, *hit.known)
        return Thing(name, names, telling or hit.types, description, hit.mentions)

    def _cell(self, value: Term, label: str) -> Cell:
        if value.kind == "uri":
            return self._named(value.value, label)
        if value.kind != "literal":
            return {"str": label or value.value}
        return _literal(value)

    def _named(self, iri: str, label: str) -> Cell:
        """An entity of ours by name and identifier, anything else by its name, an item of Wikidata by its number."""
        if iri.startswith(self._base):
            name = iri.removeprefix(self._base)
            return {"id": name, "name": label or name}
        if iri.startswith(WIKIDATA):
            return {"str": iri.removeprefix(WIKIDATA)}
        return {"str": label or short(iri)}


def _literal(value: Term) -> Cell:
    kind, text = value.datatype.removeprefix(PREFIXES["xsd"]), value.value
    if kind in {"integer", "nonNegativeInteger", "long", "int"} and re.fullmatch(r"[+-]?\d{1,18}", text):
        return {"int": int(text)}
    if kind in {"decimal", "double", "float"} and re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", text):
        return {"float": float(text)}
    if kind == "dateTime" and _MOMENT.fullmatch(text):
        return {"date": text}
    if kind == "date" and _DATE.fullmatch(text):
        return {"date": f"{text}T00:00:00"}
    return {"str": text}


def _parts(names: Mapping[str, str]) -> Iterator[str]:
    """Patterns that bind ``?pid`` and ``?value``."""
    for iri in names:
        inverse = iri.startswith("^")
        pattern = f"?value <{iri[1:]}> ?thing" if inverse else f"?thing <{iri}> ?value"
        yield f'{{ {pattern} . BIND ("{iri}" AS ?pid) }}'


def _iri(name: str) -> str:
    """The IRI of a property that somebody names (with ``^`` before it when it points here), empty when it is none."""
    mark = "^" if name.startswith("^") else ""
    prefix, colon, local = name.removeprefix("^").partition(":")
    iri = PREFIXES[prefix] + local if colon and prefix in PREFIXES else name.removeprefix("^")
    return mark + iri if _LEGAL.fullmatch(iri) else ""


def _text(row: Row, name: str, default: str = "") -> str:
    return row[name].value if name in row else default


def _plain(text: str) -> str:
    """A name without what means something in a search box."""
    return re.sub(r'(?<!\S)-|["“”„*]', " ", text)
