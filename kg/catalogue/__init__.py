"""The catalogue: states, places, organizations, armed groups and people with the Wikidata item of each.

One protocol, two forms. ``Table`` holds a tab-separated file in memory: the core that ships
(``kg/data/catalogue.tsv``, checked facts, CC0). ``Stored`` reads an SQLite file that ``dragoman catalogue`` built; such
a file contains the core, so that one file (and one version) is all that is ever in use. The reader takes its list of
names from the core, the linker (``kg.link``) chooses among the records of whichever catalogue the settings name.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kg.catalogue.protocol import Catalogue
from kg.catalogue.record import Office, Record
from kg.catalogue.stored import Stored, is_stored
from kg.catalogue.table import COLUMNS, Table, dump, load_table, parse

__all__ = ["COLUMNS", "Catalogue", "Office", "Record", "Stored", "Table", "dump", "load", "load_core", "parse"]


def load(path: Path | str | None = None) -> Catalogue:
    """The catalogue of a file in either form, or the core that ships.

    Raises InputError when the file is missing or is not a catalogue; the message names the line.
    """
    return _load(str(path) if path is not None else None)


def load_core() -> Table:
    """The core that ships."""
    return _core()


@lru_cache(maxsize=1)
def _core() -> Table:
    return load_table(None)


@lru_cache(maxsize=4)
def _load(path: str | None) -> Catalogue:
    if path is None:
        return _core()
    return Stored(Path(path)) if is_stored(Path(path)) else load_table(Path(path))
