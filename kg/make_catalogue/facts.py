"""The lists of checked facts, read whole into memory: pairs of QID and label, aliases, and the hand-made gazetteer."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError
from kg.names import fold

QID = re.compile(r"Q[1-9]\d*")


@dataclass(frozen=True, slots=True)
class Known:
    """What the lists say of one QID: labels with their counts of independent lists, kinds, lists, coordinates,
    aliases."""

    qid: str
    labels: Mapping[str, int]
    kinds: frozenset[str]
    lists: frozenset[str]
    lat: float | None
    lon: float | None
    aliases: Mapping[str, int]

    @property
    def label(self) -> str:
        """The label in Latin script that most lists give; of equals the shortest, then the first."""
        latin = [x for x in self.labels if fold(x).isascii()]
        return min(latin, key=lambda x: (-self.labels[x], len(x), x), default="")

    @property
    def sources(self) -> int:
        """How many independent lists carry the QID."""
        return len({_project(x) for x in self.lists})

    def confirms(self, name: str) -> bool:
        """Whether a list gives the QID that label or alias."""
        wanted = fold(name)
        return any(fold(x) == wanted for x in self.labels) or any(fold(x) == wanted for x in self.aliases)


@dataclass(slots=True)
class _Gathered:
    labels: dict[str, int] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    lat: float | None = None
    lon: float | None = None
    aliases: dict[str, int] = field(default_factory=dict)


def _project(name: str) -> str:
    """The project of a list's name; several lists of one project are no independent witnesses."""
    head = name.split(":", maxsplit=1)[0]
    return "whosonfirst" if head.startswith("whosonfirst") else head.split("/")[0]


def read_known(folder: Path) -> dict[str, Known]:
    """Every QID of the two large files. Raises InputError when one is missing."""
    gathered: dict[str, _Gathered] = {}
    for row in _rows(folder / "qid_labels.tsv.gz"):
        qid, label, kind, lat, lon, lists, count = row[:7]
        found = gathered.setdefault(qid, _Gathered())
        found.labels[label] = found.labels.get(label, 0) + int(count)
        found.kinds.update(x for x in kind.split("/") if x)
        found.lists.update(lists.split("|"))
        if lat and found.lat is None:
            found.lat, found.lon = float(lat), float(lon)
    for qid, alias, source in _rows(folder / "qid_aliases.tsv.gz"):
        aliases = gathered.setdefault(qid, _Gathered()).aliases
        aliases[alias] = aliases.get(alias, 0) + bool(source)
    return {
        qid: Known(qid, g.labels, frozenset(g.kinds), frozenset(g.lists), g.lat, g.lon, g.aliases)
        for qid, g in gathered.items()
    }


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file with a header. Raises InputError when it is missing."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [dict(row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}.", "Give the folder of facts with --facts."
        ) from error


def _rows(path: Path) -> Iterator[list[str]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            next(file)
            for line in file:
                row = line.rstrip("\n").split("\t")
                if QID.fullmatch(row[0]):
                    yield row
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error}.", "Give the folder of facts with --facts.") from error
