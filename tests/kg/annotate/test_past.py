"""Headlines and entries of timelines in the present tense are read as sentences."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.annotate.past import in_past
from kg.annotate.pipelines import DEFAULT, pipeline
from kg.model import Article, Event

TOLD = [
    # text, trigger, type, actor
    ("Mali junta expels French ambassador as row deepens", "expels", "SANCTION", "Mali junta"),
    ("Police fire tear gas at Nairobi protesters", "fire tear", "ASSAULT", "Police"),
    ("South Korea, Japan hold talks on trade row", "hold talks", "CONSULT", "South Korea"),
    ("The army ousts the president, officials say.", "ousts", "COERCE", "army"),
    ("Iraqi forces retook the town on Monday.", "retook", "ASSAULT", "Iraqi forces"),
    ("Soldiers arrest Osei and most of his ministers.", "arrest", "COERCE", "Soldiers"),
    ("The army overthrows and detains President Kofi Osei after 30 years in power.", "detains", "COERCE", "army"),
]
NOT_TOLD = ["Syria truce talks", "War crimes charges against Sudan president", "Hostage release plan"]


def events(reader: Reader, text: str) -> tuple[Event, ...]:
    return reader.read(Article("a", text, "2016-05-18")).events


@pytest.mark.parametrize(("text", "word", "plover", "actor"), TOLD, ids=[t[:30] for t, *_ in TOLD])
def test_present_tense_tells_what_happened(reader: Reader, text: str, word: str, plover: str, actor: str) -> None:
    found = [e for e in events(reader, text) if e.trigger.of(text) == word]
    assert [(e.plover, e.status, e.actors[0].span.of(text)) for e in found] == [(plover, "actual", actor)]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_nouns_stay_nouns(reader: Reader, text: str) -> None:
    assert not [e for e in events(reader, text) if e.rule.startswith("verbs")]


def test_two_sentences_of_one_entry(reader: Reader) -> None:
    text = "Oct. 25, 2015 - The general dissolves the government and declares an emergency. Soldiers arrest ministers."
    assert {e.trigger.of(text) for e in events(reader, text)} >= {"dissolves", "declares", "arrest"}


def test_offsets_are_those_of_the_text_that_came_in(reader: Reader) -> None:
    text = "Rwanda denies backing rebels\n\nGunmen storm hotel in Mogadishu, kill 10\n\nHe spoke on Friday."
    document = reader.read(Article("a", text, "2016-05-18"))
    words = {e.trigger.of(text) for e in document.events}
    assert {"storm", "kill"} <= words <= {"storm", "kill", "denies", "backing"}


def test_what_is_read_in_the_past_has_all_that_the_pipeline_tells() -> None:
    nlp = pipeline(DEFAULT)
    (read,) = in_past(nlp, [nlp("Mali junta expels French ambassador")])
    whole = nlp("Mali junta expelled French ambassador")
    assert [t.text for t in read] == [t.text for t in whole]
    assert [(t.tag_, t.lemma_, t.dep_) for t in read] == [(t.tag_, t.lemma_, t.dep_) for t in whole]
    assert [(e.start, e.end, e.label_) for e in read.ents] == [(e.start, e.end, e.label_) for e in whole.ents]
    assert read.ents
