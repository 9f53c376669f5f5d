"""A worker process: one query at a time on the store it was forked with, until its channel closes.

Everything that touches the engine runs in one thread. A second one only waits for the channel to hang up, so that a
query whose asker has gone ends at once instead of running on.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    serialize,
)

from server import limits, results, wire
from server.prefixes import PREFIXES
from server.writers import WRITERS

_GRACE = 5.0
"""Seconds after the time limit at which the kernel ends a worker that nobody has killed."""
_GROWTH = 128 * 1024 * 1024
"""A worker that has grown by so many bytes asks to be replaced, since the allocator rarely gives memory back."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a worker may take: memory beyond its size at the start, in MB; files that it may still open.

    A store on disk opens its files when it needs them. One in memory needs none. A request to another server needs a
    socket, which the worker cannot have (see ``sealed``) even if the check of the query's text should miss one.
    """

    memory_mb: int
    files: int = 0


def run(channel: socket.socket, store: Store, bounds: Bounds) -> NoReturn:
    """Serve queries from the channel, then leave the process."""
    threading.Thread(target=_leave_with_peer, args=(channel.fileno(),), daemon=True).start()
    limits.deepen_stack()
    start = limits.address_space()
    limits.hold_memory(bounds.memory_mb)
    limits.forbid_new_files(bounds.files)
    try:
        while True:
            task = wire.receive_task(channel)
            signal.setitimer(signal.ITIMER_REAL, task.seconds + _GRACE)
            head, body = _reply(store, task)
            signal.setitimer(signal.ITIMER_REAL, 0)
            grown = limits.address_space() - start > _GROWTH
            wire.send(channel, {**head, "tired": grown}, body)
    except (wire.Closed, OSError):
        pass
    except MemoryError:
        os.write(2, b"memory allocation failed")
    os._exit(0)


def _leave_with_peer(channel: int) -> None:
    hangup = select.poll()
    hangup.register(channel, 0)
    hangup.poll()
    os._exit(0)


def _reply(store: Store, task: wire.Task) -> tuple[dict[str, Any], bytes]:
    """The answer as a message, or the failure as one: ``error`` is syntax, format or memory."""
    try:
        answer = answer_task(store, task)
    except SyntaxError as problem:
        return {"error": "syntax", "message": str(problem)}, b""
    except MemoryError:
        return {"error": "memory", "message": ""}, b""
    # RuntimeError: what the engine finds only while it evaluates, a function that it does not have for one
    except (ValueError, OSError, RuntimeError) as problem:
        return {"error": "failed", "message": str(problem)}, b""
    except KeyError:
        return {"error": "failed", "message": f"its result cannot be written as {task.format}"}, b""
    head = {"kind": answer.kind, "format": answer.format, "rows": answer.rows, "cut": answer.cut}
    return head, answer.body


def answer_task(store: Store, task: wire.Task) -> wire.Answer:
    """Run a query and write its result in the format asked for, cut at the limits.

    Raises SyntaxError, MemoryError, OSError, RuntimeError for functions that the engine lacks, and ValueError or
    KeyError when the format does not fit the kind of result.
    """
    given: dict[str, Any] = {"use_default_graph_as_union": task.union}
    if task.graphs or task.named:
        given = {
            "default_graph": [NamedNode(iri) for iri in task.graphs],
            "named_graphs": [NamedNode(iri) for iri in task.named],
        }
    found = store.query(task.text, base_iri=task.base or None, **given)
    if isinstance(found, QuerySolutions):
        written = results.write_solutions(found, task.format, task.rows, task.bytes, task.text)
        return wire.Answer("solutions", task.format, written.body, written.rows, written.cut)
    if isinstance(found, QueryBoolean):
        return wire.Answer("boolean", task.format, results.write_boolean(bool(found), task.format), 1)
    return _graph(found, task)


def _graph(found: QueryTriples, task: wire.Task) -> wire.Answer:
    """Triples without repetition, at most ``rows`` of them; fewer, when those would need more than ``bytes``."""
    cut: list[str] = []
    triples = list(results.capped(_distinct(found), task.rows, cut))
    prefixes = _used_prefixes(triples)
    while True:
        body = serialize(triples, format=WRITERS[task.format], prefixes=prefixes) or b""
        if len(body) <= task.bytes or not triples:
            limit = cut[0] if cut else ""
            return wire.Answer("graph", task.format, _marked(body, task.format, limit), len(triples), limit)
        cut[:] = ["bytes"]
        triples = triples[: int(len(triples) * task.bytes / len(body) * 0.95)]


def _marked(body: bytes, format: str, limit: str) -> bytes:
    """The document with a comment that it is not whole; JSON-LD has no place for one."""
    note = f"cut at the limit query_{limit}, see {results.CUT}"
    if not limit or format == "jsonld":
        return body
    if format == "rdf":
        head, mark, rest = body.partition(b"?>")
        return b"".join((head, mark, f"<!-- {note} -->".encode(), rest))
    return f"# {note}\n".encode() + body


def _distinct(found: QueryTriples) -> Iterator[Triple]:
    seen: set[Triple] = set()
    for triple in found:
        if triple not in seen:
            seen.add(triple)
            yield triple


def _used_prefixes(triples: list[Triple]) -> dict[str, str]:
    """The known prefixes that these triples have a use for."""
    namespaces: set[str] = set()
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            iri = term.datatype.value if isinstance(term, Literal) else getattr(term, "value", "")
            namespaces.add(iri[: max(iri.rfind("#"), iri.rfind("/")) + 1])
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if namespace in namespaces}
