"""Events that verbs report: the frame that fits, and its roles."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.draft import Draft
from kg.annotate.events.candidate import Candidate, Filler, fillers, whose
from kg.annotate.events.carriers import stricken, strikes
from kg.annotate.events.conditions import clauses, deep, infinitives, verb_holds
from kg.annotate.events.forces import is_force, wielder
from kg.annotate.events.kinds import is_kind, mention_of
from kg.annotate.events.places import named_place
from kg.annotate.events.status import status_of
from kg.annotate.events.verb_status import Reading
from kg.annotate.lexicon import Frame, american, nouns, verbs
from kg.annotate.parsed import Token
from kg.annotate.view import Found
from kg.vocab import EVENT_TYPES

# In these the object is where it happens, not whom it happens to.
_TERRITORIAL = frozenset({"CaptureOfTerritory", "RecaptureOfTerritory", "Visit"})
_ATTRIBUTIVE = frozenset({"arrest", "detain", "jail", "imprison", "kidnap", "abduct", "depose", "oust"})
_ANNOUNCING = frozenset({"Agreement", "Pledge", "Threat"})
_CONDITIONABLE = frozenset({"Offer", "Pledge"})
_ASIDE = frozenset(
    "by after before since during until in at near outside across following amid despite through down along around "
    "inside throughout within".split()
) | {"", "ahead of", "according to"}


def is_verb(draft: Draft, token: Token) -> bool:
    """Whether a token is a main verb that can report an event (participles before a noun are descriptions)."""
    if token.pos_ == "ADJ" and token.tag_ == "VBN" and draft.view.children(token, "agent"):
        return draft.view.rel(token) in ("acl", "relcl", "advcl")  # "rebels armed by Sudan"
    if token.pos_ == "ADJ":
        return token.lemma_.lower() in ("ready", "prepared", "willing", "guilty", "opposed") and draft.view.rel(
            token
        ) not in ("amod", "compound")
    return token.pos_ == "VERB" and draft.view.rel(token) not in ("aux", "auxpass", "cop", "amod", "case", "compound")


def reporting(draft: Draft, token: Token) -> bool:
    """Whether a token stands where a verb reports: as a main verb, or before whom it happened to."""
    return (is_verb(draft, token) or _attributive(draft, token)) and not _in_title(token)


def _in_title(token: Token) -> bool:
    """A verb with a capital amid small words is one of a name or title ("the film Gone With the Wind")."""
    if not token.is_title or token.i == token.sent.start or not token.nbor(-1).is_alpha:
        return False
    small = [t for t in token.sent if t.is_alpha and t.is_lower and t.pos_ in ("VERB", "NOUN", "ADJ")]
    return len(small) > 1


def _attributive(draft: Draft, token: Token) -> bool:
    """ "the jailed opposition leader": a participle before whom it happened to."""
    if token.tag_ != "VBN" or draft.view.rel(token) != "amod" or token.lemma_ not in _ATTRIBUTIVE:
        return False
    above = draft.view.head(token)
    return above is not None and above.i > token.i and is_kind(draft, above, "person")


def verb_event(draft: Draft, verb: Token) -> Candidate | None:
    """The event that a verb reports, by the first frame whose conditions hold; None when none does."""
    if not reporting(draft, verb):
        return None
    frame = next((f for f, failed in senses(draft, verb) if failed is None), None)
    if frame is None or frame.type is None:
        return None
    candidate = Candidate(verb, verb, frame.type, frame.mode, frame.source)
    candidate.actors = _fill(draft, verb, frame.actor, many=True)
    taken = {m.group for m, _ in candidate.actors}
    candidate.recipients = [f for f in _fill(draft, verb, frame.recipient, taken=taken) if f[0].group not in taken]
    candidate.recipients = [f for f in candidate.recipients if not _matter(draft, verb, frame, f[0].head)]
    if strikes(frame.type, verb):
        candidate.recipients = _with_carriers(draft, candidate, frame)
    if frame.type == "Agreement":  # "agreed to exchange prisoners": they agree to nothing, nor does a town
        candidate.recipients = [
            f for f in candidate.recipients if "inside" not in f[1] or (f[0].named and not _where(draft, f))
        ]
    if frame.type in _ANNOUNCING:
        candidate.recipients = [f for f in candidate.recipients if not _is_to_act(draft, verb, f)]
    _territory(draft, candidate)
    if not candidate.actors and EVENT_TYPES[frame.type] == "MOBILIZE" and draft.view.passive(verb):
        candidate.actors = _deployed(draft, verb)
    candidate.reading = status_of(draft, verb)
    if "refusal" in frame.when or "neg" in frame.when:
        candidate.reading = Reading("actual", candidate.reading.cue)
    if frame.type in _CONDITIONABLE and candidate.reading.status == "actual":
        candidate.reading = _if(draft, verb) or candidate.reading
    candidate.score = 0.55 + 0.15 * bool(candidate.actors) + 0.15 * bool(candidate.recipients) + 0.05 * bool(frame.when)
    return candidate


def _with_carriers(draft: Draft, candidate: Candidate, frame: Frame) -> list[Filler]:
    """Who undergoes it, or else the ships and vehicles that do, for want of somebody whose they are; "blew up a
    pipeline in Arauca" strikes no town."""
    if any(f[0].agent for f in candidate.recipients):
        return candidate.recipients
    view, verb = draft.view, candidate.trigger
    things = stricken(draft, view.subjects(verb) if "s" in frame.recipient else view.patients(verb))
    things = [f for f in things if f[0].group not in candidate.groups()]
    kept = [f for f in candidate.recipients if not (things and f[0].type == "Place" and f[1].startswith("in-phrase"))]
    return kept + things


