"""Tags that the tagger gets wrong in a way that shows, put right before anything reads the parse."""

from __future__ import annotations

from kg.annotate.parsed import Doc, Token

# "Attorney general", "secretary-general": what stands before the adjective that is a noun here.
GENERAL = frozenset(
    "attorney secretary governor consul director inspector solicitor prosecutor auditor surgeon adjutant "
    "postmaster".split()
)
# Offices that the tagger takes for adjectives.
_CHIEFS = frozenset({"chief", "premier"})
_ENDS = frozenset({",", ".", ";", ":", '"', "'s", "of", "and", "who", "in", "at", "for", "to"})


def mended(doc: Doc) -> Doc:
    """The document with the head of an office as a noun ("Kenya's attorney general, X", "its chief, X"), and a
    counterpart as one."""
    for token in doc:
        if token.tag_ == "JJ" and (token.lower_ in _CHIEFS or _of_all(token)) and _ends_phrase(token):
            token.tag_, token.pos_ = "NN", "NOUN"
        elif token.tag_ == "NNS" and token.lower_ == "counterpart":
            token.tag_ = "NN"
    return doc


def _of_all(token: Token) -> bool:
    """Whether a word is "general" behind a noun that it makes an office of."""
    near = [t for t in token.doc[max(token.sent.start, token.i - 2) : token.i] if t.text != "-"]
    return token.lower_ == "general" and bool(near) and near[-1].lower_ in GENERAL


def _ends_phrase(token: Token) -> bool:
    """Whether a word describes no noun behind it."""
    behind = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return behind is None or behind.lower_ in _ENDS or behind.pos_ in ("VERB", "AUX")
