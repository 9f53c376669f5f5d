"""Figures for Prometheus: what was asked and how it ended, and what each process of the server takes."""

from __future__ import annotations

import os
import time
from collections import Counter as Counted
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from flask import Flask, Response, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from server.context import RELEASES
from server.releases import Releases

_METRICS = "dragoman-metrics"
_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY"))
_MOST_NOTED = 200
"""Requests that may wait to be counted."""
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")


class Metrics:
    """The counters of one application."""

    def __init__(self, releases: Releases) -> None:
        self.registry = CollectorRegistry()
        self._routes: list[Route] = []
        self.requests = Counter(
            "dragoman_requests", "Requests by route and status", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "dragoman_request_seconds", "Time to answer a request", ("route",), buckets=_SECONDS, registry=self.registry
        )
        self.queries = Counter(
            "dragoman_queries", "Queries of visitors by how they ended: answered, cached, or the name of the problem",
            ("outcome",), registry=self.registry,
        )  # fmt: skip
        self.rows = Counter("dragoman_query_rows", "Rows and triples given to visitors", registry=self.registry)
        self.cut = Counter(
            "dragoman_answers_cut", "Answers that a limit has cut short", ("limit",), registry=self.registry
        )
        self.registry.register(_Now(releases))

    def route(self, name: str) -> Route:
        """The counters of one route of queries."""
        route = Route(self, name)
        self._routes.append(route)
        return route

    def page(self) -> bytes:
        """All figures, in Prometheus' text format."""
        for route in self._routes:
            route.settle()
        return generate_latest(self.registry)

    def note(self, response: Response) -> None:
        """Count a request that has been answered."""
        # a route, and never an address that somebody has made up: there are only so many of them
        route = str(request.url_rule) if request.url_rule else "none"
        self.requests.labels(method(), route, str(response.status_code)).inc()
        if "start" in g:
            self.seconds.labels(route).observe(time.perf_counter() - g.start)
        if request.blueprint not in {"sparql", "graphstore"}:
            return
        if "problem" in g:
            self.queries.labels(g.problem).inc()
        elif "cached" in g:
            self.queries.labels("cached" if g.cached else "answered").inc()
            self.rows.inc(g.get("rows", 0))
            if g.get("cut"):
                self.cut.labels("store" if g.cut == "store" else f"query_{g.cut}").inc()


class Noted(NamedTuple):
    """A GET that was answered with 200 or 304: in how many seconds; of a 200 also whether the answer was kept from
    before, its rows, and the limit that cut it or nothing."""

    status: int
    seconds: float
    cached: bool = False
    rows: int = 0
    cut: str = ""


class Route:
    """Counters of one route, for those who count thousands of requests a second.

    Requests are noted and counted later, many at a time: that takes a fraction of it.
    """

    def __init__(self, figures: Metrics, name: str) -> None:
        self._status = {status: figures.requests.labels("GET", name, str(status)) for status in (200, 304)}
        self._seconds = figures.seconds.labels(name)
        self._outcome = {kept: figures.queries.labels("cached" if kept else "answered") for kept in (False, True)}
        self._rows = figures.rows
        self._cut = figures.cut
        self._noted: deque[Noted] = deque()

    def note(self, noted: Noted) -> None:
        """Take down a request, to be counted before anybody sees the figures."""
        self._noted.append(noted)
        if len(self._noted) >= _MOST_NOTED:
            self.settle()

    def settle(self) -> None:
        """Count what has been noted."""
        noted = []
        with suppress(IndexError):
            # others may be at it, too, or add to it
            while True:
                noted.append(self._noted.popleft())
        for status, count in Counted(one.status for one in noted).items():
            self._status[status].inc(count)
        for one in noted:
            self._seconds.observe(one.seconds)
        answered = [one for one in noted if one.status == 200]
        for cached, count in Counted(one.cached for one in answered).items():
            self._outcome[cached].inc(count)
        self._rows.inc(sum(one.rows for one in answered))
        for cut, count in Counted(one.cut for one in answered if one.cut).items():
            self._cut.labels(f"query_{cut}").inc(count)


class _Now(Collector):
    """What is so at the moment of asking."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One family after the other."""
        with self._releases.use() as snapshot:
            load, cache = snapshot.store.load(), snapshot.answers
            release, holders = snapshot.release.id, snapshot.store.processes()
        info = GaugeMetricFamily("dragoman_release_info", "The release that is served", labels=("release",))
        info.add_metric([release], 1)
        yield info
        for name, what, values in (
            ("workers_busy", "Workers that run a query", {lane: part.busy for lane, part in load.items()}),
            ("queries_waiting", "Queries that wait for a worker", {lane: part.waiting for lane, part in load.items()}),
            ("workers_replaced", "Workers ended and forked anew", {lane: part.replaced for lane, part in load.items()}),
        ):
            family = GaugeMetricFamily(f"dragoman_{name}", what, labels=("lane",))
            for lane, value in values.items():
                family.add_metric([lane], value)
            yield family
        yield GaugeMetricFamily("dragoman_cache_bytes", "Bytes of kept answers", value=cache.used)
        yield GaugeMetricFamily("dragoman_cache_answers", "Number of kept answers", value=len(cache))
        yield from _processes(holders)


def _processes(holders: Sequence[int]) -> Iterator[GaugeMetricFamily]:
    """Of the web process, the holders of the release and their workers; nothing where there is no /proc."""
    workers = [child for holder in holders for child in _children(holder)]
    groups = {"web": [os.getpid()], "holder": list(holders), "workers": workers}
    figures = {name: [found for pid in pids if (found := _figures(pid))] for name, pids in groups.items()}
    families = (
        ("resident_bytes", "Memory; what workers share with the holder counts in each of them", 0),
        ("cpu_seconds", "Processor time of the processes that run now", 1),
    )
    for name, what, place in families:
        family = GaugeMetricFamily(f"dragoman_{name}", what, labels=("process",))
        for group, rows in figures.items():
            family.add_metric([group], sum(row[place] for row in rows))
        yield family
    count = GaugeMetricFamily("dragoman_processes", "Processes that run now", labels=("process",))
    for group, rows in figures.items():
        count.add_metric([group], len(rows))
    yield count


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _figures(pid: int) -> tuple[int, float] | None:
    """Resident bytes and seconds of processor time."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[21]) * _PAGE, (int(fields[11]) + int(fields[12])) / _TICKS


def method() -> str:
    """The method of the request, or ``other``: anybody can make up new ones, and a label must not grow with them."""
    return request.method if request.method in _METHODS else "other"


def register(app: Flask) -> None:
    """Give an application its counters."""
    app.extensions[_METRICS] = Metrics(app.extensions[RELEASES])


def note(response: Response) -> None:
    """Count a request that has been answered."""
    of(current_app).note(response)


def of(app: Flask) -> Metrics:
    """The counters of an application."""
    metrics: Metrics = app.extensions[_METRICS]
    return metrics


def page() -> Response:
    """All figures, in Prometheus' text format."""
    return Response(of(current_app).page(), content_type=CONTENT_TYPE_LATEST)
