"""Clauses that the parser hung in the wrong place, or took for parts of a noun."""

from __future__ import annotations

from kg.annotate.lexicon import words
from kg.annotate.parsed import Doc
from kg.annotate.repairs.needs import needs
from kg.annotate.schemes import Edge

# Participles that describe the noun before them even after a comma: "a list, including X", "officials, speaking for Y".
_OF_NOUNS = frozenset("including excluding consisting comprising containing totaling totalling numbering".split())
_BELOW_A_NAME = frozenset({"relcl", "acl", "ccomp", "parataxis", "advcl", "xcomp", "dep"})
_DASHES = frozenset({"–", "—", "--"})
_CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "conj", "parataxis", "dep"})


_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@needs("dep")
def addressed(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Chad, which sent 700 men, will not leave": a name before a finite verb without a subject is its subject, and
    nobody whom the writer speaks to."""
    called = [e for e in edges if e.rel == "dep" and doc[e.child].dep_ == "vocative" and e.child < e.head]
    for e in called:
        own = {x.rel: doc[x.child] for x in edges if x.head == e.head and x.child < e.head and x is not e}
        finite = doc[e.head].tag_ in _FINITE or any(own[r].tag_ in _FINITE for r in ("aux", "auxpass") if r in own)
        if doc[e.child].pos_ == "PROPN" and finite and own.keys().isdisjoint({"subj", "subjpass"}):
            rel = "subjpass" if "auxpass" in own else "subj"
            edges = [Edge(rel, e.head, e.child) if x is e else x for x in edges]
    return edges


@needs("acl")
def headless(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """A sentence whose top is a noun with a finite verb below: "parties called for a strike" and "a delegation led by
    the premier left for Doha", with the verb taken for a participle or for a complement of one. The verb is the top."""
    above = {e.child: e for e in edges}
    served = {e.head for e in edges if e.rel in ("subj", "subjpass", "agent", "auxpass")}
    for e in edges:
        if e.rel != "acl" or doc[e.head].pos_ not in ("NOUN", "PROPN", "PRON"):
            continue
        if e.head in above:
            first = above[e.head]
            if first.rel == "conj" and first.head not in above and _only_verb(doc, edges, e, served):
                return [*_topped_by(edges, e, first.head), Edge("subj", e.child, first.head)]
            continue
        if e.head > e.child or any(up.head == e.head and up.rel in ("cop", "subj") for up in edges):
            continue
        alone = doc[e.child].tag_ == "VBN" and doc[e.child].lemma_ in words("intransitive")  # "supporters clashed"
        past = (alone or doc[e.child].tag_ == "VBD") and e.child not in served
        verb = e.child if past else _below(doc, edges, e.child, served)
        if verb is not None:
            doc[verb].tag_ = "VBD" if past else doc[verb].tag_
            return _topped(edges, e, verb)
    return edges


def _only_verb(doc: Doc, edges: list[Edge], clause: Edge, served: set[int]) -> bool:
    """ "Egypt's president and the crown prince met in Jeddah": the past tense behind the last of several nouns, with no
    object of passive sense before it, is the verb of them all."""
    verb = doc[clause.child]
    finite = any(e.rel in ("aux", "auxpass", "cop") and e.head == clause.child for e in edges)
    return verb.tag_ == "VBD" and verb.i > clause.head and clause.child not in served and not finite


def _topped_by(edges: list[Edge], clause: Edge, top: int) -> list[Edge]:
    """The edges with the verb of a clause on top; what follows the verb and hung on the nouns is the verb's."""
    out = [e for e in edges if e is not clause]
    nouns = {top, clause.head}
    return [
        Edge(e.rel, clause.child, e.child, e.prep) if e.head in nouns and e.child > clause.child else e for e in out
    ]


@needs(words=(",", *_DASHES))
def resumed(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The bishop of Goma, Paul Mukasa, called for calm", "X, who chairs the panel, called for sanctions": the verb
    behind the comma that closes what is said of the subject is the verb of the sentence, not a participle within."""
    above = {e.child: e for e in edges}
    tops = {e.head for e in edges if e.head not in above and doc[e.head].pos_ in ("NOUN", "PROPN")}
    if not tops:
        return edges
    served = {e.head for e in edges if e.rel in ("subj", "subjpass", "csubj", "aux", "auxpass", "agent", "cop")}
    tops -= served
    acting = {e.head for e in edges if e.rel in ("obj", "ccomp")}
    for top in sorted(tops):
        for e in edges:
            verb = e.child
            if not _closes(doc, top, verb) or verb in served or not _hangs_on(above, verb, top):
                continue
            if doc[verb].tag_ == "VBD" or verb in acting or doc[verb].lemma_ in words("speech"):
                doc[verb].tag_ = "VBD"
                return [*(x for x in edges if x.child != verb), Edge("subj", verb, top)]
    return edges


def _closes(doc: Doc, top: int, verb: int) -> bool:
    """Whether a past form stands right behind a comma, and another comma between it and the noun."""
    past_form = doc[verb].tag_ in ("VBD", "VBN") and doc[verb].pos_ == "VERB"
    before = verb - 1 - (doc[verb - 1].pos_ == "ADV")  # "Chad, which did so, also urged"
    marks = _DASHES if doc[before].text in _DASHES else {","}
    return past_form and verb > top + 3 and doc[before].text in marks and any(t.text in marks for t in doc[top:before])


def _hangs_on(above: dict[int, Edge], verb: int, top: int) -> bool:
    """Whether all that lies between a verb and the noun belongs to that noun."""
    at = verb
    while (edge := above.get(at)) is not None:
        if edge.rel not in ("acl", "relcl", "appos", "advcl", "conj", "nmod", "dep", "parataxis"):
            return False
        at = edge.head
    return at == top


def _below(doc: Doc, edges: list[Edge], participle: int, served: set[int]) -> int | None:
    """The finite verb that the parser hung on a participle of the subject."""
    if doc[participle].tag_ != "VBN":
        return None
    found = (e for e in edges if e.head == participle and e.child > participle and e.rel in _CLAUSES)
    return next((e.child for e in found if doc[e.child].tag_ in ("VBD", "VBZ", "VBN") and e.child not in served), None)


@needs(words=("by",))
def led(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Delegates led by the premier had threatened": a participle with a by-phrase right behind its noun is no main
    verb where a finite verb with an auxiliary comes after it without an "and"."""
    tops = {e.head for e in edges} - {e.child for e in edges}
    for subject in [e for e in edges if e.rel in ("subj", "subjpass") and e.head in tops and e.child == e.head - 1]:
        part = subject.head
        mine = [e for e in edges if e.head == part]
        by = next((e.child for e in mine if e.prep == "by" and e.child > part), None)
        if doc[part].tag_ != "VBN" or by is None or any(e.rel in ("aux", "auxpass") for e in mine):
            continue
        helped = sorted({e.head for e in edges if e.rel in ("aux", "auxpass") and e.head > by and e.child > by})
        verb = next((e for e in edges if helped and e.child == helped[0] and e.rel in _BELOW_A_NAME), None)
        if verb is not None and not any(t.text in (",", "who", "which", "that") for t in doc[by : verb.child]):
            return _led(edges, subject, by, verb.child)
    return edges


def _led(edges: list[Edge], subject: Edge, by: int, verb: int) -> list[Edge]:
    """The edges with the verb on top, the noun as its subject and the participle with the noun; what stood between the
    by-phrase and the verb is part of the name there."""
    part = subject.head
    passive = any(e.head == verb and e.rel == "auxpass" for e in edges)
    out = [e for e in edges if e is not subject and e.child != verb]
    out = [Edge("flat", by, e.child) if e.head == verb and e.rel.startswith("subj") else e for e in out]
    out = [Edge(e.rel, verb, e.child, e.prep) if e.head == part and e.child > verb else e for e in out]
    return [*out, Edge("acl", subject.child, part), Edge("subjpass" if passive else "subj", verb, subject.child)]


def _topped(edges: list[Edge], old: Edge, verb: int) -> list[Edge]:
    """The edges with the verb on top and the noun as its subject; what the participle had after the verb is the verb's,
    as is what the noun had."""
    out = [e for e in edges if e.child != verb]
    out = [Edge(e.rel, verb, e.child, e.prep) if e.head in (old.head, old.child) and e.child > verb else e for e in out]
    return [*out, Edge("subj", verb, old.head)]


@needs("amod")
def verbal(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """A participle before a noun is a verb, the noun its object, when it has a subject or an auxiliary of its own ("The
    US on Thursday imposed sanctions"), an "and" ("seized power and detained the president"), or right before it a
    noun, and a noun for the top of the sentence ("The bloc imposed sanctions and threatened war")."""
    for e in [e for e in edges if e.rel == "amod" and e.child < e.head and doc[e.child].tag_ in ("VBN", "VBD")]:
        above = next((up for up in edges if up.child == e.head), None)
        of_verb = {x.rel for x in edges if x.head == e.child and x.child < e.child}
        if of_verb & {"subj", "aux"}:
            edges = _as_verb(doc, edges, e, above)
        elif "cc" in of_verb and above is not None and doc[above.head].pos_ == "PROPN" and above.rel == "compound":
            name = next((up for up in edges if up.child == above.head), None)
            joined = name is not None and name.head < e.child and doc[name.head].pos_ == "VERB"
            edges = _joined(edges, e, name) if joined and name is not None else edges
        elif above is None and doc[e.child - 1].pos_ in ("NOUN", "PROPN") and of_verb & {"obl", "dep", "nmod"}:
            edges = _as_verb(doc, edges, e, above)
            edges = [_subject_of(x, e.child) for x in edges]
    return edges


def _as_verb(doc: Doc, edges: list[Edge], amod: Edge, above: Edge | None) -> list[Edge]:
    """The edges with the participle in the place of its noun, and with the verbs that were joined to that."""
    if doc[amod.child].tag_ == "VBN" and any(x.head == amod.child and x.rel == "subj" for x in edges):
        doc[amod.child].tag_ = "VBD"
    if above is not None and above.rel in ("compound", "flat") and amod.head < above.head:
        # the noun is the first part of a name: the whole name is what the verb does something to
        whole = next((x for x in edges if x.child == above.head), None)
        rest = [Edge(x.rel, amod.child, x.child, x.prep) if x.head == above.head and x.prep else x for x in edges]
        return _as_verb(doc, [x for x in rest if x != amod], Edge("amod", above.head, amod.child), whole)
    out = [x for x in edges if x not in (amod, above)]
    verbs = {x.child for x in out if x.head == amod.head and x.rel == "conj" and doc[x.child].pos_ == "VERB"}
    out = [Edge("conj", amod.child, x.child) if x.rel == "conj" and x.child in verbs else x for x in out]
    out.append(Edge("obj", amod.child, amod.head))
    if above is not None:
        out.append(Edge("ccomp" if above.rel == "obj" else above.rel, above.head, amod.child, above.prep))
    return out


def _subject_of(edge: Edge, verb: int) -> Edge:
    near = edge.head == verb and edge.child == verb - 1 and not edge.prep
    return Edge("subj", verb, edge.child) if near and edge.rel in ("obl", "dep", "nmod") else edge


def _joined(edges: list[Edge], amod: Edge, name: Edge) -> list[Edge]:
    """The participle as a second verb, the name as what it did something to."""
    out = [x for x in edges if x not in (amod, name)]
    return [*out, Edge("conj", name.head, amod.child), Edge("obj", amod.child, name.child)]


@needs("obj")
def past(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "freed 100 schoolchildren abducted last month": a past participle right behind an object is the object's, but
    for the few verbs that do something to it ("had him arrested", "found it destroyed")."""
    objects = {(e.head, e.child) for e in edges if e.rel == "obj"}
    found = {e.child for e in edges if e.rel == "xcomp" and (e.head, e.child - 1) in objects and _participle(doc, e)}
    for i in found:
        doc[i].tag_ = "VBN"
    edges = [Edge("acl", e.child - 1, e.child) if e.rel == "xcomp" and e.child in found else e for e in edges]
    return [_of_object(doc, edges, e) if e.rel == "advcl" else e for e in edges]


def _of_object(doc: Doc, edges: list[Edge], clause: Edge) -> Edge:
    """ "freed 12 of their relatives jailed in May": a bare participle right behind the last noun of the object."""
    near, own = clause.child - 1, {e.rel for e in edges if e.head == clause.child}
    bare = doc[clause.child].tag_ == "VBN" and not own & {"mark", "case", "aux", "auxpass", "subj", "advmod"}
    if not bare or doc[near].pos_ != "NOUN" or doc[clause.head].lemma_ in words("causative"):
        return clause
    up = next((e for e in edges if e.child == near), None)
    whole = up is not None and up.rel == "nmod" and up.prep == "of"
    held = up is not None and whole and any((e.head, e.child, e.rel) == (clause.head, up.head, "obj") for e in edges)
    return Edge("acl", near, clause.child) if held else clause


def _participle(doc: Doc, edge: Edge) -> bool:
    return doc[edge.child].tag_ in ("VBN", "VBD") and doc[edge.head].lemma_ not in words("causative")


@needs("conj")
def subjects(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The council met, and the general, its head, was killed": a noun joined to a verb is the subject of the verb
    without one that is joined to the same verb after it."""
    joined = [e for e in edges if e.rel == "conj" and doc[e.head].pos_ == "VERB"]
    if len(joined) < 2:
        return edges
    served = {e.head for e in edges if e.rel in ("subj", "subjpass", "csubj")}
    passive = {e.head for e in edges if e.rel == "auxpass"}
    finite = {e.head for e in edges if e.rel in ("aux", "auxpass", "cop")}
    found: dict[int, Edge] = {}
    for noun in (e for e in joined if doc[e.child].pos_ in ("NOUN", "PROPN") and e.child not in served | finite):
        verb = next((e.child for e in joined if e.head == noun.head and e.child > noun.child), None)
        if verb is not None and verb in finite - served and doc[verb].pos_ == "VERB":
            found[noun.child] = Edge("subjpass" if verb in passive else "subj", verb, noun.child)
    return [found.get(e.child, e) if e.rel == "conj" else e for e in edges]


@needs(words=(",",))
def participles(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """A participle after a comma says what the subject of the main clause does besides, not what the noun before it
    does: "fired at crowds who were protesting, killing two". In the gold trees of UD English-EWT and GUM (train) 156 of
    207 such participles hang on a verb and 33 on a noun; all that the parser hung on a noun hang on a verb in the
    development and test trees.
    """
    if not any(_is_loose(doc, e) for e in edges):
        return edges
    above = {e.child: e for e in edges}
    auxiliary = {e.head for e in edges if e.rel in ("aux", "auxpass", "subj", "subjpass")}
    return [_raised(doc, e, above) if _is_loose(doc, e) and e.child not in auxiliary else e for e in edges]


def _is_loose(doc: Doc, edge: Edge) -> bool:
    if edge.rel not in ("acl", "advcl") or edge.head >= edge.child or doc[edge.child].tag_ != "VBG":
        return False
    return doc[edge.child - 1].text == "," and doc[edge.child].lower_ not in _OF_NOUNS


def _raised(doc: Doc, edge: Edge, above: dict[int, Edge]) -> Edge:
    """The edge to the verb of the main clause, when that stands before the participle."""
    head = edge.head
    while (up := above.get(head)) is not None and up.head < edge.child and _below_a_noun(doc, up, head):
        head = up.head
    verbal = doc[head].pos_ in ("VERB", "AUX") and head != edge.head
    return Edge("advcl", head, edge.child) if verbal else edge


def _below_a_noun(doc: Doc, up: Edge, head: int) -> bool:
    """Whether the way up still leads through a noun, or out of a clause that belongs to one."""
    return doc[head].pos_ not in ("VERB", "AUX") or up.rel in ("acl", "relcl")
