"""Descriptions whose owner the rest of the article tells: armies, sites, former colonial powers, heads named later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.annotate.coref.groups import ORGANIZED, Groups
from kg.annotate.coref.names import records_of
from kg.annotate.draft import DEFINITE, Draft, Raw
from kg.annotate.gazetteer import Gazetteer
from kg.annotate.lexicon import words
from kg.annotate.parsed import text_of

_ARMIES = (frozenset({"army", "military"}), frozenset({"navy"}))
"""Nouns for one force of a state."""
_PARTIES = frozenset({"party", "movement", "militia", "group"})
_RULERS = frozenset({"power", "ruler", "master"})
_COLONIAL = ("France", "United Kingdom", "Belgium", "Portugal", "Spain", "Italy", "Netherlands")
_HEADS = frozenset("president premier king emir sultan chancellor governor mayor minister".split())
_OTHERS = frozenset("former ex vice deputy new next acting then late interim future ousted first ex-".split())
_LEAD = 3
"""Blocks of an article, headline and dateline's own among them, that may describe who is named below."""
_BESIDE = 9
"""Tokens back to a place that tells which country is meant."""
_SHORTEST = 4
"""Letters of a name's first word that may stand for all of it."""


def join_armies(groups: Groups, draft: Draft) -> None:
    """ "the army" where the article speaks of one state's army alone, and of that state most."""
    doc = draft.text.doc
    states = Counter(groups.root(m) for m in draft.mentions if m.type == "State" and m.named)
    main = {root for root, n in states.most_common(2) if n == max(states.values())}
    for nouns in _ARMIES:
        found = [m for m in draft.mentions if m.kind != "pronoun" and doc[m.head].lower_ in nouns]
        owned = [(m, _states(groups, draft, m)) for m in found]
        owners = {root for _, of in owned for root in of}
        if len(owners) != 1 or owners != main:
            continue
        whole = next(m for m, of in owned if of)
        for mention, of in owned:
            plain = mention.first == mention.head and mention.kind == "nominal" and draft.before(mention) == "the"
            if of or (plain and not draft.view.edges(doc[mention.head], "nmod", "poss", "relcl")):
                groups.join(whole, mention)


def _states(groups: Groups, draft: Draft, mention: Raw) -> set[int]:
    """The states (by entity) in a description and right before its possessive: "Nigerian army", "Nigeria's army"."""
    found = draft.starting(mention.first, mention.head)
    owner = draft.at_token.get(mention.first - 2) if draft.before(mention) == "'s" else None
    everyone = [*found, owner] if owner is not None else found
    return {groups.root(m) for m in everyone if m.type == "State" and m.named and id(m) in groups}


def join_short(groups: Groups, draft: Draft, gazetteer: Gazetteer) -> None:
    """ "the Lindar party", "Lindar" after "the Lindar Liberation Front": the one body whose name begins so."""
    doc = draft.text.doc
    bodies = [m for m in draft.mentions if m.kind == "name" and m.type in ORGANIZED]
    by_first: dict[str, list[Raw]] = {}
    for mention in bodies:
        if mention.core[1] > mention.core[0] and doc[mention.core[1]].text[:1].isupper():
            by_first.setdefault(doc[mention.core[0]].text, []).append(mention)
    people = {doc[m.last].text for m in draft.mentions if m.kind == "name" and m.type == "Person" and m.last > m.first}
    for mention in (m for m in draft.mentions if m.kind == "name"):
        first = doc[mention.first]
        full = by_first.get(first.text, [])
        if len({groups.root(m) for m in full}) != 1 or len(first) < _SHORTEST or mention in full:
            continue
        called = mention.last == mention.first + 1 and doc[mention.last].lower_ in _PARTIES
        alone = mention.last == mention.first and mention.type in ("Person", "Organization")
        alone = alone and full[0].last < mention.first and not (mention.record or first.text in people)
        common = gazetteer.records(first.text) or gazetteer.demonym(first.text) or first.lower_ in words("peoples")
        if (called or alone) and not common:
            groups.join(full[0], mention)
            mention.type, mention.kinds = full[0].type, full[0].kinds


def join_sites(groups: Groups, draft: Draft) -> None:
    """ "a giant dam", above "the Grand Lind Dam": where one site alone is named that ends in the same noun."""
    doc = draft.text.doc
    named: dict[str, list[Raw]] = {}
    for mention in draft.mentions:
        last = doc[mention.last]
        if mention.kind == "name" and mention.last > mention.first and last.is_title and last.lower_ in words("sites"):
            named.setdefault(last.lower_, []).append(mention)
    for mention in draft.mentions if named else ():
        site = named.get(doc[mention.last].lower_, [])
        if not doc[mention.last].is_lower or len({groups.root(m) for m in site}) != 1 or mention.kind == "pronoun":
            continue
        if not draft.view.edges(doc[mention.head], "poss"):
            groups.join(site[0], mention)


