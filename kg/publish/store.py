"""The folder of releases: one build at a time, releases that never change, a pointer that is swapped in one step.

A build works in ``OUT/.building-…``; only a finished and flushed release is renamed into ``OUT/releases``, and then
``OUT/current`` is replaced. Killed at any moment, the former release stays served; the next build sweeps what is left.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import StoreError

RELEASES = "releases"
CURRENT = "current"
LOCK = ".lock"
LEFTOVERS = (".building-*", ".current-*")
MANIFEST = "manifest.json"

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@dataclass(frozen=True, slots=True)
class Building:
    """A build that holds the lock on ``out``. ``folder`` is its own: all in it is gone when the build ends."""

    out: Path
    folder: Path

    @property
    def release(self) -> Path:
        """Where the files of the coming release are gathered."""
        return self.folder / "release"

    @property
    def scratch(self) -> Path:
        """Where sorted runs and spools go."""
        return self.folder / "scratch"


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """A release as it lies in the folder. ``manifest`` is the parsed ``manifest.json``."""

    id: str
    path: Path
    current: bool
    manifest: dict[str, Any]


@contextmanager
def building(out: Path) -> Iterator[Building]:
    """Hold the lock on ``out`` while a release is built; sweep what killed builds have left.

    Raises StoreError when another build is at work, when ``out`` cannot be written, or when the disk is full: then
    what was there before is untouched.
    """
    with _plain_errors(out), locked(out):
        _sweep(out)
        folder = Path(tempfile.mkdtemp(prefix=".building-", dir=out))
        try:
            work = Building(out, folder)
            work.release.mkdir()
            work.scratch.mkdir()
            yield work
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Keep other builds and roll-backs away from ``out`` (made if missing). The lock dies with its process."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(
                f"Another build is writing to {out}.", "Wait until it has ended, or build into another folder."
            ) from None
        yield


def install(work: Building, release_id: str) -> Path:
    """Flush the gathered files, move them to their place and point ``current`` at them.

    A release of the same id is the same release: it is kept if all its files are as its manifest says, else replaced.
    """
    target = work.out / RELEASES / release_id
    for file in work.release.iterdir():
        file.chmod(0o444)
        _flush(file)
    _flush(work.release)
    target.parent.mkdir(exist_ok=True)
    if target.exists() and verify(target):
        target.rename(work.folder / "damaged")
    if not target.exists():
        work.release.rename(target)
    _flush(target.parent)
    _point(work.out, release_id)
    return target


def current(out: Path) -> Path:
    """The release that ``current`` points at. Raises StoreError when there is none."""
    link = out / CURRENT
    if not link.is_dir():
        raise StoreError(f"There is no release in {out}.", f"Make one: dragoman build ARTICLE --out {out}")
    return link.resolve()


def releases(out: Path) -> tuple[ReleaseInfo, ...]:
    """The releases in ``out``, in the order in which they were made. Unreadable folders are left out."""
    folder = out / RELEASES
    here = current(out).name if (out / CURRENT).is_dir() else None
    found = []
    for path in sorted(folder.iterdir() if folder.is_dir() else (), key=lambda p: (p.stat().st_mtime_ns, p.name)):
        try:
            manifest = _manifest(path)
        except StoreError:
            continue
        found.append(ReleaseInfo(path.name, path, path.name == here, manifest))
    return tuple(found)


def rollback(out: Path, release_id: str) -> Path:
    """Point ``current`` at another release of ``out``, after looking whether that is intact. Raises StoreError."""
    target = out / RELEASES / release_id
    if not release_id or Path(release_id).name != release_id or not target.is_dir():
        known = ", ".join(info.id for info in releases(out)) or "none"
        raise StoreError(f"There is no release {release_id} in {out}.", f"There are: {known}.")
    with _plain_errors(out), locked(out):
        if wrong := verify(target):
            raise StoreError(f"The release {release_id} is damaged: {wrong[0]}.", "Choose another, or build it again.")
        _point(out, release_id)
    return target


def verify(release: Path) -> tuple[str, ...]:
    """What is wrong with a release, file by file, measured by its manifest; empty when all is well."""
    try:
        files = _manifest(release)["files"]
    except (StoreError, KeyError, TypeError):
        return (f"{MANIFEST} is missing or broken",)
    wrong = []
    for name, expected in sorted(files.items()):
        path = release / name
        if not path.is_file():
            wrong.append(f"{name} is missing")
        elif path.stat().st_size != expected["bytes"] or digest(path) != expected["sha256"]:
            wrong.append(f"{name} is not what the manifest says")
    return tuple(wrong)


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(release: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((release / MANIFEST).read_bytes())
    except (OSError, ValueError) as problem:
        raise StoreError(f"The manifest of {release} cannot be read: {problem}.") from None
    if not isinstance(manifest, dict):
        raise StoreError(f"The manifest of {release} is not a JSON object.")
    return manifest


def _point(out: Path, release_id: str) -> None:
    link = out / f".{CURRENT}-{release_id}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(RELEASES) / release_id)
    link.replace(out / CURRENT)
    _flush(out)


def _sweep(out: Path) -> None:
    for pattern in LEFTOVERS:
        for path in out.glob(pattern):
            if path.is_symlink() or path.is_file():
                path.unlink()
            else:
                shutil.rmtree(path)


def _flush(path: Path) -> None:
    """Have the disk confirm a file or a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _plain_errors(out: Path) -> Iterator[None]:
    """Failures of the disk, told with their cure."""
    try:
        yield
    except OSError as problem:
        # a failing write does not tell its file; a named file elsewhere (a model, say) is none of ours
        if problem.filename is not None and not _within(out, problem):
            raise
        what, named = problem.strerror or str(problem), problem.filename2 or problem.filename or out
        if problem.errno in _FULL:
            raise StoreError(
                f"The disk is full: the release could not be written to {out}. The former one is untouched.",
                "Free some space, or build into a folder on another disk.",
            ) from problem
        if problem.errno in _FORBIDDEN:
            raise StoreError(f"{named} cannot be written: {what}.", "Choose another --out folder.") from problem
        if isinstance(problem, (FileExistsError, NotADirectoryError, IsADirectoryError)):
            raise StoreError(f"{named} stands in the way: {what}.", "Choose another --out folder.") from problem
        raise


def _within(out: Path, problem: OSError) -> bool:
    folder = Path(os.path.abspath(out))  # noqa: PTH100 - resolve() would follow links, and may fail on the same disk
    named = (x.decode() if isinstance(x, bytes) else str(x) for x in (problem.filename, problem.filename2) if x)
    found = [Path(os.path.abspath(name)) for name in named]  # noqa: PTH100
    return any(path.is_relative_to(folder) or folder.is_relative_to(path) for path in found)
