"""Ten minutes of nearly right queries and of whatever the description of the interface allows: ``make fuzz``.

    python -m tests.bench.fuzz [--minutes 10] [--seed N] [--release FOLDER]

Ends with 1 when any answer was neither right nor a limit's, or when a process of the server has died that should not.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import seed as seeded

from tests.server import fuzzing
from tests.server.made import make
from tests.server.running import Server, serving


def main() -> int:
    """Run for the time asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 31))
    parser.add_argument("--release", type=Path, help="a folder of releases; without it one made for the tests")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.release or Path(folder)
        if not given.release:
            make(place)
        with serving(place, query_seconds=1.0, query_memory_mb=300, client_rate=0, corrections="") as server:
            return _run(server, given.minutes * 60, given.seed)


def _run(server: Server, seconds: float, seed: int) -> int:
    print(f"seed {seed}")
    problems: Counter[str] = Counter()
    end = time.monotonic() + seconds
    rounds = 0
    while time.monotonic() < end and server.process.poll() is None:
        rounds += 1
        for throw, count in ((fuzzing.throw_queries, 300), (fuzzing.throw_requests, 5)):
            if time.monotonic() < end:
                throw(server, count, _teller(problems), wrap=seeded(seed + rounds))
        left = max(0.0, end - time.monotonic())
        print(f"round {rounds}: {len(problems)} problems, {left:.0f} s left", flush=True)
    figures = [line for line in server.get("/metrics").text.splitlines() if line.startswith("dragoman_queries_total")]
    print(*figures, sep="\n")
    alive = server.process.poll() is None
    print(f"{rounds} rounds, {len(problems)} problems, the server {'runs' if alive else 'DIED'}")
    return 1 if problems or not alive else 0


def _teller(problems: Counter[str]) -> fuzzing.Tell:
    def tell(problem: str) -> None:
        kind = problem.splitlines()[0][:120]
        problems[kind] += 1
        if problems[kind] <= 3:
            print(problem, flush=True)

    return tell


if __name__ == "__main__":
    sys.exit(main())
