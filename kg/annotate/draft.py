"""What the components of the reader fill while they work on one article; frozen into a `Document` at the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.annotate.text import Text
from kg.annotate.view import View
from kg.model import EntityType, Event, MentionKind, Quantity, Relation, Span, Statement, TimeValue

AGENTS: frozenset[EntityType] = frozenset(
    {"Person", "State", "Government", "ArmedGroup", "MilitaryForce", "Organization", "Group"}
)


@dataclass(slots=True, eq=False)
class Raw:
    """A mention in the making, by token indices, ends inclusive. ``cover`` is wider: titles before a name count as it.

    ``metonym`` marks a capital that stands for its state. ``members`` are those that a plural pronoun stands for together. ``core`` is the bare name ("Islamic State" of "Islamic State (IS) group"). ``kinds`` are the roles that frames ask for (person, armed, crowd, leader, place ...). ``group`` is its entity, once known.
    ``used`` says whether it is published; adjectives such as "Libyan" are only when an event needs them.
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
    group: int = -1

    def __post_init__(self) -> None:
        if self.core == (-1, -1):
            self.core = (self.first, self.last)

    @property
    def agent(self) -> bool:
        """Whether such a thing can act: everything but a place that is no state."""
        return self.type in AGENTS


@dataclass
class Draft:
    """One article in work. ``mentions`` is in text order once `settle` has run."""

    text: Text
    mentions: list[Raw] = field(default_factory=list)
    at_token: dict[int, Raw] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    times: list[TimeValue] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def view(self) -> View:
        """The parse as rules see it."""
        return self.text.view

    def settle(self, mentions: Iterable[Raw]) -> None:
        """Take mentions over, in text order, and index them by the tokens they cover; names win over descriptions."""
        self.mentions = sorted(mentions, key=lambda m: (m.first, -m.last))
        self.at_token = {}
        for wide in (True, False):
            for mention in sorted(self.mentions, key=lambda m: (m.named and m.kind == "name", m.kind != "pronoun")):
                first, last = mention.cover if wide else (mention.head, mention.head)
                for i in range(first, last + 1):
                    self.at_token[i] = mention

    def add(self, mention: Raw) -> Raw:
        """Add one mention found on demand, an entity of its own."""
        mention.group = len(self.mentions)
        self.mentions.append(mention)
        for i in range(mention.first, mention.last + 1):
            self.at_token.setdefault(i, mention)
        self.at_token[mention.head] = mention
        return mention

    def at(self, token: Token) -> Raw | None:
        """The mention whose head the token is, or which covers it."""
        return self.at_token.get(token.i)

    def words(self, mention: Raw) -> str:
        """The mention's own words, as in the article."""
        return self.span(mention).of(self.text.article.text)

    def core(self, mention: Raw) -> str:
        """The bare name of a mention, as in the article."""
        return self.text.span(self.text.doc[mention.core[0]], self.text.doc[mention.core[1]]).of(self.text.article.text)

    def span(self, mention: Raw) -> Span:
        """Where the mention stands in the article."""
        return self.text.span(self.text.doc[mention.first], self.text.doc[mention.last])
