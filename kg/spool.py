"""Linked documents kept aside on disk between the two walks of a build: who is who must be settled before writing."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kg.ids import article_key
from kg.model import LinkedDocument


class Spool:
    """Documents in, documents out in the order of their article keys, as often as wanted; in memory one entry each."""

    def __init__(self, path: Path) -> None:
        """``path`` is the spool's file, which must not exist yet."""
        self._path = path
        self._at: dict[str, int] = {}
        with path.open("xb"):
            pass

    def __contains__(self, key: object) -> bool:
        """Whether a document of that article key is here."""
        return key in self._at

    def __len__(self) -> int:
        """How many documents."""
        return len(self._at)

    def add(self, linked: LinkedDocument) -> None:
        """Keep a document. Raises ValueError when its article is here already."""
        key = article_key(linked.document.article)
        if key in self._at:
            raise ValueError(f"the article {key} was read twice")
        # read-only mappings cannot be pickled
        links = tuple(replace(link, features=dict(link.features)) for link in linked.links)
        with self._path.open("ab") as file:
            start = file.tell()
            pickle.dump(replace(linked, links=links), file, protocol=pickle.HIGHEST_PROTOCOL)
        self._at[key] = start

    def __iter__(self) -> Iterator[LinkedDocument]:
        """The documents, by article key."""
        with self._path.open("rb") as file:
            for key in sorted(self._at):
                file.seek(self._at[key])
                # our own file, written moments ago into a folder that only this build uses
                yield pickle.load(file)  # noqa: S301
