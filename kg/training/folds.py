"""How much better the finder of names does on texts that it was trained on than on those that it never saw.

One fold of the training texts is kept out, names are trained anew on the others, and both are scored from raw text.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

from kg.training.heldout import clean, held_out_grams
from kg.training.score import NAMES_TESTS, Scores, evaluate, texts
from kg.training.train import names_part, static_vectors

TRAIN, DEV = "ner_TRAIN_open", "ner_DEV"


def split(docs: Sequence[Doc], fold: int, of: int) -> tuple[list[Doc], list[Doc]]:
    """Texts to train on and those of one fold: every ``of``-th text, from number ``fold`` on.

    Raises ValueError when there is no such fold.
    """
    if not 0 <= fold < of or of < 2:
        raise ValueError(f"fold {fold} of {of}: give a number from 0 on, of two folds or more")
    return [d for i, d in enumerate(docs) if i % of != fold], [d for i, d in enumerate(docs) if i % of == fold]


def names_fold(treebank: Path, gazetteer: Path | None, fold: int, of: int, quick: bool = False) -> dict[str, Scores]:
    """Scores of names trained without one fold: on texts trained on, on the fold, and on each test file."""
    vectors = static_vectors(gazetteer)
    with tempfile.TemporaryDirectory(prefix="dragoman-fold-") as folder:
        work = Path(folder)
        seen, unseen = split(texts(spacy.blank("en"), treebank / f"{TRAIN}.spacy"), fold, of)
        for name, docs in (("seen", seen), ("unseen", unseen)):
            DocBin(docs=docs).to_disk(work / f"{name}.spacy")
        tests = {title: treebank / f"{name}.spacy" for name, title in NAMES_TESTS.items()}
        held_out = [work / "unseen.spacy", treebank / f"{DEV}.spacy", *tests.values()]
        nlp = spacy.load(
            names_part(work / "seen.spacy", treebank / f"{DEV}.spacy", held_out, gazetteer, vectors, work, quick)
        )
        trained_on = clean(texts(nlp, work / "seen.spacy"), held_out_grams(held_out))[::of]
        files = {"the fold": work / "unseen.spacy", **tests}
        scored = {title: evaluate(nlp, texts(nlp, file)) for title, file in files.items()}
        return {"trained on": evaluate(nlp, trained_on), **scored}
