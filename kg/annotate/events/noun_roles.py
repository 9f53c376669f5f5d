"""Whose noun it is: who does and who undergoes what an event noun reports."""

from __future__ import annotations

from dataclasses import dataclass

from kg.annotate.draft import Draft
from kg.annotate.events.asserted import victims
from kg.annotate.events.candidate import Candidate, Filler, fillers
from kg.annotate.events.carriers import stricken, strikes
from kg.annotate.events.conditions import deep
from kg.annotate.events.cues import STOPPAGES
from kg.annotate.events.forces import make_force, wielder
from kg.annotate.events.kinds import is_kind
from kg.annotate.events.places import scene
from kg.annotate.events.support import loose_participle
from kg.annotate.events.verbs import blamed, left_subject, measure_target
from kg.annotate.lexicon import NounFrame, nouns, words
from kg.annotate.parsed import Token
from kg.annotate.view import Found
from kg.vocab import EVENT_TYPES

_ON = ("on", "against", "at", "upon", "into", "toward", "towards")
_CONCERNING = frozenset({"PROTEST", "SANCTION", "REJECT", "REQUEST", "ACCUSE", "THREATEN", "CONCEDE"})
_NEAR = frozenset({"outside", "near", "inside", "across", "around", "along", "through", "throughout"})
_UNDERGOING = frozenset({"under", "from"})
# Who does these in, at or for something takes part in it.
_PRESENT = frozenset(
    "arrive speak gather sit appear attend participate address talk stand pose meet due travel fly head come go return "
    "land convene".split()
)
_OWNING = frozenset({"claim", "take", "accept", "admit", "assume"})
_JOURNEYS = frozenset({"visit", "tour", "trip"})
_SENT = frozenset({"delegation", "team", "side", "mission"})
_HOSTING = frozenset({"attend", "chair", "co-chair", "cochair", "host"})

