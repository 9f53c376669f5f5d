"""What a deed or a war led to ("left 12 dead and displaced thousands"), and what somebody said and then did."""

from __future__ import annotations

from kg.annotate.lexicon import words
from kg.annotate.parsed import Doc
from kg.annotate.repairs.needs import needs
from kg.annotate.schemes import Edge

_ENDS = frozenset("dead wounded injured homeless hospitalised hospitalized missing".split())
_HARM = frozenset("wound injure displace destroy uproot damage kill maim".split())
_OPEN = frozenset({"would", "will", "had", "has", "have", "could", "can", "may", "might", "must", "should"})
_APART = 5
"""Tokens between two verbs that share no object ("had considered, and ruled out, a raid")."""
_REACH = 9
"""Tokens from "left" to those who are left dead, at most."""
_PARTICLES = frozenset({"over", "in", "out", "up", "down", "back", "off"})


@needs("acl", words=("left",))
def left_dead(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "A raid on a camp left 12 soldiers dead, the governor said": "left" with such an object is no participle; what
    did so is the noun at the top of the phrase."""
    above = {e.child: e for e in edges}
    for e in edges:
        noun = _left_so(doc, e.child) if e.rel == "acl" and doc[e.child].lower_ == "left" else None
        if noun is None:
            continue
        top = e.head
        while top in above and doc[above[top].head].pos_ in ("NOUN", "PROPN") and above[top].head < top:
            top = above[top].head
        up = above.get(top)
        if up is None or up.rel not in ("subj", "subjpass", "obl") or up.prep or up.head < e.child:
            continue
        if doc[up.head].lemma_ not in words("saying"):
            continue
        doc[e.child].tag_ = "VBD"
        kept = [x for x in edges if x not in (e, up) and x.child != noun]
        kept += [Edge("subj", e.child, top), Edge("ccomp", up.head, e.child), Edge("obj", e.child, noun)]
        return _with_speaker(doc, kept, up.head)
    return edges


def _left_so(doc: Doc, verb: int) -> int | None:
    """The noun behind "left" that stands right before a word for what became of it."""
    for i in range(verb + 1, min(verb + _REACH, doc[verb].sent.end - 1)):
        if doc[i].pos_ == "NOUN" and doc[i + 1].lower_ in _ENDS:
            return i
        if doc[i].pos_ not in ("DET", "NUM", "ADJ", "NOUN", "ADV", "ADP", "PROPN"):
            return None
    return None


def _with_speaker(doc: Doc, edges: list[Edge], verb: int) -> list[Edge]:
    """ "left five dead, Minister A said": the name between comma and verb of speech speaks."""
    near = [e for e in edges if e.rel in ("appos", "conj") and e.head < e.child < verb]
    for e in near:
        comma = next((i for i in range(e.child, e.head, -1) if doc[i].text == ","), 0)
        behind = all(t.pos_ in ("PROPN", "NOUN", "ADJ", "DET", "PUNCT") for t in doc[comma + 1 : verb])
        if comma and behind and not any(t.text == "," for t in doc[e.child : verb]):
            return [Edge("subj", verb, x.child) if x is e else x for x in edges]
    return edges


@needs("conj obj", words=_ENDS)
def dead_and_displaced(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "has left 12 people dead and displaced seven thousand", "left 12 dead and wounded 30": the second verb goes with
    "left", and the number behind it is its object."""
    above = {e.child: e for e in edges}
    for e in edges:
        verb = doc[e.child]
        if e.rel != "conj" or doc[e.head].lower_ not in _ENDS or verb.lemma_ not in _HARM or verb.pos_ != "VERB":
            continue
        objects = {x.head: x.child for x in edges if x.rel == "obj" and x.child < e.head}
        top = next((i for i, noun in objects.items() if doc[i].lemma_ == "leave" and noun < e.head), None)
        if top is None:
            continue
        verb.tag_ = "VBD"
        out = [Edge("conj", top, x.child) if x is e else x for x in edges]
        counted = next((x for x in out if _counted(doc, x, e.child, top)), None)
        if counted is not None:
            out = [Edge("obj", e.child, x.child) if x is counted else x for x in out]
        noun = objects[top]
        if above[e.head].head > e.head:  # "dead" had been hung on those who were wounded
            out = [Edge("amod", noun, x.child) if x.child == e.head else x for x in out]
        return out
    return edges


def _counted(doc: Doc, edge: Edge, verb: int, top: int) -> bool:
    """Whether an edge is that of the number or of those counted right behind a verb of harm."""
    counts = any(t.like_num for t in doc[verb + 1 : edge.child + 1])
    return edge.rel == "obl" and not edge.prep and edge.head in (verb, top) and edge.child > verb and counts


@needs("ccomp conj cc", words=(",",))
def said_and_did(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The group said both sides had looted, and repeated its call": a past tense behind ", and" goes on with "said"
    where what is said has another tense."""
    for e in edges:
        if e.rel != "conj" or doc[e.child].tag_ != "VBD" or e.child < e.head + _APART:
            continue
        content = next((x for x in edges if x.child == e.head and x.rel == "ccomp" and x.head < x.child), None)
        if content is None or doc[content.head].tag_ != "VBD" or doc[content.head].lemma_ not in words("saying"):
            continue
        marked = doc[e.child - 1].lower_ in ("and", "but") and doc[e.child - 2].text == ","
        helped = any(x.head == e.head and x.rel in ("aux", "auxpass") and doc[x.child].lower_ in _OPEN for x in edges)
        if marked and helped and not any(x.head == e.child and x.rel in ("subj", "subjpass", "aux") for x in edges):
            return [Edge("conj", content.head, x.child) if x is e else x for x in edges]
    return edges


@needs("conj mark", words=("hand",))
def handed(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "are to gather in camps and hand over their arms": "hand" behind "and", before a particle and an object, is what
    is to be done too."""
    above = {e.child: e for e in edges}
    for e in edges:
        word = doc[e.child]
        noun = e.rel == "conj" and word.lower_ == "hand" and word.tag_ == "NN" and word.i + 2 < len(doc)
        if not noun or doc[word.i + 1].lower_ not in _PARTICLES or doc[word.i - 1].lower_ not in ("and", "or"):
            continue
        top = e.head
        while top in above and doc[top].pos_ != "VERB":
            top = above[top].head
        if doc[top].tag_ != "VB":
            continue
        word.tag_, word.pos_, word.lemma_ = "VB", "VERB", "hand"
        doc[word.i + 1].tag_, doc[word.i + 1].pos_ = "RP", "ADP"
        return [_handed_over(doc, x, e, top) for x in edges]
    return edges


def _handed_over(doc: Doc, edge: Edge, joined: Edge, top: int) -> Edge:
    """An edge of the sentence with "hand" as a verb: its particle, object and phrases are its own."""
    hand = joined.child
    if edge is joined:
        return Edge("conj", top, hand)
    if edge.child == hand + 1:
        return Edge("prt", hand, edge.child)
    if edge.head not in (top, hand) or edge.child < hand or edge.rel not in ("obl", "nmod", "advmod"):
        return edge
    if edge.prep == doc[hand + 1].lower_:
        return Edge("obj", hand, edge.child)
    return Edge("obl" if edge.rel == "nmod" else edge.rel, hand, edge.child, edge.prep)
