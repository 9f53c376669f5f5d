"""The sheet on which one article is written: its graph, and the nodes that several facts share.

Passages, time spans and entities are written when first asked for, and once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import shorten
from typing import Literal as Choice
from typing import Protocol

from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from kg import ids
from kg.model import Article, Entity, LinkedDocument, Span, TimeValue
from kg.rdf import terms
from kg.rdf.kinds import Kinds, nothing_known
from kg.resolve import Identity
from kg.vocab import DM, ENTITY_CLASSES, OA

CONTEXT = 32
"""Code points before and after a quote that help to find it again (prefix and suffix of the quote selector)."""


def empty() -> Graph:
    """A graph on the store without named graphs, which takes triples in half the time of the usual one."""
    return Graph(store="SimpleMemory")


class GraphSettings(Protocol):
    """The settings that show in the graph. ``kg.config.Settings`` has them."""

    @property
    def base_iri(self) -> str:
        """IRI under which everything is named, ends in ``/``."""

    @property
    def publish_text(self) -> Choice["none", "quote", "full"]:
        """How much of the article's text goes into the graph."""


@dataclass(slots=True)
class Sheet:
    """One article in the making. ``graph`` takes what the article says, ``links`` who its entities are."""

    linked: LinkedDocument
    identity: Identity
    settings: GraphSettings
    kinds: Kinds = nothing_known
    graph: Graph = field(default_factory=empty)
    links: Graph = field(default_factory=empty)
    keys: ids.Keys = field(init=False)
    iris: ids.Iris = field(init=False)
    article: URIRef = field(init=False)
    _entities: dict[str, URIRef] = field(default_factory=dict)
    _passages: set[Span] = field(default_factory=set)
    _times: dict[TimeValue, URIRef] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Name the article and what it claims. Raises ValueError when local ids are used twice."""
        self.keys = ids.keys(self.linked.document)
        self.iris = ids.Iris(self.settings.base_iri)
        self.article = URIRef(self.iris.node("article", self.keys.article))
        for entity in self.linked.document.entities:
            name = self.identity.profile(self.linked, entity).name
            self._entities[entity.id] = URIRef(self.iris.entity(self.identity.key(self.linked, entity.id), name))

    @property
    def source(self) -> Article:
        """The article itself."""
        return self.linked.document.article

    def node(self, kind: ids.Kind, key: str) -> URIRef:
        """The IRI of a thing."""
        return URIRef(self.iris.node(kind, key))

    def local(self, local: str) -> URIRef:
        """The IRI of what a local id of an event, statement, relation or quantity stands for. Raises KeyError."""
        return self.node(self.keys.kind(local), self.keys.key(local))

    def entity(self, local: str) -> URIRef:
        """The IRI of an entity of the article. Raises KeyError for an id that the article does not list."""
        return self._entities[local]

    def say(self, subject: Node, *facts: tuple[URIRef, Node | None]) -> None:
        """Write facts about a subject; those whose value is None are left out."""
        for predicate, value in facts:
            if value is not None:
                self.graph.add((subject, predicate, value))

    def write_article(self) -> None:
        """The article and where it comes from."""
        article = self.source
        page, license_ = ids.web_iri(article.url), terms.license_iri(article.license)
        address = URIRef(page) if page else None
        title = article.title or self._stand_in_title()
        self.say(
            self.article,
            (RDF.type, DM.Article),
            (DCTERMS.title, terms.words(title, article.language)),
            (DCTERMS.issued, terms.day(article.published)),
            (DCTERMS.publisher, terms.plain(article.source) if article.source else None),
            (DCTERMS.creator, terms.plain(article.author) if article.author else None),
            (DCTERMS.source, address),
            (PROV.wasDerivedFrom, address),
            (DCTERMS.license, license_),
            (DCTERMS.rights, terms.plain(article.license) if article.license and license_ is None else None),
            (DCTERMS.language, terms.plain(article.language)),
            (DM.sha256, terms.plain(article.sha256)),
            (DM.textLength, terms.integer(len(article.text))),
            (DM.text, terms.plain(article.text) if self.settings.publish_text == "full" else None),
        )

    def _stand_in_title(self) -> str:
        """For an article without a title: its first words, where words may be published."""
        if self.settings.publish_text == "none":
            return f"Untitled article, {self.source.published or self.keys.article}"
        return shorten(self.source.text[:200], 80, placeholder=" …")

    def run(self) -> URIRef:
        """What read the article."""
        run = self.linked.document.run
        node = self.node("run", ids.run_key(run))
        self.say(
            node,
            (RDF.type, DM.Run),
            (RDFS.label, terms.words(f"{run.program} {run.version}, {run.pipeline}")),
            (DM.program, terms.plain(run.program)),
            (DM.programVersion, terms.plain(run.version)),
            (DM.pipeline, terms.plain(run.pipeline)),
        )
        return node

    def passage(self, span: Span, *, context: bool = False) -> URIRef:
        """A stretch of the article with its selectors; with ``context``, also the words just before and after.

        Without text to publish (``publish_text`` none) only the position is written. Raises ValueError for a span that
        is empty or not within the text.
        """
        node = URIRef(self.iris.passage(self.keys.article, span))
        if span not in self._passages:
            self._passages.add(span)
            self._write_passage(node, span)
        if context and self.settings.publish_text != "none":
            text = self.source.text
            before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
            quote = URIRef(f"{node}#quote")
            self.say(quote, (OA.prefix, terms.plain(before)), (OA.suffix, terms.plain(after)))
        return node

    def _write_passage(self, node: URIRef, span: Span) -> None:
        text = self.source.text
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError(f"the span {span.start}-{span.end} does not lie in a text of {len(text)} characters")
        position, quote = URIRef(f"{node}#position"), URIRef(f"{node}#quote")
        self.say(
            node,
            (RDF.type, DM.Passage),
            (RDF.type, OA.SpecificResource),
            (OA.hasSource, self.article),
            (OA.hasSelector, position),
        )
        self.say(
            position,
            (RDF.type, OA.TextPositionSelector),
            (OA.start, terms.integer(span.start)),
            (OA.end, terms.integer(span.end)),
        )
        if self.settings.publish_text != "none":
            exact = terms.plain(span.of(text))
            self.say(node, (OA.hasSelector, quote), (DM.quote, exact))
            self.say(quote, (RDF.type, OA.TextQuoteSelector), (OA.exact, exact))

    def time(self, value: TimeValue) -> URIRef:
        """A time span as the text has it; two readings of the same words are two nodes."""
        if value not in self._times:
            key = f"{self.keys.article}-{value.span.start}-{value.span.end}"
            readings = sum(1 for known in self._times if known.span == value.span)
            node = self.node("time", key if not readings else f"{key}-{readings + 1}")
            self._times[value] = node
            self.say(
                node,
                (RDF.type, DM.TimeSpan),
                (DM.earliest, terms.moment(value.start)),
                (DM.latest, terms.moment(value.end)),
                (DM.timeText, terms.plain(value.text)),
                (DM.evidence, self.passage(value.span)),
            )
        return self._times[value]

    def write_entity(self, entity: Entity) -> None:
        """An entity: what it is, its names, where the article mentions it, and which item it is linked to."""
        node, profile = self.entity(entity.id), self.identity.profile(self.linked, entity)
        self.say(
            node,
            (RDF.type, ENTITY_CLASSES[profile.type]),
            (RDFS.label, terms.words(profile.name)),
            (DM.named, terms.boolean(profile.named)),
            (DM.mentionedIn, self.article),
            *((SKOS.altLabel, terms.words(x)) for x in (entity.name, *entity.aliases) if x and x != profile.name),
            *((DM.mention, self.passage(mention.span)) for mention in entity.mentions),
        )
        self._write_link(entity, node)

    def _write_link(self, entity: Entity, node: URIRef) -> None:
        link = self.identity.link(self.linked, entity.id)
        if link is None:
            self._write_refusal(entity, node)
            return
        target = URIRef(f"http://www.wikidata.org/entity/{link.qid}")
        label = self.node("link", f"{self.keys.article}-{ids.slug(entity.id)}")
        facts: tuple[tuple[URIRef, URIRef | Literal], ...] = (
            (RDF.type, DM.Link),
            (DM.linkedEntity, node),
            (DM.linkTarget, target),
            (DM.linkLabel, terms.words(link.label or entity.name)),
            (DM.confidence, terms.decimal(link.score)),
            (DM.reason, terms.words(link.reason)),
            (DM.catalogueVersion, terms.plain(link.catalogue)),
        )
        for predicate, value in facts:
            self.links.add((label, predicate, value))
        self.links.add((node, SKOS.exactMatch, target))
        narrower = self.kinds(link.qid or "", self.identity.profile(self.linked, entity).type)
        if narrower is not None:
            self.links.add((node, RDF.type, narrower))

    def _write_refusal(self, entity: Entity, node: URIRef) -> None:
        """Why an entity has no item. Of crowds nothing is said: they have none by what they are."""
        found = next((x for x in self.linked.links if x.entity == entity.id), None)
        if found is None or entity.type == "Group":
            return
        label = self.node("link", f"{self.keys.article}-{ids.slug(entity.id)}")
        reason = f"a judgement took the link to {found.label} ({found.qid}) back" if found.qid else found.reason
        facts: tuple[tuple[URIRef, URIRef | Literal], ...] = (
            (RDF.type, DM.RefusedLink),
            (DM.linkedEntity, node),
            (DM.reason, terms.words(reason)),
            (DM.catalogueVersion, terms.plain(found.catalogue)),
        )
        for predicate, value in facts:
            self.links.add((label, predicate, value))
