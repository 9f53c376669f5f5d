"""Answers kept on disk, each with the day on which it was fetched: a second build asks nothing twice."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kg.errors import StoreError

FILE_NAME = "wikidata-1.sqlite"
"""The number is that of the file's layout."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer (JSON text) and the ISO day on which it was fetched."""

    text: str
    retrieved: str


class Cache:
    """Text by key in one SQLite file, which several builds may use at once."""

    def __init__(self, folder: Path, days: int) -> None:
        """``days`` is how long an answer is good for; 0: for ever. Raises StoreError when the file cannot be used."""
        self._days = days
        self._path = folder / FILE_NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
            self._base.execute(
                "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, text TEXT NOT NULL, retrieved TEXT NOT NULL)"
            )
        except (OSError, sqlite3.Error) as problem:
            raise self._broken(problem) from None

    def get(self, key: str) -> Kept | None:
        """What is kept under a key, if it is fresh enough. Raises StoreError."""
        try:
            row = self._base.execute("SELECT text, retrieved FROM kept WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as problem:
            raise self._broken(problem) from None
        return Kept(*row) if row is not None and self._fresh(row[1]) else None

    def put(self, answers: Mapping[str, str]) -> Mapping[str, Kept]:
        """Keep answers, all or none, as fetched today. Raises StoreError."""
        kept = {key: Kept(text, today()) for key, text in answers.items()}
        rows: Iterable[tuple[str, str, str]] = ((key, x.text, x.retrieved) for key, x in kept.items())
        try:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
            self._base.execute("COMMIT")
        except sqlite3.Error as problem:
            raise self._broken(problem) from None
        return kept

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def _fresh(self, retrieved: str) -> bool:
        return not self._days or date.fromisoformat(retrieved) > date.fromisoformat(today()) - timedelta(self._days)

    def _broken(self, problem: Exception) -> StoreError:
        return StoreError(
            f"The answers kept in {self._path} cannot be used: {problem}.", "Delete the file, or change `cache`."
        )


def today() -> str:
    """The ISO day by universal time."""
    return datetime.now(UTC).date().isoformat()


def folder(setting: str) -> Path:
    """Where answers are kept: the folder that the setting names, else the user's own folder for caches."""
    if setting:
        return Path(setting)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dragoman"
