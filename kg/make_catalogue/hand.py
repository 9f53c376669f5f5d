"""``kg/data/catalogue_hand.tsv``: what no rule can know. Demonyms, names that newspapers use, types put right, items
to leave out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.make_catalogue.facts import QID, read_table

FIELDS = frozenset({"alias", "demonym", "type", "subtype", "label", "countries", "drop", "add", "not", "office"})


@dataclass(frozen=True, slots=True)
class Hand:
    """Values by (label or QID, field). ``add`` takes a confirmed QID in under a label, ``drop`` leaves one out,
    ``not`` bars aliases; ``office`` is ``title@start/end``, for those whose lists tell none."""

    values: Mapping[tuple[str, str], tuple[str, ...]]

    def get(self, field: str, *keys: str) -> tuple[str, ...]:
        """The values of a field for the first of the keys that has any."""
        for key in keys:
            if found := self.values.get((key, field)):
                return found
        return ()

    def added(self) -> dict[str, str]:
        """QIDs to take in, with their labels."""
        return {key: values[0] for (key, field), values in self.values.items() if field == "add"}


def read_hand(path: Path) -> Hand:
    """The file as values. Raises InputError on an unknown field or an `add` without a QID."""
    values: dict[tuple[str, str], tuple[str, ...]] = {}
    for number, row in enumerate(read_table(path), 2):
        key, name, value = row["for"], row["field"], row["value"]
        if name not in FIELDS or (name == "add" and not QID.fullmatch(key)):
            raise InputError(
                f"{path}, line {number}: field {name!r} for {key!r}.", f"Use one of {', '.join(sorted(FIELDS))}."
            )
        values[key, name] = values.get((key, name), ()) + tuple(v for v in value.split("|") if v)
    return Hand(values)
