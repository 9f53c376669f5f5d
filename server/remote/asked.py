"""What is handed on to a store elsewhere: the query, written anew from its tokens, if it asks for nothing but data.

An engine may read a text in another way than we do: code points (``\\u0022``) are undone before or after strings are
told apart, comments may hold commands. So comments are left out, strings and IRIs are written anew without any escape
that two engines could disagree on, relative IRIs are resolved, and what is left cannot be read in two ways. The grammar
itself is checked by the parser of the embedded engine (see ``store``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import urljoin

from server import limits
from server.errors import NotForwarded, ServiceRefused
from server.search.inquery import literal

_SCHEMES = frozenset(("http", "https", "urn", "tag", "mailto", "geo", "info", "doi", "ni", "tel", "ark"))
"""Schemes of names. Others (``bif:``, ``sql:``, ``java:``, ``file:`` …) are how engines are told to do something."""
_MAGIC = (
    "http://www.openlinksw.com/schemas/", "http://jena.apache.org/", "http://jena.hpl.hp.com/",
    "http://www.ontotext.com/", "http://www.bigdata.com/", "http://rdf4j.org/schema/", "tag:stardog:",
)  # fmt: skip
"""Namespaces of engines' own commands and functions."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*(?=:)")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_ILLEGAL = re.compile(r'[\x00-\x20<>"{}|^`\\]')


@dataclass(slots=True)
class _State:
    """What has been declared so far, and what the next token stands behind."""

    base: str
    graphs: str
    prefixes: dict[str, str] = field(default_factory=dict)
    behind: str = ""
    prefix: str = ""


def written_anew(text: str, base: str) -> str:
    """The query as it may be handed on. ``base``: the base IRI of the release, for relative IRIs and its graphs.

    The text must have been through the engine's parser. Raises NotForwarded and ServiceRefused, with the line.
    """
    state = _State(base, f"{base}graph/")
    return "".join(_parts(text, state))


def graph_allowed(iri: str, base: str) -> None:
    """Raises NotForwarded for the name of a graph that is none of the release."""
    if not iri.startswith(f"{base}graph/"):
        raise NotForwarded(
            f"The graph {iri[:200]} is none of the release.",
            f"Graphs are not fetched; those here begin with {base}graph/.",
        )


def _parts(text: str, state: _State) -> Iterator[str]:
    at = 0
    for token in limits.TOKEN.finditer(text):
        yield _between(text, at, token.start())
        at = token.end()
        yield _token(text, token, state)
    yield _between(text, at, len(text))


def _between(text: str, start: int, end: int) -> str:
    """What stands between tokens: blanks, numbers, operators. A quote or backslash there was read wrongly by us."""
    part = text[start:end]
    if any(c in part for c in "\"'\\#"):
        _refuse(text, start, "it has a quote or backslash where none is expected")
    return part


def _token(text: str, token: re.Match[str], state: _State) -> str:
    kind, word = token.lastgroup, token[0]
    if kind == "comment":
        return " "
    if kind == "string":
        state.behind = ""
        return literal(_undone(word[3:-3] if word[:3] in {'"""', "'''"} else word[1:-1]))
    if kind == "iri":
        return _iri(text, token, state)
    if kind == "name":
        return _name(text, token, state)
    if kind == "word":
        state.behind = _word(text, token, state)
        return "" if state.behind == "BASE" else word
    if kind == "signs" and "#" in word:
        return re.sub(r"#[^\r\n]*", " ", word)
    if kind == "escape":
        _refuse(text, token.start(), "it has a backslash where none is expected")
    elif kind not in {"signs"}:
        state.behind = ""
    return word


def _word(text: str, token: re.Match[str], state: _State) -> str:
    """What counts for the next token: PREFIX, BASE or FROM."""
    word = token[0].upper()
    if "SERVICE" in word:
        line = text.count("\n", 0, token.start()) + 1
        raise ServiceRefused(
            f"The query asks for SERVICE in line {line}, which is not handed on to the store.",
            "Ask the other endpoint yourself and join the answers.",
        )
    if "FROM" in word and word != "FROM":
        _refuse(text, token.start(), f"{token[0][:40]} is written as one word")
    if word == "NAMED" and state.behind == "FROM":
        return "FROM"
    return word if word in {"PREFIX", "BASE", "FROM"} else ""


def _iri(text: str, token: re.Match[str], state: _State) -> str:
    iri = _undone(token[0][1:-1])
    if _ILLEGAL.search(iri):
        _refuse(text, token.start(), "an IRI has characters that no IRI has")
    full = urljoin(state.base, iri) if not _SCHEME.match(iri) else iri
    _checked(text, token, full, state)
    behind, state.behind = state.behind, ""
    if behind == "BASE":  # all that it is for is done here
        state.base = full
        return ""
    if behind == "PREFIX":
        state.prefixes[state.prefix] = full
    return f"<{full}>"


def _name(text: str, token: re.Match[str], state: _State) -> str:
    """A prefixed name, the prefix in its declaration, or the label of a blank node."""
    prefix, _, local = token[0].partition(":")
    if re.search(r"\\[uU]", token[0]):
        _refuse(text, token.start(), "a prefixed name has an escaped code point")
    if state.behind == "PREFIX":
        state.prefix = prefix
        return token[0]
    if prefix != "_":
        _checked(text, token, state.prefixes.get(prefix, "") + local.replace("\\", ""), state)
    state.behind = ""
    return token[0]


def _checked(text: str, token: re.Match[str], iri: str, state: _State) -> None:
    scheme = _SCHEME.match(iri)
    if scheme is None or scheme[0].lower() not in _SCHEMES or iri.startswith(_MAGIC):
        _refuse(text, token.start(), f"{iri[:80]} may be a command to the engine, and no name")
    if state.behind == "FROM":
        graph_allowed(iri, state.graphs.removesuffix("graph/"))


def _undone(text: str) -> str:
    """A text with its escapes undone; what is no character at all becomes U+FFFD."""

    def one(found: re.Match[str]) -> str:
        code = int(found[1] or found[2] or "0", 16)
        if found[3]:
            return _PLAIN.get(found[3], found[3])
        return "\ufffd" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)

    return _ESCAPE.sub(one, text) if "\\" in text else text


