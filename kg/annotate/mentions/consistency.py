"""One name, one reading: what a name is in one place of an article it is in the others."""

from __future__ import annotations

from collections import Counter

from kg.annotate.draft import Raw
from kg.annotate.gazetteer import Gazetteer
from kg.annotate.lexicon import descriptions
from kg.annotate.mentions.kinds import LOCATED, kinds_of
from kg.annotate.mentions.spans import head_of
from kg.annotate.mentions.titles import title_start
from kg.annotate.parsed import Doc
from kg.annotate.text import Text
from kg.model import EntityType

_PARTICLES = frozenset({"al", "el", "bin", "ibn", "abu", "de", "van", "von", "-"})
_INTO = frozenset({"in", "at", "near", "from", "to", "of"})
Words = tuple[str, ...]


def found_again(text: Text, names: list[Raw]) -> list[Raw]:
    """The names and all further places of their words that are not yet taken, with the same type."""
    doc, known = text.doc, _wordings(text.doc, names)
    starts: dict[str, list[Words]] = {}
    for words in known:
        starts.setdefault(words[0], []).append(words)
    for choices in starts.values():
        choices.sort(key=len, reverse=True)
    taken = {i for m in names for i in range(m.first, m.last + 1)}
    found = list(names)
    taken |= _completed(doc, starts, names)
    for i in range(len(doc)):
        for words in starts.get(doc[i].text, ()):
            span = range(i, i + len(words))
            if not taken.isdisjoint(span) or not _stand(doc, i, words):
                continue
            if len(words) > 1 or doc[i].pos_ in ("PROPN", "NOUN", "ADJ"):
                found.append(_copy(text, known[words], span))
                taken |= set(span)
                break
    return found


def _completed(doc: Doc, starts: dict[str, list[Words]], names: list[Raw]) -> set[int]:
    """Lengthen persons' names cut in one place to what they are in another, where the words go on so: "Zaw Lin"
    of "Zaw Lin Oo". Gives the tokens so taken."""
    added: set[int] = set()
    begun = {m.first for m in names}
    for raw in names:
        if raw.type != "Person" or raw.first == raw.last:
            continue
        words = tuple(t.text for t in doc[raw.first : raw.last + 1])
        for longer in starts.get(words[0], ()):
            span = range(raw.last + 1, raw.first + len(longer))
            if len(longer) > len(words) and begun.isdisjoint(span) and _stand(doc, raw.first, longer):
                raw.last = span[-1]
                raw.core, raw.cover = (raw.core[0], raw.last), (raw.cover[0], raw.last)
                added |= set(span)
                break
    return added


def _stand(doc: Doc, first: int, words: Words) -> bool:
    return tuple(t.text for t in doc[first : first + len(words)]) == words


def _wordings(doc: Doc, names: list[Raw]) -> dict[Words, Raw]:
    """The words by which a name is known elsewhere, the surname of a person alone too -> the name as first found."""
    known: dict[Words, Raw] = {}
    for raw in names:
        words = tuple(t.text for t in doc[raw.first : raw.last + 1])
        if raw.used and (len(words) > 1 or (words[0][:1].isupper() and len(words[0]) > 2)):
            known.setdefault(words, raw)
            if raw.type == "Person" and len(words) > 1 and len(words[-1]) > 3:
                known.setdefault((words[-1],), raw)
            if raw.type == "Person" and len(words) > 2 and words[-2][:1].isupper():  # "Ibn Auf", "Garcia Marquez"
                known.setdefault(words[-2:], raw)
    return known


def _copy(text: Text, like: Raw, span: range) -> Raw:
    first, last = span[0], span[-1]
    head = head_of(text.doc[first : last + 1])
    copy = Raw(first, last, head, "name", like.type, like.kinds, True, (first, last))
    if copy.type == "Person":
        copy.cover = (title_start(text, first), last)
    return copy


def vote(text: Text, gazetteer: Gazetteer, names: list[Raw]) -> None:
    """Settle one type for one name: a surname is a person's, else the catalogue decides, else the majority."""
    by_name: dict[str, list[Raw]] = {}
    surnames: dict[str, int] = {}
    for raw in names:
        words = [t.text for t in text.doc[raw.core[0] : raw.core[1] + 1]]
        if raw.used:
            by_name.setdefault(" ".join(words), []).append(raw)
        if raw.type == "Person" and len(words) > 1:
            surnames.setdefault(words[-1], raw.first)
    for name, same in by_name.items():
        surname = _surname(name) in surnames
        best = _voted(text, gazetteer, name, same, surname)
        if surname and best == "Place" and not any(r.capital_of for r in gazetteer.records(name)):
            # A town of that name is known too, but here it is a person's: "Scott Dayton ... Dayton was in Syria".
            best = "Place" if all(_somewhere(text, raw) for raw in same) else "Person"
        elif surname and best == "State" and min(raw.first for raw in same) > surnames[_surname(name)]:
            best = "State" if any(_before(text, raw) in _INTO for raw in same) else "Person"  # "said Palau", a senator
        for raw in same:
            bare = (raw.first, raw.last) == raw.core
            if raw.type != best and bare:
                raw.type, raw.kinds = best, kinds_of(best)
                if best == "Person":
                    raw.cover = (title_start(text, raw.first), raw.last)


def _surname(name: str) -> str:
    """The last word of a name whose others are articles and particles ("al - Zarqawi"), else the name."""
    *before, last = name.split(" ")
    return last if all(word.lower() in _PARTICLES for word in before) else name


def _somewhere(text: Text, raw: Raw) -> bool:
    """Whether a name stands where a place does."""
    after = text.doc[raw.last + 1].text if raw.last + 1 < len(text.doc) else ""
    return _before(text, raw) in _INTO or after == ","


def _called(text: Text, raw: Raw) -> bool:
    """Whether a name stands behind the comma of a noun for one person: "a security analyst, Shirin Lind,"."""
    noun = text.doc[raw.first - 2] if raw.first > 1 and text.doc[raw.first - 1].text == "," else None
    known = descriptions().get(noun.lower_) if noun is not None and noun.tag_ == "NN" else None
    return known is not None and "person" in known.kinds


def _before(text: Text, raw: Raw) -> str:
    return text.doc[raw.first - 1].lower_ if raw.first else ""


def _voted(text: Text, gazetteer: Gazetteer, name: str, same: list[Raw], surname: bool) -> EntityType:
    counted = Counter(m.type for m in same)
    known = [r.type for r in gazetteer.records(name)]
    if not known and " " in name and counted["Place"] and any(_called(text, raw) for raw in same):
        return "Person"
    if any(LOCATED in m.kinds for m in same) and not known and not surname:
        return "Place"
    if surname and (counted["Person"] == len(same) or not any(k in ("State", "Place") for k in known)):
        return "Person"
    if known and not any(k in counted for k in known) and len(name) > 3:
        return known[0]
    return max(counted, key=lambda k: (k in known, counted[k]))
