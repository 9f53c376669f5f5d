"""The file of decisions: SSSOM that others can read, errors that name the line, decisions that can be taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg import judgements
from kg.errors import InputError
from kg.judgements import Judgement

YES = Judgement("member:0123456789abcdef/e1", "wd:Q79", "same", "A. Reader", "the state", 0.9, "Egypt", "Egypt")
NO = Judgement("entity:carter-0123456789", "wd:Q23685", "different", "A. Reader", "another man")
HEADER = "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tconfidence\tauthor_label\n"
ROW = "wd:Q1\tskos:exactMatch\t\twd:Q2\tsemapv:ManualMappingCuration\t1\tme\n"


def test_what_is_written_is_read_back_and_is_sssom(tmp_path: Path) -> None:
    file = tmp_path / "new" / "judgements.sssom.tsv"
    judgements.append(file, YES, "https://example.org/kg/")
    judgements.append(file, NO, "https://example.org/kg/")
    lines = file.read_text(encoding="utf-8").splitlines()
    found = judgements.read(file)
    assert found == (replace(YES, line=len(lines) - 1), replace(NO, line=len(lines)))
    assert '#  member: "https://example.org/kg/id/member/"' in lines
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert rows[0] == list(judgements.COLUMNS)
    refusal = dict(zip(rows[0], rows[2], strict=True))
    assert refusal["predicate_id"] == "skos:exactMatch"
    assert refusal["predicate_modifier"] == "Not"
    assert refusal["mapping_justification"] == "semapv:ManualMappingCuration"
    assert (refusal["author_label"], refusal["confidence"]) == ("A. Reader", "1")


def test_a_new_decision_on_the_same_two_replaces_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "judgements.sssom.tsv"
    judgements.append(file, YES)
    judgements.append(file, Judgement("wd:Q79", YES.left, "different", "B. Reader", "not the state"))
    assert [(j.verdict, j.author) for j in judgements.read(file)] == [("different", "B. Reader")]


def test_a_decision_is_taken_back_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "judgements.sssom.tsv"
    file.write_text("# our own note\n" + HEADER.replace("\n", "\tother\n") + ROW.replace("\n", "\tkept\n"))
    before = file.read_text()
    judgements.append(file, YES)
    assert judgements.withdraw(file, "http://www.wikidata.org/entity/Q79", YES.left)[0].author == "A. Reader"
    after = file.read_text()
    assert after.splitlines()[0] == before.splitlines()[0]
    assert after.splitlines()[2].startswith(before.splitlines()[2])
    assert [j.right for j in judgements.read(file)] == ["wd:Q2"]
    with pytest.raises(InputError, match="says nothing of"):
        judgements.withdraw(file, YES.left, YES.right)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no judgements file"),
        ("left\tright\tverdict\n", "lacks the columns subject_id"),
        (HEADER + "wd:Q1\tskos:exactMatch\n", "Line 2 .* has 2 columns instead of 7"),
        (HEADER + ROW.replace("wd:Q2", "Egypt"), "Line 2 .* names no entity: 'Egypt'"),
        (HEADER + "# note\n" + ROW.replace("exactMatch", "closeMatch"), "Line 3 .* has the predicate"),
        (HEADER + ROW.replace("Match\t\t", "Match\tMaybe\t"), "Line 2 .* has the modifier 'Maybe'"),
        (HEADER + ROW.replace("\tme\n", "\t \n"), "Line 2 .* does not say who decides"),
        (HEADER + ROW.replace("wd:Q2", "wd:Q1"), "Line 2 .* compares an entity with itself"),
        (HEADER + ROW.replace("\t1\t", "\tsure\t"), "Line 2 .* has the confidence 'sure'"),
        (HEADER + ROW.replace("\t1\t", "\t1.5\t"), "Line 2 .* has the confidence '1.5'"),
    ],
)
def test_a_bad_judgements_file_is_told_where(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "judgements.sssom.tsv"
    file.write_text(text)
    with pytest.raises(InputError, match=message):
        judgements.read(file)


def test_a_missing_or_binary_judgements_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        judgements.read(tmp_path / "none.tsv")
    (tmp_path / "bad.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        judgements.read(tmp_path / "bad.tsv")


def test_a_decision_with_a_tab_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "judgements.sssom.tsv"
    with pytest.raises(InputError, match="tabs or line breaks"):
        judgements.append(file, replace(YES, comment="a\tb"))
    assert not file.exists()
