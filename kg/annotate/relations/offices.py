"""Who holds which office, heads, serves or belongs to which body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

from kg.annotate.draft import Draft, Raw
from kg.annotate.lexicon import descriptions, name_words, words
from kg.annotate.mentions import describe, kinds_of
from kg.annotate.parsed import Doc, Token, text_of
from kg.annotate.relations.bodies import body_after, body_of
from kg.annotate.relations.former import past, past_office, past_title, present, toppled
from kg.annotate.relations.tie import ORGANIZED, Tie, phrases
from kg.annotate.tags import GENERAL
from kg.model import EntityType

_BODIES: frozenset[EntityType] = ORGANIZED | {"Place"}
# Who is chief of one of these in a body does not head the body: "the EU's foreign policy chief".
_FIELDS = frozenset(
    "policy rights aid humanitarian affairs relief refugee peacekeeping trade diplomacy enlargement security "
    "intelligence defense defence finance migration".split()
)
_HEADS = frozenset("chair head leader chief chairman chairwoman chairperson commander boss".split())
# What else those who hold an office are called: "chair of the board", "charge d'affaires".
_SEATS = frozenset({"chair", "d'affaires"})
# Who made a body need not head it.
_FOUNDERS = frozenset({"founder", "co-founder", "cofounder"})
# Nouns for persons that say how somebody stands to another, not what office he holds.
_RELATIVE = frozenset(
    "counterpart ally colleague rival partner opponent neighbor neighbour successor predecessor".split()
)

# "The only party we have is the army" speaks of no party.
_SINGLING = frozenset("only any no another other every each first last new rival".split())
_TO_NAME = 6
"""Tokens from an office to the name that it stands before, at most."""
_ALIKE = frozenset("minister premier president commander ambassador".split())
"""Offices that are called so in all states."""


# -- titles ------------------------------------------------------------------------------------------------------------


def titles(draft: Draft, person: Raw) -> Iterator[Tie]:
    """ "US Secretary of State" John Kerry; "Libya's prime minister" Fayez al-Sarraj."""
    start = person.cover[0]
    if person.type != "Person" or person.kind != "name" or start >= person.first:
        return
    title = draft.text.doc[start : person.first]
    if toppled(draft, person):
        return
    body = _body_before(draft, person) or body_after(draft, person) or _spoken_of(draft, person)
    offices = [t for t in title if is_office(t)]
    if body is None or not offices:
        return
    noun = next((t for t in reversed(offices) if t.lemma_.lower() not in words("ranks")), offices[-1])
    if text_of(draft.text.doc[max(0, body.first - 2) : body.first]).lower() in ("pro-", "anti-"):
        return
    if body.type in ("State", "Place") and not of_state(noun):
        return  # "the Danish general X", "a British engineer" hold no office of their state
    stop = person.first
    while stop > noun.i + 1 and draft.text.doc[stop - 1].lemma_.lower() in words("ranks"):
        if _of_all(draft.text.doc[stop - 1]):
            break
        stop -= 1
    title = draft.text.doc[start:stop]
    office = _bare(draft, person, body, title)
    if office:
        ended = past_title(draft.text.doc, start, noun.i)
        yield replace(office_tie(person, body, noun, office, "title"), ended=ended)
        ministry = _ministry(draft, body, title) if body.type == "State" else None
        if ministry is not None:
            yield Tie("holdsOffice", person, ministry, noun, "title", noun.text, ended=ended)


def _ministry(draft: Draft, state: Raw, title: tuple[Token, ...]) -> Raw | None:
    """ "Danish foreign ministry spokesman X": the ministry, among those described by the same words, else a new one."""
    noun = next((t for t in title[:-1] if t.text == "ministry" and t.i > state.last), None)
    body = without_name(draft, noun) if noun is not None else None
    if noun is None or body is None or draft.text.doc[noun.i + 1].lower_ in ("'s", "of"):
        return None
    body.first = state.first
    alike = (m for m in draft.mentions if m.kind == "nominal" and m.last == m.head)
    return next((m for m in alike if draft.words(m) == draft.words(body)), None) or draft.add(body)


def _spoken_of(draft: Draft, person: Raw) -> Raw | None:
    """ "NATO will send troops, Secretary General X said": only organizations have one, so it is the one spoken of."""
    title = draft.text.doc[person.cover[0] : person.first]
    if [t.lower_ for t in title if t.text != "-"] != ["secretary", "general"]:
        return None
    near = draft.starting(title[0].sent.start, person.first)
    bodies = [m for m in near if m.named and m.kind == "name" and m.type == "Organization"]
    return bodies[0] if len({m.group for m in bodies}) == 1 else None


def _of_all(rank: Token) -> bool:
    """ "Secretary-General", "Attorney General": no rank, but how far the office goes."""
    near = list(rank.doc[max(rank.sent.start, rank.i - 2) : rank.i])
    before = next((t for t in reversed(near) if t.text != "-"), None)
    return rank.lower_ == "general" and before is not None and before.lower_ in GENERAL


def of_state(noun: Token) -> bool:
    """Whether a noun is an office that states have: all that lead, and those of a list."""
    known = descriptions().get(noun.lower_) or descriptions().get(noun.lemma_.lower())
    lemma = noun.lemma_.lower()
    if lemma in words("ranks"):
        return _of_all(noun)
    leads = known is not None and "leader" in known.kinds
    return leads or _seat(noun) or lemma in words("offices-of-states") or noun.text in name_words("title")


def _bare(draft: Draft, person: Raw, body: Raw, title: Iterable[Token]) -> str:
    """A title as written, without the name of the body: "Foreign Affairs Committee Chairman"."""
    kept = [t for t in title if not body.first <= t.i <= body.last and t.lower_ != "'s" and present(t)]
    kept = [t for t in kept if body.named or not (described_body(t) or t.lower_ == "armed")]
    kept = [t for t in kept if (m := draft.at(t)) is None or m is person or not m.named or _purpose(t)]
    while kept and kept[0].lower_ in ("of", "for", "-", "the", ","):
        kept.pop(0)
    runs = "".join(present(t) + (" " if t.whitespace_ or t.i + 1 not in {k.i for k in kept} else "") for t in kept)
    return " ".join(runs.split())


def _purpose(token: Token) -> bool:
    """Whether a name is what an office is for: "Special Envoy for Syria"."""
    return token.i > token.sent.start and token.nbor(-1).lower_ in ("for", "to", "on")


def is_office(token: Token) -> bool:
    """Whether a noun says what somebody is in a body or state."""
    if token.lemma_.lower() in _RELATIVE:
        return False
    known = descriptions().get(token.lower_) or descriptions().get(token.lemma_.lower())
    person = known is not None and "person" in known.kinds and known.type in ("Person", "Group")
    return token.text in name_words("title") or person or _seat(token)


def _seat(token: Token) -> bool:
    """ "Chair", "charge d'affaires", by whichever of its words the parse takes for the head."""
    return token.lower_ in _SEATS or _chief_word(token)


def _chief_word(token: Token) -> bool:
    return token.lower_ in ("charge", "chargé") and text_of(token.doc[token.i + 1 : token.i + 2]) == "d'affaires"


def _body_before(draft: Draft, person: Raw) -> Raw | None:
    """The state or body named in a title or as its possessor."""
    doc, start = draft.text.doc, person.cover[0]
    for mention in draft.starting(start, person.first):
        if mention is not person and mention.last < person.first and mention.type in _BODIES:
            return mention
    if (around := _around(draft, start)) is not None:
        return around
    for i in range(person.first - 1, start - 1, -1):  # "army spokesman X"
        body = without_name(draft, doc[i]) if described_body(doc[i]) else None
        if body is not None and body.type in ORGANIZED:
            body.first = min(body.first, _two_words(doc, i, start))
            body.first += body.first < i and past(doc[body.first])
            return same_body(draft, body)
    beside = draft.at_token.get(start - 1) if start else None
    if beside is not None and beside.kind == "name" and beside.last == start - 1 and beside.type in ORGANIZED:
        return beside  # "House of Representatives" Foreign Affairs Committee Chairman
    if start >= 2 and doc[start - 1].lower_ == "'s":
        owner = draft.at(doc[start - 2])
        if owner is not None and (owner.type in _BODIES or (owner.kind == "pronoun" and owner.used)):
            return owner
    return _possessing(draft, start)


def _possessing(draft: Draft, start: int) -> Raw | None:
    """ "said that its leader X had been arrested": the body that the pronoun before a title stands for."""
    pronoun = draft.text.doc[start - 1] if start else None
    owner = draft.at(pronoun) if pronoun is not None and pronoun.tag_ == "PRP$" else None
    return owner if owner is not None and owner.used and owner.type in ORGANIZED else None


def without_name(draft: Draft, token: Token) -> Raw | None:
    """The mention of a body without a name in a title, also by an adjective: "army spokesman", "rebel leader"."""
    found, known = describe(draft.text, token, inside=True), descriptions().get(token.lower_)
    if found is not None or known is None or token.tag_ != "JJ":
        return found
    i, kind = token.i, cast(EntityType, known.type)
    return Raw(i, i, i, "nominal", kind, kinds_of(kind) | known.kinds, False, (i, i))


def _two_words(doc: Doc, noun: int, start: int) -> int:
    """Where a body of two words begins in a title, whatever the parse hangs its first one on: "Foreign ministry"."""
    known = noun > start and f"{doc[noun - 1].lower_} {doc[noun].lower_}" in descriptions()
    return noun - 1 if known else noun


def _around(draft: Draft, start: int) -> Raw | None:
    """The body whose name a title begins inside of, where the parser split the sentence ("Rights Watch aide X")."""
    found = draft.at_token.get(start)
    inside = found is not None and found.kind == "name" and found.first < start <= found.last
    return found if inside and found is not None and found.type in _BODIES else None


def same_body(draft: Draft, body: Raw) -> Raw:
    """The body of a title among those described elsewhere by the same noun; else a new mention."""
    noun = draft.text.doc[body.head].lower_
    alike = [m for m in draft.mentions if m.kind == "nominal" and draft.text.doc[m.head].lower_ == noun]
    alike = [m for m in alike if not _of_another(draft, m)]
    bare = [m for m in alike if m.first == m.head and draft.before(m) == "the"]
    same = [m for m in alike[:1] if not _SINGLING & {t.lower_ for t in draft.text.doc[m.first : m.head]}]
    found = min(bare or same, key=lambda m: abs(m.first - body.first), default=None)
    return found if found is not None else draft.add(body)


def _of_another(draft: Draft, body: Raw) -> bool:
    """Whether a body is said to be of a state: "India's army" is not the one of the story."""
    own = draft.view.children(draft.text.doc[body.head], "poss", "amod", "compound")
    return any((m := draft.at(t)) is not None and m.type == "State" for t in own) or any(
        m.type == "State" for m in draft.starting(body.first, body.head)
    )


def described_body(token: Token) -> bool:
    """Whether a word of a title is a body without a name that somebody speaks for: "army", "police", "opposition"."""
    known = descriptions().get(token.lower_) or descriptions().get("force" if token.lower_ == "forces" else "")
    if known is None or known.type not in ("MilitaryForce", "Organization", "ArmedGroup", "Government"):
        return False
    return token.is_lower or bool(token.is_sent_start)


def office_tie(person: Raw, body: Raw, noun: Token, office: str, rule: str) -> Tie:
    """The tie of a person to the body of an office: heads it, belongs to it, works for it or holds an office in it."""
    lemma = noun.lemma_.lower()
    if lemma in words("staff") or lemma in _FOUNDERS:
        return Tie("affiliatedWith", person, body, noun, rule, office)
    if lemma == "member":
        return Tie("memberOf", person, body, noun, rule)
    within = any(name_words("last").get(word) in ("Organization", "Government") for word in office.split())
    second = office.lower().startswith(("deputy", "vice", "assistant", "acting deputy"))
    second = second or any(word in _FIELDS for word in office.lower().split())
    if lemma in _HEADS and not within and not second and body.type not in ("State", "Place"):
        return Tie("heads", person, body, noun, rule, office)
    return Tie("holdsOffice", person, body, noun, rule, office)


# -- descriptions ------------------------------------------------------------------------------------------------------


def roles(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "Latorre, chairman of the committee", "Haftar is the commander of the army"."""
    if token.pos_ not in ("NOUN", "PROPN") or (token.tag_ in ("NNS", "NNPS") and token.lower_ not in _SEATS):
        return
    if token.lemma_.lower() == "counterpart":
        yield from _counterpart(draft, token)
    if not is_office(token):
        return
    person = bearer(draft, token)
    if person is None:
        return
    body = body_of(draft, token)
    if body is not None and body.first > token.i and text_of(draft.text.doc[token.i + 1 : token.i + 2]) == "now":
        return  # "a retired colonel now with the charity" is no colonel of it
    if token.lemma_.lower() == "member" and body is not None and _owner_only(draft, token, body):
        return  # "a member of Sudan's ruling council" is no member of Sudan
    if body is not None and (body.type not in ("State", "Place") or of_state(token)):
        tie = office_tie(person, body, token, wording(draft, token, body), "apposition")
        tie = replace(tie, ended=past_office(draft, token))
        # "Chairman of the defence committee of the Senate": he heads the committee, and has an office in the Senate.
        yield replace(tie, type="holdsOffice") if tie.type == "heads" and _within(draft, token, body) else tie


