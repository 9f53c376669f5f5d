"""A correction and what a moderator decided on it, each as one Web Annotation.

The W3C model has words for both: a correction is an annotation whose motivation is ``editing`` and whose target is the
claim; a decision is one whose motivation is ``moderating`` and whose target is the correction.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Literal, TypeVar

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""The context that every Web Annotation names."""

RIGHTS = "https://creativecommons.org/publicdomain/zero/1.0/"
PRIVATE = "private-person"
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "not-said": "The sentence does not say this",
        "who": "Who did it, or to whom, is wrong",
        "when-where": "The time or the place is wrong",
        "status": "It is wrong whether it happened, was planned, feared or denied",
        "speaker": "Someone else says so",
        "number": "The number is wrong",
        "link": "The name stands for somebody or something else",
        PRIVATE: "It is about a private person and should not be here",
        "other": "Something else",
    }
)
"""What can be wrong -> the words for it. What is said about private persons is never shown on a page."""

Outcome = Literal["accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a visitor says is wrong.

    ``id`` is ``urn:uuid:…``, ``target`` the IRI it is about, ``release`` the address of the release that was looked at,
    ``kind`` a key of KINDS, ``text`` plain text, ``source`` a web address that supports it, ``name`` who says so (both
    may be empty), ``created`` the time in UTC to the second (``2026-01-31T12:00:00Z``).
    """

    id: str
    target: str
    release: str
    kind: str
    text: str
    source: str
    name: str
    created: str

    @property
    def private(self) -> bool:
        """Whether it must not be shown to anybody but moderators."""
        return self.kind == PRIVATE

    def annotation(self) -> dict[str, Any]:
        """The Web Annotation, ready for JSON."""
        bodies: list[dict[str, str]] = [
            {"type": "TextualBody", "purpose": "editing", "format": "text/plain", "value": self.text},
            {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": self.kind},
        ]
        if self.source:
            bodies.append({"type": "SpecificResource", "purpose": "linking", "source": self.source})
        return {
            "@context": CONTEXT,
            "id": self.id,
            "type": "Annotation",
            "motivation": "editing",
            "created": self.created,
            "rights": RIGHTS,
            **_creator(self.name),
            "body": bodies,
            "target": {"type": "SpecificResource", "source": self.target, "scope": self.release},
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """What a moderator made of a correction (``of``: its id). ``note`` says why, ``by`` who; both may be empty."""

    id: str
    of: str
    outcome: Outcome
    note: str
    by: str
    created: str

    def annotation(self) -> dict[str, Any]:
        """The Web Annotation, ready for JSON."""
        bodies = [{"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": self.outcome}]
        if self.note:
            note = {"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": self.note}
            bodies.append(note)
        return {
            "@context": CONTEXT,
            "id": self.id,
            "type": "Annotation",
            "motivation": "moderating",
            "created": self.created,
            **_creator(self.by),
            "body": bodies,
            "target": self.of,
        }


def correction_from(annotation: Any) -> Correction:
    """The correction that an annotation holds. Raises ValueError when it is none."""
    try:
        bodies = {body["purpose"]: body for body in annotation["body"]}
        if annotation["motivation"] != "editing":
            raise ValueError("its motivation is not “editing”")
        return _texts_only(
            Correction(
                id=annotation["id"],
                target=annotation["target"]["source"],
                release=annotation["target"]["scope"],
                kind=bodies["tagging"]["value"],
                text=bodies["editing"]["value"],
                source=bodies.get("linking", {}).get("source", ""),
                name=annotation.get("creator", {}).get("name", ""),
                created=annotation["created"],
            )
        )
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"it is no correction: {problem!r}") from None


def decision_from(annotation: Any) -> Decision:
    """The decision that an annotation holds. Raises ValueError when it is none."""
    try:
        bodies = {body["purpose"]: body for body in annotation["body"]}
        outcome = bodies["tagging"]["value"]
        if annotation["motivation"] != "moderating" or outcome not in {"accepted", "rejected"}:
            raise ValueError("it neither accepts nor rejects")
        return _texts_only(
            Decision(
                id=annotation["id"],
                of=annotation["target"],
                outcome=outcome,
                note=bodies.get("commenting", {}).get("value", ""),
                by=annotation.get("creator", {}).get("name", ""),
                created=annotation["created"],
            )
        )
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"it is no decision: {problem!r}") from None


Record = TypeVar("Record", Correction, Decision)


def _texts_only(record: Record) -> Record:
    for name in record.__slots__:
        if not isinstance(getattr(record, name), str):
            raise ValueError(f"its {name} is no text")  # noqa: TRY004 - bad data, not a bad call
    return record


def _creator(name: str) -> dict[str, Any]:
    return {"creator": {"type": "Person", "name": name}} if name else {}


def new_id() -> str:
    """A fresh ``urn:uuid:…``."""
    return uuid.uuid4().urn


def now() -> str:
    """This second in UTC: ``2026-01-31T12:00:00Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
