"""Words and turns of wire stories that report an event, and their like that report none."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article

EVENTS = [
    # PLOVER type, word of the trigger, text
    ("AGREE", "put", "Peru and Chile put their names to a border pact in Lima on Friday."),
    ("CONSULT", "briefed", "The envoy briefed the Security Council on the talks."),
    ("CONSULT", "visit", "The minister raised the case during a visit to Tehran."),
    ("SUPPORT", "recognised", "The coalition was recognised by Britain as the legitimate government."),
    ("SUPPORT", "backed", "Voters in the region backed secession on Sunday."),
    ("SUPPORT", "swore", "The tribes swore allegiance to the new sultan."),
    ("REJECT", "rejected", "Voters rejected the new charter in a referendum."),
    ("CONCEDE", "opened", "The army opened a corridor for civilians out of Aleppo."),
    ("CONCEDE", "allowed", "Syria allowed the evacuation of 70 wounded people from Daraya."),
    ("AID", "carried", "Two helicopters carried the wounded to Djibouti."),
    ("AID", "armed", "Rebels armed by Sudan crossed the border."),
    ("AID", "granted", "The former premier was granted asylum by Mexico."),
    ("AID", "delivered", "Poland delivered a consignment of ammunition to the peshmerga."),
    ("RETREAT", "withdrawal", "The withdrawal of heavy weapons was completed on Friday."),
    ("REQUEST", "recommends", "The panel recommends that two generals be put on trial."),
    ("REQUEST", "summoned", "The African Union summoned the two presidents to Lome."),
    ("REQUEST", "sought", "Eritrea sought an end to the embargo."),
    ("ACCUSE", "trial", "The trial of the former president opened in Dakar."),
    ("REJECT", "denied", "Rwanda denied arming the rebels."),
    ("REJECT", "denied", "Another officer denied this."),
    ("REJECT", "called", "Eritrea called the accusations lies."),
    ("REJECT", "walked", "Burundi walked out of the court in 2017."),
    ("THREATEN", "gave", "The bloc gave the junta until Friday to leave."),
    ("THREATEN", "vowed", "The rebels vowed to take revenge."),
    ("THREATEN", "warned", "The commander warned that any boat entering the bay would be sunk."),
    ("SANCTION", "blacklisted", "The bank will be blacklisted, the ministry said."),
    ("SANCTION", "suspended", "Niger was suspended from the bloc."),
    ("SANCTION", "placed", "Three generals were placed on a sanctions list."),
    ("MOBILIZE", "arrived", "Reinforcements arrived from Gao."),
    ("MOBILIZE", "converged", "Thousands of militiamen converged on the city."),
    ("MOBILIZE", "sent", "Nigeria sent jets to the town."),
    ("COERCE", "boarded", "Marines boarded the Lady Anna off Crete."),
    ("COERCE", "turned", "Soldiers turned back barges loaded with grain."),
    ("COERCE", "blocked", "The rebels blocked the road to the port."),
    ("ASSAULT", "looted", "A warehouse of the World Food Programme was looted."),
    ("ASSAULT", "fell", "The town fell to the rebels."),
    ("ASSAULT", "war", "Chad, which fought a war that killed 80,000 people, has made peace."),
    ("ASSAULT", "pushed", "The jihadists were pushed back from the airport."),
    ("COERCE", "dissolved", "Parliament was dissolved by decree."),
    ("COERCE", "suspended", "The government suspended two newspapers."),
    ("AID", "lent", "China lent Zambia two billion dollars in May."),
    ("AID", "taken", "Benin has taken in more than 12,000 refugees from its neighbour."),
    ("AGREE", "agreed", "Gagauzia declared independence but agreed four years later to remain part of Moldova."),
    ("CONCEDE", "acknowledged", "The admiral acknowledged that his men had fired first."),
    ("RETREAT", "returned", "The soldiers returned to barracks."),
    ("REQUEST", "advised", "The United States advised its citizens to leave the country."),
    ("REQUEST", "insisted", "Russia insisted that the rebels leave Idlib."),
    ("REJECT", "rejected", "The prime minister rejected calls to resign."),
    (
        "CONSULT",
        "talks",
        "Peace talks mediated by the bloc, which broke down in March, are due to resume in Addis Ababa.",
    ),
    ("ASSAULT", "fighting", "Many have sought shelter at its bases since fighting broke out between rivals."),
    ("ASSAULT", "fighting", "Thousands have died since fighting erupted in Juba."),
]

SILENT = [
    # PLOVER type that nothing in the text is of, text
    ("ASSAULT", "The prosecutor dropped charges against the editor."),
    ("CONSULT", "The spokesman briefed reporters on the budget."),
    ("COERCE", "Soldiers boarded a plane to Lagos."),
    ("ACCUSE", "The ministry welcomed what it called a barbarous honesty."),
    ("THREATEN", "The forecaster warned that crops would be hit."),
    ("REQUEST", "The militants insisted that he was alive."),
    ("AGREE", "The minister said that the army would open a corridor to Nasir."),
    ("ACCUSE", "Uganda has come under pressure to withdraw."),
    ("PROTEST", "Hundreds of militiamen gathered near the airport."),
]


@pytest.mark.parametrize(("plover", "word", "text"), EVENTS, ids=[t[:40] for *_, t in EVENTS])
def test_told(reader: Reader, plover: str, word: str, text: str) -> None:
    found = [(e.plover, e.trigger.of(text)) for e in reader.read(Article("a", text)).events]
    assert any(p == plover and word in trigger.split() for p, trigger in found), found


@pytest.mark.parametrize(("plover", "text"), SILENT, ids=[t[:40] for _, t in SILENT])
def test_not_told(reader: Reader, plover: str, text: str) -> None:
    assert plover not in [e.plover for e in reader.read(Article("a", text)).events]


def test_one_meeting(reader: Reader) -> None:
    """Who flies somewhere for talks has one meeting, told of by the talks."""
    text = "Iran's foreign minister flew to Baghdad for talks."
    assert [e.trigger.of(text) for e in reader.read(Article("a", text)).events] == ["talks"]
