"""A small graph as JSON-LD that reads like JSON: the ontology's names for keys, one thing inside the other.

The part of the context that a document uses stands in it, so nothing has to be fetched to read it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_DEEP = 12
_FIRST = ("id", "type", "label", "title")

_Known = dict[str, list[tuple[str, Any]]]


def document(ntriples: bytes, root: str, context: Mapping[str, Any]) -> bytes:
    """The triples as one JSON document that begins with ``root``, the IRI of what they are about."""
    known: _Known = {}
    for triple in sorted(ox.parse(ntriples, ox.RdfFormat.N_TRIPLES), key=str):
        known.setdefault(_name(triple.subject), []).append((triple.predicate.value, triple.object))
    writer = _Writer(known, context)
    nodes = [writer.node(name, 0) for name in (root, *known) if name in known and name not in writer.placed]
    body = nodes[0] if len(nodes) == 1 else {"@graph": nodes}
    return json.dumps({"@context": writer.used(), **body}, ensure_ascii=False, indent=1).encode("utf-8")


def _name(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)


class _Writer:
    """Writes nodes, each once in full, and remembers which parts of the context it needed."""

    def __init__(self, known: _Known, context: Mapping[str, Any]) -> None:
        self.known = known
        self.placed: set[str] = set()
        self._context = context
        self._needed = {"@version", "id", "type"}
        self._prefixes = {key: iri for key, iri in context.items() if isinstance(iri, str) and iri[-1] in "#/"}
        self._keys = {self._expand(about): key for key, about in context.items() if key not in self._prefixes}

    def used(self) -> dict[str, Any]:
        """The part of the context that was needed, in its order, with the prefixes that it itself needs."""
        shown = {key: about for key, about in self._context.items() if key in self._needed}
        iris = [self._iri(about) for about in shown.values()]
        types = [about.get("@type", "") for about in shown.values() if isinstance(about, dict)]
        prefixes = {text.partition(":")[0] for text in (*iris, *types)} & set(self._prefixes)
        return {key: about for key, about in self._context.items() if key in self._needed | prefixes}

    def node(self, name: str, depth: int) -> dict[str, Any]:
        """A thing with all that is said of it."""
        self.placed.add(name)
        # what it names itself stands in it, before anything deeper can take that
        things = (value for predicate, value in self.known[name] if predicate != _TYPE and self._free(value))
        inside = {_name(value) for value in things} if depth < _DEEP else set()
        self.placed |= inside
        found: dict[str, Any] = {"id": self._short(name)}
        for predicate, value in self.known[name]:
            here = not isinstance(value, ox.Literal) and predicate != _TYPE and _name(value) in inside
            if here:
                inside.remove(_name(value))
            key, content = self._pair(predicate, value, depth if here else None)
            if isinstance(content, _Tagged):
                content.put(found.setdefault(key, {}))
            elif key in found:
                found[key] = [*(found[key] if isinstance(found[key], list) else [found[key]]), content]
            else:
                found[key] = content
        ranks = {key: rank for rank, key in enumerate(_FIRST)}
        return dict(sorted(found.items(), key=lambda item: (ranks.get(item[0], len(ranks)), item[0])))

    def _free(self, value: Any) -> bool:
        return not isinstance(value, ox.Literal) and _name(value) in self.known and _name(value) not in self.placed

    def _pair(self, predicate: str, value: Any, depth: int | None) -> tuple[str, Any]:
        """Key and content of a fact; the ontology's key only where the content is what the context says of it.

        ``depth`` is that of the node if the value shall stand in it in full.
        """
        if predicate == _TYPE:
            return "type", self._term(_name(value))
        key = self._keys.get(predicate)
        about = self._context.get(key, "") if key else ""
        kind, by_language = (about.get("@type", ""), "@container" in about) if isinstance(about, dict) else ("", False)
        content = self._literal(value, kind, by_language) if isinstance(value, ox.Literal) else None
        if content is not None and key:
            self._needed.add(key)
            return key, content
        if isinstance(value, ox.Literal):
            return self._short(predicate), self._whole(value)
        name = _name(value)
        fits = bool(key) and kind == "@id"
        if key and fits:
            self._needed.add(key)
        else:
            key = self._short(predicate)
        if depth is not None:
            return key, self.node(name, depth + 1)
        return key, self._short(name) if fits else {"id": self._short(name)}

    def _literal(self, value: ox.Literal, kind: str, by_language: bool) -> Any:
        """The short form of a value under a key of the context; None when that key would change its meaning."""
        datatype = value.datatype.value
        if by_language:
            return _Tagged(value.language, value.value) if value.language else None
        if kind:
            if self._expand(kind) != datatype:
                return None
            native = {"true": True, "false": False} if datatype == f"{_XSD}boolean" else {}
            whole = datatype == f"{_XSD}integer" and str(_int(value.value)) == value.value
            # JSON numbers other than whole ones would be read as binary fractions: decimals stay text
            return _int(value.value) if whole else native.get(value.value, value.value)
        return value.value if datatype == f"{_XSD}string" else self._whole(value)

    def _whole(self, value: ox.Literal) -> Any:
        """A value with its language or datatype."""
        if value.language:
            return {"@language": value.language, "@value": value.value}
        if value.datatype.value == f"{_XSD}string":
            return value.value
        return {"@type": self._short(value.datatype.value), "@value": value.value}

    def _term(self, iri: str) -> str:
        """A class by its name in the context."""
        key = self._keys.get(iri)
        if key:
            self._needed.add(key)
        return key or self._short(iri)

    def _short(self, iri: str) -> str:
        for prefix, namespace in self._prefixes.items():
            rest = iri.removeprefix(namespace)
            if rest != iri and rest and not rest.startswith("//"):
                self._needed.add(prefix)
                return f"{prefix}:{rest}"
        return iri

    def _expand(self, about: Any) -> str:
        iri = self._iri(about)
        prefix, colon, rest = iri.partition(":")
        return f"{self._prefixes[prefix]}{rest}" if colon and prefix in self._prefixes else iri

    @staticmethod
    def _iri(about: Any) -> str:
        return str(about["@id"]) if isinstance(about, dict) else str(about)


class _Tagged:
    """A text in a language, on its way into a map of languages."""

    def __init__(self, language: str, text: str) -> None:
        self.language = language
        self.text = text

    def put(self, texts: dict[str, Any]) -> None:
        before = texts.get(self.language)
        texts[self.language] = self.text if before is None else [*_listed(before), self.text]


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]


def _int(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
