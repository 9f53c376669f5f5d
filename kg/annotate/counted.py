"""Times counted from the other deed of a sentence: "closed the border on Sunday, a day after rebels attacked a bus".

The words say how far apart the two are and the one has a day of its own, so the other is that far before or after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.annotate.lexicon import words
from kg.annotate.parsed import Token
from kg.annotate.placed import Placed
from kg.annotate.times import Timex, resolve
from kg.annotate.timex.dates import DAYS_IN, HOURS_IN
from kg.annotate.timex.readings import Away, Period
from kg.annotate.view import View
from kg.model import TimeValue

_DATED = frozenset({"date", "weekday", "period", "ago"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_RELATIVE = frozenset({"WDT", "WP", "WP$", "WRB"})
_DAY = len("2016-05-16")


def counted(view: View, here: Sequence[Placed], trigger: Token, published: str | None) -> TimeValue | None:
    """When the deed behind "a day after" was, by the time of the deed that is told before it; None where the trigger
    is no such deed, has a time of its own, or nothing says when the other one was."""
    for placed in here:
        last = placed.tokens[-1]
        if last.lower_ not in ("after", "before") or not _tells(view, last, trigger):
            continue
        if any(last.i < p.tokens[0].i < _end(last, trigger) for p in here):
            continue
        base = _base(view, here, placed, trigger)
        if base is not None and (value := _away(placed.timex, _when(view, base, published), published)) is not None:
            return value
    return None


def _tells(view: View, last: Token, trigger: Token) -> bool:
    """Whether a trigger is what "after" or "before" is about: the verb of its clause or the noun that follows."""
    if trigger.i <= last.i:
        return False
    rest = last.doc[last.i + 1 : last.sent.end]
    stop = next((t.i for t in rest if t.text == "," or t.tag_ in _RELATIVE), last.sent.end)
    if trigger.i >= stop:
        return False
    gerund = rest[0] if len(rest) and rest[0].tag_ == "VBG" else None
    verb = gerund or next((t for t in rest if t.pos_ == "VERB" and t.tag_ in _FINITE), None)
    noun = next((t for t in rest if t.pos_ in ("NOUN", "PROPN") and t.nbor(1).pos_ not in ("NOUN", "PROPN")), None)
    if verb is None or trigger in (verb, noun):
        return trigger in (verb, noun)
    joined = view.rel(trigger) == "conj" and trigger.tag_ == verb.tag_
    done = view.rel(trigger) == "obj" and verb.lemma_ in words("light")
    return (joined or done) and view.head(trigger) == verb


def _end(last: Token, trigger: Token) -> int:
    """Where the clause behind "after" ends: at the first comma behind its trigger."""
    return next((t.i for t in last.doc[trigger.i : last.sent.end] if t.text == ","), last.sent.end)


def _base(view: View, here: Sequence[Placed], placed: Placed, trigger: Token) -> Placed | None:
    """The time to count from: the one right before, else that of a verb above the trigger."""
    above = {t.i for t in view.ancestors(trigger)}
    first = placed.tokens[0]
    dated = [p for p in here if p is not placed and p.timex.kind in _DATED]
    for other in sorted(dated, key=lambda p: -p.tokens[0].i):
        between = first.doc[other.tokens[-1].i + 1 : first.i]
        beside = 0 < len(between) < 4 and not any(t.pos_ in ("VERB", "NOUN", "PROPN") for t in between)
        owner = view.head(other.anchor) if other.anchor is not None else None  # "Syria on Sunday closed the border"
        if beside or any(t is not None and t.i in above for t in (other.anchor, owner)):
            return other
    return None


def _when(view: View, base: Placed, published: str | None) -> TimeValue:
    """The time of the other deed, read with the tense of its verb."""
    verb = base.anchor
    helpers = view.auxiliaries(verb) if verb is not None else []
    future = verb is not None and (verb.tag_ == "VB" or any(t.tag_ == "MD" for t in helpers))
    return resolve(base.timex, published, future)


def _away(timex: Timex, base: TimeValue, published: str | None) -> TimeValue | None:
    """A time as far from the base on the other side: what came a day before is what this is a day after."""
    reading, start = timex.reading, base.start
    if start is None or not isinstance(reading, Away | Period):
        return None
    if reading.unit in HOURS_IN:
        return replace(base, text=timex.text, span=timex.span)
    if reading.unit in DAYS_IN and len(start) < _DAY:
        return None
    turned = replace(reading, sign=-reading.sign) if isinstance(reading, Away) else replace(reading, step=-reading.step)
    value = resolve(replace(timex, reading=turned), published, anchor=base)
    return value if value.start else None


def since_then(view: View, here: Sequence[Placed], trigger: Token, published: str | None) -> TimeValue | None:
    """ "have been killed since rebels seized the town in May 2014": from when the other deed was until the day of
    publication; None where either is unknown or the verb is not in the perfect."""
    perfect = any(t.lower_ in ("have", "has") for t in view.children(trigger, "aux"))
    if published is None or not perfect or trigger.tag_ != "VBN":
        return None
    for clause in view.children(trigger, "advcl"):
        if not any(t.lower_ == "since" for t in view.children(clause, "mark")):
            continue
        dated = (p for p in here if p.anchor == clause and p.timex.kind in _DATED and clause.i > trigger.i)
        values = (resolve(p.timex, published, False) for p in dated)
        found = next((v for v in values if v.start and v.start < published), None)
        if found is not None:
            return replace(found, end=published)
    return None
