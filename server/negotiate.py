"""One table of media types, and the choice among them by ``format=`` or by Accept with its q values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.errors import BadRequest, NotAcceptable


@dataclass(frozen=True, slots=True)
class Media:
    """A format: its key (and value of ``format=``), what it can hold, its type, file ending, other names."""

    key: str
    holds: frozenset[str]
    type: str
    extension: str
    title: str
    also: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    charset: bool = True

    @property
    def header(self) -> str:
        """The value of Content-Type."""
        return f"{self.type}; charset=utf-8" if self.charset else self.type


_RESULTS = frozenset(("solutions", "boolean"))
_GRAPH = frozenset(("graph",))
_ANY = _RESULTS | _GRAPH

MEDIA: tuple[Media, ...] = (
    Media("json", _RESULTS, "application/sparql-results+json", "srj", "JSON", ("application/json",)),
    Media("xml", _RESULTS, "application/sparql-results+xml", "srx", "XML", ("application/xml", "text/xml")),
    Media("csv", _RESULTS, "text/csv", "csv", "CSV"),
    Media("tsv", _RESULTS, "text/tab-separated-values", "tsv", "TSV"),
    Media("ttl", _GRAPH, "text/turtle", "ttl", "Turtle", ("application/x-turtle",), ("turtle",)),
    Media("nt", _GRAPH, "application/n-triples", "nt", "N-Triples", ("text/plain",), ("ntriples", "n-triples")),
    Media("jsonld", _GRAPH, "application/ld+json", "jsonld", "JSON-LD", ("application/json",), ("json", "json-ld")),
    Media("rdf", _GRAPH, "application/rdf+xml", "rdf", "RDF/XML", ("application/xml", "text/xml"), ("xml", "rdfxml")),
    # a graph alone, in formats that could hold several
    Media("trig", _GRAPH, "application/trig", "trig", "TriG", ("application/x-trig",)),
    Media("nq", _GRAPH, "application/n-quads", "nq", "N-Quads", (), ("nquads", "n-quads")),
    Media("n3", _GRAPH, "text/n3", "n3", "N3", ("text/rdf+n3",)),
    Media("html", _ANY, "text/html", "html", "HTML", ("application/xhtml+xml",)),
)
BY_KEY = {media.key: media for media in MEDIA}

FILES: dict[str, str] = {
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".csv": "text/csv",
    ".jsonl": "application/x-ndjson",
    ".json": "application/json",
}
"""Media types of the files of a release, by ending."""


def candidates(kind: str) -> tuple[Media, ...]:
    """The formats that can hold ``solutions``, a ``boolean`` or a ``graph``; the first is given to who has no wish."""
    return tuple(media for media in MEDIA if kind in media.holds)


def choose(accept: str | None, asked: str | None, offered: Sequence[Media]) -> Media:
    """The format to answer in: ``asked`` (``format=``: a key, another name, an ending or a media type) if given, else
    the one that ``accept`` likes best, else the first.

    Raises BadRequest for a format that does not exist here, NotAcceptable when Accept rules all of them out.
    """
    if asked:
        wanted = asked.strip().lower()
        for media in offered:
            if wanted in (media.key, media.type, media.extension, *media.names, *media.also):
                return media
        raise BadRequest(f"The format {asked!r} is not offered here.", f"Use one of: {_keys(offered)}.")
    ranges = _ranges(accept or "")
    if not ranges:
        return offered[0]
    best = max(offered, key=lambda media: _quality(media, ranges))
    if _quality(best, ranges) <= 0:
        raise NotAcceptable(
            f"None of the formats in Accept ({(accept or '')[:200]}) is offered here.",
            f"Offered: {', '.join(media.type for media in offered)}; or use format= with one of: {_keys(offered)}.",
        )
    return best


def _keys(offered: Sequence[Media]) -> str:
    return ", ".join(media.key for media in offered)


def _ranges(accept: str) -> list[tuple[str, float]]:
    """Media ranges and their q; a q that cannot be read counts as 1, and what is empty between commas not at all."""
    found = []
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 1.0
        if name:
            found.append((name, quality))
    return found


def _quality(media: Media, ranges: Sequence[tuple[str, float]]) -> float:
    """How much the client likes a format: the most specific range that fits decides.

    A name that is only a second one for the format counts a hair less, so that ``application/xml`` does not beat
    ``text/html`` in browsers that accept both.
    """
    best = (-1, 0.0)
    for name, quality in ranges:
        for own, penalty in [(media.type, 0.0), *((other, 0.001) for other in media.also)]:
            rank = 2 if name == own else 1 if name == own.partition("/")[0] + "/*" else 0 if name == "*/*" else -1
            if rank >= 0:
                best = max(best, (rank, quality - penalty if quality else 0.0))
    return best[1]
