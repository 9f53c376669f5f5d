"""How fast text search is in a large release. Not part of the tests: run it when the machine is idle.

    python tests/bench/search_at_size.py 1000000

Writes a synthetic release of that many triples (events with claims, passages and participants; words as frequent as
in language: the n-th most frequent one 1/n as often as the first), builds its search file, and asks it: in the process,
and over HTTP from a running server, as JSON and inside a query. Prints milliseconds (median, 95th percentile).

Measured on two cores that fifteen other jobs were using too, Python 3.11, SQLite 3.40, 1,053,880 quads, 66,458
things, a file of 45 MB. CPU of a search in the process: the most frequent words 5.0 ms (95th percentile 8.5), a
frequent word 2.2 (3.5), a rare word 0.6 (1.3), three words 2.3 (10.7), a phrase 2.5 (3.6), a beginning 3.7 (5.9),
what is not there 0.3 (0.5). CPU of all processes of the server for an answer over HTTP, as JSON 14.5, 6.2, 3.1, 7.3,
6.8, 9.9 and 2.8 ms, inside a query 11.6, 6.7, 4.4, 9.8, 8.7, 13.1 and 4.5 ms. The clock tells of the other jobs: 64
ms for the first of these, and 32 ms when seven others were running. Aim: under 20 ms a search. Building took 13.5 s
on the quieter machine.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from server.search import Index  # noqa: E402
from server.search.build import build  # noqa: E402
from tests.bench.serve import load  # noqa: E402
from tests.bench.serve.peers import Running  # noqa: E402
from tests.server.made import BASE, point  # noqa: E402
from tests.server.running import serving  # noqa: E402

DM = f"{BASE}ontology#"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ROUNDS = 40
WORDS = 40_000
QUERY = """PREFIX search: <https://w3id.org/dragoman/search#> SELECT * {
  SERVICE <https://w3id.org/dragoman/search> { ?x search:query 'WORDS' ; search:limit 20 ; search:score ?score }
  ?x ?property ?value
}"""
A_EVENT = 32
"""Triples that an event brings with it."""


class Words:
    """Made-up words, drawn as often as their rank allows."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
        known: dict[str, None] = {}
        while len(known) < WORDS:
            known["".join(self.random.choices(syllables, k=self.random.randint(1, 4)))] = None
        self.all = list(known)
        self._weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))
        self.names: list[str] = []

    def some(self, count: int) -> str:
        return " ".join(self.random.choices(self.all, cum_weights=self._weights, k=count))

    def name(self) -> str:
        self.names.append(" ".join(word.title() for word in self.random.sample(self.all, self.random.randint(1, 3))))
        return self.names[-1]

    @property
    def misspelt(self) -> list[str]:
        return [name[:4] + name[5:] for name in self.names if len(name) > 6]


def lines(triples: int, words: Words) -> Iterator[str]:
    """N-Quads of a release, unsorted."""
    pick = words.random
    events, entities = triples // A_EVENT, max(10, triples // 300)
    names = [words.name() for _ in range(entities)]
    iris = [f"<{BASE}id/entity/{name.lower().replace(' ', '-')}-{n:010x}>" for n, name in enumerate(names)]
    for n, (iri, name) in enumerate(zip(iris, names, strict=True)):
        graph = f"<{BASE}graph/article/{n % (events // 50 + 1):016x}> ."
        yield f"{iri} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{DM}Organization> {graph}"
        yield f'{iri} <http://www.w3.org/2000/01/rdf-schema#label> "{name}"@en {graph}'
        yield f'{iri} <http://www.w3.org/2004/02/skos/core#altLabel> "{name.split()[0]}"@en {graph}'
        for mention in range(1 + int(5 * entities / (n + 50)) % 40):
            yield f"{iri} <{DM}mention> <{BASE}id/passage/m{n}-{mention}> {graph}"
    for n in range(events):
        article = f"{n // 50:016x}"
        graph = f"<{BASE}graph/article/{article}> ."
        if n % 50 == 0:
            day = f"{2000 + n % 25}-{1 + n % 12:02}-{1 + n % 28:02}"
            yield f'<{BASE}id/article/{article}> <http://purl.org/dc/terms/title> "{words.some(8)}"@en {graph}'
            yield f'<{BASE}id/article/{article}> <http://purl.org/dc/terms/issued> "{day}"^^<http://www.w3.org/2001/XMLSchema#date> {graph}'  # noqa: E501
        yield from _event(n, article, words, pick.choice(names), graph)


