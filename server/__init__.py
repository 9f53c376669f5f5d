"""A release -> HTTP: SPARQL endpoint, dereferenceable IRIs, downloads, and pages for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from kg.config import Settings


def create_app(settings: Settings, release_dir: Path) -> Flask:
    """The WSGI application that serves a release, or whatever release ``current`` in ``release_dir`` points to.

    Raises StoreError when there is no release or it cannot be loaded.
    """
    # late: the holder process imports this package too, and must start without Flask
    from server.early import opening  # noqa: PLC0415
    from server.writing.access import token  # noqa: PLC0415

    # who may write is given a first release if there is none, and a store elsewhere has nothing to load
    opened = None if settings.store or token(settings) else opening(settings, release_dir)
    from server.app import create  # noqa: PLC0415

    return create(settings, release_dir, opened)
