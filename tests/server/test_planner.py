"""Queries in other words: that they mean the same, and that what made the engine slow is gone from them."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import MonkeyPatch

from server.planner import Planner, plans, shape
from server.wire import Task
from server.worker import answer_task

PREFIX = "PREFIX e: <http://e/> "
ACTORS, EVENTS = 3, 1_200


@pytest.fixture(scope="module")
def news() -> ox.Store:
    """Events: each an e:Event with an actor, a tenth of them in the month 3, a claim with a passage with a quote each;
    kinds in a tree of three levels; events linked one to the next."""
    lines = []
    for n in range(EVENTS):
        e = f"<http://e/event{n}>"
        lines += [
            f"{e} a <http://e/Event> .",
            f"{e} <http://e/actor> <http://e/actor{0 if n % 4 else 1 + n % 2}> .",
            f"{e} <http://e/month> {n % 10} .",
            f"{e} <http://e/kind> <http://e/kind{n % 9}> .",
            f"{e} <http://e/next> <http://e/event{(n + 7) % EVENTS}>, <http://e/event{(n + 11) % EVENTS}> .",
            f"{e} <http://e/claim> <http://e/claim{n}> .",
            f"<http://e/claim{n}> <http://e/passage> <http://e/passage{n}> .",
        ]
        if n % 3:
            lines.append(f'<http://e/passage{n}> <http://e/quote> "quote {n}" .')
    lines += [f"<http://e/kind{n}> <http://e/broader> <http://e/kind{n // 3}> ." for n in range(1, 9)]
    store = ox.Store()
    store.bulk_load("\n".join(lines).encode(), format=ox.RdfFormat.TURTLE)
    return store


def rows(store: ox.Store, text: str) -> Counter[tuple[str, ...]]:
    """The rows of an answer, each as often as it comes."""
    return Counter(tuple(map(str, row)) for row in store.query(text))  # type: ignore[union-attr]


PLANNED = {
    "the rarer value leads": (
        "SELECT ?x { ?x a e:Event ; e:actor e:actor1 ; e:next ?y . ?x e:month 2 }",
        ["?x e:month 2 . ?x e:actor e:actor1 . ?x a e:Event"],
    ),
    "what comes after full stops and commas keeps its subject": (
        'SELECT ?x { ?x a e:Event, e:Thing . ?x e:actor e:actor2 ; e:next ?y, ?z ; e:label "a;b, c."@en }',
        ['?x a e:Thing . ?x e:actor e:actor2 . ?x e:label "a;b, c."@en . ?x a e:Event . ?x e:next ?y . ?x e:next ?z'],
    ),
    "a long optional part is looked up row by row": (
        "SELECT * { ?x e:actor e:actor1 OPTIONAL { ?x e:claim/e:passage/e:quote ?q } FILTER(?x != e:event9) }",
        ["LATERAL { OPTIONAL { ?x e:claim/e:passage/e:quote ?q } } FILTER"],
    ),
    "one optional part within another": (
        "SELECT * { VALUES ?x { e:event1 e:event2 } ?x a e:Event "
        "OPTIONAL { ?x e:claim ?c . ?c e:passage ?p . ?p a e:Passage OPTIONAL { ?p e:quote ?q } FILTER(isIRI(?p)) } }",
        ["LATERAL { OPTIONAL { ?x", "LATERAL { OPTIONAL { ?p e:quote ?q } }"],
    ),
    "the best of a sub-query": (
        "SELECT * { { SELECT ?x { ?x a e:Event } ORDER BY ?x LIMIT 5 } OPTIONAL { ?x e:claim/e:passage/e:quote ?q } }",
        ["LATERAL { OPTIONAL"],
    ),
    "kinds below a kind": (
        "SELECT (COUNT(*) AS ?n) { ?x a e:Event ; e:kind/e:broader* e:kind1 }",
        ["{ SELECT DISTINCT ?planned0 { ?planned0 e:broader* e:kind1 } }", "?x e:kind ?planned0"],
    ),
    "names that are taken": (
        "SELECT ?x ?planned0 { ?x e:next ?planned0 ; e:kind/e:broader+ e:kind0 } ORDER BY ?planned1",
        ["?planned2 e:broader+"],
    ),
    "the ends of a path": (
        "SELECT (COUNT(DISTINCT ?y) AS ?n) WHERE { e:event1 e:next/e:next/^e:next/e:next/e:kind ?y }",
        [
            "SELECT DISTINCT ?planned1 { { SELECT DISTINCT ?planned0 { e:event1 e:next/e:next ?planned0 } } "
            "?planned0 ^e:next/e:next ?planned1 } } ?planned1 e:kind ?y"
        ],
    ),
    "different ends of a path, in a row": (
        "SELECT DISTINCT ?y { e:event1 e:next/^e:actor/e:kind ?y } ORDER BY ?y LIMIT 20",
        ["{ SELECT DISTINCT ?planned0 { e:event1 e:next/^e:actor ?planned0 } } ?planned0 e:kind ?y"],
    ),
}


@pytest.mark.parametrize("name", PLANNED)
def test_the_same_is_asked_in_words_that_the_engine_is_quick_with(news: ox.Store, name: str) -> None:
    text, wanted = PLANNED[name]
    planned = Planner(news).plan(PREFIX + text)
    assert [words for words in wanted if words not in planned] == [], planned
    assert rows(news, planned) == rows(news, PREFIX + text)


LEFT = {
    "many rows wait": "SELECT * { ?x a e:Event OPTIONAL { ?x e:claim/e:passage/e:quote ?q } }",
    "two things that have nothing to do with each other": "SELECT * { ?x e:month 3 . ?z a e:Event "
    "OPTIONAL { ?z e:claim/e:passage/e:quote ?q } }",
    "the optional part hangs on nothing": "SELECT * { ?x e:month 3 OPTIONAL { ?c e:claim/e:passage/e:quote ?q } }",
    "it looks past the part around it": "SELECT * { ?x e:actor e:actor1 ; e:month ?m "
    "OPTIONAL { ?x e:claim/e:passage/e:quote ?q OPTIONAL { ?y e:month ?m } } }",
    "its condition looks past it": "SELECT * { ?x e:actor e:actor1 ; e:month ?m "
    "OPTIONAL { ?x e:claim/e:passage ?p OPTIONAL { ?p e:quote/e:a/e:b ?q FILTER(?m = 3) } } }",
    "its condition has a pattern": "SELECT * { ?x e:actor e:actor1 "
    "OPTIONAL { ?x e:claim/e:passage/e:quote ?q FILTER EXISTS { ?x e:month 3 } } }",
    "columns would change places": "SELECT * { ?x a e:Event ; e:next ?y ; e:actor e:actor1 }",
    "one more column would show": "SELECT * { ?x e:kind/e:broader* e:kind1 }",
    "few things to begin from": "SELECT ?x { ?x e:month 3 ; e:kind/e:broader* e:kind1 }",
    "one thing to begin from": "SELECT ?k { e:event1 e:kind ?k . ?k e:broader* e:kind1 }",
    "how often ends are reached counts": "SELECT (COUNT(?y) AS ?n) { e:event1 e:next/e:next/e:next ?y }",
    "ends are counted by group": "SELECT (COUNT(DISTINCT ?y) AS ?n) { e:event1 e:next/e:next/e:next ?y } GROUP BY ?y",
    "blank nodes": "SELECT ?x { ?x a e:Event ; e:actor e:actor1 ; e:next [ e:month 3 ] }",
    "another dataset": "SELECT ?x FROM e:g { ?x a e:Event ; e:actor e:actor1 }",
    "DESCRIBE": "DESCRIBE ?x { ?x a e:Event ; e:actor e:actor1 }",
    "no query": "SELECT ?x { ?x a e:Event ; e:actor e:actor1 ?x e:month 3 }",
    "brackets that do not close": "SELECT ?x { ?x a e:Event ; e:actor e:actor1 . { ?x e:month 3 }",
}


@pytest.mark.parametrize("name", LEFT)
def test_what_may_mean_something_else_or_would_not_be_quicker_is_left(news: ox.Store, name: str) -> None:
    text = PREFIX + LEFT[name]
    assert Planner(news).plan(text) == text


def test_within_named_graphs_their_triples_are_counted() -> None:
    store = ox.Store()
    for n in range(5):
        store.add(ox.Quad(ox.NamedNode(f"http://e/{n}"), ox.NamedNode("http://e/p"), ox.Literal("often")))
        store.add(ox.Quad(ox.NamedNode(f"http://e/{n}"), ox.NamedNode("http://e/p"), ox.Literal("rare"),
                          ox.NamedNode("http://e/g")))  # fmt: skip
    store.add(ox.Quad(ox.NamedNode("http://e/1"), ox.NamedNode("http://e/p"), ox.Literal("rare")))
    store.add(ox.Quad(ox.NamedNode("http://e/1"), ox.NamedNode("http://e/p"), ox.Literal("often"),
                      ox.NamedNode("http://e/g")))  # fmt: skip
    query = PREFIX + 'SELECT ?x { %s { ?x e:p "often" ; e:p "rare" } }'
    assert '{ ?x e:p "rare" . ?x e:p "often" . }' in Planner(store).plan(query % "").replace("  ", " ")
    for graph in ("GRAPH ?g", "GRAPH e:g"):
        assert Planner(store).plan(query % graph) == query % graph


@pytest.mark.parametrize("text", ["SELECT ?x { ?x a e:Event ; e:actor e:actor1 . ?x e:month 3 FILTER(e:no(?x)) }",
                                  "SELECT ?x { ?x a e:Event ; e:actor e:actor1 . ?x e:month 3 FILTER() }"])  # fmt: skip
def test_an_error_is_told_of_the_query_as_it_came(news: ox.Store, text: str) -> None:
    told = []
    for planner in (None, Planner(news)):
        with pytest.raises((SyntaxError, ValueError, RuntimeError)) as problem:
            answer_task(news, Task(PREFIX + text, "json", 100, 10_000, 5.0), planner)
        told.append(str(problem.value))
    assert told[0] == told[1]


def test_groups_nested_deeper_than_can_be_followed_are_left(news: ox.Store) -> None:
    inner = "?x a e:Event ; e:actor e:actor1"
    for depth in (100, 2_000):
        text = PREFIX + f"SELECT ?x {'{' * depth} {inner} {'}' * depth}"
        assert (Planner(news).plan(text) == text) == (depth == 2_000)


_VARIABLES = st.sampled_from(["?a", "?b", "?c", "?d"])
_TERMS = st.sampled_from([f"<http://e/{n}>" for n in range(4)])
_STEPS = st.sampled_from(["<http://e/p>", "<http://e/q>", "^<http://e/p>", "<http://e/q>*", "<http://e/p>+"])
_PATHS = st.one_of(st.lists(_STEPS, min_size=1, max_size=3).map("/".join), st.just("<http://e/p>|<http://e/q>"))
_TRIPLES = st.tuples(st.one_of(_VARIABLES, _TERMS), _PATHS, st.one_of(_VARIABLES, _TERMS)).map(" ".join)
_BLOCKS = st.lists(_TRIPLES, min_size=1, max_size=3).map(" . ".join)
_FILTERS = st.builds("FILTER({} != {})".format, _VARIABLES, _TERMS)


def _groups(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.one_of(
        inner.map("OPTIONAL {{ {} }}".format),
        inner.map("OPTIONAL {{ {} }}".format),
        inner.map("{{ {} }}".format),
        st.tuples(inner, inner).map(lambda two: f"{{ {two[0]} }} UNION {{ {two[1]} }}"),
        inner.map("{{ SELECT ?a ?b {{ {} }} LIMIT 1000000 }}".format),
        inner.map("MINUS {{ {} }}".format),
        _FILTERS,
        st.just("VALUES ?a { <http://e/1> <http://e/2> }"),
    )
    return st.tuples(_BLOCKS, st.lists(parts, max_size=3)).map(lambda two: " ".join([two[0], *two[1]]))


_GROUPS = st.recursive(_BLOCKS, _groups, max_leaves=5)
_ASKED = st.sampled_from(["*", "?a ?b ?c ?d", "DISTINCT ?b", "(COUNT(DISTINCT ?b) AS ?n)", "(COUNT(*) AS ?n)"])
_DATA = st.lists(st.tuples(st.integers(0, 3), st.sampled_from("pq"), st.integers(0, 3)), max_size=12, unique=True)


@settings(max_examples=400, deadline=None)
@given(asked=_ASKED, group=_GROUPS, data=_DATA)
def test_no_plan_changes_what_is_answered(asked: str, group: str, data: list[tuple[int, str, int]]) -> None:
    """Whatever is asked of whatever data, and however few or many rows the planner takes to be few."""
    text = f"SELECT {asked} WHERE {{ {group} }}"
    store = ox.Store()
    for subject, predicate, object in data:
        names = (f"http://e/{part}" for part in (subject, predicate, object))
        store.add(ox.Quad(*map(ox.NamedNode, names)))
    wanted = rows(store, text)
    with MonkeyPatch.context() as patch:
        for steps, few in product((1, 3), (0, 2, 10_000_000)):
            patch.setattr(plans, "STEPS", steps)
            planned = Planner(store, few).plan(text)
            assert rows(store, planned) == wanted, planned


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    for query in (text, f"SELECT * {{ {text} }}"):
        try:
            shape.read(query)
        except shape.ShapelessError:
            assert Planner(ox.Store()).plan(query) == query
