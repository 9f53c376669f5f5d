"""The graph formats that the engine writes, by the keys of ``negotiate.MEDIA``, and what RDF/XML cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from xml.parsers import expat

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

WRITERS: Mapping[str, RdfFormat] = MappingProxyType(
    {
        "ttl": RdfFormat.TURTLE,
        "nt": RdfFormat.N_TRIPLES,
        "jsonld": RdfFormat.JSON_LD,
        "rdf": RdfFormat.RDF_XML,
        "trig": RdfFormat.TRIG,
        "nq": RdfFormat.N_QUADS,
        "n3": RdfFormat.N3,
    }
)
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_UNKNOWN = "\ufffd".encode()


def text(triples: Iterable[Triple], key: str, prefixes: Mapping[str, str]) -> bytes:
    """A document. In RDF/XML, a character that XML 1.0 cannot hold at all becomes U+FFFD, as in results in XML."""
    body = serialize(triples, format=WRITERS[key], prefixes=dict(prefixes)) or b""
    # the engine writes both as they are, and a bare CR would be read as an LF
    return _NO_XML.sub(_UNKNOWN, body).replace(b"\r", b"&#13;") if key == "rdf" else body


def check(predicates: Iterable[str], key: str) -> None:
    """Raises ValueError for a predicate that cannot be an element of RDF/XML: it has to end like a name of XML."""
    if key != "rdf":
        return
    for iri in predicates:
        if not _is_element(iri):
            raise ValueError(f"the property <{iri}> cannot be written as RDF/XML; ask for Turtle or another format")


@lru_cache(maxsize=4096)
def _is_element(iri: str) -> bool:
    """Whether a parser of XML, not of the engine's own making, finds the property in what the engine writes."""
    names: list[str] = []
    reader = expat.ParserCreate(namespace_separator="\n")
    reader.StartElementHandler = lambda name, _: names.append(name.replace("\n", ""))
    thing = NamedNode("urn:x")
    try:
        reader.Parse(serialize([Triple(thing, NamedNode(iri), Literal(""))], format=RdfFormat.RDF_XML) or b"", True)
    except expat.ExpatError:
        return False
    return names[-1:] == [iri]
