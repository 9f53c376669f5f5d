"""Descriptions that are somebody already named: definite ones that can only point back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.annotate.coref.alliances import alliance
from kg.annotate.coref.called import home_of_places
from kg.annotate.coref.groups import ORGANIZED, Groups
from kg.annotate.coref.persons import clause_of
from kg.annotate.draft import DEFINITE, Draft, Raw
from kg.annotate.gazetteer import Gazetteer
from kg.annotate.lexicon import words
from kg.annotate.parsed import Token
from kg.annotate.view import Edge
from kg.model import EntityType

_RESTRICTIVE = frozenset("rival other another several many some more new foreign both such few".split())
_WHICH = frozenset("neighboring neighbouring third first second host whole same home donor member particular".split())
# Modifiers of a government that do not make it another one than the one spoken of.
_YOUNG = frozenset(
    "fledgling new unity embattled current interim transitional beleaguered internationally recognized recognised "
    "-".split()
)
_UNITY = ("Accord", "Unity", "Reconciliation", "Consensus", "Solidarity")
_HEADS_OF_STATE = (["president"], ["king"], ["emir"], ["sultan"])
# Nouns for the same people in different words.
_ALIKE = {
    noun: alike
    for alike in (
        frozenset({"attackers", "assailants", "raiders", "gunmen"}),
        frozenset({"kidnappers", "captors", "abductors", "hostage-takers"}),
        frozenset({"protesters", "demonstrators", "protestors", "marchers", "crowd", "crowds"}),
        frozenset({"army", "military"}),
    )
    for noun in alike
}
_PERSON: frozenset[EntityType] = frozenset({"Person"})
_BODY: frozenset[EntityType] = frozenset({"ArmedGroup", "Organization"})
_ARMED: frozenset[EntityType] = frozenset({"ArmedGroup"})
_BANDS = frozenset({"group", "movement", "outfit", "network"})
# Last words of the names of bodies that nobody calls a group.
_NO_GROUPS = frozenset(
    "Agency News Times Post Television TV Radio Ministry Department Court Parliament Assembly Senate Office".split()
)
_FATES = frozenset(
    "retired ousted deposed toppled detained jailed imprisoned fugitive embattled veteran ailing slain".split()
)
"""What a person is by now, whatever his title before."""
_LASTING = frozenset({"border", "frontier"})
"""What an article rarely has two of."""
# So described it is not the government that an article speaks of in general.
_APART = frozenset("rival other former one local electoral judicial regional provincial municipal military".split())
_OFTEN = 3
"""Times that a state is named at least before it is "the country" wherever another one is spoken of."""
_NEAR = 40
"""Tokens back to a state that an adjective names."""
_CROWDS: frozenset[EntityType] = frozenset({"Group", "ArmedGroup", "MilitaryForce"})
_OWNING = frozenset({"'s", "of", "the", "loyal", "to"})
_OTHERS = frozenset("other another some several many more both two three few its his her their our my 's of".split())
# Descriptions that point back to a thing already named, and what it may be.
_BRIDGES: dict[str, frozenset[EntityType]] = {
    noun: types
    for nouns, types in (
        ("group organization organisation movement network outfit", _BODY),
        ("jihadist militant insurgent extremist militia rebel", _ARMED),
        ("agency party council alliance bloc", frozenset[EntityType]({"Organization"})),
        ("country nation kingdom", frozenset[EntityType]({"State"})),
        ("city town village province island", frozenset[EntityType]({"Place"})),
        (
            "president minister premier leader spokesman spokeswoman official general commander chief secretary "
            "ambassador envoy diplomat",
            frozenset[EntityType]({"Person"}),
        ),
    )
    for noun in nouns.split()
}


@dataclass(slots=True)
class _Told:
    """Descriptions met so far, the first of each wording: by all their words, and by their last one."""

    by_words: dict[tuple[str, ...], Raw] = field(default_factory=dict)
    by_noun: dict[str, list[tuple[frozenset[str], Raw]]] = field(default_factory=dict)

    def add(self, wording: tuple[str, ...], mention: Raw) -> None:
        """Take a description over, unless its wording is known."""
        if wording not in self.by_words:
            self.by_words[wording] = mention
            self.by_noun.setdefault(wording[-1], []).append((frozenset(wording), mention))


def join_descriptions(groups: Groups, draft: Draft, gazetteer: Gazetteer) -> None:
    """Join descriptions with the same one told before, or with what a definite one must mean."""
    told, bodies = _Told(), _bodies(draft)
    for mention in draft.mentions:
        if mention.kind != "nominal":
            continue
        wording = _wording(draft, mention)
        definite = draft.before(mention) in DEFINITE
        same = told.by_words.get(wording)
        if same is not None and (_other_owners(groups, draft, mention, same) or _two_persons(groups, mention, same)):
            told.by_words[wording] = mention
            continue
        if same is not None and (definite or len(wording) > 1 or _anonymous(draft, mention, same)):
            groups.join(same, mention)
            continue
        antecedent = _named_before(groups, draft, mention, definite, gazetteer)
        if antecedent is None and definite:
            antecedent = _of_same_words(draft, mention, bodies) or _same_noun(draft, mention, told)
            antecedent = antecedent or _in_other_words(groups, draft, mention)
        if antecedent is not None and not _two_persons(groups, mention, antecedent):
            groups.join(antecedent, mention)
        told.add(wording, mention)


def _two_persons(groups: Groups, one: Raw, other: Raw) -> bool:
    """Whether both have names of persons by now: "Foreign Minister X", and below "the foreign minister, Y"."""
    named = (any(m.kind == "name" and m.type == "Person" for m in groups.members(m)) for m in (one, other))
    return groups.root(one) != groups.root(other) and all(named)


def _other_owners(groups: Groups, draft: Draft, one: Raw, other: Raw) -> bool:
    """Whether names say that two descriptions mean different ones: the president of Mali, that of the Commission."""
    mine, theirs = (_owners(groups, draft, m) for m in (one, other))
    return bool(mine and theirs) and not mine & theirs


def _owners(groups: Groups, draft: Draft, mention: Raw) -> set[int]:
    """The named ones (by entity) in the phrases of a description for a person or a body."""
    if mention.type not in ("Person", "Organization", "Government", "MilitaryForce"):
        return set()
    doc = draft.text.doc
    edges = [e for e in draft.view.edges(doc[mention.head], "nmod", "poss", "amod", "compound") if e.prep in ("", "of")]
    found = [m for e in edges if (m := draft.at(doc[e.child])) is not None and m.named and m is not mention]
    return {groups.root(m) for m in found if id(m) in groups}


def _anonymous(draft: Draft, mention: Raw, same: Raw) -> bool:
    """Whether two bare plurals ("diplomats say", "diplomats warned") are one group, as far as an article tells."""
    bare = all(m.type in _CROWDS and draft.text.doc[m.head].tag_ == "NNS" for m in (mention, same))
    return bare and not any(draft.before(m) in _OTHERS or _restrictions(draft, m) for m in (mention, same))


def _wording(draft: Draft, mention: Raw) -> tuple[str, ...]:
    """Lemmas of a description and of whose it is; its noun, as it stands, comes last: "a minister" is none of "the
    ministers", but "forces of Haftar" are "Haftar's forces"."""
    doc = draft.text.doc
    before = [t.lemma_.lower() for t in doc[mention.first : mention.head]]
    if doc[mention.head].lemma_ == "side" and before in (["both"], ["two"]):
        return ("both", "sides")
    behind = [t.lemma_.lower() for t in doc[mention.head + 1 : mention.last + 1]]
    return (*(w for w in [*behind, *before] if w not in _OWNING), doc[mention.head].lower_)


