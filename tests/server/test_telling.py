"""Pages of events, entities and claims: what they tell in words, what they hold against it, what they draw."""

# ruff: noqa: E501 - lines of data

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server import land
from server.coordinates import point
from server.phrases import day, measure, vagueness, when
from server.pictures import WIDTH, Moment, Spot, locator, timeline
from server.tables import Term
from tests.places import ROOT
from tests.server.made import ATTACK, BASE, make
from tests.server.running import Client, inside
from tests.server.test_pages import Reader

EXTRA = f"""
i:event\\/denied a dm:Event ; rdfs:label "shelled: River Front → Port Guard (denied)"@en ;
  dm:eventType c:event-type\\/Shelling ; dm:status c:status\\/negated ; dm:inMonth "2021-03"^^xsd:gYearMonth ;
  dm:hasActor i:entity\\/river-front-0000000001 ; dm:hasRecipient i:entity\\/port-guard-0000000002 ;
  dm:hasClaim i:claim\\/event-denied .
i:claim\\/event-denied a dm:Claim ; dm:about i:event\\/denied ; dm:claimedIn i:article\\/fedcba9876543210 ;
  dm:passage i:passage\\/fedcba9876543210-40-60 ; dm:claimedStatus c:status\\/negated ;
  dm:attributedTo i:entity\\/maria-ode-0000000004 .
i:passage\\/fedcba9876543210-40-60 a dm:Passage ; oa:hasSource i:article\\/fedcba9876543210 ;
  dm:quote "We shelled nobody, said Maria Ode." .
i:event\\/years-later dm:eventType c:event-type\\/Shelling ; dm:status c:status\\/planned ; rdfs:label "years later"@en ;
  dm:inMonth "2029-03"^^xsd:gYearMonth ; dm:hasActor i:entity\\/river-front-0000000001 ;
  dm:hasRecipient i:entity\\/port-guard-0000000002 ; dm:hasClaim i:claim\\/event-denied .
i:event\\/other-side dm:eventType c:event-type\\/Shelling ; dm:status c:status\\/planned ; rdfs:label "other side"@en ;
  dm:hasActor i:entity\\/maria-ode-0000000004 ; dm:hasRecipient i:entity\\/port-guard-0000000002 ;
  dm:hasClaim i:claim\\/event-denied .
i:claim\\/doubt a dm:Claim ; dm:about i:event\\/{ATTACK} ; dm:claimedIn i:article\\/fedcba9876543210 ;
  dm:passage i:passage\\/fedcba9876543210-40-60 ; dm:claimedStatus c:status\\/possible .
i:event\\/{ATTACK} dm:tookPlaceAt i:entity\\/vienna ; dm:hasParticipation i:participation\\/vienna .
i:participation\\/vienna dm:participant i:entity\\/vienna ; dm:role c:role\\/place ; dm:participationIn i:event\\/{ATTACK} .
i:entity\\/vienna a dm:CapitalCity ; rdfs:label "Vienna"@en ; skos:exactMatch wd:Q1741 ;
  dm:mentionedIn i:article\\/fedcba9876543210 .
<{BASE}graph/links> rdfs:label "links" .
i:situation\\/office-2 a dm:Situation ; rdfs:label "Maria Ode: mayor"@en ; dm:relationType c:relation-type\\/holdsOffice ;
  dm:status c:status\\/actual ; dm:officeTitle "mayor"@en ; dm:situationSubject i:entity\\/maria-ode-0000000004 ;
  dm:hasTime i:time\\/office-2 .
i:time\\/office-2 dm:earliest "2015"^^xsd:gYear ; dm:latest "2019"^^xsd:gYear .
i:entity\\/maria-ode-0000000004 skos:exactMatch wd:Q42 .
wd:Q42 <https://schema.org/hasOccupation> i:office\\/1 . i:office\\/1 <https://schema.org/roleName> "harbour master"@en ;
  <https://schema.org/startDate> "2020-01-05"^^xsd:date .
i:event\\/many a dm:Event ; rdfs:label "meeting of many"@en ; dm:eventType c:event-type\\/Meeting ;
  dm:ploverType c:plover\\/CONSULT ; dm:status c:status\\/planned .
""" + "\n".join(
    f"i:event\\/many dm:hasParticipation i:participation\\/many-{n} . i:participation\\/many-{n} dm:role c:role\\/actor ;"
    f' dm:participant i:entity\\/many-{n} ; dm:participationIn i:event\\/many . i:entity\\/many-{n} rdfs:label "Side {n}"@en .'
    for n in range(1, 7)
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The release made by hand, with a second opinion on its shelling, a place and an office more."""
    out = tmp_path_factory.mktemp("told")
    make(out, extra=EXTRA)
    with inside(out) as running:
        yield running


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def lead(page: str) -> str:
    return words(re.search(r'<p class="lead">(.*?)</p>', page, re.DOTALL)[1])  # type: ignore[index]


def test_an_event_in_one_sentence(server: Client) -> None:
    assert lead(server.get(f"/page/event/{ATTACK}").text) == (
        "● actual Shelling by River Front of Port Guard in Vienna on 2 March 2021: reported by 2 articles"
        " as having happened."
    )
    assert lead(server.get("/page/event/denied").text).startswith("✕ negated Shelling")
    assert lead(server.get("/page/event/denied").text).endswith(
        "reported by Example Courier on 1 April 2021 as not having happened, according to Maria Ode."
    )
    assert "Meeting of Side 1, Side 2, Side 3 and 3 others: reported as planned" in lead(
        server.get("/page/event/many").text
    )


def test_who_tells_it_otherwise(server: Client) -> None:
    page = words(server.get(f"/page/event/{ATTACK}").text.partition('id="disputed"')[2].partition("</section>")[0])
    assert "? possible according to the article itself, in Talks on the quay" in page
    assert "✕ negated shelled: River Front → Port Guard (denied), according to Maria Ode" in page
    assert "We shelled nobody" in page
    # another month, or another actor: another event
    assert "years later" not in page
    assert "other side" not in page
    assert "Told otherwise" in server.get("/page/event/denied").text
    assert "Told otherwise" not in server.get("/page/event/years-later").text


def test_evidence_by_article_then_speaker(server: Client) -> None:
    page = server.get(f"/page/event/{ATTACK}").text
    evidence = page.partition('id="evidence"')[2].partition("</section>")[0]
    assert re.findall(r"<h3><a[^>]*>([^<]+)", evidence) == ["Harbour town shelled", "Talks on the quay"]
    first = words(evidence.partition("<h3>")[2].partition("<h3>")[0])
    assert "said." in first
    assert "Port Guard" in first
    assert page.index('id="evidence"') < page.index('id="who"') < page.index('id="when"')


def test_where_and_when_with_their_precision(server: Client) -> None:
    page = server.get(f"/page/event/{ATTACK}").text
    assert "Vienna precision: settlement" in words(page)
    assert re.search(r'<circle cx="16\.\d+" cy="-48\.\d+" r="[\d.]+"><title>Vienna</title>', page)
    assert "On 2 March 2021, known to the day; in the article “on Tuesday”" in words(page)
    assert "about 40 shells" in words(page.partition('id="numbers"')[2])


def test_every_number_leads_to_its_evidence(server: Client) -> None:
    rows = server.get(f"/page/event/{ATTACK}").text.partition('id="numbers"')[2].partition("</table>")[0]
    assert (
        "/page/article/0123456789abcdef?at=0-60#here"
        in Reader(
            f"{rows}</table></div></section>".partition("<table>")[2].replace("</table></div></section>", "")
        ).links
    )


def test_offices_in_the_order_of_time(server: Client) -> None:
    page = server.get("/page/entity/maria-ode-0000000004").text
    offices = page.partition('id="offices"')[2].partition("</table>")[0]
    assert re.findall(r'<td><a href="/page/situation/[^"]+">([^<]+)', offices) == ["mayor", "harbour master"]
    assert "between 2015 and 2019" in words(offices)
    assert "as told on 1 April 2021" in words(offices)
    terms = words(page.partition('id="terms"')[2].partition("</table>")[0])
    assert "on or after 5 January 2020wd:Q42" in terms
    assert "because only item of that name; confidence 0.9" in words(page)


def test_a_claim_leads_to_its_correction(server: Client) -> None:
    page = server.get(f"/page/claim/event-{ATTACK}").text
    target = next(link for link in Reader(page).links if link.startswith("/corrections/new"))
    form = server.get(target, accept="text/html")
    assert form.status == 200
    assert f"event-{ATTACK}" in form.text


def term(value: str) -> Term | None:
    return Term("literal", value) if value else None


@pytest.mark.parametrize(
    ("earliest", "latest", "told", "known"),
    [
        ("2016-05-16", "2016-05-16", "on 16 May 2016", "known to the day"),
        ("2016-05", "2016-05", "in May 2016", "known to the month"),
        ("2011", "2011", "in 2011", "known to the year"),
        ("2016-05-02", "2016-05-08", "between 2 May 2016 and 8 May 2016", "some time within 7 days"),
        ("2015", "2016-02", "between 2015 and February 2016", "some time between the two"),
        ("2016-05-16", "", "on or after 16 May 2016", "open at one end"),
        ("2015", "", "in 2015 or later", "open at one end"),
        ("", "2015", "by 2015", "open at one end"),
        ("", "", "", "not resolved to a date"),
        ("2016-05-16T12:00:00Z", "2016-05-16T12:00:00Z", "on 16 May 2016, 12:00", "known to the day"),
        ("2016-13-45", "2016-13-45", "in 2016-13-45", "known to the day"),
    ],
)
def test_times_in_words(earliest: str, latest: str, told: str, known: str) -> None:
    assert when(term(earliest), term(latest)) == told
    assert vagueness(term(earliest), term(latest)) == known


def test_dates_and_numbers_in_words() -> None:
    assert [day(text) for text in ("2016-05-16", "2016-05", "2016", "soon")] == [
        "16 May 2016",
        "May 2016",
        "2016",
        "soon",
    ]
    assert measure("5000.0", "5000.0", True) == "about 5,000"
    assert measure("20", "30") == "20 to 30"
    assert measure("20", None) == "at least 20"
    assert measure(None, "7") == "at most 7"
    assert measure(None, None, True) == ""


def test_a_locator_holds_all_spots_and_stays_in_the_world() -> None:
    assert locator([]) is None
    for spots in (
        [Spot(0, 0, "a", "city")],
        [Spot(89, 179, "a", "city")],
        [Spot(-60, -179, "a", "city"), Spot(70, 179, "b", "sea")],
    ):
        map_ = locator(spots)
        assert map_
        assert -180 <= map_.x <= map_.x + map_.width <= 180.1
        assert -90 <= map_.y <= map_.y + map_.height <= 90.1
        for spot in spots:
            assert map_.x <= spot.lon <= map_.x + map_.width
            assert map_.y <= -spot.lat <= map_.y + map_.height
    assert Spot(-33.9, 18.4, "", "city").degrees == "33.9° S, 18.4° E"
    assert Spot(1, 1, "", "sovereign state").vague
    assert point("http://www.wikidata.org/entity/Q1741") == point("Q1741")
    assert point("Q0") is None


def moment(earliest: str, latest: str = "", name: str = "") -> Moment:
    return Moment(earliest, latest, name or earliest, f"i:{name or earliest}", "actual")


def test_a_timeline_keeps_order_length_and_room() -> None:
    assert timeline([]) is None
    assert timeline([moment("2016"), moment("2016", name="again")]) is None
    assert timeline([moment("never"), moment("2016-02-31"), moment("2016")]) is None
    picture = timeline([moment("2012-06-01"), moment("2010"), moment("2011", "2013"), moment("2011-01-02")])
    assert picture
    bars = {bar.moment.earliest: bar for bar in picture.bars}
    assert bars["2010"].x < bars["2011"].x < bars["2012-06-01"].x
    assert bars["2011"].width > 2 * bars["2010"].width > bars["2012-06-01"].width
    assert bars["2011"].y != bars["2012-06-01"].y
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH for bar in picture.bars)
    assert [text for _, text in picture.ticks] == ["2010", "2011", "2012", "2013"]
    crowd = timeline([moment("2010"), *(moment("2012", name=f"n{n}") for n in range(30))])
    assert crowd
    assert len(crowd.bars) + crowd.left_out == 31
    assert crowd.left_out > 0


def test_the_land_is_drawn_from_the_outline_that_ships() -> None:
    drawn = (ROOT / "server" / "static" / "land.svg").read_text(encoding="utf-8")
    assert drawn == land.picture()
    assert len(drawn) < 60_000
    assert Path(land.OUTLINE).is_file()
