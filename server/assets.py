"""Addresses of scripts and style sheets, each with a tag that changes with the file, so that caches never mislead."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for

from server import vendor

_STATIC = Path(__file__).resolve().parent / "static"


@cache
def _own(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a file of ours (``map.js``) or of a library (``leaflet/leaflet.js``)."""
    if name in vendor.manifest()["files"]:
        path, tag = vendor.address(name)
        return url_for("static", filename=path, v=tag)
    return url_for("static", filename=name, v=_own(name))


def register(app: Flask) -> None:
    """Make ``asset`` known to templates."""
    app.jinja_env.globals.update(asset=asset)
