"""Linkers by name: what turns a document into a linked one. Others can be plugged in.

A package adds one by an entry point in the group ``dragoman.linkers``: its name is what the setting ``linker`` says,
its object is called with the settings and gives a ``Linker``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from kg.catalogue import load
from kg.config import Settings
from kg.errors import ConfigError
from kg.link import link
from kg.link.live import LiveLinker
from kg.model import Document, Issue, LinkedDocument

GROUP = "dragoman.linkers"


@runtime_checkable
class Linker(Protocol):
    """What every linker does, whether it looks into a file or asks a service.

    A link is made only where there is no doubt; everything else is left without an item and says why. What a linker
    cannot find out (a service is out of reach) is never taken for "there is none": it is told in ``issues``.
    """

    def link(self, document: Document) -> LinkedDocument:
        """The document, one entity for each item and type, with a link for each of its entities, in their order."""

    def issues(self) -> tuple[Issue, ...]:
        """What a user must know of the work so far."""

    def close(self) -> None:
        """Let go of files and connections."""


class CatalogueLinker:
    """Links to the catalogue that the settings name; asks nobody."""

    def __init__(self, settings: Settings) -> None:
        """Raises InputError when the catalogue cannot be read."""
        self._catalogue = load(settings.catalogue or None)

    def link(self, document: Document) -> LinkedDocument:
        """See ``Linker``."""
        return link(document, self._catalogue)

    def issues(self) -> tuple[Issue, ...]:
        """None: a file is there or is not."""
        return ()

    def close(self) -> None:
        """Nothing is held."""


def linker(settings: Settings) -> Linker:
    """The linker that the settings name. Raises ConfigError for an unknown one, and what its making raises."""
    name = settings.linker
    if name in _OWN:
        return _OWN[name](settings)
    plugged = {point.name: point for point in entry_points(group=GROUP)}
    if name not in plugged:
        known = ", ".join(sorted({*_OWN, *plugged}))
        raise ConfigError(f"There is no linker {name!r}.", f"There are: {known}.")
    made = plugged[name].load()(settings)
    if not isinstance(made, Linker):
        raise ConfigError(f"The plug-in {name} gives no linker.", "It must have link, issues and close.")
    return made


_OWN: Mapping[str, Callable[[Settings], Linker]] = MappingProxyType(
    {"catalogue": CatalogueLinker, "wikidata": LiveLinker}
)
