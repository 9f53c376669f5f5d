"""The picture of the house, held to the imports: who may know whom. Read from the source, so nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.places import ROOT

PACKAGES = ("kg", "server", "ontology")

# Each stage knows the types, the errors and itself, plus what stands here; never its neighbours in the flow.
STAGES = {
    "kg.sources": (),
    # the catalogue's names serve it as a gazetteer; links are made later
    "kg.annotate": ("kg.lemmas", "kg.catalogue", "kg.names", "kg.vocab"),
    "kg.catalogue": ("kg.names", "kg.endpoint", "kg.wikidata"),
    "kg.link": ("kg.catalogue", "kg.names", "kg.wikidata"),
    "kg.claims": ("kg.ids",),
    "kg.judgements": ("kg.ids",),
    "kg.resolve": ("kg.ids", "kg.judgements"),
    "kg.review": ("kg.ids", "kg.judgements", "kg.resolve"),
    "kg.background": ("kg.catalogue", "kg.wikidata"),
    "kg.rdf": ("kg.ids", "kg.vocab", "kg.background", "kg.claims", "kg.resolve", "ontology"),
    "kg.check": ("kg.vocab", "ontology"),
    "kg.reason": ("kg.vocab", "ontology"),
    "kg.publish": (
        "kg.ids",
        "kg.vocab",
        "kg.claims",
        "kg.judgements",
        "kg.resolve",
        "kg.rdf",
        "kg.check",
        "kg.reason",
        "kg.review",
        "ontology",
    ),
    "kg.records": (),
    # a release is handed over as lines: what is in it was settled when it was published
    "kg.push": ("kg.access", "kg.endpoint"),
    # what visitors say is kept beside the flow, and nothing in the flow reads it
    "kg.corrections": (),
}
COMMON = ("kg.model", "kg.errors", "kg.config", "kg.__version__")
EDGE = ("kg.cli", "kg.commands")
DRIVERS = ("kg.stages", "kg.evaluate", *EDGE)
"""Who may call stages of different kinds, one after the other."""


@cache
def modules() -> dict[str, Path]:
    """Dotted name -> file, of every module of the project."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports(name: str, late: bool = True) -> frozenset[str]:
    """The project's modules that a module imports; with ``late``, also inside functions and for types only."""
    tree = ast.parse(modules()[name].read_text(encoding="utf-8"))
    return frozenset(known for node in _nodes(tree, late) for known in _known(name, node))


def _nodes(tree: ast.AST, late: bool) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        typing_only = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if late or not (function or typing_only):
            yield from _nodes(node, late)


def _known(importer: str, node: ast.AST) -> Iterator[str]:
    """The longest dotted names that are modules of ours."""
    if isinstance(node, ast.Import):
        targets = [alias.name for alias in node.names]
    else:
        assert isinstance(node, ast.ImportFrom)
        base = node.module or ""
        if node.level:
            package = importer if modules()[importer].name == "__init__.py" else importer.rpartition(".")[0]
            base = ".".join([*package.split(".")[: len(package.split(".")) - node.level + 1], *filter(None, [base])])
        targets = [f"{base}.{alias.name}" for alias in node.names]
    for target in targets:
        name = target
        while name and name not in modules():
            name = name.rpartition(".")[0]
        # `from kg import __version__` asks for the package itself, which is no layer
        if name and name not in {importer, "kg"}:
            yield name


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def importers(*targets: str) -> dict[str, set[str]]:
    """Who imports any of ``targets`` from outside of them."""
    found = {}
    for name in modules():
        reached = {known for known in imports(name) if within(known, *targets)}
        if reached and not within(name, *targets):
            found[name] = reached
    return found


def test_the_test_sees_the_project() -> None:
    assert {"kg.model", "kg.sources.html", "server.app", "ontology"} <= set(modules())
    assert "kg.errors" in imports("kg.config")
    assert "kg.sources.decode" in imports("kg.sources.formats")
    assert "kg.endpoint" in imports("kg.commands.query")
    assert "kg.endpoint" not in imports("kg.commands.query", late=False)


def test_types_and_errors_know_nobody() -> None:
    assert imports("kg.model") == frozenset()
    assert imports("kg.errors") == frozenset()
    assert imports("kg.config") == {"kg.errors"}


def test_the_ontology_can_be_taken_alone() -> None:
    known = {reached for name in modules() if within(name, "ontology") for reached in imports(name)}
    assert known
    assert {name for name in known if not within(name, "ontology")} == set()


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_knows_only_what_it_may(stage: str) -> None:
    allowed = (stage, *COMMON, *STAGES[stage])
    strangers = {
        f"{name} -> {known}"
        for name in modules()
        if within(name, stage)
        for known in imports(name)
        if not within(known, *allowed)
    }
    assert not strangers


def test_only_the_drivers_know_the_order_of_the_stages() -> None:
    readers = {name for name in importers("kg.annotate") if not within(name, *DRIVERS)}
    linkers = {name for name in importers("kg.link") if not within(name, *DRIVERS)}
    publishers = {name for name in importers("kg.publish") if not within(name, *DRIVERS)}
    assert (readers, linkers, publishers) == (set(), set(), set())
    assert set(importers("kg.stages")) <= {name for name in modules() if within(name, *EDGE)}


def test_the_server_never_reads_or_links_or_writes_the_graph() -> None:
    forbidden = ("kg.annotate", "kg.link", "kg.training", "kg.sources", "kg.rdf", "kg.stages", "kg.cli", "kg.commands")
    reached = {
        f"{name} -> {known}"
        for name in modules()
        if within(name, "server")
        for known in imports(name)
        if within(known, *forbidden)
    }
    assert not reached


def test_nothing_imports_the_edge_and_only_the_edge_imports_the_server() -> None:
    assert not importers(*EDGE)
    assert all(within(name, *EDGE) for name in importers("server"))


def test_training_is_never_needed_to_run() -> None:
    assert not importers("kg.training", "kg.make_catalogue")


TRIPLE_MAKERS = ("rdf", "publish", "check", "reason")


def test_only_rdf_writes_triples() -> None:
    """Elsewhere in the flow nobody even has the means: at most a Graph to hand on, and names to look for in it."""
    allowed = tuple(f"kg.{name}" for name in (*TRIPLE_MAKERS, "vocab", "make_catalogue"))
    for name, path in modules().items():
        if within(name, "kg") and not within(name, *allowed):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            assert _rdf_names(tree) <= {"Graph", "URIRef"}, name
            assert not _adds_triples(tree), name


def _rdf_names(tree: ast.AST) -> set[str]:
    """What is imported from the RDF libraries."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] in {"rdflib", "pyoxigraph"}}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"rdflib", "pyoxigraph"}:
            found |= {alias.name for alias in node.names}
    return found


def _adds_triples(tree: ast.AST) -> bool:
    """A call such as ``graph.add((s, p, o))``."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "add"
        and len(node.args) == 1
        and isinstance(node.args[0], ast.Tuple)
        and len(node.args[0].elts) == 3
        for node in ast.walk(tree)
    )


def test_no_import_cycles() -> None:
    graph = {name: set(imports(name, late=False)) for name in modules()}
    done: set[str] = set()
    for start in graph:
        _walk(start, graph, done, ())


def _walk(name: str, graph: dict[str, set[str]], done: set[str], path: tuple[str, ...]) -> None:
    assert name not in path, " -> ".join((*path[path.index(name) :], name))
    if name in done:
        return
    for known in graph[name]:
        # a package's __init__ that imports its own parts is how a package is put together
        _walk(known, graph, done, (*path, name))
    done.add(name)
