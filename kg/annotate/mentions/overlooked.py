"""Names that the parser's names miss, and that their surroundings give away.

Most names of persons and bodies in the news are in no training text. A run of words in capitals is one of them
where a noun beside it says what it is ("the rights group Viasna-96", "the poet X"), where it speaks, or where it
stands as a dateline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from kg.annotate.gazetteer import Gazetteer, Hit
from kg.annotate.lexicon import name_words, words
from kg.annotate.mentions.descriptions import described
from kg.annotate.mentions.extents import departments
from kg.annotate.mentions.spans import Candidate
from kg.annotate.parsed import Doc, Token, text_of
from kg.annotate.text import Text
from kg.model import EntityType

_LABELS = {"Person": "PERSON", "Group": "PERSON", "Organization": "ORG", "ArmedGroup": "ORG", "Place": "LOC"}
_PARTICLES = frozenset("al el bin ibn ben abu de la van von der den ag ould da dos du di of the".split())
_ARTICLES = frozenset({"the", "a", "an"})
_INNER = frozenset({"-", "'"})
WINGS = frozenset({"wing", "arm", "branch", "service"})
"""Parts of a body that bear a name of their own."""
_PHRASE = 8
"""Words of a phrase in apposition up to its noun."""


def overlooked(text: Text, hits: Iterable[Hit]) -> Iterator[Candidate]:
    """Runs of words in capitals without a label that a noun, a verb of speech or a dateline shows to be a name."""
    yield from datelines(text)
    offices = departments(text.doc)
    taken = {i for hit in hits for i in range(hit.first, hit.last + 1)} | offices
    for first, last in _runs(text.doc, taken):
        label = "PERSON" if first - 1 in offices and first < last else _label(text.doc, first, last)
        if label:
            yield Candidate(first, last, label, None)


# -- datelines ---------------------------------------------------------------------------------------------------------


def datelines(text: Text) -> Iterator[Candidate]:
    """ "BRUSSELS - ", "SANAA, March 3 (AFP) - ": the places from which a story was filed."""
    for places in text.datelines.values():
        for place in places:
            tokens = text.tokens(place)
            yield Candidate(tokens[0].i, tokens[-1].i, "LOC", None)


def nationalities(text: Text, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """ "Kyrgyz President X", "his Tajik counterpart", "a Barbadian": peoples that the parser's names miss."""
    for token in text.doc:
        known = token.tag_ in ("JJ", "NN", "NNP", "NNPS") and not token.ent_type_ and token.is_title
        if known and gazetteer.demonym(token.text) is not None and (_modifies(text, token) or _one(token)):
            yield Candidate(token.i, token.i, "NORP", None)


def _one(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).lower_ in ("a", "an")


def _modifies(text: Text, token: Token) -> bool:
    """Whether a word stands before a noun that it describes, or right before a title."""
    above = text.view.head(token)
    described = above is not None and above.i > token.i and text.view.rel(token) in ("amod", "compound", "flat")
    return described or text_of(text.doc[token.i + 1 : token.i + 2]) in name_words("title")


# -- runs of capitals --------------------------------------------------------------------------------------------------


def _runs(doc: Doc, taken: set[int]) -> Iterator[tuple[int, int]]:
    """First and last token of each run of words in capitals that nobody has labelled."""
    i = 0
    while i < len(doc):
        if not _starts(doc[i], taken):
            i += 1
            continue
        last = _run_end(doc, i, taken)
        if doc[last].text not in name_words("title"):  # "Interior Minister" before a name is none
            yield _behind_titles(doc, _run_start(doc, i, taken), last), last
        i = last + 1


def _behind_titles(doc: Doc, first: int, last: int) -> int:
    """Where a person's name begins in a run with a title inside: "Kyrgyz Defence Minister Marat Lindov"."""
    titles = [i for i in range(first, last) if doc[i].text in name_words("title")]
    return titles[-1] + 1 if titles and doc[last].text not in name_words("last") else first


def _run_end(doc: Doc, first: int, taken: set[int]) -> int:
    last = at = first
    while at + 1 < len(doc) and at + 1 not in taken and not doc[at + 1].ent_type_:
        token = doc[at + 1]
        if token.is_sent_start and (doc[at].is_punct or not token.i or token.tag_ not in ("NNP", "NN")):
            break  # a sentence that begins inside a name begins nowhere
        if _capital(token) and token.tag_ in ("NNP", "NNPS", "NN", "JJ", "FW", "CD"):
            last = at + 1
        elif _surname(doc, first, at + 1):
            return at + 1
        elif not (token.lower_ in _PARTICLES or (token.text in _INNER and not doc[at].whitespace_)):
            break
        at += 1
    return last


