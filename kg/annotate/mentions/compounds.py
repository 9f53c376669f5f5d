"""Names of bodies that are longer than the parser takes them: two fields before their noun, or all an acronym says."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.gazetteer import Gazetteer
from kg.annotate.lexicon import name_words
from kg.annotate.mentions.descriptions import described
from kg.annotate.mentions.extents import DEPARTMENTS
from kg.annotate.mentions.spans import Candidate
from kg.annotate.parsed import Doc, Token, text_of
from kg.annotate.text import Text

_LITTLE = frozenset("of for the and to in against on with de du des et la le les pour - '".split())
_AIMS = frozenset({"of", "for", "to", "against"})
_BANDS = frozenset("sons lions soldiers wolves hawks eagles knights guardians defenders brothers companions".split())
"""Plurals that fighters call themselves by."""
_AND = frozenset({"and", "&"})
_LONGEST = 14
"""Tokens of a name at most."""
_OWN_NAMES = frozenset({"Treasury", "Army", "Navy"})
"""Words that name a body by themselves: "the Treasury and State Department" are two."""


def compounds(text: Text, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Names of bodies with "and" in them, and those that an acronym in brackets closes."""
    for token in text.doc:
        if token.text == "(":
            yield from _lettered(text.doc, token)
        elif token.lower_ == "of" and token.i > 1:
            yield from _plural(text.doc, token)
        elif token.lower_ in _AND and not token.is_sent_start and token.i > 1:
            yield from _joined(text.doc, token, gazetteer)


def _lettered(doc: Doc, bracket: Token) -> Iterator[Candidate]:
    """ "the Group for the Aid of Widows (GAW)": all words in capitals back to those that the letters begin with, else
    back to the noun for a body that says what it is for."""
    inside = doc[bracket.i + 1 : bracket.i + 3]
    if len(inside) < 2 or inside[1].text != ")" or not _acronym(inside[0]):
        return
    run = _back(doc, bracket.i - 1)
    starts = [t for t in run if _capital(t)]
    letters = inside[0].text.upper()
    first = next((t for t in starts if letters in _initials(run, t)), None) or _purposeful(doc, run)
    if first is not None and bracket.i - first.i > 2 and not any(t.ent_type_ == "PERSON" for t in run if t.i > first.i):
        yield Candidate(first.i, bracket.i - 1, "ORG", None)


def _plural(doc: Doc, of: Token) -> Iterator[Candidate]:
    """ "the Soldiers of the East", "the Sons of Iraq": fighters in capitals inside a sentence are a body's name."""
    noun = doc[of.i - 1]
    known = described(noun)
    band = noun.lower_ in _BANDS or (known is not None and known.type in ("ArmedGroup", "MilitaryForce"))
    if not band or noun.tag_ not in ("NNS", "NNPS") or not noun.is_title or doc[noun.i - 1].lower_ != "the":
        return
    at = of.i + 1
    at += at < len(doc) and doc[at].lower_ == "the"
    run = _run(doc, at - 1, 1) if at < len(doc) else []
    run = run or ([doc[at]] if at < len(doc) and _naming(doc[at]) and not doc[at].is_sent_start else [])
    if run and not noun.is_sent_start:
        yield Candidate(noun.i, run[-1].i, "ORG", None)


def _acronym(token: Token) -> bool:
    return 2 < len(token) <= 8 and token.text.isalpha() and sum(c.isupper() for c in token.text) > len(token) / 2


def _back(doc: Doc, last: int) -> list[Token]:
    """The words in capitals up to token ``last``, with the little words between them."""
    run: list[Token] = []
    for i in range(last, max(-1, last - _LONGEST), -1):
        token = doc[i]
        if not (_capital(token) or (token.lower_ in _LITTLE and run)):
            break
        run.insert(0, token)
        if token.is_sent_start:
            break
    return run


def _capital(token: Token) -> bool:
    return token.text[:1].isupper() and any(c.isalpha() for c in token.text)


def _initials(run: list[Token], first: Token) -> tuple[str, str]:
    """The letters that a name's words in capitals begin with, and those of all its words."""
    own = [t for t in run if t.i >= first.i and t.text[:1].isalpha()]
    return "".join(t.text[0] for t in own if _capital(t)), "".join(t.text[0] for t in own).upper()


def _purposeful(doc: Doc, run: list[Token]) -> Token | None:
    """Where a name begins whose last noun for a body has "of" or "for" behind it."""
    for token in reversed(run):
        aim = token.i < run[-1].i and doc[token.i + 1].lower_ in _AIMS
        if aim and name_words("last").get(token.text, "Place") != "Place":
            first = token
            while first.i > run[0].i and _naming(doc[first.i - 1]) and not doc[first.i].is_sent_start:
                first = doc[first.i - 1]
            return first
    return None


def _naming(token: Token) -> bool:
    """Whether a word in capitals may belong to the name of a body behind it."""
    plain = _capital(token) and token.is_alpha and token.tag_ not in ("DT", "IN", "PRP", "PRP$", "CC")
    return plain and (token.text not in name_words("title") or token.text in DEPARTMENTS)


def _joined(doc: Doc, conjunction: Token, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """ "the Health and Welfare Party": words in capitals on both sides of "and", the last of them a noun for a body and
    the first of them right behind an article, an adjective or an owner."""
    behind = _run(doc, conjunction.i, 1)
    before = _run(doc, conjunction.i, -1)
    if len(behind) < 2 or not before or name_words("last").get(behind[-1].text) != "Organization":
        return
    if behind[-1].text.isupper() or any(_is_body(t) for t in (*before, *behind[:-1])):
        return
    known = any(gazetteer.records(text_of(ts)) or _of_people(ts, gazetteer) for ts in (before, behind))
    if not known and _opens(doc, before[0]):
        yield Candidate(before[0].i, behind[-1].i, "ORG", None)


def _run(doc: Doc, at: int, step: int) -> list[Token]:
    """The words in capitals right before (-1) or behind (1) a token."""
    run: list[Token] = []
    for _ in range(3):
        at += step
        if not 0 <= at < len(doc) or not _naming(doc[at]) or doc[at].ent_type_ in ("PERSON", "LOC", "NORP"):
            break
        if step > 0 and doc[at].is_sent_start:
            break
        run.append(doc[at])
        if step < 0 and doc[at].is_sent_start:
            break
    return run[::step]


def _is_body(token: Token) -> bool:
    return token.text in name_words("last") or token.text in _OWN_NAMES


def _of_people(tokens: list[Token], gazetteer: Gazetteer) -> bool:
    return any(gazetteer.demonym(t.text) is not None for t in tokens)


def _opens(doc: Doc, first: Token) -> bool:
    """Whether what stands before a word in capitals shows that a name begins there."""
    if first.is_sent_start or first.i == 0:
        return first.tag_ in ("NNP", "NN")
    before = doc[first.i - 1]
    return before.tag_ in ("DT", "POS", "PRP$", "JJ", "VBG") or before.ent_type_ == "NORP" or before.is_lower
