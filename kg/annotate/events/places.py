"""Where an event took place: the trigger's own phrases, then those of its light or governing verb, in one clause."""

from __future__ import annotations

from kg.annotate.draft import Draft
from kg.annotate.events.candidate import Candidate, Filler, fillers
from kg.annotate.parsed import Token
from kg.annotate.view import Found
from kg.vocab import EVENT_TYPES

_IN = frozenset("in at near inside outside across around along throughout within off over through".split())
# "in favor of Somalia", "in defence of Kenya": no place is named.
_ABSTRACT = frozenset(
    "favor favour support response exchange light view charge face name defense defence aid case place spite addition "
    "protest honor honour memory search pursuit violation breach relation connection return opposition solidarity "
    "condemnation retaliation revenge praise control behalf cooperation collaboration coordination agreement".split()
)
# "before the conference", "after the attack": another happening than the one of the clause.
ASIDE = frozenset("before after since until following ahead despite amid pending without because".split()) | {
    "ahead of",
    "because of",
    "prior to",
}
# These are done with words: what they are about may be anywhere.
_IN_WORDS = frozenset({"CONSULT", "REQUEST", "ACCUSE", "THREATEN"})
# Only these are done above a place ("shot down over the sea"): talks over a dam are about it.
_FLOWN = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
# What is said is of no place: "in Muscat, the minister called for restraint" tells where he was.
_SPOKEN = frozenset({"Request", "Demand", "Appeal", "Accusation", "Criticism", "Rejection"})
# Where somebody speaks of a deed is not where it was done.
_JUDGING = frozenset("call condemn denounce criticize criticise praise describe decry deplore mourn discuss".split())
_TERMS = frozenset({"year", "month", "day", "life", "term"})
_DYING = frozenset({"kill", "die", "wound", "injure", "hurt", "perish", "detain", "arrest"})
_ON_THE_GROUND = frozenset({"Ambush", "Bombing", "Shooting", "Battle", "Demonstration", "Riot"})
_ON_PLACES = frozenset(
    "border coast highway road street outskirts island front frontier square line bridge shore".split()
)


def places(draft: Draft, candidate: Candidate) -> list[Filler]:
    """Mentions of places, nearest anchor first; an anchor that gives one ends the search."""
    if candidate.type in _SPOKEN and candidate.source.startswith("verbs"):
        return []
    taken = candidate.groups()
    anchors = _anchors(draft, candidate)
    over = EVENT_TYPES[candidate.type] in _FLOWN
    near = [_found_at(draft, anchor, taken, over=over) for anchor in anchors[:3]]
    near = sorted((f for f in near if f), key=lambda f: abs(f[0][0].head - candidate.trigger.i))
    if near:
        return near[0]
    for anchor in anchors[3:]:
        found = _found_at(draft, anchor, taken, over=over)
        if found:
            return found
    modifiers = _before(draft, candidate)
    where = scene(draft, candidate)
    found = [f for f in fillers(draft, modifiers, place=True) if f[0].group not in taken]
    return [f for f in found if f[0].type == "Place" or draft.text.doc[f[0].head] in where]


def scene(draft: Draft, candidate: Candidate) -> list[Token]:
    """ "killed in Mali ambush", "die in Kenya hotel attack": in a headline the state before what somebody dies in is
    where it was. Who strikes from the air, or attacks without more, may stand there as well."""
    view, noun = draft.view, candidate.trigger
    above = view.head(noun)
    if above is None or view.prep(noun) != "in" or above.lemma_ not in _DYING:
        return []
    before = view.children(noun, "compound")
    bare = candidate.type not in _ON_THE_GROUND and len(before) < 2
    if (
        bare
        or candidate.type == "AirStrike"
        or any(t.tag_ in ("DT", "PRP$") for t in view.children(noun, "det", "poss"))
    ):
        return []
    states = [t for t in before if (m := draft.at(t)) is not None and m.type == "State"]
    return [t for t in states if t.tag_.startswith("NNP") and not t.is_upper]


def _found_at(draft: Draft, anchor: Token, taken: set[int], *, over: bool) -> list[Filler]:
    found = fillers(draft, _phrases(draft, anchor), place=True)
    return [f for f in found if f[0].group not in taken and (over or not f[1].startswith("over-"))]


