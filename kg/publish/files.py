"""The files of a release that hold the graph, written line by line from sorted quads, in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox
from rdflib import Graph

from kg.publish.sort import distinct, read_lines
from kg.rdf.lines import with_stable_blanks

PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "dm": "https://w3id.org/dragoman/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_CHUNK = 2_000
"""Lines parsed at a time: enough to make the cost of a call vanish, few enough to need no memory."""


@dataclass(slots=True)
class Tally:
    """What one walk over sorted quads counts; over the union of the graphs, except for ``quads``.

    ``classes`` and ``properties`` count by IRI, ``kinds`` the subjects by kind of IRI (event, claim, entity …).
    ``digest`` is the SHA-256, in hex, of the lines with their ends.
    """

    quads: int = 0
    triples: int = 0
    subjects: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    digest: str = ""


def tally(lines: Iterable[bytes], node_prefix: str) -> Tally:
    """Count and hash sorted N-Quads lines; IRIs of things begin with ``node_prefix``, then their kind."""
    found, hashed, start = Tally(), sha256(), b"<" + node_prefix.encode()
    last_triple, last_subject = b"", b""
    for line in lines:
        hashed.update(line + b"\n")
        found.quads += 1
        triple = _triple(line)
        if triple == last_triple:
            continue
        subject, predicate, rest = triple.split(b" ", 2)
        found.triples += 1
        found.properties[predicate[1:-1].decode()] += 1
        if predicate == _TYPE:
            found.classes[rest[1:-1].decode()] += 1
        if subject != last_subject:
            found.subjects += 1
            # a fragment (a passage's selector) is part of a thing, and no thing of its own
            if subject.startswith(start) and b"#" not in subject:
                found.kinds[subject[len(start) :].split(b"/", 1)[0].decode()] += 1
        last_triple, last_subject = triple, subject
    found.digest = hashed.hexdigest()
    return found


def write_lines(path: Path, lines: Iterable[bytes]) -> None:
    """One line each, with line ends."""
    with path.open("wb") as file:
        file.writelines(line + b"\n" for line in lines)


def write_union(dataset: Path, folder: Path) -> None:
    """``graph.nt``, ``graph.ttl`` and ``graph.jsonld`` from a sorted ``dataset.nq``: all graphs as one."""
    # lines of one triple stand together, since they share all that comes before the name of the graph
    write_lines(folder / "graph.nt", (triple + b" ." for triple in distinct(map(_triple, read_lines(dataset)))))
    for name, syntax in (("graph.ttl", ox.RdfFormat.TURTLE), ("graph.jsonld", ox.RdfFormat.JSON_LD)):
        with (folder / name).open("wb") as file:
            ox.serialize(_triples(folder / "graph.nt"), file, syntax, prefixes=PREFIXES)


def write_trig(path: Path, graphs: Iterable[Iterator[bytes]]) -> None:
    """``dataset.trig`` from the lines of one graph after another."""
    with path.open("wb") as file:
        ox.serialize((quad for lines in graphs for quad in _parsed(lines)), file, ox.RdfFormat.TRIG, prefixes=PREFIXES)


def write_ontology(ontology: Graph, folder: Path) -> None:
    """``ontology.ttl`` (as people write it) and ``ontology.rdf``. Blank nodes must have stable names."""
    (folder / "ontology.ttl").write_bytes(ontology.serialize(format="turtle", encoding="utf-8"))
    lines = sorted(ontology.serialize(format="nt", encoding="utf-8").splitlines(keepends=True))
    triples = (q.triple for q in ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES))
    with (folder / "ontology.rdf").open("wb") as file:
        ox.serialize(triples, file, ox.RdfFormat.RDF_XML, prefixes=PREFIXES)


def write_turtle(path: Path, graph: Graph) -> None:
    """A small graph as Turtle for people."""
    path.write_bytes(with_stable_blanks(graph).serialize(format="turtle", encoding="utf-8"))


class GraphSpool:
    """The lines of each named graph, kept together on disk; in memory one entry a graph."""

    def __init__(self, path: Path) -> None:
        """``path`` is the spool's file, which must not exist yet."""
        self._path = path
        self._at: dict[str, tuple[int, int]] = {}
        self._file = path.open("xb")

    def add(self, name: str, lines: Iterable[bytes]) -> None:
        """Keep a graph's sorted lines; one without lines is no graph. Raises ValueError for a name that is here."""
        if name in self._at:
            raise ValueError(f"the graph {name} was written twice")
        start = self._file.tell()
        self._file.writelines(line + b"\n" for line in lines)
        if self._file.tell() > start:
            self._at[name] = (start, self._file.tell())

    def names(self) -> list[str]:
        """The names of the graphs, sorted."""
        return sorted(self._at)

    def graphs(self) -> Iterator[Iterator[bytes]]:
        """The lines of each graph, graphs in the order of their names. Closes the spool for writing."""
        self._file.close()
        with self._path.open("rb") as file:
            for name in self.names():
                start, end = self._at[name]
                file.seek(start)
                yield _until(file, end)


def _until(file: BinaryIO, end: int) -> Iterator[bytes]:
    while file.tell() < end:
        yield file.readline().rstrip(b"\n")


def _triple(line: bytes) -> bytes:
    """A quad's line without the name of its graph and the full stop."""
    return line.rsplit(b" ", 2)[0]


def _triples(path: Path) -> Iterator[ox.Triple]:
    return (quad.triple for quad in _parsed(read_lines(path)))


def _parsed(lines: Iterator[bytes]) -> Iterator[ox.Quad]:
    held: list[bytes] = []
    for line in lines:
        held.append(line)
        if len(held) == _CHUNK:
            yield from ox.parse(b"\n".join(held) + b"\n", format=ox.RdfFormat.N_QUADS)
            held = []
    yield from ox.parse(b"\n".join(held) + b"\n", format=ox.RdfFormat.N_QUADS)
