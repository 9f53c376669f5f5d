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
from dataclasses import dataclass
from typing import Any, NoReturn

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Store

from server import graphs, limits, misread, results, wire
from server.planner import Planner
from server.remote import reading

_GRACE = 5.0
"""Seconds after the time limit at which the kernel ends a worker that nobody has killed."""
_GROWTH = 128 * 1024 * 1024
"""A worker that has grown by so many bytes asks to be replaced: what it has copied of the store stays its own."""

_LARGE = 8 * 1024 * 1024
"""Growth from which on the allocator is told to give back what is free."""


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
    size = limits.Size()
    _, start = size.now()
    limits.hold_memory(bounds.memory_mb)
    limits.forbid_new_files(bounds.files)
    kept = 0
    planner = Planner(store)
    try:
        while True:
            task = wire.receive_task(channel)
            signal.setitimer(signal.ITIMER_REAL, task.seconds + _GRACE)
            head, body = _reply(store, task, planner)
            signal.setitimer(signal.ITIMER_REAL, 0)
            # address space would mislead: every thread reserves more of it than it ever takes
            grown = size.now()[1] - start
            head["tired"] = grown > _GROWTH
            wire.send(channel, head, body)
            del task, head, body
            if grown > kept + _LARGE:
                # who asked has the answer by now; what it took is for others while nobody asks here
                limits.trim_memory()
                kept = size.now()[1] - start
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


def _reply(store: Store, task: wire.Task, planner: Planner) -> tuple[dict[str, Any], bytes]:
    """The answer as a message, or the failure as one: ``error`` is syntax, format or memory."""
    try:
        answer = answer_task(store, task, planner)
    except SyntaxError as problem:
        place = misread.place(task, str(problem))
        return {"error": "syntax", "message": str(problem), "place": place and list(place)}, b""
    except MemoryError:
        return {"error": "memory", "message": ""}, b""
    # RuntimeError: what the engine finds only while it evaluates, a function that it does not have for one
    except (ValueError, OSError, RuntimeError) as problem:
        return {"error": "failed", "message": str(problem)}, b""
    except KeyError:
        return {"error": "failed", "message": f"its result cannot be written as {task.format}"}, b""
    head = {"kind": answer.kind, "format": answer.format, "rows": answer.rows, "cut": answer.cut}
    return head, answer.body


def answer_task(store: Store, task: wire.Task, planner: Planner | None = None) -> wire.Answer:
    """Run a query, in other words if the planner knows better ones, and write its result in the format asked for.

    The result is cut at the limits. Raises SyntaxError, MemoryError, OSError, RuntimeError for functions that the
    engine lacks, and ValueError or KeyError when the format does not fit the kind of result.
    """
    if task.reading:
        return reading.read(store, task)
    if task.graphs or task.named:
        # what was counted holds for all graphs together
        planner = None
    text = planner.plan(task.text, task.base) if planner else task.text
    if text != task.text:
        try:
            return _answered(store, task, text)
        except (SyntaxError, ValueError, RuntimeError):
            pass  # it is told of the query as it came
    return _answered(store, task, task.text)


def _answered(store: Store, task: wire.Task, text: str) -> wire.Answer:
    given: dict[str, Any] = {}
    if task.graphs or task.named:
        given = {
            "default_graph": [NamedNode(iri) for iri in task.graphs],
            "named_graphs": [NamedNode(iri) for iri in task.named],
        }
    found = store.query(text, base_iri=task.base or None, **given)
    if isinstance(found, QuerySolutions):
        written = results.write_json(found, task.rows, task.bytes, task.text) if task.format == "json" else None
        if written is None:
            again = store.query(text, base_iri=task.base or None, **given) if task.format == "json" else found
            written = results.write_solutions(again, task.format, task.rows, task.bytes, task.text)  # type: ignore[arg-type]
        return wire.Answer("solutions", task.format, written.body, written.rows, written.cut)
    if isinstance(found, QueryBoolean):
        return wire.Answer("boolean", task.format, results.write_boolean(bool(found), task.format), 1)
    return graphs.write(found, task)
