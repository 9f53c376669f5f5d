"""Looks at the words around a candidate: what makes a year a count, a month a name, a weekday a newspaper."""

from __future__ import annotations

from kg.annotate.timex.rules import Match
from kg.annotate.timex.tokens import Token
from kg.annotate.timex.wordsets import word_sets

# A month that is also a verb or a name must show itself as a month.
DOUBTFUL = frozenset({"may", "march"})
_NAMES = frozenset({"april", "june", "august", "may", "jan"})


def words(name: str) -> frozenset[str]:
    """A set of context words of `lexicon/times-context.tsv`. Raises KeyError."""
    return word_sets("times-context.tsv")[name]


def lower(token: Token | None) -> str:
    """The lower-case form of a token, or nothing."""
    return token.lower if token else ""


def counted(match: Match, loosely: bool = False) -> bool:
    """Whether the word after the match is something counted: "2014 refugees", ``loosely`` also "2014 Libyans"."""
    after = match.after()
    if after is None or after.start - match.tokens[match.last - 1].end > 2:
        return False
    if after.lower in words("counted"):
        return loosely or not after.capital
    return loosely and after.capital and len(after.lower) > 4 and after.lower.endswith(_PLURALS)


_PLURALS = ("ians", "ans", "ese", "men", "tis", "ris", "lis", "nis")


def year_fits(match: Match, value: int) -> bool:
    """Whether a four-digit number standing alone is a year, by the words around it."""
    loosely = lower(match.before()) not in words("year_cues")
    if counted(match, loosely) or (value not in range(1900, 2101) and _plural_follows(match)):
        return False
    return _year_at(match.tokens, match.last - 1, value)


def _year_at(tokens: list[Token], index: int, value: int) -> bool:
    """Whether the word before the number at that index announces a year; in a row of years, before the first."""
    before = tokens[index - 1] if index else None
    if before is None:
        return False
    if before.lower in words("year_cues") or before.kind in ("month", "mabbr"):
        return True
    if not 1500 <= value <= 2100:
        return False
    if before.kind not in ("and", "comma"):
        return before.lower in words("weak_year_cues")
    back = index - 2 - (index > 1 and tokens[index - 2].kind == "comma")
    if back >= 0 and tokens[back].kind == "year":
        return _year_at(tokens, back, int(tokens[back].value))
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return back >= 0 and before.kind == "comma" and tokens[back].kind == "name" and _closes(after)


def _closes(after: Token | None) -> bool:
    """Whether a phrase ends before that token: punctuation or the end of the text."""
    return after is None or after.kind in ("comma", "close", "gap", "other", "hyphen")


def _plural_follows(match: Match) -> bool:
    after = match.after()
    return (
        after is not None
        and after.kind == "x"
        and after.lower.endswith("s")
        and after.lower not in ("was", "is", "has")
    )


# What follows "the March" when it is a walk and "the May" when it is a politician.


def before_loud(match: Match) -> bool:
    """Whether the word before the match is in capitals, as in a headline."""
    before = match.before()
    return before is not None and before.capital and match.first > 1


def month_fits(match: Match, month: Token) -> bool:
    """Whether a month's name standing alone is the month: not Theresa May, April Ryan, the Women's March."""
    before, after = match.before(), match.after()
    cue = lower(before)
    if after is not None and after.kind in ("day", "ordinal"):
        return False  # "February 30": a day that the calendar does not have
    if _month_before(match):
        return True
    if month.lower in DOUBTFUL:
        return _doubtful_fits(match, cue, after)
    if month.lower in _NAMES and (cue in ("and", "or", "for", "as") or cue not in words("month_cues")):
        return not (after is not None and after.kind == "name") and not (before is not None and before.kind == "name")
    return cue != "black"


def _month_before(match: Match) -> bool:
    """Whether a month is named just before: "January-March", "in May and June", but not "Theresa May and April"."""
    link, month = match.before(), match.before(2)
    if link is None or month is None or month.kind != "month" or link.kind not in ("hyphen", "and", "comma", "to"):
        return False
    return month.lower not in DOUBTFUL or lower(match.before(3)) in words("sure_cues")


def _doubtful_fits(match: Match, cue: str, after: Token | None) -> bool:
    """The same for May and March, which are also a verb, a surname and a walk."""
    if cue in ("the", "a", "an") and after is not None and after.kind == "x" and not before_loud(match):
        return after.lower not in words("not_of_a_month")
    if cue not in words("month_cues") or lower(match.before(2)) in words("modal_left"):
        return False
    if cue not in words("sure_cues") and (cue == "to" or (after is not None and after.kind in ("name", "poss", "x"))):
        return False
    # "JOINED IN MARCH FOR PEACE": in capitals a march for, against or on something is a walk.
    loud = before_loud(match) and cue in ("in", "of")
    return not (loud and lower(after) in ("for", "against", "on", "to", "through", "across"))


def weekday_fits(match: Match) -> bool:
    """Whether a weekday is a day: not Bloody Sunday, not the Sunday Times."""
    before, after = match.before(), match.after()
    if before is not None and (before.kind in ("dayname", "feast")):
        return False
    return not (after is not None and after.capital and after.lower in words("papers") and not after.lower.isupper())


def weak_weekday(after: Token | None) -> bool:
    """Whether the word after a weekday makes it a kind of rite rather than a date: "Friday prayers"."""
    return lower(after) in words("church")


def party(match: Match) -> bool:
    """Whether a day of the year names a group: "the March 14 alliance"."""
    return lower(match.after()) in words("party")


def after_hyphen(match: Match) -> bool:
    """Whether the match is glued to a figure or letter before it by a hyphen: a telephone number, an aircraft."""
    hyphen, left = match.before(), match.before(2)
    start = match.tokens[match.first].start
    if (
        hyphen is None
        or left is None
        or hyphen.kind not in ("hyphen", "other")
        or hyphen.end != start
        or left.end != hyphen.start
    ):
        return False
    return left.kind in ("day", "int", "year", "hhmm", "float") or (len(left.lower) < 3 and hyphen.kind == "hyphen")
