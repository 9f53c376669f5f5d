"""What an article claims, according to whom, and which words are cited for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import claims
from kg.model import Document, Span
from tests.kg import camp_david


def by_subject(document: Document) -> dict[str, claims.Claim]:
    found = claims.claims(document)
    assert len({claim.id for claim in found}) == len(found)
    return {claim.subject: claim for claim in found}


def test_everything_said_has_one_claim() -> None:
    document = camp_david.first()
    said = {
        x.id for group in (document.events, document.statements, document.relations, document.quantities) for x in group
    }
    assert set(by_subject(document)) == said


def test_a_claim_carries_status_speakers_and_its_sentence() -> None:
    found = by_subject(camp_david.first())
    claim = found["ev3"]
    assert (claim.status, claim.speakers, claim.score) == ("possible", ("e3",), 0.5)
    expected = "According to Mr Carter, Israel may withdraw from Sinai, where it keeps about 10,000 soldiers."
    assert claim.passage.of(camp_david.FIRST) == expected
    assert (found["ev4"].status, found["ev4"].speakers) == ("negated", ())
    assert found["ev1"].score == 0.9


def test_that_somebody_spoke_is_the_articles_own_word() -> None:
    claim = by_subject(camp_david.first())["s1"]
    assert (claim.speakers, claim.status) == ((), "actual")


def test_a_number_is_the_claim_of_whoever_gives_it() -> None:
    document = camp_david.first()
    assert by_subject(document)["q1"].speakers == ("e3",)
    assert by_subject(document)["q2"].speakers == ()
    said = replace(document.quantities[1], span=document.statements[0].content)
    assert by_subject(replace(document, quantities=(said,)))["q2"].speakers == ("e3",)


def test_a_strength_without_a_listed_quantity_claims_its_number_itself() -> None:
    document = replace(camp_david.first(), quantities=())
    found = by_subject(document)
    assert found["r2#quantity"].speakers == ("e3",)
    assert found["r2#quantity"].passage == found["r2"].passage


LONG = (
    "In a session that went on until well after midnight, and to which no reporter had been admitted, "
    "the delegates of the eleven states that had taken part in the earlier rounds of the talks, "
    "most of them tired by the journey, some of them visibly annoyed at the late hour, "
    "approved the plan for the reopening of the bridge, which had been closed since the flood of the spring, "
    "although two of them, who did not wish to be named, doubted that it could be paid for before the winter came."
)


def test_a_long_sentence_is_narrowed_to_the_clauses_around_the_event() -> None:
    at = LONG.index("approved")
    whole, focus = Span(0, len(LONG)), Span(at, at + len("approved"))
    assert len(LONG) > claims.PASSAGE_LIMIT
    passage = claims.narrow(LONG, whole, [focus, Span(LONG.index("the bridge"), LONG.index("the bridge") + 10)])
    words = passage.of(LONG)
    assert "approved the plan for the reopening of the bridge" in words
    assert len(words) <= claims.PASSAGE_LIMIT
    assert words.startswith("the delegates of the eleven states")
    assert words.endswith("before the winter came.")


def test_a_far_argument_is_let_go_rather_than_the_event() -> None:
    at = LONG.index("paid for")
    far = LONG.index("session")
    passage = claims.narrow(LONG, Span(0, len(LONG)), [Span(at, at + 8), Span(far, far + 7)])
    assert "paid for" in passage.of(LONG)
    assert "session" not in passage.of(LONG)
    assert passage.end == len(LONG)


@given(st.text(alphabet=st.sampled_from("ab ,;.…\n😀"), min_size=1, max_size=60), st.data())
def test_a_passage_holds_its_focus_and_keeps_to_the_limit(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    limit = data.draw(st.integers(1, 60))
    passage = claims.narrow(text, Span(0, len(text)), [Span(start, end)], limit)
    assert 0 <= passage.start < passage.end <= len(text)
    words = passage.of(text)
    assert len(words) <= limit
    focus = Span(start, min(end, start + limit)).of(text).strip()
    assert focus in words or not words.strip()
    assert words == words.strip() or not words.strip()


def test_a_span_outside_of_the_text_is_refused() -> None:
    document = camp_david.second()
    beyond = replace(document.events[0], sentence=Span(0, 10_000))
    with pytest.raises(ValueError, match="0-10000 does not lie in a text of"):
        claims.claims(replace(document, events=(beyond,)))
