"""Values of properties for things that have been matched: the data extension of the API."""

from __future__ import annotations

from typing import Any

from server.errors import BadRequest, BatchTooLarge
from server.reconcile.batch import parse
from server.reconcile.manifest import LIMIT
from server.reconcile.model import Source

MOST_IDS, MOST_PROPERTIES, MOST_VALUES = 200, 20, 100


def extend(text: str, source: Source) -> dict[str, Any]:
    """The answer to ``extend=…``. Raises BadRequest, BatchTooLarge."""
    asked = parse(text)
    ids, properties = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not all(isinstance(name, str) for name in ids):
        raise BadRequest("The extension has no list of ids.", 'Send {"ids": ["…"], "properties": [{"id": "…"}]}.')
    if not isinstance(properties, list):
        raise BadRequest("The extension has no list of properties.", 'Send {"ids": […], "properties": [{"id": "…"}]}.')
    if len(ids) > MOST_IDS or len(properties) > MOST_PROPERTIES:
        raise BatchTooLarge(
            f"The extension asks for {len(ids):,} things and {len(properties):,} properties.",
            f"Ask for at most {MOST_IDS} and {MOST_PROPERTIES} at a time.",
        )
    limits = dict(map(_property, properties))
    known = {about.id: about.name for about in source.properties()}
    found = source.values(ids, list(limits), MOST_VALUES)
    return {
        "meta": [{"id": name, "name": known.get(name, name)} for name in limits],
        "rows": {
            id_: {name: list(found.get(id_, {}).get(name, ()))[:limit] for name, limit in limits.items()} for id_ in ids
        },
    }


def _property(about: Any) -> tuple[str, int]:
    """Identifier and limit."""
    if not isinstance(about, dict) or not isinstance(about.get("id"), str):
        raise BadRequest("A property has no id.", 'Such as {"id": "country", "settings": {"limit": 1}}.')
    settings = about.get("settings") or {}
    limit = settings.get("limit", LIMIT) if isinstance(settings, dict) else LIMIT
    try:
        return about["id"], min(max(1, int(limit)), MOST_VALUES)
    except (TypeError, ValueError, OverflowError):
        raise BadRequest(f"The limit of {about['id'][:40]!r} is no number.", f"From 1 to {MOST_VALUES}.") from None
