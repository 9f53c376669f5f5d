"""The queue of corrections: nothing is lost, nothing is half kept, decisions can be undone; and its command."""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph, Namespace, URIRef

from kg.cli import run
from kg.corrections import Correction, Decision, Queue, correction_from, decision_from, folder_for, new_id, now
from kg.errors import QueueError, QueueFull
from tests.places import ROOT

CLAIM = "https://w3id.org/dragoman/id/claim/event-1"
OA = Namespace("http://www.w3.org/ns/oa#")


def correction(text: str = "It was the Guard", kind: str = "who", name: str = "Mo") -> Correction:
    release = "https://w3id.org/dragoman/releases/made-1/download"
    return Correction(new_id(), CLAIM, release, kind, text, "https://x.example/1", name, now())


def decision(of: Correction, outcome: str = "accepted", note: str = "") -> Decision:
    return Decision(new_id(), of.id, outcome, note, "", now())  # type: ignore[arg-type]


def test_a_correction_is_a_web_annotation(tmp_path: Path) -> None:
    one = correction("Two lines\nand \u2028 one that JSON may break")
    Queue(tmp_path).add(one)
    (line,) = (tmp_path / "corrections.jsonl").read_bytes().splitlines()
    found = json.loads(line)
    assert found["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (found["type"], found["motivation"]) == ("Annotation", "editing")
    assert found["target"]["source"] == CLAIM
    assert {body["purpose"] for body in found["body"]} == {"editing", "tagging", "linking"}
    assert correction_from(found) == one
    answer = decision(one, note="checked")
    assert decision_from(json.loads(json.dumps(answer.annotation()))) == answer


def test_the_last_decision_counts(tmp_path: Path) -> None:
    queue, one, other = Queue(tmp_path / "new" / "deep"), correction(), correction("other")
    before = queue.state()
    queue.add(one)
    queue.add(other)
    assert [entry.status for entry in queue.read().entries] == ["waiting", "waiting"]
    assert queue.state() == before, "what only waits must not make pages be built anew"
    queue.decide(decision(one))
    queue.decide(decision(other))
    queue.decide(decision(one, "rejected"))
    assert [entry.status for entry in queue.read().entries] == ["rejected", "accepted"]
    assert queue.state() != before


def _add_many(folder: Path, who: str) -> None:
    for number in range(25):
        Queue(folder).add(correction(f"{who} {number} " + "x" * 1500))


def test_processes_write_together_without_mixing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_add_many, args=(tmp_path, who)) for who in ("a", "b", "c")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    found = Queue(tmp_path).read()
    assert found.damaged == 0
    texts = [" ".join(entry.correction.text.split()[:2]) for entry in found.entries]
    assert sorted(texts) == sorted(f"{who} {number}" for who in "abc" for number in range(25))


TORN = """
import resource, sys
from pathlib import Path
from kg.errors import QueueFull
from tests.kg.test_corrections import Queue, correction
folder = Path(sys.argv[1])
size = (folder / "corrections.jsonl").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, size + 100))
try:
    Queue(folder).add(correction("the second"))
except QueueFull as problem:
    sys.exit(f"full: {problem}")
"""


def test_a_disk_that_fills_up_in_the_middle_of_a_line_leaves_no_half(tmp_path: Path) -> None:
    Queue(tmp_path).add(correction("the first"))
    before = (tmp_path / "corrections.jsonl").read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", TORN, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "full: The disk is full: the correction was not kept, and those before it are untouched." in done.stderr
    assert (tmp_path / "corrections.jsonl").read_bytes() == before


def test_a_full_disk_and_a_folder_in_the_way_are_told(tmp_path: Path) -> None:
    (tmp_path / "corrections.jsonl").symlink_to("/dev/full")
    with pytest.raises(QueueFull, match="disk is full"):
        Queue(tmp_path).add(correction())
    (tmp_path / "file").write_text("")
    assert not Queue(tmp_path / "file").writable()
    with pytest.raises(QueueError, match="queue cannot be written"):
        Queue(tmp_path / "file").add(correction())


