"""The reader of an article: every passage where its words stand, its notes beside it, filters, places asked for."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

import pytest

from tests.server.made import make
from tests.server.running import Client, inside
from tests.server.test_pages import Reader
from tests.server.written import FIRED, KEY, TEXT, TOLD, Told, turtle

PAGE = f"/page/article/{KEY}"
LONG = "ccccddddeeeeffff"
CLOSED = "ddddeeeeffff0000"
SENTENCES = [f"Sentence {n} tells that group {n} met group {n + 1} at the river." for n in range(1, 401)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The release made by hand with three articles more: one in many scripts, one long, one without its text."""
    out = tmp_path_factory.mktemp("written")
    long = turtle(LONG, "\n".join(SENTENCES), tuple(Told(f"s{n}", text) for n, text in enumerate(SENTENCES)))
    make(out, extra="\n".join([turtle(), long, turtle(CLOSED, whole=False)]))
    with inside(out) as running:
        yield running


def numbers(page: str) -> dict[str, str]:
    """Name of what is claimed -> number of its note."""
    found = {}
    for number, card in re.findall(r'<li id="n(\d+)"(.*?)</ul>', page, re.DOTALL):
        found |= dict.fromkeys(re.findall(r'href="/page/\w+/[a-f0-9]{16}-(\w+)">', card), number)
    return found


def pieces(page: str) -> list[tuple[list[str], str]]:
    """The marked and unmarked pieces of the text: the notes that cover each, and its words."""
    found = []
    for line in re.findall(r'<div class="line">\s*<p[^>]*>(.*?)</p>', page, re.DOTALL):
        bare = re.sub(r'<a class="num".*?</a>|<span id="here"></span>', "", line)
        for mark, words in re.findall(r"(<mark[^>]*>)?((?:(?!</?mark).)+)(?:</mark>)?", bare, re.DOTALL):
            covering = re.search(r'data-notes="([\d ]+)"', mark)
            found.append((covering[1].split() if covering else [], html.unescape(re.sub("<[^>]+>", "", words))))
    return found


def test_the_whole_text_is_there_and_each_passage_covers_its_words(server: Client) -> None:
    page = server.get(PAGE).text
    found, by_name = pieces(page), numbers(page)
    assert "".join("".join(words for _, words in found).split()) == "".join(TEXT.split())
    for told in TOLD[:-1]:
        covered = "".join(words for covering, words in found if by_name[told.name] in covering)
        assert covered == told.quote


def test_offsets_for_scripts_are_utf_16(server: Client) -> None:
    page = server.get(PAGE).text
    units = TEXT.encode("utf-16-le")
    spans = {n: (int(a), int(b)) for n, a, b in re.findall(r'id="n(\d+)"[^>]* data-from="(\d+)" data-to="(\d+)"', page)}
    assert len(spans) == len(TOLD) - 1
    for told in TOLD[:-1]:
        begin, end = spans[numbers(page)[told.name]]
        assert units[begin * 2 : end * 2].decode("utf-16-le") == told.quote
    starts = [int(start) for start in re.findall(r'data-units="(\d+)"', page)]
    assert [units[start * 2 :].decode("utf-16-le")[:3] for start in starts] == ["😀 T", "“We", "قال"]


def test_a_passage_is_found_again_or_said_to_be_lost(server: Client) -> None:
    page = server.get(PAGE).text
    assert numbers(page)["anchored"] in next(c for c, words in pieces(page) if "Cafe\u0301" in words)
    lost = page.partition("Passages whose words are not in this text")[2]
    assert "words that the text does not have" in lost
    assert ">lost</a>" in lost
    assert unicodedata.normalize("NFC", "Cafe\u0301 guards") not in page.partition("<h3>")[0].partition("<main")[2]


def test_kind_and_status_show_and_names_are_links(server: Client) -> None:
    page = server.get(PAGE).text
    for kind, status, words in (
        ("statement", "actual", "“We saw it all”, said "), ("situation", "planned", "الهدنة 🕊️ قائمة"),
        ("event", "negated", "nobody was hurt"), ("event", "possible", "family fled"),
    ):  # fmt: skip
        assert re.search(rf'<mark class="{kind} {status}" data-notes="[\d ]+">[^<]*{words}', page), words
    assert '<a class="who" href="/page/entity/gate">𝔖𝔬𝔲𝔱𝔥 ' in page
    assert len(Reader(page).ids) == len(set(Reader(page).ids))


def kept(server: Client, query: str) -> set[str]:
    reply = server.get(f"{PAGE}?{query}")
    assert reply.status == 200, query
    found = numbers(reply.text)
    assert f"{len(found)} of {len(TOLD)} claims" in reply.text
    return set(found)


