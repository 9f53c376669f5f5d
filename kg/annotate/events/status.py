"""Whether an event happened (actual), is intended (planned), feared or hypothetical (possible) or denied (negated).

The parse is climbed from the trigger; the first cue that governs the trigger decides. A statement's own verb does not
touch its content, unless it denies, fears or hopes.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.annotate.draft import Draft
from kg.annotate.lexicon import words
from kg.model import Status

_PLANNED_MODIFIERS = frozenset(
    "planned upcoming future scheduled proposed forthcoming impending next imminent expected looming".split()
)
_POSSIBLE_MODIFIERS = frozenset("possible potential threatened feared likely hypothetical suspected alleged further eventual renewed".split()) - {
    "further", "renewed", "alleged", "suspected",
}  # fmt: skip
_NEGATIVE_MODIFIERS = frozenset(
    {"failed", "foiled", "thwarted", "averted", "aborted", "botched", "cancelled", "canceled"}
)
_CONDITIONAL = frozenset({"if", "unless", "whether", "lest", "until"})
_HOLDING = frozenset(
    "hold begin start resume take launch conduct carry stage continue focus be occur happen convene open follow end conclude attend "
    "join host go lead cover address include meet impose sign make give deliver mount organize organise impose lift visit".split()
)
# These keep the thing itself from happening; to reject or deny a request does not undo the request.
_STOPPING = frozenset("prevent avert avoid thwart foil block cancel abandon scrap rule stop lack".split())
_DENYING = frozenset({"deny", "dismiss", "reject", "refute"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A status and the token that gave it, if any."""

    status: Status
    cue: Token | None = None


_FEARING = frozenset({"fear", "doubt", "worry", "hope", "wonder", "suspect"})


def status_of(draft: Draft, trigger: Token, support: Token | None = None) -> Reading:
    """The status of the event of a trigger; ``support`` is the light verb of a noun ("plan to launch" attacks).

    What is feared, hoped or doubted is possible at most, however sure the words inside are ("fears they will attack").
    """
    reading = _own_status(draft, trigger, support)
    if reading.status == "planned" or (reading.status == "actual" and reading.cue is not None):
        token = support if support is not None else trigger
        for above in draft.view.ancestors(token):
            if above.lemma_.lower() in _FEARING and above.i < token.i:
                return Reading("possible", above)
    return reading


def _own_status(draft: Draft, trigger: Token, support: Token | None) -> Reading:
    if trigger.pos_ in ("NOUN", "PROPN", "ADJ") and trigger.tag_ not in ("VBG", "VBN", "VBD", "VB", "VBZ", "VBP"):
        own = _noun(draft, trigger)
        if own is not None:
            return own
        return _verb(draft, support) if support is not None else _above_noun(draft, trigger)
    return _verb(draft, trigger)


def _noun(draft: Draft, noun: Token) -> Reading | None:
    for child in draft.view.children(noun, "amod", "compound", "det", "advmod", "neg"):
        word = child.lower_
        if word in ("no", "neither"):
            return Reading("negated", child)
        if word in _PLANNED_MODIFIERS:
            return Reading("planned", child)
        if word in _POSSIBLE_MODIFIERS:
            return Reading("possible", child)
        if word in _NEGATIVE_MODIFIERS:
            return Reading("negated", child)
    return None


def _above_noun(draft: Draft, noun: Token) -> Reading:
    """A noun takes the status of what governs it: "fear of attacks", "called for talks", "the meeting will start"."""
    view = draft.view
    top = view.first_conjunct(noun)
    above, rel = view.head(top), view.rel(top)
    if above is None:
        return Reading("actual")
    if above.pos_ in ("NOUN", "PROPN"):
        if above.lemma_ in words("doubt"):
            return Reading("possible", above)
        if above.lemma_ in words("plan") and view.prep(top) in ("of", "for", "on", "to"):
            return Reading("planned", above)
        if view.prep(top) == "of" and above.lower_ in (
            "series",
            "wave",
            "spate",
            "round",
            "string",
            "number",
            "start",
            "end",
            "day",
        ):
            return _above_noun(draft, above)
        return Reading("actual")
    if above.pos_ not in ("VERB", "AUX", "ADJ"):
        return Reading("actual")
    direct = rel in ("obj", "subjpass") or (
        rel == "obl" and view.prep(top) in ("for", "on", "to", "from", "against", "with")
    )
    if direct and above.lemma_ in _STOPPING and rel != "obl":
        return Reading("negated", above)
    if direct and (above.lemma_ in words("belief") or above.lemma_ in ("threaten", "warn", "risk", "fear")):
        return Reading("possible", above)
    if (
        direct
        and above.lemma_ in words("intent")
        and not (above.lemma_ in ("order", "tell", "set", "schedule") and rel == "obl")
    ):
        return Reading("planned", above)
    if rel in ("subj", "subjpass", "obj", "obl") and above.lemma_ in _HOLDING:
        return _verb(draft, above)
    return Reading("actual")


