"""Names of the catalogue as a matcher over tokens: exact words, longest match, with the records each name can mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token as Parsed

from kg.annotate.parsed import Doc
from kg.annotate.truecase import Truecaser
from kg.catalogue import Catalogue, Record

_BEGINNING = re.compile(r"[^\W_]*")
# Names that taggers take for little words, or for an adjective by their end.
_LITTLE = ("Daesh", "Da'esh", "IS", "AS", "AM", "IT", "BE", "DO", "WHO", "OR", "AND", "MAY")


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens ``first`` to ``last`` (inclusive) bear a name of the catalogue."""

    first: int
    last: int
    name: str


class Gazetteer:
    """All names of a catalogue; `find` walks a document in one pass.

    Names are tokenised when a text first has a word that begins like them: all of them at start-up would take longer
    than loading the parser. What is kept is bounded by the catalogue, however many texts are read.
    """

    def __init__(self, catalogue: Catalogue, tokenizer: Callable[[str], Iterable[Parsed]]) -> None:
        self.catalogue = catalogue
        self._tokenizer = tokenizer
        self._written: dict[str, list[str]] = {}
        self._names: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        split = frozenset(getattr(tokenizer, "rules", None) or ())
        for name in catalogue.names():
            if not any(c.isupper() for c in name):
                continue
            if _beginning(name) in split:  # "Im" becomes "I" and "m": only the tokenizer knows how it begins
                self._tokenise([name])
            else:
                self._written.setdefault(_beginning(name), []).append(name)
        self._demonyms = catalogue.by_demonym

    def find(self, doc: Doc) -> Iterator[Hit]:
        """Longest matches from left to right, not overlapping. One-word names must be written as in the catalogue."""
        words = [t.text for t in doc]
        behind = 0
        for at, word in enumerate(words):
            if at < behind:
                continue
            beginning = _beginning(word)
            if beginning in self._written:
                self._tokenise(self._written.pop(beginning))
            for name, written in self._names.get(word, ()):
                if tuple(words[at : at + len(name)]) == name:
                    behind = at + len(name)
                    yield Hit(at, behind - 1, written)
                    break

    def _tokenise(self, names: Iterable[str]) -> None:
        """Take over names by their first token, longest first."""
        for name in names:
            words = tuple(t.text for t in self._tokenizer(name) if not t.is_space)
            if words:
                entries = self._names.setdefault(words[0], [])
                entries.append((words, name))
                entries.sort(key=lambda e: -len(e[0]))

    def stand_ins(self) -> dict[str, str]:
        """Names that look like other words ("IS", "Daesh"), and an acronym of the same thing that does not ("ISIS")."""
        out: dict[str, str] = {}
        for word in _LITTLE:
            for record in self.catalogue.lookup(word):
                longer = sorted(n for n in record.names if n.isupper() and n.isalpha() and 3 <= len(n) <= 5)
                if word in record.names and longer:
                    out[word] = longer[-1] if longer[-1].startswith(word) else longer[0]
                    break
        return out

    def truecaser(self) -> Truecaser:
        """What knows the names of the catalogue in sentences in capitals."""
        catalogue = self.catalogue
        return Truecaser(
            catalogue.names, lambda: [*catalogue.names(["State"]), *(word.title() for word in catalogue.by_demonym)]
        )

    def records(self, name: str) -> tuple[Record, ...]:
        """What a name can mean."""
        return self.catalogue.lookup(name)

    def demonym(self, word: str) -> Record | None:
        """The state of an adjective or people's name ("Libyan", "Libyans"), when it can only be one."""
        for form in (word, word.removesuffix("s"), word.removesuffix("'s")):
            found = self._demonyms.get(form.lower())
            if found:
                states = [r for r in found if r.type == "State"] or list(found)
                return states[0] if len(states) == 1 or states[0].sources > 3 * states[1].sources else None
        return None


def _beginning(word: str) -> str:
    """The letters and figures that a word or a name begins with: the same for a name and for its first token."""
    if word.isalnum():
        return word
    found = _BEGINNING.match(word)
    return found.group() if found else ""