def _surname(doc: Doc, first: int, at: int) -> bool:
    """ "Minister Sardar Noorzai arrived": a second word in capitals before one in lower case, in a sentence that is no
    headline, is a name's whatever the tagger makes of it."""
    follows = at + 1 < len(doc) and not doc[at + 1].is_sent_start
    closed = not follows or doc[at + 1].is_lower or doc[at + 1].is_punct
    named = first == at - 1 and first > 0 and not doc[first].is_sent_start and doc[first - 1].is_lower
    return named and closed and _capital(doc[at]) and doc[at].is_alpha


def _run_start(doc: Doc, first: int, taken: set[int]) -> int:
    """ "the All Parties Conference": a word in capitals inside a sentence belongs to the name whatever it is."""
    before = doc[first - 1] if first and not doc[first].is_sent_start else None
    if before is None or before.is_sent_start or before.ent_type_ or before.i in taken:
        return first
    inner = before.tag_ in ("DT", "JJ", "JJR", "JJS", "PDT") and before.is_title and before.lower_ not in _ARTICLES
    return before.i if inner else first


def _starts(token: Token, taken: set[int]) -> bool:
    if token.ent_type_ or token.i in taken or not _capital(token) or token.text in name_words("title"):
        return False
    before = token.nbor(-1) if token.i else None
    if before is None or before.text == "Operation":
        return before is None and token.tag_ in ("NNP", "NNPS")
    described = before.tag_ == "JJ" and before.is_title and not before.is_sent_start  # "the Serb List"
    if token.tag_ == "NN" and before.lower_ == "the" and token.i > 2 and token.nbor(-2).text == ",":
        described = described or bool(_body_named(token.nbor(-3)))
    return token.tag_ in ("NNP", "NNPS") or (token.tag_ == "NN" and described and not token.is_sent_start)


def _capital(token: Token) -> bool:
    return token.text[:1].isupper() and len(token.text) > 1 and any(c.islower() for c in token.text)


# -- what they are -----------------------------------------------------------------------------------------------------


def _label(doc: Doc, first: int, last: int) -> str:
    """The label of a run, or '' where nothing tells it. One word is a person's name only behind its description."""
    parts = last - first
    told = name_words("last").get(doc[last].text) or name_words("first").get(doc[first].text)
    if parts and told:
        return "LOC" if told == "Place" else "ORG"
    before = _noun_before(doc, first)
    if before and (before != "PERSON" or parts):
        return before
    behind = _noun_behind(doc, last)
    if behind and (behind != "PERSON" or parts):
        return behind
    return "PERSON" if parts and _speaks(doc, last) else ""


def _noun_before(doc: Doc, first: int) -> str:
    """ "the rights group X", "the poet X"; "the head of the mission, X": what the noun before the name says."""
    if first == 0 or doc[first].is_sent_start:
        return ""
    before = doc[first - 1]
    if before.lower_ == "the" and first > 2 and before.nbor(-1).text == "," and _closed(doc, first):
        return _body_named(doc[first - 3])
    if before.text == ",":
        return "PERSON" if person_phrase(doc, first - 2) is not None and _closed(doc, first) else ""
    if before.text in name_words("title"):
        return "PERSON"
    single = before.tag_ in ("NN", "NNP") and before.is_lower
    known = described(before) if single else None
    return _LABELS.get(known.type or "", "") if known is not None and "crowd" not in known.kinds else ""


def _body_named(noun: Token) -> str:
    """ "its armed wing, the Lindar, said": the label of what a noun for a body before a comma introduces."""
    known = described(noun) if noun.tag_ == "NN" and noun.is_lower else None
    body = known is not None and known.type in ("Organization", "ArmedGroup", "MilitaryForce")
    return "ORG" if noun.is_lower and (body or noun.lower_ in WINGS) else ""


def introduced(doc: Doc, first: int, last: int) -> EntityType | None:
    """The type of one word that a noun for a body before it introduces: "their militia, the Lindari, burned it"."""
    if first != last or first < 3 or (doc[first - 1].lower_, doc[first - 2].text) != ("the", ","):
        return None
    if not _body_named(doc[first - 3]) or not _closed(doc, first):
        return None
    known = described(doc[first - 3])
    return cast(EntityType, known.type) if known is not None and known.type else "Organization"


