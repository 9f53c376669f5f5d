"""What the service says of itself."""

from __future__ import annotations

from typing import Any

from flask import url_for

from kg import __version__
from server.reconcile.model import About

VERSIONS = ("0.2",)
PREVIEW = (400, 240)
"""Width and height of the frame of a preview, in pixels."""
DEFAULT_KINDS = ("Person", "State", "Organization", "ArmedGroup", "MilitaryForce", "Place")
LIMIT = 10
"""Values of a property that are given unless its setting says otherwise."""


def manifest(source: str, about: About, kinds: dict[str, str]) -> dict[str, Any]:
    """The manifest of a source, by its name in addresses; ``kinds``: identifier of a class -> its name."""

    def path(endpoint: str, **values: Any) -> str:
        return url_for(f"reconcile.{endpoint}", source=source, **values)

    root = url_for("pages.home", _external=True).rstrip("/")
    suggest = {
        what: {"service_url": root, "service_path": path("suggest", what=what)}
        for what in ("entity", "property", "type")
    }
    width, height = PREVIEW
    return {
        "versions": list(VERSIONS),
        "name": about.name,
        "identifierSpace": about.identifier_space,
        "schemaSpace": about.schema_space,
        "serviceVersion": __version__,
        "documentation": "https://reconciliation-api.github.io/specs/0.2/",
        "view": {"url": about.view},
        "defaultTypes": [{"id": kind, "name": kinds[kind]} for kind in DEFAULT_KINDS if kind in kinds],
        "suggest": suggest,
        # url_for would encode the braces of the template
        "preview": {"url": f"{root}{path('preview')}?id={{{{id}}}}", "width": width, "height": height},
        "extend": {
            "propose_properties": {"service_url": root, "service_path": path("propose")},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Limit",
                    "type": "number",
                    "default": LIMIT,
                    "help_text": "Values a row, at most (1 to 100)",
                }
            ],
        },
    }
