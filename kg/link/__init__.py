"""Mention -> Wikidata item or none: ``link(document, catalogue)``.

Reads a frozen catalogue, never the graph that is being written. Every entity gets a ``Link``; one without an item
says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from kg.catalogue import Catalogue, Record, load
from kg.link.candidates import Candidate, Index, find, index
from kg.link.choose import Choice, choose, rivalled
from kg.link.context import Context, country_word, read
from kg.link.described import addressed, capital, institution, metonym
from kg.link.merged import merged
from kg.link.wording import in_office
from kg.model import Document, Entity, Link, LinkedDocument, Proposal

__all__ = ["link", "load", "proposals"]

PASSES = 3
"""First what the text alone makes clear, then the rest with what was found: Tripoli after Benghazi, Haftar after
Libya, and once more with what that gave. Most articles need two."""

PROPOSALS = 5
"""So many candidates of an entity are kept for people to choose from."""


def link(document: Document, catalogue: Catalogue) -> LinkedDocument:
    """The document with one entity for each item and type, and one link for each entity. ``Link.qid`` is None where
    nothing was good enough; ``reason`` tells why."""
    idx = index(catalogue)
    context = read(document, catalogue)
    candidates = {e.id: find((e.name, *e.aliases), e.type, idx) for e in document.entities}
    context = replace(context, leaders=sum(_leads(candidates[e.id], context) for e in document.entities))
    choices: dict[str, Choice] = {}
    for _ in range(PASSES):
        before = {key: choice.record for key, choice in choices.items()}
        for entity in document.entities:
            done = choices.get(entity.id)
            if done is None or done.record is None:
                choices[entity.id] = _choice(entity, candidates[entity.id], document, context, idx)
            elif rivalled(candidates[entity.id]):
                again = _choice(entity, candidates[entity.id], document, context.without(done.record), idx)
                choices[entity.id] = again if again.record is not None else done
        if before == {key: choice.record for key, choice in choices.items()}:
            break
        context = _grown(context, document, choices, idx)
    return merged(document, [_link(e, choices[e.id], candidates[e.id], catalogue) for e in document.entities])


def _leads(candidates: tuple[Candidate, ...], context: Context) -> bool:
    """Whether a person bears the very name of somebody in office on the day of the article."""
    return any(
        c.how in {"label", "alias"} and c.record.type == "Person" and in_office(c.record, context.date)
        for c in candidates
    )


def _grown(context: Context, document: Document, choices: Mapping[str, Choice], idx: Index) -> Context:
    linked = [(e.name, record) for e in document.entities if (record := choices[e.id].record)]
    meant = [r for name, r in linked if r.type == "State" and country_word(name, idx.words) != r.qid]
    return context.grown([r for _, r in linked], meant)


def _choice(
    entity: Entity, candidates: tuple[Candidate, ...], document: Document, context: Context, idx: Index
) -> Choice:
    """Descriptions and metonyms first, then names."""
    if entity.type == "Group":
        return Choice(None, 0.0, "people without a name have no item")
    described, doubt = institution(entity, document, context, idx)
    if described is None and not doubt:
        stands, doubt = metonym(entity, document, context, idx)
        if stands is not None:
            return _given(stands)  # the capital bears the name better, and is not meant
        if doubt and entity.type == "Place" and addressed(entity, document):
            return Choice(None, 0.0, doubt)  # "Brussels is working on sanctions": no city does
        described = capital(entity, idx)
    if described is not None and _better(described, candidates):
        return _given(described)
    choice = choose(entity, candidates, context, document.article.text)
    return Choice(None, 0.0, doubt) if choice.record is None and doubt else choice


def _better(described: Candidate, candidates: tuple[Candidate, ...]) -> bool:
    return not candidates or candidates[0].score <= described.score or candidates[0].record == described.record


def _given(candidate: Candidate) -> Choice:
    record: Record = candidate.record
    if not record.qid:
        return Choice(None, 0.0, f"{record.label} is known, but no Wikidata item could be confirmed")
    reason = f"“{candidate.name}” stands for {record.label} ({record.qid}): {candidate.how}"
    return Choice(record, candidate.score, reason, {"name": candidate.score})


def _link(entity: Entity, choice: Choice, candidates: tuple[Candidate, ...], catalogue: Catalogue) -> Link:
    record = choice.record
    return Link(
        entity.id, record.qid if record else None, record.label if record else None, choice.score, choice.reason,
        catalogue.version, dict(choice.features), proposals(candidates, catalogue),
    )  # fmt: skip


def proposals(candidates: tuple[Candidate, ...], catalogue: Catalogue) -> tuple[Proposal, ...]:
    """The best candidates that have an item, for people who look at a link; ``catalogue`` names their countries."""
    fitting = (c for c in candidates if c.record.qid)
    return tuple(
        Proposal(c.record.qid, c.record.label, _what(c.record, catalogue), round(c.score, 3), c.how)
        for c in islice(fitting, PROPOSALS)
    )


def _what(record: Record, catalogue: Catalogue) -> str:
    """What a record is: "prime minister of Libya", "political party, Malta"."""
    if record.offices:
        return record.offices[0].title
    country = catalogue.get(record.countries[0]) if record.countries and record.type != "State" else None
    return (record.subtype or record.type) + (f", {country.label}" if country else "")
