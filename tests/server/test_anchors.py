"""Places in texts of any script: counted as browsers count, found again by their words, laid out without loss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.anchors import Place, anchor, code_units, utf16_length
from server.lines import Claimed, Name, Note, lay_out, parts, quoted

ANY = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("😀𝔖𐌰e\u0301\u200d\n \t")), max_size=80)


@given(ANY)
def test_code_units_are_those_of_utf_16(text: str) -> None:
    units = code_units(text, range(len(text) + 1))
    assert units == {n: len(text[:n].encode("utf-16-le")) // 2 for n in range(len(text) + 1)}
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("offset", [-1, 4])
def test_there_is_no_place_outside_of_the_text(offset: int) -> None:
    with pytest.raises(ValueError, match="no place"):
        code_units("abc", [offset])


@pytest.mark.parametrize(
    ("text", "place", "quote", "found"),
    [
        ("a 😀 b", (2, 3), "😀", "😀"),
        ("xx a 😀 b", (2, 3), "😀", "😀"),  # moved
        ("The cafe\u0301 closed", (4, 8), "café", "cafe\u0301"),  # taken apart in the text
        ("The café closed", (4, 9), "cafe\u0301", "café"),  # put together in the text
        ("two\r\n  lines", (0, 9), "two lines", "two\r\n  lines"),
        ("nothing of it", (0, 5), "something", None),
        ("no quote", (3, 8), "", "quote"),
        ("no quote", (3, 80), "", None),
        ("an empty quote of white space", (0, 3), "   ", None),
    ],
)
def test_a_passage_is_found_by_its_words(text: str, place: tuple[int, int], quote: str, found: str | None) -> None:
    where = anchor(text, Place(*place), quote)
    assert (text[where.start : where.end] if where else None) == found


def test_the_words_around_decide_then_the_distance() -> None:
    text = "he won. she won. he won again"
    assert anchor(text, Place(20, 23), "won") == Place(20, 23)
    assert anchor(text, Place(14, 17), "won") == Place(12, 15)
    assert anchor(text, Place(26, 29), "won", "he ", ". she") == Place(3, 6)


def note(number: int, start: int, end: int) -> Note:
    claim = Claimed(f"c{number}", f"e{number}", "", "event", "actual")
    return Note(number, f"p{number}", Place(start, end), "", (claim,))


@given(ANY, st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30)), max_size=8), st.integers(0, 80))
def test_nothing_is_lost_or_doubled(text: str, spans: list[tuple[int, int]], at: int) -> None:
    """Every letter that is not white space between paragraphs stands once, covered by the passages that cover it."""
    wanted = [Place(a, a + n) for a, n in spans if a + n <= len(text)]
    notes = [note(number, *place) for number, place in enumerate(wanted, 1)]
    names = [Name(place, "x") for place in wanted[:2]]
    lines = lay_out(text, notes, names, Place(at, at + 1))
    position = 0
    for line in lines:
        position = text.index(line.pieces[0].text[0], position)
        assert line.units == utf16_length(text[:position])
        for piece in line.pieces:
            end = position + len(piece.text)
            assert text[position:end] == piece.text
            covering = {n.number for n, p in zip(notes, wanted, strict=True) if p.start < end and p.end > position}
            assert set(piece.covered) == covering
            assert (piece.top is None) == (not covering)
            position = end
    assert "\n".join("".join(p.text for p in line.pieces) for line in lines).split() == text.split()
    # every note, but for one in white space at the very end, stands beside one line, with one marker
    beside = [n.number for line in lines for n in line.notes]
    markers = [n for line in lines for piece in line.pieces for n in piece.begins]
    assert len(beside) == len(set(beside))
    assert sorted(beside) == sorted(markers)
    assert {n.number for n, p in zip(notes, wanted, strict=True) if text[p.start :].strip()} <= set(beside)
    for line in lines:
        for number, (begin, end) in line.spans.items():
            units = text.encode("utf-16-le")[begin * 2 : end * 2].decode("utf-16-le")
            assert units == text[slice(*wanted[number - 1])]


def test_long_texts_are_divided() -> None:
    text = "\n".join(["word " * 300] * 20)
    lines = lay_out(text, [note(n, n * 100, n * 100 + 50) for n in range(1, 200)])
    divided = parts(lines, 5000, 30)
    assert [line for part in divided for line in part] == lines
    assert len(divided) > 5
    assert all(sum(line.length for line in part) <= 5000 for part in divided)
    assert parts([], 10, 10) == [[]]
    assert [line.length <= 3001 for line in lay_out("x" * 10_000, [])] == [True] * 4


def test_quotes_alone_are_lines_too() -> None:
    lines = quoted([note(1, 5, 9), note(2, 20, 30)], Place(22, 25))
    assert [line.pieces[0].here for line in lines] == [False, True]
