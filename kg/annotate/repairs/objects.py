"""Objects and subjects that the parser exchanged for one another, for a time or for a part of what follows."""

from __future__ import annotations

from kg.annotate.lexicon import descriptions, verbs, words
from kg.annotate.parsed import Doc, Token
from kg.annotate.repairs.needs import needs
from kg.annotate.repairs.phrases import phrase_start
from kg.annotate.schemes import Edge

DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow".split())
_UNITS = frozenset("day night week weekend month year".split())
_NEAR = frozenset({"last", "this", "next"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_HAVE = frozenset({"has", "have", "had", "having", "'ve", "’ve"})
_DONE = frozenset("detain arrest expel deport kidnap abduct jail summon sentence evacuate seize free".split())
_SUBJECTS = frozenset({"subj", "subjpass", "csubj"})
_PHRASE = frozenset("det amod compound flat poss case nummod advmod punct fixed".split())


_GIVING = frozenset("lend loan give grant award offer send hand promise pay allocate".split())


@needs("obj obl")
def given(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "lent Zambia two billion dollars": a sum behind whom it goes to is what is given."""
    sums = [e for e in edges if e.rel == "obl" and not e.prep and doc[e.head].lemma_ in _GIVING]
    sums = [e for e in sums if doc[e.child].lemma_ in words("money") and e.child > e.head]
    out = edges
    for e in sums:
        to = next((x for x in edges if x.rel == "obj" and x.head == e.head and e.head < x.child < e.child), None)
        if to is not None:
            out = [Edge("iobj", x.head, x.child) if x is to else x for x in out]
            out = [Edge("obj", x.head, x.child) if x is e else x for x in out]
    return out


@needs(words=DAYS | _UNITS)
def days(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "agreed Thursday to reopen the border", "and last month said that": a bare day or month is when something is
    done, neither to whom nor by whom."""
    owned = {e.head for e in edges if e.rel in ("poss", "nmod", "appos")}
    return [Edge("obl", e.head, e.child) if e.child not in owned and _is_time(doc, e) else e for e in edges]


def _is_time(doc: Doc, edge: Edge) -> bool:
    word = doc[edge.child]
    if edge.rel == "obj":
        return edge.child == edge.head + 1 and word.lower_ in DAYS and word.text.istitle()
    speaking = edge.rel == "subj" and doc[edge.head].lemma_ in words("saying") and edge.child == edge.head - 1
    return speaking and word.lower_ in _UNITS and word.i > 0 and doc[word.i - 1].lower_ in _NEAR


def lone(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "urged the authorities to protect civilians": what stands right behind a verb that makes others do something is
    its object, and does what the infinitive behind it says."""
    first = {e.head: e for e in edges if e.rel in ("obj", "iobj") and doc[e.head].lemma_ in words("object-control")}
    infinitive = {e.head for e in edges if e.rel == "mark" and doc[e.child].lower_ == "to"}
    acting = {e.head for e in edges if e.rel == "obj"}
    for i in infinitive & acting:
        if doc[i].tag_ == "NN" and doc[i - 1].lower_ == "to":
            doc[i].tag_, doc[i].pos_ = "VB", "VERB"
    if not first:
        return edges
    direct = {e.head for e in edges if e.rel == "ccomp"}
    two = {e.head for e in edges if e.rel == "obj" and first.get(e.head, e) is not e}
    out = []
    for e in edges:
        verb = next((h for h, o in first.items() if e.head in (h, o.child) and e.child > o.child), None)
        if verb is not None and e.child in infinitive and _makes_do(doc, edges, e, first[verb]):
            direct.discard(verb)
            out.append(Edge("xcomp", verb, e.child))
        else:
            out.append(e)
    moved = {e.head for e in out if e.rel == "xcomp" and e.head in first} - direct - two
    return [Edge("obj", e.head, e.child) if e.rel == "iobj" and e.head in moved else e for e in out]


def _makes_do(doc: Doc, edges: list[Edge], clause: Edge, made: Edge) -> bool:
    """Whether an infinitive hung on the object, or on the verb as a purpose, is what somebody is made to do."""
    if doc[clause.child].tag_ != "VB" or clause.child < 2 or doc[clause.child - 1].lower_ != "to":
        return False
    between = [t for t in doc[made.child + 1 : clause.child - 1] if t.text not in (",", "not")]
    own = _below(edges, made.child, clause.child)
    near = len(between) <= 1 or all(t.pos_ == "PROPN" or t.i in own for t in between)
    if clause.rel == "acl":
        return made.rel == "iobj" and near
    named = doc[made.child].pos_ == "PROPN" or doc[made.child].ent_type_ != "" or len(between) > 1
    named = named or _acts(doc[made.child])
    return clause.rel == "advcl" and near and named


def _acts(noun: Token) -> bool:
    """Whether a noun is of those who can be made to do something: "ordered soldiers to fire", not "shots"."""
    known = descriptions().get(noun.lemma_.lower())
    return known is not None and bool(known.kinds & {"person", "armed", "police", "authority"})


def _below(edges: list[Edge], top: int, end: int) -> set[int]:
    """Positions before an end that hang on a token, directly or not."""
    found, queue = set(), [top]
    while queue:
        head = queue.pop()
        new = [e.child for e in edges if e.head == head and e.child < end and e.child not in found]
        found |= set(new)
        queue += new
    return found


@needs("xcomp")
def made(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "to force Prime Minister Farah to resign": the noun between a verb that makes others do something and "to" with
    a verb is whom it makes do it, whatever the two were hung on."""
    served = {e.head for e in edges if e.rel in ("obj", "iobj", "xcomp", "ccomp")}
    for e in edges:
        verb = doc[e.child]
        if e.rel != "xcomp" or verb.tag_ != "VB" or e.child < 3 or doc[e.child - 1].lower_ != "to":
            continue
        noun = _run_before(doc, edges, e.child - 1)
        maker = None if noun is None else phrase_start(edges, noun, _PHRASE) - 1
        if noun is None or maker is None or maker < 0 or maker == e.head or maker in served:
            continue
        if doc[maker].lemma_ not in words("object-control") or doc[maker].tag_ != "VB":
            continue
        kept = [x for x in edges if x is not e and x.child != noun]
        return [*kept, Edge("obj", maker, noun), Edge("xcomp", maker, e.child)]
    return edges


def _run_before(doc: Doc, edges: list[Edge], end: int) -> int | None:
    """The head of the noun phrase that ends right before a position; none where no noun stands there."""
    at, above = end - 1, {e.child: e for e in edges}
    if doc[at].pos_ not in _NOMINAL:
        return None
    while (up := above.get(at)) is not None and up.rel in ("flat", "compound") and abs(up.head - at) <= 3:
        at = up.head
    return at


@needs("ccomp")
def told(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "said 36 people, including nine children, had died": what stands between a verb of speech and a finite verb with
    no subject of its own is the subject of that verb."""
    served = {e.head for e in edges if e.rel in _SUBJECTS}
    helped = {e.head for e in edges if e.rel in ("aux", "auxpass") and doc[e.child].tag_ != "VB"}
    passive = {e.head for e in edges if e.rel == "auxpass"}
    found: dict[int, int] = {}
    for e in edges:
        finite = e.child in helped and doc[e.child].pos_ == "VERB" and e.child not in served
        if e.rel == "ccomp" and finite and doc[e.head].lemma_ in words("saying"):
            found[e.head] = e.child
    if not found:
        return edges
    out = []
    for e in edges:
        verb = found.get(e.head, -1)
        between = e.rel in ("obj", "iobj") and e.head < e.child < verb and doc[e.child].pos_ in ("NOUN", "PROPN")
        out.append(Edge("subjpass" if verb in passive else "subj", verb, e.child) if between else e)
    return out


@needs("amod obj", words=_HAVE)
def perfect(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "had detained dozens of citizens", taken for having citizens who are detained: of a participle right
    behind "have" that says what is done to people, "have" is the auxiliary."""
    for e in edges:
        have = e.child - 1
        if e.rel != "amod" or e.child > e.head or doc[e.child].tag_ != "VBN" or have < 0:
            continue
        whole = next((x for x in edges if x.child == e.head and x.head == have and x.rel == "obj"), None)
        if whole is None or doc[have].lower_ not in _HAVE or not _done(doc, e):
            continue
        return _main(doc, edges, (have, e.child), (e, whole))
    return edges


def _done(doc: Doc, amod: Edge) -> bool:
    """Whether a participle says what is done to people: "had detained citizens", "have tortured scores of men"."""
    lemma = doc[amod.child].lemma_
    counted = doc[amod.head].lower_ in words("quantity") or doc[amod.head].lower_ in ("scores", "dozens")
    return lemma in _DONE or (counted and lemma in verbs())


def _main(doc: Doc, edges: list[Edge], pair: tuple[int, int], old: tuple[Edge, Edge]) -> list[Edge]:
    """The edges with the participle in the place of its auxiliary."""
    have, verb = pair
    kept = [Edge(e.rel, e.head, verb, e.prep) if e.child == have else e for e in edges if e not in old]
    out = [Edge(e.rel, verb, e.child, e.prep) if e.head == have else e for e in kept]
    doc[verb].pos_ = "VERB"
    return [*out, Edge("aux", verb, have), Edge("obj", verb, old[0].head)]


@needs("xcomp")
def named(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "has driven Daesh out of the town": a capitalised word right behind a verb, taken for a participle though it has
    no ending of one, is a name and the object."""
    served = {e.head for e in edges if e.rel in ("obj", "iobj", "ccomp")}
    found = {e.child for e in edges if e.rel == "xcomp" and e.head not in served and _is_name(doc[e.child], e.head)}
    for i in found:
        doc[i].tag_, doc[i].pos_, doc[i].lemma_ = "NNP", "PROPN", doc[i].text
    heads = {e.child: e.head for e in edges if e.child in found}
    edges = [Edge("obl", heads[e.head], e.child, e.prep) if e.head in found and e.prep else e for e in edges]
    return [Edge("obj", e.head, e.child) if e.child in found and e.rel == "xcomp" else e for e in edges]


def _is_name(word: Token, verb: int) -> bool:
    participle = word.tag_ == "VBN" and not word.lower_.endswith(("ed", "en", "wn", "ught"))
    return participle and word.i == verb + 1 and word.text.istitle() and word.doc[verb].is_lower
