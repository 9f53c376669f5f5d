"""What is given back: statements that Wikidata lacks with every reference, and nothing that is not known to be one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import ontology
from kg import cli
from kg.config import Settings
from kg.giveback import quickstatements
from kg.giveback.statements import PROPERTIES, Source, Told
from kg.model import Article, LinkedDocument, Relation
from kg.sources import Metadata
from kg.stages import build
from tests.kg import camp_david
from tests.web import Reply, Web
from tests.wikidata import ITEMS, Known, Service, to_item

URL = "https://courier.example/accords"
LEAGUE = "The Arab League condemned the accords."


def _relations(find: camp_david.Finder) -> tuple[Relation, ...]:
    """Egypt is in the League; all others are such that they must not be told."""
    league = find.sentence("Arab League")
    evidence = find("condemned")

    def relation(number: int, kind: str, subject: str, object_: str, **more: object) -> Relation:
        return Relation(f"x{number}", kind, subject, object_, league, evidence, **more)  # type: ignore[arg-type]

    return (
        relation(1, "memberOf", "e1", "e5"),
        relation(2, "memberOf", "e2", "e5", status="possible"),
        relation(3, "memberOf", "e4", "e5", attributed_to=("e3",)),
        relation(4, "memberOf", "e10", "e5"),
        relation(5, "alliedWith", "e1", "e5"),
        relation(6, "locatedIn", "e9", "e1"),
        relation(7, "memberOf", "e9", "e5"),
    )


def reading(articles: Iterable[Article]) -> Iterator[LinkedDocument]:
    """As by hand, with our relations; Cairo (e9) is linked without certainty, Washington (e10) is not linked."""
    for linked in camp_david.reading(articles):
        document = replace(linked.document, relations=_relations(camp_david.Finder(camp_david.FIRST)), quantities=())
        links = tuple(replace(x, score=0.7) if x.entity == "e9" else x for x in linked.links)
        yield LinkedDocument(document, links)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("giveback")
    (folder / "first.txt").write_text(camp_david.FIRST, encoding="utf-8")
    given = Metadata(published="1978-09-18", url=URL)
    build([folder / "first.txt"], folder / "data", Settings(enrichment="none"), given=given, reading=reading)
    return folder / "data"


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


Run = Callable[..., Ran]


@pytest.fixture
def export(web: Web, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """``dragoman export …`` with our own Wikidata."""
    web.answer = Service()
    given = {
        "cache": str(tmp_path / "cache"), "http_retries": "0", "wikidata_api": f"{web.url}/w/api.php",
        "wikidata_sparql": f"{web.url}/sparql",
    }  # fmt: skip

    def run(form: str, *arguments: str) -> Ran:
        settings = [part for name, value in given.items() for part in ("--set", f"{name}={value}")]
        code = cli.run([*settings, "export", form, str(out), *arguments])
        seen = capsys.readouterr()
        return Ran(code, seen.out, seen.err)

    return run


def test_a_statement_that_wikidata_lacks_with_address_day_and_words(export: Run) -> None:
    done = export("quickstatements", "--retrieved", "2026-03-04")
    assert done.code == 0
    assert done.out.splitlines() == [
        f'Q79\tP463\tQ7172\tS854\t"{URL}"\tS813\t+2026-03-04T00:00:00Z/11\tS1683\ten:"{LEAGUE}"'
    ]
    assert "statements: 1, references: 1" in done.err


def test_the_same_as_csv(export: Run, tmp_path: Path) -> None:
    done = export("quickstatements", "--format", "csv", "--retrieved", "2026-03-04", "--to", str(tmp_path / "qs"))
    rows = list(csv.reader(io.StringIO((tmp_path / "qs" / "P463.csv").read_text())))
    assert rows == [
        ["qid", "P463", "S854", "S813", "S1683"],
        ["Q79", "Q7172", f'"{URL}"', "+2026-03-04T00:00:00Z/11", f'en:"{LEAGUE}"'],
    ]
    assert done.out == ""
    assert export("quickstatements", "--format", "csv", "--property", "P361").out == ""


def test_what_wikidata_has_is_not_told(web: Web, export: Run) -> None:
    service = Service()
    claims = {**ITEMS["Q79"].claims, "P463": [to_item("P463", "Q7172")]}
    service.items["Q79"] = Known(ITEMS["Q79"].labels, ITEMS["Q79"].classes, claims=claims)
    web.answer = service
    assert export("quickstatements").out == ""


def test_an_outage_is_an_error_and_gives_nothing(web: Web, export: Run) -> None:
    web.answer = lambda asked: Reply(500)
    done = export("quickstatements")
    assert (done.code, done.out) == (1, "")
    assert "answered 500" in done.err
    assert "--compare catalogue" in done.err
    offline = export("quickstatements", "--compare", "catalogue")
    assert len(offline.out.splitlines()) == 1
    assert "Not compared with Wikidata itself" in offline.err


def test_every_source_is_a_reference_and_nothing_breaks_the_syntax() -> None:
    sources = (Source("https://a.example/ä|b", 'He said: "yes"', "en"), Source("https://b.example/", "one | two", "fr"))
    told = [Told("Q79", "P463", "Q7172", sources)]
    first, second = (line.split("\t") for line in quickstatements.version_1(told, "2026-03-04"))
    assert first[4] == '"https://a.example/%C3%A4%7Cb"'
    assert first[8] == 'en:"He said: "yes""'
    assert second[-1] == "+2026-03-04T00:00:00Z/11", "words with a bar would be cut by the tool, so they are left out"
    rows = list(csv.reader(io.StringIO(quickstatements.tables(told, "2026-03-04")["P463"])))
    assert [row[4] for row in rows] == ["S1683", 'en:"He said: "yes""', 'fr:"one | two"']


def test_every_property_is_confirmed_by_the_alignment() -> None:
    table = (ontology.path("align") / "mappings.sssom.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in table if not line.startswith("#")]
    confirmed = {
        (row[0], row[3], row[4]) for row in rows if row[2] in {"skos:exactMatch", "skos:closeMatch", "skos:narrowMatch"}
    }
    assert {(f"dm:{one.relation}", f"wd:{one.pid}", one.label) for one in PROPERTIES} <= confirmed


def test_all_links_as_a_table(export: Run, out: Path) -> None:
    lines = export("sssom").out.splitlines()
    head = [line for line in lines if line.startswith("#")]
    assert f'#mapping_set_version: "{(out / "current").resolve().name}"' in head
    rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))
    found = {(row["object_id"], row["object_label"]) for row in rows}
    assert found == {(f"wd:{qid}", label) for qid, label in camp_david.ITEMS.values()}
    carter = next(row for row in rows if row["object_id"] == "wd:Q23685")
    assert carter["subject_id"].startswith("entity:jimmy-carter-")
    assert (carter["predicate_id"], carter["mapping_justification"]) == ("skos:exactMatch", "semapv:CompositeMatching")
    assert (carter["confidence"], carter["object_source_version"]) == ("0.95", "hand-made 1")
    assert carter["comment"] == "the only Jimmy Carter known"
