"""Sentences whose top is a clause or a time set before the main clause, or a participle of the subject."""

from __future__ import annotations

from kg.annotate.lexicon import words
from kg.annotate.parsed import Doc
from kg.annotate.repairs.needs import needs
from kg.annotate.schemes import Edge

# Forms of irregular verbs that are a past tense and no participle.
_PAST = frozenset(
    "spoke went took broke wrote chose fell flew gave saw threw began rose drove knew grew shook stole swore tore drew "
    "blew ate rode sang sank came became ran withdrew overthrew undertook forgave forbade awoke hid froze".split()
)
_OPENERS = frozenset({"after", "before", "since", "until", "as", "because", "while", "once", "when", "although", "if"})
_FORMERLY = frozenset({"formerly", "previously", "originally", "once", "also", "now", "then"})
_NAMING = frozenset({"name", "call", "dub", "title", "entitle", "give", "award", "pay", "offer"})
_BESIDE = frozenset({"close", "familiar", "loyal"})
_LOOSE = frozenset({"parataxis", "acl", "conj", "ccomp", "advcl"})
_CLAD = frozenset({"disguise", "dress", "clothe", "mask"})
_PREPOSITIONS = frozenset({"to", "for", "of"})
_SUBJECTS = frozenset({"subj", "subjpass"})
_NOMINAL = frozenset({"NOUN", "PROPN"})


def _top(doc: Doc, edges: list[Edge]) -> int | None:
    """The one token that governs others and has nothing above it."""
    below = {e.child for e in edges}
    tops = {e.head for e in edges} - below
    return tops.pop() if len(tops) == 1 else None


