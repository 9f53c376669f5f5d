"""All events of a draft: candidates of verbs and nouns, merged where two words report one happening, then frozen."""

from __future__ import annotations

from typing import cast

from kg.annotate.draft import Draft
from kg.annotate.events.asserted import asserted, generic, struck_by
from kg.annotate.events.candidate import Candidate, Filler, arguments
from kg.annotate.events.claims import settle_claims
from kg.annotate.events.nouns import gerund_noun, noun_event
from kg.annotate.events.places import places
from kg.annotate.events.realm import elsewhere
from kg.annotate.events.verbs import verb_event
from kg.annotate.lexicon import modes, words
from kg.annotate.parsed import Token
from kg.model import Event, Plover
from kg.vocab import EVENT_TYPES

_NEAR = 3  # words from a light verb to its noun: "held a round of talks" is too long to be one trigger
_IDIOMS = frozenset({("open", "fire"), ("fire", "tear"), ("take", "hostage"), ("shoot", "dead")})
_STRIKING = frozenset({"Attack", "AirStrike", "Shooting", "Assault", "Bombing"})
_OUTCOMES = frozenset({"Killing"})
_HURT = {"kill": "Death", "wound": "Injury", "injure": "Injury", "maim": "Injury"}
_AIMED_AT_NOBODY = frozenset({"SANCTION", "CONCEDE", "RETREAT", "REJECT", "AID"})
_SYMMETRIC = frozenset({"CONSULT", "COOPERATE"})
_ANNOUNCING = frozenset({"say", "tell", "announce", "declare", "state", "indicate"})
_REFUSALS = frozenset({"RefusalOfRecognition", "Rejection"})  # what is refused is no act of its own

_ANOTHERS = "told of already: one event with another word of the sentence"
_ELSEWHERE = "of nature, of a game or of a story: no event of politics or war"


def find_events(draft: Draft) -> list[tuple[Event, Token]]:
    """Events in text order with their trigger tokens; roles name entities by group ("g12").

    Times and speakers come later.
    """
    found = [c for token in draft.text.doc if (c := _candidate(draft, token)) is not None]
    here = [c for c in found if not elsewhere(draft, c)]
    kept = _merged(draft, here)
    settle_claims(draft, kept)
    for candidate in kept:
        candidate.places += [
            p for p in places(draft, candidate) if all(p[0].group != m.group for m, _ in candidate.places)
        ]
        _balance(candidate)
    timed = _timed(draft)
    draft.left_out = {c.trigger.i: _ELSEWHERE for c in found}
    draft.left_out |= {c.trigger.i: _ANOTHERS for c in here}
    for candidate in kept:
        del draft.left_out[candidate.trigger.i]
    for candidate in kept:
        reason = _topic(draft, candidate, timed)
        if reason:
            draft.left_out[candidate.trigger.i] = reason
    kept = [c for c in kept if c.trigger.i not in draft.left_out]
    return [(_freeze(draft, c, f"v{i}"), c.trigger) for i, c in enumerate(kept, 1)]


def _topic(draft: Draft, candidate: Candidate, timed: set[int]) -> str:
    """Why a candidate is a topic and no report; '' for a report."""
    if not (_told(candidate) or _done(draft, candidate) or asserted(draft, candidate.trigger, timed)):
        return "a noun without anybody who takes part and without a place: a topic, no report"
    return "said in general: it happened at no time" if generic(draft, candidate.trigger) else ""


def _told(candidate: Candidate) -> bool:
    """A noun alone ("attacks", "the talks") is a topic, not a report: somebody must take part or a place be named."""
    if candidate.source.startswith("verbs") or candidate.told:
        return True
    return bool(candidate.actors or candidate.recipients or candidate.places)


def _done(draft: Draft, candidate: Candidate) -> bool:
    """Whether somebody does it, though nobody knows who: "his office opened an investigation", "they held talks"."""
    verb = candidate.support
    if verb is None or candidate.reading.status != "actual" or draft.view.passive(verb):
        return False
    return bool(draft.view.children(verb, "subj")) and verb.lemma_ in words("light")


def _timed(draft: Draft) -> set[int]:
    """Positions of the tokens of all time expressions."""
    return {t.i for value in draft.times for t in draft.text.tokens(value.span)}


