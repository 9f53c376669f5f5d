"""Releases on disk, and the one served: a new one is taken up beside the old, which ends with its last query."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.config import Settings
from kg.errors import DragomanError, StoreError
from server import disk, stores
from server.cache import Cache, Flights
from server.disk import Lease
from server.errors import SearchUnavailable, StoreFailed
from server.merged import SHAPE
from server.search.index import Index
from server.search.opening import Opening
from server.stores import EmbeddedStore, Store
from server.wire import Answer, Task

_LOG = logging.getLogger("dragoman.server")
_CURRENT = "current"
_DATASET = "dataset.nq"
_LOOK_EVERY = 0.5
_PAGE_CACHE = 16 * 1024 * 1024
_PAGE_ROWS = 100_000
_PAGE_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file of a release; ``sha256`` is empty where the manifest has none."""

    name: str
    path: Path
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """An immutable folder. ``id`` is its name.

    With ``remote`` it lies in a store elsewhere, and has no files here; unless it is ``fixed`` its data may change
    without a word, and no answer from it is kept.
    """

    id: str
    folder: Path
    base_iri: str
    files: tuple[ReleaseFile, ...]
    manifest: dict[str, Any]
    remote: bool = False
    fixed: bool = True

    def file(self, name: str) -> ReleaseFile | None:
        """The file of that name, if it is part of the release."""
        return next((file for file in self.files if file.name == name), None)


def locate(place: Path) -> Path:
    """The release folder that ``place`` means now: itself, or what its ``current`` points to.

    Raises StoreError when there is none.
    """
    current = place / _CURRENT
    folder = current.resolve() if current.exists() else place.resolve()
    if not (folder / _DATASET).is_file():
        raise StoreError(
            f"There is no release in {place}.",
            "Name a folder that `dragoman build --out` has written, or one release inside it.",
        )
    return folder


def read(folder: Path, base_iri: str) -> Release:
    """What a release folder says of itself. ``base_iri`` counts where the manifest names none. Raises StoreError."""
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        sums = _checksums(manifest)
        files = tuple(
            ReleaseFile(file.name, file, file.stat().st_size, sums.get(file.name, ""))
            for file in sorted(folder.iterdir())
            if file.is_file() and not file.name.startswith(".")
        )
    except (OSError, ValueError) as problem:
        raise StoreError(f"The release {folder} cannot be read: {problem}.", "Build it again.") from problem
    built_with = manifest.get("settings", {}).get("base_iri")
    return Release(folder.name, folder, str(built_with or base_iri), files, manifest)


def _checksums(manifest: dict[str, Any]) -> dict[str, str]:
    """File name -> SHA-256 in hex."""
    return {name: str(about.get("sha256", "")) for name, about in manifest.get("files", {}).items()}


class Snapshot:
    """A release and its store, kept open while somebody uses it; and caches of what its pages and visitors asked."""

    def __init__(self, release: Release, store: Store, settings: Settings, opening: Opening | None = None,
                 since: float = 0.0) -> None:  # fmt: skip
        """``since``: when the release was put in its place, in seconds since 1970."""
        self.release = release
        self.store = store
        self.settings = settings
        self.since = since
        self.fixed = release.fixed
        self.mark = f"{release.id} {_told(settings)}"
        """What every answer depends on: the release, and the settings that answers follow or tell of."""
        self._opening = opening
        self._lock = threading.Lock()
        self._users = 0
        self._retired = False
        self.pages = Cache(_PAGE_CACHE)
        self._flights = Flights()
        self.answers = Cache(settings.cache_mb * 1024 * 1024)

    def task(self, text: str, format: str) -> Task:
        """A query under the limits of the settings, over all graphs of the release."""
        settings = self.settings
        limits = (settings.query_rows, settings.query_bytes, settings.query_seconds)
        return Task(text, format, *limits, base=self.release.base_iri)

    def page(self, text: str, format: str = "json", rows: int | None = None) -> Answer:
        """The answer to a query of a page, remembered as long as the release is served."""
        # the limits of visitors' answers are not for the site's own queries, which bound themselves
        task = self.task(text, format)._replace(rows=rows or _PAGE_ROWS, bytes=_PAGE_BYTES)
        return self.pages.get(task) or self._flights.join(task, lambda: self._page(task))

    def _page(self, task: Task) -> Answer:
        # who had it under way may have ended between our look and our turn
        known = self.pages.get(task)
        if known is not None:
            return known
        answer = self.store.run(task, stores.PAGES)
        if answer.cut == "store":
            raise StoreFailed(
                "The store behind this server gave only a part of what the page needs.",
                "Whoever runs it can allow longer answers (Virtuoso: ResultSetMaxRows).",
            )
        if self.fixed:
            self.pages.put(task, answer)
        return answer

    def visit(self, task: Task, keep: bool) -> tuple[Answer, bool]:
        """The answer to a visitor's query, and whether it was here already. ``keep``: it will be the same tomorrow."""
        keep = keep and self.fixed
        known = self.answers.get(task) if keep else None
        if known is not None:
            return known, True
        answer = self.store.run(task)
        if keep:
            self.answers.put(task, answer)
        return answer, False

    def index(self) -> Index:
        """The text index of the release. Raises SearchUnavailable while it is built, or when it cannot be."""
        if self._opening is None:
            raise SearchUnavailable("There is no text search over this store.", "Search by FILTER in a query.")
        return self._opening.index()

    def _close(self) -> None:
        self.store.close()
        if self._opening is not None:
            self._opening.close()

    def enter(self) -> bool:
        """Begin to use it; False when it has been closed meanwhile."""
        with self._lock:
            if self._retired and not self._users:
                return False
            self._users += 1
            return True

    def leave(self) -> None:
        """End of one use; the last one closes a retired store."""
        with self._lock:
            self._users -= 1
            close = self._retired and not self._users
        if close:
            self._close()

    def retire(self) -> None:
        """No longer the current one: close it as soon as nobody uses it."""
        with self._lock:
            close = not self._retired and not self._users
            self._retired = True
        if close:
            self._close()


