"""The shape of a query: its groups, and in them the triples, optional parts and closures, each with its place.

Only what planning needs is told apart. A query with anything else in it (blank nodes, lists, triple terms, SERVICE,
FROM) has no shape here and is left as it is. The grammar is that of SPARQL 1.1, https://www.w3.org/TR/sparql11-query/.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from server.misread import TOKEN

_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_LITERALS = frozenset(("true", "false"))


class ShapelessError(Exception):
    """The query has parts that planning does not know."""


class Token(NamedTuple):
    """A word of the query: ``kind`` is var, iri, text, number, word or mark; offsets in characters."""

    kind: str
    text: str
    start: int
    end: int


class Step(NamedTuple):
    """A step of a path: how it is written, and whether it may be taken any number of times (``*``, ``+``)."""

    text: str
    closure: bool


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple pattern; ``steps`` is empty when the predicate is a variable or a path with choices."""

    subject: str
    predicate: str
    object: str
    steps: tuple[Step, ...]

    @property
    def text(self) -> str:
        """As it is written in a query."""
        return f"{self.subject} {self.predicate} {self.object}"

    @property
    def variables(self) -> frozenset[str]:
        """The variables in it, without their marks."""
        return frozenset(t[1:] for t in (self.subject, self.predicate, self.object) if is_variable(t))

    @property
    def endless(self) -> bool:
        """Whether what it matches cannot be told from a look at one place: closures, choices, any property."""
        return not self.steps or any(step.closure for step in self.steps)


@dataclass(slots=True)
class Element:
    """What stands in a group, from ``start`` to ``end``; ``variables`` are all that are written in it.

    ``kind`` is triples, OPTIONAL, GROUP (also of a UNION, a sub-query or GRAPH), VALUES, FILTER, BIND or MINUS.
    ``rows`` is the most rows that it can have, where its text tells that. ``nested``: a FILTER with groups in it.
    """

    kind: str
    start: int
    end: int = 0
    triples: list[Triple] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    variables: frozenset[str] = frozenset()
    rows: int | None = None
    nested: bool = False


@dataclass(slots=True)
class Group:
    """A group in braces; ``graph`` is the GRAPH clause around it, or empty."""

    graph: str
    elements: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class Query:
    """A query: its prologue, the tokens that say what it asks for (SELECT …), its group and the tokens after it.

    ``all_columns``: it or a sub-query selects all variables there are, so that one more would show.
    """

    prologue: str
    asked: tuple[str, ...]
    group: Group
    start: int
    end: int
    after: tuple[str, ...]
    all_columns: bool


def is_variable(term: str) -> bool:
    """Whether a term is a variable."""
    return term[0] in "?$"


def read(text: str) -> Query:
    """The shape of a query. Raises ShapelessError, whatever the text."""
    return _Reader(text).query()


