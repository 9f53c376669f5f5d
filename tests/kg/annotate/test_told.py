"""What one sentence tells: the type of its event, who does it to whom and where, and whether it happened.

Each block is one cause of errors, with sentences in several words. Arguments are asked for exactly, as the sentence
words them: "type status | actors | recipients | places".
"""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Argument, Article, Event

DAY = "2020-06-15"  # a Monday

EQUIPMENT = [  # aircraft, ships and missiles do not act: whose they are does, and without an owner nobody does
    ("Royal Air Force aircraft have bombed Daesh near Mosul.", "Bombing actual | Royal Air Force | Daesh | Mosul"),
    ("French jets carried out strikes on the militia near Raqqa.", "AirStrike actual | French | militia | Raqqa"),
    ("Army helicopters shelled a village in Darfur.", "Shelling actual | Army | village | Darfur"),
    (
        "Chinese coast guard ships attacked Philippine sailors.",
        "Attack actual | Chinese coast guard | Philippine sailors | -",
    ),
    ("An Iranian patrol boat opened fire on fishermen.", "Shooting actual | Iranian | fishermen | -"),
    ("A Russian Su-24 bombed a market in Idlib.", "Bombing actual | Russian | market | Idlib"),
    ("Two Typhoons attacked a convoy near Mosul.", "Attack actual | - | convoy | Mosul"),
    ("The rebels were shelled by artillery in Kunar.", "Shelling actual | - | rebels | Kunar"),
]
SETTLED = [  # whether it happened at all
    ("The rebels are not ready to surrender.", "Offer negated | rebels | - | -"),
    ("Diplomats said neither army appeared willing to withdraw.", "Offer negated | - | - | -"),
    ("No soldiers attacked the village.", "Attack negated | - | village | -"),
    ("Kenya stopped short of sending troops to Goma.", "Deployment negated | Kenya | - | Goma"),
    ("The rebels refrained from attacking the convoy.", "Attack negated | rebels | convoy | -"),
    ("European leaders are split over sending troops to Mali.", "Deployment possible | European leaders | Mali | -"),
    ("Sudan and the rebels failed to agree on extending the truce.", "Agreement negated | Sudan; rebels | - | -"),
    (
        "Sudan and the rebels failed to agree on extending the truce.",
        "CeasefireDeclaration negated | Sudan; rebels | - | -",
    ),
    ("The treaty extends to attacks on the coast guard.", "Attack possible | - | coast guard | -"),
]
WHERE = [  # a place belongs to its own clause
    ("The court ruled in favor of Somalia, but Kenya rejected the ruling.", "Rejection actual | Kenya | - | -"),
    (
        "The group killed 20 people at Garissa University and stormed a mall in Nairobi.",
        "Killing actual | group | 20 people | -",
    ),
    ("Rebels attacked a patrol and killed two soldiers in Goma.", "Killing actual | Rebels | two soldiers | Goma"),
    ("Kenya deployed troops and Uganda shelled rebels in Ituri.", "Deployment actual | Kenya | - | -"),
]
NEAREST = [
    ("In the town of Herat, near the border, gunmen killed a monk.", "Killing actual | gunmen | monk | Herat"),
    ("A bomb hit a bus in Hama, wounding six people.", "Injury actual | - | six people | Hama"),
    ("Troops took control of a village near the lake.", "CaptureOfTerritory actual | Troops | - | village"),
]
NOUNS = [  # terms of several words and what introduces them
    ("The army announced the start of a ground offensive in Sirte.", "Offensive actual | army | - | Sirte"),
    ("A state of emergency was declared in Tigray on Friday.", "Curfew actual | - | - | Tigray"),
    ("The minister handed the ambassador a note of protest.", "Criticism actual | minister | ambassador | -"),
    ("The armed forces held joint patrols with Japan.", "JointExercise actual | Japan; armed forces | - | -"),
    ("Jets attacked trucks run by the Red Cross.", "Attack actual | - | Red Cross | -"),
]
CLAIMS = [  # who owns up to an attack did it
    ("A bomb went off in Herat on Friday. The Taliban claimed responsibility.", "Bombing actual | Taliban | Herat | -"),
    ("Bomb kills five in Gao; al-Shabab claims responsibility", "Bombing actual | al-Shabab | - | Gao"),
    ("A blast hit a base in Gao. No group claimed responsibility.", "Bombing actual | - | base | Gao"),
]
CONCERNED = [  # whom it concerns, and what it is only about
    ("Pakistan offered the army's help in the search.", "Offer actual | Pakistan | - | -"),
    ("Kenya proposed a regional force at the summit.", "Request actual | Kenya | - | -"),
    ("Turkey demanded the extradition of ten officers.", "Demand actual | Turkey | - | -"),
    (
        "Russia closed Sweden's consulate in St Petersburg.",
        "SeveringOfRelations actual | Russia | Sweden | St Petersburg",
    ),
    ("Rebels died in an attack on trucks run by the Red Cross.", "Attack actual | - | Red Cross | -"),
    ("Gunmen attacked an Afghan army base.", "Attack actual | Gunmen | Afghan army base | -"),
    ("Shells struck a convoy carrying food to a village near Hama.", "Attack actual | - | convoy | Hama"),
    ("Qatar may supply the rebels with rockets.", "MilitaryAid possible | Qatar | rebels | -"),
    ("Canada delivered armored vehicles to the police in Haiti.", "MilitaryAid actual | Canada | police | Haiti"),
    ("Chadian soldiers fought alongside the French army.", "Battle actual | Chadian soldiers; French army | - | -"),
]
WORDS = [  # further words of the types
    ("Iran has sent thousands of militiamen to Syria.", "Deployment actual | Iran | Syria | -"),
    (
        "President Diallo, who traveled to Gao on Friday, spoke to mourners.",
        "Visit actual | Diallo | - | Gao",
    ),
    ("The coalition said it was looking into the deaths.", "Investigation actual | coalition | - | -"),
    ("Finland applied to join NATO.", "Request actual | Finland | NATO | -"),
    ("The ministry called the raid barbaric.", "Criticism actual | ministry | - | -"),
    ("The senator described the sanctions as unlawful.", "Criticism actual | senator | - | -"),
    ("Congress has blocked the sale of jets to Turkey.", "Rejection actual | Congress | Turkey | -"),
    ("The government designated the militia as a terrorist group.", "Sanction actual | government | militia | -"),
    ("Two million people were forced from their homes.", "Displacement actual | - | Two million people | -"),
    ("War between Mali and the rebels broke out in 2012.", "Battle actual | Mali; rebels | - | -"),
    ("A U.N. panel found that the army had committed abuses.", "Accusation actual | U.N. panel | army | -"),
    ("A fishing boat's crew was rammed by pirates.", "Attack actual | pirates | crew | -"),
]
MORE_WORDS = [  # words of the types that news use besides the plain ones
    ("Egypt and Sudan put their signatures to the document.", "TreatySigning actual | Egypt; Sudan | - | -"),
    ("The Houthis went along with the plan of Oman.", "Agreement actual | Houthis | Oman | -"),
    ("Berlin described the peacekeepers as courageous.", "Praise actual | Berlin | peacekeepers | -"),
    ("The junta reopened universities in Bamako.", "Concession actual | junta | - | Bamako"),
    ("Bahrain and Oman formed a joint committee.", "Cooperation actual | Bahrain; Oman | - | -"),
    ("Canada and Japan held a naval drill.", "JointExercise actual | Canada; Japan | - | -"),
    ("Firefighters dug a boy out of the ruins.", "Rescue actual | Firefighters | boy | -"),
    ("Germany is winding down its deployment in Mali.", "Withdrawal actual | Germany | Mali | -"),
    ("A commission is examining the killing of two monks.", "Investigation actual | commission | two monks | -"),
    ("The premier branded the vote a sham.", "Criticism actual | premier | - | -"),
    ("Moscow warned Oslo of retaliation.", "Threat actual | Moscow | Oslo | -"),
    ("Caracas vowed a harsh response.", "Threat actual | Caracas | - | -"),
    ("Thousands turned out in Belgrade.", "Demonstration actual | Thousands | - | Belgrade"),
    ("Ankara banned exports of steel to Israel.", "Sanction actual | Ankara | Israel | -"),
    ("A judge imprisoned the editor for two years.", "Conviction actual | judge | editor | -"),
    ("Poland sent home 45 Russian diplomats.", "DiplomaticExpulsion actual | Poland | 45 Russian diplomats | -"),
    ("Armored vehicles rumbled into Harare.", "Deployment actual | - | - | Harare"),
    ("Warsaw is erecting a barrier along the frontier.", "Fortification actual | Warsaw | - | frontier"),
    ("Police pushed back migrants at the border.", "Deportation actual | Police | migrants | border"),
    ("Guinea's army seized power.", "Toppling actual | army | - | -"),
    ("The generals put the premier under house arrest.", "Arrest actual | generals | premier | -"),
    ("Gunmen snatched two priests in Enugu.", "Abduction actual | Gunmen | two priests | Enugu"),
    ("A mob beat a guard to death.", "Killing actual | mob | guard | -"),
    ("Mortar shells landed in Donetsk.", "Shelling actual | - | Donetsk | -"),
    ("Youths hurled stones at police in Dakar.", "Attack actual | Youths | police | Dakar"),
]
FIGURES = [
    ("The chef called the sauce heroic.", "Praise"),
    ("Critics described the film as a disgrace.", "Criticism"),
    ("The teacher looked into the box.", "Investigation"),
    ("The minister went to hospital for a check.", "Visit"),
    ("People came out of the cellars.", "Demonstration"),
    ("The government has not ruled out a visit.", "Rejection"),
    ("Under the deal the rebels will withdraw from the town.", "Rejection"),
    ("Villagers recognised some of the soldiers.", "Recognition"),
    ("The airline resumed flights between Oslo and Rome.", "Cooperation"),
]
FRAMES = [  # limits, access, courts, cordons
    ("Chad has suspended the access of inspectors to two plants.", "Rejection actual | Chad | inspectors | -"),
    ("Under a 2015 agreement, Chad accepted curbs on its programme.", "Agreement actual | Chad | - | -"),
    ("In 2019 the government ended inspections of the camp.", "Rejection actual | government | camp | -"),
    ('Lawmakers chanted "Death to traitors" in the parliament.', "Demonstration actual | Lawmakers | - | -"),
    ("Kenya threw a cordon around the island on Sept. 29.", "Blockade actual | Kenya | island | -"),
    ("The operation has been authorised by the African Union.", "Endorsement actual | African Union | - | -"),
    ("The captain is being questioned at a naval base.", "Investigation actual | - | captain | naval base"),
    ("Talks in Goma failed when the rebel delegation walked out.", "Rejection actual | rebel delegation | - | -"),
    ("The colonel seized the administration in May.", "Toppling actual | colonel | - | -"),
    ("The court annulled his election.", "Rejection actual | court | - | -"),
    ("The general was acquitted of genocide by two judges to one.", "Pardon actual | two judges | general | -"),
    ("Soldiers locked 63 people in a house.", "Arrest actual | Soldiers | 63 people | house"),
    ("Russia and China have blocked calls for an embargo.", "Rejection actual | Russia; China | - | -"),
    ("Moscow would raise the matter at the Security Council.", "Consultation planned | Moscow | - | -"),
]
TOLD = [*FRAMES, *EQUIPMENT, *SETTLED, *WHERE, *NEAREST, *NOUNS, *CLAIMS, *CONCERNED, *WORDS, *MORE_WORDS]

