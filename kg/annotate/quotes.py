"""Which tokens stand in quotation marks."""

from __future__ import annotations

from kg.annotate.draft import Draft
from kg.annotate.parsed import Token


def quoted_tokens(draft: Draft) -> set[int]:
    """Tokens inside quotation marks; a mark that never closes ends with its paragraph, one that was never opened begins
    with it.
    """
    out: set[int] = set()
    opened, block, begun = -1, -1, 0
    for token in draft.text.doc:
        here = draft.text.block_of(token) if token.is_sent_start else block
        if here != block:
            if opened >= 0:
                out.update(range(opened, token.i))
            opened, block, begun = -1, here, token.i
        if token.text in ('"', "``", "''"):
            if opened < 0 and token.i > begun and _closes(token):
                out.update(range(begun, token.i))
            elif opened < 0:
                opened = token.i + 1
            else:
                out.update(range(opened, token.i))
                opened = -1
    if opened >= 0:
        out.update(range(opened, len(draft.text.doc)))
    return out


def _closes(mark: Token) -> bool:
    """Whether a mark can only close: it sticks to the full stop or comma before it."""
    before = mark.nbor(-1)
    return before.text in (",", ".", "?", "!") and not before.whitespace_
