"""The engine alone, in one thread, with nothing around it: what a server can at best come near.

``python -m tests.bench.serve.bare FOLDER`` prints, as JSON, kind -> milliseconds of CPU a query, its JSON included.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pyoxigraph as ox

from tests.bench.serve.peers import data_of
from tests.bench.serve.queries import LIGHT, read

_SECONDS = 1.0


def main(out: Path) -> dict[str, float]:
    """Load the release into memory and ask each kind of query for a second, after a first round."""
    store = ox.Store()
    store.bulk_load(path=str(data_of(out)), format=ox.RdfFormat.N_QUADS)
    return {name: _took(store, texts) for name, texts in read(out).items() if name in {kind.name for kind in LIGHT}}


def _took(store: ox.Store, texts: list[str]) -> float:
    for text in texts:
        _ask(store, text)
    begun, asked = time.process_time(), 0
    while time.process_time() - begun < _SECONDS:
        for text in texts:
            _ask(store, text)
        asked += len(texts)
    return (time.process_time() - begun) * 1000 / asked


def _ask(store: ox.Store, text: str) -> None:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    found.serialize(format=ox.QueryResultsFormat.JSON)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
