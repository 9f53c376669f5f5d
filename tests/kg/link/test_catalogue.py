"""The catalogue that ships: whole, consistent, and every item in it confirmed by the lists of checked facts."""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import get_args

import pytest

from kg.catalogue import Catalogue, Office, Record, dump, load, parse
from kg.errors import InputError
from kg.make_catalogue.facts import read_table
from kg.make_catalogue.gazetteer import facts_of, offices
from kg.model import EntityType
from kg.names import fold
from tests.places import ROOT

QID = re.compile(r"(?<![\w/.-])Q[1-9]\d{0,9}\b")


WRITTEN = {".ttl", ".tsv", ".csv", ".json", ".jsonl", ".rq", ".md", ".py", ".html", ".trig", ".nq"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def facts(shared: Path) -> dict[str, set[str]]:
    """Folded labels and aliases by QID, from the two large files and the gazetteer's verified rows."""
    folder = shared / "wikidata"
    found: dict[str, set[str]] = defaultdict(set)
    for name in ("qid_labels.tsv.gz", "qid_aliases.tsv.gz"):
        with gzip.open(folder / name, "rt", encoding="utf-8") as file:
            next(file)
            for line in file:
                qid, label = line.split("\t")[:2]
                found[qid].add(fold(label))
    for name, column in (("gazetteer.tsv", "verification"), ("seed_entities.tsv", "confidence")):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["qid"] and row[column].startswith("verified"):
                    found[row["qid"]].add(fold(row["label"]))
    return found


def test_every_item_is_confirmed_under_one_of_its_names(catalogue: Catalogue, facts: dict[str, set[str]]):
    wrong = [f"{r.qid} {r.label}" for r in catalogue if r.qid and not {fold(n) for n in r.names} & facts[r.qid]]
    assert not wrong


def test_every_item_named_anywhere_in_the_project_is_known(facts: dict[str, set[str]]):
    """Data, code, ontology, questions, tests: a QID that no list knows was made up."""
    unknown = {}
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT).parts
        if path.suffix in {
            ".ttl",
            ".tsv",
            ".csv",
            ".json",
            ".jsonl",
            ".rq",
            ".md",
            ".py",
            ".html",
            ".trig",
            ".nq",
        } and not any(p.startswith(".") or p in {"w3c", "node_modules", "build", "dist"} for p in inside):
            for qid in set(QID.findall(path.read_text(encoding="utf-8", errors="replace"))):
                if qid not in facts and len(qid) > 2:
                    unknown[qid] = str(path.relative_to(ROOT))
    assert not unknown


def test_every_member_state_is_there_with_codes_adjective_and_capital(catalogue: Catalogue):
    states = [r for r in catalogue if r.subtype == "sovereign state" and r.iso2]
    assert len(states) == 193
    for state in states:
        assert state.qid, state.label
        assert state.demonyms, state.label
        assert re.fullmatch("[A-Z]{2}", state.iso2), state.label
        assert re.fullmatch("[A-Z]{3}", state.iso3), state.label
        assert re.fullmatch(r"\d{3}", state.m49), state.label
    cities = {"MC", "SG"}  # these are their own capitals
    assert {s.iso2 for s in states if catalogue.capital(s) is None} == cities


def test_codes_and_items_stand_once(catalogue: Catalogue):
    for codes in (
        [r.qid for r in catalogue],
        [r.iso2 for r in catalogue],
        [r.iso3 for r in catalogue],
        [r.m49 for r in catalogue],
    ):
        assert not [c for c, n in Counter(filter(None, codes)).items() if n > 1]


def test_types_positions_and_references_hold(catalogue: Catalogue):
    for record in catalogue:
        assert record.type in get_args(EntityType)
        assert record.type != "Group"
        assert (record.lat is None) == (record.lon is None), record.label
        assert record.lat is None or -90 <= record.lat <= 90, record.label
        assert record.lon is None or -180 <= record.lon <= 180, record.label
        for country in (*record.countries, *filter(None, [record.capital_of, record.parent])):
            assert catalogue.get(country), f"{record.label}: {country}"


def test_names_are_readable(catalogue: Catalogue):
    for record in catalogue:
        for name in record.names:
            assert name == name.strip(), record.label
            assert fold(name), record.label
            assert not re.search(r"[\t\n|]", name), record.label


def test_an_alias_of_two_records_keeps_both(catalogue: Catalogue):
    for record in catalogue:
        for name in record.names:
            assert record in catalogue.lookup(name)


@pytest.mark.parametrize(
    ("joke", "item"),
    [
        ("Nelson Mandela", "Q1065"),
        ("Akureyri", "Q133396"),
        ("Europe", "Q458"),
        ("Xanana Gusmão", "Q1254"),
        ("Barack Obama", "Q7747"),
    ],
)
def test_jokes_among_the_aliases_were_left_out(catalogue: Catalogue, joke: str, item: str):
    assert item not in {r.qid for r in catalogue.lookup(joke)}


