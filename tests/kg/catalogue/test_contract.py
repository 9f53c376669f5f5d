"""One contract for every form of catalogue: the core held in memory, and the same records in an SQLite file."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from pathlib import Path

import pytest

from kg.catalogue import Catalogue, Office, Record, Stored, Table, load
from kg.catalogue.protocol import MOST, SHORTEST
from kg.catalogue.writer import write
from kg.errors import InputError
from kg.link import link
from kg.names import fold
from tests.kg.link.documents import document

NAMESAKES = tuple(
    Record(f"Q{900_000_000 + n}", "Jane Roe", "Person", "person", ("Roe, Jane",), sitelinks=n) for n in range(70)
)
"""More people of one name than an answer holds; their numbers are no items."""


@pytest.fixture(scope="module")
def core() -> Table:
    found = load()
    assert isinstance(found, Table)
    return found


@pytest.fixture(scope="module")
def file(core: Table, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("catalogue") / "built.db"
    write(path, [*core, *NAMESAKES], {"made": "by a test"})
    return path


@pytest.fixture(scope="module", params=["memory", "file"])
def catalogue(request: pytest.FixtureRequest, core: Table, file: Path) -> Catalogue:
    return Table([*core, *NAMESAKES], "1-0123456789ab") if request.param == "memory" else load(file)


def test_every_record_comes_back_whole(catalogue: Catalogue, core: Table) -> None:
    assert len(catalogue) == len(core) + len(NAMESAKES)
    assert set(catalogue) == {*core, *NAMESAKES}
    assert list(catalogue) == list(catalogue)
    for record in list(core)[::97]:
        assert (catalogue.get(record.qid) if record.qid else record) == record


@pytest.mark.parametrize("qid", ["", "Q", "Q0", "Q999999999999999999999", "X12", "Q-1", "Q٣", "Q1016 "])
def test_what_is_no_item_of_it_is_not_found(catalogue: Catalogue, qid: str) -> None:
    assert catalogue.get(qid) is None


def test_names_are_found_folded_and_the_best_known_first(catalogue: Catalogue) -> None:
    for name in ("Côte d’Ivoire", "cote d'ivoire", "the Netherlands", "NETHERLANDS"):
        assert catalogue.lookup(name), name
    tripolis = catalogue.lookup("Tripoli")
    assert {"Q3579", "Q168954", "Q193409"} <= {r.qid for r in tripolis}
    assert [r.fame for r in tripolis] == sorted((r.fame for r in tripolis), reverse=True)
    assert catalogue.lookup("No Such Name") == catalogue.lookup("") == ()


def test_of_many_namesakes_the_best_known_are_given(catalogue: Catalogue) -> None:
    found = catalogue.lookup("jane roe")
    assert len(found) == MOST
    assert found[0].sitelinks == max(r.sitelinks for r in found)
    assert len(catalogue.sounding("Roe Jane")) == MOST


def test_states_capitals_adjectives_and_bodies(catalogue: Catalogue) -> None:
    libya = catalogue.get("Q1016")
    assert libya in catalogue.states()
    assert {r.type for r in catalogue.states()} == {"State"}
    assert libya is not None
    capital = catalogue.capital(libya)
    assert capital is not None
    assert capital.qid == "Q3579"
    assert catalogue.capital(capital) is None
    assert catalogue.by_demonym["libyan"] == (libya,)
    assert {r.qid for r in catalogue.by_demonym["congolese"]} == {"Q971", "Q974"}
    (bank,) = catalogue.institutions("central bank", "Q1016")
    assert bank.qid == "Q58234"
    assert catalogue.institutions("central bank", "Q0") == ()


@pytest.mark.parametrize("name", ["Moamer Kadhafi", "Qadhafi Muammar", "Muammar Gadafi"])
def test_people_are_found_by_sound_in_any_order(catalogue: Catalogue, name: str) -> None:
    assert "Q19878" in {r.qid for r in catalogue.sounding(name)}


def test_a_single_word_says_too_little_to_be_found_by_sound(catalogue: Catalogue) -> None:
    assert catalogue.sounding("Kadhafi") == ()
    assert "Q19878" in {r.qid for r in catalogue.surnamed("gaddafi")}
    assert catalogue.surnamed("") == ()


def test_slips_of_spelling(catalogue: Catalogue) -> None:
    assert catalogue.alike("afghanistam", 90.0, 4)[0][0] == "afghanistan"
    assert catalogue.alike("x" * (SHORTEST - 1), 1.0, 4) == ()
    assert catalogue.alike('"quo"ted" OR names', 90.0, 4) == ()
    assert catalogue.alike("zzzzzzzzzz", 90.0, 4) == ()


def test_beginnings_of_names(catalogue: Catalogue) -> None:
    found = catalogue.starting("Trip", 5)
    assert found[0].label == "Tripoli"
    assert len(found) <= 5
    assert all(any(fold(name).startswith("trip") for name in r.names) for r in found)
    assert catalogue.starting("", 5) == catalogue.starting("Qqqq", 5) == ()


def test_names_with_their_types(catalogue: Catalogue) -> None:
    assert catalogue.names(["State"]).keys() < catalogue.names().keys()
    assert catalogue.names()["Georgia"] >= {"State", "Place"}


def test_the_version_names_the_content(catalogue: Catalogue) -> None:
    assert re.fullmatch(r"\d+-[0-9a-f]{12}", catalogue.version)


def test_both_forms_give_the_same_answers(core: Table, file: Path) -> None:
    table, stored = Table([*core, *NAMESAKES]), load(file)
    names = sorted({name for r in core for name in r.names})
    for name in names[::60]:
        key = fold(name)
        slip = key[:3] + key[4:]
        assert table.lookup(name) == stored.lookup(name)
        assert set(table.sounding(name)) == set(stored.sounding(name))
        assert table.alike(slip, 90.0, 4) == stored.alike(slip, 90.0, 4), slip
        assert table.starting(name[:5], 6) == stored.starting(name[:5], 6), name


TEXT = (
    "Libyan officials met John Kerry in Vienna. Tripoli's central bank is short of cash, "
    "Moamer Kadhafi's heirs are not. Congo did not attend; the Organisation for Security and Cooperation in Europe did."
)
ENTITIES = (
    ("Libyan", "State"), ("John Kerry", "Person"), ("Vienna", "Place"), ("Tripoli", "Place"),
    ("central bank", "Organization"), ("Moamer Kadhafi", "Person"), ("Congo", "State"),
    ("Organisation for Security and Cooperation in Europe", "Organization"),
)  # fmt: skip


def test_the_linker_chooses_alike_with_both(catalogue: Catalogue, core: Table) -> None:
    text = document(TEXT, *ENTITIES, date="2016-05-16")
    mine, theirs = link(text, catalogue).links, link(text, core).links
    assert [(x.qid, x.score, x.reason, x.features) for x in mine] == [
        (x.qid, x.score, x.reason, x.features) for x in theirs
    ]
    assert sum(x.qid is not None for x in mine) == 7
    assert {x.catalogue for x in mine} == {catalogue.version}


# the file


def test_the_same_records_give_the_same_version_and_others_another(core: Table, tmp_path: Path) -> None:
    some = list(core)[:50]
    one, two = (write(tmp_path / f"{n}.db", some, {"made": str(n)}) for n in (1, 2))
    assert one == two != write(tmp_path / "3.db", some[1:], {})
    assert load(tmp_path / "1.db").version == one


def test_facts_survive_the_file(tmp_path: Path) -> None:
    record = Record(
        "Q1", "Ann “A” Berg", "Person", "politician", ("Berg | Ann",), ("x",), ("Q2", "Q3"), "Q4", "AB", "ABC", "012",
        "7", -1.5, 0.0, (Office("chair; of|all", "2016", ""), Office("member")), "Q5", 3, "verified", 44,
    )  # fmt: skip
    nameless = Record("", "Ann Berg", "Person")
    write(tmp_path / "c.db", [record, nameless], {})
    stored = load(tmp_path / "c.db")
    assert stored.get("Q1") == record
    assert list(stored) == [nameless, record]


def test_it_is_read_only_mapped_and_of_use_to_threads_and_children(file: Path) -> None:
    stored = Stored(file)
    with pytest.raises(sqlite3.OperationalError, match="read"):
        stored._rows("DELETE FROM item")
    ((mapped,),) = stored._rows("PRAGMA mmap_size")
    assert mapped > file.stat().st_size
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.append(len(stored.lookup("Tripoli")))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(seen)) == 1
    assert len(seen) == 4
    child = os.fork()
    if child == 0:
        os._exit(0 if stored.lookup("Tripoli") else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_a_new_file_in_its_place_leaves_readers_with_the_old(tmp_path: Path, core: Table) -> None:
    path = tmp_path / "c.db"
    write(path, list(core)[:2000], {})
    old = Stored(path)
    before = old.lookup("Algeria"), len(old)
    write(path, list(core)[:10], {})
    assert (old.lookup("Algeria"), len(old)) == before
    assert len(Stored(path)) == 10


BROKEN = [("", "no catalogue"), ("SQLite format 3\x00" + "junk" * 200, "broken")]


@pytest.mark.parametrize(("content", "said"), BROKEN, ids=["empty", "junk"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "c.db"
    path.write_text(content)
    with pytest.raises(InputError, match=said) as caught:
        load(path)
    assert "dragoman catalogue" in caught.value.cure


def test_somebody_elses_database_and_another_format_are_refused(tmp_path: Path, core: Table) -> None:
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("CREATE TABLE meta (name, value)").connection.close()
    with pytest.raises(InputError, match="no catalogue"):
        load(other)
    write(tmp_path / "c.db", list(core)[:3], {})
    with sqlite3.connect(tmp_path / "c.db") as base:
        base.execute("UPDATE meta SET value = '99' WHERE name = 'format'")
    with pytest.raises(InputError, match="format 99"):
        load(tmp_path / "c.db")
