"""Events that nouns report ("the shelling of the town", "held talks", "came under attack") and whose noun it is."""

from __future__ import annotations

from spacy.tokens import Token

from kg.annotate.draft import Draft
from kg.annotate.events.candidate import Candidate, Filler, fillers
from kg.annotate.events.conditions import deep
from kg.annotate.events.kinds import is_kind, mention_of
from kg.annotate.events.status import status_of
from kg.annotate.events.verbs import left_subject, measure_target
from kg.annotate.lexicon import NounFrame, nouns, words
from kg.annotate.view import Found
from kg.vocab import EVENT_TYPES

_ON = ("on", "against", "at", "upon", "into", "toward", "towards")
_CONCERNING = frozenset({"PROTEST", "SANCTION", "REJECT", "REQUEST", "ACCUSE", "THREATEN", "CONCEDE"})
_UNDERGOING = frozenset({"under", "from"})


def noun_event(draft: Draft, noun: Token) -> Candidate | None:
    """The event that a noun reports, or None."""
    if noun.pos_ not in ("NOUN", "PROPN") and noun.tag_ not in ("NN", "NNS") and not gerund_noun(draft, noun):
        return None
    inside = draft.at(noun)
    if inside is not None and inside.kind == "name":
        return None
    found = _entry(noun)
    if found is None or _is_modifier(draft, noun):
        return None
    first, frames = found
    support = support_verb(draft, noun)
    for frame in frames:
        candidate = Candidate(noun, first, frame.type or "", frame.mode, frame.source, support)
        _roles(draft, candidate, frame)
        if all(_holds(draft, candidate, frame, c) for c in frame.when):
            if frame.type is None:
                return None
            candidate.reading = status_of(draft, noun, support)
            candidate.score = (
                0.5 + 0.15 * bool(candidate.actors) + 0.15 * bool(candidate.recipients) + 0.1 * bool(support)
            )
            return candidate
    return None


def gerund_noun(draft: Draft, token: Token) -> bool:
    """A form in -ing that the tagger took for a verb but that has no subject and no object ("backing from the bank")."""
    view = draft.view
    if (
        token.tag_ != "VBG"
        or token.lower_ not in nouns()
        or view.children(token, "subj", "obj", "aux", "xcomp", "ccomp")
    ):
        return False
    phrases = {prep for prep, _ in view.preps(token)}
    return bool(phrases & {"from", "of", "by"}) or bool(view.children(token, "det"))


def _entry(noun: Token) -> tuple[Token, tuple[NounFrame, ...]] | None:
    """Frames of the longest term that ends with the noun, and the token it begins with."""
    doc, known = noun.doc, nouns()
    lemma = noun.lemma_.lower()
    for length in (3, 2):
        start = noun.i - length + 1
        if start >= 0:
            before = [t.lower_ for t in doc[start : noun.i]]
            for term in (" ".join([*before, lemma]), " ".join([*before, noun.lower_])):
                if term in known:
                    return doc[start], known[term]
    for form in (lemma, noun.lower_):
        if form in known:
            return noun, known[form]
    return None


def _is_modifier(draft: Draft, noun: Token) -> bool:
    """ "protest leader", "attack helicopter": a noun before a noun is no event, unless that one is an event of the kind."""
    if draft.view.rel(noun) not in ("compound", "amod", "nmod"):
        return False
    above = draft.view.head(noun)
    return above is not None and above.i > noun.i and draft.view.prep(noun) == ""


def support_verb(draft: Draft, noun: Token) -> Token | None:
    """The light verb whose object (or passive subject) a noun is: "launched" of "launched a series of attacks"."""
    view = draft.view
    top = view.first_conjunct(noun)
    above, rel = view.head(top), view.rel(top)
    if above is not None and rel == "nmod" and view.prep(top) == "of" and above.pos_ == "NOUN" and _counts(above):
        top, above, rel = above, view.head(above), view.rel(above)
    if above is None:
        return None
    if rel in ("relcl", "root") or above.pos_ not in ("VERB", "AUX"):
        return _relative(draft, noun)
    fits = rel in ("obj", "subjpass") or (
        rel == "obl" and view.prep(top) in ("in", "under", "into", "to", "out", "for", "on")
    )
    light = (
        above.lemma_ in words("light")
        or above.lemma_ in words("undergo")
        or (rel == "obl" and above.lemma_ in ("come", "engage", "call", "participate", "take", "involve"))
    )
    if fits and light and (rel != "obl" or above.lemma_ in ("come", "engage", "call", "participate", "take", "join")):
        return above
    return _relative(draft, noun)


