"""Solutions as text, row by row, so that an answer can end at a row when it reaches a limit.

The engine's own writers cannot stop at a row and leave a valid document, but are many times as fast: JSON, which nearly
all ask for, is written by the engine, and anew row by row only when the answer turns out to be longer than a limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from json.encoder import encode_basestring
from typing import Any, NamedTuple, Protocol, TypeVar
from xml.sax.saxutils import escape, quoteattr

import orjson
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple, Variable

_T = TypeVar("_T")
_BORDER = b'}},{"'
_NO_ROWS = b'"bindings":[]}}'
Term = NamedNode | BlankNode | Literal | Triple
CUT = "/problems#cut"
"""Where it is said what an answer that is not whole means; CSV and TSV have no place for such a link."""
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_STAR = re.compile(r"\bSELECT\s*(?:DISTINCT|REDUCED)?\s*\*", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")
_BARE = frozenset(f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double"))


class Solutions(Protocol):
    """Rows with the names of their columns: those of the engine, or any like them."""

    @property
    def variables(self) -> Sequence[Variable]:
        """The names of the columns."""

    def __iter__(self) -> Iterator[Iterable[Term | None]]:
        """Row by row."""


class Shape(NamedTuple):
    """A result format: what opens the document (given the variables, and whether it is cut), a row, what parts rows,
    what closes it."""

    head: Callable[[Sequence[str], bool], str]
    row: Callable[[Sequence[str], Sequence[Term | None]], str]
    between: str
    tail: str


class Written(NamedTuple):
    """A document of ``rows`` rows; ``cut`` names the limit that ended it early, or is empty."""

    body: bytes
    rows: int
    cut: str


def write_solutions(  # noqa: PLR0913 - what an answer is made of
    solutions: Solutions, format: str, rows: int, size: int, text: str = "", *, cut: str = ""
) -> Written:
    """All solutions, or as many as ``rows`` and ``size`` (bytes) allow, as ``json``, ``xml``, ``csv`` or ``tsv``.

    ``text`` is the query: the columns of ``SELECT *`` come in the order in which it names them. ``cut``: these are
    known not to be all, for that reason.
    """
    shape = SHAPES[format]
    engine = [variable.value for variable in solutions.variables]
    order = columns(text, engine)
    names = [engine[place] for place in order]
    parts: list[bytes] = []
    used = count = 0
    for solution in solutions:
        if count == rows:
            cut = "rows"
            break
        terms = tuple(solution)
        line = shape.row(names, [terms[place] for place in order]).encode("utf-8", "replace")
        used += len(line) + len(shape.between)
        if used > size:
            cut = "bytes"
            break
        parts.append(line)
        count += 1
    body = shape.head(names, bool(cut)).encode() + shape.between.encode().join(parts) + shape.tail.encode()
    return Written(body, count, cut)


class _TooLong(Exception):  # noqa: N818 - not a mistake
    """The answer goes beyond a limit."""


class _Bounded:
    """A file for the engine to write JSON to, that takes no more than so many rows and bytes."""

    def __init__(self, rows: int, size: int) -> None:
        self.parts: list[bytes] = []
        self._rows = rows
        self._size = size

    def write(self, part: bytes) -> int:
        self.parts.append(part)
        self._size -= len(part)
        # a border that two parts share goes uncounted here; the whole is counted at the end
        self._rows -= part.count(_BORDER)
        if self._size < 0 or self._rows < 0:
            raise _TooLong
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""


def write_json(solutions: QuerySolutions, rows: int, size: int, text: str = "") -> Written | None:
    """All solutions as JSON by the engine itself; None when a limit cuts them, or columns must be put in order.

    The solutions are used up either way. Arguments as those of ``write_solutions``.
    """
    names = [variable.value for variable in solutions.variables]
    if columns(text, names) != list(range(len(names))):
        return None
    file: Any = _Bounded(rows, size)
    try:
        solutions.serialize(file, format=QueryResultsFormat.JSON)
    except _TooLong:
        return None
    body = b"".join(file.parts)
    count = _rows_of(body)
    return None if count > rows else Written(body, count, "")


def _rows_of(body: bytes) -> int:
    """How many rows a document of the engine has. Quotes in texts are escaped, so no text has the border in it."""
    if body.endswith(_NO_ROWS):
        return 0
    # rows without any value have no border of that kind; a text may also look like one
    return len(orjson.loads(body)["results"]["bindings"]) if b"{}" in body else body.count(_BORDER) + 1


def columns(text: str, names: Sequence[str]) -> list[int]:
    """The places of ``names`` in the order of columns: as they are, but for ``SELECT *`` as the query names them."""
    places = list(range(len(names)))
    if "*" not in text or not _STAR.search(text):
        return places
    first: dict[str, int] = {}
    for found in _VARIABLE.finditer(text):
        first.setdefault(found[1], found.start())
    return sorted(places, key=lambda place: first.get(names[place], len(text)))


def write_boolean(value: bool, format: str) -> bytes:
    """The answer of an ASK query. CSV and TSV know no booleans: there it is the bare word."""
    word = "true" if value else "false"
    if format == "json":
        return f'{{"head":{{}},"boolean":{word}}}'.encode()
    if format == "xml":
        return f"{_XML_HEAD}<head></head><boolean>{word}</boolean></sparql>".encode()
    return f"{word}\n".encode()


def capped(items: Iterable[_T], limit: int, cut: list[str]) -> Iterator[_T]:
    """The first ``limit`` items; appends ``rows`` to ``cut`` when there are more."""
    for count, item in enumerate(items):
        if count == limit:
            cut.append("rows")
            return
        yield item


# JSON


def _json_head(names: Sequence[str], cut: bool) -> str:
    link = f',"link":["{CUT}"]' if cut else ""
    return f'{{"head":{{"vars":[{",".join(map(encode_basestring, names))}]{link}}},"results":{{"bindings":['


def _json_row(names: Sequence[str], terms: Sequence[Term | None]) -> str:
    pairs = zip(names, terms, strict=True)
    return "{" + ",".join([f'"{name}":{_json(term)}' for name, term in pairs if term is not None]) + "}"


def _json(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f'{{"type":"uri","value":{encode_basestring(term.value)}}}'
    if isinstance(term, Literal):
        return f'{{"type":"literal","value":{encode_basestring(term.value)}{_json_kind(term)}}}'
    if isinstance(term, BlankNode):
        return f'{{"type":"bnode","value":{encode_basestring(term.value)}}}'
    places = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
    return '{"type":"triple","value":{' + ",".join(f'"{place}":{_json(part)}' for place, part in places) + "}}"


def _json_kind(term: Literal) -> str:
    if term.language:
        direction = f',"its:dir":"{term.direction}"' if term.direction else ""
        return f',"xml:lang":"{term.language}"{direction}'
    if term.datatype.value == _STRING:
        return ""
    return f',"datatype":{encode_basestring(term.datatype.value)}'


# XML

_ITS = "http://www.w3.org/2005/11/its"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_HEAD = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml_head(names: Sequence[str], cut: bool) -> str:
    link = f"<link href={quoteattr(CUT)}/>" if cut else ""
    variables = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    return f"{_XML_HEAD}<head>{variables}{link}</head><results>"


def _xml_row(names: Sequence[str], terms: Sequence[Term | None]) -> str:
    pairs = zip(names, terms, strict=True)
    bindings = [f"<binding name={quoteattr(name)}>{_xml(term)}</binding>" for name, term in pairs if term is not None]
    return f"<result>{''.join(bindings)}</result>"


def _xml(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, Literal):
        return f"<literal{_xml_kind(term)}>{_xml_text(term.value)}</literal>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    places = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
    return "<triple>" + "".join(f"<{place}>{_xml(part)}</{place}>" for place, part in places) + "</triple>"


def _xml_kind(term: Literal) -> str:
    if term.language:
        direction = f' xmlns:its="{_ITS}" its:version="2.0" its:dir="{term.direction}"' if term.direction else ""
        return f' xml:lang="{term.language}"{direction}'
    return "" if term.datatype.value == _STRING else f" datatype={quoteattr(term.datatype.value)}"


def _xml_text(text: str) -> str:
    """Escaped; a character that XML 1.0 cannot hold at all becomes U+FFFD, so that the document stays readable."""
    return escape(_NO_XML.sub("\ufffd", text), {"\r": "&#13;"})


# CSV and TSV


def _csv_head(names: Sequence[str], _: bool) -> str:
    return ",".join(names) + "\r\n"


def _csv_row(_: Sequence[str], terms: Sequence[Term | None]) -> str:
    return ",".join(_csv(term) for term in terms) + "\r\n"


def _csv(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    text = term.value if isinstance(term, NamedNode | Literal) else str(term)
    if any(c in text for c in '",\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _tsv_head(names: Sequence[str], _: bool) -> str:
    return "\t".join(f"?{name}" for name in names) + "\n"


def _tsv_row(_: Sequence[str], terms: Sequence[Term | None]) -> str:
    return "\t".join(_tsv(term) for term in terms) + "\n"


def _tsv(term: Term | None) -> str:
    """Turtle syntax; the numbers that Turtle writes bare are bare."""
    if term is None:
        return ""
    if isinstance(term, Literal) and term.datatype.value in _BARE and _is_bare(term):
        return term.value
    return str(term).replace("\t", "\\t")


def _is_bare(term: Literal) -> bool:
    """Whether the literal, written bare, reads back with the same datatype (`1.` and `INF` do not)."""
    digits = term.value.lstrip("+-")
    kind = term.datatype.value.rpartition("#")[2]
    if kind == "integer":
        return digits.isascii() and digits.isdigit()
    mantissa, mark, power = digits.lower().partition("e")
    whole, point, rest = mantissa.partition(".")
    if (kind == "double") != bool(mark) or (mark and not power.lstrip("+-").isdigit()):
        return False
    return (whole + rest).isdigit() and (kind == "double" or (bool(point) and rest.isdigit()))


SHAPES = {
    "json": Shape(_json_head, _json_row, ",", "]}}"),
    "xml": Shape(_xml_head, _xml_row, "", "</results></sparql>"),
    "csv": Shape(_csv_head, _csv_row, "", ""),
    "tsv": Shape(_tsv_head, _tsv_row, "", ""),
}
