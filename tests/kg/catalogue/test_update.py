"""A catalogue from a SPARQL service: all pages, polite, stopped and gone on, and never half of anything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import endpoint
from kg.catalogue import Office, Record, Stored, Table, dump, load, sparql
from tests.kg.catalogue import world as w
from tests.kg.catalogue.service import open_service
from tests.web import Reply, Web
from tests.wikidata_dump import write_dump

Run = Callable[..., tuple[int, str, str]]
DRAGOMAN = Path(sys.executable).with_name("dragoman")
CLASSES = ("sovereign state", "historical country", "city", "town", "human", "political party")


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparql, "PAGE", 2)
    monkeypatch.setattr(sparql, "LEAST", 1)


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between attempts, which are not really made."""
    found: list[float] = []
    monkeypatch.setattr(endpoint.time, "sleep", found.append)
    return found


def words(web: Web, out: str = "c.db", pause: float = 0.0) -> list[str]:
    classes = [word for name in CLASSES for word in ("--class", name)]
    where = ["--wikidata-sparql", f"{web.url}/sparql", "--cache", "kept", "--pause", str(pause)]
    return ["catalogue", "update", out, *where, *classes]


def test_all_pages_of_all_classes(run: Run, web: Web, tmp_path: Path, small_core: Table) -> None:
    answered = open_service(web)
    code, out, err = run(*words(web))
    assert (code, out) == (0, "c.db\n"), err
    built = load(tmp_path / "c.db")
    core = {r.key for r in small_core}
    wanted = {w.STATE, w.CAPITAL, w.OLD_CAPITAL, w.ELDER, w.YOUNGER, w.PARTY, w.EMPIRE}
    assert {r.key for r in built} - core == wanted
    younger, capital, libya = (_record(built.get(qid)) for qid in (w.YOUNGER, w.CAPITAL, w.LIBYA))
    assert younger.offices == (Office("Minister of Peace of Zembla", "2012-05-01", "2019"),)
    assert younger.countries == (w.STATE,)
    assert (capital.capital_of, capital.lat, capital.lon) == (w.STATE, 61.25, 24.5)
    assert (libya.label, libya.sitelinks, "Jamahiriya" in libya.aliases) == ("Libya", 290, True)
    assert _record(built.get(w.STATE)).demonyms == ("Zemblan",)
    assert sum("LIMIT 2" in query for query in answered) > len(CLASSES)  # some classes have more than one page


def _record(found: Record | None) -> Record:
    assert found is not None
    return found


def test_who_asks_is_said_and_rests_are_made(run: Run, web: Web, waited: list[float]) -> None:
    answered = open_service(web)
    assert run(*words(web, pause=1.5))[0] == 0
    assert waited == [1.5] * len(answered)
    agents = {asked.headers["User-Agent"] for asked in web.asked}
    assert [agent for agent in agents if not agent.startswith("dragoman/")] == []


def test_nothing_is_asked_twice(run: Run, web: Web, tmp_path: Path) -> None:
    open_service(web)
    assert run(*words(web))[0] == 0
    first, asked = load(tmp_path / "c.db").version, len(web.asked)
    assert run(*words(web, "again.db"))[0] == 0
    assert len(web.asked) == asked
    assert load(tmp_path / "again.db").version == first


def test_a_busy_service_is_given_the_time_it_asks_for(run: Run, web: Web, waited: list[float]) -> None:
    def busy(number: int, query: str) -> Reply | None:
        return {2: Reply(429, {"Retry-After": "77"}), 4: Reply(502), 5: Reply(502), 6: Reply(502)}.get(number)

    open_service(web, busy)
    code, _, err = run(*words(web))
    assert code == 0, err
    assert [pause for pause in waited if pause] == [77.0, 2.0, 4.0, 8.0]


def test_a_page_too_many_is_asked_for_in_halves(run: Run, web: Web, tmp_path: Path) -> None:
    answered = open_service(web, lambda _, query: Reply(500, {}, b"timeout") if "LIMIT 2" in query else None)
    code, _, err = run(*words(web))
    assert code == 0, err
    assert load(tmp_path / "c.db").get(w.STATE) is not None
    assert any("LIMIT 1" in query for query in answered)


