"""The command: read the facts, apply the rules, write the file."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from kg.catalogue import Record, dump, load
from kg.catalogue.table import office
from kg.errors import DragomanError, InputError
from kg.make_catalogue import gazetteer, institutions, organizations, people, places
from kg.make_catalogue.aliases import Others
from kg.make_catalogue.borders import country_of, read_outlines
from kg.make_catalogue.facts import QID, Known, read_known, read_table
from kg.make_catalogue.hand import Hand, read_hand
from kg.model import EntityType

DATA = Path(__file__).parents[1] / "data"


def build(facts: Path, borders: Path | None) -> list[Record]:
    """All records. ``facts``: the folder of lists; ``borders``: a shapefile of countries, or None (places then lack a
    country
    unless a list gives it). Raises InputError."""
    known, hand = read_known(facts), read_hand(DATA / "catalogue_hand.tsv")
    others = Others(known)
    rows = read_table(facts / "gazetteer.tsv")
    first = gazetteer.records(rows, known, hand, others)
    first += gazetteer.seeds(read_table(facts / "seed_entities.tsv"), known, hand, others, first)
    first += _added(known, hand, {r.qid for r in first})
    states = [r for r in first if r.type == "State" and r.qid]
    have = frozenset(r.qid for r in first if r.qid)
    found = first + institutions.records(known, hand, others, have, states)
    have = frozenset(r.qid for r in found if r.qid)
    found += people.records(known, hand, others, have, _names(states))
    found += places.records(known, hand, others, {r.qid: r.label for r in found if r.qid}, _locator(states, borders))
    have = frozenset(r.qid for r in found if r.qid)
    found += organizations.records(known, hand, others, have)
    countries, capitals = _Countries(states), {s.iso2: s.qid for s in states if s.iso2}
    return places.shortened([_finished(r, hand, countries, capitals) for r in found], known, hand)


def _added(known: Mapping[str, Known], hand: Hand, have: set[str]) -> list[Record]:
    """Items taken in by hand, each confirmed under its label. Raises InputError when one is not."""
    found = []
    for qid, label in hand.added().items():
        item = known.get(qid)
        if item is None or not item.confirms(label):
            raise InputError(f"No list confirms {qid} as {label!r}.", "Take the line out of catalogue_hand.tsv.")
        if qid not in have:
            kind = cast(EntityType, (hand.get("type", qid) or ("Organization",))[0])
            aliases = tuple(a for a in hand.get("alias", qid, label))
            found.append(
                Record(
                    qid, label, kind, "", aliases, lat=item.lat, lon=item.lon, sources=item.sources, checked="one list"
                )
            )
    return found


def _names(states: Iterable[Record]) -> dict[str, str]:
    return {name.lower(): s.qid for s in states for name in reversed(s.names)} | {
        s.label.lower(): s.qid for s in states
    }


def _locator(states: list[Record], borders: Path | None) -> Callable[[Known], str]:
    by_iso2, by_key = {s.iso2: s.qid for s in states if s.iso2}, {s.iso3: s.qid for s in states if s.iso3}
    by_key |= {n: s.qid for s in states for n in s.names}
    find = country_of(read_outlines(borders)) if borders else None

    def country(item: Known) -> str:
        if listed := by_iso2.get(places.listed_country(item)):
            return listed
        if find and item.lat is not None and item.lon is not None:
            return by_key.get(find(item.lat, item.lon), "")
        return ""

    return country


class _Countries:
    """States by the words of a title: "President of Syria", "US Secretary of State", "Ansar al-Sharia (Libya)"."""

    def __init__(self, states: list[Record]) -> None:
        self.by_name = {n: s.qid for s in states for n in reversed(s.names)} | {s.label: s.qid for s in states}
        self._adjectives = {d: s.qid for s in states for d in s.demonyms}
        self._nouns = re.compile(rf"(?:\b(?:of|in|for|on|from) (?:the )?|\()({_any(self.by_name)})(?!\w)")
        self._words = re.compile(rf"(?<!\w)({_any(self._adjectives)})(?!\w)")

    def of(self, record: Record) -> tuple[str, ...]:
        """The QIDs that a record's offices, or its label, tell."""
        if record.type in {"State", "Place"}:
            return (record.qid,) if record.type == "State" and record.qid else ()
        if record.subtype == "international organization":
            return ()  # "Organization of American States" is of no one state
        found = []
        for text in [o.title for o in record.offices] or [record.label]:
            hits = [(m.start(1), self.by_name[m.group(1)]) for m in self._nouns.finditer(text)]
            hits += [(m.start(1), self._adjectives[m.group(1)]) for m in self._words.finditer(text)]
            found += [qid for _, qid in sorted(hits)]
        return tuple(dict.fromkeys(found))


