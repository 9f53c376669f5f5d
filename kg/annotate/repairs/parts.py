"""Parts of a verb that the parse does not give it: particle, first half of a hyphenated verb, indirect object."""

from __future__ import annotations

from kg.annotate.lexicon import verbs, words
from kg.annotate.parsed import Doc, text_of
from kg.annotate.repairs.needs import Repair, needs
from kg.annotate.schemes import Edge

_PARTICLES = frozenset("down up off out over back away".split())
_GIVING = frozenset(
    "give award grant offer send pay hand lend promise guarantee deny supply provide sell owe loan".split()
)
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})


@needs("obl", words=("in",))
def _inward(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "handed in his resignation", "brought in foreign troops", "caved in to the strikers": "in" right behind a verb
    that has it for a particle, when no place can follow."""
    owned = {e.head for e in edges if e.rel == "poss"}
    out, found = [], set()
    for e in edges:
        near = e.rel == "obl" and e.child > e.head + 1 and doc[e.head + 1].lower_ == "in"
        if not near or f"{doc[e.head].lemma_} in" not in verbs() or e.prep not in ("in", "in to"):
            out.append(e)
        elif e.prep == "in to":
            out += [Edge("obl", e.head, e.child, "to"), Edge("prt", e.head, e.head + 1)]
        elif doc[e.child].pos_ == "NOUN" and (e.child in owned or doc[e.child].lemma_ in words("troops")):
            out += [Edge("obj", e.head, e.child), Edge("prt", e.head, e.head + 1)]
            found.add(e.child)
        else:
            out.append(e)
    return [e for e in out if not (e.rel == "case" and e.head in found)]


@needs("obl", words=_PARTICLES)
def _particles(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "laid down their weapons": what the tagger calls a particle right after a verb introduces no phrase."""
    found = {
        e.child
        for e in edges
        if e.rel == "obl"
        and e.prep in _PARTICLES
        and text_of(doc[e.head + 1 : e.head + 2]).lower() == e.prep
        and doc[e.head + 1].tag_ in ("RP", "IN")
        and e.head + 1 < e.child
        and f"{doc[e.head].lemma_} {e.prep}" in verbs()
    }
    out = []
    for edge in edges:
        if edge.child in found and edge.rel == "obl":
            out += [Edge("obj", edge.head, edge.child), Edge("prt", edge.head, edge.head + 1)]
        elif edge.rel != "case" or edge.head not in found or doc[edge.child].lower_ not in _PARTICLES:
            out.append(edge)
    return out


@needs("obj advmod", words=_PARTICLES)
def _objects_of_particles(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "walked back his remarks": what the parse makes the object of a particle is that of the verb before it."""
    verbal = {
        e.child: e.head
        for e in edges
        if e.rel in ("advmod", "prt")
        and e.child == e.head + 1
        and doc[e.child].lower_ in _PARTICLES
        and f"{doc[e.head].lemma_} {doc[e.child].lower_}" in verbs()
    }
    if not any(e.rel == "obj" and e.head in verbal for e in edges):
        return edges
    moved = {e.head for e in edges if e.rel == "obj" and e.head in verbal}
    out = [Edge("obj", verbal[e.head], e.child) if e.rel == "obj" and e.head in moved else e for e in edges]
    return [Edge("prt", e.head, e.child) if e.rel == "advmod" and e.child in moved else e for e in out]


@needs("compound", words=("-",))
def _hyphens(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Iran test-fired a missile": what stands before the first half of a verb is the subject of the whole."""
    subjects = {e.head for e in edges if e.rel in ("subj", "subjpass")}
    joined = [e for e in edges if e.child == e.head - 2 and doc[e.head - 1].text == "-"]
    halves = {e.child: e.head for e in joined if doc[e.head].pos_ == "VERB" and e.head not in subjects}
    return [Edge("subj", halves[e.head], e.child) if e.rel == "compound" and e.head in halves else e for e in edges]


def _two_objects(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "promised Somalia two boats": the first of two objects behind a verb is the one to whom."""
    objects: dict[int, list[int]] = {}
    for edge in edges:
        second = edge.rel == "obl" and not edge.prep and doc[edge.head].lemma_ == "give"  # "gave the firm a week"
        if (edge.rel == "obj" or second) and edge.child > edge.head and doc[edge.head].lemma_ in _GIVING:
            objects.setdefault(edge.head, []).append(edge.child)
    if not objects:
        return edges
    first = {min(found) for found in objects.values() if len(found) == 2 and doc[min(found)].pos_ in _NOMINAL}
    given = {e.head for e in edges if e.child in first}
    out = [Edge("iobj", e.head, e.child) if e.rel == "obj" and e.child in first else e for e in edges]
    return [Edge("obj", e.head, e.child) if _given(doc, e, given) else e for e in out]


def _given(doc: Doc, edge: Edge, given: set[int]) -> bool:
    bare = edge.rel == "obl" and not edge.prep and edge.child > edge.head
    return bare and edge.head in given and doc[edge.head].lemma_ == "give"


PARTS = (_particles, _objects_of_particles, _inward, _hyphens, Repair(_two_objects))
"""Particles, joined verbs and first objects, put in their place."""
