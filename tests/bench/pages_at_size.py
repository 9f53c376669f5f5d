"""How long the server takes for a page of a large release. Not part of the tests: run it when the machine is idle.

    python tests/bench/pages_at_size.py [EVENTUALITIES]

Builds a release of that many eventualities (10,000 by default: about a million quads, see ``shapes_at_size``, with
5,000 entities, 40 publishers and 70 years), with the ontology beside them, serves it, and asks one at a time for pages
that nobody has asked for before: events, articles, claims, then the entities that most events know, and listings, some
of which the server prepares by itself. The times are those that the server's own log gives: from the request's arrival
to its answer, without the network.

Measured on two shared cores with other jobs beside it (load 4), Python 3.11, 1,011,887 quads, medians: events 18 ms
(95 % within 107 ms; aim: below 300), articles 8, claims 15, situations 8, the ten entities in most articles 172; the
home page and the listings that are prepared 4 to 32. With a load of 13 to 22 the median of events was 106 ms. CPU
time of the queries of listings that are not prepared: a page of entities 120 ms, of claims 80, of statements 16, of
events 120 and up to 210 more for the numbers beside the facets.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.shapes_at_size import copies  # noqa: E402
from tests.server.made import BASE, point  # noqa: E402
from tests.server.running import Server, serving, until  # noqa: E402

LISTINGS = (
    "/", "/events", "/timeline", "/map", "/network", "/entities", "/claims",
    # what the server does not prepare
    "/events?page=50", "/events?kind=Attack", "/events?from=1980&to=1990", "/map?status=planned", "/entities?page=30",
    "/claims?page=100", "/statements?page=20", "/choose/actor", "/choose/actor?find=egypt+7", "/choose/source",
)  # fmt: skip
EACH = 100
"""Pages of a kind."""
COMMON = """
PREFIX dm: <https://w3id.org/dragoman/ontology#>
SELECT ?thing WHERE { ?thing dm:mentionedIn ?article } GROUP BY ?thing ORDER BY DESC(COUNT(*)) LIMIT 10
"""


_ENTITY = re.compile(rb"/id/entity/([a-z-]+)-[0-9a-f]{10}>")
_YEAR = re.compile(rb'"1978-(\d\d)')


def varied(lines: list[bytes], number: int) -> list[bytes]:
    """The same article about others, in another year, from another publisher; a few of those whom it names come up
    in very many articles, most of them in one."""
    chance = random.Random(number)
    others: dict[bytes, bytes] = {}

    def other(found: re.Match[bytes]) -> bytes:
        if found[0] not in others:
            others[found[0]] = b"%d" % min(int(chance.paretovariate(0.4)), 40 * number + 1)
        which = others[found[0]]
        return found[0] if which == b"1" else b"/id/entity/%s-%010x>" % (found[1], int(which))

    made = []
    for line in lines:
        named = b"/id/entity/" in line[:80] and (b"#label> " in line or b"#altLabel> " in line)
        changed = _YEAR.sub(rb'"%d-\1' % (1950 + number % 70), _ENTITY.sub(other, line))
        found = _ENTITY.search(line) if named else None
        which = others[found[0]] if found else b"1"
        if which != b"1":
            changed = changed.replace(b'"@en', b' %s"@en' % which)
        if b"publisher> " in line:
            changed = changed.replace(b'Courier"', b'Courier %d"' % chance.randrange(40))
        # the item of the first of a name is not that of the others
        if not (b"exactMatch> " in line and changed[:80] != line[:80]):
            made.append(changed)
    return made


def write(out: Path, events: int) -> int:
    """A release of that many eventualities. Returns the number of quads."""
    folder = out / "releases" / "large"
    folder.mkdir(parents=True)
    quads = 0
    with (folder / "dataset.nq").open("wb") as file:
        for number, pair in enumerate(copies(events)):
            lines, links = (varied(part, number) for part in pair)
            quads += len(lines) + len(links)
            file.write(b"\n".join([*lines, *links]) + b"\n")
        graph = ox.NamedNode(f"{BASE}graph/ontology")
        for path in sorted((ROOT / "ontology").rglob("*.ttl")):
            if path.parent.name in {"ontology", "codes"}:
                found = [ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(path=str(path))]
                file.write(ox.serialize(found, format=ox.RdfFormat.N_QUADS))
                quads += len(found)
    (folder / "manifest.json").write_text(json.dumps({"release": "large", "settings": {"base_iri": BASE}}))
    point(out, "large")
    return quads


def sample(server: Server, kind: str) -> list[str]:
    """Pages of things of a class, from all over the release."""
    query = f"PREFIX dm: <{BASE}ontology#> SELECT ?thing WHERE {{ ?thing a dm:{kind} }} ORDER BY SHA1(STR(?thing))"
    return _pages(server, f"{query} LIMIT {EACH}")


def _pages(server: Server, query: str) -> list[str]:
    found = server.query(query, accept="application/sparql-results+json")
    return [row["thing"]["value"].replace(f"{BASE}id/", "/page/") for row in found.bindings()]


def times(server: Server, paths: Iterable[str]) -> list[float]:
    """What the log says of each, in milliseconds."""
    found = []
    for path in paths:
        reply = server.get(path, accept="text/html")
        assert reply.status == 200, path
        assert len(reply.body) < 200_000, f"{path} has {len(reply.body)} bytes"
        wanted = reply.headers["x-request-id"]
        until(lambda wanted=wanted: any(wanted in line for line in server.lines))  # type: ignore[misc]
        line = next(line for line in reversed(server.lines) if wanted in line)
        found.append(float(re.findall(r'"ms": ([\d.]+)', line)[0]))
    return found


def tell(name: str, found: list[float]) -> None:
    """One line."""
    if len(found) == 1:
        print(f"{name}: {found[0]:.0f} ms", flush=True)
        return
    ordered = sorted(found)
    middle, most = statistics.median(found), ordered[int(len(ordered) * 0.95)]
    counted = f"{name}: {len(found)} pages, the first {found[0]:.0f} ms"
    print(f"{counted}, median {middle:.0f} ms, 95 % within {most:.0f} ms", flush=True)


def main(events: int) -> None:
    """Make, serve, ask, tell."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        print(f"{events} eventualities, {write(out, events)} quads", flush=True)
        with serving(out) as server:
            for kind in ("Event", "Article", "Claim", "Situation"):
                tell(kind, times(server, sample(server, kind)))
            tell("entities in most articles", times(server, _pages(server, COMMON)))
            for path in LISTINGS:
                tell(path, times(server, [path]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
