"""The note on pitfalls goes through both catalogues, and names only rules and tests that there are."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
from rdflib import OWL

import ontology
from tests.places import ROOT

NOTE = ontology.path("docs") / "pitfalls.md"
OOPS = [f"P{number:02}" for number in range(1, 42)]
FOOPS = "PURL1 URI1 URI2 VER1 VER2 FIND1 FIND2 FIND3 FIND_3_BIS CN1 HTTP1 RDF1 DOC1 OM1 OM2 OM3 OM4_1 OM4_2 OM5_1 OM5_2"
FOOPS += " VOC1 VOC2 VOC3 VOC4"


def rows() -> list[list[str]]:
    lines = NOTE.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in cells if row[0] not in {"Pitfall", "Check", "---"}]


@cache
def names_in(file: str) -> frozenset[str]:
    path = ROOT / file
    assert path.is_file(), f"there is no {file}"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_both_catalogues_are_gone_through_in_full() -> None:
    assert [row[0] for row in rows()] == [*OOPS, *FOOPS.split()]


@pytest.mark.parametrize("row", rows(), ids=lambda row: str(row[0]))
def test_what_a_row_names_is_there(row: list[str]) -> None:
    assert len(row) == 4
    assert all(row)
    if row[3] in {"Review", "Open"}:
        assert len(row[2]) > 40, "without a program to hold us to it, a reason is owed"
        return
    named = re.findall(r"`([^`]+)`", row[3])
    assert named
    assert re.sub(r"`[^`]+`|[, ]", "", row[3]) == "", "names only"
    for name in named:
        if name.startswith("checks/"):
            assert name.removeprefix("checks/") in ontology.queries("checks")
        else:
            file, _, test = name.partition("::")
            assert test in names_in(file)


def test_nothing_is_declared_equivalent() -> None:
    """What the note says of equivalences (P27, P31)."""
    graph = ontology.load(*ontology.VOCABULARY, "align")
    assert not list(graph.subject_objects(OWL.equivalentClass))
    assert not list(graph.subject_objects(OWL.equivalentProperty))


def test_every_rule_is_named_or_is_about_more_than_pitfalls() -> None:
    named = set(re.findall(r"`checks/([\w-]+)`", NOTE.read_text(encoding="utf-8")))
    ours = {"broader-follows-classes", "cameo", "code-of", "event-code", "event-example", "same-example", "same-name"}
    ours |= {"script", "deprecated-use", "deprecated-successor", "deprecated-replacement"}
    assert set(ontology.queries("checks")) - ours == named
