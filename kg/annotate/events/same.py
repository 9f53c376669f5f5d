"""A definite noun points back to a happening already told ("met on Monday ... the conference").

It was at the same time. So are talks during, on the sidelines of or ahead of a meeting of the day of the report.
"""

from __future__ import annotations

from dataclasses import replace

from kg.annotate.parsed import Token
from kg.model import Event

_DEFINITE = frozenset({"the", "this", "that"})
_GATHERINGS = frozenset("gathering meeting conference summit talks session forum ceremony event".split())
_DURING = frozenset({"during", "at", "sidelines", "margins"})
_AROUND = frozenset({"ahead", "before", "after", "following"})  # the same day only if that is the day of the report
_REACH = 8  # words from the trigger to the gathering, as in "talks ahead of the official gathering"


def same_happening(events: list[Event], triggers: list[Token], published: str | None = None) -> list[Event]:
    """Events in order; a definite meeting without a time of its own has the time of the last meeting told before it.

    Only meetings: of attacks there are many, of "the conference" an article has one. ``published`` is the ISO day of
    the article.
    """
    out: list[Event] = []
    told: Event | None = None  # the last meeting with a time
    for event, trigger in zip(events, triggers, strict=True):
        known = event
        back = _points_back(trigger) or (told is not None and _beside(trigger, _today(told, published)))
        if event.plover == "CONSULT" and event.time is None and told is not None and back:
            known = replace(event, time=told.time, rule=f"{event.rule}, time of {told.id}")
        if known.plover == "CONSULT" and known.time is not None and known.status in ("actual", "planned"):
            told = known
        out.append(known)
    return out


def _points_back(trigger: Token) -> bool:
    if trigger.pos_ != "NOUN":
        return False
    left = [t for t in trigger.lefts if t.pos_ == "DET"]
    return bool(left) and left[0].lower_ in _DEFINITE and trigger.tag_ == "NN"


def _today(told: Event, published: str | None) -> bool:
    return told.time is not None and published is not None and told.time.start == told.time.end == published[:10]


def _beside(trigger: Token, today: bool) -> bool:
    """ "talks on the sidelines of the summit"; also "ahead of the summit" when the summit is ``today``."""
    doc, end = trigger.doc, min(trigger.sent.end, trigger.i + _REACH)
    for noun in doc[trigger.i + 1 : end]:
        if noun.lower_ not in _GATHERINGS:
            continue
        between = [t.lower_ for t in doc[trigger.i + 1 : noun.i]]
        near = _DURING | _AROUND if today else _DURING
        return bool(_DEFINITE & set(between)) and bool(near & set(between))
    return False