def _closed(doc: Doc, first: int) -> bool:
    """Whether a name after a comma ends at a comma, a verb or the sentence: it is no member of a list."""
    at = first
    while at < len(doc) and (doc[at].text[:1].isupper() or doc[at].lower_ in _PARTICLES or doc[at].text in _INNER):
        at += 1
    return at >= len(doc) or doc[at].text in (",", ".", ";", '"', "-") or doc[at].pos_ in ("VERB", "AUX", "ADV", "PART")


def _noun_behind(doc: Doc, last: int) -> str:
    """ "X, a state-owned energy company", "X, the leader of the party": the first noun that describes somebody."""
    if last + 2 >= len(doc) or doc[last + 1].text != ",":
        return ""
    if doc[last + 2].like_num and last + 3 < len(doc) and doc[last + 3].text in (",", "."):
        return "PERSON"
    if doc[last + 2].lower_ not in ("a", "an", "the", "its", "their", "his", "her"):
        return "PERSON" if _holds(doc[last + 2 : last + 4]) else ""
    for token in doc[last + 3 : last + 9]:
        if token.pos_ in ("VERB", "AUX", "ADP", "PUNCT") and token.tag_ not in ("VBN", "VBG") and token.text != "-":
            return ""
        following = doc[token.i + 1] if token.i + 1 < len(doc) else token
        if token.tag_ == "NN" and following.tag_ not in ("NN", "NNS", "NNP") and following.text != "-":
            known = described(token)
            return _LABELS.get(known.type or "", "") if known is not None else ""
    return ""


def _holds(tokens: Sequence[Token]) -> bool:
    """ "leader of", "spokesman for": what one person is, without an article."""
    noun = len(tokens) == 2 and tokens[0].tag_ == "NN" and tokens[1].lower_ in ("of", "for", "at")
    return noun and tokens[0].is_lower and personal(tokens[0])


def called_behind(doc: Doc, last: int) -> EntityType | None:
    """What the phrase behind a name and its comma says it is: "Gao, a mining town", "Gao, Mali's second city", "Liwa,
    a faction of the army". None where it says nothing or speaks of a person."""
    if last + 3 >= len(doc) or doc[last + 1].text != ",":
        return None
    for token in doc[last + 2 : min(last + 2 + _PHRASE, len(doc) - 1)]:
        noun = token.tag_ == "NN" and token.is_lower and doc[token.i + 1].tag_ not in ("NN", "NNS")
        if noun and doc[token.i + 1].text not in ("-", "'s"):
            known = described(token)
            if token.lemma_ in words("settlements"):
                return "Place"
            body = known is not None and known.type in ("ArmedGroup", "Organization") and "person" not in known.kinds
            of = doc[token.i + 1].lower_ == "of" and doc[last + 2].tag_ == "DT"
            return cast(EntityType, known.type) if known is not None and body and of else None
        if not (
            token.pos_ in ("DET", "ADJ", "NUM", "NOUN", "PROPN") or token.text in ("'s", "-") or token.tag_ == "VBN"
        ):
            return None
    return None


def _speaks(doc: Doc, last: int) -> bool:
    """ "X said", "X told reporters"."""
    behind = doc[last + 1] if last + 1 < len(doc) else None
    return behind is not None and behind.tag_ == "VBD" and behind.lemma_ in words("saying") | {"tell"}


# -- phrases for persons -----------------------------------------------------------------------------------------------


def person_phrase(doc: Doc, end: int) -> Token | None:
    """The noun of a phrase for one person that ends at token ``end``: "head" of "the head of the UN mission in Mali".

    None where anything but the words of one noun phrase stands between.
    """
    for i in range(end, max(-1, end - 16), -1):
        token = doc[i]
        if token.text in (",", ";", ":", '"', "'s") or token.tag_ in ("VBD", "VBZ", "VBP", "VB", "MD"):
            return None
        if token.tag_ in ("NN", "NNP") and personal(token):
            inner = end > i and doc[i + 1].tag_ in ("NN", "NNS", "NNP", "NNPS")
            if not inner:
                return token
        if token.is_sent_start:
            return None
    return None


def personal(token: Token) -> bool:
    """Whether a noun says what a person is: "chairman", "dissident"."""
    known = described(token)
    return known is not None and known.type in ("Person", "Group") and "person" in known.kinds
