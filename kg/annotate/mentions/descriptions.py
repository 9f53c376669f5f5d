"""Descriptions: common nouns for somebody or some place ("rival Tripoli-based government")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from kg.annotate.draft import Raw
from kg.annotate.lexicon import Description, descriptions, words
from kg.annotate.mentions.kinds import kinds_of
from kg.annotate.mentions.senses import bodied, is_state
from kg.annotate.parsed import Token
from kg.annotate.text import Text
from kg.model import EntityType

# Modifiers that belong to a description wherever the parser hangs them.
_ADJECTIVAL = frozenset("rival key fellow top chief senior former elected self-declared armed main".split())
DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_ACTIVITIES = frozenset(
    "resupply supply rescue reconnaissance combat bombing surveillance spy suicide evacuation rotation flight "
    "patrol escort".split()
)
# "36 people, including nine children": these begin a list, they describe nobody.
_LISTING = frozenset("including excluding involving following concerning regarding".split())
_LEFT_ADVERBS = frozenset(
    "more less about around nearly some recently internationally self at least almost newly heavily most".split()
)

_OFFICES = frozenset({("head", "of", "state"), ("head", "of", "government"), ("chief", "of", "staff")})
_DETERMINERS = frozenset({"DT", "PRP$", "POS", "CD", "JJ", "NNP"})
_ALL = frozenset({"both", "all"})
_TWO = frozenset({"side", "party", "country", "government", "nation", "faction"})


def find_descriptions(text: Text, names: list[Raw]) -> Iterator[Raw]:
    """All descriptions outside names and the titles before them."""
    taken = {i for m in names for i in range(m.first, m.last + 1)}
    titles = {i for m in names if m.type == "Person" for i in range(m.cover[0], m.first)}
    for token in text.doc:
        if token.i in taken or token.i in titles or token.pos_ not in ("NOUN", "PROPN", "ADJ"):
            continue
        raw = describe(text, token)
        if raw is not None:
            taken.update(range(token.i + 1, raw.last + 1))
            yield raw


def describe(text: Text, token: Token, *, inside: bool = False) -> Raw | None:
    """The mention of a description whose head the token is ("rival Tripoli-based government"), or None.

    A noun ``inside`` a longer phrase ("army" of "army spokesman") describes a body only where the caller knows it does.
    """
    owner = token.i + 1 < len(text.doc) and text.doc[token.i + 1].lower_ == "'s"
    if token.pos_ == "ADJ" and not token.tag_.startswith("NN") and not owner and not _as_a_noun(text, token):
        return None
    if not inside and text.view.rel(token) in ("compound", "amod") and token.i + 1 < len(text.doc):
        return None
    first = _left_edge(text, token)
    known = _phrase_description(text, first, token) or described(token)
    if known is None or known.type is None:
        return None
    if token.lemma_.lower() == "mission" and any(t.lower_ in _ACTIVITIES for t in text.doc[first : token.i]):
        return None  # "resupply missions": what is done, nobody who does it
    if not bodied(text.doc, first, token):
        return None
    if token.lower_ == "office" and (_of_official(text, first) or _says(text, token)):
        start, kinds = _whose_office(text, first), kinds_of("Organization")
        return Raw(start, token.i, token.i, "nominal", "Organization", kinds, False, (first, token.i))
    if first == token.i and token.tag_ == "NN" and token.lemma_ in words("abstract") and not _determined(token):
        return None
    kind = cast(EntityType, "State" if is_state(text.doc, first, token) else known.type)
    plural = token.tag_ in ("NNS", "NNPS")
    # A singular noun for people means one person ("a diplomat"), unless it is a collective ("the population").
    # Without an article it means those in general: "blamed rebel shelling".
    general = first == token.i and "armed" in known.kinds and not (token.i and token.nbor(-1).tag_ in _DETERMINERS)
    single = token.tag_ == "NN" and token.lemma_ not in words("collectives") and not general
    if kind == "Person" and plural:
        kind = "Group"
    elif single and (kind == "Group" or (token.lemma_ in words("individuals") and "leader" not in known.kinds)):
        kind = "Person"
    if first < token.i and text.doc[first].lower_ in _ALL and token.lemma_ in _TWO:
        kind = "Group"
    last = _whole_office(text, token)
    return Raw(first, last, token.i, "nominal", kind, kinds_of(kind) | known.kinds, False, (first, last))


def _whole_office(text: Text, token: Token) -> int:
    """The last token of an office with an "of" in it: "head of state", "chief of staff"."""
    behind = tuple(t.lower_ for t in text.doc[token.i + 1 : token.i + 3])
    return token.i + 2 if (token.lower_, *behind) in _OFFICES else token.i


def _of_official(text: Text, first: int) -> bool:
    """ "the president's office", "Merkel's office": no room but those who work for somebody."""
    doc = text.doc
    if first < 2 or doc[first - 1].lower_ not in ("'s", "'"):
        return False
    owner = doc[first - 2]
    known = described(owner)
    return owner.ent_type_ in ("PERSON", "PER") or (known is not None and "leader" in known.kinds)


def _whose_office(text: Text, first: int) -> int:
    """Where "the prosecutor general's office" begins: with the office-holder, where no name but a noun says who."""
    doc, start = text.doc, first - 1
    if first < 2 or doc[start].lower_ not in ("'s", "'") or not doc[start - 1].is_lower:
        return first
    while (
        start > 0
        and doc[start - 1].is_lower
        and doc[start - 1].tag_ in ("NN", "JJ", "NNP")
        and not doc[start].is_sent_start
    ):
        start -= 1
    return start


def _says(text: Text, token: Token) -> bool:
    """ "his office said"."""
    above = text.view.head(token)
    return above is not None and text.view.rel(token) == "subj" and above.lemma_ in ("say", "announce", "confirm")


def _as_a_noun(text: Text, token: Token) -> bool:
    """ "The general surrendered", "the dissident": an adjective by its tag that stands where only a noun can."""
    plain = text.view.rel(token) in ("subj", "subjpass", "obj", "poss", "obl", "agent") and _determined(token)
    owned = token.i > 0 and token.nbor(-1).tag_ in ("POS", "PRP$")
    return (plain or (owned and text.view.rel(token) in ("subj", "subjpass"))) and token.lower_ in descriptions()


def _determined(token: Token) -> bool:
    """Whether an article stands before a noun: "the authority" is a body, "its authority" is what it has."""
    return token.i > 0 and token.nbor(-1).lower_ in ("the", "a", "an", "this", "that", "each", "every", "another")


def described(token: Token) -> Description | None:
    """What a noun describes, by its form or its lemma; None for a word that describes nobody."""
    known = descriptions()
    word = token.lower_
    return known.get(word) or known.get(token.lemma_.lower()) or known.get(word.removesuffix("s"))


def _phrase_description(text: Text, first: int, token: Token) -> Description | None:
    """Descriptions of two words ("central bank") come before those of one."""
    before = " ".join(t.lower_ for t in text.doc[max(first, token.i - 1) : token.i])
    return descriptions().get(f"{before} {token.lemma_.lower()}") if before else None


def _left_edge(text: Text, token: Token) -> int:
    """First token of the noun phrase left of its head, without determiner, possessor and stray words."""
    below = {t.i for t in text.view.subtree(token)}
    first = token.i
    for i in range(token.i - 1, max(-1, token.i - 10), -1):
        left = text.doc[i]
        attached = i in below or first <= left.head.i <= token.i or left.text == "-" or left.lower_ in _ADJECTIVAL
        if left.pos_ == "VERB" and left.lower_ != "ruling" and text.view.children(left, "obj"):
            break  # "accused of holding two nurses", whatever the parser hung on what
        if left.is_sent_end or not attached or not _may_stand_left(left, first):
            break
        first = i
    if first and text.doc[first - 1].lower_ in _ALL and token.lemma_ in _TWO and token.tag_ == "NNS":
        return first - 1  # "both sides", "all parties"
    while first < token.i and text.doc[first].lower_ in ("-", "and", "or", ",", "'s", "than", "to", "least", "most"):
        first += 1
    return first


def _may_stand_left(left: Token, first: int) -> bool:
    if left.text in DAYS:  # "On Monday rebels attacked"
        return False
    if left.text == "-":
        return first == left.i + 1 and not left.whitespace_
    if left.pos_ == "VERB":
        return left.tag_ in ("VBN", "VBG", "NN", "JJ") and left.lower_ not in _LISTING
    if left.lower_ in ("than", "to") and left.i and left.nbor(-1).lower_ in ("more", "less", "fewer", "up"):
        return True
    if left.pos_ == "ADV":
        return left.lower_ in _LEFT_ADVERBS
    return left.pos_ in ("ADJ", "NOUN", "PROPN", "NUM", "SYM", "X") or left.tag_ in ("JJ", "NN", "NNP", "CD", "AFX")
