"""`dragoman explain`: every event with its sentence, rule, arguments and status; as text and as a page that is safe."""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from kg.explain import as_html, as_text, explained, pieces
from kg.model import Argument, Article, Document, Entity, Event, Mention, Run, Span, TimeValue

TEXT = "On Monday the <b>Azure</b> Front did not attack the town of Dorin."


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


@pytest.fixture
def document() -> Document:
    actor = Entity("e1", "Azure Front", "ArmedGroup", (Mention(span("<b>Azure</b> Front")),))
    town = Entity("e2", "Dorin", "Place", (Mention(span("Dorin")),))
    event = Event(
        id="v1",
        type="Attack",
        plover="ASSAULT",
        mode=None,
        trigger=span("attack"),
        sentence=Span(0, len(TEXT)),
        actors=(Argument("e1", span("<b>Azure</b> Front"), "subject", "actor"),),
        recipients=(Argument("e2", span("town of Dorin"), "object", "recipient"),),
        time=TimeValue("2016-05-16", "2016-05-16", "Monday", span("Monday")),
        status="negated",
        status_cue=span("not"),
        rule="verbs.tsv:200",
    )
    return Document(Article("a", TEXT, "2016-05-16"), Run("dragoman", "0", "x"), (), (actor, town), (event,), (), ())


def test_words_of_the_sentence_are_all_there_once(document: Document) -> None:
    item = next(iter(explained(document)))
    parts = list(pieces(TEXT, item.event.sentence, item.marks))
    assert "".join(words for words, _ in parts) == TEXT
    assert ("attack", "trigger") in parts
    assert ("not", "cue") in parts


def test_marks_that_overlap_lose_no_words(document: Document) -> None:
    item = next(iter(explained(document)))
    nested = (*item.marks, *item.marks)
    assert "".join(words for words, _ in pieces(TEXT, item.event.sentence, nested)) == TEXT


def test_text_gives_rule_path_and_cue(document: Document) -> None:
    console = Console(width=200, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    console.print(as_text(document))
    shown = console.export_text()
    for expected in (
        "verbs.tsv:200",
        "subject",
        "negated, because of “not”",
        "2016-05-16, from “Monday”",
        "Azure Front",
    ):
        assert expected in shown


def test_page_escapes_the_article(document: Document) -> None:
    class Tags(HTMLParser):
        found: set[str] = set()  # noqa: RUF012

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.found.add(tag)

    page = as_html(document)
    reader = Tags()
    reader.feed(page)
    assert "b" not in reader.found
    assert "script" not in reader.found
    assert "&lt;b&gt;Azure&lt;/b&gt;" in page


def test_command_writes_text_and_page(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(
        "Rebels attacked the town of Ambo on Friday. Officials in Ambo condemned the attack.", encoding="utf-8"
    )
    command = [sys.executable, "-c", "from kg.cli import main; main()", "explain", str(article)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert "ASSAULT" in shown
    page = tmp_path / "why.html"
    subprocess.run([*command, "--html", str(page)], capture_output=True, text=True, check=True, timeout=120)
    assert "<mark" in page.read_text(encoding="utf-8")


def test_article_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from kg.cli import main; main()", "explain", str(tmp_path / "none.txt")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert "none.txt" in done.stderr