def _relative(draft: Draft, noun: Token) -> Token | None:
    """ "the attacks launched by the group": a participle or relative clause with a light verb."""
    view = draft.view
    below = [t for t in view.subtree(noun) if noun.i < t.i < noun.i + 14 and view.rel(t) in ("acl", "relcl")]
    below += [
        t for t in noun.doc[noun.i + 1 : noun.i + 10] if t.sent.start == noun.sent.start and _loose_participle(draft, t)
    ]
    for clause in below:
        attached = (
            view.head(clause) is noun
            or _loose_participle(draft, clause)
            or clause.lemma_ in ("impose", "launch", "stage", "conduct", "sign", "declare", "mount", "issue")
        )
        if (
            attached
            and clause.lemma_ in words("light")
            and (view.passive(clause) or view.children(clause, "subj") or _loose_participle(draft, clause))
        ):
            return clause
    return None


def _loose_participle(draft: Draft, token: Token) -> bool:
    """ "imposed ... by the UN" that the parser hung elsewhere: a participle with a by-phrase and no subject of its own."""
    view = draft.view
    by = any(prep == "by" for prep, _ in view.preps(token))
    return (
        token.tag_ in ("VBN", "VBD")
        and token.lemma_ in ("impose", "launch", "stage", "declare")
        and by
        and not view.children(token, "subj")
    )


def _counts(noun: Token) -> bool:
    return noun.lower_ in (
        "series", "wave", "spate", "round", "string", "number", "rounds", "dozens", "hundreds", "days", "list", "barrage", "flurry",
    )  # fmt: skip


# -- roles -------------------------------------------------------------------------------------------------------------


def _roles(draft: Draft, candidate: Candidate, frame: NounFrame) -> None:
    noun, view = candidate.trigger, draft.view
    first_of_term = view.edges(candidate.first) if candidate.first is not noun else []
    of = view.obliques(noun, "of")
    by = view.obliques(noun, "by")
    possessor = [Found(c, "possessor") for t in view.children(noun, "poss") for c in view.conjuncts(t)]
    modifiers = [Found(c, "modifier") for t in view.children(noun, "compound", "amod") for c in view.conjuncts(t)]
    modifiers += [Found(draft.text.doc[e.child], "modifier") for e in first_of_term if e.rel in ("compound", "amod")]
    doers, sufferers = _light_roles(draft, candidate)
    actors, recipients = _pattern(draft, candidate, frame.pattern, of, by, possessor, modifiers, doers, sufferers)
    candidate.actors = _agents(draft, actors, wide=frame.pattern == "meet")
    taken = candidate.groups()
    if frame.type is not None and not recipients and EVENT_TYPES[frame.type] == "SANCTION":
        recipients = measure_target(draft, noun, taken)
    found = [
        f
        for f in fillers(draft, recipients, owners=True)
        if f[0].group not in taken and (f[0].agent or f[0].type == "Place")
    ]
    candidate.recipients = found or _further(draft, candidate, frame, taken)


def _further(draft: Draft, candidate: Candidate, frame: NounFrame, taken: set[int]) -> list[Filler]:
    """Whom a protest, sanction, request ... concerns, when its own phrases do not say: the nearest actor below."""
    if frame.type is None or frame.pattern != "self" or EVENT_TYPES[frame.type] not in _CONCERNING:
        return []
    tops = [
        t
        for prep, t in draft.view.preps(candidate.trigger)
        if prep not in ("", "in", "by", "after", "before", "since", "during", "at")
    ]
    if candidate.support is not None:
        tops += [
            t for prep, t in draft.view.preps(candidate.support) if prep in ("over", "against", "for", "to", "into")
        ]
        tops += [t for t in draft.view.children(candidate.support, "advcl") if t.tag_ == "VB"]
    return [f for f in fillers(draft, deep(draft, tops, taken)) if f[0].group not in taken]


def _light_roles(draft: Draft, candidate: Candidate) -> tuple[list[Found], list[Found]]:
    """Who does and who undergoes by the light verb: (subjects, subjects of "came under", "received")."""
    view, verb, noun = draft.view, candidate.support, candidate.trigger
    if verb is None:
        return [], []
    if (view.rel(verb) in ("acl", "relcl") or _loose_participle(draft, verb)) and verb.i > noun.i:
        above = view.head(verb)
        if not view.passive(verb) and _loose_participle(draft, verb):
            return view.obliques(verb, "by"), []
        return ([f for f in view.agents(verb) if f.token is not noun and f.token is not above], [])
    agents = [f for f in view.agents(verb) or left_subject(draft, verb) if f.token is not noun]
    under = verb.lemma_ == "come" and any(p in _UNDERGOING for p, t in view.preps(verb))
    if (verb.lemma_ in words("undergo") and not view.particle(verb)) or under:
        return view.obliques(noun, "from", "by") + view.obliques(verb, "from", "by"), agents
    return agents, []