def _counterpart(draft: Draft, noun: Token) -> Iterator[Tie]:
    """ "President X met his Tajik counterpart, Y": Y has the same office in his own state, where it is called so in all
    states; a secretary of state's counterpart is a foreign minister."""
    person, view = bearer(draft, noun), draft.view
    owner = _who_has(draft, noun)
    state = next((m for t in view.children(noun, "amod", "compound") if (m := _state(draft, t)) is not None), None)
    if person is None or state is None or owner is None or owner.group == person.group:
        return
    same = [m for m in draft.mentions if m.group == owner.group]
    ties = [tie for m in same if m.kind == "name" for tie in titles(draft, m)]
    ties += [t for m in same if m.kind == "nominal" and m.head != noun.i for t in roles(draft, draft.text.doc[m.head])]
    office = next((tie.office for tie in ties if tie.type == "holdsOffice" and tie.ended is None), None)
    if office and _ALIKE & set(office.lower().split()):
        yield Tie("holdsOffice", person, state, noun, "counterpart", office)


def _who_has(draft: Draft, noun: Token) -> Raw | None:
    """Whose counterpart: the possessor; for a pronoun that tells nobody the one he is joined to or acts on him."""
    view = draft.view
    for token in view.children(noun, "poss"):
        found = draft.at(token)
        if found is not None and found.type == "Person" and draft.has_name(found):
            return found
        if token.tag_ != "PRP$":
            continue
        first, verb = view.first_conjunct(noun), view.head(noun)
        near = [first] if first != noun else [f.token for f in view.subjects(verb)] if verb is not None else []
        return next((m for t in near if (m := draft.at(t)) is not None and draft.has_name(m)), None)
    return None


