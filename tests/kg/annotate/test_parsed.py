"""A parse in plain objects says what the parse of spaCy says."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc as Parse
from spacy.tokens import Span

from kg.annotate.parsed import parsed, text_of
from tests.kg.annotate.parses import SCHEMES, VOCAB, parse

TABLE = """
    Jordan    Jordan  PROPN NNP nmod:poss 3 poss 3
    's        's      PART  POS case 1 case 1
    KING      king    NOUN  NN  nsubj 4 nsubj 4
    welcomed  welcome VERB  VBD ROOT 0 ROOT 0
    twelve    twelve  NUM   CD  nummod 6 nummod 6
    envoys    envoy   NOUN  NNS obj 4 dobj 4
    .         .       PUNCT .   punct 4 punct 4
"""
WORDS = ("i", "text", "lower_", "lemma_", "tag_", "pos_", "dep_", "ent_type_", "ent_iob_", "whitespace_")
KINDS = ("is_alpha", "is_lower", "is_upper", "is_title", "is_punct", "like_num")


def pieces(scheme: str) -> list[Parse]:
    """Two paragraphs of two sentences, with a name in each, and an empty one between."""
    found = [parse(TABLE, scheme), Parse(VOCAB), parse(TABLE, scheme)]
    for piece in (found[0], found[2]):
        piece.ents = [Span(piece, 0, 1, "LOC")]
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_token_says_what_that_of_spacy_says(scheme: str) -> None:
    whole = Parse.from_docs([p for p in pieces(scheme) if len(p)], ensure_whitespace=False)
    assert whole is not None
    doc = parsed(pieces(scheme))
    assert len(doc) == len(whole)
    for ours, theirs in zip(doc, whole, strict=True):
        assert [getattr(ours, a) for a in WORDS] == [getattr(theirs, a) for a in WORDS]
        assert [getattr(ours, a) for a in KINDS] == [getattr(theirs, a) for a in KINDS]
        assert ours.is_sent_start == bool(theirs.is_sent_start)
        assert ours.is_sent_end == bool(theirs.is_sent_end)
        assert (ours.head.i, len(ours), str(ours)) == (theirs.head.i, len(theirs), str(theirs))
        assert [t.i for t in ours.children] == [t.i for t in theirs.children]
        assert [t.i for t in ours.lefts] == [t.i for t in theirs.lefts]
        assert (ours.sent.start, ours.sent.end) == (theirs.sent.start, theirs.sent.end)
    assert [[t.i for t in s] for s in doc.sents] == [[t.i for t in s] for s in whole.sents]
    assert [(e.start, e.end, e.label) for e in doc.ents] == [(e.start, e.end, e.label_) for e in whole.ents]


def test_words_are_written_as_they_were() -> None:
    parse = Parse(VOCAB, words=["Aden", "'s", "port", "fell"], spaces=[False, True, True, True])
    doc = parsed([parse])
    assert text_of(doc) == "Aden's port fell"
    assert text_of(doc[:2]) == "Aden's"
    assert text_of(doc[2:2]) == ""


def test_a_tag_put_right_leaves_the_parse_alone() -> None:
    source = parse(TABLE, "ud")
    doc = parsed([source])
    doc[3].tag_ = "VBN"
    assert (doc[3].tag_, source[3].tag_) == ("VBN", "VBD")


def test_no_token_stands_before_the_first_or_behind_the_last() -> None:
    doc = parsed([parse(TABLE, "ud")])
    assert doc[0].nbor() is doc[1]
    for at, step in ((0, -1), (len(doc) - 1, 1)):
        with pytest.raises(IndexError):
            doc[at].nbor(step)


def test_nothing_read_is_an_empty_document() -> None:
    doc = parsed([])
    assert (len(doc), doc.sents, doc.ents) == (0, (), ())
