"""The conditions of frames (`verbs.tsv`, `nouns.tsv`), read off the parse."""

from __future__ import annotations

from functools import cache

from kg.annotate.draft import Draft, Raw
from kg.annotate.events.around import AROUND
from kg.annotate.events.forces import wielder
from kg.annotate.events.kinds import is_kind, mention_of, partitive
from kg.annotate.lexicon import words
from kg.annotate.parsed import Token
from kg.annotate.view import Found

_PLANS = frozenset("plan intention decision pledge promise vow agreement commitment threat order determination".split())
_HELPING = frozenset({"help", "assist", "enable", "train", "equip", "use"})
_BROKERED = frozenset({"brokered", "mediated", "sponsored", "negotiated", "facilitated", "drafted"})
_ALLEGED = frozenset("suggestion claim idea notion report allegation assertion argument".split())
_OWN = frozenset({"government", "country", "administration", "nation", "army", "ministry"})  # a speaker's own
_AWAY = frozenset({"out", "back", "home", "away"})
_MUST = frozenset({"must", "should", "ought", "needs", "need"})


@cache
def listed(text: str) -> frozenset[str]:
    """The words of a condition; ``@name`` stands for a list of `words.tsv`."""
    found: set[str] = set()
    for word in text.split(","):
        found |= words(word[1:]) if word.startswith("@") else {word}
    return frozenset(found)


def verb_holds(draft: Draft, verb: Token, condition: str) -> bool:
    """Whether one condition of a verb frame holds. Raises ValueError for a condition that nobody knows."""
    if condition.startswith("!"):
        return not verb_holds(draft, verb, condition[1:])
    if "~" in condition:
        slot, kinds = condition.split("~", 1)
        return any(is_kind(draft, t, k) for t in _slot(draft, verb, slot) for k in kinds.split(","))
    if "=" in condition:
        slot, text = condition.split("=", 1)
        return _lexical(draft, verb, slot, listed(text))
    return _plain(draft, verb, condition)


def _slot(draft: Draft, verb: Token, slot: str) -> list[Token]:
    view = draft.view
    if slot == "o":
        objects = [f.token for f in view.patients(verb)] or [f.token for f in view.recipients(verb)]
        inner = [t for o in objects if o.tag_ == "$" for t in view.children(o, "compound", "nummod")]  # "$10 million"
        return objects + inner + [t for o in objects if (t := partitive(draft, o)) is not None]
    if slot == "s":
        agents = view.agents(verb) or _by_within(draft, verb)
        held = [g.token for f in agents for g in wielder(draft, f)]  # "Chinese ships": China's
        return [f.token for f in agents] + [t for t in held if all(t != f.token for f in agents)]
    if slot == "subj":
        return [f.token for f in view.subjects(verb)]
    if slot == "i":
        return [f.token for f in view.recipients(verb)]
    if slot == "prep":
        return [t for _, t in view.preps(verb)]
    if slot == "phrase":
        return [t for _, t in _phrases(draft, verb)]
    raise ValueError(f"unknown slot {slot!r} in a frame condition")


def _by_within(draft: Draft, verb: Token) -> list[Found]:
    """ "were forced from their homes by soldiers": the by-phrase of a passive that the parser hung on a place."""
    view = draft.view
    if not view.passive(verb):
        return []
    inner = [t for prep, t in view.preps(verb) if prep in ("from", "to", "in", "into", "at", "out of")]
    return [f for t in inner for f in view.obliques(t, "by")]


def _phrases(draft: Draft, verb: Token) -> list[tuple[str, Token]]:
    """The phrases of a verb and of its object: the parser often hangs on the one what belongs to the other."""
    objects = [f.token for f in draft.view.patients(verb)]
    objects += [t for o in objects for prep, t in draft.view.preps(o) if prep == "of"]  # "the body of X to Italy"
    return draft.view.preps(verb) + [p for o in objects for p in draft.view.preps(o)]


