"""Who is the same as whom inside one article. Sure ties first (same words, surname, acronym, catalogue item, apposition),
then definite descriptions that can only point back ("the group"), then pronouns where they are safe.

`group` numbers every mention with its entity; a number is kept by all later components.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.annotate.draft import Draft, Raw
from kg.annotate.gazetteer import Gazetteer
from kg.annotate.lexicon import verbs, words
from kg.annotate.mentions import kinds_of
from kg.catalogue import Record
from kg.model import EntityType
from kg.names import fold

_ARTICLES = frozenset({"al", "el", "bin", "ibn", "abu", "de", "van", "von", "-"})
_RESTRICTIVE = frozenset(
    {"rival", "other", "another", "several", "many", "some", "more", "new", "foreign", "both", "such", "few"}
)
_DEFINITE = frozenset({"the", "this", "these", "that", "those"})
_ORGANIZED = frozenset({"Organization", "Government", "ArmedGroup", "MilitaryForce"})
_GROUPS_OF = frozenset("group dozens hundreds thousands scores number members some many most majority".split())
_STATE_ROLES = frozenset(
    "ruler power ally neighbor neighbour partner donor rival sponsor backer producer giant member state nation country".split()
)
_YOUNG = frozenset(
    "fledgling new unity embattled current interim transitional beleaguered internationally recognized recognised -".split()
)
_UNITY = ("Accord", "Unity", "Reconciliation", "Consensus", "Solidarity")
# Descriptions that point back to a thing already named, and what it may be.
_BRIDGES: dict[str, frozenset[str]] = {
    "group": frozenset({"ArmedGroup", "Organization"}),
    "organization": frozenset({"ArmedGroup", "Organization"}),
    "organisation": frozenset({"ArmedGroup", "Organization"}),
    "movement": frozenset({"ArmedGroup", "Organization"}),
    "jihadist": frozenset({"ArmedGroup"}),
    "militant": frozenset({"ArmedGroup"}),
    "insurgent": frozenset({"ArmedGroup"}),
    "extremist": frozenset({"ArmedGroup"}),
    "militia": frozenset({"ArmedGroup"}),
    "rebel": frozenset({"ArmedGroup"}),
    "agency": frozenset({"Organization"}),
    "party": frozenset({"Organization"}),
    "council": frozenset({"Organization"}),
    "alliance": frozenset({"Organization"}),
    "bloc": frozenset({"Organization"}),
    "country": frozenset({"State"}),
    "nation": frozenset({"State"}),
    "kingdom": frozenset({"State"}),
    "city": frozenset({"Place"}),
    "town": frozenset({"Place"}),
    "village": frozenset({"Place"}),
    "province": frozenset({"Place"}),
    "island": frozenset({"Place"}),
    "president": frozenset({"Person"}),
    "minister": frozenset({"Person"}),
    "premier": frozenset({"Person"}),
    "leader": frozenset({"Person"}),
    "spokesman": frozenset({"Person"}),
    "spokeswoman": frozenset({"Person"}),
    "official": frozenset({"Person"}),
    "general": frozenset({"Person"}),
    "commander": frozenset({"Person"}),
    "chief": frozenset({"Person"}),
    "secretary": frozenset({"Person"}),
    "ambassador": frozenset({"Person"}),
    "envoy": frozenset({"Person"}),
    "diplomat": frozenset({"Person"}),
}


class Groups:
    """Mentions joined into entities (union-find over positions in `draft.mentions`)."""

    def __init__(self, mentions: Iterable[Raw]) -> None:
        self.mentions = list(mentions)
        self._parent = list(range(len(self.mentions)))
        self._place = {id(m): i for i, m in enumerate(self.mentions)}

    def root(self, mention: Raw) -> int:
        """The representative of the mention's entity."""
        at = self._place[id(mention)]
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def join(self, one: Raw, other: Raw) -> None:
        """Make two mentions the same entity; the earlier one represents it."""
        a, b = sorted((self.root(one), self.root(other)))
        self._parent[b] = a

    def members(self, root: int) -> list[Raw]:
        """All mentions of an entity."""
        return [m for m in self.mentions if self.root(m) == root]


