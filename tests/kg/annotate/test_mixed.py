"""Phrases that a parse mixes up: who does what is told nonetheless."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Document
from tests.kg.annotate.asked import names, read, told

ACTED = [
    ("Gunmen shouting Islamic slogans stormed a hotel in Gao on Friday.", "stormed", {"Gunmen"}),
    ("Gunmen stormed a hotel on Friday before Malian special forces, helped by French troops, retook the building.",
     "retook", {"Malian special forces"}),
    ("The president fled to Niamey after the Houthis, a group from the north, seized the capital in 2014.",
     "seized", {"Houthis"}),
    ("Amnesty International and other rights groups have called on Britain to stop selling weapons.", "called",
     {"Amnesty International", "other rights groups"}),
    ("France, which intervened in its former colony in 2013 to drive out rebels who had occupied the north, "
     "dispatched 40 soldiers.", "dispatched", {"France"}),
    ("Three civilians were killed by Houthi shelling on Friday.", "shelling", {"Houthi"}),
    ("Gunmen stormed a hotel in Gao, taking ten tourists and staff hostage.", "taking", {"Gunmen"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "who"), ACTED)
def test_who_does_it(reader: Reader, text: str, trigger: str, who: set[str]) -> None:
    document = read(reader, text)
    assert names(document, told(document, trigger), "actors") == who


def test_those_behind_a_date_die(reader: Reader) -> None:
    document = read(reader, "In August, 13 people including five nurses died when gunmen seized a hotel in Gao.")
    assert "13 people" in names(document, told(document, "died"), "recipients")


def test_what_a_raid_is_called_somewhere_does_not_move_it_there(reader: Reader) -> None:
    document = read(reader, 'In Oslo, Prime Minister Eva Lind called the attack "appalling".')
    assert told(document, "called").type == "Criticism"
    assert not any(e.type == "Attack" and e.places for e in document.events)


@pytest.mark.parametrize(
    ("source", "who"),
    [
        ("a Danish doctor, Eva Lind, who was there", "Eva Lind"),
        ("a Turkish official", "Turkish official"),
        ("Iran's state television", "state television"),
    ],
)
def test_according_to_whom(reader: Reader, source: str, who: str) -> None:
    document = read(reader, f"The raid killed 12 soldiers, according to {source}.")
    assert [document.entity(s.speaker).name for s in document.statements] == [who]


def test_a_kingdom_is_a_kingdom_and_the_north_one_of_two(reader: Reader) -> None:
    text = "Saudi Arabia led the raids. Washington has supplied the kingdom with arms."
    kingdom = next(e for e in read(reader, text).entities if e.name == "Saudi Arabia")
    assert "kingdom" in {m.span.of(text) for m in kingdom.mentions}
    text = "North Korea fired a missile on Friday. The council banned the North's textile exports."
    north = next(e for e in read(reader, text).entities if e.name == "North Korea")
    assert "North" in {m.span.of(text) for m in north.mentions}


def test_a_states_own_council_is_not_that_of_the_united_nations(reader: Reader) -> None:
    text = "Omar Saleh convened his National Security Council. The Security Council met on Monday."
    assert {"National Security Council", "Security Council"} <= {e.name for e in read(reader, text).entities}


@pytest.mark.parametrize(
    "machines", ["B-52 bombers", "Russian bombers", "strategic bombers", "South Korean F-15 fighters"]
)
def test_machines_are_nobody(reader: Reader, machines: str) -> None:
    document = read(reader, f"{machines} flew over the coast on Friday.")
    assert not [e for e in document.entities if e.type not in ("State", "Place")]


COUNTED = [
    (
        "France and its allies have carried out thousands of air strikes in Mali since 2014.",
        "air strikes",
        {"France", "allies"},
    ),
    ("The council was to hold an emergency session on Friday afternoon.", "session", {"council"}),
    ("Latvia urged Britain to stop selling weapons to Riyadh.", "selling", {"Britain"}),
]


@pytest.mark.parametrize(("text", "trigger", "who"), COUNTED)
def test_what_is_counted_held_or_sold(reader: Reader, text: str, trigger: str, who: set[str]) -> None:
    document = read(reader, text)
    assert names(document, told(document, trigger), "actors") == who


def test_who_is_counted_in_was_taken(reader: Reader) -> None:
    document = read(reader, "The group holds more than 20 people, including four nurses abducted this month in Gao.")
    event = told(document, "abducted")
    assert (names(document, event, "actors"), names(document, event, "recipients")) == (set(), {"four nurses"})


def test_he_is_who_was_presented_and_told_it(reader: Reader) -> None:
    text = (
        "The group killed hostage Tom Reed, the army said. Two soldiers were wounded in a battle near Gao, Major Ali "
        "Sow, a spokesman for the command, told reporters. He said 14 rebels had died."
    )
    document = read(reader, text)
    assert [document.entity(s.speaker).name for s in document.statements][1:] == ["Ali Sow", "Ali Sow"]


def test_a_verb_goes_on_with_the_clause_it_stands_in(reader: Reader) -> None:
    text = (
        "The United States said Sow remained the legitimate president, while Belgium, the former colonial power, "
        "suspended aid for the elections and halted police cooperation."
    )
    document = read(reader, text)
    assert names(document, told(document, "halted"), "actors") == {"Belgium"}


MORE = [
    ("Azerbaijan and Armenian-backed separatists in Nagorno-Karabakh agreed on Tuesday to stop fighting.", "agreed",
     {"Azerbaijan", "Armenian-backed separatists"}),
    (
        "Russian President Vladimir Putin, who telephoned Azeri counterpart Ilham Aliyev and Armenian leader "
        "Serzh Sarksyan, urged both to stop.",
        "telephoned",
     {"Vladimir Putin", "Ilham Aliyev", "Serzh Sarksyan"}),
    ("Maduro met Saudi King Salman in Riyadh on Sunday.", "met", {"Maduro", "King Salman"}),
    ("Jordan's King Abdullah met Eva Lind in Amman.", "met", {"King Abdullah", "Eva Lind"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "who"), MORE)
def test_those_named_with_their_titles_take_part(reader: Reader, text: str, trigger: str, who: set[str]) -> None:
    document = read(reader, text)
    assert names(document, told(document, trigger), "actors") == who


SUFFERED = [
    ("Chad opposition leader jailed after vote", "jailed", "Chad opposition leader"),
    ("A court in Chad sent opposition politician Ali Sow back to prison on Friday.", "sent", "Ali Sow"),
    ("A judge later barred him and seven other opposition leaders from leaving the country.", "barred",
     "seven other opposition leaders"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "who"), SUFFERED)
def test_who_suffers_it(reader: Reader, text: str, trigger: str, who: str) -> None:
    document = read(reader, text)
    assert names(document, told(document, trigger), "recipients") == {who}


def test_what_a_state_calls_it_is_not_aimed_at_the_state(reader: Reader) -> None:
    text = "Eva Lind summoned the ambassador to protest against what Chad described as the beating of a worker."
    document = read(reader, text)
    assert not any("Chad" in names(document, e, "recipients") for e in document.events)


def test_who_leads_a_body_that_was_not_seen_leads_no_state(reader: Reader) -> None:
    document = read(reader, "The leader of the right-wing Alternative for Germany, Eva Lind, accused the government.")
    assert not document.relations


def test_a_forum_that_is_told_something_was_held(reader: Reader) -> None:
    document = read(reader, "The minister told a security forum in Singapore in June that the army would fight.")
    assert told(document, "forum").status == "actual"


def test_an_island_is_no_town(reader: Reader) -> None:
    text = "Kenya sold jets to Madagascar. Officials in Nairobi met on Monday. Bombers flew around the island."
    document = read(reader, text)
    assert not any("island" in {m.span.of(text) for m in e.mentions} for e in document.entities if e.name == "Nairobi")


def test_somebody_of_a_people_is_arrested_in_a_headline(reader: Reader) -> None:
    document = read(reader, "Germany arrests Syrian over plot to bomb airport")
    event = told(document, "arrests")
    assert (names(document, event, "actors"), names(document, event, "recipients")) == ({"Germany"}, {"Syrian"})


def test_anti_french_is_not_french(reader: Reader) -> None:
    document = read(reader, "Lind returned after a wave of anti-French protests in Bamako.")
    assert names(document, told(document, "protests"), "actors") == set()


def test_they_are_the_governments_that_are_to_say_it(reader: Reader) -> None:
    document = read(
        reader, "Eva Lind demanded that the region's governments say whether they want French troops to stay."
    )
    assert names(document, told(document, "want"), "actors") == {"governments"}


def test_none_of_a_list_of_states_is_the_country(reader: Reader) -> None:
    text = "Bolivia voted. Russia, Cuba and Mali did not follow. Eva Lind dismissed the country's envoy, Ali Sow."
    document = read(reader, text)
    held = next(r for r in document.relations if r.type == "holdsOffice")
    assert held.object == _id(document, "Bolivia")


def test_who_is_elected_is_not_yet_president(reader: Reader) -> None:
    document = read(reader, "Argentina's president-elect, Ana Rios, criticised Chad.")
    assert [r.office for r in document.relations] == ["president-elect"]


def test_a_possessor_is_named_without_its_ending(reader: Reader) -> None:
    document = read(reader, '"We are at war," said Burkina Faso\'s Foreign Minister Ali Sow.')
    assert "Burkina Faso" in {e.name for e in document.entities}


def _id(document: Document, name: str) -> str:
    return next(e.id for e in document.entities if e.name == name)
