"""Stretches of tokens that may be a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.annotate.lexicon import name_words
from kg.annotate.parsed import Doc, Token


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens ``first`` to ``last`` (inclusive), the parser's label ('' for none) and the catalogue's name, if any."""

    first: int
    last: int
    label: str
    known: str | None

    @property
    def tokens(self) -> range:
        """Token indices."""
        return range(self.first, self.last + 1)


def longest(spans: Iterable[Candidate]) -> list[Candidate]:
    """Candidates in text order: where some overlap the longest stays; parser and catalogue at one span become one."""
    chosen: list[Candidate] = []
    taken: dict[int, int] = {}  # token -> place in `chosen`
    for span in sorted(spans, key=lambda s: (s.first - s.last, s.known is None, s.first)):
        rivals = {taken[i] for i in span.tokens if i in taken}
        if not rivals:
            taken |= dict.fromkeys(span.tokens, len(chosen))
            chosen.append(span)
        elif len(rivals) == 1:
            at = rivals.pop()
            old = chosen[at]
            if old.tokens == span.tokens:
                chosen[at] = replace(old, label=old.label or span.label, known=old.known or span.known)
    return sorted(chosen, key=lambda s: s.first)


_NO_ENDS = frozenset({"'s", "'", "of", "for", "and", "the", "a", "an"})


def trimmed(first: Token, last: Token) -> tuple[int, int]:
    """A name without article, possessive and stray punctuation at its ends; start after end when nothing is left."""
    start, end, doc = first.i, last.i, first.doc
    while start <= end and (doc[start].is_punct or doc[start].lower_ in ("the", "a", "an", "'s")):
        start += 1
    while end >= start and (doc[end].lower_ in _NO_ENDS or (doc[end].is_punct and doc[end].text != ".")):
        end -= 1
    return start, end


def whole(first: int, last: int, doc: Doc) -> tuple[int, int]:
    """A person's name with the parts that a hyphen ties to it and the parser leaves out: "al-Bashir", "Mir-Hossein"."""
    while doc[last].lower_ in ARTICLES and (end := _tied(last, 1, doc)) != last:
        last = end
    if (start := _tied(first, -1, doc)) != first:
        return start, last
    while last + 1 < len(doc) and _goes_on(doc[last + 1], first):
        last += 1
    last = _hyphenated(first, last, doc)
    before = doc[first - 1] if first else None
    given = before is not None and before.tag_ == "NNP" and not before.ent_type_ and before.is_title and before.is_alpha
    given = given and before is not None and before.text not in name_words("title")
    if before is not None and given and first == last and doc[first] in (before.head, *before.children):
        first -= 1  # "Benazir Bhutto", of which the parser takes the second word alone for a name
    return first, last


def _goes_on(token: Token, first: int) -> bool:
    """Whether a word behind a person's name is a further part of it, whatever the parser's names say."""
    inside = token.dep_ == "flat" and first <= token.head.i < token.i
    return inside and token.is_title and token.is_alpha and token.tag_ == "NNP" and not token.is_sent_start


def _hyphenated(first: int, last: int, doc: Doc) -> int:
    """Where a name of two words or more ends with what a hyphen ties to it: "Zuma" of "Nkosazana Dlamini-Zuma", "se" of
    "Yun Byung-se"; not "led" of "Angela Merkel-led"."""
    end = last + 1
    if end >= len(doc) or doc[last].whitespace_ or not doc[last].is_alpha:
        return last
    end += doc[end].text == "-" and not doc[end].whitespace_
    if end >= len(doc) or not doc[end].is_alpha or doc[end].is_sent_start:
        return last
    tied, behind = doc[end], doc[end + 1 : end + 2]
    if first == last or (behind and behind[0].text == "-" and not tied.whitespace_):
        return last
    syllable = tied.is_lower and len(tied) <= _SYLLABLE and tied.lower_ not in _TIED
    syllable = syllable and tied.tag_ not in ("VBN", "VBD", "VBG", "JJ")
    return end if tied.is_title or syllable else last


_SYLLABLE = 5
"""Letters of the second half of a Korean or Chinese given name, at most."""
_TIED = frozenset("led era run born held like style type made owned ally allied aide pro anti in".split())
ARTICLES = frozenset({"al", "el", "ul", "ad", "as", "ash", "an", "ar"})


def _tied(at: int, step: int, doc: Doc) -> int:
    """The word with a capital before (-1) or behind (1) a word that a hyphen joins to it; the word itself for none."""
    other = at + step
    if 0 <= other < len(doc) and doc[other].text == "-":
        other += step
    between = doc[min(at, other) : max(at, other)] if 0 <= other < len(doc) else ()
    tied = len(between) > 0 and not any(t.whitespace_ for t in between)
    return other if tied and doc[other].text[:1].isupper() and doc[other].is_alpha else at


def head_of(span: Iterable[Token]) -> int:
    """The token of a name that hangs on the rest of the sentence, the first such if there are more; no punctuation."""
    inside = list(span)
    ids = {t.i for t in inside}
    outer = [t for t in inside if t.head.i not in ids or t.head == t]
    content = [t for t in outer if not t.is_punct] or inside
    return content[0].i


def credible(first: Token, last: Token) -> bool:
    """A catalogue name of one word counts only where the parse takes it for a name (Mobile, Nice, Reading, IS, US)."""
    if first.i != last.i:
        return True
    if first.is_upper and 5 < len(first.text) <= 8 and first.is_alpha:
        return _is_acronym(first)
    if first.is_upper and len(first.text) <= 5:
        little = first.lower_ in ("it", "us", "is", "who", "un", "as", "am", "no", "or", "in")
        return not little or _is_acronym(first)
    following = first.doc[first.i + 1] if first.i + 1 < len(first.doc) else None
    office = following is not None and following.lower_ in _SPEAKING  # "Kremlin spokesman X" at the start
    return bool(first.ent_type_) or first.pos_ == "PROPN" or (first.is_title and (office or not first.is_sent_start))


_SPEAKING = frozenset({"spokesman", "spokeswoman", "spokesperson", "chief", "official", "officials"})


def _is_acronym(token: Token) -> bool:
    """An upper-case word that is an acronym, not a shouted word: its neighbours are not in capitals."""
    near = [token.doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc)]
    return not all(t.is_upper for t in near if t.is_alpha) or not any(t.is_alpha for t in near)
