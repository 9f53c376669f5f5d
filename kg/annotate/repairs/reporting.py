"""Who is said to say what a sentence reports, where the parser took the speaker for one of those reported on."""

from __future__ import annotations

from kg.annotate.lexicon import words
from kg.annotate.parsed import Doc, Token
from kg.annotate.repairs.needs import needs
from kg.annotate.schemes import Edge

_SAID = frozenset({"VBD", "VBZ", "VBN", "VBP"})
_INSIDE = frozenset({"-", "'", ".", "(", ")"})
_LEAST = 6  # words that something said, a name and what is said of it take
_SPEAKER = 10  # words that a speaker's name and title take before the verb


@needs(words=(",",))
def reported(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Gunmen stormed a village, the governor said on Sunday", "forces killed dozens, Human Rights Watch said": who
    stands between a comma and a verb of speech speaks, and did not suffer or do what comes before."""
    for verb in (doc[i] for i in sorted({e.head for e in edges})):
        if verb.lemma_ not in words("saying") or verb.tag_ not in _SAID or verb.i < 3:
            continue
        run = _speaker_run(doc, verb)
        if not run:
            continue
        edges = _not_included(doc, _two_subjects(doc, edges, verb, run), verb, run)
        above = {e.child: e for e in edges}
        reported = _reported_verb(doc, edges, run, verb)
        if reported is None or any(e.head == verb.i and e.rel in ("ccomp", "obj", "xcomp", "agent") for e in edges):
            continue
        ids, now = {t.i for t in run}, above.get(verb.i)
        edges = _fore(edges, verb.i, run[0].i, reported)
        stray = [t.i for t in run if t.i in above and above[t.i].head not in ids | {verb.i}]
        if stray or (now is not None and now.rel in ("conj", "relcl", "acl", "xcomp", "advcl")):
            edges = _spoken(edges, verb.i, run, reported)
    return edges


def _not_included(doc: Doc, edges: list[Edge], verb: Token, run: list[Token]) -> list[Edge]:
    """ "against ministers, including X, diplomats say": X is one of those before, and does not speak."""
    for e in edges:
        if e.head != verb.i or e.rel != "subj" or e.child >= run[0].i:
            continue
        case = next((x.child for x in edges if x.head == e.child and x.rel == "case"), -1)
        before = next((t.i for t in reversed(doc[verb.sent.start : max(case, 0)]) if t.pos_ in ("NOUN", "PROPN")), None)
        if case > 0 and doc[case].lower_ in ("including", "like", "as") and before is not None:
            return [Edge("nmod", before, x.child, "including") if x is e else x for x in edges]
    return edges


def _fore(edges: list[Edge], verb: int, start: int, reported: int) -> list[Edge]:
    """ "arrested the premier, weeks after seizing power, sources told AFP": what stands before the speaker belongs to
    what is reported."""
    beside = any(e.rel in ("parataxis", "advcl") and (e.head, e.child) == (reported, verb) for e in edges)
    if not beside:
        return edges
    return [
        Edge(e.rel, reported, e.child, e.prep)
        if e.head == verb and reported < e.child < start - 1 and e.rel in ("advcl", "obl", "advmod")
        else e
        for e in edges
    ]


@needs(words=("a", "an", "the"))
def presented_speakers(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Two men were wounded, Major A, a spokesman for the command, told reporters": who is presented between commas
    right before a verb of speech speaks."""
    served = {e.head for e in edges if e.rel == "subj"}
    for verb in (doc[i] for i in sorted({e.head for e in edges})):
        if verb.lemma_ not in words("saying") | {"tell"} or verb.tag_ != "VBD" or verb.i in served:
            continue
        found = _presented(doc, verb)
        if found is None:
            continue
        opens, aside = found
        run = list(doc[opens:aside])
        reported = _reported_verb(doc, edges, run, verb)
        if reported is None:
            continue
        head, inside = run[-1].i, range(aside + 1, verb.i - 1)
        noun = next(
            (e for e in edges if e.child in inside and e.head not in inside and doc[e.child].tag_ == "NN"), None
        )
        flat = next((e for e in edges if e.child == head and e.rel == "flat" and e.head in {t.i for t in run}), None)
        edges = _spoken(edges, verb.i, run, reported)
        if flat is not None:  # "Ali Sow": the name hangs on its first word
            now = {flat.head: Edge("subj", verb.i, flat.head), head: flat}
            edges, head = [now.get(e.child, e) for e in edges], flat.head
        return [Edge("appos", head, e.child) if noun is not None and e.child == noun.child else e for e in edges]
    return edges


def _presented(doc: Doc, verb: Token) -> tuple[int, int] | None:
    """Where a name begins behind a comma and where the comma behind it is, if an aside with an article closes before
    the verb."""
    if verb.i < _LEAST or doc[verb.i - 1].text != ",":
        return None
    start = verb.sent.start
    aside = next((i for i in range(verb.i - 2, start, -1) if doc[i].text == ","), None)
    if aside is None or doc[aside + 1].tag_ != "DT":
        return None
    opens = next((i + 1 for i in range(aside - 1, start, -1) if doc[i].text == ","), None)
    if opens is None or opens >= aside or not all(_nominal(t) for t in doc[opens:aside]):
        return None
    return (opens, aside) if doc[aside - 1].pos_ == "PROPN" and doc[opens].pos_ in ("PROPN", "NOUN", "ADJ") else None


@needs(words=("of",))
def accused(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "accused the army of bombing a district", "accused by the envoy of lying": what they are accused of hangs on the
    verb, not on a name."""
    objects = {
        e.child: e.head
        for e in edges
        if e.rel in ("obj", "subjpass", "agent") and doc[e.head].lemma_ in words("accusing")
    }
    if not objects:
        return edges
    marked = {e.head for e in edges if e.rel in ("mark", "case") and doc[e.child].lower_ == "of"}
    gerunds = {e.head for e in edges if e.rel == "aux" and doc[e.child].lower_ == "having"}
    gerunds |= {i for i in marked if doc[i].tag_ == "VBG"}
    verbs = set(objects.values())
    edges = [
        Edge("advcl", e.head, e.child) if e.rel == "obl" and e.head in verbs and e.child in marked & gerunds else e
        for e in edges
    ]
    return [
        Edge("advcl", objects[e.head], e.child, e.prep)
        if e.rel in ("nmod", "acl") and e.head in objects and e.child in marked & gerunds
        else e
        for e in edges
    ]


def _two_subjects(doc: Doc, edges: list[Edge], verb: Token, run: list[Token]) -> list[Edge]:
    """ "Militants killed 23 soldiers on Thursday, the ministry said": of two subjects the first did what a participle
    behind it says."""
    first = next((e for e in edges if e.head == verb.i and e.rel == "subj" and e.child < run[0].i), None)
    second = any(e.head == verb.i and e.rel == "subj" and e.child >= run[0].i for e in edges)
    told = next((e for e in edges if first and second and e.rel == "acl" and e.head == first.child), None)
    if first is None or told is None or not first.child < told.child < run[0].i:
        return edges
    if doc[told.child].tag_ not in ("VBN", "VBD") or any(e.head == told.child and e.rel == "agent" for e in edges):
        return edges
    doc[told.child].tag_ = "VBD"
    kept = [e for e in edges if e not in (first, told) and e.child != verb.i]
    kept = [Edge(e.rel, told.child, e.child, e.prep) if _before(e, verb.i, first.child) else e for e in kept]
    bare = any(e.head == told.child and e.rel == "obj" for e in kept)
    kept = [Edge("obj", e.head, e.child) if not bare and _object(doc, e, told.child) else e for e in kept]
    return [*kept, Edge("subj", told.child, first.child), Edge("parataxis", told.child, verb.i)]


def _before(edge: Edge, verb: int, subject: int) -> bool:
    return edge.head == verb and edge.child < subject


def _object(doc: Doc, edge: Edge, verb: int) -> bool:
    near = edge.head == verb and edge.rel == "obl" and not edge.prep and edge.child > verb
    return near and doc[edge.child].pos_ in ("NOUN", "PROPN") and doc[edge.child].ent_type_ == ""


def _speaker_run(doc: Doc, verb: Token) -> list[Token]:
    """The words between a comma and the verb, none of them a verb, with a noun among them; else none."""
    start = verb.i
    while start > verb.sent.start and verb.i - start < _SPEAKER and _nominal(doc[start - 1]):
        start -= 1
    run = list(doc[start : verb.i])
    comma = start > verb.sent.start and doc[start - 1].text == ","
    if run and run[-1].text == ")":  # "the Bureau of Statistics (BOS) said"
        run = run[: next((i for i, t in enumerate(run) if t.text == "("), 0)]
    return run if comma and run and run[-1].pos_ in ("NOUN", "PROPN", "PRON") else []


def _nominal(token: Token) -> bool:
    return token.pos_ not in ("VERB", "AUX", "SCONJ", "CCONJ") and (not token.is_punct or token.text in _INSIDE)


def _reported_verb(doc: Doc, edges: list[Edge], run: list[Token], verb: Token) -> int | None:
    """The verb of the sentence before the comma: the one that no other verb there governs."""
    above = {e.child: e for e in edges}
    found = [
        t.i for t in doc[verb.sent.start : run[0].i] if t.pos_ == "VERB" and t.tag_ in ("VBD", "VBZ", "VBP", "VBN")
    ]
    return next((i for i in found if _on_top(above.get(i), run[0].i)), None)


def _on_top(edge: Edge | None, border: int) -> bool:
    """Whether nothing before the border governs a verb, but for a dateline that the parser took for the top."""
    return edge is None or edge.head >= border or edge.rel in ("parataxis", "appos", "dep")


def _spoken(edges: list[Edge], verb: int, run: list[Token], reported: int) -> list[Edge]:
    """The edges with the run as the subject of the verb, and the verb beside what it reports."""
    ids = {t.i for t in run}
    first = next(t.i for t in run if t.pos_ in ("NOUN", "PROPN", "PRON"))
    head = first
    while head + 1 in ids and run[head + 1 - run[0].i].pos_ in ("NOUN", "PROPN"):
        head += 1
    kept: list[Edge] = []
    for e in edges:
        inner = e.child in ids
        if e.child in (head, verb) or e.child == reported:
            continue
        stray = inner and e.head not in ids
        kept.append(Edge("compound", head, e.child) if stray else e)
    top = next((e for e in edges if e.child == reported and e.head != verb), None)
    kept += [top] if top is not None else []
    return [*kept, Edge("subj", verb, head), Edge("parataxis", reported, verb)]