def group(draft: Draft, gazetteer: Gazetteer) -> None:
    """Number all mentions of the draft with their entity (`Raw.group`), and settle the type of each entity."""
    _metonyms(draft, gazetteer)
    _capitals(draft, gazetteer)
    groups = Groups(draft.mentions)
    names = [m for m in draft.mentions if m.kind == "name"]
    _same_record(groups, [m for m in draft.mentions if m.kind == "name" or m.record], draft, gazetteer)
    _same_words(groups, draft, names)
    _acronyms(groups, draft, names)
    _surnames(groups, draft, names)
    _appositions(groups, draft)
    _settlements(groups, draft)
    _descriptions(groups, draft, gazetteer)
    _pronouns(groups, draft)
    _settle_types(groups, draft, gazetteer)
    for mention in draft.mentions:
        mention.group = groups.root(mention)


# -- names -------------------------------------------------------------------------------------------------------------


def _metonyms(draft: Draft, gazetteer: Gazetteer) -> None:
    """A capital that acts or is dealt with stands for its state: "Beirut rejected", "ties with Tehran"."""
    for mention in draft.mentions:
        if mention.kind != "name" or mention.type != "Place":
            continue
        capital = next((r for r in gazetteer.records(draft.words(mention)) if r.capital_of), None)
        state = gazetteer.catalogue.get(capital.capital_of) if capital else None
        if state is not None and _acts(draft, draft.text.doc[mention.head]):
            mention.type, mention.kinds, mention.record, mention.metonym = "State", kinds_of("State"), state.key, True


def _capitals(draft: Draft, gazetteer: Gazetteer) -> None:
    """ "the Austrian capital" is a city that the catalogue can name."""
    doc = draft.text.doc
    for mention in draft.mentions:
        if mention.kind != "nominal" or doc[mention.head].lemma_.lower() != "capital":
            continue
        record = next((r for t in doc[mention.first : mention.head] if (r := gazetteer.demonym(t.text))), None)
        capital = gazetteer.catalogue.capital(record) if record is not None else None
        if capital is not None:
            mention.record = capital.key


def _acts(draft: Draft, token: Token) -> bool:
    rel, head = draft.view.rel(token), draft.view.head(token)
    if head is None:
        return False
    if rel == "conj":
        return _acts(draft, draft.view.first_conjunct(token))
    if rel == "subj" and head.pos_ == "VERB" and not draft.view.passive(head):
        return head.lemma_ in verbs() or head.lemma_ in (
            "say",
            "want",
            "insist",
            "fear",
            "hope",
            "believe",
            "see",
            "deny",
        )
    dealt = head.lemma_.lower() in words("dealings") or (head.pos_ == "VERB" and head.lemma_ in verbs())
    return rel in ("obl", "nmod", "agent") and draft.view.prep(token) in ("with", "by", "between", "against") and dealt


def _records(draft: Draft, mention: Raw, gazetteer: Gazetteer) -> list[Record]:
    if mention.record:
        known = gazetteer.catalogue.get(mention.record)
        return [known] if known else []
    kinds = {mention.type} | ({"Organization", "Government", "ArmedGroup"} if mention.type in _ORGANIZED else set())
    return [
        r
        for r in gazetteer.records(draft.core(mention))
        if r.type in kinds or {r.type, mention.type} == {"State", "Place"}
    ]


def _same_record(groups: Groups, names: list[Raw], draft: Draft, gazetteer: Gazetteer) -> None:
    """Two names of one catalogue item are one entity ("US", "United States"), when each name has only that meaning."""
    first: dict[str, Raw] = {}
    for mention in names:
        found = _records(draft, mention, gazetteer)
        if mention.type != "Person" and found and (len(found) == 1 or found[0].sources > 2 * found[1].sources):
            key = found[0].key
            if key in first:
                groups.join(first[key], mention)
            else:
                first[key] = mention