def _any(names: Iterable[str]) -> str:
    return "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))


def _finished(record: Record, hand: Hand, countries: _Countries, capitals: Mapping[str, str]) -> Record:
    """The record with its countries and what the hand-made list puts right."""
    keys = (record.qid, record.label)
    kind = cast(EntityType, hand.get("type", *keys)[0]) if hand.get("type", *keys) else record.type
    subtype = hand.get("subtype", *keys)[0] if hand.get("subtype", *keys) else record.subtype
    barred = set(hand.get("not", *keys))
    by_name = countries.by_name
    named = hand.get("countries", *keys) or record.countries
    homes = tuple(q for n in named if (q := n if QID.fullmatch(n) else by_name.get(n, ""))) or countries.of(record)
    capital = capitals.get(record.capital_of, "")
    parent = _parent(record) or record.parent
    offices = record.offices or tuple(map(office, hand.get("office", *keys)))
    checked = f"{record.checked}; office: general knowledge" if offices and not record.offices else record.checked
    return replace(
        record, offices=offices, checked=checked, type=kind, subtype=subtype,
        aliases=tuple(a for a in record.aliases if a not in barred),
        countries=homes or ((capital,) if capital else ()), capital_of=capital, parent=parent,
    )  # fmt: skip


_PARENTS: Mapping[str, tuple[str, ...]] = {
    "Q1065": ("United Nations ", "UN "),
    "Q458": ("European Union ", "EU "),
    "Q7159": ("African Union ", "AU "),
}
"""Organizations whose bodies bear their name at the front."""


def _parent(record: Record) -> str:
    """The organization whose body a record is by its name, or ""."""
    if record.type in {"Person", "Place", "State"} or record.qid in _PARENTS:
        return ""
    wanted = _PARENTS if record.subtype == "international organization" else dict(list(_PARENTS.items())[1:])
    return next((q for q, heads in wanted.items() if any(n.startswith(heads) for n in record.names)), "")


def _date(file: Path) -> None:
    """Note of which day the catalogue is; a build that changes nothing leaves the day as it was."""
    version = load().version
    if not file.exists() or file.read_text(encoding="utf-8").partition("\t")[0] != version:
        file.write_text(f"{version}\t{datetime.now(UTC).date().isoformat()}\n", encoding="utf-8")


def main() -> int:
    """Entry point of ``python -m kg.make_catalogue``; 0 when the file was written."""
    parser = argparse.ArgumentParser(prog="python -m kg.make_catalogue", description="Build the shipped catalogue.")
    parser.add_argument("--facts", type=Path, required=True, help="folder of checked facts")
    parser.add_argument("--borders", type=Path, help="shapefile of countries (Natural Earth 1:110m, public domain)")
    parser.add_argument("--out", type=Path, default=DATA / "catalogue.tsv")
    arguments = parser.parse_args()
    try:
        records = build(arguments.facts, arguments.borders)
    except DragomanError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    arguments.out.write_text(dump(records), encoding="utf-8")
    if arguments.out == DATA / "catalogue.tsv":
        _date(DATA / "catalogue.date")
    linked = sum(1 for r in records if r.qid)
    sys.stdout.write(f"{arguments.out}: {len(records)} records, {linked} with an item\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
