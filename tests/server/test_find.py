"""Events found by facets, in four views and as data; and searches narrowed by the same facets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server import charts, facets
from server.errors import BadRequest
from server.search.inquery import literal
from tests.server.found import EXTRA
from tests.server.made import make
from tests.server.running import Client, inside
from tests.server.test_pages import Reader

VIEWS = ("events", "timeline", "map", "network")
RAIDS = {"raid on the mill", "raid on the ford", "second raid"}
GUARD, FRONT = "entity/port-guard-0000000002", "entity/river-front-0000000001"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    out = tmp_path_factory.mktemp("found")
    make(out, extra=EXTRA)
    with inside(out, query_workers=1) as client:
        yield client


def page(client: Client, path: str, **choice: str | list[str]) -> str:
    reply = client.get(f"/{path}?{urlencode(choice, doseq=True)}", accept="text/html")
    assert reply.status == 200, reply.text
    Reader(reply.text)
    return reply.text


def labels(text: str) -> set[str]:
    """The names of the events in the table of a page."""
    cells = re.findall(r'<th scope="row"><a href="/page/event/[^"]+">([^<]*)</a>', text)
    return {unescape(cell) for cell in cells}


def total(text: str) -> int:
    match = re.search(r'id="total"><strong>([\d,]+)', text)
    assert match
    return int(match[1].replace(",", ""))


@pytest.mark.parametrize(("choice", "wanted"), [
    ({}, {"raid on the mill", "raid on the ford", "second raid", "meeting", "shelled: River Front → Port Guard",
          "talks: Maria Ode → Port Guard"}),
    # a kind brings the narrower ones with it
    ({"kind": "Attack"}, RAIDS | {"shelled: River Front → Port Guard"}),
    ({"kind": ["AirStrike", "BilateralTalks"]}, {"second raid", "meeting", "talks: Maria Ode → Port Guard"}),
    ({"status": ["possible", "negated"]}, {"second raid", "meeting"}),
    ({"actor": "entity/maria-ode-0000000004"}, {"meeting", "talks: Maria Ode → Port Guard"}),
    # all who are chosen take part
    ({"actor": [GUARD, FRONT]}, RAIDS | {"shelled: River Front → Port Guard"}),
    ({"actor": [GUARD, "entity/maria-ode-0000000004"]}, set()),
    ({"place": "entity/old-quay-0000000011"}, {"raid on the ford"}),
    # a town lies on its coast
    ({"place": "entity/far-coast-0000000012"}, {"raid on the mill", "second raid"}),
    # times are compared as far as both are told
    ({"from": "2020-06-15", "to": "2020-06-16"}, {"raid on the mill"}),
    ({"from": "2021-02-28", "to": "2021-02"}, {"raid on the ford", "second raid"}),
    ({"from": "2021-03"}, {"second raid", "shelled: River Front → Port Guard"}),
    ({"to": "2021-02-26"}, {"raid on the mill", "raid on the ford"}),
    ({"source": "Example Courier", "kind": "AirStrike"}, {"second raid"}),
    ({"source": "Nobody's Gazette"}, set()),
    ({"q": "raid", "status": "actual"}, {"raid on the mill", "raid on the ford"}),
    ({"q": "xyzzy"}, set()),
    ({"q": "", "from": "", "kind": "", "status": "actual"}, {
        "raid on the mill", "raid on the ford", "shelled: River Front → Port Guard"}),
    ({"by": FRONT, "on": GUARD}, {"raid on the ford", "second raid", "shelled: River Front → Port Guard"}),
    ({"at": "entity/far-coast-0000000012"}, {"second raid"}),
])  # fmt: skip
def test_facets_choose(found: Client, choice: dict[str, str | list[str]], wanted: set[str]) -> None:
    text = page(found, "events", **choice)
    assert labels(text) == wanted
    assert total(text) == len(wanted)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_counts_the_same_and_keeps_the_choice(found: Client, view: str) -> None:
    choice = {"kind": "Attack", "status": ["actual", "possible"], "from": "2020", "actor": FRONT}
    text = page(found, view, **choice)
    assert total(text) == 4
    reader = Reader(text)
    for other in VIEWS:
        link = next(link for link in reader.links if link.startswith(f"/{other}?"))
        assert parse_qs(urlsplit(link).query) == {
            name: value if isinstance(value, list) else [value] for name, value in choice.items()
        }
    for name in ("Attack", "actual", "possible", FRONT):
        assert re.search(rf'value="{re.escape(name)}" checked', text), name
    assert 'id="from" name="from" value="2020"' in text


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_and_its_other_forms_agree(found: Client, view: str) -> None:
    text = page(found, view, kind="Attack", status="actual")
    ways = {
        parse_qs(urlsplit(link).query).get("format", [""])[0]: link
        for link in Reader(text).links
        if link.startswith("/sparql?query=")
    }
    assert set(ways) == {"csv", "json", "ttl", ""}
    rows = list(csv.DictReader(io.StringIO(found.get(ways["csv"]).text)))
    assert rows
    assert len(rows) == len(found.get(ways["json"]).bindings())
    if view in {"events", "timeline"}:
        assert {row["label"] for row in rows} == {
            "raid on the mill",
            "raid on the ford",
            "shelled: River Front → Port Guard",
        }
        assert {row["from"] for row in rows} == {"2020", "2021-02", "2021-03-02"}
        assert all(row["claims"] == "1" for row in rows)
    else:
        table = text[text.index("<tbody>") :]
        assert len(re.findall(r'<tr[^>]*>\s*<th scope="row">', table)) == len(rows)
    turtle = found.get(ways["ttl"])
    assert turtle.headers["content-type"].startswith("text/turtle")
    assert "raid on the mill" in turtle.text
    editor = found.get(ways[""], accept="text/html").text
    assert (
        unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", editor, re.DOTALL)[0]).strip().startswith("PREFIX dm:")
    )


def test_every_number_leads_to_what_it_counts(found: Client) -> None:
    for view in ("map", "network"):
        cells = re.findall(r'<a href="(/events\?[^"]+)">([\d,]+) events?</a>', page(found, view, **{"from": "2020"}))
        assert cells
        for link, number in cells:
            assert total(found.get(unescape(link)).text) == int(number), link
    for link in re.findall(r'<a href="(/page/event/[^"]+)#evidence">1 claim</a>', page(found, "events")):
        assert 'id="evidence"' in found.get(link).text


def test_counts_of_the_facets_are_what_choosing_gives(found: Client) -> None:
    text = page(found, "events", status="actual")
    offered = re.findall(
        r'name="(\w+)" value="([^"]+)"(?: checked)?>\s*<span>.*?<span class="note">([\d,]+)</span>', text
    )
    assert {name for name, _, _ in offered} == set(facets.NAMES)
    for name, value, number in offered:
        choice = {"status": "actual", name: unescape(value)}
        assert total(page(found, "events", **choice)) == int(number), (name, value)


def test_sorting_and_its_order(found: Client) -> None:
    rows = re.compile(r'<th scope="row"><a href="/page/event/[^"]+">([^<]*)')
    by_name = [unescape(name) for name in rows.findall(page(found, "events", sort="event"))]
    assert by_name == sorted(by_name)
    assert [unescape(n) for n in rows.findall(page(found, "events", sort="event", order="desc"))] == by_name[::-1]
    newest = rows.findall(page(found, "events"))
    oldest = rows.findall(page(found, "events", order="asc"))
    assert newest[0].startswith("shelled")
    assert oldest[0] == "raid on the mill"
    # those without a date come last either way
    assert {unescape(name) for name in newest[4:]} == {unescape(name) for name in oldest[4:]}
    head = re.findall(r'aria-sort="(\w+)"', page(found, "events", sort="kind"))
    assert head == ["ascending"]


@pytest.mark.parametrize("query", [
    "kind=a%20b", "status=%3E", "actor=claim/x", "actor=entity/a%3Eb", "place=entity/a%20b", "from=16.5.2016",
    "to=2016-13", "from=2016&to=2015", "q=a&q=b", "sort=size", "order=up", "page=0", "page=x", "q=" + "a" * 300,
    "from=2016&from=2017", "by=x", "at=entity/%3C",
    "&".join(f"kind=A{n}" for n in range(30)), "actor=entity/%22%7D", "kind=%D9%A3",
])  # fmt: skip
def test_what_is_no_choice_is_refused_with_a_cure(found: Client, query: str) -> None:
    reply = found.get(f"/events?{query}", accept="text/html")
    assert reply.status == 400
    assert "<h1>" in reply.text


def test_words_of_a_visitor_stay_words(found: Client) -> None:
    for words in ('" } UNION { ?event ?p ?o } #', "\\u0022 } #", "$pattern $subject", "'''", 'raid" ; search:limit 1'):
        text = page(found, "events", q=words, source=words)
        assert labels(text) <= {"raid on the mill", "raid on the ford", "second raid"}
        assert total(text) == 0


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_any_text_is_one_literal(text: str) -> None:
    rows = list(ox.Store().query(f"SELECT ({literal(text)} AS ?x) {{}}"))  # type: ignore[arg-type]
    assert rows[0][0].value == text
    assert len(rows) == 1


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["q", "kind", "status", "actor", "place", "source", "from", "to"]),
                       st.lists(st.text(max_size=20), max_size=3)))  # fmt: skip
def test_a_choice_survives_its_address(parameters: dict[str, list[str]]) -> None:
    try:
        chosen = facets.read(parameters)
    except BadRequest:
        return
    again = {name: value if isinstance(value, list) else [value] for name, value in chosen.arguments().items()}
    assert facets.read(again) == chosen


def test_the_timeline_draws_what_the_table_says(found: Client) -> None:
    text = page(found, "timeline", actor=FRONT)
    picture = text[text.index("Events on an axis") : text.index('id="table"')]
    assert re.findall(r'<rect class="(\w+)( vague)?"', picture) == [
        ("actual", " vague"), ("actual", " vague"), ("possible", " vague"), ("actual", "")
    ]  # fmt: skip
    assert "known to the year" in text
    assert "some time within 4 days" in text
    assert "1 of them have no date" in page(found, "timeline", kind="BilateralTalks", status="negated")


def test_bars_are_as_long_as_times_are_vague() -> None:
    chart = charts.bars(
        [("2016", "2016"), ("2016-05", "2016-05"), ("2016-05-16", "2016-05-16"), ("2017-12-31T10:00:00Z", "")]
    )
    year, month, day, last = chart.bars
    assert year.width > month.width > day.width
    assert year.vague
    assert month.vague
    assert not day.vague
    assert (year.x, last.x + last.width) == (0, charts.WIDTH)
    assert abs(month.x - charts.WIDTH * 121 / 731) < 0.1
    assert charts.bars([("soon", "")]).ticks == ()
    assert len(charts.bars([("0005", "2021")]).ticks) <= 8


@pytest.mark.parametrize(("counts", "names"), [
    ({"2016-11": 1, "2017-02": 2, "2015": 3}, ["2016-11", "2016-12", "2017-01", "2017-02"]),
    ({"2010-01": 1, "2021-05": 2, "2015": 3}, ["2010", "2015", "2021"]),
    ({"2015": 3}, ["2015"]),
    ({}, []),
])  # fmt: skip
def test_columns_leave_no_month_out(counts: dict[str, int], names: list[str]) -> None:
    assert [column.name for column in charts.columns(counts)] == names


def test_the_map_tells_how_closely_it_knows(found: Client) -> None:
    text = page(found, "map")
    assert 'data-lat="-20.0" data-lon="100.0" data-precision="region"' in text
    assert text.count("data-lat=") == 3
    assert "none: it is linked to no item" in text
    assert "Far &lt;i&gt;Coast&lt;/i&gt;" in text


def test_a_search_is_narrowed_by_facets(found: Client) -> None:
    def hits(**choice: str) -> set[str]:
        reply = found.get("/search?" + urlencode({"q": "raid", "format": "json", **choice}))
        return {hit["label"] for hit in reply.json()["hits"] if hit["kind"] == "event"}

    assert hits() == RAIDS
    assert hits(status="possible") == {"second raid"}
    assert hits(place="entity/far-coast-0000000012", status="actual") == {"raid on the mill"}
    assert hits(source="Example Courier", to="2020") == {"raid on the mill"}
    text = page(found, "search", q="raid", status="possible", things="event")
    assert total(text) == 1
    links = Reader(text).links
    as_json = next(link for link in links if "format=json" in link)
    assert found.get(as_json).json()["total"] == 1
    as_query = parse_qs(urlsplit(next(link for link in links if link.startswith("/sparql?query="))).query)["query"][0]
    rows = found.query(as_query, accept="application/sparql-results+json").bindings()
    assert [row["label"]["value"] for row in rows] == ["second raid"]
    assert "/events?status=actual" in page(found, "search", q="", status="actual")


def test_every_value_of_a_facet_can_be_reached(found: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form offers the commonest; from there a page leads to all others, with what is chosen already kept."""
    monkeypatch.setattr("server.choices.OFFERED", 1)
    monkeypatch.setattr("server.values.PAGE_ROWS", 2)
    start = page(found, "map", status=["actual", "possible"])
    links = [link for link in Reader(start).links if link.startswith("/choose/")]
    assert len(links) == 5
    address = next(link for link in links if link.startswith("/choose/place"))
    rows: dict[str, str] = {}
    while address:
        text = found.get(address, accept="text/html").text
        rows |= dict(re.findall(r'<a href="(/map\?[^"]*)">([^<]*)</a></th><td>', text))
        further = [link for link in Reader(text).links if link.startswith("/choose/") and "page=" in link]
        address = next((link for link in further if link not in rows and _later(link, address)), "")
    named = {unescape(label): unescape(link) for link, label in rows.items()}
    assert set(named) == {"Quay Town", "Old Quay", "Far <i>Coast</i>"}
    picked = found.get(named["Old Quay"], accept="text/html").text
    assert total(picked) == 1
    assert "status: actual" in re.sub(r"<[^>]+>", "", picked)


def _later(link: str, address: str) -> bool:
    number = [int(parse_qs(urlsplit(text).query).get("page", ["1"])[0]) for text in (link, address)]
    return number[0] > number[1]


@pytest.mark.parametrize(
    ("facet", "find", "wanted"),
    [
        ("actor", "port g", {"Port Guard"}),
        ("kind", "air strike", {"air strike"}),
        ("source", "courier", {"Example Courier"}),
        ("place", "<I>", {"Far <i>Coast</i>"}),
        ("place", '"', set()),
        ("status", "", {"actual", "possible", "negated", "planned"}),
    ],
)
def test_values_are_found_by_a_part_of_their_name(found: Client, facet: str, find: str, wanted: set[str]) -> None:
    text = page(found, f"choose/{facet}", find=find)
    shown = re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', text)
    assert {unescape(label) for label in shown} == wanted
    assert found.get(f"/choose/{facet}?for=nowhere").status == 400
