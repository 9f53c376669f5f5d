"""A catalogue from a dump of Wikidata, by the command: what is taken, as what, and what a bad dump gives."""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from kg import cli
from kg.catalogue import Catalogue, Office, Record, Table, load
from kg.link import link
from tests.kg.catalogue import world as w
from tests.kg.link.documents import document
from tests.wikidata_dump import crowd, write_dump

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dump") / "all.json"
    many = (one for one in crowd(120) if not one["sitelinks"])
    write_dump(path, itertools.chain(w.world(), itertools.islice(many, 90)))
    return path


@pytest.fixture(scope="module")
def built(dump: Path, small_core: Table) -> Catalogue:
    out = dump.with_name("built.db")
    assert cli.run(["catalogue", "import", str(dump), str(out)]) == 0
    return load(out)


def record(built: Catalogue, qid: str) -> Record:
    found = built.get(qid)
    assert found is not None
    return found


def test_what_is_wanted_is_taken_and_nothing_else(built: Catalogue, small_core: Table) -> None:
    core = {r.key for r in small_core}
    assert {r.key for r in built if r.key not in core} == {
        w.STATE,
        w.CAPITAL,
        w.OLD_CAPITAL,
        w.ELDER,
        w.YOUNGER,
        w.PARTY,
        w.EMPIRE,
    }
    assert all(built.get(qid) is None for qid in (w.HAMLET, w.NAMELESS, w.TEAPOT, w.STAR))


def test_a_state_with_its_codes_adjective_and_capital(built: Catalogue) -> None:
    state = record(built, w.STATE)
    assert (state.label, state.type, state.subtype, state.aliases) == (
        "Zembla", "State", "sovereign state", ("Kingdom of Zembla",),
    )  # fmt: skip
    assert (state.iso2, state.iso3, state.m49, state.demonyms) == ("ZE", "ZEM", "997", ("Zemblan",))
    assert state.sitelinks == 88
    assert state.countries == (w.STATE,)
    capital = built.capital(state)
    assert capital == record(built, w.CAPITAL)
    assert (capital.subtype, capital.countries, capital.lat, capital.lon) == ("capital city", (w.STATE,), 61.25, 24.5)
    assert (capital.geonames, capital.aliases) == ("4242", ("Onhavaburg",))
    assert record(built, w.OLD_CAPITAL).capital_of == ""


def test_classes_are_found_through_others_and_the_first_that_fits_counts(built: Catalogue) -> None:
    assert record(built, w.PARTY).subtype == "political party"
    assert record(built, w.EMPIRE).subtype == "historical country"
    assert record(built, w.OLD_CAPITAL).subtype == "city"


def test_offices_have_titles_and_dates_at_their_precision(built: Catalogue) -> None:
    younger = record(built, w.YOUNGER)
    assert younger.offices == (Office("Minister of Peace of Zembla", "2012-05-01", "2019"),)
    assert younger.countries == (w.STATE,)
    assert younger.subtype == "politician"


def test_what_is_checked_wins_and_gains_what_it_lacks(built: Catalogue, small_core: Table) -> None:
    mine = next(r for r in small_core if r.qid == w.LIBYA)
    found = record(built, w.LIBYA)
    assert (found.label, found.checked, found.iso3, found.sitelinks) == ("Libya", mine.checked, "LBY", 290)
    assert set(found.aliases) == {*mine.aliases, "Jamahiriya", "Libya (Wikidata)"}


@pytest.mark.parametrize(("day", "who"), [("1995-06-01", w.ELDER), ("2016-05-16", w.YOUNGER), ("2005-01-01", None)])
def test_of_two_ministers_of_one_name_the_date_tells_which(built: Catalogue, day: str, who: str | None) -> None:
    text = "Otto Brandt spoke in Onhava. Zembla wants peace, and Zemblan farmers cheered."
    entities = (("Otto Brandt", "Person"), ("Onhava", "Place"), ("Zembla", "State"))
    minister, capital, state = link(document(text, *entities, date=day), built).links
    assert (capital.qid, state.qid) == (w.CAPITAL, w.STATE)
    assert minister.qid == who
    if who is None:
        assert "can mean" in minister.reason
    else:
        assert minister.features["office"] == 1.0
    assert minister.catalogue == built.version


