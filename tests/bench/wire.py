"""How well wire stories are read that rules were tuned on, and how well others: the gap is what tuning flatters.

    python -m tests.bench.wire [--errors]

Reads the stories of ``tests/gate/wire`` with the pipeline that ships. ``--errors`` prints every error of the stories
whose errors may be looked at, and the kinds of error of the others.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from kg import link, records
from kg.annotate import Reader, load
from kg.model import Article
from tests.gate.coding import Tally, gold_in, score

WIRE = Path(__file__).parents[1] / "gate" / "wire"
FOLDERS = ("mended", "unseen")


def read_stories(reader: Reader, folder: Path) -> dict[str, Any]:
    """The records of the stories in a folder by name, read and linked as ``dragoman records`` does."""
    catalogue = link.load()
    read: dict[str, Any] = {}
    for name, (gold, text) in gold_in(folder).items():
        document = reader.read(Article(name, text, gold["published"]))
        read[name] = json.loads(json.dumps(records.record(link.link(document, catalogue))))
    return read


def coded(reader: Reader, folder: Path) -> Tally:
    """The tally of the stories in a folder."""
    return score(gold_in(folder), read_stories(reader, folder))


def main() -> None:
    """Print the table."""
    reader = load()
    tallies = [coded(reader, WIRE / folder) for folder in FOLDERS]
    mended, unseen = (t.figures() for t in tallies)
    print(f"{'':10} {'mended':>7} {'unseen':>7} {'gap':>7}")
    for name in mended:
        print(f"{name:10} {mended[name]:7.3f} {unseen[name]:7.3f} {mended[name] - unseen[name]:+7.3f}")
    if "--errors" in sys.argv:
        print(*tallies[0].errors, sep="\n")
    for folder, tally in zip(FOLDERS, tallies, strict=True):
        kinds = Counter(" ".join(e.split()[:2]) for e in tally.errors)
        print(f"{folder}: " + ", ".join(f"{kind} {n}" for kind, n in kinds.most_common()))


if __name__ == "__main__":
    main()
