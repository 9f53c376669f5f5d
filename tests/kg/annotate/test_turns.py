"""One act told in many turns of phrase: who does it and who undergoes it stay the same."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article, Document, Event

TURNS = [
    # what somebody is accused of
    ("Chad was accused by aid workers of having shelled UN peacekeepers.", "shelled", "Chad", "UN peacekeepers"),
    ("Chadian troops were accused of kidnapping two French nurses.", "kidnapping", "Chadian troops",
     "two French nurses"),
    ("Chad was accused of arresting opposition leader Omar Sarr in a raid on Gao.", "arresting", "Chad", "Omar Sarr"),
    # infinitives
    ("The decision by Chad to attack Kurdish militants was welcomed in Cairo.", "attack", "Chad", "Kurdish militants"),
    ("Boko Haram's plan to attack Kurdish militants drew protests.", "attack", "Boko Haram", "Kurdish militants"),
    ("Chadian troops' plan to detain Kurdish militants drew protests.", "detain", "Chadian troops",
     "Kurdish militants"),
    ("Prime Minister Omar Sarr agreed on Friday to jail members of the Dawn Front.", "jail", "Omar Sarr",
     "Dawn Front"),
    ("The minister vowed that Omar Sarr would jail members of the Dawn Front.", "jail", "Omar Sarr",
     "Dawn Front"),
    ("The minister ordered Chadian troops to detain Kurdish militants.", "detain", "Chadian troops",
     "Kurdish militants"),
    # what is said of the subject between commas or dashes
    ("The Chadian army, whose men took over the region last year, expelled UN peacekeepers near the border, nurses "
     "said.", "expelled", "Chadian army", "UN peacekeepers"),
    ("Chadian troops, whose base is in the north, have repeatedly detained Kurdish militants, the ministry said.",
     "detained", "Chadian troops", "Kurdish militants"),
    ("Prime Minister Omar Sarr, the strongest man in the region, released members of the Dawn Front on Monday.",
     "released", "Omar Sarr", "Dawn Front"),
    ("Chadian troops — which France backs — shot the rebels on Monday.", "shot", "Chadian troops", "rebels"),
    # others
    ("It was Chad that shelled UN peacekeepers.", "shelled", "Chad", "UN peacekeepers"),
    ("Chadian troops detained and later released Kurdish militants.", "detained", "Chadian troops",
     "Kurdish militants"),
    ("Two French nurses, kidnapped by al-Shabab fighters in May, fled to Cairo.", "kidnapped", "al-Shabab fighters",
     "Two French nurses"),
]  # fmt: skip

Sides = tuple[list[str] | None, list[str] | None, list[str] | None]
"""Who does it, who undergoes it and where; None for what the sentence leaves open."""

SIDES: list[tuple[str, str, Sides]] = [
    # verbs and clauses at the right level
    (
        "Chad on Friday ordered nine Russian envoys to leave and called for new sanctions on Moscow.",
        "called",
        (["Chad"], None, None),
    ),
    (
        "The army foiled an attempt by rebel soldiers to topple President Omar Sarr.",
        "topple",
        (["rebel soldiers"], ["Omar Sarr"], None),
    ),
    (
        "The minister told state radio that two men had been arrested at a checkpoint.",
        "arrested",
        ([], ["two men"], ["checkpoint"]),
    ),
    (
        "Rights groups have accused Chad of abducting and killing Sunni men since January.",
        "abducting",
        (["Chad"], ["Sunni men"], None),
    ),
    (
        "Rights groups have accused Chad of abducting and killing Sunni men since January.",
        "killing",
        (["Chad"], ["Sunni men"], None),
    ),
    # clauses about a noun
    (
        "Omar Sarr is a former commander of the special forces who was sacked in August.",
        "sacked",
        ([], ["former commander"], None),
    ),
    (
        "They hold Moura, a village near the border with Niger which rebels seized in late April.",
        "seized",
        (["rebels"], None, ["Moura"]),
    ),
    (
        "Among those arrested were Omar Sarr, a former commander, and two reporters.",
        "arrested",
        ([], ["Omar Sarr", "two reporters"], None),
    ),
    (
        "Chadian warplanes carried out some of their heaviest raids in months on the Dawn Front.",
        "raids",
        (["Chadian"], ["Dawn Front"], None),
    ),
    # who is named, but no side
    (
        "Hungary is likely to oppose the move, according to three diplomats.",
        "oppose",
        (["Hungary"], [], None),
    ),
    (
        "The powers threatened travel bans for those who obstruct the cabinet under a U.N.-brokered deal.",
        "threatened",
        (["powers"], ["cabinet"], None),
    ),
    (
        "The ministers agreed to meet again in Geneva in July.",
        "agreed",
        (["ministers"], [], None),
    ),
    (
        "The premier vowed that Chad would never surrender.",
        "vowed",
        (["premier"], [], None),
    ),
    # infinitives, participles and forms in -ing
    (
        "The envoy for the Great Lakes, Koen Maes, was due to meet President Omar Sarr on Friday.",
        "meet",
        (["Koen Maes", "Omar Sarr"], [], None),
    ),
    (
        "The kidnappers demanded that the government free 12 of their relatives jailed in Sanaa.",
        "free",
        (["government"], ["relatives"], None),
    ),
    (
        "The kidnappers demanded that the government free 12 of their relatives jailed in Sanaa.",
        "jailed",
        ([], ["relatives"], None),
    ),
    (
        "The envoy said Omar Sarr had no intention of sacking the general.",
        "sacking",
        (["Omar Sarr"], ["general"], None),
    ),
    (
        "Kurdish fighters fought off an IS assault on the town.",
        "assault",
        (["Kurdish fighters"], ["IS"], None),
    ),
    (
        "The army repelled an attack by the rebels on Gao.",
        "attack",
        (["army"], ["rebels"], None),
    ),
    (
        "Chad is training mercenaries in the desert, Niger said.",
        "training",
        (["Chad"], ["mercenaries"], ["desert"]),
    ),
    (
        "The rebels forced the governor out of the city.",
        "forced",
        (["rebels"], ["governor"], None),
    ),
    (
        "UN peacekeepers were seized on Monday near Gao.",
        "seized",
        ([], ["UN peacekeepers"], ["Gao"]),
    ),
    (
        "The premier had been forced to turn back, an aide said.",
        "forced",
        ([], ["premier"], None),
    ),
    (
        "Afghan, Pakistani and American diplomats met in Doha on Monday.",
        "met",
        (["American diplomats", "Afghan", "Pakistani"], [], ["Doha"]),
    ),
    # subjects that a title, a comma or "plans" parts from their verb
    (
        "NATO plans to send two more frigates to the region by August, an official said.",
        "send",
        (["NATO"], [], ["region"]),
    ),
    (
        "Supporters of President Omar Sarr clashed with police.",
        "clashed",
        (["Supporters", "police"], [], None),
    ),
    (
        "The premier was questioned by gendarmes for several hours and then released, her lawyer said.",
        "released",
        ([], ["premier"], None),
    ),
    (
        "Algeria closed its border, while Mali's ruling junta, itself born of a coup, cal"
        "led for dialogue and rejected any foreign intervention.",
        "rejected",
        (["ruling junta"], [], None),
    ),
    (
        "US-led warplanes bombed the Islamic State group in Anbar.",
        "bombed",
        (["US"], ["Islamic State group"], ["Anbar"]),
    ),
    (
        "The coalition conducted 22 strikes, destroying three bomb factories near Ramadi, its spokesman said.",
        "strikes",
        (["coalition"], [], None),
    ),
    (
        "His envoy, Rashid Amin, was in contact with both sides.",
        "contact",
        (["both sides", "Rashid Amin"], [], None),
    ),
    (
        "Spain, Chad's biggest donor, suspended 40 million euros in aid.",
        "suspended",
        (["Spain"], None, None),
    ),
    # verbs taken for adjectives of what they do something to
    (
        "The Chadian army stormed the town of Moura and freed opposition leader Ana Reis on Sunday.",
        "freed",
        (["Chadian army"], ["Ana Reis"], None),
    ),
    (
        "Rebels shelled the town of Moura and supported Kurdish militants on Sunday.",
        "supported",
        (["Rebels"], ["Kurdish militants"], None),
    ),
    (
        "The visitors met ministers and detained opposition leaders.",
        "detained",
        ([], ["detained opposition leaders"], None),
    ),
    (
        "The decision by President Omar Sarr to expel the rebels was welcomed in Cairo.",
        "expel",
        (["Omar Sarr"], ["rebels"], None),
    ),
    (
        "The army on Sunday freed opposition leader Ana Reis.",
        "freed",
        (["army"], ["Ana Reis"], None),
    ),
    (
        "Boko Haram, whose men took over the region last year, attacked Kurdish militants, witnesses said.",
        "attacked",
        (["Boko Haram"], ["Kurdish militants"], None),
    ),
    (
        "Security forces in Togo have tortured scores of refugees, whom the authorities blame for a conflict.",
        "tortured",
        (["Security forces"], ["refugees"], None),
    ),
    (
        "Libyan leader Omar Sarr and Bulgarian President Ana Reis today signed a treaty of friendship.",
        "signed",
        (["Omar Sarr", "Ana Reis"], [], None),
    ),
    (
        "Hundreds of people blocked streets in Gao in defiance of the junta to demand reforms.",
        "demand",
        (["people"], None, None),
    ),
    (
        "The junta forced the aid agency, Oxfam, out of the capital.",
        "forced",
        (["junta"], ["Oxfam"], None),
    ),
    (
        "Mali and Niger renewed negotiations today on a troop pullback.",
        "negotiations",
        (["Mali", "Niger"], [], None),
    ),
    (
        "The killing of a priest by soldiers led to protests.",
        "killing",
        (["soldiers"], ["priest"], None),
    ),
    (
        "Omar Sarr warned that some 3,000 people in other towns remained out of reach, and urged the panel to act.",
        "urged",
        (["Omar Sarr"], ["panel"], None),
    ),
]


def names(document: Document, found: Event) -> tuple[list[str], list[str]]:
    """Names of who does an event and of who undergoes it."""
    one, other = ([document.entity(a.entity).name for a in role] for role in (found.actors, found.recipients))
    return one, other


@pytest.mark.parametrize(("text", "word", "actor", "recipient"), TURNS)
def test_sides_of_one_act(reader: Reader, text: str, word: str, actor: str, recipient: str) -> None:
    document = reader.read(Article("a", text, "2024-05-20"))
    found = next(e for e in document.events if word in e.trigger.of(text))
    assert names(document, found) == ([actor], [recipient])


@pytest.mark.parametrize(("text", "word", "sides"), SIDES)
def test_sides(reader: Reader, text: str, word: str, sides: Sides) -> None:
    document = reader.read(Article("a", text, "2024-05-20"))
    found = next(e for e in document.events if word in e.trigger.of(text))
    where = [document.entity(a.entity).name for a in found.places]
    for told, wanted in zip((*names(document, found), where), sides, strict=True):
        assert wanted is None or told == wanted


def test_who_is_given_time_to_leave_leaves(reader: Reader) -> None:
    """The junta refuses nothing: it gives a deadline."""
    text = "The junta gave the French ambassador 48 hours to leave Niger."
    document = reader.read(Article("a", text, "2024-05-20"))
    assert [(e.type, *names(document, e)) for e in document.events] == [("Ultimatum", ["junta"], ["French ambassador"])]
