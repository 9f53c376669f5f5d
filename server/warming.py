"""The first pages of a large release, asked for before anybody does: their answers are then remembered.

What the home page and the listings count and sort goes over all of a release: tenths of a second for a million
triples, once. Small releases answer at once anyway.
"""

from __future__ import annotations

import logging
import threading

from flask import Flask

from kg.errors import DragomanError
from server.context import RELEASES
from server.releases import Releases

LARGE = 50_000_000
"""Bytes of N-Quads (some 200,000 triples) from which on this is worth the while."""
PATHS = ("/", "/events", "/timeline", "/map", "/network", "/entities", "/articles", "/claims", "/statements")
_LOG = logging.getLogger("dragoman.server")


def register(app: Flask) -> None:
    """Warm the release that an application serves now, and each later one as soon as it is served."""
    releases: Releases = app.extensions[RELEASES]

    def begin() -> None:
        if sum(file.bytes for file in releases.current().files if file.name == "dataset.nq") >= LARGE:
            threading.Thread(target=warm, args=(app,), name="warming", daemon=True).start()

    releases.taken_up = begin
    begin()


def warm(app: Flask) -> None:
    """Ask for the pages, one after the other, past the log and the counters of visits. Raises nothing."""
    for path in PATHS:
        try:
            with app.test_request_context(path):
                app.dispatch_request()
        except DragomanError as problem:
            # a page that fails here fails again, and says so, when somebody asks for it
            _LOG.info("the page %s was not prepared: %s", path, problem)
        except Exception:
            _LOG.exception("the page %s was not prepared", path)
