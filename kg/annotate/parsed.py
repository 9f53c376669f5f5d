"""A parse in plain objects, taken over from spaCy once.

spaCy makes a new token at every look at one, and looks its words up in its store; rules look at every token more than
a hundred times. The names of the attributes are spaCy's. Tags, parts of speech and lemmas may be set, where a rule
knows better; the parse of spaCy stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from spacy import attrs
from spacy.tokens import Doc as Parse

_COLUMNS = (
    *(attrs.ORTH, attrs.LOWER, attrs.LEMMA, attrs.TAG, attrs.POS, attrs.DEP, attrs.ENT_TYPE),
    *(attrs.ENT_IOB, attrs.HEAD, attrs.SENT_START, attrs.SPACY),
    *(attrs.IS_ALPHA, attrs.IS_LOWER, attrs.IS_UPPER, attrs.IS_TITLE, attrs.IS_PUNCT, attrs.LIKE_NUM),
)
_STRINGS, _HEAD = 7, 8
"""So many columns, of the first on, are numbers of words in spaCy's store; the place of the one that tells heads."""
_IOB = ("", "I", "O", "B")


class Token:
    """One word of a parse, of which there is exactly one object: equal is who is the same."""

    __slots__ = (
        *("doc", "i", "text", "lower_", "lemma_", "tag_", "pos_", "dep_", "ent_type_", "ent_iob_", "whitespace_"),
        *("is_alpha", "is_lower", "is_upper", "is_title", "is_punct", "like_num", "is_sent_start", "head", "sent"),
    )
    doc: Doc
    i: int
    text: str
    lower_: str
    lemma_: str
    tag_: str
    pos_: str
    dep_: str
    ent_type_: str
    ent_iob_: str
    whitespace_: str
    is_alpha: bool
    is_lower: bool
    is_upper: bool
    is_title: bool
    is_punct: bool
    like_num: bool
    is_sent_start: bool
    head: Token
    sent: Sentence

    def __len__(self) -> int:
        """Letters and marks of the word."""
        return len(self.text)

    def __str__(self) -> str:
        """The word itself."""
        return self.text

    def nbor(self, step: int = 1) -> Token:
        """The token so many places on, or back where negative; IndexError outside the document."""
        at = self.i + step
        if at < 0:
            raise IndexError(at)
        return self.doc[at]

    @property
    def is_sent_end(self) -> bool:
        """Whether its sentence ends with it."""
        return self.i + 1 == self.sent.end

    @property
    def lefts(self) -> Iterator[Token]:
        """Tokens before it that the parser hung on it."""
        return (t for t in self.doc[self.sent.start : self.i] if t.head is self)

    @property
    def children(self) -> Iterator[Token]:
        """Tokens that the parser hung on it, in text order."""
        return (t for t in self.sent if t.head is self and t is not self)


class Sentence(tuple[Token, ...]):
    """The tokens ``start`` to ``end - 1`` of a document."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens ``start`` to ``end - 1``, which the parser takes for a name of a kind (PERSON, ORG ...)."""

    start: int
    end: int
    label: str


class Doc(tuple[Token, ...]):
    """All tokens of a parse, its sentences and the names that the parser found. A slice of it is a plain tuple."""

    sents: tuple[Sentence, ...]
    ents: tuple[Name, ...]

    def release(self) -> None:
        """Let the tokens go of one another, so that they are forgotten at once: a collector would take its time."""
        for token in self:
            del token.doc, token.head, token.sent


def parsed(parses: Iterable[Parse]) -> Doc:
    """Parses of spaCy, one behind the other, in plain objects."""
    known: dict[int, str] = {0: ""}
    tokens: list[Token] = []
    heads: list[int] = []
    names: list[Name] = []
    for parse in parses:
        at = len(tokens)
        names += [Name(at + e.start, at + e.end, e.label_) for e in parse.ents]
        for row in _rows(parse, known):
            heads.append(len(tokens) + row[_HEAD])
            tokens.append(_token(len(tokens), row, known))
    doc = Doc(tokens)
    doc.ents = tuple(names)
    for token, head in zip(tokens, heads, strict=True):
        token.doc, token.head = doc, tokens[head]
    doc.sents = tuple(_sentences(doc))
    return doc


def _rows(parse: Parse, known: dict[int, str]) -> Iterable[tuple[int, ...]]:
    """What the columns hold for each token; ``known`` takes up the words that their numbers stand for."""
    if not len(parse):
        return ()
    table = parse.to_array(list(_COLUMNS))
    columns = table.T.tolist()
    columns[_HEAD] = table[:, _HEAD].astype(np.int64).tolist()  # steps from the token, some of them back
    for number in {n for column in columns[:_STRINGS] for n in column}.difference(known):
        known[number] = parse.vocab.strings[number]
    return zip(*columns, strict=True)


def _token(i: int, row: tuple[int, ...], known: dict[int, str]) -> Token:
    orth, lower, lemma, tag, pos, dep, ent_type, iob, _, start, spaced, alpha, small, upper, title, punct, number = row
    token = Token()
    token.i = i
    token.text, token.lower_, token.lemma_, token.tag_ = known[orth], known[lower], known[lemma], known[tag]
    token.pos_, token.dep_, token.ent_type_, token.ent_iob_ = known[pos], known[dep], known[ent_type], _IOB[iob]
    token.whitespace_ = " " if spaced else ""
    token.is_alpha, token.is_lower, token.is_upper, token.is_title = alpha == 1, small == 1, upper == 1, title == 1
    token.is_punct, token.like_num, token.is_sent_start = punct == 1, number == 1, start == 1
    return token


def _sentences(doc: Doc) -> Iterator[Sentence]:
    starts = [0, *(t.i for t in doc[1:] if t.is_sent_start)] if doc else []
    for start, end in zip(starts, [*starts[1:], len(doc)], strict=False):
        sentence = Sentence(doc[start:end])
        sentence.start, sentence.end = start, end
        for token in sentence:
            token.sent = sentence
        yield sentence


def text_of(tokens: Iterable[Token]) -> str:
    """Neighbouring tokens as they are written, without what follows the last."""
    return "".join([t.text + t.whitespace_ for t in tokens]).rstrip(" ")
