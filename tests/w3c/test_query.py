"""The W3C suites of SPARQL 1.0, 1.1 and 1.2 queries against the embedded store, through our own writers of results.

Needs the suites of the shared data. Every failure must be listed below with its reason, and nothing else may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.config import Settings
from server.errors import ServiceRefused
from server.limits import check
from server.planner import Planner, plans
from server.wire import Task
from server.worker import answer_task
from tests.places import ROOT
from tests.w3c.suite import Case, cases, expected, iri, read, same, store_for

V10 = [
    "algebra", "ask", "basic", "bnode-coreference", "boolean-effective-value", "bound", "cast", "construct", "dataset",
    "distinct", "expr-builtin", "expr-equals", "expr-ops", "graph", "i18n", "open-world", "optional", "optional-filter",
    "reduced", "regex", "solution-seq", "sort", "syntax-sparql1", "syntax-sparql2", "syntax-sparql3", "syntax-sparql4",
    "syntax-sparql5", "triple-match", "type-promotion",
]  # fmt: skip
V11 = [
    "aggregates", "bind", "bindings", "cast", "construct", "csv-tsv-res", "exists", "functions", "grouping", "json-res",
    "negation", "project-expression", "property-path", "subquery", "syntax-query",
]  # fmt: skip
V12 = [
    "codepoint-escapes", "eval-triple-terms", "expression", "grouping", "lang-basedir", "rdf11", "syntax",
    "syntax-triple-terms-negative", "syntax-triple-terms-positive", "version",
]  # fmt: skip
FOLDERS = [
    *(f"sparql10/{name}" for name in V10), *(f"sparql11/{name}" for name in V11), *(f"sparql12/{name}" for name in V12)
]  # fmt: skip

_UPDATE = "updates: the data are read-only"
LEFT_OUT = {
    **dict.fromkeys(("add", "basic-update", "clear", "copy", "delete", "delete-data", "delete-insert", "delete-where",
                     "drop", "move", "syntax-update-1", "syntax-update-2", "update-silent"), _UPDATE),
    "entailment": "the engine infers nothing; what follows by OWL 2 RL is a graph of the release",
    "service": "no other server is asked: see test_federation_is_refused",
    "syntax-fed": "no other server is asked: see test_federation_is_refused",
    "graph-store-protocol": "over HTTP: see test_graph_store",
    "http-rdf-update": "prose, replaced by graph-store-protocol",
    "protocol": "over HTTP: see test_protocol",
    "service-description": "over HTTP: see test_protocol",
}  # fmt: skip
"""Folders of SPARQL 1.1 that are not run here, and why; the updates among the tests of 1.2 are not run either."""

_FORM = "the engine keeps the value of a number or date, not how it was written, and the test asks for the writing"
_SCOPE = "the engine binds the variable of GRAPH after the group inside it has been evaluated"
_PATH = "a path of length zero from a term that the data do not hold is not found"
_JOINED = "GROUP_CONCAT keeps the language tag that all parts share"

EXCEPTIONS: dict[str, dict[str, str]] = {
    "sparql10/distinct": {"distinct-1": _FORM, "distinct-9": _FORM},
    "sparql10/expr-builtin": {
        "dawg-str-1": _FORM,
        "dawg-str-2": _FORM,
        "sameTerm-simple": _FORM,
        "sameTerm-eq": _FORM,
        "sameTerm-not-eq": _FORM,
        "case-insensitive-booleans": "the engine reads TRUE and False only in lower case",
    },
    "sparql10/expr-equals": {"eq-graph-1": _FORM, "eq-graph-2": _FORM},
    "sparql10/graph": {"graph-variable-scope": _SCOPE, "graph-optional": _SCOPE},
    "sparql10/open-world": {
        "open-eq-01": _FORM,
        "date-2": "a date with a time zone and one without, which cannot be compared, count as different",
    },
    "sparql10/syntax-sparql3": {"syn-bad-26": "the engine does not insist on the longest token in ?x<?a&&?b>?y"},
    "sparql11/aggregates": {
        "agg-groupconcat-04": _JOINED,
        "agg-groupconcat-06": _JOINED,
        "agg-empty-group-count-graph": _SCOPE,
    },
    "sparql11/bindings": {"graph": _SCOPE},
    "sparql11/csv-tsv-res": {"csv03": _FORM},
    "sparql11/functions": {"bnode01": "BNODE of the same text is the same node in all solutions, not in one alone"},
    "sparql11/negation": {"graph-minus": _SCOPE},
    "sparql11/property-path": {
        "zero_or_more_set_start": _PATH,
        "zero_or_more_set_end": _PATH,
        "zero_or_one_set_start": _PATH,
        "zero_or_one_set_end": _PATH,
    },
    "sparql12/grouping": {
        "group01": _FORM,
        "select-variable-reuse": "the engine does not know a column in the expressions of those after it, once grouped",
    },
    "sparql12/syntax": {"nested-aggregate-functions": "the engine counts what is counted"},
    "sparql12/syntax-triple-terms-negative": dict.fromkeys(
        ("tripleterm-subject-03", "tripleterm-subject-06"), "a triple term in the place of a subject is read"
    ),
}


PLANS: dict[str, Callable[[ox.Store], Planner | None]] = {
    "as written": lambda _: None,
    "planned, rows are few": lambda store: Planner(store, few=1_000_000),
    "planned, rows are many": lambda store: Planner(store, few=0),
}
"""How a query reaches the engine: no plan may change what the suites find, be it the right one for the data or not."""


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("folder", FOLDERS)
def test_suite(shared: Path, folder: str, plan: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "STEPS", 1)  # the suites have short paths
    failed: dict[str, str] = {}
    count = 0
    for case in _queries(shared / "w3c" / folder):
        count += 1
        problem = _run(case, PLANS[plan])
        if problem:
            failed[case.name] = problem
    assert count
    known = EXCEPTIONS.get(folder, {})
    assert failed.keys() == known.keys(), {name: failed.get(name, "passes now") for name in failed.keys() ^ known}


def _queries(folder: Path) -> Iterator[Case]:
    return (case for case in cases(folder / "manifest.ttl") if "Update" not in case.kind)


def test_every_folder_is_run_or_has_its_reason(shared: Path) -> None:
    found = {path.parent.relative_to(shared / "w3c").as_posix() for path in shared.glob("w3c/sparql1*/*/manifest*.ttl")}
    assert found == {*FOLDERS, *(f"sparql11/{name}" for name in LEFT_OUT)}


@pytest.mark.parametrize("version", ["10", "11", "12"])
def test_conformance_is_what_the_readme_says(shared: Path, version: str) -> None:
    """What fails is exactly what is listed above, by ``test_suite``, so counting suffices."""
    run = [folder for folder in FOLDERS if folder.startswith(f"sparql{version}/")]
    count = sum(len(list(_queries(shared / "w3c" / folder))) for folder in run)
    failing = sum(len(EXCEPTIONS.get(folder, {})) for folder in run)
    told = f"SPARQL {version[0]}.{version[1]} {count - failing} of {count}"
    assert told in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("folder", ["service", "syntax-fed"])
def test_federation_is_refused(shared: Path, folder: str) -> None:
    found = [case.query for case in cases(shared / "w3c" / "sparql11" / folder / "manifest.ttl") if case.query]
    assert found
    for query in found:
        with pytest.raises(ServiceRefused):
            check(query.read_text(), Settings())


def _run(case: Case, plan: Callable[[ox.Store], Planner | None]) -> str:
    """What is wrong, or an empty text."""
    assert case.query is not None
    text = case.query.read_text(encoding="utf-8")
    if "Syntax" in case.kind:
        return _parse(case, text, plan(ox.Store()))
    try:
        return _evaluate(case, f"BASE <{iri(case.query)}>\n{text}", plan)
    except (SyntaxError, ValueError, OSError, RuntimeError) as problem:
        return f"{type(problem).__name__}: {problem}"


def _parse(case: Case, text: str, planner: Planner | None) -> str:
    bad = case.kind.startswith("Negative")
    try:
        answer_task(ox.Store(), _task(f"BASE <http://example.org/>\n{text}", "json"), planner)
    except SyntaxError as problem:
        return "" if bad else f"refused: {problem}"
    except (ValueError, OSError, KeyError, RuntimeError):
        pass  # it was read; that it cannot be run on an empty store, or not in this format, is another matter
    return "accepted" if bad else ""


def _evaluate(case: Case, text: str, plan: Callable[[ox.Store], Planner | None]) -> str:
    assert case.result is not None
    store = store_for(case)
    _load_from(case, text, store)
    planner = plan(store)
    wanted = expected(case.result) if case.result.suffix != ".csv" else None
    if isinstance(wanted, set):
        got = {
            q.triple
            for q in ox.parse(answer_task(store, _task(text, "nt"), planner).body, format=ox.RdfFormat.N_TRIPLES)
        }
        return "" if same(wanted, got, lax=False) else "another graph"
    if wanted is None:
        lines = answer_task(store, _task(text, "csv"), planner).body.decode()
        return "" if _lines(lines) == _lines(case.result.read_text()) else "another table"
    for format, syntax in (("json", ox.QueryResultsFormat.JSON), ("xml", ox.QueryResultsFormat.XML)):
        if not same(wanted, read(answer_task(store, _task(text, format), planner).body, syntax), lax=case.lax):
            return f"another result ({format})"
    return ""


def _lines(text: str) -> list[str]:
    """Lines of CSV, in any order; names of blank nodes do not count."""
    head, *rows = re.sub(r"_:\w+", "_:x", text).splitlines()
    return [head, *sorted(rows)]


def _load_from(case: Case, text: str, store: ox.Store) -> None:
    """Graphs that the query names by FROM are files beside it; no server of ours would fetch them."""
    assert case.query is not None
    for name in re.findall(r"\bFROM\s+(?:NAMED\s+)?<([^>]+)>", text):
        path = case.query.parent / name
        if path.exists():
            store.load(path=str(path), base_iri=iri(path), to_graph=ox.NamedNode(iri(path)))


def _task(text: str, format: str) -> Task:
    return Task(text, format, 100_000, 10_000_000, 20.0)
