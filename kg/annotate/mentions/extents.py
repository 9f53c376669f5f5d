"""Where names begin and end: titles before them, nicknames within them, particles and ordinals that belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.annotate.gazetteer import Gazetteer, Hit
from kg.annotate.lexicon import name_words
from kg.annotate.mentions.spans import ARTICLES, Candidate
from kg.annotate.parsed import Doc, Name, Token, text_of

# What a minister or secretary is of, so that no name begins with it: "Secretary of State Eva Lind".
DEPARTMENTS = frozenset(
    "State Defense Defence Energy Health Commerce Labor Labour Treasury Interior Education Justice Agriculture "
    "Transportation Transport Finance Trade Housing Veterans Homeland Security Foreign Home Affairs Information "
    "Culture Europe Planning Environment Industry Development Economy War Police".split()
)
_MATTERS = DEPARTMENTS | {"Human", "Rights", "Humanitarian", "Political", "Refugees", "Peacekeeping"}
# What such an office is called by before its noun: "Foreign" Minister, "National Security" Adviser.
_FIELDS = DEPARTMENTS | frozenset("Prime National Vice Deputy Social Economic Political Press Chief General".split())
_RANKS = frozenset({"Major", "Brigadier", "Lieutenant", "Colonel", "Captain", "Vice", "Rear"})
_OFFICES = frozenset(
    "Minister Secretary Adviser Advisor Ministry Undersecretary Spokesman Spokeswoman Commissioner President".split()
)
_ORDINALS = frozenset("First Second Third Upper Lower Greater Outer Inner".split())
_SHIPS = frozenset("USS HMS BRP MV M/V MT INS KRI ROKS HMAS HMCS TCG USNS RMS HNLMS USCGC".split())
_VESSELS = frozenset(
    "frigate destroyer corvette warship cruiser submarine tanker freighter trawler ferry vessel ship carrier yacht tug "
    "tugboat supertanker minesweeper gunboat steamer schooner dhow liner".split()
)
_WEAPONS = frozenset("missile rifle howitzer launcher torpedo bomb grenade".split())
_PAPERS = frozenset("Accords Agreement Treaty Pact Protocol Declaration".split())
_BLOCS = frozenset("bloc group alliance agency union organization organisation party militia movement charity".split())
_CONTINENTAL = frozenset({"african", "asian", "european", "american"})
_QUARTERS = frozenset({"west", "east", "north", "south", "central", "southeast"})
_FEASTS = frozenset("Ramadan Eid Christmas Easter Ashura Nowruz Passover Hanukkah Diwali Arbaeen Muharram".split())
_NICKNAME = 4  # tokens between the marks of a nickname, at most
_SHORTEST = 4  # letters of a word that tells something when it stands in lower case elsewhere
_PURPOSES = frozenset({"of", "for", "to", "against"})
_MARKS = frozenset({'"', "``", "''", "'"})


def departments(doc: Doc) -> frozenset[int]:
    """Tokens that say what an office is of, so that no name begins with them: "State" of "Secretary of State Eva"."""
    found: set[int] = set()
    for token in doc[2:]:
        if token.lower_ in ("of", "for") and token.nbor(-1).text in name_words("title"):
            at = token.i + 1
            while at < len(doc) and (doc[at].text in _MATTERS or (at - 1 in found and doc[at].lower_ == "and")):
                found.add(at)
                at += 1
    return frozenset(found)


def before_office(doc: Doc, first: int, last: int) -> int:
    """Where a name ends that the parser took together with the words of an office behind it: "Omani" of "Omani Foreign
    Minister"; before ``first`` when all of it belongs to the office ("National Security Adviser")."""
    following = doc[last + 1] if last + 1 < len(doc) else None
    if following is not None and following.is_title:  # "U.S. Major" of "U.S. Major General Paul Reed"
        while last > first and doc[last].text in _RANKS:
            last -= 1
    if following is None or following.text not in _OFFICES:
        return last
    while last >= first and doc[last].text in _FIELDS:
        last -= 1
    return last


def before_body(doc: Doc, first: int, last: int, hits: Iterable[Hit]) -> int:
    """Where a name ends that the parser took together with the beginning of a longer one that is known: "Minsk Group"
    of "Minsk Group of the Organization for Security and Cooperation in Europe"; "UN" of the "UN Syria envoy"."""
    for hit in hits:
        if first < hit.first <= last < hit.last and doc[hit.first - 1].lower_ in ("the", "of"):
            at = hit.first - 1 - (doc[hit.first - 1].lower_ == "the")
            return at - 1 if doc[at].lower_ == "of" and at > first else last
        if hit.first == last == first + 1 and doc[first].text in ("UN", "U.N.", "EU") and doc[last + 1].is_lower:
            return first
    return last


def before_home(doc: Doc, gazetteer: Gazetteer, first: int, last: int) -> int:
    """Where a person's name ends that the parser took together with whose citizen he is: "Ana Lind of Mali"."""
    at = next((i for i in range(first + 2, last) if doc[i].lower_ == "of"), last)
    home = gazetteer.records(text_of(doc[at + 1 : last + 1])) if at < last else ()
    return at - 1 if any(r.type in ("State", "Place") for r in home) else last


def behind_noun(doc: Doc, ent: Name) -> int:
    """Where a name begins that the parser took together with the noun before it: "IGAD" of "East African bloc IGAD"."""
    for i in range(ent.end - 2, ent.start, -1):
        capitals = all(t.text[:1].isupper() for t in doc[i + 1 : ent.end])
        if capitals and doc[i].is_lower and doc[i].tag_ == "NN" and doc[i].lower_ in _BLOCS:
            return i + 1
    return ent.start