def test_filters_are_in_the_address(server: Client) -> None:
    assert kept(server, "") == {told.name for told in TOLD}
    assert kept(server, "kind=situation") == {"guild", "truce"}
    assert kept(server, "kind=situation&kind=quantity") == {"guild", "truce", "overlapping"}
    assert kept(server, "status=negated&status=possible") == {"hurt", "fled"}
    assert kept(server, "speaker=zoe-ng") == {"guild", "hurt"}
    assert kept(server, "speaker=zoe-ng&kind=situation") == {"guild"}
    assert kept(server, "speaker=article&status=planned") == {"lost"}
    # a note keeps its number, what is not shown is text again, what is chosen stays ticked
    whole, some = server.get(PAGE).text, server.get(f"{PAGE}?kind=situation").text
    assert {name: numbers(whole)[name] for name in ("guild", "truce")} == numbers(some)
    assert "".join(w for _, w in pieces(some)) == "".join(w for _, w in pieces(whole))
    assert re.findall(r'value="(\w+)" checked', some) == ["situation"]


@pytest.mark.parametrize(
    "query",
    ["kind=opinion", "status=maybe", "speaker=nobody", "part=0", "part=2", "part=x", "at=5", "at=9-3", "at=a-b"],
)
def test_what_means_nothing_is_refused_with_a_cure(server: Client, query: str) -> None:
    reply = server.get(f"{PAGE}?{query}", accept="text/html")
    assert reply.status == 400
    assert re.search(r"Choose|Parts are|The article has 1|as in at=12-80", reply.text)


def test_a_place_is_marked(server: Client) -> None:
    start = TEXT.index("family")
    page = server.get(f"{PAGE}?at={start}-{start + 6}").text
    assert re.search(r'<span id="here"></span>(<a class="num"[^>]*>\d+</a>)*<mark[^>]*>family</mark>', page)
    assert 'class="warning" id="here"' in server.get(f"{PAGE}?at=9000-9009").text


def test_a_long_article_comes_in_parts(server: Client) -> None:
    path, seen = f"/page/article/{LONG}", []
    first = server.get(path).text
    parts = int(re.search(r"Part 1 of (\d+)", first)[1])  # type: ignore[index]
    assert parts > 3
    for part in range(1, parts + 1):
        reply = server.get(f"{path}?part={part}")
        assert len(reply.body) < 200_000
        seen += re.findall(r'id="p(\d+)"', reply.text)
    assert seen == [str(n) for n in range(1, len(SENTENCES) + 1)]
    assert f'href="{path}?part=2&amp;kind=event"' in server.get(f"{path}?kind=event").text
    # a place that is asked for opens the part that it stands in
    start = "\n".join(SENTENCES).index(SENTENCES[300])
    assert f'id="here"></span><a class="num" id="p{301}"' in server.get(f"{path}?at={start}-{start + 8}").text


def test_without_the_text_there_are_quotes_and_a_link(server: Client) -> None:
    path = f"/page/article/{CLOSED}"
    page = server.get(path).text
    assert "The whole text is not published here" in page
    assert f'href="https://news.example/{CLOSED}"' in page
    shown = [html.unescape(words) for words in re.findall(r'data-notes="\d+">([^<]+)</mark>', page)]
    assert shown[1] == FIRED
    assert len(shown) == len(TOLD)
    assert "قال المتحدث" not in page
    start = TEXT.index("family")
    assert page.count('id="here"') == 0
    assert server.get(f"{path}?at={start}-{start + 6}").text.count('<span id="here">') == 1
    assert set(numbers(server.get(f"{path}?kind=situation").text)) == {"guild", "truce"}


def test_claims_lead_into_the_text(server: Client) -> None:
    start = TEXT.index("nobody was hurt")
    target = f"{PAGE}?at={start}-{start + 15}#here"
    assert target in Reader(server.get(f"/page/claim/{KEY}-hurt").text).links
    assert target in Reader(server.get(f"/page/event/{KEY}-hurt").text).links
    assert target in Reader(server.get(f"/page/passage/{KEY}-{start}-{start + 15}").text).links


def test_the_claims_as_data(server: Client) -> None:
    """What the page links as CSV has a row a claim."""
    ways = [link for link in Reader(server.get(PAGE).text).links if "format=csv" in link]
    table = server.get(ways[0]).text.strip().splitlines()
    assert len(table) == len(TOLD) + 1
    assert "dm:claimedIn" in ways[0]
