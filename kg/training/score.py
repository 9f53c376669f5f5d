"""Measures a pipeline on texts that were not trained on, from raw text and on gold tokens, and its speed and size."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin
from spacy.training import Example

import kg.lemmas  # noqa: F401  (registers the component)

SYNTAX_TESTS = {"ewt_test": "EWT test", "gumok_test": "GUM test", "pud_news": "PUD news"}
NAMES_TESTS = {"ner_gumnews_devtest": "GUM news", "ner_gumok_test": "GUM test", "ner_uner_ewt_test": "UNER EWT test"}
SYNTAX_KEYS = ("token_acc", "pos_acc", "tag_acc", "morph_acc", "lemma_acc")
ATTACHMENT_KEYS = ("dep_uas", "dep_las", "all_uas", "all_las", "sents_f")
TITLES = "tokens right|UPOS|XPOS|morphology|lemmas|UAS|LAS|UAS with marks|LAS with marks|sentences F".split("|")
NAMES_KEYS = ("ents_p", "ents_r", "ents_f")
Scores = dict[str, Any]


def load(path: Path) -> Language:
    """The pipeline of a folder, its lemma component registered."""
    return spacy.load(path)


def texts(nlp: Language, file: Path, sample: int = 0) -> list[Doc]:
    """The gold documents of a file, evenly thinned to ``sample`` when that is given."""
    docs = list(DocBin().from_disk(file).get_docs(nlp.vocab))
    step = max(1, len(docs) // sample) if sample else 1
    return docs[::step][: sample or None]


def evaluate(nlp: Language, docs: Sequence[Doc], gold_tokens: bool = False) -> Scores:
    """spaCy's scores on gold documents, each parsed from raw text or, with ``gold_tokens``, from its own tokens.

    ``dep_uas`` and ``dep_las`` pass over punctuation, as spaCy does; ``all_uas`` and ``all_las`` count it.
    """
    examples = []
    for gold in docs:
        made = _blank(gold) if gold_tokens else nlp.make_doc(gold.text)
        examples.append(Example(nlp(made), gold))
    lemmas: Scores = Scorer.score_token_attr(examples, "lemma")
    whole: Scores = Scorer.score_deps(examples, "dep", getter=_label, ignore_labels=())
    marks = {"all_uas": whole["dep_uas"], "all_las": whole["dep_las"]}
    return {**Scorer(nlp).score(examples), **lemmas, **marks}


def _label(token: Any, attribute: str) -> str:
    """The dependency label of a token."""
    return str(token.dep_)


def _blank(gold: Doc) -> Doc:
    """The tokens of a gold document without its annotation."""
    return Doc(gold.vocab, words=[t.text for t in gold], spaces=[bool(t.whitespace_) for t in gold])


def speed(nlp: Language, docs: Sequence[Doc]) -> float:
    """Words parsed a second on one core, the best of three runs over raw texts."""
    raw = [d.text for d in docs]
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        count = sum(len(d) for d in nlp.pipe(raw, batch_size=64))
        best = max(best, count / (time.perf_counter() - start))
    return best


def size(path: Path) -> int:
    """Bytes on disk of a pipeline's folder."""
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file())


def report(pipeline: Path, treebank: Path, sample: int = 0) -> str:
    """Tables in Markdown of all test files, with speed and size."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    nlp = load(pipeline)
    lines = [_row(("syntax", "tokens", *TITLES)), _row(["---"] * (len(TITLES) + 2))]
    for file, title in SYNTAX_TESTS.items():
        docs = texts(nlp, treebank / f"{file}.spacy", sample)
        for gold in (True, False):
            scores = evaluate(nlp, docs, gold)
            lines.append(_row((title, "gold" if gold else "own", *_percent(scores, (*SYNTAX_KEYS, *ATTACHMENT_KEYS)))))
    lines += ["", _row(("names", "precision", "recall", "F", "F by type")), _row(["---"] * (len(NAMES_KEYS) + 2))]
    for file, title in NAMES_TESTS.items():
        scores = evaluate(nlp, texts(nlp, treebank / f"{file}.spacy", sample))
        types = ", ".join(f"{k} {100 * v['f']:.0f}" for k, v in sorted((scores["ents_per_type"] or {}).items()))
        lines.append(_row((title, *_percent(scores, NAMES_KEYS), types)))
    words = speed(nlp, texts(nlp, treebank / "pud_news.spacy", sample))
    return "\n".join([*lines, "", f"{words:.0f} words a second, {size(pipeline) / 1e6:.1f} MB on disk"])


def _row(cells: Sequence[str]) -> str:
    """One row of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


def _percent(scores: Scores, keys: Sequence[str]) -> list[str]:
    """Scores as percentages with one decimal; ``-`` where there is none."""
    return [f"{100 * scores[k]:.1f}" if scores.get(k) is not None else "-" for k in keys]
