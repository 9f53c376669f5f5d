"""A time expression in its sentence: what it hangs on, and whose time the words around it say that it is not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.annotate.parsed import Token
from kg.annotate.times import Timex
from kg.annotate.timex.combined import Bound
from kg.annotate.view import View

PHRASE = 12
"""Tokens from a word to the time that it is about ("ahead of", a superlative)."""

_FATAL = frozenset({"kill", "wound", "injure", "claim", "hurt"})
_DUE = frozenset({"due", "scheduled", "slated"})
_COMING = frozenset({"will", "would", "shall", "'ll", "may", "might"})
_TRYING = frozenset(
    "sentence convict jail imprison indict charge try acquit condemn punish accuse hang execute".split()
)
_PRESENT = frozenset({"VBZ", "VBP"})
_FRONTED = frozenset({"after", "following", "during", "at", "in", "before"})
_OPENED = 4  # tokens at the start of a sentence in which the noun of its first phrase stands


@dataclass(frozen=True, slots=True)
class Placed:
    """A time expression, the tokens it spans and the word it hangs on."""

    timex: Timex
    tokens: tuple[Token, ...]
    anchor: Token | None


def ahead_of(placed: Placed, verb: Token) -> bool:
    """ "Ahead of talks on Friday, troops shelled the town", "talks due to open on Friday were called off": the day is
    that of what is ahead, not the verb's."""
    first = placed.tokens[0]
    for i in range(first.i - 1, max(first.sent.start - 1, first.i - PHRASE), -1):
        word = first.doc[i]
        if word.text == "," or word.i == verb.i:
            return False
        if word.lower_ in _DUE or (word.lower_ == "ahead" and word.nbor(1).lower_ == "of"):
            return True
    return False


def at_its_start(timex: Timex) -> Timex:
    """ "since May 2014, when rebels seized the town": what was then is in May 2014, not in all the time since."""
    reading = timex.reading
    open_ended = isinstance(reading, Bound) and reading.side == "since"
    return replace(timex, reading=reading.whole) if isinstance(reading, Bound) and open_ended else timex


def of_participle(view: View, tokens: tuple[Token, ...]) -> Token | None:
    """ "a deal, reached in Dayton, Ohio, in November 1995, ended it": the participle whose phrase of places and times
    the time closes, whatever the parser hung it on."""
    first = tokens[0]
    for i in range(first.i - 1, max(first.sent.start, first.i - PHRASE), -1):
        word = first.doc[i]
        if word.tag_ == "VBN" and first.doc[i - 1].text == "," and not view.auxiliaries(word):
            above = view.head(word)
            return word if view.rel(word) == "acl" and above is not None and above.i < i else None
        if word.pos_ not in ("PROPN", "ADP", "DET", "PUNCT"):
            return None
    return None


def is_for(placed: Placed) -> bool:
    """Whether "for" introduces a day or month: what is "for Friday" is to come."""
    first, last = placed.tokens[0], placed.tokens[-1]
    alone = last.i + 1 >= last.sent.end or last.nbor(1).pos_ in ("PUNCT", "ADP", "CCONJ", "SCONJ")
    introduced = first.i > first.sent.start and first.nbor(-1).lower_ == "for"
    return introduced and alone and placed.timex.kind in ("weekday", "date")


def covers(placed: Placed, trigger: Token) -> bool:
    """Whether a trigger is one of the words of the time itself."""
    return any(t.i == trigger.i for t in placed.tokens)


def of_the_asking(placed: Placed, trigger: Token) -> bool:
    """ "On Tuesday the senate urged him to resign", "agreed Tuesday to resign": the day is that of what was said then,
    not of what is to come of it."""
    verb = placed.anchor
    told = verb is not None and verb.tag_ in ("VBD", "VBN") and verb.i < trigger.i
    near = verb is not None and (placed.tokens[-1].i < verb.i or placed.tokens[0].i == verb.i + 1)
    return told and near and trigger.tag_ == "VB"


def of_what_is_to_come(placed: Placed, trigger: Token) -> bool:
    """ "agreed to meet next week": the time hangs on the infinitive below a verb in the past."""
    verb = placed.anchor
    return verb is not None and verb.tag_ == "VB" and trigger.tag_ in ("VBD", "VBN") and trigger.i < verb.i


