"""How fast articles are read, beside the bare pipeline, and what memory it takes. Run it when the machine is idle.

    python -m tests.bench.reading [ARTICLES]        (or: make bench-read)

* Speed: the bare spaCy pipeline and the whole annotation read the same texts, turn and turn about, in one process; CPU
  seconds, the best of several turns each. The texts are news: the development sets beside the project (`voa`, `re3d`)
  where they are present, else the example that ships, repeated. The bare pipeline gets them in the batches that suit
  it best (`nlp.pipe` over all texts at once), the annotation one by one, as it always works. Aim: 1.6 times the time.
* Start-up: a process that reads one sentence, best of three, by the clock and in CPU seconds, and the part of it that
  `kg.annotate.load` takes, imports included. Aim: 2.5 s.
* Memory: a process reads ARTICLES (2,000 by default) mutated ones, each with words that no other has, and tells its
  resident memory on the way. Aim: flat.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

TURNS = 5
LIMIT = 200_000  # characters that are read in a turn: half a minute
MEMORY_AT = 5  # parts of the run after which memory is told
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
_ONE = """
import json, time
begun, busy = time.perf_counter(), time.process_time()
from kg.annotate import load
from kg.model import Article
reader = load()
loaded, loaded_busy = time.perf_counter() - begun, time.process_time() - busy
reader.read(Article("a", "Troops attacked Aden on Monday.", "2016-05-16"))
print(json.dumps([loaded, loaded_busy, time.perf_counter() - begun, time.process_time() - busy]))
"""


def texts() -> tuple[str, list[str]]:
    """What the texts are, and the texts."""
    truth = Path(os.environ.get("DRAGOMAN_SHARED") or ROOT.parent / "shared") / "truth"
    found = [t for name, get in (("voa", _voa), ("re3d", _re3d)) for t in _lines(truth / name / "dev.jsonl", get)]
    if found:
        return "voa and re3d", _shortened(found)
    example = (ROOT / "kg" / "example" / "vienna-2016.md").read_text(encoding="utf-8").split("---", 2)[-1]
    return "the example, repeated", _shortened([example] * 100)


def _lines(path: Path, get: Callable[[dict[str, object]], str]) -> list[str]:
    return [get(json.loads(line)) for line in path.open(encoding="utf-8")] if path.is_file() else []


def _voa(article: dict[str, object]) -> str:
    return "\n\n".join(s["text"] for s in article["sentences"])  # type: ignore[attr-defined]


def _re3d(article: dict[str, object]) -> str:
    return str(article["text"])


def _shortened(found: list[str]) -> list[str]:
    """Texts spread over the whole set, together of the length that a turn reads."""
    kept: list[str] = []
    step = max(1, sum(map(len, found)) // LIMIT)
    for text in found[::step]:
        kept.append(text)
        if sum(map(len, kept)) >= LIMIT:
            break
    return kept


def speed(read: list[str]) -> tuple[float, float]:
    """CPU seconds of the bare pipeline and of the whole annotation: the best turn of each."""
    from kg.annotate import load
    from kg.model import Article

    reader = load()
    articles = [Article(str(i), text, "2016-05-16") for i, text in enumerate(read)]
    ways: tuple[Callable[[], object], ...] = (
        lambda: list(reader._nlp.pipe(read)),
        lambda: list(reader.stream(articles)),
    )
    took: list[list[float]] = [[], []]
    for turn in range(TURNS + 1):
        for way, seconds in zip(ways, took, strict=True):
            begun = time.process_time()
            way()
            if turn:  # the first one warms up
                seconds.append(time.process_time() - begun)
    return min(took[0]), min(took[1])


def start_up() -> list[float]:
    """Seconds to load by the clock and by CPU, then to the first article read; the best of three each."""
    runs = []
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", _ONE], env=ENVIRONMENT, capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stdout))
    return [min(column) for column in zip(*runs, strict=True)]


def mutated(read: list[str], count: int) -> Iterator[str]:
    """Articles with every tenth word made up, new each time."""
    chance = random.Random(1)
    for _ in range(count):
        words = chance.choice(read)[:1_500].split(" ")
        for _ in range(len(words) // 10):
            word = "".join(chance.choices("abcdefghijklmnopqrstuvwxyzAEIOU", k=chance.randint(4, 10)))
            words[chance.randrange(len(words))] = word
        yield " ".join(words)


def remember(count: int) -> None:
    """Read so many mutated articles and print the resident memory (MB) on the way, as JSON."""
    from kg.annotate import load
    from kg.model import Article

    _, read = texts()
    articles = (Article(str(i), text, "2016-05-16") for i, text in enumerate(mutated(read, count)))
    told = [(0, _resident())]
    for done, _ in enumerate(load().stream(articles), 1):
        if done % max(1, count // MEMORY_AT) == 0:
            told.append((done, _resident()))
    print(json.dumps(told))


def _resident() -> float:
    return int(re.findall(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[0]) / 1024


def main(count: int) -> None:
    """Measure and print the table."""
    what, read = texts()
    number = sum(len(text.split()) for text in read)
    bare, whole = speed(read)
    load, load_busy, first, first_busy = start_up()
    command = [sys.executable, "-m", "tests.bench.reading", "--memory", str(count)]
    memory = json.loads(subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout)
    print(f"| measure ({len(read)} texts, {number:,} words: {what}) | value |\n|---|---|")
    print(f"| bare pipeline | {bare:.2f} s, {number / bare:,.0f} words a second |")
    print(f"| whole annotation | {whole:.2f} s, {number / whole:,.0f} words a second |")
    print(f"| ratio | {whole / bare:.2f} |")
    print(f"| start-up: loaded | {load:.2f} s (CPU {load_busy:.2f} s) |")
    print(f"| start-up: first article read | {first:.2f} s (CPU {first_busy:.2f} s) |")
    print(f"| memory in MB after so many articles | {', '.join(f'{n}: {mb:.0f}' for n, mb in memory)} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        remember(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
