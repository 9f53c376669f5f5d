"""Participles and phrases that describe the subject, taken for the verb or for the subject of the verb behind them."""

from __future__ import annotations

from kg.annotate.lexicon import words
from kg.annotate.parsed import Doc, Token
from kg.annotate.repairs.needs import needs
from kg.annotate.repairs.phrases import phrase_start
from kg.annotate.schemes import Edge

_SUBJECTS = frozenset({"subj", "subjpass"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})
_PREPOSITIONS = frozenset({"with", "of", "by", "from", "in"})
_PHRASE = frozenset({"det", "amod", "compound", "flat", "case", "nummod", "poss"})
_LOOSE = frozenset({"xcomp", "acl", "ccomp", "conj", "parataxis", "dep", "advcl"})
_STOPS = frozenset(
    {
        ",",
        ";",
        ":",
        "and",
        "or",
        "but",
        "who",
        "which",
        "that",
        "to",
        "as",
        "when",
        "while",
        "after",
        "how",
        "why",
        "where",
        "if",
    }
)


def describing(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Soldiers guarding a checkpoint fled", "police firing bullets dispersed them": a bare participle right behind
    its noun is no verb of a clause where a finite verb follows without a subject, and no comma or "and" before it."""
    subjects = [e for e in edges if e.rel in _SUBJECTS and doc[e.head].tag_ in ("VBG", "JJ")]
    if not subjects:
        return edges
    helped = {e.head for e in edges if e.rel in ("aux", "cop", "mark") and doc[e.child].lower_ != "that"}
    for subject in subjects:
        part = subject.head
        if part in helped or subject.child >= part or doc[subject.child].pos_ not in _NOMINAL:
            continue
        if any(t.text == "," for t in doc[subject.child : part]):
            continue
        verb = _finite_behind(doc, edges, part)
        if verb is not None:
            return _risen(doc, edges, subject, verb)
    return edges


def _finite_behind(doc: Doc, edges: list[Edge], part: int) -> int | None:
    """The first verb behind a participle in its clause, when it can be the main verb of that."""
    above = {e.child: e for e in edges}
    for token in doc[part + 1 : doc[part].sent.end]:
        link = above.get(token.i)
        if token.lower_ in _STOPS and not (link is not None and link.rel == "cc" and doc[link.head].pos_ in _NOMINAL):
            return None
        if token.pos_ != "VERB" or (link is not None and link.rel in ("amod", "compound")):
            continue
        return token.i if _can_be_main(edges, token, link, above.get(part)) else _with_object(doc, edges, part, link)
    return None


def _with_object(doc: Doc, edges: list[Edge], part: int, verb: Edge | None) -> int | None:
    """ "police firing bullets dispersed them": a verb joined to the participle without an "and", whose subject is what
    the participle does something to."""
    if verb is None or verb.head != part or verb.rel not in ("conj", "ccomp", "parataxis"):
        return None
    below = {e.rel for e in edges if e.head == verb.child}
    inner = [e for e in edges if e.head == verb.child and e.rel == "subj" and part < e.child < verb.child]
    inner = [e for e in inner if doc[e.child].pos_ == "NOUN" and doc[verb.child].tag_ == "VBD"]
    free = not any(e.head == part and e.rel == "obj" for e in edges)
    return verb.child if free and len(inner) == 1 and "cc" not in below and "obj" in below else None


def _can_be_main(edges: list[Edge], verb: Token, up: Edge | None, part: Edge | None) -> bool:
    """Whether a verb without a subject stands as the parser leaves the main verb behind a participle (``part`` is the
    edge above that), and has the form of one."""
    below = {e.rel for e in edges if e.head == verb.i}
    whole = part is not None and part.head == verb.i and part.rel in _SUBJECTS
    if below & {"mark", "cc", "agent"} or (below & _SUBJECTS and not whole) or verb.tag_ not in ("VBD", "VBN"):
        return False
    if not whole and (up is None or up.rel not in _LOOSE):
        return False
    active = "obj" in below or verb.lemma_ in words("intransitive") | {"flee", "escape"}
    return verb.tag_ == "VBD" or active or bool(below & {"aux", "auxpass"})


def _risen(doc: Doc, edges: list[Edge], subject: Edge, verb: int) -> list[Edge]:
    """The edges with the finite verb in the place of the participle, and the participle below the noun."""
    part, noun = subject.head, subject.child
    passive = any(e.head == verb and e.rel == "auxpass" for e in edges)
    if doc[verb].tag_ == "VBN" and not passive and not any(e.head == verb and e.rel == "aux" for e in edges):
        doc[verb].tag_ = "VBD"
    top = next((e for e in edges if e.child == part and e.head != verb), None)
    kept = [e for e in edges if e is not subject and e.child not in (verb, part)]
    kept = [Edge("obj", part, e.child) if e.head == verb and e.rel in _SUBJECTS else e for e in kept]
    kept = [_of_verb(e, part, verb) for e in kept]
    kept += [Edge(top.rel, top.head, verb, top.prep)] if top is not None else []
    return [*kept, Edge("subjpass" if passive else "subj", verb, noun), Edge("acl", noun, part)]


def _of_verb(edge: Edge, part: int, verb: int) -> Edge:
    """What stood behind the verb, or opened the clause, is the verb's."""
    moved = edge.head == part and (edge.child > verb or edge.rel in ("mark", "cc") or edge.child < part)
    return Edge(edge.rel, verb, edge.child, edge.prep) if moved else edge


@needs("case", words=_PREPOSITIONS)
def misplaced(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "A crowd armed with clubs attacked them", "the last of the gunmen": a noun behind a preposition is no subject;
    it belongs to the participle or noun before the preposition, and the subject of that is the verb's."""
    cases = [e.child for e in edges if e.rel == "case" and doc[e.child].lower_ in _PREPOSITIONS]
    subjects = [e for e in edges if e.rel in _SUBJECTS and e.child <= e.head]
    for e in [e for e in subjects if doc[e.child].pos_ in ("NOUN", "PROPN") and any(i < e.child for i in cases)]:
        start = phrase_start(edges, e.child, _PHRASE)
        case = next((x for x in edges if x.rel == "case" and x.child == start and start < e.child), None)
        if case is None or doc[case.child].lower_ not in _PREPOSITIONS or case.child == 0:
            continue
        before, prep = case.child - 1, doc[case.child].lower_
        other = any(x.head == e.head and x.rel in _SUBJECTS and x is not e for x in edges)
        if other and doc[before].pos_ in _NOMINAL | {"ADJ"} and doc[before].i >= doc[before].sent.start:
            return [Edge("nmod", before, e.child, prep) if x is e else x for x in edges]
        described = any(x.child == before and x.rel in ("acl", "amod") for x in edges) and doc[before].tag_ == "VBN"
        if other and described:  # "reporters, held by masked men in May, fled"
            return [Edge("agent" if prep == "by" else "obl", before, e.child, prep) if x is e else x for x in edges]
        who = next((x for x in edges if x.head == before and x.rel in _SUBJECTS and x.child == before - 1), None)
        if not other and who is not None and doc[before].tag_ in ("VBN", "JJ", "VBD"):
            return _attacked(edges, e, who, prep)
    return edges


def _attacked(edges: list[Edge], inner: Edge, who: Edge, prep: str) -> list[Edge]:
    """The edges with who is armed as the subject of the verb, and what he is armed with below "armed"."""
    part, verb = who.head, inner.head
    top = next((e for e in edges if e.child == part), None)
    now = next((e for e in edges if e.child == verb), None)
    kept = [e for e in edges if e not in (inner, who, top, now)]
    kept = [Edge(e.rel, verb, e.child, e.prep) if e.head == part and e.rel in ("mark", "advmod") else e for e in kept]
    place = top if top is not None and top.head != verb else now
    kept += [Edge(place.rel, place.head, verb, place.prep)] if place is not None and place.head != part else []
    return [*kept, Edge("subj", verb, who.child), Edge("acl", who.child, part), Edge("obl", part, inner.child, prep)]
