"""``python -m tests.bench.serve``: make the data, start the servers, ask them, write tables and a picture.

Needs wrk, Virtuoso (Debian: wrk, virtuoso-opensource-7, virtuoso-opensource-7-bin) and, in the environment that
BENCH_VENV names (else .bench-venv), the packages of the extra ``bench``. `make bench-serve` makes that environment.
Data and filled stores are kept for the next run as long as what makes them stays the same. What was measured of other
sizes on the same machine stays in the tables, so sizes may be measured one at a time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.serve import measure, plot, report
from tests.places import ROOT

_DOCS = ROOT / "server" / "docs"
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dragoman" / "bench-serve"


def _machine() -> str:
    """What it ran on: kind of processor, number of cores, memory."""
    info = Path("/proc/cpuinfo").read_text()
    name = next((line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name")), "unknown")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({name}), {memory:.0f} GB, {platform.system()} {platform.release().split('-')[0]}"


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.serve", description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=_CACHE, help="where data and filled stores are kept from run to run"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000_000, 10_000_000], help="numbers of triples")
    parser.add_argument("--seconds", type=int, default=8, help="how long each server is loaded, each time")
    parser.add_argument("--out", type=Path, default=_DOCS, help="folder of speed.json, speed.md and speed.svg")
    parser.add_argument(
        "--note", default="", help="what else is to be said of the machine, for example that it was busy"
    )
    given = parser.parse_args()
    told: dict[str, Any] = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": _machine(),
        "note": f" ({given.note})" if given.note else "",
        "python": platform.python_version(),
        "cold": measure.cold(given.data),
    }
    told["runs"] = earlier(given.out / "speed.json", told["machine"])
    for size in given.sizes:
        print(f"{size:,} triples", flush=True)
        run = {"date": told["date"], **measure.measure(given.data, size, given.seconds)}
        told["runs"] = merged(told["runs"], run)
        write(given.out, told)
    print(report.markdown(json.loads(json.dumps(told))))


def earlier(file: Path, machine: str) -> list[dict[str, Any]]:
    """The runs that a file has of the same machine, each with its date; none when there is no such file."""
    if not file.exists():
        return []
    told = json.loads(file.read_text())
    return [{"date": told["date"], **run} for run in told["runs"]] if told["machine"] == machine else []


def merged(runs: Iterable[dict[str, Any]], run: dict[str, Any]) -> list[dict[str, Any]]:
    """The runs with another one, which takes the place of that of the same size; by size."""
    others = [other for other in runs if other["triples"] != run["triples"]]
    return sorted([*others, run], key=lambda of: int(of["triples"]))


def write(out: Path, told: dict[str, Any]) -> None:
    """The figures as data, as tables and as a picture."""
    text = json.dumps(told, indent=1)
    out.mkdir(parents=True, exist_ok=True)
    (out / "speed.json").write_text(text + "\n")
    (out / "speed.md").write_text(report.markdown(json.loads(text)))
    (out / "speed.svg").write_text(plot.svg(json.loads(text)))


if __name__ == "__main__":
    main()
