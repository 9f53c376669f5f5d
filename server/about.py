"""The page about this site: how it is made, how good it is, what it must not be used for, how to cite it."""

from __future__ import annotations

from flask import Blueprint, render_template

from kg import __version__
from server import quality
from server.context import in_use
from server.rows import first, rows

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
def about() -> str:
    """Method, measured quality, limits, ethics, how to cite, downloads and releases."""
    release = in_use().release
    versions = release.manifest.get("versions", {})
    return render_template(
        "about.html",
        release=release,
        counts=first(rows("counts")),
        made=release.manifest.get("settings", {}),
        versions=versions,
        version=versions.get("dragoman", __version__),
        sets=quality.measured(),
    )
