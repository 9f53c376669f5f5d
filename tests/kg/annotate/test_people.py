"""People named in lists with their offices, and what is said beside the last one named."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Document
from tests.kg.annotate.asked import read


def sides(document: Document, trigger: str) -> tuple[set[str], set[str]]:
    """Names of who does an event and of who undergoes it."""
    found = next(e for e in document.events if trigger in e.trigger.of(document.article.text))
    one, other = ({document.entity(a.entity).name for a in role} for role in (found.actors, found.recipients))
    return one, other


def offices(document: Document) -> set[tuple[str, str]]:
    held = [r for r in document.relations if r.type == "holdsOffice"]
    return {(document.entity(r.subject).name, r.office or "") for r in held}


LISTS = [
    ("Chadian President Ali Sow, Beninese leader Tomas Adjo and Togo's Omar Koffi met on Friday.", "met",
     {"Ali Sow", "Tomas Adjo", "Omar Koffi"}, {("Ali Sow", "President"), ("Tomas Adjo", "leader")}),
    ("Danish Prime Minister Eva Lind, Finnish President Juha Salo and Norway's Nils Berg condemned it.", "condemned",
     {"Eva Lind", "Juha Salo", "Nils Berg"}, {("Eva Lind", "Prime Minister"), ("Juha Salo", "President")}),
    ("Talks between Peru's Ana Rios, Chilean Foreign Minister Jorge Paz and U.N. envoy Lena Dahl began.", "Talks",
     {"Ana Rios", "Jorge Paz", "Lena Dahl"}, {("Jorge Paz", "Foreign Minister"), ("Lena Dahl", "envoy")}),
    ("Omar Saleh met U.S. Secretary of State Ann Marsh, Omani Foreign Minister Yusuf Rashdi and Latvia's Janis Ozols.",
     "met", {"Omar Saleh", "Ann Marsh", "Yusuf Rashdi", "Janis Ozols"},
     {("Ann Marsh", "Secretary of State"), ("Yusuf Rashdi", "Foreign Minister")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "who", "held"), LISTS)
def test_each_of_a_list_takes_part_and_holds_no_office_but_his_own(
    reader: Reader, text: str, trigger: str, who: set[str], held: set[tuple[str, str]]
) -> None:
    document = read(reader, text)
    assert sides(document, trigger)[0] == who
    assert offices(document) == held


def test_a_call_on_a_day_is_between_those_who_talk(reader: Reader) -> None:
    text = "The pact followed a phone call on Monday between Putin, Poroshenko and Danish Prime Minister Eva Lind."
    assert sides(read(reader, text), "phone call")[0] == {"Putin", "Poroshenko", "Eva Lind"}


def test_a_matter_is_discussed_with_all_who_are_named(reader: Reader) -> None:
    text = "Janis Ozols discussed the crisis with Lind, Salo and Estonian Prime Minister Tiit Rand."
    assert sides(read(reader, text), "discussed")[0] == {"Janis Ozols", "Lind", "Salo", "Tiit Rand"}


LEADS = [
    ("Mali's ambassador to the United Nations, Adama Keita, who heads the government delegation, left.", "Adama Keita"),
    ("The envoy of Chad to the African Union, Idriss Deby, who leads the mediation committee, left.", "Idriss Deby"),
]


@pytest.mark.parametrize(("text", "who"), LEADS)
def test_who_leads_is_the_person_named_before_the_comma(reader: Reader, text: str, who: str) -> None:
    document = read(reader, text)
    heads = {document.entity(r.subject).name for r in document.relations if r.type == "heads"}
    assert heads == {who}


def test_nobody_heads_the_site_he_writes_on(reader: Reader) -> None:
    document = read(reader, "Mark Olsen, one of the lawyers, said on Twitter that she might run for president one day.")
    assert not document.relations
    assert [document.entity(s.speaker).name for s in document.statements] == ["Mark Olsen"]


def test_several_are_named_behind_those_who_are_counted(reader: Reader) -> None:
    text = (
        "President Eva Lind, who freed the two Chadians, Ali Sow and Omar Saleh, thanked her. "
        + '"It is over," she said.'
    )
    document = read(reader, text)
    assert [document.entity(s.speaker).name for s in document.statements] == ["Eva Lind"]


PRONOUNS = [
    ("The European Union imposed sanctions on Chad after it seized the town of Gao.", "seized", {"Chad"}),
    ("The bloc will extend sanctions imposed on Chad when it seized the town of Gao.", "seized", {"Chad"}),
    ("Togo was suspended by the African Union after it shelled a market.", "shelled", {"Togo"}),
    ("Fighting broke out after Ali Sow sacked Omar Saleh and accused him of plotting a coup.", "coup", {"Omar Saleh"}),
    ("Ali Sow said Omar Saleh had promised to stop the raids when he visited Bamako.", "visited", {"Omar Saleh"}),
]


@pytest.mark.parametrize(("text", "trigger", "who"), PRONOUNS)
def test_who_a_pronoun_below_another_clause_means(reader: Reader, text: str, trigger: str, who: set[str]) -> None:
    assert sides(read(reader, text), trigger)[0] == who


PAIRS = [
    ("Nigerian army chief Tukur Buratai and Hamas leader Khaled Meshaal met.", {"Tukur Buratai", "Khaled Meshaal"}),
    ("Danish aid chief Eva Lind and Dutch envoy Omar Saleh met.", {"Eva Lind", "Omar Saleh"}),
]


@pytest.mark.parametrize(("text", "who"), PAIRS)
def test_both_of_a_pair_take_part(reader: Reader, text: str, who: set[str]) -> None:
    assert sides(read(reader, text), "met")[0] == who


KNOWN = [
    ("Ali Sow and the rebel leader Omar Saleh, better known as Timochenko, met.", "Omar Saleh", "Timochenko"),
    ("Omar Saleh, alias Khaled Abou El Abbas, was killed in a raid.", "Omar Saleh", "Khaled Abou El Abbas"),
    ("The mission, known as UNMISS, runs two camps. UNMISS urged calm.", "UNMISS", "mission"),
]


@pytest.mark.parametrize(("text", "name", "other"), KNOWN)
def test_who_is_known_by_two_names_is_one(reader: Reader, text: str, name: str, other: str) -> None:
    document = read(reader, text)
    one = next(e for e in document.entities if e.name == name)
    assert other in {m.span.of(text) for m in one.mentions}


FIELDS = [
    ("EU foreign policy chief Eva Lind urged calm.", "holdsOffice"),
    ("Hezbollah chief Ali Hassan urged calm.", "heads"),
]


@pytest.mark.parametrize(("text", "relation"), FIELDS)
def test_the_chief_of_a_field_does_not_head_the_body(reader: Reader, text: str, relation: str) -> None:
    assert [r.type for r in read(reader, text).relations] == [relation]