def of_region(doc: Doc, first: int, last: int) -> bool:
    """Whether words are an adjective for a part of a continent ("West African" leaders), which names no place."""
    part = last == first + 1 and last < len(doc) and doc[last].lower_ in _CONTINENTAL
    return part and doc[first].lower_.removesuffix("ern") in _QUARTERS


def nicknamed(doc: Doc) -> Iterator[Candidate]:
    """'Karl "Ghost" Lind': a name in marks between two words in capitals is in the middle of somebody's name."""
    for mark in doc:
        if mark.text not in _MARKS or mark.i == 0 or not _named(doc[mark.i - 1]):
            continue
        inside = [t for t in doc[mark.i + 1 : mark.i + 2 + _NICKNAME] if t.text in _MARKS]
        close = inside[0].i if inside else 0
        if not mark.i + 1 < close < len(doc) - 1 or not doc[mark.i + 1].text[:1].isupper() or mark.is_sent_end:
            continue
        if _named(doc[close + 1]) and not doc[close + 1].is_sent_start and not doc[mark.i].whitespace_:
            first, last = mark.i - 1, close + 1
            while first and _named(doc[first - 1]) and not doc[first].is_sent_start:
                first -= 1
            while last + 1 < len(doc) and _named(doc[last + 1]) and not doc[last + 1].is_sent_start:
                last += 1
            yield Candidate(first, last, "PERSON", None)


def _named(token: Token) -> bool:
    return token.tag_ in ("NNP", "NNPS") and token.is_title and token.text not in name_words("title")


def with_particles(doc: Doc, first: int, last: int) -> tuple[int, int]:
    """A name with an Arabic article tied to it by a hyphen, before it ("al-Rai") or behind ("Jabhat Fatah al-Sham")."""
    while last + 3 < len(doc) and _article(doc, last + 1) and doc[last + 3].text[:1].isupper():
        last += 3
    while first > 1 and _article(doc, first - 2):
        first -= 2
    return first, last


def _article(doc: Doc, at: int) -> bool:
    """Whether an article and a hyphen begin at a token, with no blank between them and what follows."""
    tied = not doc[at].whitespace_ and not doc[at + 1].whitespace_
    return tied and doc[at].lower_ in ARTICLES and doc[at + 1].text == "-"


def with_purpose(doc: Doc, first: int, last: int, label: str) -> tuple[int, int]:
    """A body's name with what it is for, and with whose it is: "Coalition for Change", "Oil Workers' Union".

    Where a place or a person is named behind "of", that is one of its own.
    """
    body = label == "ORG" and (doc[last].text in name_words("last") or doc[last].text in name_words("first"))
    end = last + 2
    if body and end < len(doc) and doc[end - 1].lower_ in _PURPOSES and not doc[end].is_sent_start:
        while end < len(doc) and _purpose(doc[end]):
            last, end = end, end + 1
            if end + 1 < len(doc) and doc[end].lower_ in ("and", "of") and _purpose(doc[end + 1]):
                end += 1
    if label == "ORG" and first > 1 and doc[first - 1].text in ("'", "'s") and doc[first - 2].tag_ in ("NNS", "NNPS"):
        start = first - 2
        while start >= 0 and _purpose(doc[start]) and not (doc[start].is_sent_start and doc[start].tag_ == "DT"):
            first, start = start, start - 1
    return first, last


def _purpose(token: Token) -> bool:
    """Whether a word in capitals can be a part of a body's name, and names nobody and no place by itself."""
    plain = token.is_title and token.is_alpha
    plain = plain and (token.text in DEPARTMENTS or token.text not in name_words("title"))
    return plain and token.ent_type_ in ("", "ORG", "EVENT") and token.tag_ not in ("DT", "PRP", "IN")


def with_ordinal(doc: Doc, first: int) -> int:
    """Where the name of a place begins with an ordinal that the parser leaves out: "Second Thomas Shoal"."""
    before = doc[first - 1] if first else None
    inner = before is not None and before.text in _ORDINALS and not before.is_sent_start
    return first - 1 if inner else first


def is_thing(doc: Doc, first: int, last: int) -> bool:
    """Whether a name is a ship's, a weapon's or a feast's: "BRP Sierra Madre", "the frigate Lind", "Brimstone
    missiles", "Ramadan"."""
    if doc[first].text in _FEASTS and (first == last or doc[first].text == "Eid"):
        return True
    behind = doc[last + 1] if last + 1 < len(doc) else None
    ship = first > 0 and (doc[first - 1].text in _SHIPS or (doc[first - 1].text in _VESSELS and doc[first].is_title))
    paper = doc[last].text in _PAPERS or (behind is not None and behind.text in _PAPERS)
    if ship or (paper and first != 0):  # "the Algiers Agreement" is signed, and signs nothing
        return True
    make = first == last and behind is not None and behind.is_lower and behind.lemma_ in _WEAPONS
    return doc[first].text in _SHIPS or make


def common_elsewhere(token: Token) -> bool:
    """Whether a word that begins a sentence stands in lower case elsewhere in the article: "Cholera has killed", "a
    cholera outbreak"."""
    if not token.is_sent_start or not token.is_title or len(token) < _SHORTEST:
        return False
    return any(t.text == token.lower_ and t.i != token.i for t in token.doc)
