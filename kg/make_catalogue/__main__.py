"""The command: read the facts, apply the rules, write the file."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

from kg.catalogue import Record, dump
from kg.errors import DragomanError, InputError
from kg.make_catalogue import gazetteer, institutions, organizations, people, places
from kg.make_catalogue.aliases import Others
from kg.make_catalogue.borders import country_of, read_outlines
from kg.make_catalogue.facts import QID, Known, read_known, read_table
from kg.make_catalogue.hand import Hand, read_hand
from kg.model import EntityType

DATA = Path(__file__).parents[1] / "data"


def build(facts: Path, borders: Path | None) -> list[Record]:
    """All records. ``facts``: the folder of lists; ``borders``: a shapefile of countries, or None (places then lack a country
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
    return [_finished(r, hand, states) for r in found]


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
                Record(qid, label, kind, "", aliases, lat=item.lat, lon=item.lon, sources=item.sources, checked="one list")
            )
    return found


def _names(states: Iterable[Record]) -> dict[str, str]:
    return {name.lower(): s.qid for s in states for name in reversed(s.names)} | {s.label.lower(): s.qid for s in states}


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


def _finished(record: Record, hand: Hand, states: list[Record]) -> Record:
    """The record with its countries and what the hand-made list puts right."""
    keys = (record.qid, record.label)
    kind = cast(EntityType, hand.get("type", *keys)[0]) if hand.get("type", *keys) else record.type
    subtype = hand.get("subtype", *keys)[0] if hand.get("subtype", *keys) else record.subtype
    barred = set(hand.get("not", *keys))
    by_name = {n: s.qid for s in states for n in reversed(s.names)} | {s.label: s.qid for s in states}
    named = hand.get("countries", *keys) or record.countries
    homes = tuple(q for n in named if (q := n if QID.fullmatch(n) else by_name.get(n, ""))) or _own_country(record, states, by_name)
    capital = {s.iso2: s.qid for s in states if s.iso2}.get(record.capital_of, "")
    parent = "Q1065" if record.subtype == "international organization" and _of_un(record) else record.parent
    return replace(
        record, type=kind, subtype=subtype, aliases=tuple(a for a in record.aliases if a not in barred),
        countries=homes or ((capital,) if capital else ()), capital_of=capital, parent=parent,
    )  # fmt: skip


def _of_un(record: Record) -> bool:
    return record.qid != "Q1065" and any(n.startswith(("United Nations ", "UN ")) for n in record.names)


def _own_country(record: Record, states: list[Record], by_name: Mapping[str, str]) -> tuple[str, ...]:
    """Countries by the words of the record: an office ("President of Syria", "US Secretary of State"), a name in brackets."""
    if record.type == "State":
        return (record.qid,) if record.qid else ()
    if record.type == "Place":
        return ()
    found = []
    for text in [o.title for o in record.offices] or [record.label]:
        for name, qid in _words(text, states, by_name):
            at = text.find(name)
            found.append((at, -len(name), qid))
    return tuple(dict.fromkeys(qid for _, _, qid in sorted(found)))


def _words(text: str, states: list[Record], by_name: Mapping[str, str]) -> list[tuple[str, str]]:
    """The names and adjectives of states in a title; not those inside a longer one ("Sudan" in "South Sudan")."""
    named = [(name, qid) for name, qid in by_name.items() if re.search(rf"\b(?:of|in|for|on|from) (?:the )?{re.escape(name)}\b", text)]
    named += [(d, s.qid) for s in states for d in s.demonyms if re.search(rf"\b{re.escape(d)}\b", text)]
    named += [(m, by_name[m]) for m in re.findall(r"\(([^)]+)\)", text) if m in by_name]
    return [(n, q) for n, q in named if not any(n != other and n in other for other, _ in named)]


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
    linked = sum(1 for r in records if r.qid)
    sys.stdout.write(f"{arguments.out}: {len(records)} records, {linked} with an item\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
