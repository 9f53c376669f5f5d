"""LinkedDocument -> the extraction record: one JSON object an article, for pipelines, notebooks and cluster workers.

A pure function: no files, no clock. All offsets are code points into the text as it came in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.model import Argument, Entity, Event, Link, LinkedDocument, Relation, Span, Statement, TimeValue

Record = dict[str, Any]
"""A JSON object."""


def record(linked: LinkedDocument) -> Record:
    """The record of one article: article, entities, events, statements, relations."""
    document = linked.document
    article = document.article
    links = {link.entity: link for link in linked.links}
    return {
        "article": {"id": article.id, "published": article.published, "sha256": article.sha256},
        "entities": [_entity(x, links.get(x.id)) for x in document.entities],
        "events": [_event(x) for x in document.events],
        "statements": [_statement(x) for x in document.statements],
        "relations": [_relation(x) for x in document.relations],
    }


def failure(article_id: str | None, message: str) -> Record:
    """The record of an article that could not be read: the same keys, nothing found, and why."""
    return {
        "article": {"id": article_id, "published": None, "sha256": None},
        "error": message,
        "entities": [],
        "events": [],
        "statements": [],
        "relations": [],
    }


def _span(span: Span) -> Record:
    return {"start": span.start, "end": span.end}


def _entity(entity: Entity, link: Link | None) -> Record:
    """An entity with its item, if it has one, and with why it has that one or none."""
    linked = {"wikidata": link.qid, "score": round(link.score, 4)} if link and link.qid else {}
    why = {"link": _why(link)} if link else {}
    return {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type,
        **linked,
        **why,
        "mentions": [_span(x.span) for x in entity.mentions],
    }


def _why(link: Link) -> Record:
    return {"reason": link.reason, "catalogue": link.catalogue, "features": dict(link.features)}


def _event(event: Event) -> Record:
    mode = {"mode": event.mode} if event.mode else {}
    return {
        "id": event.id,
        "plover": event.plover,
        **mode,
        "type": event.type,
        "trigger": _span(event.trigger),
        "sentence": _span(event.sentence),
        "actor": _arguments(event.actors),
        "recipient": _arguments(event.recipients),
        "place": _arguments(event.places),
        "time": _time(event.time),
        "status": event.status,
        "attributed_to": list(event.attributed_to),
        "score": round(event.score, 4),
    }


def _arguments(arguments: Iterable[Argument]) -> list[Record]:
    return [{"entity": x.entity, **_span(x.span)} for x in arguments]


def _time(time: TimeValue | None) -> Record | None:
    """None when the text gives no time; ``start`` and ``end`` are null when it gives one that cannot be resolved."""
    return {"start": time.start, "end": time.end, "text": time.text} if time else None


def _statement(statement: Statement) -> Record:
    return {"speaker": statement.speaker, "sentence": _span(statement.sentence), "quote": statement.quote}


def _relation(relation: Relation) -> Record:
    optional = {
        "office": relation.office,
        "value": _number(relation.value),
        "maximum": _number(relation.maximum),
    }
    return {
        "type": relation.type,
        "subject": relation.subject,
        "object": relation.object,
        **{key: value for key, value in optional.items() if value is not None},
        "sentence": _span(relation.sentence),
    }


def _number(value: float | None) -> float | None:
    """5000, not 5000.0, when it is whole."""
    return int(value) if value is not None and value == int(value) else value