Roles = tuple[list[Found], list[Found]]  # who does, who undergoes


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What stands around an event noun, conjuncts included; ``doers`` and ``sufferers`` are those of its light verb."""

    of: list[Found]
    by: list[Found]
    possessor: list[Found]
    modifiers: list[Found]
    doers: list[Found]
    sufferers: list[Found]


def fill_roles(draft: Draft, candidate: Candidate, frame: NounFrame) -> None:
    """Set the actors and recipients of a candidate, as the pattern of its frame says."""
    actors, recipients = _pattern(draft, candidate, frame.pattern, _phrases(draft, candidate))
    own = range(candidate.first.i, candidate.trigger.i + 1)  # "joint patrols" patrol nothing
    candidate.actors = [f for f in fillers(draft, actors) if f[0].agent and f[0].head not in own]
    taken = candidate.groups()
    found = [f for f in fillers(draft, recipients, owners=True) if f[0].agent or f[0].type == "Place"]
    found = [f for f in found if f[0].group not in taken]
    if strikes(frame.type) and not any(f[0].agent for f in found):
        found += [f for f in stricken(draft, recipients) if all(f[0] is not m for m, _ in found)]
    if not found and frame.type is not None and (EVENT_TYPES[frame.type] == "SANCTION" or frame.type == "Ban"):
        found = fillers(draft, measure_target(draft, candidate.trigger, taken))
    candidate.recipients = found or _further(draft, candidate, frame, taken)


def _phrases(draft: Draft, candidate: Candidate) -> _Phrases:
    noun, view = candidate.trigger, draft.view
    for token in {*view.children(noun, "compound"), *view.children(candidate.first, "compound")}:
        make_force(draft, token)
    where = scene(draft, candidate)
    before = [t for t in view.children(noun, "compound", "amod") if t not in where]
    modifiers = [Found(c, "modifier") for t in before for c in view.conjuncts(t)]
    if candidate.first != noun:
        modifiers += [Found(t, "modifier") for t in view.children(candidate.first, "compound", "amod")]
    doers, sufferers = _light_roles(draft, candidate)
    doers = doers or _claiming(draft, noun)
    return _Phrases(
        of=view.obliques(noun, "of"),
        by=view.obliques(noun, "by") or _by_within(draft, noun),
        possessor=[Found(c, "possessor") for t in view.children(noun, "poss") for c in view.conjuncts(t)],
        modifiers=modifiers,
        doers=doers,
        sufferers=sufferers,
    )


def _by_within(draft: Draft, noun: Token) -> list[Found]:
    """ "the killing of a priest by soldiers": the by-phrase that the parser hung on whom it was done to."""
    view = draft.view
    of = [t for prep, t in view.preps(noun) if prep == "of" and t.pos_ in ("NOUN", "PROPN") and t.lemma_ not in nouns()]
    return [f for t in of for f in view.obliques(t, "by")]


def _claiming(draft: Draft, noun: Token) -> list[Found]:
    """ "claimed responsibility for the bombing": who says that he did it."""
    view, above = draft.view, draft.view.head(noun)
    if above is None or above.lemma_ != "responsibility" or view.prep(noun) != "for":
        return []
    verb = view.head(above)
    return view.agents(verb) if verb is not None and verb.lemma_ in _OWNING and view.negated(verb) is None else []


def _further(draft: Draft, candidate: Candidate, frame: NounFrame, taken: set[int]) -> list[Filler]:
    """Whom a protest, sanction, request ... concerns, when its own phrases do not say: the nearest actor below."""
    if frame.type is None or frame.pattern != "self" or EVENT_TYPES[frame.type] not in _CONCERNING:
        return []
    phrases = [
        (prep, t)
        for prep, t in draft.view.preps(candidate.trigger)
        if prep not in ("", "in", "by", "after", "before", "since", "during", "at")
    ]
    tops = [t for prep, t in phrases if prep not in _NEAR]
    if candidate.support is not None:
        tops += [
            t for prep, t in draft.view.preps(candidate.support) if prep in ("over", "against", "for", "to", "into")
        ]
        tops += [t for t in draft.view.children(candidate.support, "advcl") if t.tag_ == "VB"]
    if EVENT_TYPES[frame.type] in ("THREATEN", "REQUEST"):
        tops += [t for t in draft.view.children(candidate.trigger, "acl") if t.tag_ == "VB"]
    # Before whose door they stand is the last resort: "a strike outside Parliament to demand land from the army".
    found = deep(draft, tops, taken) or deep(draft, [t for prep, t in phrases if prep in _NEAR], taken)
    return [f for f in fillers(draft, found) if f[0].group not in taken]


def _light_roles(draft: Draft, candidate: Candidate) -> Roles:
    """Who does and who undergoes by the light verb: (subjects, subjects of "came under", "received")."""
    view, verb, noun = draft.view, candidate.support, candidate.trigger
    if verb is None:
        return [], []
    loose = loose_participle(draft, verb)
    if verb.i > noun.i and (loose or view.rel(verb) in ("acl", "relcl")):
        if loose and not view.passive(verb):
            return view.obliques(verb, "by"), []
        above = view.head(verb)
        return [f for f in view.agents(verb) if f.token not in (noun, above)], []
    found = [f for f in view.agents(verb) or left_subject(draft, verb) if f.token != noun]
    agents = [g for f in found for g in wielder(draft, f)]
    if verb.lemma_ in ("demand", "seek", "request", "await", "urge", "want", "expect"):
        return [], []  # who wants it does not do it
    under = verb.lemma_ == "come" and any(prep in _UNDERGOING for prep, _ in view.preps(verb))
    if under or (verb.lemma_ in words("undergo") and not view.particle(verb)):
        return view.obliques(noun, "from", "by") + view.obliques(verb, "from", "by"), agents
    return agents, []


def _pattern(draft: Draft, candidate: Candidate, pattern: str, near: _Phrases) -> Roles:
    """Who does and who undergoes, surest first, by the pattern of a frame (see the head of `nouns.tsv`)."""
    noun, verb, view = candidate.trigger, candidate.support, draft.view

    def around(nouns: tuple[str, ...], verbs: tuple[str, ...]) -> list[Found]:
        further = [f for by in near.by for f in view.obliques(by.token, "against", "into")]
        return (
            view.obliques(noun, *nouns)
            + _right_behind(draft, noun, nouns)
            + (view.obliques(verb, *verbs) if verb is not None else [])
            + further
        )

    above = view.head(noun)
    if verb is None and above is not None and view.rel(noun) == "subj" and above.lemma_ in words("occurrence"):
        verb = above  # "fighting broke out between", "protests continued against"

    on = _not_blamed(draft, above, around(_ON, ("on", "against", "at")))
    if pattern == "meet":
        others = around(("between", "with", "among", "of", "by"), ("with", "between", "among", "by"))
        present = [*near.doers, *near.sufferers, *_subjects_here(draft, candidate)]
        return [*others, *near.possessor, *near.modifiers, *present], []
    if pattern in ("does", "bomb"):
        on += victims(draft, noun)
    if pattern == "does" and verb is not None and _repels(draft, verb):
        return near.doers, [*near.by, *near.possessor, *near.modifiers]
    if pattern == "does":
        on += view.obliques(noun, "targeting")
        people_of = [f for f in near.of if is_kind(draft, f.token, "place") or is_kind(draft, f.token, "person")]
        by = [*near.by, *near.possessor, *near.modifiers, *near.doers]
        return by or _just_before(draft, candidate), [*near.sufferers, *on, *people_of]
    if pattern == "undergo" and near.of:
        return [*near.by, *near.possessor, *near.modifiers, *near.doers], [*near.of, *near.sufferers]
    if pattern == "undergo":
        return [*near.by, *near.modifiers, *near.doers], [*near.possessor, *near.sufferers, *on]
    if pattern == "fight":
        sides = around(("between", "with", "by", "among", "involving"), ("between", "with", "among"))
        return [*sides, *near.modifiers, *near.possessor, *near.doers], [*on, *near.sufferers]
    if pattern == "report":
        written = [*near.by, *view.obliques(noun, "from"), *near.possessor, *near.modifiers, *near.of]
        return [*written, *near.doers], [*around(("about", "on"), ()), *_subject_of_content(draft, candidate)]
    if pattern == "probe":
        own = [*near.by, *near.possessor, *near.doers, *near.modifiers]
        return own, around(("into", "of", "against", "on"), ("into", "against"))
    if pattern == "bomb":
        return [*near.by, *near.doers], [*on, *near.sufferers]
    if near.sufferers:
        return [*near.of, *near.by, *near.doers, *near.possessor, *near.modifiers], near.sufferers
    toward = around(
        ("against", "to", "for", "on", "with", "over", "from"), ("against", "to", "for", "on", "with", "from")
    )
    toward += view.recipients(verb) if verb is not None else []  # "handed the envoy a note of protest"
    own = [*near.by, *near.possessor, *near.doers, *near.of, *near.modifiers]
    # "meets at Britain's request": whose it is stands before it
    return own if near.possessor else [*own, *_subjects_here(draft, candidate)], toward


def _not_blamed(draft: Draft, above: Token | None, found: list[Found]) -> list[Found]:
    """ "blamed the attack on rebels": who is blamed for an attack is not whom it struck."""
    if above is None or above.lemma_ != "blame":
        return found
    guilty = [f.token for f in blamed(draft, above)]
    return [f for f in found if f.token not in guilty]


def _repels(draft: Draft, verb: Token) -> bool:
    """ "repelled an attack by the rebels", "fought off an assault": who does it acts against those who attack."""
    return verb.lemma_ in ("repel", "repulse") or (verb.lemma_ == "fight" and draft.view.particle(verb) == "off")


def _right_behind(draft: Draft, noun: Token, preps: tuple[str, ...]) -> list[Found]:
    """ "killed in the attack on trucks": a phrase right behind the noun, but hung on the verb, is the noun's."""
    view, above = draft.view, draft.view.head(noun)
    if above is None or view.rel(noun) not in ("obl", "obj"):
        return []
    near = [t for prep, t in view.preps(above) if prep in preps and view.subtree(t)[0].i == noun.i + 1]
    return [Found(c, "phrase right behind") for t in near for c in view.conjuncts(t)]