def _lexical(draft: Draft, verb: Token, slot: str, wanted: frozenset[str]) -> bool:
    view = draft.view
    if slot in ("o", "s", "i"):
        return any(_in(t, wanted) for t in _slot(draft, verb, slot))
    if slot == "adv":
        near = view.children(verb, "advmod", "obl", "xcomp")
        near += view.children(verb, "obj") if view.passive(verb) else []  # "was designated a terrorist group"
        return any(_in(t, wanted) for t in near)
    if slot == "outcome":
        return any(_in(t, wanted) for t in _outcomes(draft, verb))
    if slot == "prep":
        gerunds = [m for t in view.children(verb, "advcl") if t.tag_ == "VBG" for m in view.children(t, "mark")]
        if any(m.lower_ in wanted for m in gerunds):  # "agreed on extending the truce"
            return True
        return any(prep in wanted or prep.split(" ")[0] in wanted or _in(t, wanted) for prep, t in view.preps(verb))
    if slot == "phrase":
        return any(
            prep in wanted or prep.split(" ")[0] in wanted or _in(t, wanted) for prep, t in _phrases(draft, verb)
        )
    if slot == "under":
        return any(prep in ("under", "to") and _in(t, wanted) for prep, t in view.preps(verb))
    if slot == "x":
        found = infinitives(draft, verb)
        named = next(iter(wanted)) if len(wanted) == 1 else ""
        if named in ("hostile", "friendly", "violent"):
            # "promised not to attack" threatens nobody
            return any(t.lemma_ in words(named) and draft.view.negated(t) is None for t in found)
        return any(t.lemma_ in wanted for t in found)
    if slot == "xo":  # "vowed to take revenge"
        return any(_in(f.token, wanted) for t in infinitives(draft, verb) for f in view.patients(t))
    if slot == "clause":
        told = [t for c in clauses(draft, verb) for t in (c, *(f.token for f in view.patients(c)))]
        return any(_in(t, wanted) for t in told)
    if slot == "will":
        hostile = [t for t in own_future(draft, verb) if t.lemma_ in words(next(iter(wanted)))]
        # "he would cut the number by half" threatens nobody
        return any(all(o.lemma_ not in words("amounts") for o in view.children(t, "obj")) for t in hostile)
    raise ValueError(f"unknown slot {slot!r} in a frame condition")


def _outcomes(draft: Draft, verb: Token) -> list[Token]:
    """ "left 12 people dead and 30 wounded": what the object came to be, wherever the parser hung it behind."""
    objects = draft.view.children(verb, "obj")
    near = draft.view.children(verb, "xcomp", "ccomp", "advmod", "dep", "advcl", "obl", "obj")
    near += [t for o in objects for t in draft.view.children(o, "amod", "acl", "advmod", "xcomp", "appos", "nmod")]
    after = min((o.i for o in objects), default=verb.i)
    return [t for t in near if (t.i > after or t in objects) and not draft.view.prep(t)]


def _in(token: Token, wanted: frozenset[str]) -> bool:
    return token.lemma_.lower() in wanted or token.lower_ in wanted


def _plain(draft: Draft, verb: Token, condition: str) -> bool:
    view = draft.view
    if condition == "x":
        return bool(infinitives(draft, verb))
    if condition == "o":
        return bool(view.patients(verb))
    if condition == "that":
        return bool(clauses(draft, verb))
    if condition == "must":
        return any(_must(draft, c) for c in clauses(draft, verb))
    if condition == "prt":
        return bool(view.particle(verb))
    if condition == "passive":
        return view.passive(verb)
    if condition == "inert":
        return any(is_kind(draft, t, "inert") for t in view.children(verb, "subj"))
    if condition == "purpose":
        return _purpose(draft, verb)
    if condition == "out":
        return _out(draft, verb)
    if condition in AROUND:
        return AROUND[condition](draft, verb)
    if condition == "hostage":
        return any(
            t.lemma_ in ("hostage", "captive")
            for t in view.children(verb, "obj", "xcomp", "obl", "advmod", "dep", "ccomp")
        )
    if condition in ("refusal", "neg"):
        auxes = {a.lemma_.lower() for a in view.auxiliaries(verb)}
        will = condition == "neg" or bool(auxes & {"will", "would", "can", "could", "wo", "ca", "shall"})
        return will and view.negated(verb) is not None
    raise ValueError(f"unknown frame condition {condition!r}")


