"""Forms in -ing and words behind "to" or a modal verb that were taken for a noun or an adjective, and their objects."""

from __future__ import annotations

from kg.annotate.lexicon import verbs, words
from kg.annotate.parsed import Doc, Token
from kg.annotate.repairs.needs import needs
from kg.annotate.schemes import Edge
from kg.lemmas import lemma_of

_SUBJECTS = frozenset({"subj", "subjpass"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_COUNTED = frozenset({"CD", "DT", "PRP$"})  # what stands before a noun and its adjectives, never behind one of these
_AROUND = frozenset({"mark", "case", "advmod", "amod", "punct"})
_SINCE = frozenset({"later", "earlier", "ago"})
_HOMELESS = frozenset("refugee migrant evacuee exile orphan survivor family person people child asylum seeker".split())
_BEFORE = frozenset("of by after before for from since without in while despite over".split())


@needs("advcl mark")
def broken_out(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "since fighting erupted in Juba": the form in -ing is what the verb right behind it tells of, whether the parser
    put the two side by side or the one below the other."""
    above = {e.child: e for e in edges}
    told = {i for i, e in above.items() if e.rel == "advcl" and _in_ing(doc[i]) and _breaks_out(doc, above, i)}
    told -= {e.head for e in edges if e.rel not in _AROUND and e.child != e.head + 1}
    if not told:
        return edges
    out = [Edge("subj", e.child + 1, e.child) if e.child in told else e for e in edges]
    out = [Edge("advcl", above[e.child - 1].head, e.child) if e.child - 1 in told else e for e in out]
    out = [Edge(e.rel, e.head + 1, e.child, e.prep) if e.head in told and e.rel == "mark" else e for e in out]
    for i in told:
        doc[i].tag_, doc[i].pos_, doc[i].lemma_ = "NN", "NOUN", doc[i].lower_
    return out


def _breaks_out(doc: Doc, above: dict[int, Edge], gerund: int) -> bool:
    """Whether the word behind a form in -ing is a finite verb of breaking out beside it or below it."""
    edge = above.get(gerund + 1)
    if edge is None or doc[edge.child].lemma_ not in words("occurrence"):
        return False
    beside = edge.rel in ("advcl", "conj") and edge.head == above[gerund].head
    below = edge.rel in ("xcomp", "ccomp") and edge.head == gerund
    return (beside or below) and doc[edge.child].tag_ in ("VBD", "VBN", "VBZ")


@needs("advcl mark", words=("later", "earlier", "ago"))
def put_off(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "agreed four years later to remain": the infinitive goes with the verb before the words for when."""
    above = {e.child: e for e in edges}
    moved = {
        e.child: above[e.head].head
        for e in edges
        if e.rel == "advcl"
        and e.head < e.child
        and doc[e.child].tag_ == "VB"
        and doc[e.head].lower_ in _SINCE
        and e.head in above
        and doc[above[e.head].head].pos_ == "VERB"
    }
    return [Edge("xcomp", moved[e.child], e.child) if e.child in moved and e.rel == "advcl" else e for e in edges]


@needs("obl case", words=("in",))
def taken_in(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "has taken in more than 12,000 refugees": a home is given to them, nothing is taken within them."""
    given = {e.child for e in edges if e.rel == "obl" and e.prep == "in" and _taken(doc, e)}
    if not given:
        return edges
    out = [Edge("obj", e.head, e.child) if e.child in given and e.rel == "obl" else e for e in edges]
    verb = {e.child: e.head for e in edges if e.child in given}
    return [Edge("prt", verb[e.head], e.child) if e.rel == "case" and e.head in given else e for e in out]


def _taken(doc: Doc, edge: Edge) -> bool:
    verb = doc[edge.head]
    return verb.lemma_ == "take" and doc[edge.head + 1].lower_ == "in" and doc[edge.child].lemma_ in _HOMELESS


@needs("aux")
def modals(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "would jail members", "will free hostages": what a modal verb helps is a verb, where it can be one."""
    copular = {e.head for e in edges if e.rel == "cop"}
    for e in edges:
        word = doc[e.head]
        if e.rel != "aux" or doc[e.child].tag_ != "MD" or word.pos_ not in ("NOUN", "ADJ") or e.head in copular:
            continue
        if e.child < e.head and word.lower_ in verbs():
            word.tag_, word.pos_, word.lemma_ = "VB", "VERB", word.lower_
    return edges


@needs("obj subj")
def acting(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "demanded that the state free prisoners", "if the army attacks Idlib": an adjective or noun with a subject, an
    object and no copula is a verb."""
    objects = [e for e in edges if e.rel == "obj" and doc[e.head].pos_ in ("ADJ", "NOUN")]
    if not objects:
        return edges
    served = {e.head for e in edges if e.rel == "subj" and e.child < e.head}
    helped = {e.head for e in edges if e.rel in ("cop", "aux", "auxpass")}
    for e in objects:
        word = doc[e.head]
        if e.head not in served - helped:
            continue
        if word.tag_ == "NNS" and (lemma := lemma_of(word.text, "VERB")) in verbs():
            word.tag_, word.pos_, word.lemma_ = "VBZ", "VERB", lemma
        elif word.pos_ == "ADJ" and word.lower_ in verbs():
            word.tag_, word.pos_, word.lemma_ = "VB", "VERB", word.lower_
        elif word.pos_ == "ADJ" and word.lower_.endswith("ed") and (lemma := lemma_of(word.text, "VERB")) in verbs():
            word.tag_, word.pos_, word.lemma_ = "VBD", "VERB", lemma
    return edges


@needs("cop compound")
def progressive(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Chad is training mercenaries": one is not many, so that the form in -ing between the two is the verb."""
    for e in edges:
        verb, noun = doc[e.child], doc[e.head]
        if e.rel != "compound" or not _in_ing(verb) or noun.tag_ not in ("NNS", "NNPS") or e.child > e.head:
            continue
        cop = next((x for x in edges if x.rel == "cop" and x.head == e.head and x.child == e.child - 1), None)
        if cop is None or doc[cop.child].lower_ not in ("is", "was"):
            continue
        verb.tag_, verb.pos_, verb.lemma_ = "VBG", "VERB", lemma_of(verb.text, "VERB")
        kept = [Edge(x.rel, x.head, e.child, x.prep) if x.child == e.head else x for x in edges if x not in (e, cop)]
        kept = [_of_clause(x, e.head, e.child) for x in kept]
        return [*kept, Edge("aux", e.child, cop.child), Edge("obj", e.child, e.head)]
    return edges


def _of_clause(edge: Edge, noun: int, verb: int) -> Edge:
    """What stood before the verb, and the phrases behind the noun, belong to the verb."""
    if edge.head != noun or not (edge.child < verb or edge.rel in ("nmod", "punct", "obl")):
        return edge
    return Edge("obl" if edge.rel == "nmod" else edge.rel, verb, edge.child, edge.prep)


@needs("amod", words=_BEFORE)
def gerunds(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "accused of kidnapping two reporters", "after shelling the town": a form in -ing behind a preposition, taken for
    an adjective of the noun behind it, is a verb where the noun has a number or an article of its own between the two,
    and always behind what somebody is accused of."""
    for e in edges:
        verb = doc[e.child]
        if e.rel != "amod" or e.child > e.head or e.child < verb.sent.start + 2:
            continue
        having = verb.tag_ == "VBN" and doc[e.child - 1].lower_ == "having"
        if not having and verb.tag_ != "VBG" and not (verb.tag_ == "JJ" and _in_ing(verb)):
            continue
        found = _of_preposition(doc, edges, e, e.child - 1 - having)
        if found is not None:
            return _as_gerund(doc, edges, e, found)
    return edges


def _in_ing(word: Token) -> bool:
    """Whether a word taken for an adjective is a form in -ing of a verb that frames know ("arresting")."""
    return word.lower_.endswith("ing") and lemma_of(word.text, "VERB") in verbs()


def _of_preposition(doc: Doc, edges: list[Edge], amod: Edge, prep: int) -> Edge | None:
    """The edge of the noun to what governs it, where the participle stands between its preposition and itself."""
    noun = amod.head
    while (up := next((x for x in edges if x.child == noun), None)) is not None and up.rel == "compound":
        noun = up.head  # "besieging opposition leader Ana Reis": the whole name
    if up is None or up.rel not in ("obl", "nmod", "agent") or up.head > prep or doc[prep].lower_ not in _BEFORE:
        return None
    blamed = doc[up.head].lemma_ in words("accusing") and doc[prep].lower_ == "of"
    return up if blamed or prep < amod.child - 1 or doc[amod.child + 1].tag_ in _COUNTED else None


def _as_gerund(doc: Doc, edges: list[Edge], amod: Edge, up: Edge) -> list[Edge]:
    """The edges with the participle as a clause below what governs the noun, and the noun as its object."""
    verb, noun = amod.child, up.child
    doc[verb].pos_, doc[verb].lemma_ = "VERB", lemma_of(doc[verb].text, "VERB")
    doc[verb].tag_ = "VBG" if doc[verb].lower_.endswith("ing") else "VBN"
    before = verb - 2 if doc[verb - 1].lower_ == "having" else verb - 1
    kept = [x for x in edges if x not in (amod, up) and not before <= x.child < verb]
    kept = [_phrase_of(x, noun, verb) for x in kept]
    helped = [Edge("aux", verb, verb - 1)] if before == verb - 2 else []
    return [*kept, *helped, Edge("advcl", up.head, verb), Edge("mark", verb, before), Edge("obj", verb, noun)]


def _phrase_of(edge: Edge, noun: int, verb: int) -> Edge:
    """A phrase of place or time behind the object is one of the verb."""
    mine = edge.head == noun and edge.child > noun and edge.rel == "nmod" and edge.prep in ("in", "on", "at", "near")
    return Edge("obl", verb, edge.child, edge.prep) if mine else edge


@needs(words=("to",))
def purposes(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The decision to attack militants was welcomed": of two subjects the second, right behind an infinitive that
    belongs to the first and has no object, is the object of that infinitive."""
    acting = {e.head for e in edges if e.rel in ("obj", "ccomp", "xcomp")}
    for e in [e for e in edges if e.rel in ("acl", "xcomp") and doc[e.child].tag_ == "VB" and e.child not in acting]:
        if doc[e.child].lemma_ in words("intransitive") or doc[e.child - 1].lower_ != "to":
            continue
        later = next((x for x in edges if x.rel in _SUBJECTS and _starts(edges, x.child) == e.child + 1), None)
        if later is None or doc[later.child].pos_ not in _NOMINAL or later.head < later.child:
            continue
        served = any(x.head == later.head and x.rel in _SUBJECTS and x.child == e.head for x in edges)
        top = next((x for x in edges if x.child == e.head), None)
        loose = next((x for x in edges if x.child == later.head), None)
        if served:
            return [Edge("obj", e.child, x.child) if x is later else x for x in edges]
        if top is None and loose is not None and loose.head == e.head and loose.rel in ("parataxis", "ccomp", "conj"):
            kept = [x for x in edges if x not in (later, loose)]
            return [*kept, Edge("obj", e.child, later.child), Edge(later.rel, later.head, e.head)]
    return edges


def _starts(edges: list[Edge], noun: int) -> int:
    """Where the words before a noun that belong to it begin."""
    near = [e.child for e in edges if e.head == noun and e.child < noun and e.rel not in ("punct", "cc", "case")]
    return min([noun, *(_starts(edges, i) for i in near)])


@needs("csubj", words=("due", "set", "ready", "likely", "expected", "able", "willing"))
def awaited(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "the envoy, Ana Reis, was due to leave": what somebody is due to do is no subject of being due."""
    served = {e.head for e in edges if e.rel in _SUBJECTS}
    return [
        Edge("xcomp", e.head, e.child)
        if e.rel == "csubj" and e.head in served and e.child > e.head and doc[e.child].tag_ == "VB"
        else e
        for e in edges
    ]


@needs("cop", words=("it",))
def clefts(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "It was the army that shelled the town": the clause tells what the army did."""
    opened = {e.head for e in edges if e.rel in (*_SUBJECTS, "obj") and _relative(doc[e.child])}
    said = {e.head for e in edges if e.rel == "cop"} & {e.head for e in edges if doc[e.child].lower_ == "it"}
    if not said & {e.head for e in edges if e.child in opened}:
        return edges
    return [
        Edge("relcl", e.head, e.child)
        if e.rel in ("advcl", "ccomp", "acl") and e.child in opened and e.head in said and doc[e.head].pos_ in _NOMINAL
        else e
        for e in edges
    ]


def _relative(token: Token) -> bool:
    return token.tag_ in ("WDT", "WP") or (token.lower_ == "that" and token.pos_ == "PRON")
