"""The gate of linking: precision and recall on labelled passages that no rule was written for, by the real command.

``links.jsonl`` holds passages of our own in the manner of a news agency, most about a name that several things bear.
Its items are confirmed like all others of the project; it is not for tuning: what it shows to be wrong is tried
elsewhere.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from kg import cli
from kg.catalogue import load_core
from kg.names import fold

LABELS = Path(__file__).with_name("links.jsonl")
PRECISION, RECALL = 0.97, 0.85
"""What issue and readme promise. Measured when the passages were new: .95 and .94 for the first 51, 1.00 and .97 for
the next 18, .97 and .93 for the last 101; errors were looked at after that."""
HOMONYMS = {
    "Tripoli": {"Q3579", "Q168954", "Q193409"}, "Georgia": {"Q230", "Q1428"},
    "Washington": {"Q61", None}, "Washington state": {"Q1223"}, "Islamic State": {"Q2429253"}, "Islamic state": {None},
    "Congo": {"Q974", "Q971", None}, "Guinea": {"Q1006"}, "Netherlands": {"Q55"}, "King Abdullah": {"Q57464", "Q57298"},
    "Hyderabad": {"Q1361", "Q1640079"}, "Chad": {"Q657", None}, "Jordan": {"Q810", None},
    "David Cameron": {"Q192", None}, "John Kerry": {"Q22316", None}, "Micronesia": {"Q3359409"},
    "Federated States of Micronesia": {"Q702"}, "Niger State": {"Q503932"}, "Niger": {"Q1032"},
    "Kingdom of the Netherlands": {"Q29999"},
}  # fmt: skip


def scored(capsys: pytest.CaptureFixture[str], *files: Path) -> dict[str, Any]:
    assert cli.run(["link", "score", *map(str, files), "--format", "json", "--errors"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_precision_and_recall_of_the_passages(capsys: pytest.CaptureFixture[str]) -> None:
    found = scored(capsys, LABELS)
    every = found["figures"]["all"]
    assert every["linkable"] > 700
    assert every["precision"] >= PRECISION, found["errors"]
    assert every["recall"] >= RECALL, found["errors"]
    for kind in ("state", "capital", "organization", "leader", "group", "place"):
        assert found["figures"][kind]["recall"] >= RECALL, found["errors"]


def test_links_of_the_first_article(capsys: pytest.CaptureFixture[str], shared: Path, tmp_path: Path) -> None:
    folder = shared / "truth" / "articles"
    gold = folder / "vienna-2016.gold.json"
    if not gold.is_file():
        pytest.skip(f"needs {gold}")
    told = json.loads(gold.read_text(encoding="utf-8"))
    text = (folder / "vienna-2016.txt").read_text(encoding="utf-8")
    mentions = [
        {"start": text.index(name), "end": text.index(name) + len(name), "kind": entity["types"][0].lower(),
         "qid": entity["wikidata"]}
        for entity in told["entities"] for name in entity["names"][:1] if name in text and not entity["optional"]
    ]  # fmt: skip
    line = {"id": "first", "text": text, "published": told["published"], "mentions": mentions}
    (tmp_path / "first.jsonl").write_text(json.dumps(line), encoding="utf-8")
    found = scored(capsys, tmp_path / "first.jsonl")
    assert found["figures"]["all"]["linkable"] > 10
    assert found["figures"]["all"]["precision"] >= PRECISION, found["errors"]
    assert found["figures"]["all"]["recall"] >= RECALL, found["errors"]


def labels() -> list[tuple[dict[str, Any], str, dict[str, Any]]]:
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    return [(row, row["text"][m["start"] : m["end"]], m) for row in rows for m in row["mentions"]]


def test_the_passages_hold_every_homonym() -> None:
    meant = defaultdict(set)
    for _, name, mention in labels():
        meant[name].add(mention["qid"])
    assert {name: qids for name, qids in HOMONYMS.items() if not qids <= meant[name]} == {}


def test_items_of_the_passages_are_confirmed_under_such_a_name(shared: Path) -> None:
    """Each item is known to the lists, under the name in the text or a name that the core has for it."""
    names: dict[str, set[str]] = defaultdict(set)
    for file in ("qid_labels.tsv.gz", "qid_aliases.tsv.gz"):
        with gzip.open(shared / "wikidata" / file, "rt", encoding="utf-8") as lines:
            for line in lines:
                qid, name = line.split("\t")[:2]
                names[qid].add(fold(name))
    with (shared / "wikidata" / "gazetteer.tsv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["verification"].startswith("verified"):
                names[row["qid"]].add(fold(row["label"]))
    core = load_core()
    wrong = []
    for row, name, mention in labels():
        record = core.get(mention["qid"] or "")
        known = {fold(name), *(map(fold, record.names) if record else ())}
        if mention["qid"] and not known & names[mention["qid"]]:
            wrong.append((row["id"], name, mention["qid"]))
    assert wrong == []
