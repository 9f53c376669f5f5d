"""Whom "he" and "she" mean: the person who stands out most before them, by place in sentence and clause.

Weights in the manner of S. Lappin and H. Leass, "An Algorithm for Pronominal Anaphora Resolution", Computational
Linguistics 20 (1994): recency counts most, then the subject of a main clause before that of a subordinate one and an
object. The numbers were set by hand.
"""

from __future__ import annotations

from kg.annotate.coref.groups import Groups
from kg.annotate.draft import DEFINITE, Draft, Raw
from kg.annotate.lexicon import given_names, words
from kg.annotate.parsed import Token

_MALE = frozenset(
    "mr mr. he him his sir king prince spokesman chairman businessman congressman lord father son "
    "brother husband".split()
)
_FEMALE = frozenset(
    "mrs mrs. ms ms. miss she her lady queen princess spokeswoman chairwoman businesswoman congresswoman baroness "
    "mother daughter sister wife widow".split()
)
_A_SENTENCE = 2.0
_SUBJECT = 2.0
_DEEPER = 0.75
_OBJECT = 0.8
_SPEAKER = 1.5


def person_before(groups: Groups, draft: Draft, mention: Raw, near: list[Raw]) -> Raw | None:
    """The person among the mentions ``near`` (in text order) whom a pronoun of the third person singular means."""
    doc = draft.text.doc
    pronoun = doc[mention.head]
    wanted = sex_of_word(pronoun.lower_)
    people = [m for m in near if m.used and m.type == "Person" and (m.named or _stands_for_one(draft, m))]
    people = [m for m in people if sex_of(groups, draft, m) in ("", wanted) and not _acts_on(draft, m, pronoun)]
    speaks = _speaks(draft, pronoun)
    best = max(people, key=lambda m: (prominence(draft, m, pronoun, speaks), m.first), default=None)
    return best if best is None or speaks else _spoken_of(draft, best, people, pronoun) or best


def _spoken_of(draft: Draft, best: Raw, people: list[Raw], pronoun: Token) -> Raw | None:
    """ "The aide said Brandt had signed after the families asked him": inside of what somebody says of another, in a
    clause below that, the other one is meant."""
    view = draft.view
    verb = view.head(top_of(draft, best))
    if verb is None or verb.lemma_ not in words("saying") or pronoun.tag_ == "PRP$":
        return None
    told = next(iter(view.children(verb, "ccomp")), None)
    clause = clause_of(draft, pronoun)
    if told is None or clause is None or clause == told or not told.i < pronoun.i:
        return None
    # the parser hangs a clause behind what is said now on it, now on the verb of speech
    below = told in view.ancestors(clause) or view.head(clause) == verb
    if view.rel(clause) != "advcl" or not below or clause.i < told.i:
        return None
    subjects = {f.token.i for f in view.subjects(told)}
    return next((m for m in people if m is not best and top_of(draft, m).i in subjects and m.named), None)


def _stands_for_one(draft: Draft, mention: Raw) -> bool:
    """A pronoun, or a definite description ("the minister") in the place of the subject: who is spoken of goes on."""
    if mention.kind != "nominal":
        return mention.kind == "pronoun"
    told = draft.before(mention) in DEFINITE and draft.text.doc[mention.head].tag_ == "NN"
    return told and draft.view.rel(top_of(draft, mention)) in ("subj", "subjpass")


def _acts_on(draft: Draft, mention: Raw, pronoun: Token) -> bool:
    """Whether a mention and a pronoun are of one verb, or the mention has the other verb do it ("orders the army to
    hunt him")."""
    verb = clause_of(draft, pronoun)
    if draft.view.rel(pronoun) == "obj" and verb is not None and draft.view.rel(verb) == "xcomp":
        above, token = draft.view.head(verb), top_of(draft, mention)
        if draft.view.rel(token) == "subj" and draft.view.head(token) == above:
            return True
    return _same_clause(draft, mention, pronoun)


def prominence(draft: Draft, mention: Raw, pronoun: Token, speaks: bool = False) -> float:
    """How much a mention stands out, seen from a pronoun; more if the pronoun ``speaks`` and so did the mention."""
    token = top_of(draft, mention)
    view = draft.view
    weight = -_A_SENTENCE * _sentences_between(token, pronoun)
    rel, above = view.rel(token), view.head(token)
    if rel in ("subj", "subjpass") and above is not None:
        depth = sum(1 for t in view.ancestors(above) if t.pos_ in ("VERB", "AUX") and not view.conjuncts(t)[1:])
        weight += _SUBJECT - _DEEPER * min(depth, 2)
        weight += _SPEAKER * (speaks and above.lemma_ in words("speech"))
    elif rel in ("obj", "iobj", "agent"):
        weight += _OBJECT
    return weight


def _sentences_between(one: Token, other: Token) -> int:
    starts = [t for t in one.doc[one.i + 1 : other.i + 1] if t.is_sent_start]
    return len(starts)


def top_of(draft: Draft, mention: Raw) -> Token:
    """The token that stands for a mention in its clause: the noun that it is in apposition to or counted by."""
    token = draft.text.doc[mention.head]
    above = draft.view.head(token)
    counted = draft.view.rel(token) == "nmod" and draft.view.prep(token) == "of"
    if counted and above is not None and above.lower_ in words("partitive"):
        token = above
    while draft.view.rel(token) in ("appos", "flat") and (above := draft.view.head(token)) is not None:
        token = above
    return token


def _speaks(draft: Draft, pronoun: Token) -> bool:
    above = draft.view.head(pronoun)
    return above is not None and draft.view.rel(pronoun) == "subj" and above.lemma_ in words("saying")


def _same_clause(draft: Draft, mention: Raw, pronoun: Token) -> bool:
    """Whether both are arguments of one verb: who acts on "him" is another ("Smith met him")."""
    if pronoun.tag_ == "PRP$":
        return False
    verb, token = clause_of(draft, pronoun), top_of(draft, mention)
    if verb is None or draft.view.rel(token) not in ("subj", "subjpass", "obj", "iobj"):
        return False
    if draft.view.head(token) == verb:
        return True
    # "Kone sacked Traore and accused him": the second verb has the subject of the first
    shared = draft.view.rel(verb) == "conj" and draft.view.rel(pronoun) not in ("subj", "subjpass")
    return shared and token.i in {f.token.i for f in draft.view.subjects(verb)}


def clause_of(draft: Draft, token: Token) -> Token | None:
    """The verb whose argument a token is, through phrases ("six of them")."""
    return next((t for t in draft.view.ancestors(token) if t.pos_ in ("VERB", "AUX")), None)


def sex_of(groups: Groups, draft: Draft, mention: Raw) -> str:
    """ "male", "female" or "" where nothing in the article tells: titles, pronouns and first names of the person."""
    found = {s for m in groups.members(mention) for s in _told(draft, m)}
    return next(iter(found)) if len(found) == 1 else ""


def _told(draft: Draft, mention: Raw) -> set[str]:
    doc = draft.text.doc
    start = min(mention.cover[0], mention.first)
    said = {s for t in doc[start : mention.last + 1] if (s := sex_of_word(t.lower_))}
    if said or mention.kind == "pronoun" or mention.first == mention.last:
        return said
    first = doc[mention.first].lower_
    return {sex for sex in ("male", "female") if first in given_names(sex)}


def sex_of_word(word: str) -> str:
    """``male`` or ``female`` of a word in small letters that says so, else nothing."""
    return "male" if word in _MALE else "female" if word in _FEMALE else ""
