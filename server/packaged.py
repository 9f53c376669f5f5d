"""Files of the ontology package that the server hands out as they are.

The package itself is not imported: it brings a whole RDF library with it, which the server has no use for.
"""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def folder() -> Path:
    """The folder of the ontology."""
    found = importlib.util.find_spec("ontology")
    return Path(found.origin).parent if found and found.origin else Path("ontology")


def text(name: str) -> str | None:
    """The text of a file below the folder, None when there is no such file; names that lead elsewhere are none."""
    path = folder() / name
    if "\0" in name or not path.resolve().is_relative_to(folder().resolve()) or not path.is_file():
        return None
    return path.read_text(encoding="utf-8")


@cache
def context() -> dict[str, Any]:
    """The JSON-LD context: name -> IRI, or IRI with type or container."""
    found: dict[str, Any] = json.loads(text("context.jsonld") or "{}").get("@context", {})
    return found
