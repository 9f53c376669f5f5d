"""Clauses behind "after", "before", "since" whose subject the parser took for the noun of a phrase."""

from __future__ import annotations

from kg.annotate.lexicon import words
from kg.annotate.parsed import Doc
from kg.annotate.repairs.needs import needs
from kg.annotate.schemes import Edge

_OPENERS = frozenset({"after", "before", "since", "until", "as", "because", "while", "once"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_SERVED = frozenset({"subj", "subjpass", "csubj", "aux", "auxpass", "expl", "cop"})
_ASIDE = 14
"""Tokens between the commas around what is said beside a noun, at most."""
_WITHIN = frozenset("det amod compound flat poss case nummod nmod conj cc punct fixed advmod appos dep".split())


@needs(words=_OPENERS)
def temporal(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "after a car bomb killed 22 cadets", "a day after the government blamed it": the noun behind the preposition is
    the subject of a verb that follows it, has no subject of its own and is finite or has an object."""
    edges = _two_tops(doc, edges)
    openers = [e for e in edges if e.rel == "case" and e.child < e.head and doc[e.child].lower_ in _OPENERS]
    for opener in sorted(openers, key=lambda e: -e.child):  # the one nearest to a verb opens its clause
        noun = next((e for e in edges if e.child == opener.head and e.rel in ("obl", "nmod")), None)
        if noun is None or doc[noun.child].pos_ not in ("NOUN", "PROPN", "PRON"):
            continue
        if doc[opener.child].lower_ == "as" and noun.head == opener.child - 1:
            continue  # "started as a protest": what it started as
        verb = _verb_of(doc, edges, noun.child)
        if verb is not None:
            edges = _clause(doc, edges, opener, noun, verb)
    return edges


def _two_tops(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The group, the ELN, denied that it fled, a day after the army attacked it": where the verb of the last clause
    was taken for the top and the one of the first for a participle of its subject, each has its own place."""
    above = {e.child: e for e in edges}
    subject = next((e for e in edges if e.rel == "subj" and e.head not in above and e.child < e.head), None)
    if subject is None or doc[subject.head].tag_ not in _FINITE:
        return edges
    told = {e.head for e in edges if e.rel in ("ccomp", "obj", "xcomp")}
    first = next((e.child for e in edges if e.rel == "acl" and e.head == subject.child and e.child in told), None)
    opened = any(t.lower_ in _OPENERS for t in doc[(first or 0) + 1 : subject.head])
    if first is None or not first < subject.head or not opened or not _acts(doc, edges, first):
        return edges
    doc[first].tag_ = "VBD"
    kept = [e for e in edges if e is not subject and e.child != first]
    kept = [Edge(e.rel, first, e.child, e.prep) if e.head == subject.head and e.child < first else e for e in kept]
    return [*kept, Edge("subj", first, subject.child), Edge("parataxis", first, subject.head)]


def _acts(doc: Doc, edges: list[Edge], verb: int) -> bool:
    """Whether what was taken for a participle is a past tense: by its form, or since it has an object."""
    below = {e.rel for e in edges if e.head == verb}
    acting = "obj" in below and "agent" not in below and doc[verb].lemma_ not in words("double-object")
    return doc[verb].tag_ == "VBD" or (doc[verb].tag_ == "VBN" and acting)


def _verb_of(doc: Doc, edges: list[Edge], noun: int) -> int | None:
    """The verb right behind the noun's phrase that can be of its clause; none where a comma comes between."""
    inside, phrase = {noun}, [noun]
    while phrase:
        top = phrase.pop()
        for e in edges:
            if e.head == top and e.rel in _WITHIN and e.child not in inside:
                inside.add(e.child)
                phrase.append(e.child)
            elif top == noun and e.rel == "relcl":  # "the panel that watches the truce warned"
                clause = [x for x in edges if x.head == e.child and x.rel in ("subj", "obj", "aux", "advmod")]
                inside |= {e.child, *(x.child for x in clause)}
                phrase += [x.child for x in clause]
    at = noun + 1
    while at < doc[noun].sent.end and (at in inside or doc[at].pos_ == "ADV" or doc[at].text == ","):
        if doc[at].text in (";", ":", "–", "—"):
            return None
        if doc[at].text == ",":
            closing = _past_aside(doc, edges, at, inside)
            if closing is None:
                return None
            at = closing
        at += 1
    if at >= doc[noun].sent.end or doc[at].pos_ != "VERB":
        return None
    return at if _is_finite(doc, edges, at, inside) else None


def _past_aside(doc: Doc, edges: list[Edge], comma: int, inside: set[int]) -> int | None:
    """The comma that closes what stands beside the noun ("the Front, a group from the north, seized"), right before a
    past tense; None where the first comma opens no such thing."""
    closing = next((t.i for t in doc[comma + 1 : comma + _ASIDE] if t.text == ","), None)
    if closing is None or closing + 1 >= doc[comma].sent.end or doc[closing + 1].tag_ != "VBD":
        return None
    first = doc[comma + 1]
    beside = first.i in inside or first.tag_ in ("VBN", "VBG", "DT")
    joined = any(e.head == closing + 1 and e.rel == "cc" for e in edges)
    return closing if beside and not joined else None


def _is_finite(doc: Doc, edges: list[Edge], verb: int, inside: set[int]) -> bool:
    """Whether it can be the verb of a clause: a participle that describes the noun has no object."""
    below = {e.rel for e in edges if e.head == verb}
    above = next((e for e in edges if e.child == verb), None)
    if below & (_SERVED | {"agent"}) or above is None or doc[verb].tag_ not in _FINITE | {"VBN"}:
        return False
    if any(e.head == verb and e.rel == "cc" for e in edges):
        return False
    acts = "obj" in below and doc[verb].lemma_ not in words("double-object")
    told = any(e.rel == "relcl" and e.child in inside for e in edges) and doc[verb].tag_ == "VBD"
    return acts or told or (above.head not in inside and doc[verb].tag_ in _FINITE)


def _clause(doc: Doc, edges: list[Edge], opener: Edge, noun: Edge, verb: int) -> list[Edge]:
    """The edges with the verb below the clause it stands in, and the noun below the verb."""
    above = {e.child: e for e in edges}
    top = above[verb].head
    if top >= opener.child or doc[top].pos_ not in ("VERB", "AUX"):
        top = noun.head
        while doc[top].pos_ not in ("VERB", "AUX") and top in above:
            top = above[top].head
    if top in (verb, noun.child):
        return edges
    if doc[verb].tag_ == "VBN":
        doc[verb].tag_ = "VBD"
    kept = [e for e in edges if e not in (opener, noun) and e.child != verb]
    kept = [Edge(e.rel, verb, e.child, e.prep) if e.head == noun.child and e.child > verb else e for e in kept]
    return [
        *kept,
        Edge("subj", verb, noun.child),
        Edge("mark", verb, opener.child),
        Edge("advcl", top, verb),
    ]
