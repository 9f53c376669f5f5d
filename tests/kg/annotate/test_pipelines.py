"""Another pipeline than the one that ships: trained here on a few sentences in spaCy's own English labels, saved on
disk, used by the command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.training import Example

from kg.annotate import load, pipelines
from kg.errors import ModelError
from kg.model import Article
from tests.kg.annotate.parses import parse
from tests.kg.annotate.test_view import TABLES

DRAGOMAN = Path(sys.executable).with_name("dragoman")
TEXT = "Rebels shelled the port in Aden on Friday\n\nThe convoy was attacked by gunmen near Gao"
KNOWN = 6  # sentences, those of the text among them: few are learnt fast
_SMALL = {"@architectures": "spacy.HashEmbedCNN.v2", "width": 48, "depth": 2, "embed_size": 300,
          "window_size": 1, "maxout_pieces": 2, "subword_features": True, "pretrained_vectors": None}  # fmt: skip


def trained() -> Language:
    """A pipeline that knows the sentences of the label tests by heart, in CLEAR labels; towns are GPE by rule."""
    spacy.util.fix_random_seed(0)
    nlp = spacy.blank("en", meta={"name": "tiny"})
    rare: dict[str, dict[str, object]] = {
        "tagger": {}, "morphologizer": {}, "trainable_lemmatizer": {"min_tree_freq": 1},
        "parser": {"min_action_freq": 1},
    }  # fmt: skip
    for name, config in rare.items():
        nlp.add_pipe(name, config={"model": {"tok2vec": _SMALL}} | config)
    golds = [parse(table, "clear") for table in list(TABLES.values())[:KNOWN]]
    examples = [Example(nlp.make_doc(gold.text), gold) for gold in golds]
    optimizer = nlp.initialize(lambda: examples)
    optimizer.learn_rate = 0.005
    for _ in range(40):
        nlp.update(examples, sgd=optimizer)
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GPE", "pattern": town} for town in ("Aden", "Gao", "Nowheretown")])  # type: ignore[attr-defined]
    return nlp


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("pipeline") / "tiny"
    trained().to_disk(where)
    return where


def test_the_command_reads_with_a_pipeline_on_disk(folder: Path) -> None:
    line = json.dumps({"id": "a", "published": "2016-05-16", "text": TEXT})
    done = subprocess.run(
        [str(DRAGOMAN), "records", "--model", str(folder)], input=line, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    names = {e["id"]: (e["name"], e["type"]) for e in record["entities"]}
    told = [
        (e["type"], *(sorted(names[a["entity"]] for a in e[role]) for role in ("actor", "recipient", "place")))
        for e in record["events"]
    ]
    assert ("Rebels", "ArmedGroup") in told[0][1]
    assert ("port", "Place") in told[0][2]
    assert ("Aden", "Place") in told[0][3]
    assert ("gunmen", "ArmedGroup") in told[1][1]
    assert ("convoy", "MilitaryForce") in told[1][2]
    assert ("Gao", "Place") in told[1][3]


def test_labels_of_other_name_finders_are_understood(folder: Path) -> None:
    document = load(str(folder)).read(Article("a", "Rebels shelled the port in Nowheretown on Friday"))
    assert ("Nowheretown", "Place") in {(e.name, e.type) for e in document.entities}
    assert document.run.pipeline.startswith("en_tiny-")


def test_a_package_brings_a_pipeline_by_an_entry_point(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        name = "tiny-news"

        @staticmethod
        def load() -> object:
            return lambda: spacy.load(folder)

    monkeypatch.setattr(pipelines, "entry_points", lambda group: [Point] if group == pipelines.GROUP else [])
    assert load("tiny-news").read(Article("a", TEXT)).events
    monkeypatch.setattr(Point, "load", staticmethod(lambda: lambda: "no pipeline"))
    with pytest.raises(ModelError, match="gives no spaCy pipeline"):
        load("tiny-news")


def test_a_pipeline_without_a_parser_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="no component for a parser and names and a tagger"):
        load(str(tmp_path / "blank"))


def test_a_pipeline_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(str(tmp_path / "nothing"))
