"""Whether an event happened (actual), is intended (planned), feared or hypothetical (possible) or denied (negated).

The parse is climbed from the trigger; the first cue that governs the trigger decides. A statement's own verb does not
touch its content, unless it denies, fears or hopes.
"""

from __future__ import annotations

from itertools import pairwise

from kg.annotate.draft import Draft
from kg.annotate.events.cues import (
    COVERING,
    DELAYING,
    DENYING,
    DISCUSSING,
    ENDING,
    FEARING,
    HALTING,
    LAWS,
    MODIFIERS,
    PARTS,
    SCHEDULING,
    STOPPING,
    TRAVELLING,
    ahead,
    not_in_front,
)
from kg.annotate.events.intended import intended
from kg.annotate.events.turns import (
    ASKED,
    unstopped,
)
from kg.annotate.events.verb_status import Reading, verb_reading
from kg.annotate.lexicon import words
from kg.annotate.parsed import Token


def status_of(draft: Draft, trigger: Token, support: Token | None = None) -> Reading:
    """The status of the event of a trigger; ``support`` is the light verb of a noun ("plan to launch" attacks).

    What is feared, hoped or doubted is possible at most, however sure the words inside are ("fears they will attack").
    """
    reading = _own_status(draft, trigger, support)
    if reading.status == "planned" or (reading.status == "actual" and reading.cue is not None):
        token = support if support is not None else trigger
        for above in draft.view.ancestors(token):
            if above.lemma_.lower() in FEARING and above.i < token.i:
                return Reading("possible", above)
    return reading


def _own_status(draft: Draft, trigger: Token, support: Token | None) -> Reading:
    if trigger.pos_ in ("NOUN", "PROPN") and trigger.tag_ not in ("VBG", "VBN", "VBD", "VB", "VBZ", "VBP"):
        own = _noun(draft, trigger)
        if own is not None and own.status == "possible" and (denial := _denial(draft, trigger)) is not None:
            return Reading("negated", denial)
        if own is not None:
            denied = (
                support is not None and own.status == "possible" and verb_reading(draft, support).status == "negated"
            )
            return verb_reading(draft, support) if denied and support is not None else own
        if support is None:
            return _above_noun(draft, trigger)
        off, read = _off(support) or support.lemma_ in ENDING, verb_reading(draft, support)
        if support.lemma_ in HALTING and (
            not_in_front(support) or read.status != "actual"
        ):  # "will not halt its raids"
            return Reading("actual", support)
        read = Reading("negated", support) if off else read
        wanted = read.status == "actual" and intended(draft, trigger, support)
        return Reading("planned", support) if wanted else read
    return verb_reading(draft, trigger)


def _denial(draft: Draft, noun: Token) -> Token | None:
    """ "denied any attack on civilians": the verb that denies it."""
    above = draft.view.head(noun)
    denied = above is not None and above.lemma_ in DENYING and draft.view.rel(noun) == "obj"
    return above if denied else None


def _off(verb: Token) -> bool:
    """ "called off the talks"."""
    return verb.lemma_ in ("call", "break", "put") and any(t.lower_ == "off" for t in verb.children)


def _noun(draft: Draft, noun: Token) -> Reading | None:
    """What words before a noun say of it: "planned talks", "no attack"."""
    for child in draft.view.children(noun, "amod", "compound", "det", "advmod", "neg"):
        status = MODIFIERS.get(child.lower_)
        if status is not None:
            return Reading(status, child)
    for clause in draft.view.children(noun, "acl"):  # "talks in Geneva, planned for 25 August"
        bare = clause.tag_ in ("VBN", "VBD") and not draft.view.children(clause, "subj", "aux", "obj")
        if bare and clause.lemma_ in SCHEDULING:
            return Reading("planned", clause)
    return None


