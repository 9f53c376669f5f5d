"""The linker that asks Wikidata, against a server that answers as Wikidata does, and as it does on a bad day."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from kg import catalogue, cli
from kg.config import Settings
from kg.errors import ConfigError, RemoteError, StoreError
from kg.link import linkers
from kg.link.linkers import Linker, linker
from kg.link.live import LiveLinker
from kg.model import Document, Entity, Link, Mention, Span
from kg.wikidata import Wikidata
from kg.wikidata.cache import FILE_NAME
from kg.wikidata.classes import ROOTS
from tests.kg import camp_david
from tests.web import Reply, Web
from tests.wikidata import CITY, HUMAN, ITEMS, JSON, RESULTS, Known, Service, to_item

DOCUMENT = camp_david.first()
IN_FILE = {"Israel": "Q801", "the United States": "Q30"}
ELSEWHERE = {"Egypt": "Q79", "Jimmy Carter": "Q23685", "The Arab League": "Q7172", "Cairo": "Q85"}


@pytest.fixture
def settings(web: Web, tmp_path: Path) -> Settings:
    """A catalogue of two states; everything else must be looked up."""
    file = tmp_path / "small.tsv"
    known = catalogue.load()
    file.write_text(catalogue.dump([r for qid in IN_FILE.values() if (r := known.get(qid)) is not None]))
    return Settings(
        linker="wikidata", catalogue=str(file), cache=str(tmp_path / "cache"), http_seconds=2.0, http_retries=2,
        wikidata_api=f"{web.url}/w/api.php", wikidata_sparql=f"{web.url}/sparql",
    )  # fmt: skip


@pytest.fixture(autouse=True)
def waited(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The pauses between attempts, which nobody waits for here."""
    pauses: list[float] = []
    monkeypatch.setattr("kg.endpoint.time.sleep", pauses.append)
    yield pauses


def live(settings: Settings, waited: list[float]) -> LiveLinker:
    return LiveLinker(settings, Wikidata(settings, waited.append))


def linked(found: LiveLinker, document: Document = DOCUMENT) -> dict[str, str]:
    """Name -> QID, of what got a link."""
    names = {entity.id: entity.name for entity in document.entities}
    return {names[link.entity]: link.qid for link in found.link(document).links if link.qid}


def reasons(found: LiveLinker) -> dict[str, Link]:
    return {DOCUMENT.entity(link.entity).name: link for link in found.link(DOCUMENT).links}


def test_what_the_catalogue_does_not_know_is_looked_up(web: Web, settings: Settings, waited: list[float]) -> None:
    web.answer = service = Service()
    found = live(settings, waited)
    assert linked(found) == IN_FILE | ELSEWHERE
    assert found.issues() == ()
    carter = reasons(found)["Jimmy Carter"]
    assert carter.label == "Jimmy Carter"
    assert carter.catalogue.startswith("wikidata-20")
    assert "in office on 1978-09-18; preferred to Jimmy Carter (, Q44135)" in carter.reason
    assert carter.features["office"] == 1.0
    assert set(service.asked) == {"wbsearchentities", "wbgetentities", "sparql"}
    assert "dragoman" in web.asked[0].headers["User-Agent"]


def test_a_second_build_asks_nothing_and_gives_the_same(web: Web, settings: Settings, waited: list[float]) -> None:
    web.answer = service = Service()
    first = live(settings, waited)
    links = first.link(DOCUMENT)
    first.close()
    asked = len(service.asked)
    assert live(settings, waited).link(DOCUMENT) == links
    assert len(service.asked) == asked