@pytest.mark.parametrize(
    "reply",
    [Reply(500), Reply(200, {"Content-Type": "application/sparql-results+json"}, b'{"results": {"bindings": [{"it'),
     Reply(200, {"Content-Type": "text/html"}, b"<p>hello</p>"), Reply(403)],
    ids=["500", "half", "page", "403"],
)  # fmt: skip
def test_an_outage_changes_nothing_and_what_came_is_kept(
    run: Run, web: Web, tmp_path: Path, waited: list[float], reply: Reply
) -> None:
    open_service(web)
    assert run(*words(web))[0] == 0
    before = (tmp_path / "c.db").read_bytes()
    whole = len(web.asked)
    (tmp_path / "kept" / "wikidata-1.sqlite").unlink()
    web.asked.clear()
    answered = open_service(web, lambda number, _: reply if number > 4 else None)
    code, out, err = run(*words(web))
    assert (code, out) == (1, "")
    assert web.url in err
    assert (tmp_path / "c.db").read_bytes() == before
    assert len(answered) == 4
    web.asked.clear()
    open_service(web)
    assert run(*words(web))[0] == 0
    assert len(web.asked) == whole - 4


def test_a_run_that_is_killed_goes_on_where_it_was(web: Web, tmp_path: Path) -> None:
    reached, release = threading.Event(), threading.Event()

    def hang(number: int, query: str) -> Reply | None:
        if number == 5:
            reached.set()
            release.wait(30)
        return None

    first = open_service(web, hang)
    started = subprocess.Popen([DRAGOMAN, *words(web)], cwd=tmp_path, env=os.environ)
    assert reached.wait(60)
    started.send_signal(signal.SIGKILL)
    started.wait()
    release.set()
    assert not (tmp_path / "c.db").exists()
    before = first[:4]
    second = open_service(web)
    done = subprocess.run([DRAGOMAN, *words(web)], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert set(before) & set(second) == set()
    assert load(tmp_path / "c.db").get(w.STATE) is not None


def test_a_catalogue_from_a_dump_is_brought_up_to_date(run: Run, web: Web, tmp_path: Path) -> None:
    grown = [dict(one, labels={"en": {"language": "en", "value": "Onhava-on-Sea"}}) for one in w.world()
             if one["id"] == w.CAPITAL]  # fmt: skip
    write_dump(tmp_path / "d.json", iter([*(o for o in w.world() if o["id"] not in {w.CAPITAL, w.ELDER}), *grown]))
    assert run("catalogue", "import", "d.json", "c.db")[0] == 0
    old = Stored(tmp_path / "c.db")
    assert _record(old.get(w.CAPITAL)).label == "Onhava-on-Sea"
    open_service(web)
    code, _, err = run(*words(web)[:9], "--class", "city")
    assert code == 0, err
    new = Stored(tmp_path / "c.db")
    assert _record(new.get(w.CAPITAL)).label == "Onhava"
    assert new.get(w.PARTY) == old.get(w.PARTY)
    assert len(new) == len(old)


def test_a_class_that_there_is_not_and_a_catalogue_of_the_other_form(run: Run, web: Web, tmp_path: Path) -> None:
    code, _, err = run("catalogue", "update", "c.db", "--class", "teapot")
    assert code == 2
    assert "There are: human" in err
    (tmp_path / "c.tsv").write_text(dump([]))
    code, _, err = run(*words(web, "c.tsv"))
    assert code == 2
    assert "Name another file" in err
    assert web.asked == []


def test_a_service_without_such_items_is_told(run: Run, web: Web, tmp_path: Path) -> None:
    body = b'{"head": {"vars": []}, "results": {"bindings": []}}'
    web.answer = lambda asked: Reply(200, {"Content-Type": "application/sparql-results+json"}, body)
    code, _, err = run(*words(web))
    assert code == 1
    assert "Does it hold Wikidata?" in err
    assert not (tmp_path / "c.db").exists()
