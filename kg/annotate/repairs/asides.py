"""What stands between commas beside a subject, or behind a verb of speech, and was hung on the wrong word."""

from __future__ import annotations

from kg.annotate.lexicon import words
from kg.annotate.parsed import Doc
from kg.annotate.repairs.needs import needs
from kg.annotate.schemes import Edge

_BODIES = frozenset({"ORG", "LOC", "GPE", "NORP"})
_PERSONS = frozenset({"PERSON", "PER"})


@needs("flat")
def names(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Kim Yo Jong, the sister of leader Kim Jong Un": no name goes on behind a comma; there another one begins, which
    belongs to the noun right before it."""
    edges = _bodies(doc, edges)
    across = [e for e in edges if e.rel == "flat" and any(t.text == "," for t in doc[e.head + 1 : e.child])]
    firsts = [e for e in across if doc[e.child - 1].pos_ == "NOUN" and e.child - 1 > e.head]
    if not firsts:
        return edges
    out = [e for e in edges if e not in across]
    first = firsts[0]
    rest = [Edge("flat", first.child, e.child) for e in across if e.child > first.child]
    kept = [e for e in across if e.child < first.child]
    return [*out, *kept, *rest, Edge("appos", first.child - 1, first.child)]


def _bodies(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "U.N. Secretary-General Antonio Guterres condemned": a body is no first name; the person stands in its place."""
    wrong = next((e for e in edges if e.rel == "flat" and _label(doc, e.head) in _BODIES
                  and _label(doc, e.child) in _PERSONS and e.head < e.child), None)  # fmt: skip
    if wrong is None:
        return edges
    body, person = wrong.head, wrong.child
    out = [Edge(e.rel, e.head, person, e.prep) if e.child == body else e for e in edges if e is not wrong]
    out = [Edge(e.rel, person, e.child, e.prep) if e.head == body and e.child > person else e for e in out]
    return [*out, Edge("compound", person, body)]


def _label(doc: Doc, i: int) -> str:
    return doc[i].ent_type_


def described(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The president, himself a former rebel, has pledged": of a noun that is the subject of a noun, and this of the
    verb, the first is the verb's subject and the second describes it."""
    subjects = {e.child: e for e in edges if e.rel in ("subj", "subjpass")}
    if len(subjects) < 2:
        return edges
    copular = {e.head for e in edges if e.rel == "cop"}
    for first in list(subjects.values()):
        second = subjects.get(first.head)
        if second is not None and first.head in copular and _opens_relative(doc, first):
            edges = [e for e in edges if e not in (first, second)]  # "X, whose state is a guarantor, wrote"
            edges += [Edge(second.rel, second.head, first.child), Edge("relcl", first.child, first.head)]
            continue
        if second is None or first.head in copular or doc[first.head].pos_ not in ("NOUN", "PROPN"):
            continue
        between = doc[first.child + 1 : first.head]
        if first.child < first.head < second.head and any(t.text == "," for t in between):
            edges = [e for e in edges if e not in (first, second)]
            edges += [Edge(second.rel, second.head, first.child), Edge("appos", first.child, first.head)]
    return edges


def _opens_relative(doc: Doc, subject: Edge) -> bool:
    """Whether a relative clause begins between a subject and its predicate, behind a comma."""
    between = doc[subject.child + 1 : subject.head]
    return any(t.tag_ in ("WP", "WP$", "WDT") and doc[t.i - 1].text == "," for t in between)


@needs("conj ccomp")
def spoken_too(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "denied that its fighters had killed civilians and accused the army", "warned that people remained cut off, and
    urged the group to act": the verb of speech joins the verb of speech before it, not what was said."""
    above = {e.child: e for e in edges}
    served = {e.head for e in edges if e.rel in ("subj", "subjpass", "aux", "auxpass")}
    loose = [e for e in edges if e.rel == "conj" and e.child not in served]
    moved = {e.child: said.head for e in loose if (said := _governed(doc, edges, above, e)) is not None}
    for verb in moved:
        doc[verb].tag_ = "VBD" if doc[verb].tag_ == "VBN" else doc[verb].tag_
    return [Edge("conj", moved[e.child], e.child, e.prep) if e in loose and e.child in moved else e for e in edges]


def _governed(doc: Doc, edges: list[Edge], above: dict[int, Edge], joined: Edge) -> Edge | None:
    """The edge from a verb of speech to what was said, where a second verb of speech was joined to that: the form does
    not share an auxiliary of what was said, or a comma and "and" stand before it."""
    said = above.get(joined.head)
    if said is None or said.rel != "ccomp" or not said.head < joined.head < joined.child:
        return None
    helped = any(e.head == joined.head and e.rel in ("aux", "auxpass", "cop") for e in edges)
    apart = helped and _speaks(doc, said.head) and _speaks(doc, joined.child) and not _speaks(doc, joined.head)
    told = doc[said.head].lemma_ in words("speech") and any(e.head == said.head and e.rel == "subj" for e in edges)
    return said if apart or (told and _goes_on(doc, joined.child)) else None


def _goes_on(doc: Doc, verb: int) -> bool:
    """Whether ", and" or ", but" stands right before a verb of speech in the past."""
    joined = verb > 1 and doc[verb - 1].lower_ in ("and", "but") and doc[verb - 2].text == ","
    return joined and doc[verb].tag_ in ("VBD", "VBN") and doc[verb].lemma_ in words("speech") | words("saying")


def _speaks(doc: Doc, verb: int) -> bool:
    token = doc[verb]
    return token.tag_ in ("VBD", "VBZ", "VBP", "VBN") and token.lemma_ in words("speech-act")
