"""Repairs of parses that are wrong in a way that shows: no verb, a noun with an object, a clause in a wrong place."""

from __future__ import annotations

from kg.annotate.lexicon import verbs, words
from kg.annotate.parsed import Doc, Sentence, Token, text_of
from kg.annotate.repairs.appositions import (
    chiefs,
    doubled,
    expletives,
    generals,
    holders,
    joined,
    members,
    nearest,
    neighbouring,
    placed,
    presented,
    related,
    second,
    titled,
    whole,
)
from kg.annotate.repairs.asides import described, names, spoken_too
from kg.annotate.repairs.brackets import asked, behind_times, bracketed, resuming
from kg.annotate.repairs.cased import cased, opened
from kg.annotate.repairs.clauses import addressed, headless, led, participles, past, resumed, subjects, verbal
from kg.annotate.repairs.closing import (
    closed,
    coordinated,
    days_before_verbs,
    leaders,
    owners,
    phrased,
    phrases,
    purposes_of_stances,
    told_first,
    unlinked,
)
from kg.annotate.repairs.gerunds import (
    acting,
    awaited,
    broken_out,
    clefts,
    gerunds,
    modals,
    progressive,
    purposes,
    put_off,
    taken_in,
)
from kg.annotate.repairs.levels import contents, one_of, spoken, tensed, urged
from kg.annotate.repairs.mixed import (
    after_clause,
    and_others,
    called_names,
    counterparts,
    dated_subjects,
    headline_verbs,
    hostages,
    included,
    object_too,
    opposed_to,
    passives,
    possessors,
    shelled,
    shouting,
    undergone,
    while_and,
)
from kg.annotate.repairs.needs import Repair, needs
from kg.annotate.repairs.objects import days, given, lone, made, named, perfect, told
from kg.annotate.repairs.outcomes import dead_and_displaced, handed, left_dead, said_and_did
from kg.annotate.repairs.parts import PARTS
from kg.annotate.repairs.people import discussed, known_for, listed, many_named, officials, parties, told_on
from kg.annotate.repairs.reduced import describing, misplaced
from kg.annotate.repairs.relatives import (
    antecedents,
    bare_clauses,
    clauses_opened,
    conjunctions,
    fronted_by_among,
    joined_contents,
    two_gerunds,
)
from kg.annotate.repairs.reporting import accused, presented_speakers, reported
from kg.annotate.repairs.shifted import (
    accused_of,
    convened,
    hostilities,
    joined_by_between,
    objects_before,
    two_owners,
)
from kg.annotate.repairs.temporal import temporal
from kg.annotate.repairs.tops import (
    beginning,
    clad,
    close,
    dated,
    fronted,
    introduced,
    once,
    owning,
    pasts,
    sandwiched,
    shared,
    shot,
)
from kg.annotate.repairs.verbless import (
    adjectives,
    adjectives_that_act,
    bare_passives,
    between,
    infinitives,
    subjects_of_nouns,
)
from kg.annotate.schemes import Edge

__all__ = ["with_verbs"]

_COUNTING = frozenset({("up", "to"), ("at", "least"), ("at", "most"), ("as", "many")})
_COMPLEMENTS = frozenset({"obj", "xcomp", "ccomp"})
_SUFFERED = frozenset(
    "kill wound injure hurt maim arrest detain jail imprison sentence kidnap abduct behead execute evacuate rescue "
    "displace besiege hospitalize hospitalise".split()
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})


