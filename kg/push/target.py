"""The store that a release is pushed to: graphs put and removed, triples counted; tried again when that may help."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NoReturn
from urllib.parse import urlsplit

import httpx

from kg.access import Access
from kg.endpoint import sentence
from kg.errors import InputError, RemoteError
from kg.push.graphs import Graph

NTRIPLES = "application/n-triples"
_JSON = "application/sparql-results+json"
_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))
_MOST_PAUSE = 60.0
_BATCH = 100
_PLACES = (
    ("/sparql-graph-crud-auth", "/sparql"), ("/sparql-graph-crud", "/sparql"), ("/rdf-graphs/service", ""),
    ("/store", "/sparql"), ("/data", "/sparql"),
)  # fmt: skip
"""Where Virtuoso, GraphDB and RDF4J, Dragoman, and Fuseki have graphs, and where they answer queries."""


def sparql_of(graphs: str) -> str:
    """The address for queries that belongs to one for graphs, for the engines that are known. Raises InputError."""
    for end, other in _PLACES:
        if urlsplit(graphs).path.endswith(end) and graphs.endswith(end):
            return graphs.removesuffix(end) + other
    raise InputError(
        "The address for queries, by which what arrives is counted, cannot be told from that of the graphs.",
        "Say --sparql URL.",
    )


class Target:
    """A store by its two addresses, for graphs and for queries."""

    def __init__(self, graphs: Access, queries: Access, seconds: float, retries: int,
                 sleep: Callable[[float], None] = time.sleep) -> None:  # fmt: skip
        """``seconds``: time limit of a request; ``retries``: further attempts, each after twice the pause."""
        self.url = graphs.url
        self._graphs = httpx.URL(graphs.url)
        self._queries = queries.url
        self._seconds = seconds
        self._retries = retries
        self._sleep = sleep
        self._http = graphs.client(seconds)
        # a login for the graphs is not sent to another server that only answers queries
        same = urlsplit(graphs.url)[:2] == urlsplit(queries.url)[:2]
        self._asking = queries.client(seconds) if same else Access(queries.url).client(seconds)

    def close(self) -> None:
        """Hang up."""
        self._http.close()
        self._asking.close()

    def put(self, name: str, chunks: Iterable[bytes], last: bool = False) -> None:
        """Let the graph hold these triples and no others. Raises RemoteError.

        Unless it is the ``last`` of many, a store that gathers what it is sent may answer before it is to be seen.
        """
        method = "PUT"
        waiting: bytes | None = None
        for chunk in chunks:
            if waiting is not None:
                self._send(method, name, waiting)
                method = "POST"  # adds
            waiting = chunk
        self._send(method, name, waiting, last)

    def delete(self, name: str, last: bool = False) -> None:
        """Remove a graph; one that is not there is fine. ``last`` as in ``put``. Raises RemoteError."""
        self._send("DELETE", name, None, last)

    def counts(self, names: Iterable[str]) -> dict[str, int]:
        """How many triples each of these graphs holds; those that are not there are left out. Raises RemoteError."""
        found: dict[str, int] = {}
        for batch in _batches(names):
            values = " ".join(f"<{name}>" for name in batch)
            query = f"SELECT ?g (COUNT(*) AS ?n) {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
            for row in self._ask(query):
                found[row["g"]["value"]] = int(float(row["n"]["value"]))
        return found

    def lacking(self, graphs: Iterable[Graph]) -> set[str]:
        """The graphs that do not hold their sample. Raises RemoteError."""
        lacking = set()
        for batch in _batches(graph for graph in graphs if graph.sample):
            rows = " ".join(f"(<{graph.name}> {graph.sample})" for graph in batch)
            query = f"SELECT ?g {{ VALUES (?g ?s ?p ?o) {{ {rows} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            here = {row["g"]["value"] for row in self._ask(query)}
            lacking |= {graph.name for graph in batch} - here
        return lacking

    def named(self, prefix: str) -> set[str]:
        """The graphs whose names begin with ``prefix``, asked for in parts, since answers may be cut."""
        found: set[str] = set()
        for digit in "0123456789abcdef":
            query = (
                f'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (STRSTARTS(STR(?g), "{prefix}") && '
                f'STRSTARTS(MD5(STR(?g)), "{digit}")) }}'
            )
            found |= {row["g"]["value"] for row in self._ask(query)}
        return found

    def _send(self, method: str, name: str, body: bytes | None, last: bool = False) -> None:
        url = self._graphs.copy_merge_params({"graph": name})
        headers = {"Content-Type": NTRIPLES} if body is not None else {}
        if not last:
            headers["Prefer"] = "respond-async"
        response = self._tried(lambda: self._http.request(method, url, content=body, headers=headers))
        code = response.status_code
        if code in {200, 201, 202, 204} or (method == "DELETE" and code == 404):
            return
        self._refused(response, f"{method} of the graph {name}")

    def _ask(self, query: str) -> list[dict[str, Any]]:
        headers = {"Accept": _JSON}
        response = self._tried(lambda: self._asking.post(self._queries, data={"query": query}, headers=headers))
        if response.status_code != 200:
            self._refused(response, f"a query ({self._queries})")
        try:
            rows: list[dict[str, Any]] = response.json()["results"]["bindings"]
        except (ValueError, KeyError, TypeError):
            raise RemoteError(
                f"{self._queries} did not answer a query with a result.", "Say where queries are answered: --sparql URL"
            ) from None
        return rows

    def _tried(self, send: Callable[[], httpx.Response]) -> httpx.Response:
        """The response, the last one if all are refusals that may pass. Raises RemoteError."""
        for attempt in range(self._retries + 1):
            pause = min(0.5 * 2**attempt, _MOST_PAUSE)
            try:
                response = send()
            except (httpx.HTTPError, httpx.InvalidURL) as problem:
                if attempt == self._retries or isinstance(problem, httpx.UnsupportedProtocol):
                    raise self._unreached(problem) from None
            else:
                if response.status_code not in _AGAIN or attempt == self._retries:
                    return response
                asked = response.headers.get("Retry-After", "")
                pause = min(float(asked), _MOST_PAUSE) if asked.isdigit() else pause
            self._sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _unreached(self, problem: Exception) -> RemoteError:
        if isinstance(problem, httpx.TimeoutException):
            return RemoteError(
                f"{self.url} did not answer within {self._seconds:g} s.", "Try again later: what has arrived is kept."
            )
        reason = str(problem) or type(problem).__name__
        return RemoteError(f"{self.url} cannot be reached: {reason}.", "Check the address, and whether it runs.")

    def _refused(self, response: httpx.Response, what: str) -> NoReturn:
        code, said = response.status_code, sentence(response.content)
        cures = {
            401: "Log in: --store-user NAME and --store-secret-file FILE, or a token in that file and no user.",
            403: "Log in as somebody who may write there (Virtuoso: …/sparql-graph-crud-auth).",
            404: "Is it the address of a graph store?",
            405: "Is it the address of a graph store, and may it be written to?",
            413: "The store takes smaller requests only: allow larger ones there.",
            415: f"The store must read {NTRIPLES}.",
        }
        if 300 <= code < 400:
            said = f"it redirects to {response.headers.get('Location', '')}"
        raise RemoteError(f"{self.url} answered {code} to {what}: {said}", cures.get(code, ""))


def _batches(items: Iterable[Any]) -> Iterator[Sequence[Any]]:
    left = iter(items)
    while batch := list(islice(left, _BATCH)):
        yield batch
