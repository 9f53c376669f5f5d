"""The store elsewhere behind the same limits as the embedded one: ``stores.Store`` for a SPARQL service.

A query goes through the parser of the embedded engine, over an empty store, which tells what is wrong with it and what
kind of result it has; then to the service; and its answer through a worker of the same engine, which writes it anew.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kg.access import Access
from kg.config import Settings
from server.errors import BadRequest, QuerySyntax, QueryTimeout, StoreFailed, StoreSlow
from server.remote import reading
from server.remote.asked import counted, graph_allowed, written_anew
from server.remote.endpoint import Asked, Endpoint, Raw
from server.remote.gate import Gate
from server.stores import PAGES, VISITORS, EmbeddedStore, Load
from server.wire import Answer, Task

GATHERING = "gathering"
"""The lane of what the text index is made from: one query at a time, beside those of visitors and pages."""
_GRACE = 10.0
_ROOM = 4
"""How much longer than the answer asked for what is taken from the store may be: JSON is the longest of the formats."""
_MANY = """SELECT ?a ?b { { SELECT ?a { ?a ?p ?o } LIMIT 400 } { SELECT ?b { ?b ?q ?r } LIMIT 400 } }"""
"""More rows than a store gives that bounds them; it is only asked to tell so, and the rows are not waited for."""
NOTHING = "urn:dragoman:no-graph"
"""Stands for an empty default graph, which some engines would fill with all graphs if none is named."""


class RemoteStore:
    """See ``stores.Store``. ``most`` is the number of rows at which the service cuts answers, 0 if it tells none."""

    def __init__(self, access: Access, settings: Settings, base_iri: str) -> None:
        """Nothing is asked yet. Raises StoreError when the workers cannot be started."""
        self.base_iri = base_iri
        self.most = 0
        sizes = {VISITORS: settings.query_workers, PAGES: settings.page_workers, GATHERING: 1}
        wait = settings.query_seconds + _GRACE
        self._gates = {lane: Gate(size, settings.query_queue, wait) for lane, size in sizes.items()}
        self._endpoint = Endpoint(access, sum(sizes.values()))
        self._parser = EmbeddedStore(Path(os.devnull), settings)

    def run(self, task: Task, lane: str = VISITORS) -> Answer:
        """See ``Store.run``; raises StoreFailed and StoreSlow, too, and NotForwarded for what is not handed on."""
        check = task._replace(graphs=(), named=(), reading=reading.CHECK)
        with self._gates[lane].turn():
            until = time.monotonic() + task.seconds
            try:
                return self._answered(task, check, until, lane)
            except QueryTimeout as problem:
                raise StoreSlow(problem.message, problem.cure, problem.limit) from None

    def limit_of_rows(self) -> int:
        """The number of rows at which the service cuts answers without a word in them, 0 if it tells none.

        Raises StoreFailed, StoreSlow, Busy, BadRequest.
        """
        self.most = self._endpoint.most_rows(_MANY, _GRACE)
        return self.most

    def alive(self) -> bool:
        """See ``Store.alive``: of the workers here. Whether the service answers shows with each query."""
        return self._parser.alive()

    def load(self) -> Mapping[str, Load]:
        """See ``Store.load``."""
        return {lane: gate.load() for lane, gate in self._gates.items()}

    def processes(self) -> Sequence[int]:
        """See ``Store.processes``."""
        return self._parser.processes()

    def prepare(self, wait: bool = False) -> None:
        """See ``Store.prepare``: the store elsewhere is ready, or it is not."""

    def complete(self) -> bool:
        """See ``Store.complete``: whatever the store elsewhere answers, it does without any loading here."""
        return True

    def close(self) -> None:
        """See ``Store.close``."""
        self._endpoint.close()
        self._parser.close()

    def _answered(self, task: Task, check: Task, until: float, lane: str) -> Answer:
        own = PAGES if lane == GATHERING else lane
        kind = self._parser.run(check, own).kind
        raw = self._endpoint.ask(self._asked(task, kind, until))
        if raw.most:
            self.most = raw.most
        elif kind == "graph" and self.most and self._part(task, until):
            raw = replace(raw, reading=raw.reading.partition("-")[0] + f"-{reading.THEIRS}")
        return self._written(task, raw, until, own)

    def _part(self, task: Task, until: float) -> bool:
        """Whether a store that stops at a number of solutions has made the triples of a part of them only.

        It does not say so of graphs. What a DESCRIBE gives has no solutions to count.
        """
        query = counted(written_anew(task.text, self.base_iri))
        if not query:
            return False
        asked = replace(self._asked(task, "solutions", until), text=query)
        given = json.loads(self._endpoint.ask(asked).body)
        return int(given["results"]["bindings"][0]["n"]["value"]) > self.most

    def _asked(self, task: Task, kind: str, until: float) -> Asked:
        for graph in (*task.graphs, *task.named):
            graph_allowed(graph, self.base_iri)
        text = written_anew(task.text, self.base_iri)
        graphs = task.graphs or ((NOTHING,) if task.named else ())
        named = task.named or ((NOTHING,) if task.graphs else ())
        return Asked(text, kind, until, task.bytes * _ROOM, graphs, named, task.seconds)

    def _written(self, task: Task, raw: Raw, until: float, lane: str) -> Answer:
        left = max(until - time.monotonic(), 0.1)
        given = task._replace(graphs=(), named=(), seconds=left, reading=raw.reading, given=raw.body)
        try:
            answer = self._parser.run(given, lane)
        except (QuerySyntax, BadRequest) as problem:
            if "written as" in problem.message:  # the format does not fit the kind of result
                raise
            raise StoreFailed(
                "The store behind this server gave an answer that is broken or not whole.",
                "Try again; if it stays so, tell whoever runs this server.",
            ) from problem
        if not answer.cut and raw.most and answer.kind == "solutions" and answer.rows >= raw.most:
            return self._parser.run(given._replace(reading=f"{raw.reading}-{reading.THEIRS}"), lane)
        return answer
