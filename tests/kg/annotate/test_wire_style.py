"""Turns of wire stories that the parser hangs in a wrong place, or that status, time and reference must know."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article, Document, Event

DAY = "2016-05-18"  # a Wednesday


def read(reader: Reader, text: str) -> Document:
    return reader.read(Article("a", text, DAY))


def event(reader: Reader, text: str, word: str) -> Event:
    """The event whose trigger has the word."""
    found = [e for e in read(reader, text).events if word in e.trigger.of(text).split()]
    assert found, f"no event at {word!r} in {text!r}"
    return found[0]


STATUS = [
    # text, trigger, status
    ("The commanders of the two armies are due to speak by telephone on Friday.", "speak", "planned"),
    ("The committee welcomed the talks in Geneva, planned for 25 August.", "talks", "planned"),
    ("Kenya cancelled talks with the rebels.", "talks", "negated"),
    ("Thousands marched in Cairo to demand the release of prisoners.", "demand", "actual"),
    ("The group has promised not to attack the town.", "promised", "actual"),
    ("Kenya said it would consider reopening the border with Somalia.", "reopening", "possible"),
]


@pytest.mark.parametrize(("text", "word", "status"), STATUS, ids=[t[:40] for t, *_ in STATUS])
def test_status(reader: Reader, text: str, word: str, status: str) -> None:
    assert event(reader, text, word).status == status


TIMES = [
    # text, trigger, when
    ("Gunmen stormed a base on Monday, killing 30 soldiers and wounding dozens.", "killing", "2016-05-16"),
    ("Gunmen stormed a base on Monday, killing 30 soldiers and wounding dozens.", "wounding", "2016-05-16"),
    ("Gunmen killed 30 soldiers on Monday in one of the deadliest raids this year.", "killed", "2016-05-16"),
    ("Thousands protested in the capital and other cities on Monday.", "protested", "2016-05-16"),
    ("Tensions have risen since Monday, when India cancelled the talks.", "cancelled", "2016-05-16"),
    ("The truce collapsed last November when soldiers attacked a village.", "attacked", "2015-11"),
    (
        "African Union forces and Somali government troops on Sunday captured the port of Barawe.",
        "captured",
        "2016-05-15",
    ),
    ("The committee welcomed the talks in Geneva, planned for 25 August.", "talks", "2016-08-25"),
    ("The commanders of the two armies are due to speak by telephone on Friday.", "speak", "2016-05-20"),
]


@pytest.mark.parametrize(("text", "word", "when"), TIMES, ids=[t[:40] for t, *_ in TIMES])
def test_time(reader: Reader, text: str, word: str, when: str) -> None:
    time = event(reader, text, word).time
    assert time is not None
    assert time.start == when


ACTORS = [
    # text, trigger, who does it
    ("The Roman Catholic bishop of Goma, Jose Tagle, called for calm.", "called", "Jose Tagle"),
    (
        "Tom Reed warned that people remained cut off, and urged the rebels to withdraw.",
        "urged",
        "Tom Reed",
    ),
    ("Reed, who was in Tokyo for talks with Japanese Prime Minister Kenji Morita, left.", "talks", "Reed"),
]


@pytest.mark.parametrize(("text", "word", "who"), ACTORS, ids=[t[:40] for t, *_ in ACTORS])
def test_actor(reader: Reader, text: str, word: str, who: str) -> None:
    found = event(reader, text, word)
    document = read(reader, text)
    assert who in [document.entity(a.entity).name for a in found.actors]


def names(document: Document) -> list[str]:
    return [e.name for e in document.entities]


NAMES = [
    # text, a name as it must be found
    ("He fled after the separatist All Parties Unity Conference called a strike.", "All Parties Unity Conference"),
    ("Governor Hassan Nur of the Upper Juba region resigned.", "Upper Juba region"),
    ("Bishop Paul Mukasa of Goma called for peace.", "Paul Mukasa"),
]


@pytest.mark.parametrize(("text", "name"), NAMES, ids=[name for _, name in NAMES])
def test_names_that_the_parser_misses(reader: Reader, text: str, name: str) -> None:
    assert name in names(read(reader, text))


def test_a_headline_in_capitals_throughout_names_no_body(reader: Reader) -> None:
    assert "Rebels Storm Army" not in names(read(reader, "Rebels Storm Army Base\n\nRebels attacked a base in Mali."))


def test_the_group_is_the_one_that_is_called_so(reader: Reader) -> None:
    text = "The Minsk Group, set up by the OSCE, met in Vienna. France leads the group."
    document = read(reader, text)
    (tie,) = [r for r in document.relations if r.type == "heads"]
    assert tie.object is not None
    assert document.entity(tie.object).name == "Minsk Group"


def test_its_points_past_a_long_sentence(reader: Reader) -> None:
    text = (
        "The Unity Council, based in Riyadh, said that the delivery was a drop in the ocean and threatened to stay "
        "away from the next round of talks in Geneva, planned for the end of the month, unless aid reached every "
        "besieged area of the country without any delay. Its chief negotiator, Anas Salem, resigned."
    )
    document = read(reader, text)
    (tie,) = [r for r in document.relations if r.type == "holdsOffice"]
    assert tie.object is not None
    assert document.entity(tie.object).name == "Unity Council"


def test_our_side_in_a_quotation_is_the_speaker_alone(reader: Reader) -> None:
    document = read(reader, '"We attacked the base," said Omar Haddad.')
    assert "We" not in names(document)
    assert [document.entity(a.entity).name for e in document.events for a in e.actors] == ["Omar Haddad"]


def test_who_is_included_does_not_speak(reader: Reader) -> None:
    text = (
        "The EU is expected to follow with sanctions against five members of the government, including Prime Minister "
        "Omar Diarra, diplomats say."
    )
    document = read(reader, text)
    assert [document.entity(s.speaker).name for s in document.statements] == ["diplomats"]
