"""What can be set in a question: fields made from the query, values that stay values."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import parameters, questions
from server.errors import BadRequest
from tests.server.running import Client

QUERY = """PREFIX wd: <http://www.wikidata.org/entity/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?item ?name ?month ?iri ?type WHERE {
  VALUES ?item { wd:Q1016 } VALUES ?name { "Sirte"@en } VALUES ?month { "2016-05"^^xsd:gYearMonth }
  VALUES ?iri { <https://example.org/a> } VALUES ?type { "ArmsEmbargo" }
}"""
NAMES = ("item", "name", "month", "iri", "type", "missing")


def values(**given_: str) -> list[str]:
    """The terms that the query has after filling it."""
    text, _ = parameters.fill(QUERY, parameters.find(QUERY, NAMES), given_)
    rows = list(ox.Store().query(text))  # type: ignore[arg-type]
    assert len(rows) == 1
    return [str(term) for term in rows[0]]


def test_fields_are_read_from_the_query() -> None:
    found = parameters.find(QUERY, NAMES)
    assert [(field.name, field.kind, field.value) for field in found] == [
        ("item", "item", "Q1016"), ("name", "text", "Sirte"), ("month", "month", "2016-05"),
        ("iri", "iri", "https://example.org/a"), ("type", "code", "ArmsEmbargo"),
    ]  # fmt: skip
    assert parameters.fill(QUERY, found, {}) == (QUERY, found)


def test_values_keep_the_kind_of_the_term() -> None:
    assert values(item="http://www.wikidata.org/entity/Q42", name='a "b" \\ {}', month="2011-01", type="Attack") == [
        "<http://www.wikidata.org/entity/Q42>", '"a \\"b\\" \\\\ {}"@en',
        '"2011-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', "<https://example.org/a>", '"Attack"',
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [
    ("item", "Q1 } #"), ("item", "Berlin"), ("item", "Q0"), ("month", "2016"), ("month", "2016-13"), ("iri", "a b"),
    ("iri", "javascript:alert(1)"), ("iri", "https://x> }"), ("type", 'x" }'), ("name", "x" * 201),
])  # fmt: skip
def test_what_does_not_fit_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadRequest, match=name):
        values(**{name: value})


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60))
def test_text_stays_one_literal(text: str) -> None:
    if not text.strip():
        return
    field = parameters.find(QUERY, ["name"])
    filled, _ = parameters.fill(QUERY, field, {"name": text})
    rows = list(ox.Store().query(filled))  # type: ignore[arg-type]
    assert [row["name"].value for row in rows] == [text.strip()]


def test_every_question_that_names_parameters_has_its_fields() -> None:
    with_fields = [question for question in questions.load() if question.parameters]
    assert len(with_fields) >= 12
    for question in with_fields:
        assert tuple(f.name for f in parameters.find(question.query, question.parameters)) == question.parameters


def test_the_page_asks_with_what_was_set(server: Client) -> None:
    page = server.get("/queries/10-said-by-one-speaker").text
    assert 'value="Nicola Latorre"' in page
    assert "No rows." in page
    set_ = server.get("/queries/10-said-by-one-speaker?name=Port+Guard", accept="text/html").text
    assert "VALUES ?name { &#34;Port Guard&#34;@en }" in set_
    assert "Asked here with name Port Guard" in set_
    assert "The River Front shelled" in set_
    refused = server.get("/queries/03-refusal-of-recognition?item=Q1%7D", accept="text/html")
    assert refused.status == 400
    assert "Q1016" in refused.text