@pytest.mark.parametrize("pack", [".gz", ".bz2", ".zst"])
def test_every_packing_gives_the_same(run: Run, dump: Path, built: Catalogue, tmp_path: Path, pack: str) -> None:
    packed = tmp_path / f"all.json{pack}"
    data = dump.read_bytes()
    packed.write_bytes({".gz": gzip.compress, ".bz2": bz2.compress, ".zst": zstandard.compress}[pack](data))
    code, out, err = run("catalogue", "import", packed, "c.db")
    assert (code, out.strip()) == (0, "c.db")
    assert built.version in err
    assert load(tmp_path / "c.db").version == built.version


def test_standard_input(run: Run, dump: Path, built: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(dump.read_bytes())))
    code, _, err = run("catalogue", "import", "-", "c.db")
    assert code == 0
    assert built.version in err


@pytest.mark.parametrize("pack", [".gz", ".bz2", ".zst", ".json"])
def test_half_a_dump_is_told(run: Run, dump: Path, tmp_path: Path, pack: str) -> None:
    data = dump.read_bytes()
    packs: dict[str, Callable[[bytes], bytes]] = {
        ".gz": gzip.compress, ".bz2": bz2.compress, ".zst": zstandard.compress, ".json": bytes
    }  # fmt: skip
    whole = packs[pack](data)
    half = tmp_path / f"half{pack}"
    half.write_bytes(whole[: len(whole) // 2])
    code, _, err = run("catalogue", "import", half, "c.db")
    if code == 0:
        assert "does not end as a whole one does" in err
    else:
        assert code == 2
        assert f"half{pack}" in err
        assert not (tmp_path / "c.db").exists()
    assert [path.name for path in tmp_path.iterdir() if "items" in path.name] == []


def test_lines_that_hold_nothing_are_counted(run: Run, dump: Path, tmp_path: Path) -> None:
    lines = dump.read_bytes().splitlines(keepends=True)
    lines.insert(2, b'{"id": "Q5", "claims": {"P279":[{"mainsnak": broken,\n')
    lines.insert(3, b'{"id": "Q5", "labels": 5, "claims": {"P279":[{"mainsnak": 7}]}},\n')
    (tmp_path / "d.json").write_bytes(b"".join(lines))
    code, _, err = run("catalogue", "import", "d.json", "c.db")
    assert code == 0
    assert "2 of " in err


@pytest.mark.parametrize("content", ["", "hello\n" * 9, '{"id": "Q5", "P279":[{"mainsnak" and so on\n'])
def test_what_is_no_dump_is_refused(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "d.json").write_text(content)
    code, _, err = run("catalogue", "import", "d.json", "c.db")
    if content.startswith("hello"):
        assert "does not end" in err  # lines without anything of use could be a dump's
    else:
        assert code == 2
        assert "no dump of Wikidata" in err


def test_nothing_else_is_written_over(run: Run, dump: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("two years of work")
    code, _, err = run("catalogue", "import", dump, "thesis.txt")
    assert code == 2
    assert "Name another file" in err
    assert (tmp_path / "thesis.txt").read_text() == "two years of work"
    assert run("catalogue", "import", "nowhere.json", "c.db")[0] == 2


def test_info_says_what_is_in_it(run: Run, dump: Path, built: Catalogue, small_core: Table) -> None:
    code, out, _ = run("catalogue", "info", dump.with_name("built.db"), "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert told["version"] == built.version
    assert told["records"] == len(built) == sum(told[kind] for kind in {r.type for r in built})
    assert told["dump"] == "all.json"
    assert told["core is the shipped one"] is True
    assert told["core"] == small_core.version
    code, out, _ = run("catalogue", "info")
    assert code == 0
    assert "19," in out  # the one that ships, since no other is named
