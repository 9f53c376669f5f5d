"""Titles before a person's name ("US Secretary of State" John Kerry)."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate.lexicon import descriptions, name_words
from kg.annotate.parsed import Doc, Token
from kg.annotate.text import Text

_FIELD = 6
"""Tokens before a name in which the field of an office begins."""
_REACH = 12
"""Tokens before a name in which its title may begin."""


def title_start(text: Text, first: int) -> int:
    """The token where the titles before a person's name begin; ``first``, the name's own first token, if none."""
    doc, start, titled = text.doc, first, False
    for i in range(_before_field(doc, first) - 1, max(-1, first - _REACH), -1):
        token = doc[i]
        if _is_border(token) or _is_owner(doc, i):
            break
        if i == first - 1 and token.lower_ in ("of", "for"):
            break  # "a spokesman for Lind": another's office
        if token.lower_ in ("on", "to") and not titled and i and _is_title(doc[i - 1]):
            continue  # "special rapporteur on Iran", "ambassador to Chad"
        leader = _is_title(token)
        modifier = token.pos_ in ("ADJ", "PROPN", "NOUN") and (titled or leader or token.text[:1].isupper())
        if leader:
            titled, start = True, i
        elif titled and modifier:
            start = i
        elif token.lower_ in ("of", "for") and i and titled and doc[i - 1].is_lower:
            break  # "the chief of staff of opposition leader X": another's title
        elif token.lower_ == "of" and i and _opens_with_title(doc[i + 1 : i + 2]) and not _is_title(doc[i - 1]):
            break  # "the Liberal Party of President X"
        elif token.lower_ in ("of", "for") and i and _may_go_on(doc[i - 1], titled):
            continue
        elif not modifier and token.text not in ("-", "'s"):
            break
    return start


def _opens_with_title(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and tokens[0].text in name_words("title")


def _before_field(doc: Doc, first: int) -> int:
    """Where the field of an office begins that stands between it and the name: "special envoy for Asian affairs X"."""
    noun = doc[first - 1] if first else None
    if noun is None or not noun.is_lower or noun.tag_ not in ("NN", "NNS") or _is_title(noun):
        return first
    for i in range(first - 2, max(0, first - _FIELD), -1):
        if doc[i].lower_ in ("for", "of"):
            return i if _is_title(doc[i - 1]) else first
        if doc[i].pos_ not in ("ADJ", "NOUN", "PROPN", "CCONJ"):
            return first
    return first


def _is_border(token: Token) -> bool:
    """Whether no title goes beyond the token."""
    article = token.is_sent_start and token.pos_ == "DET"
    return bool(token.is_sent_end or token.text in (",", ";", ":", '"', "(", ")") or article)


def _is_owner(doc: Doc, i: int) -> bool:
    """ "Angela Merkel's spokesman X": what stands before the possessive is another person's title."""
    return doc[i].lower_ in ("'s", "'") and i > 0 and doc[i - 1].ent_type_ in ("PERSON", "PER")


def _may_go_on(before: Token, titled: bool) -> bool:
    """Whether a title may go on left of its "of": "Secretary" of, "Army" of."""
    return _is_title(before) or (titled and before.text[:1].isupper())


def _is_title(token: Token) -> bool:
    if token.text in name_words("title"):
        return True
    known = descriptions().get(token.lower_) or descriptions().get(token.lemma_)
    people = known is not None and known.type in ("Person", "Group") and "person" in known.kinds
    return people and token.tag_ in ("NN", "NNP")
