"""Sentences that the parser takes apart wrongly: who does what to whom is told nonetheless."""

from __future__ import annotations

import pytest

from kg.annotate import Reader, repairs
from kg.annotate.parsed import Doc
from kg.annotate.repairs import _circular
from kg.annotate.repairs.needs import Repair
from kg.annotate.schemes import Edge
from kg.model import Article, Document, Event


def read(reader: Reader, text: str) -> Document:
    return reader.read(Article("a", text, "2024-05-20"))


def event(document: Document, trigger: str) -> Event:
    return next(e for e in document.events if trigger in e.trigger.of(document.article.text))


def names(document: Document, found: Event) -> tuple[list[str], list[str]]:
    """Names of who does an event and of who undergoes it."""
    one, other = ([document.entity(a.entity).name for a in role] for role in (found.actors, found.recipients))
    return one, other


SPOKE = [
    ("Its secretary-general, Peter Otieno, said that the request would be considered.", "Peter Otieno"),
    ("Idris Kone, deputy leader of the Northern Front, said his men had withdrawn.", "Idris Kone"),
    ("A lawyer for Mansour, Leila Haddad, denounced the arrest and said she would appeal.", "Leila Haddad"),
    ("A spokesman for Keller, Jonas Brandt, called the march an outrage and said it should end.", "Jonas Brandt"),
    ("The Rift Observatory said 12 people, among them two nurses, were killed in the shelling.", "Rift Observatory"),
    ("Benin, whose soldiers are stationed in neighbouring Togo, said it had no plans to recall them.", "Benin"),
    ("Two miners were freed. One of them, Omar Sissoko, 34, said that a guard was beaten.", "Omar Sissoko"),
    ("Chad denied an allegation by the envoy that it was arming the rebels.", "Chad"),
    ("Mendes told the nation in a televised speech that he would not step down.", "Mendes"),
    ("Troops stormed a hotel and killed the last of the Dawn Brigade gunmen who had held it, the health minister said.",
     "health minister"),
    ("A negotiator close to the talks said a ransom had been paid.", "negotiator"),
    ("Chad has demanded an apology, and last month said that Niger had promised one.", "Chad"),
]  # fmt: skip

