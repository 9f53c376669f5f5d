"""Whether what a verb tells happened: its own auxiliaries and negation first, then the clauses above it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.annotate.draft import Draft
from kg.annotate.events.cues import (
    ALLEGED,
    AWAITING,
    CARRYING,
    CAUSING,
    CONDITIONAL,
    DEMANDING,
    DENYING,
    DISCUSSING,
    IS_TO,
    KEPT_FROM,
    NOBODY,
    PROMPT,
    SAID_AND_DONE,
    UNDOING,
    UNSETTLED,
    UNSURE,
)
from kg.annotate.events.turns import (
    CLEARING,
    CONFIRMING,
    FIRST,
    be_done,
    first_to,
    met_later,
    pressed,
    to_nothing,
    undone,
    unstopped,
    was_to_have,
)
from kg.annotate.lexicon import words
from kg.annotate.parsed import Token
from kg.model import Status


@dataclass(frozen=True, slots=True)
class Reading:
    """A status and the token that gave it, if any."""

    status: Status
    cue: Token | None = None


def verb_reading(draft: Draft, verb: Token) -> Reading:
    """Own auxiliaries and negation first, then the clauses above."""
    view = draft.view
    negation = view.negated(verb)
    negation = negation if negation is not None else _done_by_nobody(draft, verb) or to_nothing(draft, verb)
    if negation is not None:
        return Reading("negated", negation)
    conditional = next((m for m in view.children(verb, "mark", "advmod", "cc") if m.lower_ in CONDITIONAL), None)
    if conditional is not None:
        return Reading("possible", conditional)
    doubtful = _doubtful(draft, verb)
    if doubtful is not None:
        return doubtful
    auxes = view.auxiliaries(verb)
    for aux in auxes:
        if aux.lemma_.lower() in words("possible") or aux.lower_ in words("possible"):
            return Reading("possible", aux)
        if aux.lower_ in ("must", "should", "ought"):
            return Reading("possible", aux)
        if aux.lower_ in words("future"):
            past = aux.lower_ in ("would", "'d") and any(a.lemma_ == "have" for a in auxes)
            return Reading("possible" if past else "planned", aux)
    going = next((a for a in auxes if a.lower_ == "going"), None)
    return Reading("planned", going) if going is not None else _above_verb(draft, verb)


def _done_by_nobody(draft: Draft, verb: Token) -> Token | None:
    """ "neither side is ready", "no group claimed it", "nobody was hurt"."""
    for subject in draft.view.children(verb, "subj", "subjpass"):
        words_here = [subject, *draft.view.children(subject, "det", "neg", "cc")]
        found = next((t for t in words_here if t.lower_ in NOBODY), None)
        if found is not None:
            return found
    return None


def _doubtful(draft: Draft, verb: Token) -> Reading | None:
    """ "allegedly ordered", "until the army withdraws", "has yet to meet"."""
    view = draft.view
    alleged = next((m for m in view.children(verb, "advmod") if m.lower_ in ALLEGED), None)
    if alleged is not None:
        return Reading("possible", alleged)
    awaited = next((m for m in view.children(verb, "mark", "advmod", "case") if m.lower_ in AWAITING), None)
    if awaited is not None and (verb.tag_ in ("VBZ", "VBP") or _present(draft, verb) or _awaited(draft, verb)):
        return Reading("possible", awaited)
    inverted = next((a for a in view.auxiliaries(verb)[:1] if a.lower_ in ("had", "should", "were")), None)
    if (
        inverted is not None
        and verb.sent[-1].text != "?"
        and any(inverted.i < t.i < verb.i for t in view.children(verb, "subj", "subjpass"))
    ):
        return Reading("possible", inverted)  # "had they attacked", "should it attack"
    if (come := met_later(draft, verb)) is not None or (come := was_to_have(verb)) is not None:
        return Reading("planned", come)
    before = [t.lower_ for t in verb.doc[max(0, verb.i - 2) : verb.i]]
    if before == ["yet", "to"]:
        return Reading("negated", verb.nbor(-2))
    # with "due to" taken for a preposition, "is to" for a copula
    if before in (["due", "to"], ["about", "to"]) or (before[1:] == ["to"] and before[0] in IS_TO):
        return Reading("planned", verb.nbor(-2))
    return None


def _awaited(draft: Draft, verb: Token) -> bool:
    """ "would not leave until the army withdrew": awaited by what would be, or would not."""
    above = draft.view.head(verb)
    return above is not None and any(a.lower_ in words("future") for a in draft.view.auxiliaries(above))


def _present(draft: Draft, verb: Token) -> bool:
    auxes = draft.view.children(verb, "aux", "auxpass")
    return bool(auxes) and auxes[0].tag_ in ("VBZ", "VBP")


def _to(draft: Draft, verb: Token) -> Token | None:
    """The "to" of an infinitive."""
    if verb.tag_ not in ("VB", "VBP", "VBN"):
        return None
    return next((m for m in draft.view.children(verb, "mark", "aux") if m.lower_ == "to"), None)


def _above_verb(draft: Draft, verb: Token) -> Reading:
    """What the clauses above make of a verb that has no cue of its own."""
    view, top = draft.view, verb
    while view.rel(top) == "conj" and not view.children(top, "subj", "aux", "auxpass"):
        above = view.head(top)
        if above is None:
            break
        if top.tag_ in ("VBD", "VBZ", "VBN") and above.tag_ == "VB" and not view.passive(above):
            return Reading("actual")  # "ordered them to leave and called for talks"
        top = above
        if view.negated(top) is None and any(a.lower_ in words("future") for a in view.children(top, "aux")):
            return Reading("planned", top)
    above, rel, to = view.head(top), view.rel(top), _to(draft, top)
    if above is None:
        return Reading("planned", to) if to is not None else Reading("actual")
    if rel in ("xcomp", "ccomp", "csubj") or (rel == "advcl" and to is not None):
        found = _governed(draft, top, above)
        if found is not None:
            return found
    if rel in ("acl", "relcl") and (found := _of_noun(draft, top, above, to)) is not None:
        return found
    if rel == "csubj" and top.tag_ == "VBG" and (would := verb_reading(draft, above)).status in ("planned", "possible"):
        return Reading("possible", would.cue)  # "easing the ban would prolong the war"
    found = _gerund(draft, top, above) if rel == "advcl" and top.tag_ == "VBG" else None
    if found is not None:
        return found
    without = any(m.lower_ in ("without", "instead") for m in view.children(top, "mark", "case"))
    if rel == "advcl" and view.prep(top) in ("", "before") and without:
        return Reading("negated", top)
    return Reading("actual")


def _of_noun(draft: Draft, verb: Token, noun: Token, to: Token | None) -> Reading | None:
    """ "plans to fight", "no intention of sacking him", "on condition that they withdraw": what a noun makes of the
    clause that hangs on it; None for nothing."""
    view = draft.view
    if to is not None:
        tried = view.head(noun) if noun.lemma_ == "time" else None
        if tried is not None and tried.lemma_ in words("fail"):  # "failed for the third time to agree"
            return Reading("negated", tried)
        return _infinitive_of_noun(draft, noun, to)
    if view.rel(verb) != "acl":
        return None
    if verb.tag_ == "VBG" and noun.lemma_ in words("plan"):
        none = next((t for t in view.children(noun, "det", "neg") if t.lower_ in NOBODY), None)
        return Reading("negated", none) if none is not None else Reading("planned", noun)
    doubted = noun.lemma_ in words("doubt") or noun.lemma_ in ("condition", "verge", "brink")
    return Reading("possible", noun) if doubted and not view.passive(verb) else None


def _gerund(draft: Draft, verb: Token, above: Token) -> Reading | None:
    """ "split over sending troops", "failed to agree on extending it", "stopped short of offering soldiers"."""
    marks = {m.lower_ for m in draft.view.children(verb, "mark", "case")}
    lemma = above.lemma_.lower()
    if marks & {"of"} and (lemma == "short" or lemma in CLEARING):
        return Reading("negated", above)
    if marks & {"from"} and lemma in KEPT_FROM:
        return Reading(unstopped(above, verb_reading(draft, above).status), above)
    warned = marks & {"against"} and lemma in ("warn", "caution", "advise", "decide")
    if warned or (marks & {"over", "about", "on"} and lemma in UNSETTLED):
        return Reading("possible", above)
    if marks & {"on", "to", "about"} and (lemma in words("intent")):
        upper = verb_reading(draft, above)
        return upper if upper.status in ("possible", "negated") else Reading("planned", above)
    return None


def _infinitive_of_noun(draft: Draft, noun: Token, to: Token) -> Reading:
    """ "plans to fight", "a threat to attack", "foiled an attempt to assassinate", "a failure to protect"."""
    above = draft.view.head(noun)
    if any(t.lower_ in FIRST for t in draft.view.children(noun, "amod", "advmod", "nummod")):
        done = draft.view.children(noun, "cop")  # "was the first country to leave", "will be the first to meet him"
        return verb_reading(draft, noun) if done else Reading("actual")
    if above is not None and above.lemma_ == "advantage":  # "took advantage of the truce to seize a town"
        taken = draft.view.head(above)
        return verb_reading(draft, taken) if taken is not None else Reading("actual")
    none = next((t for t in draft.view.children(noun, "det", "neg") if t.lower_ in NOBODY), None)
    if none is not None and noun.lemma_ in words("plan"):  # "has no plans to attack"
        return Reading("negated", none)
    if above is not None and above.lemma_ in UNDOING and draft.view.rel(noun) in ("obj", "subjpass"):
        return Reading("negated", above)
    if noun.lemma_ in words("doubt"):
        return Reading("possible", noun)
    if noun.lemma_ in ("failure", "refusal", "inability"):
        return Reading("negated", noun)
    return Reading("planned", noun if noun.lemma_ in words("plan") else to)


def _governed(draft: Draft, verb: Token, above: Token) -> Reading | None:
    """What a verb makes of the clause or infinitive below it; None when it leaves it as it is."""
    lemma, rel = above.lemma_.lower(), draft.view.rel(verb)
    if lemma == "rule" and draft.view.negated(above) is not None:  # "could not be ruled out"
        return Reading("possible", above)
    if lemma in words("fail") and undone(draft, above):  # "did not fail to", "has never refused to"
        return Reading("possible" if lemma in DENYING else "actual", above)
    if lemma in words("fail") or (lemma in DENYING and rel == "ccomp"):
        hindered = lemma in ("prevent", "avoid", "stop") and rel != "xcomp"
        hindered = hindered or _done_by_nobody(draft, above) is not None  # "nobody denies that"
        return Reading("possible" if hindered else "negated", above)
    if rel == "ccomp":
        return _in_clause(draft, verb, above)
    denied = draft.view.negated(above) is not None or (_done_by_nobody(draft, above) is not None and rel == "xcomp")
    if denied and lemma == "hesitate":
        return Reading("planned", above)
    if denied and lemma != "stop":
        return Reading("negated", above)
    if lemma in DISCUSSING and verb.tag_ == "VBG":  # "would consider reopening the border"
        return Reading("possible", above)
    if pressed(draft, above):
        return Reading("planned", above)
    if lemma in PROMPT | CARRYING or first_to(draft, above) or (lemma in CAUSING and above.tag_ in ("VBD", "VBN")):
        return verb_reading(draft, above)
    to = _to(draft, verb)
    return _purposed(draft, verb, above, rel, to) if to is not None else None


def _in_clause(draft: Draft, verb: Token, above: Token) -> Reading | None:
    """ "could not confirm that", "demanded that he be freed": what a verb makes of a clause with a subject."""
    lemma = above.lemma_.lower()
    unsure = lemma in CONFIRMING and draft.view.negated(above) is not None
    provided = lemma in ("provide", "assume", "suppose") and above.tag_ in ("VBN", "VBG")
    if unsure or lemma in UNSURE or provided or _done_by_nobody(draft, above) is not None:  # "nothing suggests that"
        return Reading("possible", above)
    demanded = lemma in DEMANDING and (verb.tag_ in ("VB", "VBP") or be_done(draft, verb))
    return Reading("planned", above) if demanded else None


def _purposed(draft: Draft, verb: Token, above: Token, rel: str, to: Token) -> Reading:
    """The status of an infinitive by the verb or adjective above it."""
    lemma = above.lemma_.lower()
    if lemma == "take" and any(t.lemma_ == "advantage" for t in draft.view.children(above, "obj")):
        return verb_reading(draft, above)  # "took advantage of the truce to seize a town"
    if lemma in words("possible") or lemma in ("able", "appear", "seem", "likely"):
        return Reading("possible", above)
    if rel == "advcl":  # "marched to demand the release", "met to discuss": said and done at once
        done = verb.lemma_ in SAID_AND_DONE and lemma not in words("intent")
        return verb_reading(draft, above) if done else Reading("planned", to)
    if lemma == "fear":
        return Reading("possible", above)
    if lemma in ("believe", "think", "suspect", "allege", "know"):
        return Reading("actual", above)
    upper = verb_reading(draft, above)
    tried = lemma in ("try", "attempt") and above.tag_ in ("VBD", "VBN")  # "had tried to stop the lorries"
    if tried and upper.status == "actual":
        return Reading("possible", above)
    return upper if upper.status in ("possible", "negated") else Reading("planned", above)
