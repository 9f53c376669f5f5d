"""The prefixes that queries and Turtle of this project use; the namespaces of the project itself."""

from __future__ import annotations

DM = "https://w3id.org/dragoman/ontology#"
ONTOLOGY = "https://w3id.org/dragoman/ontology"
CODE = "https://w3id.org/dragoman/code/"
SEARCH = "https://w3id.org/dragoman/search#"
WIKIDATA = "http://www.wikidata.org/entity/"

PREFIXES: dict[str, str] = {
    "dm": DM,
    "dmc": CODE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "wd": WIKIDATA,
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "search": SEARCH,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
}


def short(iri: str) -> str:
    """``dm:Event`` for an IRI under a known prefix, else the IRI itself."""
    for prefix, namespace in PREFIXES.items():
        rest = iri.removeprefix(namespace)
        if rest != iri and rest and not set(rest) & set("/#?"):
            return f"{prefix}:{rest}"
    return iri
