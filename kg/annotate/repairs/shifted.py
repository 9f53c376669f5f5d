"""Nouns that hang one word too far: on the clause behind theirs, on a noun joined to theirs, or before a gerund."""

from __future__ import annotations

from kg.annotate.lexicon import verbs, words
from kg.annotate.parsed import Doc
from kg.annotate.repairs.needs import needs
from kg.annotate.repairs.phrases import phrase_start
from kg.annotate.schemes import Edge
from kg.lemmas import lemma_of

_SUBJECTS = frozenset({"subj", "subjpass"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_CONVENING = frozenset({"meeting", "gathering"})
_HOSTILITIES = frozenset({"fighting", "infighting", "shelling", "bombing", "shooting", "rioting", "looting"})
_CLAUSES = frozenset({"xcomp", "advcl", "ccomp", "acl", "conj", "parataxis", "dep"})
_BEFORE = frozenset("det amod compound flat poss case nummod advmod punct".split())


@needs("compound conj cc case", words=("between",))
def joined_by_between(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "clashes between the LNA and Islamist fighters": a body named before "and" is itself one of the two."""
    linked = {e.head for e in edges if e.rel == "cc"}
    for e in [e for e in edges if e.rel == "compound" and doc[e.child].tag_ == "NNP" and doc[e.child].is_upper]:
        name, noun = e.child, e.head
        up = next((x for x in edges if x.child == noun and x.prep == "between"), None)
        kind = next((x for x in edges if x.rel == "conj" and x.head == name and x.child == noun - 1), None)
        if up is None or kind is None or doc[kind.child].is_upper or not linked & {kind.child, noun}:
            continue
        kept = [x for x in edges if x not in (e, up, kind)]
        kept = [Edge(x.rel, name, x.child) if x.head == noun and x.child < name else x for x in kept]
        mine = [Edge(up.rel, up.head, name, up.prep), Edge("conj", name, noun), Edge("compound", noun, kind.child)]
        return [*kept, *mine]
    return edges


@needs("subj", words=_CONVENING)
def convened(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Donors meeting in Oslo promised aid": people right before "meeting" do what the finite verb tells, where no
    meeting can do it."""
    for e in [e for e in edges if e.rel == "subj" and doc[e.child].lower_ in _CONVENING]:
        act, who, verb = e.child, e.child - 1, e.head
        mine = next((x for x in edges if x.child == who and x.head == act and x.rel in ("compound", "subj")), None)
        if mine is None or doc[who].tag_ not in ("NNS", "NNPS") or doc[verb].pos_ != "VERB" or verb < act:
            continue
        if doc[verb].lemma_ in words("occurrence") or any(x.head == verb and x.rel == "cop" for x in edges):
            continue
        doc[act].tag_, doc[act].pos_, doc[act].lemma_ = "VBG", "VERB", lemma_of(doc[act].text, "VERB")
        kept = [x for x in edges if x not in (e, mine)]
        kept = [Edge(x.rel, who, x.child) if x.head == act and x.child < who else x for x in kept]
        kept = [Edge("obl", act, x.child, x.prep) if x.head == act and x.rel == "nmod" else x for x in kept]
        return [*kept, Edge("subj", verb, who), Edge("acl", who, act)]
    return edges


@needs("poss", words=(",",))
def two_owners(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "while Romania, Moldova's closest partner, offered help": of two owners of a noun the one before a comma owns
    nothing; the noun tells who it is, and the verb behind is its own."""
    for e in [e for e in edges if e.rel == "poss" and e.child + 1 < e.head and doc[e.child + 1].text == ","]:
        who, noun = e.child, e.head
        up = next((x for x in edges if x.child == noun), None)
        other = any(x.rel == "poss" and x.head == noun and who < x.child < noun for x in edges)
        if not other or doc[who].pos_ != "PROPN" or up is None:
            continue
        kept = [x for x in edges if x not in (e, up)]
        mine = [Edge("appos", who, noun)]
        verb = _verb_behind(doc, edges, noun) if up.rel in ("advcl", "ccomp", "conj", "obl") and not up.prep else None
        if verb is None:
            return [*kept, *mine, Edge(up.rel, up.head, who, up.prep)]
        kept = [Edge(x.rel, verb, x.child) if x.head == noun and x.rel in ("mark", "cc") else x for x in kept]
        if any(x.child == verb and x.head == noun for x in kept):
            kept = [Edge(up.rel, up.head, verb) if x.child == verb else x for x in kept]
        return [*kept, *mine, Edge("subj", verb, who)]
    return edges


def _verb_behind(doc: Doc, edges: list[Edge], noun: int) -> int | None:
    """The finite verb without a subject right behind the next comma."""
    end = doc[noun].sent.end
    comma = next((t.i for t in doc[noun:end] if t.text == ","), end)
    if comma + 1 >= end or doc[comma + 1].tag_ not in ("VBD", "VBZ", "VBP") or doc[comma + 1].pos_ != "VERB":
        return None
    return None if any(x.head == comma + 1 and x.rel in _SUBJECTS for x in edges) else comma + 1


@needs("relcl", words=("which", "whom", "that"))
def accused_of(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "the front, which Kabul accuses Tehran of arming": it is armed, and who stands behind "accuses" is accused."""
    clauses = {e.child for e in edges if e.rel == "relcl" and doc[e.child].lemma_ in words("accusing")}
    for e in [e for e in edges if e.head in clauses and doc[e.child].tag_ in ("WDT", "WP") and e.rel != "subj"]:
        acts = [x for x in edges if x.head == e.head and x.child > e.head and doc[x.child].lower_.endswith("ing")]
        act = next((x for x in acts if x.child > 0 and doc[x.child - 1].lower_ == "of"), None)
        if act is None:
            continue
        objects = [x for x in edges if x.head == e.head and x.rel in ("obj", "iobj")]
        blamed = next((x for x in objects if e.head < x.child < act.child), None)
        later = [x for x in objects if x.child > act.child]
        if blamed is None and later and act.rel == "advcl":  # "whom Chad accuses of bombing a market"
            return [Edge("obj", act.child, x.child) if x in later else x for x in edges]
        if blamed is None or lemma_of(doc[act.child].text, "VERB") not in verbs():
            continue
        verb = doc[act.child]
        verb.tag_, verb.pos_, verb.lemma_ = "VBG", "VERB", lemma_of(verb.text, "VERB")
        kept = [x for x in edges if x not in (e, blamed, act) and x.child != act.child - 1]
        mine = [Edge("obj", act.child, e.child), Edge("obj", e.head, blamed.child)]
        return [*kept, *mine, Edge("advcl", e.head, act.child), Edge("mark", act.child, act.child - 1)]
    return edges


@needs(words=_HOSTILITIES)
def hostilities(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Fighting between the army and rebels killed ten": what opens a sentence so is a noun and the subject."""
    for e in edges:
        first = doc[e.head] if e.rel in ("obl", "nmod") and e.prep in ("between", "in", "around", "near") else None
        if first is None or first.i != first.sent.start or first.tag_ != "VBG" or first.lower_ not in _HOSTILITIES:
            continue
        up = next((x for x in edges if x.child == first.i), None)
        own = {x.head for x in edges if x.rel in (*_SUBJECTS, "mark")}
        below = (x for x in edges if x.head == first.i and x.rel in _CLAUSES and x.child not in own)
        act = next((x for x in below if doc[x.child].tag_ in ("VBD", "VBN", "VBZ", "VBP")), None)
        if (up is None or up.rel != "csubj") and (up is not None or act is None):
            continue
        first.tag_, first.pos_, first.lemma_ = "NN", "NOUN", first.lower_
        if up is not None:
            return [Edge("subj", x.head, x.child) if x is up else x for x in edges]
        if act is not None:
            verb = act.child
            finite = any(x.head == verb and x.rel in ("aux", "auxpass") for x in edges)
            doc[verb].tag_ = "VBD" if doc[verb].tag_ == "VBN" and not finite else doc[verb].tag_
            kept = [x for x in edges if x is not act]
            kept = [Edge(x.rel, verb, x.child, x.prep) if x.head == first.i and x.child > verb else x for x in kept]
            passive = any(x.head == verb and x.rel == "auxpass" for x in edges)
            return [*kept, Edge("subjpass" if passive else "subj", verb, first.i)]
    return edges


@needs("subj")
def objects_before(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "to disperse people who marched, a witness saw": of two subjects of a verb the first, right behind an infinitive
    without an object, is the object of that."""
    acting = {e.head for e in edges if e.rel in ("obj", "ccomp", "xcomp") and doc[e.child].pos_ in _NOMINAL}
    for later in [e for e in edges if e.rel == "subj" and doc[e.child].pos_ in _NOMINAL]:
        first = next((e for e in edges if e.head == later.head and e.rel == "subj" and e.child < later.child), None)
        if first is None or later.child > later.head or doc[first.child].pos_ not in _NOMINAL:
            continue
        verb = phrase_start(edges, first.child, _BEFORE) - 1
        up = next((e for e in edges if e.child == later.head), None)
        if up is None or up.head != verb or doc[verb].tag_ != "VB" or verb in acting:
            continue
        if not any(t.text == "," for t in doc[first.child : later.child]):
            continue
        top, above = verb, {e.child: e.head for e in edges}
        while top in above:
            top = above[top]
        kept = [e for e in edges if e not in (first, up)]
        return [*kept, Edge("obj", verb, first.child), Edge("parataxis", top, later.head)]
    return edges
