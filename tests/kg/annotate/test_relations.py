"""Who holds, heads, belongs to, lies in what: one sentence a frame, all relations of it and no other."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article, Document

TIES = [
    (
        "U.S. Secretary of State Tom Reed met his Tajik counterpart, Sherali Davlov, in Osh.",
        ("holdsOffice", "Tom Reed", "U.S."),
    ),
    (
        "Hungary, a landlocked country and a member of the European Union, refused.",
        ("memberOf", "Hungary", "European Union"),
    ),
    (
        "Mali belongs to the African Union, along with Chad, Niger and Egypt.",
        ("memberOf", "Mali", "African Union"),
        ("memberOf", "Chad", "African Union"),
        ("memberOf", "Niger", "African Union"),
        ("memberOf", "Egypt", "African Union"),
    ),
    (
        "The National Resistance Council, whose political wing is the Freedom Party, refused.",
        ("partOf", "Freedom Party", "National Resistance Council"),
    ),
    (
        "The Lake Chad Force, which has its headquarters in Gao, was attacked.",
        ("basedIn", "Lake Chad Force", "Gao"),
    ),
    # text, then (type, subject, object) of each relation that it tells
    ("Kenya's attorney general, Fred Okumu, resigned.", ("holdsOffice", "Fred Okumu", "Kenya")),
    (
        "In a statement, the Nile Community, a bloc of five states based in Arusha, welcomed it. Its "
        "secretary-general, Peter Otieno, agreed.",
        ("basedIn", "Nile Community", "Arusha"),
        ("holdsOffice", "Peter Otieno", "Nile Community"),
    ),
    (
        "The Lake Army denied on Monday that it had fled. Its chief, Major General Tun Aung, stayed.",
        ("heads", "Tun Aung", "Lake Army"),
    ),
    (
        "Taliban rebels control about 40 percent of the land, an agency says. Their leader, Mullah Omar Nur, resigned.",
        ("heads", "Mullah Omar Nur", "Taliban"),
    ),
    ("Hezbollah said on Monday that its leader Amin Daher had been arrested.", ("heads", "Amin Daher", "Hezbollah")),
    (
        "The raid was condemned by Amnesty International chairwoman Eva Lind.",
        ("heads", "Eva Lind", "Amnesty International"),
    ),
    (
        "Carlos Luna, the deputy head of the National Assembly, resigned.",
        ("holdsOffice", "Carlos Luna", "National Assembly"),
    ),
    (
        "China, Russia and Cuba are Omar Nur's main allies.",
        ("alliedWith", "China", "Omar Nur"),
        ("alliedWith", "Russia", "Omar Nur"),
        ("alliedWith", "Cuba", "Omar Nur"),
    ),
    ("In Geneva, the special representative for Chad, Eva Lind, said the talks had failed.",),
    (
        "Kyrgyz President Marat Bekov met his Tajik counterpart, Sherali Davlov, in Osh.",
        ("holdsOffice", "Marat Bekov", "Kyrgyz"),
        ("holdsOffice", "Sherali Davlov", "Tajik"),
    ),
    ("Chinese special envoy for Asian affairs Lu Jinhai resigned.", ("holdsOffice", "Lu Jinhai", "Chinese")),
    ("NATO is ready, Secretary General Henrik Lind said in Oslo.", ("holdsOffice|heads", "Henrik Lind", "NATO")),
    ("Washington's ambassador in Oslo, Jeffrey Lind, resigned.", ("holdsOffice", "Jeffrey Lind", "Washington")),
    ("Foreign ministry spokeswoman Maria Lind resigned.", ("holdsOffice", "Maria Lind", "Foreign ministry")),
    ("The Ministry of Defence in Kabul denied it.", ("basedIn", "Ministry of Defence", "Kabul")),
    (
        '"It is closed," said Tom Reed, head of research at the London-based consultancy Orion Energy.',
        ("heads|holdsOffice|affiliatedWith", "Tom Reed", "Orion Energy"),
        ("basedIn", "Orion Energy", "London"),
    ),
    ("The Unity Party of President Tom Reed won.", ("affiliatedWith", "Tom Reed", "Unity Party")),
    (
        "Eva Lind, Human Rights Watch's director for Africa, resigned.",
        ("holdsOffice", "Eva Lind", "Human Rights Watch"),
    ),
    ("U.N. special rapporteur on Iran Eva Lind resigned.", ("holdsOffice", "Eva Lind", "U.N.")),
    ("The Popular Front, whose leader is Tom Reed, denied it.", ("heads", "Tom Reed", "Popular Front")),
    ("Malta's new prime minister is Tom Reed.", ("holdsOffice", "Tom Reed", "Malta")),
    ("Rebel leader Tom Reed resigned.", ("heads", "Tom Reed", "Rebel")),
    ("Army spokesman Tom Reed resigned.", ("holdsOffice", "Tom Reed", "Army")),
    ("Tom Reed, who became prime minister of Malta in May, resigned.", ("holdsOffice", "Tom Reed", "Malta")),
    ("Tom Reed may become prime minister of Malta in May.",),
    ("The River Front is a rebel group based in Bamako.", ("basedIn", "River Front", "Bamako")),
    (
        "The River Front fled, Eva told AFP. The head of the group is Tom Reed.",
        ("heads", "Tom Reed", "River Front"),
    ),
    (
        "Eva Lind, a historian at the University of Oslo, resigned.",
        ("affiliatedWith", "Eva Lind", "University of Oslo"),
    ),
    ("Malta has been in chaos since its longtime ruler Omar Luna was overthrown in 2011.",),
    ("Malta became NATO's 40th member in April.", ("memberOf", "Malta", "NATO")),
    ("Malta could become a member of NATO in April.",),
    (
        "A bomb went off in Helmand province, the provincial governor, Karim Wafa, said.",
        ("holdsOffice", "Karim Wafa", "Helmand province"),
    ),
    (
        "Eva Lind, a security expert at the Lind School of Maritime Studies in Oslo, resigned.",
        ("affiliatedWith", "Eva Lind", "Lind School of Maritime Studies"),
        ("basedIn", "Lind School of Maritime Studies", "Oslo"),
    ),
    ("Omani Foreign Minister Salim al-Amri resigned.", ("holdsOffice", "Salim al-Amri", "Omani")),
    (
        "Petra Lind, the UN humanitarian coordinator for Chad, praised Russia.",
        ("holdsOffice", "Petra Lind", "UN"),
    ),
    (
        "Tomas Berg, a member of the Norwegian parliament, criticised the deal.",
        ("memberOf", "Tomas Berg", "Norwegian parliament"),
    ),
    ("Petra Novak, head of the Czech intelligence agency, resigned.", ("heads", "Petra Novak", "Czech intelligence")),
    ("The Czech Republic's ambassador to Syria, Eva Lind, resigned.", ("holdsOffice", "Eva Lind", "Czech Republic")),
    ("Eva Lind, an adviser to the Ukrainian president, resigned.", ("holdsOffice", "Eva Lind", "Ukrainian")),
    ("Ahmed Salim, the mayor of Basra, fled to Iran.", ("holdsOffice", "Ahmed Salim", "Basra")),
    ("Bishop Paul Mukasa of Goma called for peace.", ("holdsOffice", "Paul Mukasa", "Goma")),
    (
        "Governor Hassan Nur of the Upper Juba region resigned.",
        ("holdsOffice", "Hassan Nur", "Upper Juba region"),
    ),
    (
        '"It is hard," said Karim Said, North Africa director at the Nairobi-based Rift Institute.',
        ("affiliatedWith|holdsOffice|heads", "Karim Said", "Rift Institute"),
        ("basedIn", "Rift Institute", "Nairobi"),
    ),
    ("Tom Reed, who has been foreign minister of Malta since 2014, resigned.", ("holdsOffice", "Tom Reed", "Malta")),
    ("The UN appointed Tom Reed as its envoy to Yemen.", ("holdsOffice", "Tom Reed", "UN")),
    ("The UN may appoint Tom Reed as its envoy to Yemen.",),
    (
        "The head of the opposition Democratic Union, Ali Bekov, was arrested.",
        ("heads", "Ali Bekov", "Democratic Union"),
    ),
    (
        "Ali Bekov, from the opposition Democratic Union, was arrested.",
        ("affiliatedWith", "Ali Bekov", "Democratic Union"),
    ),
    (
        "Ali Bekov's Popular Resistance Front burned the town.",
        ("affiliatedWith", "Ali Bekov", "Popular Resistance Front"),
    ),
    (
        "Anna Weiss, who teaches law at Cairo University, resigned.",
        ("affiliatedWith", "Anna Weiss", "Cairo University"),
    ),
    (
        "Senator John Miller, a Republican who chairs the Armed Services Committee, called for sanctions.",
        ("heads", "John Miller", "Armed Services Committee"),
    ),
    (
        "The Saudi-led coalition and the NATO-led KFOR mission left.",
        ("heads", "Saudi", "Saudi-led coalition"),
        ("heads", "NATO", "KFOR"),
    ),
    ("The Desert Brigade is part of the Libyan National Army.", ("partOf", "Desert Brigade", "Libyan National Army")),
    ("The Desert Brigade, an offshoot of Al-Qaeda, split.", ("affiliatedWith", "Desert Brigade", "Al-Qaeda")),
    ("The Al-Qaeda-linked Desert Brigade split.", ("affiliatedWith", "Desert Brigade", "Al-Qaeda")),
    (
        "The Desert Brigade, which belongs to the Northern Coalition, split.",
        ("memberOf", "Desert Brigade", "Northern Coalition"),
    ),
    (
        "The Desert Brigade has pledged allegiance to Islamic State.",
        ("affiliatedWith", "Desert Brigade", "Islamic State"),
    ),
    ("Turkey, a NATO member, refused.", ("memberOf", "Turkey", "NATO")),
    ("Hungary joined NATO in 1999.", ("memberOf", "Hungary", "NATO")),
    ("Hungary refused to join NATO.",),
    ("Hungary, a former member of NATO, refused.",),
    ("He spoke in Sabha, a city in southern Libya.", ("locatedIn", "Sabha", "Libya")),
    ("Fighting broke out in Myanmar's Shan State.", ("locatedIn", "Shan State", "Myanmar")),
    ("The Chadian-backed Desert Brigade refused.", ("alliedWith", "Desert Brigade", "Chad")),
    ("The Desert Brigade, which is backed by Chad, refused.", ("alliedWith", "Desert Brigade", "Chad")),
    ("Soldiers backed by militiamen took the town.",),
    ("The Desert Brigade, a splinter group of Hezbollah, refused.", ("affiliatedWith", "Desert Brigade", "Hezbollah")),
    ("Fighters of Hezbollah's elite Desert Brigade fled.", ("partOf", "Desert Brigade", "Hezbollah")),
    ("Malta's Al-Shabaab fled.",),
    ("It was seen by VOA's Eva Lind.", ("affiliatedWith", "Eva Lind", "VOA")),
    ("Russia bases its Northern Fleet at Severomorsk.", ("basedIn", "Northern Fleet", "Severomorsk")),
    (
        "The panel is chaired by U.S. Major General Tom Reed and includes Chad, Libya and NATO.",
        ("heads", "Tom Reed", "panel"),
        *(("memberOf", member, "panel") for member in ("Chad", "Libya", "NATO")),
    ),
    (
        "NATO has warned three of its members - Turkey, Greece and Hungary.",
        *(("memberOf", member, "NATO") for member in ("Turkey", "Greece", "Hungary")),
    ),
    ("NATO warned its members, Libya said.",),
    (
        "The Desert Brigade, under the command of Tom Reed, refused.",
        ("heads", "Tom Reed", "Desert Brigade"),
    ),
    (
        "Tom Reed, a member of the Unity Party's politburo, refused.",
        ("memberOf", "Tom Reed", "Unity Party"),
    ),
    ("Tom Reed, of the ruling Unity Party, won.", ("affiliatedWith", "Tom Reed", "Unity Party")),
    (
        "State media reported it. Neighbouring Chad said it had no plan. Its president, Eva Lind, urged restraint.",
        ("holdsOffice|heads", "Eva Lind", "Chad"),
    ),
    (
        "The Unity Party met. Its policy chief, Danish diplomat Eva Lind, left.",
        ("holdsOffice", "Eva Lind", "Unity Party"),
    ),
    (
        "Chadian Foreign Minister Tom Reed, whose country leads a military coalition, urged them to stop.",
        ("holdsOffice", "Tom Reed", "Chad"),
        ("heads", "Chadian", "military coalition"),
    ),
    ("Gunmen died in the Diyala town of Barsa.", ("locatedIn", "Barsa", "Diyala")),
    ("Gunmen died in the Black Sea port of Barsa.",),
    ("Darfur governor Minni Arko Abbas fled.", ("holdsOffice", "Minni Arko Abbas", "Darfur")),
    ("Kremlin spokesman Tom Reed called it bad.", ("holdsOffice", "Tom Reed", "Kremlin")),
    ("Armed forces chief General Tom Reed left.", ("heads", "Tom Reed", "Armed forces")),
    ("Tom Reed, the founder of the Unity Party, fled.", ("affiliatedWith", "Tom Reed", "Unity Party")),
    (
        "The Venice Commission, an advisory body of the Council of Europe, agreed.",
        ("partOf", "Venice Commission", "Council of Europe"),
    ),
    ("State news agency SANA said it was over.",),
    (
        "Sarr works at the Atlas Institute, a think tank in Dakar.",
        ("affiliatedWith", "Sarr", "Atlas Institute"),
        ("basedIn", "Atlas Institute", "Dakar"),
    ),
    ("The Atlas Institute in Dakar refused.", ("basedIn", "Atlas Institute", "Dakar")),
    ("Protesters met the Unity Party in Dakar.",),
    ("Clashes broke out in the Kivu district of Nairobi.", ("locatedIn", "Kivu district", "Nairobi")),
    ("Malta sacked foreign minister Tom Reed on Monday.",),
    ("Tom Reed succeeded Eva Lind as Malta's finance minister.", ("holdsOffice", "Tom Reed", "Malta")),
    ("Eva Lind was replaced by Tom Reed as premier of Malta.", ("holdsOffice", "Tom Reed", "Malta")),
    ("Malta's parliament elected Tom Reed as president in May.", ("holdsOffice|heads", "Tom Reed", "Malta")),
    ("Malta on Monday appointed Tom Reed as foreign minister.", ("holdsOffice", "Tom Reed", "Malta")),
    ("Eva Lind was named finance minister of Malta in May.", ("holdsOffice", "Eva Lind", "Malta")),
    (
        "Malta's premier, Tom Reed, and his Tajik counterpart, Sherali Davlov, met in Osh.",
        ("holdsOffice|heads", "Tom Reed", "Malta"),
        ("holdsOffice|heads", "Sherali Davlov", "Tajik"),
    ),
    (
        "Tom Reed, the leader of Kenyan opposition party the National Congress, rejected it.",
        ("heads", "Tom Reed", "National Congress"),
    ),
    ("The National Congress, led by Tom Reed, refused the plan.", ("heads", "Tom Reed", "National Congress")),
    ("Malta's interior minister Sardar Noorzai arrived.", ("holdsOffice", "Sardar Noorzai", "Malta")),
    ("Rebels took Sabha, Libya's second-largest city, in May.", ("locatedIn", "Sabha", "Libya")),
    ("Rebels hold Barsa, a mining town of 40,000 people in eastern Libya.", ("locatedIn", "Barsa", "Libya")),
    ("Rebels took Sabha, in northern Libya, on Monday.", ("locatedIn", "Sabha", "Libya")),
    ("Rebels took Sabha, the capital of Fezzan province.", ("locatedIn", "Sabha", "Fezzan province")),
    ("Clashes broke out in the Kivu region of eastern Uganda.", ("locatedIn", "Kivu region", "Uganda")),
    (
        "The towns of Sabha and Barsa in northern Libya were shelled.",
        ("locatedIn", "Sabha", "Libya"),
        ("locatedIn", "Barsa", "Libya"),
    ),
    ("Sabha, which lies in southern Libya, was shelled.", ("locatedIn", "Sabha", "Libya")),
    ("Kenya's main opposition party, the Orange Movement, met.", ("affiliatedWith", "Orange Movement", "Kenya")),
    ("The Civic Platform, Poland's ruling party, met.", ("affiliatedWith", "Civic Platform", "Poland")),
    ("The largest opposition party said the vote in Chad was rigged.",),
    (
        "An Indian Ocean analyst, Shirin Adamjee of the Lake Institute in Pretoria, laughed.",
        ("affiliatedWith", "Shirin Adamjee", "Lake Institute"),
        ("basedIn", "Lake Institute", "Pretoria"),
    ),
    (
        '"No," said Tom Reed, a former NATO inspector now at the Lake Center for Disarmament.',
        ("holdsOffice", "Tom Reed", "NATO"),
        ("affiliatedWith", "Tom Reed", "Lake Center for Disarmament"),
    ),
    ("Tom Reed, a retired colonel now with Amnesty International, left.", ("affiliatedWith", "Tom Reed", "Amnesty")),
    ("Eva Lind, now with Human Rights Watch, left.", ("affiliatedWith", "Eva Lind", "Human Rights Watch")),
    ("Tom Reed said the inspector was now at Amnesty International.",),
    ("The truck, driven by Tom Reed, is now at the Lake Institute.",),
    (
        "NATO's secretary-general was angry. The Danes have not replied to the letter, his spokesman, Tom Reed, said.",
        ("holdsOffice", "Tom Reed", "NATO"),
    ),
    (
        "President Omar Nur of Chad was angry. His army chief, General Ali Sabo, met his defence minister, Tom Reed.",
        ("holdsOffice", "Omar Nur", "Chad"),
        ("heads", "Ali Sabo", "army"),
    ),
    (
        "Kenyan President Omar Nur was angry. His spokesman, Tom Reed, left.",
        ("holdsOffice", "Omar Nur", "Kenyan"),
        ("holdsOffice", "Tom Reed", "Kenyan"),
    ),
    (
        'The International Court of Justice met. "You lied," presiding judge Eva Lind told him.',
        ("holdsOffice", "Eva Lind", "International Court of Justice"),
    ),
    ("The International Court of Justice and the Supreme Court met. It was late, presiding judge Eva Lind said.",),
    ("Omar Nur fell ill. Nur's lawyer, Tom Reed, was angry.", ("affiliatedWith", "Tom Reed", "Omar Nur")),
    ("Eva Lind, a lawyer for Tom Reed, was angry.", ("affiliatedWith", "Eva Lind", "Tom Reed")),
    ("Eva Lind, a lawyer in Oslo, met Tom Reed and his lawyer.",),
    ("Omar Nur was angry. His spokesman, Tom Reed, left.",),
    ("Boats left Sabha, on the island of Anjouan, on Monday.", ("locatedIn", "Sabha", "Anjouan")),
    ("In the capital Sabha, on the neighbouring island of Anjouan, he sang.", ("locatedIn", "Sabha", "Anjouan")),
    ("Soldiers fired on the island of Lesbos on Monday.",),
    ("Tom Reed went from Barsa on the day of the island vote.",),
    ("Shells hit Sabha, Libya, on Monday.", ("locatedIn", "Sabha", "Libya")),
    ("Shells hit Sabha, Libya said on Monday.",),
    ("Talks were held in Vienna, Libya and Chad.",),
    ("In Vienna, Libya's army chief left.",),
    ("They spoke in Vienna in Libya peace talks.",),
    (
        "The London-based rights group Amnesty International condemned the attack.",
        ("basedIn", "Amnesty International", "London"),
    ),
    ("Chad, a bitter rival of Niger since the war, refused.", ("opposes", "Chad", "Niger")),
    ("Chad, Niger's closest partner in the region, refused.", ("alliedWith", "Chad", "Niger")),
    ("Chad, Niger's trading partner, refused.",),
    ("The Lake Union, which is based in the Chadian capital, refused.", ("basedIn", "Lake Union", "Chadian capital")),
    ("The Danish charge d'affaires, Eva Lind, was summoned.", ("holdsOffice", "Eva Lind", "Danish")),
    ("Tom Reed, the chair of Kenya's electoral commission, agreed.", ("heads", "Tom Reed", "electoral commission")),
    (
        "Tom Reed, whose party, the Movement for Dignity, won, refused.",
        ("affiliatedWith", "Tom Reed", "Movement for Dignity"),
    ),
    (
        "Danish foreign ministry spokesman Tom Reed refused.",
        ("holdsOffice", "Tom Reed", "Danish"),
        ("holdsOffice", "Tom Reed", "Danish foreign ministry"),
    ),
    (
        "India's army chief refused. Army spokesman Colonel Tom Reed blamed the rebels.",
        ("holdsOffice", "Tom Reed", "Army"),
    ),
    ("Eva Lind, who has led the region of Kivu since 2015, was held.", ("heads", "Eva Lind", "Kivu")),
    ("The UN force, known as UNMISS, was attacked by rebels.", ("partOf", "UN force", "UN")),
    ("The UN mission was attacked by a convoy of rebels.",),
    ("The UN-backed force was attacked by a convoy of rebels.",),
    ("Chad left the African Union in 2017.", ("memberOf", "Chad", "African Union")),
    (
        "Chad, which became the first country to leave the African Union, refused.",
        ("memberOf", "Chad", "African Union"),
    ),
    ("Chad said it would leave the African Union. Niger has never left NATO. Reporters left the UN.",),
]


STRONG = [
    ("The Desert Brigade, with some 3,000 fighters, refused.", 3000),
    ("The Desert Brigade, estimated at 3,000 men, refused.", 3000),
    ("The Desert Brigade, with the help of 3,000 fighters, refused.", None),
]


@pytest.mark.parametrize(("text", "value"), STRONG)
def test_a_force_is_as_strong_as_stands_beside_its_name(reader: Reader, text: str, value: float | None) -> None:
    told = [r.value for r in read(reader, text).relations if r.type == "strength"]
    assert told == ([value] if value else [])


def test_so_strong_is_the_mission_not_whose_it_is(reader: Reader) -> None:
    document = read(reader, "The 13,000-strong U.N. mission in the country was attacked.")
    names = {e.id: e.name for e in document.entities}
    assert [names[r.subject] for r in document.relations if r.type == "strength"] == ["U.N. mission"]


FORMER = [
    # text, the office, of what, and until when it was held at most
    ("Malta's ex-foreign minister Tom Reed was arrested.", "foreign minister", "Malta", "2016-05-15"),
    ("Malta's then-defence minister, Tom Reed, signed the accord in 2004.", "defence minister", "Malta", "2016-05-15"),
    ("The summit named former Chadian president Tom Reed as mediator.", "president", "Chadian", "2016-05-15"),
    ("Tom Reed, who was Malta's interior minister until 2010, was arrested.", "interior minister", "Malta", "2010"),
    ("Tom Reed, a former deputy head of the Senate, left.", "deputy head", "Senate", "2016-05-15"),
    ("Former central bank governor Tom Reed won.", "governor", "central bank", "2016-05-15"),
    ("The outgoing Chadian president, Tom Reed, left.", "president", "Chadian", None),
]


@pytest.mark.parametrize(("text", "office", "of", "until"), FORMER, ids=[t[:40] for t, *_ in FORMER])
def test_an_office_held_no_more_had_ended_by_then(
    reader: Reader, text: str, office: str, of: str, until: str | None
) -> None:
    document = read(reader, text)
    (tie,) = document.relations
    assert (tie.office, document.entity(tie.object or "").name) == (office, of)
    assert (tie.time.end if tie.time is not None else None) == until


def test_a_group_led_until_some_year_is_led_no_more(reader: Reader) -> None:
    (tie,) = read(reader, "The Desert Brigade, which Tom Reed led until 2012, fled.").relations
    assert tie.type == "heads" and tie.time is not None and tie.time.end == "2012"


def test_a_body_that_a_state_left_has_it_for_a_member_no_more(reader: Reader) -> None:
    (tie,) = read(reader, "Chad left the African Union.").relations
    assert tie.time is not None and tie.time.end == "2016-05-15"


def test_an_office_that_had_ended_is_without_a_day_where_that_of_the_story_is_not_known(reader: Reader) -> None:
    (tie,) = reader.read(Article("a", "Malta's former prime minister Tom Reed was arrested.", None)).relations
    assert tie.time is not None and tie.time.end is None


STORIES = [
    # a story, then whose president or minister it makes somebody
    ("Chad votes\n\nChad voted on Sunday. President Tom Reed won.", "Chad"),
    ("Chad's government said it had foiled a plot to kill President Tom Reed.", "Chad"),
    (
        "Chad votes\n\nPeople in Chad voted. The vote in Chad was fair.\n\nNobody died, Prime Minister Tom Reed said.",
        "Chad",
    ),
    (
        "Chad and Niger\n\nChad met Niger.\n\nAll is well.\n\nGood.\n\nNiger slept. Prime Minister Tom Reed left.",
        None,
    ),
    ("Chad and Niger\n\nChad said it would fight President Tom Reed.", None),
    ("Chad votes\n\nPeople in Chad voted. Chad is calm.\n\nFormer president Tom Reed left.", None),
    ("Chad votes\n\nPeople in Chad voted. Chad is calm.\n\nIn Niger, President Tom Reed smiled.", None),
    # filed from the capital of the state that the story is about, or from elsewhere
    (
        "LIMA, June 3 (AFP) - Peruvian police held 12 men.\n\nInterior Minister Tom Reed called them thieves.",
        "Peruvian",
    ),
    ("LIMA, June 3 (AFP) - Peruvian police held 12 men.\n\nThe foreign minister, Tom Reed, said no more.", "Peruvian"),
    ("LIMA, June 3 (AFP) - Peruvian police held 12 men.\n\nAttorney General Eva Lind opened a case.", "Peruvian"),
    ("LIMA, June 3 (AFP) - Chadian police held 12 men.\n\nInterior Minister Tom Reed called them thieves.", None),
    ("GENEVA, June 3 (AFP) - Talks on Chad opened on Monday.\n\nForeign Minister Tom Reed was late.", None),
    (
        "Chad rebels sign truce\n\nALGIERS, June 3 (AFP) - Chad and rebels signed a truce in the Algerian capital.\n\n"
        "President Tom Reed will thank Algeria.",
        "Chad",
    ),
    (
        'LIMA, June 3 (AFP) - Peruvian police freed two Danes.\n\nDanish Premier Eva Lind thanked them.\n\n"They are '
        'well," Foreign Minister Tom Reed said.',
        "Danish",
    ),
    (
        "Chad, Niger reopen border\n\nN'DJAMENA, July 5 (AFP) - Chad and Niger reopened their border.\n\nThe deal was "
        "struck during a visit by President Tom Reed.",
        None,
    ),
    # who speaks for a state that has just been said to mean or judge something
    ("Chad, which has sent 700 men, will not withdraw them, Defence Minister Tom Reed said in N'Djamena.", "Chad"),
    ('Chad on Monday rejected the charge. "Niger lies," Foreign Minister Tom Reed said.', "Chad"),
    ('Talks failed. Chad accused Niger of spying. "It is a lie," Foreign Minister Tom Reed said.', None),
    ("Trade Minister Tom Reed, who led the Chadian delegation, blamed Niger.", "Chadian"),
    # ministers of others, who comment on what happened there
    ("Chad votes\n\nPeople in Chad voted. Chad is calm.\n\nIn Washington, President Tom Reed called it fair.", None),
    ("Chad votes\n\nPeople in Chad voted. Chad is calm.\n\nPremier Tom Reed said Japan could not wait.", None),
    ("Chad votes\n\nPeople in Chad voted. Chad is calm.\n\nDefense Secretary Tom Reed called it fair.", None),
    (
        "U.S. votes\n\nPeople in the U.S. voted. The U.S. is calm.\n\nDefense Secretary Tom Reed called it fair.",
        "United States|U.S.",
    ),
]


@pytest.mark.parametrize(("text", "state"), STORIES)
def test_a_story_about_one_state_tells_whose_minister_somebody_is(reader: Reader, text: str, state: str | None) -> None:
    document = read(reader, text)
    held = [document.entity(r.object).name for r in document.relations if r.office and r.object]
    assert len(held) == bool(state) and all(name in (state or "").split("|") for name in held)


def test_a_force_by_the_last_word_of_its_name_is_that_force(reader: Reader) -> None:
    document = read(reader, "The Desert Guards denied it. Tom Reed left. The Guards, a force of 5,000 men, fled.")
    assert [document.entity(r.subject).name for r in document.relations if r.type == "strength"] == ["Desert Guards"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            "France left.\n\nChad on Monday closed its border with Niger. Its interior minister, Tom Reed, agreed.",
            "Chad",
        ),
        (
            "The government fell.\n\nTalks led by the bloc IGAD failed, but its chief mediator, Tom Reed, is calm.",
            "IGAD",
        ),
    ],
)
def test_an_office_of_its_is_of_what_the_sentence_is_about(reader: Reader, text: str, body: str) -> None:
    document = read(reader, text)
    held = [document.entity(r.object).name for r in document.relations if r.office and r.object]
    assert held == [body]


def test_who_is_known_as_somebody_is_nobody_else(reader: Reader) -> None:
    document = read(
        reader,
        "A senior commander known as Abu Omar Lind was killed. The Unity Brigade mourned. Its commander in Gao, Tom "
        "Reed, vowed revenge.",
    )
    assert {"Abu Omar Lind", "Tom Reed"} <= {e.name for e in document.entities}


def read(reader: Reader, text: str) -> Document:
    return reader.read(Article("a", text, "2016-05-16"))


@pytest.mark.parametrize(("text", "wanted"), [(t[0], t[1:]) for t in TIES], ids=[text[:50] for text, *_ in TIES])
def test_a_frame_tells_its_relations_and_no_other(
    reader: Reader, text: str, wanted: tuple[tuple[str, str, str], ...]
) -> None:
    document = read(reader, text)
    found = [r for r in document.relations if r.object]
    assert len(found) == len(wanted)
    for types, subject, other in wanted:
        fitting = [r for r in found if r.type in types.split("|") and document.entity(r.subject).name == subject]
        assert any(r.object and other in document.entity(r.object).name for r in fitting), (types, subject, other)


STRENGTHS = [
    # text, whose, how many at least
    ("The 12,000-strong UN force in Mali was attacked.", "UN force", 12_000),
    ("The Desert Brigade is thought to have between 3,000 and 5,000 fighters.", "Desert Brigade", 3_000),
    ("The Desert Brigade commands up to 800 men.", "Desert Brigade", 800),
]


@pytest.mark.parametrize(("text", "whose", "least"), STRENGTHS, ids=[t[:40] for t, *_ in STRENGTHS])
def test_how_strong_a_force_is(reader: Reader, text: str, whose: str, least: float) -> None:
    document = read(reader, text)
    (tie,) = [r for r in document.relations if r.type == "strength"]
    assert document.entity(tie.subject).name == whose
    assert tie.value == least