def _purpose(draft: Draft, verb: Token) -> bool:
    """ "rifles to fight the rebels", "a coalition to combat": what something is for; "plan to fight" is a plan."""
    above = draft.view.head(verb)
    if above is None or verb.tag_ != "VB":
        return False
    if draft.view.rel(verb) in ("xcomp", "ccomp"):
        return above.lemma_ in _HELPING
    return draft.view.rel(verb) in ("acl", "advcl") and _has_to(draft, verb) and above.lemma_ not in _PLANS


def _out(draft: Draft, verb: Token) -> bool:
    """ "pulled its forces out of", "sent the team home": away, by a particle or phrase of the verb or its object."""
    view = draft.view
    if view.particle(verb) in _AWAY or any(t.lower_ in _AWAY for t in view.children(verb, "advmod")):
        return True
    return any(prep.split(" ")[0] in ("out", "from") for prep, _ in _phrases(draft, verb))


def _must(draft: Draft, clause: Token) -> bool:
    """Whether somebody named or described (not "it") is told what he must do."""
    actors = [
        m
        for s in draft.view.children(clause, "subj")
        if (m := mention_of(draft, s)) and m.agent and draft.text.doc[m.head].lower_ != "it"
    ]
    return bool(actors) and any(a.lower_ in _MUST or a.lemma_ in _MUST for a in draft.view.auxiliaries(clause))


def infinitives(draft: Draft, verb: Token) -> list[Token]:
    """Verbs in the infinitive below a verb ("agreed to meet and to sign"), conjuncts included."""
    below = [t for t in draft.view.children(verb, "xcomp") if t.pos_ in ("VERB", "AUX", "NOUN", "ADJ")]
    if not below and not draft.view.children(verb, "obj"):
        below += [t for t in draft.view.children(verb, "advcl", "ccomp") if t.tag_ == "VB" and _has_to(draft, t)]
        below = [t for t in below if all(w.tag_ != "WRB" for w in draft.view.children(t, "advmod"))]  # "where he is to"
    return [c for t in below if t.pos_ == "VERB" or _has_to(draft, t) for c in draft.view.conjuncts(t)]


def _has_to(draft: Draft, token: Token) -> bool:
    return any(m.lower_ == "to" for m in draft.view.children(token, "mark", "aux"))


def clauses(draft: Draft, verb: Token) -> list[Token]:
    """Heads of finite clauses that a verb takes as its content."""
    return [t for t in draft.view.children(verb, "ccomp") if not (t.tag_ == "VB" and _has_to(draft, t))]


def own_future(draft: Draft, verb: Token) -> list[Token]:
    """What the speaker says that he himself will do: clauses with will or would whose subject is the speaker."""
    speakers = {
        m.group if m.group >= 0 else id(m) for f in draft.view.agents(verb) if (m := mention_of(draft, f.token))
    }
    found = []
    for clause in clauses(draft, verb):
        auxes = {a.lemma_.lower() for a in draft.view.auxiliaries(clause)} | {
            a.lower_ for a in draft.view.auxiliaries(clause)
        }
        asked = any(m.lower_ in ("whether", "if") for m in draft.view.children(clause, "mark"))
        if asked or not auxes & words("future") or draft.view.negated(clause) is not None:
            continue
        subjects = draft.view.children(clause, "subj", "subjpass")
        same = [s for s in subjects if s.pos_ == "PRON" or ((m := mention_of(draft, s)) and m.group in speakers)]
        same += [s for s in subjects if s.lemma_ in _OWN]
        if same or not subjects:
            found += draft.view.conjuncts(clause)
    return found


def deep(draft: Draft, tops: list[Token], taken: set[int], after: int = -1) -> list[Found]:
    """The nearest actor inside objects or complements, a named one or a named place before one that is only described:
    the fallback where a frame's own slots are empty. Only tokens behind position ``after`` count.
    """
    for named in (True, False):
        for top in tops:
            for token in _outside_conditions(draft, top):
                mention = draft.at(token) if token.i > after else None
                if mention is None or mention.kind == "pronoun" or mention.group in taken or mention.head != token.i:
                    continue
                if _is_a_thing(draft, token) or _in_passing(draft, token, mention) or _joined(token):
                    continue
                if mention.named if named else mention.agent:
                    return [Found(t, "inside the complement") for t in draft.view.conjuncts(token)]
    return []


