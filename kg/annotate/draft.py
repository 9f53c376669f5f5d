"""What the components of the reader fill while they work on one article; frozen into a `Document` at the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.annotate.parsed import Token
from kg.annotate.text import Text
from kg.annotate.view import View
from kg.model import EntityType, Event, MentionKind, Quantity, Relation, Span, Statement, TimeValue

AGENTS: frozenset[EntityType] = frozenset(
    {"Person", "State", "Government", "ArmedGroup", "MilitaryForce", "Organization", "Group"}
)


DEFINITE = frozenset({"the", "this", "these", "that", "those"})
"""Words before a description that point to something known."""


@dataclass(slots=True, eq=False)
class Raw:
    """A mention in the making, by token indices, ends inclusive.

    ``kinds`` are the roles that frames ask for (person, armed, crowd, leader, place ...). ``cover`` is wider than the
    mention: titles before a name count as it. ``record`` is the key of a catalogue item, where the words can only mean
    that one. ``used`` says whether it is published; adjectives such as "Libyan" are only when an event needs them.
    ``metonym`` marks a capital that stands for its state. ``core`` is the bare name ("Islamic State" of "Islamic State
    (IS) group"). ``members`` are those that a plural pronoun stands for together. ``introduces`` marks the noun before
    a name that it is one with ("city" of "the city of Sirte"). ``group`` is its entity, once known.
    """

    first: int
    last: int
    head: int
    kind: MentionKind
    type: EntityType
    kinds: frozenset[str]
    named: bool
    cover: tuple[int, int]
    record: str | None = None
    used: bool = True
    metonym: bool = False
    core: tuple[int, int] = (-1, -1)
    members: tuple[Raw, ...] = ()
    introduces: bool = False
    group: int = -1

    def __post_init__(self) -> None:
        """A mention is its own bare name, unless told otherwise."""
        if self.core == (-1, -1):
            self.core = (self.first, self.last)

    @property
    def agent(self) -> bool:
        """Whether such a thing can act: everything but a place that is no state."""
        return self.type in AGENTS


@dataclass
class Draft:
    """One article in work.

    ``mentions`` is in text order once `settle` has run; those added later stand at its end. ``at_token`` is the mention
    that each covered token stands for.
    ``capitals`` has the state of each capital, by group; -1 for a state that the article does not name.
    ``view`` is the parse as rules see it. ``left_out`` says why the trigger at a token gave no event after all.
    """

    text: Text
    view: View = field(init=False)
    mentions: list[Raw] = field(default_factory=list)
    at_token: dict[int, Raw] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    times: list[TimeValue] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)
    capitals: dict[int, int] = field(default_factory=dict)
    _starting: dict[int, list[Raw]] = field(default_factory=dict)
    _named: frozenset[int] | None = None

    def __post_init__(self) -> None:
        """Have the view at hand."""
        self.view = self.text.view

    def has_name(self, mention: Raw) -> bool:
        """Whether the mention's entity is named anywhere. Ask only once mentions are grouped."""
        if self._named is None:
            self._named = frozenset(m.group for m in self.mentions if m.named and m.kind == "name")
        return mention.group in self._named

    def settle(self, mentions: Iterable[Raw]) -> None:
        """Take mentions over, in text order, and index them by the tokens they cover; names win over descriptions."""
        self.mentions = sorted(mentions, key=lambda m: (m.first, -m.last))
        self._starting, self.at_token = {}, {}
        for mention in self.mentions:
            self._starting.setdefault(mention.first, []).append(mention)
        ranked = sorted(self.mentions, key=lambda m: (m.named and m.kind == "name", m.kind != "pronoun"))
        for wide in (True, False):
            for mention in ranked:
                first, last = mention.cover if wide else (mention.head, mention.head)
                for i in range(first, last + 1):
                    self.at_token[i] = mention

    def add(self, mention: Raw) -> Raw:
        """Add one mention found on demand, an entity of its own."""
        mention.group = len(self.mentions)
        self.mentions.append(mention)
        self._starting.setdefault(mention.first, []).append(mention)
        for i in range(mention.first, mention.last + 1):
            self.at_token.setdefault(i, mention)
        self.at_token[mention.head] = mention
        return mention

    def at(self, token: Token) -> Raw | None:
        """The mention whose head the token is, or which covers it."""
        return self.at_token.get(token.i)

    def starting(self, start: int, stop: int) -> list[Raw]:
        """Mentions whose first token is one of ``start`` to ``stop - 1``, in text order."""
        return [m for i in range(start, stop) for m in self._starting.get(i, ())]

    def before(self, mention: Raw) -> str:
        """The word before a mention, in lower case; '' at the start of the article."""
        return self.text.doc[mention.first - 1].lower_ if mention.first else ""

    def words(self, mention: Raw) -> str:
        """The mention's own words, as in the article."""
        return self.span(mention).of(self.text.article.text)

    def core(self, mention: Raw) -> str:
        """The bare name of a mention, as in the article."""
        return self.text.span(self.text.doc[mention.core[0]], self.text.doc[mention.core[1]]).of(self.text.article.text)

    def span(self, mention: Raw) -> Span:
        """Where the mention stands in the article."""
        return self.text.span(self.text.doc[mention.first], self.text.doc[mention.last])
