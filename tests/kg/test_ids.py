"""Names made from content: the same for the same input, legal in every RDF syntax, never shared by accident."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import ids
from kg.model import Run, Span
from tests.kg import camp_david


def test_an_article_is_named_by_its_text_alone() -> None:
    article = camp_david.first_article()
    key = ids.article_key(article)
    assert re.fullmatch("[0-9a-f]{16}", key)
    assert ids.article_key(replace(article, id="other", title=None, published="2001-01-01", url=None)) == key
    assert ids.article_key(replace(article, text=article.text + " ")) != key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Islamic State", "islamic-state"),
        ("  São Tomé & Príncipe ", "sao-tome-principe"),
        ("U.N.", "u-n"),
        ("埃及", "unnamed"),
        ("", "unnamed"),
        ("a" * 59 + " bc", "a" * 59),
    ],
)
def test_slugs_are_readable(text: str, expected: str) -> None:
    assert ids.slug(text) == expected


@given(st.text())
def test_slugs_fit_into_an_iri(text: str) -> None:
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", ids.slug(text))
    assert len(ids.slug(text)) <= ids.SLUG_LENGTH


def test_an_entity_is_named_by_its_identity_and_not_by_its_name() -> None:
    iris = ids.Iris("https://w3id.org/dragoman/")
    egypt = iris.entity("wikidata:Q79", "Egypt")
    assert re.fullmatch(r"https://w3id\.org/dragoman/id/entity/egypt-[0-9a-f]{10}", egypt)
    assert iris.entity("0123456789abcdef/e1", "Egypt") != egypt
    assert iris.entity("wikidata:Q79", "Egypt") == egypt


def test_things_at_one_place_are_told_apart() -> None:
    document = camp_david.first()
    twice = replace(document.events[0], id="ev9", type="Meeting")
    keys = ids.keys(replace(document, events=(*document.events, twice)))
    one, other = keys.key("ev1"), keys.key("ev9")
    start, end = document.events[0].trigger.start, document.events[0].trigger.end
    assert (one, other) == (f"{keys.article}-{start}-{end}", f"{keys.article}-{start}-{end}-2")
    assert keys.claim("ev9") == f"event-{other}"
    assert keys.kind("s1") == "statement"


def test_a_local_id_used_twice_is_refused() -> None:
    document = camp_david.first()
    with pytest.raises(ValueError, match="'ev1' twice"):
        ids.keys(replace(document, statements=(replace(document.statements[0], id="ev1"),)))


def test_iris_of_passages_graphs_and_runs() -> None:
    iris = ids.Iris("http://example.org/")
    assert iris.passage("ab", Span(3, 9)) == "http://example.org/id/passage/ab-3-9"
    assert iris.article_graph("ab") == "http://example.org/graph/article/ab"
    assert iris.graph("links") == "http://example.org/graph/links"
    assert ids.run_key(Run("dragoman", "0.1.0", "en/1 (news)")) == "dragoman-0-1-0-en-1-news"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/x?q=1&r=2#frag", "https://a.example/x?q=1&r=2#frag"),
        (" https://a.example/a b ", "https://a.example/a%20b"),
        ('https://a.example/<"x">', "https://a.example/%3C%22x%22%3E"),
        ("https://a.example/ä", "https://a.example/%C3%A4"),
        ("https://a.example/50%", "https://a.example/50%25"),
        ("http://[::1]:80/", "http://[::1]:80/"),
        ("https://a.example/x[1]", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("http://", None),
        ("http://[oops/", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses_become_legal_iris_or_nothing(address: str | None, expected: str | None) -> None:
    assert ids.web_iri(address) == expected
