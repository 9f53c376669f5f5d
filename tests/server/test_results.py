"""Our writers of results against the engine's: whatever the terms, both documents say the same."""

from __future__ import annotations

import csv
import io

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.results import write_solutions
from tests.w3c.suite import same

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufffe\uffff"), max_size=20)
PRINTABLE = st.text(st.characters(codec="utf-8", min_codepoint=32, exclude_categories=("Cc", "Cs", "Cn")), max_size=20)
TYPES = ("integer", "decimal", "double", "boolean", "date", "string", "anyURI")
NUMBERS = st.sampled_from(["1", "-0", "+5", "1.5", "1.", ".5", "1e3", "1.0E-2", "INF", "NaN", "x", "", "١"])


def _terms(text: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    return st.one_of(
        st.none(),
        st.builds(ox.Literal, text),
        st.builds(lambda value, tag: ox.Literal(value, language=tag), text, st.sampled_from(["en", "de-at", "ar"])),
        st.builds(
            lambda value, kind: ox.Literal(value, datatype=ox.NamedNode(xsd + kind)), NUMBERS, st.sampled_from(TYPES)
        ),
        st.builds(lambda tail: ox.NamedNode(f"http://x/{tail}"), st.sampled_from(["a", "ä?b=c&d", "e#f"])),
        st.builds(lambda name: ox.BlankNode(f"b{name}"), st.integers(0, 3)),
    )


def _solutions(rows: list[tuple[object, object]]) -> ox.QuerySolutions:
    """Rows as solutions: through the engine's own writer and reader of JSON, which our writers have no part in."""
    store = ox.Store()
    order = []
    for number, row in enumerate(rows):
        node = ox.NamedNode(f"http://row/{number:04}")
        order.append(f"<{node.value}>")
        for name, term in zip("ab", row, strict=True):
            if term is not None:
                assert isinstance(term, ox.Literal | ox.NamedNode | ox.BlankNode)
                store.add(ox.Quad(node, ox.NamedNode(f"http://{name}"), term))
    found = store.query(
        f"SELECT ?a ?b {{ VALUES ?r {{ {' '.join(order)} }} "
        "OPTIONAL { ?r <http://a> ?a } OPTIONAL { ?r <http://b> ?b } }"
    )
    assert isinstance(found, ox.QuerySolutions)
    return found


@pytest.mark.parametrize(("name", "format"), [
    ("json", ox.QueryResultsFormat.JSON), ("xml", ox.QueryResultsFormat.XML), ("tsv", ox.QueryResultsFormat.TSV),
])  # fmt: skip
def test_documents_read_back_the_same(name: str, format: ox.QueryResultsFormat) -> None:
    # XML cannot hold most control characters, whoever writes it; and the engine's reader drops space around a text
    terms = _terms(PRINTABLE.map(str.strip) if name == "xml" else TEXT)

    @given(st.lists(st.tuples(terms, terms), max_size=6))
    @settings(max_examples=150, deadline=None)
    def check(rows: list[tuple[object, object]]) -> None:
        ours = write_solutions(_solutions(rows), name, 100, 1_000_000)
        theirs = _solutions(rows).serialize(format=ox.QueryResultsFormat.JSON)
        assert theirs is not None
        assert ours.rows == len(rows)
        assert same(_read(theirs, ox.QueryResultsFormat.JSON), _read(ours.body, format), lax=False)

    check()


def _read(body: bytes, format: ox.QueryResultsFormat) -> list[dict[str, object]]:
    found = ox.parse_query_results(body, format=format)
    assert isinstance(found, ox.QuerySolutions)
    return [{n: row[n] for n in ("a", "b") if row[n] is not None} for row in found]


@given(st.lists(st.tuples(_terms(TEXT), _terms(TEXT)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_csv_reads_back_the_text(rows: list[tuple[object, object]]) -> None:
    body = write_solutions(_solutions(rows), "csv", 100, 1_000_000).body.decode()
    wanted = [
        ["" if t is None else f"_:{t.value}" if isinstance(t, ox.BlankNode) else t.value for t in solution]
        for solution in _solutions(rows)
    ]
    found = list(csv.reader(io.StringIO(body, newline="")))
    assert found[0] == ["a", "b"]
    assert [row or [""] for row in found[1:]] == wanted


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_a_cut_answer_is_a_whole_document(name: str) -> None:
    rows: list[tuple[object, object]] = [(ox.Literal(f"row {n}"), ox.Literal("x,y\n")) for n in range(50)]
    by_rows = write_solutions(_solutions(rows), name, 7, 1_000_000)
    by_size = write_solutions(_solutions(rows), name, 100, 500)
    whole = write_solutions(_solutions(rows[:7]), name, 7, 1_000_000)
    assert (by_rows.rows, by_rows.cut, whole.cut) == (7, "rows", "")
    # but for the link that says that it is cut
    link = {"json": b',"link":["/problems#cut"]', "xml": b'<link href="/problems#cut"/>'}.get(name, b"")
    assert link in by_rows.body
    assert by_rows.body.replace(link, b"") == whole.body
    assert by_size.cut == "bytes"
    as_many = write_solutions(_solutions(rows[: by_size.rows]), name, 100, 1_000_000)
    assert by_size.body.replace(link, b"") == as_many.body