def is_ahead(view: View, verb: Token | None) -> bool:
    """Whether a verb tells of what is to come: "will meet", "is to meet", "is expected to meet", "raise it when they
    meet" below one that does."""
    if verb is None or verb.pos_ != "VERB":
        return False
    helpers = view.auxiliaries(verb)
    if any(t.lower_ in _COMING for t in helpers):
        return True
    above = view.head(verb)
    if verb.tag_ == "VB" and any(t.lower_ == "to" for t in view.children(verb, "mark")):
        if above is not None and view.rel(verb) == "xcomp" and above.lower_ in _DUE:
            return True  # "was due to meet on Thursday"
        planned = [verb, *([above] if above is not None and view.rel(verb) == "xcomp" else [])]
        return any(t.tag_ in _PRESENT for v in planned for t in (v, *view.children(v, "aux", "auxpass", "cop")))
    now = verb.tag_ in (*_PRESENT, "VB") and not helpers
    below = now and view.rel(verb) == "advcl" and above is not None and above != verb
    when = any(t.lower_ in ("when", "once", "until") for t in view.children(verb, "advmod", "mark"))
    return below and when and is_ahead(view, above)


def in_front(view: View, placed: Placed, trigger: Token) -> bool:
    """ "After a meeting of the council on Monday he left": the time of the phrase that opens the sentence."""
    first = placed.tokens[0]
    opens = trigger.pos_ == "NOUN" and trigger.i <= trigger.sent.start + _OPENED and trigger.i < first.i
    if not opens or view.prep(trigger) not in _FRONTED:
        return False
    return not any(t.text == "," or t.pos_ in ("VERB", "AUX") for t in trigger.doc[trigger.i + 1 : first.i])


def of_its_purpose(view: View, placed: Placed, trigger: Token) -> bool:
    """ "sent troops to support the king in 2013": behind what a deed was for stands when it was done."""
    verb = placed.anchor
    if verb is None or verb.tag_ != "VB" or view.rel(verb) != "advcl" or view.head(verb) != trigger:
        return False
    return trigger.tag_ in ("VBD", "VBN") and trigger.i < verb.i < placed.tokens[0].i


def of_its_toll(view: View, placed: Placed, trigger: Token) -> bool:
    """ "Clashes in the area killed 12 people in May": when they killed is when they were."""
    verb = placed.anchor
    if verb is not None and view.rel(verb) == "obj":
        verb = view.head(verb)
    deadly = verb is not None and verb.lemma_ in _FATAL and verb.i < placed.tokens[0].i
    return deadly and view.rel(trigger) == "subj" and view.head(trigger) == verb


def _of_what_was_done(view: View, placed: Placed, trigger: Token) -> bool:
    """ "sentenced for the murder of villagers in the war of 1992-95": a time that hangs on a noun below what somebody
    is tried for is that of the deed, not of the trial."""
    anchor = placed.anchor
    if trigger.lemma_ not in _TRYING or anchor is None or anchor.pos_ not in ("NOUN", "PROPN"):
        return False
    below = [anchor, *view.ancestors(anchor)]
    if trigger not in below or (view.prep(anchor) in ("for", "of") and view.head(anchor) == trigger):
        return False
    return any(view.prep(t) in ("for", "of", "over") for t in below[: below.index(trigger)])


def _of_the_first(view: View, placed: Placed, trigger: Token) -> bool:
    """ "for the shelling in 1993 of a convoy and for the detention of 400 men": a time between a noun and the "and"
    that joins another deed to it is that of the first alone."""
    first = placed.anchor
    if trigger.pos_ != "NOUN" or view.rel(trigger) != "conj" or first is None or first.pos_ != "NOUN":
        return False
    cases = view.children(trigger, "case")
    again = any(t.lower_ == view.prep(first) for t in cases)  # whatever the parser took for the first of the two
    joined = min((t.i for t in (*cases, *view.children(trigger, "cc"))), default=trigger.i)
    return (again or view.head(trigger) == first) and first.i < placed.tokens[0].i < joined


def _of_the_tense_before(view: View, placed: Placed, trigger: Token) -> bool:
    """ "would fly there in March and had asked to see him", "closed the port in March and is searching it": what is
    done is not in the time of what is to come, nor what goes on in that of what is done."""
    first = view.head(trigger) if trigger.pos_ == "VERB" and view.rel(trigger) == "conj" else None
    if first is None or not first.i < placed.tokens[0].i < trigger.i:
        return False
    helpers = view.children(trigger, "aux")
    done = any(t.lower_ in ("had", "has", "have") for t in helpers)
    goes_on = trigger.tag_ == "VBG" and first.tag_ in ("VBD", "VBN") and any(t.lemma_ == "be" for t in helpers)
    return goes_on or (done and any(t.lower_ in _COMING for t in view.auxiliaries(first)))


def of_another(view: View, placed: Placed, trigger: Token) -> bool:
    """Whether a time near a trigger is that of another deed: tried there, told before it or told together with it."""
    rules = (_of_what_was_done, _of_the_first, _of_the_tense_before)
    return any(rule(view, placed, trigger) for rule in rules)
