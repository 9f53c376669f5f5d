"""Finding the release that a user means."""

from __future__ import annotations

from pathlib import Path

from kg.errors import StoreError


def located(folder: Path) -> Path:
    """The folder of one release: ``folder`` itself, or the current release in it. Raises StoreError."""
    from kg import publish  # noqa: PLC0415

    if not folder.is_dir():
        raise StoreError(f"There is no folder {folder}.", f"Make a release: dragoman build ARTICLE --out {folder}")
    return folder if (folder / "manifest.json").is_file() else publish.current(folder)