def _named_before(groups: Groups, draft: Draft, mention: Raw, definite: bool, gazetteer: Gazetteer) -> Raw | None:
    if (state := _whose_country(draft, mention)) is not None:
        return state
    noun = draft.text.doc[mention.head].lemma_
    wanted = _BRIDGES.get(noun.lower()) or (_PERSON if mention.type == "Person" else None)
    antecedent = _antecedent(groups, draft, mention, wanted, gazetteer) if wanted and definite else None
    if antecedent is None and mention.type == "Government":
        antecedent = _unity_government(draft, mention) or (
            _government_before(groups, draft, mention) if definite else None
        )
    if antecedent is None and definite and mention.type == "Organization" and not _restricted(draft, mention):
        antecedent = alliance(draft, mention, gazetteer)
    if antecedent is None and noun == "continent" and definite:
        antecedent = _continent(draft, mention, gazetteer)
    return antecedent


def _antecedent(
    groups: Groups, draft: Draft, mention: Raw, wanted: frozenset[EntityType], gazetteer: Gazetteer
) -> Raw | None:
    """The nearest named entity before a bare definite that it can mean.

    None when a modifier or an of-phrase says which one is meant, for that may be another.
    """
    doc = draft.text.doc
    telling = [t for t in doc[mention.first : mention.head] if t.lemma_.lower() not in _BRIDGES]
    modified = any(t.lemma_.lower() not in words("armed-kinds") for t in telling) or (bool(telling) and wanted != _BODY)
    if "State" in wanted and telling and all(_colours(t) for t in telling) and not _restricted(draft, mention):
        return _main_state(groups, draft, mention)
    if wanted == _BODY and modified is False and telling:
        wanted = _ARMED  # "the Islamist group" is no agency
    number_fits = doc[mention.head].tag_ in ("NN", "NNP") or "ArmedGroup" in wanted
    if not number_fits or _restricted(draft, mention) or (modified and wanted != _PERSON):
        return None
    near = [m for m in groups.before(mention, 150) if m.named and m.kind == "name" and m.type in wanted and m.used]
    near = [m for m in near if draft.text.block_of(doc[m.head]) not in draft.text.datelines]
    if doc[mention.head].lemma_ in ("country", "nation"):
        near = [m for m in near if not _among_states(draft, m)]
        here = any(m.first >= doc[mention.head].sent.start for m in near)
        main = None if here else _main_state(groups, draft, mention, _OFTEN)
        near = [main] if main is not None else near
    if doc[mention.head].lemma_ == "kingdom":
        near = [m for m in near if draft.core(m).lower() in words("kingdoms")]
    if doc[mention.head].lemma_ == "island":
        near = [m for m in near if _is_island(draft, m, gazetteer)]
    if wanted >= _BODY:  # not the body before another's noun, as in "the U.N. mission", nor who is told something
        near = [m for m in near if draft.view.rel(doc[m.head]) not in ("compound", "amod", "iobj")]
        near = [m for m in near if doc[m.last].text not in _NO_GROUPS or doc[mention.head].lemma_.lower() not in _BANDS]
        near = [m for m in near if not any(r.subtype == "news agency" for r in gazetteer.records(draft.core(m)))]
    if wanted == _ARMED and doc[mention.head].tag_ == "NNS" and _many(groups, near):
        return None
    if "State" in wanted:
        if (home := home_of_places(draft, mention, gazetteer)) is not None:
            return home
        near = _not_acting(groups, draft, mention, near)
    called = [m for m in near if doc[m.last].lower_ == doc[mention.head].lower_]
    if called and wanted != _PERSON:  # "the group" is rather the Minsk Group than another body
        return called[-1]
    if wanted == _PERSON:
        role = [t.lemma_.lower() for t in doc[mention.first : mention.head + 1] if t.lower_ not in _FATES]
        roles = _HEADS_OF_STATE if mention.last > mention.head and role[-1] == "head" else (role,)
        near = [m for m in near if any(_known_as(groups, draft, m, r) for r in roles)]
    return near[-1] if near else None


