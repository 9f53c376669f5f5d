"""One name, several things: the article decides, or nobody does."""

from tests.kg.link.documents import links, qids

LIBYA, LEBANON, GREECE = "Q3579", "Q168954", "Q193409"


def test_tripoli_of_libya():
    text = "Militias in Libya fought for Tripoli. The Libyan government called for calm in Benghazi."
    assert qids(text, ("Tripoli", "Place"), ("Benghazi", "Place")) == [LIBYA, "Q40816"]


def test_tripoli_of_lebanon():
    text = "Lebanese soldiers were sent to Tripoli. Lebanon's army also reached Sidon, and Beirut welcomed it."
    assert qids(text, ("Tripoli", "Place"), ("Sidon", "Place"), ("Beirut", "Place")) == [LEBANON, "Q163490", "Q3820"]


def test_tripoli_of_greece():
    text = "Farmers blocked the road to Tripoli in southern Greece. Greek police closed it; Athens sent nobody."
    assert qids(text, ("Tripoli", "Place"), ("Greece", "State")) == [GREECE, "Q41"]


def test_georgia_is_the_state_between_russia_and_turkey():
    text = "Russia and Georgia held talks. The Georgian prime minister spoke in Tbilisi; Moscow did not reply."
    assert qids(text, ("Georgia", "State"), ("Tbilisi", "Place")) == ["Q230", "Q994"]


def test_georgia_next_to_american_places_is_not_the_country():
    text = (
        "Voters in Georgia and Alabama went to the polls. The United States has seen few such turnouts; "
        "in Atlanta US observers smiled."
    )
    found = qids(text, ("Georgia", "Place"), ("Alabama", "Place"), ("United States", "State"), ("Atlanta", "Place"))
    assert found[0] in {"Q1428", None}
    assert found[0] != "Q230"


def test_washington_as_a_government_is_the_united_states():
    text = "Washington said that it would lift the ban. US officials spoke in Vienna."
    (link,) = links(text, ("Washington", "Government"))
    assert link.qid == "Q30"
    assert "stands for" in link.reason


def test_washington_as_a_place_is_the_capital():
    text = "The two ministers met in Washington on Monday. The US secretary of state hosted them."
    assert qids(text, ("Washington", "Place")) == ["Q61"]


def test_washington_state():
    text = "Fires burn in Washington state, US officials said. Seattle is covered in smoke."
    assert qids(text, ("Washington state", "Place")) == ["Q1223"]


def test_washington_the_person_is_neither():
    assert qids(
        "Kerry Washington spoke. Washington praised the US crew.", ("Kerry Washington", "Person", ("Washington",))
    ) == [None]


def test_the_group_and_the_form_of_government():
    group = "Fighters of the Islamic State attacked Mosul in Iraq."
    form = "The rebels want to found an Islamic state in Mali."
    assert qids(group, ("Islamic State", "ArmedGroup")) == ["Q2429253"]
    (link,) = links(form, ("Islamic state", "ArmedGroup"))
    assert link.qid is None
    assert "form of government" in link.reason


def test_is_the_acronym_and_is_the_verb():
    text = "The IS group is strong in Iraq, and Iraq is worried."
    assert qids(text, ("IS", "ArmedGroup")) == ["Q2429253"]
    assert qids(text, ("is", "ArmedGroup")) == [None]


def test_two_congos():
    east = (
        "Fighting in Goma spread. Congo accuses Rwanda of backing the rebels near Bukavu; in Kinshasa crowds protested."
    )
    alone = "Congo has sent a delegation to the talks in Geneva."
    full = "The Republic of the Congo has sent a delegation."
    found = qids(east, ("Congo", "State"), ("Goma", "Place"), ("Kinshasa", "Place"), ("Bukavu", "Place"))
    assert found[0] in {"Q974", None}
    assert found[1:3] == ["Q204381", "Q3838"]
    assert qids(alone, ("Congo", "State")) == [None]
    assert qids(full, ("Republic of the Congo", "State")) == ["Q971"]


def test_four_guineas():
    text = "Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea signed the treaty."
    found = qids(
        text,
        ("Guinea", "State"),
        ("Guinea-Bissau", "State"),
        ("Equatorial Guinea", "State"),
        ("Papua New Guinea", "State"),
    )
    assert found == ["Q1006", "Q1007", "Q983", "Q691"]


def test_the_netherlands_and_its_kingdom():
    text = "The Netherlands spoke for the Kingdom of the Netherlands."
    assert qids(text, ("Netherlands", "State"), ("Kingdom of the Netherlands", "State")) == ["Q55", "Q29999"]


def test_city_and_province_of_one_name():
    text = "Syrian troops left Idlib. Idlib province is held by rebels; Syria blames Turkey."
    city, province = qids(text, ("Idlib", "Place"), ("Idlib province", "Place"))
    assert city == "Q504657"
    assert province in {"Q233218", None}
    assert province != city


def test_a_surname_needs_country_and_date():
    text = "Assad rejected the plan. Syria's president spoke in Damascus, and Syrian television showed him."
    assert qids(text, ("Assad", "Person"), date="2016-05-16") == ["Q44329"]
    assert qids("Assad, a baker in Lyon, won the prize.", ("Assad", "Person"), date="2016-05-16") == [None]


def test_an_acronym_that_the_article_explains_otherwise():
    text = "The Andean Agronomists (AA) met in Lima."
    (link,) = links(text, ("Andean Agronomists", "Organization", ("AA",)))
    assert link.qid is None


def test_a_province_is_told_by_its_kind_even_where_its_bare_name_was_grouped_with_it():
    text = "Fires burn in Washington state. Seattle is covered in smoke, and Washington waits for help from the US."
    state, _ = qids(text, ("Washington state", "Place", ("Washington",)), ("Seattle", "Place"))
    assert state == "Q1223"


def test_somebodys_surname_is_no_place_unless_somebody_goes_there():
    film = "Denzel Washington came to the US premiere. Washington thanked the crew."
    (_, surname) = links(film, ("Denzel Washington", "Person"), ("Washington", "Place"))
    assert surname.qid is None
    assert "surname" in surname.reason
    trip = "Denzel Washington flew to Washington, where the US president received him."
    assert qids(trip, ("Denzel Washington", "Person"), ("Washington", "Place"))[1] == "Q61"


def test_two_leaders_of_one_surname_by_the_date():
    text = "Bush spoke to the nation. The United States is at war, the US president said."
    assert qids(text, ("Bush", "Person"), date="2003-03-20") == ["Q207"]
    assert qids("Clinton left for talks. The US delegation is large.", ("Clinton", "Person"), date="2011-03-01") == [
        "Q6294"
    ]


def test_a_speaker_of_the_wrong_time_is_left_alone():
    text = "Bush spoke to the nation. The United States is at war, the US president said."
    assert qids(text, ("Bush", "Person"), date="2016-05-16") == [None]