def _event(n: int, article: str, words: Words, actor: str, graph: str) -> Iterator[str]:
    event, claim, passage = (f"<{BASE}id/{kind}/{article}-{n}>" for kind in ("event", "claim", "passage"))
    rdf_type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    yield f"{event} {rdf_type} <{DM}Event> {graph}"
    yield f'{event} <http://www.w3.org/2000/01/rdf-schema#label> "{words.some(1)}: {actor}"@en {graph}'
    yield f"{claim} {rdf_type} <{DM}Claim> {graph}"
    yield f"{claim} <{DM}about> {event} {graph}"
    yield f"{claim} <{DM}passage> {passage} {graph}"
    yield f"{claim} <{DM}claimedIn> <{BASE}id/article/{article}> {graph}"
    yield f"{claim} <{DM}claimedStatus> <{BASE}code/status/actual> {graph}"
    yield f'{passage} <{DM}quote> "{words.some(20)} {actor}." {graph}'
    for other in range(A_EVENT - 8):
        yield f"<{BASE}id/participation/{article}-{n}-{other % 3}> <{DM}p{other}> <{BASE}id/x/{n}> {graph}"


def timed(ask: Callable[[str], object], texts: list[str], clock: Callable[[], float] = time.perf_counter) -> str:
    """Median and 95th percentile in milliseconds."""
    found = []
    for _ in range(ROUNDS):
        for text in texts:
            start = clock()
            ask(text)
            found.append((clock() - start) * 1000)
    return f"{statistics.median(found):6.2f} ms, {sorted(found)[int(len(found) * 0.95)]:6.2f} ms"


def questions(words: Words) -> dict[str, list[str]]:
    """Kind of question -> examples."""
    common, middle, rare = words.all[:3], words.all[200:208], words.all[20_000:20_008]
    return {
        "the most frequent words": common,
        "a frequent word": middle,
        "a rare word": rare,
        "three words": [f"{common[0]} {a} {b}" for a, b in zip(middle, words.all[300:308], strict=True)],
        "a phrase": [f'"{common[0]} {a}"' for a in middle],
        "a beginning": [f"{word[:3]}*" for word in middle],
        "what is not there": [f"qqq{word}" for word in rare],
    }


def main() -> None:
    triples = int(sys.argv[1])
    words = Words(1)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        release = out / "releases" / "large"
        release.mkdir(parents=True)
        made = sorted(lines(triples, words))
        (release / "dataset.nq").write_text("\n".join(made) + "\n")
        (release / "manifest.json").write_text(json.dumps({"settings": {"base_iri": BASE}}))
        point(out, "large")
        print(f"{len(made):,} quads")
        start = time.perf_counter()
        things = build(release / "dataset.nq", out / "x.search", BASE)
        size = (out / "x.search").stat().st_size / 1e6
        print(f"built in {time.perf_counter() - start:.1f} s: {things:,} things, {size:.0f} MB")
        del made
        index = Index(out / "x.search")
        for kind, texts in questions(words).items():
            print(f"{kind:28} in the process {timed(index.search, texts)}")
            print(f"{kind:28} its CPU        {timed(index.search, texts, time.process_time)}")
        index.close()
        with serving(out, query_workers=1, cache_mb=0, client_rate=0) as server:
            running = Running("Dragoman", server.url, cast("Any", server.process), 0.0)
            while server.get("/search?q=a&format=json").status != 200:
                time.sleep(0.5)
            for kind, texts in questions(words).items():
                ways: dict[str, Callable[[str], object]] = {
                    "/search": lambda text: server.get("/search?" + urlencode({"q": text, "format": "json"})),
                    "/sparql": lambda text: server.query(QUERY.replace("WORDS", text)),
                }
                for way, ask in ways.items():
                    before = load.cpu(running)
                    taken = timed(ask, texts)
                    each = (load.cpu(running) - before) * 1000 / (ROUNDS * len(texts))
                    print(f"{kind:28} {way:14} {taken}, {each:6.2f} ms of CPU")
            for kind, names in {"100 names": words.names[:100], "100 misspelt names": words.misspelt[:100]}.items():
                batch = json.dumps({str(n): {"query": name} for n, name in enumerate(names)})
                form = urlencode({"queries": batch}).encode()
                taken = timed(lambda _, form=form: server.send("POST", "/reconcile", FORM, form), [""])
                print(f"{kind:28} {'/reconcile':14} {taken}")


if __name__ == "__main__":
    main()
