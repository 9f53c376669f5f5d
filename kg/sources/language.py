"""Is it English? Two witnesses: a language classifier, and the share of everyday English words.

The classifier alone errs on headlines and on texts full of foreign names; the words alone err on lists and tables.
A text is refused only when both speak against it.
"""

from __future__ import annotations

import re

SAMPLE = 20_000
"""Characters that are looked at: enough for a sure verdict, little enough to cost nothing."""

FEW_WORDS = 12
"""Below this many words only the script is looked at: "Kerry met Lavrov." is Afrikaans to the classifier."""

_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# Words that are frequent in English and rare in other languages written in Latin letters.
_EVERYDAY = frozenset(
    """the of and to that was were is are by with from his her its their this these which who been has had have not be
    would could said says will after for on it as but they""".split()
)
ENOUGH_EVERYDAY = 0.12
"""English news lies above 0.25, headlines about 0.15; German, French, Dutch and Swedish news stay below 0.06."""


def not_english(text: str) -> str:
    """Why the text cannot be taken for English, as the end of a sentence; empty if it can."""
    words = _WORDS.findall(text[:SAMPLE].lower())
    if not words:
        return "it has no words"
    latin = sum(1 for word in words if _LATIN.match(word))
    if latin < len(words) / 2:
        return "most of it is in another script"
    if len(words) < FEW_WORDS:
        return ""
    if sum(word in _EVERYDAY for word in words) / len(words) >= ENOUGH_EVERYDAY:
        return ""
    from py3langid import classify  # noqa: PLC0415 - half a second, only when it is needed

    code, _ = classify(text[:SAMPLE].lower())
    return "" if code == "en" else f"it looks like “{code}”"
