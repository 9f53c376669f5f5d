"""People named one after another, each with his office, and what is said about the last one named."""

from __future__ import annotations

from itertools import pairwise

from kg.annotate.lexicon import words
from kg.annotate.parsed import Doc, Token
from kg.annotate.repairs.needs import needs
from kg.annotate.repairs.phrases import PERSONS, describes_person
from kg.annotate.schemes import Edge

_LOOSE = frozenset({"appos", "conj", "subj", "subjpass", "dep", "flat", "obj", "obl", "nmod", "list"})
_CORE = frozenset({"subj", "subjpass", "obj", "iobj", "agent", "obl", "nmod", "csubj"})
_DATES = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow week".split())
_SPOKEN_ON = frozenset({"in", "on", "at", "to", "during", "by", "through"})
_SHORT = frozenset("gen col maj lt capt brig adm sgt dr mr ms mrs sheikh mullah haji".split())
_TITLE = 8
"""Words that an office before a name takes at most."""


@needs(words=("and",))
def listed(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Kenyan President A, Ugandan leader B and Sudan's C met": of three or more who are named in one list each is
    joined to the first, and an office describes the name behind it."""
    above = {e.child: e for e in edges}
    for run in _lists(doc, edges):
        edges = _as_list(doc, edges, above, run)
    return edges


def _as_list(doc: Doc, edges: list[Edge], above: dict[int, Edge], run: list[tuple[int, int]]) -> list[Edge]:
    """The edges with all names of a list joined to the first, which takes the place in the sentence that one had."""
    opens, closes = _title_start(doc, run[0][0]), run[-1][1]
    heads = [_head(above, start, end) for start, end in run]
    first, top = heads[0], heads[0]
    while top in above and opens <= above[top].head < first:
        top = above[top].head  # "Secretary of State A": the office
    outer = [above[h] for h in (top, *heads[1:]) if h in above and not opens <= above[h].head < closes]
    place = next((e for e in outer if e.child == top and e.rel in _CORE), None)
    place = place or next((e for e in reversed(outer) if e.rel in _CORE), outer[-1] if outer else None)
    if place is None:
        return edges
    moved = {top: Edge(place.rel, place.head, top, place.prep)} | {h: Edge("conj", top, h) for h in heads[1:]}
    for (_, gap), (start, end), head in zip(run, run[1:], heads[1:], strict=False):
        for e in edges:
            if gap <= e.child < start and not gap <= e.head < end:
                moved[e.child] = Edge("compound" if e.rel in _LOOSE else e.rel, head, e.child)
    marks = {e.child for e in edges if e.head in heads[1:] and e.child < opens and e.rel in ("case", "mark")}
    edges = [Edge(e.rel, top, e.child, e.prep) if e.child in marks else e for e in edges]
    return [moved.pop(e.child, e) for e in edges] + list(moved.values())


def _title_start(doc: Doc, start: int) -> int:
    """Where the office before a name begins, back to a word that is in no office."""
    at = start
    while at > max(0, start - _TITLE) and at > doc[start].sent.start and _in_title(doc[at - 1]):
        at -= 1
    return at


def _lists(doc: Doc, edges: list[Edge]) -> list[list[tuple[int, int]]]:
    """Runs of names of persons (first token, token behind), with commas and one "and" between them: three or more, or
    two that the parse took for one."""
    names = _names(doc, edges)
    runs: list[list[tuple[int, int]]] = []
    for one, other in pairwise(names):
        joint = _joint(doc, one[1], other[0])
        if not joint:
            continue
        if runs and runs[-1][-1] == one and _joint(doc, runs[-1][-2][1], one[0]) == ",":
            runs[-1].append(other)
        else:
            runs.append([one, other])
    runs = [run for run in runs if _joint(doc, run[-2][1], run[-1][0]) == "and"]
    above = {e.child: e for e in edges}
    return [run for run in runs if len(run) > 2 or _astray(above, run)]


def _astray(above: dict[int, Edge], pair: list[tuple[int, int]]) -> bool:
    """ "army chief A and party leader B met": whether the first of two hangs on the office or name of the second."""
    (start, end), (_, last) = pair
    head = _head(above, start, end)
    return head in above and end < above[head].head < last


def _names(doc: Doc, edges: list[Edge]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for i in sorted({e.child for e in edges} | {e.head for e in edges}):
        if doc[i].tag_ in ("JJ", "NN") or (doc[i].ent_type_ not in PERSONS and not _unlabelled(doc, i, found)):
            continue
        if found and found[-1][1] == i and doc[i].ent_iob_ != "B":
            found[-1] = (found[-1][0], i + 1)
        else:
            found.append((i, i + 1))
    return found


def _unlabelled(doc: Doc, at: int, found: list[tuple[int, int]]) -> bool:
    """Whether a capitalized word in no entity begins or goes on with a name behind "Togo's" or an office."""
    if doc[at].tag_ != "NNP" or doc[at].ent_type_ or not at:
        return False
    if found and found[-1][1] == at and not doc[at - 1].ent_type_:
        return True
    state = doc[at - 1].text == "State" and at > 2 and doc[at - 2].lower_ == "of" and describes_person(doc[at - 3])
    return state or doc[at - 1].tag_ == "POS" or describes_person(doc[at - 1])


def _joint(doc: Doc, end: int, start: int) -> str:
    """The "," or "and" that joins two names, where nothing else but the office of the second stands between them."""
    if not end < start <= end + _TITLE:
        return ""
    between = list(doc[end:start])
    opens = 1 + (between[0].text == "," and len(between) > 1 and between[1].lower_ == "and")
    mark = between[opens - 1].lower_
    return mark if mark in (",", "and") and _is_title(between[opens:]) else ""


def _is_title(tokens: list[Token]) -> bool:
    """Whether tokens are nothing, "Sudan's", or an office with what it belongs to before it."""
    if not tokens:
        return True
    if tokens[-1].tag_ == "POS":
        return all(t.pos_ in ("PROPN", "PART", "PUNCT") for t in tokens)
    while tokens and (tokens[-1].text == "." or tokens[-1].lower_.rstrip(".") in words("ranks") | _SHORT):
        tokens = tokens[:-1]  # "army chief Gen. A"
    if not tokens:
        return True
    named = tokens[-1].pos_ == "PROPN" and any(t.lower_ == "of" for t in tokens)  # "Secretary of State"
    offices = tokens if named else tokens[-1:]
    return any(describes_person(t) for t in offices) and all(_in_title(t) for t in tokens)


def _in_title(token: Token) -> bool:
    return token.pos_ in ("ADJ", "NOUN", "PROPN") or token.tag_ in ("POS", "HYPH") or token.lower_ in (".", "of")


def _head(above: dict[int, Edge], start: int, end: int) -> int:
    """The token of a name whose edge leads out of it."""
    return next((i for i in range(start, end) if i not in above or not start <= above[i].head < end), start)


@needs("appos nmod", words=("to", "of", "for"))
def officials(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Syria's ambassador to the United Nations, A, said": the person between commas behind a body is the one whose
    office stands before the body."""
    above = {e.child: e for e in edges}
    moved: dict[Edge, Edge] = {}
    for e in edges:
        named = e.rel == "appos" and doc[e.child].ent_type_ in PERSONS and doc[e.head].ent_type_ not in PERSONS
        up = above.get(e.head) if named and doc[e.child - 1].text == "," else None
        if up is None or up.rel != "nmod" or up.prep not in ("for", "of", "to") or doc[up.head].tag_ != "NN":
            continue
        if describes_person(doc[up.head]) and not describes_person(doc[e.head]):
            moved[e] = Edge("appos", up.head, e.child)
    return [moved.get(e, e) for e in edges] if moved else edges


@needs("appos", words=(",",))
def many_named(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "A, who freed the two Chadians, B and C, thanked her": names behind the comma after several who are counted or
    described are theirs, not those of the person who was named before."""
    moved: dict[Edge, Edge] = {}
    for e in edges:
        several = e.rel == "appos" and e.child - 2 > e.head and doc[e.child - 1].text == ","
        noun = doc[e.child - 2] if several else None
        if noun is None or noun.tag_ not in ("NNS", "NNPS") or doc[e.child].ent_type_ not in PERSONS:
            continue
        people = noun.ent_type_ == "NORP" or describes_person(noun)
        if (
            people
            and doc[e.head].ent_type_ in PERSONS
            and any(x.rel == "conj" and e.child <= x.head < e.child + 4 for x in edges)
        ):
            moved[e] = Edge("appos", noun.i, e.child)
    return [moved.get(e, e) for e in edges] if moved else edges


@needs("relcl", words=("who",))
def known_for(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "the envoy to the council, A, who leads the mission": "who" right behind a person's name and a comma is that
    person, where the parse hangs the clause on a body or a place before the name."""
    moved: dict[Edge, Edge] = {}
    for e in edges:
        if e.rel == "relcl" and doc[e.head].ent_type_ not in PERSONS and doc[e.head].pos_ == "PROPN":
            who = next((x.child for x in edges if x.head == e.child and doc[x.child].lower_ == "who"), 0)
            last = who - 2
            if last > e.head and doc[who - 1].text == "," and doc[last].ent_type_ in PERSONS:
                up = {x.child: x.head for x in edges}
                while doc[last].ent_iob_ == "I" and up.get(last, -1) < last and up.get(last, -1) > e.head:
                    last = up[last]
                moved[e] = Edge("relcl", last, e.child)
    return [moved.get(e, e) for e in edges] if moved else edges


@needs("nmod", words=("between",))
def parties(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "a telephone call on Monday between A, B and C": nobody stands between a day; the call is between them."""
    above = {e.child: e for e in edges}
    moved: dict[Edge, Edge] = {}
    for e in edges:
        day = above.get(e.head) if e.rel == "nmod" and e.prep == "between" else None
        if day is not None and doc[e.head].lower_ in _DATES and day.rel in ("nmod", "obl") and day.head < e.head:
            moved[e] = Edge("nmod" if doc[day.head].pos_ in ("NOUN", "PROPN") else "obl", day.head, e.child, e.prep)
    return [moved.get(e, e) for e in edges] if moved else edges


@needs("obj nmod", words=("with",))
def discussed(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "discussed the crisis with A and B": somebody named behind "with" is whom one talks to."""
    above = {e.child: e for e in edges}
    moved: dict[Edge, Edge] = {}
    for e in edges:
        topic = above.get(e.head) if e.rel == "nmod" and e.prep == "with" and doc[e.child].pos_ == "PROPN" else None
        if topic is not None and topic.rel == "obj" and doc[topic.head].lemma_ in ("discuss", "raise", "review"):
            moved[e] = Edge("obl", topic.head, e.child, e.prep)
    return [moved.get(e, e) for e in edges] if moved else edges


@needs("relcl obl", words=("that",))
def told_on(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "said on Twitter that she might run": a clause with "that" and a subject of its own behind where it was said is
    what was said."""
    above = {e.child: e for e in edges}
    full = {e.head for e in edges if e.rel in ("ccomp", "obj", "xcomp")}
    for e in [e for e in edges if e.rel == "relcl"]:
        where = above.get(e.head)
        if where is None or where.rel != "obl" or where.prep not in _SPOKEN_ON or where.head in full:
            continue
        that = next((x for x in edges if x.head == e.child and doc[x.child].lower_ == "that"), None)
        served = any(x.head == e.child and x.rel in ("subj", "subjpass") and x is not that for x in edges)
        if that is None or not served or that.child != e.head + 1 or doc[where.head].lemma_ not in words("saying"):
            continue
        now = {e: Edge("ccomp", where.head, e.child), that: Edge("mark", e.child, that.child)}
        return [now.get(x, x) for x in edges]
    return edges