def _refuse(text: str, at: int, why: str) -> NoReturn:
    line = text.count("\n", 0, at) + 1
    raise NotForwarded(f"The query is not handed on to the store: {why} (line {line}).", "Write it in another way.")


def counted(text: str) -> str:
    """A query for the number ``?n`` of solutions that a CONSTRUCT query is made from; empty if that cannot be asked.

    ``text`` is what ``written_anew`` gave. Each solution makes triples, so a store that stops at a number of solutions
    leaves triples out, which cannot be seen in the triples themselves.
    """
    tokens = [token for token in limits.TOKEN.finditer(text) if token.lastgroup in {"word", "open", "close"}]
    verb = next((n for n, token in enumerate(tokens) if token[0].upper() == "CONSTRUCT"), None)
    if verb is None:
        return ""
    after = verb + 1
    start = tokens[verb].end()
    if after < len(tokens) and tokens[after][0] == "{" and not text[start : tokens[after].start()].strip():
        after = _closing(tokens, after)
        start = tokens[after].end()
        after += 1
    body = next((n for n in range(after, len(tokens)) if tokens[n][0] == "{"), None)
    if body is None:
        return ""
    end = tokens[_closing(tokens, body)].end()
    where = tokens[body].start()
    dataset = text[start:where].strip()
    dataset = re.sub(r"WHERE$", "", dataset, flags=re.IGNORECASE)
    rest = text[end:].strip()
    if re.search(r"\b(GROUP|HAVING)\b", rest, re.IGNORECASE):
        return ""
    inner = f"{{ SELECT * WHERE {text[where:end]} {rest} }}" if rest else text[where:end]
    return f"{text[: tokens[verb].start()]}SELECT (COUNT(*) AS ?n) {dataset} WHERE {{ {inner} }}"


def _closing(tokens: list[re.Match[str]], at: int) -> int:
    """The place of the bracket that closes the one at ``at``, of the last token if none does."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += {"open": 1, "close": -1}.get(tokens[place].lastgroup or "", 0)
        if not depth:
            return place
    return len(tokens) - 1
