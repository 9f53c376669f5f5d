"""``GET /search`` for programs: hits as JSON, CSV, or RDF."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from server.context import one
from server.errors import BadRequest
from server.facets import NO_FACETS, Facets, read
from server.links import href
from server.negotiate import BY_KEY, Media
from server.prefixes import DM, PREFIXES, SEARCH
from server.search.index import MOST, Found, Hit
from server.search.kinds import KINDS

JSON = Media("json", frozenset(), "application/json", "json", "JSON")
DATA: tuple[Media, ...] = (
    JSON,
    BY_KEY["csv"],
    BY_KEY["ttl"],
    BY_KEY["nt"],
    Media("jsonld", frozenset(), "application/ld+json", "jsonld", "JSON-LD"),
    Media("rdf", frozenset(), "application/rdf+xml", "rdf", "RDF/XML"),
)
"""The formats of hits; the first is given to who has no wish."""
MOST_TEXT = 1000
"""Characters of a question; longer ones are refused."""
_DEFAULT = 20
_COLUMNS = ("rank", "score", "kind", "iri", "label", "snippet", "status", "day", "items")
_WRITERS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
_A = NamedNode(PREFIXES["rdf"] + "type")
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_DECIMAL = NamedNode(PREFIXES["xsd"] + "decimal")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search as an address states it: words, kinds (none: all), a page of hits, what else they must fit."""

    text: str
    kinds: tuple[str, ...] = ()
    limit: int = _DEFAULT
    offset: int = 0
    facets: Facets = NO_FACETS

    def arguments(self, **changed: Any) -> dict[str, Any]:
        """The parameters of an address for this search, some of them changed."""
        known = {"q": self.text, "things": self.kinds, "limit": self.limit, "offset": self.offset or None}
        return {**self.facets.arguments(), **known, **changed}


def wanted(parameters: Mapping[str, list[str]]) -> Wanted:
    """The search in the parameters ``q``, ``things`` (may be repeated), ``limit``, ``offset``. Raises BadRequest."""
    text = one(dict(parameters), "q")
    if text is None:
        raise BadRequest("There is nothing to search for.", "Give words as q=…, percent-encoded as UTF-8.")
    if len(text) > MOST_TEXT:
        raise BadRequest(f"The question has {len(text):,} characters.", f"The limit is {MOST_TEXT:,}.")
    kinds = tuple(dict.fromkeys(parameters.get("things", [])))
    if strange := [kind for kind in kinds if kind not in KINDS]:
        raise BadRequest(f"There are no things of the kind {strange[0][:40]!r}.", f"The kinds are {', '.join(KINDS)}.")
    limit = _number(parameters, "limit", _DEFAULT, 1, MOST)
    offset = _number(parameters, "offset", 0, 0, MOST * len(KINDS))
    return Wanted(text, kinds, limit, offset, read(parameters, MOST_TEXT).without("words"))


def _number(parameters: Mapping[str, list[str]], name: str, default: int, least: int, most: int) -> int:
    text = one(dict(parameters), name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise BadRequest(f"{text[:20]!r} is no {name}.", f"Give a number from {least} to {most}.")
    return int(text)


def write(search: Wanted, found: Found, media: Media) -> bytes:
    """The hits in one of the formats of ``DATA``."""
    ranked = list(enumerate(found.hits, search.offset + 1))
    if media.key == "json":
        return _json(search, found, ranked)
    if media.key == "csv":
        return _csv(ranked)
    used = ("rdf", "rdfs", "dm", "skos", "search", "xsd")
    prefixes = {name: PREFIXES[name] for name in used}
    return serialize(_triples(ranked), format=_WRITERS[media.key], prefixes=prefixes) or b""


def _json(search: Wanted, found: Found, ranked: list[tuple[int, Hit]]) -> bytes:
    further = search.offset + len(found.hits) < found.total
    document = {
        "query": search.text,
        "words": found.way,
        "total": found.total,
        "more": found.more,
        "counts": found.counts,
        "offset": search.offset,
        "limit": search.limit,
        "next": url_for("search.search", **search.arguments(offset=search.offset + search.limit, format="json"))
        if further
        else None,
        "hits": [_record(rank, hit) for rank, hit in ranked],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _record(rank: int, hit: Hit) -> dict[str, Any]:
    return {
        "rank": rank,
        "score": hit.score,
        "kind": hit.kind,
        "iri": hit.iri,
        "page": href(hit.iri),
        "label": hit.label,
        "snippet": hit.text,
        "types": [DM + name for name in hit.types],
        "aliases": hit.aliases,
        "same": hit.items,
        "status": hit.status or None,
        "day": hit.day or None,
    }


def _csv(ranked: list[tuple[int, Hit]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    for rank, hit in ranked:
        texts = (hit.kind, hit.iri, hit.label, hit.text, hit.status, hit.day, " ".join(hit.items))
        writer.writerow((rank, hit.score, *texts))
    return buffer.getvalue().encode("utf-8", "replace")


def _triples(ranked: list[tuple[int, Hit]]) -> Iterator[Triple]:
    for rank, hit in ranked:
        node = NamedNode(hit.iri)
        yield Triple(node, NamedNode(SEARCH + "rank"), Literal(rank))
        yield Triple(node, NamedNode(SEARCH + "score"), Literal(f"{hit.score:.4f}", datatype=_DECIMAL))
        yield Triple(node, NamedNode(SEARCH + "kind"), Literal(hit.kind))
        if hit.label:
            yield Triple(node, _LABEL, Literal(hit.label))
        if hit.snippet:
            yield Triple(node, NamedNode(SEARCH + "snippet"), Literal(hit.text))
        for name in hit.types:
            yield Triple(node, _A, NamedNode(DM + name))
        for item in hit.items:
            yield Triple(node, NamedNode(PREFIXES["skos"] + "exactMatch"), NamedNode(item))