def _candidate(draft: Draft, token: Token) -> Candidate | None:
    if gerund_noun(draft, token):
        return noun_event(draft, token)
    return verb_event(draft, token) or noun_event(draft, token)


def plover_of(kind: str) -> Plover | None:
    """The PLOVER type of a class of the ontology."""
    return cast("Plover | None", EVENT_TYPES[kind])


def _merged(draft: Draft, found: list[Candidate]) -> list[Candidate]:
    """A light verb and its noun are one event, of the noun's type; so are a meeting and its purpose: roles join."""
    by_token = {c.trigger.i: c for c in found}
    dropped: set[int] = set()
    for candidate in found:
        verb = by_token.get(candidate.support.i) if candidate.support is not None else None
        if verb is None or verb is candidate:
            continue
        signing = verb.type in ("TreatySigning", "Agreement") and candidate.type == "CeasefireDeclaration"
        named = candidate.first != candidate.trigger and verb.type == "Ban"  # "imposed a travel ban"
        if not (signing or named) and plover_of(verb.type) != plover_of(candidate.type):
            continue
        candidate.told = True
        candidate.actors = _union(candidate.actors, verb.actors)
        candidate.recipients = _union(
            candidate.recipients, [r for r in verb.recipients if r[0].group not in candidate.groups()]
        )
        candidate.places = _union(candidate.places, verb.places)
        dropped.add(verb.trigger.i)
    for candidate in found:
        above = by_token.get(_purpose_of(draft, candidate.trigger))
        if (
            above is not None
            and above.trigger.i not in dropped
            and plover_of(above.type) == plover_of(candidate.type) == "CONSULT"
        ):
            above.actors = _union(above.actors, candidate.actors)
            dropped.add(candidate.trigger.i)
        elif (
            _convened(draft, candidate, by_token, dropped)
            or _announced(draft, candidate, by_token)
            or _repeated(draft, candidate, by_token, dropped)
            or _refused(draft, candidate, above, by_token)
            or _aim(draft, candidate, by_token, dropped)
        ):
            dropped.add(candidate.trigger.i)
    for candidate in found:
        dropped |= _struck(draft, candidate, by_token)
    for candidate in found:
        _through_object(draft, candidate, by_token)
        _casualties(draft, candidate, by_token)
        _outcome(draft, candidate, by_token)
    return [c for c in found if c.trigger.i not in dropped]


def _announced(draft: Draft, verb: Candidate, by_token: dict[int, Candidate]) -> bool:
    """ "said the army would open a corridor": what is announced is told by its own verb."""
    if verb.type != "Pledge" or verb.trigger.lemma_ not in _ANNOUNCING:
        return False
    told = [by_token.get(t.i) for t in draft.view.children(verb.trigger, "ccomp")]
    return any(c is not None and plover_of(c.type) is not None for c in told)


def _convened(draft: Draft, verb: Candidate, by_token: dict[int, Candidate], dropped: set[int]) -> bool:
    """ "flew to Baghdad for talks", "gathered in Abuja for a summit": one meeting, told by the noun."""
    if not verb.source.startswith("verbs") or plover_of(verb.type) != "CONSULT":
        return False
    met = [t for prep, t in draft.view.preps(verb.trigger) if prep == "for"]
    noun = next((by_token[t.i] for t in met if t.i in by_token and t.i not in dropped), None)
    if noun is None or plover_of(noun.type) != "CONSULT" or not noun.source.startswith("nouns"):
        return False
    noun.told = True
    noun.actors = _union(noun.actors, verb.actors)
    noun.places = _union(noun.places, verb.places)
    noun.reading = verb.reading
    return True


def _repeated(draft: Draft, noun: Candidate, by_token: dict[int, Candidate], dropped: set[int]) -> bool:
    """ "put the army on alert": the noun only says again what the verb tells."""
    above = draft.view.head(noun.trigger)
    verb = by_token.get(above.i) if above is not None and above.i not in dropped else None
    within = draft.view.rel(noun.trigger) == "obl" and noun.source.startswith("nouns")
    return within and verb is not None and verb.type == noun.type and verb.source.startswith("verbs")


