"""What is thrown at the server: queries that are nearly right, and whatever its description allows; what must hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.errors import LoaderError

from tests.places import ROOT
from tests.server.running import Client, Reply

FINE = frozenset(
    (200, 202, 204, 302, 303, 304, 308, 400, 403, 404, 405, 406, 408, 409, 410, 413, 414, 415, 416, 422, 429, 431)
)
LIMITS = frozenset(("query-timeout", "query-memory", "busy", "search-unavailable"))
"""What a 503 may be about."""
WORDS = (
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "FROM", "NAMED", "GRAPH", "SERVICE", "OPTIONAL", "UNION",
    "MINUS", "FILTER", "BIND", "AS", "VALUES", "UNDEF", "EXISTS", "NOT", "IN", "GROUP BY", "ORDER BY", "HAVING",
    "LIMIT", "OFFSET", "DISTINCT", "REDUCED", "COUNT", "SUM", "GROUP_CONCAT", "REGEX", "REPLACE", "STR", "LANG",
    "COALESCE", "IF", "BASE", "PREFIX", "INSERT", "DELETE", "LOAD", "true", "a", "*", "+", "?", "|", "/", "^", "!",
    "=", "<", ">", "&&", "||", "-", "{", "}", "(", ")", "[", "]", "<<", ">>", "<<(", ")>>", ".", ";", ",", "?x",
    "$y", "?s ?p ?o", "_:b", "[]", "()", "<http://x/y>", "<y>", "<>", "dm:Event", "ex:no", ":", "'a'", '"b"@en',
    '"1"^^<x:y>', "'''c'''", "1", "-2.5", "1e9", "1e999", "99999999999999999999", "# note\n", "\n", "\\u0041",
    "\ud800", "\x00", "é", "\u202e", "😀", "%41", "\\",
)  # fmt: skip
CHANGES = ("likewise",) * 5 + ("exchange", "insert", "remove", "double", "swap", "cut", "wrap", "repeat", "text")
_TOKEN = re.compile(r"<[^>\s]*>|\"[^\"\n]*\"|'[^'\n]*'|[?$]?[\w:.-]+|\s+|[^\w\s]")


@cache
def corpus() -> tuple[tuple[str, ...], ...]:
    """The queries that ship with the project, as tokens."""
    files = [*ROOT.glob("ontology/questions/*/query.rq"), *ROOT.glob("server/queries/**/*.rq")]
    texts = [path.read_text(encoding="utf-8") for path in sorted(files)]
    # those of pages with a place to be filled in are no queries yet
    whole = [text for text in texts if "$" not in text]
    assert len(whole) > 50
    return tuple(tuple(_TOKEN.findall(text)) for text in whole)


def _kind(token: str) -> str:
    """What a token looks like: a variable, an IRI, a name with a prefix, a text, a number, a word or a sign."""
    heads = {"?": "variable", "$": "variable", "<": "iri", "'": "text", '"': "text"}
    if token[:1] in heads and len(token) > 1:
        return heads[token[0]]
    if token[:1].isdigit():
        return "number"
    return ("name" if ":" in token else "word") if token[:1].isalpha() else "sign"


@cache
def _alike() -> dict[str, list[str]]:
    """Tokens of the project's queries, and of ours, by what they look like."""
    found: dict[str, set[str]] = {}
    for token in (*WORDS, *(token for query in corpus() for token in query)):
        found.setdefault(_kind(token), set()).add(token)
    return {kind: sorted(tokens) for kind, tokens in found.items()}


