"""From the draft to the frozen `Document`.

Entities get short ids in order of appearance; mentions that nothing needs are left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from kg.annotate.draft import DEFINITE, Draft, Raw
from kg.annotate.lexicon import words
from kg.model import Argument, Document, Entity, Event, Mention, Relation, Run, Statement

_WORTH = frozenset({"ArmedGroup", "MilitaryForce", "Government", "Organization"})

_TONGUES = frozenset("language speaking speaker speakers dialect".split())


def freeze(draft: Draft, run: Run) -> Document:
    """The document of a finished draft. Only entities with a used mention are kept."""
    groups: dict[int, list[Raw]] = {}
    for mention in sorted(draft.mentions, key=lambda m: (m.first, -m.last)):
        groups.setdefault(mention.group, []).append(mention)
    needed = _referenced(draft)
    for members in groups.values():
        _tell_states(draft, members)
    kept = {g: ms for g, ms in groups.items() if any(m.used for m in ms) and (g in needed or _worth(draft, ms))}
    ids = {f"g{g}": f"e{i}" for i, g in enumerate(kept, 1)}
    inner = _inner(draft, [m for ms in kept.values() for m in ms if m.used])
    return Document(
        article=draft.text.article,
        run=run,
        sentences=draft.text.sentences(),
        entities=tuple(_entity(draft, ids[f"g{g}"], ms, inner) for g, ms in kept.items()),
        events=tuple(_event(e, ids) for e in draft.events),
        statements=tuple(_statement(s, ids) for s in draft.statements),
        relations=tuple(_relation(r, ids) for r in draft.relations),
        quantities=tuple(replace(q, of=_of(q.of, ids)) for q in draft.quantities),
        times=tuple(draft.times),
    )


def _tell_states(draft: Draft, members: list[Raw]) -> None:
    """A state that an article has in an adjective alone ("a Danish diplomat") is told by that, but not the one of a
    language ("French-speaking"), nor that of people who live in others, too ("ethnic Albanian", "Shiite Turkmen")."""
    if any(m.used for m in members):
        return
    doc = draft.text.doc
    for mention in members:
        behind = [t.lower_ for t in doc[mention.last + 1 : mention.last + 3]]
        tongue = bool(behind) and (behind[0] in _TONGUES or (behind[0] == "-" and behind[-1] in _TONGUES))
        near = {draft.before(mention), doc[mention.head].lower_}
        people = not near.isdisjoint(words("peoples") | {"ethnic"})
        if mention.record and mention.type == "State" and not people and not tongue:
            mention.used = True


def _referenced(draft: Draft) -> set[int]:
    """Entities (by group) that an event, statement, relation or quantity speaks of."""
    keys = {a.entity for e in draft.events for a in (*e.actors, *e.recipients, *e.places)}
    keys |= {k for e in draft.events for k in e.attributed_to} | {s.speaker for s in draft.statements}
    keys |= {k for r in draft.relations for k in (r.subject, r.object, *r.attributed_to) if k}
    keys |= {q.of for q in draft.quantities if q.of}
    return {int(k[1:]) for k in keys if k.startswith("g")}


def _worth(draft: Draft, members: list[Raw]) -> bool:
    """Whether an entity that nothing speaks of is worth a node: named ones, and definite ones of organized actors."""
    used = [m for m in members if m.used]
    if any(m.named for m in used):
        return True
    if all(m.kind == "pronoun" for m in used):  # whoever writes; "we" in what another says is nobody in particular
        return any(draft.text.doc[m.head].tag_ != "PRP$" and not _told(draft, m) for m in used)
    if any(m.record for m in used):  # "the Danish capital": a city that the catalogue knows
        return True
    return used[0].type in _WORTH and any(draft.before(m) in DEFINITE or _specific(draft, m) for m in used)


def _told(draft: Draft, mention: Raw) -> bool:
    """Whether a mention stands in what somebody is quoted as saying."""
    at = draft.span(mention)
    return any(s.quote and s.content.start <= at.start and at.end <= s.content.end for s in draft.statements)


def _specific(draft: Draft, mention: Raw) -> bool:
    """Whether a name among its words tells which ones a description means ("Iraqi security forces")."""
    return any(m.named for m in draft.starting(mention.first, mention.head) if m is not mention)


def _inner(draft: Draft, mentions: list[Raw]) -> set[int]:
    """Mentions (by `id`) that are no more than a part of a wider one: "ISIL" in "ISIL fighters", "city" in "the city of
    Sirte", "its" in "its leader"."""
    doc, widest = draft.text.doc, -1
    out = {id(m) for m in mentions if doc[m.head].tag_ == "PRP$" or m.introduces}
    for mention in sorted(mentions, key=lambda m: (m.first, -m.last)):
        if mention.last <= widest:
            out.add(id(mention))
        widest = max(widest, mention.last)
    return out


