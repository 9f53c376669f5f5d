"""Who says what, in the turns by which news attribute what they report."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article

SAID = [
    # text, who says what it reports
    ("Rebels attacked a base, the army's spokesman, Tom Reed, told Reuters by telephone.", "Tom Reed"),
    ("Rebels attacked a base, the provincial governor, Tom Reed, said.", "Tom Reed"),
    ("Rebels attacked a base in May, Colonel Tom Reed, a spokesman for the army, said on Monday.", "Tom Reed"),
    ("State television reported that the army had killed ten rebels.", "State television"),
    ("The minister wrote on Twitter that rebels had attacked the base.", "minister"),
    ("Human Rights Watch documented that soldiers had killed ten civilians.", "Human Rights Watch"),
    ("Chad says Sudan attacked the town, a charge Khartoum denies.", "Chad"),
    ("State radio quoted General Tom Reed as saying that rebels had attacked the base.", "Tom Reed"),
    ("The Sana news agency quoted a diplomat as saying the army had killed ten rebels.", "diplomat"),
    ('"Rebels attacked the base," Tom Reed was quoted by the Sana news agency as saying.', "Tom Reed"),
    ("A member of the council told the BBC that rebels had attacked the base.", "member"),
    ("Two pilots fled. One of them, a young captain, said rebels had attacked the base.", "young captain"),
    ("A letter signed by Tom Reed said rebels had attacked the base.", "Tom Reed"),
    ("Rebels attacked the base, the Bureau of Public Safety (BPS) said.", "Bureau of Public Safety"),
    ("Rebels attacked the base on Friday, Tom Reed said, in the worst of many setbacks.", "Tom Reed"),
    ("Rebels attacked the base, Colonel Tom Reed announced during a visit to Oslo.", "Tom Reed"),
    ("Rebels attacked the base, Tom Reed, who heads the inquiry, told reporters.", "Tom Reed"),
    ("Rebels, Lea Munk added, attacked the base in May.", "Lea Munk"),
    ("Rebels could attack the base again, aid workers warned.", "aid workers"),
    ("The general, Tom Reed, countered that rebels had attacked the base.", "Tom Reed"),
    ("A former spy chief, Tom Reed, acknowledged last year that rebels had attacked the base.", "Tom Reed"),
    ("Since then, aid groups say, rebels have attacked the base.", "aid groups"),
    ("Rebels, most of them teenagers, attacked the base, an OSCE spokesman in Oslo said.", "OSCE spokesman"),
    ("Rebels attacked the base, a spokesman for the mission in Oslo said.", "spokesman"),
    ("Rebels attacked the base, according to an OSCE spokesman.", "OSCE spokesman"),
    ("Rebels attacked the base, a participant said.", "participant"),
    ("Tom Reed flew home. His office said rebels had attacked the base.", "office"),
    ('"Rebels attacked the base," said Lea Munk, a fellow at the Institute for Peace Studies in Oslo.', "Lea Munk"),
    ("Rebels attacked the base, said the militia's commander, known as Tom Reed.", "Tom Reed"),
    ("Rebels attacked the base and fled, said the governor, a former general.", "governor"),
    ("Rebels attacked the base, said the army, which lost ten men.", "army"),
    ("Rebels attacked the base, said a resident reached by telephone.", "resident"),
    ("Rebels attacked the base, officials briefed on the operation said.", "officials"),
    ("Rebels attacked the base, residents reached by telephone said, and on Monday shops closed.", "residents"),
    (
        "Rebels attacked the base, and mines were found on the road, Colonel Tom Reed told a news conference.",
        "Tom Reed",
    ),
    ("The IAEA said in a secret report last month, seen by Reuters, that rebels had attacked the base.", "IAEA"),
    ('"Rebels attacked the base," said Lea Munk, a former monitor now at the Oslo Center for Peace.', "Lea Munk"),
]

TOGETHER = [
    ("Rebels attacked the base, according to a doctor and a local aid group.", ["doctor", "local aid group"]),
    ("According to police and two witnesses, rebels attacked the base.", ["police", "two witnesses"]),
    ("According to the governor, police and soldiers attacked the base.", ["governor"]),
    ("Rebels attacked the base, said Tom Reed and Lea Munk.", ["Tom Reed", "Lea Munk"]),
    ("The general left the base, said the talks had failed and attacked a town.", []),
]


@pytest.mark.parametrize(("text", "speaker"), SAID, ids=[t[:40] for t, _ in SAID])
def test_the_one_who_says_it(reader: Reader, text: str, speaker: str) -> None:
    document = reader.read(Article("a", text, "2016-05-18"))
    names = {e.id: e.name for e in document.entities}
    assert [names[s.speaker] for s in document.statements] == [speaker]
    told = [e for e in document.events if e.plover == "ASSAULT"]
    assert [[names[x] for x in e.attributed_to] for e in told] == [[speaker]]


@pytest.mark.parametrize(("text", "speakers"), TOGETHER, ids=[t[:40] for t, _ in TOGETHER])
def test_all_who_say_it_together(reader: Reader, text: str, speakers: list[str]) -> None:
    document = reader.read(Article("a", text, "2016-05-18"))
    names = {e.id: e.name for e in document.entities}
    assert [names[s.speaker] for s in document.statements] == speakers
    attack = next(e for e in document.events if e.plover == "ASSAULT")
    assert [names[x] for x in attack.attributed_to] == speakers


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("General Tom Reed confirmed the attack but put the number of dead at five.", ["Tom Reed"]),
        ("The army put the toll at 12.", ["army"]),
        ("The rebels' spokesman, Tom Reed, put the toll far higher.", ["Tom Reed"]),
        ("The army put ten soldiers at the gate.", []),
        ("The attack put the number of refugees at risk.", []),
    ],
)
def test_whoever_puts_a_toll_at_a_figure_says_it(reader: Reader, text: str, speakers: list[str]) -> None:
    document = reader.read(Article("a", text, "2016-05-18"))
    names = {e.id: e.name for e in document.entities}
    assert [names[s.speaker] for s in document.statements] == speakers


def test_what_follows_with_and_is_not_of_who_is_named_before(reader: Reader) -> None:
    text = "Shells hit the hospital, doctors reached by telephone said, and on Sunday troops arrested two nurses."
    document = reader.read(Article("a", text, "2016-05-18"))
    assert {e.plover: len(e.attributed_to) for e in document.events} == {"ASSAULT": 1, "COERCE": 0}


@pytest.mark.parametrize("judged", ["dismissed the vote as", "denounced the raid as", "hailed the truce as"])
def test_whoever_judges_in_his_own_words_says_so(reader: Reader, judged: str) -> None:
    document = reader.read(Article("a", f'Tom Reed {judged} "a bitter joke".', "2016-05-18"))
    names = {e.id: e.name for e in document.entities}
    assert [(names[s.speaker], s.quote) for s in document.statements] == [("Tom Reed", True)]


def test_whoever_declines_to_say_it_says_nothing(reader: Reader) -> None:
    assert reader.read(Article("a", "Tom Reed declined to say who attacked the base.", "2016-05-18")).statements == ()


def test_whoever_judges_in_other_words_says_nothing(reader: Reader) -> None:
    assert reader.read(Article("a", "Tom Reed dismissed the vote as a joke.", "2016-05-18")).statements == ()


def test_a_list_between_commas_is_nobody_who_speaks(reader: Reader) -> None:
    text = "The army, the police, the navy, and the guards said nothing."
    assert reader.read(Article("a", text, "2016-05-18")).statements == ()


@pytest.mark.parametrize(
    "text",
    [
        "The letter, seen by the BBC, said that rebels had attacked the base.",
        "Tom Reed has not commented on the report that rebels attacked the base.",
        "Rebels vowed to attack the base.",
    ],
)
def test_whoever_passes_it_on_or_only_means_to_says_nothing(reader: Reader, text: str) -> None:
    assert reader.read(Article("a", text, "2016-05-18")).statements == ()


GOES_ON = [
    # text, who says both
    ("A Swiss diplomat said the envoy would resign. He said the talks had failed.", "Swiss diplomat"),
    ("The raid was ordered by President Omar Sy, General Tom Reed told reporters. He said it had failed.", "Tom Reed"),
    ('"They want us gone," said a senior aid worker in Oslo. He fears that Mali will pull out.', "senior aid worker"),
    (
        "The Supreme Court said Lea Munk, of the Freedom Party, had won. The Civic League lost, it said.",
        "Supreme Court",
    ),
]


@pytest.mark.parametrize(("text", "speaker"), GOES_ON, ids=[t[:40] for t, _ in GOES_ON])
def test_whoever_spoke_goes_on_speaking(reader: Reader, text: str, speaker: str) -> None:
    document = reader.read(Article("a", text, "2016-05-18"))
    names = {e.id: e.name for e in document.entities}
    assert [names[s.speaker] for s in document.statements] == [speaker, speaker]


def test_a_headline_says_nothing_that_its_story_does_not(reader: Reader) -> None:
    story = "Rebels attacked a base on Monday, Tom Reed said."
    document = reader.read(Article("a", f"Rebels attack base, officials say\n\n{story}", "2016-05-18"))
    names = {e.id: e.name for e in document.entities}
    assert [names[s.speaker] for s in document.statements] == ["Tom Reed"]
    first = reader.read(Article("a", f"Rebels attacked a base, officials said.\n\n{story}", "2016-05-18"))
    assert len(first.statements) == 2


def test_only_the_outer_one_says_what_another_is_said_to_hope(reader: Reader) -> None:
    text = 'Tom Reed said the mission hoped to return "when the rebels have left the town".'
    document = reader.read(Article("a", text, "2016-05-18"))
    names = {e.id: e.name for e in document.entities}
    assert [names[s.speaker] for s in document.statements] == ["Tom Reed"]
