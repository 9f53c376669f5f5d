"""Main verbs behind what is said of their subject between commas or dashes, taken for adjectives of their object."""

from __future__ import annotations

from kg.annotate.lexicon import verbs, words
from kg.annotate.parsed import Doc
from kg.annotate.repairs.needs import needs
from kg.annotate.repairs.objects import DAYS
from kg.annotate.schemes import Edge
from kg.lemmas import lemma_of

_NOMINAL = frozenset({"NOUN", "PROPN"})
_SUBJECTS = frozenset({"subj", "subjpass", "csubj"})
_LOOSE = frozenset({"appos", "conj", "dep", "parataxis", "nmod", "list", "acl"})
_STANCES = frozenset({"defiance", "protest", "solidarity", "opposition", "response", "reaction", "support"})
_GENITIVES = frozenset({"'s", "’s", "'", "’"})
_DESCRIBING = frozenset(
    "wound injure damage displace detain jail imprison exile oust ban occupy besiege arm dispute unite devastate "
    "destroy abduct kidnap hijack arrest depose annex capture".split()
)
_CLOSERS = frozenset({",", "-", "–", "—", "--"})


@needs("amod", words=_CLOSERS)
def closed(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The general, a former envoy, freed members of the front", with no verb above: the participle right behind the
    comma that closes what is said of a noun is the verb of that noun, and the noun behind it the object."""
    verbal = [e for e in edges if e.rel == "amod" and e.child < e.head and doc[e.child].tag_ in ("VBN", "VBD", "JJ")]
    if not verbal:
        return edges
    served = {e.head for e in edges if e.rel in (*_SUBJECTS, "cop", "aux", "auxpass")}
    above = {e.child: e for e in edges}
    for e in verbal:
        if doc[e.child - 1].text not in _CLOSERS or not _known(doc, e.child):
            continue
        noun = e.head
        up = above.get(noun)
        if up is None or up.rel not in _LOOSE or up.prep or not up.head < e.child or doc[up.head].pos_ not in _NOMINAL:
            continue
        opened = any(t.text in _CLOSERS for t in doc[up.head : e.child - 1])
        if not opened or up.head in served or any(x.rel == "cc" and x.head == noun for x in edges):
            continue
        if up.head in above and above[up.head].rel not in ("dep", "ccomp", *_SUBJECTS):
            continue
        return _made_main(doc, edges, e, up, above.get(up.head))
    return edges


def _known(doc: Doc, verb: int) -> bool:
    """Whether a participle is of a verb that frames or lists know."""
    lemma = lemma_of(doc[verb].text, "VERB")
    return lemma != doc[verb].lower_ and (lemma in verbs() or lemma in words("light"))


def _made_main(doc: Doc, edges: list[Edge], amod: Edge, up: Edge, top: Edge | None) -> list[Edge]:
    """The edges with the participle as the verb between the noun that it hung on and the noun above that."""
    verb, subject, noun = amod.child, up.head, amod.head
    doc[verb].tag_, doc[verb].pos_, doc[verb].lemma_ = "VBD", "VERB", lemma_of(doc[verb].text, "VERB")
    kept = [e for e in edges if e not in (amod, up, top)]
    kept = [Edge(e.rel, verb, e.child, e.prep) if e.head == subject and e.child > noun else e for e in kept]
    if top is not None:
        speaks = top.head > verb and doc[top.head].lemma_ in words("saying")
        kept.append(Edge("ccomp" if speaks else top.rel, top.head, verb, top.prep))
    return [*kept, Edge("subj", verb, subject), Edge("obj", verb, noun)]


@needs(words=_GENITIVES)
def owners(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Boko Haram's plan", "Al-Shabab fighters' plan": who stands before the sign of the genitive owns the noun behind
    it, and is no part of its name and nothing beside it."""
    above = {e.child: e for e in edges}
    for sign in [e.child for e in edges if doc[e.child].tag_ == "POS" and e.child + 1 < len(doc)]:
        owner = sign - 1
        while (up := above.get(owner)) is not None and up.rel in ("flat", "compound") and abs(up.head - sign) <= 5:
            if up.head > sign:
                break
            owner = up.head
        if up is None or up.rel == "poss" or doc[owner].pos_ not in _NOMINAL:
            continue
        if up.rel == "compound" and up.head > sign:
            return [Edge("poss", e.head, e.child) if e is up else e for e in edges]
        noun = next(
            (e for e in edges if e.head == owner and e.child > sign and e.rel in ("conj", "flat", "appos")), None
        )
        if noun is not None and all(doc[i].pos_ in (*_NOMINAL, "ADJ", "NUM") for i in range(sign + 1, noun.child + 1)):
            kept = [e for e in edges if e not in (up, noun)]
            return [*kept, Edge(up.rel, up.head, noun.child, up.prep), Edge("poss", noun.child, owner)]
    return edges


@needs("amod cc", words=("and", "but"))
def coordinated(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "stormed the town and freed opposition leader Ana Reis": a participle right behind "and", whose noun brings an
    article, a number or another word of its own, goes on from the verb; "soldiers and wounded civilians" does not."""
    above = {e.child: e for e in edges}
    for e in edges:
        if e.rel != "amod" or not e.child + 1 < e.head or doc[e.child].tag_ not in ("VBN", "VBD"):
            continue
        if doc[e.child - 1].lower_ not in ("and", "but") or not _known(doc, e.child):
            continue
        noun, up = _whole(above, e.head)
        if up is None or up.rel not in ("conj", "obl", "obj", "appos", "dep") or up.prep or up.head > e.child:
            continue
        own = doc[e.child + 1].tag_ in ("DT", "CD", "PRP$", "NNP")
        verb = _finite(doc, above, up.head)
        if verb is None or not (own or doc[e.child].lemma_ not in _DESCRIBING):
            continue
        doc[e.child].tag_, doc[e.child].pos_ = "VBD", "VERB"
        linked = {noun, e.head}
        kept = [x for x in edges if x not in (e, up)]
        kept = [Edge("cc", e.child, x.child) if x.rel == "cc" and x.head in linked else x for x in kept]
        return [*kept, Edge("conj", verb, e.child), Edge("obj", e.child, noun)]
    return edges


def _whole(above: dict[int, Edge], noun: int) -> tuple[int, Edge | None]:
    """The head of the name or term that a noun is the first part of, and the edge above that."""
    up = above.get(noun)
    while up is not None and up.rel in ("compound", "flat") and up.head > noun:
        noun = up.head
        up = above.get(noun)
    return noun, up


def _finite(doc: Doc, above: dict[int, Edge], at: int) -> int | None:
    """The verb in the past that a token stands below, or is."""
    while doc[at].pos_ != "VERB" and at in above:
        at = above[at].head
    return at if doc[at].tag_ == "VBD" else None


@needs("amod compound", words=("on",))
def days_before_verbs(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The army on Sunday freed opposition leader Ana Reis", with no verb: what stands between a day and a noun that
    hangs on the noun before the day is the verb."""
    above = {e.child: e for e in edges}
    for e in edges:
        day, verb = e.child, e.child + 1
        if e.rel != "compound" or doc[day].lower_ not in DAYS or doc[day - 1].lower_ != "on" or e.head <= verb:
            continue
        noun, up = _whole(above, e.head)
        act, case = above.get(verb), above.get(day - 1)
        if act is None or act.rel != "amod" or up is None or case is None or not _known(doc, verb):
            continue
        subject = up.head
        if subject >= day - 1 or doc[subject].pos_ not in _NOMINAL or subject in above:
            continue
        doc[verb].tag_, doc[verb].pos_, doc[verb].lemma_ = "VBD", "VERB", lemma_of(doc[verb].text, "VERB")
        kept = [x for x in edges if x not in (e, act, case, up)]
        kept = [Edge(x.rel, verb, x.child, x.prep) if x.head == subject and x.child > noun else x for x in kept]
        mine = [Edge("subj", verb, subject), Edge("obj", verb, noun), Edge("obl", verb, day, "on")]
        return [*kept, *mine, Edge("case", day, day - 1)]
    return edges


@needs("subj", words=(",",))
def told_first(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Chad, whose men hold it, shelled the town, nurses said": of two subjects of a verb of speech the first is that
    of the verb behind the comma, when that hangs on it."""
    spoken = [e for e in edges if e.rel == "subj" and e.child < e.head and doc[e.head].lemma_ in words("saying")]
    served = {e.head for e in edges if e.rel in (*_SUBJECTS, "auxpass", "agent")}
    for first in spoken:
        later = next((e for e in spoken if e.head == first.head and e.child > first.child), None)
        if later is None:
            continue
        told = [e for e in edges if e.head == first.child and e.rel in ("parataxis", "acl", "conj", "ccomp")]
        told = [e for e in told if doc[e.child - 1].text == "," and first.child < e.child < later.child]
        told = [e for e in told if doc[e.child].tag_ in ("VBD", "VBN") and e.child not in served]
        if told:
            verb = told[0].child
            doc[verb].tag_ = "VBD"
            kept = [e for e in edges if e not in (first, told[0])]
            return [*kept, Edge("subj", verb, first.child), Edge("ccomp", first.head, verb)]
    return edges


@needs("appos case", words=("by", "of", "from", "with", "against"))
def phrased(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "The decision by President Omar Sarr to go": a name that a preposition stands before is no apposition."""
    cases = {e.head: e.child for e in edges if e.rel == "case"}
    out = []
    for e in edges:
        parts = [x.child for x in edges if x.head == e.child and x.rel == "compound" and x.child in cases]
        prep = cases[parts[0]] if parts and e.rel == "appos" else -1
        own = e.head < prep < e.child and doc[prep - 1].text != ","
        out.append(Edge("nmod", e.head, e.child, doc[prep].lower_) if own else e)
    return out


@needs("amod conj cc")
def unlinked(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Mali and Niger renewed talks", with no verb: the noun behind the last of those joined by "and", which has no
    "and" of its own, is the object of the past form between."""
    above = {e.child: e for e in edges}
    linked = {e.head for e in edges if e.rel == "cc"}
    finite = any(doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD") for e in edges for i in (e.child, e.head))
    for e in [] if finite else edges:
        up = above.get(e.head)
        if e.rel != "amod" or up is None or up.rel != "conj" or up.head in above or e.head in linked:
            continue
        last = above.get(e.child - 1)
        joined = last is not None and last.head == up.head and last.rel == "conj" and last.child in linked
        if not joined or doc[e.child].tag_ not in ("VBN", "JJ") or not _known(doc, e.child):
            continue
        verb, subject, noun = e.child, up.head, e.head
        doc[verb].tag_, doc[verb].pos_, doc[verb].lemma_ = "VBD", "VERB", lemma_of(doc[verb].text, "VERB")
        kept = [x for x in edges if x not in (e, up)]
        kept = [Edge(x.rel, verb, x.child, x.prep) if x.head == subject and x.child > noun else x for x in kept]
        kept = [Edge("obl", x.head, x.child, x.prep) if x.head == verb and x.rel == "nmod" else x for x in kept]
        return [*kept, Edge("subj", verb, subject), Edge("obj", verb, noun)]
    return edges


@needs("appos conj cc")
def leaders(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "Libyan leader Omar Sarr and premier Ana Reis": who is joined to a name right behind its noun is joined to the
    noun."""
    named = {e.child: e.head for e in edges if e.rel == "appos" and e.child == e.head + 1}
    return [Edge("conj", named[e.head], e.child) if e.rel == "conj" and e.head in named else e for e in edges]


@needs("conj case obj", words=("out", "from", "into"))
def phrases(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "forced the charity, Oxfam, out of the capital": what a preposition and no "and" stands before is not joined to
    the object."""
    objects = {e.child: e.head for e in edges if e.rel == "obj"}
    linked = {e.head for e in edges if e.rel == "cc"}
    cases: dict[int, list[str]] = {}
    for e in edges:
        if e.rel in ("case", "fixed"):
            cases.setdefault(e.head, []).append(doc[e.child].lower_)
    return [
        Edge("obl", objects[e.head], e.child, " ".join(cases[e.child]))
        if e.rel == "conj" and e.head in objects and e.child not in linked and _moves(cases.get(e.child))
        else e
        for e in edges
    ]


def _moves(prepositions: list[str] | None) -> bool:
    return bool(prepositions) and prepositions is not None and prepositions[0] in ("out", "from", "into")


@needs("acl nmod obl", words=_STANCES)
def purposes_of_stances(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "marched in defiance of the junta to demand reforms": it is not the junta that demands them."""
    above = {e.child: e for e in edges}
    out = []
    for e in edges:
        up = above.get(e.head) if e.rel == "acl" and doc[e.child].tag_ == "VB" else None
        stance = above.get(up.head) if up is not None and up.rel == "nmod" and up.prep else None
        taken = stance is not None and stance.rel == "obl" and doc[stance.child].lower_ in _STANCES
        out.append(Edge("advcl", stance.head, e.child) if stance is not None and taken else e)
    return out
