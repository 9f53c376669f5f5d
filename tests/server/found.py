"""More events for the release made by hand: enough to choose among by kind, status, actor, place, time and source."""

from __future__ import annotations

SAFE = "entity/quay-town-0000000010"

PLACES = """
i:entity\\/quay-town-0000000010 a dm:Place ; rdfs:label "Quay Town"@en ; dm:named true ;
  dm:mentionedIn i:article\\/fedcba9876543210 ; skos:exactMatch <https://items.example/quay> ;
  dm:locatedIn i:entity\\/far-coast-0000000012 .
i:entity\\/old-quay-0000000011 a dm:Place ; rdfs:label "Old Quay"@en ; dm:named true ;
  dm:mentionedIn i:article\\/fedcba9876543210 ; skos:exactMatch <https://items.example/old> .
i:entity\\/far-coast-0000000012 a dm:Place ; rdfs:label "Far <i>Coast</i>"@en ; dm:named true ;
  dm:mentionedIn i:article\\/fedcba9876543210 ; skos:exactMatch <https://items.example/far> .
i:entity\\/nowhere-0000000013 a dm:Place ; rdfs:label "Nowhere"@en ; dm:mentionedIn i:article\\/fedcba9876543210 .
<https://items.example/quay> <https://schema.org/latitude> 12.5 ; <https://schema.org/longitude> 42.5 .
<https://items.example/old> <https://schema.org/latitude> 12.52 ; <https://schema.org/longitude> 42.51 .
<https://items.example/far> <https://schema.org/latitude> -20.0 ; <https://schema.org/longitude> 100.0 .
"""

_EVENT = """
i:event\\/x-{n} a dm:Event ; rdfs:label "{label}"@en ;
  dm:eventType c:event-type\\/{kind} ; dm:status c:status\\/{status} ;
  {more}dm:hasClaim i:claim\\/x-{n} .
i:claim\\/x-{n} a dm:Claim ; dm:about i:event\\/x-{n} ; dm:claimedIn i:article\\/fedcba9876543210 ;
  dm:passage i:passage\\/fedcba9876543210-0-30 ; dm:claimedStatus c:status\\/{status} ; dm:voice c:voice\\/article .
"""

_ROWS = (
    ("raid on the mill", "Attack", "actual", "port-guard-0000000002", "river-front-0000000001", "quay-town-0000000010",
     "2020", "2020"),
    ("raid on the ford", "Attack", "actual", "river-front-0000000001", "port-guard-0000000002", "old-quay-0000000011",
     "2021-02", "2021-02"),
    ("second raid", "AirStrike", "possible", "river-front-0000000001", "port-guard-0000000002", "far-coast-0000000012",
     "2021-02-27", "2021-03-02"),
    ("meeting", "BilateralTalks", "negated", "maria-ode-0000000004", "", "nowhere-0000000013", "", ""),
)  # fmt: skip


def _event(n: int, row: tuple[str, ...]) -> str:
    label, kind, status, actor, recipient, place, first, last = row
    parts = [f"dm:hasActor i:entity\\/{actor} ; dm:tookPlaceAt i:entity\\/{place} ; "]
    if recipient:
        parts.append(f"dm:hasRecipient i:entity\\/{recipient} ; ")
    if first:
        parts.append(f"dm:hasTime i:time\\/x-{n} ; ")
    time = f'i:time\\/x-{n} a dm:TimeSpan ; dm:earliest "{first}" ; dm:latest "{last}" .\n' if first else ""
    return _EVENT.format(n=n, label=label, kind=kind, status=status, more="".join(parts)) + time


EXTRA = PLACES + "".join(_event(n, row) for n, row in enumerate(_ROWS, 1)) + """
i:participation\\/x-3 a dm:Participation ; dm:role c:role\\/place ; dm:participant i:entity\\/far-coast-0000000012 ;
  dm:placePrecision c:place-precision\\/region ; dm:participationIn i:event\\/x-3 .
"""  # fmt: skip