@needs(words=_PAST)
def pasts(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The king, the keeper of the shrine, spoke by phone": "spoke" is never a participle."""
    for i in {i for e in edges for i in (e.child, e.head)}:
        if doc[i].tag_ == "VBN" and doc[i].lower_ in _PAST:
            doc[i].tag_ = "VBD"
    return edges


@needs("mark acl", words=_OPENERS)
def fronted(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Hours before the leader landed, a bomb struck a bus", with the clause of time for the top and the bomb for a
    description of the place where he landed: behind the comma the main clause begins."""
    top = _top(doc, edges)
    opened = top is not None and any(
        e.rel == "mark" and e.head == top and doc[e.child].lower_ in _OPENERS for e in edges
    )
    if top is None or not opened or doc[top].tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
        return edges
    above = {e.child: e for e in edges}
    clause = next((e for e in edges if e.rel == "acl" and e.head > top and _main_verb(doc, edges, e)), None)
    if clause is None or clause.head not in above or above[clause.head].rel not in ("appos", "conj", "dep", "nmod"):
        return edges
    start = _first(edges, clause.head)
    if start == 0 or doc[start - 1].text != "," or above[clause.head].prep:
        return edges
    verb, noun = clause.child, clause.head
    doc[verb].tag_ = "VBD" if doc[verb].tag_ == "VBN" else doc[verb].tag_
    opener = min(e.child for e in edges if e.rel == "mark" and e.head == top)
    kept = [e for e in edges if e is not clause and e.child != noun]
    kept = [_whose_clause(e, top, verb, opener) for e in kept]
    return [*kept, Edge("subj", verb, noun), Edge("advcl", verb, top)]


def _whose_clause(edge: Edge, old: int, verb: int, opener: int) -> Edge:
    """What stands before the opener of the first clause, or behind the verb of the main one, is of the main clause."""
    moved = edge.head == old and (edge.child > verb or (edge.child < opener and edge.rel in ("obl", "advmod")))
    return Edge(edge.rel, verb, edge.child, edge.prep) if moved else edge


def _main_verb(doc: Doc, edges: list[Edge], clause: Edge) -> bool:
    """Whether a participle behind a noun can be the verb of a main clause: it has an object, or the form of a past."""
    verb, below = doc[clause.child], {e.rel for e in edges if e.head == clause.child}
    past = verb.tag_ == "VBD" or (verb.tag_ == "VBN" and "obj" in below)
    return past and clause.child > clause.head and not below & {"agent", "auxpass", "subj", "mark"}


def _first(edges: list[Edge], noun: int) -> int:
    """Where the words before a noun that belong to it begin."""
    near = [e.child for e in edges if e.head == noun and e.child < noun and e.rel not in ("punct", "cc")]
    return min([noun, *(_first(edges, i) for i in near)])


@needs("case acl")
def dated(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "On Monday France, Spain and two other states voiced concern", with the day for the top: the states did it, and
    the day is when."""
    top = _top(doc, edges)
    if top is None or doc[top].pos_ != "PROPN" or doc[top].ent_type_ or top > doc[top].sent.start + 2:
        return edges
    if not any(e.rel == "case" and e.head == top for e in edges):
        return edges
    first = next((e for e in edges if e.head == top and e.rel in ("nmod", "appos", "conj", "dep") and not e.prep), None)
    if first is None or doc[first.child].pos_ not in _NOMINAL:
        return edges
    nouns = {first.child} | {e.child for e in edges if e.rel == "conj" and e.head == first.child}
    clause = next((e for e in edges if e.rel == "acl" and e.head in nouns and _main_verb(doc, edges, e)), None)
    if clause is None:
        return edges
    verb = clause.child
    doc[verb].tag_ = "VBD" if doc[verb].tag_ == "VBN" else doc[verb].tag_
    prep = next(doc[e.child].lower_ for e in edges if e.rel == "case" and e.head == top)
    kept = [e for e in edges if e not in (first, clause)]
    kept = [Edge(e.rel, verb, e.child, e.prep) if e.head == top and e.child > verb else e for e in kept]
    return [*kept, Edge("subj", verb, first.child), Edge("obl", verb, top, prep)]


@needs("advcl mark", words=("as",))
def clad(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Fighters dressed as soldiers stormed a base": what they are dressed as does not storm it."""
    for e in edges:
        verb = e.head
        if e.rel != "advcl" or doc[verb].lemma_ not in _CLAD or doc[e.child].tag_ not in ("VBD", "VBZ", "VBP"):
            continue
        mark = next((x for x in edges if x.rel == "mark" and x.head == e.child and x.child == verb + 1), None)
        worn = next((x for x in edges if x.rel == "subj" and x.head == e.child), None)
        who = next((x for x in edges if x.rel in _SUBJECTS and x.head == verb and x.child == verb - 1), None)
        who = who or next((x for x in edges if x.rel == "acl" and x.child == verb and x.head == verb - 1), None)
        if mark is None or worn is None or who is None or doc[mark.child].lower_ != "as":
            continue
        doc[verb].tag_ = "VBN"
        noun = verb - 1
        kept = [x for x in edges if x not in (e, mark, worn, who)]
        kept = [Edge(x.rel, x.head, e.child, x.prep) if x.child in (verb, noun) else x for x in kept]
        kept = [Edge(x.rel, e.child, x.child, x.prep) if x.head == verb else x for x in kept]
        new = (Edge("acl", noun, verb), Edge("obl", verb, worn.child, "as"), Edge("subj", e.child, noun))
        return [*kept, *new]
    return edges


def _aide(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "An aide to President Omar rejected it", with both for subjects: who stands behind the preposition is no
    subject."""
    nouns = [e for e in edges if e.rel in _SUBJECTS]
    for later in [e for e in nouns if len(nouns) > 1 and doc[e.child].pos_ in _NOMINAL]:
        first = next((e for e in nouns if e.head == later.head and e.rel == later.rel and e.child < later.child), None)
        start = _first(edges, later.child)
        prep = next((e for e in edges if e.rel == "case" and e.child == start and start != later.child), None)
        if first is None or later.child > later.head or prep is None or start != first.child + 1:
            continue
        if doc[start].lower_ in _PREPOSITIONS:
            return [Edge("nmod", first.child, e.child, doc[start].lower_) if e is later else e for e in edges]
    return edges


@needs(words=_PREPOSITIONS)
def introduced(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "An adviser to Prime Minister Omar offered help": no finite verb has "to" before its subject; the person behind
    it belongs to the adviser, who is the subject."""
    edges = _aide(doc, edges)
    for e in [e for e in edges if e.rel in ("acl", "relcl") and doc[e.child].tag_ in ("VBD", "VBZ")]:
        mark = next((x for x in edges if x.rel == "mark" and x.head == e.child and x.child > e.head), None)
        inner = next((x for x in edges if x.rel in _SUBJECTS and x.head == e.child), None)
        if mark is None or inner is None or doc[mark.child].lower_ not in _PREPOSITIONS:
            continue
        if not e.head < mark.child < inner.child < e.child or doc[inner.child].pos_ not in _NOMINAL:
            continue
        prep = doc[mark.child].lower_
        up = next((x for x in edges if x.child == e.head), None)
        kept = [x for x in edges if x not in (e, mark, inner, up)]
        kept = [Edge(x.rel, e.child, x.child, x.prep) if x.head == e.head and x.child > e.child else x for x in kept]
        kept += [Edge(up.rel, up.head, e.child, up.prep)] if up is not None else []
        return [*kept, Edge(inner.rel, e.child, e.head), Edge("nmod", e.head, inner.child, prep)]
    return edges


@needs("subj", words=_FORMERLY)
def once(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The League, formerly the Northern Front, appointed a commander": an adverb with a subject and an object is no
    verb; it describes the subject, and the verb behind the comma is the top."""
    top = _top(doc, edges)
    if top is None or doc[top].pos_ != "ADV" or doc[top].lower_ not in _FORMERLY:
        return edges
    who = next((e for e in edges if e.head == top and e.rel == "subj"), None)
    verb = next((e for e in edges if e.head == top and e.child > top and doc[e.child].tag_ in ("VBD", "VBZ")), None)
    if who is None or verb is None or doc[verb.child - 1].text != ",":
        return edges
    kept = [e for e in edges if e is not verb and e is not who]
    sides = {e.child: who.child if e.child < verb.child else verb.child for e in kept if e.head == top}
    out = [
        Edge("appos" if e.rel == "obj" else e.rel, sides[e.child], e.child, e.prep) if e.child in sides else e
        for e in kept
    ]
    out.append(Edge("subj", verb.child, who.child))
    return [*out, Edge("advmod", who.child, top)]


@needs("acl subj cc")
def shared(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "A spokesman, Kemal Aydin, called it shameful and said": a past tense behind the comma that closes what is said
    of the subject, with an "and" before the next verb, is the first of two verbs and no participle."""
    for e in [e for e in edges if e.rel == "acl" and doc[e.child].tag_ == "VBD" and doc[e.child - 1].text == ","]:
        verb = next((x.head for x in edges if x.rel == "subj" and x.child == e.head and x.head > e.child), None)
        if verb is None or not any(x.rel == "cc" and x.head == verb for x in edges):
            continue
        if any(x.head == e.child and x.rel in ("agent", "auxpass") for x in edges):
            continue
        subject = next(x for x in edges if x.rel == "subj" and x.child == e.head and x.head == verb)
        kept = [x for x in edges if x not in (e, subject)]
        kept = [Edge(x.rel, x.head, e.child, x.prep) if x.child == verb else x for x in kept]
        return [*kept, Edge("subj", e.child, e.head), Edge("conj", e.child, verb)]
    return edges


@needs("conj cc", words=("and", "but"))
def beginning(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "..., and riot police detained 200 people", "..., and Ghana, where they live, recalled its envoy": a noun behind
    a comma and "and" with a verb that has an object begins another main clause, and is no member of a list."""
    linked = {e.head: e.child for e in edges if e.rel == "cc" and doc[e.child].lower_ in ("and", "but")}
    for noun in [
        e for e in edges if e.rel == "conj" and doc[e.child].pos_ in (*_NOMINAL, "PRON") and e.child in linked
    ]:
        link = linked[noun.child]
        verb = _verb_behind(doc, edges, noun.child) if doc[link - 1].text == "," and link > noun.head else None
        top = _finite_above(doc, edges, noun.head) if verb is not None else None
        if verb is None or top is None or any(x.rel == "conj" and x.head == noun.head and x is not noun for x in edges):
            continue
        doc[verb.child].tag_ = "VBD" if doc[verb.child].tag_ == "VBN" else doc[verb.child].tag_
        kept = [x for x in edges if x not in (noun, verb)]
        kept = [_inside(doc, x, noun.child, verb.child) for x in kept]
        return [*kept, Edge("subj", verb.child, noun.child), Edge("conj", top, verb.child)]
    return edges


def _verb_behind(doc: Doc, edges: list[Edge], noun: int) -> Edge | None:
    """The verb with an object right behind a noun, or behind the commas around a clause about it; no passive one."""
    served = {e.head for e in edges if e.rel in ("subj", "subjpass", "agent", "aux", "auxpass", "cc", "mark")}
    acting = {e.head for e in edges if e.rel == "obj" and e.child > e.head} - served
    for e in edges:
        verb = doc[e.child]
        if e.child not in acting or e.child <= noun or verb.tag_ not in ("VBD", "VBN") or verb.lemma_ in _NAMING:
            continue
        if e.rel == "acl" and e.head == noun and all(t.text != "," for t in doc[noun + 1 : e.child]):
            return e
        relative = doc[noun + 1].text == "," and doc[noun + 2].lower_ in ("who", "which", "where", "whose")
        if e.rel in ("parataxis", "acl", "conj") and relative and doc[e.child - 1].text == ",":
            return e
    return None


def _inside(doc: Doc, edge: Edge, noun: int, verb: int) -> Edge:
    """The edge of a clause between a noun and its verb, to the noun."""
    stray = noun < edge.child < verb and not noun <= edge.head <= verb
    return Edge("relcl", noun, edge.child) if stray and doc[edge.child].pos_ in ("VERB", "AUX") else edge


def _finite_above(doc: Doc, edges: list[Edge], at: int) -> int | None:
    """The verb of the main clause that a token stands in."""
    above = {e.child: e for e in edges}
    for _ in range(len(doc)):
        if at not in above:
            break
        at = above[at].head
    return at if doc[at].pos_ in ("VERB", "AUX") else None


@needs("poss", words=("whose",))
def owning(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Ghana, whose troops are stationed there, said": of two subjects the one behind "whose" is that of the first
    verb, which says something about the other; the verb behind the next comma is the top."""
    whose = {e.head for e in edges if e.rel == "poss" and doc[e.child].lower_ == "whose"}
    for later in [e for e in edges if e.rel in _SUBJECTS and e.child in whose]:
        heads = {later.head} | {e.head for e in edges if e.child == later.head and e.head > later.head}
        near = [e for e in edges if e.head in heads and e.child < later.child and _bare(e)]
        first = next((e for e in near if e.rel != "obl"), near[-1] if near else None)
        if first is None or doc[first.child].pos_ not in _NOMINAL:
            continue
        verb = _behind_comma(doc, edges, later.head)
        if verb is None:
            continue
        clause = later.head
        own = {e for e in edges if e.child == verb and e.head < verb}
        kept = [e for e in edges if e is not first and e not in own]
        if own:
            kept = [Edge(e.rel, e.head, verb, e.prep) if e.child == clause else e for e in kept]
        else:  # the clause hangs on the verb, directly or not
            kept = [e for e in kept if e.child != clause]
        kept = [Edge(e.rel, verb, e.child, e.prep) if e.head == clause and e.child > verb else e for e in kept]
        passive = any(e.head == verb and e.rel == "auxpass" for e in edges)
        return [*kept, Edge("subjpass" if passive else "subj", verb, first.child), Edge("relcl", first.child, clause)]
    return edges


def _bare(edge: Edge) -> bool:
    """Whether a noun hangs on a verb as its subject or loosely, without a preposition."""
    return edge.rel in (*_SUBJECTS, "dep") or (edge.rel == "obl" and not edge.prep)


def _behind_comma(doc: Doc, edges: list[Edge], clause: int) -> int | None:
    """The verb without a subject behind the comma that closes a clause, whichever of the two hangs on the other."""
    linked = {e.child for e in edges if e.rel in _LOOSE}
    linked |= {e.head for e in edges} - {e.child for e in edges}
    for i in sorted(i for i in linked if i > clause):
        at = i - 1
        while at > clause and doc[at].pos_ in ("AUX", "ADV"):
            at -= 1
        if doc[at].text == "," and doc[i].pos_ == "VERB" and _unserved(doc, edges, i):
            return i
    return None


def _unserved(doc: Doc, edges: list[Edge], verb: int) -> bool:
    """Whether a past form has no subject of its own."""
    if doc[verb].tag_ not in ("VBD", "VBN", "VBZ") or doc[verb].pos_ != "VERB":
        return False
    if any(e.head == verb and e.rel in (*_SUBJECTS, "agent", "cc") for e in edges):
        return False
    if doc[verb].tag_ == "VBN" and not any(e.head == verb and e.rel in ("aux", "auxpass") for e in edges):
        doc[verb].tag_ = "VBD"
    return True


@needs("subj", words=_BESIDE)
def close(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "but a negotiator close to the talks said": an adjective without a copula right behind its noun, before a verb
    of speech without a subject, describes who says it."""
    helped = {e.head for e in edges if e.rel in ("cop", "aux")}
    served = {e.head for e in edges if e.rel in _SUBJECTS}
    for e in [e for e in edges if e.rel == "subj" and doc[e.head].lower_ in _BESIDE and e.head not in helped]:
        near = e.child == e.head - 1
        verb = next((i for i in range(e.head + 1, doc[e.head].sent.end) if doc[i].tag_ in ("VBD", "VBZ")), None)
        if verb is None or verb in served or not near or doc[verb].lemma_ not in words("saying"):
            continue
        up = next((x for x in edges if x.child == e.head), None)
        told = next((x for x in edges if up is not None and x.child == up.head and x.head == verb), None)
        kept = [x for x in edges if x not in (e, up, told)]
        kept += [Edge("conj", told.child, verb)] if told is not None else []
        return [*kept, Edge("subj", verb, e.child), Edge("acl", e.child, e.head)]
    return edges


@needs(words=("shot",))
def shot(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "troops shot and killed a boy": "shot" between a noun and "and" with a verb of harm is a verb, not a noun."""
    for e in edges:
        word = doc[e.head]
        if e.rel not in ("compound", "subj", "dep") or word.lower_ != "shot" or word.pos_ != "NOUN":
            continue
        follows = doc[e.head + 1 : e.head + 3]
        if len(follows) < 2:
            continue
        if e.child != e.head - 1 or follows[0].lower_ != "and" or follows[1].lower_ not in ("killed", "wounded"):
            continue
        word.tag_, word.pos_, word.lemma_ = "VBD", "VERB", "shoot"
        kept = [x for x in edges if x is not e and x.child != follows[1].i]
        follows[1].tag_ = "VBD"
        return [*kept, Edge("subj", word.i, e.child), Edge("conj", word.i, follows[1].i)]
    return edges


@needs("subj amod")
def sandwiched(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Jets bombed targets near the town after rebels fired rockets": a noun that is the subject of another noun, with
    a participle of that one right behind it, is the subject of the participle, and the other its object."""
    firsts = [e for e in edges if e.rel == "subj" and doc[e.head].pos_ == "NOUN"]
    copular = {e.head for e in edges if e.rel in ("cop", "aux")} if firsts else set()
    for first in [e for e in firsts if e.head not in copular]:
        noun, verb = first.head, first.child + 1
        act = next((e for e in edges if e.rel == "amod" and e.child == verb and e.head == noun), None)
        up = next((e for e in edges if e.child == noun), None)
        if act is None or up is None or up.rel not in _SUBJECTS or doc[verb].tag_ not in ("VBN", "VBD"):
            continue
        doc[verb].tag_, doc[verb].pos_ = "VBD", "VERB"
        kept = [e for e in edges if e not in (first, act, up)]
        kept = [Edge(e.rel, e.head, verb, e.prep) if e.child == up.head else e for e in kept]
        kept = [Edge("obl", verb, e.child, e.prep) if e.head == noun and e.rel == "nmod" else e for e in kept]
        return [*kept, Edge("subj", verb, first.child), Edge("obj", verb, noun), Edge("parataxis", verb, up.head)]
    return edges
