"""Headlines In Title Case, made readable for a parser: words that report events lose their capital.

Measured on headlines of our own: "Turkey Expels Dutch Ambassador" is parsed as a name, "Turkey expels Dutch Ambassador"
as a sentence. Only words that the frames know are touched, for others may be names; a letter is exchanged for a letter,
so that offsets stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from lemminflect import getAllInflections

from kg.annotate.lexicon import nouns, verbs

_LONGEST = 30  # tokens: longer blocks are no headlines
_SHORT = 3  # letters of words that headlines may leave small ("of", "and")
# Written with a capital these are more often something else: months, names, titles.
_AMBIGUOUS = frozenset("march rally may will bill frank mark grant chase gore pound intern level hurt".split())


def title_case(words: Sequence[str]) -> bool:
    """Whether words look like a headline: of those longer than three letters, nearly all start with a capital."""
    long = [w for w in words if len(w) > _SHORT and w[0].isalpha()]
    return len(words) >= 3 and bool(long) and sum(w[0].isupper() for w in long) >= 0.7 * len(long)


def lowered(words: Sequence[str]) -> list[str]:
    """The words of a block as the parser shall see them; as they are when the block is no headline."""
    sentence = bool(words) and words[-1] == "."  # "US Secretary of State Maria Lopez visited Mali."
    if sentence or len(words) > _LONGEST or not title_case(words):
        return list(words)
    known = _forms()
    return [w.lower() if w[:1].isupper() and w[1:].islower() and w.lower() in known else w for w in words]


@cache
def _forms() -> frozenset[str]:
    """All forms of the words that report events, in lower case; words of two parts do not count."""
    out: set[str] = set()
    for terms, part in ((verbs(), "VERB"), (nouns(), "NOUN")):
        for term in terms:
            lemma = term.split(" ")[0] if part == "VERB" else term
            if lemma.isalpha() and lemma not in _AMBIGUOUS:
                out.add(lemma)
                out |= {form for forms in getAllInflections(lemma, upos=part).values() for form in forms}
    return frozenset(out - _AMBIGUOUS)