def _tokens(text: str) -> Iterator[Token]:
    for found in TOKEN.finditer(text):
        token = found[0]
        first = token[0]
        if first == "#":
            continue
        if first in "?$" and len(token) > 1:
            kind = "var"
        elif first == "<" and token[-1] == ">" and len(token) > 2:
            kind = "iri"
        elif first in "\"'" and len(token) > 1:
            kind = "text"
        elif token[-1].isdigit() and (first.isdigit() or first in "+-."):
            kind = "number"
        elif ":" in token and first != "_":
            kind = "iri"
        elif first.isalpha():
            kind = "word"
        else:
            kind = "mark"
        yield Token(kind, token, found.start(), found.end())


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._tokens.append(Token("end", "", len(text), len(text)))
        self._at = 0
        self._all_columns = False

    def query(self) -> Query:
        prologue = self._prologue()
        begin = self._at
        form = self._word()
        if form == "CONSTRUCT":
            self._take()
            if not self._is("{"):
                raise ShapelessError
            self._skip()
        elif form not in {"SELECT", "ASK"}:
            raise ShapelessError
        self._to_group()
        asked = tuple(token.text for token in self._tokens[begin : self._at])
        start = self._next.start
        group = self._group("")
        end, after = self._last.end, tuple(token.text for token in self._tokens[self._at :])
        return Query(self._text[:prologue], asked, group, start, end, after, self._all_columns)

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    @property
    def _last(self) -> Token:
        return self._tokens[self._at - 1]

    def _take(self) -> Token:
        token = self._tokens[self._at]
        if token.kind == "end":
            raise ShapelessError
        self._at += 1
        return token

    def _is(self, mark: str) -> bool:
        return self._next.text == mark

    def _word(self) -> str:
        """The next word in capitals, or nothing."""
        return self._next.text.upper() if self._next.kind == "word" else ""

    def _prologue(self) -> int:
        """Go past the declarations; where they end."""
        while (word := self._word()) in {"PREFIX", "BASE"}:
            for _ in range(3 if word == "PREFIX" else 2):
                self._take()
        return self._next.start

    def _to_group(self) -> None:
        """Go to the brace that opens the group of a query or sub-query."""
        begin = self._at
        while not self._is("{"):
            if self._word() == "FROM":
                raise ShapelessError
            if self._next.text in _OPEN:
                self._skip()
            else:
                self._take()
        # COUNT(*) counts rows, whatever columns they have
        tokens = [token.text for token in self._tokens[begin : self._at]]
        self._all_columns |= any(one == "*" != other and other != "(" for other, one in pairwise(tokens))

    def _skip(self) -> None:
        """Go past a bracket and all that is in it."""
        depth = 0
        while True:
            token = self._take()
            depth += (token.text in _OPEN) - (token.text in _CLOSE)
            if depth == 0:
                return

    def _group(self, graph: str) -> Group:
        group = Group(graph)
        if not self._is("{"):
            raise ShapelessError
        self._take()
        if self._word() == "SELECT":
            group.elements.append(self._subquery(graph))
        else:
            while not self._is("}"):
                if self._is("."):
                    self._take()
                else:
                    group.elements.append(self._element(graph))
        self._take()
        return group

    def _subquery(self, graph: str) -> Element:
        found, begin = Element("GROUP", self._next.start), self._at
        self._to_group()
        found.groups.append(self._group(graph))
        while not self._is("}"):
            if self._next.text in _OPEN:
                self._skip()
            elif self._take().text.upper() == "LIMIT" and self._next.text.isdigit():
                found.rows = int(self._next.text)
        return self._done(found, begin)

    def _element(self, graph: str) -> Element:
        begin, found = self._at, Element(self._word(), self._next.start)
        if found.kind in {"OPTIONAL", "MINUS"}:
            self._take()
            found.groups.append(self._group(graph))
        elif found.kind == "GRAPH":
            self._take()
            term = self._take()
            if term.kind not in {"var", "iri"}:
                raise ShapelessError
            found.kind = "GROUP"
            found.groups.append(self._group(f"GRAPH {term.text}"))
        elif found.kind == "FILTER":
            self._constraint()
            found.nested = any(token.text == "{" for token in self._tokens[begin : self._at])
        elif found.kind == "BIND":
            self._take()
            self._skip()
        elif found.kind == "VALUES":
            self._values(found)
        elif self._is("{"):
            self._union(found, graph)
        else:
            self._triples(found)
        return self._done(found, begin)

    def _done(self, found: Element, begin: int) -> Element:
        found.end = self._last.end
        found.variables = frozenset(t.text[1:] for t in self._tokens[begin : self._at] if t.kind == "var")
        return found

    def _union(self, found: Element, graph: str) -> None:
        found.kind = "GROUP"
        found.groups.append(self._group(graph))
        while self._word() == "UNION":
            self._take()
            found.groups.append(self._group(graph))
        only = found.groups[0].elements
        if len(found.groups) == len(only) == 1 and only[0].kind == "GROUP":
            found.rows = only[0].rows

    def _constraint(self) -> None:
        """A condition: in brackets, or a call; what is in it is not looked at."""
        self._take()
        while self._next.text not in _OPEN:
            if self._take().kind not in {"word", "iri"}:
                raise ShapelessError
        self._skip()

    def _values(self, found: Element) -> None:
        self._take()
        several = self._is("(")
        if several:
            self._skip()
        else:
            self._take()
        inner = self._at + 1
        if not self._is("{"):
            raise ShapelessError
        self._skip()
        data = self._tokens[inner : self._at - 1]
        # too many by the types of literals at most
        found.rows = sum(t.text == "(" for t in data) if several else len(data)

    def _triples(self, found: Element) -> None:
        found.kind = "triples"
        while self._begins_term():
            subject = self._term()
            self._properties(found, subject)
            if not self._is("."):
                break
            self._take()
        # without a full stop no triple can follow
        if not found.triples or (self._last.text != "." and self._begins_term()):
            raise ShapelessError

    def _properties(self, found: Element, subject: str) -> None:
        while True:
            predicate, steps = self._predicate()
            while True:
                found.triples.append(Triple(subject, predicate, self._term(), steps))
                if not self._is(","):
                    break
                self._take()
            if not self._is(";"):
                return
            while self._is(";"):
                self._take()
            if self._next.text in {".", "}"}:
                return

    def _begins_term(self) -> bool:
        return self._next.kind in {"var", "iri", "text", "number"} or self._next.text in _LITERALS

    def _term(self) -> str:
        if not self._begins_term():
            raise ShapelessError
        token = self._take()
        end = token.end
        if token.kind == "text" and (self._next.text == "^^" or self._next.text[:1] == "@"):
            end = self._take().end
            if self._last.text == "^^":
                end = self._take().end
        return self._text[token.start : end]

    def _predicate(self) -> tuple[str, tuple[Step, ...]]:
        """How it is written, and its steps where they are one way only."""
        if self._next.kind == "var":
            return self._take().text, ()
        start = self._next.start
        steps = self._path()
        return self._text[start : self._last.end], tuple(steps or ())

    def _path(self) -> list[Step] | None:
        """The steps of a path; None for one with choices, which is read all the same."""
        steps: list[Step] | None = []
        while True:
            step = self._step()
            steps = None if step is None or steps is None else [*steps, step]
            if self._is("|"):
                steps = None
            elif not self._is("/"):
                return steps
            self._take()

    def _step(self) -> Step | None:
        start, known = self._next.start, True
        if self._is("^"):
            self._take()
        if self._is("!"):
            known = False
            self._take()
        if self._is("("):
            known = False
            self._skip()
        else:
            token = self._take()
            if token.kind != "iri" and token.text != "a":
                raise ShapelessError
        closure = self._next.text in {"*", "+"}
        if closure or self._is("?"):
            known = known and closure
            self._take()
        return Step(self._text[start : self._last.end], closure) if known else None
