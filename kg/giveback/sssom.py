"""All links of a release as one table in SSSOM, the simple standard for sharing mappings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.judgements import BY_HAND, PREDICATE, PREFIXES
from kg.resolve import BY_PEOPLE

QUERY = """
PREFIX dm: <https://w3id.org/dragoman/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?entity ?name ?item ?label ?confidence ?reason ?catalogue WHERE {
  ?link dm:linkedEntity ?entity ; dm:linkTarget ?item ; dm:linkLabel ?label ; dm:confidence ?confidence ;
        dm:reason ?reason ; dm:catalogueVersion ?catalogue .
  ?entity rdfs:label ?name
}
ORDER BY ?entity ?item DESC(?confidence) ?reason
"""
"""One row a link; an entity has one in each article that mentions it."""

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification", "confidence",
    "author_label", "mapping_tool", "mapping_tool_version", "object_source_version", "comment",
)  # fmt: skip
COMPOSITE = "semapv:CompositeMatching"
"""Names and the article around them decided together."""


def table(rows: Iterable[Mapping[str, str]], base: str, release: str, program: str) -> Iterator[str]:
    """The lines of the table: of several links of an entity to an item, the surest one.

    ``base`` is the IRI that the release's own begin with, ``release`` its id, ``program`` the version that linked.
    """
    yield "#curie_map:"
    for prefix, iri in sorted({**PREFIXES, "entity": f"{base}id/entity/"}.items()):
        yield f'#  {prefix}: "{iri}"'
    yield f'#mapping_set_id: "{base}links"'
    yield f'#mapping_set_version: "{release}"'
    yield '#mapping_set_title: "Entities of news articles in Wikidata"'
    yield '#license: "https://creativecommons.org/publicdomain/zero/1.0/"'
    yield '#object_source: "wd:Q2013"'
    yield "\t".join(COLUMNS)
    seen: set[tuple[str, str]] = set()
    for row in rows:
        pair = (row["entity"], row["item"])
        if pair not in seen:
            seen.add(pair)
            yield "\t".join(_plain(cell) for cell in _cells(row, base, program))


def _cells(row: Mapping[str, str], base: str, program: str) -> tuple[str, ...]:
    by_hand = row["catalogue"] == BY_PEOPLE
    author = row["reason"].removeprefix("decided by ").partition(":")[0] if by_hand else ""
    return (
        row["entity"].replace(f"{base}id/entity/", "entity:"), row["name"], PREDICATE,
        row["item"].replace(PREFIXES["wd"], "wd:"), row["label"], BY_HAND if by_hand else COMPOSITE,
        row["confidence"], author, "" if by_hand else "dragoman", "" if by_hand else program,
        "" if by_hand else row["catalogue"], row["reason"],
    )  # fmt: skip


def _plain(cell: str) -> str:
    return " ".join(cell.split())
