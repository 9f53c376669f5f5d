"""Who is who: pronouns, roles, surnames and capitals in short passages. A wrong resolution is worse than none."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article, Document, Entity

MERKEL = "Prime Minister Imran Khan met Chancellor Angela Merkel. She said that he had promised reforms."
CHARTER = (
    "Colonel Assimi Goita ousted President Bah Ndaw in May. The president was arrested. The colonel said that the "
    "charter had been violated."
)
LOPEZ = "Maria Lopez met Juan Lopez in Cali. Lopez said the strike was over."
TITLED = "Maria Lopez met Juan Lopez in Cali. Mrs. Lopez said the strike was over."
MINISTER = "The minister met a spokesman, Zabihullah Mujahid, in Doha. The minister was accused of fraud. He denied it."
REBELS = "The coalition bombed the airport. The rebels had used it."
TROOPS = "The government said the troops had withdrawn. It accused Kenya of lying."
HUNT = "Joseph Kony fled. President Yoweri Museveni ordered the army to hunt him."
PREMIER = "Prime Minister Imran Khan flew to Doha. The foreign minister stayed. The prime minister met diplomats."

EXPELLED = "Chad's soldiers left. The government expelled seven UN officials in May, accusing them of spying."
CONSULATE = "Sweden protested. Last month Russia expelled five Swedish diplomats and closed the country's consulate."
UNTIL = "Hezbollah threatened to attack Kenya until it surrenders."
ISLAMIST = "Taliban fighters attacked a base, a spokesman told VOA. The Islamist group lost ten men in Kabul, it said."
INSURGENTS = "Boko Haram and Islamic State attacked. The United States bombed the insurgents."

CHIEF = (
    "NATO chief urges Malta to help\n\nNATO Secretary General Tom Reed flew to Valletta. Malta will not join the "
    "military alliance."
)
COUNTERPART = (
    "Kenyan President Joe Mwangi met his Somali counterpart, Abdi Nur. A bomb exploded before the Somali leader landed."
)
MINISTERS = "Swedish Foreign Minister Eva Lind met Paul Roux. The Swedish leader stayed at home."

RENAMED = "The Lake Defence Front, formerly the River Front, attacked a base in Bosso."
JOINED = "Chad's government and the National Unity Army, the last big rebel group, signed a truce."
COURT = "A U.N. court jailed a general.\n\nJudges at the Special Court for Chad were unanimous. The court sits in Oslo."
HIGH = "The International Criminal Court charged a warlord. Kenya's High Court freed him. The court sits in Oslo."
WING = "Activists accuse the youth wing of the ruling party, the Lindakure, of killings."
EAST = (
    "Syria asked Turkey for help. Russia bombed Aleppo. Rebels hold the city of Raqqa and much of the country's east."
)
TOLD = "Syria thanked the United States. Russia bombed Aleppo. A man said in New York that the country's army fled."
JUDGED = "Israel struck Aleppo. Iran condemned it."
VICTIMS = "Six Russians, three Chinese engineers of a railway company and a Belgian official were among the dead."
CREW = "A fishing crew was rescued by a navy ship. In May it was robbed."


def entity(document: Document, words: str) -> Entity | None:
    """The entity of the last mention that stands at the last place of these words."""
    text = document.article.text
    at = text.rindex(words)
    found = [e for e in document.entities for m in e.mentions if m.span.start == at and m.span.of(text) == words]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (MERKEL, "She", "Angela Merkel"),
        (MERKEL, "he", "Imran Khan"),
        (CHARTER, "colonel", "Assimi Goita"),
        (CHARTER, "president", "Bah Ndaw"),
        (LOPEZ, "Lopez", "Lopez"),
        (TITLED, "Lopez", "Maria Lopez"),
        (MINISTER, "He", "minister"),
        (TROOPS, "It", "government"),
        (HUNT, "him", "Joseph Kony"),
        (PREMIER, "prime minister", "Imran Khan"),
        (RENAMED, "River Front", "Lake Defence Front"),
        (JOINED, "last big rebel group", "National Unity Army"),
        (CREW, "it", "fishing crew"),
        (CHIEF, "NATO chief", "Tom Reed"),
        (CHIEF, "military alliance", "NATO"),
        (COUNTERPART, "Somali leader", "Abdi Nur"),
        (EXPELLED, "them", "seven UN officials"),
        (CONSULATE, "country", "Sweden"),
        (UNTIL, "it", "Kenya"),
        (COURT, "U.N. court", "Special Court for Chad"),
        (COURT, "court", "Special Court for Chad"),
        (EAST, "country", "Syria"),
        (ISLAMIST, "Islamist group", "Taliban fighters"),
    ],
)
def test_who_is_meant(reader: Reader, text: str, words: str, name: str) -> None:
    found = entity(reader.read(Article("a", text, "2021-06-16")), words)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("text", "words", "other"),
    [
        (INSURGENTS, "insurgents", "Islamic State"),
        (REBELS, "it", "rebels"),
        (MINISTER, "it", "minister"),
        (PREMIER, "foreign minister", "Imran Khan"),
        (TOLD, "country", "United States"),
        (JUDGED, "it", "Israel"),
        (HIGH, "court", "International Criminal Court"),
        (WING, "ruling party", "Lindakure"),
    ],
)
def test_who_is_not_meant(reader: Reader, text: str, words: str, other: str) -> None:
    found = entity(reader.read(Article("a", text, "2021-06-16")), words)
    assert found is None or found.name != other


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Beijing warned Washington on Friday.", "Washington"),
        ("The EU imposed sanctions on Moscow.", "Moscow"),
        ("The government accused Addis Ababa of lying.", "Addis Ababa"),
    ],
)
def test_a_capital_that_is_dealt_with_is_its_state(reader: Reader, text: str, name: str) -> None:
    found = entity(reader.read(Article("a", text)), name)
    assert found is not None
    assert found.type == "State"


@pytest.mark.parametrize("text", ["The minister flew to Washington.", "A bomb hit Moscow.", "He spoke on Moscow time."])
def test_a_capital_that_is_a_place_stays_one(reader: Reader, text: str) -> None:
    document = reader.read(Article("a", text))
    assert not [e for e in document.entities if e.type == "State"]


@pytest.mark.parametrize("noun", ["mayor", "envoy", "ambassador", "colonel", "governor"])
def test_one_who_leads_is_a_person(reader: Reader, noun: str) -> None:
    found = entity(reader.read(Article("a", f"The {noun} condemned the attack.")), noun)
    assert found is not None
    assert found.type == "Person"


def test_what_a_paper_calls_something_is_not_said_by_who_spoke_against_it(reader: Reader) -> None:
    text = 'Russia spoke against a draft that would authorize what the text calls a "limited, careful" mission.'
    assert reader.read(Article("a", text, "2021-06-16")).statements == ()


def test_those_counted_apart_are_not_one(reader: Reader) -> None:
    found = entity(reader.read(Article("a", VICTIMS, "2021-06-16")), "three Chinese engineers")
    assert found is not None
    assert len(found.mentions) == 1


def test_whose_state_is_told_between_commas_still_speaks(reader: Reader) -> None:
    text = "Foreign Minister Ivan Gil, whose country is a guarantor of the talks, wrote that both sides had agreed."
    document = reader.read(Article("a", text, "2021-06-16"))
    names = {e.id: e.name for e in document.entities}
    assert [names[s.speaker] for s in document.statements] == ["Ivan Gil"]


APART = [
    # text, and persons that are each an entity of their own with these mentions and no other
    (
        "Police arrested a former general on Monday, Interior Minister Juan Perez said.",
        {"former general": ["former general"], "Juan Perez": ["Juan Perez"]},
    ),
    (
        "The president met Spanish Foreign Minister Ana Ruiz.\n\nThe foreign minister, Luis Vega, left for Oslo.",
        {"Ana Ruiz": ["Ana Ruiz"], "Luis Vega": ["foreign minister", "Luis Vega"]},
    ),
    (
        "The rebels killed a judge, Defence Minister Tom Reed told reporters.",
        {"judge": ["judge"], "Tom Reed": ["Tom Reed"]},
    ),
]


@pytest.mark.parametrize(("text", "wanted"), APART, ids=[next(iter(w)) for _, w in APART])
def test_persons_of_a_sentence_are_not_one(reader: Reader, text: str, wanted: dict[str, list[str]]) -> None:
    document = reader.read(Article("a", text, "2016-09-20"))
    found = {e.name: [m.span.of(text) for m in e.mentions] for e in document.entities if e.type == "Person"}
    assert {name: mentions for name, mentions in found.items() if name in wanted} == wanted
    assert not {"Interior Minister", "Minister"} & found.keys()
