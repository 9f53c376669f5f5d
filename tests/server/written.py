"""An article with its whole text for the tests of the reader, in letters of all kinds; what it tells is invented."""

from __future__ import annotations

import json
from dataclasses import dataclass

KEY = "aaaabbbbccccdddd"
TEXT = (
    "😀 The Cafe\u0301 guards fired 🔫🔫 at the 𝔖𝔬𝔲𝔱𝔥 gate on Monday, and the 👨‍👩‍👧 family fled.\n\n"
    "“We saw it all”, said Zoë Ng of the 𐌰𐌱 guild; nobody was hurt. Nobody was hurt.\n\n"
    "قال المتحدث إن الهدنة 🕊️ قائمة.\n"
)


@dataclass(frozen=True)
class Told:
    """A claim: its words in the text, what it is about, its status, who says so. ``moved``: the place is told wrongly
    by so many characters; ``other``: the words are told otherwise than they stand in the text."""

    name: str
    quote: str
    kind: str = "event"
    status: str = "actual"
    speaker: str = ""
    moved: int = 0
    other: str = ""


FIRED = "The Cafe\u0301 guards fired 🔫🔫 at the 𝔖𝔬𝔲𝔱𝔥 gate on Monday, and the 👨‍👩‍👧 family fled."
TOLD = (
    Told("fired", FIRED),
    Told("fled", "the 👨‍👩‍👧 family fled", status="possible"),
    Told("overlapping", "gate on Monday, and the 👨‍👩‍👧", "quantity"),
    Told("said", "“We saw it all”, said Zoë Ng of the 𐌰𐌱 guild", "statement"),
    Told("guild", "Zoë Ng of the 𐌰𐌱 guild", "situation", speaker="zoe-ng"),
    Told("hurt", "nobody was hurt", status="negated", speaker="zoe-ng"),
    Told("truce", "الهدنة 🕊️ قائمة", "situation", "planned", speaker="spokesman"),
    # its place was counted in another version of the text, and its accent is one letter there
    Told("anchored", "Cafe\u0301 guards", moved=7, other="Café  guards"),
    Told("lost", "😀", other="words that the text does not have", status="planned"),
)


def turtle(key: str = KEY, text: str = TEXT, told: tuple[Told, ...] = TOLD, whole: bool = True) -> str:
    """The article in Turtle, to be handed to ``made.make`` as ``extra``."""
    words = f" ; dm:text {_quoted(text)}" if whole else ""
    lines = [
        f'i:article\\/{key} a dm:Article ; dct:title "Shots at the gate"@en ; dct:issued "2021-05-01"^^xsd:date ;'
        f' dct:publisher "Example Gazette" ; dct:source <https://news.example/{key}> ; dct:language "en"{words} .'
    ]
    for name, label in (("zoe-ng", "Zoë Ng"), ("spokesman", "the spokesman")):
        lines.append(f'i:entity\\/{name} a dm:Person ; rdfs:label "{label}"@en ; dm:mentionedIn i:article\\/{key} .')
    for one in told:
        lines.append(_claim(key, text, one))
    start = text.find("𝔖𝔬𝔲𝔱𝔥 gate")
    if start >= 0:
        lines.append(_place(key, start, start + len("𝔖𝔬𝔲𝔱𝔥 gate")))
    return "\n".join(lines)


def _claim(key: str, text: str, one: Told) -> str:
    start = text.index(one.quote) + one.moved
    passage, about = f"{key}-{start}-{start + len(one.quote)}", f"{one.kind}\\/{key}-{one.name}"
    said = f" ; dm:attributedTo i:entity\\/{one.speaker}" if one.speaker else ""
    types = {"event": "dm:eventType c:event-type\\/Attack", "statement": "dm:eventType c:event-type\\/Statement"}
    return (
        f'i:{about} rdfs:label "{one.name}"@en ; {types.get(one.kind, "dm:x 1")} ; dm:status c:status\\/{one.status} ;'
        f" dm:hasClaim i:claim\\/{key}-{one.name} .\n"
        f"i:claim\\/{key}-{one.name} a dm:Claim ; dm:about i:{about} ; dm:claimedIn i:article\\/{key} ;"
        f" dm:passage i:passage\\/{passage} ; dm:claimedStatus c:status\\/{one.status}{said} .\n"
        + _passage(key, start, start + len(one.quote), one.other or one.quote)
    )


def _place(key: str, start: int, end: int) -> str:
    """The place of the first event, with its evidence."""
    return (
        f"i:event\\/{key}-fired dm:hasParticipation i:participation\\/{key} ; dm:tookPlaceAt i:entity\\/gate .\n"
        f"i:participation\\/{key} dm:participant i:entity\\/gate ; dm:role c:role\\/place ;"
        f" dm:participationIn i:event\\/{key}-fired ; dm:evidence i:passage\\/{key}-{start}-{end} .\n"
        f'i:entity\\/gate a dm:Place ; rdfs:label "South gate"@en ; dm:mentionedIn i:article\\/{key} .\n'
        + _passage(key, start, end, "𝔖𝔬𝔲𝔱𝔥 gate")
    )


def _passage(key: str, start: int, end: int, quote: str) -> str:
    node = f"https://w3id.org/dragoman/id/passage/{key}-{start}-{end}"
    return (
        f"<{node}> a dm:Passage ; oa:hasSource i:article\\/{key} ; dm:quote {_quoted(quote)} ;"
        f" oa:hasSelector <{node}#position> . <{node}#position> oa:start {start} ; oa:end {end} ."
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
