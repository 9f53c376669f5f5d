"""What tests of building share: the command in this process, and a core that is quick to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg import catalogue, cli
from kg.catalogue import Table

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def small_core() -> Iterator[Table]:
    """The states of the shipped core, in the place of all of it."""
    core = Table(catalogue.load_core().states(), "1-0123456789ab")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "load_core", lambda: core)
        yield core


@pytest.fixture
def run(small_core: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def command(*words: object) -> tuple[int, str, str]:
        code = cli.run([str(word) for word in words])
        seen = capsys.readouterr()
        return code, seen.out, seen.err

    return command