def _many(groups: Groups, near: list[Raw]) -> bool:
    """Whether a plural may mean others than the last one named: of several, that is not the one spoken of most."""
    counted = Counter(groups.root(m) for m in near)
    return len(counted) > 1 and 2 * counted[groups.root(near[-1])] <= len(near)


def _not_acting(groups: Groups, draft: Draft, mention: Raw, near: list[Raw]) -> list[Raw]:
    """ "Russia expelled Swedish diplomats and closed the country's consulate": who acts is not called "the country" by
    its own sentence; the states that adjectives name count, too."""
    doc = draft.text.doc
    owned = draft.view.head(doc[mention.head])
    verb = clause_of(draft, doc[mention.head])
    if verb is None or owned is None or draft.view.rel(doc[mention.head]) != "poss" or owned == verb:
        return near
    acting = {groups.root(m) for f in draft.view.subjects(verb) if (m := draft.at(f.token)) is not None}
    start = doc[mention.head].sent.start
    named = [m for m in groups.before(mention, _NEAR) if m.type == "State" and m.kind == "name" and m.first >= start]
    others = [m for m in named if groups.root(m) not in acting]
    return others if others and any(groups.root(m) in acting for m in near[-1:]) else near


def _colours(token: Token) -> bool:
    """Whether a word before "country" tells how it is, not which one: "impoverished", "oil-rich"."""
    known = token.lower_ in _RESTRICTIVE or token.lower_ in _WHICH
    return (token.pos_ in ("ADJ", "VERB", "NOUN") and token.is_lower and not known) or token.text == "-"


