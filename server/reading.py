"""The reader of an article: its text where that may be shown, its passages, and beside them what is claimed there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from server import lines, queries
from server.anchors import Place, anchor
from server.context import one, query_string
from server.errors import BadRequest
from server.lines import KINDS, STATUSES, Claimed, Name, Note
from server.links import path_of, place_of, tail
from server.rows import by, labelled, query, rows, text
from server.tables import Row

PART_CHARACTERS = 9000
PART_NOTES = 90
"""What one page bears: with more it would grow beyond 200 kB, and nobody scrolls so far."""
OWN_VOICE = "article"
"""Stands for the article itself among the speakers."""
_AT = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader wants to see; nothing chosen is everything."""

    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    at: Place | None = None
    part: int | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.kinds or self.statuses or self.speakers)

    @property
    def parameters(self) -> dict[str, tuple[str, ...]]:
        """The filters as parameters of an address."""
        return {"kind": self.kinds, "status": self.statuses, "speaker": self.speakers}

    def keeps(self, claim: Claimed) -> bool:
        """Whether a claim is wanted."""
        return (
            (not self.kinds or claim.kind in self.kinds)
            and (not self.statuses or claim.status in self.statuses)
            and (not self.speakers or not set(self.speakers).isdisjoint(voices(claim)))
        )


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be chosen: how many claims have it, and whether it is chosen."""

    value: str
    text: str
    count: int
    chosen: bool


def article(iri: str) -> dict[str, Any]:
    """What the page of an article shows. Raises BadRequest for filters that mean nothing."""
    choice = _choice(query_string())
    facts = labelled(rows("facts", iri), "value")
    known = {tail(fact["property"].value): fact["value"] for fact in facts}
    body = known["text"].value if "text" in known else ""
    every = _notes(rows("article_claims", iri), body)
    shown = [note for note in (_narrowed(note, choice) for note in every) if note.claims]
    laid = _laid_out(body, shown, iri, choice) if body else lines.quoted(shown, choice.at)
    divided = lines.parts(laid, PART_CHARACTERS, PART_NOTES)
    number = _part(choice, divided)
    claims = [claim for note in every for claim in note.claims]
    told = query("article_claims", iri)
    return {
        "facts": [fact for fact in facts if tail(fact["property"].value) != "text"],
        "known": known,
        "title": known["title"].value if "title" in known else tail(iri),
        "whole": bool(body),
        "lines": divided[number - 1],
        "lost": [note for note in shown if body and not note.place] if number == 1 else [],
        "missed": bool(choice.at) and not any(piece.here for line in laid for piece in line.pieces),
        "part": number,
        "parts": len(divided),
        "count": len(claims),
        "kept": sum(len(note.claims) for note in shown),
        "choice": choice,
        "query": told,
        "turtle": queries.as_graph(told, "claim"),
        "filters": _filters(claims, choice),
        "entities": rows("article_entities", iri),
    }


def voices(claim: Claimed) -> list[str]:
    """The speakers of a claim as parameters name them."""
    return [tail(row["speaker"].value) for row in claim.speakers] or [OWN_VOICE]


def _choice(parameters: dict[str, list[str]]) -> Choice:
    kinds, statuses = parameters.get("kind", []), parameters.get("status", [])
    for name, chosen, known in (("kind", kinds, KINDS), ("status", statuses, STATUSES)):
        for value in chosen:
            if value not in known:
                raise BadRequest(f"{value[:40]!r} is not a {name} of claims.", f"Choose among {', '.join(known)}.")
    part, at = one(parameters, "part"), one(parameters, "at")
    if part is not None and not re.fullmatch(r"[1-9][0-9]{0,5}", part):
        raise BadRequest(f"{part[:40]!r} is not the number of a part.", "Parts are counted from 1.")
    found = _AT.fullmatch(at or "")
    if at is not None and (not found or int(found[1]) >= int(found[2])):
        raise BadRequest(f"{at[:40]!r} is not a place in a text.", "Give the first and last character, as in at=12-80.")
    speakers = tuple(parameters.get("speaker", []))
    place = Place(int(found[1]), int(found[2])) if found else None
    return Choice(tuple(kinds), tuple(statuses), speakers, place, int(part) if part else None)


def _notes(found: tuple[Row, ...], body: str) -> list[Note]:
    """A note for each passage, in the order of the text, numbered from 1 whatever is filtered later."""
    passages: dict[str, list[Claimed]] = {}
    heads: dict[str, Row] = {}
    for group in by(found, "claim"):
        row = group.facts
        heads.setdefault(row["passage"].value, row)
        about = row["about"].value
        kind = (path_of(about) or "").partition("/")[0]
        passages.setdefault(row["passage"].value, []).append(
            Claimed(
                row["claim"].value,
                about,
                text(row, "label") or tail(about),
                kind if kind in KINDS else "event",
                tail(row["status"].value) if "status" in row else "",
                tuple(group.speakers),
            )
        )
    places = {passage: _place(body, row) for passage, row in heads.items()}
    order = sorted(passages, key=lambda passage: (places[passage] or Place(-1, -1))[0])
    return [
        Note(number, passage, places[passage], text(heads[passage], "quote"), tuple(passages[passage]))
        for number, passage in enumerate(order, 1)
    ]


def _place(body: str, row: Row) -> Place | None:
    """Where a passage stands: in the text, if there is one, where its words are; else where it is said to stand."""
    if "start" in row and "end" in row:
        place = Place(int(row["start"].value), int(row["end"].value))
    else:
        told = place_of(row["passage"].value)
        place = Place(*told[1:]) if told else Place(0, 0)
    return (
        anchor(body, place, text(row, "quote"), text(row, "prefix"), text(row, "suffix"))
        if body
        else place
        if place.end
        else None
    )


def _narrowed(note: Note, choice: Choice) -> Note:
    return replace(note, claims=tuple(filter(choice.keeps, note.claims))) if choice.narrowed else note


def _laid_out(body: str, notes: Sequence[Note], iri: str, choice: Choice) -> list[lines.Line]:
    names = []
    for row in rows("article_evidence", iri):
        place = anchor(body, Place(int(row["start"].value), int(row["end"].value)), text(row, "quote"))
        if place:
            names.append(Name(place, text(row, "entity")))
    return lines.lay_out(body, notes, names, choice.at)


def _part(choice: Choice, divided: Sequence[Sequence[lines.Line]]) -> int:
    """The part that is asked for: by number, or by a place within it."""
    if choice.part is not None and choice.part > len(divided):
        raise BadRequest(f"There is no part {choice.part}.", f"The article has {len(divided)} with these filters.")
    asked = (n for n, part in enumerate(divided, 1) for line in part for piece in line.pieces if piece.here)
    return choice.part or next(asked, 1)


def _filters(claims: Iterable[Claimed], choice: Choice) -> dict[str, list[Option]]:
    """What can be chosen, with how many claims there are of each, whatever is chosen now."""
    claims = list(claims)
    kinds, statuses = Counter(claim.kind for claim in claims), Counter(claim.status for claim in claims)
    said = Counter(voice for claim in claims for voice in voices(claim))
    names = {tail(row["speaker"].value): text(row, "name") for claim in claims for row in claim.speakers}
    for speaker in choice.speakers:
        if speaker not in said:
            raise BadRequest(f"No claim of this article rests on the word of {speaker[:60]!r}.", _without_speaker())
    return {
        "kind": [Option(kind, kind, kinds[kind], kind in choice.kinds) for kind in KINDS if kinds[kind]],
        "status": [
            Option(status, status, statuses[status], status in choice.statuses)
            for status in reversed(STATUSES)
            if statuses[status]
        ],
        "speaker": [
            Option(voice, names.get(voice, "the article itself"), count, voice in choice.speakers)
            for voice, count in said.most_common()
        ],
    }


def _without_speaker() -> str:
    return f"Choose one on the article's page; {url_for('pages.listing', name='statements')} lists all speakers."
