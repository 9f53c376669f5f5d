"""From text to tokens: which lines belong together, and that no token ever loses its place."""

from __future__ import annotations

from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate.text import Text, blocks, clean, parse, seen
from kg.model import Article, Span

HARD_WRAPPED = "Envoys from nine states met in Geneva to agree on the\nterms of a truce that is to last until spring.\n"
LINES = [
    # text, its blocks
    ("One paragraph.\n\nAnother one.", ["One paragraph.", "Another one."]),
    ("One paragraph.\r\n\r\nAnother one.", ["One paragraph.", "Another one."]),
    ("One paragraph.\n \t\n\n\nAnother one.", ["One paragraph.", "Another one."]),
    ("One paragraph.\u2029Another one.", ["One paragraph.", "Another one."]),
    (HARD_WRAPPED, [HARD_WRAPPED.strip()]),
    ("Truce signed in Geneva\nEnvoys met for a week.", ["Truce signed in Geneva", "Envoys met for a week."]),
    (
        "The demands:\n- a truce\n- an exchange of prisoners",
        ["The demands:", "- a truce", "- an exchange of prisoners"],
    ),
    ("Steps\n1. a truce\n2) talks", ["Steps", "1. a truce", "2) talks"]),
    ("• Mali\n• Niger", ["• Mali", "• Niger"]),
    ("", []),
    (" \n\n \t\n", []),
]


@pytest.mark.parametrize(("text", "expected"), LINES, ids=range(len(LINES)))
def test_lines_and_paragraphs(text: str, expected: list[str]) -> None:
    assert [b.of(text).strip() for b in blocks(text)] == expected


RUN_ON = [
    # text, its blocks
    (
        "Troops Enter Northern Town After Siege-The army entered the town at dawn.",
        ["Troops Enter Northern Town After Siege", "The army entered the town at dawn."],
    ),
    ("Truce Holds In North --The guns fell silent.", ["Truce Holds In North", "The guns fell silent."]),
    ("A well-known envoy from Guinea-Bissau left.", ["A well-known envoy from Guinea-Bissau left."]),
    ("The Aden-Sanaa road was cut by rebels.", ["The Aden-Sanaa road was cut by rebels."]),
    ("Pro-Western parties and ex-President Osman met.", ["Pro-Western parties and ex-President Osman met."]),
]


@pytest.mark.parametrize(("text", "expected"), RUN_ON, ids=range(len(RUN_ON)))
def test_a_headline_that_runs_into_the_first_sentence_is_cut_off(text: str, expected: list[str]) -> None:
    assert [b.of(text).strip() for b in blocks(text)] == expected


def test_an_endless_paragraph_is_read_in_pieces_that_lose_nothing() -> None:
    text = "Tripoli 40 Benghazi 31 Sirte 12 " * 2_000
    found = blocks(text)
    assert len(found) > 5
    assert "".join(b.of(text) for b in found) == text


CLEANED = [
    ("“Peace,” she said – it’s near…", '"Peace," she said - it\'s near…'),
    ("a\u00a0b\u202fc\u2009d\u200be\ufefff\tg\r\nh", "a b c d e f g  h"),
    ("«Oui» „ja“", '"Oui" "ja"'),
    ("``We will,'' he said.", '" We will,"  he said.'),
    ("REBELS SEIZE PORT IN SOUTHERN YEMEN, UN SAYS", "Rebels Seize Port In Southern Yemen, Un Says"),
    ("The UN and the EU met the GNA in Tunis.", "The UN and the EU met the GNA in Tunis."),
]


@pytest.mark.parametrize(("piece", "expected"), CLEANED, ids=range(len(CLEANED)))
def test_cleaning_gives_plain_characters(piece: str, expected: str) -> None:
    assert clean(piece) == expected
    assert len(expected) == len(piece)


ANY_TEXT = st.text(st.characters(), max_size=120)
"""Any code points, lone surrogates included."""


