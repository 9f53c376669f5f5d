"""Main verbs behind what is said of their subject between commas or dashes, taken for adjectives of their object."""

from __future__ import annotations

from kg.annotate.lexicon import verbs, words
from kg.annotate.parsed import Doc
from kg.annotate.repairs.needs import needs
from kg.annotate.schemes import Edge
from kg.lemmas import lemma_of

_NOMINAL = frozenset({"NOUN", "PROPN"})
_SUBJECTS = frozenset({"subj", "subjpass", "csubj"})
_LOOSE = frozenset({"appos", "conj", "dep", "parataxis", "nmod", "list", "acl"})
_GENITIVES = frozenset({"'s", "’s", "'", "’"})
_CLOSERS = frozenset({",", "-", "–", "—", "--"})


@needs("amod", words=_CLOSERS)
def closed(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The general, a former envoy, freed members of the front", with no verb above: the participle right behind the
    comma that closes what is said of a noun is the verb of that noun, and the noun behind it the object."""
    verbal = [e for e in edges if e.rel == "amod" and e.child < e.head and doc[e.child].tag_ in ("VBN", "VBD", "JJ")]
    if not verbal:
        return edges
    served = {e.head for e in edges if e.rel in (*_SUBJECTS, "cop", "aux", "auxpass")}
    above = {e.child: e for e in edges}
    for e in verbal:
        if doc[e.child - 1].text not in _CLOSERS or not _known(doc, e.child):
            continue
        noun = e.head
        up = above.get(noun)
        if up is None or up.rel not in _LOOSE or up.prep or not up.head < e.child or doc[up.head].pos_ not in _NOMINAL:
            continue
        opened = any(t.text in _CLOSERS for t in doc[up.head : e.child - 1])
        if not opened or up.head in served or any(x.rel == "cc" and x.head == noun for x in edges):
            continue
        if up.head in above and above[up.head].rel not in ("dep", "ccomp", *_SUBJECTS):
            continue
        return _made_main(doc, edges, e, up, above.get(up.head))
    return edges


def _known(doc: Doc, verb: int) -> bool:
    """Whether a participle is of a verb that frames or lists know."""
    lemma = lemma_of(doc[verb].text, "VERB")
    return lemma != doc[verb].lower_ and (lemma in verbs() or lemma in words("light"))


def _made_main(doc: Doc, edges: list[Edge], amod: Edge, up: Edge, top: Edge | None) -> list[Edge]:
    """The edges with the participle as the verb between the noun that it hung on and the noun above that."""
    verb, subject, noun = amod.child, up.head, amod.head
    doc[verb].tag_, doc[verb].pos_, doc[verb].lemma_ = "VBD", "VERB", lemma_of(doc[verb].text, "VERB")
    kept = [e for e in edges if e not in (amod, up, top)]
    kept = [Edge(e.rel, verb, e.child, e.prep) if e.head == subject and e.child > noun else e for e in kept]
    if top is not None:
        speaks = top.head > verb and doc[top.head].lemma_ in words("saying")
        kept.append(Edge("ccomp" if speaks else top.rel, top.head, verb, top.prep))
    return [*kept, Edge("subj", verb, subject), Edge("obj", verb, noun)]


@needs(words=_GENITIVES)
def owners(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Boko Haram's plan", "Al-Shabab fighters' plan": who stands before the sign of the genitive owns the noun behind
    it, and is no part of its name and nothing beside it."""
    above = {e.child: e for e in edges}
    for sign in [e.child for e in edges if doc[e.child].tag_ == "POS" and e.child + 1 < len(doc)]:
        owner = sign - 1
        while (up := above.get(owner)) is not None and up.rel in ("flat", "compound") and abs(up.head - sign) <= 5:
            if up.head > sign:
                break
            owner = up.head
        if up is None or up.rel == "poss" or doc[owner].pos_ not in _NOMINAL:
            continue
        if up.rel == "compound" and up.head > sign:
            return [Edge("poss", e.head, e.child) if e is up else e for e in edges]
        noun = next(
            (e for e in edges if e.head == owner and e.child > sign and e.rel in ("conj", "flat", "appos")), None
        )
        if noun is not None and all(doc[i].pos_ in (*_NOMINAL, "ADJ", "NUM") for i in range(sign + 1, noun.child + 1)):
            kept = [e for e in edges if e not in (up, noun)]
            return [*kept, Edge(up.rel, up.head, noun.child, up.prep), Edge("poss", noun.child, owner)]
    return edges
