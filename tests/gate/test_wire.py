"""The gate of wire stories of our own: anybody can run it, and most of them no rule was written for.

The floors lie a little below what is measured and only move up. The figures of ``unseen`` are what to expect of news
that nobody tuned on; ``python -m tests.bench.wire`` shows both and the gap.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.annotate import load
from tests.bench.wire import FOLDERS, WIRE, read_stories
from tests.gate.coding import gold_in, score

FLOORS: dict[str, dict[str, float]] = json.loads((WIRE / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def records() -> dict[str, dict[str, Any]]:
    """The records of the stories, by folder and name."""
    reader = load()
    return {folder: read_stories(reader, WIRE / folder) for folder in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_figure_of_the_stories_falls_below_its_floor(folder: str, records: dict[str, dict[str, Any]]) -> None:
    tally = score(gold_in(WIRE / folder), records[folder])
    measured = tally.figures()
    assert set(measured) == set(FLOORS[folder])
    low = {name: (floor, measured[name]) for name, floor in FLOORS[folder].items() if measured[name] < floor}
    shown = "" if folder == "unseen" else "\n".join(tally.errors)
    assert not low, f"read worse than pinned in tests/gate/wire/floors.json (floor, measured): {low}\n{shown}"


def test_our_count_is_that_of_the_common_scorer(shared: Path, records: dict[str, dict[str, Any]]) -> None:
    scorer = _module(shared / "truth" / "score.py")
    for folder in FOLDERS:
        for name, (gold, text) in gold_in(WIRE / folder).items():
            theirs = scorer.score_article(gold, records[folder][name], text, [])
            ours = score({name: (gold, text)}, {name: records[folder][name]}).figures()
            for figure in ("entities", "links", "events", "roles", "speakers", "relations"):
                assert ours[figure] == pytest.approx(theirs[figure]["f1"], abs=0.001), (name, figure)
            for figure in ("time", "status"):
                assert ours[figure] == pytest.approx(theirs[f"{figure}_accuracy"], abs=0.001), (name, figure)


def _module(path: Path) -> ModuleType:
    if not path.is_file():
        pytest.skip(f"needs the common scorer, which is not at {path}")
    spec = importlib.util.spec_from_file_location("common_scorer", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