def join_colonial(groups: Groups, draft: Draft, gazetteer: Gazetteer) -> None:
    """ "the former colonial power": the one state of those that had colonies of which the article speaks."""
    doc = draft.text.doc
    described = [m for m in draft.mentions if m.kind == "nominal" and doc[m.head].lower_ in _RULERS]
    described = [m for m in described if any(t.lower_ == "colonial" for t in doc[m.first : m.head])]
    if not described:
        return
    keys = {r.key for name in _COLONIAL for r in gazetteer.records(name)[:1]}
    states = [m for m in draft.mentions if m.type == "State" and m.named and _is_one(draft, m, gazetteer, keys)]
    if len({groups.root(m) for m in states}) == 1:
        for mention in described:
            groups.join(states[0], mention)


def _is_one(draft: Draft, mention: Raw, gazetteer: Gazetteer, keys: Iterable[str]) -> bool:
    return any(r.key in keys for r in records_of(draft, mention, gazetteer)[:1])


def join_heads(groups: Groups, draft: Draft) -> None:
    """ "Governor shot dead", "the president of Mali" in the lead: the one whom the article below introduces with that
    office, when there is no other of it."""
    doc = draft.text.doc
    people = [m for m in draft.mentions if m.kind == "name" and m.type == "Person" and m.cover[0] < m.first]
    for mention in draft.mentions:
        noun = doc[mention.head]
        headline = draft.text.block_of(noun) == 0 and len(draft.text.blocks) > 1
        office = mention.kind == "nominal" and mention.type == "Person" and noun.lemma_.lower() in _HEADS
        if not office or noun.tag_ not in ("NN", "NNP") or draft.text.block_of(noun) > _LEAD:
            continue
        if not (headline or draft.before(mention) in DEFINITE) or any(m.named for m in groups.members(mention)):
            continue
        role = [t.lower_ for t in doc[mention.first : mention.head + 1]]
        owners = _owners(groups, draft, mention)
        if owners is None or _OTHERS & set(role) or (role == ["minister"]):
            continue
        holders = [p for p in people if _holds(groups, draft, p, role, owners)]
        if len({groups.root(p) for p in holders}) == 1 and holders[0].first > mention.last:
            groups.join(holders[0], mention)


def _owners(groups: Groups, draft: Draft, mention: Raw) -> set[int] | None:
    """The named ones (by entity) whose office it is; None where a phrase names one that is not named itself."""
    doc, found = draft.text.doc, {groups.root(m) for m in draft.starting(mention.first, mention.head) if m.named}
    for edge in draft.view.edges(doc[mention.head], "nmod", "poss"):
        if edge.rel == "nmod" and edge.prep != "of":
            continue
        owner = draft.at(doc[edge.child])
        if owner is None or not owner.named:
            return None
        found.add(groups.root(owner))
    return found


def _holds(groups: Groups, draft: Draft, person: Raw, role: list[str], owners: set[int]) -> bool:
    """Whether a person's title is that office, of no other owner."""
    title = [t.lower_ for t in draft.text.doc[person.cover[0] : person.first]]
    if not title or title[-1] != role[-1] or _OTHERS & set(title) or (len(title) > 1 and title[-2] == "-"):
        return False
    inside = {groups.root(m) for m in draft.starting(person.cover[0], person.first) if m.named and id(m) in groups}
    common = [w for w in role[:-1] if w in title]
    return not (inside and owners and not inside & owners) and len(common) >= (1 if role[-1] == "minister" else 0)


def home_of_places(draft: Draft, mention: Raw, gazetteer: Gazetteer) -> Raw | None:
    """ "the city of Raqqa and much of the country's east": the state named before in which the places right before
    it are, else the armed groups, where the sentence names no state itself."""
    doc = draft.text.doc
    here = draft.starting(doc[mention.head].sent.start, mention.first)
    owns = text_of(doc[mention.last + 1 : mention.last + 2]) == "'s"
    if not owns or any(m.type == "State" and m.named for m in here):
        return None
    here = [m for m in here if mention.first - m.last <= _BESIDE]
    here = [m for m in here if all(t.pos_ not in ("VERB", "AUX", "SCONJ") for t in doc[m.last + 1 : mention.first])]
    for kind in ("Place", "ArmedGroup"):
        found = [records_of(draft, m, gazetteer)[:1] for m in here if m.kind == "name" and m.type == kind]
        homes = {r.countries for records in found for r in records if r.countries}
        if homes:
            keys = next(iter(homes)) if len(homes) == 1 else ()
            return _state_of(draft, mention, gazetteer, keys[0]) if len(keys) == 1 else None
    return None


def _state_of(draft: Draft, mention: Raw, gazetteer: Gazetteer, key: str) -> Raw | None:
    """The last mention of a state before another one, by its key in the catalogue."""
    before = (m for m in reversed(draft.mentions) if m.last < mention.first and m.type == "State" and m.kind == "name")
    return next((m for m in before if _is_one(draft, m, gazetteer, (key,))), None)