ILLNESS = [
    ("Cholera has killed 33 people in the camps.", "Killing Death"),
    ("Ebola killed hundreds of villagers in 2014.", "Killing Death"),
]
LIGHT = [  # somebody does it, though nobody knows who; arms of all kinds; force that is used
    ("They launched attacks every night.", "Attack actual | - | - | -"),
    ("His office had opened an investigation into the killings.", "Investigation actual | - | - | -"),
    ("The army used excessive force against demonstrators.", "Assault actual | army | demonstrators | -"),
    ("The United States has sold Nigeria twelve aircraft.", "MilitaryAid actual | United States | Nigeria | -"),
    ("Lopez has been recognised by Chile as president.", "Recognition actual | Chile | Lopez | -"),
    ("The rebels denied plans to attack the port.", "Attack negated | rebels | port | -"),
]
SAID = [  # what is denied, disputed or thanked for; what a town has to do with it
    ("Tajikistan denied the claim.", "Rejection actual | Tajikistan | - | -"),
    ("The general disputed the figures.", "Rejection actual | general | - | -"),
    ("The envoy thanked Oman for its help.", "Praise actual | envoy | Oman | -"),
    ("Russia offered to host talks in Sochi.", "Offer actual | Russia | - | -"),
    ("The unions called a strike on Friday.", "LabourStrike actual | unions | - | -"),
    ("Lopez had no intention of sacking the general.", "Dismissal negated | Lopez | general | -"),
    ("The army repelled the attack.", "Attack actual | army | - | -"),
    ("The captain was dismissed in May.", "Dismissal actual | - | captain | -"),
    ("The charity, whose depot was shelled, left.", "Shelling actual | - | depot; charity | -"),
    ("The premier has faced a month of protests.", "Demonstration actual | - | premier | -"),
    ("The group broke away from the party in 2010.", "Rejection actual | group | party | -"),
    ("The charity suspended its operations in Hama.", "Withdrawal actual | charity | - | Hama"),
    ("The two were seized by gunmen near Ataq.", "Abduction actual | gunmen | - | Ataq"),
    ("Jihadists set off a bomb in Gao.", "Bombing actual | Jihadists | Gao | -"),
]
WHERE_TO = [  # towns that are visited or left are places; where somebody speaks is not where it is
    ("The minister is due to visit Tehran on Sunday.", "Visit planned | minister | - | Tehran"),
    ("The rebels withdrew from Menaka.", "Withdrawal actual | rebels | - | Menaka"),
    ("In Muscat, the envoy called for restraint.", "Appeal actual | envoy | - | -"),
    ("The president put the army on alert.", "Alert actual | president | army | -"),
    ("Two agents were taken into custody by Omani soldiers.", "Arrest actual | Omani soldiers | Two agents | -"),
    ("Three Iranian vessels stopped a tanker.", "Coercion actual | Iranian | tanker | -"),
    ("The guards were designated a terrorist group by Canada.", "Sanction actual | Canada | guards | -"),
    ("Peru demanded that Cuba extradite him, but Havana refused.", "Rejection actual | Havana | - | -"),
    ("The president lifted the warrants against the rebels.", "Concession actual | president | rebels | -"),
    ("Mali and Niger agreed to exchange prisoners.", "Agreement actual | Mali; Niger | - | -"),
]
TOLD += [*LIGHT, *SAID, *WHERE_TO]
ONE_ACT = [
    ("The president ordered an investigation.", "Demand"),
    ("The rebels refused to sign the 2016 accord.", "TreatySigning"),
    ("A report by the network Gao Is Being Slaughtered Slowly reached diplomats.", "Killing"),
]
NOT_TOLD = [*ILLNESS, *ONE_ACT, *FIGURES]


def told(event: Event, text: str) -> str:
    """Type and status, actors, recipients and places as the sentence words them."""

    def words(found: tuple[Argument, ...]) -> str:
        return "; ".join(a.span.of(text) for a in found) or "-"

    roles = (event.actors, event.recipients, event.places)
    return " | ".join([f"{event.type} {event.status}", *map(words, roles)])


def events(reader: Reader, text: str) -> list[Event]:
    return list(reader.read(Article("a", text, DAY)).events)


@pytest.mark.parametrize(("text", "wanted"), TOLD)
def test_what_is_told(reader: Reader, text: str, wanted: str) -> None:
    assert wanted in [told(e, text) for e in events(reader, text)]


@pytest.mark.parametrize(("text", "types"), NOT_TOLD)
def test_what_is_not_told(reader: Reader, text: str, types: str) -> None:
    assert not {e.type for e in events(reader, text)} & set(types.split())


def test_a_person_behind_the_place_of_a_sentence_speaks(reader: Reader) -> None:
    text = "In Washington, the special envoy for Chad, Eva Lind, said the army did not believe that it had won."
    document = reader.read(Article("a", text, "2016-05-16"))
    assert [document.entity(s.speaker).name for s in document.statements] == ["Eva Lind"]
