"""A SPARQL service and graph store in this process that can be made to fail in many ways, and counts who asks."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

JSON = "application/sparql-results+json"
NT = "application/n-triples"
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Faulty:
    """``fault`` may change an answer, or do to the connection what it likes and give None."""

    url: str
    data: ox.Store
    queries: list[str] = field(default_factory=list)
    writes: list[tuple[str, str]] = field(default_factory=list)
    fault: Callable[[BaseHTTPRequestHandler, Answer], Answer | None] | None = None

    @property
    def sparql(self) -> str:
        return f"{self.url}/sparql"

    @property
    def graphs(self) -> str:
        return f"{self.url}/store"


@contextmanager
def faulty(dataset: Path | None = None) -> Iterator[Faulty]:
    """A service over an N-Quads file, or over nothing."""
    data = ox.Store()
    if dataset:
        data.bulk_load(path=str(dataset), format=ox.RdfFormat.N_QUADS)
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    store = Faulty(f"http://127.0.0.1:{server.server_address[1]}", data)
    server.RequestHandlerClass = _handler(store)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(store: Faulty) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = parse_qs(body.decode()) if self.command == "POST" and self.path == "/sparql" else {}
            answer = _query(store, asked["query"][0]) if asked else self._graph(body)
            given = store.fault(self, answer) if store.fault else answer
            if given is None:
                self.close_connection = True
                return
            status, headers, content = given
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815

        def _graph(self, body: bytes) -> Answer:
            name = ox.NamedNode(parse_qs(urlsplit(self.path).query)["graph"][0])
            store.writes.append((self.command, name.value))
            if self.command != "POST":
                store.data.remove_graph(name)
            if body:
                store.data.load(body, ox.RdfFormat.N_TRIPLES, to_graph=name)
            return 204, {}, b""

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def _query(store: Faulty, text: str) -> Answer:
    store.queries.append(text)
    found = store.data.query(text, use_default_graph_as_union=True)
    if isinstance(found, ox.QueryTriples):
        return 200, {"Content-Type": NT}, ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""
    return 200, {"Content-Type": JSON}, found.serialize(format=ox.QueryResultsFormat.JSON) or b""


def slowly(seconds: float) -> Callable[[BaseHTTPRequestHandler, Answer], Answer]:
    """Says nothing for so long."""

    def fault(_: BaseHTTPRequestHandler, answer: Answer) -> Answer:
        time.sleep(seconds)
        return answer

    return fault


def dripping(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """A byte now and then, so that no single piece is late."""
    handler.send_response(200)
    handler.send_header("Content-Type", answer[1]["Content-Type"])
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(300):
            handler.wfile.write(b" ")
            time.sleep(0.1)


def dripping_head(handler: BaseHTTPRequestHandler, _: Answer) -> None:
    """The head itself a byte now and then."""
    with contextlib.suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        for _ in range(300):
            handler.wfile.write(b"x")
            time.sleep(0.1)


def broken_off(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """Half of the answer, and the end of the connection."""
    handler.send_response(200)
    handler.send_header("Content-Type", answer[1]["Content-Type"])
    handler.send_header("Content-Length", str(len(answer[2])))
    handler.end_headers()
    handler.wfile.write(answer[2][: len(answer[2]) // 2])


def half(_: BaseHTTPRequestHandler, answer: Answer) -> Answer:
    """Half of the answer as if it were all."""
    return answer[0], answer[1], answer[2][: len(answer[2]) // 2]


def endless(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """Half of the answer, without a word on how long it is."""
    handler.protocol_version = "HTTP/1.0"
    handler.send_response(200)
    handler.send_header("Content-Type", answer[1]["Content-Type"])
    handler.send_header("Connection", "close")
    handler.end_headers()
    lines = answer[2].splitlines(keepends=True)
    handler.wfile.write(b"".join(lines[: len(lines) // 2]))


def instead(status: int, kind: str, body: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler, Answer], Answer]:
    """Another answer."""
    return lambda handler, answer: (status, {"Content-Type": kind, **headers}, body)
