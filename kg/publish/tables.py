"""The tables of a release: events for a spreadsheet, articles, issues."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, astuple, dataclass, fields

from kg import ids
from kg.model import Argument, Article, Claim, Event, Issue, LinkedDocument, Statement
from kg.rdf.article import event_label
from kg.rdf.sheet import GraphSettings
from kg.rdf.terms import clean, moment
from kg.resolve import Identity

SEPARATOR = " | "
"""Between several values in one cell."""
_FORMULA = re.compile(r"[=+@\t\r]|-(?!\d+(?:-\d\d)*$)")
"""How a formula begins; a date before our era does, too, and is none."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One eventuality. Cells with several values hold them with `` | `` between; unknown ones are empty."""

    iri: str
    type: str
    plover: str
    mode: str
    status: str
    actors: str
    recipients: str
    places: str
    earliest: str
    latest: str
    label: str
    speakers: str
    quote: str
    article: str
    article_url: str
    actor_iris: str
    recipient_iris: str
    place_iris: str


def event_rows(
    linked: LinkedDocument, claims: Iterable[Claim], identity: Identity, settings: GraphSettings
) -> Iterator[EventRow]:
    """The rows of an article: its events, then its statements (type Statement, the speaker as actor)."""
    by_subject = {claim.subject: claim for claim in claims}
    table = _Table(linked, by_subject, identity, ids.Iris(settings.base_iri), settings, ids.keys(linked.document))
    for event in linked.document.events:
        yield table.event(event)
    for statement in linked.document.statements:
        yield table.statement(statement)


def header() -> bytes:
    """The first line of ``events.csv``."""
    return _csv_line(field.name for field in fields(EventRow))


def row_line(row: EventRow) -> bytes:
    """A line of ``events.csv`` with its end (RFC 4180: quotes where needed, CRLF)."""
    return _csv_line(astuple(row))


def article_line(article: Article, settings: GraphSettings) -> bytes:
    """A line of ``articles.jsonl`` with its end; the text only where all of it is published."""
    key = ids.article_key(article)
    record: dict[str, str | int | None] = {
        "id": key,
        "iri": ids.Iris(settings.base_iri).node("article", key),
        "title": article.title,
        "published": article.published,
        "source": article.source,
        "url": article.url,
        "author": article.author,
        "license": article.license,
        "language": article.language,
        "sha256": article.sha256,
        "length": len(article.text),
    }
    if settings.publish_text == "full":
        record["text"] = article.text
    return json_line(record)


def issue_line(issue: Issue) -> bytes:
    """A line of ``issues.jsonl`` with its end."""
    return json_line(asdict(issue))


def json_line(record: Mapping[str, object]) -> bytes:
    """JSON on one line, keys in the order given, as UTF-8; what many readers take for a line end is escaped."""
    text = clean(json.dumps(record, ensure_ascii=False))
    for end in "\x85\u2028\u2029":
        text = text.replace(end, f"\\u{ord(end):04x}")
    return (text + "\n").encode()


def _csv_line(cells: Iterable[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(_inert(clean(cell)) for cell in cells)
    return buffer.getvalue().encode()


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: words of an article begin as whoever wrote it likes."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


@dataclass(frozen=True, slots=True)
class _Table:
    linked: LinkedDocument
    claims: Mapping[str, Claim]
    identity: Identity
    iris: ids.Iris
    settings: GraphSettings
    keys: ids.Keys

    def event(self, event: Event) -> EventRow:
        time = event.time
        cells = {
            "type": event.type,
            "plover": event.plover or "",
            "mode": event.mode or "",
            "label": event_label(self.linked, self.identity, event),
            "earliest": str(moment(time.start) or "") if time else "",
            "latest": str(moment(time.end) or "") if time else "",
        }
        return self._row(event.id, cells, (event.actors, event.recipients, event.places))

    def statement(self, statement: Statement) -> EventRow:
        cue = " ".join(statement.cue.of(self.linked.document.article.text).split())
        cells = {"type": "Statement", "label": f"{cue}: {self._names([statement.speaker])}"}
        empty = dict.fromkeys(("plover", "mode", "earliest", "latest"), "")
        return self._row(statement.id, cells | empty, ((Argument(statement.speaker, statement.cue),), (), ()))

    def _row(self, local: str, cells: Mapping[str, str], arguments: tuple[tuple[Argument, ...], ...]) -> EventRow:
        """``cells`` are those only the caller knows; ``arguments`` the actors, the recipients and the places."""
        article, claim = self.linked.document.article, self.claims[local]
        actors, recipients, places = (list(dict.fromkeys(a.entity for a in side)) for side in arguments)
        return EventRow(
            iri=self.iris.node(self.keys.kind(local), self.keys.key(local)),
            status=claim.status,
            actors=self._names(actors),
            recipients=self._names(recipients),
            places=self._names(places),
            speakers=self._names(claim.speakers),
            quote="" if self.settings.publish_text == "none" else claim.passage.of(article.text),
            article=self.iris.node("article", self.keys.article),
            article_url=ids.web_iri(article.url) or "",
            actor_iris=self._iris(actors),
            recipient_iris=self._iris(recipients),
            place_iris=self._iris(places),
            **cells,
        )

    def _names(self, entities: Iterable[str]) -> str:
        document = self.linked.document
        return SEPARATOR.join(self.identity.profile(self.linked, document.entity(e)).name for e in entities)

    def _iris(self, entities: Iterable[str]) -> str:
        document = self.linked.document
        return SEPARATOR.join(
            self.iris.entity(
                self.identity.key(self.linked, e), self.identity.profile(self.linked, document.entity(e)).name
            )
            for e in entities
        )
