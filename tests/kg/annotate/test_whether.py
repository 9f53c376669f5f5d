"""Whether an event took place, is still to come, may have been, or was not."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article

STATUS = [
    # text, a word of the trigger, status
    ("The army would respond in case of an attack by Iran.", "attack", "possible"),
    ("Finland signed the pact for help in the event of an invasion by Russia.", "invasion", "possible"),
    ("Kenya denied any attack on the convoy.", "attack", "negated"),
    ("Kenya rejected claims that its troops had shelled a clinic.", "shelled", "negated"),
    ("Neither Kenya nor Uganda has attacked the rebels.", "attacked", "negated"),
    ("Kenya warned against attacking the convoy.", "attacking", "possible"),
    ("Talks between Sudan and the rebels were postponed.", "alks", "planned"),
    ("Kenya and Uganda put off talks in Goma.", "talks", "planned"),
    ("A third round of talks between Chad and Mali is scheduled.", "talks", "planned"),
    ("A meeting of the two kings is planned for June.", "meeting", "planned"),
    ("Chad would free the pilots on condition that the army withdrew.", "withdrew", "possible"),
    ("Mali ordered its envoy to leave and called for new sanctions.", "called", "actual"),
    ("Mali said it would not hesitate to invade Niger.", "invade", "planned"),
    ("Cuba was quick to recognise the junta.", "recognise", "actual"),
    ("Chad was the first to condemn the raid.", "condemn", "actual"),
    ("Lifting the embargo would only prolong the war.", "Lifting", "possible"),
    ("The rebels took advantage of the truce to seize two towns.", "seize", "actual"),
    ("Police fired tear gas to disperse the marchers.", "disperse", "actual"),
    ("The navy tried to seize the tanker.", "seize", "possible"),
    ("Mali said it had no plans to invade Niger.", "invade", "negated"),
    ("Mali has shelved plans to invade Niger.", "invade", "negated"),
    ("Mali would not talk until Niger withdrew its troops.", "withdrew", "possible"),
    ("Had Niger invaded Mali, the bloc would have acted.", "invaded", "possible"),
    ("Nothing suggests that Niger attacked the convoy.", "attacked", "possible"),
    ("Niger was on the verge of attacking Mali.", "attacking", "possible"),
    ("The king met the envoy ahead of talks in Geneva.", "talks", "planned"),
    ("The bishop called for a general strike on Friday.", "strike", "planned"),
]


@pytest.mark.parametrize(("text", "word", "status"), STATUS, ids=[t[:50] for t, _, _ in STATUS])
def test_whether_it_was(reader: Reader, text: str, word: str, status: str) -> None:
    document = reader.read(Article("a", text, "2016-05-18"))
    assert [e.status for e in document.events if word in e.trigger.of(text)] == [status]
