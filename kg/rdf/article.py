"""What one article says, as a graph: entities, eventualities, statements, situations, quantities, and their claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import PROV, RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from kg import ids
from kg.claims import narrow, strength_quantity
from kg.model import Argument, Claim, Event, LinkedDocument, Quantity, Relation, Role, Span, Statement
from kg.rdf import terms
from kg.rdf.kinds import Kinds, nothing_known
from kg.rdf.sheet import GraphSettings, Sheet
from kg.resolve import Identity
from kg.vocab import DM, DMC, RELATIONS, STATUS_CLASSES

NAMES_IN_LABEL = 3
"""A label names so many actors, and then says how many more there are."""

_FUTURE_AGREEMENT = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
"""PLOVER codes a planned one of these as AGREE."""

_SHORTCUTS: dict[Role, URIRef] = {"actor": DM.hasActor, "recipient": DM.hasRecipient, "place": DM.tookPlaceAt}


@dataclass(frozen=True, slots=True)
class ArticleGraph:
    """One article's named graph (``name``, ``graph``) and its share of the graph of links (``links``)."""

    key: str
    name: str
    graph: Graph
    links: Graph


def article_graph(
    linked: LinkedDocument,
    claims: Iterable[Claim],
    identity: Identity,
    settings: GraphSettings,
    kinds: Kinds = nothing_known,
) -> ArticleGraph:
    """Write what an article says, and in its links what a catalogue adds (``kinds``: narrower classes of items).

    Raises ValueError or KeyError for a document that contradicts itself: a span outside of the text, an id that is used
    twice or not listed, an event type that the ontology lacks.
    """
    sheet = Sheet(linked, identity, settings, kinds)
    document = linked.document
    sheet.write_article()
    for entity in document.entities:
        sheet.write_entity(entity)
    for event in document.events:
        _write_event(sheet, event)
    for statement in document.statements:
        _write_statement(sheet, statement)
    for relation in document.relations:
        _write_situation(sheet, relation)
    for quantity in document.quantities:
        _write_quantity(sheet, quantity)
    run = sheet.run()
    for claim in claims:
        _write_claim(sheet, claim, run)
    key = sheet.keys.article
    return ArticleGraph(key, sheet.iris.article_graph(key), sheet.graph, sheet.links)


def participations(event: Event) -> Iterator[tuple[Role, Argument]]:
    """The arguments of an event with their roles: actors, recipients, places."""
    for argument in event.actors:
        yield "actor", argument
    for argument in event.recipients:
        yield "recipient", argument
    for argument in event.places:
        yield "place", argument


def event_label(linked: LinkedDocument, identity: Identity, event: Event) -> str:
    """A short name for people: ``attack: Islamic State → checkpoints``."""
    sides = (_names(linked, identity, event.actors), _names(linked, identity, event.recipients))
    trigger = " ".join(event.trigger.of(linked.document.article.text).split())
    if not any(sides):
        return trigger
    return f"{trigger}: {sides[0]}{' → ' if sides[0] and sides[1] else '→ ' if sides[1] else ''}{sides[1]}"


def _names(linked: LinkedDocument, identity: Identity, arguments: tuple[Argument, ...]) -> str:
    document = linked.document
    names = list(dict.fromkeys(identity.profile(linked, document.entity(a.entity)).name for a in arguments))
    more = len(names) - NAMES_IN_LABEL
    return ", ".join(names[:NAMES_IN_LABEL]) + (f" and {more} more" if more > 0 else "")


def _write_event(sheet: Sheet, event: Event) -> None:
    node = sheet.local(event.id)
    # Only what is reported as having happened gets the class of its type: "all attacks" must not find feared ones.
    if event.status == "actual":
        sheet.say(node, (RDF.type, DM[event.type]))
    sheet.say(
        node,
        (RDF.type, STATUS_CLASSES[event.status]),
        (RDFS.label, terms.words(event_label(sheet.linked, sheet.identity, event))),
        (DM.eventType, DMC.event_type[event.type]),
        (DM.status, DMC.status[event.status]),
        *_plover(event),
    )
    if event.time is not None:
        sheet.say(
            node,
            (DM.hasTime, sheet.time(event.time)),
            (DM.inMonth, terms.month(event.time.start, event.time.end)),
        )
    taken: set[str] = set()
    for role, argument in participations(event):
        _write_participation(sheet, node, role, argument, taken)


def _plover(event: Event) -> Iterator[tuple[URIRef, Node]]:
    if event.plover is None:
        return
    yield DM.ploverType, DMC.plover[event.plover]
    future = event.status == "planned" and event.plover in _FUTURE_AGREEMENT
    yield DM.derivedPloverType, DMC.plover["AGREE" if future else event.plover]
    if event.mode is not None:
        yield DM.ploverMode, DMC.plover_mode[f"{event.plover}-{event.mode}"]


def _write_participation(sheet: Sheet, event: URIRef, role: Role, argument: Argument, taken: set[str]) -> None:
    entity = sheet.entity(argument.entity)
    tail = str(entity).rsplit("-", 1)[-1]
    event_key = str(event).rsplit("/", 1)[-1]
    key = f"{event_key}-{role}-{argument.span.start}-{argument.span.end}-{tail}"
    if key in taken:
        return
    taken.add(key)
    node = sheet.node("participation", key)
    sheet.say(
        node,
        (RDF.type, DM.Participation),
        (DM.participationIn, event),
        (DM.participant, entity),
        (DM.role, DMC.role[role]),
        (DM.evidence, sheet.passage(argument.span)),
    )
    sheet.say(event, (DM.hasParticipation, node), (_SHORTCUTS[role], entity))