def _told(settings: Settings) -> str:
    limits = (settings.query_rows, settings.query_bytes, settings.query_seconds, settings.query_memory_mb)
    return repr((limits, settings.contact, settings.corrections, bool(settings.write_token_file)))


class Use:
    """The current snapshot of releases, taken when this is entered and left with it."""

    __slots__ = ("_releases", "_snapshot")

    def __init__(self, releases: Releases) -> None:
        self._releases = releases

    def __enter__(self) -> Snapshot:
        """Take it."""
        self._snapshot = self._releases.take()
        return self._snapshot

    def __exit__(self, *_: object) -> None:
        """Leave it."""
        self._snapshot.leave()


class Releases:
    """The release that is served now. Follows ``current``; raises StoreError at the start when there is none."""

    look_every = _LOOK_EVERY

    def __init__(self, place: Path, settings: Settings) -> None:
        self._place = place
        self._settings = settings
        self._refused: Path | None = None
        self.taken_up: Callable[[], None] | None = None
        """Called when another release is served from now on."""
        self._snapshot = self._first()
        self._stop = threading.Event()
        self._looking = threading.Lock()
        self._watcher = threading.Thread(target=self._watch, name="releases", daemon=True)
        self._watcher.start()

    def use(self) -> Use:
        """The current snapshot, which stays open meanwhile."""
        return Use(self)

    def take(self) -> Snapshot:
        """The current snapshot, which stays open until ``leave`` is called on it."""
        snapshot = self._snapshot
        while not snapshot.enter():
            snapshot = self._snapshot
        return snapshot

    def current(self) -> Release:
        """The release that is served now."""
        return self._snapshot.release

    def find(self, release_id: str) -> Release:
        """The release of that id, also when it is not the one served. Raises StoreError."""
        current = self._snapshot.release
        if release_id == current.id:
            return current
        folder = current.folder.parent / release_id
        if not release_id or Path(release_id).name != release_id or release_id.startswith("."):
            raise StoreError(f"There is no release {release_id}.")
        return read(locate(folder), self._settings.base_iri)

    def close(self) -> None:
        """Stop following and close the store."""
        self._stop.set()
        self._watcher.join()
        self._snapshot.retire()

    def _first(self) -> Snapshot:
        return self._open(locate(self._place))

    def _open(self, folder: Path) -> Snapshot:
        release = read(folder, self._settings.base_iri)
        dataset = folder / _DATASET
        lease = None
        if dataset.stat().st_size > self._settings.disk_above_mb * 1024 * 1024:
            lease = Lease(disk.place(folder) / f"{release.id}.{SHAPE}")
            disk.clean(lease.store.parent)
        # built by a process of its own while the store is loaded by another
        opening = Opening(dataset, release.base_iri)
        try:
            store = EmbeddedStore(dataset, self._settings, lease)
        except DragomanError:
            opening.close()
            raise
        store.prepare()
        return Snapshot(release, store, self._settings, opening, self._since(dataset))

    def _since(self, dataset: Path) -> float:
        """When the release came to be served: going back to an older one counts, too."""
        link = self._place / _CURRENT
        turned = link.lstat().st_mtime if link.is_symlink() else 0.0
        return max(turned, dataset.stat().st_mtime)

    def take_up(self, patient: bool = False) -> None:
        """Look now, and serve what is current when this returns; ``patient``: once its text can be searched, too.

        Raises DragomanError when it cannot be served.
        """
        with self._looking:
            self._look(patient)

    def _watch(self) -> None:
        while not self._stop.wait(self.look_every):
            try:
                self.take_up(patient=True)
            except DragomanError as problem:
                _LOG.error("release not taken up: %s", problem)
            except Exception:
                _LOG.exception("release not taken up")

    def _look(self, patient: bool) -> None:
        """Take up a new release, or open the same one again when its store has died."""
        try:
            folder = locate(self._place)
        except StoreError:
            return
        healthy = self._snapshot.store.alive()
        if folder == self._snapshot.release.folder and healthy:
            self._refused = None
            return
        if folder == self._refused and healthy:
            return
        self._refused = folder
        fresh = self._open(folder)
        if patient:
            with suppress(SearchUnavailable):
                fresh.index()
            try:
                fresh.store.prepare(wait=True)
            except DragomanError:
                fresh.retire()
                raise
        old, self._snapshot = self._snapshot, fresh
        self._refused = None
        _LOG.info("release %s is served", fresh.release.id)
        old.retire()
        if self.taken_up:
            self.taken_up()
