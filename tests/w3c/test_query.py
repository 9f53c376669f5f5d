"""The W3C suites of SPARQL 1.0 and 1.1 queries against the embedded store, through our own writers of results.

Needs the suites of the shared data. Every failure must be listed below with its reason, and nothing else may be.
"""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from server.wire import Task
from server.worker import answer_task
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
FOLDERS = [*(f"sparql10/{name}" for name in V10), *(f"sparql11/{name}" for name in V11)]

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
}


@pytest.mark.parametrize("folder", FOLDERS)
def test_suite(shared: Path, folder: str) -> None:
    failed: dict[str, str] = {}
    count = 0
    for case in cases(shared / "w3c" / folder / "manifest.ttl"):
        count += 1
        problem = _run(case)
        if problem:
            failed[case.name] = problem
    assert count
    known = EXCEPTIONS.get(folder, {})
    assert failed.keys() == known.keys(), {name: failed.get(name, "passes now") for name in failed.keys() ^ known}


def _run(case: Case) -> str:
    """What is wrong, or an empty text."""
    assert case.query is not None
    text = case.query.read_text(encoding="utf-8")
    if "Syntax" in case.kind:
        return _parse(case, text)
    try:
        return _evaluate(case, f"BASE <{iri(case.query)}>\n{text}")
    except (SyntaxError, ValueError, OSError, RuntimeError) as problem:
        return f"{type(problem).__name__}: {problem}"


def _parse(case: Case, text: str) -> str:
    bad = case.kind.startswith("Negative")
    try:
        answer_task(ox.Store(), _task(f"BASE <http://example.org/>\n{text}", "json", union=False))
    except SyntaxError as problem:
        return "" if bad else f"refused: {problem}"
    except (ValueError, OSError, KeyError, RuntimeError):
        pass  # it was read; that it cannot be run on an empty store, or not in this format, is another matter
    return "accepted" if bad else ""


def _evaluate(case: Case, text: str) -> str:
    assert case.result is not None
    store = store_for(case)
    _load_from(case, text, store)
    wanted = expected(case.result) if case.result.suffix != ".csv" else None
    if isinstance(wanted, set):
        got = {q.triple for q in ox.parse(answer_task(store, _task(text, "nt")).body, format=ox.RdfFormat.N_TRIPLES)}
        return "" if same(wanted, got, lax=False) else "another graph"
    if wanted is None:
        lines = answer_task(store, _task(text, "csv")).body.decode()
        return "" if _lines(lines) == _lines(case.result.read_text()) else "another table"
    for format, syntax in (("json", ox.QueryResultsFormat.JSON), ("xml", ox.QueryResultsFormat.XML)):
        if not same(wanted, read(answer_task(store, _task(text, format)).body, syntax), lax=case.lax):
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


def _task(text: str, format: str, union: bool = False) -> Task:
    return Task(text, format, 100_000, 10_000_000, 20.0, union=union)
