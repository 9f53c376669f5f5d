"""Why a word of the lexicon that could report an event reports none: where it stands, or the condition that failed."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotate.draft import Draft
from kg.annotate.events import nouns, verbs
from kg.annotate.parsed import Token
from kg.model import PassedOver

_SHOWN = 4  # words of a condition that are enough to know it by


def passed_over(draft: Draft) -> tuple[PassedOver, ...]:
    """Every word that has a frame and gave no event, in text order, with the reason. Ask once events are found."""
    told = {t.i for event in draft.events for t in draft.text.tokens(event.trigger)}
    out = []
    for token in draft.text.doc:
        reason = "" if token.i in told else draft.left_out.get(token.i) or _reason(draft, token)
        if reason:
            out.append(PassedOver(draft.text.span(token), draft.text.sentence(token), reason))
    return tuple(out)


def _reason(draft: Draft, token: Token) -> str:
    """Why no frame of a word gave a candidate; '' when it has none that reports an event."""
    tried = list(_senses(draft, token))
    if not any(kind for kind, _, _ in tried):
        return ""
    if verbs.reporting(draft, token):
        return _failed(tried)
    if not nouns.reporting(draft, token):
        return "a verb that only describes or helps another one" if token.pos_ in ("VERB", "ADJ") else ""
    if nouns.in_name(draft, token):
        return "a word of a name"
    return "only tells of what kind the noun behind it is" if nouns.is_modifier(draft, token) else _failed(tried)


def _senses(draft: Draft, token: Token) -> Iterator[tuple[str | None, str, str | None]]:
    """Type, line of the lexicon and failed condition of each sense of a word."""
    if token.pos_ in ("VERB", "ADJ"):
        yield from ((frame.type, frame.source, failed) for frame, failed in verbs.senses(draft, token))
    if nouns.reporting(draft, token):
        yield from ((found.type, found.source, failed) for found, failed in nouns.senses(draft, token))


def _failed(tried: list[tuple[str | None, str, str | None]]) -> str:
    """The sense that fits and is no event, or what each sense that is one asks for in vain."""
    fitting = next((source for kind, source, failed in tried if failed is None and not kind), None)
    if fitting is not None:
        return f"a sense that is no event: {fitting}"
    return "; ".join(f"{kind} wants {_short(failed)} ({source})" for kind, source, failed in tried if kind and failed)


def _short(condition: str) -> str:
    """A condition with the first few of its words."""
    words = condition.split(",")
    return ",".join([*words[:_SHOWN], *(["…"] if words[_SHOWN:] else [])])