def _main_state(groups: Groups, draft: Draft, mention: Raw, least: int = 2) -> Raw | None:
    """The state spoken of most before a mention, ``least`` times or more."""
    counted: dict[int, list[Raw]] = {}
    for state in draft.mentions:
        if state.type == "State" and state.kind == "name" and state.last < mention.first:
            counted.setdefault(groups.root(state), []).append(state)
    most = max(counted.values(), key=len, default=[])
    return most[0] if len(most) >= least else None


def _of_same_words(draft: Draft, mention: Raw, bodies: dict[str, list[tuple[frozenset[str], Raw]]]) -> Raw | None:
    """ "the tribunal", "the electoral tribunal" of the Supreme Electoral Tribunal: its words are among the name's."""
    own = [t.lower_ for t in draft.text.doc[mention.first : mention.head + 1] if t.is_alpha]
    if mention.type not in ORGANIZED or _restrictions(draft, mention):
        return None
    fitting = [m for known, m in bodies.get(own[-1] if own else "", []) if known.issuperset(own)]
    if len(own) == 1:  # "the army" is seldom the Liberation Army; one word points back only
        noun = draft.text.doc[mention.head]
        short = mention.type == "Organization" or (noun.is_title and not noun.is_sent_start)  # "the Guards"
        fitting = [m for m in fitting if m.first < mention.first and short]
    names = {draft.core(m) for m in fitting}
    return fitting[0] if len(names) == 1 else None


def _bodies(draft: Draft) -> dict[str, list[tuple[frozenset[str], Raw]]]:
    """Bodies named with two words or more, by their last word: (all words, first mention)."""
    out: dict[str, list[tuple[frozenset[str], Raw]]] = {}
    for mention in draft.mentions:
        if mention.kind == "name" and mention.type in ORGANIZED and mention.last > mention.first:
            own = [t.lower_ for t in draft.text.doc[mention.first : mention.last + 1] if t.is_alpha]
            if own:
                out.setdefault(own[-1], []).append((frozenset(own), mention))
    return out


def _restricted(draft: Draft, mention: Raw) -> bool:
    """Whether an of-phrase, a possessor or a clause without a comma says which one is meant."""
    doc = draft.text.doc
    comma = mention.last + 1 < len(doc) and doc[mention.last + 1].text == ","
    return any(e.rel not in ("relcl", "acl") or not comma for e in _restrictions(draft, mention))


def _restrictions(draft: Draft, mention: Raw) -> list[Edge]:
    edges = draft.view.edges(draft.text.doc[mention.head], "nmod", "relcl", "acl", "poss")
    return [e for e in edges if not mention.head < e.child <= mention.last]  # "state" of "head of state" restricts none


def _known_as(groups: Groups, draft: Draft, person: Raw, role: list[str]) -> bool:
    """Whether a person was given the role, in a title or an apposition ("the premier" only after "premier X").

    All words of the role must be among those of the title: "the prime minister" is no foreign minister.
    """
    doc = draft.text.doc
    titles = [(person.cover[0], person.first)]
    titles += [(m.first, m.last + 1) for m in groups.members(person) if m.kind == "nominal"]
    return any({t.lemma_.lower() for t in doc[start:end]}.issuperset(role) for start, end in titles)


