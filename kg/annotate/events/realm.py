"""What is told of another realm than that of politics and war: weather and animals, games, and works of fiction.

A storm that "slammed into" a coast criticises nobody, a striker who "hit back" attacks nobody, and whom a novel has
kidnapped is free.
"""

from __future__ import annotations

from kg.annotate.draft import Draft
from kg.annotate.events.candidate import Candidate
from kg.annotate.events.kinds import is_kind, is_model, mention_of
from kg.annotate.lexicon import words
from kg.annotate.parsed import Token

_SERIOUS = frozenset("armed police authority state leader".split())
# In games and on stage these words mean points, moves and tours; a player may be arrested or killed like anybody.
_PLAYED = frozenset(
    "Attack Assault Battle Offensive Shooting Bombing Raid AirStrike Criticism Praise Concession Rejection Surrender "
    "Retreat Withdrawal Threat Request Demand Appeal Meeting Visit Deployment Mobilization Sanction EconomicSanction "
    "Cooperation Dismissal DiplomaticSupport CaptureOfTerritory RecaptureOfTerritory Ban Resignation Cancellation "
    "Agreement Pledge".split()
)
_TELLING = frozenset(
    "tell depict portray recount narrate chronicle dramatize imagine explore follow show describe relate feature open "
    "begin end revolve deal".split()
)


def elsewhere(draft: Draft, candidate: Candidate) -> bool:
    """Whether an event is one of nature, of a game or of a story."""
    return _natural(draft, candidate.trigger) or _fictional(draft, candidate.trigger) or _played(draft, candidate)


def _natural(draft: Draft, trigger: Token) -> bool:
    """Whether all that does it is weather, water, fire, illness or an animal ("Hurricane Ida", "the virus")."""
    doers = [f.token for f in draft.view.agents(trigger)] if trigger.pos_ == "VERB" else []
    return bool(doers) and all(_of_nature(draft, t) for t in doers)


def _of_nature(draft: Draft, token: Token) -> bool:
    """Whether a noun names a force of nature; "a flood of refugees" and "waves of gunmen" are people."""
    if token.pos_ == "PROPN" and token.lower_ not in words("diseases"):
        return draft.view.doc[max(token.sent.start, token.i - 1)].lower_ in ("hurricane", "typhoon", "storm", "cyclone")
    if token.i > token.sent.start and is_model(token):  # "two Typhoons" fly
        return False
    people = [t for prep, t in draft.view.preps(token) if prep in ("of", "from") and mention_of(draft, t) is not None]
    if token.lower_ in words("diseases"):
        return True
    return token.pos_ == "NOUN" and token.lemma_ in words("nature") and not people


def _fictional(draft: Draft, trigger: Token) -> bool:
    """Whether it is what a work of art tells of: "the novel tells how ...", "a film about the war"."""
    view, below = draft.view, trigger
    for above in view.ancestors(trigger):
        rel, prep = view.rel(below), view.prep(below)
        within = rel in ("acl", "relcl", "ccomp", "advcl") or prep in ("about", "of", "with", "on", "in", "around")
        if above.pos_ == "NOUN" and above.lemma_ in words("works") and within and prep != "in":
            return True
        if above.pos_ == "VERB" and above.lemma_ in _TELLING and rel in ("ccomp", "obj", "obl", "advcl", "xcomp"):
            subjects = view.children(above, "subj")
            if any(s.pos_ == "NOUN" and s.lemma_ in words("works") for s in subjects):
                return True
        if rel in ("subj", "subjpass", "conj"):
            return False
        below = above
    return False


def _played(draft: Draft, candidate: Candidate) -> bool:
    """Whether players or performers do it or it happens in a game, and nobody with arms or an office takes part."""
    if candidate.type not in _PLAYED:
        return False
    view, trigger = draft.view, candidate.trigger
    near = [t for t in view.subtree(trigger) if t.pos_ == "NOUN"]
    above = view.head(trigger)
    acts = [t for t in (trigger, above) if t is not None and t.pos_ == "VERB"]  # "the singer postponed her tour"
    near += [f.token for t in acts for f in view.agents(t)]
    near += [draft.text.doc[m.head] for m, _ in candidate.actors]
    near += [t for t in trigger.sent if t.pos_ == "NOUN" and t.lemma_ in words("games")]
    known = any(t.lemma_ in words("games") or t.lemma_ in words("players") for t in near)
    if not known and not any(_half(t) for t in trigger.sent):
        return False
    sides = [draft.text.doc[m.head] for m, _ in [*candidate.actors, *candidate.recipients]]
    sides = [t for t in sides if not _player(t) and t.pos_ != "PRON"]
    return not any(is_kind(draft, t, kind) for t in sides for kind in _SERIOUS)


def _half(token: Token) -> bool:
    """ "in the second half", of nothing else than a game."""
    end = token.i + 1 >= token.sent.end or token.nbor(1).lower_ not in ("of", "-")
    return token.lower_ == "half" and token.i > 0 and token.nbor(-1).lower_ in ("first", "second") and end


def _player(token: Token) -> bool:
    return token.lemma_.lower() in words("players")
