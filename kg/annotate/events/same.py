"""A definite noun points back to a happening already told ("met on Monday ... the conference").

It was at the same time.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.model import Event

_DEFINITE = frozenset({"the", "this", "that"})


def same_happening(events: list[Event], triggers: list[Token]) -> list[Event]:
    """Events in order; a definite meeting without a time of its own has the time of the last meeting told before it.

    Only meetings: of attacks there are many, of "the conference" an article has one.
    """
    out: list[Event] = []
    told: Event | None = None  # the last meeting with a time
    for event, trigger in zip(events, triggers, strict=True):
        known = event
        if event.plover == "CONSULT" and event.time is None and told is not None and _points_back(trigger):
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
