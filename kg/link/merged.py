"""Entities that turned out to be one: of the same type and linked to the same item ("Colombian", "Colombia")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.model import Argument, Document, Entity, Event, Link, LinkedDocument, Mention, Relation


def merged(document: Document, links: Sequence[Link]) -> LinkedDocument:
    """The document with one entity for each item and type, and the links of those that are left, in their order.

    ``links``: one for each entity. The first of several entities stays, with the name that is the item's label if one
    of them has it, and with the mentions of all; what spoke of another one speaks of it.
    """
    item = {link.entity: link for link in links if link.qid}
    first: dict[tuple[str, str], str] = {}
    same: dict[str, str] = {}
    for entity in document.entities:
        link = item.get(entity.id)
        key = (str(link.qid), entity.type) if link is not None else None
        same[entity.id] = first.setdefault(key, entity.id) if key is not None else entity.id
    kept = tuple(link for link in links if same[link.entity] == link.entity)
    if len(kept) == len(links):
        return LinkedDocument(document, tuple(links))
    return LinkedDocument(_with(document, same, item), kept)


def _with(document: Document, same: Mapping[str, str], item: Mapping[str, Link]) -> Document:
    """The document in which each id of an entity stands for the one that is kept."""
    entities = tuple(
        _joined([e for e in document.entities if same[e.id] == entity.id], item.get(entity.id))
        for entity in document.entities
        if same[entity.id] == entity.id
    )
    return replace(
        document,
        entities=entities,
        events=tuple(_event(event, same) for event in document.events),
        statements=tuple(replace(s, speaker=same.get(s.speaker, s.speaker)) for s in document.statements),
        relations=tuple(r for old in document.relations if (r := _relation(old, same)).subject != r.object),
        quantities=tuple(replace(q, of=same.get(q.of, q.of)) if q.of else q for q in document.quantities),
    )


def _joined(entities: Sequence[Entity], link: Link | None) -> Entity:
    one = entities[0]
    if len(entities) == 1:
        return one
    mentions: list[Mention] = sorted(
        (m for e in entities for m in e.mentions), key=lambda m: (m.span.start, m.span.end)
    )
    names = [e.name for e in entities]
    name = link.label if link is not None and link.label in names else one.name
    others = dict.fromkeys([*names, *(alias for e in entities for alias in e.aliases)])
    named = any(e.named for e in entities)
    return replace(one, name=name, mentions=tuple(mentions), named=named, aliases=tuple(a for a in others if a != name))


def _event(event: Event, same: Mapping[str, str]) -> Event:
    """The event with each entity once in a role; who does it does not undergo it, too."""
    actors = _arguments(event.actors, same)
    doing = {a.entity for a in actors}
    return replace(
        event,
        actors=actors,
        recipients=tuple(a for a in _arguments(event.recipients, same) if a.entity not in doing),
        places=_arguments(event.places, same),
        attributed_to=tuple(dict.fromkeys(same.get(key, key) for key in event.attributed_to)),
    )


def _arguments(arguments: Sequence[Argument], same: Mapping[str, str]) -> tuple[Argument, ...]:
    out: dict[str, Argument] = {}
    for argument in arguments:
        key = same.get(argument.entity, argument.entity)
        out.setdefault(key, replace(argument, entity=key))
    return tuple(out.values())


def _relation(relation: Relation, same: Mapping[str, str]) -> Relation:
    return replace(
        relation,
        subject=same.get(relation.subject, relation.subject),
        object=same.get(relation.object, relation.object) if relation.object else None,
        attributed_to=tuple(dict.fromkeys(same.get(key, key) for key in relation.attributed_to)),
    )
