"""What the endpoint says of itself in RDF (SPARQL 1.1 Service Description), and the queries it offers to try."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from server import queries
from server.prefixes import PREFIXES

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip
_WRITERS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}


def service(base_iri: str, endpoint: str, format: str) -> bytes:
    """The description of the endpoint at the address ``endpoint``, in a graph format (key of ``negotiate.MEDIA``)."""
    node, dataset, graph = BlankNode("service"), BlankNode("dataset"), BlankNode("default")

    def sd(name: str) -> NamedNode:
        return NamedNode(_SD + name)

    triples = [
        Triple(node, _RDF_TYPE, sd("Service")),
        Triple(node, sd("endpoint"), NamedNode(endpoint)),
        Triple(node, sd("supportedLanguage"), sd("SPARQL11Query")),
        Triple(node, sd("feature"), sd("UnionDefaultGraph")),
        Triple(node, sd("defaultDataset"), dataset),
        Triple(dataset, _RDF_TYPE, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), graph),
        Triple(graph, _RDF_TYPE, sd("Graph")),
        Triple(dataset, NamedNode(PREFIXES["rdfs"] + "seeAlso"), NamedNode(f"{base_iri}download/void.ttl")),
        Triple(node, NamedNode(PREFIXES["rdfs"] + "label"), Literal("Dragoman", language="en")),
        *(Triple(node, sd("resultFormat"), NamedNode(_FORMATS + name)) for name in _RESULTS),
    ]
    prefixes = {"sd": _SD, "rdfs": PREFIXES["rdfs"], "formats": _FORMATS}
    return serialize(triples, format=_WRITERS[format], prefixes=prefixes) or b""


def examples() -> tuple[tuple[str, str], ...]:
    """Title and text of queries to start from."""
    return queries.examples()
