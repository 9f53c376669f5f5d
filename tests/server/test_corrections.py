"""Corrections as a visitor sends them: the form, who may send it, what is kept, what is shown, what may fail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from rdflib import Graph

from kg.corrections import Decision, Queue, new_id, now
from server.corrections.guard import HOUR, TOKEN_SECONDS, Limiter, Tokens, check_origin
from server.errors import ForeignForm, TooMany
from tests.server.made import ATTACK, BASE, make
from tests.server.running import Client, Reply, Server, inside, serving
from tests.server.test_pages import Reader

CLAIM = f"{BASE}id/claim/event-{ATTACK}"
NEW = "/corrections/new?claim=" + quote(CLAIM, safe="")
GOOD = {
    "kind": "who",
    "text": "It was <b>the Guard</b>",
    "source": "https://x.example/a?b=1&c",
    "name": "Mo",
    "website": "",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("corrected")
    make(out)
    return out


@pytest.fixture(scope="module")
def site(place: Path) -> Iterator[Server]:
    """The server as it ships, with room for the corrections of all tests here."""
    with serving(place, corrections_per_hour=1000) as running:
        yield running


@pytest.fixture
def queue(place: Path) -> Iterator[Queue]:
    """Its queue, empty before and after."""
    queue = Queue(place / "corrections")
    yield queue
    for path in queue.folder.glob("*"):
        path.unlink()


def token(site: Client) -> str:
    found = re.search(r'name="token" value="([^"]+)"', site.get(NEW, accept="text/html").text)
    assert found
    return found[1]


def send(site: Client, fields: dict[str, Any], accept: str = "text/html", **headers: str) -> Reply:
    told = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept, "Origin": site.url}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    return site.send(
        "POST", "/corrections/new", {k: v for k, v in told.items() if v}, urlencode(fields, doseq=True).encode()
    )


def test_the_form_shows_what_it_is_about(site: Server) -> None:
    reply = site.get(NEW, accept="text/html")
    assert reply.status == 200
    page = Reader(reply.text)
    assert page.tags.count("h1") == 1
    assert "script" not in page.tags
    assert "The River Front shelled the Port Guard" in reply.text
    assert reply.headers["cache-control"] == "no-store"
    # what it holds is for our own page: others must not be able to read it
    assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/corrections/new", 400),
        ("/corrections/new?claim=", 400),
        ("/corrections/new?claim=" + quote(f"{BASE}id/claim/nothing", safe=""), 404),
        ("/corrections/new?claim=" + quote("javascript:alert(1)", safe=""), 404),
        ("/corrections/new?claim=" + quote(f"{BASE}id/x> }} ASK {{ <y", safe=""), 404),
        ("/corrections/new?claim=" + quote("http://www.w3.org/2002/07/owl#Class", safe=""), 404),
        ("/corrections/sent?claim=" + quote(f"{BASE}id/claim/nothing", safe=""), 404),
    ],
)
def test_only_what_the_release_knows_can_be_corrected(site: Server, path: str, status: int) -> None:
    assert site.get(path, accept="text/html").status == status


def test_a_correction_is_kept_once_and_changes_no_graph(site: Server, queue: Queue) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    before = site.query(count).text
    fields = {"claim": CLAIM, "token": token(site), **GOOD}
    first = send(site, fields)
    assert first.status == 303
    thanks = site.get(first.headers["location"], accept="text/html")
    assert "A person will read your correction" in thanks.text
    assert send(site, fields).status == 303  # a second click
    (entry,) = queue.read().entries
    one = entry.correction
    assert (one.target, one.kind, one.text, one.source, one.name) == (CLAIM, "who", GOOD["text"], GOOD["source"], "Mo")
    assert one.release == f"{BASE}releases/made-1/download"
    assert site.query(count).text == before
    assert b"127.0.0.1" not in (queue.folder / "corrections.jsonl").read_bytes()
    assert "Guard" not in site.get("/corrections", accept="text/html").text


def test_accepted_ones_are_shown_and_escaped(site: Server, queue: Queue) -> None:
    about = f"/page/claim/event-{ATTACK}"
    before = site.get(about, accept="text/html")
    assert send(site, {"claim": CLAIM, "token": token(site), **GOOD}).status == 303
    private = {**GOOD, "kind": "private-person", "text": "this is my neighbour"}
    assert send(site, {"claim": CLAIM, "token": token(site), **private}).status == 303
    assert site.get(about, accept="text/html", **{"If-None-Match": before.headers["etag"]}).status == 304
    for entry in queue.read().entries:
        queue.decide(Decision(new_id(), entry.correction.id, "accepted", "<i>right</i>", "", now()))
    after = site.get(about, accept="text/html", **{"If-None-Match": before.headers["etag"]})
    assert after.status == 200
    listing = site.get("/corrections", accept="text/html")
    for page in (after, listing):
        assert "It was &lt;b&gt;the Guard&lt;/b&gt;" in page.text
        assert "&lt;i&gt;right&lt;/i&gt;" in page.text
        assert "neighbour" not in page.text
        Reader(page.text)
    assert "shelled: River Front" in listing.text
    data = {key: site.get(f"/corrections?format={key}") for key in ("csv", "json", "ttl")}
    assert data["csv"].text.count("\r\n") == 2
    assert data["json"].json()["total"] == 2
    assert len(Graph().parse(data=data["ttl"].text, format="turtle")) > 10
    assert all("neighbour" not in reply.text for reply in data.values())
    assert site.get("/corrections", accept="text/turtle").text.startswith("@prefix")
    assert site.get("/corrections?format=xml").status == 400
    # taken back, it is gone
    for entry in queue.read().entries:
        queue.decide(Decision(new_id(), entry.correction.id, "rejected", "", "", now()))
    assert "the Guard&lt;" not in site.get(about, accept="text/html").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": " \n "}, "The correction is empty."),
        ({"text": "x" * 2001}, "longer than 2,000 characters"),
        ({"kind": "nonsense"}, "not said what is wrong"),
        ({"kind": ""}, "not said what is wrong"),
        ({"source": "javascript:alert(1)"}, "not a web address"),
        ({"source": "https://"}, "not a web address"),
        ({"name": "n" * 81}, "longer than 80 characters"),
        ({"website": "https://buy.example"}, "as programs do"),
        ({"text": ["a", "b"]}, "given 2 times"),
        ({"token": "made.1.up"}, "not made by this server"),
        ({"token": ""}, "not made by this server"),
    ],
)
def test_mistakes_bring_the_form_back_with_what_was_typed(
    site: Server, queue: Queue, change: dict[str, Any], said: str
) -> None:
    fields = {"claim": CLAIM, "token": token(site), **GOOD, "text": "Sixty, and <i>not</i> forty", **change}
    reply = send(site, fields)
    assert reply.status == (403 if "token" in change else 400)
    assert said in reply.text
    assert 'role="alert"' in reply.text
    if "text" not in change:
        assert "Sixty, and &lt;i&gt;not&lt;/i&gt; forty</textarea>" in reply.text
    assert queue.read().entries == ()
    report = send(site, fields, accept="application/json")
    assert report.headers["content-type"] == "application/problem+json"
    assert said in report.json()["detail"] + report.json().get("cure", "")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_sites_cannot_send_a_visitors_correction(site: Server, queue: Queue, headers: dict[str, str]) -> None:
    reply = send(site, {"claim": CLAIM, "token": token(site), **GOOD}, **headers)
    assert reply.status == 403
    assert "page of another site" in reply.text
    assert "Guard" not in reply.text
    assert queue.read().entries == ()


def test_a_token_is_for_one_thing(site: Server, queue: Queue) -> None:
    other = f"{BASE}id/entity/port-guard-0000000002"
    assert site.get("/corrections/new?claim=" + quote(other, safe=""), accept="text/html").status == 200
    assert send(site, {**GOOD, "claim": other, "token": token(site)}).status == 403
    assert queue.read().entries == ()


def test_bodies_that_are_no_form(site: Server, queue: Queue) -> None:
    kind = {"Content-Type": "application/json", "Accept": "application/json"}
    assert site.send("POST", "/corrections/new", kind, b"{}").status == 415
    long = send(site, {"claim": CLAIM, "text": "x" * 60_000}, accept="application/json")
    assert (long.status, long.json()["title"]) == (413, "What was sent is too long")
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    assert site.send("POST", "/corrections/new", kind, b"text=%ff&claim=x").status == 400
    assert site.send("POST", "/corrections/new", kind, b"\xff").status == 400
    assert site.send("PUT", "/corrections/new", kind, b"").status == 405
    assert queue.read().entries == ()


def test_text_that_steers_is_taken_out(site: Server, queue: Queue) -> None:
    typed = "a\x00b\x1b[31m \u202eevil\u202c\r\n\r\n\r\n\r\nnext \U0001f54a"
    assert send(site, {**GOOD, "claim": CLAIM, "token": token(site), "text": typed, "name": "Mo\nX-H: 1"}).status == 303
    (entry,) = queue.read().entries
    assert entry.correction.text == "ab[31m evil\n\nnext \U0001f54a"
    assert entry.correction.name == "Mo X-H: 1"


def test_a_full_disk_loses_nothing(site: Server, queue: Queue) -> None:
    queue.folder.mkdir(exist_ok=True)
    file = queue.folder / "corrections.jsonl"
    file.symlink_to("/dev/full")
    fields = {"claim": CLAIM, "token": token_for_full(site, file), **GOOD}
    reply = send(site, fields)
    assert reply.status == 507
    assert "The disk is full" in reply.text
    assert "It was &lt;b&gt;the Guard&lt;/b&gt;</textarea>" in reply.text
    assert send(site, fields, accept="application/json").json()["type"].endswith("#corrections-full")
    file.unlink()
    assert send(site, fields).status == 303  # the very same form, once there is room
    assert len(queue.read().entries) == 1


def token_for_full(site: Server, file: Path) -> str:
    """A token from a form that was opened while all was well."""
    target = file.readlink()
    file.unlink()
    found = token(site)
    file.symlink_to(target)
    return found


def test_a_queue_that_cannot_be_written(tmp_path: Path) -> None:
    make(tmp_path)
    with inside(tmp_path, contact="desk@example.org") as site:
        good = token(site)
        (tmp_path / "corrections").write_text("a file in the way")
        reply = send(site, {"claim": CLAIM, "token": good, **GOOD})
        assert reply.status == 503
        assert "the queue cannot be written" in reply.text
        assert "the Guard&lt;/b&gt;</textarea>" in reply.text
        form = site.get(NEW, accept="text/html")
        assert form.status == 200
        assert "<form" not in form.text
        assert 'href="mailto:desk@example.org"' in form.text
        assert site.get("/corrections", accept="text/html").status == 503
        assert site.get(f"/page/claim/event-{ATTACK}", accept="text/html").status == 200


def test_no_queue_is_configured(tmp_path: Path) -> None:
    make(tmp_path)
    with inside(tmp_path, corrections="", contact="https://desk.example/") as site:
        form = site.get(NEW, accept="text/html")
        assert "<form" not in form.text
        assert 'href="https://desk.example/"' in form.text
        assert site.get("/corrections", accept="text/html").status == 200
        reply = send(site, {"claim": CLAIM, "token": "x", **GOOD}, accept="application/json")
        assert (reply.status, reply.json()["cure"]) == (503, "Write to https://desk.example/.")
    assert not (tmp_path / "corrections").exists()


def test_each_client_may_send_so_many(tmp_path: Path) -> None:
    make(tmp_path)
    with serving(tmp_path, corrections_per_hour=2, proxies=1) as site:

        def from_(address: str) -> Reply:
            return send(site, {"claim": CLAIM, "token": token(site), **GOOD}, **{"X-Forwarded-For": address})

        assert [from_("198.51.100.7, 203.0.113.5").status for _ in range(2)] == [303, 303]
        # what the client says of itself does not count, what our proxy has added does
        last = from_("198.51.100.8, 203.0.113.5")
        assert last.status == 429
        assert "Send the next in 60 minutes" in last.text
        assert from_("198.51.100.7, 203.0.113.6").status == 303
    kept = (tmp_path / "corrections" / "corrections.jsonl").read_text()
    assert len(kept.splitlines()) == 3
    assert "203.0.113" not in kept
    assert all(json.loads(line)["type"] == "Annotation" for line in kept.splitlines())


# -- the guards by themselves, where waiting would take hours ----------------------------------------------------------


def test_tokens_age() -> None:
    time = [1_000_000.0]
    tokens = Tokens(lambda: time[0])
    made = tokens.make("a")
    assert tokens.check(made, "a").startswith("urn:uuid:")
    time[0] += TOKEN_SECONDS + 1
    with pytest.raises(ForeignForm, match="too long"):
        tokens.check(made, "a")
    with pytest.raises(ForeignForm):
        Tokens().check(made, "a")


def test_limits_pass() -> None:
    time = [0.0]
    limiter = Limiter(1, lambda: time[0])
    limiter.take("192.0.2.200")
    with pytest.raises(TooMany, match="from your address"):
        limiter.take("192.0.2.200")
    for number in range(19):
        limiter.take(f"192.0.2.{number}")
    with pytest.raises(TooMany, match="anybody can read"):
        limiter.take("192.0.2.99")
    time[0] = HOUR + 1
    limiter.take("192.0.2.200")


def test_programs_without_a_browser_may_send() -> None:
    check_origin(None, None, "host:1")
    check_origin("none", "https://elsewhere.example", "host:1")
    check_origin(None, "https://host:1", "host:1")