DID = [
    # a time or clause set before the main clause
    ("Hours before the French envoy landed in Lome, a car bomb hit a police bus, wounding two.", "hit", [], None),
    ("On Tuesday France, Italy and two other states condemned the arrest of the journalist.", "condemned",
     ["France", "Italy", "two other states"], None),
    ("On Friday, a week before the premier flew to Doha, gunmen ambushed a convoy near Gao.", "ambushed",
     ["gunmen"], ["convoy"]),
    # a bare day
    ("The rebels failed Monday to take the bridge.", "take", ["rebels"], None),
    # names, descriptions and clauses about them
    ("Moussa, a retired general who was ousted in April, accused France of arming the rebels.", "accused",
     ["Moussa"], ["France"]),
    ("Nigeria's attorney general, Musa Bello, dismissed the claim.", "dismissed", ["Musa Bello"], None),
    ("The council's deputy secretary-general, Ana Souza, rejected the offer.", "rejected", ["Ana Souza"], None),
    ("The raid was condemned by the mission of the African Union, whose envoy, Lamine Diallo, asked the army to spare "
     "the hospital.", "asked", ["Lamine Diallo"], ["army"]),
    ("An adviser to Prime Minister Omar Keita rejected the proposal.", "rejected", ["adviser"], None),
    ("The Union, formerly the Patriotic Front, named a spokesman after a British drone killed its leader.", "killed",
     ["British"], ["leader"]),
    ("Nepal, which has contributed 900 soldiers to the mission, will not withdraw them, Defence Minister Bishal Rana "
     "said in Kathmandu.", "withdraw", ["Nepal"], None),
    # participles
    ("Gunmen dressed as policemen attacked a mosque in Zaria on Sunday.", "attacked", ["Gunmen"], ["mosque"]),
    ("Fighters disguised as nurses stormed a clinic, killing two guards.", "killing", ["Fighters"], ["two guards"]),
    ("The army was accused by Human Rights Watch of torturing prisoners.", "torturing", ["army"], ["prisoners"]),
    ("Reports say that Togo had detained dozens of students.", "detained", ["Togo"], ["students"]),
    ("Witnesses said that soldiers guarding a nearby checkpoint fled, leaving guests trapped.", "fled", ["soldiers"],
     []),
    ("Riot police firing rubber bullets dispersed them.", "dispersed", ["Riot police"], None),
    ("Peacekeepers were hurt when a crowd armed with clubs and petrol bombs attacked the town hall.", "attacked",
     ["crowd"], None),
    # who is made to do something
    ("Mendes asked the Union of Northern Cities to send observers.", "asked", ["Mendes"],
     ["Union of Northern Cities"]),
    ("The strike was meant to force President Amadou Bello to resign.", "resign", ["Amadou Bello"], []),
    ("Gangs blocked roads to force Prime Minister Ariel Pierre to resign.", "resign", ["Ariel Pierre"], []),
    ("Envoy Anders Lind flew to Oslo to persuade President Ozan Kaya to lift his veto on Finland.", "veto",
     ["Ozan Kaya"], ["Finland"]),
    ("The envoy urged the authorities to protect civilians caught in the fighting.", "urged", ["envoy"],
     ["authorities"]),
    ("Prosecutors have asked the judge, Iryna Lanskaya, to sentence Babkov to ten years.", "asked", ["Prosecutors"],
     ["Iryna Lanskaya"]),
    ("The senator called on the militia not to attack the town.", "attack", ["militia"], ["town"]),
    ("Officials said it was ready to sign, and Latvia, where several exiles live, summoned the Belarusian ambassador.",
     "summoned", ["Latvia"], ["Belarusian ambassador"]),
    ("Hundreds marched to demand the release of Viktar Babkin, who is on trial, and riot police detained 20 women.",
     "detained", ["riot police"], ["20 women"]),
    ("The officer promised to protect the village and accused the rebels of looting.", "accused", ["officer"],
     ["rebels"]),
    ("The council was split on a plan by Haiti's government to bring in foreign troops to fight gangs.", "bring",
     ["government"], None),
    ("The bloc said it had been unable to bring aid into Harar.", "bring", ["bloc"], None),
    ("Oman and the African Union, which have helped broker earlier truces, also urged restraint.", "urged",
     ["Oman", "African Union"], None),
    ("Jordan's King Faisal, the custodian of the shrine, spoke by phone with President Karen Holt.", "spoke",
     ["King Faisal", "Karen Holt"], None),
    ("In the valley, Israeli troops shot and killed a Palestinian teenager, the army said.", "shot",
     ["Israeli troops"], ["Palestinian teenager"]),
    ("Chad, Cameroon and Niger, which contribute troops to the force, agreed to patrol the lake.", "contribute",
     ["Chad", "Cameroon", "Niger"], ["force"]),
    ("Israeli warplanes bombed targets near Rafah early Tuesday after Palestinian militants fired three rockets at the "
     "city of Ashdod, wounding a woman.", "fired", ["Palestinian militants"], ["Ashdod"]),
    ("The airstrike killed a commander of the Dawn Brigade, Bilal Hamdan, and four civilians.", "killed", [],
     ["Bilal Hamdan", "four civilians"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), SPOKE)
def test_who_speaks(reader: Reader, text: str, speaker: str) -> None:
    document = read(reader, text)
    assert {document.entity(s.speaker).name for s in document.statements} == {speaker}


@pytest.mark.parametrize(("text", "trigger", "actors", "recipients"), DID)
def test_who_does_it(reader: Reader, text: str, trigger: str, actors: list[str], recipients: list[str] | None) -> None:
    document = read(reader, text)
    found = names(document, event(document, trigger))
    assert found[0] == actors
    assert recipients is None or found[1] == recipients


def test_a_time_behind_and_is_that_of_the_second_verb(reader: Reader) -> None:
    document = read(reader, "Mali has expelled the envoy, and last week said that Togo had promised aid.")
    assert event(document, "expelled").time is None


@pytest.mark.parametrize(
    ("text", "denier"),
    [
        ("Russia, which denies a report in the Daily Star that it sent mercenaries to Mali, is silent.", "Russia"),
        ("The minister rejected a claim by the opposition in parliament that it sent troops to Mali.", "minister"),
        ("Chad denied a report that it sent soldiers to Mali.", "Chad"),
    ],
)
def test_what_a_denied_report_says_did_not_happen(reader: Reader, text: str, denier: str) -> None:
    document = read(reader, text)
    sent = event(document, "sent")
    assert sent.status == "negated"
    assert [document.entity(e).name for e in sent.attributed_to] == [denier]


def test_what_one_report_says_is_no_rumour(reader: Reader) -> None:
    document = read(reader, "A report that Chad had attacked the base was published on Friday.")
    assert event(document, "attacked").status == "actual"


def test_what_is_said_stands_before_a_sign(reader: Reader) -> None:
    document = read(
        reader, "Forces have recaptured Dalol, the army said on Monday, the latest sign that it was advancing."
    )
    said = event(document, "recaptured").attributed_to
    assert [document.entity(e).name for e in said] == ["army"]


@pytest.mark.parametrize(
    ("heads", "circular"),
    [
        ({1: 0, 2: 1, 3: 1}, False),
        ({1: 2, 2: 3, 3: 1}, True),
        ({1: 1}, True),
        ({5: 4, 2: 5, 4: 2, 1: 0}, True),
        ({}, False),
    ],
)
def test_a_way_that_comes_back_is_seen(heads: dict[int, int], circular: bool) -> None:
    assert _circular([Edge("dep", head, child) for child, head in heads.items()]) is circular


def test_what_is_no_tree_after_a_repair_is_left_out(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def circle(_doc: Doc, edges: list[Edge]) -> list[Edge]:
        return [Edge(e.rel, e.child, e.head) for e in edges] + edges

    seen: list[bool] = []

    def looks(_doc: Doc, edges: list[Edge]) -> list[Edge]:
        seen.append(_circular(edges))
        return edges

    monkeypatch.setattr(repairs, "_REPAIRS", (Repair(circle), Repair(looks)))
    assert [e.type for e in read(reader, "Police arrested two men in Gao.").events] == ["Arrest"]
    assert seen == [False]
