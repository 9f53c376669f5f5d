"""The two label schemes of English parses, Universal Dependencies and spaCy's CLEAR, brought to one set of edges.

Prepositions are collapsed into the edge (``met -obl:with-> Judeh``); a copula is a child of its predicate, as in UD.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.annotate.parsed import Doc, Token

# CLEAR relation -> ours. Prepositional and copular constructions are restructured in `_clear_edges`.
_CLEAR = {
    "nsubj": "subj", "nsubjpass": "subjpass", "csubj": "csubj", "csubjpass": "csubj", "dobj": "obj", "obj": "obj",
    "dative": "iobj", "poss": "poss", "compound": "compound", "nn": "compound", "amod": "amod", "appos": "appos",
    "conj": "conj", "neg": "neg", "prt": "prt", "aux": "aux", "auxpass": "auxpass", "xcomp": "xcomp",
    "ccomp": "ccomp", "advcl": "advcl", "acl": "acl", "relcl": "relcl", "mark": "mark", "nummod": "nummod",
    "advmod": "advmod", "npadvmod": "obl", "parataxis": "parataxis", "cc": "cc", "det": "det", "case": "case",
    "nmod": "compound", "pcomp": "advcl", "attr": "attr", "acomp": "attr", "oprd": "xcomp", "punct": "punct",
}  # fmt: skip
_UD = {
    "nsubj": "subj", "nsubj:pass": "subjpass", "nsubj:outer": "subj", "csubj": "csubj", "csubj:pass": "csubj",
    "obj": "obj", "iobj": "iobj", "obl": "obl", "obl:agent": "agent", "obl:unmarked": "obl", "obl:tmod": "obl",
    "obl:npmod": "obl", "nmod": "nmod", "nmod:poss": "poss", "nmod:desc": "compound", "nmod:unmarked": "nmod",
    "nmod:tmod": "nmod", "nmod:npmod": "nmod", "compound": "compound", "compound:prt": "prt", "amod": "amod",
    "appos": "appos", "conj": "conj", "aux": "aux", "aux:pass": "auxpass", "cop": "cop", "xcomp": "xcomp",
    "ccomp": "ccomp", "advcl": "advcl", "advcl:relcl": "advcl", "acl": "acl", "acl:relcl": "relcl", "mark": "mark",
    "nummod": "nummod", "advmod": "advmod", "advmod:emph": "advmod", "parataxis": "parataxis", "cc": "cc",
    "det": "det", "case": "case", "flat": "flat", "flat:foreign": "flat", "fixed": "fixed", "punct": "punct",
}  # fmt: skip


# Labels that only one of the schemes has. ROOT, nsubj, case and nmod are in both (CLEAR has "case" on a possessive).
_ONLY_CLEAR = frozenset(
    "pobj dobj nsubjpass auxpass prep attr acomp agent poss prt relcl neg npadvmod dative oprd".split()
)
_ONLY_UD = frozenset({"obl", "obj", "iobj", "cop", "flat", "fixed"})


class Edge(NamedTuple):
    """``head -rel-> child`` by token index; ``prep`` is the preposition of an oblique or modifier, in lower case."""

    rel: str
    head: int
    child: int
    prep: str = ""


def is_clear(doc: Doc) -> bool:
    """Whether the parse carries CLEAR labels (``dobj``, ``pobj`` ...) and not Universal Dependencies."""
    seen = {t.dep_ for t in doc}
    return bool(seen & _ONLY_CLEAR) and not seen & _ONLY_UD and not any(":" in label for label in seen)


def edges_of(doc: Doc) -> Iterator[Edge]:
    """All edges of a parse; a root has none above it."""
    return _clear_edges(doc) if is_clear(doc) else _ud_edges(doc)


def _ud_edges(doc: Doc) -> Iterator[Edge]:
    for token in doc:
        if token.head == token or token.dep_ in ("ROOT", "root"):
            continue
        rel = _UD.get(token.dep_) or _UD.get(token.dep_.split(":")[0], "dep")
        prep = _case(token) if rel in ("obl", "nmod", "agent") else ""
        if rel == "agent" and prep and "by" not in prep.split(" "):  # "spoke with the envoy"
            rel = "obl"
        if rel == "advmod" and token.lower_ in ("not", "n't", "n’t", "never"):
            rel = "neg"
        if rel in ("obl", "nmod") and not prep and token.tag_ in ("POS",):
            rel = "poss"
        yield Edge(rel, token.head.i, token.i, prep)


def _case(token: Token) -> str:
    words: list[str] = []
    for child in token.lefts:
        if child.dep_ in ("nmod:desc", "compound", "nmod") and not words and child.i < token.i:
            words = [c.lower_ for c in child.lefts if c.dep_ == "case" and c.tag_ != "POS"]
        if child.dep_ == "case" and child.tag_ != "POS":
            words.append(child.lower_)
            words += [g.lower_ for g in child.children if g.dep_ == "fixed"]
    return " ".join(words)


def _clear_edges(doc: Doc) -> Iterator[Edge]:
    moved = _copulas(doc)
    for token in doc:
        if token.head == token or token.i in moved or token.dep_ in ("prep", "agent", "ROOT", "attr", "acomp"):
            continue
        if token.dep_ == "dative" and token.pos_ == "ADP":  # "gave aid to Niger": the noun below stands for the phrase
            continue
        head, rel, prep = token.head, _CLEAR.get(token.dep_, "dep"), ""
        if token.dep_ in ("pobj", "pcomp") and head.dep_ in ("prep", "agent", "dative", "pcomp"):
            prep, rel, head = head.lower_, "obl", _attachment(head)
            if token.head.dep_ == "agent":
                rel = "agent"
            elif head.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
                rel = "nmod"
        if token.dep_ == "relcl" or (token.dep_ == "acl" and token.tag_ not in ("VBG", "VBN", "VB", "TO")):
            rel = "relcl"
        yield Edge(rel, moved.get(head.i, head.i), token.i, prep)
    for be, predicate in moved.items():
        yield Edge("cop", predicate, be)
        above = doc[be]
        if above.head != above and above.dep_ != "ROOT":
            yield Edge(_CLEAR.get(above.dep_, "dep"), above.head.i, predicate)


def _attachment(preposition: Token) -> Token:
    """What a preposition hangs on, past further prepositions ("from inside Libya")."""
    head = preposition.head
    while head.dep_ == "prep" and head.head != head:
        head = head.head
    return head


def _copulas(doc: Doc) -> dict[int, int]:
    """CLEAR makes "be" the head; give its place to the predicate: index of "be" -> index of the predicate."""
    return {t.head.i: t.i for t in doc if t.dep_ in ("attr", "acomp") and t.head.lemma_ == "be"}
