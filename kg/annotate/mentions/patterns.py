"""Names that their surroundings give away, whatever the parser takes them for: military units by number, places by the
words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotate.gazetteer import Gazetteer
from kg.annotate.lexicon import name_words, words
from kg.annotate.mentions.descriptions import DAYS
from kg.annotate.mentions.extents import with_purpose
from kg.annotate.mentions.spans import ARTICLES, Candidate
from kg.annotate.parsed import Token, text_of
from kg.annotate.text import Text

UNIT = "UNIT"
"""The label of a military unit, beside those of the parser."""
_NUMBERED = re.compile(r"\d{1,4}(?:st|nd|rd|th)")
_BODIES = frozenset(
    "Wing Group Squadron Battalion Division Brigade Regiment Corps Fleet Army Battery Company Infantry Marines "
    "Airborne Cavalry Unit Force Command Detachment Platoon Artillery".split()
)
_RANKS = frozenset(
    "General Gen Colonel Col Major Maj Captain Capt Lieutenant Lt Brigadier Brig Sergeant Sgt Corporal Commander "
    "Admiral".split()
)
_OFFICES = frozenset(
    "Assembly Staff Council Directorate Security Intelligence Secretary Secretariat Prosecutor Election Elections "
    "Strike Hospital Union Confederation People Congress Motors Electric Headquarters Office Court Chief League".split()
)
_HELD_BY_ONE = frozenset({"Minister", "President", "Ambassador", "Governor", "Mayor", "Senator", "Premier"})
_AROUND = frozenset({"near", "outside", "around", "toward", "towards"})
_INTO = frozenset({"in", "into"})
_SIDES = frozenset("north south east west northeast northwest southeast southwest".split())
_HELD = frozenset({"held", "controlled", "occupied", "besieged"})
_LEAGUES = frozenset({"party", "coalition", "movement", "alliance", "bloc", "militia"})
_LONGEST = 7
_UNSURE = frozenset({"", "EVENT"})
"""Labels of words that may be a body's all the same."""
_NAMING = frozenset("NN NNP NNPS NNS JJ JJR VBN VBG".split())
"""Tags of words that names are made of, also at the start of a sentence."""


def numbered_units(text: Text) -> Iterator[Candidate]:
    """ "the 507th Air Refueling Wing", "2nd Battalion", "407th AEG"."""
    for token in text.doc:
        if _NUMBERED.fullmatch(token.text):
            run = _capitals(token, units=True)
            last = next((i for i in range(len(run) - 1, -1, -1) if run[i].text in _BODIES), -1)
            if last < 0 and len(run) == 1 and run[0].is_upper and 2 <= len(run[0]) <= 5:
                last = 0
            if last >= 0:
                yield Candidate(token.i, run[last].i, UNIT, None)


def ranked(text: Text) -> Iterator[Candidate]:
    """ "Lieutenant General Raid Shakir Jaudat": two words in capitals or more behind a rank are somebody's name."""
    for token in text.doc:
        if token.text.rstrip(".") not in _RANKS:
            continue
        run = [t for t in _capitals(token) if t.text.rstrip(".") not in _RANKS]
        bodies = any(t.text in _BODIES or t.text in _OFFICES for t in run)
        if len(run) > 1 and not bodies and run[0].i - token.i <= 1 and not run[0].is_upper:
            yield Candidate(run[0].i, run[-1].i, "PERSON", None)


