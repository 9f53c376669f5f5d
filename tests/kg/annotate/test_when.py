"""Which event of a sentence a time belongs to. Published on Wednesday, 18 May 2016."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article

TIMES = [
    # text, words of a trigger and when that was ("-": nothing says it)
    ("The army said Monday gunmen had shelled a village.", "shelled -"),
    ("The army said on Sunday that gunmen had shelled a village.", "shelled -"),
    ("Police arrested an editor in the first week of May.", "arrested 2016-05"),
    ("The army shelled Herat in the last days of March.", "shelled 2016-03"),
    ("The king met the envoy, who was expelled last year, on Tuesday.", "met 2016-05-17; expelled 2015"),
    ("Rebels freed a pilot, whose jet was shot down in June, on Monday.", "freed 2016-05-16"),
    ("On Monday, when gunmen raided the town, the envoys met.", "raided 2016-05-16; met 2016-05-16"),
    ("The king met the envoy ahead of talks in Cairo next week.", "met -; talks 2016-05-23"),
    ("The king met the envoy on Monday ahead of talks in Cairo next week.", "met 2016-05-16"),
    ("Talks between Chad and Mali are expected to begin on Friday.", "alks 2016-05-20"),
    ("Rebels seized Goma, the largest town, in March after troops pulled out.", "seized 2016-03; pulled -"),
    ("Rebels shelled Goma in March while troops pulled out.", "shelled 2016-03; pulled -"),
    ("Students marched through the capital to demand a recount of Sunday's ballots.", "demand -"),
    ("The group claimed a car bombing that killed 12 recruits in Aden on Thursday.", "bombing 2016-05-12"),
    ("Police found the rifle used in an attack that wounded six people in May.", "attack 2016-05"),
    ("Chad and Mali agreed to meet again in Rome in July.", "agreed -; meet 2016-07"),
    ("The army could close the road on Friday.", "close 2016-05-20"),
    ("Chad and Mali failed on Monday to agree on a date.", "agree 2016-05-16"),
    ("The army has promised to free the pilots by the end of the month.", "promised -"),
    ("Chad expelled an envoy after gunmen raided a camp on Monday, killing six people.", "killing 2016-05-16"),
    ("Gunmen raided a camp on Sunday. Two days later, police arrested a baker.", "arrested 2016-05-17"),
    ("In a video posted last month, the rebels threatened to kill the pilot.", "threatened 2016-04"),
    ("Chad was supposed to withdraw from the border by March 3.", "withdraw 2016-03-03"),
    ("Police killed ten people in Lima early on Sunday, hours before the king arrived.", "killed 2016-05-15"),
    ("Ahead of talks in Geneva on Friday, Chad shelled the town.", "shelled -; talks 2016-05-20"),
    ("Lara Obi is to meet donors in Oslo on Friday, officials said.", "meet 2016-05-20"),
    # what is to come below what is to come, and what is past
    ("Lara Obi will raise it with the king when the two meet in Oslo on Friday.", "meet 2016-05-20"),
    ("When the two met in Oslo on Friday, Chad raised it.", "met 2016-05-13"),
    (
        "Lara Obi is expected to fly to Oslo on Friday with her aide for separate talks with Tom Reed.",
        "talks 2016-05-20",
    ),
    ("Lara Obi flew to Oslo on Friday for talks with Tom Reed.", "talks 2016-05-13"),
    ("Rebels managed to seize the town on Friday.", "seize 2016-05-13"),
    ("Chad, which sent 500 troops to support the king in 2013, lost dozens of men.", "sent 2013"),
    ("Chad deployed 500 soldiers to protect the town last week.", "deployed 2016-05-09"),
    ("After a meeting of the senate on Monday he accused Chad of spying.", "meeting 2016-05-16"),
    ("In a declaration signed in Oslo in March 2015, Chad and Mali agreed to share the lake.", "agreed 2015-03"),
    ("Under a deal signed in March 2015, Chad withdrew its troops.", "withdrew -"),
    ("Protesters stormed the palace on 3 May and the premier resigned the following Friday.", "resigned 2016-05-06"),
    ("Peace talks due to open on 24 June were postponed.", "postponed -"),
    ("Clashes in the same area killed 12 people in late 2015.", "Clashes 2015-09"),
    # counted from the other deed of the sentence
    ("Chad expelled an envoy on Monday, a day after rebels shelled a town.", "expelled 2016-05-16; shelled 2016-05-15"),
    ("Chad on Monday expelled an envoy, two days after gunmen raided a camp.", "raided 2016-05-14"),
    ("Police freed the baker on Monday, three months after his arrest in Lima.", "freed 2016-05-16; arrest 2016-02"),
    ("Rebels shelled a town on Sunday, hours after the king dismissed a general.", "dismissed 2016-05-15"),
    ("Chad expelled an envoy on Monday, a day after rebels who raided Goma freed a pilot.", "raided -"),
    ("Police arrested the baker a day after gunmen raided a camp.", "raided -"),
]


@pytest.mark.parametrize(("text", "told"), TIMES, ids=[t[:50] for t, _ in TIMES])
def test_when_it_was(reader: Reader, text: str, told: str) -> None:
    document = reader.read(Article("a", text, "2016-05-18"))
    found = {e.trigger.of(text): (e.time.start if e.time else None) or "-" for e in document.events}
    for word, when in (part.split() for part in told.split("; ")):
        assert [start for trigger, start in found.items() if word in trigger] == [when], found


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (
            "Ten soldiers were killed and six wounded before a ceasefire, signed in Doha, Qatar, in June 2015.",
            "ceasefire",
        ),
        ("Rebels fought the army before a peace deal, signed in Oslo, Norway, in June 2015, and left.", "deal"),
    ],
)
def test_a_time_closes_the_phrase_of_its_participle(reader: Reader, text: str, word: str) -> None:
    times = {e.trigger.of(text): e.time for e in reader.read(Article("a", text, "2016-05-18")).events}
    assert {k: t.start for k, t in times.items() if t} == {word: "2015-06"}


OF_ANOTHER = [
    ("The court convicted the mayor on Monday for the killing of villagers in the massacre of 1994.", "2016-05-16"),
    ("A court sentenced the general to 35 years in prison for killings during the war of 1992-95.", None),
    ("The judge convicted the general in May 2014.", "2014-05"),
    ("Lea Munk said she would visit Cairo in June and had asked to see the president.", None),
    ("He was jailed for the shelling in 1993 of a convoy, and for the detention of 400 men.", None),
    ("The army shelled the town in May and was investigating the governor.", None),
]


@pytest.mark.parametrize(("text", "start"), OF_ANOTHER, ids=[t[:40] for t, _ in OF_ANOTHER])
def test_a_time_of_another_deed_is_not_taken(reader: Reader, text: str, start: str | None) -> None:
    document = reader.read(Article("a", text, "2016-05-18"))
    verbs = ("sentenced", "convicted", "asked", "investigating", "detention")
    times = [e.time for e in document.events if e.trigger.of(text) in verbs]
    assert [t.start if t else None for t in times] == [start]


@pytest.mark.parametrize(
    ("text", "start", "status"),
    [
        ("The party is ahead before the June 26 election.", "2016-06-26", "planned"),
        ("Rebels killed ten people before the June 8 summit.", "2016-06-08", "planned"),
        ("The party rejected the May 10 election.", "2016-05-10", "actual"),
        ("The party rejected the December 10 election.", "2015-12-10", "actual"),
        ("Tom Reed was due to meet Lea Munk in Oslo on Friday during a summit on Syria.", "2016-05-20", "planned"),
    ],
)
def test_the_day_for_which_something_is_scheduled(reader: Reader, text: str, start: str, status: str) -> None:
    document = reader.read(Article("a", text, "2016-05-18"))
    found = [e for e in document.events if e.trigger.of(text) in ("election", "summit")]
    assert [(e.time.start if e.time else None, e.status) for e in found] == [(start, status)]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        (
            "More than 300 people have been killed since rebels attacked the town in April 2014.",
            [("2014-04", "2016-05-18"), ("2014-04", "2014-04")],
        ),
        (
            "Hundreds have been killed since April 2014, when rebels attacked the town.",
            [("2014-04", "2016-05-18"), ("2014-04", "2014-04")],
        ),
        (
            "Some 300 people were killed before rebels attacked the town in April 2014.",
            [None, ("2014-04", "2014-04")],
        ),
    ],
)
def test_what_went_on_since_and_what_was_then(reader: Reader, text: str, times: list[tuple[str, str] | None]) -> None:
    found = {e.trigger.start: e.time for e in reader.read(Article("a", text, "2016-05-18")).events}
    assert [(t.start, t.end) if t else None for _, t in sorted(found.items())] == times


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Rebels accused the army of shelling a town that had been attacked in May.", "actual"),
        ("Rebels accused the army of shelling a town that was attacked in May.", "possible"),
    ],
)
def test_what_an_accuser_takes_for_granted_is_told(reader: Reader, text: str, status: str) -> None:
    events = {e.trigger.of(text): e for e in reader.read(Article("a", text, "2016-05-18")).events}
    assert events["shelling"].status == "possible"
    assert events["attacked"].status == status
