"""The JSON-LD context: made from the ontology, kept beside it as ``context.jsonld``, and compared with it by a test.

``python -m ontology.context > ontology/context.jsonld`` writes it anew after a term has come or gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Namespace, URIRef
from rdflib.term import Node

import ontology

__all__ = ["Context", "build", "dumps"]

Context = dict[str, str | dict[str, str] | float]
"""Name in JSON -> IRI, or IRI with ``@type`` or ``@container``; and ``@version``."""

DM: Final = Namespace("https://w3id.org/dragoman/ontology#")

_PREFIXES: Final = {
    "dm": str(DM),
    "dmc": "https://w3id.org/dragoman/code/",
    "rdfs": str(RDFS),
    "owl": str(OWL),
    "skos": str(SKOS),
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": str(XSD),
}

_BY_LANGUAGE: Final = {
    "label": "rdfs:label",
    "prefLabel": "skos:prefLabel",
    "altLabel": "skos:altLabel",
    "definition": "skos:definition",
}

_OTHERS: Final = {
    "title": ("dct:title", ""),
    "issued": ("dct:issued", "xsd:date"),
    "publisher": ("dct:publisher", ""),
    "language": ("dct:language", ""),
    "source": ("dct:source", "@id"),
    "license": ("dct:license", "@id"),
    "wasDerivedFrom": ("prov:wasDerivedFrom", "@id"),
    "wasGeneratedBy": ("prov:wasGeneratedBy", "@id"),
    "hasSource": ("oa:hasSource", "@id"),
    "hasSelector": ("oa:hasSelector", "@id"),
    "start": ("oa:start", "xsd:integer"),
    "end": ("oa:end", "xsd:integer"),
    "exact": ("oa:exact", ""),
    "prefix": ("oa:prefix", ""),
    "suffix": ("oa:suffix", ""),
    "exactMatch": ("skos:exactMatch", "@id"),
    "closeMatch": ("skos:closeMatch", "@id"),
    "broader": ("skos:broader", "@id"),
    "inScheme": ("skos:inScheme", "@id"),
    "notation": ("skos:notation", ""),
}
"""Terms of other vocabularies that releases use, with the type of their values."""

_FOREIGN_CLASSES: Final = (
    *("oa:SpecificResource", "oa:TextPositionSelector", "oa:TextQuoteSelector"),
    *("skos:Concept", "skos:ConceptScheme"),
)


def build(graph: Graph | None = None) -> Context:
    """The context of an ontology, by default of the one that ships: every class and property under its own name."""
    graph = ontology.load() if graph is None else graph
    context: Context = {"@version": 1.1, "id": "@id", "type": "@type", **_PREFIXES}
    context.update({name: {"@id": iri, "@container": "@language"} for name, iri in _BY_LANGUAGE.items()})
    context.update({name: _typed(iri, kind) for name, (iri, kind) in _OTHERS.items()})
    context.update({iri.partition(":")[2]: iri for iri in _FOREIGN_CLASSES})
    for name in _terms(graph, OWL.Class):
        context[name] = f"dm:{name}"
    for name in _terms(graph, OWL.ObjectProperty):
        context[name] = _typed(f"dm:{name}", "@id")
    for name in _terms(graph, OWL.DatatypeProperty):
        context[name] = _typed(f"dm:{name}", _coercion(graph.value(DM[name], RDFS.range)))
    for name in _terms(graph, OWL.AnnotationProperty):
        # a note has no range: what stands in it tells whether it names something or is a text in a language
        names = any(isinstance(value, URIRef) for value in graph.objects(None, DM[name]))
        context[name] = {"@id": f"dm:{name}", **({"@type": "@id"} if names else {"@container": "@language"})}
    return context


def _terms(graph: Graph, kind: URIRef) -> Iterator[str]:
    """Local names of the ontology's own terms of a kind, sorted."""
    yield from sorted(
        str(term).removeprefix(DM) for term in set(graph.subjects(RDF.type, kind)) if str(term).startswith(DM)
    )


def _typed(iri: str, kind: str) -> str | dict[str, str]:
    return {"@id": iri, "@type": kind} if kind else iri


def _coercion(found: Node | None) -> str:
    """The datatype that values of a range get.

    None for text: plain JSON strings are xsd:string already. None for rdfs:Literal: a time may be a year or a day and
    a text may be in a language, so such values say themselves what they are.
    """
    if found is None or found in {XSD.string, RDFS.Literal, RDF.langString}:
        return ""
    return f"xsd:{str(found).removeprefix(str(XSD))}"


def dumps(graph: Graph | None = None) -> str:
    """The text of ``context.jsonld``: one line a term."""
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(about)}" for name, about in build(graph).items())
    return f'{{\n  "@context": {{\n{lines}\n  }}\n}}\n'


if __name__ == "__main__":
    print(dumps(), end="")