def _state(draft: Draft, token: Token) -> Raw | None:
    """The state that an adjective names, though a description covers it."""
    return next((m for m in draft.starting(token.i, token.i + 1) if m.type == "State" and m.head == token.i), None)


def _owner_only(draft: Draft, noun: Token, body: Raw) -> bool:
    """Whether a body only owns the one of which somebody is a member: a state its council. Who sits in the politburo of
    a party is a member of the party."""
    if body.type in ("Organization", "ArmedGroup") and body.kind == "name":
        return False
    nearest = next(iter(phrases(draft, noun, "of")), None)
    if nearest is None:
        return False
    other = draft.at(nearest)
    return other is None or other.group != body.group


def _within(draft: Draft, noun: Token, body: Raw) -> bool:
    """Whether another body stands between an office and the one that it belongs to."""
    nearest = next(iter(phrases(draft, noun, "of")), None)
    other = draft.at(nearest) if nearest is not None else None
    return other is not None and other.group != body.group and other.type in ORGANIZED and other.kind == "nominal"


def wording(draft: Draft, noun: Token, body: Raw) -> str:
    """An office as the article words it, without the body: "deputy head of mission"."""
    lefts = [
        t
        for t in draft.text.doc[max(0, noun.i - 5) : noun.i]
        if draft.view.head(t) == noun and t.pos_ in ("ADJ", "NOUN", "PROPN") and t.lower_ not in ("the", "old", "new")
    ]
    own = [present(t) for t in lefts if ((m := draft.at(t)) is None or m is draft.at(noun)) and present(t)]
    if len(own) == 1 and noun.i > 1 and noun.nbor(-1).text == "-" and lefts[-1].i == noun.i - 2:
        return f"{own[0]}-{noun.text}"  # "secretary-general"
    inner = [t for t in phrases(draft, noun, "of") if draft.at(t) is not body and t.i < noun.i + 6]
    name = f"{noun.text} d'affaires" if _chief_word(noun) else noun.text
    behind = [t.lower_ for t in noun.doc[noun.i + 1 : noun.i + 3]]
    name += "-elect" if behind == ["-", "elect"] else ""
    return " ".join([*own, name, *(f"of {_phrase(draft, t)}" for t in inner[:1])])