def _where(draft: Draft, found: Filler) -> bool:
    """ "agreed to meet in Rome", "to leave positions south of the river": no town or river is promised anything."""
    return found[0].type == "Place" and draft.view.prep(draft.text.doc[found[0].head]) in ("in", "at", "near", "of")


def _is_to_act(draft: Draft, verb: Token, found: Filler) -> bool:
    """ "vowed that Israel would not rest": who is to do what is promised or threatened is promised nothing."""
    token = draft.text.doc[found[0].head]
    above = draft.view.head(token)
    return above is not None and draft.view.rel(token) == "subj" and above in clauses(draft, verb)


def _matter(draft: Draft, verb: Token, frame: Frame, head: int) -> bool:
    """Whether a token is what a verb is about and not whom it concerns: the force of "suggested a force", the giver of
    "offered Islamabad's help"."""
    view, token = draft.view, draft.text.doc[head]
    objects = [f.token for f in view.patients(verb)]
    if "o" not in frame.recipient and token in objects:
        return any(c.startswith("o=") for c in frame.when)
    giving = frame.type in ("Offer", "Pledge") and "om" not in frame.recipient
    return giving and view.rel(token) == "poss" and view.head(token) in objects


def _deployed(draft: Draft, verb: Token) -> list[Filler]:
    """ "a US carrier was sent", "French soldiers were flown in": troops that are sent act, or else whose they are."""
    sent = [f for p in draft.view.patients(verb) for f in wielder(draft, p)]
    return [f for f in fillers(draft, sent) if f[0].agent]


def _if(draft: Draft, verb: Token) -> Reading | None:
    """ "willing to help, if ...": what is offered on a condition is only possible."""
    near = [verb, *draft.view.children(verb, "xcomp"), *([above] if (above := draft.view.head(verb)) else [])]
    clauses_here = [c for t in near for c in draft.view.children(t, "advcl") if c.i > verb.i]
    marks = [m for clause in clauses_here for m in draft.view.children(clause, "mark")]
    return next((Reading("possible", m) for m in marks if m.lower_ in ("if", "unless", "provided")), None)


def senses(draft: Draft, verb: Token) -> Iterator[tuple[Frame, str | None]]:
    """The frames of a verb in order, each with its first condition that does not hold; None with one that fits."""
    for frame in _frames(draft, verb):
        yield frame, next((c for c in frame.when if not verb_holds(draft, verb, c)), None)


