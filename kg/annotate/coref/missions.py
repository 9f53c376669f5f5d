"""Missions of the United Nations and other bodies: their letters, their names and what reporters call them are one."""

from __future__ import annotations

from kg.annotate.coref.groups import ORGANIZED, Groups
from kg.annotate.draft import Draft, Raw
from kg.annotate.lexicon import words

# Who sends a mission -> the list of its missions' letters (words.tsv), and how a description names the sender.
_SENDERS = {
    "missions-un": ("un", "united nations"),
    "missions-nato": ("nato",),
    "missions-au": ("au", "african union"),
    "missions-eu": ("eu", "european union"),
}
_NOUNS = frozenset({"mission", "force", "operation"})
_TELLING = frozenset("peacekeeping peace stabilisation stabilization interim military assistance support -".split())
"""Words before "mission" or "force" that leave it the one spoken of."""
_STRENGTH = frozenset({"-", "strong", "member"})


def join_missions(groups: Groups, draft: Draft) -> None:
    """ "MINUSCA" and "the U.N. mission", "the 12,000-strong force": where an article names one mission of a sender."""
    named = {sender: _named(draft, sender) for sender in _SENDERS}
    for found in named.values():
        _join_letters(groups, draft, found)
    roots = {s: {groups.root(m) for m in found} for s, found in named.items()}
    told = [m for m in draft.mentions if m.type in ORGANIZED and _noun(draft, m)]
    for sender, names in _SENDERS.items():
        called = [m for m in told if _sent_by(draft, m, names)]
        if len(roots[sender]) == 1:
            called.insert(0, named[sender][0])
        elif roots[sender] or len({_place(draft, m) for m in called} - {""}) > 1:
            continue
        for mention in called[1:]:
            groups.join(called[0], mention)
    anchors = [m for found in named.values() for m in found]
    if len({groups.root(m) for m in anchors}) == 1:
        _join_bare(groups, draft, anchors, told)


def _named(draft: Draft, sender: str) -> list[Raw]:
    """Mentions that are a mission's letters, alone or with the noun behind them ("KFOR", "KFOR mission")."""
    doc, known = draft.text.doc, words(sender)
    return [m for m in draft.mentions if m.kind == "name" and doc[m.core[0]].lower_ in known and _short(draft, m)]


def _join_letters(groups: Groups, draft: Draft, found: list[Raw]) -> None:
    """ "KFOR" and "the KFOR mission" are one."""
    first: dict[str, Raw] = {}
    for mention in found:
        groups.join(first.setdefault(draft.text.doc[mention.core[0]].lower_, mention), mention)


def _short(draft: Draft, mention: Raw) -> bool:
    rest = draft.text.doc[mention.core[0] + 1 : mention.core[1] + 1]
    return draft.text.doc[mention.core[0]].is_upper and all(t.lower_ in _NOUNS for t in rest)


def _noun(draft: Draft, mention: Raw) -> bool:
    """Whether a mention's last word is a common noun for a mission."""
    noun = draft.text.doc[mention.head]
    return noun.is_lower and noun.lower_ in _NOUNS and noun.tag_ == "NN" and mention.kind != "pronoun"


def _sent_by(draft: Draft, mention: Raw, names: tuple[str, ...]) -> bool:
    """Whether the words before the noun name the sender and say no more than that it keeps peace."""
    before = [t.lower_.replace(".", "") for t in draft.text.doc[mention.first : mention.head]]
    text = " ".join(before)
    name = next((n for n in names if text == n or text.startswith(n + " ")), None)
    return name is not None and set(text.removeprefix(name).split()) <= _TELLING


def _place(draft: Draft, mention: Raw) -> str:
    """Where a mission is, as the phrase right behind it says: "mali" of "the U.N. mission in Mali"."""
    doc, at = draft.text.doc, mention.last + 1
    if at + 1 >= len(doc) or doc[at].lower_ != "in":
        return ""
    place = draft.at_token.get(at + 1)
    return draft.words(place).lower() if place is not None and place.named else ""


def _join_bare(groups: Groups, draft: Draft, anchors: list[Raw], told: list[Raw]) -> None:
    """ "the peacekeeping force", "the 12,000-strong mission", "the force": of the one mission that is named before."""
    doc, first = draft.text.doc, min(m.first for m in anchors)
    for mention in told:
        if mention.kind != "nominal" or mention.first < first or draft.before(mention) != "the":
            continue
        before = [t for t in doc[mention.first : mention.head] if not t.like_num and t.lower_ not in _STRENGTH]
        plain = all(t.lower_ in _TELLING for t in before)
        if plain and not draft.view.edges(doc[mention.head], "nmod", "poss", "relcl"):
            groups.join(anchors[0], mention)
