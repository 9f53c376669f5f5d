"""The search file of a release: found, or built by a process of its own while the store is loaded, then opened."""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

from kg.errors import StoreError
from server import disk
from server.errors import SearchUnavailable
from server.search.build import work_file
from server.search.index import Index
from server.search.inquery import expand
from server.search.kinds import SHAPE

_LOG = logging.getLogger("dragoman.server")
_RELEASES = "releases"
_ENDING = f".{SHAPE}.search"
_LONG = 600.0
PATIENCE = 10.0
"""Seconds that a search waits for a file that is still being built."""


class Opening:
    """The search file of one release, from the moment that it is wanted. Safe to use from many threads."""

    _builder: subprocess.Popen[str] | None

    def __init__(self, dataset: Path, base_iri: str) -> None:
        """Start to build the file for the N-Quads ``dataset`` unless it is there. Raises nothing: ``index`` does."""
        self._prepare()
        try:
            self._path = file_of(dataset, base_iri)
            if not self._path.exists():
                self._builder = start(dataset, self._path, base_iri)
        except OSError as problem:
            self._problem = str(problem)
        except StoreError as problem:
            self._problem = problem.message.rstrip(".")

    def _prepare(self, path: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._problem = ""
        self._builder = None
        self._path = path or Path()

    def index(self, seconds: float = PATIENCE) -> Index:
        """The index; waits while it is built. Raises SearchUnavailable when that takes longer or has failed."""
        found = self._index
        if found is not None:
            return found
        if not self._lock.acquire(timeout=seconds):
            raise not_yet()
        try:
            if self._index is None:
                self._finish(seconds)
                self._index = self._opened()
            return self._index
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the building, if it goes on, and close the index. May be called twice."""
        builder = self._builder
        if builder is not None and builder.poll() is None:
            builder.kill()
        with self._lock:
            # whoever waited for the builder meanwhile has read what it said
            if self._builder is not None:
                self._builder.communicate()
                work_file(self._path, self._builder.pid).unlink(missing_ok=True)
                self._builder = None
            if self._index is not None:
                self._index.close()
            self._problem = self._problem or "the release is no longer served"

    def _finish(self, seconds: float) -> None:
        """Wait for the builder and keep what it complains about."""
        if self._builder is None:
            return
        try:
            _, said = self._builder.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise not_yet() from None
        if self._builder.returncode:
            self._problem = self._problem or said.strip() or "the program that builds it has ended"
            _LOG.error("no text search: %s", self._problem)
        self._builder = None

    def _opened(self) -> Index:
        if not self._problem:
            try:
                return Index(self._path)
            except (sqlite3.Error, OSError, TypeError) as problem:
                # TypeError: a file without the row that every finished one has
                self._problem = f"{self._path} cannot be read ({problem})"
                _LOG.error("no text search: %s", self._problem)
        cure = "Delete the file and start the server again."
        if "fts5" in self._problem:
            cure = "Run the server with a Python whose module sqlite3 has FTS5; those of python.org and Debian do."
        raise SearchUnavailable(f"There is no text search in this release: {self._problem}.", cure)


def expanded(text: str, dataset: Path, base_iri: str) -> str:
    """A query with its text searches answered; the search file is made only if there are any.

    Raises QuerySyntax, SearchUnavailable.
    """
    opened: list[Opening] = []

    def index() -> Index:
        opened.append(Opening(dataset, base_iri))
        return opened[-1].index(_LONG)

    try:
        return expand(text, index)
    finally:
        for opening in opened:
            opening.close()


def file_of(dataset: Path, base_iri: str) -> Path:
    """Where the search file of a release lies: beside the releases, or where temporary files are if that is read-only.

    Named after the release and what is in it, so that releases of the same name elsewhere have others. Raises OSError
    or StoreError when neither place can be used.
    """
    facts = dataset.stat()
    path = dataset.resolve()
    text = f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\0{base_iri}"
    name = f"{path.parent.name}-{hashlib.sha256(text.encode()).hexdigest()[:12]}{_ENDING}"
    # a release that lies somewhere by itself is no reason to write beside it
    folder = disk.place(path.parent) if path.parent.parent.name == _RELEASES else disk.temporary()
    folder.mkdir(parents=True, exist_ok=True)
    if folder.parent == path.parent.parent.parent:
        _sweep(folder, path.parent.parent)
    return folder / name


def _sweep(folder: Path, releases: Path) -> None:
    """Remove the files of releases that are gone, those of another shape, and what killed builders have left."""
    for file in folder.glob("*.search"):
        release = file.name.rpartition("-")[0]
        if not file.name.startswith(".") and not (file.name.endswith(_ENDING) and (releases / release).is_dir()):
            file.unlink(missing_ok=True)
    for file in folder.glob(".*.search.*"):
        builder = file.suffix[1:]
        if builder.isdigit() and not _runs(int(builder)):
            file.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def start(dataset: Path, target: Path, base_iri: str) -> subprocess.Popen[str]:
    """The process that builds the search file ``target`` from the N-Quads ``dataset``."""
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(  # noqa: S603 - our own module, no words of a visitor
        [sys.executable, "-m", "server.search.build", str(dataset), str(target), base_iri],
        env={**os.environ, "PYTHONPATH": paths},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def not_yet() -> SearchUnavailable:
    """What is said while the file is being made."""
    return SearchUnavailable("The text search of this release is still being prepared.", "Try again in a few seconds.")
