"""Where names begin and end, and what kind of thing they are names of."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article

NAMED = [
    # text, type and name of each entity that it must have
    ("Talks were chaired by U.S. Secretary of State Eva Lind in Oslo.", ("Person", "Eva Lind")),
    ("Minister of Foreign Affairs Paul Okoro met envoys in Oslo.", ("Person", "Paul Okoro")),
    ("The Defence Secretary, Sir Tom Reed, flew to Oslo.", ("Person", "Tom Reed")),
    ("Jaysh Fatah al-Khalil attacked a village.", ("ArmedGroup", "Jaysh Fatah al-Khalil")),
    ('Gangs led by Karl "Ghost" Lind burned a market.', ("Person", 'Karl "Ghost" Lind')),
    ("Sailors were stationed at Second Lind Shoal in the South China Sea.", ("Place", "Second Lind Shoal")),
    ("The army drove Daesh out of Jarablus and al-Rai and is advancing.", ("Place", "al-Rai")),
    ("Troops are advancing towards Tarib, a village in the north.", ("Place", "Tarib")),
    (
        "The Lind School of Maritime Studies criticised the minister.",
        ("Organization", "Lind School of Maritime Studies"),
    ),
    ("The Greek General Staff said that a jet was lost.", ("MilitaryForce", "Greek General Staff")),
    ("Kyrgyz Defence Minister Marat Bekov met envoys in Oslo.", ("Person", "Marat Bekov")),
    ("The Obama administration condemned the coup.", ("Government", "Obama administration")),
    ("Auxiliary Bishop Óscar Ángel Rivas opened churches to protesters.", ("Person", "Óscar Ángel Rivas")),
    ("The panel is chaired by U.S. Major General Paul Lind.", ("Person", "Paul Lind")),
    ("The Croat List, a party close to Zagreb, left the talks.", ("Organization", "Croat List")),
    ("The Cotton Workers' Union of Basra went on strike.", ("Organization", "Cotton Workers' Union of Basra")),
    ("The Committee to Defend Prisoners warned the minister.", ("Organization", "Committee to Defend Prisoners")),
    ("Protesters gathered outside the Ministry of Justice.", ("Organization", "Ministry of Justice")),
    ("Gunmen attacked the Tarik clan in Somalia.", ("Group", "Tarik clan")),
    ("The state oil company Zonarol closed a port.", ("Organization", "Zonarol")),
    ("Jets took off from Tarlik air base.", ("Place", "Tarlik air base")),
    ("Ministers met in the Maashim palace in Aden.", ("Place", "Maashim palace")),
    ("Thousands fled to the Tarib refugee camp.", ("Place", "Tarib refugee camp")),
    ("All is calm, Interior Minister Hamidou Alkassim said.", ("Person", "Hamidou Alkassim")),
    ("African Union troops fought the Islamist Shebab on Sunday.", ("ArmedGroup", "Shebab")),
    ("African Union troops took the town. Its people fled.", ("MilitaryForce", "African Union troops")),
    ("The envoy urged both sides to stop.", ("Group", "both sides")),
    ("Soldiers attacked the head of state on Sunday.", ("Person", "head of state")),
    ("Envoys met Egyptian President Mahmoud el-Lindi in Oslo.", ("Person", "Mahmoud el-Lindi")),
    ("It accuses Brigadier Salem al-Lindi, navy chief of the rebels.", ("Person", "Salem al-Lindi")),
    ("He flew there with the head of the mission, Mariam Lind of Mali, for talks.", ("Person", "Mariam Lind")),
    ("Hama Oury Lindo, governor of Mopti, was killed.", ("Person", "Hama Oury Lindo")),
    ("Iyad Ag Lind, leader of the rebels, was killed.", ("Person", "Iyad Ag Lind")),
    ("Omani Foreign Minister Said al-Lindi flew to Oslo on Monday.", ("Person", "Said al-Lindi")),
    ("Rebels released Said Lindar on Monday.", ("Person", "Said Lindar")),
    ("Union chair Nkosana Lindani-Moyo condemned the coup in Chad.", ("Person", "Nkosana Lindani-Moyo")),
    ("South Korean Foreign Minister Yun Dong-se met envoys in Oslo.", ("Person", "Yun Dong-se")),
    ("Mali's Foreign Minister Omar bin Tarik Al-Lindi met envoys in Oslo.", ("Person", "Omar bin Tarik Al-Lindi")),
    ("Lindar Airways suspended flights to Juba.", ("Organization", "Lindar Airways")),
    ("An Indian Ocean security analyst, Shirin Lindjee of the Lind Institute, said no.", ("Person", "Shirin Lindjee")),
    (
        "The Minsk Group of the Organization for Security and Cooperation in Europe met in Oslo.",
        ("Organization", "Organization for Security and Cooperation in Europe"),
    ),
    ("U.N. High Commissioner for Human Rights Zeid Ramad al-Lindar accused Syria.", ("Person", "Zeid Ramad al-Lindar")),
    ("A leader of the opposition Democratic Unity coalition said no.", ("Organization", "Democratic Unity coalition")),
    ("The Popular Will party boycotted the vote.", ("Organization", "Popular Will party")),
    ("The UN Syria envoy suspended talks in Oslo.", ("Organization", "UN")),
    ("The Health and Welfare Party condemned the attack.", ("Organization", "Health and Welfare Party")),
    ("The Minsk Group of the OSCE urged Armenia to stop.", ("Organization", "Minsk Group")),
    (
        "Leaders of the Group for the Aid of Widows and Orphans (GAWO) met envoys.",
        ("Organization", "Group for the Aid of Widows and Orphans"),
    ),
    ("The Liberal Party and Labour Party left the talks.", ("Organization", "Labour Party")),
    ("The White House and State Department condemned the coup.", ("Organization", "State Department")),
    ("A splinter faction, the Soldiers of Tarib, attacked a village.", ("ArmedGroup", "Soldiers of Tarib")),
    ("The party's youth wing, the Lindaruku, attacked a village.", ("Organization", "Lindaruku")),
    ("Their militia, the Lindari, burned a village.", ("ArmedGroup", "Lindari")),
    ("Talks mediated by the East African bloc IGAD collapsed.", ("Organization", "IGAD")),
    ("The UN human rights office urged Mali to stop.", ("Organization", "UN")),
    ("Its neighbour Chad sent troops to Mali.", ("State", "Chad")),
    ("The prosecutor general's office condemned the attack.", ("Organization", "prosecutor general's office")),
    ("Regional bodies condemned the coup.", ("Organization", "Regional bodies")),
    ("The committee is based in the Ethiopian capital.", ("Place", "Ethiopian capital")),
    ("Mali said that soldiers of the NATO-led mission used batons.", ("Organization", "NATO")),
]


def entities(reader: Reader, text: str) -> set[tuple[str, str]]:
    return {(e.type, e.name) for e in reader.read(Article("a", text, "2016-09-20")).entities}


@pytest.mark.parametrize(("text", "entity"), NAMED, ids=[n for _, (_, n) in NAMED])
def test_names_are_whole_and_of_their_kind(reader: Reader, text: str, entity: tuple[str, str]) -> None:
    assert entity in entities(reader, text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Sir Tom Reed flew to Oslo.", "Sir"),
        ("The army used Brimstone missiles near Raqqa.", "Brimstone"),
        ("Soldiers let nobody near the bodies.", "bodies"),
        ("Soldiers shelled the west bank of the Lind river.", "west bank"),
        ("West African leaders condemned the coup.", "West African"),
        ("Nobody condemned the attack.", "Nobody"),
        ('"They want us dead," a farmer told AFP. "We have nothing."', "us"),
        ("Manila grounded the warship BRP Sierra Nova on the shoal.", "BRP Sierra Nova"),
        ("Rebels attacked Mazar-i-Sharif.", "i"),
        ("The general said that the resupply missions would go on.", "resupply missions"),
        ("The Obama administration condemned the coup.", "Obama"),
        ("Typhoid killed 30 people in Oslo. The typhoid spread to Bergen.", "Typhoid"),
        ("Omani Foreign Minister Salim al-Amri called for restraint.", "Omani Foreign"),
        ("National Security Adviser Eva Lind called for restraint.", "National Security"),
        ("The panel is chaired by U.S. Major General Paul Lind.", "U.S. Major"),
        ("Marines aboard the frigate Lindola seized a freighter.", "Lindola"),
        ("Police in Port Said arrested ten men.", "Saeed"),
        ("Rebels attacked a base of Angela Lind-led troops.", "Angela Lind-led"),
        ("Mali said that soldiers of the NATO-led mission used batons.", "soldiers of the NATO"),
        ("Rebels signed the Tarik Agreement in Oslo.", "Tarik Agreement"),
        ("They want a truce before the holy month of Ramadan.", "Ramadan"),
        ("At least 36 people, including nine children, were killed in Oslo.", "including nine children"),
    ],
)
def test_parts_of_names_and_names_of_things_are_nobody(reader: Reader, text: str, word: str) -> None:
    assert word not in {name for _, name in entities(reader, text)}


def test_an_adjective_of_a_people_that_no_label_marks_is_its_state(reader: Reader) -> None:
    document = reader.read(Article("a", "Kyrgyz President Marat Lindov met envoys in Oslo.", "2016-09-20"))
    names = {e.id: e.name for e in document.entities}
    assert [(names[r.subject], names[r.object or ""]) for r in document.relations] == [("Marat Lindov", "Kyrgyz")]


def test_a_spokesman_for_somebody_speaks_and_not_who_he_speaks_for(reader: Reader) -> None:
    text = "A spokesman for Yildiz, Fahri Demir, said that the army had shelled a town."
    document = reader.read(Article("a", text, "2016-09-20"))
    names = {e.id: e.name for e in document.entities}
    assert [names[s.speaker] for s in document.statements] == ["Fahri Demir"]


@pytest.mark.parametrize(
    ("text", "state", "told"),
    [
        ("Its envoy, Danish diplomat Eva Lind, met villagers.", "Danish", True),
        ("The envoy is a Barbadian and lives in Oslo.", "Barbadian", True),
        ("The rebels met their Turkish backers on Monday.", "Turkish", True),
        ("Kurdish and Shiite Turkmen fighters recaptured the town.", "Turkmen", False),
        ("Protesters demanded the removal of ethnic Albanian mayors.", "Albanian", False),
        ("Gunmen attacked the French-speaking village on Monday.", "French", False),
    ],
)
def test_a_state_that_only_an_adjective_names_is_told(reader: Reader, text: str, state: str, told: bool) -> None:
    assert (("State", state) in entities(reader, text)) is told


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He called on President Sani Adeleke to resign. Mr Adeleke refused.", "Sani Adeleke"),
        ('Ernesto Palau spoke for the rebels. "We want peace," said Palau, a former senator.', "Ernesto Palau"),
    ],
)
def test_a_surname_is_the_person_named_in_full(reader: Reader, text: str, name: str) -> None:
    assert {n for kind, n in entities(reader, text) if kind in ("Person", "State")} == {name}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Popular Salvation Union, or PSU, met in Oslo.", {"Popular Salvation Union", "PSU"}),
        ("The Guild of Free Radio, known as GFR, went on strike.", {"Guild of Free Radio", "GFR"}),
        ("The Popular Front, an armed group, attacked a village.", {"Popular Front", "armed group"}),
        (
            "It was led by Colonel Karim Lindov, a former commander of the guard who fled after rebels took a town.",
            {"Karim Lindov", "former commander"},
        ),
        ("NATO soldiers were hurt. NATO forces fired tear gas.", {"NATO soldiers", "NATO forces"}),
        ("The Tarik Guards seized a ship. Later the Guards freed it.", {"Tarik Guards", "Guards"}),
        (
            "Omani Foreign Minister Salim al-Amri met envoys. He said that his country would mediate.",
            {"Omani", "country"},
        ),
        ("About 60 gunmen burned a village. Police pursued the raiders.", {"About 60 gunmen", "raiders"}),
        (
            "About 60 gunmen burned a village. Police chased the attackers toward Oslo.",
            {"About 60 gunmen", "attackers"},
        ),
        ("General Zaw Lin Oo extended the emergency. ASEAN barred Zaw Lin Oo.", {"Zaw Lin Oo"}),
        ("Demonstrators marched in Oslo. Police dispersed the crowd.", {"Demonstrators", "crowd"}),
    ],
)
def test_two_ways_to_call_one_are_one_entity(reader: Reader, text: str, words: set[str]) -> None:
    document = reader.read(Article("a", text, "2016-09-20"))
    told = [{m.span.of(text) for m in e.mentions} for e in document.entities]
    assert words in told


def test_a_list_of_people_is_not_one_person(reader: Reader) -> None:
    text = "The dead were Karim Lindov, a driver and two guards."
    document = reader.read(Article("a", text, "2016-09-20"))
    assert {"Karim Lindov"} in [{m.span.of(text) for m in e.mentions} for e in document.entities]
