"""Keeps texts for testing out of training: the treebank files overlap here and there.

Whole documents of the court genre, for one, stand both in a training and in a test file. A text that shares a fair
part of its eight-word sequences with any held-out file is left out of training (and of development).
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

LENGTH, SHARE = 8, 0.2
Gram = tuple[str, ...]


def grams(doc: Doc) -> set[Gram]:
    """All sequences of eight words of a text, in lower case."""
    words = [t.lower_ for t in doc if not t.is_space]
    return {tuple(words[i : i + LENGTH]) for i in range(len(words) - LENGTH + 1)}


def held_out_grams(paths: Iterable[str | Path]) -> frozenset[Gram]:
    """The sequences of all texts in these files."""
    vocab = spacy.blank("en").vocab
    docs = (doc for path in paths for doc in DocBin().from_disk(path).get_docs(vocab))
    return frozenset(gram for doc in docs for gram in grams(doc))


def clean(docs: Sequence[Doc], held_out: frozenset[Gram]) -> list[Doc]:
    """The texts of which less than a fifth is held out."""
    return [doc for doc in docs if not _overlaps(grams(doc), held_out)] if held_out else list(docs)


def _overlaps(own: set[Gram], held_out: frozenset[Gram]) -> bool:
    """Whether a fifth or more of the sequences is held out."""
    return bool(own) and len(own & held_out) >= SHARE * len(own)