def test_lookup_ignores_case_accents_and_articles(catalogue: Catalogue):
    for name in (
        "Türkiye",
        "Turkiye",
        "TURKEY",
        "the Netherlands",
        "Côte d’Ivoire",
        "Cote d'Ivoire",
        "sao tome and principe",
    ):
        assert any(r.subtype == "sovereign state" for r in catalogue.lookup(name)), name
    assert catalogue.lookup("No Such Land") == ()


def test_names_and_adjectives_for_the_reader(catalogue: Catalogue):
    names = catalogue.names()
    assert names["Georgia"] >= {"State", "Place"}
    assert "Person" in names["Khalifa Haftar"]
    assert catalogue.names(["State"]).keys() < names.keys()
    assert [r.qid for r in catalogue.by_demonym["libyan"]] == ["Q1016"]
    assert {r.qid for r in catalogue.by_demonym["congolese"]} == {"Q971", "Q974"}


def test_the_version_names_the_content(tmp_path: Path, catalogue: Catalogue):
    path = tmp_path / "small.tsv"
    path.write_text(dump(catalogue.records[:10]), encoding="utf-8")
    other = load(path)
    assert len(other) == 10
    assert other.version != catalogue.version
    assert re.fullmatch(r"\d+-[0-9a-f]{12}", other.version)


def test_the_file_is_read_and_written_without_loss(catalogue: Catalogue):
    assert set(parse(dump(catalogue))) == set(catalogue)


def test_offices_know_their_time():
    office = Office("minister", "2013-02-01", "2017")
    assert office.held_on("2016-05-16") is True
    assert office.held_on("2017-06-01") is True
    assert office.held_on("2013-01-31") is False
    assert Office("cleric").held_on("2016-05-16") is None


@pytest.mark.parametrize(
    ("content", "told"),
    [("name\tplace\n", "first line"), (dump([Record("", "X", "Person")]) + "too\tshort\n", "line 3")],
)
def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path, content: str, told: str):
    path = tmp_path / "broken.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        load(path)


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(InputError, match=r"nowhere\.tsv"):
        load(tmp_path / "nowhere.tsv")


def test_every_verified_row_of_the_gazetteer_is_in_the_core_with_its_facts(catalogue: Catalogue, shared: Path):
    """Rows that two lists confirm; of those with one list, all but the few that nothing else bears out."""
    missing, differing, rows = [], [], 0
    for row in read_table(shared / "wikidata" / "gazetteer.tsv"):
        how = row["verification"]
        if not how.startswith("verified"):
            continue
        rows += 1
        record = catalogue.get(row["qid"])
        if record is None:
            missing.append((how.split(" ")[0], row["label"]))
            continue
        facts = facts_of(row)
        told = {
            "label": fold(row["label"]) in {fold(n) for n in record.names},
            "ISO2": facts.get("ISO2", "")[:2] in {"", record.iso2},
            "ISO3": facts.get("ISO3", "") in {"", record.iso3},
            "M49": facts.get("M49", "") in {"", record.m49},
            "GeoNames": facts.get("GeoNames", "") in {"", record.geonames},
            "demonym": not facts.get("demonym") or bool(record.demonyms),
            "offices": set(offices(facts)) <= set(record.offices),
            "place": not facts.get("lat") or record.lat is not None,
            "capital": facts.get("capital_of", "MC") in {"MC", "SG"} or bool(record.capital_of),
        }
        differing += [(row["label"], what) for what, good in told.items() if not good]
    assert rows > 700
    assert differing == []
    assert [label for how, label in missing if how == "verified"] == []
    assert {label for _, label in missing} == {"EFE", "Tehrik-i-Taliban Pakistan", "Moussa Faki"}


def test_bodies_know_whose_they_are(catalogue: Catalogue):
    of = {r.label: r.parent for r in catalogue if r.parent}
    assert of["UNICEF"] == of["World Food Programme"] == "Q1065"
    assert of["European Commission"] == "Q458"
    assert of["African Union Commission"] == "Q7159"


@pytest.mark.parametrize(
    ("name", "qid"),
    [
        ("ASEAN", "Q7768"),
        ("CARICOM", "Q205995"),
        ("Borno", "Q130626"),
        ("Saigon", "Q1854"),
        ("Swiss Confederation", "Q39"),
    ],
)
def test_names_that_newspapers_use(catalogue: Catalogue, name: str, qid: str):
    assert catalogue.lookup(name)[0].qid == qid


def test_a_name_that_is_also_something_else_is_not_taken_for_a_province(catalogue: Catalogue):
    assert not [r for r in catalogue.lookup("Kursk") if r.subtype == "province"]
    assert catalogue.lookup("Plateau") == ()
