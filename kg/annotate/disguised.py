"""Names that are spelt like a word of English in capitals, and what the parser is shown in their place."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate.parsed import Doc

_NAME = "Said"
_SHOWN = "Saeed"
"""Another spelling of the same name, which is no verb."""
_FATHERS = frozenset({"al", "el", "bin", "ben", "ibn", "ould", "abu"})
"""What goes on a name and never the verb."""
_LEAST = 4  # letters of a word in small letters that shows a line to be no headline in capitals
_NO_NAMES = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday He She It They We I You To That The A An His Her Its "
    "Their There This These No Not Will Was Were Is Are Had Has".split()
)


def undisguised(words: Sequence[str]) -> list[str]:
    """The words of a paragraph, with "Said" as "Saeed" where it is somebody's first name: "Minister Said al-Lindi".

    Not where a sentence begins ("Said Tom Reed: ...") unless an article or "bin" follows, and not in a headline in
    capitals ("Two Said Dead").
    """
    out = list(words)
    if _NAME not in words or not any(w.islower() and len(w) >= _LEAST for w in words):
        return out
    for at, word in enumerate(words[:-1]):
        if word == _NAME and _goes_on(words, at):
            out[at] = _SHOWN
    return out


def restored(doc: Doc, written: Sequence[str]) -> None:
    """Give those names back the spelling that the catalogue may know; ``written`` is how the text has each token."""
    for token, word in zip(doc, written, strict=True):
        if token.text == _SHOWN and word == _NAME:
            token.text = _NAME


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Whether a further name stands behind, and what stands before ends no sentence and no speech."""
    behind = words[at + 1]
    if behind.lower() in _FATHERS:
        return True
    inside = at > 0 and (words[at - 1][-1].isalpha() or words[at - 1] == ",")
    inside = inside and words[at - 1] != "Port"
    return inside and behind[:1].isupper() and behind.isalpha() and behind not in _NO_NAMES
