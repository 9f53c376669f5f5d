"""How well events of all PLOVER types are found in sentences of our own, without any other data.

The sentences and what is expected of each stand in ``sentences.tsv``. Floors only move up; they leave room for one or
two sentences, since another processor adds up in another order. Every sentence that is read wrongly is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from kg.annotate import Reader
from kg.model import Article, Event, Plover, Status
from kg.vocab import PLOVER_MODES

DATA = Path(__file__).with_name("sentences.tsv")
COLUMNS = ["part", "type", "mode", "actor", "recipient", "status", "text"]
SYMMETRIC = {"AGREE", "CONSULT", "COOPERATE"}
"""Types in which either side may be told as the other."""

FLOORS = {
    "mended": {"type": 0.97, "whole": 0.92, "silent": 0.95},
    "half-seen": {"type": 0.87, "whole": 0.74, "silent": 0.95},
    "unseen": {"type": 0.86, "whole": 0.76, "silent": 0.8},
    "varied": {"type": 0.9, "whole": 0.78, "silent": 0.95},
    "varied-unseen": {"type": 0.74, "whole": 0.51, "silent": 0.83},
}
"""Part -> share of events of the right type, of events right in all that is asked, of sentences without an event."""

EVENTS_A_SENTENCE = 1.2
"""At most so many events of PLOVER types in a sentence that reports one."""


@dataclass(frozen=True)
class Case:
    """One line of the file; ``types`` is empty where nothing is to be found."""

    part: str
    types: tuple[str, ...]
    mode: str
    actor: str
    recipient: str
    status: str
    text: str


@cache
def cases() -> tuple[Case, ...]:
    lines = [x for x in DATA.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    rows = [line.split("\t") for line in lines[1:]]
    return tuple(Case(p, () if t == "!" else tuple(t.split("/")), *rest) for p, t, *rest in rows)


def stands_in(event: Event, role: str, wanted: str, text: str) -> bool:
    """Whether each of the wanted words lies in an argument of the role."""
    found = event.actors if role == "actor" else event.recipients
    if event.plover in SYMMETRIC:
        found = event.actors + event.recipients
    for words in () if wanted == "-" else wanted.split(";"):
        first = text.index(words)
        if not any(a.span.start < first + len(words) and first < a.span.end for a in found):
            return False
    return True


def whole(event: Event, case: Case) -> bool:
    return (
        case.mode in ("-", event.mode)
        and case.status in ("-", event.status)
        and stands_in(event, "actor", case.actor, case.text)
        and stands_in(event, "recipient", case.recipient, case.text)
    )


@pytest.fixture(scope="module")
def read(reader: Reader) -> dict[str, list[Event]]:
    """Text -> its events of PLOVER types."""
    texts = [Article(str(i), case.text, "2024-03-15") for i, case in enumerate(cases())]
    return {d.article.text: [e for e in d.events if e.plover] for d in reader.stream(texts)}


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


@pytest.mark.parametrize("part", FLOORS)
def test_no_part_is_read_worse_than_its_floor(part: str, read: dict[str, list[Event]]) -> None:
    reported = [c for c in cases() if c.part == part and c.types]
    typed = {c: [e for e in read[c.text] if e.plover in c.types] for c in reported}
    right = {c: any(whole(e, c) for e in typed[c]) for c in reported}
    silent = {c: not read[c.text] for c in cases() if c.part == part and not c.types}
    measured = {
        "type": share([bool(found) for found in typed.values()]),
        "whole": share(list(right.values())),
        "silent": share(list(silent.values())),
    }
    wrong = [f"{c.text}\n    wants {c}\n    found {read[c.text]}" for c, ok in (right | silent).items() if not ok]
    print(f"\n{part}: " + ", ".join(f"{name} {value:.3f}" for name, value in measured.items()))
    low = {name: value for name, value in measured.items() if value < FLOORS[part][name]}
    assert low == {}, f"{part} is read worse than {FLOORS[part]}:\n" + "\n".join(wrong)


def test_events_are_not_found_by_finding_many(read: dict[str, list[Event]]) -> None:
    reported = [c for c in cases() if c.types]
    assert sum(len(read[c.text]) for c in reported) / len(reported) <= EVENTS_A_SENTENCE


def test_the_sentences_are_of_all_types_and_known_words() -> None:
    lines = [x for x in DATA.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    assert lines[0].split("\t") == COLUMNS
    assert {c.part for c in cases()} == set(FLOORS)
    assert len({c.text for c in cases()}) == len(cases()) >= 300
    for plover in get_args(Plover):
        assert sum(plover in c.types for c in cases()) >= 15, plover
    for case in cases():
        assert case.status in ("-", *get_args(Status)), case
        assert case.mode == "-" or any(case.mode in PLOVER_MODES[t] for t in case.types), case
        assert all(w in case.text for role in (case.actor, case.recipient) if role != "-" for w in role.split(";")), (
            case
        )
