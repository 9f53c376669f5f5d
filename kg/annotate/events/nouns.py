"""Events that nouns report ("the shelling of the town", "held talks", "came under attack")."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.annotate.draft import Draft
from kg.annotate.events.asserted import victims
from kg.annotate.events.candidate import Candidate
from kg.annotate.events.conditions import listed
from kg.annotate.events.kinds import is_kind, mention_of
from kg.annotate.events.noun_roles import fill_roles
from kg.annotate.events.status import status_of
from kg.annotate.events.support import support_verb
from kg.annotate.lexicon import NounFrame, american, nouns, verbs
from kg.annotate.parsed import Token

_AMID = frozenset("after over before following amid during despite since".split())
_BEFORE_MONTHS = frozenset("in since until by during from last next this late early mid on of and -".split())


def noun_event(draft: Draft, noun: Token) -> Candidate | None:
    """The event that a noun reports, by the first frame whose conditions hold; None when none does."""
    if not reporting(draft, noun) or _month(noun):
        return None
    found = _entry(noun)
    if found is None or in_name(draft, noun) or is_modifier(draft, noun):
        return None
    fitting = next((c for c, failed in _tried(draft, noun, *found) if failed is None), None)
    return _read(draft, fitting) if fitting is not None and fitting.type else None


def _month(noun: Token) -> bool:
    """ "took office in March", "on March 3": no march."""
    before = noun.nbor(-1).lower_ if noun.i > noun.sent.start else ""
    numbered = noun.i + 1 < noun.sent.end and noun.nbor(1).like_num
    return noun.text == "March" and (numbered or before in _BEFORE_MONTHS)


def senses(draft: Draft, noun: Token) -> Iterator[tuple[Candidate, str | None]]:
    """What a noun may be by its frames (type "" for none of ours), each with the first condition that fails."""
    found = _entry(noun)
    return _tried(draft, noun, *found) if found is not None else iter(())


def _tried(
    draft: Draft, noun: Token, first: Token, frames: tuple[NounFrame, ...]
) -> Iterator[tuple[Candidate, str | None]]:
    support = support_verb(draft, noun, first)
    for frame in frames:
        candidate = Candidate(noun, first, frame.type or "", frame.mode, frame.source, support)
        fill_roles(draft, candidate, frame)
        yield candidate, next((c for c in frame.when if not _holds(draft, candidate, frame, c)), None)


def reporting(draft: Draft, token: Token) -> bool:
    """Whether a token is a noun, by its tag or by where it stands."""
    return _is_noun(token) or gerund_noun(draft, token)


def in_name(draft: Draft, noun: Token) -> bool:
    """Whether a noun is a word of a name ("Desert Storm")."""
    inside = draft.at(noun)
    return inside is not None and inside.kind == "name"


def _is_noun(token: Token) -> bool:
    """A noun by its tag, or a word that can be nothing else ("airstrikes", which taggers take for a verb)."""
    if token.pos_ in ("NOUN", "PROPN") or token.tag_ in ("NN", "NNS"):
        return True
    lemma = token.lemma_.lower()
    if _joined(token) in nouns():
        return True
    return lemma in nouns() and lemma not in verbs() and not lemma.endswith("ing") and token.pos_ in ("VERB", "ADJ")


def _read(draft: Draft, candidate: Candidate) -> Candidate:
    """The candidate with its status, and the surer the more is known of it."""
    known = 0.15 * bool(candidate.actors) + 0.15 * bool(candidate.recipients) + 0.1 * bool(candidate.support)
    candidate.reading = status_of(draft, candidate.trigger, candidate.support)
    candidate.score = 0.5 + known
    return candidate


def gerund_noun(draft: Draft, token: Token) -> bool:
    """A form in -ing that the tagger took for a verb, but without subject and object ("backing from the bank")."""
    view = draft.view
    if (
        token.tag_ != "VBG"
        or token.lower_ not in nouns()
        or view.children(token, "subj", "obj", "aux", "xcomp", "ccomp")
    ):
        return False
    above = view.head(token)
    if above is not None and above.lemma_ in ("flee", "escape") and view.rel(token) in ("xcomp", "advcl"):
        return True  # "fled fighting": who flees it does not do it
    if token.i and token.nbor(-1).lower_ in _AMID:
        return True  # "agree to talks after bombing"
    phrases = {prep for prep, _ in view.preps(token)}
    return (
        bool(phrases & {"from", "of", "by", "between"})
        or bool(view.children(token, "det"))
        or view.rel(token) == "subj"
    )


def _joined(token: Token) -> str:
    """The word that hyphens join up to here: "sit-in", "walk-out"."""
    if token.i < token.sent.start + 2 or token.nbor(-1).text != "-" or token.nbor(-1).whitespace_:
        return ""
    return f"{token.nbor(-2).lower_}-{token.lemma_.lower()}"


def _entry(noun: Token) -> tuple[Token, tuple[NounFrame, ...]] | None:
    """Frames of the longest term that ends with the noun, and the token it begins with."""
    doc, known = noun.doc, nouns()
    lemma = noun.lemma_.lower()
    joined = _joined(noun)
    if joined in known:
        return doc[noun.i - 2], known[joined]
    for length in (3, 2) if lemma in _last_words() or noun.lower_ in _last_words() else ():
        start = noun.i - length + 1
        if start >= 0:
            before = [t.lower_ for t in doc[start : noun.i]]
            for term in (" ".join([*before, lemma]), " ".join([*before, noun.lower_])):
                if term in known:
                    return doc[start], known[term]
    stem = noun.lower_.removesuffix("s") if _opening_plural(noun) else lemma
    for form in (lemma, noun.lower_, american(lemma), stem):
        if form in known:
            return noun, known[form]
    return None


def _opening_plural(noun: Token) -> bool:
    """ "Talks broke down": a plural at the head of a sentence, taken for a name because of its capital."""
    return noun.i == noun.sent.start and noun.tag_ == "NNP" and noun.lower_.endswith("s")


@cache
def _last_words() -> frozenset[str]:
    """The last words of terms of several words."""
    return frozenset(term.rsplit(" ", 1)[-1] for term in nouns() if " " in term)


def is_modifier(draft: Draft, noun: Token) -> bool:
    """ "protest leader", "attack helicopter": a noun before a noun is no event."""
    if draft.view.rel(noun) not in ("compound", "amod", "nmod"):
        return False
    above = draft.view.head(noun)
    return above is not None and above.i > noun.i and draft.view.prep(noun) == ""


# -- conditions --------------------------------------------------------------------------------------------------------


def _holds(draft: Draft, candidate: Candidate, frame: NounFrame, condition: str) -> bool:
    """Whether one condition of a noun frame holds. Raises ValueError for a condition that nobody knows."""
    if condition.startswith("!"):
        return not _holds(draft, candidate, frame, condition[1:])
    noun, view = candidate.trigger, draft.view
    if condition == "plural":
        return noun.tag_ in ("NNS", "NNPS") or _opening_plural(noun)
    if condition == "light":
        return candidate.support is not None or bool(candidate.actors or candidate.recipients)
    if condition in ("actor", "sides"):
        return len({m.group for m, _ in candidate.actors}) > (condition == "sides")
    if condition == "harm":
        return bool(victims(draft, noun))
    if condition == "to":
        return any(t.tag_ == "VB" for t in view.children(noun, "acl"))
    return _stands(draft, candidate, frame, condition)


def _stands(draft: Draft, candidate: Candidate, frame: NounFrame, condition: str) -> bool:
    """Whether words or kinds of words stand where a condition asks for them."""
    noun, view, support = candidate.trigger, draft.view, candidate.support
    slot, sep, text = condition.partition("~") if "~" in condition else condition.partition("=")
    wanted = listed(text)
    if slot == "does":
        above = view.head(noun)
        return above is not None and view.rel(noun) == "subj" and above.lemma_ in wanted
    if slot == "lv":
        return support is not None and support.lemma_ in wanted
    if slot == "prep":
        below = view.preps(noun) + [x for x in (view.preps(support) if support is not None else []) if x[1].i > noun.i]
        return any(p in wanted or t.lemma_ in wanted for p, t in below)
    if slot == "in":
        own = {t.lower_ for t in view.children(noun, "case")} if view.children(noun, "cop") else set()
        return view.prep(noun) in wanted or bool(own & wanted)
    if slot in ("of", "on", "against", "between", "with"):
        tokens = [t for p, t in view.preps(noun) if p == slot]
    elif slot == "m":
        tokens = view.children(noun, "compound", "amod", "poss", "nmod")
        tokens += [candidate.first] if candidate.first != noun else []
    else:
        raise ValueError(f"unknown frame condition {condition!r} in {frame.source}")
    if sep == "~":
        return any(is_kind(draft, t, k) or (k == "place" and _is_place(draft, t)) for t in tokens for k in wanted)
    return any(t.lemma_.lower() in wanted or t.lower_ in wanted for t in tokens)


def _is_place(draft: Draft, token: Token) -> bool:
    mention = mention_of(draft, token)
    return mention is not None and mention.type in ("Place", "State")
