"""The graph formats that the engine writes, by the keys of ``negotiate.MEDIA``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pyoxigraph import RdfFormat

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