def _refused(draft: Draft, candidate: Candidate, above: Candidate | None, by_token: dict[int, Candidate]) -> bool:
    """ "refused to withdraw", "refused to sign the 2016 accord": what is refused is no act of its own."""
    if above is not None and candidate.trigger.tag_ == "VB" and above.type in _REFUSALS:
        return True
    verb = candidate.support
    if verb is None or verb.tag_ != "VB":
        return False
    refusal = by_token.get(_purpose_of(draft, verb))
    return refusal is not None and refusal.type in _REFUSALS


def _aim(draft: Draft, verb: Candidate, by_token: dict[int, Candidate], dropped: set[int]) -> bool:
    """ "an offensive to retake the city", "the fight to drive them out": what an operation is for is the operation.

    Its object is whom or what the operation is against, when that is not said otherwise.
    """
    above = draft.view.head(verb.trigger)
    if above is None or verb.trigger.tag_ != "VB" or draft.view.rel(verb.trigger) not in ("acl", "advcl"):
        return False
    whole = by_token.get(above.i)
    if whole is None or above.i in dropped or whole.trigger.pos_ != "NOUN":
        return False
    if not plover_of(whole.type) == plover_of(verb.type) == "ASSAULT":
        return False
    whole.told = True
    whole.recipients = whole.recipients or [r for r in verb.recipients if r[0].group not in whole.groups()]
    whole.places = _union(whole.places, verb.places)
    return True


def _through_object(draft: Draft, verb: Candidate, by_token: dict[int, Candidate]) -> None:
    """ "rejected a US request", "eased the embargo on Libya": whom it concerns stands with the noun."""
    if not verb.source.startswith("verbs"):
        return
    for patient in draft.view.patients(verb.trigger):
        noun = by_token.get(patient.token.i)
        if noun is None or not noun.source.startswith("nouns"):
            continue
        concerned = noun.recipients if verb.type == "EasingOfSanction" else noun.actors
        taken = {m.group for m, _ in verb.actors}
        concerned = [(m, f"{p} of {patient.token.lower_}") for m, p in concerned if m.group not in taken]
        if concerned and plover_of(verb.type) in ("REJECT", "ACCUSE", "SUPPORT", "CONCEDE"):
            verb.recipients = concerned


def _struck(draft: Draft, verb: Candidate, by_token: dict[int, Candidate]) -> set[int]:
    """ "hit by an air strike", "targeted in a bombing": one event, of the noun's type; it happens to who was hit."""
    if not verb.source.startswith("verbs") or verb.type not in _STRIKING:
        return set()
    for noun in struck_by(draft, verb.trigger):
        attack = by_token.get(noun.i)
        if attack is None or attack.source.startswith("verbs") or plover_of(attack.type) != "ASSAULT":
            continue
        attack.told = True
        attack.actors = _union(attack.actors, verb.actors)
        attack.recipients = _union(attack.recipients, [r for r in verb.recipients if r[0].group not in attack.groups()])
        attack.places = _union(attack.places, verb.places)
        return {verb.trigger.i}
    return set()


def _casualties(draft: Draft, verb: Candidate, by_token: dict[int, Candidate]) -> None:
    """ "the bombing killed two soldiers", "were killed in an air strike": who dies is who was attacked."""
    if verb.type not in ("Death", "Injury", "Killing", "Assault") or not verb.recipients:
        return
    view = draft.view
    causes = [
        *view.children(verb.trigger, "subj"),
        *(t for prep, t in view.preps(verb.trigger) if prep in ("in", "by", "during")),
    ]
    for token in causes:
        attack = by_token.get(token.i)
        if (
            attack is not None
            and plover_of(attack.type) == "ASSAULT"
            and not any(m.agent for m, _ in attack.recipients)
        ):
            attack.recipients = _union(attack.recipients, verb.recipients)
        if attack is not None and plover_of(attack.type) == "ASSAULT" and not attack.actors:
            attack.actors = [f for f in verb.actors if f[0].group not in attack.groups()]


