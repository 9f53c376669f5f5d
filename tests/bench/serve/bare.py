"""The engine alone, in one thread, with nothing around it: what a server can at best come near.

``python -m tests.bench.serve.bare FOLDER`` prints, as JSON, where the store is (memory, disk) and kind -> milliseconds
of CPU a query, its JSON included. The stores are those that the server has: the one on disk if it has made one there,
else two in memory, one of which has no named graphs.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import cycle
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from server import merged
from server.stores import names_graphs
from tests.bench.serve.peers import data_of
from tests.bench.serve.queries import read

_SECONDS = 1.0


class Engine:
    """Stores filled as the server fills them."""

    def __init__(self, out: Path) -> None:
        data = data_of(out)
        made = out / ".stores" / f"{data.parent.name}.{merged.SHAPE}"
        self.where = "disk" if made.exists() else "memory"
        if self.where == "disk":
            self._plain = self._whole = ox.Store.read_only(str(made))
            return
        self._plain, self._whole = ox.Store(), ox.Store()
        self._plain.bulk_load(merged.triples(data), format=ox.RdfFormat.N_QUADS)
        self._whole.bulk_load(merged.quads_and_triples(data), format=ox.RdfFormat.N_QUADS)

    def ask(self, text: str) -> bytes:
        """The answer as JSON."""
        found = (self._whole if names_graphs(text) else self._plain).query(text)
        assert isinstance(found, ox.QuerySolutions)
        return found.serialize(format=ox.QueryResultsFormat.JSON) or b""


def main(out: Path) -> dict[str, Any]:
    """Ask each kind of query for a second, after a first one that does not count."""
    engine = Engine(out)
    return {"where": engine.where, "took": {name: _took(engine, texts) for name, texts in read(out).items()}}


def _took(engine: Engine, texts: list[str]) -> float:
    _ask_on(engine, texts)
    begun = time.process_time()
    asked = _ask_on(engine, texts)
    return (time.process_time() - begun) * 1000 / asked


def _ask_on(engine: Engine, texts: list[str]) -> int:
    """How many queries were answered in a second; at least one."""
    end = time.process_time() + _SECONDS
    for asked, text in enumerate(cycle(texts)):
        if asked and time.process_time() > end:
            break
        engine.ask(text)
    return asked


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
