"""`dragoman explain`: every event with its sentence, rule, arguments and status; as text and as a page that is safe."""

import io
import os
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from kg.annotate import written
from kg.explain import Explained, as_html, as_text, explained, pieces
from kg.model import (
    Argument,
    Article,
    Document,
    Entity,
    Event,
    Mention,
    PassedOver,
    Relation,
    Run,
    Span,
    Statement,
    TimeValue,
)

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


def event_of(document: Document) -> Explained:
    return explained(document)[0].items[0]


def shown_by(document: Document, passed: tuple[PassedOver, ...] = ()) -> str:
    console = Console(width=2000, record=True, file=io.StringIO())
    console.print(as_text(document, explained(document, passed, written)))
    return console.export_text()


def test_words_of_the_sentence_are_all_there_once(document: Document) -> None:
    item = event_of(document)
    parts = list(pieces(TEXT, item.sentence, item.marks))
    assert "".join(words for words, _ in parts) == TEXT
    assert ("attack", "trigger") in parts
    assert ("not", "cue") in parts


def test_marks_that_overlap_lose_no_words(document: Document) -> None:
    item = event_of(document)
    nested = (*item.marks, *item.marks)
    assert "".join(words for words, _ in pieces(TEXT, item.sentence, nested)) == TEXT


def test_text_gives_trigger_rule_path_and_cues(document: Document) -> None:
    shown = shown_by(document)
    for expected in (
        "“attack”: Attack (PLOVER ASSAULT)",
        f"verbs.tsv:200:  {written('verbs.tsv:200')}",
        "subject",
        "negated, because of “not”",
        "2016-05-16, from “Monday”",
        "Azure Front",
    ):
        assert expected in shown


def test_a_status_without_a_cue_says_where_it_comes_from(document: Document) -> None:
    event = replace(document.events[0], status="planned", status_cue=None)
    assert "planned, since its time lies after the day of publication" in shown_by(replace(document, events=(event,)))
    event = replace(event, status="actual")
    assert "actual, since nothing says otherwise" in shown_by(replace(document, events=(event,)))


def test_a_time_that_is_not_resolved_says_why(document: Document) -> None:
    event = replace(document.events[0], time=TimeValue(None, None, "Monday", span("Monday")))
    undated = replace(document, events=(event,), article=Article("a", TEXT, None))
    assert "not resolved, from “Monday”, since the article has no date of publication" in shown_by(undated)


def test_statements_relations_and_words_passed_over_are_told(document: Document) -> None:
    whole = Span(0, len(TEXT))
    told = replace(
        document,
        statements=(Statement("s1", "e1", whole, span("attack the town"), span("did"), False),),
        relations=(Relation("r1", "basedIn", "e1", "e2", whole, span("of Dorin"), rule="phrase"),),
    )
    shown = shown_by(told, (PassedOver(span("town"), whole, "wants a mayor"),))
    assert "in the article's words, “attack the town”" in shown
    assert "Azure Front → basedIn → Dorin" in shown
    assert "“town”: wants a mayor" in shown


def test_an_article_cannot_steer_the_terminal(document: Document) -> None:
    article = replace(document.article, title="\x1b[2Jgone")
    assert "\x1b" not in shown_by(replace(document, article=article))


def test_page_escapes_the_article(document: Document) -> None:
    class Tags(HTMLParser):
        found: set[str] = set()  # noqa: RUF012

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.found.add(tag)

    page = as_html(document, explained(document))
    reader = Tags()
    reader.feed(page)
    assert "b" not in reader.found
    assert "script" not in reader.found
    assert "&lt;b&gt;Azure&lt;/b&gt;" in page


def run(*arguments: str, text: str | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from kg.cli import main; main()", "explain", *arguments]
    return subprocess.run(
        command, input=text, capture_output=True, text=True, check=False, timeout=120, env={**os.environ, **env}
    )


ARTICLE = """Rebels attacked the town of Ambo on Friday. Officials in Ambo condemned the attack.

The attack helicopter was new. The union called a meeting of expectations."""


def test_command_writes_text_and_page(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    page = tmp_path / "why.html"
    done = run(str(article), "--published", "2024-03-06")
    assert done.returncode == 0, done.stderr
    assert "“attacked”: " in done.stdout
    assert "ASSAULT" in done.stdout
    assert "2024-03-01, from “Friday”" in done.stdout
    assert "“attack”: only tells of what kind the noun behind it is" in done.stdout
    assert "\x1b" not in done.stdout
    assert run(str(article), "--html", str(page)).returncode == 0
    assert "<mark" in page.read_text(encoding="utf-8")


def test_colours_when_they_are_asked_for(tmp_path: Path) -> None:
    coloured = run("-", text=ARTICLE, FORCE_COLOR="1", NO_COLOR="")
    assert "\x1b[1;31mattacked" in coloured.stdout
    assert "\x1b[1;31m" not in run("-", text=ARTICLE, FORCE_COLOR="1", NO_COLOR="1").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.txt"], "none.txt"),
        (["."], "is a folder"),
        (["-"], "is empty"),
        (["-", "--published", "Friday"], "Friday"),
        (["-", "--html", "no/such/why.html"], "there is no folder no/such"),
    ],
)
def test_what_cannot_be_explained_is_an_error(arguments: list[str], words: str) -> None:
    done = run(*arguments, text="")
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


def test_an_article_without_events_says_so() -> None:
    done = run("-", text="The cat sat on the mat near the old house.")
    assert done.returncode == 0
    assert "No event was found." in done.stdout
