"""Cities that stand for more or less than their name says: a capital that acts is its state."""

from __future__ import annotations

from kg.annotate.draft import Draft
from kg.annotate.gazetteer import Gazetteer
from kg.annotate.lexicon import nouns, verbs, words
from kg.annotate.mentions import kinds_of
from kg.annotate.parsed import Token

# A state does these too, though they report no event.
# With these a city is a place even after "with": "the road links Sirte with Tripoli".
_LINKING = frozenset(
    "shuttle travel fly commute "
    "link connect join road railway line flight route train border highway corridor share together compare".split()
)
_SIDED = frozenset({"ally", "enemy", "foe", "partner", "rival", "backer", "friend", "critic", "opponent"})
# Whom one speaks to is no town.
_ADDRESSING = frozenset(
    "accuse ask assure beg blame charge chide condemn convince criticize criticise denounce fault implore invite "
    "lambast lobby oblige persuade praise press pressure provoke reassure rebuke slam tell thank threaten urge "
    "warn".split()
)
_MINDED = frozenset(
    "say want insist fear hope believe see deny consider decide expect plan intend think know argue maintain "
    "regard view agree refuse wish prefer worry suspect try seek need respond reply recognize recognise support "
    "oppose back favor favour announce promise threaten warn claim declare acknowledge admit stress hint signal "
    "confirm watch comment welcome condemn monitor press pledge vow propose offer ask urge send lend give impose "
    "lift cut order demand suspend accuse blame raise".split()
)

# Whom one does this to is a state, never a town: "Beijing warned Washington", "sanctions on Moscow".
_ADDRESSED = frozenset(
    "warn accuse urge ask tell thank blame criticize criticise rebuke assure reassure sanction persuade convince "
    "pressure anger irk irritate infuriate antagonize antagonise appease".split()
)
# Whom only states have: "Washington's ambassador in Pristina".
_SENT = frozenset(
    "ambassador envoy negotiator diplomat delegation chargé ally rival adversary neighbour neighbor".split()
)
# What is given or said "to" a capital is given to a state.
_GIVEN = frozenset("sell supply sale export message warning signal threat concession overture reply".split())
_PRESSING = frozenset("sanction pressure embargo tariff".split())


def read_metonyms(draft: Draft, gazetteer: Gazetteer) -> None:
    """A capital that acts or is dealt with stands for its state: "Beirut rejected", "ties with Tehran"."""
    for mention in draft.mentions:
        if mention.kind != "name" or mention.type != "Place":
            continue
        records = gazetteer.records(draft.words(mention))
        named = next((r for r in records if r.type == "State"), None)  # Georgia acts: the state, not the place
        token = draft.text.doc[mention.head]
        if named is not None and (_acts(draft, token) or _beside_a_state(draft, token)):
            mention.type, mention.kinds, mention.record = "State", kinds_of("State"), named.key
            continue
        capital = next((r for r in records if r.capital_of), None)
        state = gazetteer.catalogue.get(capital.capital_of) if capital else None
        if state is not None and _acts(draft, draft.text.doc[mention.head]):
            mention.type, mention.kinds, mention.record, mention.metonym = "State", kinds_of("State"), state.key, True


def _beside_a_state(draft: Draft, token: Token) -> bool:
    """ "Canada and Australia": what is coordinated with a state is the state of that name."""
    others = draft.view.conjuncts(draft.view.first_conjunct(token))
    return any((m := draft.at(t)) is not None and m.kind == "name" and m.type == "State" for t in others if t != token)


def name_capitals(draft: Draft, gazetteer: Gazetteer) -> None:
    """ "the Austrian capital" is a city that the catalogue can name."""
    doc = draft.text.doc
    for mention in draft.mentions:
        if mention.kind != "nominal" or doc[mention.head].lemma_.lower() != "capital":
            continue
        record = next((r for t in doc[mention.first : mention.head] if (r := gazetteer.demonym(t.text))), None)
        capital = gazetteer.catalogue.capital(record) if record is not None else None
        if capital is not None:
            mention.record = capital.key


def place_capitals(draft: Draft, gazetteer: Gazetteer) -> None:
    """Tell of which state each capital of an article is one (`Draft.capitals`); once mentions are grouped."""
    named: dict[str, int] = {}
    for mention in draft.mentions:
        if mention.type == "State" and mention.kind == "name":
            keys = [mention.record] if mention.record else [r.key for r in gazetteer.records(draft.words(mention))]
            named.update((key, mention.group) for key in keys if key not in named)
    for mention in draft.mentions:
        if mention.kind == "name" and mention.type == "Place":
            records = gazetteer.records(draft.words(mention))
            capital = next((r for r in records if r.capital_of and mention.record in (None, r.key)), None)
            if capital is not None:
                draft.capitals[mention.group] = named.get(capital.capital_of, -1)


def _acts(draft: Draft, token: Token) -> bool:
    rel, head = draft.view.rel(token), draft.view.head(token)
    if head is None:
        return False
    if rel == "conj":
        return _acts(draft, draft.view.first_conjunct(token))
    if rel == "subj" and head.pos_ == "VERB" and not draft.view.passive(head):
        particle = draft.view.particle(head)
        return head.lemma_ in verbs() or head.lemma_ in _MINDED or f"{head.lemma_} {particle}" in verbs()
    if rel == "poss" and head.lemma_.lower() in _SENT:
        return True
    if rel in ("obj", "iobj") and head.lemma_ in _ADDRESSING:
        return True
    if rel == "nmod" and draft.view.prep(token) == "of" and head.lemma_.lower() in _SIDED:
        return True
    if rel in ("obl", "nmod") and draft.view.prep(token) == "with" and head.lemma_.lower() not in _LINKING:
        return True
    if rel in ("obj", "iobj", "subjpass"):
        return head.lemma_ in _ADDRESSED
    if rel in ("obl", "nmod") and draft.view.prep(token) == "on" and head.lemma_.lower() in _PRESSING:
        return True
    if rel in ("obl", "nmod") and draft.view.prep(token) == "to" and head.lemma_.lower() in _GIVEN:
        return True
    dealt = head.lemma_.lower() in words("dealings") or (head.pos_ == "VERB" and head.lemma_ in verbs())
    dealt = dealt or (head.pos_ == "NOUN" and head.lemma_ in nouns())  # "a demand by Tokyo"
    return rel in ("obl", "nmod", "agent") and draft.view.prep(token) in ("with", "by", "between", "against") and dealt
