"""Clauses about a noun that were hung on a noun within its phrase, and words taken for a relative that are none."""

from __future__ import annotations

from kg.annotate.lexicon import descriptions, words
from kg.annotate.parsed import Doc, Token
from kg.annotate.repairs.needs import needs
from kg.annotate.schemes import Edge

_RELATIVES = frozenset({"who", "which", "that", "whom"})
_SUBJECTS = frozenset({"subj", "subjpass"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_SINGULAR = frozenset({"was", "is", "has"})
_PLURAL = frozenset({"were", "are", "have"})
_MANY = frozenset({"NNS", "NNPS"})


@needs("relcl", words=_RELATIVES)
def antecedents(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "a commander of the special forces who was sacked", "a town near the border which rebels seized": the clause is
    about the first noun where its verb agrees in number with that alone, or where that alone is new."""
    above = {e.child: e for e in edges}
    out = []
    for e in edges:
        up = above.get(e.head) if e.rel == "relcl" and e.child > e.head else None
        if up is None or up.rel != "nmod" or not up.prep or doc[up.head].pos_ != "NOUN" or up.head > e.head:
            out.append(e)
            continue
        opener = next((x.child for x in edges if x.head == e.child and doc[x.child].lower_ in _RELATIVES), -1)
        bound = opener > 0 and doc[opener - 1].text != ","
        first = up.head if bound and _agrees(doc, edges, e, up.head) else None
        if bound and first is None:
            first = _new(doc, edges, above, e.head)
        out.append(e if first is None else Edge("relcl", first, e.child))
    return out


def _agrees(doc: Doc, edges: list[Edge], clause: Edge, first: int) -> bool:
    """Whether the verb of a relative with a subject "who" is of the number of the first noun, and not of the nearer."""
    if not any(x.head == clause.child and x.rel in _SUBJECTS and doc[x.child].lower_ in _RELATIVES for x in edges):
        return False
    helped = {doc[x.child].lower_ for x in edges if x.head == clause.child and x.rel in ("aux", "auxpass", "cop")}
    many, near = doc[first].tag_ in _MANY, doc[clause.head].tag_ in _MANY
    if many == near or any(x.rel == "conj" and x.head == clause.head for x in edges):
        return False
    return bool(helped & (_PLURAL if many else _SINGULAR)) and _describes(doc[first])


def _describes(noun: Token) -> bool:
    return noun.lemma_.lower() in descriptions()


def _new(doc: Doc, edges: list[Edge], above: dict[int, Edge], near: int) -> int | None:
    """The noun with "a" that a noun which is known already, by name or by "the", stands in a phrase of."""
    articles = {x.head: doc[x.child].lower_ for x in edges if x.rel in ("det", "poss")}
    at = near
    while doc[at].pos_ == "PROPN" or articles.get(at) in ("the", "its", "his", "their"):
        up = above.get(at)
        if up is None or up.rel != "nmod" or not up.prep or up.head > at:
            return None
        at = up.head
    return at if articles.get(at) in ("a", "an") and _describes(doc[at]) else None


@needs("relcl", words=("that",))
def conjunctions(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "told the agency that two men had been arrested": "that" before a subject opens what is told."""
    above = {e.child: e for e in edges}
    for e in [e for e in edges if e.rel in _SUBJECTS and doc[e.child].lower_ == "that"]:
        other = any(x.head == e.head and x.rel in _SUBJECTS and x.child > e.child for x in edges)
        clause = above.get(e.head)
        if not other or clause is None or clause.rel not in ("relcl", "acl"):
            continue
        told = above.get(clause.head)
        says = told is not None and told.rel in ("obj", "iobj") and doc[told.head].lemma_ in words("speech")
        now = Edge("ccomp", told.head, e.head) if told is not None and says else Edge("acl", clause.head, e.head)
        return [now if x is clause else Edge("mark", e.head, e.child) if x is e else x for x in edges]
    return edges


@needs("acl", words=("which", "that", "whom"))
def bare_clauses(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "a town which rebels seized in April", with the verb for a participle of the rebels: they are its subject."""
    above = {e.child: e for e in edges}
    for e in [e for e in edges if doc[e.child].tag_ in ("WDT", "WP") and e.rel in ("dep", "obj", "det", "obl")]:
        noun, up = e.head, above.get(e.head)
        if doc[noun].pos_ not in _NOMINAL or noun < e.child or doc[e.child - 1].pos_ not in _NOMINAL:
            continue
        act = next((x for x in edges if x.rel == "acl" and x.head == noun and x.child == noun + 1), None)
        if act is None or up is None or doc[act.child].tag_ not in ("VBN", "VBD") or up.head >= e.child:
            continue
        verb = act.child
        doc[verb].tag_ = "VBD"
        kept = [x for x in edges if x not in (e, up, act)]
        mine = [Edge("relcl", e.child - 1, verb), Edge("subj", verb, noun), Edge("obj", verb, e.child)]
        return [*kept, *mine]
    return edges


@needs("cop obl", words=("among",))
def fronted_by_among(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Among those arrested were the mayor and two clerks": whom it happened to stands behind the verb."""
    copular = {e.head for e in edges if e.rel == "cop"}
    for e in [e for e in edges if e.rel == "obl" and e.prep == "among" and e.head in copular and e.child < e.head]:
        part = next((x for x in edges if x.head == e.child and x.rel == "acl" and doc[x.child].tag_ == "VBN"), None)
        if part is not None and doc[e.head].pos_ in _NOMINAL:
            return [Edge("acl", e.head, x.child) if x is part else x for x in edges]
    return edges


@needs("ccomp", words=("and", "but"))
def joined_contents(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "was questioned and then released, she said": of two clauses that are said the second, behind "and" and without
    a subject, goes on from the first."""
    served = {e.head for e in edges if e.rel in (*_SUBJECTS, "aux", "auxpass")}
    linked = {e.head for e in edges if e.rel == "cc"}
    out = []
    for e in edges:
        near = [x for x in edges if x.rel == "ccomp" and x.head == e.head and x.child < e.child]
        second = e.rel == "ccomp" and e.child in linked - served and doc[e.child].pos_ == "VERB"
        out.append(Edge("conj", near[-1].child, e.child) if second and near else e)
    return out


@needs("mark acl", words=("while", "as", "because", "although", "after", "before", "that"))
def clauses_opened(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "while the junta, itself born of a coup, called for talks": a noun for the head of a clause, with a past form
    behind the comma that closes what is said of it, is the subject of that."""
    copular = {e.head for e in edges if e.rel in ("cop", *_SUBJECTS, "aux")}
    for mark in [e for e in edges if e.rel == "mark" and doc[e.head].pos_ in _NOMINAL and e.head not in copular]:
        noun = mark.head
        up = next((e for e in edges if e.child == noun and e.rel in ("advcl", "ccomp", "obl")), None)
        act = next((e for e in edges if e.rel == "acl" and e.head == noun and doc[e.child - 1].text == ","), None)
        if up is None or act is None or doc[act.child].tag_ not in ("VBD", "VBN") or mark.child > noun:
            continue
        if any(e.head == act.child and e.rel in ("agent", "auxpass") for e in edges):
            continue
        doc[act.child].tag_ = "VBD"
        kept = [e for e in edges if e not in (mark, up, act)]
        later = [e for e in kept if e.rel == "conj" and e.head == noun and doc[e.child].pos_ == "VERB"]
        kept = [Edge("conj", act.child, e.child) if e in later else e for e in kept]
        mine = [
            Edge("advcl" if up.rel == "obl" else up.rel, up.head, act.child),
            Edge("mark", act.child, mark.child),
            Edge("subj", act.child, noun),
        ]
        return [*kept, *mine]
    return edges


@needs("conj", words=("and",))
def two_gerunds(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "accused of abducting and killing men": two forms in -ing that only "and" parts are joined to one another."""
    return [
        Edge("conj", e.child - 2, e.child)
        if e.rel == "conj" and e.head != e.child - 2 and e.child - e.head > 2 and _paired(doc, e.child)
        else e
        for e in edges
    ]


def _paired(doc: Doc, second: int) -> bool:
    """Whether a form in -ing stands behind another one and "and"."""
    verbal = doc[second].tag_ == doc[second - 2].tag_ == "VBG" and doc[second].pos_ == doc[second - 2].pos_ == "VERB"
    return verbal and doc[second - 1].lower_ == "and"
