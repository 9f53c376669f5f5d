"""Where places lie, by the words right before and behind their names.

The parse hangs "in northern Mali" on the verb as often as on the town; the words beside a name tell more surely.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.draft import Draft, Raw
from kg.annotate.lexicon import words
from kg.annotate.parsed import Token, text_of
from kg.annotate.relations.tie import Tie

_MORE = frozenset(
    {
        "headquarters",
        "bastion",
        "quarter",
        "area",
        "hub",
        "stronghold",
        "neighborhood",
        "zone",
        "state",
        "camp",
        "settlement",
    }
)
_SIDES = frozenset("north south east west northeast northwest southeast southwest center centre interior".split())
_LYING = frozenset({"lie", "sit", "be", "locate", "situate"})
_WATERS = frozenset(
    "Sea Ocean Gulf River Lake Strait Canal Coast Mediterranean Baltic Atlantic Pacific Adriatic Aegean Caspian "
    "Caribbean Arctic".split()
)
_OPEN = frozenset({"DET", "ADJ", "ADV", "NUM"})
_ON = frozenset({"island", "isle", "peninsula", "archipelago", "atoll"})
_PHRASE = 8
"""Words of a phrase in apposition before its noun."""
_BETWEEN = 6
"""Words between such a noun and "in": "a town of 40,000 people in ..."."""


def sites(draft: Draft, place: Raw) -> Iterator[Tie]:
    """ "the town of Gao in northern Mali", "Gao, Mali's second city", "the Kivu region of Congo", "Gao, Mali,"."""
    if place.type != "Place" or not ((place.kind == "name" and place.named) or _base(draft, place)):
        return
    token = draft.text.doc[place.head]
    found = [*_behind(draft, place), *_before(draft, place)]
    for outer in dict.fromkeys(found):
        for inner in _listed(draft, place):
            if outer.group != inner.group:
                yield Tie("locatedIn", inner, outer, token, "place in a place")


def _base(draft: Draft, place: Raw) -> bool:
    """Whether a description begins with a name: "Asad air base", "Lind palace"."""
    first = draft.text.doc[place.first]
    return place.kind == "nominal" and place.first < place.head and first.is_title and first.tag_ == "NNP"


# -- behind the name ---------------------------------------------------------------------------------------------------


def _behind(draft: Draft, place: Raw) -> Iterator[Raw]:
    doc, at = draft.text.doc, place.last + 1
    if at + 1 >= len(doc) or doc[at].sent != doc[place.last].sent:
        return
    comma = doc[at].text == ","
    if doc[at].lower_ == "of" and doc[place.last].lemma_.lower() in words("regions"):
        yield from _outer(draft, at + 1)  # "the Kivu region of eastern Congo"
        return
    at = _past_lying(draft, at)
    if doc[at].lower_ == "in" or _on_island(draft, at):
        yield from _outer(draft, at + 1)
    elif comma:
        yield from _apposed(draft, place, place.last + 2)


def _on_island(draft: Draft, at: int) -> bool:
    """Whether "on the (northern) island of" begins at a token, or "on X island"."""
    doc = draft.text.doc
    if doc[at].lower_ != "on":
        return False
    near = doc[at + 1 : at + 1 + _BETWEEN]
    found = next((t for t in near if t.lower_ in _ON or not (_modifies(t) or t.pos_ in ("PROPN", "ADJ"))), None)
    return found is not None and found.lower_ in _ON


def _past_lying(draft: Draft, at: int) -> int:
    """The token behind ", which lies" or ", located"; behind the comma where nothing of the kind follows."""
    doc = draft.text.doc
    at += doc[at].text == ","
    at += doc[at].lower_ in ("which", "that")
    verbs = 0
    while verbs < 2 and at + 1 < len(doc) and doc[at].lemma_ in _LYING and doc[at].tag_ != "VBD":
        at, verbs = at + 1, verbs + 1
    return at


def _outer(draft: Draft, at: int) -> Iterator[Raw]:
    """The place or state that a phrase behind "in" or "of" names first; of "Mali's Gao region" the region."""
    doc = draft.text.doc
    for _ in range(6):
        here = draft.at_token.get(at)
        if at >= len(doc) or (here is not None and not here.introduces) or not _modifies(doc[at]):
            break
        at += 1
    found = _name_at(draft, at)
    if found is None:
        return
    after = found.last + 1
    if after < len(doc) and doc[after].lower_ in ("'s", "'"):
        yield from _owned(draft, found, after + 1)
    elif found.last == len(doc) - 1 or not _goes_on(doc[after]):
        yield found
    elif doc[after].lemma_.lower() in words("settlements") and text_of(doc[after + 1 : after + 2]) == "of":
        yield from _outer(draft, after + 2)  # "the Malian province of Gao"


def _modifies(token: Token) -> bool:
    """Whether a word may stand between "in" and the name: "the restive", "the far north of", "the hills of"."""
    side = token.lower_ in _SIDES or token.lemma_.lower() in words("settlements")
    return token.is_lower and (token.pos_ in _OPEN or side or token.text in ("of", "-") or token.tag_ in ("VBN", "VBG"))


def _owned(draft: Draft, owner: Raw, at: int) -> Iterator[Raw]:
    """ "Mali's restive Gao region", "Mali's far north": what the state has, where that is a place."""
    doc = draft.text.doc
    while at < len(doc) and doc[at].is_lower and doc[at].pos_ in _OPEN and draft.at_token.get(at) is None:
        at += 1
    if (inner := _name_at(draft, at)) is not None and inner.type == "Place":
        yield inner
    elif at < len(doc) and doc[at].lower_ in _SIDES | words("settlements"):
        yield owner


def _name_at(draft: Draft, at: int) -> Raw | None:
    """The name of a place or state that begins at a token."""
    near = draft.starting(at, at + 1)
    found = [m for m in near if m.kind == "name" and m.named and m.type in ("Place", "State") and not m.metonym]
    return max(found, key=lambda m: m.last, default=None)


def _goes_on(token: Token) -> bool:
    """Whether a name is but the first word of a phrase: "in Mali peace talks", "in Malian towns"."""
    return token.pos_ in ("NOUN", "PROPN") and not token.is_sent_start and token.tag_ != "CD"


def _apposed(draft: Draft, place: Raw, at: int) -> Iterator[Raw]:
    """Behind a name and its comma: "Mali's second city", "a mining town in northern Mali", "the capital of Mali"."""
    doc, owner, start = draft.text.doc, None, at
    state = _name_at(draft, at)
    if state is not None and state.type == "State" and _closed(draft, place, state):
        yield state  # "Gao, Mali,"
        return
    while at < min(start + _PHRASE, len(doc)):
        token = doc[at]
        if (named := _name_at(draft, at)) is not None:
            owner, at = owner or named, named.last + 1
        elif token.lemma_.lower() in words("settlements") | _MORE and text_of(doc[at + 1 : at + 2]) != "-":
            yield from _described(draft, owner, at)
            return
        elif token.pos_ in (*_OPEN, "NOUN") or token.text in ("'s", "'", "-") or token.tag_ in ("VBG", "VBN"):
            at += 1
        else:
            return


def _described(draft: Draft, owner: Raw | None, noun: int) -> Iterator[Raw]:
    """Where a settlement lies: in the place that its own phrase names, else in the state that has it."""
    doc = draft.text.doc
    for at in range(noun + 1, min(noun + 1 + _BETWEEN, len(doc) - 1)):
        if doc[at].lower_ == "in" or (at == noun + 1 and doc[at].lower_ == "of"):
            inner = list(_outer(draft, at + 1))
            if inner or doc[at].lower_ == "in":
                yield from inner
                return
        if doc[at].pos_ in ("VERB", "AUX", "PUNCT", "CCONJ"):
            break
    if owner is not None:
        yield owner


def _closed(draft: Draft, place: Raw, state: Raw) -> bool:
    """Whether "Gao, Mali" is a place and its state, no list, and closed by a mark."""
    doc, after = draft.text.doc, state.last + 1
    alone = place.first == 0 or doc[place.first - 1].text not in (",", "and")
    ended = after >= len(doc) or doc[after].text in (",", ".", ")", ";")
    more = draft.at_token.get(after + 1) if after < len(doc) and doc[after].text == "," else None
    listed = text_of(doc[after + 1 : after + 2]) in ("and", "or") or (
        more is not None and more.type in ("State", "Place")
    )
    return alone and ended and not listed


# -- before the name ---------------------------------------------------------------------------------------------------


def _before(draft: Draft, place: Raw) -> Iterator[Raw]:
    """Before a name: "the northern Malian town of", "Mali's capital,", "Mali's restive", "the Malian capital"."""
    doc, at, noun = draft.text.doc, min(place.first, place.cover[0]) - 1, False
    at -= at > 0 and doc[at].lower_ == "of"
    if at > 0 and doc[at].text == "," and doc[at - 1].lemma_.lower() in words("settlements"):
        at -= 1  # "Mali's capital, Gao,"
    of = at < place.first - 1
    if at >= 0 and doc[at].lemma_.lower() in words("settlements"):
        at, noun = at - 1, True
    noun_at = at + 1
    named = draft.at_token.get(noun_at) if noun else None
    if (of and not noun) or (named is not None and named.kind == "name" and named is not place):
        return  # "the Kivu district of Goma" lies in Goma
    stop = max(doc[place.first].sent.start, at - 6)
    while at >= stop:
        owner = _ending_at(draft, at - 1 if doc[at].lower_ in ("'s", "'") else at)
        if owner is not None:
            beside = at == noun_at - 1 and not _WATERS & {t.text for t in doc[owner.first : owner.last + 1]}
            if (noun and beside) or (owner.type == "State" and (noun or doc[at].lower_ in ("'s", "'"))):
                yield owner  # "the Diyala town of", but "the Baltic port of", "Gulf coastal city"
            return
        if not (doc[at].is_lower and doc[at].pos_ in (*_OPEN, "NOUN")) and doc[at].text != "-":
            return
        at -= 1


def _ending_at(draft: Draft, at: int) -> Raw | None:
    """The name of a state or place that ends at a token, though a description covers it ("Malian" in "Malian town")."""
    found = draft.at_token.get(at)
    near = [*draft.starting(max(0, at - 4), at + 1), *([found] if found is not None else [])]
    return next((m for m in near if m.last == at and m.kind == "name" and m.type in ("State", "Place")), None)


def _listed(draft: Draft, place: Raw) -> list[Raw]:
    """The place, and those before it where all are called the same: "the towns of Gao and Kidal"."""
    doc, out = draft.text.doc, [place]
    while out[-1].first > 1 and doc[out[-1].first - 1].lower_ in ("and", ","):
        at = out[-1].first - 2
        at -= doc[at].text == ","
        before = draft.at_token.get(at)
        if before is None or before.last != at or (before.kind, before.type) != ("name", "Place"):
            return [place]
        out.append(before)
    start = out[-1].first
    plural = start > 1 and doc[start - 1].lower_ == "of" and doc[start - 2].tag_ == "NNS"
    return out if plural and doc[start - 2].lemma_.lower() in words("settlements") else [place]
