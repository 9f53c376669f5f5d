"""Graphs -> N-Quads lines: canonical escapes, sorted by code point, blank nodes named by content."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import BNode, Graph


def graph_lines(graph: Graph, name: str) -> list[bytes]:
    """The quads of a graph under its name, one sorted line each, without line ends.

    Raises ValueError for a term that no RDF syntax can hold (the parser that reads the lines back is a strict one).
    """
    triples = graph.serialize(format="nt", encoding="utf-8")
    graph_name = ox.NamedNode(name)
    try:
        quads = (
            ox.Quad(quad.subject, quad.predicate, quad.object, graph_name)
            for quad in ox.parse(triples, format=ox.RdfFormat.N_TRIPLES)
        )
        written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    except SyntaxError as problem:
        raise ValueError(f"the graph {name} holds a term that cannot be written: {problem}") from None
    return sorted(set((written or b"").split(b"\n")) - {b""})


def with_stable_blanks(graph: Graph) -> Graph:
    """A copy whose blank nodes are named by the graph's content (RDFC-1.0) and whose triples stand in sorted order.

    Parsers number blank nodes as they please; without this no two builds would give the same bytes.
    """
    dataset = ox.Dataset(
        ox.Quad(quad.subject, quad.predicate, quad.object)
        for quad in ox.parse(graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted((ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b"").split(b"\n"))
    names: dict[str, BNode] = {}
    raw = Graph()
    raw.parse(data=b"\n".join(lines), format="nt", bnode_context=names)
    back = {node: BNode(label) for label, node in names.items()}
    stable = Graph()
    for prefix, namespace in graph.namespaces():
        stable.bind(prefix, namespace)
    for triple in sorted(tuple(back.get(term, term) for term in triple) for triple in raw):  # type: ignore[call-overload]
        stable.add(triple)
    return stable
