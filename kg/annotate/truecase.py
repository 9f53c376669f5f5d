"""Sentences in capitals, made readable for a parser: common words become small, names are as the catalogue has them.

A letter is exchanged for a letter, so that offsets stay. Words that neither a dictionary of English nor the catalogue
has are most likely names, and keep a capital.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property

from lemminflect import getAllLemmas
from spacy.lang.en.stop_words import STOP_WORDS

_LEAST = 4  # words in capitals that make a shouted sentence: fewer are acronyms and short headlines
_LONGEST = 6  # words of a catalogue name that are looked for
_ENDS = frozenset({".", "!", "?", ":", '"'})
_ALWAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september "
    "october november december mr mrs ms dr gen col lt sgt maj capt".split()
)

Names = Callable[[], Iterable[str]]
"""Gives the names of a catalogue, when they are first needed."""


class Truecaser:
    """Words of shouted sentences as a paper would print them."""

    def __init__(self, names: Names = tuple, sure: Names = tuple) -> None:
        """Names, and those that count though a dictionary has the word too ("Turkey", "Polish")."""
        self._source = names
        self._sure = sure

    def __call__(self, words: Sequence[str], written: Sequence[str]) -> list[str]:
        """The words of a paragraph, those of sentences in capitals in true case; ``written`` is how the text has them.

        Every word keeps its length.
        """
        out = list(words)
        start = 0
        for at in range(len(written) + 1):
            if at < len(written) and written[at] not in _ENDS:
                continue
            if _shouted(written[start:at]):
                out[start:at] = self._calm(words[start:at], written[start:at])
            start = at + 1
        return out

    def _calm(self, words: Sequence[str], written: Sequence[str]) -> list[str]:
        lower = [w.lower() for w in words]
        out: list[str] = []
        while len(out) < len(words):
            at = len(out)
            longest = range(min(_LONGEST, len(words) - at), 0, -1)
            name = next((n for size in longest if (n := self._names.get(tuple(lower[at : at + size])))), None)
            if name is None and _acronym(lower, at) and written[at].lower() == lower[at]:
                name = [written[at]]
            out += name or [_plain(lower[at])]
        for first, word in enumerate(out):
            if word[:1].isalpha():
                out[first] = word[0].upper() + word[1:]
                break
        return [new if len(new) == len(old) else old for new, old in zip(out, words, strict=True)]

    @cached_property
    def _names(self) -> dict[tuple[str, ...], list[str]]:
        """Names of the catalogue by their words in small letters; those of one word only when it means nothing else."""
        found: dict[tuple[str, ...], list[str]] = {}
        for name in self._source():
            words = name.replace("-", " - ").split()
            lower = tuple(w.lower() for w in words)
            if 0 < len(words) <= _LONGEST and (len(words) > 1 or not _common(lower[0])):
                found.setdefault(lower, words)
        for name in self._sure():
            if name.lower() not in STOP_WORDS and name.isalpha():  # "CAN" and "ARE" are codes of states
                found[(name.lower(),)] = [name]
        return found


def _shouted(words: Sequence[str]) -> bool:
    """Whether nearly all words of a sentence are in capitals, and there are enough of them."""
    long = [w for w in words if w.isalpha() and len(w) > 1]
    return len(long) >= _LEAST and sum(w.isupper() for w in long) >= 0.8 * len(long)


def _acronym(lower: Sequence[str], at: int) -> bool:
    """Whether a word stays in capitals: alone in brackets, or "US" where no pronoun can stand."""
    before = lower[at - 1] if at else ""
    after = lower[at + 1] if at + 1 < len(lower) else ""
    return (before, after) == ("(", ")") or (lower[at] == "us" and before in ("", "the", "a"))


def _plain(word: str) -> str:
    if word == "i" or word in _ALWAYS or (word.isalpha() and not _common(word)):
        return word[:1].upper() + word[1:]
    return word


@cache
def _common(word: str) -> bool:
    """Whether a word in small letters is one of the language: a dictionary has it, whatever its part of speech."""
    return word not in _ALWAYS and (word in STOP_WORDS or bool(getAllLemmas(word)))
