"""What a deed led to, what somebody said and then did, and what is only said beside it."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from tests.kg.annotate.asked import names, read, told

LEFT = [
    ("A shootout at a checkpoint left five soldiers dead, Information Minister Omar Saleh said.", "five soldiers"),
    ("An ambush near a bridge left four policemen wounded, the governor said.", "four policemen"),
    ("A raid on a camp left 14 civilians dead, police said.", "14 civilians"),
]


@pytest.mark.parametrize(("text", "who"), LEFT)
def test_who_is_left_dead_though_the_place_stands_before_it(reader: Reader, text: str, who: str) -> None:
    document = read(reader, text)
    assert names(document, told(document, "left"), "recipients") == {who}
    assert len(document.statements) == 1


@pytest.mark.parametrize(
    ("text", "other", "who"),
    [
        ("A bombing in Kabul left 12 policemen dead and wounded 30 civilians.", "wounded", {"30 civilians"}),
        ("The war has left more than 9,000 people dead and displaced 70,000 people.", "displaced", {"70,000 people"}),
        ("The conflict has left more than 9,000 people dead and displaced nearly two million.", "displaced", set()),
    ],
)
def test_the_second_harm_is_done_to_others(reader: Reader, text: str, other: str, who: set[str]) -> None:
    document = read(reader, text)
    event = told(document, other)
    assert (names(document, event, "actors"), names(document, event, "recipients")) == (set(), who)


def test_what_is_to_be_handed_over_too(reader: Reader) -> None:
    document = read(reader, "The rebels are to gather in 23 zones and hand over their weapons to a U.N. mission.")
    event = told(document, "hand")
    assert (event.type, event.status, names(document, event, "actors")) == ("Disarmament", "planned", {"rebels"})


def test_who_said_something_and_did_another_thing(reader: Reader) -> None:
    text = (
        "Rights Monitor said on Sunday that the rebels had carried out killings, and repeated its call for an embargo, "
        "which Chad and Togo have resisted."
    )
    document = read(reader, text)
    event = told(document, "call")
    assert names(document, event, "actors") == {"Rights Monitor"}
    assert not event.recipients


def test_those_called_to_a_town_are_asked_not_the_town(reader: Reader) -> None:
    document = read(reader, "The regional bloc IGAD called its foreign ministers to Nairobi for Monday.")
    assert names(document, told(document, "called"), "recipients") == {"foreign ministers"}


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Chad said it would not halt its air campaign in Togo.", "campaign"),
        ("Chad has not stopped its raids on Gao.", "raids"),
    ],
)
def test_what_is_not_stopped_goes_on(reader: Reader, text: str, trigger: str) -> None:
    assert told(read(reader, text), trigger).status == "actual"


@pytest.mark.parametrize(
    "beside",
    [
        "who declined to be named because he was not allowed to speak",
        "who asked not to be identified",
        "who refused to be quoted",
    ],
)
def test_nobody_rejects_or_asks_anything_who_wants_no_name(reader: Reader, beside: str) -> None:
    document = read(reader, f"Gunmen attacked the convoy, according to a U.N. official {beside}.")
    assert [e.type for e in document.events] == ["Attack"]


def test_naming_is_an_appointment_only_to_an_office(reader: Reader) -> None:
    document = read(
        reader, "Ali Sow was named ambassador on Friday. Two suspects in the bombing of Gao were named by police."
    )
    assert [names(document, e, "recipients") for e in document.events if e.type == "Appointment"] == [{"Ali Sow"}]
