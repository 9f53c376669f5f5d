"""Repairs of parses that are wrong in a way that shows: no verb at all, a noun with an object, a participle too low."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.annotate.lexicon import verbs, words
from kg.annotate.schemes import Edge

# Participles that describe the noun before them even after a comma: "a list, including X", "officials, speaking for Y".
_OF_NOUNS = frozenset("including excluding consisting comprising containing totaling totalling numbering".split())
_CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "conj", "parataxis", "dep"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})


def with_verbs(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """Edges in which a sentence without any verb has one: "The EU imposed sanctions on Mali" is often parsed as if
    "imposed" were an adjective. The participle becomes the verb, the noun before it its subject, its noun the object.
    """
    for repair in (_up_to, _due, _headless, _with_objects, _subjects, _participles, _reported):
        edges = repair(doc, edges)
    for sent in doc.sents:
        tags = {t.tag_ for t in sent if not (t.tag_ == "VB" and t.i > sent.start and t.nbor(-1).lower_ == "to")}
        if tags & _FINITE or "VBN" not in tags:
            continue
        above = {e.child: e for e in edges}
        if any(e.rel == "subj" and doc[e.head].tag_ == "VBN" and e.head not in above for e in edges):
            continue
        verb = next((t for t in sent if t.tag_ == "VBN" and _misread(doc, t, above)), None)
        if verb is not None:
            edges = _revived(doc, verb, edges, above)
    return edges


def _up_to(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "kidnapped up to 16 advisers": a number so introduced belongs to the object, not to a phrase with "to"."""
    counted = {e.child for e in edges if e.rel == "obl" and e.prep == "to" and _follows_up_to(doc, e)}
    return [Edge("obj", e.head, e.child) if e.child in counted and e.rel == "obl" else e for e in edges]


def _follows_up_to(doc: Doc, edge: Edge) -> bool:
    words = [t.lower_ for t in doc[edge.head + 1 : edge.head + 3]]
    return words == ["up", "to"] and edge.head + 3 < len(doc) and doc[edge.head + 3].like_num


