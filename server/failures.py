"""What a worker says, or what it died of, as the typed error that the visitor is told."""

from __future__ import annotations

import re
import signal
from collections.abc import Sequence
from typing import Any

from kg.errors import DragomanError
from server.errors import BadRequest, QueryCrashed, QueryMemory, QuerySyntax, QueryTooComplex

_SYNTAX = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_FAULTS = frozenset((signal.SIGSEGV, signal.SIGBUS))


def failure(head: dict[str, Any]) -> DragomanError:
    """The typed error for a failure that a worker reports."""
    if head["error"] == "memory":
        return _out_of_memory()
    if head["error"] == "syntax":
        return _syntax_error(head["message"], head.get("place"))
    return BadRequest(f"The query cannot be answered: {head['message'].rstrip('.')}.")


def _syntax_error(message: str, place: Sequence[Any] | None = None) -> QuerySyntax:
    """The error at its ``place`` (see ``misread.Place``); without one, what the engine says, if it is not too long."""
    if place:
        line, column, why = place
        where = f" in line {line}, column {column}" if line else ""
        return QuerySyntax(f"The query has a syntax error{where}: {why}.", "", line, column)
    found = _SYNTAX.fullmatch(message)
    if not found:
        return QuerySyntax(f"The query has a syntax error: {message[:300]}.")
    line, column, rest = int(found[1]), int(found[2]), found[3]
    hint = "" if len(rest) > 120 else f": {rest}"
    return QuerySyntax(f"The query has a syntax error in line {line}, column {column}{hint}.", "", line, column)


def post_mortem(said: str, killer: int) -> DragomanError:
    """What a worker that died by itself died of, from its last words and the signal."""
    if "memory allocation" in said or "MemoryError" in said:
        return _out_of_memory()
    # the engine has no other way to touch memory that is not its own
    if killer in _FAULTS or "stack" in said:
        return QueryTooComplex(
            "The query is a longer chain than the engine has room to follow on its stack.",
            "Write VALUES or IN instead of long chains of ||, UNION, + and the like, or ask in parts.",
            "query_chars",
        )
    return QueryCrashed("The engine ended on this query.", "Simplify the query; if it is harmless, report it.")


def _out_of_memory() -> QueryMemory:
    return QueryMemory(
        "The query was stopped because it took more memory than the limit query_memory_mb allows.",
        "Ask for less: avoid ORDER BY, DISTINCT and GROUP BY over everything, and unconnected patterns.",
        "query_memory_mb",
    )