def _entity(draft: Draft, key: str, members: list[Raw], inner: set[int]) -> Entity:
    """An entity under its best name: the longest name of a person, else the name used first among the commonest.

    Mentions inside wider ones are left out, but for the one that bears the name, or when there are no others.
    """
    used = [m for m in members if m.used]
    names = [m for m in used if m.named]
    names = [m for m in names if not m.metonym] or names
    names = [m for m in names if draft.text.doc[m.head].tag_ != "JJ"] or names  # "the Philippines", not "Philippine"
    plain = [m for m in used if draft.text.doc[m.head].tag_ != "PRP$"]
    pool = names or [m for m in used if m.kind != "pronoun"] or plain or used
    counted = Counter(draft.core(m) if "(" in draft.words(m) else draft.words(m) for m in pool)
    if pool[0].type == "Person" and names:
        first = next(iter(counted)).split()  # "Ali Hassan, alias Omar of the Two Rivers": the first is no alias
        own = [n for n in counted if set(first) & set(n.split())]
        best = max(own, key=lambda n: (len(n.split()), counted[n]))
    else:
        best = max(counted, key=lambda n: (not _short(n), counted[n], -list(counted).index(n)))
    outer = [m for m in used if id(m) not in inner] or used
    if not any(draft.words(m) == best for m in outer):
        bearer = next(m for m in used if best in (draft.words(m), draft.core(m)))
        outer = sorted([*outer, bearer], key=lambda m: m.first)
    mentions = {(m.first, m.last): Mention(draft.span(m), m.kind) for m in outer}
    return Entity(key, best, pool[0].type, tuple(mentions.values()), bool(names), tuple(sorted(set(counted) - {best})))


def _arguments(found: tuple[Argument, ...], ids: dict[str, str]) -> tuple[Argument, ...]:
    return tuple(replace(a, entity=ids[a.entity]) for a in found)


def _event(event: Event, ids: dict[str, str]) -> Event:
    return replace(
        event,
        actors=_arguments(event.actors, ids),
        recipients=_arguments(event.recipients, ids),
        places=_arguments(event.places, ids),
        attributed_to=tuple(ids[s] for s in event.attributed_to),
    )


def _short(name: str) -> bool:
    """An acronym: no name to show when there is a fuller one."""
    return name.replace(".", "").isupper() and len(name) <= 6


def _of(key: str | None, ids: dict[str, str]) -> str | None:
    """Events keep their id, entities that were left out give None."""
    return key if key is None or key.startswith("v") else ids.get(key)


def _statement(statement: Statement, ids: dict[str, str]) -> Statement:
    return replace(statement, speaker=ids[statement.speaker])


def _relation(relation: Relation, ids: dict[str, str]) -> Relation:
    return replace(
        relation,
        subject=ids[relation.subject],
        object=ids[relation.object] if relation.object else None,
        attributed_to=tuple(ids[s] for s in relation.attributed_to),
    )
