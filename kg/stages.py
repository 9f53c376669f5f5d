"""The order of the stages: read -> annotate -> link -> claims -> rdf -> check -> publish. Only this module knows it.

Articles are read and linked one by one and kept aside on disk; once who is who over all of them is settled, each is
written as a graph. An article that cannot be digested is left out, and the issues of the release say why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from rdflib import Graph, URIRef

import ontology
from kg import __version__, background, catalogue, check, claims, publish, rdf, resolve, review, sources
from kg.config import Settings
from kg.errors import DragomanError
from kg.ids import Iris, article_key
from kg.judgements import Judgement
from kg.judgements import read as read_judgements
from kg.model import Article, EntityType, Issue, LinkedDocument
from kg.publish.release import ontology_version
from kg.rdf.inferred import inference
from kg.spool import Spool
from kg.wikidata import Wikidata

BATCH = 32
"""Articles read together. When one of them breaks the reading, these are read once more, one by one."""

Progress = Callable[[str, int], None]
"""Called with the name of a stage (``read``, ``write``, ``publish``) and the number of articles that it has done."""

Reading = Callable[[Iterable[Article]], Iterable[LinkedDocument]]
"""Articles -> linked documents, in the same order: annotation and linking."""


def build(  # noqa: PLR0913 - what may be left out goes by keyword
    paths: Iterable[str | Path],
    out: Path,
    settings: Settings,
    progress: Progress | None = None,
    *,
    given: sources.Metadata | None = None,
    judgements: Path | None = None,
    reading: Reading | None = None,
) -> publish.Release:
    """Make a release in ``out`` from the articles at ``paths`` (files, folders, addresses, ``-``) and make it current.

    ``given`` overrules what articles say of themselves; ``judgements`` is a file of identity decisions; ``reading``
    replaces annotation and linking. What was left out or is doubtful is in ``Release.issues``.

    Raises InputError when no article is left or the judgements are wrong, CheckFailed when the graph breaks the shapes,
    StoreError when the folder cannot be written or another build is at work, ModelError. Then the former release stays.
    """
    told = progress or (lambda stage, done: None)
    decisions = read_judgements(judgements) if judgements is not None else ()
    with publish.building(Path(out)) as work:
        made = _Making(settings, told, Spool(work.scratch / "linked"))
        with nullcontext(reading) if reading else _reading(settings, made.issues.extend) as read:
            made.read(sources.read(paths, settings, given), read)
        identity = resolve.identities(made.spool, decisions)
        made.note_unmatched(identity.unmatched, judgements)
        about = publish.About(
            settings=settings,
            shown={name: getattr(settings, name) for name in ("base_iri", "enrichment", "inference", "publish_text")},
            versions=made.versions,
            ontology=ontology.load(),
            judgements=judgements.read_bytes() if judgements is not None else None,
        )
        rules = publish.Rules(_checker(settings), inference(about.ontology, settings.inference))
        with _enrichment(settings, made.issues.extend) as enrich:
            release = publish.publish(work, made.pieces(identity, enrich), about, rules, made.issues)
        told("publish", release.counts.articles)
    return release


@dataclass(slots=True)
class _Making:
    """One build: what was read, what went wrong, which versions were at work."""

    settings: Settings
    told: Progress
    spool: Spool
    issues: list[Issue] = field(default_factory=list)
    _pipelines: set[str] = field(default_factory=set)
    _catalogues: set[str] = field(default_factory=set)

    def read(self, found: Iterable[Article | Issue], reading: Reading) -> None:
        """Annotate and link all articles; keep the documents in the spool."""
        articles = self._articles(found)
        while batch := list(islice(articles, BATCH)):
            for linked in self._digested(batch, reading):
                self._keep(linked)
            self.told("read", len(self.spool))

    def _articles(self, found: Iterable[Article | Issue]) -> Iterator[Article]:
        for one in found:
            if isinstance(one, Issue):
                self.issues.append(one)
            else:
                yield one

    def _digested(self, batch: list[Article], reading: Reading) -> list[LinkedDocument]:
        try:
            return list(reading(batch))
        except (DragomanError, OSError, MemoryError):
            raise
        except Exception as problem:  # one article that the pipeline cannot digest must not cost the others
            if len(batch) == 1:
                self._spoilt(batch[0], "reading", problem)
                return []
            return [linked for article in batch for linked in self._digested([article], reading)]

    def _spoilt(self, article: Article, stage: str, problem: Exception) -> None:
        message = f"The {stage} of {article.id} broke off ({type(problem).__name__}: {problem}); it was left out."
        self.issues.append(Issue("error", article.id, message, "Please report this with the article."))

    def _keep(self, linked: LinkedDocument) -> None:
        document = linked.document
        name = document.article.id
        if article_key(document.article) in self.spool:
            self.issues.append(Issue("warning", name, f"{name} has the text of another article and was left out."))
            return
        self.spool.add(linked)
        self._pipelines.add(document.run.pipeline)
        self._catalogues.update(link.catalogue for link in linked.links)

    def note_unmatched(self, judgements: Iterable[Judgement], path: Path | None) -> None:
        """Warn of decisions on entities that this build does not have."""
        for judgement in judgements:
            message = f"Line {judgement.line} speaks of entities that no article of this build has; it was not applied."
            self.issues.append(Issue("warning", str(path), message, "Build the articles meant, or take the line out."))

    def versions(self) -> Mapping[str, str]:
        """What made the release, by name."""
        return {
            "dragoman": __version__,
            "ontology": ontology_version(ontology.load("dragoman")),
            "pipeline": ", ".join(sorted(self._pipelines)),
            "catalogue": ", ".join(sorted(self._catalogues)),
        }

    def pieces(self, identity: resolve.Identity, enrich: background.Enrich) -> Iterator[publish.Piece]:
        """Each document as claims and as a graph, with the background of items that are new."""
        kinds, iris = _kinds(self.settings), Iris(self.settings.base_iri)
        told: set[str] = set()
        for done, linked in enumerate(self.spool, 1):
            try:
                made = piece(linked, identity, self.settings, kinds)
                new = dict.fromkeys(qid for qid in _items(linked, identity) if qid not in told)
                told.update(new)
                yield replace(made, enrichment=rdf.enrichment_graph(enrich(new).values(), iris))
            except (ValueError, KeyError, IndexError) as problem:  # a document that contradicts itself
                self._spoilt(linked.document.article, "writing", problem)
            self.told("write", done)


def piece(
    linked: LinkedDocument, identity: resolve.Identity, settings: Settings, kinds: rdf.Kinds = rdf.nothing_known
) -> publish.Piece:
    """What one linked document brings to a release. Raises ValueError or KeyError if it contradicts itself."""
    said = claims.claims(linked.document)
    graph = rdf.article_graph(linked, said, identity, settings, kinds)
    rows = tuple(publish.event_rows(linked, said, identity, settings))
    unsure = review.doubts(linked, identity, settings.base_iri, words=settings.publish_text != "none")
    return publish.Piece(linked.document.article, graph, rows, doubts=tuple(unsure))


def _items(linked: LinkedDocument, identity: resolve.Identity) -> Iterator[str]:
    """The QIDs that the entities of a document are linked to."""
    for entity in linked.document.entities:
        link = identity.link(linked, entity.id)
        if link is not None and link.qid is not None:
            yield link.qid


@contextmanager
def _enrichment(settings: Settings, note: Callable[[Iterable[Issue]], None]) -> Iterator[background.Enrich]:
    """What is known of items, from where the settings say; at the end, what could not be asked."""
    if settings.enrichment == "none":
        yield background.nothing
        return
    known = background.from_catalogue(catalogue.load(settings.catalogue or None))
    if settings.enrichment == "catalogue":
        yield known
        return
    with closing(Wikidata(settings)) as wikidata:
        yield background.Live(wikidata, known, note)


def _kinds(settings: Settings) -> rdf.Kinds:
    """What the catalogue that was linked to says of its items."""
    known = catalogue.load(settings.catalogue or None)

    def narrower(qid: str, kind: EntityType) -> URIRef | None:
        record = known.get(qid)
        return rdf.fine_class(kind, record.subtype) if record is not None and record.type == kind else None

    return narrower


def _checker(settings: Settings) -> publish.Check:
    """Shapes and checks, with quotes where the settings publish them."""

    def issues(graph: Graph) -> list[Issue]:
        return check.check_dataset(graph, quotes=settings.publish_text != "none")

    return issues


@contextmanager
def _reading(settings: Settings, note: Callable[[Iterable[Issue]], None]) -> Iterator[Reading]:
    """Annotation with the language pipeline, and the linker that the settings name; at the end, what it has to tell."""
    from kg import annotate  # noqa: PLC0415 - seconds to load, and not needed by those who bring their own
    from kg.link.linkers import linker as linker_of  # noqa: PLC0415

    reader, linker = annotate.load(settings.model), linker_of(settings)

    def read(articles: Iterable[Article]) -> Iterator[LinkedDocument]:
        for document in reader.stream(articles):
            yield linker.link(document)

    try:
        yield read
        note(linker.issues())
    finally:
        linker.close()