def _above_noun(draft: Draft, noun: Token) -> Reading:
    """A noun takes the status of what governs it: "fear of attacks", "called for talks", "the meeting will start"."""
    view = draft.view
    top = view.first_conjunct(noun)
    above, rel, prep = view.head(top), view.rel(top), view.prep(top)
    if _to_come(top):
        return Reading("planned", top)
    if above is None:
        return Reading("actual")
    if above.pos_ in ("NOUN", "PROPN"):
        if above.lemma_ in words("doubt"):
            return Reading("possible", above)
        if above.lemma_ in words("plan") and prep in ("of", "for", "on", "to"):
            return Reading("planned", above)
        if above.lemma_ in ("case", "event") and prep == "of" and view.prep(above) == "in":
            return Reading("possible", above)
        return _above_noun(draft, above) if prep == "of" and above.lower_ in PARTS else Reading("actual")
    if above.pos_ not in ("VERB", "AUX", "ADJ"):
        return Reading("actual")
    found = _as_object(draft, above, rel, prep) or _covered(draft, above, prep)
    if found is not None and found.status == "negated" and above.lemma_ in STOPPING:
        return Reading(unstopped(above, verb_reading(draft, above).status), above)
    if found is not None:
        return found
    if prep == "at" and noun.lemma_ in ASKED:  # "will meet at the request of Mali"
        return Reading("actual")
    happens = rel in ("subj", "subjpass", "obj", "obl") and above.lemma_ in words("holding")
    if above.lemma_ == "go" and any(t.lower_.startswith("un") for t in view.children(above, "xcomp", "attr", "advmod")):
        return Reading("actual")  # "will not go unanswered": what has happened
    happens = happens or (rel == "obl" and prep == "for" and above.lemma_ in TRAVELLING)
    return verb_reading(draft, above) if happens else Reading("actual")


def _to_come(noun: Token) -> bool:
    """ "ahead of talks in Geneva", with no year that may lie in the past behind it."""
    doc, sent = noun.doc, noun.sent
    before = [t.lower_ for t in doc[max(sent.start, noun.i - 4) : noun.i]]
    ahead = any(pair == ("ahead", "of") for pair in pairwise(before))
    return ahead and not any(t.text.isdigit() and len(t.text) == 4 for t in doc[noun.i : min(sent.end, noun.i + 8)])


def _covered(draft: Draft, verb: Token, prep: str) -> Reading | None:
    """ "the treaty extends to attacks on the coast guard": what a pact or law is for need not have happened."""
    if verb.lemma_ not in COVERING or verb.tag_ not in ("VBZ", "VBP", "VB") or prep not in ("", "to", "in"):
        return None
    papers = [s for s in draft.view.children(verb, "subj") if s.lemma_ in words("pacts") | LAWS]
    return Reading("possible", verb) if papers else None


def _as_object(draft: Draft, verb: Token, rel: str, prep: str) -> Reading | None:
    """What a verb makes of its object, or of what it is after ("prevented an attack", "called for talks")."""
    lemma, phrase = verb.lemma_, rel == "obl"
    if _off(verb):
        return Reading("planned" if lemma == "put" else "negated", verb)
    if rel not in ("obj", "subjpass") and not (phrase and prep in ("for", "on", "to", "from", "against", "with")):
        return None
    if ahead(verb) and not phrase:
        return Reading("planned", verb)
    if lemma in STOPPING and not phrase:
        return Reading("negated", verb)
    if lemma == "want" and (phrase or verb.tag_ == "VBN"):  # "wanted for murder"
        return None
    if lemma == "expect" and verb.tag_ == "VBN" and phrase:  # "is expected in Cairo for talks"
        return Reading("planned", verb)
    if not phrase and (lemma in DELAYING or (rel == "subjpass" and lemma in SCHEDULING)):
        return Reading("planned", verb)
    if lemma in DISCUSSING and verb.tag_ != "VBN" and not phrase:
        return Reading("possible", verb)
    if lemma in words("belief") or lemma in ("threaten", "warn", "risk", "fear"):
        return Reading("possible", verb)
    # "ordered to the talks", "set for the war": no intention of the thing itself.
    judged = lemma == "call" and draft.view.children(verb, "xcomp")  # "called the raid appalling"
    told = lemma == "tell" or (
        phrase and lemma in ("order", "set", "schedule")
    )  # "told a forum", "ordered to the talks"
    if lemma in words("intent") and not judged and not told:
        return Reading("planned", verb)
    return None