def _unity_government(draft: Draft, mention: Raw) -> Raw | None:
    """ "a unity government" is the one whose name says so, when the article names only one."""
    if "unity" not in _modifiers(draft, mention):
        return None
    named = [m for m in draft.mentions if m.named and m.type == "Government"]
    named = [m for m in named if any(word in draft.core(m) for word in _UNITY)]
    full = {core for m in named if len((core := draft.core(m)).split()) > 1}
    return named[0] if len(full) == 1 else None


def _among_states(draft: Draft, mention: Raw) -> bool:
    """Whether a state is one of several in a list: none of them is "the country"."""
    token = draft.text.doc[mention.head]
    listed = draft.view.conjuncts(draft.view.first_conjunct(token))
    return sum(1 for t in listed if (m := draft.at(t)) is not None and m.type == "State") > 1


def _is_island(draft: Draft, mention: Raw, gazetteer: Gazetteer) -> bool:
    """Whether a place is called an island, by its name or in the catalogue."""
    name = draft.core(mention)
    return "island" in name.lower() or any("island" in (r.subtype or "") for r in gazetteer.records(name))


def _government_before(groups: Groups, draft: Draft, mention: Raw) -> Raw | None:
    """ "the fledgling regime": the government spoken of last."""
    if _modifiers(draft, mention) - _YOUNG or _restrictions(draft, mention):
        return None
    near = [m for m in groups.before(mention, 60) if m.type == "Government" and m.kind != "pronoun"]
    near = [m for m in near if not _APART & set(draft.words(m).lower().split())]
    return near[-1] if near else None


def _whose_country(draft: Draft, mention: Raw) -> Raw | None:
    """ "Saudi Foreign Minister X, whose country leads the coalition": the state in the title before the name."""
    doc, at = draft.text.doc, mention.first
    if at < 3 or doc[at - 1].lower_ != "whose" or doc[mention.head].lemma_ not in ("country", "nation", "government"):
        return None
    person = draft.at_token.get(at - 3) if doc[at - 2].text == "," else None
    if person is None or person.type != "Person" or person.kind != "name" or mention.type != "State":
        return None
    near = draft.starting(max(0, person.cover[0] - 2), person.first)
    return next((m for m in near if m.type == "State" and m.kind == "name"), None)


def _modifiers(draft: Draft, mention: Raw) -> set[str]:
    return {t.lemma_.lower() for t in draft.text.doc[mention.first : mention.head]}


def _continent(draft: Draft, mention: Raw, gazetteer: Gazetteer) -> Raw | None:
    """The continent named last before."""
    before = (m for m in reversed(draft.mentions) if m.kind == "name" and m.type == "Place" and m.last < mention.first)
    continents = (m for m in before if any(r.subtype == "continent" for r in gazetteer.records(draft.words(m))))
    return next(continents, None)


def _same_noun(draft: Draft, mention: Raw, told: _Told) -> Raw | None:
    """ "the unity government" after "a recently formed unity government": the new words are among the old ones."""
    wording = _wording(draft, mention)
    own = frozenset(wording)
    if own & _RESTRICTIVE or (len(own) == 1 and _restrictions(draft, mention)):
        return None
    reach = 400 if len(own) > 1 or wording[-1] in _LASTING else 150
    near = [
        m
        for known, m in told.by_noun.get(wording[-1], [])
        if own <= known and m.type == mention.type and mention.first - m.last < reach
    ]
    return max(near, key=lambda m: m.first, default=None)


def _in_other_words(groups: Groups, draft: Draft, mention: Raw) -> Raw | None:
    """ "the raiders" after "about 60 gunmen", "the crowd" after "demonstrators": the only ones so far who are called by
    a noun for the same."""
    doc = draft.text.doc
    alike = _ALIKE.get(doc[mention.head].lower_)
    if alike is None or mention.first < mention.head:
        return None
    if any(e.rel != "nmod" or e.prep in ("of", "from", "in") for e in _restrictions(draft, mention)):
        return None
    near = [m for m in groups.before(mention, 400) if m.kind == "nominal" and doc[m.head].lower_ in alike]
    return near[-1] if len({groups.root(m) for m in near}) == 1 else None