@st.composite
def queries(draw: st.DrawFn) -> str:
    """A query of the project with some of its tokens exchanged, removed, doubled, moved, wrapped or repeated."""
    tokens = list(draw(st.sampled_from(corpus())))
    for _ in range(draw(st.sampled_from((0, 1, 1, 1, 1, 2, 2, 3, 8)))):
        if not tokens:
            break
        place, other = (draw(st.integers(0, len(tokens) - 1)) for _ in range(2))
        low, high = sorted((place, other))
        change = draw(st.sampled_from(CHANGES))
        if change == "likewise":
            full = [number for number, token in enumerate(tokens) if not token.isspace()] or [place]
            place = draw(st.sampled_from(full))
            tokens[place] = draw(st.sampled_from(_alike()[_kind(tokens[place])]))
        elif change == "exchange":
            tokens[place] = draw(st.sampled_from(WORDS))
        elif change == "insert":
            tokens.insert(place, f" {draw(st.sampled_from(WORDS))} ")
        elif change == "remove":
            del tokens[place]
        elif change == "double":
            tokens.insert(place, tokens[place])
        elif change == "swap":
            tokens[place], tokens[other] = tokens[other], tokens[place]
        elif change == "cut":
            del tokens[low : min(high, low + 20)]
        elif change == "wrap":
            times = draw(st.sampled_from((1, 3, 50, 190, 300)))
            opened, closed = draw(st.sampled_from(("{}", "()", "[]")))
            tokens[low:high] = [opened * times, *tokens[low:high], closed * times]
        elif change == "repeat":
            tokens[place:place] = tokens[low : min(high, low + 30)] * draw(st.sampled_from((2, 10, 100)))
        else:
            tokens.insert(place, draw(st.text(max_size=20)))
    return "".join(tokens)[:60_000]


FORMATS = st.sampled_from((None,) * 9 + ("html",) * 3 + ("json", "xml", "csv", "tsv", "ttl", "nt", "jsonld", "docx"))


def wrong(reply: Reply) -> str:
    """What is wrong with an answer, or an empty text: nothing may fail, but a limit may be reached."""
    if reply.status == 503:
        # a report has its type, and so has the page of a problem; the form of the endpoint tells it in words
        found = re.search(rb"/problems#([a-z-]+)", reply.body)
        kind = found[1].decode() if found else ""
        return "" if kind in LIMITS or (not kind and b"limit" in reply.body) else f"503 {kind}: {reply.body[:300]!r}"
    return "" if reply.status in FINE else f"status {reply.status}: {reply.body[:300]!r}"


Tell = Callable[[str], None]
Wrap = Callable[[Any], Any]
"""What else is done to a test: ``hypothesis.seed`` of a number, for one."""


def throw_queries(server: Client, count: int, found: Tell, wrap: Wrap | None = None) -> None:
    """So many nearly right queries; ``found`` is told of each that the server takes badly."""

    @_bounded(count, wrap)
    @given(text=queries(), format=FORMATS)
    def throw(text: str, format: str | None) -> None:
        body = text.encode("utf-8", "surrogatepass")
        path = f"/sparql?format={format}" if format else "/sparql"
        problem = wrong(server.send("POST", path, {"Content-Type": "application/sparql-query"}, body))
        if problem:
            found(f"{problem}\n{text[:2000]}")

    throw()


def throw_requests(server: Client, count: int, found: Tell, wrap: Wrap | None = None) -> None:
    """So many requests to each operation that the server describes."""
    try:
        schema = schemathesis.openapi.from_url(f"{server.url}/openapi.json")
    except LoaderError as problem:
        found(f"the description cannot be read: {problem}")
        return
    for made in schema.get_all_operations():
        operation = made.ok()

        @_bounded(count, wrap)
        @given(case=operation.as_strategy())
        def throw(case: Any) -> None:
            answer = case.call(base_url=server.url, allow_redirects=False, timeout=60)
            headers = {name.lower(): values[0] for name, values in answer.headers.items()}
            problem = wrong(Reply(answer.status_code, headers, answer.content or b""))
            if problem:
                found(f"{problem}\n{case.as_curl_command()[:2000]}")

        throw()


def _bounded(count: int, wrap: Wrap | None) -> Wrap:
    """So many examples: the same ones each time, or those that ``wrap`` makes of it."""
    bounds = settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        derandomize=wrap is None,
    )
    return lambda test: bounds(wrap(test)) if wrap else bounds(test)
