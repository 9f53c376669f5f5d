"""Names of the famous that others bear: private people, other towns, those who held the office before."""

import pytest

from tests.kg.link.documents import links, qids

KING = ("King Abdullah", "Person")


def test_a_trade_tells_a_private_person():
    text = "John Kerry, a retired postman, told the United States embassy in London that his parcel was lost."
    (link,) = links(text, ("John Kerry", "Person"), date="2014-03-12")
    assert link.qid is None
    assert "postman" in link.reason
    spoken = "John Kerry, a former secretary of state, told the United States embassy in London that talks were over."
    assert qids(spoken, ("John Kerry", "Person"), date="2014-03-12") == ["Q22316"]


def test_an_article_that_is_not_of_public_affairs_has_no_leaders():
    text = "Paul Ryan and his wife sell beer on the pier of Bristol. Paul Ryan brews it himself."
    (link,) = links(text, ("Paul Ryan", "Person"), ("Bristol", "Place"))[:1]
    assert link.qid is None
    assert "public affairs" in link.reason
    speaker = "Paul Ryan told the lawmakers that he would not stand again."
    assert qids(speaker, ("Paul Ryan", "Person")) == ["Q203966"]


def test_a_first_name_is_no_state():
    text = "A firefighter named Chad Porter pulled three children from a house in Tulsa. Chad said anybody would do it."
    people = ("Chad Porter", "Person"), ("Chad", "State"), ("Tulsa", "Place")
    assert qids(text, *people)[:2] == [None, None]
    minister = "Israel Katz spoke. Israel said the Israeli army was ready."
    assert qids(minister, ("Israel Katz", "Person"), ("Israel", "State"))[1] == "Q801"


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Police arrested a man in Moscow, Idaho, after a murder.", "Moscow"),
        ("The jury sat in Paris, Texas, for an hour.", "Paris"),
    ],
)
def test_the_region_behind_a_comma_rules_a_capital_out(text, town):
    (link,) = links(text, (town, "Place"))
    assert link.qid is None
    assert "is meant, not" in link.reason


def test_the_region_behind_a_comma_tells_which_town():
    assert qids("The university of Athens, Georgia, is closed.", ("Athens", "Place")) == ["Q203263"]


def test_a_list_of_places_is_no_region_behind_a_comma():
    text = "The envoy went to Moscow, Georgia and Armenia."
    assert qids(text, ("Moscow", "Place")) == ["Q649"]


@pytest.mark.parametrize(
    ("text", "date", "qid"),
    [
        ("King Abdullah flew home and left the crown prince in charge of Saudi Arabia.", "2010-11-22", "Q57298"),
        ("King Abdullah cut his visit short, and Jordan hanged two prisoners.", "2015-02-03", "Q57464"),
        ("King Abdullah spoke of peace, and nobody listened.", "2010-11-22", None),
        ("King Abdullah received the envoys of Saudi Arabia.", "1990-11-22", None),
    ],
)
def test_a_king_by_his_first_name_needs_his_country_and_his_day(text, date, qid):
    assert qids(text, KING, date=date) == [qid]


def test_a_short_name_is_whoever_was_in_office():
    text = "George Bush told the nation that the liberation of Kuwait had begun."
    bush = ("George Bush", "Person")
    assert qids(text, bush, date="1991-01-17") == ["Q23505"]
    assert qids(text, bush, date="2003-03-20") == ["Q207"]


def test_what_is_found_later_can_show_an_earlier_choice_to_be_wrong():
    """The first pass knows nothing of Georgia but that a state is called so; Atlanta is linked by its end."""
    text = "Both runoffs in Georgia were close. Turnout was highest in Atlanta; Mitch McConnell conceded nothing."
    found = qids(text, ("Georgia", "Place"), ("Atlanta", "Place"), ("Mitch McConnell", "Person"))
    assert found == ["Q1428", "Q23556", "Q355522"]


def test_several_countries_are_no_one_country():
    text = "Five countries of Micronesia said they would quit the forum. Palau closed its embassy in Fiji."
    (link,) = links(text, ("Micronesia", "Place"), ("Palau", "State"), ("Fiji", "State"))[:1]
    assert link.qid is None


def test_a_capital_that_is_accused_is_a_government():
    text = "Japan protested to Beijing over the missiles. The ships left from Shanghai."
    assert qids(text, ("Japan", "State"), ("Beijing", "Place")) == ["Q17", "Q148"]
    place = "Japan protested to Beijing. Its embassy in Beijing was closed."
    assert qids(place, ("Japan", "State"), ("Beijing", "Place")) == ["Q17", "Q956"]


def test_a_government_named_by_its_capital_speaks_for_its_people():
    text = "Washington and Ankara blame each other for the delay. John Bolton left without a word."
    governments = ("Washington", "Government"), ("Ankara", "Government")
    assert qids(text, *governments, ("John Bolton", "Person")) == ["Q30", "Q43", "Q311269"]


def test_an_acronym_beside_a_noun_is_the_group():
    text = "ISIL fighters took the ruins of Palmyra in Syria."
    assert qids(text, ("ISIL fighters", "ArmedGroup")) == ["Q2429253"]


def test_a_dateline_is_a_place_and_a_possessive_of_troops_a_government():
    text = "BAMAKO, Aug 20 - Soldiers patrolled. France backed Moscow's call for talks, and Mali agreed."
    found = links(text, ("BAMAKO", "State"), ("Moscow", "Place"), ("Mali", "State"))
    assert [x.qid for x in found] == ["Q3703", "Q159", "Q912"]


def test_a_seat_of_several_governments_that_acts_is_none_of_them():
    text = "Brussels is working on sanctions against Russia."
    (link,) = links(text, ("Brussels", "Place"))
    assert link.qid is None
    assert "more than one government" in link.reason


def test_london_is_the_capital_unless_the_article_is_of_another_country():
    assert qids("Oil fell in London and New York.", ("London", "Place")) == ["Q84"]
    text = "A man drove at a family in London. Canada mourned, and Canadian flags were lowered."
    assert qids(text, ("London", "Place"), ("Canada", "State"))[0] != "Q84"


def test_the_second_of_three_countries_is_no_province():
    text = "Soldiers from Tanzania, South Africa and Malawi took the hill."
    assert qids(text, ("Tanzania", "State")) == ["Q924"]


def test_a_word_of_a_longer_name_is_no_province():
    text = "The envoy for the Great Lakes met the United States ambassador in Kigali."
    assert qids(text, ("Lakes", "Place")) == [None]