def _same_words(groups: Groups, draft: Draft, names: list[Raw]) -> None:
    first: dict[tuple[str, bool], Raw] = {}
    for mention in names:
        if mention.record:
            continue
        key = (fold(draft.core(mention)), mention.type == "Person")
        if key in first:
            groups.join(first[key], mention)
        else:
            first[key] = mention


def _acronyms(groups: Groups, draft: Draft, names: list[Raw]) -> None:
    """ "Government of National Accord (GNA)", and an acronym used later whose letters are those of one name."""
    doc = draft.text.doc
    by_end = {m.last: m for m in names}
    introduced: dict[str, Raw] = {}
    for mention in names:
        before = by_end.get(mention.first - 2)
        if mention.first and doc[mention.first - 1].text == "(" and before is not None and mention.last + 1 < len(doc):
            if doc[mention.last + 1].text == ")" and _is_acronym(draft.words(mention)) and before.type != "Person":
                groups.join(before, mention)
                mention.type, mention.kinds = before.type, before.kinds
                introduced[draft.words(mention)] = before
    initials: dict[str, list[Raw]] = {}
    for mention in names:
        words = [t for t in doc[mention.first : mention.last + 1] if t.text[:1].isupper()]
        if len(words) > 1:
            initials.setdefault("".join(t.text[0] for t in words), []).append(mention)
    for mention in names:
        short = draft.words(mention).replace(".", "")
        full = introduced.get(short) or next(iter(initials.get(short, [])), None)
        if full is not None and len(short) > 2 and short.isupper() and full is not mention and full.type in _ORGANIZED:
            groups.join(full, mention)
            mention.type, mention.kinds = full.type, full.kinds


