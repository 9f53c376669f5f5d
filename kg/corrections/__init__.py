"""What visitors say is wrong, kept as data beside the releases; never a change of the graph by itself.

``annotation`` holds the types and writes them as Web Annotations, ``queue`` keeps them safe on disk.
"""

from kg.corrections.annotation import (
    CONTEXT,
    KINDS,
    Correction,
    Decision,
    correction_from,
    decision_from,
    new_id,
    now,
)
from kg.corrections.queue import Entry, Queue, Reading, folder_for

__all__ = [
    "CONTEXT",
    "KINDS",
    "Correction",
    "Decision",
    "Entry",
    "Queue",
    "Reading",
    "correction_from",
    "decision_from",
    "folder_for",
    "new_id",
    "now",
]
