"""Names in other spellings, bodies known by description, and what is left alone."""

import pytest

from kg.catalogue import load
from kg.link.candidates import COMPATIBLE
from tests.kg.link.documents import links, qids


@pytest.mark.parametrize(
    "name", ["Moamer Kadhafi", "Muammar Qaddafi", "Moammar Khadafy", "Muamar Gadafi", "Moammar Qadhafi"]
)
def test_one_leader_in_many_spellings(name):
    assert qids(f"{name} ruled Libya for decades.", (name, "Person"), date="2011-03-01") == ["Q19878"]


@pytest.mark.parametrize("name", ["Fayez al-Sarraj", "Fayez Serraj", "Fayez Seraj", "Fayez el-Sarraj"])
def test_sarraj(name):
    assert qids(f"{name} heads the government of Libya.", (name, "Person"), date="2016-05-16") == ["Q21089561"]


def test_known_without_an_item_is_named_in_the_reason():
    (link,) = links("Khalifa Hifter leads an army in eastern Libya.", ("Khalifa Hifter", "Person"), date="2016-05-16")
    assert link.qid is None
    assert "Khalifa Haftar" in link.reason


def test_titles_are_no_part_of_a_name():
    text = "President Bashar al-Assad spoke to the Syrian people. Syria listened."
    assert qids(text, ("President Bashar al-Assad", "Person"), date="2015-01-01") == ["Q44329"]


def test_spelling_of_organizations():
    text = "The Organisation for Security and Cooperation in Europe sent observers. The OSCE will report."
    assert qids(text, ("Organisation for Security and Cooperation in Europe", "Organization", ("OSCE",))) == ["Q81299"]


def test_bodies_of_a_country_by_its_adjective():
    text = "The British parliament debated. The Italian Senate voted. The Libyan central bank paid salaries."
    found = qids(
        text,
        ("British parliament", "Organization"),
        ("Italian Senate", "Organization"),
        ("Libyan central bank", "Organization"),
    )
    assert found == ["Q11010", "Q633872", "Q58234"]


def test_the_central_bank_of_the_only_country():
    text = "Libya is short of money. The Libyan dinar fell. Libyans queue, and the central bank keeps silent."
    (link,) = links(text, ("central bank", "Organization"))
    assert link.qid == "Q58234"
    assert "central bank of Libya" in link.reason


def test_a_parliament_without_its_adjective_is_left_alone():
    text = "Libya is divided. Libyans wait for the parliament, and Libya's army too."
    assert qids(text, ("parliament", "Organization")) == [None]


def test_a_parliament_with_rivals_is_left_alone():
    (link,) = links("The Libyan parliament met in Tobruk, Libya.", ("Libyan parliament", "Organization"))
    assert link.qid is None


def test_the_austrian_capital():
    assert qids("They met in the Austrian capital.", ("Austrian capital", "Place")) == ["Q1741"]


def test_demonyms_are_their_states():
    assert qids("Libyan and Emirati envoys met.", ("Libyan", "State"), ("Emirati", "State")) == ["Q1016", "Q878"]


def test_a_demonym_of_two_states_is_left_alone():
    assert qids("Congolese envoys met in Paris.", ("Congolese", "State")) == [None]


def test_a_namesake_far_away_is_not_linked():
    text = "Iraqi forces entered al-Mansur, a village in northern Iraq."
    assert qids(text, ("al-Mansur", "Place"), ("Iraq", "State"))[0] is None


def test_somebody_of_the_same_name_elsewhere_is_not_linked():
    text = "Mark Harris, a farmer near Brisbane, said that Australia needs rain."
    assert qids(text, ("Mark Harris", "Person"), date="2019-01-01") == [None]


def test_a_government_is_not_its_state():
    (link,) = links("The Syrian government denied it. Syria is at war.", ("Syrian government", "Government"))
    assert link.qid != "Q858"


def test_likeness_is_of_every_word():
    text = "The Sissi government arrested reporters in Egypt, and Egypt's press is silent."
    assert qids(text, ("Sissi government", "Government")) == [None]


def test_one_acronym_of_two_bodies():
    text = "The International Commission of Jurists (ICJ) wrote to the court in The Hague."
    assert qids(text, ("International Commission of Jurists", "Organization", ("ICJ",))) == [None]


def test_names_that_only_sound_alike_are_other_people():
    assert qids("Micah Johnson was shot in the United States.", ("Micah Johnson", "Person")) == [None]


def test_crowds_have_no_item():
    assert qids("Diplomats met in Vienna.", ("Diplomats", "Group")) == [None]


def test_every_link_says_why_and_by_which_catalogue():
    text = "John Kerry met Nasser Judeh and some farmers in Vienna, Austria. The US envoy left."
    entities = (("John Kerry", "Person"), ("Nasser Judeh", "Person"), ("Vienna", "Place"), ("farmers", "Group"))
    found = links(text, *entities, date="2016-05-16")
    assert [x.qid for x in found] == ["Q22316", None, "Q1741", None]
    for link in found:
        assert len(link.reason.split()) > 3
        assert link.catalogue == load().version
        assert 0.0 <= link.score <= 1.0
        assert (link.qid is None) == (link.score == 0.0)
    assert found[0].features["office"] == 1.0


def test_an_article_without_a_date_links_all_the_same():
    assert qids("John Kerry met the press. US officials smiled.", ("John Kerry", "Person")) == ["Q22316"]


NAMES = (
    "Libya",
    "Tripoli",
    "Islamic State",
    "United Nations",
    "John Kerry",
    "Washington",
    "Hamas",
    "Bundestag",
    "Vienna",
    "Kremlin",
)


@pytest.mark.parametrize("kind", sorted(COMPATIBLE))
def test_never_a_link_of_another_type(kind):
    """A name read as the wrong type is not linked to something of another type."""
    catalogue = load()
    text = ". ".join(f"{n} was there" for n in NAMES) + ". Libya, the US, Austria and Germany agree."
    for link in links(text, *((n, kind) for n in NAMES), date="2016-05-16"):
        if link.qid:
            record = catalogue.get(link.qid)
            assert record is not None
            assert record.type in COMPATIBLE[kind]


def test_the_same_document_gives_the_same_links():
    text = "Tripoli, Benghazi and Sirte are in Libya. Congo is not."
    entities = (("Tripoli", "Place"), ("Benghazi", "Place"), ("Sirte", "Place"), ("Congo", "State"))
    assert links(text, *entities) == links(text, *entities)