def _outcome(draft: Draft, verb: Candidate, by_token: dict[int, Candidate]) -> None:
    """ "the blast hit a bus, killing two", "killed 130 in an attack": the attack is told already; who died in it is its
    outcome, no second attack. Where somebody acts twice ("fired at crowds, killing two") it stays a killing."""
    hurt = verb.type == "Bombing" and verb.trigger.tag_ == "VBG" and verb.trigger.lemma_ in _HURT
    if not verb.source.startswith("verbs") or (verb.type not in _OUTCOMES and not hurt):
        return
    view = draft.view
    causes = [t for prep, t in view.preps(verb.trigger) if prep in ("in", "during")]
    above = view.head(verb.trigger)
    if above is not None and verb.trigger.tag_ == "VBG" and view.rel(verb.trigger) in ("advcl", "acl", "conj"):
        causes += [*view.children(above, "subj"), *([above] if hurt else [])]
    told = [c for t in causes if (c := by_token.get(t.i)) is not None and c is not verb]
    if any(plover_of(c.type) == "ASSAULT" and c.type not in _OUTCOMES for c in told):
        verb.type = _HURT.get(verb.trigger.lemma_, "Death")
        verb.mode, verb.actors = None, []


def _purpose_of(draft: Draft, trigger: Token) -> int:
    """The verb whose purpose or complement a verb is: "met to discuss", "refused to recognise"."""
    above = draft.view.head(trigger)
    return above.i if above is not None and draft.view.rel(trigger) in ("advcl", "xcomp") else -1


def _union(one: list[Filler], other: list[Filler]) -> list[Filler]:
    groups = {m.group for m, _ in one}
    return [*one, *(f for f in other if f[0].group not in groups)]


def _balance(candidate: Candidate) -> None:
    """What takes part does not also lie around; who meets has no recipient."""
    if plover_of(candidate.type) in _SYMMETRIC and candidate.type != "Extradition":
        candidate.actors = _union(candidate.actors, candidate.recipients)
        candidate.recipients = []
    if plover_of(candidate.type) in ("PROTEST", "MOBILIZE"):
        _nobody_is_a_place(candidate)
    _stand_where_it_was(candidate)
    places_here = {m.group for m, _ in candidate.places}
    candidate.actors = [
        f for f in candidate.actors if f[0].agent and not (f[0].type == "State" and f[0].group in places_here)
    ]
    groups = candidate.groups()
    candidate.places = [f for f in candidate.places if f[0].group not in groups]


def _stand_where_it_was(candidate: Candidate) -> None:
    """ "closed the consulate in Basra": a town that something happened in is its place and undergoes nothing, but what
    blows up or blockades in a town is aimed at it."""
    if plover_of(candidate.type) not in _AIMED_AT_NOBODY:
        return
    left = candidate.type in ("Withdrawal", "Retreat")  # "withdrew from the town"
    where = [f for f in candidate.recipients if f[0].type == "Place"]
    where = [f for f in where if (f[0].named and f[1].startswith("in-phrase")) or (left and "from" in f[1])]
    candidate.recipients = [f for f in candidate.recipients if f not in where]
    candidate.places = candidate.places or where


def _nobody_is_a_place(candidate: Candidate) -> None:
    """ "a protest against the coup in Bangkok": a town is where people protest, not whom they protest against; troops
    sent to a town stand there."""
    where = [f for f in candidate.recipients if f[0].type == "Place"]
    candidate.recipients = [f for f in candidate.recipients if f not in where]
    candidate.places = candidate.places or where


def _words(draft: Draft, candidate: Candidate) -> tuple[Token, Token]:
    """First and last word of the trigger: a light verb with its noun ("held talks"), an idiom whole ("opened fire")."""
    first, last, verb = candidate.first, candidate.trigger, candidate.support
    if verb is not None and verb.sent.start == first.sent.start and 0 < first.i - verb.i <= _NEAR:
        first = verb
    following = draft.text.doc[last.i + 1] if last.i + 1 < last.sent.end else None
    if following is not None and (last.lemma_, following.lemma_) in _IDIOMS:
        last = following
    return first, last


def _freeze(draft: Draft, candidate: Candidate, key: str) -> Event:
    cue = candidate.reading.cue
    return Event(
        id=key,
        type=candidate.type,
        plover=plover_of(candidate.type),
        mode=candidate.mode or modes().get(candidate.type),
        trigger=draft.text.span(*_words(draft, candidate)),
        sentence=draft.text.sentence(candidate.trigger),
        actors=arguments(draft, candidate.actors, "actor"),
        recipients=arguments(draft, candidate.recipients, "recipient"),
        places=arguments(draft, candidate.places, "place"),
        status=candidate.reading.status,
        status_cue=draft.text.span(cue) if cue is not None else None,
        rule=candidate.source,
        score=round(min(candidate.score, 0.95), 2),
    )