def with_verbs(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """The edges of a parse, mended sentence by sentence: no edge leaves one, and work grows with the text."""
    by_sentence: dict[int, list[Edge]] = {}
    for e in edges:
        by_sentence.setdefault(doc[e.child].sent.start, []).append(e)
    out: list[Edge] = []
    for sent in doc.sents:
        mended = _mended(doc, sent, by_sentence.get(sent.start, []))
        revived = _with_verb(doc, sent, mended)
        out += mended if revived != mended and _circular(revived) else revived
    return out


def _mended(doc: Doc, sent: Sentence, edges: list[Edge]) -> list[Edge]:
    """The edges of a sentence after all repairs that have in it what they need.

    What a repair makes is left out where it is no tree: the next one would climb in it without end.
    """
    rels, words = {e.rel for e in edges}, {t.lower_ for t in sent}
    for repair in _REPAIRS:
        if repair.fits(rels, words):
            mended = repair.mend(doc, edges)
            if mended is not edges and mended != edges and not _circular(mended):
                edges, rels = mended, {e.rel for e in mended}
    return edges


def _circular(edges: list[Edge]) -> bool:
    """Whether a way upwards from some token comes back to it: nothing could be asked of such edges."""
    above: dict[int, int] = {}
    for e in edges:
        above.setdefault(e.child, e.head)
    safe: set[int] = set()
    for start in above:
        way, at = {start}, start
        while at in above and at not in safe:
            at = above[at]
            if at in way:
                return True
            way.add(at)
        safe |= way
    return False


def _with_verb(doc: Doc, sent: Sentence, edges: list[Edge]) -> list[Edge]:
    """Edges in which a sentence without any verb has one: "The EU imposed sanctions on Mali" is often parsed as if
    "imposed" were an adjective. The participle becomes the verb, the noun before it its subject, its noun the object.
    """
    tags = {t.tag_ for t in sent if not (t.tag_ == "VB" and t.i > sent.start and t.nbor(-1).lower_ == "to")}
    if tags & _FINITE or "VBN" not in tags:
        return edges
    above = {e.child: e for e in edges}
    if any(e.rel == "subj" and doc[e.head].tag_ == "VBN" and e.head not in above for e in edges):
        return edges
    verb = next((t for t in sent if t.tag_ == "VBN" and _misread(doc, t, above)), None)
    return edges if verb is None else _revived(doc, verb, edges, above)


def _up_to(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "kidnapped up to 16 advisers", "killed at least 23 soldiers": a number so introduced belongs to the object, not
    to a phrase with "to" or "at"."""
    counted = {
        e.child for e in edges if e.rel == "obl" and e.prep in ("to", "at", "as", "up to", "") and _introduced(doc, e)
    }
    return [Edge("obj", e.head, e.child) if e.child in counted and e.rel == "obl" else e for e in edges]


def _introduced(doc: Doc, edge: Edge) -> bool:
    at = edge.head + 1 + (text_of(doc[edge.head + 1 : edge.head + 2]) == "dead")  # "shot dead at least 40 people"
    words = tuple(t.lower_ for t in doc[at : at + 2])
    return words in _COUNTING and at + 2 < len(doc) and doc[at + 2].like_num


@needs("cop subj", words=("due",))
def _due(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """ "is due in Cairo for talks": the place is where, not what, somebody is; what else there is hangs on "due"."""
    copular = {e.head for e in edges if e.rel == "cop"} & {e.head for e in edges if e.rel == "subj"}
    found = (e for e in edges if e.rel in ("case", "advmod") and e.child < e.head)
    due = {e.head: e.child for e in found if doc[e.child].lower_ == "due"}
    tops = {place: word for place, word in due.items() if place in copular and doc[place].tag_ != "VB"}
    if not tops:
        return edges
    out = [e for e in edges if not (e.head in tops and e.child == tops[e.head])]
    out = [_moved(e, tops) for e in out]
    return [*out, *(Edge("obl", word, place, doc[word + 1].lower_) for place, word in tops.items())]


def _moved(edge: Edge, tops: dict[int, int]) -> Edge:
    """An edge of the place, now of "due"."""
    if edge.child in tops:
        return Edge(edge.rel, edge.head, tops[edge.child], edge.prep)
    if edge.head in tops and edge.rel not in ("case", "det", "compound", "flat", "amod"):
        return Edge("obl" if edge.rel == "nmod" else edge.rel, tops[edge.head], edge.child, edge.prep)
    return edge


@needs("compound")
def _with_objects(doc: Doc, edges: list[Edge]) -> list[Edge]:
    """A noun with an object is a verb: "Turkish police arrest a protester". The noun before it is its subject."""
    before = {e.head: e for e in edges if e.rel == "compound" and e.child == e.head - 1}
    if not before:
        return edges
    objects = {e.head for e in edges if e.rel == "obj" and e.child > e.head}
    nouns = {i for i in objects & set(before) if doc[i].tag_ in ("NN", "NNS", "NNP")}
    verbal = {i for i in nouns if doc[i].lemma_.lower() in verbs()}
    # "Chad plans to fight", with nothing else in the sentence that could be its verb.
    tops = {e.child for e in edges}
    told = _told(doc, edges)
    planned = {e.head for e in edges if e.rel == "acl" and doc[e.child].tag_ == "VB" and e.head not in tops - set(told)}
    verbal |= {i for i in planned & set(before) if doc[i].tag_ in ("NNS", "VBZ") and doc[i].lemma_ in words("intent")}
    if not verbal:
        return edges
    for i in verbal:
        doc[i].tag_, doc[i].pos_ = "VBP", "VERB"
    edges = [Edge("subj", e.head, e.child) if e.head in verbal and e is before[e.head] else e for e in edges]
    edges = [Edge("ccomp", e.head, e.child) if told.get(e.child) == e and e.child in verbal else e for e in edges]
    return [Edge("xcomp", e.head, e.child) if e.rel == "acl" and e.head in verbal & planned else e for e in edges]


def _told(doc: Doc, edges: list[Edge]) -> dict[int, Edge]:
    """ "Chad plans to send jets, an aide said": of two subjects of a verb of speech the first tells what is said."""
    spoken = [e for e in edges if e.rel == "subj" and doc[e.head].lemma_ in words("saying") and e.child < e.head]
    return {e.child: e for e in spoken if any(x.head == e.head and x.child > e.child for x in spoken)}


def _misread(doc: Doc, token: Token, above: dict[int, Edge]) -> bool:
    """A participle before a noun, right after another noun that is not its own modifier."""
    edge = above.get(token.i)
    if edge is None or token.i == token.sent.start or edge.rel not in ("amod", "acl"):
        return False
    before = doc[token.i - 1]
    modifies = edge.rel == "amod" and edge.head > token.i
    return before.pos_ in ("NOUN", "PROPN") and (modifies or edge.head == before.i)


def _revived(doc: Doc, verb: Token, edges: list[Edge], above: dict[int, Edge]) -> list[Edge]:
    """The edges with the participle as the root of its sentence."""
    old = above[verb.i]
    subject = verb.i - 1
    while (up := above.get(subject)) is not None and verb.sent.start <= up.head < verb.i:
        subject = up.head
    kept = [e for e in edges if e.child not in (verb.i, subject)]
    acting = old.rel == "amod" or any(e.head == verb.i and e.rel in _COMPLEMENTS for e in edges)
    suffered = verb.lemma_ in _SUFFERED and not acting  # "Four soldiers killed in Mali ambush"
    kept.append(Edge("subjpass" if suffered else "subj", verb.i, subject))
    if old.rel == "amod":
        kept = [e for e in kept if e.child != old.head]
        kept.append(Edge("obj", verb.i, old.head))
    return [Edge(e.rel, verb.i, e.child, e.prep) if e.head == subject and e.child > verb.i else e for e in kept]


_REPAIRS = tuple(
    mend if isinstance(mend, Repair) else Repair(mend)
    for mend in (
        *(pasts, days, generals, expletives, named, shot, clad, introduced, sandwiched),
        *(
            broken_out,
            put_off,
            given,
            taken_in,
            modals,
            acting,
            progressive,
            awaited,
            gerunds,
            purposes,
            clefts,
            owners,
            days_before_verbs,
            closed,
            coordinated,
            phrased,
            told_first,
            unlinked,
            leaders,
            phrases,
            purposes_of_stances,
            conjunctions,
            fronted_by_among,
            bare_clauses,
            clauses_opened,
        ),
        *(fronted, dated, once, owning, close, cased, opened, misplaced, describing),
        *(adjectives, adjectives_that_act, subjects_of_nouns, bare_passives, infinitives, between),
        *(shouting, after_clause, and_others, dated_subjects, shelled, called_names, hostages, included),
        *(possessors, object_too, counterparts, undergone, passives, headline_verbs, opposed_to),
        *(names, *PARTS, _up_to, _due, perfect, verbal, past, temporal, beginning, led),
        *(addressed, headless, resumed, described),
        *(
            neighbouring,
            parties,
            discussed,
            told_on,
            chiefs,
            joined,
            listed,
            officials,
            many_named,
            known_for,
            nearest,
            holders,
            members,
            presented,
            second,
            related,
            titled,
            whole,
            placed,
            doubled,
            shared,
            lone,
        ),
        *(made, told, one_of, contents, spoken, tensed, urged),
        *(
            _with_objects,
            subjects,
            participles,
            spoken_too,
            accused,
            left_dead,
            presented_speakers,
            reported,
            dead_and_displaced,
            said_and_did,
            handed,
            while_and,
            antecedents,
            two_gerunds,
            joined_contents,
            bracketed,
            asked,
            resuming,
            behind_times,
            two_owners,
            hostilities,
            joined_by_between,
            convened,
            accused_of,
            objects_before,
        ),
    )
)