def _phrase(draft: Draft, noun: Token) -> str:
    mention = draft.at(noun)
    if mention is None or mention.head < noun.i:  # "staff" of "chief of staff"
        first = noun.i
        while first and draft.view.head(noun.doc[first - 1]) == noun and noun.doc[first - 1].pos_ in ("ADJ", "NOUN"):
            first -= 1
        return draft.text.span(noun.doc[first], noun).of(draft.text.article.text)
    # A description without the names behind it: "chairman of the defence committee".
    last = mention.last if mention.named else mention.head
    return draft.text.span(draft.text.doc[mention.first], draft.text.doc[last]).of(draft.text.article.text)


def bearer(draft: Draft, noun: Token) -> Raw | None:
    """The person who is said to be something: in apposition, by a copula, or before a comma."""
    view, above = draft.view, draft.view.head(noun)
    if above is not None and view.rel(noun) in ("appos", "parataxis"):
        found = draft.at(above)
        if found is not None and found.type == "Person" and found.named:
            return found
    if view.children(noun, "cop") and not view.negated(noun):
        for subject in view.subjects(noun):  # also "X, who has been foreign minister since 2014"
            found = draft.at(subject.token)
            if found is not None and found.type == "Person" and (found.named or found.used):
                return found
    if above is not None and view.rel(noun) in ("subj", "appos") and view.children(above, "cop"):
        found = draft.at(above)  # "the state's new premier is X"
        if found is not None and found.type == "Person" and found.kind == "name":
            return found
    for inner in view.children(noun, "appos"):
        found = draft.at(inner)
        if found is not None and found.type == "Person" and found.named:
            return found
    return _name_before_comma(draft, noun) or _same_person(draft, noun)


