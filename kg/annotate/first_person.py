"""Who "I" and "we" are: the speaker of the quotation or statement that they stand in, else whoever wrote the article.

A speaker who holds an office speaks for its body ("we" of a Russian minister is Russia); "we" of anybody else is a
group of its own, for nobody is many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.annotate.draft import Draft, Raw
from kg.annotate.lexicon import words
from kg.annotate.mentions.kinds import kinds_of
from kg.annotate.parsed import Token
from kg.annotate.quotes import quoted_tokens
from kg.annotate.relations.offices import roles, titles
from kg.annotate.relations.tie import Tie
from kg.annotate.utterances import Utterance, Voices
from kg.model import EntityType

_ONE = frozenset({"i", "me", "my", "myself"})
_MANY = frozenset({"we", "us", "our", "ourselves"})
# Whoever holds an office in one of these speaks for it; of other bodies only the head does.
_BODIES: frozenset[EntityType] = frozenset({"State", "Government", "ArmedGroup", "MilitaryForce"})
_PAPERS = frozenset({"statement", "remark", "comment", "letter", "message", "speech", "tweet"})
_NEAR, _REACH = 10, 16  # tokens: from a colon back to the word of speech, and from there to who speaks
AUTHOR = -1
"""Stands for whoever wrote the article, where speakers are told apart by their entity."""


@dataclass
class _Sides:
    """The "we" and "I" that have no entity of their own elsewhere: first pronoun of each, by who speaks."""

    draft: Draft
    first: dict[tuple[int, bool], Raw] = field(default_factory=dict)

    def join(self, mention: Raw, speaker: int, many: bool) -> None:
        """Make a pronoun one with the others of the same speaker and number."""
        like = self.first.setdefault((speaker, many), mention)
        _is(mention, like, "Group" if many else "Person")


def settle_first_persons(draft: Draft, utterances: Iterable[Utterance]) -> None:
    """Give pronouns of the first person their entity (`Raw.group`), after speakers are known."""
    pronouns = [m for m in draft.mentions if m.kind == "pronoun" and _word(draft, m) in _ONE | _MANY]
    if not pronouns:
        return
    told = list(utterances)
    floor = _Floor(draft, told)
    sides = _Sides(draft)
    for mention in pronouns:
        speaker, many = floor.speaker(mention), _word(draft, mention) in _MANY
        if speaker is None:
            if not floor.quoted(mention):
                sides.join(mention, AUTHOR, many)
        elif many:
            _one_of_many(draft, mention, speaker, sides, quoted=floor.quoted(mention))
        elif speaker.type == "Person":
            _is(mention, speaker, "Person")


def _one_of_many(draft: Draft, mention: Raw, speaker: Raw, sides: _Sides, *, quoted: bool) -> None:
    """ "We": the body that speaks or is spoken for, else the speaker's side, whose deeds are told as the speaker's."""
    body = speaker if speaker.type != "Person" else _body(draft, speaker)
    if body is not None:
        _is(mention, body, body.type)
        return
    sides.join(mention, speaker.group, True)
    if speaker.named:
        mention.members = (speaker,)
        # In a quotation his side is told as himself, not as somebody more.
        mention.used = not quoted


def _word(draft: Draft, mention: Raw) -> str:
    return draft.text.doc[mention.head].lower_


def _is(mention: Raw, other: Raw, kind: EntityType) -> None:
    mention.group, mention.type, mention.kinds, mention.used = other.group, kind, kinds_of(kind), True


def _body(draft: Draft, person: Raw) -> Raw | None:
    """The state or body that somebody speaks for: of his title or office, here or where he was introduced, or of his
    description ("a senior US official")."""
    for mention in [person, *(m for m in draft.mentions if m.group == person.group and m is not person)]:
        if mention.kind == "pronoun":
            continue
        for tie in [*titles(draft, mention), *_offices(draft, mention)]:
            if tie.object is not None and (tie.object.type in _BODIES or tie.type == "heads"):
                return tie.object
        if mention.kind == "nominal":
            inside = (m for m in draft.starting(mention.first, mention.head) if m.named and m.type in _BODIES)
            found = next(inside, None)
            if found is not None:
                return found
    return None


def _offices(draft: Draft, person: Raw) -> Iterator[Tie]:
    """The offices that the sentence of a name gives to its bearer."""
    for token in draft.text.doc[person.head].sent:
        yield from (tie for tie in roles(draft, token) if tie.subject.group == person.group)


class _Floor:
    """Who has the floor at a token."""

    def __init__(self, draft: Draft, utterances: list[Utterance]) -> None:
        self._draft = draft
        self._voices = Voices(utterances)
        self._quoted = quoted_tokens(draft)
        self._by_block: dict[int, list[Utterance]] = {}
        for utterance in utterances:
            if utterance.speaker.kind != "pronoun" or utterance.speaker.used:
                self._by_block.setdefault(draft.text.block_of(utterance.cue), []).append(utterance)
        self._statements = self._given()

    def quoted(self, mention: Raw) -> bool:
        """Whether a mention stands in quotation marks."""
        return mention.head in self._quoted

    def speaker(self, mention: Raw) -> Raw | None:
        """Who speaks at a mention: in the innermost clause said, in the quotation, in the statement; None: nobody
        known."""
        token = self._draft.text.doc[mention.head]
        over = [u for u in self._voices.over(token) if u.speaker.head != mention.head]
        if over:
            return min(over, key=lambda u: len(u.content)).speaker
        block = self._draft.text.block_of(token)
        if self.quoted(mention):
            for near in (block, block - 1, block + 1):
                quoted = [u for u in self._by_block.get(near, ()) if u.quoted]
                if quoted:
                    return quoted[-1 if near < block else 0].speaker
        return self._statements.get(block)

    def _given(self) -> dict[int, Raw]:
        """Paragraphs of a statement that "the minister said:" introduces, without quotation marks -> who gives it."""
        out: dict[int, Raw] = {}
        speaker: Raw | None = None
        for number, block in enumerate(self._draft.text.blocks):
            if speaker is not None:
                out[number] = speaker
            tokens = self._draft.text.tokens(block)
            if tokens and tokens[-1].text == ":":
                speaker = self._introduced(tokens) or speaker
        return out

    def _introduced(self, tokens: list[Token]) -> Raw | None:
        """The person or body that a colon gives the floor ("Minister Ellwood said today:")."""
        cues = words("speech") | _PAPERS
        cue = next((t for t in reversed(tokens[-_NEAR:]) if t.lemma_ in cues), None)
        if cue is None:
            return None
        for token in reversed([t for t in tokens if cue.i - _REACH < t.i < cue.i]):
            mention = self._draft.at(token)
            if mention is not None and mention.agent and mention.kind != "pronoun":
                return mention
        return None
