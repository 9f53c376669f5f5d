"""The queries behind the pages, one file each, and how a page fills them in.

In a query ``$this`` stands for the IRI that the page is about; other words with ``$`` are handed in by the page. The
same text is what "as SPARQL" shows, so every number on a page can be asked for again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from server.prefixes import PREFIXES

_FOLDER = Path(__file__).parent
_RESULTS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_PREFIXED = re.compile(r"(?<![\w<:])([a-z]+):(?=[A-Za-z])")


@cache
def source(name: str) -> str:
    """The text of a query file. Raises FileNotFoundError."""
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def build(name: str, this: str = "", **values: str) -> str:
    """A query, ready to run: ``$this`` replaced by the IRI, other placeholders by their values, prefixes declared."""
    return fill(source(name), this, **values)


def fill(text: str, this: str = "", **values: str) -> str:
    """The same for a text."""
    for key, value in values.items():
        text = text.replace(f"${key}", value)
    if this:
        text = text.replace("$this", f"<{this}>")
    used = set(_PREFIXED.findall(text))
    heads = [f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items() if prefix in used]
    return "\n".join([*heads, text])


def as_graph(text: str, key: str) -> str:
    """The query that gives all facts of what a query lists; ``key`` is the variable of what its rows are about."""
    heads, _, body = text.partition("SELECT")
    inner = "\n".join(f"    {line}" for line in f"SELECT{body}".strip().splitlines())
    facts = f"?{key} ?property ?value"
    return f"{heads}CONSTRUCT {{ {facts} }} WHERE {{\n  {{\n{inner}\n  }}\n  {facts}\n}}"


def as_rows(text: str, variables: Iterable[str]) -> str:
    """The query that gives the rows of a SELECT themselves as a graph, in the vocabulary that the W3C has for results.

    It serves answers about numbers or words as well, of which no further facts are known. ``variables`` are those that
    the SELECT gives.
    """
    heads, _, body = text.partition("SELECT")
    bindings = " ,\n    ".join(f'[ rs:variable "{name}" ; rs:value ?{name} ]' for name in variables)
    inner = "\n".join(f"    {line}" for line in f"SELECT{body}".strip().splitlines())
    head = f"{heads}PREFIX rs: <{_RESULTS}>\nCONSTRUCT {{\n  [] a rs:ResultSolution ; rs:binding\n    {bindings}\n}}"
    return f"{head} WHERE {{\n  {{\n{inner}\n  }}\n}}"


@cache
def examples() -> tuple[tuple[str, str], ...]:
    """Title and text of the example queries; the title is the comment in their first line."""
    found = []
    for path in sorted((_FOLDER / "examples").glob("*.rq")):
        title, _, text = path.read_text(encoding="utf-8").partition("\n")
        found.append((title.lstrip("# ").strip(), fill(text)))
    return tuple(found)
