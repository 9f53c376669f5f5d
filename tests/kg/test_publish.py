"""Releases: what is in them, that they repeat byte for byte, and that nothing can spoil the one that is served."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyshacl import validate
from rdflib import RDF, SH, Dataset, Graph, URIRef

import ontology
from kg import claims, publish, rdf, resolve
from kg.config import Settings
from kg.errors import CheckFailed, InputError, StoreError
from kg.model import Article, Issue, LinkedDocument
from kg.publish.sort import Sorter
from kg.publish.store import digest, locked
from kg.publish.tables import EventRow, row_line
from kg.vocab import DM
from tests.kg import camp_david
from tests.places import ROOT

Pieces = Iterable[publish.Piece]


def piece(linked: LinkedDocument, identity: resolve.Identity, wanted: Settings) -> publish.Piece:
    said = claims.claims(linked.document)
    graph = rdf.article_graph(linked, said, identity, wanted)
    rows = tuple(publish.event_rows(linked, said, identity, wanted))
    return publish.Piece(linked.document.article, graph, rows)


def publish_documents(
    out: Path,
    linked: Iterable[LinkedDocument],
    *,
    wanted: Settings | None = None,
    rules: publish.Rules | None = None,
    issues: tuple[Issue, ...] = (),
) -> publish.Release:
    """A release without the stages before and, unless rules are given, without checks."""
    wanted = wanted or Settings()
    documents = sorted(linked, key=lambda x: x.document.article.sha256)
    identity = resolve.identities(documents)
    about = publish.About(
        settings=wanted,
        shown={"publish_text": wanted.publish_text},
        versions=lambda: {"dragoman": "0.1.0", "ontology": "0.1.0"},
        ontology=ontology.load("core", "codes/status"),
    )
    with publish.building(out) as work:
        pieces = (piece(x, identity, wanted) for x in documents)
        return publish.publish(work, pieces, about, rules or publish.Rules(), issues)


def both() -> list[LinkedDocument]:
    return [camp_david.linked(camp_david.first()), camp_david.linked(camp_david.second())]


def simple(number: int) -> LinkedDocument:
    return next(iter(camp_david.reading([Article(f"n{number}", f"Article {number}: delegates met.", "1978-09-20")])))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> publish.Release:
    issues = (
        Issue("error", "bad.txt", "bad.txt holds no text.", "Write some."),
        Issue("warning", "b", "no date \u2028"),
    )
    return publish_documents(tmp_path_factory.mktemp("out"), both(), issues=issues)


# What is in a release


def test_a_release_holds_every_file_and_the_manifest_their_checksums(release: publish.Release) -> None:
    names = {path.name for path in release.path.iterdir()}
    assert names == {
        "dataset.nq", "dataset.trig", "graph.ttl", "graph.jsonld", "graph.nt", "ontology.ttl", "ontology.rdf",
        "events.csv", "void.ttl", "dcat.ttl", "articles.jsonl", "issues.jsonl", "uncertain-links.jsonl",
        "manifest.json",
    }  # fmt: skip
    manifest = json.loads((release.path / "manifest.json").read_text())
    assert set(manifest["files"]) == names - {"manifest.json"}
    for name, facts in manifest["files"].items():
        assert facts == {"bytes": (release.path / name).stat().st_size, "sha256": digest(release.path / name)}
    assert manifest["release"] == release.id == release.path.name
    assert manifest["modified"] == "1978-10-17"
    assert manifest["versions"] == {"dragoman": "0.1.0", "ontology": "0.1.0"}
    assert publish.verify(release.path) == ()


def test_the_manifest_counts_what_is_there(release: publish.Release) -> None:
    counts = json.loads((release.path / "manifest.json").read_text())["counts"]
    documents = [x.document for x in both()]
    assert counts["articles"] == 2
    assert counts["events"] == sum(len(d.events) for d in documents)
    assert counts["claims"] == sum(len(claims.claims(d)) for d in documents)
    assert counts["links"] == 7
    # Egypt is in both articles, and one entity
    assert counts["entities"] == sum(len(d.entities) for d in documents) - 1
    assert (counts["errors"], counts["warnings"]) == (1, 1)
    lines = (release.path / "dataset.nq").read_bytes().splitlines()
    assert counts["quads"] == len(lines)
    assert counts["graphs"] == len({line.rsplit(b" ", 2)[1] for line in lines}) == 5


def test_the_dataset_is_sorted_and_without_repetition(release: publish.Release) -> None:
    lines = (release.path / "dataset.nq").read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert lines == sorted(set(lines))


def test_two_readers_agree_on_every_file(release: publish.Release) -> None:
    quads = set(ox.parse(path=str(release.path / "dataset.nq")))
    trig = set(ox.parse(path=str(release.path / "dataset.trig")))
    assert quads == trig
    union = {quad.triple for quad in quads}
    for name, syntax in (("graph.nt", "nt"), ("graph.ttl", "turtle"), ("graph.jsonld", "json-ld")):
        found = [quad.triple for quad in ox.parse(path=str(release.path / name), **_json_ld(name))]
        # blank nodes of the ontology are renamed by readers: they are counted, all else is compared
        assert len(found) == len(set(found)) == len(union), name
        assert {x for x in found if _ground(x)} == {x for x in union if _ground(x)}, name
        assert len(Graph().parse(release.path / name, format=syntax)) == len(union), name
    for name, syntax in (("dataset.nq", "nquads"), ("dataset.trig", "trig")):
        dataset = Dataset()
        dataset.parse(release.path / name, format=syntax)
        assert sum(1 for _ in dataset.quads()) == len(quads), name


def _json_ld(name: str) -> dict[str, Any]:
    return {"format": ox.RdfFormat.JSON_LD} if name.endswith(".jsonld") else {}


def _ground(triple: ox.Triple) -> bool:
    return not any(isinstance(term, ox.BlankNode) for term in (triple.subject, triple.object))


def test_the_ontology_comes_along_in_two_syntaxes(release: publish.Release) -> None:
    expected = len(ontology.load("core", "codes/status"))
    assert len(Graph().parse(release.path / "ontology.ttl")) == expected
    assert len(Graph().parse(release.path / "ontology.rdf", format="xml")) == expected
    assert len(list(ox.parse(path=str(release.path / "ontology.rdf")))) == expected


def test_taking_an_article_back_is_dropping_its_graph(release: publish.Release, tmp_path: Path) -> None:
    store = ox.Store()
    store.bulk_load(path=str(release.path / "dataset.nq"))
    first, second = (x.document.article.sha256[:16] for x in both())
    store.remove_graph(ox.NamedNode(f"https://w3id.org/dragoman/graph/article/{first}"))
    alone = publish_documents(tmp_path, both()[1:])
    left = set(ox.parse(path=str(alone.path / "dataset.nq")))
    graph = ox.NamedNode(f"https://w3id.org/dragoman/graph/article/{second}")
    assert {q for q in store if q.graph_name == graph and "Egypt" not in str(q)}
    # one difference is left: with fewer articles another type may be the most frequent for a shared entity
    kinds = {ox.NamedNode(str(RDF.type))}
    assert {q for q in store if q.graph_name == graph and q.predicate not in kinds} == {
        q for q in left if q.graph_name == graph and q.predicate not in kinds
    }


@pytest.mark.parametrize(("cell", "shown"), [
    ("=1+1", "'=1+1"), ('@SUM(A1) "x"', "'@SUM(A1) \"x\""), ("+44 soldiers", "'+44 soldiers"), ("-2+3", "'-2+3"),
    ("-0044-03-15", "-0044-03-15"), ("-0044", "-0044"), ("said - and left", "said - and left"), ("", ""),
])  # fmt: skip
def test_words_of_an_article_are_no_formulas(cell: str, shown: str) -> None:
    row = EventRow(*[cell] * len(fields(EventRow)))
    assert next(csv.reader(io.StringIO(row_line(row).decode()))) == [shown] * len(fields(EventRow))


def test_the_table_of_events_has_one_row_each(release: publish.Release) -> None:
    with (release.path / "events.csv").open(newline="", encoding="utf-8") as file:
        table = {row["label"]: row for row in csv.DictReader(file)}
    assert len(table) == sum(len(x.document.events) + len(x.document.statements) for x in both())
    signed = table["signed: Egypt, Israel"]
    assert signed["actors"] == "Egypt | Israel"
    assert (signed["plover"], signed["status"], signed["places"]) == ("AGREE", "actual", "Washington")
    assert (signed["earliest"], signed["latest"]) == ("1978-09-17", "1978-09-17")
    assert signed["quote"] == "Egypt and Israel signed the accords near Washington on Sunday."
    assert signed["article_url"] == "https://courier.example/1978/accords?a=b&c=d%20e"
    assert (table["withdraw: Israel"]["speakers"], table["withdraw: Israel"]["status"]) == ("Jimmy Carter", "possible")
    said = table["said: Jimmy Carter"]
    assert (said["type"], said["actors"], said["plover"]) == ("Statement", "Jimmy Carter", "")
    graph = Graph().parse(release.path / "graph.nt", format="nt")
    for row in table.values():
        for iri in (row["iri"], row["article"], *filter(None, row["actor_iris"].split(" | "))):
            assert (URIRef(iri), None, None) in graph


def test_articles_are_listed_with_their_text_only_where_it_is_published(
    tmp_path: Path, release: publish.Release
) -> None:
    records = [json.loads(line) for line in (release.path / "articles.jsonl").read_text().split("\n") if line]
    assert [r["id"] for r in records] == sorted(x.document.article.sha256[:16] for x in both())
    listed = {r["length"]: r for r in records}[len(camp_david.FIRST)]
    assert (listed["title"], listed["source"]) == ("Accords signed near Washington", "The Example Courier")
    assert "text" not in listed
    full = publish_documents(tmp_path, both(), wanted=Settings(publish_text="full"))
    texts = {json.loads(line)["text"] for line in (full.path / "articles.jsonl").read_text().split("\n") if line}
    assert texts == {camp_david.FIRST, camp_david.SECOND}
    none = publish_documents(tmp_path, both(), wanted=Settings(publish_text="none"))
    whole = b"".join(contents(none.path).values())
    assert b"condemned the accords" not in whole


def test_issues_are_listed_one_a_line(release: publish.Release) -> None:
    text = (release.path / "issues.jsonl").read_text()
    assert len(text.splitlines()) == 2
    assert {json.loads(line)["message"] for line in text.splitlines()} == {"bad.txt holds no text.", "no date \u2028"}
    assert len(release.issues) == 2


def test_void_counts_agree_with_the_graph(release: publish.Release) -> None:
    graph = Graph().parse(release.path / "graph.nt", format="nt")
    asked = graph.query("""
        PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?class ?n WHERE { ?d a void:Dataset ; void:classPartition [ void:class ?class ; void:entities ?n ] }""")
    partition = {str(row[0]): int(row[1]) for row in asked}  # type: ignore[index,arg-type]
    assert partition[str(DM.Claim)] == len(set(graph.subjects(RDF.type, DM.Claim)))
    assert partition[str(DM.Event)] == len(set(graph.subjects(RDF.type, DM.Event)))


def test_the_catalogue_description_satisfies_dcat_ap(release: publish.Release, shared: Path) -> None:
    folder = shared / "dcat"
    if not folder.is_dir():
        pytest.skip(f"needs the shapes of DCAT-AP, which are not at {folder}")
    data = Graph().parse(release.path / "dcat.ttl")
    names = ("shacl_dcat-ap-SHACL", "shacl_ranges", "html_shacl_shapes", "html_shacl_range")
    shapes = {name: _whole(Graph().parse(folder / f"releases_3.0.1_{name}.ttl")) for name in names}
    for name in names:
        conforms, _, report = validate(data, shacl_graph=shapes[name], inference="none")
        assert conforms, f"{name}: {report}"
    # the shapes bite: without titles it must fail
    data.remove((None, URIRef("http://purl.org/dc/terms/title"), None))
    assert not validate(data, shacl_graph=shapes[names[0]], inference="none")[0]


def _whole(shapes: Graph) -> Graph:
    """Without references to property shapes that the file leaves undefined: the validator stops at those."""
    for node, part in list(shapes.subject_objects(SH.property)):
        if (part, SH.path, None) not in shapes:
            shapes.remove((node, SH.property, part))
    return shapes


def test_the_catalogue_description_has_sizes_and_checksums(release: publish.Release) -> None:
    asked = (
        Graph()
        .parse(release.path / "dcat.ttl")
        .query("""
        PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX spdx: <http://spdx.org/rdf/terms#>
        SELECT ?url ?size ?sum WHERE {
          ?d a dcat:Distribution ; dcat:downloadURL ?url ; dcat:byteSize ?size ;
             spdx:checksum/spdx:checksumValue ?sum }""")
    )
    found = {str(row[0]).rsplit("/", 1)[-1]: (int(str(row[1])), str(row[2])) for row in asked}  # type: ignore[index]
    path = release.path / "graph.ttl"
    assert found["graph.ttl"] == (path.stat().st_size, digest(path))
    assert len(found) == 9


# The same again


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, release: publish.Release) -> None:
    again = publish_documents(tmp_path, both()[::-1], issues=release.issues)
    assert again.id == release.id
    assert contents(again.path) == contents(release.path)


def test_hash_seeds_do_not_show(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.kg.test_publish import both, publish_documents;"
        "print(publish_documents(Path(sys.argv[1]), both()).id)"
    )
    found = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        made = subprocess.run(
            [sys.executable, "-c", script, str(out)],
            cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": f"UTC-{seed}"},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found.append((made.stdout, contents(out / "current")))
    assert found[0] == found[1]


def test_building_the_same_again_keeps_the_release_and_repairs_a_damaged_one(tmp_path: Path) -> None:
    one = publish_documents(tmp_path, both())
    inode = one.path.stat().st_ino
    publish_documents(tmp_path, both())
    assert one.path.stat().st_ino == inode
    (one.path / "graph.nt").unlink()
    assert publish.verify(one.path) == ("graph.nt is missing",)
    publish_documents(tmp_path, both())
    assert publish.verify(one.path) == ()
    assert [info.id for info in publish.releases(tmp_path)] == [one.id]


def test_other_issues_or_settings_make_another_release(tmp_path: Path) -> None:
    made = [
        publish_documents(tmp_path, both()),
        publish_documents(tmp_path, both(), issues=(Issue("warning", "x", "y"),)),
        publish_documents(tmp_path, both(), wanted=Settings(publish_text="none")),
    ]
    assert len({r.id for r in made}) == 3
    assert all(publish.verify(r.path) == () for r in made)


# Which release is served


def test_current_points_at_the_newest_and_can_be_rolled_back(tmp_path: Path) -> None:
    one = publish_documents(tmp_path, both()[:1])
    two = publish_documents(tmp_path, both())
    assert publish.current(tmp_path) == two.path.resolve()
    assert str((tmp_path / "current").readlink()) == f"releases/{two.id}"
    assert [(info.id, info.current) for info in publish.releases(tmp_path)] == [(one.id, False), (two.id, True)]
    assert publish.rollback(tmp_path, one.id) == one.path
    assert publish.current(tmp_path) == one.path.resolve()
    moved = tmp_path.rename(tmp_path.with_name(tmp_path.name + "-moved"))
    assert publish.current(moved).name == one.id


def test_roll_back_refuses_what_is_missing_or_damaged(tmp_path: Path) -> None:
    one = publish_documents(tmp_path, both()[:1])
    two = publish_documents(tmp_path, both())
    for wrong in ("000000000000", "../releases", ""):
        with pytest.raises(StoreError, match="There is no release"):
            publish.rollback(tmp_path, wrong)
    (one.path / "dataset.nq").chmod(0o644)
    (one.path / "dataset.nq").write_bytes(b"")
    with pytest.raises(StoreError, match=r"damaged: dataset\.nq is not what the manifest says"):
        publish.rollback(tmp_path, one.id)
    assert publish.current(tmp_path).name == two.id


def test_a_folder_without_release_is_told_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="dragoman build"):
        publish.current(tmp_path)
    assert publish.releases(tmp_path) == ()


# What must not be published


def test_a_graph_that_breaks_a_check_is_not_published_and_the_nodes_are_named(tmp_path: Path) -> None:
    former = publish_documents(tmp_path, both()[:1])

    def check(graph: Graph) -> list[Issue]:
        events = sorted(str(x) for x in set(graph.subjects(RDF.type, DM.Event)))
        return [Issue("warning", "w", "only a doubt"), *(Issue("error", e, "is no good") for e in events)]

    with pytest.raises(CheckFailed, match=r"not published: https://.*/id/event/[-0-9a-f]+: is no good") as caught:
        publish_documents(tmp_path, both(), rules=publish.Rules(check))
    assert caught.value.exit_code == 3
    assert "only a doubt" not in str(caught.value)
    assert publish.current(tmp_path) == former.path.resolve()
    assert [path.name for path in tmp_path.glob(".building-*")] == []


def test_every_article_is_checked_also_beyond_one_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.publish.release.CHECK_TRIPLES", 300)
    seen: list[set[str]] = []

    def check(graph: Graph) -> list[Issue]:
        seen.append({str(x) for x in graph.subjects(RDF.type, DM.Article)})
        return []

    publish_documents(tmp_path, [simple(n) for n in range(20)], rules=publish.Rules(check))
    assert len(seen) > 1
    assert sum(map(len, seen)) == len(set().union(*seen)) == 20


def test_nothing_to_publish_is_an_error_that_says_why(tmp_path: Path) -> None:
    former = publish_documents(tmp_path, both())
    with pytest.raises(InputError, match=r"bad\.txt holds no text"):
        publish_documents(tmp_path, [], issues=(Issue("error", "bad.txt", "bad.txt holds no text."),))
    assert publish.current(tmp_path) == former.path.resolve()


# Builds that are killed, that meet, that run out of disk

KILLED = """
import os, signal, sys
from pathlib import Path
import kg.publish.files, kg.publish.sort
from tests.kg.test_publish import both, publish_documents