def test_half_a_line_of_a_power_cut_costs_only_itself(tmp_path: Path) -> None:
    queue, one, other = Queue(tmp_path), correction("one"), correction("other")
    queue.add(one)
    with (tmp_path / "corrections.jsonl").open("ab") as file:
        file.write(json.dumps(correction().annotation()).encode()[:100])
    queue.add(other)
    with (tmp_path / "corrections.jsonl").open("ab") as file:
        file.write(b'{"motivation": "editing", "body": 3}\n[]\n"x"\n')
    found = queue.read()
    assert [entry.correction for entry in found.entries] == [one, other]
    assert found.damaged == 4


@pytest.mark.parametrize(
    ("setting", "release", "expected"),
    [
        ("corrections", False, "out/corrections"),
        ("../kept", False, "kept"),
        ("", False, None),
        ("corrections", True, "out/corrections"),
        ("", True, None),
    ],
)
def test_where_the_queue_lies(setting: str, release: bool, expected: str | None, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "releases" / "one"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    found = folder_for(folder if release else tmp_path / "out", setting)
    assert (found and found.resolve()) == (expected and (tmp_path / expected).resolve())


def test_a_release_on_its_own_has_no_queue_but_by_an_absolute_path(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    assert folder_for(tmp_path, "corrections") is None
    assert folder_for(tmp_path, str(tmp_path / "q")) == tmp_path / "q"


# -- the command -------------------------------------------------------------------------------------------------------


@pytest.fixture
def three(tmp_path: Path) -> list[Correction]:
    made = [
        correction("It was\nthe \x1b[31mGuard"),
        correction("=1+1", "number"),
        correction("secret", "private-person"),
    ]
    for one in made:
        Queue(tmp_path / "corrections").add(one)
    return made


def command(tmp_path: Path, *words: str) -> int:
    return run(["corrections", "--out", str(tmp_path), *words])


def test_list_show_accept_reject(three: list[Correction], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third = (one.id.removeprefix("urn:uuid:")[:8] for one in three)
    assert command(tmp_path, "list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [[first, "waiting"], [second, "waiting"], [third, "waiting"]]
    assert "It was the \\x1b[31mGuard" in lines[0], "a correction must not be able to steer the terminal"
    assert command(tmp_path, "accept", first, three[2].id, "--note", "seen", "--by", "Desk") == 0
    assert "never shown" in capsys.readouterr().out
    assert command(tmp_path, "reject", second) == 0
    capsys.readouterr()
    assert command(tmp_path, "show", first) == 0
    shown = capsys.readouterr().out
    assert "status:    accepted" in shown
    assert "note:      seen" in shown
    assert "\x1b" not in shown
    assert command(tmp_path, "list", "--status", "rejected", "--format", "json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["text"], row["wrong"]) == ("=1+1", "The number is wrong")


def test_export(three: list[Correction], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(tmp_path, "accept", three[0].id) == 0
    capsys.readouterr()
    assert command(tmp_path, "export") == 0
    items = json.loads(capsys.readouterr().out)["first"]["items"]
    assert [item["motivation"] for item in items] == ["editing", "moderating", "editing", "editing"]
    assert command(tmp_path, "export", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["correction"] for row in rows][1:] == ["'=1+1", "secret"]
    assert rows[0]["correction"].startswith("It was\nthe ")
    assert command(tmp_path, "export", "--format", "ttl", "--status", "accepted") == 0
    graph = Graph().parse(data=capsys.readouterr().out, format="turtle")
    one = URIRef(three[0].id)
    assert (one, OA.motivatedBy, OA.editing) in graph
    assert set(graph.objects(one, OA.hasTarget / OA.hasSource)) == {URIRef(CLAIM)}
    assert {str(subject) for subject in graph.subjects(OA.motivatedBy, OA.moderating)}


def test_mistakes_name_cause_and_cure(
    three: list[Correction], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(tmp_path, "show", "ffff") == 2
    assert "There is no correction ffff" in capsys.readouterr().err
    assert command(tmp_path, "accept", "") == 2
    assert "Write more of the id" in capsys.readouterr().err
    assert run(["--set", "corrections=", "corrections", "list"]) == 2
    assert "No corrections are taken here" in capsys.readouterr().err
    # nothing is written when one of several cannot be found
    assert command(tmp_path, "accept", three[0].id, "nowhere") == 2
    assert not (tmp_path / "corrections" / "decisions.jsonl").exists()
