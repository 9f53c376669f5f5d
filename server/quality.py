"""How well news is read: the figures of the gate (``kg/data/quality.json``), each with what it means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its name for people, what it means, what was measured, and the bound that the tests hold it to.

    ``most`` tells that less is better and ``bound`` the most that is tolerated; else it is the least.
    """

    title: str
    meaning: str
    measured: float
    bound: float
    most: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """A set of texts with the right answers, and the figures that were measured on it."""

    title: str
    what: str
    figures: tuple[Figure, ...]


_SETS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "vienna": (
            "One wire story, marked up whole",
            "A news agency's story of May 2016: every name, event, role, time, speaker and office in it was marked by "
            "hand. One text, so that a single mistake moves a figure by several points.",
        ),
        "voa": (
            "164 articles of Voice of America, four kinds of event",
            "Attacks, meetings and calls, demonstrations, arrests. The annotators did not mark all that happens: more "
            "than half of what counts as wrong here stands in sentences in which they marked nothing at all.",
        ),
        "plover": (
            "164 single sentences with one event each",
            "Each has one event that a human coder gave a type of the PLOVER scheme, an actor and a recipient.",
        ),
        "re3d": (
            "46 reports on Iraq and Syria",
            "Names and descriptions of people, organisations and places, in reports that were not written by "
            "journalists.",
        ),
    }
)
_FIGURES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "entities.f1": (
            "People, states, groups, places (F1)",
            "Those that the story names or describes, each found once.",
        ),
        "links.p": (
            "Links to Wikidata that are right (precision)",
            "Of the items that names were linked to, the share that is the right one.",
        ),
        "links.r": (
            "Links to Wikidata that are found (recall)",
            "Of the names that have an item, the share that was linked to it.",
        ),
        "events.f1": (
            "Events (F1)",
            "What happened, was planned, feared or denied: found in its paragraph, with its type.",
        ),
        "roles.f1": ("Who, to whom, where (F1)", "Actors, recipients and places of those events."),
        "time_accuracy": (
            "When (share right)",
            "Of the events found, those whose beginning is read as precisely as told.",
        ),
        "status_accuracy": (
            "Happened or not (share right)",
            "Of the events found, those rightly told apart as actual, planned, possible or negated.",
        ),
        "speakers.f1": ("According to whom (F1)", "Who speaks in which paragraph."),
        "relations.f1": (
            "Offices and other relations (F1)",
            "Who holds which office, leads, belongs to or opposes whom.",
        ),
        "triggers.f1": (
            "Events (F1)",
            "The word that tells of the event, with the right kind out of four. See above why this looks low.",
        ),
        "arguments.f1": ("Who, to whom, where (F1)", "The words for those who take part, and for the place."),
        "type_recall": (
            "Type of event (recall)",
            "Of the sentences, those in which an event of the right type was found.",
        ),
        "whole_event_recall": (
            "Whole event (recall)",
            "Of the sentences, those with the right type, the right actor and the right recipient at once.",
        ),
        "events_per_sentence": (
            "Events read in a sentence",
            "One is marked in each, but sentences of news often tell of more; far more would be guessing.",
        ),
        "typed_mentions.f1": (
            "Mentions with their kind (F1)",
            "Every spot where somebody or something is named or described, and whether that is a person, an "
            "organisation or a place.",
        ),
    }
)


@cache
def measured() -> tuple[Measured, ...]:
    """All sets with their figures, in the order of the file."""
    text = resources.files("kg").joinpath("data/quality.json").read_text(encoding="utf-8")
    return tuple(_set(name, bounds) for name, bounds in json.loads(text).items())


def _set(name: str, bounds: Mapping[str, Mapping[str, float]]) -> Measured:
    least, most = bounds["at_least"], bounds.get("at_most", {})
    figures = (
        Figure(*_FIGURES[figure], value, most.get(figure, least.get(figure, 0.0)), figure in most)
        for figure, value in bounds["measured"].items()
    )
    return Measured(*_SETS[name], tuple(figures))
