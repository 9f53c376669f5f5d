"""How links are scored: what counts as right, wrong, missed, and what a wrong file of labels gives."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.catalogue import load
from kg.errors import InputError
from kg.link import link
from kg.link.score import Judged, figures, judge, read_labelled
from tests.kg.link.documents import document
from tests.wikidata_dump import FIRST

TEXT = "Libya and Congo met in Vienna. Ruritania stayed away, and the Central Bank of Libya paid."


def label(words: str, qid: str | None, kind: str = "x") -> dict[str, Any]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words), "kind": kind, "qid": qid}


def judged(tmp_path: Path, *labels: dict[str, Any], complete: bool = False) -> dict[str, Judged]:
    path = tmp_path / "labels.jsonl"
    path.write_text(json.dumps({"id": "t", "text": TEXT, "mentions": labels, "complete": complete}) + "\n\n")
    (labelled,) = read_labelled(path)
    entities = (("Libya", "State"), ("Congo", "State"), ("Vienna", "Place"), ("Central Bank of Libya", "Organization"))
    made = document(TEXT, *entities)
    linked = link(replace(made, article=labelled.article), load())
    return {one.name: one for one in judge(labelled, linked, load())}


def test_right_wrong_missed_and_left_alone(tmp_path: Path) -> None:
    found = judged(
        tmp_path, label("Libya", "Q1016"), label("Congo", None), label("Vienna", "Q61"), label("Ruritania", "Q40"),
    )  # fmt: skip
    assert {name: one.outcome for name, one in found.items()} == {
        "Libya": "right", "Congo": "left alone", "Vienna": "wrong", "Ruritania": "missed",
    }  # fmt: skip
    assert "can mean" in found["Congo"].reason
    row = figures(found.values())["x"]
    assert (row["mentions"], row["linkable"], row["right"], row["wrong"], row["missed"]) == (4, 3, 1, 1, 1)
    assert (row["precision"], row["recall"]) == (0.5, 0.3333)


def test_items_outside_of_the_catalogue_do_not_count_as_missed(tmp_path: Path) -> None:
    found = judged(tmp_path, label("Ruritania", f"Q{FIRST}"))
    assert figures(found.values())["all"]["recall"] == 1.0
    assert not found["Ruritania"].linkable


def test_in_a_complete_text_a_link_without_label_is_wrong_unless_it_is_part_of_one(tmp_path: Path) -> None:
    labels = (label("Libya", "Q1016"), label("Central Bank of Libya", "Q58234"))
    assert set(judged(tmp_path, *labels)) == {"Libya", "Central Bank of Libya"}
    found = judged(tmp_path, *labels, complete=True)
    assert found["Vienna"].outcome == "wrong"
    assert found["Vienna"].kind == "unmarked"
    assert set(found) == {"Libya", "Central Bank of Libya", "Vienna"}


def test_titles_before_a_name_do_not_matter(tmp_path: Path) -> None:
    found = judged(tmp_path, label("the Central Bank of Libya", "Q58234"))
    assert found["the Central Bank of Libya"].outcome == "right"


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"text": "Libya"}',
        '{"text": "Libya", "mentions": [{"start": 0, "end": 9, "kind": "x", "qid": null}]}',
        '{"text": "Libya", "mentions": [{"start": 0, "end": 5, "kind": "x", "qid": "Libya"}]}',
        '{"text": "Libya", "mentions": [{"start": 0, "end": 5, "kind": "x"}]}',
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text("\n" + line)
    with pytest.raises(InputError, match="line 2") as caught:
        list(read_labelled(path))
    assert "mentions" in caught.value.cure


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        list(read_labelled(tmp_path / "nowhere.jsonl"))
