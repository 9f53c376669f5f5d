"""What has been accepted, for pages and as data. Read again only when the queue has grown."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kg.corrections import CONTEXT, KINDS, Entry, Queue
from kg.corrections.queue import State
from kg.errors import QueueError
from server import sheets

COLUMNS = ("id", "status", "created", "about", "what is wrong", "correction", "source", "name", "decided", "note")
_OA = "http://www.w3.org/ns/oa#"
_PREFIXES = {
    "oa": _OA,
    "dct": "http://purl.org/dc/terms/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TERMS: dict[str, Any] = {
    **_PREFIXES,
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "TextualBody": "oa:TextualBody",
    "Person": "foaf:Person",
    "editing": "oa:editing",
    "moderating": "oa:moderating",
    "tagging": "oa:tagging",
    "linking": "oa:linking",
    "commenting": "oa:commenting",
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "scope": {"@id": "oa:hasScope", "@type": "@id"},
    "creator": {"@id": "dct:creator", "@type": "@id"},
    "created": {"@id": "dct:created", "@type": "xsd:dateTime"},
    "rights": {"@id": "dct:rights", "@type": "@id"},
    "format": "dc:format",
    "name": "foaf:name",
    "value": "rdf:value",
}
"""The part of the context of Web Annotations that corrections use, so that nothing has to be fetched."""


class Accepted:
    """The accepted corrections of a queue, newest first. What is about private persons is not among them."""

    def __init__(self, queue: Queue | None) -> None:
        self._queue = queue
        self._lock = threading.Lock()
        self._state: State | None = None
        self._entries: tuple[Entry, ...] = ()

    def state(self) -> State:
        """Differs once the answers may."""
        return self._queue.state() if self._queue else ()

    def all(self) -> tuple[Entry, ...]:
        """All of them. Raises QueueError when the queue cannot be read."""
        if self._queue is None:
            return ()
        with self._lock:
            state = self._queue.state()
            if state != self._state:
                found = (entry for entry in self._queue.read().entries if public(entry))
                self._entries = tuple(sorted(found, key=lambda entry: entry.correction.created, reverse=True))
                self._state = state
            return self._entries

    def about(self, iri: str) -> tuple[Entry, ...]:
        """Those about one thing; none when the queue cannot be read: a page must not fail for it."""
        try:
            return tuple(entry for entry in self.all() if entry.correction.target == iri)
        except QueueError:
            return ()


def public(entry: Entry) -> bool:
    """Whether a correction may be shown to everybody."""
    return entry.status == "accepted" and not entry.correction.private


def as_csv(entries: Iterable[Entry]) -> bytes:
    """A table for spreadsheets. Text that one would take for a formula gets an apostrophe before it."""
    rows = []
    for entry in entries:
        one, made = entry.correction, entry.decision
        rows.append((one.id, entry.status, one.created, one.target, KINDS.get(one.kind, one.kind), one.text, one.source,
                     one.name, made.created if made else "", made.note if made else ""))  # fmt: skip
    return sheets.as_csv(COLUMNS, rows)


def as_json(entries: Iterable[Entry], address: str) -> bytes:
    """A collection of Web Annotations: each correction, then the decision on it."""
    items = _items(entries)
    page = {"id": f"{address}#all", "type": "AnnotationPage", "startIndex": 0, "items": items}
    about = {"@context": CONTEXT, "id": address, "type": "AnnotationCollection", "total": len(items)}
    return (json.dumps({**about, "first": page}, ensure_ascii=False, indent=1) + "\n").encode()


def as_turtle(entries: Iterable[Entry]) -> bytes:
    """The same in Turtle."""
    document = {"@context": _TERMS, "@graph": _items(entries)}
    quads = ox.parse(json.dumps(document).encode(), format=ox.RdfFormat.JSON_LD)
    return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.TURTLE, prefixes=_PREFIXES) or b""


def _items(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """The annotations of all entries, which share one context."""
    found = []
    for entry in entries:
        made = [entry.decision.annotation()] if entry.decision else []
        found += [entry.correction.annotation(), *made]
    return [{key: value for key, value in one.items() if key != "@context"} for one in found]
