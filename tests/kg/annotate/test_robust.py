"""Whatever comes in, a document comes out whose every offset points into the text that came in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.annotate import Reader
from kg.model import Argument, Article, Document, LinkedDocument, Span
from kg.records import record
from kg.vocab import EVENT_TYPES

BATTLE = """Truce breaks down in the north

Troops of the Malian army fought the Azawad Liberation Front (ALF) near Kidal on Monday, the defence minister said. \
“We will not retreat,” said Colonel Amadou Traore, who commands the garrison. The ALF denied that it had attacked the \
town. At least 12 people were killed, and more than 3,000 families fled to Niger last week.

France and Algeria will hold talks with both sides in Algiers next month. Paris urged the group to disarm, and the UN \
Security Council may impose sanctions if it refuses."""
HEADLINES = """Floods. Famine. Fear.
No talks, no truce
MINISTER OUT
Mali: 3 dead, 5 hurt
Opinion | Why now?
More on this story"""
LIST = """What is known so far:
- Aden: 12 killed
- Taiz: talks suspended
* Mukalla: port seized by rebels
1. Truce
2) Exchange"""
TABLE = """Country\tTroops\tSince
Chad\t1,200\t2013
Togo\t?\t
|---|---|
| Mali | 4,000 | 2012 |
Total\t6,050\t"""
_CLAUSE = "the minister, who had met the rebels in Oslo and, after they had refused to sign, in Doha, feared that "
LONG = f"The envoy said that {_CLAUSE * 11} the army would attack."
TRANSCRIPT = """Q: Will you meet Mr. Osman?
A: No. We — look, we've said that we won't.
MODERATOR: Thank you. (Laughter.)
MS. ADAMS: I, uh, they attacked us, didn't they? [crosstalk]
Q Sir, sir --
THE PRESIDENT: Go ahead."""
UNCLOSED = '“We were attacked, said the mayor. The rebels burned a market. “Nobody helped us. "And they left, he said.'
SEEDS = {
    "battle": BATTLE,
    "headlines": HEADLINES,
    "list": LIST,
    "table": TABLE,
    "long sentence": LONG,
    "transcript": TRANSCRIPT,
    "quotes that never close": UNCLOSED,
    "all capitals": BATTLE.upper(),
    "empty": "",
    "blank": " \n\n\t\u00a0\n",
    "one word": "Attack",
    "only punctuation": "…!? — ()[] “” «»,,;; --- ***",
    "one long word": "Al" + "lah" * 4_000,
    "null characters": BATTLE.replace(" ", "\x00 "),
    "lone surrogates": BATTLE.replace("the", "th\ud83de"),
    "brackets": "((((" * 40 + "GNA" + "))))" * 40,
    "numbers": "1,2,3.4 5-6 (7) 8% " * 60,
    "right to left": "قال الوزير إن الجيش هاجم البلدة. " * 5,
    "astral": "😀🚜 Troops 𝔞ttacked 𝕬den 👩\u200d👩\u200d👧. " * 3,
    "no spaces": BATTLE.replace(" ", ""),
    "one letter a line": "\n".join(BATTLE[:200]),
    "said said": "said " * 150,
    "names only": "John Osman Ali Ahmed Maria Aden Mali Chad " * 30,
}
assert len(LONG.split()) > 200


# -- what holds for every document -------------------------------------------------------------------------------------


def arguments(document: Document) -> Iterator[Argument]:
    for event in document.events:
        yield from (*event.actors, *event.recipients, *event.places)


def spans(document: Document) -> Iterator[Span | None]:
    yield from document.sentences
    yield from (m.span for e in document.entities for m in e.mentions)
    yield from (a.span for a in arguments(document))
    for event in document.events:
        yield from (event.trigger, event.sentence, event.status_cue, event.time.span if event.time else None)
    for said in document.statements:
        yield from (said.sentence, said.content, said.cue)
    for tie in document.relations:
        yield from (tie.sentence, tie.evidence, tie.time.span if tie.time else None)
    for quantity in document.quantities:
        yield from (quantity.span, quantity.sentence)
    yield from (t.span for t in document.times)


def references(document: Document) -> Iterator[str]:
    yield from (a.entity for a in arguments(document))
    yield from (s.speaker for s in document.statements)
    yield from (who for event in document.events for who in event.attributed_to)
    yield from (who for tie in document.relations for who in tie.attributed_to)
    yield from (who for r in document.relations for who in (r.subject, r.object) if who)


def check_spans(document: Document) -> None:
    size = len(document.article.text)
    for span in spans(document):
        assert span is None or 0 <= span.start < span.end <= size, span
    for event in document.events:
        assert event.sentence in document.sentences
        assert event.sentence.start <= event.trigger.start and event.trigger.end <= event.sentence.end, event
    for time in document.times:
        assert time.text == time.span.of(document.article.text)


def check_references(document: Document) -> None:
    known = [e.id for e in document.entities]
    events = [e.id for e in document.events]
    assert len(set(known)) == len(known)
    assert len(set(events)) == len(events)
    assert set(references(document)) <= set(known)
    assert {q.of for q in document.quantities if q.of} <= {*known, *events}


def check_entities(document: Document) -> None:
    for entity in document.entities:
        assert entity.mentions
        assert entity.name.strip()
        written = {m.span.of(document.article.text) for m in entity.mentions}
        assert entity.name in written
        assert all(alias in document.article.text for alias in entity.aliases)
        assert all(words == words.strip() for words in written), written


def check_events(document: Document) -> None:
    for event in document.events:
        assert EVENT_TYPES[event.type] == event.plover
        roles = [a.entity for a in (*event.actors, *event.recipients)]
        assert len(set(roles)) == len(roles), event
        assert 0 < event.score <= 1


def check_record(document: Document) -> None:
    found = record(LinkedDocument(document, ()))
    again = json.loads(json.dumps(found))
    assert again == found
    assert again["article"]["sha256"] == document.article.sha256


CHECKS: tuple[Callable[[Document], None], ...] = (
    check_spans,
    check_references,
    check_entities,
    check_events,
    check_record,
)


def check(reader: Reader, text: str, published: str | None = "2016-05-16") -> Document:
    document = reader.read(Article("a", text, published))
    assert document.article.text == text
    for one in CHECKS:
        one(document)
    return document


# -- what is read ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", SEEDS.values(), ids=SEEDS.keys())
def test_odd_articles(reader: Reader, text: str) -> None:
    check(reader, text)
    check(reader, text, published=None)


@pytest.mark.parametrize("mark", ["\u00ad", "\u200b", "\u200d", "\u200e", "\u2060", "\ufeff"])
def test_marks_that_no_reader_sees_change_nothing(reader: Reader, mark: str) -> None:
    """The same words are read, and every one points to where it stands among the marks."""
    plain = check(reader, BATTLE)
    marked = re.sub(r"(?<=[a-z])(?=[aeiou][a-z])", mark, BATTLE)
    document = check(reader, marked)
    told = [e.trigger.of(marked).replace(mark, "") for e in document.events]
    assert told == [e.trigger.of(BATTLE) for e in plain.events]
    assert [e.type for e in document.events] == [e.type for e in plain.events]


@pytest.mark.parametrize("line", ["=" * 5_000, "()" * 3_000, ", " * 500, "“" * 4_000])
def test_lines_drawn_with_marks_are_no_words(reader: Reader, line: str) -> None:
    document = check(reader, f"{BATTLE}\n\n{line}\n\nRebels attacked Gao.")
    assert "Gao" in {e.name for e in document.entities}


@pytest.mark.parametrize("published", ["2016", "2016-05", "yesterday", "", "2016-02-31", "9999-12-31", "0001-01-01"])
def test_a_day_of_publication_that_is_none(reader: Reader, published: str) -> None:
    check(reader, BATTLE, published)


def test_the_plain_article_is_read(reader: Reader) -> None:
    """The checks above must have something to check."""
    document = check(reader, BATTLE)
    assert len(document.events) >= 5
    assert len(document.statements) >= 2
    assert len(document.entities) >= 8
    assert len(document.quantities) >= 1
    assert len(document.times) >= 3


def test_capitals_are_read_like_small_letters(reader: Reader) -> None:
    """Who did what to whom must not depend on how loud it is told."""
    shouted, plain = check(reader, BATTLE.upper()), check(reader, BATTLE)
    told = {(e.type, e.trigger) for e in plain.events}
    assert len(told & {(e.type, e.trigger) for e in shouted.events}) >= len(told) - 1


def test_one_sentence_in_capitals(reader: Reader) -> None:
    text = "The minister spoke. THE US ARMY HAS BOMBED THE TURKISH TOWN OF URFA. Nobody answered."
    document = check(reader, text)
    (event,) = [e for e in document.events if e.type == "Bombing"]
    assert [a.span.of(text) for a in event.actors] == ["US ARMY"]
    assert "URFA" in {e.name for e in document.entities if e.type == "Place"}


def test_words_of_an_article_are_forgotten(reader: Reader) -> None:
    """A feed never ends, so its new words must not stay."""
    list(reader.stream(Article(str(i), f"{BATTLE} Wordlet{i} fled.") for i in range(3)))
    before = len(reader.vocabulary)
    list(reader.stream(Article(str(i), f"{BATTLE} Novelty{i} fled.") for i in range(3)))
    assert len(reader.vocabulary) == before


_PIECES = [p for text in SEEDS.values() if len(text) < 2_000 for p in text.split("\n") if p.strip()]
_JOINTS = [" ", "\n", "\n\n", "", ", ", "-", " (", ") ", '"', "“", "”", "'s ", "\x00", "\u200b", "\u2029", "\ud800"]
_JOINTS += ["\r\n", " said ", "\u0301"]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Pieces of articles glued with odd joints, cut anywhere, in odd case, with characters dropped or doubled."""
    parts = draw(st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from(_JOINTS)), min_size=1, max_size=5))
    text = "".join(piece + joint for piece, joint in parts)
    start = draw(st.integers(0, len(text)))
    text = text[start:] if draw(st.booleans()) else text[: len(text) - start]
    for at in draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=6)):
        odd = draw(st.sampled_from(_JOINTS))
        text = text[:at] + odd + text[at + draw(st.integers(0, 3)) :]
    cases = [text, text.upper(), text.lower(), text.title(), text.swapcase()]
    return draw(st.sampled_from(cases))


