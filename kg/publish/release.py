"""Filling a release: quads in, article by article; out a folder of files that all say the same, and its manifest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from heapq import merge
from pathlib import Path

from rdflib import OWL, Graph

from kg.errors import CheckFailed, InputError
from kg.ids import Iris
from kg.judgements import FILE_NAME as JUDGEMENTS
from kg.model import Article, Issue
from kg.publish import files, tables
from kg.publish.sort import Sorter, distinct
from kg.publish.store import MANIFEST, Building, digest, install
from kg.rdf.article import ArticleGraph
from kg.rdf.lines import graph_lines, with_stable_blanks
from kg.rdf.meta import FileFacts, Summary, dcat_graph, void_graph
from kg.rdf.sheet import GraphSettings, empty
from kg.review import FILE_NAME as UNCERTAIN
from kg.review import Doubt, record
from kg.vocab import DM, ONTOLOGY

CHECK_TRIPLES = 20_000
"""Article graphs are checked together up to this size: each call of the checker has a cost, and memory an end."""

RELEASE_DIGITS = 12
NAMED_NODES = 5
"""How many failures the message of CheckFailed names; all of them are in the exception's ``issues``."""

Check = Callable[[Graph], Iterable[Issue]]
Infer = Callable[[Graph], Graph]


@dataclass(frozen=True, slots=True)
class Piece:
    """What one article brings to a release.

    ``enrichment`` is on linked items that no earlier article brought; ``doubts`` are the links to look at.
    """

    article: Article
    graph: ArticleGraph
    rows: tuple[tables.EventRow, ...]
    enrichment: Graph = field(default_factory=empty)
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a release records of its making: versions and settings by name, the ontology.

    ``settings`` are those that shaped the graph, ``shown`` what the manifest says of them. ``judgements`` is the file
    of identity decisions that was applied, if any; it becomes part of the release.
    """

    settings: GraphSettings
    shown: Mapping[str, str]
    versions: Callable[[], Mapping[str, str]]
    ontology: Graph
    judgements: bytes | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a graph is held to (``check``: graph -> issues), and what follows from it (``infer``: graph -> graph).

    The checker is given graphs of whole articles with their links, the other the graph of one article with its links.
    """

    check: Check | None = None
    infer: Infer | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a release holds. ``events`` are those of every status; ``entities`` are distinct ones."""

    articles: int = 0
    events: int = 0
    statements: int = 0
    situations: int = 0
    quantities: int = 0
    claims: int = 0
    entities: int = 0
    links: int = 0
    graphs: int = 0
    quads: int = 0
    triples: int = 0
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class Release:
    """A release in its place. ``issues`` are the inputs left out and the warnings."""

    id: str
    path: Path
    counts: Counts
    issues: tuple[Issue, ...]


def publish(
    work: Building, pieces: Iterable[Piece], about: About, rules: Rules, issues: Iterable[Issue] = ()
) -> Release:
    """Write a release from its pieces (each article once, in the order of article keys) and make it the current one.

    ``issues`` and ``about.versions`` are read after all pieces. Raises InputError when there is no piece at all,
    CheckFailed when a check finds an error; then nothing changes.
    """
    press = _Press(work, about, rules)
    for piece in pieces:
        press.add(piece)
    press.run_check()
    noted = tuple(issues)
    if not press.articles:
        causes = "; ".join(f"{i.where}: {i.message}" for i in noted[:NAMED_NODES] if i.severity == "error")
        raise InputError(f"No article could be read. {causes}".strip(), "Nothing was published.")
    return press.finish(noted)


@dataclass(slots=True)
class _Press:
    """A release in the making: sorted runs, spools and tables, filled by ``add``, turned into files by ``finish``."""

    work: Building
    about: About
    rules: Rules
    articles: int = 0
    newest: str | None = None
    licenses: set[str] = field(default_factory=set)
    iris: Iris = field(init=False)
    quads: Sorter = field(init=False)
    shared: dict[str, Sorter] = field(init=False)
    spool: files.GraphSpool = field(init=False)
    waiting: Graph = field(default_factory=empty)

    def __post_init__(self) -> None:
        scratch = self.work.scratch
        self.iris = Iris(self.about.settings.base_iri)
        self.quads = Sorter(scratch, "quads")
        self.shared = {name: Sorter(scratch, name) for name in ("enrichment", "links", "inferred")}
        self.spool = files.GraphSpool(scratch / "graphs")
        (self.work.release / "events.csv").write_bytes(tables.header())
        (self.work.release / "articles.jsonl").touch()
        (self.work.release / UNCERTAIN).touch()

    def add(self, piece: Piece) -> None:
        """Take an article in."""
        lines = graph_lines(piece.graph.graph, piece.graph.name)
        self.spool.add(piece.graph.name, lines)
        self.quads.add(lines)
        self._share("links", piece.graph.links)
        self._share("enrichment", piece.enrichment)
        if self.rules.infer is not None:
            self._share("inferred", self.rules.infer(piece.graph.graph + piece.graph.links))
        self._await_check(piece)
        with (self.work.release / "events.csv").open("ab") as file:
            file.writelines(tables.row_line(row) for row in piece.rows)
        with (self.work.release / "articles.jsonl").open("ab") as file:
            file.write(tables.article_line(piece.article, self.about.settings))
        with (self.work.release / UNCERTAIN).open("ab") as file:
            file.writelines(tables.json_line(record(doubt)) for doubt in piece.doubts)
        self._count(piece)

    def _share(self, name: str, graph: Graph) -> None:
        lines = graph_lines(graph, self.iris.graph(name))
        self.shared[name].add(lines)
        self.quads.add(lines)

    def _count(self, piece: Piece) -> None:
        self.articles += 1
        self.licenses.add(piece.article.license or "")
        day = (piece.article.published or "")[:10]
        self.newest = max(self.newest or "", day) or None

    def _await_check(self, piece: Piece) -> None:
        if self.rules.check is None:
            return
        for graph in (piece.graph.graph, piece.graph.links, piece.enrichment):
            self.waiting += graph
        if len(self.waiting) >= CHECK_TRIPLES:
            self.run_check()

    def run_check(self) -> None:
        """Check what has gathered. Raises CheckFailed, naming the nodes."""
        graph, self.waiting = self.waiting, empty()
        if self.rules.check is None or not len(graph):
            return
        wrong = [issue for issue in self.rules.check(graph) if issue.severity == "error"]
        if wrong:
            named = "; ".join(f"{issue.where}: {issue.message}" for issue in wrong[:NAMED_NODES])
            more = f" (and {len(wrong) - NAMED_NODES} more)" if len(wrong) > NAMED_NODES else ""
            raise CheckFailed(f"The graph breaks its own rules, so it is not published: {named}{more}.", wrong[0].cure)

    def finish(self, issues: tuple[Issue, ...]) -> Release:
        """Write all files, name the release by its content, and put it in its place."""
        folder, ontology = self.work.release, with_stable_blanks(self.about.ontology)
        lines = sorted(set(map(tables.issue_line, issues)))
        (folder / "issues.jsonl").write_bytes(b"".join(lines))
        if self.about.judgements is not None:
            (folder / JUDGEMENTS).write_bytes(self.about.judgements)
        files.write_ontology(ontology, folder)
        self._spool_shared(ontology)
        found = files.tally(self.quads, self.iris.node_prefix)
        release_id = self._name(found.digest)
        summary = self._summary(release_id, found)
        void = void_graph(summary, self.iris)
        meta = graph_lines(void + dcat_graph(summary, self.iris), self.iris.graph("meta"))
        self.spool.add(self.iris.graph("meta"), meta)
        files.write_lines(folder / "dataset.nq", distinct(merge(self.quads, meta)))
        files.write_trig(folder / "dataset.trig", self.spool.graphs())
        files.write_union(folder / "dataset.nq", folder)
        files.write_turtle(folder / "void.ttl", void)
        facts = dict(self._facts())
        files.write_turtle(folder / "dcat.ttl", dcat_graph(summary, self.iris, facts))
        counts = self._counts(found, len(meta), issues)
        self._write_manifest(release_id, counts)
        return Release(release_id, install(self.work, release_id), counts, issues)

    def _spool_shared(self, ontology: Graph) -> None:
        for name, sorter in self.shared.items():
            self.spool.add(self.iris.graph(name), sorter)
        name = self.iris.graph("ontology")
        lines = graph_lines(ontology, name)
        self.spool.add(name, lines)
        self.quads.add(lines)

    def _name(self, quads: str) -> str:
        """12 hex digits that stand for all that the release is made from."""
        parts = [quads, *(digest(path) for path in sorted(self.work.release.iterdir()))]
        parts += [f"{k}={v}" for k, v in sorted({**self.about.versions(), **self.about.shown}.items())]
        return sha256("\n".join(parts).encode()).hexdigest()[:RELEASE_DIGITS]

    def _summary(self, release_id: str, found: files.Tally) -> Summary:
        return Summary(
            release=release_id,
            version=self.about.versions()["dragoman"],
            articles=self.articles,
            triples=found.triples,
            subjects=found.subjects,
            modified=self.newest,
            classes=found.classes,
            properties=found.properties,
            licenses=tuple(sorted(self.licenses)),
        )

    def _counts(self, found: files.Tally, meta: int, issues: tuple[Issue, ...]) -> Counts:
        severities = Counter(issue.severity for issue in issues)
        kinds = found.kinds
        return Counts(
            articles=self.articles,
            events=kinds["event"],
            statements=kinds["statement"],
            situations=kinds["situation"],
            quantities=kinds["quantity"],
            claims=kinds["claim"],
            entities=kinds["entity"],
            links=found.classes[str(DM.Link)],  # refused ones are no links
            graphs=len(self.spool.names()),
            quads=found.quads + meta,
            triples=found.triples,
            errors=severities["error"],
            warnings=severities["warning"],
        )

    def _facts(self) -> Iterator[tuple[str, FileFacts]]:
        for path in sorted(self.work.release.iterdir()):
            yield path.name, FileFacts(path.stat().st_size, digest(path))

    def _write_manifest(self, release_id: str, counts: Counts) -> None:
        manifest = {
            "release": release_id,
            "modified": self.newest,
            "counts": asdict(counts),
            "versions": dict(sorted(self.about.versions().items())),
            "settings": dict(sorted(self.about.shown.items())),
            "files": {name: {"bytes": facts.size, "sha256": facts.sha256} for name, facts in self._facts()},
        }
        (self.work.release / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", "utf-8")


def ontology_version(ontology: Graph) -> str:
    """The version that the umbrella ontology gives itself, or ``unknown``."""
    return str(ontology.value(ONTOLOGY, OWL.versionInfo) or "unknown")
