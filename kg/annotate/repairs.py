"""Repairs of parses that are wrong in a way that shows: no verb at all, a noun with an object, a participle too low."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.annotate.lexicon import verbs
from kg.annotate.schemes import Edge

# Participles that describe the noun before them even after a comma: "a list, including X", "officials, speaking for Y".
_OF_NOUNS = frozenset("including excluding consisting comprising containing totaling totalling numbering".split())
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})


def with_verbs(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """Edges in which a sentence without any verb has one: "The EU imposed sanctions on Mali" is often parsed as if
    "imposed" were an adjective. The participle becomes the verb, the noun before it its subject, its noun the object.
    """
    edges = _participles(doc, _with_objects(doc, _up_to(doc, edges)))
    for sent in doc.sents:
        tags = {t.tag_ for t in sent}
        if tags & _FINITE or "VBN" not in tags:
            continue
        above = {e.child: e for e in edges}
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