def test_names_that_are_too_common_or_undecided_stay_unlinked(
    web: Web, settings: Settings, waited: list[float]
) -> None:
    service = Service()
    service.items["Q23685"] = Known({"en": "Jimmy Carter"}, (HUMAN,))
    service.items["Q44135"] = Known({"en": "Jimmy Carter"}, (HUMAN,))
    # more hits of the very name than are looked through: the right one may be among the rest
    service.items |= {f"Q{10**9 + n}": Known({"en": "Cairo"}, (CITY,)) for n in range(200)}
    web.answer = service
    found = reasons(live(settings, waited))
    assert found["Jimmy Carter"].qid is None
    assert "the article does not tell which" in found["Jimmy Carter"].reason
    assert (found["Cairo"].qid, found["Cairo"].reason) == (None, "too many items of Wikidata bear the name “Cairo”")


def test_the_only_item_of_a_name_may_be_somebody_else(web: Web, settings: Settings, waited: list[float]) -> None:
    """Most people in the news have no item; somebody of their name often has."""
    service = Service()
    del service.items["Q23685"]  # only the boxer is left
    service.items["Q7172"] = Known({"en": "Arab League"}, ("Q43229",), wikipedias=2)
    service.items["Q85"] = Known({"en": "Cairo"}, (CITY,), claims={"P17": [to_item("P17", "Q30")]}, wikipedias=2)
    web.answer = service
    found = reasons(live(settings, waited))
    assert found["Jimmy Carter"].qid is None
    assert found["Jimmy Carter"].reason == "nothing but the name speaks for Jimmy Carter (, Q44135)"
    assert [one.qid for one in found["Jimmy Carter"].candidates] == ["Q44135"], "a person may know better"
    assert found["The Arab League"].qid is None
    assert found["Cairo"].qid == "Q85", "a small place of a country that the article speaks of"


def _always(reply: Reply, *kinds: str) -> Callable[[str, int], Reply | None]:
    return lambda kind, nth: reply if not kinds or kind in kinds else None


def _error(code: str) -> bytes:
    return json.dumps({"error": {"code": code, "info": "Waiting for a database server."}, "servedby": "x"}).encode()


_SEARCH, _ITEMS, _CLASSES = "wbsearchentities", "wbgetentities", "sparql"
OUTAGES = {
    "too many requests, for an hour": (_always(Reply(429, {"Retry-After": "3600"})), "answered 429"),
    "failing": (_always(Reply(500)), "answered 500"),
    "maintenance page": (_always(Reply(200, {"Content-Type": "text/html"}, b"<html>Sorry</html>")), "is not JSON"),
    "truncated": (_always(Reply(200, JSON, b'{"search": [', lost=50)), "was cut off"),
    "malformed": (_always(Reply(200, JSON, b'{"search": [')), "is not JSON"),
    "of another form": (_always(Reply(200, JSON, b"[]")), "of an unknown form"),
    "without the hits": (_always(Reply(200, JSON, b'{"success": 1}'), _SEARCH), "asked for (search)"),
    "lagging": (_always(Reply(200, JSON | {"Retry-After": "1"}, _error("maxlag")), _SEARCH), "refused (maxlag)"),
    "refusing": (_always(Reply(200, JSON, _error("badvalue")), _ITEMS), "refused (badvalue)"),
    "without items": (_always(Reply(200, JSON, b'{"entities": {}}'), _ITEMS), "answered without Q"),
    "items truncated": (_always(Reply(200, JSON, b'{"entities"', lost=9), _ITEMS), "was cut off"),
    "classes failing": (_always(Reply(500), _CLASSES), "refused (EndPointInternalError)"),
    "classes malformed": (_always(Reply(200, RESULTS, b'{"head": {}}'), _CLASSES), "in an unknown form"),
    "classes truncated": (_always(Reply(200, RESULTS, b'{"results": {"bin', lost=9), _CLASSES), "/sparql"),
}


