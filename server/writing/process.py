"""The inbox: a process that holds a dataset that may be changed, and writes it down as a release.

Started as ``python -m server.writing.process FD``; one message at a time: ``load``, ``put``, ``post``, ``delete``,
``update``, ``publish``. It can open no connection. Ended, it loses what has not become a release.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store

from kg import __version__
from server import sealed, wire

FORMATS = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
}
"""Media types of graphs that are read. RDF/XML is not: its parser can be made to take all memory."""
PARTS = "parts"
"""Stands for several bodies at once: a JSON list of pairs of media type and text."""
_DIGITS = 12
_LOCK = ".lock"


class Refused(Exception):  # noqa: N818 - named for what happened
    """What was sent cannot be done; the message says why."""


class Inbox:
    """The dataset. What is written to the default graph is in the graph ``default`` of the release that follows."""

    def __init__(self) -> None:
        self._store = Store()
        self._base = ""

    def obey(self, head: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Do what a message says; what there is to tell of it. Raises Refused, OSError."""
        acts: dict[str, Callable[[dict[str, Any], bytes], dict[str, Any]]] = {
            "load": self._load, "put": self._put, "post": self._post, "delete": self._delete, "update": self._update,
            "publish": self._publish,
        }  # fmt: skip
        return acts[head["do"]](head, body)

    def _load(self, head: dict[str, Any], _: bytes) -> dict[str, Any]:
        self._base = head["base"]
        self._store = Store()
        if head["file"]:
            self._store.bulk_load(path=head["file"], format=RdfFormat.N_QUADS)
        name = self._default()
        for quad in list(self._store.quads_for_pattern(None, None, None, name)):
            self._store.add(Quad(quad.subject, quad.predicate, quad.object))
        self._store.remove_graph(name)
        return {"quads": len(self._store)}

    def _default(self) -> NamedNode:
        return NamedNode(f"{self._base}graph/default")

    def _graph(self, head: dict[str, Any]) -> NamedNode | DefaultGraph:
        return NamedNode(head["graph"]) if head["graph"] else DefaultGraph()

    def _holds(self, graph: NamedNode | DefaultGraph) -> bool:
        return next(iter(self._store.quads_for_pattern(None, None, None, graph)), None) is not None

    def _put(self, head: dict[str, Any], body: bytes) -> dict[str, Any]:
        graph = self._graph(head)
        quads = self._read(head, body, graph)
        known = self._holds(graph)
        self._store.clear_graph(graph)
        self._store.extend(quads)
        return {"new": not known}

    def _post(self, head: dict[str, Any], body: bytes) -> dict[str, Any]:
        graph = self._graph(head)
        known = self._holds(graph)
        self._store.extend(self._read(head, body, graph))
        return {"new": not known}

    def _delete(self, head: dict[str, Any], _: bytes) -> dict[str, Any]:
        graph = self._graph(head)
        known = self._holds(graph)
        self._store.clear_graph(graph)
        return {"new": False, "missing": not known}

    def _read(self, head: dict[str, Any], body: bytes, graph: NamedNode | DefaultGraph) -> list[Quad]:
        """The triples of a body, all of them before anything changes."""
        fresh = Store()
        parts = json.loads(body) if head["type"] == PARTS else [[head["type"], body.decode("utf-8", "replace")]]
        try:
            for kind, text in parts:
                fresh.load(text, FORMATS[kind], base_iri=head["iri"] or None, to_graph=graph)
        except (SyntaxError, ValueError) as problem:
            raise Refused(f"The graph cannot be read: {problem}.") from None
        return list(fresh)

    def _update(self, _: dict[str, Any], body: bytes) -> dict[str, Any]:
        head = json.loads(body)
        try:
            self._store.update(head["text"], base_iri=head["base"])
        except SyntaxError as problem:
            raise Refused(f"The update has a syntax error: {problem}.") from None
        except (ValueError, OSError, RuntimeError) as problem:
            raise Refused(f"The update cannot be done: {problem}.") from None
        return {}

    def _publish(self, head: dict[str, Any], _: bytes) -> dict[str, Any]:
        out = Path(head["out"])
        lines = sorted({self._line(quad) for quad in self._store})
        data = b"".join(lines)
        release = hashlib.sha256(data).hexdigest()[:_DIGITS]
        with _locked(out):
            _install(out, release, data, self._manifest(release, data, len(lines), head["parent"]))
        return {"release": release}

    def _line(self, quad: Quad) -> bytes:
        graph = quad.graph_name if isinstance(quad.graph_name, NamedNode | BlankNode) else self._default()
        return f"{Quad(quad.subject, quad.predicate, quad.object, graph)} .\n".encode()

    def _manifest(self, release: str, data: bytes, quads: int, parent: str) -> dict[str, Any]:
        """As the manifest of a build has it, as far as that is known here."""
        file = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        return {
            "release": release,
            "counts": {"graphs": len(list(self._store.named_graphs())), "quads": quads},
            "versions": {"dragoman": __version__},
            "settings": {"base_iri": self._base},
            "written": {"after": parent},
            "files": {"dataset.nq": file},
        }


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Keep builds and roll-backs away meanwhile. Raises Refused."""
    with (out / _LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("A build is writing to the same folder; try again when it has ended.") from None
        yield


def _install(out: Path, release: str, data: bytes, manifest: dict[str, Any]) -> None:
    """Put the files into their place, whole and flushed, and point ``current`` at them. Raises OSError."""
    target = out / "releases" / release
    if not target.exists():
        work = Path(tempfile.mkdtemp(prefix=".building-", dir=out))
        try:
            _write(work / "dataset.nq", data)
            _write(work / "manifest.json", (json.dumps(manifest, indent=2) + "\n").encode())
            work.chmod(0o755)
            target.parent.mkdir(exist_ok=True)
            work.rename(target)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    link = out / f".current-{release}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases") / release)
    link.replace(out / "current")


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o444)


def main() -> None:
    """Entry point of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = socket.socket(fileno=int(sys.argv[1]))
    sealed.seal()
    inbox = Inbox()
    try:
        while True:
            head, body = wire.receive(channel)
            try:
                told = inbox.obey(head, body)
            except Refused as problem:
                told = {"refused": str(problem)}
            except (OSError, SyntaxError, ValueError, MemoryError) as problem:
                told = {"failed": str(problem) or type(problem).__name__}
            wire.send(channel, told)
    except (wire.Closed, OSError):
        pass


if __name__ == "__main__":
    main()
