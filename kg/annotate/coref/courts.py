"""Courts: "a United Nations court", "the tribunal" of the one that the article names."""

from __future__ import annotations

from kg.annotate.coref.groups import Groups
from kg.annotate.draft import Draft, Raw

_COURTS = frozenset({"court", "tribunal"})
_NAMED = frozenset({"Court", "Tribunal", "Chambers"})
_WORLD = frozenset({"u.n.", "un", "united", "nations", "-", "backed", "international", "war", "crimes"})
"""Words before "court" or "tribunal" that say it is one that states set up together."""
_JOINT = frozenset({"International", "Special", "Extraordinary", "Residual"})
"""Words in the names of such courts."""


def join_courts(groups: Groups, draft: Draft) -> None:
    """Join "the tribunal" with the one court named before it, and "a U.N. court" with the one joint court named
    anywhere; nothing where two courts are named."""
    doc = draft.text.doc
    called = [m for m in draft.mentions if m.kind != "pronoun" and doc[m.head].lower_ in _COURTS]
    called = [m for m in called if doc[m.head].is_lower]
    if not called:
        return
    named = [m for m in draft.mentions if m.kind == "name" and _is_court(draft, m)]
    if len({groups.root(m) for m in named}) != 1:
        return
    joint = any(t.text in _JOINT for m in named for t in doc[m.first : m.last + 1])
    others = any(_told(draft, m) - _WORLD for m in called)
    for mention in called:
        told = _told(draft, mention)
        bare = not told and mention.first > named[0].last and draft.before(mention) == "the" and not others
        if (bare or (joint and told and told <= _WORLD)) and not _owned(draft, mention):
            groups.join(named[0], mention)
            mention.kind, mention.named = "nominal", False  # a description, which gives the court no name


def _is_court(draft: Draft, mention: Raw) -> bool:
    inside = draft.text.doc[mention.first : mention.last + 1]
    return len(inside) > 1 and mention.type == "Organization" and any(t.text in _NAMED for t in inside)


def _told(draft: Draft, mention: Raw) -> set[str]:
    """What the words before the noun say of a court."""
    return {t.lower_ for t in draft.text.doc[mention.first : mention.head]}


def _owned(draft: Draft, mention: Raw) -> bool:
    """ "Bosnia's court", "the court of Foca", "a court in Kiev": whose or where it is says which."""
    doc = draft.text.doc
    outside = (
        e for e in draft.view.edges(doc[mention.head], "nmod", "poss") if not mention.first <= e.child <= mention.last
    )
    return any(doc[e.child].tag_ != "VBG" for e in outside)  # "accused the court of lying"
