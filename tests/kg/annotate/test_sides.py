"""Who speaks as "I" and "we", and which mentions stand for one entity: what readers of the graph see of it."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article, Document, Entity

STATEMENT = """Minister responds to the attack

Foreign Office Minister Maria Lopez said:

We condemn the attack. I have spoken to my colleagues, and our embassy is closed."""


def read(reader: Reader, text: str) -> Document:
    return reader.read(Article("a", text, "2016-05-16"))


def bearing(document: Document, words: str) -> list[Entity]:
    """Entities with a mention of just these words."""
    text = document.article.text
    return [e for e in document.entities if words in {m.span.of(text) for m in e.mentions}]


@pytest.mark.parametrize(
    ("text", "word", "name", "kind"),
    [
        ('"I met the rebels," said John Osman.', "I", "John Osman", "Person"),
        ('"We will attack the rebels," said Malian President Ali Traore.', "We", "Malian", "State"),
        (
            'John Osman, commander of the Azawad Front, said: "We will attack Kidal."',
            "We",
            "Azawad Front",
            "ArmedGroup",
        ),
        ('"We will attack Kidal," the rebels said.', "We", "rebels", "ArmedGroup"),
        (STATEMENT, "I", "Maria Lopez", "Person"),
        ("I saw the rebels burn the village. My brother fled.", "I", "I", "Person"),
    ],
)
def test_first_persons(reader: Reader, text: str, word: str, name: str, kind: str) -> None:
    document = read(reader, text)
    (entity,) = bearing(document, word)
    assert (entity.name, entity.type) == (name, kind)


def test_what_we_do_a_speaker_does(reader: Reader) -> None:
    """A group that is only "we" is no actor that anybody could look up."""
    document = read(reader, '"We attacked the village," said John Osman.')
    (event,) = [e for e in document.events if e.type == "Attack"]
    assert [document.entity(a.entity).name for a in event.actors] == ["John Osman"]


def test_a_quotation_without_a_speaker_has_no_author(reader: Reader) -> None:
    document = read(reader, 'The sign read "We want peace". Rebels attacked Kidal.')
    assert bearing(document, "We") == []


def test_forces_are_told_apart_by_whose_they_are(reader: Reader) -> None:
    document = read(reader, "Forces of Haftar attacked Sirte. Haftar's forces met troops loyal to Assad.")
    (haftar,) = bearing(document, "Forces of Haftar")
    assert bearing(document, "Haftar's forces") == [haftar]
    assert [e.name for e in document.entities if e.type == "MilitaryForce"] == [
        "Forces of Haftar",
        "troops loyal to Assad",
    ]


def test_a_mention_inside_a_wider_one_is_a_part_of_it(reader: Reader) -> None:
    document = read(reader, "ISIL fighters attacked the city of Sirte. ISIL denied it.")
    places = [m.span.of(document.article.text) for e in document.entities for m in e.mentions]
    assert places.count("ISIL") == 1
    assert "city" not in places


def test_a_headline_speaks_of_the_first_paragraph(reader: Reader) -> None:
    document = read(reader, "World powers discuss Mali\n\nMajor powers met in Vienna on Monday to discuss Mali.")
    assert bearing(document, "Major powers") == bearing(document, "World powers") != []


@pytest.mark.parametrize(
    ("text", "found"),
    [("The government is asserting its authority in Tripoli.", 0), ("The authority banned protests in Tripoli.", 1)],
)
def test_what_a_body_has_is_no_body(reader: Reader, text: str, found: int) -> None:
    assert len([e for e in read(reader, text).entities if "authority" in e.name]) == found


def test_the_chair_of_a_committee_holds_an_office_in_the_house(reader: Reader) -> None:
    document = read(reader, "Nicola Latorre, chairman of the defence committee of the Italian Senate, met rebels.")
    (tie,) = [r for r in document.relations if r.object]
    assert tie.type == "holdsOffice"
    assert tie.office == "chairman of defence committee"
    assert document.entity(str(tie.object)).name == "Italian Senate"


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("The 507th Air Refueling Wing left on Monday.", "507th Air Refueling Wing", "MilitaryForce"),
        ("Troops attacked the town of Ubaydan.", "Ubaydan", "Place"),
        ("Rebels shelled Ninewa province on Monday.", "Ninewa province", "Place"),
        ("A gunman attacked the mayor.", "gunman", "Person"),
        ("Gunmen attacked the mayor.", "Gunmen", "ArmedGroup"),
        ("Scott Dayton was killed in Syria. Dayton had served in Iraq.", "Dayton", "Person"),
    ],
)
def test_what_surroundings_tell_of_a_name(reader: Reader, text: str, words: str, kind: str) -> None:
    (entity,) = bearing(read(reader, text), words)
    assert entity.type == kind
