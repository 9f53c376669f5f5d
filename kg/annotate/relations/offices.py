"""Who holds which office, heads, serves or belongs to which body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.kinds import mention_of
from kg.annotate.lexicon import descriptions, name_words, words
from kg.annotate.mentions import describe
from kg.annotate.relations.tie import ORGANIZED, Tie, phrases
from kg.model import EntityType, RelationType

_PAST = frozenset(
    "former ex late ousted deposed outgoing onetime one-time erstwhile then longtime-former ex- previous".split()
)
_BODIES: frozenset[EntityType] = ORGANIZED | {"Place"}
_LEADING = frozenset("head lead command chair run govern rule direct".split())
_SERVING = {"work": ("for", "with", "at"), "serve": ("with", "in"), "belong": ("to",), "volunteer": ("for", "with")}
_HEADS = frozenset("head leader chief chairman commander founder boss".split())
# Nouns for persons that say how somebody stands to another, not what office he holds.
_RELATIVE = frozenset(
    "counterpart ally colleague rival partner opponent neighbor neighbour successor predecessor".split()
)


# -- titles ------------------------------------------------------------------------------------------------------------


def titles(draft: Draft, person: Raw) -> Iterator[Tie]:
    """ "US Secretary of State" John Kerry; "Libya's prime minister" Fayez al-Sarraj."""
    start = person.cover[0]
    if person.type != "Person" or person.kind != "name" or start >= person.first:
        return
    title = draft.text.doc[start : person.first]
    if any(t.lower_.strip("-") in _PAST for t in title) or (start and title[0].nbor(-1).lower_ in _PAST):
        return
    body = _body_before(draft, person)
    offices = [t for t in title if _is_office(t)]
    if body is None or not offices:
        return
    noun = next((t for t in reversed(offices) if t.lemma_.lower() not in words("ranks")), offices[-1])
    if body.type in ("State", "Place") and not _of_state(noun):
        return  # "the Danish general X", "a British engineer" hold no office of their state
    stop = person.first
    while stop > noun.i + 1 and draft.text.doc[stop - 1].lemma_.lower() in words("ranks"):
        stop -= 1
    title = draft.text.doc[start:stop]
    office = _bare(draft, person, body, title)
    if office:
        yield _office(person, body, noun, office, "title")


def _of_state(noun: Token) -> bool:
    """Whether a noun is an office that states have: all that lead, and those of a list."""
    known = descriptions().get(noun.lower_) or descriptions().get(noun.lemma_.lower())
    lemma = noun.lemma_.lower()
    if lemma in words("ranks"):
        return False
    leads = known is not None and "leader" in known.kinds
    return leads or lemma in words("offices-of-states") or noun.text in name_words("title")


def _bare(draft: Draft, person: Raw, body: Raw, title: Iterable[Token]) -> str:
    """A title as written, without the name of the body: "Foreign Affairs Committee Chairman"."""
    kept = [t for t in title if not body.first <= t.i <= body.last and t.lower_ != "'s"]
    kept = [t for t in kept if body.named or not described_body(t)]
    kept = [t for t in kept if (m := draft.at(t)) is None or m is person or not m.named]
    while kept and kept[0].lower_ in ("of", "for", "-", "the", ","):
        kept.pop(0)
    runs = "".join(t.text + (" " if t.whitespace_ or t.i + 1 not in {k.i for k in kept} else "") for t in kept)
    return " ".join(runs.split())


def _is_office(token: Token) -> bool:
    if token.lemma_.lower() in _RELATIVE:
        return False
    known = descriptions().get(token.lower_) or descriptions().get(token.lemma_.lower())
    return token.text in name_words("title") or (known is not None and "person" in known.kinds)


def _body_before(draft: Draft, person: Raw) -> Raw | None:
    """The state or body named in a title or as its possessor."""
    doc, start = draft.text.doc, person.cover[0]
    for mention in draft.starting(start, person.first):
        if mention is not person and mention.last < person.first and mention.type in _BODIES:
            return mention
    for i in range(person.first - 1, start - 1, -1):  # "army spokesman X"
        body = describe(draft.text, doc[i], inside=True) if described_body(doc[i]) else None
        if body is not None and body.type in ORGANIZED:
            return _same_body(draft, body)
    beside = draft.at_token.get(start - 1) if start else None
    if beside is not None and beside.kind == "name" and beside.last == start - 1 and beside.type in ORGANIZED:
        return beside  # "House of Representatives" Foreign Affairs Committee Chairman
    if start >= 2 and doc[start - 1].lower_ == "'s":
        owner = draft.at(doc[start - 2])
        if owner is not None and (owner.type in _BODIES or (owner.kind == "pronoun" and owner.used)):
            return owner
    return None


def _same_body(draft: Draft, body: Raw) -> Raw:
    """The body of a title among those described elsewhere by the same noun; else a new mention."""
    noun = draft.text.doc[body.head].lower_
    alike = [m for m in draft.mentions if m.kind == "nominal" and draft.text.doc[m.head].lower_ == noun]
    bare = [m for m in alike if m.first == m.head and draft.before(m) == "the"]
    found = min(bare or alike[:1], key=lambda m: abs(m.first - body.first), default=None)
    return found if found is not None else draft.add(body)


def described_body(token: Token) -> bool:
    """Whether a word of a title is a body without a name that somebody speaks for: "army", "police", "opposition"."""
    known = descriptions().get(token.lower_)
    return known is not None and token.is_lower and known.type in ("MilitaryForce", "Organization", "ArmedGroup")


def _office(person: Raw, body: Raw, noun: Token, office: str, rule: str) -> Tie:
    lemma = noun.lemma_.lower()
    if lemma in words("staff"):
        return Tie("affiliatedWith", person, body, noun, rule, office)
    if lemma == "member":
        return Tie("memberOf", person, body, noun, rule)
    within = any(name_words("last").get(word) in ("Organization", "Government") for word in office.split())
    if lemma in _HEADS and not within and body.type not in ("State", "Place"):
        return Tie("heads", person, body, noun, rule, office)
    return Tie("holdsOffice", person, body, noun, rule, office)


# -- descriptions ------------------------------------------------------------------------------------------------------


def roles(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "Latorre, chairman of the committee", "Haftar is the commander of the army"."""
    if token.pos_ not in ("NOUN", "PROPN") or token.tag_ in ("NNS", "NNPS") or not _is_office(token):
        return
    person = _bearer(draft, token)
    past = (c.lower_ in _PAST for c in draft.view.children(token, "amod", "advmod", "compound", "neg", "nmod"))
    if person is None or any(past):
        return
    body = _body_of(draft, token)
    if body is not None and (body.type not in ("State", "Place") or _of_state(token)):
        tie = _office(person, body, token, _wording(draft, token, body), "apposition")
        # "Chairman of the defence committee of the Senate": he heads the committee, and has an office in the Senate.
        yield replace(tie, type="holdsOffice") if tie.type == "heads" and _within(draft, token, body) else tie


