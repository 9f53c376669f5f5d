"""The form: which fields it has, how long they may be, and how what was typed becomes a correction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.corrections import KINDS
from server.errors import BadRequest

TEXT_MOST = 2000
SOURCE_MOST = 500
NAME_MOST = 80
BODY_MOST = 48 * 1024
"""Bytes: the longest text, percent-encoded as four bytes a character, and the other fields."""

TRAP = "website"
"""A field that people do not see and must stay empty; programs that fill every field give themselves away."""

ILLEGAL = re.compile(r'[\x00-\x20<>"{}|\\^`]')
"""Characters that an IRI cannot have."""

_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\u200e\u200f]")


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, to be shown again when something is wrong with it; every field may be empty."""

    claim: str = ""
    kind: str = ""
    text: str = ""
    source: str = ""
    name: str = ""

    def checked(self) -> Draft:
        """The same once it is known to be good. Raises BadRequest that says what is wrong."""
        if self.kind not in KINDS:
            raise BadRequest("It is not said what is wrong.", "Choose one line under “What is wrong”.")
        if not self.text:
            raise BadRequest("The correction is empty.", "Say in a sentence or two what would be right.")
        for name, most in (("text", TEXT_MOST), ("source", SOURCE_MOST), ("name", NAME_MOST)):
            if len(getattr(self, name)) > most:
                raise BadRequest(f"The {name} is longer than {most:,} characters.", "Please shorten it.")
        if self.source and not _is_web_address(self.source):
            raise BadRequest("The source is not a web address.", "It has to begin with https:// or http://.")
        return self


def read(fields: Mapping[str, list[str]]) -> Draft:
    """What was typed, as plain text. Raises BadRequest for a filled trap or a field that is given twice."""
    for name, values in fields.items():
        if len(values) > 1:
            raise BadRequest(f"The field {name[:40]} is given {len(values)} times.", "Give it once.")
    if fields.get(TRAP, [""])[0].strip():
        raise BadRequest("A field that nobody sees was filled in, as programs do.", "Leave it empty and send again.")
    typed = {name: plain(fields.get(name, [""])[0]) for name in ("claim", "kind", "text", "source", "name")}
    # one line each, whatever was sent
    return Draft(**{name: value if name == "text" else " ".join(value.split()) for name, value in typed.items()})


def plain(text: str) -> str:
    """Text without characters that steer terminals or turn the direction of writing; lines end with a newline."""
    lines = _STEERING.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    kept = (c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Cn", "Co"})
    return re.sub(r"\n{3,}", "\n\n", "".join(kept)).strip()


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not ILLEGAL.search(text)
    except ValueError:
        return False