def _is_acronym(word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    return 1 < len(letters) <= 8 and sum(c.isupper() for c in letters) >= 0.6 * len(letters)


def _surnames(groups: Groups, draft: Draft, names: list[Raw]) -> None:
    """A surname alone is the person of that surname named in full, the last one before it, else the first in the text."""
    people = [m for m in names if m.type == "Person"]
    parts = {id(m): _name_parts(draft, m) for m in people}
    full = [m for m in people if len(parts[id(m)]) > 1]
    for mention in people:
        own = parts[id(mention)]
        fitting = [
            m for m in full if m is not mention and len(parts[id(m)]) > len(own) and _ends_with(parts[id(m)], own)
        ]
        if fitting:
            earlier = [m for m in fitting if m.first < mention.first]
            groups.join(earlier[-1] if earlier else fitting[0], mention)
    organizations = [m for m in names if m.type in _ORGANIZED]
    for mention in organizations:
        own = _name_parts(draft, mention)
        longer = [
            m
            for m in organizations
            if len(_name_parts(draft, m)) > len(own) >= 2 and _ends_with(_name_parts(draft, m), own)
        ]
        if longer and len({groups.root(m) for m in longer}) == 1:
            groups.join(longer[0], mention)


def _name_parts(draft: Draft, mention: Raw) -> tuple[str, ...]:
    tokens = [t.text for t in draft.text.doc[mention.first : mention.last + 1]]
    return tuple(fold(t) for t in tokens if t not in ("-", "'s", ".") and fold(t) not in _ARTICLES and fold(t))


def _ends_with(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    return bool(short) and long[-len(short) :] == short


# -- descriptions ------------------------------------------------------------------------------------------------------


def _appositions(groups: Groups, draft: Draft) -> None:
    """ "Nicola Latorre, chairman of the committee": one entity, when name and description are of one kind."""
    doc = draft.text.doc
    for mention in draft.mentions:
        token = doc[mention.head]
        if draft.view.rel(token) not in ("appos", "flat"):
            continue
        above = draft.view.head(token)
        other = draft.at(above) if above is not None else None
        if other is None or other is mention or (mention.named and other.named):
            continue
        if {mention.named, other.named} == {True, False} and _state_described(draft, mention, other):
            groups.join(mention, other)
            continue
        if _one_kind(mention, other) and abs(mention.first - other.last) < 12:
            groups.join(mention, other)


def _settlements(groups: Groups, draft: Draft) -> None:
    """ "the city of Sirte", "the capital Kabul": description and name are one place."""
    doc = draft.text.doc
    for mention in draft.mentions:
        if (
            mention.kind != "nominal"
            or mention.type != "Place"
            or doc[mention.head].lemma_.lower() not in words("settlements")
        ):
            continue
        token = doc[mention.head]
        inner = [t for prep, t in draft.view.preps(token) if prep == "of"] + draft.view.children(token, "appos", "flat")
        following = draft.at_token.get(mention.last + 1)
        named = next((m for t in inner if (m := draft.at(t)) and m.kind == "name" and m.type == "Place"), None)
        if named is None and following is not None and following.kind == "name" and following.type == "Place":
            named = following
        if named is not None:
            groups.join(named, mention)


def _state_described(draft: Draft, one: Raw, other: Raw) -> bool:
    """ "Italy, Libya's former colonial ruler"."""
    named, described = (one, other) if one.named else (other, one)
    noun = draft.text.doc[described.head]
    return named.type == "State" and noun.tag_ == "NN" and noun.lemma_ in _STATE_ROLES


def _one_kind(one: Raw, other: Raw) -> bool:
    if one.type == other.type:
        return True
    pair = {one.type, other.type}
    return pair <= {"Organization", "Government", "ArmedGroup", "MilitaryForce"} or pair == {"State", "Place"}


def _descriptions(groups: Groups, draft: Draft, gazetteer: Gazetteer) -> None:
    doc = draft.text.doc
    seen: dict[tuple[str, ...], Raw] = {}
    for mention in draft.mentions:
        if mention.kind != "nominal":
            continue
        head = doc[mention.head]
        words = (*(t.lemma_.lower() for t in doc[mention.first : mention.last]), head.lower_)
        definite = _definite(draft, mention)
        same = seen.get(words)
        if same is not None and (definite or len(words) > 1):
            groups.join(same, mention)
            continue
        wanted = _BRIDGES.get(head.lemma_.lower())
        antecedent = _antecedent(groups, draft, mention, wanted) if wanted and definite else None
        if antecedent is None and mention.type == "Government":
            antecedent = _government(draft, mention, definite)
        if antecedent is None and head.lemma_ == "continent" and definite:
            antecedent = _continent(draft, mention, gazetteer)
        if antecedent is None and definite:
            antecedent = _same_head(draft, mention, seen)
        if antecedent is not None:
            groups.join(antecedent, mention)
        seen.setdefault(words, mention)


def _government(draft: Draft, mention: Raw, definite: bool) -> Raw | None:
    """ "a unity government" is the one whose name says so; "the fledgling regime" the government spoken of last."""
    doc = draft.text.doc
    modifiers = {t.lemma_.lower() for t in doc[mention.first : mention.head]}
    if "unity" in modifiers:
        named = [
            m for m in draft.mentions if m.named and m.type == "Government" and any(w in draft.core(m) for w in _UNITY)
        ]
        if len({draft.core(m) for m in named if len(draft.core(m).split()) > 1}) == 1:
            return named[0]
    if not definite or modifiers - _YOUNG or draft.view.edges(doc[mention.head], "nmod", "relcl", "acl", "poss"):
        return None
    earlier = [m for m in draft.mentions if m.type == "Government" and m.last < mention.first and m.kind != "pronoun"]
    near = [
        m
        for m in earlier
        if mention.first - m.last < 60 and not {"rival", "other", "former"} & set(draft.words(m).lower().split())
    ]
    return near[-1] if near else None


def _continent(draft: Draft, mention: Raw, gazetteer: Gazetteer) -> Raw | None:
    names = [m for m in draft.mentions if m.kind == "name" and m.type == "Place" and m.last < mention.first]
    fitting = [m for m in names if any(r.subtype == "continent" for r in gazetteer.records(draft.words(m)))]
    return fitting[-1] if fitting else None


def _definite(draft: Draft, mention: Raw) -> bool:
    doc = draft.text.doc
    before = doc[mention.first - 1].lower_ if mention.first else ""
    return before in _DEFINITE


def _antecedent(groups: Groups, draft: Draft, mention: Raw, wanted: frozenset[str]) -> Raw | None:
    """The nearest named entity before a bare definite that it can mean; none when a modifier or of-phrase says otherwise."""
    doc = draft.text.doc
    modifiers = [t for t in doc[mention.first : mention.head] if t.lemma_.lower() not in _BRIDGES]
    if modifiers or _restricted(draft, mention):
        return None
    number_fits = doc[mention.head].tag_ in ("NN", "NNP") or "ArmedGroup" in wanted
    earlier = [
        m
        for m in draft.mentions
        if m.named and m.kind == "name" and m.last < mention.first and m.type in wanted and m.used
    ]
    if not number_fits or not earlier:
        return None
    near = [m for m in earlier if mention.first - m.last < 150]
    if wanted == {"Person"}:
        near = [m for m in near if _known_as(groups, draft, m, doc[mention.head].lemma_.lower())]
    return near[-1] if near else None


def _restricted(draft: Draft, mention: Raw) -> bool:
    """Whether an of-phrase, a possessor or a clause without a comma says which one is meant."""
    doc = draft.text.doc
    edges = draft.view.edges(doc[mention.head], "nmod", "relcl", "acl", "poss")
    comma = mention.last + 1 < len(doc) and doc[mention.last + 1].text == ","
    return any(e.rel not in ("relcl", "acl") or not comma for e in edges)


def _known_as(groups: Groups, draft: Draft, person: Raw, role: str) -> bool:
    """Whether a person was given the role, in a title or an apposition ("the premier" only after "premier X")."""
    doc = draft.text.doc
    if any(t.lemma_.lower() == role for t in doc[person.cover[0] : person.first]):
        return True
    root = groups.root(person)
    described = [m for m in draft.mentions if m.kind == "nominal" and groups.root(m) == root]
    return any(doc[m.head].lemma_.lower() == role for m in described)


def _same_head(draft: Draft, mention: Raw, seen: dict[tuple[str, ...], Raw]) -> Raw | None:
    """ "the unity government" after "a recently formed unity government": the new words are among the old ones."""
    doc = draft.text.doc
    own = {*(t.lemma_.lower() for t in doc[mention.first : mention.last]), doc[mention.head].lower_}
    if own & _RESTRICTIVE or (len(own) == 1 and draft.view.edges(doc[mention.head], "nmod", "relcl", "acl", "poss")):
        return None
    fitting = [
        o
        for words, o in seen.items()
        if words[-1] == doc[mention.head].lower_ and own <= set(words) and o.type == mention.type
    ]
    near = [o for o in fitting if mention.first - o.last < (150 if len(own) == 1 else 400)]
    return max(near, key=lambda o: o.first, default=None)


# -- pronouns ----------------------------------------------------------------------------------------------------------


def _pronouns(groups: Groups, draft: Draft) -> None:
    doc = draft.text.doc
    for mention in [m for m in draft.mentions if m.kind == "pronoun"]:
        word = doc[mention.head].lower_
        antecedent = None
        if word in ("he", "him", "his", "she", "her"):
            antecedent = _person_before(draft, mention)
        elif word in ("pair", "duo"):
            mention.members = _last_two(draft, mention)
        elif word in ("they", "them", "their"):
            mention.members = _several(draft, mention)
            antecedent = (
                None
                if mention.members
                else _before(draft, mention, frozenset({"Group", "ArmedGroup", "MilitaryForce"}), plural=True)
            )
        elif word in ("it", "its"):
            antecedent = _sibling(draft, mention) or _before(draft, mention, _ORGANIZED | {"State"}, plural=False)
        if antecedent is not None:
            groups.join(antecedent, mention)
            mention.type, mention.kinds, mention.used = antecedent.type, antecedent.kinds, True


def _candidates(draft: Draft, mention: Raw, reach: int) -> list[Raw]:
    """Mentions before a pronoun, in this sentence and the one before; nearest last."""
    sent = draft.text.doc[mention.head].sent
    return [
        m
        for m in draft.mentions
        if m.last < mention.first and mention.first - m.last < reach and m.used and m.first >= sent.start - reach
    ]


def _last_two(draft: Draft, mention: Raw) -> tuple[Raw, ...]:
    """ "the pair": the two people named last before it, when they are two."""
    people = [m for m in draft.mentions if m.type == "Person" and m.named and 0 < mention.first - m.last < 60]
    last: dict[str, Raw] = {draft.core(m): m for m in people}
    return tuple(last.values())[-2:] if len(last) >= 2 else ()


def _several(draft: Draft, mention: Raw) -> tuple[Raw, ...]:
    """ "The GNA and Haftar's forces said they ...": the coordinated subject of the clause above, when there is one."""
    doc, view = draft.text.doc, draft.view
    for above in view.ancestors(doc[mention.head]):
        for subject in view.children(above, "subj", "subjpass"):
            parts = [draft.at(t) for t in view.conjuncts(subject)] if subject.i < mention.head else []
            found = tuple(m for m in parts if m is not None and m.agent and m.kind != "pronoun")
            if len(found) > 1:
                return found
            if found:
                return ()
    return ()


def _sibling(draft: Draft, mention: Raw) -> Raw | None:
    """ "the parliament and its ally": the owner is the first of the two."""
    owned = draft.view.head(draft.text.doc[mention.head])
    if owned is None or draft.view.rel(owned) != "conj":
        return None
    first = draft.view.head(owned)
    found = draft.at(first) if first is not None else None
    return found if found is not None and found.type in _ORGANIZED | {"State"} and found.kind != "pronoun" else None


def _subjecthood(draft: Draft, mention: Raw) -> bool:
    token = draft.text.doc[mention.head]
    above = draft.view.head(token)
    if (
        draft.view.rel(token) == "nmod"
        and draft.view.prep(token) == "of"
        and above is not None
        and above.lower_ in _GROUPS_OF
    ):
        token = above
    return draft.view.rel(token) in ("subj", "subjpass")


def _person_before(draft: Draft, mention: Raw) -> Raw | None:
    people = [m for m in _candidates(draft, mention, 60) if m.type == "Person" and (m.named or m.kind == "pronoun")]
    subjects = [m for m in people if _subjecthood(draft, m)]
    return (subjects or people or [None])[-1]


def _before(draft: Draft, mention: Raw, wanted: Iterable[str], *, plural: bool) -> Raw | None:
    kinds = set(wanted)
    found = [m for m in _candidates(draft, mention, 40) if m.type in kinds and m.kind != "pronoun"]
    if plural:
        found = [m for m in found if m.type != "MilitaryForce" or draft.text.doc[m.head].tag_ in ("NNS", "NNPS")]
    subjects = [m for m in found if _subjecthood(draft, m)]
    return (subjects or [None])[-1]


# -- types of entities -------------------------------------------------------------------------------------------------


def _settle_types(groups: Groups, draft: Draft, gazetteer: Gazetteer) -> None:
    """One type an entity: what the catalogue says of its names, else what most of its names say, else descriptions."""
    by_root: dict[int, list[Raw]] = {}
    for mention in draft.mentions:
        by_root.setdefault(groups.root(mention), []).append(mention)
    for members in by_root.values():
        kind = _settled(draft, members, gazetteer)
        for member in members:
            if member.type != kind:
                member.kinds = kinds_of(kind) | (member.kinds - kinds_of(member.type))
                member.type = kind


def _settled(draft: Draft, members: list[Raw], gazetteer: Gazetteer) -> EntityType:
    names = [m for m in members if m.named and m.kind == "name"]
    for mention in names:
        if mention.type != "Person":
            found = _records(draft, mention, gazetteer)
            if found:
                return found[0].type
    counted: dict[EntityType, float] = {}
    for mention in names or members:
        weight = 1.0 + 0.1 * (mention.last - mention.first) + (0.5 if mention.type != "Organization" else 0.0)
        counted[mention.type] = counted.get(mention.type, 0.0) + weight
    described = [m for m in members if m.kind == "nominal" and m.type in ("ArmedGroup", "Government", "MilitaryForce")]
    best = max(counted, key=lambda k: counted[k])
    return described[0].type if described and best == "Organization" else best
