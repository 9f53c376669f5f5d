"""Competency questions as the server reads them from their folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from server import questions


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of eight questions in place of the package's."""
    for number in range(1, 9):
        place = tmp_path / f"{number:02}-q{number}"
        place.mkdir()
        home = "home: true\n" if number in {7, 8} else ""
        (place / "question.md").write_text(
            f'---\ntitle: "Question {number}?"\n{home}---\n\nWhy it is asked: {number}.\n'
        )
        (place / "query.rq").write_text(f"ASK {{ FILTER ({number} > 0) }}")
    monkeypatch.setattr(questions, "_folder", lambda: tmp_path)
    questions.load.cache_clear()
    yield tmp_path  # type: ignore[misc]
    questions.load.cache_clear()


def test_title_text_and_query(folder: Path) -> None:
    found = questions.find("03-q3")
    assert found is not None
    assert (found.title, found.text, found.home) == ("Question 3?", "Why it is asked: 3.", False)
    assert "3 > 0" in found.query
    assert questions.find("nothing") is None


def test_home_shows_those_marked_and_then_the_first(folder: Path) -> None:
    assert [q.slug for q in questions.on_home()] == ["07-q7", "08-q8", "01-q1", "02-q2", "03-q3", "04-q4"]


@pytest.mark.parametrize(("text", "title", "rest"), [
    ("# Who?\n\nBecause.\n", "Who?", "Because."),
    ("Who was there?\n\nBecause.\n", "Who was there?", "Because."),
    ("", "01-q1", ""),
])  # fmt: skip
def test_other_ways_to_write_a_question(folder: Path, text: str, title: str, rest: str) -> None:
    (folder / "01-q1" / "question.md").write_text(text)
    found = questions.find("01-q1")
    assert found is not None
    assert (found.title, found.text) == (title, rest)


def test_without_any_the_examples_stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "_folder", lambda: tmp_path)
    questions.load.cache_clear()
    try:
        assert len(questions.on_home()) == questions.HOME
    finally:
        questions.load.cache_clear()
