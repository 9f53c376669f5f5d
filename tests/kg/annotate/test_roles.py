"""Who does what to whom and where: roles in turns of wire stories that the parser or a nearer name leads astray."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Argument, Article

ROLES = ("actors", "recipients", "places")


def roles(reader: Reader, text: str, word: str) -> dict[str, set[str]]:
    """Names of who fills the roles of the event whose trigger has the word."""
    document = reader.read(Article("a", text, "2016-05-18"))
    found = [e for e in document.events if word in e.trigger.of(text).split()]
    assert found, f"no event at {word!r} in {text!r}"

    def names(filled: tuple[Argument, ...]) -> set[str]:
        return {document.entity(a.entity).name for a in filled}

    return {role: names(getattr(found[0], role)) for role in ROLES}


def check(reader: Reader, text: str, word: str, wanted: dict[str, str]) -> None:
    found = roles(reader, text, word)
    assert {role: found[role] for role in wanted} == {r: {n for n in w.split(";") if n} for r, w in wanted.items()}


BRACKETS = [
    # text, trigger, roles: what is said of a subject between commas hides it from its verb
    (
        "The Arab League, which is headquartered in Cairo, appealed to the factions to stop.",
        "appealed",
        {"actors": "Arab League"},
    ),
    (
        "The League, which sits in Cairo, appealed to the two governments to return to the table.",
        "return",
        {"actors": "two governments"},
    ),
    (
        "Rebels took the town after gunmen loyal to General Omar Sidi, a former minister, seized a bridge.",
        "seized",
        {"actors": "gunmen"},
    ),
    (
        "The truce collapsed in June after rebels allied with Moussa Traore, a sacked governor, attacked an army post.",
        "attacked",
        {"actors": "rebels"},
    ),
    (
        "Police said that soldiers loyal to Colonel Paul Banda, a former head of the guard, stormed a hotel.",
        "stormed",
        {"actors": "soldiers"},
    ),
    (
        "The general, in whose house the United Nations found weapons, is accused of ordering the massacre.",
        "accused",
        {"recipients": "general"},
    ),
    (
        "Amnesty International urged Greece and Italy, where thousands of migrants are stranded, to release them.",
        "release",
        {"actors": "Greece;Italy"},
    ),
    (
        "Fiji, which supplies 400 troops to the force, will not withdraw them, Defence Minister Tomasi Vula said.",
        "withdraw",
        {"actors": "Fiji"},
    ),
    (
        "The Security Council, already divided over the mandate, will hold an emergency meeting in New York.",
        "meeting",
        {"actors": "Security Council"},
    ),
    (
        "Diplomats say Uganda, which sent 2,000 troops in 2013, has come under pressure to withdraw them.",
        "withdraw",
        {"actors": "Uganda"},
    ),
    (
        "The president praised the soldiers, who had freed the hostages, and thanked France.",
        "thanked",
        {"actors": "president", "recipients": "France"},
    ),
    (
        "Turkey released the pastor, who had been jailed in Izmir, and recalled its envoy.",
        "jailed",
        {"actors": "", "recipients": "pastor"},
    ),
]


@pytest.mark.parametrize(("text", "word", "wanted"), BRACKETS, ids=[t[:40] for t, *_ in BRACKETS])
def test_what_is_said_between_commas(reader: Reader, text: str, word: str, wanted: dict[str, str]) -> None:
    check(reader, text, word, wanted)


CONCERNED = [
    # text, trigger, roles: whom it concerns, and what only stands near
    (
        "Iran condemned the raid as an insult to the people of Iraq.",
        "condemned",
        {"actors": "Iran", "recipients": ""},
    ),
    (
        "Russia and China oppose the embargo, which they fear would harm Sudan.",
        "oppose",
        {"actors": "Russia;China", "recipients": ""},
    ),
    (
        "Russia blamed an attack on its embassy on Chechen rebels.",
        "blamed",
        {"recipients": "Chechen rebels"},
    ),
    ("Russia blamed an attack on its embassy on Chechen rebels.", "attack", {"recipients": "embassy"}),
    (
        "Gunmen ambushed a patrol near Gao. Mali blamed the ambush near Gao on rebels.",
        "blamed",
        {"recipients": "rebels"},
    ),
    (
        "Afghanistan has accused its neighbour's spy service, the ISI, of sheltering militants.",
        "accused",
        {"recipients": "ISI"},
    ),
    (
        "The minister, who led the Sudanese delegation at the talks in Addis Ababa, blamed Egypt.",
        "talks",
        {"actors": "Sudanese delegation", "places": "Addis Ababa"},
    ),
    ("Talks over a disputed dam broke down on Tuesday.", "Talks", {"actors": "", "places": ""}),
    (
        "Egypt recalled its envoy a day after three-way talks over a dam on the Nile broke down.",
        "talks",
        {"actors": "", "places": ""},
    ),
    ("A jet was shot down over Latakia.", "shot", {"places": "Latakia"}),
]


@pytest.mark.parametrize(("text", "word", "wanted"), CONCERNED, ids=[f"{w}: {t[:40]}" for t, w, _ in CONCERNED])
def test_whom_it_concerns(reader: Reader, text: str, word: str, wanted: dict[str, str]) -> None:
    check(reader, text, word, wanted)


HEADLINES = [
    # text, trigger, roles: a state before an event noun is where it was, or who did it
    ("Four French soldiers killed in Mali ambush", "ambush", {"actors": "", "places": "Mali"}),
    ("Five UN peacekeepers killed in South Sudan ambush", "ambush", {"actors": "", "places": "South Sudan"}),
    ("Twelve die in Kenya bus attack", "attack", {"actors": "", "places": "Kenya"}),
    ("Hundreds detained in Belarus protests", "protests", {"actors": "", "places": "Belarus"}),
    ("Three soldiers killed in Israel air strike", "strike", {"actors": "Israel", "recipients": "Three soldiers"}),
    ("Two policemen killed in Taliban attack", "attack", {"actors": "Taliban", "recipients": "Two policemen"}),
    ("Four French soldiers killed in Mali ambush", "killed", {"actors": "", "recipients": "Four French soldiers"}),
]


@pytest.mark.parametrize(("text", "word", "wanted"), HEADLINES, ids=[f"{w}: {t[:40]}" for t, w, _ in HEADLINES])
def test_headlines(reader: Reader, text: str, word: str, wanted: dict[str, str]) -> None:
    check(reader, text, word, wanted)


CARRIERS = [
    # text, trigger, roles: ships and vehicles undergo what strikes them, not what they are used for
    ("Marines boarded a freighter off Malta on Sunday.", "boarded", {"recipients": "freighter", "places": "Malta"}),
    ("Guerrillas blew up an oil pipeline in Arauca.", "blew", {"recipients": "oil pipeline", "places": "Arauca"}),
    ("An ambulance sent to collect them came under attack in Gaza.", "attack", {"recipients": "ambulance"}),
    ("Rebels shot down a government jet over Idlib.", "shot", {"recipients": "government jet", "places": "Idlib"}),
    ("Rebels burned two vehicles.", "burned", {"recipients": "two vehicles"}),
    ("A drone strike on a car killed a commander.", "strike", {"recipients": "commander"}),
    ("North Korea fired a missile from a submarine.", "fired", {"actors": "North Korea", "recipients": ""}),
]


@pytest.mark.parametrize(("text", "word", "wanted"), CARRIERS, ids=[f"{w}: {t[:40]}" for t, w, _ in CARRIERS])
def test_ships_and_vehicles(reader: Reader, text: str, word: str, wanted: dict[str, str]) -> None:
    check(reader, text, word, wanted)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Police stopped a ferry near Oban on Monday. Marines boarded the vessel.", 1),
        ("Navy seizes tanker\n\nThe navy seized a tanker on Monday.", 1),
        ("Rebels attacked a tanker. The navy seized a tanker.", 2),
        ("Rebels attacked a tanker. The navy seized the truck.", 2),
    ],
)
def test_which_ship(reader: Reader, text: str, count: int) -> None:
    document = reader.read(Article("a", text, "2016-05-18"))
    struck = {a.entity for e in document.events for a in e.recipients}
    assert len({e for e in struck if document.entity(e).type == "Place"}) == count


SHIFTED = [
    # text, trigger, roles: nouns that the parser hangs one word too far
    (
        "The Libyan National Army (LNA) left Sirte. Clashes between the LNA and Islamist fighters went on in Derna.",
        "Clashes",
        {"actors": "Libyan National Army;Islamist fighters", "places": "Derna"},
    ),
    ("Talks between the FARC and Colombian officials resumed.", "Talks", {"actors": "FARC;Colombian officials"}),
    ("Envoys meeting in Geneva promised $200 million for refugees.", "promised", {"actors": "Envoys"}),
    ("Ministers meeting in Riyadh agreed to cut ties with Qatar.", "agreed", {"actors": "Ministers"}),
    ("The ministers meeting in Riyadh ended without a deal.", "meeting", {"places": "Riyadh"}),
    ("Hezbollah, which Israel accuses Iran of funding, fired rockets.", "accuses", {"recipients": "Iran"}),
    (
        "The militia, which Kabul accuses Iran of arming, seized two villages.",
        "arming",
        {"actors": "Iran", "recipients": "militia"},
    ),
    ("He joined the rebels, whom Chad accuses of bombing a market.", "bombing", {"actors": "rebels"}),
    ("He joined the rebels, whom Chad accuses of bombing a market.", "accuses", {"recipients": "rebels"}),
    (
        "Fighting between government troops and gunmen resumed on Monday.",
        "Fighting",
        {"actors": "government troops;gunmen"},
    ),
    ("Shelling in Donetsk killed four civilians.", "Shelling", {"actors": "", "places": "Donetsk"}),
    ("Fighting in the hills, the rebels lost ten men.", "Fighting", {"actors": "rebels"}),
    (
        "Police fired tear gas to disperse several hundred people who tried to march, an AFP correspondent saw.",
        "disperse",
        {"actors": "Police", "recipients": "several hundred people"},
    ),
    (
        "The EU urged calm, while Romania, Moldova's closest partner in the bloc, offered to send mediators.",
        "offered",
        {"actors": "Romania"},
    ),
    ("Jordan, Syria's southern neighbour, closed the border.", "closed", {"actors": "Jordan"}),
    (
        "The bombing harmed attempts by Chancellor Eva Lind, who took office in May, to hold talks with the rebels.",
        "talks",
        {"actors": "Eva Lind;rebels"},
    ),
    (
        "The envoy will fly to Lome on Thursday with the president of the court for talks with Paul Banda.",
        "talks",
        {"actors": "envoy;president;Paul Banda"},
    ),
]


@pytest.mark.parametrize(("text", "word", "wanted"), SHIFTED, ids=[f"{w}: {t[:40]}" for t, w, _ in SHIFTED])
def test_nouns_one_word_too_far(reader: Reader, text: str, word: str, wanted: dict[str, str]) -> None:
    check(reader, text, word, wanted)
