"""The figures as a picture: a row for each kind of query, a dot for each server, time to the right (SVG)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil, floor, log10
from typing import Any

from tests.bench.serve.queries import HEAVY, LIGHT, RECORDS
from tests.bench.serve.report import mixes

_COLOURS = ("#1a5fb4", "#e66100", "#26a269", "#813d9c")
_ROW, _LEFT, _WIDE, _TOP = 22, 150, 560, 64
_STYLE = "font-family='sans-serif' font-size='12' fill='#222'"


def svg(told: Mapping[str, Any]) -> str:
    """One panel for each size, one below the other."""
    parts, at = [], 0
    for run in told["runs"]:
        panel, height = _panel(run)
        parts.append(f"<g transform='translate(0,{at})'>{panel}</g>")
        at += height
    size = f"width='{_LEFT + _WIDE + 30}' height='{at}' viewBox='0 0 {_LEFT + _WIDE + 30} {at}'"
    paper = "<rect width='100%' height='100%' fill='white'/>"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size} {_STYLE}>{paper}{''.join(parts)}</svg>\n"


def _panel(run: Mapping[str, Any]) -> tuple[str, int]:
    servers, kinds = run["servers"], [kind.name for kind in (*LIGHT, *RECORDS, *HEAVY)]
    times = [time for server in servers.values() for time in server["latency"].values() if time]
    low, high = floor(log10(min(times))), ceil(log10(max(times)))

    def x(time: float) -> float:
        return _LEFT + _WIDE * (log10(time) - low) / (high - low)

    bottom = _TOP + _ROW * len(kinds)
    title = f"{run['triples']:,} triples: milliseconds until the answer is here (to the left is better)"
    parts = [f"<text x='8' y='20' font-size='14' font-weight='bold'>{title}</text>", *_legend(servers)]
    for power in range(low, high + 1):
        line = f"x1='{x(10**power):.1f}' x2='{x(10**power):.1f}' y1='{_TOP - 8}' y2='{bottom - 6}'"
        parts.append(f"<line {line} stroke='#ddd'/><text x='{x(10**power):.1f}' y='{bottom + 8}' "
                     f"text-anchor='middle'>{10**power:g}</text>")  # fmt: skip
    for place, kind in enumerate(kinds):
        y = _TOP + _ROW * place
        parts.append(f"<text x='{_LEFT - 10}' y='{y + 4}' text-anchor='end'>{kind}</text>")
        for number, server in reversed(list(enumerate(servers.values()))):
            if not server["latency"][kind]:
                continue
            parts.append(f"<circle cx='{x(server['latency'][kind]):.1f}' cy='{y}' r='5' fill='{_COLOURS[number]}' "
                         "fill-opacity='0.85'/>")  # fmt: skip
    bars, height = _bars(run, bottom + 34)
    return "".join([*parts, *bars]), height


def _legend(servers: Mapping[str, Any]) -> Iterator[str]:
    for number, name in enumerate(servers):
        x = _LEFT + number * 140
        yield f"<circle cx='{x}' cy='40' r='5' fill='{_COLOURS[number]}'/><text x='{x + 10}' y='44'>{name}</text>"


def _bars(run: Mapping[str, Any], top: int) -> tuple[list[str], int]:
    mix = mixes(run)[0]
    rates = {name: server["mix"][mix]["8"]["rate"] for name, server in run["servers"].items()}
    most = max(rates.values())
    parts = [f"<text x='8' y='{top}' font-weight='bold'>{mix.capitalize()} a second, 8 connections</text>"]
    for number, (name, rate) in enumerate(rates.items()):
        y = top + 10 + _ROW * number
        wide = max(1.0, (_WIDE - 60) * rate / most)
        parts.append(f"<text x='{_LEFT - 10}' y='{y + 13}' text-anchor='end'>{name}</text><rect x='{_LEFT}' y='{y}' "
                     f"width='{wide:.1f}' height='16' fill='{_COLOURS[number]}'/><text x='{_LEFT + wide + 6:.1f}' "
                     f"y='{y + 13}'>{rate:,.0f}</text>")  # fmt: skip
    return parts, top + 40 + _ROW * len(rates)