def _frames(draft: Draft, verb: Token) -> tuple[Frame, ...]:
    lemma, particle = verb.lemma_.lower(), draft.view.particle(verb)
    frames: tuple[Frame, ...] = _joined(verb, lemma)
    if particle and not frames:
        frames = verbs().get(f"{lemma} {particle}", ())
    return frames or _after(verb, lemma) or verbs().get(lemma, ()) or _prefixed(lemma)


def _after(verb: Token, lemma: str) -> tuple[Frame, ...]:
    """A particle that the parser did not attach ("shot dead", "blew up")."""
    if verb.i + 1 < len(verb.doc):
        following = verb.doc[verb.i + 1]
        if following.tag_ in ("RP", "RB", "JJ", "IN") or following.lower_ == "back":
            return verbs().get(f"{lemma} {following.lower_}", ())
    return ()


def _joined(verb: Token, lemma: str) -> tuple[Frame, ...]:
    """A verb that a hyphen joins with the word before it ("test-fired"): only as one word."""
    if verb.i < verb.sent.start + 2 or verb.nbor(-1).text != "-" or verb.nbor(-1).whitespace_:
        return ()
    return verbs().get(f"{verb.nbor(-2).lemma_.lower()}-{lemma}", ())


def _prefixed(lemma: str) -> tuple[Frame, ...]:
    """A verb with a prefix of repetition means the same event ("re-arrest"); so does one in British spelling."""
    if lemma.startswith("re-"):
        return verbs().get(lemma[3:], ())
    return verbs().get(american(lemma), ())


def _territory(draft: Draft, candidate: Candidate) -> None:
    """What is taken or visited is the place; the name inside a description is better than the description."""
    if candidate.type in _TERRITORIAL:
        objects = [n for f in draft.view.patients(candidate.trigger) for n in named_place(draft, f)]
        if candidate.type == "Visit":  # a capital that is visited is where, not who
            seen = {m.group for m, _ in fillers(draft, objects, place=True)}
            candidate.actors = [f for f in candidate.actors if f[0].group not in seen]
            objects += [n for f in draft.view.obliques(candidate.trigger, "to", "into") for n in named_place(draft, f)]
        candidate.places = [f for f in fillers(draft, objects, place=True) if f[0].group not in candidate.groups()]
        places = [f for f in candidate.recipients if f[0].type == "Place"]
        candidate.places += [p for p in places if all(p[0].group != m.group for m, _ in candidate.places)]
        candidate.recipients = [f for f in candidate.recipients if f not in places]


def _fill(
    draft: Draft, verb: Token, codes: tuple[str, ...], *, many: bool = False, taken: set[int] | None = None
) -> list[Filler]:
    """Mentions for the codes of a role: all of them together, or those of the first code that gives any."""
    out: list[Filler] = []
    for code in codes:
        found = fillers(draft, _slot(draft, verb, code, taken or set()), owners=not many and code not in ("s", "subj"))
        if not many:
            found = [f for f in found if f[0].group not in (taken or set())]
        out += [f for f in found if all(f[0] is not m for m, _ in out)]
        if out and not many:
            return _with_owner(draft, out)
    return out


def _with_owner(draft: Draft, found: list[Filler]) -> list[Filler]:
    """ "positions of the security forces", "Syrian bases": whose place it is undergoes the act too."""
    out = list(found)
    for mention, path in found:
        if mention.kind == "nominal" and mention.type == "Place":
            token = draft.text.doc[mention.head]
            if any(is_force(t) for t in draft.view.children(token, "compound")):
                continue  # the "Afghan army base" is the army's
            owners = [Found(t, f"owner, {path}") for t in _modifiers(draft, token)]
            out += [f for f in fillers(draft, owners) if f[0].agent]
    return out


