"""The look at a query before any parser sees it, held against what the engine then makes of it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.limits import scan

# the engine refuses this port without opening a connection, and says so: a call that would have been made is seen
CALLED = "The port 1 is not allowed"
PIECES = [
    "SERVICE", "service", "SERVICE SILENT", "SILENT", "<http://127.0.0.1:1/>", "<http://x/SERVICE>", "{", "}", "{ }",
    "{ ?s ?p ?o }", "{ SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "?s ?p ?o .", "?a", "<", ">", "<a>", "'", '"',
    '"""', "'''", "'x'", '"SERVICE"', "# x", "# SERVICE\n", "\n", " ", "\\", "\\#", "ex:a", "ex:a\\#b", "ex:SERVICE",
    ":", "_:SERVICE", "?SERVICE", "@en", "@service", "^^", ".", ";", ",", "OPTIONAL", "UNION", "GRAPH ?g", "MINUS",
    "FILTER (?a<?b)", "FILTER (?a < ?b && ?b > ?a)", "FILTER EXISTS", "BIND (1 AS ?x)", "VALUES ?v { 'a' }", "true",
    "1", "FILTER(?a<?b&&?b>?a)", "\\u0053ERVICE", "%53ERVICE", "\ufeff", "\u00a0", "\t",
]  # fmt: skip


def _calls(text: str) -> bool:
    """Whether the engine would ask another server for this query."""
    store = ox.Store()
    for value in (ox.Literal("o"), ox.Literal(1), ox.Literal(True), ox.Literal("a", language="en")):
        store.add(ox.Quad(ox.NamedNode("http://x/s"), ox.NamedNode("http://x/p"), value))
    try:
        found = store.query(text)
        if isinstance(found, ox.QuerySolutions):
            list(found)
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError) as problem:
        return CALLED in str(problem)
    return False


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["", " "]))
@settings(max_examples=1500, deadline=None)
def test_no_call_escapes_the_scan(pieces: list[str], between: str) -> None:
    text = f"PREFIX ex: <http://x/> PREFIX : <http://127.0.0.1:1/> SELECT * {{ {between.join(pieces)} }}"
    if _calls(text):
        assert scan(text).service >= 0


@pytest.mark.parametrize("pattern", [
    "SERVICE <http://127.0.0.1:1/> { ?s ?p ?o }", "SERVICE:{ ?s ?p ?o }", "?s ?p 1.SERVICE<http://127.0.0.1:1/>{}",
    "?s ?p true.SERVICE<http://127.0.0.1:1/>{}", "?s ?p 'a'@en.SERVICE<http://127.0.0.1:1/>{}",
    "FILTER(?s<?p)SERVICE<http://127.0.0.1:1/>{}", "?s ?p ?o.seRVice SilEnt<http://127.0.0.1:1/>{}SERVICE:{}",
])  # fmt: skip
def test_calls_are_seen(pattern: str) -> None:
    """The engine would make these calls, so the property above is not empty."""
    text = f"PREFIX : <http://127.0.0.1:1/> SELECT * {{ {pattern} }}"
    assert _calls(text)
    assert scan(text).service >= 0


@given(st.text(alphabet="{}[]()<>\"'\\#?:@. \nSELECTaskservice", max_size=200))
@settings(max_examples=500, deadline=None)
def test_the_scan_never_fails(text: str) -> None:
    assert scan(text).depth >= 0


@pytest.mark.parametrize(("text", "form", "volatile"), [
    ("SELECT * {}", "select", False),
    ("prefix a: <b> # SELECT\nask{}", "ask", False),
    ("BASE <http://x/> VERSION '1.2' construct where {}", "construct", False),
    ("DESCRIBE <http://x/> FROM<http://g/>", "describe", False),
    ("INSERT DATA {}", "update", False),
    ("SELECT (now() AS ?x) {}", "select", True),
    ("SELECT (STRUUID() AS ?x) {}", "select", True),
    ("", "unknown", False),
])  # fmt: skip
def test_what_the_tokens_tell(text: str, form: str, volatile: bool) -> None:
    found = scan(text)
    assert (found.form, found.volatile) == (form, volatile)
