"""A release comes, goes or is broken while the server runs; and servers that cannot start say why."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kg.config import Settings
from kg.errors import DragomanError, StoreError
from server import create_app, warming
from server.context import RELEASES
from server.merged import SHAPE
from server.releases import Releases, Snapshot, read
from server.wire import Answer, Task
from tests.places import ROOT
from tests.server.made import BASE, make, point
from tests.server.running import PATIENCE, Server, processes, serving, until
from tests.server.test_limits import CROSS

NEWS = "SELECT ?t { ?a a <https://w3id.org/dragoman/ontology#Article> ; <http://purl.org/dc/terms/title> ?t }"
EXTRA = 'i:article\\/00000000000000aa a dm:Article ; dct:title "A third one"@en ; dct:issued "2021-05-01"^^xsd:date .'


def _served(server: Server) -> str:
    return str(server.get("/ready").json()["release"])


def test_a_new_release_is_taken_up_without_losing_a_request(tmp_path: Path) -> None:
    make(tmp_path)
    with serving(tmp_path, query_workers=2, query_seconds=4.0) as server:
        before = server.below()
        stop = threading.Event()
        seen: list[tuple[int, str, int]] = []

        def ask() -> None:
            while not stop.is_set():
                reply = server.query(NEWS)
                seen.append((reply.status, reply.headers["x-dragoman-release"], len(reply.bindings())))

        askers = [threading.Thread(target=ask) for _ in range(3)]
        slow: list[Any] = []
        long = threading.Thread(target=lambda: slow.append(server.query(CROSS)))
        for thread in (*askers, long):
            thread.start()
        page = server.get("/articles")
        make(tmp_path, "made-2", EXTRA)
        assert until(lambda: _served(server) == "made-2")
        assert until(lambda: seen[-1][1] == "made-2")
        stop.set()
        for thread in (*askers, long):
            thread.join()
        # each answer is whole and of one release
        assert {status for status, _, _ in seen} == {200}
        assert {(release, rows) for _, release, rows in seen} == {("made-1", 2), ("made-2", 3)}
        # the query that was running went on in the release it began with
        assert slow[0].status == 503
        assert slow[0].headers["x-dragoman-release"] == "made-1"
        # pages are of the new one, and the tag of the old one is no longer good
        fresh = server.get("/articles", **{"If-None-Match": page.headers["etag"]})
        assert fresh.status == 200
        assert "A third one" in fresh.text
        # the old store has gone
        assert until(lambda: not before & {pid for pid in server.below() if pid not in _web(server)})
        # its files have not
        old = server.get("/releases/made-1/download/graph.nt")
        assert old.body == (tmp_path / "releases" / "made-1" / "graph.nt").read_bytes()
        assert server.get("/download/graph.nt").body != old.body
        # and rolling back is pointing back
        point(tmp_path, "made-1")
        assert until(lambda: _served(server) == "made-1")
        assert len(server.query(NEWS).bindings()) == 2


def _web(server: Server) -> set[int]:
    """The web process, which stays."""
    return {pid for pid, (parent, _) in processes().items() if parent == server.process.pid}


class _Slow:
    """A store that answers, or fails, when it is told to, and counts who asks."""

    def __init__(self) -> None:
        self.asked = 0
        self.go = threading.Event()
        self.failure: DragomanError | None = None

    def run(self, task: Task, lane: str = "") -> Answer:
        self.asked += 1
        assert self.go.wait(PATIENCE)
        if self.failure:
            raise self.failure
        return Answer("boolean", task.format, b"{}", 1)


def test_what_many_pages_need_at_once_is_asked_once(made: Path) -> None:
    store = _Slow()
    snapshot = Snapshot(read(made / "releases" / "made-1", BASE), store, Settings())  # type: ignore[arg-type]
    with ThreadPoolExecutor(8) as many:
        asked = [many.submit(snapshot.page, "ASK {}") for _ in range(8)]
        assert until(lambda: store.asked == 1)
        other = many.submit(snapshot.page, "ASK { ?s ?p ?o }")
        store.go.set()
        assert len({id(future.result()) for future in asked}) == 1
        assert other.result().body == b"{}"
    assert store.asked == 2
    # a failure is told to all who waited for it, and kept from nobody who comes later
    store.go.clear()
    store.failure = StoreError("It is gone.")
    with ThreadPoolExecutor(4) as many:
        asked = [many.submit(snapshot.page, "ASK { ?a ?b ?c }") for _ in range(4)]
        assert until(lambda: store.asked == 3)
        store.go.set()
        assert all(isinstance(future.exception(), StoreError) for future in asked)
    store.failure, before = None, store.asked
    assert snapshot.page("ASK { ?a ?b ?c }").rows == 1
    assert store.asked == before + 1


def test_a_broken_release_leaves_the_old_one_served(tmp_path: Path) -> None:
    make(tmp_path)
    with serving(tmp_path) as server:
        folder = tmp_path / "releases" / "broken"
        shutil.copytree(tmp_path / "releases" / "made-1", folder)
        (folder / "dataset.nq").write_text("this is no quad\n")
        point(tmp_path, "broken")
        assert until(lambda: any("not taken up" in line for line in server.lines))
        assert _served(server) == "made-1"
        assert len(server.query(NEWS).bindings()) == 2
        make(tmp_path, "made-2", EXTRA)
        assert until(lambda: _served(server) == "made-2")


def test_a_release_that_vanishes_is_still_served_from_memory(tmp_path: Path) -> None:
    make(tmp_path)
    with serving(tmp_path) as server:
        shutil.rmtree(tmp_path / "releases")
        assert len(server.query(NEWS).bindings()) == 2
        assert server.get("/download/graph.nt").status == 404


def test_a_release_folder_can_be_served_itself(tmp_path: Path) -> None:
    folder = make(tmp_path)
    with serving(folder) as server:
        assert _served(server) == "made-1"
        assert len(server.query(NEWS).bindings()) == 2


def test_a_large_release_is_served_from_disk(tmp_path: Path) -> None:
    make(tmp_path)
    with serving(tmp_path, disk_above_mb=0, query_seconds=2.0) as server:
        assert (tmp_path / ".stores" / f"made-1.{SHAPE}" / "complete").exists()
        assert len(server.query(NEWS).bindings()) == 2
        assert server.query(CROSS).status == 503
        assert len(server.query(NEWS).bindings()) == 2
        assert server.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }").status == 403


def test_the_base_iri_is_that_of_the_release(tmp_path: Path) -> None:
    """Not that of whoever serves it."""
    make(tmp_path)
    with serving(tmp_path, base_iri="https://elsewhere.example/") as server:
        reply = server.get("/id/article/0123456789abcdef", accept="text/turtle")
        assert reply.status == 303
        assert (
            f"{BASE}id/article/0123456789abcdef"
            in server.query("SELECT ?a { ?a a <https://w3id.org/dragoman/ontology#Article> }").text
        )


START = (
    "import json, sys; from pathlib import Path; from kg.config import Settings; from kg.errors import DragomanError\n"
    "from server.run import serve\n"
    "try: serve(Settings(**json.loads(sys.argv[2])), Path(sys.argv[1]))\n"
    "except DragomanError as problem: sys.exit(f'refused: {problem}')\n"
)


def _start(place: Path, **settings: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", START, str(place), json.dumps(settings)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_no_release(tmp_path: Path) -> None:
    ended = _start(tmp_path, port=0)
    assert ended.returncode == 1
    assert f"refused: There is no release in {tmp_path}" in ended.stderr
    assert "dragoman build" in ended.stderr


def test_port_in_use(made: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = _start(made, port=port)
    assert ended.returncode == 1
    assert f"port {port}: it is in use" in ended.stderr


def test_data_that_cannot_be_loaded(tmp_path: Path) -> None:
    folder = make(tmp_path)
    (folder / "dataset.nq").write_text("no quads\n")
    ended = _start(tmp_path, port=0)
    assert ended.returncode != 0
    assert "cannot be loaded" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("path", ["manifest.json"])
def test_a_manifest_that_cannot_be_read(tmp_path: Path, path: str) -> None:
    folder = make(tmp_path)
    (folder / path).write_text("{")
    ended = _start(tmp_path, port=0)
    assert ended.returncode != 0
    assert "cannot be read" in ended.stderr


def test_the_first_pages_of_a_large_release_are_prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those of one that comes later. What was prepared is what somebody then asks for."""
    make(tmp_path)
    monkeypatch.setattr(warming, "LARGE", 1)
    app = create_app(Settings(), tmp_path)
    releases = app.extensions[RELEASES]
    try:
        for release, title in (("made-1", "Harbour town shelled"), ("made-2", "A third one")):
            until(lambda release=release: _prepared(releases, release) > 20)  # type: ignore[misc]
            before = _prepared(releases, release)
            assert title in app.test_client().get("/articles", headers={"Accept": "text/html"}).text
            assert _prepared(releases, release) == before
            if release == "made-1":
                make(tmp_path, "made-2", extra=EXTRA)
    finally:
        releases.close()


def _prepared(releases: Releases, release: str) -> int:
    """Answers that are remembered for the pages of a release, once all of them have been asked for."""
    if any(thread.name == "warming" for thread in threading.enumerate()):
        return 0
    with releases.use() as snapshot:
        return len(snapshot.pages) if snapshot.release.id == release else 0
