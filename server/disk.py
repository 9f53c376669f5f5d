"""Where stores on disk are kept, who uses which, and the removal of those that nobody needs any more."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kg.errors import StoreError

_FOLDER = ".stores"
_LOCK = ".lock"
_SPARE = 1
"""Stores that stay although nobody uses them, the newest first: going back to the last release is quick then."""


def place(release: Path) -> Path:
    """The folder of stores: beside the releases, or where temporary files are if nothing can be written there.

    Raises StoreError when somebody else has got hold of that name.
    """
    out = release.parent.parent
    return out / _FOLDER if os.access(out, os.W_OK) else temporary()


def temporary() -> Path:
    """A folder for temporary files that nobody else can write to. Raises StoreError when somebody has the name."""
    folder = Path(tempfile.gettempdir()) / f"dragoman-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    if folder.is_symlink() or facts.st_uid != os.getuid() or facts.st_mode & 0o022:
        raise StoreError(f"{folder} belongs to somebody else.", "Remove it, or set TMPDIR to a folder of your own.")
    return folder


class Lease:
    """The right to use a store: as long as it is held, by any server, nobody removes the store."""

    def __init__(self, store: Path) -> None:
        """``store``: the folder, which need not exist yet. Raises StoreError."""
        self.store = store
        try:
            store.parent.mkdir(parents=True, exist_ok=True)
            self._held: int | None = _lock(store, fcntl.LOCK_SH)
        except OSError as problem:
            raise StoreError(f"{store.parent} cannot be written: {problem.strerror}.") from problem

    def close(self) -> None:
        """Give it back, and remove what nobody needs any more."""
        if self._held is not None:
            os.close(self._held)
            self._held = None
            clean(self.store.parent)


def clean(folder: Path) -> list[str]:
    """Remove stores, whole and half-built, that no server uses, but for the newest; the names of those removed."""
    gone = []
    whole = [path for path in _stores(folder) if not path.name.startswith(".")]
    spare = sorted(whole, key=lambda path: path.stat().st_mtime, reverse=True)
    free = [path for path in spare if _unused(path)]
    for path in free[_SPARE:]:
        gone += _remove(path, path)
    for path in _stores(folder):
        if path.name.startswith("."):
            # .NAME.PID is a store NAME that was being built
            gone += _remove(path, path.with_name(path.name[1:].rpartition(".")[0]))
    return gone


def _stores(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from [path for path in folder.iterdir() if path.is_dir()]


def _unused(store: Path) -> bool:
    try:
        os.close(_lock(store, fcntl.LOCK_EX | fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _remove(path: Path, store: Path) -> list[str]:
    """Remove a folder while nobody can begin to use the store that it is, or was to be."""
    try:
        held = _lock(store, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return []
    try:
        shutil.rmtree(path, ignore_errors=True)
        if not store.exists():
            store.with_name(store.name + _LOCK).unlink(missing_ok=True)
    finally:
        os.close(held)
    return [path.name]


def _lock(store: Path, kind: int) -> int:
    """A descriptor of the store's lock file, locked. Raises OSError, BlockingIOError when somebody else has it."""
    path = store.with_name(store.name + _LOCK)
    while True:
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(held, kind)
            # it may have been removed while we waited, and a new one made
            if path.exists() and path.stat().st_ino == os.fstat(held).st_ino:
                return held
        except BaseException:
            os.close(held)
            raise
        os.close(held)