def _alleges(draft: Draft, clause: Token) -> bool:
    """ "rejected the suggestion that Chad held the key": of whom something is said that somebody rejects."""
    noun = draft.view.head(clause)
    told = any(t.lower_ == "that" for t in draft.view.children(clause, "mark"))
    return told and noun is not None and noun.pos_ == "NOUN" and noun.lemma_ in _ALLEGED


def _in_passing(draft: Draft, token: Token, mention: Raw) -> bool:
    """ "to suspend the talks, which resumed in Mexico City": where something else happened; "an embargo, which Chad has
    resisted": who does something else."""
    view = draft.view
    verb = next((t for t in view.ancestors(token) if t.pos_ in ("VERB", "AUX")), None)
    if any(view.rel(t) in ("acl", "ccomp") and _alleges(draft, t) for t in view.ancestors(token)):
        return True
    first = view.first_conjunct(token)
    judged = view.head(first) if view.rel(first) == "subj" else None
    what = [view.head(judged), *judged.children] if judged is not None else []
    if any(t is not None and t.lower_ == "what" for t in what):
        return True  # "protested against what Chad described as an accident"
    if verb is not None and view.rel(verb) == "relcl" and view.rel(first) == "subj" and view.head(first) == verb:
        return any(t.lower_ == "which" for t in view.children(verb, "obj"))
    told = verb is not None and view.rel(verb) in ("relcl", "acl") and verb.tag_ != "VB"
    if mention.type == "Place" and view.rel(token) in ("compound", "amod"):
        return True  # "hailed the Minsk agreements"
    # "offered to host talks in Sochi": nobody asks or promises the town of a meeting anything.
    above = view.head(token)
    near = [above, *view.children(above, "obj")] if above is not None else []
    told = told or any(t.lemma_ in words("talks") for t in near)
    return told and mention.type == "Place" and view.prep(token) in ("in", "at", "near")


def _joined(token: Token) -> bool:
    """ "a U.N.-brokered deal": whoever went between is none of those whom the rest concerns."""
    doc = token.doc
    return token.i + 2 < token.sent.end and doc[token.i + 1].text == "-" and doc[token.i + 2].lower_ in _BROKERED


def _is_a_thing(draft: Draft, token: Token) -> bool:
    """A name beside the thing it names ("a temple, Cemevi,") is no actor and no country, whatever its type."""
    above = draft.view.head(token)
    if above is None or draft.view.rel(token) not in ("appos", "conj") or draft.text.doc[token.i - 1].text != ",":
        return False
    thing = draft.at(above)
    return thing is not None and not thing.named and not thing.agent


def _outside_conditions(draft: Draft, top: Token) -> list[Token]:
    """Tokens below, without who does it, clauses of condition, time and reason, what a name in passing is told of
    ("the embargo, which would harm Sudan") and what something is judged as ("as a breach of Turkey's airspace")."""
    aside: set[int] = set()
    for token in draft.view.subtree(top):
        rel = draft.view.rel(token) if token.i != top.i else ""
        conditional = any(m.lower_ != "to" for m in draft.view.children(token, "mark", "advmod"))
        source = rel in ("nmod", "obl") and draft.view.prep(token).startswith(("according", "as"))
        passing = rel == "relcl" and _told_in_passing(draft, token)
        if rel == "agent" or source or passing or (rel == "advcl" and conditional):
            aside |= {t.i for t in draft.view.subtree(token)}
    return [t for t in draft.view.subtree(top) if t.i not in aside]


def _told_in_passing(draft: Draft, clause: Token) -> bool:
    """ "the talks, which Kenya hosts": a relative clause behind a comma, of which the rest holds without it."""
    first = draft.view.subtree(clause)[0].i
    doc = draft.text.doc
    return doc[first].text == "," or (first > clause.sent.start and doc[first - 1].text == ",")
