"""Turns that settle whether something happened: denied denials, the first to do it, what was not stopped."""

from __future__ import annotations

import pytest

from kg.annotate import Reader
from kg.model import Article

STATUS = [
    # text, word of the trigger, status
    ("Nobody denies that the army shelled the town.", "shelled", "possible"),
    ("The army did not deny that it had fired on the crowd.", "fired", "possible"),
    ("The guards did not fail to arrest the driver.", "arrest", "actual"),
    ("The UN failed to stop the massacre of villagers.", "massacre", "actual"),
    ("Chad urged Sudan to halt the shelling of Birao.", "shelling", "actual"),
    ("Police stopped the rebels from attacking the bridge.", "attacking", "negated"),
    ("A tribunal cleared him of murdering the bishop.", "murdering", "negated"),
    ("Six suspects are wanted for the murder of the mayor.", "murder", "actual"),
    ("A former chief wanted for the murder of supporters was handed over to a court.", "murder", "actual"),
    ("The company had sold no weapons to the militia.", "sold", "negated"),
    ("The defence ministry said it had deployed nobody.", "deployed", "negated"),
    ("Burundi, which became the first country to leave the court, has sent an envoy.", "leave", "actual"),
    ("Sweden was the first country to recognise the council.", "recognise", "actual"),
    ("Uganda has come under pressure to withdraw its troops.", "withdraw", "planned"),
    ("The president will raise the matter when the two meet in Istanbul on Friday.", "meet", "planned"),
    ("The envoy was to have visited Sanaa this week.", "visited", "planned"),
    ("The ministry could not confirm that the hostages had been freed.", "freed", "possible"),
    ("The panel recommends that three generals be tried for murder.", "tried", "planned"),
    ("The council will meet at the request of Britain.", "request", "actual"),
    ("He is expected to fly to Lome on Thursday for separate talks with Lawson.", "talks", "planned"),
    ("The minister, who faces charges of corruption, has left.", "charges", "actual"),
    ("If the army attacks Idlib, Turkey will leave.", "attacks", "possible"),
    ("Prosecutors accuse Nday of ordering killings in April, when students marched in Lome.", "marched", "actual"),
    ("Prosecutors accuse Nday of plotting to overthrow the king.", "overthrow", "possible"),
]


@pytest.mark.parametrize(("text", "word", "status"), STATUS, ids=[t[:40] for t, *_ in STATUS])
def test_status(reader: Reader, text: str, word: str, status: str) -> None:
    found = {e.trigger.of(text): e.status for e in reader.read(Article("a", text, "2018-09-20")).events}
    told = [s for trigger, s in found.items() if word in trigger.split()]
    assert told == [status], found
