"""Every IRI and every id of the graph: made from content alone, so that the same input gives the same names.

An article is known by the first 16 hex digits of the SHA-256 of its text (its *key*); what is found in it by the key
and the place in the text; an entity by its identity key (``wikidata:Q…`` or ``ARTICLE/e3``), hashed, after a readable
slug.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

from kg.model import Article, Document, Run, Span

Kind = Literal[
    "article", "passage", "entity", "event", "statement", "situation", "quantity", "claim", "participation",
    "time", "link", "run", "office", "record", "catalog", "dataset", "distribution", "service", "agent",
]  # fmt: skip

ARTICLE_DIGITS = 16
ENTITY_DIGITS = 10
SLUG_LENGTH = 60
WIKIDATA = "wikidata:"
STRENGTH_SUFFIX = "#quantity"
"""A relation ``r1`` of type `strength` has a quantity of its own, whose local id is ``r1#quantity``."""


def article_key(article: Article) -> str:
    """16 hex digits that stand for the text of an article."""
    return article.sha256[:ARTICLE_DIGITS]


def member_key(article: str, entity: str) -> str:
    """The key of one entity of one article, before anything is merged: ``{article key}/{entity id}``."""
    return f"{article}/{entity}"


def wikidata_key(qid: str) -> str:
    """The identity key of whatever is linked to a Wikidata item."""
    return f"{WIKIDATA}{qid}"


def slug(text: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens, at most 60 characters; ``unnamed`` if nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LENGTH].rstrip("-") or "unnamed"


def entity_tail(identity_key: str, name: str) -> str:
    """The last part of an entity's IRI: slug of the name, then 10 hex digits of the hashed identity key."""
    digest = hashlib.sha256(identity_key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{slug(name)}-{digest[:ENTITY_DIGITS]}"


def run_key(run: Run) -> str:
    """The key of a run: program, version and pipeline in readable form."""
    return f"{slug(run.program)}-{slug(run.version)}-{slug(run.pipeline)}"


def web_iri(address: str | None) -> str | None:
    """An http(s) address made legal inside ``<…>``, or None for anything else."""
    if not address or not address.strip():
        return None
    cleaned = quote(address.strip().encode("utf-8", "replace"), safe="!#$%&'()*+,/:;=?@[]~")
    cleaned = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", cleaned)
    try:
        parts = urlsplit(cleaned)
        host = parts.hostname
    except ValueError:
        return None
    # brackets are legal around an IPv6 host only
    bare = cleaned.replace(parts.netloc, "", 1)
    if parts.scheme.lower() not in {"http", "https"} or not host or "[" in bare or "]" in bare or bare.count("#") > 1:
        return None
    return cleaned


@dataclass(frozen=True, slots=True)
class Iris:
    """IRIs under one base (which ends in ``/``)."""

    base: str

    def node(self, kind: Kind, key: str) -> str:
        """The IRI of a thing: ``{base}id/{kind}/{key}``."""
        return f"{self.node_prefix}{kind}/{key}"

    @property
    def node_prefix(self) -> str:
        """What the IRIs of all things begin with; the kind and a ``/`` follow."""
        return f"{self.base}id/"

    def entity(self, identity_key: str, name: str) -> str:
        """The IRI of an entity, from its identity key and the name that stands for it everywhere."""
        return self.node("entity", entity_tail(identity_key, name))

    def passage(self, article: str, span: Span) -> str:
        """The IRI of a stretch of an article."""
        return self.node("passage", f"{article}-{span.start}-{span.end}")

    def article_graph(self, article: str) -> str:
        """The named graph that holds all that one article says."""
        return self.graph(f"article/{article}")

    def graph(self, name: str) -> str:
        """A named graph: ``ontology``, ``links``, ``enrichment``, ``inferred``, ``meta``, ``article/…``."""
        return f"{self.base}graph/{name}"

    def download(self, file: str) -> str:
        """Where the server hands out a file of the release."""
        return f"{self.base}download/{file}"


@dataclass(frozen=True, slots=True)
class Keys:
    """Local ids of a document (``ev1``, ``s1``, ``r1``, ``q1``) -> kind and key of their IRIs."""

    article: str
    of: Mapping[str, tuple[Kind, str]]

    def kind(self, local: str) -> Kind:
        """What the local id stands for. Raises KeyError."""
        return self.of[local][0]

    def key(self, local: str) -> str:
        """The key in the IRI of what the local id stands for. Raises KeyError."""
        return self.of[local][1]

    def claim(self, local: str) -> str:
        """The key of the claim about it."""
        kind, key = self.of[local]
        return f"{kind}-{key}"


def keys(document: Document) -> Keys:
    """Name everything that a document claims, after its place in the text.

    Two of a kind at one place are told apart by ``-2``, ``-3`` … in document order. Raises ValueError when a local id
    is used twice, since claims could then not say what they are about.
    """
    article = article_key(document.article)
    taken: set[tuple[Kind, str]] = set()
    found: dict[str, tuple[Kind, str]] = {}
    for local, kind, span in _places(document):
        if local in found:
            raise ValueError(f"the annotated article uses the id {local!r} twice")
        place = f"{article}-{span.start}-{span.end}"
        found[local] = next((kind, key) for key in _numbered(place) if (kind, key) not in taken)
        taken.add(found[local])
    return Keys(article, found)


def _places(document: Document) -> Iterable[tuple[str, Kind, Span]]:
    for event in document.events:
        yield event.id, "event", event.trigger
    for statement in document.statements:
        yield statement.id, "statement", statement.cue
    for relation in document.relations:
        yield relation.id, "situation", relation.evidence
    for quantity in document.quantities:
        yield quantity.id, "quantity", quantity.span
    for relation in document.relations:
        if relation.type == "strength":
            yield relation.id + STRENGTH_SUFFIX, "quantity", relation.evidence


def _numbered(key: str) -> Iterator[str]:
    yield key
    count = 1
    while True:
        count += 1
        yield f"{key}-{count}"