def _within(draft: Draft, noun: Token, body: Raw) -> bool:
    """Whether another body stands between an office and the one that it belongs to."""
    nearest = next(iter(phrases(draft, noun, "of")), None)
    other = draft.at(nearest) if nearest is not None else None
    return other is not None and other is not body and other.type in ORGANIZED and other.kind == "nominal"


def _wording(draft: Draft, noun: Token, body: Raw) -> str:
    """An office as the article words it, without the body: "deputy head of mission"."""
    lefts = [
        t
        for t in draft.text.doc[max(0, noun.i - 5) : noun.i]
        if draft.view.head(t) == noun and t.pos_ in ("ADJ", "NOUN", "PROPN") and t.lower_ != "the"
    ]
    own = [t.text for t in lefts if (m := draft.at(t)) is None or m is draft.at(noun)]
    if len(own) == 1 and noun.i > 1 and noun.nbor(-1).text == "-" and lefts[-1].i == noun.i - 2:
        return f"{own[0]}-{noun.text}"  # "secretary-general"
    inner = [t for t in phrases(draft, noun, "of") if draft.at(t) is not body and t.i < noun.i + 6]
    return " ".join([*own, noun.text, *(f"of {_phrase(draft, t)}" for t in inner[:1])])


def _phrase(draft: Draft, noun: Token) -> str:
    mention = draft.at(noun)
    if mention is None:
        first = noun.i
        while first and draft.view.head(noun.doc[first - 1]) == noun and noun.doc[first - 1].pos_ in ("ADJ", "NOUN"):
            first -= 1
        return draft.text.span(noun.doc[first], noun).of(draft.text.article.text)
    # A description without the names behind it: "chairman of the defence committee".
    last = mention.last if mention.named else mention.head
    return draft.text.span(draft.text.doc[mention.first], draft.text.doc[last]).of(draft.text.article.text)


def _bearer(draft: Draft, noun: Token) -> Raw | None:
    """The person who is said to be something: in apposition, by a copula, or before a comma."""
    view, above = draft.view, draft.view.head(noun)
    if above is not None and view.rel(noun) in ("appos", "parataxis"):
        found = draft.at(above)
        if found is not None and found.type == "Person" and found.named:
            return found
    if view.children(noun, "cop") and not view.negated(noun):
        for subject in view.children(noun, "subj"):
            found = draft.at(subject)
            if found is not None and found.type == "Person" and (found.named or found.used):
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
    for i in range(noun.i - 1, max(noun.sent.start, noun.i - 7), -1):
        if doc[i].text == ",":
            found = draft.at_token.get(i - 1)
            ends_here = found is not None and found.kind == "name" and found.last == i - 1
            return found if found is not None and found.type == "Person" and ends_here else None
        if doc[i].pos_ not in ("DET", "ADJ", "NOUN", "PROPN") and doc[i].text not in ("'s", "-"):
            return None
    return None