_WHO = (
    "the rebels",
    "Prime Minister Ngo Đình Ãlvarez",
    "Côte d'Ivoire",
    "O’Neill-Özgür",
    "the UN (ONU)",
    "we",
    "3 men",
)
_DOES = ("attacked", "met", "will sanction", "refused to recognise", "said it had shelled", "held talks with", "are")
_WHOM = (
    "them",
    "Aden",
    "the town’s port",
    "al-Bašir",
    "its ally, Mr. Óscar “Lobo” Núñez,",
    "nobody",
    "the 2.5m refugees",
)
_SHAPES = (
    "{0} {1} {2} on Monday.",
    "“We have {1} {2},” said {0}. “And I regret it",
    "{0}:\n- {1} {2}\n- {2}",
    "{0}\t{1}\t{2}",
    "Q: Have {0} {1} {2}?\nA: I, uh -- {2}... [crosstalk]",
    "{2}, who {1} {0}, who {1} {2}, and whom {0} {1}, {1} {0}",
    "The statement that {0} released reads:\n\nWe {1} {2}. Our troops {1} us.",
)


@st.composite
def generated(draw: st.DrawFn) -> str:
    """Articles made of sides, deeds and shapes: lists, tables, transcripts, statements, open quotations, capitals."""
    parts = []
    for _ in range(draw(st.integers(1, 5))):
        words = (draw(st.sampled_from(_WHO)), draw(st.sampled_from(_DOES)), draw(st.sampled_from(_WHOM)))
        part = draw(st.sampled_from(_SHAPES)).format(*words)
        parts.append(draw(st.sampled_from([part, part, part.upper(), part.capitalize()])))
    return draw(st.sampled_from(["\n\n", "\n", " "])).join(parts)


