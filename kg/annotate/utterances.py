"""An utterance, who is heard at a token, and what rules about speech ask of an article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.annotate.draft import Draft, Raw
from kg.annotate.parsed import Token


@dataclass(frozen=True, slots=True)
class Utterance:
    """A speaker, the word that says he speaks, the tokens that are his, and whether they stand in quotation marks."""

    speaker: Raw
    cue: Token
    content: tuple[Token, ...]
    quoted: bool

    def covers(self, token: Token) -> bool:
        """Whether the token is the speaker's, not the article's."""
        return any(t.i == token.i for t in self.content)


_HEADLINE = 20  # words that a headline has at most


def in_headline(draft: Draft, token: Token) -> bool:
    """Whether a token stands in the headline of a story: its first paragraph, short and without a full stop."""
    blocks, text = draft.text.blocks, draft.text.article.text
    if len(blocks) < 2 or draft.text.block_of(token) != 0:
        return False
    words = blocks[0].of(text).split()
    return 0 < len(words) <= _HEADLINE and words[-1][-1] not in ".!?\"”’'"


class Voices:
    """The utterances of an article, asked who speaks at a token."""

    def __init__(self, utterances: Iterable[Utterance]) -> None:
        self._by_sentence: dict[int, list[Utterance]] = {}
        for utterance in utterances:
            self._by_sentence.setdefault(utterance.content[0].sent.start, []).append(utterance)

    def over(self, token: Token) -> list[Utterance]:
        """Utterances that the token lies in, in text order; none in the article's own voice."""
        return [u for u in self._by_sentence.get(token.sent.start, []) if u.covers(token)]


@dataclass(frozen=True, slots=True)
class Hearing:
    """What rules about speech ask: the tokens in quotation marks, and whose title a token is part of."""

    draft: Draft
    quoted: frozenset[int]
    titled: dict[int, Raw]

    def mostly_quoted(self, tokens: Iterable[Token]) -> bool:
        """Whether more than half of the words stand in quotation marks."""
        content = [t for t in tokens if t.is_alpha]
        return bool(content) and sum(t.i in self.quoted for t in content) > 0.5 * len(content)

    def person(self, i: int) -> Raw | None:
        """Whom a token stands for, a title for its person ("US" of "US Secretary of State John Kerry")."""
        return self.titled.get(i) or self.draft.at_token.get(i)
