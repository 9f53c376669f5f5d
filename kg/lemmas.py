"""Lemmas by table and rule: a small spaCy component over lemminflect.

The component needs the coarse part of speech (``pos_``) and writes ``lemma_``; it holds no weights.
Importing this module registers it as ``dragoman_lemmas``, so ``import kg.lemmas`` before ``spacy.load``.
"""

from functools import lru_cache

import lemminflect
from spacy.language import Language
from spacy.tokens import Doc

#: Forms of closed classes, as Universal Dependencies writes their lemmas.
CLOSED: dict[str, dict[str, str]] = {
    "AUX": {
        "'s": "be", "'re": "be", "'m": "be", "'ve": "have", "'d": "would", "'ll": "will", "ca": "can", "wo": "will",
        "sha": "shall", "is": "be", "are": "be", "am": "be", "was": "be", "were": "be", "been": "be", "being": "be",
        "has": "have", "had": "have", "having": "have", "does": "do", "did": "do", "doing": "do", "could": "could",
        "would": "would", "should": "should", "might": "might", "may": "may", "must": "must", "can": "can",
        "will": "will", "shall": "shall", "ought": "ought", "got": "get",
    },
    "PRON": {
        "me": "I", "i": "I", "us": "we", "him": "he", "them": "they", "'s": "we", "myself": "myself",
        "these": "this", "those": "that",
    },
    "DET": {"an": "a", "these": "this", "those": "that"},
    "PART": {"n't": "not", "'": "'s", "na": "to"},
    "VERB": {"'s": "be", "'ve": "have", "'re": "be", "'m": "be", "'d": "have", "felt": "feel", "found": "find",
             "left": "leave", "lay": "lie", "saw": "see", "fell": "fall"},
    "NOUN": {"data": "data", "media": "media", "people": "person", "thanks": "thanks"},
    "ADP": {"'s": "as"},
}  # fmt: skip
OPEN = frozenset({"NOUN", "VERB", "AUX"})


@lru_cache(maxsize=32_768)
def lemma_of(form: str, pos: str, tag: str = "") -> str:
    """The lemma of a word form with its UPOS (and XPOS): ``lemma_of("attacked", "VERB")`` is ``attack``."""
    plain = form.replace("’", "'").lower()
    known = CLOSED.get(pos, {}).get(plain)
    if known is not None:
        return known
    if pos == "PROPN":
        return _singular_name(form) if tag == "NNPS" else form
    if pos in ("ADJ", "ADV"):
        return _compared(form, plain, pos, tag)
    if pos in OPEN and "-" in plain.strip("-"):
        start, _, last = plain.rpartition("-")
        return f"{start}-{lemma_of(last, pos)}" if last.isalpha() else plain
    if pos not in OPEN or not plain.isalpha():
        return plain
    found = lemminflect.getLemma(plain, upos="VERB" if pos == "AUX" else pos)
    return str(found[0]) if found else plain


def _compared(form: str, plain: str, pos: str, tag: str) -> str:
    """The positive of an adjective or adverb; proper adjectives (``Libyan``) keep their capital."""
    if plain in ("more", "most", "least", "less"):
        return plain
    if tag in ("JJR", "JJS", "RBR", "RBS") and plain.isalpha():
        found = lemminflect.getLemma(plain, upos=pos)
        return str(found[0]) if found else plain
    return form if pos == "ADJ" and form.istitle() else plain


def _singular_name(form: str) -> str:
    """``Palestinians`` to ``Palestinian``: a plural proper noun's singular, in its own case."""
    found = lemminflect.getLemma(form.lower(), upos="NOUN")
    return str(found[0]).title() if found and form.istitle() else form


class Lemmas:
    """Pipeline component: writes ``lemma_`` of every token from its text and ``pos_``."""

    def __init__(self, name: str = "dragoman_lemmas") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Lemmatize a document in place and return it."""
        for token in doc:
            token.lemma_ = lemma_of(token.text, token.pos_, token.tag_)
        return doc


@Language.factory("dragoman_lemmas", assigns=["token.lemma"], requires=["token.pos"])
def make_lemmas(nlp: Language, name: str) -> Lemmas:
    """Factory of the component, called by spaCy."""
    return Lemmas(name)