@st.composite
def shuffled(draw: st.DrawFn) -> str:
    """Words of an article in any order: grammar that no parser has seen."""
    words = BATTLE.split()
    chosen: Iterable[str] = draw(st.lists(st.sampled_from(words), min_size=1, max_size=60))
    return " ".join(chosen)


READING = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@READING
@given(text=mutated())
def test_mutated_articles(reader: Reader, text: str) -> None:
    check(reader, text)


@READING
@given(text=generated())
def test_generated_articles(reader: Reader, text: str) -> None:
    check(reader, text)


@READING
@given(text=shuffled())
def test_words_in_any_order(reader: Reader, text: str) -> None:
    check(reader, text)


@READING
@given(text=st.text(st.characters(), max_size=200))
@example(text="\ud800")
@example(text="\x00")
@example(text="İ" * 30)
def test_any_characters(reader: Reader, text: str) -> None:
    check(reader, text, None)


def test_what_was_read_before_changes_nothing(reader: Reader) -> None:
    """The same article gives the same document, alone or among others, however often."""
    article = Article("a", BATTLE, "2016-05-16")
    alone = reader.read(article)
    others = [Article(name, text) for name, text in SEEDS.items() if len(text) < 2_000]
    among = list(reader.stream([*others, article]))
    assert [d.article.id for d in among] == [*(o.id for o in others), "a"]
    assert among[-1] == alone
