"""Short sentences in which the tagger saw no verb: "Washington relaxed curbs", "The minister quit over the scandal",
"The premier called for calm" as if it were a passive, "refused to halt enrichment" as if "halt" were a noun."""

from __future__ import annotations

from kg.annotate.lexicon import verbs, words
from kg.annotate.parsed import Doc, Token
from kg.annotate.repairs.needs import needs
from kg.annotate.schemes import Edge
from kg.lemmas import lemma_of

_NOUNS = frozenset({"NOUN", "PROPN"})
_UNCHANGED = frozenset({"set", "put", "cut", "shut", "hit"})  # their past is no form of its own
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
# They take a preposition, so that a subject of theirs can undergo nothing.
_BARE = frozenset("call appeal protest demonstrate campaign vote speak travel complain apologize apologise".split())


def adjectives(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Washington relaxed curbs on oil", "The US stationed bombers", "Militants laid siege to the city": the past
    tense that the tagger took for an adjective of the noun behind it, in a sentence with no other verb."""
    above = {e.child: e for e in edges}
    for e in edges:
        if e.rel not in ("amod", "compound") or e.child > e.head or e.head in above or not _past(doc[e.child]):
            continue
        sent = doc[e.head].sent
        subject = _noun_before(doc, e.child, sent.start)
        if subject is None or any(t.tag_ in _FINITE and t.i != e.child for t in sent):
            continue
        if any(x.rel in ("cop", "aux", "auxpass") for x in edges):
            continue
        return _made_verb(doc, edges, above, (subject, e.child, e.head))
    return edges


def _past(token: Token) -> bool:
    """Whether a word taken for an adjective or participle is a past tense of a verb that frames or lists know."""
    if token.tag_ not in ("JJ", "VBN", "VBD", "NN") or not token.text.isalpha() or not token.is_lower:
        return False
    lemma = lemma_of(token.text, "VERB")
    if token.tag_ == "NN":
        return token.lower_ in _UNCHANGED
    return lemma != token.lower_ and (lemma in verbs() or lemma in words("light"))


def _noun_before(doc: Doc, verb: int, start: int) -> int | None:
    """The noun right before a verb, the head of the first phrase of its sentence: nothing but nouns and what belongs to
    them before it."""
    if verb == start or doc[verb - 1].pos_ not in _NOUNS or doc[verb - 1].tag_ == "POS":
        return None
    first = all(t.pos_ in (*_NOUNS, "DET", "ADJ", "NUM", "PUNCT") or t.tag_ == "POS" for t in doc[start:verb])
    return verb - 1 if first else None


def _made_verb(doc: Doc, edges: list[Edge], above: dict[int, Edge], found: tuple[int, int, int]) -> list[Edge]:
    """The edges with the second of three words as the verb between the first and the third."""
    subject, verb, top = found
    doc[verb].tag_, doc[verb].pos_, doc[verb].lemma_ = "VBD", "VERB", lemma_of(doc[verb].text, "VERB")
    out = [e for e in edges if e.child not in (subject, verb)]
    # Words before the verb that hung on the noun behind it belong to the subject.
    out = [Edge(_own(e), subject, e.child, e.prep) if e.head in (top, verb) and e.child < subject else e for e in out]
    return [*out, Edge("subj", verb, subject), Edge("obj", verb, top)]


def _own(edge: Edge) -> str:
    return "compound" if edge.rel in ("subj", "obl", "nmod", "dep") and not edge.prep else edge.rel


@needs("subj")
def subjects_of_nouns(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The minister quit over the scandal": a noun with a subject and without a copula is a verb."""
    copular = {e.head for e in edges if e.rel in ("cop", "aux")}
    tops = {e.child for e in edges}
    for e in edges:
        noun = doc[e.head]
        if e.rel != "subj" or noun.pos_ != "NOUN" or e.child > e.head or e.head in tops or e.head in copular:
            continue
        if lemma_of(noun.text, "VERB") in verbs() and not any(x.rel == "det" and x.head == e.head for x in edges):
            noun.tag_, noun.pos_, noun.lemma_ = "VBD", "VERB", lemma_of(noun.text, "VERB")
    return edges


@needs("subjpass")
def bare_passives(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The premier called for calm": what looks like a passive without its auxiliary, of a verb that has none."""
    helped = {e.head for e in edges if e.rel in ("aux", "auxpass", "obj", "agent")}
    for e in edges:
        verb = doc[e.head]
        if e.rel == "subjpass" and e.head not in helped and verb.tag_ == "VBN" and verb.lemma_ in _BARE:
            verb.tag_ = "VBD"
    return [Edge("subj", e.head, e.child) if e.rel == "subjpass" and doc[e.head].tag_ == "VBD" else e for e in edges]


def infinitives(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "refused to halt enrichment": a noun between "to" and another noun, below a verb of will, is an infinitive."""
    for e in edges:
        if (
            e.rel == "obl"
            and doc[e.child].tag_ == "VB"
            and doc[e.head].pos_ == "VERB"
            and doc[e.head + 1].lower_ == "to"
        ):
            return [Edge("xcomp", x.head, x.child) if x is e else x for x in edges]
        if e.rel not in ("obl", "nmod") or e.prep != "to" or doc[e.head].pos_ != "VERB":
            continue
        lemma, to = doc[e.head].lemma_, next((x.child for x in edges if x.head == e.child and x.rel == "case"), -1)
        if to < e.head or to + 1 >= e.child or (lemma not in words("intent") and lemma not in words("fail")):
            continue
        inner, compound = to + 1, any(x.head == e.child and x.child == to + 1 for x in edges)
        if compound and doc[inner].tag_ in ("NN", "JJ", "VB") and doc[inner].lower_ in verbs():
            doc[inner].tag_, doc[inner].pos_, doc[inner].lemma_ = "VB", "VERB", doc[inner].lower_
            out = [x for x in edges if x.child != inner and x is not e and x.child != inner - 1]
            return [*out, Edge("xcomp", e.head, inner), Edge("obj", inner, e.child), Edge("mark", inner, inner - 1)]
    return edges


@needs("nmod subj", words=("between",))
def between(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "A truce between the rebels and the army took effect": of two subjects the second, with an "and" of its own, is
    the other of those between whom it is."""
    first: dict[int, int] = {}
    joined = {e.head for e in edges if e.rel == "cc"}
    for e in edges:
        if e.rel == "subj" and doc[e.head].pos_ == "VERB":
            first.setdefault(e.head, e.child)
    one = {e.head: e.child for e in edges if e.rel == "nmod" and e.prep == "between"}
    out = []
    for e in edges:
        noun = first.get(e.head, -1)
        second = e.rel == "subj" and noun in one and one[noun] < e.child and noun < e.child and e.child in joined
        out.append(Edge("conj", one[noun], e.child) if second else e)
    return out


@needs("det", words=("the", "a", "an"))
def adjectives_that_act(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The premier apologised": what stands between an article and a verb, both of them the verb's, is its subject."""
    served = {e.head for e in edges if e.rel in ("subj", "subjpass")}
    articles = {e.head for e in edges if e.rel == "det" and doc[e.child].lower_ in ("the", "a", "an")}
    found = {}
    for e in edges:
        verb = doc[e.head]
        finite = verb.pos_ == "VERB" and verb.tag_ in ("VBD", "VBZ", "VBP") and e.head in articles - served
        if e.rel in ("amod", "compound", "nmod") and finite and e.child == e.head - 1 and not e.prep:
            doc[e.child].tag_, doc[e.child].pos_ = "NN", "NOUN"
            found[e.head] = e.child
    if not found:
        return edges
    out = [Edge("subj", e.head, e.child) if found.get(e.head) == e.child else e for e in edges]
    return [Edge("det", found[e.head], e.child) if e.rel == "det" and e.head in found else e for e in out]
