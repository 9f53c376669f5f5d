"""Sentences of several clauses: each verb has its own subject, and a pronoun means who stands out before it."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article, Document


def read(reader: Reader, text: str) -> Document:
    return reader.read(Article("a", text, "2024-05-20"))


def sides(document: Document, trigger: str) -> tuple[list[str], list[str]]:
    """Names of who does and who undergoes the event of a trigger."""
    event = next(e for e in document.events if trigger in e.trigger.of(document.article.text))
    return tuple(  # type: ignore[return-value]
        [document.entity(a.entity).name for a in role] for role in (event.actors, event.recipients)
    )


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "recipients"),
    [
        (
            "Mali broke off talks with the rebels in March 2023 after a roadside bomb attack on a barracks killed nine "
            "recruits.",
            "killed",
            [],
            ["nine recruits"],
        ),
        (
            "Kenya recalled its envoy on Monday after Somali soldiers arrested two fishermen near the border.",
            "arrested",
            ["Somali soldiers"],
            ["two fishermen"],
        ),
        (
            "The army denied that its soldiers had looted the town and accused the militia of burning a clinic.",
            "accused",
            ["army"],
            ["militia"],
        ),
        (
            "Envoys led by Nuri Hasan had threatened to boycott the peace talks.",
            "threatened",
            ["Envoys"],
            None,
        ),
        (
            "President Ismail Omar, himself a former member of the Northern Front, has criticised Ethiopia.",
            "criticised",
            ["Ismail Omar"],
            ["Ethiopia"],
        ),
    ],
)
def test_who_does_what_in_which_clause(
    reader: Reader, text: str, trigger: str, actors: list[str], recipients: list[str] | None
) -> None:
    doing, undergoing = sides(read(reader, text), trigger)
    assert doing == actors
    assert recipients is None or undergoing == recipients


@pytest.mark.parametrize(
    ("text", "person"),
    [
        (
            "Interior Minister Pavel Dolin told reporters that Rivna had filed nine complaints since President Oleg "
            'Marin took office in 2022. "This must stop," he said. He accused Belarus of smuggling.',
            "Pavel Dolin",
        ),
        (
            "Nadia Karim, the envoy, warned of famine. On Sunday gunmen killed the mayor, Tomas Ruiz, hours after he "
            "had accused Belarus of smuggling.",
            "Tomas Ruiz",
        ),
        (
            "Elena Petrova met President Boris Marin on Friday. She accused Belarus of smuggling.",
            "Elena Petrova",
        ),
        (
            "Foreign ministry spokeswoman Hua Rong met President Boris Marin on Friday. "
            "She accused Belarus of smuggling.",
            "Hua Rong",
        ),
    ],
)
def test_he_and_she_are_who_stands_out(reader: Reader, text: str, person: str) -> None:
    assert sides(read(reader, text), "accused")[0] == [person]


def test_who_acts_on_them_is_another(reader: Reader) -> None:
    document = read(reader, "Activists marched to the embassy in Lima on Monday. Police arrested six of them.")
    assert sides(document, "arrested") == (["Police"], ["Activists"])


def test_a_name_is_not_split_between_two_sentences(reader: Reader) -> None:
    text = (
        "Han Mi Rae, the sister of South Korean leader Han Jong Su, denied that any rockets had been fired. "
        "She accused Japan of smuggling. The U.S. envoy, Laura Miles-Bannerfield, and her Kenyan counterpart, Peter "
        "Otieno, met in Oslo on Friday."
    )
    document = read(reader, text)
    assert [s.of(text)[:9] for s in document.sentences] == ["Han Mi Ra", "She accus", "The U.S. "]
    assert sides(document, "accused")[0] == ["Han Mi Rae"]
    assert sides(document, "met")[0] == ["Laura Miles-Bannerfield", "Peter Otieno"]


def test_nobody_does_what_no_group_does(reader: Reader) -> None:
    document = read(reader, "No group claimed responsibility for the killings in the village of Koro.")
    assert [a for e in document.events for a in e.actors] == []


def test_what_is_not_said_is_no_statement(reader: Reader) -> None:
    assert read(reader, "The minister did not say who was responsible for the attack.").statements == ()


@pytest.mark.parametrize(
    ("text", "trigger", "start"),
    [
        ("On Tuesday the senate urged the president to dismiss two generals.", "urged", "2024-05-14"),
        ("On Tuesday the senate urged the president to dismiss two generals.", "dismiss", None),
        ("Chad and Niger agreed to meet next week.", "agreed", None),
        ("Chad and Niger agreed to meet next week.", "meet", "2024-05-27"),
    ],
)
def test_what_is_asked_for_is_not_of_the_day_of_the_asking(
    reader: Reader, text: str, trigger: str, start: str | None
) -> None:
    document = read(reader, text)
    event = next(e for e in document.events if trigger in e.trigger.of(text))
    assert (event.time.start if event.time else None) == start


@pytest.mark.parametrize(
    "text",
    [
        "The envoy, who took up his post in March, presented a plan.",
        "The inspectors called it genocide.",
        "The opposition says two aides arrested at dawn.",
    ],
)
def test_nobody_does_what_is_only_named(reader: Reader, text: str) -> None:
    assert [
        a for e in read(reader, text).events for a in e.actors if e.plover in ("ASSAULT", "PROTEST", "COERCE")
    ] == []


def test_a_title_is_not_taken_from_another(reader: Reader) -> None:
    document = read(reader, "Agents detained the chief of staff of Kenyan opposition leader Peter Otieno on Monday.")
    held = [r.office or "" for r in document.relations if r.type == "holdsOffice"]
    assert not any("staff" in office for office in held)
    assert "Peter Otieno" not in sides(document, "detained")[1]


def test_who_is_accused_of_heading_a_group_heads_none(reader: Reader) -> None:
    text = (
        "Interior Minister Pavel Dolin accused Boris Marin of heading a rebel group and said that police found rifles."
    )
    assert [r for r in read(reader, text).relations if r.type == "heads"] == []


def test_the_un_secretary_general_is_one_phrase(reader: Reader) -> None:
    text = "U.N. Secretary-General Antonio Guterres condemned the strike. He left the U.N. The talks failed."
    assert [s.of(text)[:9] for s in read(reader, text).sentences] == ["U.N. Secr", "He left t", "The talks"]


def test_a_present_state_does_not_share_the_year_of_a_past_deed(reader: Reader) -> None:
    text = "The movement, which seized Kidal in 2014 and is backed by Iran, vowed revenge."
    document = read(reader, text)
    times = {e.trigger.of(text): e.time and e.time.start for e in document.events}
    assert times["seized"] == "2014"
    assert times["backed"] is None


def test_what_goes_unanswered_has_happened(reader: Reader) -> None:
    document = read(reader, 'John Osman warned that the arrest of the editor "will not go unanswered".')
    assert [e.status for e in document.events if e.type == "Arrest"] == ["actual"]


def test_who_died_in_an_attack_was_killed_by_nobody_else(reader: Reader) -> None:
    document = read(reader, "An air strike hit a wedding party in Yemen late on Sunday, killing at least 33 people.")
    assert [a for e in document.events if e.type == "Death" for a in e.actors] == []


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("A rebel attack killed two soldiers near Gao.", "rebel"),
        ("A government air strike hit a school in Idlib.", "government"),
        ("A Saudi-led coalition air strike hit a wedding party in Yemen.", "coalition"),
    ],
)
def test_a_force_before_an_event_noun_does_it(reader: Reader, text: str, actor: str) -> None:
    document = read(reader, text)
    event = next(e for e in document.events if e.plover == "ASSAULT")
    assert [document.entity(a.entity).name for a in event.actors] == [actor]


def test_the_rank_of_all_is_part_of_an_office(reader: Reader) -> None:
    document = read(reader, "NATO Secretary General Jens Stoltenberg met Attorney General William Barr.")
    assert "Secretary General" in [r.office for r in document.relations]


def test_who_is_accused_of_a_deed_is_said_to_have_done_it(reader: Reader) -> None:
    document = read(reader, "The rebels accused the army of bombing a residential district.")
    event = next(e for e in document.events if e.type == "Bombing")
    assert [document.entity(a.entity).name for a in event.actors] == ["army"]
    assert event.status == "possible"


def test_a_member_of_a_council_is_no_member_of_its_state(reader: Reader) -> None:
    text = '"We will not leave," said Yasir Osman, a member of Kenya\'s ruling council.'
    document = read(reader, text)
    assert not [
        r for r in document.relations if r.type == "memberOf" and document.entity(r.object or "").type == "State"
    ]


def test_where_talks_were_held_before_is_not_threatened(reader: Reader) -> None:
    document = read(reader, "Chad threatened to suspend the peace talks, which resumed in Mexico City last year.")
    assert sides(document, "threatened") == (["Chad"], [])
