"""A release: an immutable folder under ``OUT/releases``, named by its content, and ``OUT/current`` that points at one.

``store`` keeps the folders safe (lock, atomic swap, clean-up), ``release`` fills one, ``tables`` and ``files`` write
what is in it, ``sort`` sorts more lines than memory holds.
"""

from kg.publish.release import About, Check, Counts, Piece, Release, Rules, publish
from kg.publish.store import Building, ReleaseInfo, building, current, releases, rollback, verify
from kg.publish.tables import EventRow, event_rows

__all__ = [
    "About",
    "Building",
    "Check",
    "Counts",
    "EventRow",
    "Piece",
    "Release",
    "ReleaseInfo",
    "Rules",
    "building",
    "current",
    "event_rows",
    "publish",
    "releases",
    "rollback",
    "verify",
]
