"""What a release says of itself: VoID for those who query it, DCAT (application profile DCAT-AP) for catalogues."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib import DCAT, DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, VOID, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.ids import Iris, slug
from kg.rdf import terms
from kg.vocab import DM

SPDX = Namespace("http://spdx.org/rdf/terms#")
_LANGUAGE = URIRef("http://publications.europa.eu/resource/authority/language/ENG")
_SCHEME = URIRef("http://publications.europa.eu/resource/authority/data-theme")
_THEMES = {
    URIRef(f"{_SCHEME}/INTR"): "International issues",
    URIRef(f"{_SCHEME}/GOVE"): "Government and public sector",
}
_FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_W3C_FORMATS = "http://www.w3.org/ns/formats/"
_TITLE = "Dragoman: events in the news, each with its source"
_ABOUT = (
    "Who did what to whom, where and when, as news articles report it: events with their status, the offices and"
    " relations of those involved, and for every claim the article, the passage and whoever is said to say so."
)


@dataclass(frozen=True, slots=True)
class FileKind:
    """How a file of a release is described: title, IANA media type, code in the EU's list of file types."""

    title: str
    media_type: str
    file_type: str
    syntax: str = ""


DATA_FILES: Mapping[str, FileKind] = {
    "dataset.nq": FileKind("The dataset, one named graph an article, as N-Quads", "application/n-quads", "RDF_N_QUADS",
                           "N-Quads"),
    "dataset.trig": FileKind("The dataset, one named graph an article, as TriG", "application/trig", "RDF_TRIG",
                             "TriG"),
    "graph.nt": FileKind("All graphs as one, as N-Triples", "application/n-triples", "RDF_N_TRIPLES", "N-Triples"),
    "graph.ttl": FileKind("All graphs as one, as Turtle", "text/turtle", "RDF_TURTLE", "Turtle"),
    "graph.jsonld": FileKind("All graphs as one, as JSON-LD", "application/ld+json", "JSON_LD", "JSON-LD"),
    "events.csv": FileKind("One row an event, for spreadsheets", "text/csv", "CSV"),
    "articles.jsonl": FileKind("The articles behind the graph, one JSON object a line", "application/json", "JSON"),
    "ontology.ttl": FileKind("The ontology and its codes, as Turtle", "text/turtle", "RDF_TURTLE", "Turtle"),
    "ontology.rdf": FileKind("The ontology and its codes, as RDF/XML", "application/rdf+xml", "RDF_XML", "RDF_XML"),
}  # fmt: skip
"""The files of a release that hold data. Those that describe it (VoID, DCAT, manifest, issues) are not listed."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Size in bytes and SHA-256 (hex) of a file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of a release once all its quads have been seen.

    ``classes`` and ``properties`` count instances and triples by IRI, over the union of all graphs. ``modified`` is the
    date of the newest article: there is no clock in the data.
    """

    release: str
    version: str
    articles: int
    triples: int
    subjects: int
    modified: str | None = None
    classes: Mapping[str, int] = field(default_factory=dict)
    properties: Mapping[str, int] = field(default_factory=dict)
    licenses: tuple[str, ...] = ()


def void_graph(summary: Summary, iris: Iris) -> Graph:
    """The VoID description: how much there is of what, and where to get it."""
    graph, dataset = _graph(), URIRef(iris.node("dataset", "graph"))
    _say(
        graph,
        dataset,
        (RDF.type, VOID.Dataset),
        (DCTERMS.title, terms.words(_TITLE)),
        (DCTERMS.description, terms.words(_ABOUT)),
        (DCTERMS.modified, terms.day(summary.modified)),
        (DCTERMS.identifier, terms.plain(summary.release)),
        (VOID.sparqlEndpoint, URIRef(f"{iris.base}sparql")),
        (VOID.uriSpace, terms.plain(f"{iris.base}id/")),
        (VOID.vocabulary, URIRef(str(DM._NS))),
        (VOID.triples, terms.integer(summary.triples)),
        (VOID.distinctSubjects, terms.integer(summary.subjects)),
        (VOID.documents, terms.integer(summary.articles)),
        (VOID.classes, terms.integer(len(summary.classes))),
        (VOID.properties, terms.integer(len(summary.properties))),
        *((VOID.dataDump, URIRef(iris.download(name))) for name in DATA_FILES if name.startswith(("dataset", "graph"))),
        *((VOID.feature, URIRef(f"{_W3C_FORMATS}{kind.syntax}")) for kind in DATA_FILES.values() if kind.syntax),
    )
    for iri, count in sorted(summary.classes.items()):
        part = URIRef(f"{dataset}/class/{_local(iri)}")
        _say(graph, dataset, (VOID.classPartition, part))
        _say(graph, part, (VOID["class"], URIRef(iri)), (VOID.entities, terms.integer(count)))
    for iri, count in sorted(summary.properties.items()):
        part = URIRef(f"{dataset}/property/{_local(iri)}")
        _say(graph, dataset, (VOID.propertyPartition, part))
        _say(graph, part, (VOID.property, URIRef(iri)), (VOID.triples, terms.integer(count)))
    return graph