name, nth = sys.argv[2], int(sys.argv[3])
left = nth

def deadly(function):
    def wrapped(*arguments, **named):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)
    return wrapped

if name == "write":
    kg.publish.files.write_lines = deadly(kg.publish.files.write_lines)
    kg.publish.files.write_trig = deadly(kg.publish.files.write_trig)
elif name == "Path":
    for one in ("rename", "replace", "symlink_to", "chmod", "write_bytes"):
        setattr(Path, one, deadly(getattr(Path, one)))
else:
    setattr(os, name, deadly(getattr(os, name)))
publish_documents(Path(sys.argv[1]), both())
"""


@pytest.mark.parametrize(
    ("function", "nth"),
    [
        *(("write", n) for n in (1, 2, 3)),
        *(("fsync", n) for n in (1, 7, 14, 15, 16)),
        *(("Path", n) for n in (1, 3, 16, 17, 18, 19, 20)),
    ],
)
def test_a_killed_build_leaves_the_former_release_and_the_next_one_cleans_up(
    tmp_path: Path, function: str, nth: int
) -> None:
    former = publish_documents(tmp_path, both()[:1])
    before = contents(former.path)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), function, str(nth)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-2000:]
    served = publish.current(tmp_path)
    assert publish.verify(served) == ()
    assert contents(former.path) == before
    assert served == former.path.resolve() or function in {"Path", "fsync"}
    for info in publish.releases(tmp_path):
        assert publish.verify(info.path) == ()
    new = publish_documents(tmp_path, both())
    assert publish.current(tmp_path) == new.path.resolve()
    assert publish.verify(new.path) == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "current", "releases"]
    assert {path.name for path in (tmp_path / "releases").iterdir()} == {former.id, new.id}


def test_of_two_builds_at_once_the_second_is_told_and_harms_nothing(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", "import sys; from pathlib import Path; from kg.publish import building\n"
         "with building(Path(sys.argv[1])) as work:\n"
         "    (work.release / 'half').write_text('made'); print('holding', flush=True); sys.stdin.read()",
         str(tmp_path)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == b"holding\n"
        with pytest.raises(StoreError, match="Another build is writing to") as caught:
            publish_documents(tmp_path, both())
        assert "Wait until it has ended" in caught.value.cure
        assert len(list(tmp_path.glob(".building-*/release/half"))) == 1
        with pytest.raises(StoreError, match="Another build"):
            publish.rollback(_with_release(tmp_path), "abcdefabcdef")
    finally:
        holder.stdin.close()
        holder.wait(timeout=30)
    assert holder.returncode == 0
    assert list(tmp_path.glob(".building-*")) == []
    assert publish.verify(publish_documents(tmp_path, both()).path) == ()


def _with_release(out: Path) -> Path:
    (out / "releases" / "abcdefabcdef").mkdir(parents=True)
    return out


def test_the_lock_is_free_again_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), publish.building(tmp_path):
        raise RuntimeError("the parser lost its way")
    with locked(tmp_path):
        pass


class FullDisk:
    """A file that takes some bytes and then finds the disk full."""

    room = 0

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        FullDisk.room -= len(data)
        if FullDisk.room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self._file.write(data)

    def writelines(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            self.write(line)

    def __enter__(self) -> FullDisk:
        self._file.__enter__()
        return self

    def __exit__(self, *problem: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@pytest.mark.parametrize("room", [0, 10_000, 60_000, 200_000, 600_000])
def test_a_full_disk_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    former = publish_documents(tmp_path, both()[:1])
    before = contents(former.path)
    real: Callable[..., IO[Any]] = Path.open

    def full(path: Path, mode: str = "r", *rest: Any, **named: Any) -> Any:
        file = real(path, mode, *rest, **named)
        return FullDisk(file) if ".building-" in str(path) and mode in {"wb", "ab", "xb"} else file

    FullDisk.room = room
    with monkeypatch.context() as patch, pytest.raises(StoreError, match="The disk is full") as caught:
        patch.setattr(Path, "open", full)
        publish_documents(tmp_path, both())
    assert "Free some space" in caught.value.cure
    assert contents(former.path) == before
    assert publish.current(tmp_path) == former.path.resolve()
    assert list(tmp_path.glob(".building-*")) == []
    assert publish.verify(publish_documents(tmp_path, both()).path) == ()


def test_a_really_full_disk_is_told_too(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"needs the right to mount a small disk: {mounted.stderr.strip()}")
    try:
        with pytest.raises(StoreError, match="The disk is full"):
            publish_documents(disk / "out", both())
        assert list((disk / "out").glob(".building-*")) == []
        with pytest.raises(StoreError, match="There is no release"):
            publish.current(disk / "out")
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_failure_of_another_folder_is_not_blamed_on_this_one(tmp_path: Path) -> None:
    elsewhere = PermissionError(errno.EACCES, "Permission denied", "/elsewhere/model")
    with pytest.raises(PermissionError), publish.building(tmp_path):
        raise elsewhere
    ours = PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "x"))
    with pytest.raises(StoreError, match="cannot be written: Permission denied"), publish.building(tmp_path):
        raise ours


def test_a_folder_that_cannot_be_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="stands in the way"):
        publish_documents(tmp_path / "file", both())
    (tmp_path / "out" / "current").mkdir(parents=True)
    with pytest.raises(StoreError, match="stands in the way"):
        publish_documents(tmp_path / "out", both())


# Sorting more than memory holds


@settings(max_examples=30)
@given(st.lists(st.lists(st.binary(max_size=6).filter(lambda x: b"\n" not in x and x), max_size=8), max_size=20))
def test_sorting_in_runs_is_sorting(tmp_path_factory: pytest.TempPathFactory, batches: list[list[bytes]]) -> None:
    sorter = Sorter(tmp_path_factory.mktemp("runs"), "lines", run_bytes=12)
    for batch in batches:
        sorter.add(batch)
    expected = sorted({line for batch in batches for line in batch})
    assert list(sorter) == expected
    assert list(sorter) == expected


def test_many_runs_are_merged_in_steps(tmp_path: Path) -> None:
    sorter = Sorter(tmp_path, "lines", run_bytes=1)
    for number in range(500):
        sorter.add([b"%04d" % (number * 7 % 500), b"0250"])
    assert list(sorter) == [b"%04d" % number for number in range(500)]
    assert len(list(tmp_path.iterdir())) < 64


def test_small_runs_make_the_same_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = publish_documents(tmp_path / "one", both())
    monkeypatch.setattr(Sorter.__init__, "__defaults__", (2_000,))
    other = publish_documents(tmp_path / "other", both())
    assert contents(one.path) == contents(other.path)
