"""Words as they are compared, and what people type into a search box as an expression of FTS5 that cannot fail."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MOST_WORDS = 16
"""Words of a question that count; a sentence pasted whole is still a question."""
SHORTEST_PREFIX = 2
_START = 3
"""Letters that a word shares with another spelling of it, most of the time."""
_SPECIAL = {
    "ı": "i", "ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h",
    # letters that Arabic writers use for one another, and the stretch between letters
    "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ـ": "",
    # half rings of transliterations are no letters
    "ʿ": "", "ʾ": "", "ʻ": "", "ʼ": "",
}  # fmt: skip
_OWNER = re.compile(r"['’]s\b", re.IGNORECASE)
_PART = re.compile(r'(?P<no>(?<!\S)-)?(?:["“”„](?P<phrase>[^"“”„]*)["“”„]?|(?P<word>[^\s"“”„]+))')


class _Folding(dict[int, str]):
    """Character -> what it is compared as: small, without accents; a space for what is no part of a word."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _folded(chr(code))
        return found


def _folded(char: str) -> str:
    # a letter may be special as it stands (ø) or once its accents are off (ǿ)
    bare = unicodedata.normalize("NFKD", _SPECIAL.get(char.lower(), char)).casefold()
    letters = "".join(_SPECIAL.get(part, part) for part in bare if not unicodedata.combining(part))
    return "".join(part if _in_words(part) else " " for part in letters)


def _in_words(char: str) -> bool:
    # marks of vowels in scripts of India and South-East Asia are no accents: without them it is another word
    return char.isalnum() or unicodedata.category(char) in {"Mn", "Mc"}


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The words of a text, small and without accents, with spaces between: ``Côte d’Ivoire`` is ``cote d ivoire``."""
    return " ".join(text.translate(_FOLDING).split())


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: words and phrases that must be there (``want``), and that must not (``never``).

    Each is a tuple of folded words, with ``*`` at the end of a beginning of a word.
    """

    want: tuple[tuple[str, ...], ...]
    never: tuple[tuple[str, ...], ...] = ()

    def all(self) -> str:
        """The FTS5 expression: everything that is wanted. Empty when nothing is."""
        return self._without(" AND ".join(map(_phrase, self.want)))

    def begun(self) -> str:
        """The same, but single words may also be the beginnings of longer ones."""
        longer = [part if len(part) > 1 or part[0].endswith("*") else (part[0] + "*",) for part in self.want]
        return self._without(" AND ".join(map(_phrase, longer)))

    def any(self) -> str:
        """At least one of what is wanted."""
        return self._without(" OR ".join(map(_phrase, self.want)))

    def near(self) -> str:
        """At least one word that begins like one of those wanted."""
        starts = dict.fromkeys(word.rstrip("*")[:_START] for part in self.want for word in part)
        return " OR ".join(_phrase((start + "*",)) for start in starts)

    def _without(self, wanted: str) -> str:
        if not wanted or not self.never:
            return wanted
        return f"({wanted}) NOT ({' OR '.join(map(_phrase, self.never))})"


def read(text: str) -> Asked:
    """What somebody has typed. Never raises: ``"in quotes"`` is a phrase, ``-`` excludes, ``*`` ends a beginning."""
    want: list[tuple[str, ...]] = []
    never: list[tuple[str, ...]] = []
    left = MOST_WORDS
    for found in _PART.finditer(_OWNER.sub("", text)):
        if left <= 0:
            break
        words = tuple(fold(found["phrase"] if found["word"] is None else found["word"]).split())[:left]
        left -= len(words)
        star = found["word"] is not None and found["word"].endswith("*")
        if star and words:
            words = (*words[:-1], words[-1] + "*")
        # a word with a hyphen in it is two words, next to each other or not
        parts = [words] if found["phrase"] is not None else [(word,) for word in words]
        (never if found["no"] else want).extend(part for part in parts if part)
    return Asked(tuple(dict.fromkeys(want)), tuple(dict.fromkeys(never)))


def _phrase(words: Sequence[str]) -> str:
    """Words in quotes: nothing that stands in them is an operator of FTS5."""
    plain = " ".join(word.removesuffix("*") for word in words)
    star = words[-1].endswith("*") and len(words[-1]) > SHORTEST_PREFIX
    return f'"{plain}"' + (" *" if star else "")


def places(text: str, asked: Asked) -> list[tuple[int, int]]:
    """Where in ``text`` the words stand that were asked for: half-open ranges of its characters, in order."""
    exact = {word for part in asked.want for word in part if not word.endswith("*")}
    begun = tuple(word[:-1] for part in asked.want for word in part if word.endswith("*"))
    found, start, word = [], 0, ""
    for at, char in enumerate(f"{text} "):
        folded = _FOLDING[ord(char)]
        if folded.strip() or (word and not folded):
            start = start if word else at
            word += folded
        elif word:
            if word in exact or (begun and word.startswith(begun)):
                found.append((start, at))
            word = ""
    return found
