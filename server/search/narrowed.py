"""Hits of a text search that also fit facets: the index finds and ranks, the graph decides who fits."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from server import queries
from server.choices import ask
from server.context import in_use
from server.facets import MOST_HITS, THINGS, Facets, Scope, pattern
from server.search.data import Wanted
from server.search.index import Found


def scope(wanted: Wanted) -> Scope:
    """What the search looks through: things of the kinds wanted."""
    return replace(THINGS, kinds=wanted.kinds)


def choice(wanted: Wanted) -> Facets:
    """The facets together with the words."""
    return replace(wanted.facets, words=wanted.text)


def query(wanted: Wanted) -> str:
    """The search as SPARQL."""
    return queries.build("find_things", pattern=pattern(choice(wanted), in_use().release.base_iri, scope(wanted)))


def search(wanted: Wanted) -> Found:
    """A page of hits, best first; with facets those of the best ``MOST_HITS`` that fit them. Raises QueryTimeout."""
    index = in_use().index()
    if not wanted.facets:
        return index.search(wanted.text, wanted.kinds, wanted.limit, wanted.offset)
    found = index.search(wanted.text, wanted.kinds, MOST_HITS)
    fitting = {row["thing"].value for row in ask(query(wanted))}
    hits = tuple(hit for hit in found.hits if hit.iri in fitting)
    counted = Counter(hit.kind for hit in hits)
    counts = {kind: counted[kind] for kind in found.counts}
    return Found(hits[wanted.offset : wanted.offset + wanted.limit], counts, found.way)
