"""The measuring of servers: what counts as no answer, what is compared, which runs stay in the tables."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.bench.serve import load, measure, peers, plot, queries, report
from tests.bench.serve.__main__ import earlier, merged

_KINDS = [kind.name for kind in (*queries.LIGHT, *queries.RECORDS, *queries.HEAVY)]
_NOTHING = json.dumps({"results": {"bindings": []}}).encode()


class _Slow(BaseHTTPRequestHandler):
    """Answers at once, or, to a query with the word `long`, byte by byte until the test has ended."""

    protocol_version = "HTTP/1.1"
    ended = threading.Event()

    def do_GET(self) -> None:
        self.send_response(400 if "broken" in self.path else 200)
        self.send_header("Content-Length", str(len(_NOTHING)))
        self.end_headers()
        if "long" not in self.path:
            self.wfile.write(_NOTHING)
            return
        while not self.ended.wait(0.02):
            self.wfile.write(b" ")

    def log_message(self, *_: object) -> None:
        """Nothing is told."""


@contextmanager
def _slow() -> Iterator[str]:
    _Slow.ended.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Slow) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql"
        finally:
            _Slow.ended.set()
            server.shutdown()


def test_an_answer_that_trickles_in_is_none() -> None:
    """Each byte comes soon enough, the whole does not; the next query is answered all the same."""
    with _slow() as endpoint:
        asker = load.Asker(endpoint, limit=0.3)
        with pytest.raises(load.Failed, match="TimeoutError"):
            asker.ask("long")
        assert asker.ask("short")[1] == []
        with pytest.raises(load.Failed, match="400"):
            asker.ask("broken")
        assert len(load.times(asker, ["short", "shorter"], 0)) == 3
        asker.close()


_BUSY = """
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        while "long" in self.path:
            pass
        body = b'{"results": {"bindings": []}}'
        self.send_response(400 if "broken" in self.path else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answers).serve_forever()
"""


def test_a_server_that_goes_on_working_is_started_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that has failed and is idle stays as it is; what is asked next is answered either way."""
    monkeypatch.setattr(measure, "_CALM", 1.5)
    data = tmp_path / "current"
    data.mkdir()
    (data / "dataset.nq").touch()
    peer = peers.Peer("busy", lambda: "1", lambda *_: None, lambda *given: [sys.executable, "-c", _BUSY, str(given[2])])
    with measure.Contestant(peer, tmp_path) as one:
        first = one.server.process.pid
        assert one.asked(["broken"], 0.0) is None
        assert one.server.process.pid == first
        assert one.asked(["short", "long"], 0.0, limit=0.2) is None
        assert one.server.process.pid != first
        again = one.asked(["short", "shorter"], 0.0)
        assert again is not None
        assert again.answers == ((0, 0), (0, 0))


def _asked(*answers: tuple[int, int]) -> measure.Asked:
    return measure.Asked(answers, 1.0)


def test_kinds_that_a_rival_does_not_answer_are_in_no_mix() -> None:
    """The small server in memory is no rival: what it cannot do stays."""
    asked = {
        "Dragoman": {"event": _asked((1, 2)), "newest": None, "words": _asked((1, 0))},
        "Oxigraph server": {"event": None, "newest": _asked((1, 1)), "words": _asked((1, 0))},
        "rdflib-endpoint": {"event": _asked((1, 2)), "newest": _asked((1, 1)), "words": None},
    }
    assert measure.left_out(asked) == ["event"]
    texts = {"event": ["a", "b"], "by name": ["c"]}
    left = measure.without(texts, ["event"])
    assert measure.mix(left, queries.LIGHT) == ["c"]
    assert sorted(measure.mix(texts, queries.LIGHT)) == ["a", "b", "c", "c"]


def test_answers_are_compared_as_far_as_all_have_got() -> None:
    """One that has answered two of three is compared by these two."""
    asked = {"Dragoman": {"event": _asked((1, 2), (3, 4), (5, 6))}, "Virtuoso": {"event": _asked((1, 2), (3, 4))}}
    told = {name: measure._told(asked, name)["answers"] for name in asked}
    assert told == {"Dragoman": {"event": [4, 6]}, "Virtuoso": {"event": [4, 6]}}


def _run(triples: int, slow: str = "") -> dict[str, Any]:
    """A run in which Virtuoso has no answer to one kind."""
    part = {"rate": 100.0, "p50": 1.0, "p95": 2.0, "errors": 0, "cpu_ms": 4.0}
    servers = {}
    for name in ("Dragoman", "Oxigraph server", "Virtuoso"):
        none = slow if name == "Virtuoso" else ""
        servers[name] = {
            "version": "1", "filled": 2.0, "started": 1.0, "memory": 10.0,
            "answers": {kind: None if kind == none else [1, 1] for kind in _KINDS},
            "latency": {kind: None if kind == none else 2.0 for kind in _KINDS},
            "mix": {mix: {str(count): part for count in (1, 8, 32)} for mix in queries.MIXES},
        }  # fmt: skip
    bare = {"where": "memory", "took": dict.fromkeys(_KINDS, 1.0)}
    cache = {"cold_ms": 1.0, "warm_ms": 1.0, "warm": part, "unchanged": part}
    return {"triples": triples, "date": "2020-01-02", "servers": servers, "bare": bare, "cache": cache,
            "left_out": [slow] if slow else []}  # fmt: skip


def _told(*runs: dict[str, Any]) -> dict[str, Any]:
    return {"date": "2020-01-02", "machine": "one", "note": "", "python": "3", "cold": 1.0, "runs": list(runs)}


def test_no_answer_counts_as_the_limit() -> None:
    """It is shown as none, and said of the mixes; the mean of a server has it."""
    page = report.markdown(_told(_run(1000, "event")))
    assert "| event | 2.00 | 2.00 | none | 1.00 |" in page
    assert f"| 2.00 | 2.00 | {report.mean([60_000.0, *[2.0] * 13]):.2f} | 1.00 |" in page
    assert "Event is left out of all mixes" in page
    assert "left out" not in report.markdown(_told(_run(1000)))


def test_a_server_that_answers_nothing_has_no_ratio() -> None:
    """Not one request of a mix may be through when the time is over."""
    run = _run(1000)
    mixes = run["servers"]["Virtuoso"]["mix"]
    mixes["records"] = {count: {**part, "rate": 0.0} for count, part in mixes["records"].items()}
    assert "| Virtuoso 1 | 0 / 0 / 0 | none | 2.0 |" in report.markdown(_told(run))


def test_runs_of_other_sizes_stay(tmp_path: Path) -> None:
    """Those of the same machine do, with their day; the same size is replaced."""
    file = tmp_path / "speed.json"
    assert earlier(file, "one") == []
    old = _run(1000)
    del old["date"], old["servers"]["Dragoman"]["mix"]["light queries"]
    file.write_text(json.dumps(_told(old, _run(5000))))
    assert earlier(file, "another") == []
    runs = merged(earlier(file, "one"), {**_run(5000), "date": "2020-02-03"})
    assert [(run["triples"], run["date"]) for run in runs] == [(1000, "2020-01-02"), (5000, "2020-02-03")]
    told = {**_told(*runs), "date": "2020-02-03"}
    page = report.markdown(told)
    assert page.count("Measured 2020-01-02.") == 1
    assert page.count("Light queries, mixed") == 1
    assert plot.svg(told).count("Light queries a second") == 1
