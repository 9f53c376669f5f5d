"""What a repair needs in a sentence to find anything: asked before it looks at the edges, since most find nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.annotate.parsed import Doc
from kg.annotate.schemes import Edge

Mending = Callable[[Doc, list[Edge]], list[Edge]]


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair of the edges of one sentence, and what must be there for it to change anything.

    ``rels`` are relations that must all be among the edges, ``words`` are words in small letters of which one must be
    in the sentence (none: any sentence will do).
    """

    mend: Mending
    rels: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    def __call__(self, doc: Doc, edges: list[Edge]) -> list[Edge]:
        """The mended edges, whatever is among them."""
        return self.mend(doc, edges)

    def fits(self, rels: set[str], words: set[str]) -> bool:
        """Whether a sentence with these relations and words has what the repair needs."""
        return self.rels <= rels and (not self.words or not self.words.isdisjoint(words))


def needs(rels: str = "", words: Iterable[str] = ()) -> Callable[[Mending], Repair]:
    """Decorate a repair with the relations, parted by spaces, and the words that it needs."""
    return lambda mend: Repair(mend, frozenset(rels.split()), frozenset(words))
