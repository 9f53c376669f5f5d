"""What the reasons of a choice are made of: lists of words, the fame that is enough, an office on a day."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from kg.catalogue import Record
from kg.link.context import Context

FAMOUS = 4
"""A record in so many independent lists is what a name means when the article says nothing else."""


@lru_cache(maxsize=1)
def words() -> Mapping[str, frozenset[str]]:
    """Folded names of ``kg/data/link_words.tsv`` by kind.

    "body": names that many bodies bear; "word": places with the name of a word or a person; "common": words that tell
    nothing of a body; "trade": what private people do; "capital": capitals that
    need no word on their country.
    """
    text = resources.files("kg").joinpath("data/link_words.tsv").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        found.setdefault(row["kind"], set()).add(row["name"])
    return {kind: frozenset(names) for kind, names in found.items()}


def in_office(record: Record, date: str) -> bool | None:
    """Whether any office was held on the date; None without dates (of the offices or of the article)."""
    known = [h for o in record.offices if date and (h := o.held_on(date)) is not None]
    return any(known) if known else None


def describe(record: Record) -> str:
    """The record in a few words: label, what it is, item."""
    what = record.offices[0].title if record.offices else record.subtype
    return f"{record.label} ({what}{', ' + record.qid if record.qid else ''})"


def supported(record: Record, context: Context) -> bool:
    """Whether the article speaks of a country of the record."""
    return context.weight(record.countries) > 0