def titled(text: Text, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """ "Interior Minister Hamid Alkali said", "governor Minni Arko Lind": two words in capitals or more behind an
    office are somebody's name, whatever the parser takes them for."""
    for token in text.doc:
        small = token.is_lower and token.tag_ == "NN" and token.lemma_ in words("leader")
        if token.text not in _HELD_BY_ONE and not small:
            continue
        run = _capitals(token)
        plain = [t for t in run if t.is_alpha and not t.is_upper and t.text not in DAYS and t.text not in _OFFICES]
        told = any(t.text in name_words("last") or t.text in name_words("title") for t in run)
        told = told or any(t.ent_type_ == "PERSON" for t in run[:1])
        known = gazetteer.records(text_of(run)) or (run and gazetteer.demonym(run[0].text) is not None)
        if 1 < len(run) == len(plain) and not told and not known:
            yield Candidate(run[0].i, run[-1].i, "PERSON", None)


def acronyms(text: Text) -> Iterator[Candidate]:
    """ "the Popular Union, or PU, met", "known as PU": capitals said to be another name of a body."""
    for token in text.doc:
        if not (token.is_upper and token.is_alpha and 2 <= len(token) <= 8) or token.ent_type_ or token.i < 2:
            continue
        before = (token.nbor(-2).lower_, token.nbor(-1).lower_)
        if before in ((",", "or"), ("known", "as")):
            yield Candidate(token.i, token.i, "ORG", None)


def placed(text: Text, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """ "the town of Ubaydi", "near Ar Raqqah": words in capitals that the catalogue does not know."""
    for token in text.doc:
        if not (token.lower_ == "near" or _of_settlement(token)):
            continue
        run = _capitals(token)
        name = text_of(run)
        stop = run[-1].i + 1 if run else 0
        owner = stop < len(text.doc) and text.doc[stop].lower_ in ("'s", "'")
        described = stop < len(text.doc) and text.doc[stop].pos_ == "NOUN"
        titled = bool(run) and (run[0].text in name_words("title") or gazetteer.demonym(run[0].text) is not None)
        if run and not (owner or described or titled) and not gazetteer.records(name):
            yield Candidate(run[0].i, run[-1].i, "LOC", None)


def regions(text: Text, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """ "the Lower Shabelle region", "Nakyal district": words in capitals before a noun for a part of a country."""
    for token in text.doc:
        if token.lemma_.lower() not in words("regions") or not token.is_lower or token.tag_ != "NN":
            continue
        run = _capitals_before(token)
        people = len(run) == 1 and gazetteer.demonym(run[0].text) is not None
        if run and not people and not any(t.ent_type_ or t.text in name_words("last") for t in run):
            yield Candidate(run[0].i, run[-1].i, "LOC", None)


def sites(text: Text, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """ "Incirlik air base", "the Maasheeq palace": words in capitals that nobody knows before a noun for a site."""
    for token in text.doc:
        if token.lemma_.lower() not in words("sites") or not token.is_lower or token.tag_ != "NN":
            continue
        noun = token
        while noun.i and noun.i > token.i - 2 and noun.nbor(-1).lower_ in words("of-sites") and noun.nbor(-1).is_lower:
            noun = noun.nbor(-1)
        run = _capitals_before(noun)
        if run and not gazetteer.records(text_of(run)) and not any(_told(t, gazetteer) for t in run):
            yield Candidate(run[0].i, run[-1].i, "LOC", None)


def _told(token: Token, gazetteer: Gazetteer) -> bool:
    """Whether a word in capitals says of itself that it is no name of a site: a people's, a body's, a day."""
    people = token.lower_ in words("peoples") or gazetteer.demonym(token.text) is not None
    return bool(people or token.ent_type_ or token.is_upper or token.text in name_words("last") or token.text in DAYS)


def bodies(text: Text) -> Iterator[Candidate]:
    """ "the Popular Resistance Front", whatever the tagger makes of its words: capitals that end in a word for bodies.

    Only where the sentence has words in lower case: in headlines with capitals throughout they tell nothing.
    """
    for token in text.doc:
        told = name_words("last").get(token.text)
        if told is None or told == "Place" or token.ent_type_ not in _UNSURE or not token.text[1:].islower():
            continue
        following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
        if following is not None and following.text[:1].isupper() and not following.is_sent_start:
            continue
        run = _capitals_before(token)
        first, last = with_purpose(token.doc, run[0].i if run else token.i, token.i, "ORG")
        if first == last or any(t.ent_type_ not in _UNSURE for t in run):
            continue
        if any(t.is_lower and len(t) > 3 for t in token.sent):
            yield Candidate(first, last, "ORG", None)


def parties(text: Text, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """ "the Popular Will party": two words in capitals or more that nobody knows before a noun for such a body."""
    for token in text.doc:
        if token.lower_ not in _LEAGUES or not token.is_lower or token.tag_ != "NN":
            continue
        run = _capitals_before(token)
        plain = len(run) > 1 and not any(t.ent_type_ or gazetteer.demonym(t.text) is not None for t in run)
        if plain and token.nbor(-len(run) - 1 if token.i > len(run) else 0).lower_ in ("the", "opposition", "ruling"):
            yield Candidate(run[0].i, run[-1].i, "ORG", None)


def _capitals_before(token: Token) -> list[Token]:
    """The words with a capital right before a token, without a title, an article or what only begins the sentence."""
    run: list[Token] = []
    for i in range(token.i - 1, max(-1, token.i - _LONGEST), -1):
        word = token.doc[i]
        if not (word.text[:1].isupper() and word.is_alpha and len(word) > 1) or word.text in name_words("title"):
            break
        if word.tag_ not in _NAMING and (word.is_sent_start or word.lower_ in ("the", "a", "an")):
            break
        run.insert(0, word)
        if word.is_sent_start:
            break
    return run


def located(first: Token, label: str) -> bool:
    """Whether the words before a name that nobody knows say that it is a place."""
    if first.i == 0 or first.is_sent_start or label not in ("PERSON", "ORG"):
        return False
    before = first.nbor(-1)
    if before.lower_ in _AROUND or (before.lower_ in _INTO and label == "PERSON"):
        return True
    if first.i > 1 and before.lower_ == "of" and first.nbor(-2).lower_ == "out" and label == "PERSON":
        return True
    if before.lower_ == "and" and first.i > 2 and before.nbor(-1).tag_ == "NNP":  # "out of Jarablus and al-Rai"
        other = before.nbor(-1)
        while other.i > first.sent.start and other.nbor(-1).tag_ == "NNP":
            other = other.nbor(-1)
        return located(other, label) if label == "PERSON" else False
    if first.i > 1 and before.lower_ == "of" and first.nbor(-2).lower_ in _SIDES:
        return True
    return first.i > 1 and before.lower_ in _HELD and first.nbor(-2).text == "-"


def _of_settlement(token: Token) -> bool:
    return token.lower_ == "of" and token.i > 0 and token.nbor(-1).lemma_.lower() in words("settlements")


def _article(token: Token) -> bool:
    """An Arabic article that a hyphen ties to the word in capitals behind it: "el" of "Omar el-Lind"."""
    tied = token.lower_ in ARTICLES and token.i + 2 < len(token.doc) and not token.whitespace_
    return tied and token.nbor(1).text == "-" and token.nbor(2).text[:1].isupper()


def _capitals(token: Token, *, units: bool = False) -> list[Token]:
    """The words with a capital right behind a token, with the hyphens and apostrophes inside them."""
    run: list[Token] = []
    for i in range(token.i + 1, min(token.i + 1 + _LONGEST, len(token.doc))):
        word = token.doc[i]
        glued = bool(run) and not run[-1].whitespace_
        inner = word.text[:1].isupper() or (glued and (word.text == "-" or run[-1].text == "-")) or _article(word)
        if word.is_sent_start or not inner:
            break
        run.append(word)
    while run and (not run[-1].text[-1:].isalnum() or (units and not run[-1].is_alpha)):
        run.pop()
    return run