def _body_of(draft: Draft, noun: Token) -> Raw | None:
    """The body an office belongs to: the first named one in its phrases, else the first described one."""
    view = draft.view
    tops = phrases(draft, noun, "of", "for", "at", "in", "from", "with")
    tops += view.children(noun, "poss", "amod", "compound")
    found = [
        m
        for top in tops
        for t in view.subtree(top)
        if (m := draft.at(t)) is not None and m.type in ORGANIZED and m.head == t.i
    ]
    if not found:
        return _body_behind(draft, noun)
    direct = (m for top in tops if (m := draft.at(top)) is not None and m.named and m.type in ORGANIZED)
    if (whole := next(direct, None)) is not None and whole.type != "State":
        return whole  # "the UN mission in Mali", not the UN
    closest = {t.i for top in phrases(draft, noun, "of", "at", "with") for t in view.subtree(top)}
    near = [m for m in found if m.head in closest] or found
    return next((m for m in (*near, *found) if m.named), near[0])


def _body_behind(draft: Draft, noun: Token) -> Raw | None:
    """The body behind "of", "with" or "at" right after an office, where the parse hangs the phrase elsewhere."""
    doc, at = draft.text.doc, noun.i + 1
    if at + 1 >= len(doc) or doc[at].lower_ not in ("of", "with", "at", "from"):
        return None
    for i in range(at + 1, min(at + 8, noun.sent.end)):
        mention = draft.at_token.get(i)
        if mention is not None and mention.type in ORGANIZED and mention.kind != "pronoun" and mention.last >= i:
            return mention
        if doc[i].pos_ in ("VERB", "AUX", "PUNCT", "ADP"):
            return None
    return None


def members(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "Tom Keen of Chatham House", "Tom Hill of the US Navy": the body right behind a name and "of"."""
    person = draft.at(token)
    if person is None or person.kind != "name" or person.type != "Person" or person.head != token.i:
        return
    doc, at = draft.text.doc, person.last + 1
    if at + 2 >= len(doc) or doc[at].lower_ not in ("of", "with", "from", "at"):
        return
    at += 2 if doc[at + 1].pos_ == "DET" else 1
    while at < person.last + 7 and at + 2 < len(doc) and doc[at + 1].text == "-" and doc[at + 2].lower_ == "based":
        at += 3  # "of the London-based Chatham House"
    body = draft.at_token.get(at)
    if body is None or body.kind != "name" or body.type not in ORGANIZED or body.type == "State" or body.first != at:
        return
    if doc[person.last + 1].lower_ in ("of", "from") or "expert" in _title_words(draft, person):
        kind: RelationType = "memberOf" if body.type in ("MilitaryForce", "ArmedGroup") else "affiliatedWith"
        yield Tie(kind, person, body, token, "of-phrase")


def _title_words(draft: Draft, person: Raw) -> set[str]:
    """The words before a name, and "expert" where they tell of staff."""
    title = {t.lemma_.lower() for t in draft.text.doc[person.cover[0] : person.first]}
    return title | ({"expert"} if title & words("staff") else set())


# -- verbs -------------------------------------------------------------------------------------------------------------


def employed(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "X and Y, who work for the charity Z", "he belongs to the party"."""
    preps = _SERVING.get(token.lemma_) if token.pos_ == "VERB" and not draft.view.negated(token) else None
    if preps is None:
        return
    body = next((m for t in phrases(draft, token, *preps) if (m := draft.at(t)) is not None), None)
    if body is None or body.type not in ORGANIZED or body.type == "State":
        return
    subjects = [f.token for f in draft.view.subjects(token)]
    above = draft.view.head(token)
    if draft.view.rel(token) == "relcl" and above is not None and token.tag_ in ("VBP", "VBD"):
        joined = draft.view.conjuncts(draft.view.first_conjunct(above))  # "X and Y, who work for Z"
        subjects += [t for t in joined if t.i < token.i]
    for person in dict.fromkeys(m for t in subjects if (m := draft.at(t)) is not None):
        if person.type == "Person" and (person.named or person.used):
            kind: RelationType = "memberOf" if token.lemma_ == "belong" else "affiliatedWith"
            yield Tie(kind, person, body, token, f"verb {token.lemma_}")


def heads(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "the government headed by Sarraj", "Haftar commands the army"."""
    if token.lemma_ not in _LEADING or token.pos_ != "VERB" or draft.view.negated(token):
        return
    if draft.view.children(token, "xcomp", "advcl") and token.lemma_ in ("direct", "command"):
        return  # "directed their teams to go on"
    agents = [draft.at(f.token) for f in draft.view.agents(token)]
    leaders = [m for m in agents if m is not None and m.type == "Person" and (m.named or m.used)]
    for person in leaders:
        for patient in draft.view.patients(token):
            body = mention_of(draft, patient.token)
            if body is not None and body.type in ORGANIZED and body.type != "State":
                yield Tie("heads", person, body, token, f"verb {token.lemma_}")
