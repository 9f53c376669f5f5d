"""Verbs behind the comma that closes what is said of their subject, or of whom they are to do something.

"Ghana, which has sent troops, will not withdraw them": a clause or a description between two commas often draws the
verb behind it, or the noun before it, into its own parse.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.annotate.lexicon import words
from kg.annotate.parsed import Doc
from kg.annotate.repairs.needs import needs
from kg.annotate.schemes import Edge

_SUBJECTS = frozenset({"subj", "subjpass", "csubj"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_HELPING = frozenset({"aux", "auxpass"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_RELATIVE = frozenset({"WDT", "WP", "WP$", "WRB"})
_DESCRIBING = frozenset({"DT", "PRP$", "NN", "NNP", "NNS", "JJ", "RB", "VBN"})
_WITHIN = frozenset("flat compound nmod appos conj poss amod obl".split())  # how the last word of a phrase hangs in it
_TIMES = frozenset({"after", "before", "since", "until"})
_GROUP = 6  # a comma, and the auxiliaries and adverbs that may stand between it and the verb
_ASKING = frozenset({"call", "appeal", "plead", "prevail"})


@dataclass(frozen=True, slots=True)
class _Bracket:
    """The commas around what is said of a noun, the noun, and the verb behind the second comma."""

    opens: int
    closes: int
    noun: int
    verb: int
    relative: bool


@needs(words=(",",))
def bracketed(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The League, which sits in Cairo, appealed", "fighters loyal to Omar, a warlord, stormed": the verb behind the
    comma that closes what is said of a noun is that of the noun, where it has no subject of its own."""
    above = {e.child: e for e in edges}
    for verb in sorted({e.child for e in edges} | {e.head for e in edges}):
        if all(t.text != "," for t in doc[max(0, verb - _GROUP) : verb]):
            continue  # the cheap question first
        if doc[verb].pos_ != "VERB" or (doc[verb].tag_ in ("VBG", "VB") and not _helped(doc, edges, verb)):
            continue
        found = _bracket(doc, edges, above, verb)
        mended = _with_subject(doc, edges, above, found) if found is not None and _alone(doc, edges, found) else None
        if mended is not None:
            return mended
    return edges


