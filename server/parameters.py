"""What can be set in a question: the terms of its ``VALUES`` clauses, as fields of a form.

The form of the term in the query says what may stand there and how it is written, so that what a visitor types is
always one term of the same kind, never a piece of query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.errors import BadRequest
from server.prefixes import WIKIDATA
from server.search.inquery import literal

_MOST = 200
_TERM = r'(?P<item>wd:Q\d+)|<(?P<iri>[^<>\s]+)>|"(?P<text>[^"\\\n]*)"(?P<rest>@[A-Za-z-]+|\^\^[\w:]+)?'
_ITEM = re.compile(r"Q[1-9]\d{0,11}", re.ASCII)
_IRI = re.compile(r"https?://[^\x00-\x20<>\"{}|\\^`]{1,500}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
_CODE = re.compile(r"[A-Za-z][\w-]{0,60}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a field may hold: a pattern, a hint for people, an example for the message when it does not fit."""

    pattern: re.Pattern[str] | None
    hint: str
    example: str


KINDS = {
    "item": Kind(_ITEM, "a Wikidata item", "Q1016"),
    "iri": Kind(_IRI, "an IRI", "https://example.org/thing"),
    "month": Kind(_MONTH, "a month", "2016-05"),
    "day": Kind(_DAY, "a day", "2016-05-16"),
    "code": Kind(_CODE, "a name of the vocabulary", "ArmsEmbargo"),
    "text": Kind(None, "words exactly as in the data", "Sirte"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A field: its name, what it may hold (a key of ``KINDS``), its value now, what follows the quotes in the query."""

    name: str
    kind: str
    value: str
    rest: str = ""

    @property
    def hint(self) -> str:
        """What may stand there, in words."""
        return KINDS[self.kind].hint

    @property
    def example(self) -> str:
        """A value that fits."""
        return KINDS[self.kind].example

    def read(self, text: str) -> str:
        """The value in what somebody typed. Raises BadRequest when it does not fit."""
        value = text.strip()
        if self.kind == "item":
            value = value.removeprefix(WIKIDATA).removeprefix("https://www.wikidata.org/wiki/").removeprefix("wd:")
        allowed = KINDS[self.kind].pattern
        if not value or len(value) > _MOST or (allowed and not allowed.fullmatch(value)):
            raise BadRequest(
                f"{text[:60]!r} cannot be set for {self.name}: it takes {self.hint}.", f"Try {self.example}."
            )
        return value

    def term(self, value: str) -> str:
        """A value that ``read`` gave, as SPARQL."""
        if self.kind == "item":
            return f"wd:{value}"
        return f"<{value}>" if self.kind == "iri" else literal(value) + self.rest


def find(query: str, names: Iterable[str]) -> tuple[Parameter, ...]:
    """The parameters of these names, with the values that the query has; names that it does not set are left out."""
    found = ((name, _clause(name).search(query)) for name in names)
    return tuple(_parameter(name, match) for name, match in found if match)


def fill(query: str, parameters: Iterable[Parameter], given: Mapping[str, str]) -> tuple[str, tuple[Parameter, ...]]:
    """The query with the values given, and the parameters as they are then; fields left empty keep what they have.

    Raises BadRequest for a value that does not fit.
    """
    now = []
    for parameter in parameters:
        typed = given.get(parameter.name, "")
        value = parameter.read(typed) if typed.strip() else parameter.value
        if value != parameter.value:
            clause = f"VALUES ?{parameter.name} {{ {parameter.term(value)} }}"
            query = _clause(parameter.name).sub(lambda _, clause=clause: clause, query, count=1)  # type: ignore[misc]
        now.append(Parameter(parameter.name, parameter.kind, value, parameter.rest))
    return query, tuple(now)


def _clause(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES\s+\?{re.escape(name)}\s*\{{\s*(?:{_TERM})\s*\}}")


def _parameter(name: str, match: re.Match[str]) -> Parameter:
    if match["item"]:
        return Parameter(name, "item", match["item"].removeprefix("wd:"))
    if match["iri"]:
        return Parameter(name, "iri", match["iri"])
    text, rest = match["text"], match["rest"] or ""
    if _MONTH.fullmatch(text) or _DAY.fullmatch(text):
        return Parameter(name, "month" if _MONTH.fullmatch(text) else "day", text, rest)
    return Parameter(name, "code" if name in {"type", "code", "status", "role"} else "text", text, rest)
