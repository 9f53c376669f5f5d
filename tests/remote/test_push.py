"""``dragoman push`` when things go wrong: what a user is told, what is sent again, what is not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import cli
from kg.push import graphs, target
from tests.remote.faulty import Faulty, broken_off, faulty, half, instead
from tests.server.made import BASE


@pytest.fixture
def out(small: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small, tmp_path / "data", symlinks=True))


@pytest.fixture
def empty() -> Iterator[Faulty]:
    with faulty() as store:
        yield store


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    pauses: list[float] = []
    monkeypatch.setattr(target.Target.__init__, "__defaults__", (pauses.append,))
    return pauses


def _push(out: Path, store: Faulty, *more: str) -> int:
    return cli.run(["push", str(out), "--to", store.graphs, "--retries", "2", *more])


def test_large_graphs_go_in_parts(out: Path, empty: Faulty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphs, "CHUNK", 50)
    assert _push(out, empty) == 0
    article = f"{BASE}graph/article/0123456789abcdef"
    assert [method for method, name in empty.writes if name == article] == ["PUT", "POST", "POST"]
    # blank nodes hold within one request only
    assert [method for method, name in empty.writes if name.endswith("/ontology")] == ["PUT"]


def test_stopped_half_way_it_goes_on_there(out: Path, empty: Faulty, capsys: pytest.CaptureFixture[str]) -> None:
    count = 0

    def fails_at_the_third(_: object, answer: tuple[int, dict[str, str], bytes]) -> tuple[int, dict[str, str], bytes]:
        nonlocal count
        count = len(empty.writes)
        return (507, {}, b"disk full") if count == 3 else answer

    empty.fault = fails_at_the_third  # type: ignore[assignment]
    assert _push(out, empty) == 1
    said = capsys.readouterr().err
    assert "507" in said
    assert "disk full" in said
    empty.fault, empty.writes[:] = None, empty.writes[:2]
    assert _push(out, empty) == 0
    names = [name for _, name in empty.writes]
    assert len(names) == len(set(names)) == 4


def test_what_may_pass_is_tried_again(out: Path, empty: Faulty, _no_pauses: list[float]) -> None:
    seen: set[str] = set()

    def busy_at_first(handler: object, answer: object) -> object:
        path = handler.path  # type: ignore[attr-defined]
        if path in seen:
            return answer
        seen.add(path)
        return 503, {"Retry-After": "7"}, b""

    empty.fault = busy_at_first  # type: ignore[assignment]
    assert _push(out, empty) == 0
    assert _no_pauses == [7.0] * 5  # four graphs, and the counting


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (instead(401, "text/plain", b""), "--store-user"),
        (instead(405, "text/plain", b""), "may it be written to"),
        (instead(200, "text/html", b"<p>hello"), "did not answer a query"),
        (instead(302, "text/plain", b"", Location="http://127.0.0.1:1/x"), "redirects to"),
        (broken_off, "cannot be reached"),
        (half, "did not answer a query"),
    ],
)
def test_a_store_that_is_none(
    out: Path, empty: Faulty, fault: object, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    empty.fault = fault  # type: ignore[assignment]
    assert _push(out, empty) == 1
    assert told in capsys.readouterr().err


def test_less_than_was_sent_is_an_error(out: Path, empty: Faulty, capsys: pytest.CaptureFixture[str]) -> None:
    def loses_some(_: object, answer: object) -> object:
        if empty.writes and empty.writes[-1][1].endswith("/links"):
            quad = next(iter(empty.data.quads_for_pattern(None, None, None, None)), None)
            if quad:
                empty.data.remove(quad)
        return answer

    empty.fault = loses_some  # type: ignore[assignment]
    assert _push(out, empty) == 1
    assert "is not what was sent" in capsys.readouterr().err
    empty.fault = None
    assert _push(out, empty) == 0  # it was not noted as arrived
    assert _push(out, empty) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 graphs sent")


@pytest.mark.parametrize(
    ("to", "more", "code", "told"),
    [
        ("http://user:hidden-word@127.0.0.1/store", (), 2, "has a login in it"),
        ("ftp://127.0.0.1/store", (), 2, "not the address"),
        ("http://127.0.0.1:1/somewhere", (), 2, "--sparql"),
        ("http://127.0.0.1:1/store", ("--retries", "0"), 1, "cannot be reached"),
        ("http://127.0.0.1:1/store", ("--store-user", "me"), 2, "no password"),
        ("http://127.0.0.1:1/store", ("--store-secret-file", "/nowhere"), 2, "cannot be read"),
    ],
)
def test_wrong_usage(  # noqa: PLR0913, PLR0917 - a table
    out: Path, to: str, more: tuple[str, ...], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["push", str(out), "--to", to, *more]) == code
    said = capsys.readouterr().err
    assert told in said
    assert "hidden-word" not in said