def _verb(draft: Draft, verb: Token) -> Reading:
    """Own auxiliaries and negation first, then the clauses above."""
    view = draft.view
    negation = view.negated(verb)
    auxes = view.auxiliaries(verb)
    conditional = next((m for m in view.children(verb, "mark", "advmod", "cc") if m.lower_ in _CONDITIONAL), None)
    if negation is not None:
        return Reading("negated", negation)
    if conditional is not None and conditional.lower_ != "until":
        return Reading("possible", conditional)
    for aux in auxes:
        if aux.lemma_.lower() in words("possible") or aux.lower_ in words("possible"):
            return Reading("possible", aux)
        if aux.lower_ in ("must", "should", "ought"):
            return Reading("possible", aux)
        if aux.lower_ in words("future"):
            past = aux.lower_ in ("would", "'d") and any(a.lemma_ == "have" for a in auxes)
            return Reading("possible" if past else "planned", aux)
    going = next((a for a in auxes if a.lower_ == "going"), None)
    if going is not None:
        return Reading("planned", going)
    return _above_verb(draft, verb, 0)


def _infinitive(draft: Draft, verb: Token) -> Token | None:
    if verb.tag_ not in ("VB", "VBP") and verb.tag_ != "VBN":
        return None
    return next((m for m in draft.view.children(verb, "mark", "aux") if m.lower_ == "to"), None)


def _above_verb(draft: Draft, verb: Token, depth: int) -> Reading:
    view = draft.view
    top = verb
    while (
        view.rel(top) == "conj"
        and (above := view.head(top)) is not None
        and not view.children(top, "subj", "aux", "auxpass")
    ):
        top = above
        if view.negated(top) is None and any(a.lower_ in words("future") for a in view.children(top, "aux")):
            return Reading("planned", top)
    above, rel = view.head(top), view.rel(top)
    to = _infinitive(draft, top)
    if above is None or depth > 5:
        return Reading("planned", to) if to is not None and rel in ("root",) else Reading("actual")
    if rel in ("xcomp", "ccomp", "csubj") or (rel == "advcl" and to is not None):
        found = _governed(draft, top, above, rel, to, depth)
        if found is not None:
            return found
    if rel in ("acl", "relcl") and to is not None:
        return _infinitive_of_noun(draft, above, to)
    if rel == "acl" and view.passive(top) is False and above.lemma_ in words("doubt"):
        return Reading("possible", above)
    if (
        rel == "advcl"
        and view.prep(top) in ("", "before")
        and any(m.lower_ in ("without", "instead") for m in view.children(top, "mark", "case"))
    ):
        return Reading("negated", top)
    return Reading("actual")


def _infinitive_of_noun(draft: Draft, noun: Token, to: Token) -> Reading:
    """ "plans to fight", "a threat to attack", "an attempt to assassinate", "a failure to protect"."""
    if noun.lemma_ in words("doubt"):
        return Reading("possible", noun)
    if noun.lemma_ in ("failure", "refusal", "inability"):
        return Reading("negated", noun)
    return Reading("planned", noun if noun.lemma_ in words("plan") else to)


def _governed(draft: Draft, verb: Token, above: Token, rel: str, to: Token | None, depth: int) -> Reading | None:
    lemma = above.lemma_.lower()
    if lemma in words("fail") or (lemma in _DENYING and rel == "ccomp"):
        return (
            Reading("negated", above)
            if lemma not in ("prevent", "avoid", "stop") or rel == "xcomp"
            else Reading("possible", above)
        )
    if rel == "ccomp":
        if lemma in ("fear", "hope", "worry", "doubt", "wonder", "expect", "wish", "ensure", "suspect", "anticipate"):
            return Reading("possible", above)
        if lemma in ("demand", "insist", "propose", "recommend", "urge", "request") and verb.tag_ in ("VB", "VBP"):
            return Reading("planned", above)
        return None
    if draft.view.negated(above) is not None and lemma not in ("stop", "hesitate"):
        return Reading("negated", above)
    if lemma in ("allow", "enable", "lead", "force", "let", "push", "drive") and above.tag_ in ("VBD", "VBN"):
        return _verb(draft, above) if depth < 5 else None
    if lemma in (
        "manage",
        "begin",
        "start",
        "continue",
        "help",
        "use",
        "go",
        "see",
        "hear",
        "claim",
        "say",
        "report",
        "keep",
        "come",
        "cease",
    ):
        return _verb(draft, above) if depth < 5 else None
    if to is None:
        return None
    if lemma in words("possible") or lemma in ("able", "appear", "seem", "likely"):
        return Reading("possible", above)
    if rel == "advcl":
        return Reading("planned", to)
    if lemma in ("believe", "think", "fear", "suspect", "allege", "know"):
        return Reading("possible", above) if lemma == "fear" else Reading("actual", above)
    upper = _verb(draft, above) if depth < 4 else Reading("actual")
    return upper if upper.status in ("possible", "negated") else Reading("planned", above)
