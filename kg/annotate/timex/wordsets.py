"""Sets of words kept as data: lines of a name and words in a file of `lexicon/`."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=8)
def word_sets(name: str) -> dict[str, frozenset[str]]:
    """The sets of a file of the lexicon; several lines of one name add up. Raises FileNotFoundError."""
    table: dict[str, set[str]] = {}
    text = files("kg.annotate").joinpath(f"lexicon/{name}").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            key, row = line.split("\t")
            table.setdefault(key, set()).update(row.split())
    return {key: frozenset(row) for key, row in table.items()}