def _write_statement(sheet: Sheet, statement: Statement) -> None:
    speaker = sheet.linked.document.entity(statement.speaker)
    name = sheet.identity.profile(sheet.linked, speaker).name
    cue = " ".join(statement.cue.of(sheet.source.text).split())
    content = narrow(
        sheet.source.text, statement.content, (Span(statement.content.start, statement.content.start + 1),)
    )
    sheet.say(
        sheet.local(statement.id),
        (RDF.type, DM.Statement),
        (RDF.type, DM.Event),
        (RDFS.label, terms.words(f"{cue}: {name}")),
        (DM.eventType, DMC.event_type["Statement"]),
        (DM.status, DMC.status["actual"]),
        (DM.speaker, sheet.entity(statement.speaker)),
        (DM.quoted, terms.boolean(statement.quote)),
        (DM.contentPassage, sheet.passage(content)),
    )


def _write_situation(sheet: Sheet, relation: Relation) -> None:
    node, (situation, shortcut) = sheet.local(relation.id), RELATIONS[relation.type]
    subject, actual = sheet.entity(relation.subject), relation.status == "actual"
    ended = _ended(sheet.source.published, relation)
    other = sheet.entity(relation.object) if relation.object is not None else None
    sheet.say(
        node,
        (RDF.type, DM.Situation),
        (RDF.type, situation if actual else None),
        (RDFS.label, terms.words(_situation_label(sheet, relation))),
        (DM.relationType, DMC.relation_type[relation.type]),
        (DM.status, DMC.status[relation.status]),
        (DM.situationSubject, subject),
        (DM.situationObject, other),
        (DM.officeTitle, terms.words(relation.office) if relation.office else None),
        (DM.hasTime, sheet.time(relation.time) if relation.time is not None else None),
        (DM.attestedOn, terms.day(sheet.source.published) if actual and not ended and sheet.source.published else None),
    )
    if actual and not ended and shortcut is not None:
        sheet.say(subject, (shortcut, other))
    if relation.type == "strength":
        _write_strength(sheet, node, relation)


def _situation_label(sheet: Sheet, relation: Relation) -> str:
    document = sheet.linked.document
    name, *rest = (
        sheet.identity.profile(sheet.linked, document.entity(x)).name
        for x in (relation.subject, relation.object)
        if x is not None
    )
    what = relation.office or "".join(f" {c.lower()}" if c.isupper() else c for c in relation.type)
    return f"{name}: {what}{f' ({rest[0]})' if rest else ''}"


def _ended(published: str | None, relation: Relation) -> bool:
    """Whether the situation is told of a time that had ended by the day of the article; not known, it may have."""
    if relation.time is None:
        return False
    end = relation.time.end
    return published is None or (end is not None and end < published[: len(end)])


def _write_strength(sheet: Sheet, situation: URIRef, relation: Relation) -> None:
    """The number behind a `strength` relation: the document's own quantity, or one made from the relation."""
    known = strength_quantity(sheet.linked.document, relation)
    local = known.id if known is not None else relation.id + ids.STRENGTH_SUFFIX
    node = sheet.local(local)
    sheet.say(situation, (DM.quantity, node))
    if known is None:
        evidence = " ".join(relation.evidence.of(sheet.source.text).split())
        sheet.say(node, (RDF.type, DM.Quantity), (DM.quantityText, terms.plain(evidence)))
        sheet.say(node, (RDFS.label, terms.words(evidence)), (DM.approximate, terms.boolean(False)))
        sheet.say(node, (DM.quantityOf, sheet.entity(relation.subject)))
        _write_bounds(sheet, node, relation.value, relation.value if relation.maximum is None else relation.maximum)


def _write_quantity(sheet: Sheet, quantity: Quantity) -> None:
    node = sheet.local(quantity.id)
    text = quantity.span.of(sheet.source.text)
    sheet.say(
        node,
        (RDF.type, DM.Quantity),
        (RDFS.label, terms.words(" ".join(text.split()))),
        (DM.quantityText, terms.plain(text)),
        (DM.counts, terms.words(quantity.counted) if quantity.counted else None),
        (DM.approximate, terms.boolean(quantity.approximate)),
        (DM.quantityOf, _counted(sheet, quantity.of) if quantity.of is not None else None),
    )
    _write_bounds(sheet, node, quantity.minimum, quantity.maximum)


def _counted(sheet: Sheet, local: str) -> URIRef:
    return sheet.local(local) if local in sheet.keys.of else sheet.entity(local)


def _write_bounds(sheet: Sheet, node: URIRef, minimum: float | None, maximum: float | None) -> None:
    least, most = (terms.decimal(x) if x is not None else None for x in (minimum, maximum))
    sheet.say(node, (DM.minimum, least), (DM.maximum, most), (DM.value, least if least == most else None))


def _write_claim(sheet: Sheet, claim: Claim, run: URIRef) -> None:
    node, subject = sheet.node("claim", claim.id), sheet.local(claim.subject)
    sheet.say(
        node,
        (RDF.type, DM.Claim),
        (DM.about, subject),
        (DM.passage, sheet.passage(claim.passage, context=True)),
        (DM.claimedIn, sheet.article),
        (DM.claimedStatus, DMC.status[claim.status]),
        (DM.voice, DMC.voice["speaker" if claim.speakers else "article"]),
        (DM.confidence, terms.decimal(claim.score)),
        (PROV.wasGeneratedBy, run),
        *((DM.attributedTo, sheet.entity(speaker)) for speaker in claim.speakers),
    )
    sheet.say(subject, (DM.hasClaim, node))
