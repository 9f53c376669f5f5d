"""What a store elsewhere holds, found out by asking: which release, under which base, and whether it can be served."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from kg.errors import DragomanError, StoreError
from server.prefixes import DM
from server.remote.store import GATHERING, RemoteStore
from server.wire import Task

_RELEASES = """
PREFIX void: <http://rdfs.org/ns/void#> PREFIX dct: <http://purl.org/dc/terms/>
SELECT DISTINCT ?g ?id { GRAPH ?g { ?dataset a void:Dataset ; dct:identifier ?id } } ORDER BY ?g ?id LIMIT 100
"""
_ARTICLE = f"SELECT ?g ?a {{ GRAPH ?g {{ ?a a <{DM}Article> }} }} LIMIT 1"
_META = "graph/meta"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Facts:
    """The base IRI of what the store holds and the id of the release; ``fixed``: the store itself says which it is.

    Where it does not, nobody can tell when its data change, so no answer may be kept.
    """

    base_iri: str
    id: str
    fixed: bool


def look(store: RemoteStore, base_iri: str) -> Facts:
    """What the store says of itself. ``base_iri`` is expected, and taken where the store names none or several.

    Raises StoreFailed, StoreSlow, Busy, BadRequest.
    """
    named = {row["g"].removesuffix(_META): row["id"] for row in ask(store, _RELEASES) if row["g"].endswith(f"/{_META}")}
    base = base_iri if base_iri in named or len(named) != 1 else next(iter(named))
    given = named.get(base)
    if given is None:
        return Facts(base, "unknown", False)
    usable = _ID.fullmatch(given)
    return Facts(base, given if usable else hashlib.sha256(given.encode()).hexdigest()[:12], True)


def must_serve(store: RemoteStore) -> None:
    """Raises StoreError when the store holds nothing to serve, or asks its graphs in another way than pages expect."""
    found = ask(store, _ARTICLE)
    if not found:
        raise StoreError(
            "The store holds no article in a named graph.", "Load a release into it: dragoman push FOLDER --to URL"
        )
    if not ask(store, f"SELECT ?x {{ <{found[0]['a']}> a <{DM}Article> BIND (1 AS ?x) }} LIMIT 1"):
        raise StoreError(
            "The store does not ask all its graphs together where a query names none.",
            "Set it up so (Fuseki: tdb2:unionDefaultGraph true; Oxigraph: --union-default-graph).",
        )


def ask(store: RemoteStore, query: str) -> list[dict[str, str]]:
    """The rows of a query of ours, as texts."""
    answer = store.run(Task(query, "json", 1000, 1 << 20, _SECONDS), GATHERING)
    bindings = json.loads(answer.body)["results"]["bindings"]
    return [{name: str(term["value"]) for name, term in row.items()} for row in bindings]


def explained(problem: DragomanError) -> StoreError:
    """A failure at the start, told to the operator."""
    return StoreError(
        f"The store cannot be served: {problem.message}",
        problem.cure if isinstance(problem, StoreError) else "Check the setting store, its login, and whether it runs.",
    )
