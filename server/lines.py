"""A text laid out for reading: its lines, in pieces that a passage covers or not, each passage with its note beside it.

Passages overlap as they like: the text is cut wherever one begins or ends, and each piece knows all that cover it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from server.anchors import Place, code_units, utf16_length
from server.tables import Row

KINDS = ("event", "statement", "situation", "quantity")
"""What a claim can be about; the first of them gives a passage with several claims its look."""
STATUSES = ("negated", "possible", "planned", "actual")
"""The first of them gives a passage with several claims its look: what did not happen must not look as if it had."""
_PARAGRAPH = re.compile(r"\S(?:[^\n]{0,3000}(?!\S)|[^\n]{0,3000})")
"""A line; very long ones are cut at white space where there is some, so that every note stands near its passage."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim in a passage. ``about``: what it is about, of this ``kind`` (see KINDS); ``speakers``: rows with their
    ``speaker`` and ``name``, none where the article speaks in its own voice."""

    claim: str
    about: str
    label: str
    kind: str
    status: str
    speakers: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A passage and what is claimed in it. ``place`` is where it stands in the text, None if unknown."""

    number: int
    passage: str
    place: Place | None
    quote: str
    claims: tuple[Claimed, ...]

    @property
    def kind(self) -> str:
        """The kind that shows."""
        return min((claim.kind for claim in self.claims), key=KINDS.index)

    @property
    def status(self) -> str:
        """The status that shows, of the claims of that kind."""
        found = [claim.status for claim in self.claims if claim.kind == self.kind and claim.status in STATUSES]
        return min(found, key=STATUSES.index, default="actual")


@dataclass(frozen=True, slots=True)
class Name:
    """Words that name who takes part in an event or where it is, or tell when: ``iri`` is the entity, empty for a
    time."""

    place: Place
    iri: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are covered by the same passages. ``begins``: notes whose passage begins with them; ``top``: the
    shortest passage, whose look they have; ``name``: what they name; ``here``: whether the asked-for place begins."""

    text: str
    covered: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    top: Note | None = None
    name: Name | None = None
    here: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph and the notes beside it. ``units``: where it begins, in UTF-16 code units; ``spans``: the same for
    the passages of its notes, by number."""

    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    units: int
    spans: Mapping[int, tuple[int, int]]

    @property
    def length(self) -> int:
        """How many characters it has."""
        return sum(len(piece.text) for piece in self.pieces)


def lay_out(text: str, notes: Sequence[Note], names: Iterable[Name] = (), at: Place | None = None) -> list[Line]:
    """The lines of a text with the notes whose passages begin in them. ``at``: a place that is asked for."""
    placed = tuple((note, note.place) for note in notes if note.place)
    named = tuple(name for name in names if 0 <= name.place.start < name.place.end <= len(text))
    sheet = _Sheet(text, placed, named, at)
    paragraphs = [Place(found.start(), found.end()) for found in _PARAGRAPH.finditer(text)]
    edges = {edge for _, place in placed for edge in place} | {edge for place in paragraphs for edge in place}
    units = code_units(text, edges)
    lines, done = [], 0
    for paragraph in paragraphs:
        # a passage that begins in the white space between two paragraphs belongs to the second
        mine = {note.number: (note, place) for note, place in placed if done <= place.start < paragraph.end}
        done = paragraph.end
        lines.append(
            Line(
                tuple(sheet.pieces(paragraph, frozenset(mine))),
                tuple(note for note, _ in mine.values()),
                units[paragraph.start],
                {number: (units[place.start], units[place.end]) for number, (_, place) in mine.items()},
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A text and all that may cover a part of it."""

    text: str
    placed: Sequence[tuple[Note, Place]]
    names: Sequence[Name]
    at: Place | None

    def pieces(self, line: Place, mine: frozenset[int]) -> Iterator[Piece]:
        """A paragraph cut wherever a passage or a name begins or ends. ``mine``: the notes that stand beside it."""
        inside = [(note, place) for note, place in self.placed if _meet(place, line)]
        names = [name for name in self.names if _meet(name.place, line)]
        places = [place for _, place in inside] + [name.place for name in names] + ([self.at] if self.at else [])
        edges = {edge for place in places for edge in place if line.start < edge < line.end}
        for piece in map(Place._make, pairwise(sorted({*line, *edges}))):
            over = [(note, place) for note, place in inside if _meet(place, piece)]
            top = min(over, key=lambda pair: _length(pair[1]), default=None)
            begins = (n.number for n, place in over if n.number in mine and max(place.start, line.start) == piece.start)
            yield Piece(
                self.text[piece.start : piece.end],
                tuple(sorted(note.number for note, _ in over)),
                tuple(begins),
                top[0] if top else None,
                min((n for n in names if _meet(n.place, piece)), key=lambda name: _length(name.place), default=None),
                self.at is not None and self.at.start == piece.start,
            )


def _meet(one: Place, other: Place) -> bool:
    return one.start < other.end and one.end > other.start


def _length(place: Place) -> int:
    return place.end - place.start


def quoted(notes: Sequence[Note], at: Place | None = None) -> list[Line]:
    """A line for each passage where the text itself may not be shown: its words, if they may."""
    lines, units, asked = [], 0, at
    for note in notes:
        here = bool(asked and note.place and note.place.start <= asked.start and asked.end <= note.place.end)
        asked = None if here else asked
        piece = Piece(note.quote, (note.number,), (note.number,), note, None, here)
        length = utf16_length(note.quote)
        lines.append(Line((piece,), (note,), units, {note.number: (units, units + length)}))
        units += length
    return lines


def parts(lines: Sequence[Line], characters: int, notes: int) -> list[list[Line]]:
    """The lines in parts of about so many characters or notes each: what one page bears. At least one part."""
    found: list[list[Line]] = [[]]
    for line in lines:
        last = found[-1]
        full = sum(other.length for other in last) + line.length > characters
        if last and (full or sum(len(other.notes) for other in last) + len(line.notes) > notes):
            found.append([])
        found[-1].append(line)
    return found
