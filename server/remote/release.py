"""The release in a store elsewhere: found at the start, looked after, and its text index."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import threading
import time
from itertools import chain, repeat
from pathlib import Path

from kg.access import access
from kg.config import Settings
from kg.errors import DragomanError
from server import disk
from server.releases import Release, Releases, Snapshot
from server.remote import facts
from server.remote.facts import Facts
from server.remote.gather import Gathering, Stopped
from server.remote.store import RemoteStore
from server.search.index import Index
from server.search.kinds import SHAPE
from server.search.opening import PATIENCE, Opening, not_yet, start

_LOG = logging.getLogger("dragoman.server")
_LOOK_EVERY = 10.0
"""Seconds between two questions whether the store holds another release by now."""
_PAUSES = (0.5, 2.0, 10.0, 60.0)
"""Seconds between attempts to fetch what the text index is made from."""


class RemoteReleases(Releases):
    """See ``Releases``. Raises StoreError when there is nothing to serve at the start, ConfigError."""

    look_every = _LOOK_EVERY

    def __init__(self, place: Path, settings: Settings) -> None:
        self._access = access(settings.store, settings)
        self._troubled = False
        super().__init__(place, settings)

    def _first(self) -> Snapshot:
        try:
            return self._served()
        except DragomanError as problem:
            raise facts.explained(problem) from problem

    def _served(self) -> Snapshot:
        """A snapshot of what the store holds now."""
        base = self._settings.base_iri
        store = RemoteStore(self._access, self._settings, base)
        try:
            found = facts.look(store, base)
            store.base_iri = found.base_iri
            facts.must_serve(store)
        except BaseException:
            store.close()
            raise
        self._warn(store)
        folder = disk.temporary() / f"store-{_key(self._access.url, found)}"
        release = Release(found.id, folder, found.base_iri, (), {}, remote=True, fixed=found.fixed)
        opening = GatheredOpening(store, found, folder)
        return Snapshot(release, store, self._settings, opening, time.time())

    def _warn(self, store: RemoteStore) -> None:
        most = store.limit_of_rows()
        if 0 < most <= self._settings.query_rows:
            _LOG.warning(
                "the store gives at most %d rows, and query_rows is more: longer answers will be marked as cut", most
            )

    def _look(self, patient: bool) -> None:
        """Serve another release once the store says that it holds one; start the workers again if they have died."""
        old = self._snapshot
        try:
            found = facts.look(old.store, self._settings.base_iri)  # type: ignore[arg-type]
        except DragomanError as problem:
            if not self._troubled:
                _LOG.error("the store does not tell its release: %s", problem.message)
            self._troubled = True
            if old.store.alive():
                return
            found = None
        self._troubled = found is None
        if old.store.alive() and found and (found.id, found.base_iri) == (old.release.id, old.release.base_iri):
            return
        self._snapshot = self._served()
        _LOG.info("release %s is served", self._snapshot.release.id)
        old.retire()
        if self.taken_up:
            self.taken_up()


def _key(url: str, found: Facts) -> str:
    """Stands for the release in that store; for one without a name, for this moment, since it may change."""
    moment = "" if found.fixed else repr(time.time_ns())
    return hashlib.sha256(f"{url}\0{found.base_iri}\0{found.id}\0{moment}".encode()).hexdigest()[:16]


class GatheredOpening(Opening):
    """The search file of a release elsewhere: fetched in a thread, built by a process, then opened."""

    def __init__(self, store: RemoteStore, found: Facts, folder: Path) -> None:
        """``folder``: where it is kept, for this release alone. Raises nothing: ``index`` does."""
        self._prepare(folder / f"{SHAPE}.search")
        self._store = store
        self._found = found
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        if not self._path.exists():
            self._thread = threading.Thread(target=self._gather, name="gathering", daemon=True)
            self._thread.start()

    def index(self, seconds: float = PATIENCE) -> Index:
        """See ``Opening.index``."""
        if self._thread is not None:
            self._thread.join(seconds)
            if self._thread.is_alive():
                raise not_yet()
        return super().index(seconds)

    def close(self) -> None:
        """See ``Opening.close``."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        super().close()
        if not self._found.fixed:
            self._path.unlink(missing_ok=True)

    def _gather(self) -> None:
        """Try until it is done: a store that is away for a while must not leave this server without a search."""
        for pause in chain(_PAUSES, repeat(_PAUSES[-1])):
            if self._gathered() or self._stop.wait(pause):
                return

    def _gathered(self) -> bool:
        """Whether another attempt is of no use."""
        dataset = self._path.with_suffix(".nq")
        began = time.monotonic()
        try:
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            lines = Gathering(self._store, self._found.base_iri, self._stop.is_set).write(dataset)
            _LOG.info("%d lines for the text index fetched in %.1f s", lines, time.monotonic() - began)
            self._builder = start(dataset, self._path, self._found.base_iri)
            while self._builder.poll() is None and not self._stop.wait(0.05):
                pass
        except Stopped:
            return True
        except DragomanError as problem:
            _LOG.error("no text search yet, the store did not give what it is made from: %s", problem.message)
            return False
        except (OSError, sqlite3.Error) as problem:
            self._problem = f"what it is made from cannot be kept ({problem})"
            _LOG.error("no text search: %s", self._problem)
        finally:
            dataset.unlink(missing_ok=True)
        return True