@pytest.mark.parametrize("outage", OUTAGES)
def test_an_outage_is_reported_and_links_nothing_wrongly(
    web: Web, settings: Settings, waited: list[float], outage: str
) -> None:
    spoil, cause = OUTAGES[outage]
    web.answer = service = Service(spoil=spoil)
    found = live(settings, waited)
    assert linked(found) == IN_FILE
    issues = found.issues()
    assert issues
    assert all(issue.severity == "warning" and "left without a link" in issue.message for issue in issues)
    assert cause in issues[0].message
    assert "not looked up in Wikidata" in reasons(found)["Egypt"].reason
    # three names with three attempts each, of six names that were asked for twice
    assert service.spoilt <= 9, "a service in trouble is not asked for every name again"
    # the day after, what failed is asked again: no failure was kept
    service.spoil = lambda kind, nth: None
    assert linked(live(settings, waited)) == IN_FILE | ELSEWHERE


def test_a_busy_service_is_given_the_time_it_asks_for(web: Web, settings: Settings, waited: list[float]) -> None:
    def spoil(kind: str, nth: int) -> Reply | None:
        if kind == _SEARCH and nth == 1:
            return Reply(429, {"Retry-After": "7"})
        if kind == _ITEMS and nth == 1:
            return Reply(200, JSON | {"Retry-After": "5"}, _error("maxlag"))
        return Reply(503) if kind == _SEARCH and nth in {4, 5} else None

    web.answer = Service(spoil=spoil)
    found = live(settings, waited)
    assert linked(found) == IN_FILE | ELSEWHERE
    assert sorted(waited) == [0.5, 1.0, 5.0, 7.0]
    assert found.issues() == ()


def test_half_of_the_candidates_are_not_enough(web: Web, settings: Settings, waited: list[float]) -> None:
    """Of two people of one name the wrong one would be alone, if the other's facts went missing on the way."""

    def spoil(kind: str, nth: int) -> Reply | None:
        if kind != _ITEMS:
            return None
        entities = Service()._entities({"ids": "Q44135", "languages": "en"})
        return Reply(200, JSON, json.dumps(entities).encode())

    web.answer = Service(spoil=spoil)
    assert "Jimmy Carter" not in linked(live(settings, waited))


def test_an_answer_that_never_ends_is_left_at_the_limit(web: Web, settings: Settings, waited: list[float]) -> None:
    def spoil(kind: str, nth: int) -> Reply | None:
        Event().wait(0.5)
        return None

    web.answer = Service(spoil=spoil)
    found = live(replace(settings, http_seconds=0.1, http_retries=0), waited)
    assert linked(found) == IN_FILE
    assert "did not answer within 0.1 s" in found.issues()[0].message


def test_without_a_network_it_is_tried_once(settings: Settings, waited: list[float]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}/w/api.php"
    found = live(replace(settings, wikidata_api=closed, http_retries=1), waited)
    assert linked(found) == IN_FILE
    assert waited == [0.5]
    assert [issue.message.count("“") for issue in found.issues()] == [1, 5]
    assert "cannot be reached" in found.issues()[0].message
    assert "was not asked again" in found.issues()[1].message


def test_surnames_and_descriptions_are_not_asked_for(web: Web, settings: Settings, waited: list[float]) -> None:
    web.answer = service = Service()
    mention = (Mention(Span(0, 5)),)
    entities = (
        Entity("e1", "Carter", "Person", mention),
        Entity("e2", "the delegation", "Organization", mention, named=False),
        Entity("e3", "settlers", "Group", mention),
    )
    assert linked(live(settings, waited), replace(DOCUMENT, entities=entities)) == {}
    assert service.asked == []


def test_answers_that_cannot_be_kept_are_told(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / FILE_NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="Delete the file"):
        Wikidata(settings)