def _pattern(
    draft: Draft, candidate: Candidate, pattern: str, of: list[Found], by: list[Found], possessor: list[Found],
    modifiers: list[Found], doers: list[Found], sufferers: list[Found],
) -> tuple[list[Found], list[Found]]:  # fmt: skip
    noun, verb, view = candidate.trigger, candidate.support, draft.view
    on = view.obliques(noun, *_ON) + (view.obliques(verb, "on", "against", "at") if verb is not None else [])
    if pattern == "meet":
        others = view.obliques(noun, "between", "with", "among", "of", "by")
        others += view.obliques(verb, "with", "between", "among", "by") if verb is not None else []
        return [*others, *possessor, *modifiers, *doers, *sufferers, *_subjects_here(draft, candidate)], []
    if pattern == "does":
        people_of = [f for f in of if is_kind(draft, f.token, "place") or is_kind(draft, f.token, "person")]
        return [*by, *possessor, *modifiers, *doers], [*sufferers, *on, *people_of]
    if pattern == "undergo":
        if of:
            return [*by, *possessor, *modifiers, *doers], [*of, *sufferers]
        return [*by, *modifiers, *doers], [*possessor, *sufferers, *on]
    if pattern == "fight":
        return [*view.obliques(noun, "between", "with", "by"), *modifiers, *possessor, *doers], [*on, *sufferers]
    if pattern == "bomb":
        return [*by, *doers], [*on, *sufferers]
    from_of = of if not sufferers else []
    toward = view.obliques(noun, "against", "to", "for", "on", "with", "over", "from")
    toward += view.obliques(verb, "against", "to", "for", "on", "with", "from") if verb is not None else []
    if sufferers:
        return [*of, *by, *doers, *possessor, *modifiers], sufferers
    return [*by, *possessor, *doers, *from_of, *modifiers, *_subjects_here(draft, candidate)], toward


def _subjects_here(draft: Draft, candidate: Candidate) -> list[Found]:
    """ "Kerry was at the meeting": who stands as the subject of a verb of being there."""
    view, noun = draft.view, candidate.trigger
    above = view.head(noun)
    if (
        above is not None
        and view.prep(noun) == "on"
        and above.lemma_ in ("remain", "be", "stay", "go", "put", "place", "embark")
    ):
        return view.subjects(above)
    if (
        above is not None
        and candidate.support is None
        and view.rel(noun) in ("obl",)
        and view.prep(noun) in ("at", "for", "during")
    ):
        if above.lemma_ in (
            "arrive",
            "speak",
            "gather",
            "sit",
            "appear",
            "attend",
            "participate",
            "address",
            "talk",
            "stand",
            "pose",
            "meet",
        ):
            return view.agents(above)
    if (
        above is not None
        and view.rel(noun) == "obj"
        and above.lemma_ in ("attend", "chair", "co-chair", "cochair", "host", "join", "leave", "open", "address")
    ):
        return view.agents(above)
    if (
        above is not None
        and view.rel(noun) == "subjpass"
        and above.lemma_ in ("attend", "chair", "co-chair", "cochair", "host", "lead")
    ):
        return view.agents(above)
    return []


def _agents(draft: Draft, found: list[Found], *, wide: bool) -> list[Filler]:
    out = fillers(draft, found)
    acting = [f for f in out if f[0].agent and (f[0].type != "State" or f[1] != "modifier" or wide or True)]
    return acting


# -- conditions --------------------------------------------------------------------------------------------------------


def _holds(draft: Draft, candidate: Candidate, frame: NounFrame, condition: str) -> bool:
    if condition.startswith("!"):
        return not _holds(draft, candidate, frame, condition[1:])
    noun, view = candidate.trigger, draft.view
    if condition == "plural":
        return noun.tag_ in ("NNS", "NNPS")
    if condition == "light":
        return candidate.support is not None or bool(candidate.actors or candidate.recipients)
    if condition == "actor":
        return bool(candidate.actors)
    slot, sep, text = condition.partition("~") if "~" in condition else condition.partition("=")
    wanted = text.split(",")
    if slot == "lv":
        return candidate.support is not None and candidate.support.lemma_ in wanted
    tokens: list[Token]
    if slot == "m":
        tokens = [
            *view.children(noun, "compound", "amod", "poss", "nmod"),
            *([candidate.first] if candidate.first is not noun else []),
        ]
    elif slot == "of":
        tokens = [t for p, t in view.preps(noun) if p == "of"]
    elif slot == "prep":
        return any(p in wanted or t.lemma_ in wanted for p, t in view.preps(noun)) or view.prep(noun) in wanted
    else:
        raise ValueError(f"unknown frame condition {condition!r} in {frame.source}")
    if sep == "~":
        return any(is_kind(draft, t, k) or (k == "place" and _is_place(draft, t)) for t in tokens for k in wanted)
    return any(t.lemma_.lower() in wanted or t.lower_ in wanted for t in tokens)


def _is_place(draft: Draft, token: Token) -> bool:
    mention = mention_of(draft, token)
    return mention is not None and mention.type in ("Place", "State")