def _same_person(draft: Draft, noun: Token) -> Raw | None:
    """A description that is known to be somebody named: "the head of the mission, General X"."""
    here = draft.at(noun)
    if here is None or here.kind != "nominal" or here.type != "Person" or here.head != noun.i:
        return None
    return here if draft.has_name(here) else None


def _name_before_comma(draft: Draft, noun: Token) -> Raw | None:
    """ "John Kerry, the US Secretary of State," whatever the parse says: a name, a comma, then the noun phrase."""
    doc = draft.text.doc
    if any(m.cover[0] <= noun.i < m.first for m in draft.starting(noun.i, noun.i + _TO_NAME) if m.type == "Person"):
        return None  # "President A, Prime Minister B and C": the office of the next name
    for i in range(noun.i - 1, max(noun.sent.start, noun.i - 9), -1):
        if doc[i].text == ",":
            found = draft.at_token.get(i - 1)
            ends_here = found is not None and found.kind == "name" and found.last == i - 1
            return found if found is not None and found.type == "Person" and ends_here else None
        inside = draft.at_token.get(i)  # "X, Horn of Africa director": a name with a preposition inside
        named = inside is not None and inside.kind == "name"
        if doc[i].pos_ not in ("DET", "ADJ", "NOUN", "PROPN") and doc[i].text not in ("'s", "-") and not named:
            return None
    return None