def test_old_answers_are_asked_for_again(
    web: Web, settings: Settings, waited: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    web.answer = service = Service()
    monkeypatch.setattr("kg.wikidata.cache.today", lambda: "2026-01-01")
    assert Wikidata(settings).items(["Q79"])["Q79"].retrieved == "2026-01-01"
    for day, asked in (("2026-01-30", 1), ("2026-02-01", 2)):
        monkeypatch.setattr("kg.wikidata.cache.today", lambda day=day: day)
        assert Wikidata(settings).items(["Q79"])["Q79"].labels["fr"] == "Égypte"
        assert len(service.asked) == asked


def test_items_that_were_merged_or_deleted(web: Web, settings: Settings) -> None:
    merged = {"entities": {
        "Q85": {"id": "Q79", "redirects": {"from": "Q85", "to": "Q79"}, "labels": {"en": {"value": "Egypt"}}},
        "Q7172": {"id": "Q7172", "missing": ""},
    }}  # fmt: skip
    web.answer = lambda asked: Reply(200, JSON, json.dumps(merged).encode())
    found = Wikidata(settings).items(["Q85", "Q7172"])
    assert {asked: item.qid for asked, item in found.items()} == {"Q85": "Q79"}


def test_a_service_that_is_down_is_an_error_and_no_empty_answer(web: Web, settings: Settings) -> None:
    web.answer = lambda asked: Reply(404)
    with pytest.raises(RemoteError, match="answered 404"):
        Wikidata(settings).search("Cairo")


class _PlugIn:
    def __init__(self, settings: Settings) -> None:
        self._all = linker(replace(settings, linker="catalogue"))
        self.link, self.issues, self.close = self._all.link, self._all.issues, self._all.close


class _Point:
    name = "mine"

    @staticmethod
    def load() -> type:
        return _PlugIn


@pytest.mark.parametrize("name", ["catalogue", "wikidata", "mine"])
def test_every_linker_keeps_the_contract(
    web: Web, settings: Settings, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.answer = Service()
    monkeypatch.setattr(linkers, "entry_points", lambda group: [_Point] if group == "dragoman.linkers" else [])
    found = linker(replace(settings, linker=name))
    assert isinstance(found, Linker)
    result = found.link(DOCUMENT)
    assert result.document == DOCUMENT
    assert [link.entity for link in result.links] == [entity.id for entity in DOCUMENT.entities]
    assert all(link.reason and link.catalogue and 0 <= link.score <= 1 for link in result.links)
    assert all((link.label is not None) == (link.qid is not None) for link in result.links)
    assert found.link(DOCUMENT) == result
    assert found.issues() == ()
    found.close()


def test_a_linker_that_is_not_there_is_told(settings: Settings) -> None:
    with pytest.raises(ConfigError, match=r"no linker 'wikipedia'.*There are: catalogue, wikidata"):
        linker(replace(settings, linker="wikipedia"))


def test_every_class_is_confirmed_with_its_label(shared: Path) -> None:
    with gzip.open(shared / "wikidata" / "qid_labels.tsv.gz", "rt", encoding="utf-8") as file:
        pairs = {tuple(line.split("\t")[:2]) for line in file}
    assert {(qid, label) for qid, (label, *_) in ROOTS.items()} <= pairs
    assert {(qid, item.labels["en"]) for qid, item in ITEMS.items()} <= pairs


def test_a_build_goes_through_without_wikidata_and_says_what_was_left_out(
    web: Web, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a user meets it: the whole command, twice, first in an outage and then with the service back."""
    story = (
        "The foreign minister of Israel met Jimmy Carter in the United States on Monday. Mr Carter praised the talks.\n"
    )
    (tmp_path / "story.txt").write_text(story)
    monkeypatch.chdir(tmp_path)
    names = ("catalogue", "cache", "wikidata_api", "wikidata_sparql")
    given = [f"--set={name}={getattr(settings, name)}" for name in names]
    arguments = [*given, "build", "story.txt", "--linker", "wikidata", "--published", "1978-09-18", "--out", "out"]
    for answer, expected in ((lambda asked: Reply(500), False), (Service(), True)):
        web.answer = answer
        assert cli.run(["--set=http_retries=0", *arguments]) == 0
        told = capsys.readouterr().err
        assert ("answered 500" in told and "left without a link: “Jimmy Carter”" in told) is not expected
        links = (tmp_path / "out" / "current" / "dataset.nq").read_text()
        assert ("entity/Q23685>" in links) is expected
        assert "entity/Q801>" in links
