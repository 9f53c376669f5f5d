"""The mappings of ``align/*.ttl`` as one table in SSSOM, the simple standard for sharing mappings.

The Turtle is what people edit; ``python -m ontology.mappings --write`` makes the table from it, ``--check`` says
whether it is up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import chain
from pathlib import Path
from typing import Final

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.term import Node

import ontology

__all__ = ["PREFIXES", "Mapping", "MappingError", "all_mappings", "main", "mappings_of", "table", "unjustified"]

SSSOM: Final = Namespace("https://w3id.org/sssom/")
TABLE: Final = "mappings.sssom.tsv"
AUTHOR: Final = "Dragoman contributors"
_ALIGN: Final = "https://w3id.org/dragoman/ontology/align/"

PREFIXES: Final[dict[str, str]] = {
    "align": _ALIGN,
    "dm": "https://w3id.org/dragoman/ontology#",
    "dmc": "https://w3id.org/dragoman/code/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "gufo": "http://purl.org/nemo/gufo#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": str(OWL),
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": str(RDFS),
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": str(SKOS),
    "time": "http://www.w3.org/2006/time#",
    "wd": "http://www.wikidata.org/entity/",
}
"""The short forms of the table, and nothing else: a term outside of them is an error."""

_RELATIONS: Final = (
    *(RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty, RDFS.seeAlso),
    *(SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch),
)


class MappingError(ValueError):
    """A mapping in the Turtle that cannot be told in the table; the message names it and what it lacks."""


@dataclass(frozen=True, slots=True, order=True)
class Mapping:
    """One row; names of fields are the columns of SSSOM, values are short forms (CURIEs) and plain text."""

    subject_id: str
    subject_label: str
    predicate_id: str
    object_id: str
    object_label: str
    mapping_justification: str
    author_label: str
    mapping_source: str
    comment: str


def mappings_of(graph: Graph, labels: Graph, name: str) -> list[Mapping]:
    """The mappings that a graph justifies, sorted; ``labels`` holds our own terms, ``name`` is that of the file.

    Raises MappingError when a justification stands without its mapping, or a part of it is missing.
    """
    found = (
        _mapping(graph, axiom, labels, name)
        for axiom in graph.subjects(RDF.type, OWL.Axiom)
        if (axiom, SSSOM.mapping_justification, None) in graph
    )
    return sorted(found)


def unjustified(graph: Graph) -> list[tuple[Node, Node, Node]]:
    """Mappings of our terms to terms of others that no axiom annotation justifies, sorted."""
    told = {
        tuple(graph.value(axiom, part) for part in (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget))
        for axiom in graph.subjects(SSSOM.mapping_justification, None)
    }
    stated = chain.from_iterable(graph.triples((None, relation, None)) for relation in _RELATIONS)
    return sorted(triple for triple in stated if triple not in told)


def all_mappings() -> list[Mapping]:
    """The mappings of all files in ``align``, sorted. Raises MappingError."""
    labels = ontology.load(*ontology.VOCABULARY, "align")
    rows = (mappings_of(ontology.load(name), labels, name.split("/")[-1]) for name in ontology.modules("align"))
    return sorted(chain.from_iterable(rows))


def table(mappings: Sequence[Mapping]) -> str:
    """The whole SSSOM file: what holds for all rows as YAML in comments, then the rows, tab-separated."""
    lines = [*_header(), "\t".join(field.name for field in fields(Mapping))]
    lines += ["\t".join(astuple(mapping)) for mapping in mappings]
    return "\n".join(lines) + "\n"


def _mapping(graph: Graph, axiom: Node, labels: Graph, name: str) -> Mapping:
    subject = _part(graph, axiom, OWL.annotatedSource)
    relation = _part(graph, axiom, OWL.annotatedProperty)
    target = _part(graph, axiom, OWL.annotatedTarget)
    if (subject, relation, target) not in graph:
        raise MappingError(f"align/{name}.ttl justifies {subject} {relation} {target} without stating it.")
    return Mapping(
        _short(subject),
        _english(labels, subject),
        _short(graph.value(axiom, SSSOM.predicate_id) or relation),
        _short(target),
        _plain(_part(graph, axiom, SSSOM.object_label)),
        _short(_part(graph, axiom, SSSOM.mapping_justification)),
        AUTHOR,
        f"align:{name}",
        _plain(graph.value(axiom, RDFS.comment) or ""),
    )


def _english(labels: Graph, term: Node) -> str:
    """The English label of a class, property or code. Raises MappingError when there is none."""
    for label in chain(labels.objects(term, SKOS.prefLabel), labels.objects(term, RDFS.label)):
        if getattr(label, "language", None) == "en":
            return _plain(label)
    raise MappingError(f"{term} is mapped but has no English label; is it a term of the ontology?")


def _part(graph: Graph, axiom: Node, part: URIRef) -> Node:
    found = graph.value(axiom, part)
    if found is None:
        source = graph.value(axiom, OWL.annotatedSource)
        raise MappingError(f"A justification of a mapping of {source} lacks {part}.")
    return found


def _plain(text: object) -> str:
    return " ".join(str(text).split())


def _short(term: Node) -> str:
    for prefix, namespace in PREFIXES.items():
        if str(term).startswith(namespace):
            return f"{prefix}:{str(term).removeprefix(namespace)}"
    raise MappingError(f"{term} is in no vocabulary with a short form; add one to ontology.mappings.PREFIXES.")


def _header() -> Iterator[str]:
    version = ontology.load("dragoman").value(URIRef("https://w3id.org/dragoman/ontology"), OWL.versionInfo)
    yield "#curie_map:"
    yield from (f'#  {prefix}: "{namespace}"' for prefix, namespace in PREFIXES.items())
    yield f'#mapping_set_id: "{_ALIGN}{TABLE}"'
    yield '#mapping_set_title: "Dragoman in other vocabularies"'
    yield f'#mapping_set_version: "{version}"'
    yield '#license: "https://creativecommons.org/licenses/by/4.0/"'
    yield f'#creator_label:\n#  - "{AUTHOR}"'
    yield '#comment: "Made from the Turtle files beside it; change those."'


def main(arguments: Sequence[str] | None = None) -> int:
    """``--write`` makes the table anew, ``--check`` compares; returns 1 when the table is not up to date."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given not in (["--write"], ["--check"]):
        print("usage: python -m ontology.mappings --write|--check", file=sys.stderr)
        return 2
    file: Path = ontology.path("align") / TABLE
    wanted = table(all_mappings())
    if given == ["--write"]:
        file.write_text(wanted, encoding="utf-8")
    elif not file.exists() or file.read_text(encoding="utf-8") != wanted:
        print(f"{file} is not what the Turtle says; run python -m ontology.mappings --write", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
