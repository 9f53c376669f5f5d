"""A batch of queries: read with all its errors named, answered query by query."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from server.errors import BadRequest, BatchTooLarge
from server.reconcile.matching import Asked, above, ranked
from server.reconcile.model import Source

MOST_QUERIES = 100
MOST_RESULTS = 50
_RESULTS = 5
_LOOKED_AT = 20
"""Candidates that are weighed at least: the one that is meant need not be the first of a name."""
_MOST_TEXT = 500
_MOST_PROPERTIES = 20
_KEYS = frozenset({"query", "type", "limit", "properties", "type_strict"})
_STRICT = ("any", "should", "all")


def parse(text: str) -> dict[str, Any]:
    """A JSON object. Raises BadRequest."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadRequest(f"The JSON cannot be read: {str(problem)[:200]}.", "Send a JSON object.") from None
    if not isinstance(found, dict):
        raise BadRequest("The JSON is no object.", 'Send an object, such as {"q0": {"query": "Libya"}}.')
    return found


def read(text: str) -> dict[str, Asked]:
    """The queries of a batch by their keys. Raises BadRequest, BatchTooLarge."""
    found = parse(text)
    if len(found) > MOST_QUERIES:
        raise BatchTooLarge(
            f"The batch has {len(found):,} queries.",
            f"Send at most {MOST_QUERIES} at a time (in OpenRefine: batch size).",
        )
    return {key: _query(key, query) for key, query in found.items()}


def answer(queries: Mapping[str, Asked], source: Source) -> dict[str, Any]:
    """The results by the same keys."""
    kinds = source.kinds()
    upwards, names = above(kinds), {kind.id: kind.name for kind in kinds}
    results: dict[str, Any] = {}
    for key, asked in queries.items():
        words = asked.text or " ".join(text for _, texts in asked.properties for text in texts)
        things = list(source.candidates(words, asked.kinds, max(asked.limit, _LOOKED_AT)))
        properties = [name for name, _ in asked.properties]
        values = source.values([thing.id for thing in things], properties, 100) if properties and things else {}
        results[key] = {
            "result": [candidate.record(sure, names) for candidate, sure in ranked(asked, things, values, upwards)]
        }
    return results


def _query(key: str, query: Any) -> Asked:
    if not isinstance(query, dict):
        raise _wrong(key, "it is no object", '{"query": "Libya"}')
    if strange := set(query) - _KEYS:
        raise _wrong(key, f"it has the key {min(strange)[:40]!r}", f"one of {', '.join(sorted(_KEYS))}")
    text = query.get("query", "")
    if not isinstance(text, str):
        raise _wrong(key, "its query is no text", '{"query": "Libya"}')
    properties = _properties(key, query.get("properties", []))
    if not text.strip() and not properties:
        raise _wrong(key, "it has neither a query nor properties", '{"query": "Libya"}')
    kinds = query.get("type") or []
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise _wrong(key, "its type is neither a text nor a list of texts", '{"type": "Person"}')
    strict = query.get("type_strict", "any")
    if strict not in _STRICT:
        raise _wrong(key, f"its type_strict is {str(strict)[:40]!r}", f"one of {', '.join(_STRICT)}")
    limit = query.get("limit", _RESULTS)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit >= 1:
        raise _wrong(key, "its limit is no number from 1", '{"limit": 5}')
    return Asked(text.strip()[:_MOST_TEXT], tuple(kinds), strict, int(min(limit, MOST_RESULTS)), properties)


def _properties(key: str, given: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(given, list):
        raise _wrong(key, "its properties are no list", '{"properties": [{"pid": "…", "v": "…"}]}')
    if len(given) > _MOST_PROPERTIES:
        raise BatchTooLarge(f"The query {key[:40]!r} has {len(given)} properties.", f"Send at most {_MOST_PROPERTIES}.")
    found = []
    for entry in given:
        if not isinstance(entry, dict) or not isinstance(entry.get("pid"), str) or "v" not in entry:
            raise _wrong(key, "a property has no pid or no v", '{"pid": "…", "v": "…"}')
        values = entry["v"] if isinstance(entry["v"], list) else [entry["v"]]
        found.append((entry["pid"], tuple(_value(key, value) for value in values[:_MOST_PROPERTIES])))
    return tuple(found)


def _value(key: str, value: Any) -> str:
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return str(value["id"])
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)[:_MOST_TEXT]
    raise _wrong(key, "the value of a property is of no known form", 'a text, a number, or {"id": "…"}')


def _wrong(key: str, why: str, cure: str) -> BadRequest:
    return BadRequest(f"The query {key[:40]!r} cannot be read: {why}.", f"Such as: {cure}.")
