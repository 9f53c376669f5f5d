"""What was measured, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log
from typing import Any

from tests.bench.serve.queries import HEAVY, LIGHT

_OURS = "Dragoman"
_RIVALS = ("Oxigraph server", "Virtuoso")
_KINDS = tuple(kind.name for kind in (*LIGHT, *HEAVY))


def mean(values: list[float]) -> float:
    """The geometric mean."""
    return exp(sum(map(log, values)) / len(values))


def markdown(told: Mapping[str, Any]) -> str:
    """The page: how it was measured, and tables for each size."""
    parts = [_HEAD.format(**told)]
    for run in told["runs"]:
        parts += [f"## {run['triples']:,} triples\n", _throughput(run), _latency(run), _rest(run), _answers(run)]
    return "\n".join([*parts, _TAIL])


_TAIL = """## Words

Text search is measured apart, by `tests/bench/search_at_size.py`: at a million triples (66,458 things with words, an
index of 45 MB) a ranked answer takes 2.8 to 14.5 ms of CPU by `/search`, all processes of the server together, and 4.4
to 13.1 ms inside a query that joins it with the graph, the most frequent words of all included. The index itself takes
0.2 to 5 ms of that.

## Where another is faster, and why

At a million triples a light query takes the engine a third of a millisecond. What Dragoman adds to it, HTTP and limits
in Python and the way to a worker process and back, is more than that: it is the price of a query that can be ended for
certain at its limit. Oxigraph's server does all in one process and gives twice as many light answers; Virtuoso gives
fewer. The ten million triples are more than `disk_above_mb` and so are served from disk (the store is made at the first
start, in 89 s): the engine in memory needs more CPU for them than the whole server needs from disk.

Heavy queries show the
engines: the one within Dragoman and Oxigraph's server goes from triple to triple and has no statistics, and Virtuoso
takes many rows at a time, which pays where a query joins or walks through all events (top actors, kinds below, two
steps, newest) and not where it counts or reads texts (kinds, words). The release helps by what it states beforehand:
`dm:inMonth` instead of a time and its day, all classes above an event's own (`?event a dm:ArmedEvent`) instead of a
path over `skos:broader`. Asked a second time, an answer comes from the result cache, whatever it took.
"""
_HEAD = """# How fast a release is served

`make bench-serve` makes this page: {date}, {machine}, Python {python}.
Ratios count more than numbers: everything ran on one machine, the asking client included.

![Latency of fourteen kinds of query, and throughput](speed.svg)

The data are made-up news in the graphs and proportions of a real release, skewed as news are (the n-th most famous
actor is named 1/n as often as the first). Seven light kinds of query are asked with up to 300 different things each,
the most famous ones; seven heavy ones take the whole graph. Servers are started side by side and asked in turn:
Dragoman as it ships (limits, log, figures, worker processes), but without its result cache and its limits for one
client; Oxigraph's server on its disk store, with the union of graphs as default; Virtuoso with room in memory for all
of its file; rdflib-endpoint in memory.

Cold start: {cold:.2f} s from the command to the first answer, for a release of 100,000 triples.
"""


def _throughput(run: Mapping[str, Any]) -> str:
    lines = ["Light queries, mixed:\n", "| server | answers/s at 1, 8, 32 connections | 95th percentile at 8, ms "
             "| CPU ms an answer | errors | memory MB |", "|---|---|---|---|---|---|"]  # fmt: skip
    for name, server in run["servers"].items():
        mix = server["mix"]
        rates = " / ".join(f"{mix[key]['rate']:,.0f}" for key in mix)
        eight = mix["8"]
        errors = sum(part["errors"] for part in mix.values())
        lines.append(f"| {_titled(name, server)} | {rates} | {eight['p95']:.1f} | {eight['cpu_ms']:.2f} | {errors} "
                     f"| {server['memory']:,.0f} |")  # fmt: skip
    return "\n".join([*lines, ""])


def _titled(name: str, server: Mapping[str, Any]) -> str:
    return f"**{name}**" if name == _OURS else f"{name} {server['version']}"


def _latency(run: Mapping[str, Any]) -> str:
    names = list(run["servers"])
    lines = ["Milliseconds until the whole answer is here, one query at a time, median:\n",
             f"| query | {' | '.join(names)} | to the better of two |", "|---" * (len(names) + 2) + "|"]  # fmt: skip
    found = {name: run["servers"][name]["latency"] for name in names}
    for kind in _KINDS:
        best = min(found[name][kind] for name in _RIVALS)
        times = " | ".join(f"{found[name][kind]:,.2f}" for name in names)
        lines.append(f"| {kind} | {times} | {found[_OURS][kind] / best:.2f} |")
    means = {name: mean(list(found[name].values())) for name in names}
    best = min(means[name] for name in _RIVALS)
    lines.append(f"| **geometric mean** | {' | '.join(f'{means[name]:.2f}' for name in names)} "
                 f"| {means[_OURS] / best:.2f} |")  # fmt: skip
    return "\n".join([*lines, ""])


def _rest(run: Mapping[str, Any]) -> str:
    ours = run["servers"][_OURS]
    eight = {name: run["servers"][name]["mix"]["8"]["rate"] for name in (_OURS, *_RIVALS)}
    bare = sum(run["bare"].values()) / len(run["bare"])
    cache = run["cache"]
    return "\n".join((
        f"* Throughput at 8 connections: {eight[_OURS] / eight['Oxigraph server']:.2f} times Oxigraph server, "
        f"{eight[_OURS] / eight['Virtuoso']:.2f} times Virtuoso.",
        f"* The engine alone, in memory and in one thread, takes {bare:.2f} ms of CPU for a light query and its JSON; "
        f"a request takes {ours['mix']['8']['cpu_ms']:.2f}, web server and worker together: "
        f"{bare / ours['mix']['8']['cpu_ms']:.2f} of its answers for the same CPU.",
        f"* With the result cache: {cache['cold_ms']:.2f} ms for a first and {cache['warm_ms']:.2f} ms for a second "
        f"asking (means over the mix); {cache['warm']['rate']:,.0f} kept answers a second at 8 connections, and "
        f"{cache['unchanged']['rate']:,.0f} times “unchanged” (304).",
        f"* Ready {ours['started']:.1f} s after the command; loading took "
        + ", ".join(f"{name} {server['filled']:.0f} s" for name, server in run["servers"].items() if _filled(server))
        + ", once.",
        "",
    ))  # fmt: skip


def _filled(server: Mapping[str, Any]) -> bool:
    """Whether it has a database of its own, that was made before it was started."""
    return float(server.get("filled", 0)) > 1


def _answers(run: Mapping[str, Any]) -> str:
    ours = run["servers"][_OURS]["answers"]
    odd = [
        f"{kind}: {name} {server['answers'][kind]}, {_OURS} {ours[kind]}"
        for kind in _KINDS
        for name, server in run["servers"].items()
        if server["answers"][kind] != ours[kind]
    ]
    if not odd:
        return "All servers gave the same answers, by the number of rows and the sum of the numbers in them.\n"
    return "Answers that differ (rows, sum of the numbers in them): " + "; ".join(odd) + ".\n"