def _slot(draft: Draft, verb: Token, code: str, taken: set[int]) -> list[Found]:
    view = draft.view
    if code == "s":
        agents = view.agents(verb) or _authors(draft, verb) or left_subject(draft, verb) or _nested_by(draft, verb)
        return [g for f in agents for g in wielder(draft, f)]
    if code == "subj":
        return view.subjects(verb)
    if code == "o":
        return view.patients(verb) or view.recipients(verb)
    if code == "i":
        return view.recipients(verb)
    if code == "om":
        objects = [f.token for f in view.patients(verb)]
        return [Found(t, f"of {o.lower_}") for o in objects for t in _modifiers(draft, o)]
    if code == "x":
        return _complement_subject(draft, verb)
    if code == "sm":
        subjects = [f.token for f in view.subjects(verb) if mention_of(draft, f.token) is None]
        return [Found(t, f"of {s.lower_}") for s in subjects for t in _modifiers(draft, s)]
    if code == "xo":
        return [f for x in infinitives(draft, verb) for f in view.patients(x)]
    if code == "deep":
        tops = [f.token for f in view.patients(verb)] + infinitives(draft, verb) + clauses(draft, verb)
        aside = _ASIDE | ({"as"} if view.patients(verb) else set())  # "denounced the raid as a breach of ..."
        tops += [t for prep, t in view.preps(verb) if prep not in aside]
        tops += [t for t in view.children(verb, "advcl") if t.tag_ == "VB"]
        return _textual(draft, verb, taken) or deep(draft, tops, taken, -1 if view.passive(verb) else verb.i)
    if code == "on" and verb.lemma_ == "blame":
        return [inner for f in blamed(draft, verb) for inner in _held_by(draft, f)]
    found = view.obliques(verb, code)
    # The parser often hangs the phrase on the object: "granted asylum to rebels", "strengthened its forces in Lebanon".
    found += [f for o in view.patients(verb) for f in view.obliques(o.token, code)]
    found = found or _inside_phrases(draft, verb, code)
    return [inner for f in found for inner in _held_by(draft, f)]


def blamed(draft: Draft, verb: Token) -> list[Found]:
    """ "blamed an attack on its embassy on rebels": the last on-phrase is that of the verb, wherever it was hung."""
    view = draft.view
    near = [verb, *(t for o in view.patients(verb) for t in (o.token, *(n for _, n in view.preps(o.token))))]
    last = max((t for n in near for prep, t in view.preps(n) if prep == "on"), key=lambda t: t.i, default=None)
    return [Found(t, "on-phrase") for t in view.conjuncts(last)] if last is not None else []


def _inside_phrases(draft: Draft, verb: Token, code: str) -> list[Found]:
    """ "40 tonnes of medicine to Gaza", "extradited by Colombia to the US": the parser hung on a noun within what
    belongs to the verb; only for whom or where something goes."""
    if code not in ("to", "into"):
        return []
    view = draft.view
    inner = [t for o in view.patients(verb) for prep, t in view.preps(o.token) if prep in ("of", "worth")]
    inner += [t for prep, t in view.preps(verb) if prep == "by"]
    return [Found(f.token, f"{code}-phrase within") for t in inner if t.i > verb.i for f in view.obliques(t, code)]


def _textual(draft: Draft, verb: Token, taken: set[int]) -> list[Found]:
    """ "ease an embargo ... on Libya", whatever the phrase was hung on: only for verbs whose object is a measure."""
    objects = [f.token for f in draft.view.patients(verb)]
    if not objects or objects[0].lemma_ not in ("embargo", "ban", "sanction", "restriction", "curfew", "blockade"):
        return []
    return measure_target(draft, objects[0], taken)


def measure_target(draft: Draft, noun: Token, taken: set[int]) -> list[Found]:
    """Whom a sanction or ban is on: the first named actor after "on", "against" or "to" within its clause."""
    doc = draft.text.doc
    for i in range(noun.i + 1, min(noun.i + 14, noun.sent.end - 1)):
        if doc[i].text in (",", ";", "."):
            break
        if doc[i].lower_ in ("on", "against", "to"):
            mention = draft.at_token.get(i + 1) or draft.at_token.get(i + 2)
            if mention is not None and mention.named and mention.first in (i + 1, i + 2) and mention.group not in taken:
                return [Found(doc[mention.head], f"{doc[i].lower_}-phrase after {noun.lower_}")]
    return []


