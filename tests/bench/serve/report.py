"""What was measured, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import Any

from tests.bench.serve.load import LIMIT
from tests.bench.serve.peers import DRAGOMAN, RIVALS
from tests.bench.serve.queries import HEAVY, LIGHT, MIXES, RECORDS

_OURS = DRAGOMAN.name
_KINDS = tuple(kind.name for kind in (*LIGHT, *RECORDS, *HEAVY))
_FOURTEEN = tuple(kind.name for kind in (*LIGHT, *HEAVY))


def mean(values: list[float]) -> float:
    """The geometric mean."""
    return exp(sum(map(log, values)) / len(values))


def markdown(told: Mapping[str, Any]) -> str:
    """The page: how it was measured, and tables for each size."""
    parts = [_HEAD.format(limit=LIMIT, **told)]
    for run in told["runs"]:
        parts += [f"## {run['triples']:,} triples\n", *_when(run, told), *_left_out(run), _throughput(run),
                  _latency(run), _rest(run), _answers(run)]  # fmt: skip
    return "\n".join([*parts, _TAIL])


_TAIL = """## Words

Text search is measured apart, by `tests/bench/search_at_size.py`: at a million triples (66,458 things with words, an
index of 45 MB) a ranked answer takes 2.8 to 14.5 ms of CPU by `/search`, all processes of the server together, and 4.4
to 13.1 ms inside a query that joins it with the graph, the most frequent words of all included. The index itself takes
0.2 to 5 ms of that.

## Where another is faster, and why

