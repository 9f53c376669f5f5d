"""The ontology is data; this module only says where the files are and reads them.

Names are paths below this folder without the ending: ``core``, ``codes/event-type``, ``labels/fr``, ``align/prov``,
``shapes/claims``.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

from rdflib import Graph

__all__ = ["VOCABULARY", "load", "modules", "path", "queries"]

VOCABULARY: Final = ("dragoman", "core", "actors", "events", "claims", "quantities", "codes", "labels")
"""What a release carries and what data are held to: the umbrella, its modules, the codes and the labels."""


def path(name: str = "") -> Path:
    """The file or folder of a name; ``path()`` is the folder of the ontology.

    Raises FileNotFoundError, naming what there is.
    """
    root = Path(str(files(__name__)))
    if not name:
        return root
    for candidate in (root / f"{name}.ttl", root / f"{name}.rq", root / name):
        if candidate.exists() and candidate.resolve().is_relative_to(root.resolve()):
            return candidate
    raise FileNotFoundError(f"the ontology has no module {name!r}; it has {', '.join(modules())}")


def modules(folder: str = "") -> tuple[str, ...]:
    """Names of all Turtle files, sorted, or of those in one folder (``codes``, ``align``, ``shapes``, ``rules``)."""
    root = path()
    found = (file.relative_to(root) for file in path(folder).rglob("*.ttl"))
    return tuple(sorted(name.with_suffix("").as_posix() for name in found if not {"bad", "versions"} & {*name.parts}))


def load(*names: str) -> Graph:
    """One graph of the modules named (a folder stands for all its files); without names, of ``VOCABULARY``.

    Imports are not followed: name what is wanted. Raises FileNotFoundError for a name that does not exist.
    """
    graph = Graph()
    for name in names or VOCABULARY:
        parts = modules(name) if path(name).is_dir() else (name,)
        for part in parts:
            graph.parse(path(part), format="turtle")
    return graph


def queries(folder: str) -> dict[str, str]:
    """The SPARQL queries of a folder (``rules``, ``checks``): name (file name without ending) -> text, sorted."""
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted(path(folder).glob("*.rq"))}
