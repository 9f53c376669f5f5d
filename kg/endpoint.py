"""A SPARQL endpoint elsewhere, asked through SPARQLWrapper. An outage is an error here, never an empty answer."""

from __future__ import annotations

import ast
import json
import math
import re
import time
import warnings
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError

from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from kg.answers import Answer, Kind
from kg.config import Settings
from kg.errors import DragomanError, InputError, RemoteError
from kg.sources.fetch import AGENT
from kg.sources.metadata import web_address

LONG = 1500
"""Queries of more characters are sent by POST, since addresses have limits."""

PATIENCE = 20.0
"""Longest pause, in seconds, that a server's Retry-After is granted."""

_READS = {"SELECT": "solutions", "ASK": "boolean", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
_TYPES = {"solutions": "json", "boolean": "json", "graph": "turtle"}
_ALWAYS_AGAIN = frozenset({429, 502, 504})


def ask(url: str, query: str, settings: Settings, *, patience: float = PATIENCE) -> Answer:
    """The endpoint's answer.

    Tried again when it is unreachable or says that it is busy, after a pause of at most ``patience`` seconds. Raises
    InputError for a query that only reads is not, or that the endpoint calls wrong, and RemoteError for everything that
    keeps it from answering.
    """
    wrapper, kind = _prepared(web_address(url), query, settings)
    for attempt in range(settings.http_retries + 1):
        try:
            return Answer(kind, _once(wrapper, kind, settings))
        except (SPARQLWrapperException, URLError, OSError, HTTPException, ValueError) as problem:
            pause = _pause(problem, attempt, patience)
            if pause is None or attempt == settings.http_retries:
                raise _explained(url, problem, settings) from None
        time.sleep(pause)
    raise AssertionError("the last attempt returns or raises")


def _prepared(url: str, query: str, settings: Settings) -> tuple[Any, Kind]:
    wrapper = SPARQLWrapper(url, agent=AGENT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it only says that it cannot tell the kind of query
        wrapper.setQuery(query)
    if wrapper.queryType not in _READS:
        raise InputError(
            f"The query is an update ({wrapper.queryType}).", "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE."
        )
    kind: Kind = _READS[wrapper.queryType]  # type: ignore[assignment]
    wrapper.setReturnFormat(TURTLE if kind == "graph" else JSON)
    wrapper.setOnlyConneg(True)
    wrapper.setTimeout(math.ceil(settings.http_seconds))
    if len(query) > LONG:
        wrapper.setMethod(POST)
    return wrapper, kind


def _once(wrapper: Any, kind: Kind, settings: Settings) -> bytes:
    """The body, held to the limits of size and time. Raises what ``_explained`` explains, and RemoteError."""
    deadline = time.monotonic() + settings.http_seconds
    with wrapper.query().response as response:
        media = response.headers.get_content_type()
        if _TYPES[kind] not in media:
            raise RemoteError(
                f"{wrapper.endpoint} answered with {media}, not with the result of a query.",
                "Is it the address of a SPARQL endpoint, and not of its page?",
            )
        parts: list[bytes] = []
        size = 0
        while part := response.read1(1 << 16):
            parts.append(part)
            size += len(part)
            if size > settings.query_bytes:
                raise RemoteError(
                    f"The answer is larger than {settings.query_bytes:,} bytes.", "Add LIMIT, or raise query_bytes."
                )
            if time.monotonic() > deadline:
                raise TimeoutError
    return b"".join(parts)


def _pause(problem: Exception, attempt: int, patience: float) -> float | None:
    """Seconds until another attempt, or None if that would not help."""
    if isinstance(problem, HTTPError):
        asked = problem.headers.get("Retry-After", "") if problem.headers else ""
        # 503 without Retry-After is also how a query that took too long is answered: it would take as long again.
        if problem.code in _ALWAYS_AGAIN or (problem.code == 503 and asked):
            return min(float(asked) if asked.isdigit() else float(2 ** (attempt + 1)), patience)
        return None
    if isinstance(problem, URLError) and not isinstance(problem.reason, TimeoutError):
        return min(float(2**attempt) / 2, patience)
    return None


def _explained(url: str, problem: Exception, settings: Settings) -> DragomanError:
    """The failure in words, with what the endpoint itself said about it."""
    if isinstance(problem, SPARQLWrapperException):
        said, name = _said(problem), type(problem).__name__
        if name == "QueryBadFormed":
            return InputError(f"The endpoint calls the query wrong: {said}")
        if name == "EndPointNotFound":
            return RemoteError(f"There is no endpoint at {url} (404).", "Its address often ends in /sparql.")
        return RemoteError(f"{url} refused ({name}): {said}")
    if isinstance(problem, HTTPError):
        return RemoteError(f"{url} answered {problem.code}: {sentence(problem.read() or str(problem.reason).encode())}")
    reason = problem.reason if isinstance(problem, URLError) else problem
    if isinstance(reason, TimeoutError):
        return RemoteError(
            f"{url} did not answer within {settings.http_seconds:g} s.", "Ask for less, or raise http_seconds."
        )
    return RemoteError(f"{url} cannot be reached: {reason}.", "Check the address, and whether the server runs.")


def _said(problem: SPARQLWrapperException) -> str:
    """The body of the endpoint's answer, which the exception carries only as the repr in its message."""
    _, _, body = str(problem).partition("Response:\n")
    try:
        data = ast.literal_eval(body)
    except (ValueError, SyntaxError):
        return "it gave no reason."
    return sentence(data if isinstance(data, bytes) else b"")


def sentence(body: bytes) -> str:
    """What an error page or problem report says, in at most 300 characters."""
    text = body.decode("utf-8", "replace")
    try:
        value = json.loads(text)
        text = str(value.get("detail") or value.get("title") or value) if isinstance(value, dict) else text
    except (ValueError, RecursionError):
        text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL | re.IGNORECASE)
    return " ".join(text.split())[:300] or "it gave no reason."