def _anchors(draft: Draft, candidate: Candidate) -> list[Token]:
    view, trigger = draft.view, candidate.trigger
    out = [trigger]
    if candidate.support is not None:
        out.append(candidate.support)
    # "reopened the schools in Bamako": hung on the thing, it is where it was done, but not in "discussed the threat in
    # Libya".
    done = trigger.pos_ == "VERB" and EVENT_TYPES[candidate.type] not in _IN_WORDS and not candidate.places
    things = view.children(trigger, "obj") if done else []
    out += [t for t in things if (m := draft.at(t)) is None or (m.kind == "nominal" and m.type == "Organization")]
    if not _elsewhere(draft, trigger):
        others = [f for f in view.conjuncts(view.first_conjunct(trigger)) if f != trigger and f.pos_ == trigger.pos_]
        out += [f for f in others if _one_subject(draft, trigger, f)]
    above = view.head(view.first_conjunct(trigger))
    rel = view.rel(view.first_conjunct(trigger))
    opened = [t.lower_ for t in view.children(view.first_conjunct(trigger), "mark")] if rel == "advcl" else []
    if view.prep(view.first_conjunct(trigger)) in ASIDE or ASIDE & set(opened):
        return out  # "clashed in Gao, days after the group beheaded a man": he was not killed there
    if (
        above is not None
        and above.pos_ in ("VERB", "AUX")
        and rel in ("subj", "subjpass", "obj", "obl", "xcomp", "advcl")
        and not (rel == "obj" and above.lemma_ in _JUDGING)
    ):
        out.append(above)
    # What a participant is "in" is where it happened, when nothing else is said: "attacked a base in Mosul".
    told = [draft.text.doc[m.head] for m, _ in candidate.recipients if m.kind == "nominal"]
    # "hit a convoy carrying aid to an area near Aleppo"
    return out + told + [clause for t in told for clause in view.children(t, "acl") if clause.tag_ == "VBG"]


def _elsewhere(draft: Draft, trigger: Token) -> bool:
    """ "killed many at Garissa University and stormed a mall in Nairobi": the first has a site of its own, though no
    place of a map."""
    phrases = [x for t in [trigger, *draft.view.children(trigger, "obj")] for x in draft.view.preps(t)]
    return any(p in ("at", "inside", "outside") and (m := draft.at(t)) and m.named for p, t in phrases)


def _one_subject(draft: Draft, one: Token, other: Token) -> bool:
    """Whether two verbs joined by "and" share their subject; nouns always may."""
    both = [draft.view.children(t, "subj", "subjpass") for t in (one, other)]
    return one.pos_ != "VERB" or not all(both)


def _phrases(draft: Draft, anchor: Token) -> list[Found]:
    out = []
    phrases = draft.view.preps(anchor)
    # "a conference of major powers in Vienna": the parser hangs the place on the powers; "aid to an area near Aleppo".
    phrases += [
        p
        for prep, head in phrases
        if (m := draft.at(head)) is None
        or m.type not in ("Place", "State")
        or (m.kind == "nominal" and prep.split(" ")[0] not in _IN)
        for p in draft.view.preps(head)
    ]
    for prep, head in sorted(phrases, key=lambda p: abs(p[1].i - anchor.i)):
        near = prep.split(" ")[0]
        if head.lemma_ in ("prison", "jail") and head.i > 1 and head.nbor(-2).lemma_.lower() in _TERMS:
            continue  # "sentenced to six years in prison": how long, not where
        if near in _IN or (prep == "on" and head.lemma_.lower() in _ON_PLACES):
            out.append(
                [
                    n
                    for t in draft.view.conjuncts(head)
                    for n in named_place(draft, Found(t, f"{prep}-phrase of {anchor.lower_}"))
                ]
            )
    # A second phrase is more often an aside ("in Libya, just across the sea from Europe") than a second place.
    return next(
        (found for found in out if any((m := draft.at(f.token)) and m.type in ("Place", "State") for f in found)), []
    )


def named_place(draft: Draft, found: Found) -> list[Found]:
    """ "in the town of Cizre", "in the capital, Kabul": the name, beside the description."""
    if found.token.lemma_ in _ABSTRACT:
        return [found]
    inner = [t for p, t in draft.view.preps(found.token) if p == "of"]
    inner += draft.view.children(found.token, "appos", "flat")
    named = [Found(t, found.path) for t in inner if (m := draft.at(t)) and m.named and m.type in ("Place", "State")]
    return named or [found]


def _before(draft: Draft, candidate: Candidate) -> list[Found]:
    """ "the Vienna conference", "Baghdad bombings"."""
    tokens = draft.view.children(candidate.trigger, "compound", "poss", "amod")
    return [Found(t, "modifier") for t in tokens]
