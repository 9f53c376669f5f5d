"""Ships, vehicles, aircraft and pipelines that something is done to: nobody by themselves, but what an attack or a
seizure strikes ("seized a tanker", "a helicopter came under fire")."""

from __future__ import annotations

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.candidate import Filler
from kg.annotate.lexicon import words
from kg.annotate.mentions.kinds import kinds_of
from kg.annotate.parsed import Token
from kg.annotate.view import Found
from kg.vocab import EVENT_TYPES

# Of these the object is what somebody uses.
_WIELDING = frozenset(
    "fire launch use deploy drop drive detonate fly unleash throw hurl lob explode park pack load steer sail".split()
)
_STRICKEN = frozenset({"ASSAULT", "COERCE"})
_OUTSIDE = frozenset({"DT", "PRP$", "POS", "IN", ",", "CC", "PDT", "WP$"})
_ANY = frozenset({"ship", "vessel", "boat", "vehicle", "aircraft", "plane"})
_KINDS = (
    frozenset("ship vessel tanker freighter boat ferry trawler yacht dinghy barge warship frigate submarine".split()),
    frozenset("lorry truck car vehicle ambulance van minibus taxi jeep tank tractor".split()),
    frozenset("helicopter plane airliner airplane aeroplane aircraft jet warplane drone".split()),
)
_NEW = frozenset({"a", "an", "another", "several", "some"})


def strikes(kind: str | None, verb: Token | None = None) -> bool:
    """Whether an event type does something to things; ``verb`` is the trigger where that is a verb."""
    wields = verb is not None and verb.lemma_ in _WIELDING
    return kind is not None and EVENT_TYPES[kind] in _STRICKEN and not wields


def stricken(draft: Draft, found: list[Found]) -> list[Filler]:
    """Mentions of the ships and vehicles among tokens, made where there is none."""
    out: list[Filler] = []
    for item in found:
        mention = _carrier(draft, item.token)
        if mention is not None and all(mention is not m for m, _ in out):
            out.append((mention, item.path))
    return out


def _carrier(draft: Draft, token: Token) -> Raw | None:
    """The mention of a ship or vehicle whose head the token is; None for anything else, and for what is told of."""
    if token.pos_ != "NOUN" or token.lemma_ not in words("carriers"):
        return None
    inside = draft.at(token)
    if inside is not None:
        return inside if inside.head == token.i and inside.type == "Place" else None
    first = token.i
    near = {t.i for t in draft.view.subtree(token) if t.tag_ not in _OUTSIDE}
    while first > token.sent.start and first - 1 in near:
        first -= 1
    made = Raw(first, token.i, token.i, "nominal", "Place", kinds_of("Place"), False, (first, token.i), used=False)
    same = _told_before(draft, token, made)
    draft.add(made)
    if same is not None:
        made.group = same.group
    return made


def _told_before(draft: Draft, token: Token, made: Raw) -> Raw | None:
    """ "the tanker", "the vessel" is the one told of before; "a tanker" is another, but for that of the headline."""
    articles = {t.lower_ for t in draft.view.children(token, "det")}
    doc = draft.text.doc
    before = [m for m in draft.mentions if m.kind == "nominal" and m.type == "Place" and m.last < made.first]
    alike = [m for m in before if _may_be(token, doc[m.head])]
    if articles & _NEW:
        opening = doc[0].sent.end
        bare = [m for m in alike if m.head < opening and not draft.view.children(doc[m.head], "det")]
        return bare[0] if len(alike) == len(bare) == 1 and token.i >= opening else None
    return alike[-1] if articles and alike else None


def _may_be(token: Token, earlier: Token) -> bool:
    """Whether two nouns may name one thing: the same word, or one that all of its kind can be called by."""
    kind = next((k for k in _KINDS if token.lemma_ in k), frozenset())
    return token.lemma_ == earlier.lemma_ or (token.lemma_ in _ANY and earlier.lemma_ in kind)