def _held_by(draft: Draft, found: Found) -> list[Found]:
    """ "from the control of X", "out of the hands of X": X."""
    if found.token.lemma_.lower() not in ("control", "hand", "grip", "rule", "clutch", "custody"):
        return [found]
    inner = [t for prep, t in draft.view.preps(found.token) if prep == "of"] + draft.view.children(found.token, "poss")
    return [Found(t, found.path) for t in inner] or [found]


def _authors(draft: Draft, verb: Token) -> list[Found]:
    """ "issued a declaration demanding", "plans to ease": who issues it is who demands."""
    above = draft.view.head(verb)
    if above is None or draft.view.rel(verb) != "acl" or draft.view.passive(verb):
        return []
    return draft.view.of_plan(above)


def _nested_by(draft: Draft, verb: Token) -> list[Found]:
    """ "found guilty of war crimes by judges": the by-phrase of a passive that the parser hung on a noun within."""
    view = draft.view
    if not view.passive(verb):
        return []
    tops = [verb, *view.children(verb, "xcomp")]
    inner = [t for top in tops for prep, t in view.preps(top) if prep and prep != "by" and t.lemma_ not in nouns()]
    inner += [t for t in tops if t != verb]  # "were let go by the gang"
    found = [t for noun in inner for prep, t in view.preps(noun) if prep == "by"]
    return [Found(c, "by-phrase within") for t in found[:1] for c in view.conjuncts(t)]


def left_subject(draft: Draft, verb: Token) -> list[Found]:
    """The main verb of a sentence for which the parse has no subject: the first actor before it outside any phrase."""
    view = draft.view
    if view.head(verb) is not None or verb.tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
        return []
    if view.children(verb, "subj", "subjpass", "auxpass", "expl"):
        return []
    for token in verb.doc[_clause_start(draft, verb) : verb.i]:
        mention = draft.at_token.get(token.i)
        free = not view.prep(token) and view.rel(token) not in ("obl", "nmod", "compound", "poss", "amod")
        if mention is not None and mention.head == token.i and mention.agent and mention.named and free:
            return [Found(token, "before the verb")]
    return []


def _clause_start(draft: Draft, verb: Token) -> int:
    """Where the words before a main verb begin; a sentence that opens with its verb goes on from the one before."""
    start = verb.sent.start
    if start < verb.i or start == 0 or verb.tag_ not in ("VBD", "VBZ"):
        return start
    before = verb.doc[start - 1]
    same = draft.text.block_of(before) == draft.text.block_of(verb)
    return before.sent.start if same and not before.is_punct and verb.is_lower else start


def _complement_subject(draft: Draft, verb: Token) -> list[Found]:
    view = draft.view
    found = [
        Found(t, "subject of the clause")
        for c in clauses(draft, verb)
        for s in view.children(c, "subj", "subjpass")
        for t in view.conjuncts(s)
    ]
    gerunds = [t for prep, t in view.preps(verb) if prep in ("of", "for", "from", "with") and t.pos_ == "VERB"]
    return found + [Found(s, "of clause") for g in gerunds for s in view.children(g, "subj")[:1]]


def _modifiers(draft: Draft, noun: Token) -> list[Token]:
    """Who stands before or after a noun as its possessor, adjective of nationality, or of/from/by-phrase."""
    view = draft.view
    out = [t for t in view.children(noun, "poss", "amod", "compound") if mention_of(draft, t, make=False)]
    out += whose(draft, noun)
    for prep, token in view.preps(noun):
        if prep in ("of", "from", "by", "on", "for", "against"):
            out += view.conjuncts(token)
    # "howitzers supplied by Serbia"
    given = [t for t in view.children(noun, "acl") if view.passive(t)]
    return out + [f.token for t in given for f in view.agents(t)]
