"""Text search inside a query: ``SERVICE <https://w3id.org/dragoman/search> { … }`` answered here, before the engine.

    SERVICE <https://w3id.org/dragoman/search> {
      ?event search:query "coastal highway" ; search:kind "event" ; search:limit 50 ; search:score ?score
    }

is replaced by ``VALUES (?event ?score) { … }`` with what the index finds. No other server is asked, and what is not
exactly of this form is refused with its place: the index is asked once, so its words must stand in the query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from server import limits
from server.errors import QuerySyntax
from server.prefixes import SEARCH
from server.search.index import MOST, Hit, Index
from server.search.kinds import KINDS

SERVICE = SEARCH.rstrip("#")
DEFAULT = 100
"""Hits when the query gives no ``search:limit``; ``MOST`` is the most that it may give."""
MOST_BLOCKS = 8
_FORM = 'Write SERVICE <%s> { ?hit search:query "words" ; search:score ?score } (more: /sparql).' % SERVICE  # noqa: UP031
_RESULTS: dict[str, Callable[[int, Hit], str]] = {
    "score": lambda _, hit: f"{hit.score:.4f}",
    "rank": lambda rank, _: str(rank),
    "label": lambda _, hit: literal(hit.label),
    "snippet": lambda _, hit: literal(hit.text),
    "kind": lambda _, hit: literal(hit.kind),
}
"""What can be asked of a hit: the local name of the property and how its value is written."""

_BLOCK = re.compile(
    r"""
    (?P<skip> (?:\s|\#[^\r\n]*)+ )
  | (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
              | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<variable> [?$]\w+ )
  | (?P<name> (?:[^\W\d_][\w\-]{0,127})?:[\w\-]* )
  | (?P<number> \d{1,9} (?![\w.]*\w) )
  | (?P<word> [^\W\d]\w* )
  | (?P<mark> [{}.;,] )
  | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Block:
    """One SERVICE block: where it stands, its words, kinds and limit, and variable -> what it is bound to."""

    start: int
    end: int = 0
    hit: str = ""
    words: str | None = None
    kinds: list[str] = field(default_factory=list)
    limit: int = DEFAULT
    results: dict[str, str] = field(default_factory=dict)

    def values(self, index: Index) -> str:
        """The block as VALUES."""
        found = index.search(self.words or "", self.kinds, self.limit)
        rows = (
            " ".join([f"<{hit.iri}>", *(_RESULTS[name](rank, hit) for name in self.results.values())])
            for rank, hit in enumerate(found.hits, 1)
        )
        return f"VALUES ({' '.join([self.hit, *self.results])}) {{ {' '.join(f'({row})' for row in rows)} }}"


def expand(text: str, index: Callable[[], Index]) -> str:
    """The query with every block of text search replaced by what it finds; other queries as they are.

    Lines keep their numbers. Raises QuerySyntax for a block of another form, and what ``index`` raises.
    """
    if "SERVICE" not in text.upper():
        return text
    parts, at = [], 0
    for block in _blocks(text):
        new = block.values(index())
        old = text[block.start : block.end]
        # what follows stays where it was, if the block took more than a line
        below, last = old.count("\n"), len(old) - old.rfind("\n") - 1
        parts += [text[at : block.start], new, "\n" * below + " " * last if below else ""]
        at = block.end
    return "".join([*parts, text[at:]])


def _blocks(text: str) -> Iterator[_Block]:
    """The blocks that ask this service."""
    prefixes: dict[str, str] = {}
    declaring = ""
    at = count = 0
    while found := limits.TOKEN.search(text, at):
        at, kind, token = found.end(), found.lastgroup, found[0]
        if kind == "word" and token.upper() == "SERVICE":
            block = _block(text, found.start(), prefixes)
            if block:
                count += 1
                if count > MOST_BLOCKS:
                    _refuse(text, block.start, f"More than {MOST_BLOCKS} text searches stand in the query.")
                at = block.end
                yield block
        elif kind == "name" and declaring == "PREFIX":
            declaring = token
        elif kind == "iri" and declaring.endswith(":"):
            prefixes[declaring[:-1]], declaring = token[1:-1], ""
        elif kind != "comment":
            declaring = "PREFIX" if kind == "word" and token.upper() == "PREFIX" else ""


class _Reader:
    """The tokens of a block, one ahead."""

    def __init__(self, text: str, at: int, prefixes: dict[str, str]) -> None:
        self.text = text
        self.prefixes = prefixes
        self._tokens = (_Token(m.lastgroup or "", m[0], m.start(), m.end()) for m in _BLOCK.finditer(text, at)
                        if m.lastgroup != "skip")  # fmt: skip
        self.last = self.next = self._following()

    def take(self) -> _Token:
        """The next token, which is used up."""
        self.last, self.next = self.next, self._following()
        return self.last

    def mark(self, *marks: str) -> str:
        """The next token if it is one of these marks, else nothing."""
        return self.take().text if self.next.kind == "mark" and self.next.text in marks else ""

    def iri(self, token: _Token) -> str | None:
        """The IRI that a token stands for."""
        if token.kind == "iri":
            return token.text[1:-1]
        prefix, colon, local = token.text.partition(":")
        return self.prefixes[prefix] + local if token.kind == "name" and colon and prefix in self.prefixes else None

    def refuse(self, token: _Token, why: str) -> NoReturn:
        """Raises QuerySyntax at a token."""
        _refuse(self.text, token.start, why)

    def _following(self) -> _Token:
        return next(self._tokens, _Token("end", "", len(self.text), len(self.text)))


def _block(text: str, start: int, prefixes: dict[str, str]) -> _Block | None:
    """The block that begins at ``start``, None when it asks another service. Raises QuerySyntax."""
    reader = _Reader(text, start, prefixes)
    reader.take()
    if reader.next.kind == "word" and reader.next.text.upper() == "SILENT":
        reader.take()
    if reader.iri(reader.take()) != SERVICE:
        return None
    block = _Block(start)
    if not reader.mark("{"):
        reader.refuse(reader.next, "A block in braces must follow the name of the text search.")
    while not reader.mark("}"):
        _subject(reader, block)
    block.end = reader.last.end
    if block.words is None:
        _refuse(text, start, "The text search has no search:query.")
    return block


def _subject(reader: _Reader, block: _Block) -> None:
    """A variable and what is said of it, up to the full stop or the brace."""
    subject = reader.take()
    if subject.kind != "variable" or block.hit not in {"", "?" + subject.text[1:]}:
        reader.refuse(subject, "In a text search everything is said of one variable, the hit")
    block.hit = "?" + subject.text[1:]
    while True:
        _property(reader, block)
        while reader.mark(";"):
            pass
        if reader.last.text != ";" or reader.next.text in {".", "}"}:
            break
    if not reader.mark(".") and reader.next.text != "}":
        reader.refuse(reader.next, "A text search goes on with a semicolon, a full stop or a closing brace")


def _property(reader: _Reader, block: _Block) -> None:
    """One property and its values."""
    token = reader.take()
    name = (reader.iri(token) or "").removeprefix(SEARCH)
    if name not in {"query", "limit", *_RESULTS}:
        known = ", ".join(f"search:{known}" for known in ("query", "limit", *_RESULTS))
        reader.refuse(token, f"A text search knows the properties {known} (prefix search: <{SEARCH}>)")
    while True:
        _value(reader, block, name)
        if not reader.mark(","):
            return


def _value(reader: _Reader, block: _Block, name: str) -> None:
    token = reader.take()
    if token.kind == "variable" and name in _RESULTS:
        variable = "?" + token.text[1:]
        if variable == block.hit or variable in block.results:
            reader.refuse(token, f"The variable {variable} is used twice in a text search")
        block.results[variable] = name
    elif token.kind == "string" and name == "query":
        if block.words is not None:
            reader.refuse(token, "A text search has one search:query")
        block.words = _unquoted(token.text)
    elif token.kind == "string" and name == "kind":
        kind = _unquoted(token.text)
        if kind not in KINDS:
            reader.refuse(token, f"There is no kind {kind[:30]!r}; the kinds are {', '.join(KINDS)}")
        block.kinds.append(kind)
    elif token.kind == "number" and name == "limit" and 1 <= int(token.text) <= MOST:
        block.limit = int(token.text)
    else:
        wanted = {"query": "words in quotes (no variable: the index is asked before the query)",
                  "limit": f"a number from 1 to {MOST}", "kind": "a kind in quotes, or a variable"}  # fmt: skip
        reader.refuse(token, f"search:{name} takes {wanted.get(name, 'a variable')}")


def _unquoted(token: str) -> str:
    long = token[:3] in {'"""', "'''"}
    inner = token[3:-3] if long else token[1:-1]
    return _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)) if m[1] or m[2] else _PLAIN.get(m[3], m[3]),
                       inner)  # fmt: skip


def _refuse(text: str, at: int, why: str) -> NoReturn:
    line, column = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
    raise QuerySyntax(f"{why.rstrip('.')} (line {line}, column {column}).", _FORM, line, column)


def literal(text: str) -> str:
    """A plain SPARQL string with this text, whatever is in it."""
    return '"' + text.translate(_ESCAPES) + '"'