def _participles(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """A participle after a comma says what the subject of the main clause does besides, not what the noun before it
    does: "fired at crowds who were protesting, killing two". In the gold trees of UD English-EWT and GUM (train) 156 of
    207 such participles hang on a verb and 33 on a noun; all that the parser hung on a noun hang on a verb in the
    development and test trees.
    """
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


def _subjects(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The council met, and the general, its head, was killed": a noun joined to a verb is the subject of the verb
    without one that is joined to the same verb after it."""
    served = {e.head for e in edges if e.rel in ("subj", "subjpass", "csubj")}
    passive = {e.head for e in edges if e.rel == "auxpass"}
    finite = {e.head for e in edges if e.rel in ("aux", "auxpass", "cop")}
    joined = [e for e in edges if e.rel == "conj" and doc[e.head].pos_ == "VERB"]
    found: dict[int, Edge] = {}
    for noun in (e for e in joined if doc[e.child].pos_ in ("NOUN", "PROPN") and e.child not in served | finite):
        verb = next((e.child for e in joined if e.head == noun.head and e.child > noun.child), None)
        if verb is not None and verb in finite - served and doc[verb].pos_ == "VERB":
            found[noun.child] = Edge("subjpass" if verb in passive else "subj", verb, noun.child)
    return [found.get(e.child, e) if e.rel == "conj" else e for e in edges]


def _reported(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Gunmen stormed a village, the governor said on Sunday": after a comma, with a subject of its own and without
    "and", a verb of speech is no second thing that the gunmen did: it reports the first."""
    joined = {e.head for e in edges if e.rel == "cc"} | {e.child for e in edges if e.rel == "conj" and _and(doc, e)}
    apart = {e.head for e in edges if e.rel == "subj" and e.child < e.head and _after_comma(doc[e.child])}
    said = {i for i in apart - joined if doc[i].lemma_ in words("saying")}
    return [Edge("parataxis", e.head, e.child) if e.rel == "conj" and e.child in said else e for e in edges]


def _after_comma(noun: Token) -> bool:
    """Whether a comma stands before the phrase of a noun, wherever the parser hangs the comma."""
    edge = noun.left_edge
    return edge.text == "," or (edge.i > 0 and edge.nbor(-1).text == ",")


def _and(doc: Doc, edge: Edge) -> bool:
    return any(t.dep_ == "cc" and t.i > edge.head for t in doc[edge.child].lefts)


def _headless(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """A sentence whose top is a noun with a finite verb below: "parties called for a strike" and "a delegation led by
    the premier left for Doha", with the verb taken for a participle or for a complement of one. The verb is the top."""
    above = {e.child: e for e in edges}
    served = {e.head for e in edges if e.rel in ("subj", "subjpass", "agent", "auxpass")}
    for e in edges:
        if e.rel != "acl" or e.head in above or doc[e.head].pos_ not in ("NOUN", "PROPN", "PRON"):
            continue
        if e.head > e.child or any(up.head == e.head and up.rel in ("cop", "subj") for up in edges):
            continue
        verb = e.child if doc[e.child].tag_ == "VBD" and e.child not in served else _below(doc, edges, e.child, served)
        if verb is not None:
            return _topped(edges, e, verb)
    return edges


def _below(doc: Doc, edges: list[Edge], participle: int, served: set[int]) -> int | None:
    """The finite verb that the parser hung on a participle of the subject."""
    if doc[participle].tag_ != "VBN":
        return None
    found = (e for e in edges if e.head == participle and e.child > participle and e.rel in _CLAUSES)
    return next((e.child for e in found if doc[e.child].tag_ in ("VBD", "VBZ", "VBN") and e.child not in served), None)


def _topped(edges: list[Edge], old: Edge, verb: int) -> list[Edge]:
    """The edges with the verb on top and the noun as its subject; what the participle had after the verb is the verb's,
    as is what the noun had."""
    out = [e for e in edges if e.child != verb]
    out = [Edge(e.rel, verb, e.child, e.prep) if e.head in (old.head, old.child) and e.child > verb else e for e in out]
    return [*out, Edge("subj", verb, old.head)]


def _due(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "is due in Cairo for talks": the place is where, not what, somebody is; what else there is hangs on "due"."""
    copular = {e.head for e in edges if e.rel == "cop"} & {e.head for e in edges if e.rel == "subj"}
    due = {e.head: e.child for e in edges if e.rel in ("case", "advmod") and doc[e.child].lower_ == "due"}
    tops = {place: word for place, word in due.items() if place in copular}
    if not tops:
        return edges
    out = [e for e in edges if not (e.head in tops and e.child == tops[e.head])]
    out = [_moved(e, tops) for e in out]
    return [*out, *(Edge("obl", word, place, doc[word + 1].lower_) for place, word in tops.items())]


def _moved(edge: Edge, tops: dict[int, int]) -> Edge:
    """An edge of the place, now of "due"."""
    if edge.child in tops:
        return Edge(edge.rel, edge.head, tops[edge.child], edge.prep)
    if edge.head in tops and edge.rel not in ("case", "det", "compound", "flat", "amod"):
        return Edge("obl" if edge.rel == "nmod" else edge.rel, tops[edge.head], edge.child, edge.prep)
    return edge


def _with_objects(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """A noun with an object is a verb: "Turkish police arrest a protester". The noun before it is its subject."""
    before = {e.head: e for e in edges if e.rel == "compound" and e.child == e.head - 1}
    objects = {e.head for e in edges if e.rel == "obj" and e.child > e.head}
    nouns = {i for i in objects & set(before) if doc[i].tag_ in ("NN", "NNS", "NNP")}
    verbal = {i for i in nouns if doc[i].lemma_.lower() in verbs()}
    for i in verbal:
        doc[i].tag_, doc[i].pos_ = "VBP", "VERB"
    return [Edge("subj", e.head, e.child) if e.head in verbal and e is before[e.head] else e for e in edges]


def _misread(doc: Doc, token: Token, above: dict[int, Edge]) -> bool:
    """A participle before a noun, right after another noun that is not its own modifier."""
    edge = above.get(token.i)
    if edge is None or token.i == token.sent.start or edge.rel not in ("amod", "acl"):
        return False
    before = doc[token.i - 1]
    modifies = edge.rel == "amod" and edge.head > token.i
    return before.pos_ in ("NOUN", "PROPN") and (modifies or edge.head == before.i)


def _revived(doc: Doc, verb: Token, edges: list[Edge], above: dict[int, Edge]) -> list[Edge]:
    """The edges with the participle as the root of its sentence."""
    old = above[verb.i]
    subject = verb.i - 1
    while (up := above.get(subject)) is not None and verb.sent.start <= up.head < verb.i:
        subject = up.head
    kept = [e for e in edges if e.child not in (verb.i, subject)]
    kept.append(Edge("subj", verb.i, subject))
    if old.rel == "amod":
        kept = [e for e in kept if e.child != old.head]
        kept.append(Edge("obj", verb.i, old.head))
    return [Edge(e.rel, verb.i, e.child, e.prep) if e.head == subject and e.child > verb.i else e for e in kept]
