"""Verbs and clauses that the parser hung one level too low: on an infinitive, or on a noun within a phrase."""

from __future__ import annotations

from kg.annotate.lexicon import words
from kg.annotate.parsed import Doc
from kg.annotate.repairs.needs import needs
from kg.annotate.schemes import Edge

_OWN = frozenset({"subj", "subjpass", "csubj", "aux", "auxpass", "cop"})
_CONTENT = frozenset("report claim accusation allegation suggestion rumour rumor assertion statement".split())
_URGING = frozenset(
    "urge accuse call appeal demand condemn thank praise ask pledge vow blame criticise criticize".split()
)
_MEDIA = frozenset(
    "speech statement interview website site letter post message radio television tv conference briefing twitter "
    "facebook address broadcast video article tweet telegram page channel".split()
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)
_PERSONS = frozenset({"PERSON", "PER"})


@needs("conj mark", words=("to",))
def tensed(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "promised to protect the village and accused the rebels": a past tense is not joined to an infinitive, but to
    the verb above it."""
    above = {e.child: e for e in edges}
    to = {e.head for e in edges if e.rel == "mark" and doc[e.child].lower_ == "to"}
    helped = {e.head for e in edges if e.rel in ("aux", "auxpass", "cop")}
    served = {e.head for e in edges if e.rel in _OWN}
    agents = {e.head for e in edges if e.rel == "agent"}
    out = []
    for e in edges:
        past = doc[e.child].tag_ == "VBD" or (doc[e.child].tag_ == "VBN" and e.child not in agents)
        low = e.rel == "conj" and past and doc[e.head].tag_ == "VB" and e.head in to - helped
        top = _past_above(doc, above, e.head) if low and e.child not in served else None
        if top is not None:
            doc[e.child].tag_ = "VBD"
        out.append(e if top is None else Edge("conj", top, e.child))
    return out


def _past_above(doc: Doc, above: dict[int, Edge], verb: int) -> int | None:
    """The nearest verb in the past above an infinitive."""
    at, seen = verb, {verb}
    while (
        (up := above.get(at)) is not None
        and up.head not in seen
        and up.rel in ("xcomp", "advcl", "acl", "obj", "conj", "ccomp", "nmod")
    ):
        at = up.head
        seen.add(at)
        if doc[at].pos_ == "VERB" and doc[at].tag_ in ("VBD", "VBN"):
            return at
    return None


@needs("conj ccomp", words=(",",))
def urged(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "warned that many were out of reach, and urged the panel to act": behind a comma with "and" goes on who warned,
    when what he does is to say something to others."""
    above = {e.child: e for e in edges}
    served = {e.head for e in edges if e.rel in _OWN}
    out = []
    for e in edges:
        up = above.get(e.head) if e.rel == "conj" and doc[e.child].lemma_ in _URGING and e.child not in served else None
        told = up is not None and up.rel == "ccomp" and doc[up.head].lemma_ in words("saying") and up.head < e.head
        parted = [t.text for t in doc[max(0, e.child - 2) : e.child]] == [",", "and"]
        out.append(Edge("conj", up.head, e.child) if up is not None and told and parted else e)
    return out


@needs(words=("that", "by"))
def contents(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "denied a report in a newspaper that rebels hid there", "a plan by the state to send troops": what a report says
    or a plan is for hangs on it, not on the noun in the phrase between, nor on the verb before."""
    above = {e.child: e for e in edges}
    openers = {e.head: e for e in edges if _opens(doc, e)}
    subjects = {e.head for e in edges if e.rel in ("subj", "subjpass")}
    moved: dict[int, int] = {}
    for e in edges:
        told = e.rel in ("relcl", "ccomp", "advcl") and e.child in subjects and e.child in openers
        meant = e.rel == "acl" and doc[e.child].tag_ == "VB" and above.get(e.head, e).prep == "by"
        meant = meant or _planned_by(doc, edges, e)
        noun = _holder(doc, edges, above, e) if told or meant else None
        if noun is not None and doc[noun].lemma_ in (_CONTENT if told else words("plan")):
            moved[e.child] = noun
    that = {openers[i] for i in moved if i in openers}
    out = [Edge("mark", e.head, e.child) if e in that else e for e in edges]
    out = [Edge("acl", moved[e.child], e.child) if e.child in moved and e not in that else e for e in out]
    return [_denied(doc, above, e) if e.rel == "acl" and e.child in openers else e for e in out]


def _planned_by(doc: Doc, edges: list[Edge], clause: Edge) -> bool:
    """ "foiled an attempt by soldiers to topple him": an infinitive right behind the by-phrase of the object."""
    if clause.rel not in ("advcl", "xcomp") or doc[clause.child].tag_ != "VB" or doc[clause.child - 1].lower_ != "to":
        return False
    objects = {e.child for e in edges if e.head == clause.head and e.rel in ("obj", "subjpass")}
    return any(e.head in objects and e.prep == "by" and e.child == clause.child - 2 for e in edges)


def _denied(doc: Doc, above: dict[int, Edge], clause: Edge) -> Edge:
    """ "denied an allegation that it had": who denies what is alleged says that it is not so."""
    up = above.get(clause.head)
    alleged = (
        up is not None and up.rel == "obj" and doc[up.head].lemma_ == "deny" and doc[clause.head].lemma_ in _CONTENT
    )
    return Edge("ccomp", up.head, clause.child) if up is not None and alleged else clause


@needs("mark obl", words=("that",))
def spoken(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "told the nation in a speech that he would not go": what "that" opens is what he said, and says nothing about
    the speech."""
    above = {e.child: e for e in edges}
    marked = {e.head for e in edges if e.rel == "mark" and doc[e.child].lower_ == "that"}
    told = {e.head for e in edges if e.rel == "ccomp"}
    out = []
    for e in edges:
        up = above.get(e.head) if e.rel in ("relcl", "acl") and e.child in marked else None
        speech = up is not None and up.rel == "obl" and up.prep in ("in", "on", "at", "by") and up.head not in told
        where = doc[e.head].lemma_.lower() in _MEDIA or doc[e.head].lower_ in _MONTHS
        said = up is not None and speech and where and doc[up.head].lemma_ in words("saying")
        out.append(Edge("ccomp", up.head, e.child) if up is not None and said else e)
    return out


def _opens(doc: Doc, edge: Edge) -> bool:
    """Whether a token is the "that" before a clause, taken for its mark or its object."""
    return doc[edge.child].lower_ == "that" and edge.rel in ("obj", "mark", "dep") and edge.child < edge.head


def _holder(doc: Doc, edges: list[Edge], above: dict[int, Edge], clause: Edge) -> int | None:
    """The noun that the phrase a clause was hung on belongs to; the object before the clause of a verb."""
    if doc[clause.head].pos_ == "VERB":
        return next(
            (e.child for e in edges if e.head == clause.head and e.rel == "obj" and e.child < clause.child), None
        )
    at = clause.head
    while (up := above.get(at)) is not None and up.rel in ("nmod", "appos", "flat", "compound") and up.head < at:
        at = up.head
    return at if at != clause.head else None


@needs(words=("one",))
def one_of(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "One of them, Omar Sissoko, said": the person between the commas is the subject."""
    for e in edges:
        if e.rel not in ("subj", "subjpass") or doc[e.child].lower_ != "one":
            continue
        beside = [x for x in edges if x.head == e.child and x.rel in ("dep", "appos", "conj")]
        beside += [x for x in edges if x.head == e.head and x.rel == e.rel and x is not e]
        name = next((x for x in beside if doc[x.child].ent_type_ in _PERSONS), None)
        if name is None or not e.child < name.child < e.head:
            continue
        kept = [x for x in edges if x not in (e, name)]
        return [*kept, Edge(e.rel, e.head, name.child), Edge("appos", name.child, e.child)]
    return edges
