"""What stands between commas beside a subject, or behind a verb of speech, and was hung on the wrong word."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.annotate.lexicon import words
from kg.annotate.schemes import Edge

_BODIES = frozenset({"ORG", "LOC", "GPE", "NORP"})
_PERSONS = frozenset({"PERSON", "PER"})


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
    copular = {e.head for e in edges if e.rel == "cop"}
    subjects = {e.child: e for e in edges if e.rel in ("subj", "subjpass")}
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


def spoken_too(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "denied that its fighters had killed civilians and accused the army": who denied accuses; the verb of speech
    joins the verb of speech, not what was said, where its form does not share the auxiliary of that."""
    above = {e.child: e for e in edges}
    served = {e.head for e in edges if e.rel in ("subj", "subjpass", "aux", "auxpass")}
    out = []
    for e in edges:
        matrix = _matrix(doc, edges, above, e) if e.rel == "conj" and e.child not in served else None
        out.append(e if matrix is None else Edge("conj", matrix, e.child))
    return out


def _matrix(doc: Doc, edges: list[Edge], above: dict[int, Edge], joined: Edge) -> int | None:
    """The verb of speech that governs what a verb of speech was joined to."""
    said = above.get(joined.head)
    if not _speaks(doc, joined.child) or _speaks(doc, joined.head) or said is None or said.rel != "ccomp":
        return None
    helped = any(e.head == joined.head and e.rel in ("aux", "auxpass", "cop") for e in edges)
    return said.head if helped and _speaks(doc, said.head) and said.head < joined.head < joined.child else None


def _speaks(doc: Doc, verb: int) -> bool:
    token = doc[verb]
    return token.tag_ in ("VBD", "VBZ", "VBP", "VBN") and token.lemma_ in words("speech-act")
