"""Phrases that the parser mixed: a participle's object with the subject, a list with what stands before it."""

from __future__ import annotations

from lemminflect import getLemma

from kg.annotate.lexicon import nouns, verbs, words
from kg.annotate.parsed import Doc, Token
from kg.annotate.repairs.needs import needs
from kg.annotate.schemes import Edge

_SUBJECTS = frozenset({"subj", "subjpass"})
_STOPS = frozenset(".!?;:\"'")
_DONE_TO = frozenset(
    "kill wound injure hurt arrest detain jail imprison sentence kidnap abduct behead execute evacuate rescue oust "
    "expel deport extradite sack indict convict charge assassinate".split()
)
_PHRASE = 7
"""Tokens from an owner to the noun that he owns, at most."""
_JUDGING = frozenset({"call", "label", "brand", "term", "describe"})
_MONTHS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)


@needs("acl relcl subj")
def shouting(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Gunmen shouting slogans stormed a hotel": what they shout does nothing; the past tense behind it is the verb of
    the sentence, and no clause about the gunmen."""
    above = {e.child: e for e in edges}
    for clause in [e for e in edges if e.rel == "relcl" and e.head not in above and doc[e.child].tag_ == "VBD"]:
        top = clause.head
        subject = next((e for e in edges if e.head == clause.child and e.rel == "subj" and e.child < e.head), None)
        doing = next((e.child for e in edges if e.rel == "acl" and e.head == top and doc[e.child].tag_ == "VBG"), None)
        if subject is None or doing is None or not top < doing < subject.child < clause.child:
            continue
        owned = {e.child for e in edges if e.head == subject.child}
        between = set(range(doing + 1, subject.child))
        taken = any(e.head == doing and e.rel == "obj" for e in edges)
        if taken or not between <= owned or doc[subject.child].pos_ not in ("NOUN", "PROPN"):
            continue
        now = {subject: Edge("obj", doing, subject.child), clause: Edge("subj", clause.child, top)}
        return [now.get(e, e) for e in edges]
    return edges


@needs("relcl parataxis subj", words=("which", "who"))
def after_clause(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "France, which intervened to drive out rebels, dispatched troops": the noun before the comma is the object of
    the clause within; the verb behind the comma is that of the sentence."""
    above = {e.child: e for e in edges}
    for e in [e for e in edges if e.rel in ("parataxis", "dep", "conj") and e.head not in above]:
        subject = next((x for x in edges if x.head == e.child and x.rel == "subj"), None)
        clause = next((x for x in edges if x.head == e.head and x.rel == "relcl" and x.child < e.child), None)
        if subject is None or clause is None or not clause.child < subject.child < e.child:
            continue
        if doc[e.child - 1].text != "," or doc[e.child].tag_ not in ("VBD", "VBN") or doc[e.head].pos_ == "VERB":
            continue
        bare = _verb_before(doc, edges, subject.child)
        if bare is None or not clause.child <= bare < subject.child:
            continue
        doc[e.child].tag_ = "VBD"
        now = {subject: Edge("obj", bare, subject.child), e: Edge("subj", e.child, e.head)}
        return [now.get(x, x) for x in edges]
    return edges


def _verb_before(doc: Doc, edges: list[Edge], noun: int) -> int | None:
    """The verb without an object right before a noun and what belongs to it."""
    at = min([noun, *(e.child for e in edges if e.head == noun and e.child < noun and e.rel != "relcl")]) - 1
    if any(e.rel == "prt" and e.child == at for e in edges):
        at -= 1
    if doc[at].pos_ != "VERB" or any(e.head == at and e.rel == "obj" for e in edges):
        return None
    return at


@needs("conj cc", words=("other",))
def and_others(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Hope International and other rights groups have called": the name is no adjective of the groups, but one of
    those who do."""
    above = {e.child: e for e in edges}
    for e in edges:
        noun, name = doc[e.head], doc[e.child]
        beside = e.rel in ("amod", "compound", "nmod") and not e.prep and name.ent_type_ and e.child + 2 < e.head
        if not beside or noun.tag_ != "NNS" or doc[e.child + 1].lower_ not in ("and", "or"):
            continue
        up = above.get(e.head)
        if doc[e.child + 2].lower_ != "other" or up is None or up.head in range(e.child, e.head):
            continue
        moved = {e: Edge(up.rel, up.head, e.child, up.prep), up: Edge("conj", e.child, e.head)}
        out = [moved.get(x, x) for x in edges]
        cases = {x.child for x in edges if x.head == e.head and x.rel == "case" and x.child < e.child}
        out = [Edge(x.rel, e.child, x.child) if x.child in cases else x for x in out]
        inner = set(range(e.child + 2, e.head))
        return [Edge("amod", e.head, x.child) if x.child in inner and x.head == e.child else x for x in out]
    return edges


@needs("obl nmod", words=_MONTHS)
def dated_subjects(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "In August, 13 people died": those behind the comma after a date are no part of it."""
    served = {e.head for e in edges if e.rel in _SUBJECTS}
    for e in [e for e in edges if e.rel == "nmod" and not e.prep and doc[e.head].lower_ in _MONTHS]:
        day = next((x for x in edges if x.child == e.head and x.rel == "obl"), None)
        if day is None or day.head in served or not e.head < e.child < day.head or doc[e.child].pos_ != "NOUN":
            continue
        if "," in [t.text for t in doc[e.head + 1 : e.child]]:
            passive = any(x.head == day.head and x.rel == "auxpass" for x in edges)
            return [Edge("subjpass" if passive else "subj", day.head, x.child) if x is e else x for x in edges]
    return edges


@needs("agent", words=("by",))
def shelled(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "killed by Houthi shelling": the attack did it, by those who are named before it."""
    for e in edges:
        deed = e.child + 1
        if e.rel != "agent" or deed >= len(doc) or doc[deed].tag_ != "VBG" or doc[deed].lower_ not in nouns():
            continue
        verb = next((x for x in edges if x.child == deed), None)
        if verb is None or verb.rel not in ("advcl", "acl", "xcomp", "dep") or verb.head not in (e.head, e.child):
            continue
        if any(x.head == deed and x.rel in ("obj", "aux", "mark") for x in edges):
            continue
        doc[deed].tag_, doc[deed].pos_ = "NN", "NOUN"
        moved = {e: Edge("compound", deed, e.child), verb: Edge("agent", e.head, deed, e.prep)}
        out = [moved.get(x, x) for x in edges]
        return [Edge(x.rel, deed, x.child) if x.head == e.child and x.rel == "case" else x for x in out]
    return edges


@needs("appos obj", words=('"',))
def called_names(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """'called the raid "appalling"': the word in quotation marks says what it is called."""
    verbs = {e.child: e.head for e in edges if e.rel == "obj" and doc[e.head].lemma_ in _JUDGING}
    for e in edges:
        quoted = e.rel == "appos" and e.head in verbs and doc[e.child - 1].text == '"'
        if quoted and e.child - 2 == e.head and _one_word(doc, e.child):
            doc[e.child].tag_, doc[e.child].pos_ = "JJ", "ADJ"
            return [Edge("xcomp", verbs[e.head], x.child) if x is e else x for x in edges]
    return edges


def _one_word(doc: Doc, at: int) -> bool:
    behind = [t for t in doc[at + 1 : at + 3] if t.text not in (".", ",")]
    return bool(behind) and behind[0].text == '"' and not _is_deed(doc[at])


def _is_deed(token: Token) -> bool:
    return token.lemma_.lower() in words("abstract") or token.tag_ == "NNS"


@needs("conj", words=("hostage", "captive"))
def hostages(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "taking 170 guests and staff hostage": the staff are joined to the guests, and all were taken hostage."""
    objects = {e.child: e.head for e in edges if e.rel == "obj" and doc[e.head].lemma_ in ("take", "hold", "keep")}
    for e in edges:
        if e.rel != "conj" or e.head not in objects or doc[e.child].lower_ not in ("hostage", "captive"):
            continue
        noun = next((x for x in edges if x.head == e.child and x.rel == "compound" and x.child == e.child - 1), None)
        if noun is None:
            continue
        now = {e: Edge("xcomp", objects[e.head], e.child), noun: Edge("conj", e.head, noun.child)}
        out = [now.get(x, x) for x in edges]
        return [Edge(x.rel, noun.child, x.child) if x.rel == "cc" and x.head == e.child else x for x in out]
    return edges


@needs("case", words=("including", "like"))
def included(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "holds 20 foreigners, including four seamen abducted this month": who is counted in does nothing; the participle
    behind tells what was done to him."""
    cases = {e.head: e.child for e in edges if e.rel == "case" and doc[e.child].lower_ in ("including", "like")}
    above = {e.child: e for e in edges}
    for e in [e for e in edges if e.rel == "subj" and e.child in cases]:
        verb = above.get(e.head)
        if (
            verb is None
            or verb.rel not in ("conj", "relcl", "acl", "ccomp", "advcl")
            or doc[e.head].tag_ not in ("VBD", "VBN")
        ):
            continue
        if any(x.head == e.head and x.rel in ("obj", "aux", "cc", "auxpass") for x in edges) or e.child + 1 != e.head:
            continue
        whole = next((t.i for t in reversed(doc[doc[e.child].sent.start : cases[e.child]]) if t.pos_ == "NOUN"), None)
        if whole is None:
            continue
        doc[e.head].tag_ = "VBN"
        now = {e: Edge("nmod", whole, e.child, doc[cases[e.child]].lower_), verb: Edge("acl", e.child, e.head)}
        return [_counted_too(doc, now.get(x, x), e.head, e.child) for x in edges]
    return edges


def _counted_too(doc: Doc, edge: Edge, verb: int, first: int) -> Edge:
    """ "and a tourist captured in 2012": another participle joined to the first one."""
    if edge.rel == "conj" and edge.head == verb and doc[edge.child].tag_ == "VBN":
        return Edge("acl", edge.child - 1, edge.child)
    if edge.rel in _SUBJECTS and edge.head == edge.child + 1 and doc[edge.head].tag_ == "VBN" and edge.head > verb:
        return Edge("conj", first, edge.child)
    return edge


@needs("conj advcl", words=("while", "as", "after", "before", "when"))
def while_and(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "said X, while Belgium suspended aid and halted training": without a comma before it, a verb goes on with the
    clause that it stands in, not with the one before that."""
    subjects = {e.head for e in edges if e.rel in _SUBJECTS}
    for e in edges:
        if e.rel != "conj" or e.child in subjects or doc[e.child].tag_ != "VBD" or doc[e.child - 1].lower_ != "and":
            continue
        inner = [x.child for x in edges if x.rel == "advcl" and x.head == e.head and e.head < x.child < e.child]
        inner = [i for i in inner if i in subjects and doc[i].tag_ == "VBD"]
        if inner and not any(t.text == "," for t in doc[inner[-1] : e.child]):
            return [Edge("conj", inner[-1], x.child) if x is e else x for x in edges]
    return edges


@needs("subj")
def undergone(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Opposition leader jailed after vote": in a headline who is named before such a verb without an object did not
    do it."""
    if not edges or doc[doc[edges[0].child].sent.end - 1].text in _STOPS:
        return edges
    acting = {e.head for e in edges if e.rel in ("obj", "xcomp", "ccomp", "iobj", "aux", "auxpass")}
    out = list(edges)
    for at, e in enumerate(edges):
        verb = doc[e.head]
        if e.rel == "subj" and verb.lemma_ in _DONE_TO and verb.tag_ in ("VBD", "VBN") and e.head not in acting:
            out[at] = Edge("subjpass", e.head, e.child)
    return out


@needs(words=("'s",))
def possessors(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Jordan's King Abdullah met": who stands before "'s" owns what is behind it, and takes no part of his own."""
    for e in edges:
        owned = e.child + 2
        if e.rel not in ("subj", "subjpass", "obj") or owned >= len(doc) or doc[e.child + 1].tag_ != "POS":
            continue
        behind = [x for x in edges if x.head == e.head and x.rel == e.rel and owned <= x.child < e.child + _PHRASE]
        if behind and not any(t.text == "," for t in doc[owned : behind[0].child]):
            return [Edge("poss", behind[0].child, e.child) if x is e else x for x in edges]
    return edges


@needs("conj obj cc")
def object_too(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "barred him and seven other leaders from leaving": those joined to the verb right behind its object are objects
    as he is."""
    linked = {e.head: e.child for e in edges if e.rel == "cc"}
    objects = {e.head: e.child for e in edges if e.rel == "obj"}
    for e in edges:
        if e.rel != "conj" or doc[e.child].pos_ != "NOUN" or doc[e.head].pos_ != "VERB":
            continue
        before = objects.get(e.head)
        if before is not None and before > e.head and linked.get(e.child) == before + 1:
            return [Edge("conj", before, x.child) if x is e else x for x in edges]
    return edges


@needs("xcomp obj", words=("counterpart",))
def counterparts(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "telephoned Azeri counterpart A": the word for his state and the noun describe the name behind them."""
    for e in edges:
        if e.rel != "xcomp" or doc[e.child].lower_ != "counterpart" or e.child + 1 >= len(doc):
            continue
        name = next((x for x in edges if x.child == e.child + 1 and x.head in (e.head, e.child)), None)
        state = next((x for x in edges if x.child == e.child - 1 and x.head == e.head and x.rel == "obj"), None)
        if name is None or state is None or doc[name.child].pos_ != "PROPN":
            continue
        doc[e.child].tag_, doc[e.child].pos_ = "NN", "NOUN"
        now = {
            e: Edge("compound", name.child, e.child),
            name: Edge("obj", e.head, name.child),
            state: Edge("amod", e.child, state.child),
        }
        return [now.get(x, x) for x in edges]
    return edges


@needs("auxpass")
def passives(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "was acquitted of theft": what is done by somebody, or is known to be done at all, is a verb, whatever the
    tagger says; "was prepared" is no such thing."""
    agents = {e.head for e in edges if e.rel == "agent"}
    for i in {e.head for e in edges if e.rel == "auxpass"}:
        word = doc[i]
        if word.pos_ != "ADJ" or not word.lower_.endswith("ed"):
            continue
        lemma = getLemma(word.lower_, upos="VERB")[0]
        if i in agents or (lemma in verbs() and word.lower_ not in verbs()):
            word.tag_, word.pos_, word.lemma_ = "VBN", "VERB", lemma
    return edges


@needs("compound amod")
def headline_verbs(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Germany arrests Syrian over plot": a plural between a state and the word for somebody of a people is a verb."""
    tops = {e.head for e in edges} - {e.child for e in edges}
    for e in edges:
        verb = doc[e.head]
        if e.rel != "amod" or e.head not in tops or e.child != e.head + 1 or verb.tag_ != "NNS":
            continue
        state = next((x for x in edges if x.rel == "compound" and x.head == e.head and x.child == e.head - 1), None)
        if state is None or not doc[state.child].ent_type_ or doc[e.child].ent_type_ != "NORP":
            continue
        if verb.lemma_.lower() not in verbs():
            continue
        verb.tag_, verb.pos_ = "VBZ", "VERB"
        now = {state: Edge("subj", e.head, state.child), e: Edge("obj", e.head, e.child)}
        return [now.get(x, x) for x in edges]
    return edges


@needs("amod", words=("anti",))
def opposed_to(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "anti-French protests": those whom they are against do not protest."""
    before = {e: [t.lower_ for t in doc[max(0, e.child - 2) : e.child]] for e in edges if e.rel == "amod"}
    return [Edge("dep", e.head, e.child) if before.get(e) == ["anti", "-"] else e for e in edges]