Queries are planned (`server/planner`): the engine has no statistics, so what is rare in the release is counted and put
first, long optional parts are looked up row by row where few rows wait for them, what lies below a kind is gathered
once, and steps of a long path are gone once. The month of an actor, which joins two common things and has three
optional parts, takes a hundredth of the time that it took before, and the other engines take so long for it that it
decides the mixes that it is in. Without it, the medians of the thirteen other light kinds sum up to 19 ms at a million
triples (Oxigraph's server 20, Virtuoso 58) and to 82 ms at ten million (130 and 121), one query at a time.

Ten million triples are served from disk, by the same engine as that of Oxigraph's server. Virtuoso answers more
look-ups alone there: it has pages in memory where the engine unpacks blocks.

A look-up is the shortest question there is. What Dragoman adds to it, HTTP and limits in Python and the way to a worker
process and back, takes longer than the engine does: it is the price of a query that can be ended for certain at its
limit. Oxigraph's server does all in one process. A whole record, as pages and scripts ask for, takes the engine several
times as long, so there the engine and its store count.

In memory the default graph has a process of its own: the engine finds triples there by walking along all quads of a
thing, and would walk along those of the named graphs, too. Releases of more than `disk_above_mb` (700 MB of N-Quads,
about three million triples) are served from disk, since both processes together take 1.05 GB a million triples, and
because the walks grow with the fame of a thing: at ten million triples the engine needs more CPU in memory than from
disk. On disk the default graph has an index of its own, which is half as long as that of the quads.

Heavy queries show the engines: the one within Dragoman and Oxigraph's server goes from triple to triple and has no
statistics, and Virtuoso takes many rows at a time, which pays where a query joins or goes through all events:

* top actors: two steps for each event, then a group; no index has the counts.
* kinds: two values of each event, looked up event by event; a join of both whole lists would take a fifth from disk,
  but as much memory as the lists are long.
* two steps: the same others are reached on many ways. The plan keeps one of each after every second step, which takes
  a third of the time of a common actor, and of the most famous one .3 seconds instead of a minute.
* newest: there is no index by day, so all events with their days are sorted to show twenty. With a month
  (`dm:inMonth "2016-05"^^xsd:gYearMonth`) only its events are.

Asked a second time, an answer comes from the result cache, whatever it took.
"""
_HEAD = """# How fast a release is served

`make bench-serve` makes this page: {date}, {machine}{note}, Python {python}.
Ratios count more than numbers: everything ran on one machine, the asking client included.

![Latency of each kind of query, and throughput](speed.svg)

The data are made-up news in the graphs and proportions of a real release, skewed as news are (the n-th most famous
actor is named 1/n as often as the first). Seven look-ups and seven kinds of whole records (what the site's pages ask:
an event with its sides, passages and speakers, all claims of an article, the month of an actor) are asked with up to
300 different things each, the most famous ones; seven heavy kinds take the whole graph. An answer is waited for
{limit:g} seconds. Where none has come by then, or an error, the table has “none”, means and ratios count the
{limit:g} seconds, and a server that goes on working on it is started anew.
Servers are started side by side and asked in turn: Dragoman as it ships (limits, log, figures, worker processes), but
without its result cache and its limits for one client; Oxigraph's server on its disk store, with the union of graphs as
default; Virtuoso with room in memory for all of its file; rdflib-endpoint in memory. All are given the same file of
quads. Dragoman loads its triples a second time, as its default graph, in which a triple that several graphs state
counts once; Oxigraph's server counts it as often as it is stated. The questions are such that it makes no difference.

Cold start: {cold:.2f} s from the command to the first answer, for a release of 100,000 triples.
"""


def _when(run: Mapping[str, Any], told: Mapping[str, Any]) -> list[str]:
    """Said of a run that is not of the page's day."""
    return [f"Measured {run['date']}.\n"] if run.get("date", told["date"]) != told["date"] else []


def _left_out(run: Mapping[str, Any]) -> list[str]:
    """Said of kinds that are in no mix."""
    kinds = run.get("left_out", ())
    light = [kind.name for kind in (*LIGHT, *RECORDS) if kind.name in kinds]
    if not light:
        return []
    return [f"{_listed(light).capitalize()} {'is' if len(light) == 1 else 'are'} left out of all mixes, for all "
            f"servers: {' or '.join(RIVALS)} gave no answer within {LIMIT:g} seconds.\n"]  # fmt: skip


def _listed(parts: Sequence[str]) -> str:
    """``a, b and c``."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def mixes(run: Mapping[str, Any]) -> list[str]:
    """The mixes that a run has; one that was kept from earlier may lack some."""
    return [name for name in MIXES if name in run["servers"][_OURS]["mix"]]


def _throughput(run: Mapping[str, Any]) -> str:
    return "\n".join(_mixed(run, name) for name in mixes(run))


def _mixed(run: Mapping[str, Any], mix: str) -> str:
    mean_cpu, where = _engine(run, mix), run["bare"]["where"]
    ours = run["servers"][_OURS]["mix"][mix]["8"]
    lines = [f"{mix.capitalize()}, mixed ({mean_cpu:.2f} ms of CPU each for the engine alone, from {where}):\n",
             "| server | answers/s at 1, 8, 32 connections | Dragoman's at 8 to its | 95th percentile at 8, ms "
             "| CPU ms an answer | errors |", "|---|---|---|---|---|---|"]  # fmt: skip
    for name, server in run["servers"].items():
        taken = server["mix"][mix]
        rates, eight = " / ".join(f"{part['rate']:,.0f}" for part in taken.values()), taken["8"]
        errors = sum(part["errors"] for part in taken.values())
        ratio = f"{ours['rate'] / eight['rate']:.2f}" if eight["rate"] else "none"
        lines.append(f"| {_titled(name, server)} | {rates} | {ratio} | {eight['p95']:.1f} "
                     f"| {eight['cpu_ms']:.2f} | {errors} |")  # fmt: skip
    return "\n".join([*lines, ""])


def _engine(run: Mapping[str, Any], mix: str) -> float:
    """Milliseconds of CPU that the engine alone needs for a query of the mix."""
    left_out = run.get("left_out", ())
    times = [run["bare"]["took"][kind.name] for kind in MIXES[mix] if kind.name not in left_out]
    return float(sum(times) / len(times))


def _titled(name: str, server: Mapping[str, Any]) -> str:
    return f"**{name}**" if name == _OURS else f"{name} {server['version']}"


def _latency(run: Mapping[str, Any]) -> str:
    names = list(run["servers"])
    lines = ["Milliseconds until the whole answer is here, one query at a time, median:\n",
             f"| query | {' | '.join(names)} | to the better of two |", "|---" * (len(names) + 2) + "|"]  # fmt: skip
    found = {name: run["servers"][name]["latency"] for name in names}
    for kind in _KINDS:
        best = min(_counted(found[name][kind]) for name in RIVALS)
        times = " | ".join(f"{found[name][kind]:,.2f}" if found[name][kind] else "none" for name in names)
        lines.append(f"| {kind} | {times} | {_counted(found[_OURS][kind]) / best:.2f} |")
    means = {name: mean([_counted(found[name][kind]) for kind in _FOURTEEN]) for name in names}
    best = min(means[name] for name in RIVALS)
    shown = " | ".join(f"{means[name]:.2f}" for name in names)
    lines.append(f"| **geometric mean of look-ups and heavy ones** | {shown} | {means[_OURS] / best:.2f} |")
    return "\n".join([*lines, ""])


def _counted(latency: float | None) -> float:
    """Milliseconds; the limit where no answer came."""
    return latency or LIMIT * 1000


def _rest(run: Mapping[str, Any]) -> str:
    ours, cache = run["servers"][_OURS], run["cache"]
    shares = {mix: _engine(run, mix) / ours["mix"][mix]["8"]["cpu_ms"] for mix in mixes(run)}
    return "\n".join((
        "* Of the CPU that a request takes, web server and worker together, the engine alone would take "
        + _listed([f"{share:.2f} ({mix})" for mix, share in shares.items()]) + ".",
        f"* With the result cache: {cache['cold_ms']:.2f} ms for a first and {cache['warm_ms']:.2f} ms for a second "
        f"asking (means over the look-ups); {cache['warm']['rate']:,.0f} kept answers a second at 8 connections, and "
        f"{cache['unchanged']['rate']:,.0f} times “unchanged” (304).",
        f"* Ready {ours['started']:.1f} s after the command; loading took "
        + ", ".join(f"{name} {server['filled']:.0f} s" for name, server in run["servers"].items() if _filled(server))
        + ", once. Memory at the end, in MB: "
        + ", ".join(f"{name} {server['memory']:,.0f}" for name, server in run["servers"].items()) + ".",
        "",
    ))  # fmt: skip


def _filled(server: Mapping[str, Any]) -> bool:
    """Whether it has a database of its own, that was made before it was started."""
    return float(server.get("filled", 0)) > 1


def _answers(run: Mapping[str, Any]) -> str:
    ours = run["servers"][_OURS]["answers"]
    odd = [
        f"{kind}: {name} {server['answers'][kind] or 'none'}, {_OURS} {ours[kind] or 'none'}"
        for kind in _KINDS
        for name, server in run["servers"].items()
        if server["answers"][kind] != ours[kind]
    ]
    if not odd:
        return "All servers gave the same answers, by the number of rows and the sum of the numbers in them.\n"
    return "Answers that differ (rows, sum of the numbers in them): " + "; ".join(odd) + ".\n"