def _subject_of_content(draft: Draft, candidate: Candidate) -> list[Found]:
    """Of whom a paper speaks: "a damning report suggested that the mission was failing"."""
    view, above = draft.view, draft.view.head(candidate.trigger)
    if above is None or view.rel(candidate.trigger) != "subj":
        return []
    subjects = [s for content in view.children(above, "ccomp") for s in view.children(content, "subj")]
    return [Found(s, "subject of what it says") for s in subjects]


def _just_before(draft: Draft, candidate: Candidate) -> list[Found]:
    """ "government forces air strike": the actor whose words end right before the noun, whatever the parse says."""
    first = candidate.first
    mention = draft.at_token.get(first.i - 1) if first.i > first.sent.start else None
    if mention is None or not mention.agent or mention.last != first.i - 1 or mention.kind == "pronoun":
        return []
    if draft.text.doc[mention.head] in scene(draft, candidate):
        return []
    return [Found(draft.text.doc[mention.head], "right before")]


def _subjects_here(draft: Draft, candidate: Candidate) -> list[Found]:
    """ "Kerry spoke at the meeting", "the talks were hosted by Austria": who takes part by another verb."""
    view, noun = draft.view, candidate.trigger
    above, rel, prep = view.head(noun), view.rel(noun), view.prep(noun)
    if view.children(noun, "cop") and any(t.lower_ in ("on", "in") for t in view.children(noun, "case")):
        return [f for s in view.children(noun, "subj") for f in (Found(c, "subject") for c in view.conjuncts(s))]
    if above is None:
        return []
    if rel == "nmod" and prep == "for" and view.children(above, "cop"):  # "who was in Tokyo for talks with the premier"
        return view.subjects(above)
    verb = above.lemma_
    going = view.head(above)
    if (
        rel == "nmod"
        and prep == "for"
        and view.prep(above) == "with"
        and going is not None
        and going.lemma_ in _PRESENT
    ):
        return [*view.subjects(going), Found(above, "with-phrase")]  # "fly to Rome with the envoy for talks"
    if prep == "on" and verb in ("remain", "be", "stay", "go", "put", "place", "embark"):
        return view.subjects(above)
    touring = noun.lemma_ in _JOURNEYS and rel == "obl" and prep in ("during", "on", "for", "after")
    if touring and any(t.lower_ in ("a", "an") for t in view.children(noun, "det")):
        return view.agents(above)  # "said during a visit to Kabul"
    if rel == "nmod" and prep == "on" and noun.lemma_ in STOPPAGES:
        return [Found(above, "who is on it")]  # "prisoners on hunger strike"
    sent = above if above.lemma_ in _SENT else None
    if rel == "obl" and verb in ("lead", "head"):
        sent = next((t for t in view.children(above, "obj") if t.lemma_ in _SENT), None)
    if sent is not None and prep in ("at", "to", "in"):  # "led the Sudanese delegation at the talks"
        return [Found(sent, f"{prep}-phrase of {sent.lower_}")]
    present = rel == "obl" and prep in ("at", "for", "during") and candidate.support is None and verb in _PRESENT
    attending = rel == "obj" and (verb in _HOSTING or verb in ("join", "leave", "open", "address"))
    attended = rel == "subjpass" and (verb in _HOSTING or verb == "lead")
    return view.agents(above) if present or attending or attended else []
