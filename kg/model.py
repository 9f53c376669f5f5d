"""The types that travel: one frozen type per hop of the one-way flow.

    read -> Article -> annotate -> Document -> link -> LinkedDocument -> claims -> Claim -> rdf -> Quad -> publish
    -> Release

All offsets are Unicode code points into ``Article.text``, end exclusive. Nothing here imports anything of the project.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

EntityType = Literal["Person", "State", "Government", "ArmedGroup", "MilitaryForce", "Organization", "Place", "Group"]
Plover = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["actual", "planned", "possible", "negated"]
MentionKind = Literal["name", "nominal", "pronoun"]
Role = Literal["actor", "recipient", "place"]
RelationType = Literal[
    "holdsOffice", "heads", "memberOf", "affiliatedWith", "alliedWith", "opposes", "partOf",
    "locatedIn", "basedIn", "bornIn", "hometown", "colonialRulerOf", "strength",
]  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text: ``text[start:end]``, code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it was read; ``text`` is what every offset points into.

    ``published`` is an ISO 8601 date (``2016-05-16``) or None; ``license`` an SPDX name, a URL or None.
    """

    id: str
    text: str
    published: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    author: str | None = None
    license: str | None = None
    language: str = "en"

    @property
    def sha256(self) -> str:
        """Hex digest of the text in UTF-8 (lone surrogates, which JSON can carry, are kept apart as such)."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that names or describes an entity."""

    span: Span
    kind: MentionKind = "name"


@dataclass(frozen=True, slots=True)
class Entity:
    """Who or what an article speaks of: all its mentions, under the best name that the article gives.

    ``id`` is local to the article (``e1``). ``named`` is False for entities known by description only.
    """

    id: str
    name: str
    type: EntityType
    mentions: tuple[Mention, ...]
    named: bool = True
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeValue:
    """When, at the precision of the text: ISO 8601 ``start`` (earliest) and ``end`` (latest), or None if unresolved."""

    start: str | None
    end: str | None
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Argument:
    """An entity in a role of an event, where it stands, and the path by which it was found (for `explain`)."""

    entity: str
    span: Span
    path: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One event mention. ``type`` is a class name of the ontology; ``plover`` is None where PLOVER has no type."""

    id: str
    type: str
    plover: Plover | None
    mode: str | None
    trigger: Span
    sentence: Span
    actors: tuple[Argument, ...] = ()
    recipients: tuple[Argument, ...] = ()
    places: tuple[Argument, ...] = ()
    time: TimeValue | None = None
    status: Status = "actual"
    status_cue: Span | None = None
    attributed_to: tuple[str, ...] = ()
    rule: str = ""
    score: float = 0.5


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody says something: speaker (entity id), the sentence, the words said, whether they are quoted."""

    id: str
    speaker: str
    sentence: Span
    content: Span
    cue: Span
    quote: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """A lasting relation between entities (ids), as told in one sentence; ``value`` and ``maximum`` for `strength`."""

    id: str
    type: RelationType
    subject: str
    object: str | None
    sentence: Span
    evidence: Span
    office: str | None = None
    value: float | None = None
    maximum: float | None = None
    time: TimeValue | None = None
    attributed_to: tuple[str, ...] = ()
    status: Status = "actual"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something. ``minimum``/``maximum`` are None where open; ``of`` is an entity or event id, if known."""

    id: str
    span: Span
    sentence: Span
    minimum: float | None
    maximum: float | None
    counted: str
    of: str | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A word that can report an event and here reports none, its sentence, and why not (for `explain`)."""

    word: Span
    sentence: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Run:
    """What read the article: program, version, pipeline. No clock: the same run on one text gives the same data."""

    program: str
    version: str
    pipeline: str


@dataclass(frozen=True, slots=True)
class Document:
    """An annotated article."""

    article: Article
    run: Run
    sentences: tuple[Span, ...]
    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    relations: tuple[Relation, ...]
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeValue, ...] = ()

    def entity(self, key: str) -> Entity:
        """The entity of that id. Raises KeyError."""
        for entity in self.entities:
            if entity.id == key:
                return entity
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item that an entity could be: what it is in a few words, how well its name fits (0..1), and how."""

    qid: str
    label: str
    what: str
    score: float
    how: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An entity of a document tied to a Wikidata item, or not (``qid`` None), and why.

    ``candidates`` are the items that its names can mean, the best first.
    """

    entity: str
    qid: str | None
    label: str | None
    score: float
    reason: str
    catalogue: str
    features: Mapping[str, float] = field(default_factory=dict)
    candidates: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedDocument:
    """A document and its links, one for each entity."""

    document: Document
    links: tuple[Link, ...]

    def link(self, entity: str) -> Link | None:
        """The link of an entity id when it names an item, else None."""
        return next((x for x in self.links if x.entity == entity and x.qid), None)


@dataclass(frozen=True, slots=True)
class Claim:
    """This article, in this passage, according to these speakers (or in its own voice), says that.

    ``subject`` is the id (local to the document) of the event, statement, relation or quantity claimed.
    """

    id: str
    subject: str
    passage: Span
    status: Status
    speakers: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a user must know: a bad input, a failed check. ``severity``: error, warning."""

    severity: Literal["error", "warning"]
    where: str
    message: str
    cure: str = ""