def dcat_graph(summary: Summary, iris: Iris, files: Mapping[str, FileFacts] | None = None) -> Graph:
    """The DCAT-AP description. With ``files`` (name -> facts) also sizes and checksums, which the data cannot hold."""
    graph = _graph()
    catalog, dataset, service, agent = (
        URIRef(iris.node("catalog", "main")),
        URIRef(iris.node("dataset", "graph")),
        URIRef(iris.node("service", "sparql")),
        URIRef(iris.node("agent", "publisher")),
    )
    _say(graph, agent, (RDF.type, FOAF.Agent), (FOAF.name, terms.words("The publisher of this graph")))
    home = URIRef(iris.base)
    _say(graph, catalog, (DCTERMS.publisher, agent), (DCAT.dataset, dataset), (DCAT.service, service))
    _say(graph, catalog, (FOAF.homepage, home), *_catalog_facts(summary))
    _say(graph, dataset, (DCTERMS.publisher, agent), (DCAT.landingPage, home), *_dataset_facts(summary))
    _say(graph, service, (DCTERMS.publisher, agent), (DCAT.servesDataset, dataset), *_service_facts(iris))
    _say(graph, home, (RDF.type, FOAF.Document))
    # said although everything is one: the profile's shapes ask for it
    _say(graph, URIRef(f"{iris.base}sparql"), (RDF.type, RDFS.Resource))
    _say(graph, _LANGUAGE, (RDF.type, DCTERMS.LinguisticSystem))
    _say(graph, _SCHEME, (RDF.type, SKOS.ConceptScheme), (DCTERMS.title, terms.words("Data themes")))
    for theme, label in _THEMES.items():
        _say(graph, theme, (RDF.type, SKOS.Concept), (SKOS.prefLabel, terms.words(label)), (SKOS.inScheme, _SCHEME))
    for name, kind in DATA_FILES.items():
        if files is None or name in files:
            node = URIRef(iris.node("distribution", slug(name)))
            _say(graph, dataset, (DCAT.distribution, node))
            _write_distribution(graph, node, URIRef(iris.download(name)), kind, summary)
            if files is not None:
                _write_facts(graph, node, files[name])
    return graph


_Facts = tuple[tuple[URIRef, Node | None], ...]


def _catalog_facts(summary: Summary) -> _Facts:
    return (
        (RDF.type, DCAT.Catalog),
        (DCTERMS.title, terms.words("Dragoman")),
        (DCTERMS.description, terms.words("What this server publishes: one graph of events in the news.")),
        (DCTERMS.language, _LANGUAGE),
        (DCTERMS.modified, terms.day(summary.modified)),
        (DCAT.themeTaxonomy, _SCHEME),
    )


def _dataset_facts(summary: Summary) -> _Facts:
    return (
        (RDF.type, DCAT.Dataset),
        (DCTERMS.title, terms.words(_TITLE)),
        (DCTERMS.description, terms.words(_ABOUT)),
        (DCTERMS.identifier, terms.plain(summary.release)),
        (DCTERMS.modified, terms.day(summary.modified)),
        (DCTERMS.language, _LANGUAGE),
        (OWL.versionInfo, terms.plain(summary.version)),
        (URIRef(f"{DCAT}version"), terms.plain(summary.version)),
        *((DCAT.theme, theme) for theme in _THEMES),
        *((DCAT.keyword, terms.words(word)) for word in ("news", "events", "conflict", "diplomacy", "knowledge graph")),
    )


def _service_facts(iris: Iris) -> _Facts:
    return (
        (RDF.type, DCAT.DataService),
        (DCTERMS.title, terms.words("SPARQL endpoint")),
        (DCAT.endpointURL, URIRef(f"{iris.base}sparql")),
    )


def _write_distribution(graph: Graph, node: URIRef, address: URIRef, kind: FileKind, summary: Summary) -> None:
    media_type, file_type = URIRef(_MEDIA_TYPES + kind.media_type), URIRef(_FILE_TYPES + kind.file_type)
    _say(
        graph,
        node,
        (RDF.type, DCAT.Distribution),
        (DCTERMS.title, terms.words(kind.title)),
        (DCTERMS.modified, terms.day(summary.modified)),
        (DCAT.accessURL, address),
        (DCAT.downloadURL, address),
        (DCAT.mediaType, media_type),
        (DCTERMS["format"], file_type),
    )
    _say(graph, address, (RDF.type, RDFS.Resource))
    _say(graph, media_type, (RDF.type, DCTERMS.MediaType))
    _say(graph, file_type, (RDF.type, DCTERMS.MediaTypeOrExtent))
    # One licence for the whole only where all articles have the same: the quotes are the articles' own words.
    if len(summary.licenses) == 1 and (license_ := terms.license_iri(summary.licenses[0])) is not None:
        _say(graph, node, (DCTERMS.license, license_))
        _say(graph, license_, (RDF.type, DCTERMS.LicenseDocument))


def _write_facts(graph: Graph, node: URIRef, facts: FileFacts) -> None:
    checksum = URIRef(f"{node}#checksum")
    size = Literal(str(facts.size), datatype=XSD.nonNegativeInteger)
    _say(graph, node, (DCAT.byteSize, size), (SPDX.checksum, checksum))
    _say(
        graph,
        checksum,
        (RDF.type, SPDX.Checksum),
        (SPDX.algorithm, SPDX.checksumAlgorithm_sha256),
        (SPDX.checksumValue, Literal(facts.sha256, datatype=XSD.hexBinary)),
    )
    _say(graph, SPDX.checksumAlgorithm_sha256, (RDF.type, SPDX.ChecksumAlgorithm))


def _graph() -> Graph:
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF), ("void", VOID), ("spdx", SPDX),
                              ("xsd", XSD), ("owl", OWL), ("skos", SKOS)):  # fmt: skip
        graph.bind(prefix, namespace)
    return graph


def _say(graph: Graph, subject: Node, *facts: tuple[URIRef, Node | None]) -> None:
    for predicate, value in facts:
        if value is not None:
            graph.add((subject, predicate, value))


def _local(iri: str) -> str:
    """An IRI as one part of a path."""
    return re.sub(r"[^A-Za-z0-9]+", "-", iri.split("://", 1)[-1]).strip("-")
