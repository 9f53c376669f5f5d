"""How long a release of many events takes to check. Not part of the tests: run it when the machine is idle.

    python tests/bench/shapes_at_size.py 100000 [PYSHACL-EVENTS]

Builds a synthetic release of that many eventualities (the two hand-annotated articles of the tests, repeated with
other texts, so that all their nodes are new and the linked entities are shared), writes ``dataset.nq`` and
``dataset.trig`` into a temporary folder, and times ``check_release`` in a process of its own, with its peak memory.
With a second number pyshacl is timed on that many events too, for comparison.

Measured on two shared cores, Python 3.11: 100,000 eventualities, 9.85 million quads, checked in 125 s (118 s of CPU)
with a peak of 918 MB; a run on a busy machine took 128 s of CPU. Aim: under 300 s.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from kg import claims, rdf, resolve  # noqa: E402
from kg.check.dataset import _judged, check_release  # noqa: E402
from kg.config import Settings  # noqa: E402
from kg.ids import Iris, article_key  # noqa: E402
from kg.rdf.lines import graph_lines  # noqa: E402
from tests.kg import camp_david  # noqa: E402

EVENTUALITY = b"#eventType> "


def templates() -> list[tuple[list[bytes], list[bytes], bytes]]:
    """For each article of the tests: its lines, those of its links, and its key."""
    linked = [camp_david.linked(document) for document in (camp_david.first(), camp_david.second())]
    identity, iris, made = resolve.identities(linked, ()), Iris(Settings().base_iri), []
    for one in linked:
        graph = rdf.article_graph(one, claims.claims(one.document), identity, Settings())
        lines = graph_lines(graph.graph, graph.name), graph_lines(graph.links, iris.graph("links"))
        made.append((*lines, article_key(one.document.article).encode()))
    return made


def copies(events: int) -> Iterator[tuple[list[bytes], list[bytes]]]:
    """Lines of articles and of links until there are so many eventualities; every copy has a key of its own."""
    made, written, number = templates(), 0, 0
    while written < events:
        for lines, links, key in made:
            other = f"{number:016x}".encode()
            yield [line.replace(key, other) for line in lines], [line.replace(key, other) for line in links]
            written += sum(EVENTUALITY in line for line in lines)
            number += 1


def write(folder: Path, events: int) -> int:
    """The two files that a check reads. Returns the number of quads."""
    store = ox.Store()
    held: list[bytes] = []
    for lines, links in copies(events):
        held += [*lines, *links]
        if len(held) > 200_000:
            store.bulk_load(b"\n".join(held) + b"\n", format=ox.RdfFormat.N_QUADS)
            held = []
    store.bulk_load(b"\n".join(held) + b"\n", format=ox.RdfFormat.N_QUADS)
    with (folder / "dataset.nq").open("wb") as file:
        store.dump(file, format=ox.RdfFormat.N_QUADS)
    with (folder / "dataset.trig").open("wb") as file:
        names = sorted(store.named_graphs(), key=str)
        ox.serialize(
            (quad for name in names for quad in store.quads_for_pattern(None, None, None, name)),
            file,
            ox.RdfFormat.TRIG,
        )
    return len(store)


def timed(folder: Path) -> None:
    """Check a folder and print what it took."""
    begun = time.perf_counter()
    issues = check_release(folder)
    took = time.perf_counter() - begun
    # not ru_maxrss, which a new process takes over from the one that started it
    memory = int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[0]) / 1024
    errors = [issue for issue in issues if issue.severity == "error"]
    print(f"checked in {took:.1f} s ({time.process_time():.1f} s of CPU), peak {memory:.0f} MB,", end=" ")
    print(f"{len(errors)} errors, {len(issues)} issues {errors[:1]}")


def timed_pyshacl(events: int) -> None:
    """The same shapes by pyshacl, in memory."""
    from rdflib import Dataset, Graph

    union = Graph()
    for lines, links in copies(events):
        data = Dataset()
        data.parse(data=b"\n".join([*lines, *links]), format="nquads")
        for subject, predicate, value, _ in data.quads((None, None, None, None)):
            union.add((subject, predicate, value))
    begun = time.process_time()
    found = list(_judged(union, True))
    print(f"pyshacl: {events} events, {len(union)} triples in {time.process_time() - begun:.1f} s of CPU: {found[:1]}")


def main(events: int, judged: int) -> None:
    """Make, check, tell."""
    with tempfile.TemporaryDirectory() as folder:
        quads = write(Path(folder), events)
        print(f"{events} eventualities, {quads} quads")
        subprocess.run([sys.executable, __file__, "--check", folder], check=True)
    if judged:
        timed_pyshacl(judged)


if __name__ == "__main__":
    if sys.argv[1] == "--check":
        timed(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
