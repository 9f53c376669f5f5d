"""Where a query breaks the grammar.

The engine's parser names the farthest place that it has looked at, which lies beyond the mistake by as much as the
longest keyword that it has tried there. So the query is read again by longer and longer beginnings: the first that
cannot be the beginning of any query ends with the word that is wrong.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pyoxigraph import Store

from server.wire import Task

LONGEST = 50_000
"""Characters of a query that is looked at so closely; it is read some sixteen times."""
_QUERIES = frozenset(("", "check"))
"""Of ``Task.reading``: with any other word, it is not the query that is read."""
_PAD = " " * 64
"""Longer than any keyword, so that what the parser looks at beyond a mistake is never the end."""
_AT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_WORDS = re.compile(r"(?:expected |expected one of |, )([A-Z][a-z]+ [^,\[\]\"]*|IRI parsing failed)")
"""Among what was expected: what the parser says in words."""
# White space is what SPARQL has for it: a control character is a word of its own, and wrong.
TOKEN = re.compile(
    r"""
    \#[^\r\n]*
  | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
  | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
  | <[^<>"{}|^`\\\x00-\x20]*>
  | [?$]\w+ | @[A-Za-z]+(?:-[A-Za-z0-9-]+)*
  | [^\W\d_](?:[\w.\-]{0,127}[\w\-])?:(?:[\w.\-:%\\]*[\w\-:%])? | :(?:[\w.\-:%\\]*[\w\-:%])? | _:\w(?:[\w.\-]*[\w\-])?
  | [+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? | \w+
  | \|\| | && | <= | >= | != | \^\^ | \{\| | \|\} | <<\(? | \)?>>
  | [^ \t\r\n]
    """,
    re.VERBOSE | re.DOTALL,
)
_OPEN, _CLOSE, _QUOTES = frozenset("({["), frozenset(")}]"), frozenset("'\"")


class Place(NamedTuple):
    """A place in a query, line and column counted from 1 (0: it is not one place), and what is wrong there."""

    line: int
    column: int
    why: str


def place(task: Task, message: str) -> Place | None:
    """Where a query, of which the engine says ``message``, breaks the grammar; None where that cannot be told."""
    text, base = task.text, task.base
    if task.reading not in _QUERIES or len(text) > LONGEST or not _AT.fullmatch(message):
        return None
    tokens = list(TOKEN.finditer(text))
    told = "; ".join(dict.fromkeys(words.strip() for words in _WORDS.findall(message)))
    if _begins(text, base):
        quote = next((token for token in tokens if token[0] in _QUOTES), None)
        if quote:
            return _at(text, quote.start(), "this text is not closed")
        if _unclosed(tokens):
            return _at(text, len(text), "the query ends too early")
        return Place(0, 0, told or "its parts cannot stand together")
    good, bad = 0, len(tokens)
    while bad - good > 1:
        middle = (good + bad) // 2
        if _begins(text[: tokens[middle - 1].end()], base):
            good = middle
        else:
            bad = middle
    wrong = tokens[good]
    shown = wrong[0][:40] if len(wrong[0]) > 1 or wrong[0].isprintable() else f"U+{ord(wrong[0]):04X}"
    return _at(text, wrong.start(), told or f"{shown} cannot stand here")


def _begins(text: str, base: str) -> bool:
    """Whether some query begins with this text, which ends between two words."""
    try:
        Store().query(text + _PAD, base_iri=base or None)
    except SyntaxError as problem:
        found = _AT.fullmatch(str(problem))
        end = _at(text + _PAD, len(text) + len(_PAD), "")
        return found is not None and (int(found[1]), int(found[2])) == end[:2]
    except (ValueError, RuntimeError, OSError):
        pass  # it was read, and what came then is another matter
    return True


def _unclosed(tokens: list[re.Match[str]]) -> bool:
    """Whether more brackets are opened than closed, or there is nothing in which any could be."""
    depth = sum((token[0] in _OPEN) - (token[0] in _CLOSE) for token in tokens)
    return depth > 0 or not any(token[0] in _CLOSE for token in tokens)


def _at(text: str, offset: int, why: str) -> Place:
    return Place(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset), why)
