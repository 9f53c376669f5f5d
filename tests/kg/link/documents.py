"""Small documents made by hand: a text, and who is spoken of in it."""

from __future__ import annotations

import re

from kg.catalogue import load
from kg.link import link
from kg.model import Article, Document, Entity, EntityType, Link, Mention, Run, Span


def document(
    text: str, *entities: tuple[str, EntityType] | tuple[str, EntityType, tuple[str, ...]], date: str | None = None
) -> Document:
    """A document whose entities are mentioned wherever their name or an alias stands in the text."""
    sentences = [Span(m.start(), m.end()) for m in re.finditer(r"[^.!?]+[.!?]?", text)]
    made = []
    for number, (name, kind, *rest) in enumerate(entities, 1):
        aliases = rest[0] if rest else ()
        spans = sorted(
            Span(m.start(), m.end())
            for n in {name, *aliases} for m in re.finditer(rf"(?<!\w){re.escape(n)}(?!\w)", text)
        )  # fmt: skip
        assert spans, f"{name} is not in the text"
        made.append(Entity(f"e{number}", name, kind, tuple(Mention(s) for s in spans), True, tuple(aliases)))
    article = Article("test", text, published=date)
    return Document(article, Run("test", "0", "none"), tuple(sentences), tuple(made), (), (), ())


def links(
    text: str, *entities: tuple[str, EntityType] | tuple[str, EntityType, tuple[str, ...]], date: str | None = None
) -> list[Link]:
    """One link for each entity, by the catalogue that ships."""
    return list(link(document(text, *entities, date=date), load()).links)


def qids(
    text: str, *entities: tuple[str, EntityType] | tuple[str, EntityType, tuple[str, ...]], date: str | None = None
) -> list[str | None]:
    """The QID of each entity, or None."""
    return [x.qid for x in links(text, *entities, date=date)]
