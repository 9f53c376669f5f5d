"""Offices given and taken in fact, told by a verb: who was elected, took over, succeeded another as what of whom."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.status import status_of
from kg.annotate.parsed import Token
from kg.annotate.relations.bodies import body_of
from kg.annotate.relations.offices import is_office, of_state, office_tie, titles, wording
from kg.annotate.relations.tie import ORGANIZED, Tie, phrases

_APPOINTING = frozenset("appoint name elect install designate reelect re-elect promote choose nominate pick".split())
# What somebody does who comes into an office: "took over as head of", "was sworn in as".
_TAKING = frozenset({"become", "take", "swear", "assume"})
# Who does so also comes into it, but whom he does it to had it: only what stands behind "as" is told.
_FOLLOWING = frozenset({"succeed", "replace"})
_VERBS = _APPOINTING | _TAKING | _FOLLOWING
# Offices of states, which no council or party gives but in its state.
_OF_STATES = frozenset({"minister", "premier", "president", "ambassador", "governor"})


def appointed(draft: Draft, token: Token) -> Iterator[Tie]:
    """ "Reed was elected president of Malta", "the UN appointed Reed as its envoy", "Reed became premier of Malta",
    "Reed succeeded Lind as premier of Malta", "parliament elected Reed as speaker"."""
    if token.pos_ != "VERB" or token.lemma_ not in _VERBS or status_of(draft, token).status != "actual":
        return
    people = _people(draft, token)
    person = next((m for m in people if m.named), None)
    noun = next((t for t in _offices(draft, token, people) if draft.at(t) is not person), None)
    if person is None or noun is None:
        return
    body = body_of(draft, noun) or _giver(draft, token, noun)
    if body is not None and (body.type != "State" or of_state(noun)):
        yield office_tie(person, body, noun, wording(draft, noun, body), f"verb {token.lemma_}")


def _people(draft: Draft, verb: Token) -> list[Raw]:
    """Who comes into an office."""
    view = draft.view
    if verb.lemma_ in _FOLLOWING:
        found = view.agents(verb)
    else:
        found = view.subjects(verb) if verb.lemma_ in _TAKING else view.patients(verb)
    return [m for f in found if (m := draft.at(f.token)) is not None and m.type == "Person"]


def _offices(draft: Draft, verb: Token, people: list[Raw]) -> list[Token]:
    """Nouns for what somebody comes to be, surest first."""
    view, objects = draft.view, draft.view.children(verb, "obj")
    near = [t for top in (verb, *objects) for t in phrases(draft, top, "as")]
    if verb.lemma_ in _FOLLOWING:
        return [t for t in near if is_office(t)]
    near = [*view.children(verb, "xcomp", "obj", "dep", "appos", "ccomp"), *near, *phrases(draft, verb, "")]
    above = view.head(verb)
    if above is not None and view.rel(verb) == "amod" and view.children(verb, "subjpass"):
        near.append(above)  # "was named finance minister", with the verb hung on the noun
    nouns = [t for t in near if t.pos_ in ("NOUN", "PROPN") and is_office(t)]
    if verb.lemma_ not in _TAKING:
        nouns += [t for m in people for t in view.children(draft.text.doc[m.head], "appos") if is_office(t)]
    return nouns


def _giver(draft: Draft, verb: Token, noun: Token) -> Raw | None:
    """The state or body of who gives an office that names none: "Mali's parliament elected Reed as premier"."""
    if verb.lemma_ not in _APPOINTING:
        return None
    for found in draft.view.agents(verb):
        giver = draft.at(found.token)
        if giver is None or giver.type not in (*ORGANIZED, "Person"):
            continue
        if giver.type == "Person":
            near = (
                tie.object
                for m in draft.mentions
                if m.group == giver.group
                for tie in titles(draft, m)
                if not tie.ended
            )
            return next((m for m in near if m is not None), None)
        if giver.type == "State":
            return giver
        state = _state_of(draft, found.token, giver)
        if state is not None:
            return state
        return giver if giver.named and noun.lemma_ not in _OF_STATES else None
    return None


def _state_of(draft: Draft, token: Token, body: Raw) -> Raw | None:
    """The state of a parliament or government: "Mali's parliament", "the Malian government"."""
    near = [draft.at(t) for t in draft.view.children(token, "poss", "amod", "compound")]
    near += [m for m in draft.starting(body.first, body.head) if m is not body]
    return next((m for m in near if m is not None and m.type == "State"), None)
