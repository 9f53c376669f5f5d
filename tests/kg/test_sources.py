"""Articles in: every format, every encoding, and every kind of bad input with its message."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kg.config import Settings
from kg.errors import InputError
from kg.model import Article, Issue
from kg.sources import Metadata, iso_date, read
from tests.places import EXAMPLE
from tests.web import Asked, Reply, Web

STORY = (
    "Troops leave the northern town\n\n"
    "The defence minister said on Monday that all of the troops had left the town of Kalmar. "
    "He told reporters that talks with the rebels would begin in Geneva next week.\n"
)
GERMAN = (
    "Der Minister sagte am Montag in Berlin, was die Truppen angeht, dass sie bis zum Ende des Monats abziehen werden. "
    "Er will mit dem Präsidenten über die Lage sprechen. Die Opposition warnte vor einem neuen Angriff auf die Stadt."
)


def run(*paths: object, given: Metadata | None = None, **settings: int) -> tuple[list[Article], list[Issue]]:
    found = list(read([str(p) for p in paths], Settings(http_retries=0, **settings), given))  # type: ignore[arg-type]
    return [x for x in found if isinstance(x, Article)], [x for x in found if isinstance(x, Issue)]


def errors(issues: list[Issue]) -> list[Issue]:
    return [x for x in issues if x.severity == "error"]


def write(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


# formats


def test_plain_text_is_kept_to_the_letter(tmp_path: Path) -> None:
    text = STORY.replace("\n", "\r\n")
    (article,), issues = run(write(tmp_path / "a.txt", text))
    assert article.text == text
    assert article.title == "Troops leave the northern town"
    assert [(x.severity, "no date" in x.message, "--published" in x.cure) for x in issues] == [("warning", True, True)]


def test_flags_overrule_front_matter(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.md",
        f"---\ntitle: Mine\npublished: 2016-05-16\nsource: Wire\nlicence: CC0-1.0\nurl: https://e.org/a\n---\n{STORY}",
    )
    (article,), issues = run(path, given=Metadata(source="Flag", published="2017-01-02"))
    assert not issues
    assert (article.title, article.source, article.published) == ("Mine", "Flag", "2017-01-02")
    assert (article.license, article.url) == ("CC0-1.0", "https://e.org/a")


def test_markdown_loses_its_marks_but_no_words(tmp_path: Path) -> None:
    body = (
        "# The *big* title\n\nThe minister met **the envoy** in [Geneva](https://e.org) and\nleft.\n\n> It was said.\n"
    )
    (article,), _ = run(write(tmp_path / "a.md", body))
    assert article.text == "The big title\n\nThe minister met the envoy in Geneva and left.\n\nIt was said."
    assert article.title == "The big title"


def test_the_shipped_example_reads_without_a_warning() -> None:
    (article,), issues = run(EXAMPLE)
    assert not issues
    assert (article.id, article.published, article.license) == ("vienna-2016", "2016-05-16", "CC0-1.0")
    assert article.url == "https://w3id.org/dragoman/example/vienna-2016"


def test_html_page_with_its_metadata(tmp_path: Path) -> None:
    body = "".join(
        f"<p>{p} The talks went on for hours, and they will go on for days.</p>" for p in STORY.split("\n\n")
    )
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Troops leave</title>'
        '<meta property="og:site_name" content="The Wire"><meta property="article:published_time" '
        'content="2016-05-16T10:00:00Z"><link rel="canonical" href="https://example.org/troops"></head>'
        f"<body><nav>Subscribe now</nav><article><h1>Troops leave</h1>{body}</article></body></html>"
    )
    (article,), issues = run(write(tmp_path / "saved.html", page))
    assert not issues
    assert "had left the town of Kalmar" in article.text
    assert "Subscribe" not in article.text
    assert (article.published, article.source, article.url) == ("2016-05-16", "The Wire", "https://example.org/troops")


def test_fragment_and_xhtml_are_pages_too(tmp_path: Path) -> None:
    words = STORY.partition("\n\n")[2]
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><body>'
    articles, issues = run(
        write(tmp_path / "a.html", f"<p>{words * 3}</p>"),
        write(tmp_path / "b.xhtml", f"{head}<p>{words * 4}</p></body></html>"),
    )
    assert len(articles) == 2, issues


def test_page_that_breaks_the_extractor_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: 1 / 0)
    _, issues = run(write(tmp_path / "a.html", f"<html><body>{STORY}</body></html>"))
    assert "cannot be taken apart: ZeroDivisionError" in errors(issues)[0].message


def test_json_lines_keep_the_text_and_name_the_broken_line(tmp_path: Path) -> None:
    good = {"id": "x1", "published": "2016-05-16", "text": " " + STORY, "title": "T", "url": "https://e.org/1"}
    lines = [json.dumps(good), '{"id": "x2", "text": ', "", '{"id": "x3"}', json.dumps({"text": STORY + "More."})]
    articles, issues = run(write(tmp_path / "a.jsonl", "\n".join(lines)))
    assert [a.id for a in articles] == ["x1", f"{tmp_path / 'a.jsonl'}:5"]
    assert articles[0].text == " " + STORY
    assert [x.where.rpartition(":")[2] for x in errors(issues)] == ["2", "4"]
    assert "not JSON" in errors(issues)[0].message
    assert "“text” is missing" in errors(issues)[1].message


def test_json_lines_are_known_by_their_beginning(tmp_path: Path, web: Web) -> None:
    lines = "\n".join(json.dumps({"id": name, "text": STORY + name}) for name in ("x1", "x2"))
    web.answer = lambda asked: Reply(200, {"Content-Type": "application/x-ndjson"}, lines.encode())
    articles, _ = run(write(tmp_path / "unnamed", lines), f"{web.url}/a")
    assert [a.id for a in articles] == ["x1", "x2"]
    assert len(web.asked) == 1


def test_json_file_holds_one_article_or_a_list(tmp_path: Path) -> None:
    articles, _ = run(write(tmp_path / "a.json", json.dumps([{"id": "l1", "text": STORY}, 7])))
    assert [a.id for a in articles] == ["l1"]


def test_folder_is_read_in_order_and_one_bad_file_stops_nothing(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", STORY + "B.")
    write(tmp_path / "a" / "z.txt", STORY + "Z.")
    write(tmp_path / "c.txt", b"\x00\x01\x02binary\x00" * 50)
    write(tmp_path / ".hidden.txt", "\x00")
    write(tmp_path / "d.csv", "a,b")
    articles, issues = run(tmp_path)
    assert [Path(a.id).name for a in articles] == ["b.txt", "z.txt"]
    assert sorted(Path(x.where).name for x in errors(issues)) == ["c.txt", "d.csv"]


def test_the_same_text_twice_is_one_article(tmp_path: Path) -> None:
    articles, issues = run(write(tmp_path / "a.txt", STORY), write(tmp_path / "b.txt", STORY))
    assert len(articles) == 1
    assert any("same text as" in x.message and "b.txt" in x.where for x in issues)


# encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_and_without_a_mark(encoding: str, tmp_path: Path) -> None:
    text = STORY + "The café in Kyїv was “closed”. 🕊"
    (article,), _ = run(write(tmp_path / "a.txt", text.encode(encoding)))
    assert article.text == text


def test_windows_1252_is_recognised_when_beyond_doubt(tmp_path: Path) -> None:
    text = STORY + "“The café was closed,” the mayor’s office said – and so it was."
    (article,), _ = run(write(tmp_path / "a.txt", text.encode("cp1252")))
    assert article.text == text


def test_declared_charset_of_a_page_counts(tmp_path: Path) -> None:
    words = STORY + "The café of the Élysée was closed for the day, and the guests had left."
    page = f"<html><head><meta charset='iso-8859-1'></head><body><article><p>{words}</p></article></body></html>"
    (article,), _ = run(write(tmp_path / "a.html", page.encode("latin-1")))
    assert "café of the Élysée" in article.text


def test_controls_become_spaces_and_offsets_stay(tmp_path: Path) -> None:
    raw = json.dumps({"text": STORY + "a\u0000b \ud800 c", "published": "2016-05-16"})
    (article,), _ = run(write(tmp_path / "a.jsonl", raw))
    assert article.text == STORY + "a b \ufffd c"


# bad input


BAD = {
    "empty": (b"", "is empty"),
    "white space": (b" \n\t\n ", "is empty"),
    "NUL bytes": (b"\x00\x01\x02\x03 junk" * 100, "binary"),
    "control bytes": (bytes(range(1, 9)) * 100, "binary"),
    "PDF": (b"%PDF-1.7\n" + STORY.encode(), "a PDF document"),
    "office": (b"PK\x03\x04" + STORY.encode(), "office document"),
    "image": (b"\x89PNG\r\n" + STORY.encode(), "an image"),
    "broken UTF-8": ((STORY + "caf\u00e9 \u201cquoted\u201d ").encode() + b"\xe2\x80 and more", "neither UTF-8"),
    "UTF-16 unmarked": (STORY.encode("utf-16-le"), "UTF-16 without"),
    "broken UTF-16": (b"\xff\xfe" + STORY.encode("utf-16-le") + b"\x00", "says that it is utf-16"),
    "Russian in CP1251": (("Министр сообщил о выводе войск. " * 20).encode("cp1251"), "neither UTF-8"),
    "German": (GERMAN.encode(), "not in English"),
    "Russian": (("Министр сообщил о выводе войск. " * 5).encode(), "another script"),
    "numbers only": (b"12 34 56\n78", "no words"),
    "front matter": (b"---\ntitle: [unclosed\n---\n" + STORY.encode(), "is not YAML"),
    "open front matter": (b"---\ntitle: never closed\n" + STORY.encode(), "never closed"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_file_gets_one_message_with_a_cure_and_the_rest_goes_on(case: str, tmp_path: Path) -> None:
    data, said = BAD[case]
    articles, issues = run(write(tmp_path / "bad.txt", data), write(tmp_path / "good.txt", STORY))
    assert [Path(a.id).name for a in articles] == ["good.txt"]
    (problem,) = errors(issues)
    assert problem.where == str(tmp_path / "bad.txt")
    assert said in problem.message
    assert problem.cure


def test_missing_file_and_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    _, issues = run(tmp_path / "nowhere.txt", tmp_path / "empty")
    assert [x.message.split(" ")[0:3] for x in errors(issues)] == [
        ["There", "is", "no"],
        ["The", "folder", str(tmp_path / "empty")],
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_the_right_to_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", STORY)
    path.chmod(0)
    _, issues = run(path)
    assert "Permission denied" in errors(issues)[0].message


def test_file_that_breaks_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path / "a.txt", STORY)
    monkeypatch.setattr(Path, "open", refuse)
    _, issues = run(path)
    assert "a.txt cannot be read: Permission denied" in errors(issues)[0].message
    assert "chmod" in errors(issues)[0].cure


def test_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    _, issues = run(tmp_path)
    assert "not a regular file" in errors(issues)[0].message


def test_fifty_megabytes_are_refused_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    _, issues = run(path)
    assert "50.0 MB" in errors(issues)[0].message
    assert "20 MB" in errors(issues)[0].message


def test_a_long_line_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    long, short = json.dumps({"text": STORY * 100}), json.dumps({"text": STORY})
    articles, issues = run(write(tmp_path / "a.jsonl", f"{long}\n{short}\n"), max_article_bytes=2_000)
    assert len(articles) == 1
    assert errors(issues)[0].where.endswith(":1")


def test_deep_json_is_refused(tmp_path: Path) -> None:
    _, issues = run(write(tmp_path / "a.jsonl", "[" * 200_000))
    assert len(errors(issues)) == 1


@pytest.mark.parametrize("text", ["Kerry met Lavrov in Geneva.", STORY.upper(), STORY.lower(), "IS attacks Sirte"])
def test_short_or_shouted_english_is_english(text: str, tmp_path: Path) -> None:
    articles, issues = run(write(tmp_path / "a.txt", text))
    assert len(articles) == 1, issues


def test_bad_date_in_an_article_is_told_and_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", f"---\npublished: 2016-13-40\nurl: not an address\n---\n{STORY}")
    (article,), issues = run(path)
    assert article.published is None
    assert article.url is None
    assert ["“2016-13-40” is not a date" in issues[0].message, "not a web address" in issues[1].message] == [True, True]
    assert not errors(issues)


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2016-05-16", "2016-05-16"),
        (" 2016-05-16T23:30:00+02:00 ", "2016-05-16"),
        ("2016-05-16T10:00:00Z", "2016-05-16"),
    ],
)
def test_dates_that_are_understood(given: str, day: str) -> None:
    assert iso_date(given) == day


@pytest.mark.parametrize("given", ["2016-13-40", "2016", "16 May 2016", "2016-02-30", "2016-05-16 or so", ""])
def test_dates_that_are_not(given: str) -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        iso_date(given)


# pages on the web


def test_page_is_fetched_with_its_address_and_charset(web: Web) -> None:
    page = f"<html><body><article><p>{STORY} The café had closed.</p></article></body></html>".encode("latin-1")
    web.answer = lambda asked: Reply(200, {"Content-Type": "text/html; charset=iso-8859-1"}, page)
    (article,), _ = run(f"{web.url}/news/1")
    assert "café" in article.text
    assert article.url == f"{web.url}/news/1"
    assert "dragoman/" in web.asked[0].headers["User-Agent"]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(404, {}, b"gone"), "answered 404"),
        (Reply(302, {"Location": "file:///etc/passwd"}), "answered 302"),
        (Reply(200, {"Content-Type": "application/pdf"}, b"%PDF-1.4 ..."), "PDF"),
        (Reply(200, {"Content-Type": "text/html"}, b"<html><body></body></html>"), "No article was found"),
        (Reply(200, {"Content-Type": "text/plain"}, b"x" * 3000), "larger than"),
    ],
)
def test_page_that_cannot_be_read(reply: Reply, said: str, web: Web) -> None:
    web.answer = lambda asked: reply
    _, issues = run(web.url, max_article_bytes=2_000)
    assert said in errors(issues)[0].message


def test_busy_server_is_asked_again(web: Web) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(503) if len(web.asked) == 1 else Reply(200, {"Content-Type": "text/plain"}, STORY.encode())

    web.answer = answer
    found = list(read([web.url], Settings(http_retries=1)))
    assert any(isinstance(x, Article) for x in found)
    assert len(web.asked) == 2


def test_unreachable_server_is_an_error_not_an_empty_article() -> None:
    _, issues = run("http://127.0.0.1:9/")
    assert "cannot be reached" in errors(issues)[0].message
