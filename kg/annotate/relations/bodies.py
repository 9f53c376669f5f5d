"""Which body, state or place an office belongs to: "chairman" of the Senate, "governor" of a province."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.draft import Draft, Raw
from kg.annotate.lexicon import words
from kg.annotate.parsed import Token
from kg.annotate.relations.tie import ORGANIZED, phrases
from kg.model import EntityType

_OF = ("of", "at", "in", "from", "with")
_HELPERS = frozenset("adviser advisor aide assistant deputy".split())
# Of others a state behind "for" is what they are concerned with: "the special representative for Venezuela".
_SPEAKING_FOR = frozenset("spokesman spokeswoman spokesperson negotiator lawyer minister secretary ambassador".split())
_BEHIND = frozenset({"of", "with", "at", "from"})
_PARTS = {
    "provincial": frozenset({"province"}),
    "regional": frozenset({"region", "province", "state"}),
    "district": frozenset({"district"}),
    "state": frozenset({"state"}),
    "county": frozenset({"county"}),
}
"""Adjectives of offices, and the parts of a country that they are of."""
_BACK = 60
"""Tokens before an office in which such a part is named."""
_REACH = 12
"""Tokens behind an office in which the body it belongs to is named, where the parse hangs its phrase elsewhere."""
_WITHIN_STATES: frozenset[EntityType] = frozenset({"Organization", "MilitaryForce", "ArmedGroup"})


def body_of(draft: Draft, noun: Token) -> Raw | None:
    """The body an office belongs to, None where nothing says it: the first named one in its phrases, else the first
    described one, else the place that such an office rules.

    What stands behind "for" is a body one speaks for ("analyst for the Crisis Group") or, where it is a state, only
    what one is concerned with ("the UN coordinator for Syria").
    """
    of = (*_OF, "to") if noun.lemma_.lower() in _HELPERS else _OF  # an envoy "to" is not of where he is sent
    named = phrases(draft, noun, *of)
    if any(_unread(draft, top) for top in named):
        return None
    tops = named + draft.view.children(noun, "poss", "amod", "compound")
    purposes = phrases(draft, noun, "for")
    found = [*_below(draft, tops)] + [m for m in _below(draft, purposes) if m.type != "State"]
    if not found:
        concern = purposes if noun.lemma_.lower() in _SPEAKING_FOR else []
        beside = whose(draft, noun) or _behind(draft, noun)
        return beside or next(_below(draft, concern), None) or _ruled(draft, noun)
    direct = [m for top in tops if (m := draft.at(top)) is not None and m.type in ORGANIZED and m.type != "State"]
    if (whole := next((m for m in direct if m.named), None)) is not None:
        return whole  # "the UN mission in Mali", not the UN
    others = {m.group for m in found if m.named and m.type != "State"}
    if direct and direct[0].type in _WITHIN_STATES and others <= {direct[0].group}:
        return direct[0]  # "the Norwegian parliament", not Norway; "opposition party the National Congress"
    closest = {t.i for top in phrases(draft, noun, "of", "at", "with") for t in draft.view.subtree(top)}
    near = [m for m in found if m.head in closest] or found
    return next((m for m in (*near, *found) if m.named), near[0])


def _unread(draft: Draft, top: Token) -> bool:
    """Whether a phrase is the name of a body that was not seen as one: "leader of the Alternative for Germany"."""
    capital = top.is_title and top.i > top.sent.start and draft.at(top) is None and top.pos_ in ("NOUN", "PROPN")
    return capital and bool(phrases(draft, top, "for"))


def _below(draft: Draft, tops: list[Token]) -> Iterator[Raw]:
    """Bodies and states headed by tokens below some others."""
    inside = ((t, draft.at(t), t == top) for top in tops for t in draft.view.subtree(top))
    found = ((m, t.i == m.head or (direct and m.kind == "name")) for t, m, direct in inside if m is not None)
    return (m for m, heads in found if heads and m.type in ORGANIZED)


def whose(draft: Draft, noun: Token) -> Raw | None:
    """The body before "whose": "the front, whose leader is X"."""
    word = next((t for t in draft.view.children(noun, "poss") if t.tag_ == "WP$"), None)
    at = word.i - 1 if word is not None else -1
    at -= at > 0 and noun.doc[at].text == ","
    body = draft.at_token.get(at)
    return body if body is not None and body.last == at and body.type in ORGANIZED else None


def _behind(draft: Draft, noun: Token) -> Raw | None:
    """The body behind "of", "with" or "at" right after an office, where the parse hangs the phrase elsewhere."""
    doc, at = draft.text.doc, noun.i + 1
    if at + 1 >= len(doc) or doc[at].lower_ not in _BEHIND:
        return None
    for i in range(at + 1, min(at + _REACH, noun.sent.end)):
        mention = draft.at_token.get(i)
        if mention is not None and mention.type in ORGANIZED and mention.kind != "pronoun" and mention.last >= i:
            return mention
        based = doc[i].text == "-" or doc[i].lower_ == "based"  # "at the Nairobi-based institute"
        field = doc[i].lower_ == "at" and doc[at].lower_ == "of"  # "head of research at the institute"
        if doc[i].pos_ in ("VERB", "AUX", "PUNCT", "ADP") and not (based or field):
            return None
    return None


def _ruled(draft: Draft, noun: Token) -> Raw | None:
    """The place of an office that rules one: "mayor of Basra", "the region's governor"."""
    if noun.lemma_.lower() not in words("offices-of-places"):
        return None
    near = [*phrases(draft, noun, "of", "in"), *draft.view.children(noun, "poss", "compound", "amod")]
    named = (m for t in near if (m := draft.at(t)) is not None and m.named and m.type == "Place")
    return next(named, None) or _part_before(draft, noun)


def _part_before(draft: Draft, noun: Token) -> Raw | None:
    """ "in Helmand province, the provincial governor, X, said": the part of a country that the adjective points to."""
    before = noun.nbor(-1).lower_ if noun.i else ""
    if before not in _PARTS:
        return None
    near = [m for m in draft.starting(max(0, noun.i - _BACK), noun.i) if m.kind == "name" and m.type == "Place"]
    like = [m for m in near if draft.text.doc[m.last].lemma_.lower() in _PARTS[before]]
    return like[-1] if like else None


def body_after(draft: Draft, person: Raw) -> Raw | None:
    """The body or place right behind a name and "of": "Governor X of the Lower Shabelle region"."""
    doc, at = draft.text.doc, person.last + 1
    if at + 2 >= len(doc) or doc[at].lower_ != "of":
        return None
    at += 2 if doc[at + 1].pos_ == "DET" else 1
    body = draft.at_token.get(at)
    return body if body is not None and body.named and (body.type in ORGANIZED or body.type == "Place") else None
