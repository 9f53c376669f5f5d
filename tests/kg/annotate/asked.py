"""What the tests of sentences ask a document that was read."""

from __future__ import annotations

from kg.annotate import Reader
from kg.model import Article, Document, Event


def read(reader: Reader, text: str) -> Document:
    """A text of our own, as published on a Monday in May."""
    return reader.read(Article("a", text, "2024-05-20"))


def told(document: Document, trigger: str) -> Event:
    """The first event whose words hold some others."""
    return next(e for e in document.events if trigger in e.trigger.of(document.article.text))


def names(document: Document, event: Event, role: str) -> set[str]:
    """Names of those in a role of an event."""
    return {document.entity(a.entity).name for a in getattr(event, role)}
