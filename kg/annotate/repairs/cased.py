"""Subjects behind a preposition: the parser took the end of a phrase, or a whole clause, for something else."""

from __future__ import annotations

from kg.annotate.parsed import Doc
from kg.annotate.repairs.needs import needs
from kg.annotate.schemes import Edge

_NOMINAL = frozenset({"NOUN", "PROPN"})
_WITHIN = frozenset({"in", "of", "from", "near", "at", "across", "outside"})
_OPENERS = frozenset({"since", "after", "before", "until"})


@needs("case", words=_WITHIN)
def cased(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Soldiers in Burkina Faso arrested the premier", with the country for the subject: a preposition stands before
    no subject; the noun before it is the subject."""
    for e in [e for e in edges if e.rel in ("subj", "subjpass") and doc[e.child].pos_ in _NOMINAL]:
        inner = [e.child, *(x.child for x in edges if x.head == e.child and x.rel in ("compound", "flat", "amod"))]
        first = min(inner)
        if first < 2 or doc[first - 1].lower_ not in _WITHIN or doc[first - 2].tag_ not in ("NN", "NNS"):
            continue
        marked = any(x.child == first - 1 and x.rel == "case" and x.head in inner for x in edges)
        noun = first - 2
        if not marked or any(x.child == noun and x.rel in ("subj", "subjpass", "obl", "obj") for x in edges):
            continue
        kept = [x for x in edges if x.child not in (noun, e.child)]
        return [*kept, Edge(e.rel, e.head, noun), Edge("nmod", noun, e.child, doc[first - 1].lower_)]
    return edges


@needs("obl", words=_OPENERS)
def opened(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "have worsened since soldiers led by Kone overthrew the president": a verb in the past without a subject, taken
    for a complement, is that of the clause that "since" and the noun behind it open."""
    served = {e.head for e in edges if e.rel in ("subj", "subjpass", "aux", "auxpass", "mark")}
    for e in edges:
        if e.rel not in ("xcomp", "ccomp", "dep") or doc[e.child].tag_ != "VBD" or e.child in served:
            continue
        near = [x for x in edges if x.head == e.head and x.rel == "obl" and x.prep in _OPENERS and x.child < e.child]
        if not near or near[-1].child < e.head or doc[near[-1].child].tag_ not in ("NNS", "NN", "NNP"):
            continue
        noun = near[-1]
        kept = [x for x in edges if x not in (e, noun)]
        led = [x for x in kept if x.head == e.head and noun.child < x.child < e.child]  # parts of a name torn off
        kept = [Edge("flat", max(x.child - 1, 0), x.child) if x in led and not x.prep else x for x in kept]
        return [*kept, Edge("advcl", e.head, e.child, noun.prep), Edge("subj", e.child, noun.child)]
    return edges