@settings(max_examples=300, deadline=None)
@given(st.one_of(ANY_TEXT, ANY_TEXT.map(str.upper), st.text("İIıŉßﬁΣσς'`\"-–ABC ", min_size=20, max_size=60)))
def test_cleaning_keeps_the_length(piece: str) -> None:
    assert len(clean(piece)) == len(piece)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            ANY_TEXT, st.sampled_from(["\n", "\n\n", "\r\n\r\n", "- ", "-The ", "A Very Large Headline", "\u2029"])
        )
    )
)
def test_blocks_are_in_order_and_cover_every_word(parts: list[str]) -> None:
    text = "".join(parts)
    found = blocks(text)
    assert all(0 <= b.start < b.end <= len(text) and b.of(text).strip() for b in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    lost = set(range(len(text))) - {i for b in found for i in range(b.start, b.end)}
    assert {c for i in lost if (c := text[i]).isalnum()} == set()


# -- tokens ------------------------------------------------------------------------------------------------------------

ODD_TEXTS = {
    "plain": "Envoys met in Oslo. They left on Friday.",
    "curly quotes": "“It’s over,” said Osman’s aide – and the envoys’ cars left.",
    "tabs and tables": "Town\tKilled\tWounded\nAden\t12\t40\nTaiz\t3\t9",
    "windows line ends": "Envoys met.\r\n\r\nThey left.\r\nNobody\tspoke.",
    "blank start": "\n\n   \u00a0 Envoys met.   \n\n\n",
    "astral characters": "Troops 🚜🚛 left 𝔄den; 😀 nobody 👩‍👩‍👧 cheered.",
    "combining marks": "Zu\u0308rich and Sa\u0303o Tome\u0301 signed.",
    "right to left": "The paper الشرق الأوسط said \u202bשלום\u202c to Osman.",
    "zero width": "Ad\u200ben fell,\ufeff then Ta\u00adiz.",
    "null characters": "Envoys\x00 met \x00in\x00Oslo.\x1a",
    "lone surrogates": "Envoys \ud800 met \udfffin Oslo.",
    "all capitals": "REBELS ATTACK TWO VILLAGES NEAR THE BORDER WITH CHAD\n\nSEVEN DEAD, SAYS ARMY",
    "capital that grows": "İSTANBUL TALKS FAIL AS ENVOYS LEAVE İZMİR AND ŞIRNAK",
    "headline that runs on": "Talks Fail In Aden-The envoys left the port on Monday.",
    "contractions": "They can't, won't and didn't leave; it's Mali's 'fault'.",
    "latex quotes": "``We left,'' he said. ``Nobody came.''",
    "urls": "See https://example.org/a?b=c#d, or write to desk@example.org.",
    "numbers": "1,234.5 km², €3.5bn, 1.2.2016, 12:00GMT, 5-7%, #4",
    "only punctuation": "…!?—()[]{}«»",
    "one long word": "x" * 5_000,
    "braces": "{Envoys} met {{in}} Oslo.",
}


TOKENIZER = spacy.blank("en")
TOKENIZER.add_pipe("sentencizer")


def parsed(text: str) -> Text:
    (found,) = parse(TOKENIZER, [Article("a", text)])
    return found


def check_places(found: Text) -> None:
    text = found.article.text
    assert len(found.starts) == len(found.doc)
    for token in found.doc:
        span = found.span(token)
        assert span.start == found.starts[token.i]
        # A block is cleaned as a whole, so its tokens are compared with the cleaned block.
        block = next(b for b in found.blocks if b.start <= span.start and span.end <= b.end)
        piece, places = seen(block.of(text))
        shown = "".join(
            c for c, at in zip(clean(piece), places, strict=True) if span.start <= block.start + at < span.end
        )
        assert shown.lower() == token.text.lower()  # words of a headline lose their capital
        assert token in found.tokens(span)
    spans = [found.span(t) for t in found.doc]
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_every_token_stands_where_it_says(text: str) -> None:
    found = parsed(text)
    check_places(found)
    read = {i for t in found.doc for i in range(found.span(t).start, found.span(t).end)}
    assert "".join(c for i, c in enumerate(text) if c.isalnum() and i not in read) == ""


@pytest.mark.parametrize("name", ["plain", "astral characters", "combining marks", "urls"])
def test_plain_characters_are_not_touched(name: str) -> None:
    found = parsed(ODD_TEXTS[name])
    assert [found.span(t).of(found.article.text) for t in found.doc] == [t.text for t in found.doc]


@settings(max_examples=150, deadline=None)
@given(text=st.lists(st.one_of(ANY_TEXT, st.sampled_from(list(ODD_TEXTS.values())))).map("".join))
def test_every_token_of_any_text_stands_where_it_says(text: str) -> None:
    check_places(parsed(text))


def test_sentences_end_with_their_paragraph() -> None:
    text = "Talks fail in Aden\n\nEnvoys met. They left\n\n- a truce\n- talks"
    found = parsed(text)
    expected = ["Talks fail in Aden", "Envoys met.", "They left", "- a truce", "- talks"]
    assert [s.of(text) for s in found.sentences()] == expected
    first = found.doc[0]
    assert found.sentence(first) == Span(0, 18)
    assert [found.block_of(t) for t in found.doc if t.text in ("Talks", "They", "talks")] == [0, 1, 3]


def test_articles_come_back_in_order() -> None:
    texts = ["", "Envoys met.", "\n\n", "They left."]
    found = list(parse(TOKENIZER, (Article(str(i), t) for i, t in enumerate(texts))))
    assert [f.article.id for f in found] == ["0", "1", "2", "3"]
    assert [[t.text for t in f.doc] for f in found] == [[], ["Envoys", "met", "."], [], ["They", "left", "."]]
