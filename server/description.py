"""What the endpoint says of itself in RDF (SPARQL 1.1 Service Description), and the queries it offers to try."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize

from server import queries
from server.prefixes import PREFIXES
from server.writers import WRITERS

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_LANGUAGES = ("Query", "Update")
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads", "N3",
)  # fmt: skip


def service(endpoint: str, about: str, graphs: Sequence[str], format: str, *, writable: bool = False) -> bytes:
    """The description of the endpoint at the address ``endpoint``, in a graph format (key of ``negotiate.MEDIA``).

    ``about`` is the address of the dataset's own description; ``graphs`` are the names of its graphs.
    ``writable``: who has a token may send updates.
    """
    node, dataset, graph = BlankNode("service"), BlankNode("dataset"), BlankNode("default")

    sd = _sd
    triples = [
        Triple(node, _RDF_TYPE, sd("Service")),
        Triple(node, sd("endpoint"), NamedNode(endpoint)),
        *(Triple(node, sd("supportedLanguage"), sd(f"SPARQL11{name}")) for name in _LANGUAGES[: 1 + writable]),
        Triple(node, sd("feature"), sd("UnionDefaultGraph")),
        Triple(node, sd("defaultDataset"), dataset),
        Triple(dataset, _RDF_TYPE, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), graph),
        Triple(graph, _RDF_TYPE, sd("Graph")),
        Triple(dataset, NamedNode(PREFIXES["rdfs"] + "seeAlso"), NamedNode(about)),
        Triple(node, NamedNode(PREFIXES["rdfs"] + "label"), Literal("Dragoman", language="en")),
        *(triple for number, name in enumerate(graphs) for triple in _named(dataset, number, name)),
        *(Triple(node, sd("resultFormat"), NamedNode(_FORMATS + name)) for name in _RESULTS),
    ]
    prefixes = {"sd": _SD, "rdfs": PREFIXES["rdfs"], "formats": _FORMATS}
    return serialize(triples, format=WRITERS[format], prefixes=prefixes) or b""


def _named(dataset: BlankNode, number: int, name: str) -> Iterator[Triple]:
    node = BlankNode(f"named{number}")
    yield Triple(dataset, _sd("namedGraph"), node)
    yield Triple(node, _RDF_TYPE, _sd("NamedGraph"))
    yield Triple(node, _sd("name"), NamedNode(name))


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)


def examples() -> tuple[tuple[str, str], ...]:
    """Title and text of queries to start from."""
    return queries.examples()
