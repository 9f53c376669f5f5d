"""Names and the descriptions beside them: which noun a description belongs to, and who of the two a verb speaks of."""

from __future__ import annotations

from kg.annotate.lexicon import words
from kg.annotate.parsed import Doc, Token
from kg.annotate.repairs.needs import needs
from kg.annotate.repairs.phrases import PERSONS, describes_person
from kg.annotate.schemes import Edge
from kg.annotate.tags import GENERAL

_PERSONAL = frozenset("ready willing unable able prepared determined eager keen reluctant unwilling confident".split())
_NOMINAL = frozenset({"NOUN", "PROPN"})
_IN = frozenset({"in", "at", "from"})
_PLACES = frozenset({"LOC", "GPE"})
_AND = frozenset({"and", "or", "nor", "but", "&"})
_ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their"})
_SPOKESMEN = frozenset("spokesman spokeswoman spokesperson adviser advisor deputy lawyer attorney".split())


@needs(words=("general",))
def generals(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Its secretary-general said", "the attorney general": the "general" behind an office is no adjective."""
    for i in {i for e in edges for i in (e.child, e.head)}:
        word = doc[i]
        before = i - 2 if i > 1 and doc[i - 1].text == "-" else i - 1
        if word.lower_ == "general" and word.pos_ == "ADJ" and before >= 0 and doc[before].lower_ in GENERAL:
            word.tag_, word.pos_ = "NN", "NOUN"
    return edges


@needs("conj", words=(",",))
def joined(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Hassan Nur, spokesman for the front, said", "the secretary, Ana Sousa, said": of a person and a noun joined by
    a comma, with no "and" anywhere, the second describes or names the first."""
    linked = {e.head for e in edges if e.rel == "cc"}
    articles = {e.head for e in edges if e.rel in ("det", "nummod")}
    more = {e.head for e in edges if e.rel == "conj" and e.child in linked}
    out = []
    for e in edges:
        alone = e.rel == "conj" and e.child not in linked | articles and e.head not in more
        one, other = doc[e.head], doc[e.child]
        described = one.ent_type_ in PERSONS and other.tag_ == "NN"
        called = one.tag_ == "NN" and other.ent_type_ in PERSONS and other.i > 0 and doc[other.i - 1].text == ","
        paired = alone and (described or called) and _comma_between(doc, e)
        out.append(Edge("appos", e.head, e.child) if paired else e)
    return out


def _comma_between(doc: Doc, edge: Edge) -> bool:
    between = [t.lower_ for t in doc[edge.head + 1 : edge.child]]
    return "," in between and not _AND & set(between)


@needs("appos nmod")
def holders(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "A spokesman for Yilmaz, Kemal Aydin, called it": a person named between commas behind another name is the one
    whose office stands before that name."""
    people = [e for e in edges if e.rel == "appos" and {doc[e.head].ent_type_, doc[e.child].ent_type_} <= PERSONS]
    if not people:
        return edges
    offices = words("leader") | words("staff") | _SPOKESMEN
    above = {e.child: e for e in edges}
    moved: dict[Edge, Edge] = {}
    for e in people:
        up = above.get(e.head)
        owned = up is not None and up.rel == "nmod" and up.prep in ("for", "of", "to")
        if up is not None and owned and doc[up.head].lemma_ in offices:
            moved[e] = Edge("appos", up.head, e.child)
    return [moved.get(e, e) for e in edges]


@needs("dep", words=(",",))
def presented(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Sahal, a former premier who was elected in May, thanked Kenya": of a name that hangs loosely on the verb and a
    subject with an article right behind the comma, the name is the subject and the other describes it."""
    for e in [e for e in edges if e.rel in ("subj", "subjpass")]:
        first = next((x for x in edges if x.head == e.head and x.rel == "dep" and x.child < e.child), None)
        if first is None or not doc[first.child].ent_type_ or doc[first.child].sent.start != first.child:
            continue
        after = _past_name(edges, first.child)
        closed = after < e.child and doc[e.head - 1].text == "," and doc[after].text == ","
        if closed and doc[after + 1].lower_ in ("a", "an", "the") and after + 1 < e.child:
            doc[first.child].tag_, doc[first.child].pos_ = "NNP", "PROPN"
            kept = [x for x in edges if x not in (e, first)]
            return [*kept, Edge(e.rel, e.head, first.child), Edge("appos", first.child, e.child)]
    return edges


def _past_name(edges: list[Edge], first: int) -> int:
    """The position behind a name that begins with a token."""
    return max([first, *(e.child for e in edges if e.head == first and e.rel in ("flat", "compound"))]) + 1


@needs(words=("who", "whose"))
def related(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "the office, whose head, Ana Silva, urged restraint", "militants of the front, a branch of the league, who took
    the town": a clause about somebody described twice is about the first of the two."""
    above = {e.child: e for e in edges}
    out = []
    for e in edges:
        up = above.get(e.head)
        who = e.rel == "relcl" and up is not None and up.rel == "appos" and _opened_by_who(doc, edges, e)
        out.append(Edge("relcl", up.head, e.child) if who and up is not None and up.head < e.head else e)
    return _whose(doc, out)


def _opened_by_who(doc: Doc, edges: list[Edge], clause: Edge) -> bool:
    """Whether "who" behind a comma, or behind what stands between commas, opens a clause."""
    who = next((x.child for x in edges if x.head == clause.child and doc[x.child].lower_ == "who"), 0)
    return who > clause.head and doc[who - 1].text == ","


def _whose(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """The noun behind "whose" as the subject of the verb behind the comma, below the noun that "whose" stands for."""
    served = {e.head for e in edges if e.rel in ("subj", "subjpass", "aux", "auxpass")}
    for e in [e for e in edges if e.rel == "poss" and doc[e.child].lower_ == "whose"]:
        up = next((x for x in edges if x.child == e.head), None)
        if up is None or up.rel not in ("appos", "conj", "dep", "nmod") or doc[up.head].pos_ not in _NOMINAL:
            continue
        verb = next((x for x in edges if x.child > e.head and x.rel in ("conj", "acl", "parataxis", "advcl", "ccomp")
                     and doc[x.child].tag_ in ("VBD", "VBZ", "VBP") and doc[x.child].pos_ == "VERB"), None)  # fmt: skip
        if verb is None or verb.child in served or any(x.rel == "cc" and x.head == verb.child for x in edges):
            continue
        kept = [x for x in edges if x not in (up, verb)]
        return [*kept, Edge("subj", verb.child, e.head), Edge("relcl", up.head, verb.child)]
    return edges


@needs(words=(",",))
def second(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """'led by a former officer, Jean "Rex" Moise, dug trenches': of two subjects of a verb the second, between the
    commas that set it off from the first, goes on with the name before it."""
    for later in [e for e in edges if e.rel in ("subj", "subjpass")]:
        first = next((e for e in edges if e.head == later.head and e.rel == later.rel and e.child < later.child), None)
        if first is None or later.child >= later.head or doc[later.head - 1].text != ",":
            continue
        before = [t for t in doc[first.child + 1 : later.child] if not t.is_punct or t.text == ","]
        if not before or all(t.text != "," for t in before) or before[-1].pos_ not in _NOMINAL:
            continue
        if doc[later.child].pos_ == "PROPN":
            return [Edge("flat", before[-1].i, e.child) if e is later else e for e in edges]
    return edges


@needs("conj flat")
def titled(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Secretary of State Ann Marsh and Foreign Minister Paul Sorin": who is joined to a piece of a name is joined to
    the whole; where the name hangs on the last word of an office, to the office."""
    above = {e.child: e for e in edges}
    return [Edge("conj", _whole_of(doc, above, e), e.child) if e.rel == "conj" else e for e in edges]


def _whole_of(doc: Doc, above: dict[int, Edge], joined: Edge) -> int:
    """What a conjunct is joined to: the head of the name, or of the office before it."""
    head = joined.head
    while (up := above.get(head)) is not None and up.rel == "flat":
        head = up.head
    if head == joined.head:
        return head
    office = above.get(head)
    titled = office is not None and office.rel == "nmod" and office.prep == "of" and doc[head].pos_ == "PROPN"
    if titled and office is not None and doc[joined.child].ent_type_ in PERSONS:
        return office.head
    within = head < joined.head and all(t.ent_iob_ == "I" for t in doc[head + 1 : joined.head + 1])
    return head if within else joined.head


def whole(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "accused by Hope Aid Watch of beating men": the last word of a name, hung on the verb beside the name, belongs
    to the name; so does what it governs."""
    above = {e.child: e for e in edges}
    found: dict[int, int] = {}
    for e in edges:
        if e.rel not in ("xcomp", "dep", "obl") or e.prep or doc[e.child].ent_iob_ != "I":
            continue
        before = above.get(e.child - 1)
        if before is not None and before.head == e.head and before.rel in ("agent", "obl", "obj", "subj"):
            found[e.child] = before.child
    if not found:
        return edges
    edges = [Edge("flat", found[e.child], e.child) if e.child in found else e for e in edges]
    return [Edge(e.rel, found[e.head], e.child, e.prep) if e.head in found else e for e in edges]


@needs("appos obl", words=_IN)
def placed(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "In Washington, the special envoy, X, said": a person behind the comma after a place describes no place, but is
    the subject that the verb lacks."""
    served = {e.head for e in edges if e.rel in ("subj", "subjpass", "csubj", "expl")}
    for e in [e for e in edges if e.rel == "appos"]:
        place = next((x for x in edges if x.child == e.head and x.rel == "obl" and x.prep in _IN), None)
        if place is None or not e.head < e.child < place.head or place.head in served:
            continue
        if doc[place.head].pos_ == "VERB" and doc[e.head].ent_type_ in _PLACES and _is_person(doc[e.child]):
            passive = any(x.head == place.head and x.rel == "auxpass" for x in edges)
            return [Edge("subjpass" if passive else "subj", place.head, x.child) if x is e else x for x in edges]
    return edges


def _is_person(token: Token) -> bool:
    return token.ent_type_ in PERSONS or describes_person(token)


@needs("conj nmod")
def members(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "killed a commander of the Front, Ali Hamdan, and four civilians": the person behind the comma is the commander,
    not one of those that are counted with the Front; so go on those behind the next "and"."""
    above = {e.child: e for e in edges}
    for e in [e for e in edges if e.rel == "conj" and doc[e.child].ent_type_ in PERSONS and e.child > 0]:
        up = above.get(e.head)
        if up is None or up.rel != "nmod" or up.prep not in ("of", "for") or doc[e.child - 1].text != ",":
            continue
        office = doc[up.head].lemma_ in words("leader") | words("staff") | _SPOKESMEN and doc[up.head].tag_ == "NN"
        linked = any(x.rel == "cc" and x.head == e.child for x in edges)
        if not office or linked or doc[e.head].ent_type_ in PERSONS:
            continue
        rest = [x for x in edges if x.rel == "conj" and x.head == e.head and x.child > e.child]
        kept = [x for x in edges if x is not e and x not in rest]
        moved = [Edge("conj", up.head, x.child) for x in rest]
        return [*kept, Edge("appos", up.head, e.child), *moved]
    return edges


@needs(words=(",",))
def nearest(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "the premier, Ana Silva, and her counterpart, Tom Reed, met": the name behind the comma is that of the last who
    is described before it, not of whom he is joined to."""
    moved: dict[Edge, Edge] = {}
    for e in edges:
        noun = e.child - 2
        late = e.rel in ("appos", "conj") and noun > e.head and doc[e.child - 1].text == "," and doc[noun].tag_ == "NN"
        joint = next((x for x in edges if x.child == noun and x.rel == "conj"), None) if late else None
        if joint is None or doc[e.child].tag_ != "NNP" or not _is_person(doc[noun]):
            continue
        linked = any(x.rel == "cc" and x.head == e.child for x in edges)
        if not linked and _AND & {t.lower_ for t in doc[e.head + 1 : noun]}:
            moved[e] = Edge("appos", noun, e.child)
            if any(x.rel == "appos" and x.head == e.head and x.child == joint.head for x in edges):
                moved[joint] = Edge("conj", e.head, noun)  # joined to the premier, not to her name
    return [moved.get(e, e) for e in edges] if moved else edges


@needs("csubj obj", words=("neighboring", "neighbouring"))
def neighbouring(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Neighbouring Chad said": it describes the state, which is the subject, and nobody neighbours it."""
    out = list(edges)
    for e in edges:
        if e.rel != "csubj" or doc[e.child].lower_ not in ("neighboring", "neighbouring"):
            continue
        state = next((x for x in edges if x.head == e.child and x.rel == "obj"), None)
        if state is not None:
            doc[e.child].tag_, doc[e.child].pos_ = "JJ", "ADJ"
            out = [x for x in out if x not in (e, state)]
            out += [Edge("subj", e.head, state.child), Edge("amod", state.child, e.child)]
    return out


@needs(words=(",",))
def chiefs(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Its policy chief, Danish diplomat Eva Lind, agreed": a noun for somebody before a comma describes no noun
    behind it; the name there is that of the one whom it means."""
    above = {e.child: e for e in edges}
    for e in edges:
        comma = e.rel in ("amod", "compound") and e.head > e.child + 1 and doc[e.child + 1].text == ","
        up = above.get(e.head) if comma and doc[e.child].tag_ == "NN" and _is_person(doc[e.child]) else None
        if up is None or up.rel not in ("subj", "subjpass"):
            continue
        name = above.get(e.head + 1)
        behind = name is not None and name.rel == up.rel and name.head == up.head and doc[name.child].tag_ == "NNP"
        kept = [x for x in edges if x not in (e, up) and not (behind and x is name)]
        first = Edge(up.rel, up.head, e.child)
        if not behind or name is None:
            return [*kept, first, Edge("appos", e.child, e.head)]
        return [*kept, first, Edge("appos", e.child, name.child), Edge("compound", name.child, e.head)]
    return edges


@needs("dep cop", words=("it",))
def expletives(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The bloc said it was ready to help": this "it" is somebody, and no mere place-holder."""
    copular = {e.head for e in edges if e.rel == "cop"}
    served = {e.head for e in edges if e.rel in ("subj", "subjpass", "csubj")}
    out = []
    for e in edges:
        personal = e.rel == "dep" and doc[e.child].lower_ == "it" and doc[e.head].lower_ in _PERSONAL
        out.append(Edge("subj", e.head, e.child) if personal and e.head in copular - served else e)
    return out


@needs(words=(",",))
def doubled(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Italy, the former ruler of Libya, has received migrants", with two subjects: what stands between commas behind
    the first, with an article, says what the first one is."""
    out = list(edges)
    for e in edges:
        if e.rel not in ("subj", "subjpass") or doc[e.child].pos_ not in _NOMINAL:
            continue
        first = next((x for x in edges if x.rel == e.rel and x.head == e.head and x.child < e.child), None)
        if first is None or doc[first.child].pos_ not in _NOMINAL or not e.child < e.head:
            continue
        between = [t.lower_ for t in doc[first.child + 1 : e.child]]
        closed = any(t.text == "," for t in doc[e.child + 1 : e.head])
        if (
            closed
            and "," in between
            and not _AND & set(between)
            and _ARTICLES & set(between[between.index(",") :][1:2])
        ):
            out = [Edge("appos", first.child, x.child) if x is e else x for x in out]
    return out
