"""Which spaCy pipeline reads: the one that ships, or any other by package name, path or entry point.

A package offers one by an entry point in the group ``dragoman.models``: its name is what the setting ``model`` says,
its object is called without arguments and gives the pipeline.
"""

from __future__ import annotations

from importlib import resources
from importlib.metadata import entry_points
from pathlib import Path

import spacy
from spacy.language import Language

import kg.lemmas  # noqa: F401 - registers the lemma component that the shipped pipeline names
from kg.errors import ModelError

DEFAULT = "default"
GROUP = "dragoman.models"
_CURE = "Install it, give its path, or leave the setting `model` at 'default'."
_NEEDED = {"token.dep": "a parser", "doc.ents": "names", "token.tag": "a tagger"}
"""What components must set, and what users call that."""


def pipeline(model: str = DEFAULT) -> Language:
    """The pipeline of a name. Raises ModelError when it cannot be loaded or lacks a part."""
    try:
        nlp = _loaded(model)
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelError(f"The language pipeline {model!r} cannot be loaded: {reason}", _CURE) from error
    if not isinstance(nlp, Language):
        raise ModelError(f"The entry point {model!r} gives no spaCy pipeline.", "It must return a spacy.Language.")
    given = {attribute for name in nlp.pipe_names for attribute in nlp.get_pipe_meta(name).assigns}
    lacking = [what for attribute, what in _NEEDED.items() if attribute not in given]
    if lacking:
        raise ModelError(
            f"The pipeline {model!r} has no component for {' and '.join(lacking)}.",
            "Choose one with a tagger, a parser and names, such as those of spaCy for English.",
        )
    return nlp


def _loaded(model: str) -> object:
    if model == DEFAULT:
        return spacy.load(Path(str(resources.files("kg") / "pipeline")))
    for point in entry_points(group=GROUP):
        if point.name == model:
            return point.load()()
    return spacy.load(model)
