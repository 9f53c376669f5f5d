"""Documents made by hand: the same words parsed in Universal Dependencies and in spaCy's own English (CLEAR) labels."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc as Parse

from kg.annotate.parsed import Doc, parsed

TOKENIZER = spacy.blank("en")
VOCAB = TOKENIZER.vocab
SCHEMES = ("ud", "clear")

# Every article has a plain sentence with a preposition, by which its scheme is told.
_LAST = """
    They  they  PRON  PRP  nsubj  2  nsubj  2
    met   meet  VERB  VBD  ROOT   0  ROOT   0
    in    in    ADP   IN   case   4  prep   2
    Oslo  Oslo  PROPN NNP  obl    2  pobj   3
"""


def parse(table: str, scheme: str) -> Parse:
    """A document of one sentence and a closing one, from lines of ``word lemma pos tag ud-label ud-head clear-label
    clear-head``; heads count from 1 in the sentence, 0 is the root. Raises ValueError for a head outside."""
    words: list[str] = []
    lemmas: list[str] = []
    pos: list[str] = []
    tags: list[str] = []
    deps: list[str] = []
    heads: list[int] = []
    starts: list[bool | int | None] = []
    for part in (table, _LAST):
        rows = [line.split() for line in part.strip().splitlines()]
        at = len(words)
        for i, row in enumerate(rows):
            word, lemma, upos, tag = row[:4]
            label, head = row[4:6] if scheme == "ud" else row[6:8]
            if int(head) > len(rows):
                raise ValueError(f"{word} hangs on {head} of {len(rows)}")
            words.append(word)
            lemmas.append(lemma)
            pos.append(upos)
            tags.append(tag)
            deps.append(label)
            heads.append(at + int(head) - 1 if int(head) else at + i)
            starts.append(i == 0)
    return Parse(VOCAB, words=words, lemmas=lemmas, pos=pos, tags=tags, deps=deps, heads=heads, sent_starts=starts)


def document(table: str, scheme: str) -> Doc:
    """The same, as the rules see it."""
    return parsed([parse(table, scheme)])