@needs(words=(",",))
def asked(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "urged Chad, where two of them are hiding, to arrest them": the infinitive behind the comma that closes what is
    said of who is asked is what he is to do."""
    above = {e.child: e for e in edges}
    for mark in [e for e in edges if e.rel == "mark" and doc[e.child].lower_ == "to" and doc[e.head].tag_ == "VB"]:
        comma = mark.child - 1 - (doc[mark.child - 1].lower_ == "not")
        if mark.head < mark.child or doc[comma].text != ",":
            continue
        opens = _opening(doc, comma, relative=True)
        noun = None if opens is None else _noun_before(doc, above, opens)
        up, now = above.get(noun if noun is not None else -1), above.get(mark.head)
        if noun is not None and opens is not None and now is not None and doc[noun].lemma_ in words("plan"):
            if now.head > opens:  # "efforts by the premier, who took office in May, to open talks"
                return [Edge("acl", noun, mark.head) if e is now else e for e in edges]
            continue
        if opens is None or up is None or now is None or (now.head < opens and now.head != up.head):
            continue
        asks = doc[up.head].lemma_ in (_ASKING if up.prep in ("on", "to", "with") else words("object-control"))
        if asks and (up.prep or up.rel in ("obj", "iobj")) and doc[up.head].pos_ == "VERB":
            own = Edge("xcomp", up.head, mark.head)
            return [own if e is now else Edge("obj", e.head, e.child) if e is up and not e.prep else e for e in edges]
    return edges


@needs("relcl conj cc", words=("and", "but"))
def resuming(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "praised the soldiers, who had freed them, and thanked France": the verb behind the comma and "and" that close
    such a clause goes on from the verb before it, not from the clause, where an auxiliary stands with that alone."""
    above = {e.child: e for e in edges}
    for e in [e for e in edges if e.rel == "conj" and doc[e.child].tag_ == "VBD" and doc[e.child].pos_ == "VERB"]:
        clause = above.get(e.head)
        link = next((x.child for x in edges if x.rel == "cc" and x.head == e.child), -1)
        if clause is None or clause.rel != "relcl" or link < 1 or doc[link - 1].text != ",":
            continue
        own = any(x.head == e.child and x.rel in (*_SUBJECTS, *_HELPING) for x in edges)
        opens = _opening(doc, link - 1, relative=True)
        top = above.get(clause.head)
        if own or opens is None or opens > e.head or not _helped(doc, edges, e.head) or top is None:
            continue
        if top.rel == "obj" and doc[top.head].tag_ == "VBD":
            return [Edge("conj", top.head, e.child) if x is e else x for x in edges]
    return edges


@needs("conj case", words=_TIMES)
def behind_times(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "recalled its envoy a day after talks over a dam broke down": a past tense joined to the main verb without "and"
    or comma is that of the noun behind "after", which has no part in what the main verb tells."""
    for e in [e for e in edges if e.rel == "conj" and doc[e.child].tag_ == "VBD" and doc[e.child].pos_ == "VERB"]:
        below = {x.rel for x in edges if x.head == e.child}
        if below & {*_SUBJECTS, "cc", "mark", "aux", "auxpass"} or doc[e.head].tag_ not in _FINITE:
            continue
        case = next((x for x in edges if x.rel == "case" and e.head < x.child < e.child and _times(doc, x)), None)
        if case is None or any(t.text in (",", "and", "but", "or") for t in doc[case.child : e.child]):
            continue
        near = [x for x in edges if x.head == e.head and case.child < x.child < e.child and x.rel in ("obl", "obj")]
        near = [x for x in near if x.prep in ("", *_TIMES) and doc[x.child].pos_ in _NOMINAL]
        if len(near) != 1:
            continue
        up, noun = near[0], near[0].child
        kept = [x for x in edges if x not in (e, up, case)]
        mine = [Edge("advcl", e.head, e.child), Edge("mark", e.child, case.child), Edge("subj", e.child, noun)]
        return [*kept, *mine]
    return edges


def _times(doc: Doc, case: Edge) -> bool:
    return doc[case.child].lower_ in _TIMES and doc[case.head].pos_ in _NOMINAL


def _helped(doc: Doc, edges: list[Edge], verb: int) -> bool:
    """Whether a finite auxiliary stands before a verb."""
    return any(e.head == verb and e.rel in _HELPING and doc[e.child].tag_ in _FINITE for e in edges)


def _bracket(doc: Doc, edges: list[Edge], above: dict[int, Edge], verb: int) -> _Bracket | None:
    """The bracket that ends right before a verb and its auxiliaries; None where there is none."""
    own = {e.child for e in edges if e.head == verb and e.rel in (*_HELPING, "neg", "advmod")}
    first = verb
    while first - 1 in own:
        first -= 1
    closes = first - 1
    if closes <= doc[verb].sent.start or doc[closes].text != ",":
        return None
    for relative in (True, False):
        opens = _opening(doc, closes, relative=relative)
        noun = None if opens is None else _noun_before(doc, above, opens)
        if opens is not None and noun is not None:
            return _Bracket(opens, closes, noun, verb, relative)
    return None


def _opening(doc: Doc, closes: int, *, relative: bool) -> int | None:
    """The nearest comma before another one that a relative clause begins behind, or else a description."""
    for i in range(closes - 2, doc[closes].sent.start, -1):
        if doc[i].text != ",":
            continue
        word = doc[i + 1]
        fronted = word.tag_ == "IN" and doc[i + 2].tag_ in ("WDT", "WP", "WP$")
        if not relative:
            return i if word.tag_ in _DESCRIBING else None
        if word.tag_ in _RELATIVE or fronted:
            return i
    return None


def _noun_before(doc: Doc, above: dict[int, Edge], comma: int) -> int | None:
    """The head of the noun phrase that ends at a comma."""
    at, start = comma - 1, doc[comma].sent.start
    seen: set[int] = set()  # of a token that was hung twice the second way may come back
    while (up := above.get(at)) is not None and start <= up.head < comma and up.rel in _WITHIN and at not in seen:
        seen.add(at)
        if doc[up.head].pos_ == "VERB" or (up.rel == "obl" and doc[up.head].pos_ != "ADJ"):
            part = above.get(up.head)  # "rebels allied with Omar"
            described = up.rel == "obl" and part is not None and part.rel == "acl" and part.head == up.head - 1
            if part is None or not described:
                break
            up = part
        at = up.head
    if doc[at].pos_ == "ADJ":
        # "soldiers loyal to Omar, a warlord," with "loyal" for a description or for the verb
        up = above.get(at)
        of = up.head if up is not None and up.rel == "amod" and up.head < at else None
        who = (e.child for e in above.values() if e.head == at and e.rel == "subj" and e.child == at - 1)
        return of if of is not None and doc[of].pos_ in _NOMINAL else next(who, None)
    return at if doc[at].pos_ in _NOMINAL else None


def _alone(doc: Doc, edges: list[Edge], found: _Bracket) -> bool:
    """Whether a verb has no subject, no "and" and no by-phrase, and the form of a main verb."""
    below = [e for e in edges if e.head == found.verb]
    if any(e.rel in (*_SUBJECTS, "agent") or e.prep == "by" for e in below):
        return False
    if any(e.rel in ("mark", "cc") and e.child > found.closes for e in below):
        return False
    bare = not any(e.rel in _HELPING for e in below)
    return not bare or doc[found.verb].tag_ != "VBN" or found.relative


def _with_subject(doc: Doc, edges: list[Edge], above: dict[int, Edge], found: _Bracket) -> list[Edge] | None:
    """The edges with the noun as the subject of the verb, where the noun hangs such that it can be; else None."""
    noun, verb = found.noun, found.verb
    up = above.get(noun)
    if up is None:
        copular = any(e.head == noun and e.rel in ("cop", *_SUBJECTS) for e in edges)
        return None if copular else _joined(doc, edges, found, None)
    if up.rel == "dep" and up.head == verb:
        return _joined(doc, edges, found, above.get(verb))
    if up.rel in _SUBJECTS:
        return _from_other(doc, edges, above, found)
    late = up.rel == "obl" and up.prep in _TIMES and doc[verb].tag_ == "VBD" and not found.relative
    now = above.get(verb)
    if late and now is not None and now.rel == "conj" and now.head == up.head:
        case = next((e.child for e in edges if e.rel == "case" and e.head == noun), None)
        kept = [Edge("mark", verb, e.child) if e.child == case else e for e in edges]
        return _joined(doc, kept, found, Edge("advcl", up.head, verb)) if case is not None else None
    return None


def _from_other(doc: Doc, edges: list[Edge], above: dict[int, Edge], found: _Bracket) -> list[Edge] | None:
    """The edges where the noun was the subject of another verb: one in the bracket, an adjective, or one of speech."""
    other = above[found.noun].head
    rivals = [e for e in edges if e.head == other and e.rel in _SUBJECTS and e.child != found.noun]
    if found.opens < other < found.closes:
        bare = doc[other].tag_ == "VBN" and not any(e.head == other and e.rel in _HELPING for e in edges)
        if not bare and not (found.relative and rivals):
            return None
        place = above.get(other)
        place = place if place is None or place.head != found.verb else above.get(found.verb)
        inner = Edge("relcl" if found.relative else "acl", found.noun, other)
        kept = [e for e in edges if e.child != other]
        kept = [
            Edge(e.rel, found.verb, e.child, e.prep) if e.head == other and e.child > found.verb else e for e in kept
        ]
        return [*_joined(doc, kept, found, place), inner]
    if found.noun < other < found.opens and doc[other].pos_ == "ADJ":
        kept = [e for e in edges if e.child != other]
        kept = [Edge(e.rel, found.verb, e.child, e.prep) if e.head == other and e.rel == "mark" else e for e in kept]
        return [*_joined(doc, kept, found, above.get(other)), Edge("amod", found.noun, other)]
    now = above.get(found.verb)
    told = found.verb < other and now is not None and now.head == found.noun
    if (rivals or told) and doc[other].lemma_ in words("speech"):
        return _joined(doc, edges, found, Edge("ccomp", other, found.verb))
    return None


def _joined(doc: Doc, edges: list[Edge], found: _Bracket, place: Edge | None) -> list[Edge]:
    """The edges with the noun below the verb, and the verb where ``place`` says, or on top."""
    noun, verb = found.noun, found.verb
    passive = any(e.head == verb and e.rel == "auxpass" for e in edges)
    if doc[verb].tag_ == "VBN" and not _helped(doc, edges, verb):
        doc[verb].tag_ = "VBD"
    kept = [e for e in edges if e.child not in (noun, verb)]
    kept = [Edge(e.rel, verb, e.child, e.prep) if e.head == noun and e.child > verb else e for e in kept]
    if place is not None and place.head != verb:
        kept.append(Edge(place.rel, place.head, verb, place.prep))
    return [*kept, Edge("subjpass" if passive else "subj", verb, noun)]
