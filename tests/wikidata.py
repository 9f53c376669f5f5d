"""A small Wikidata on this machine: search, items and classes in the forms in which the real one answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.web import Asked, Reply

JSON = {"Content-Type": "application/json; charset=utf-8"}
RESULTS = {"Content-Type": "application/sparql-results+json;charset=utf-8"}


@dataclass
class Known:
    """An item: labels by language, English aliases, classes (also indirect ones), statements, Wikipedias."""

    labels: dict[str, str]
    classes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    claims: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    wikipedias: int = 1


def to_item(prop: str, qid: str, rank: str = "normal", **qualifiers: str) -> dict[str, object]:
    """A statement whose value is an item; qualifiers are days: ``P580="1977-01-20"``."""
    value = {"type": "wikibase-entityid", "value": {"entity-type": "item", "numeric-id": int(qid[1:]), "id": qid}}
    return {
        "mainsnak": {"snaktype": "value", "property": prop, "datavalue": value, "datatype": "wikibase-item"},
        "type": "statement",
        "rank": rank,
        "qualifiers": {name: [_day(name, day)] for name, day in qualifiers.items()},
    }


def _day(name: str, day: str) -> dict[str, object]:
    precision = {4: 9, 7: 10, 10: 11}[len(day)]
    time = f"+{day}{'-00' * ((10 - len(day)) // 3)}T00:00:00Z"
    value = {"time": time, "timezone": 0, "before": 0, "after": 0, "precision": precision}
    return {"snaktype": "value", "property": name, "datavalue": {"type": "time", "value": value}}


def to_point(lat: float, lon: float) -> dict[str, object]:
    """A statement of coordinates (P625)."""
    value = {"latitude": lat, "longitude": lon, "precision": 0.01, "globe": "http://www.wikidata.org/entity/Q2"}
    return {
        "mainsnak": {
            "snaktype": "value",
            "property": "P625",
            "datavalue": {"type": "globecoordinate", "value": value},
        },
        "rank": "normal",
    }


HUMAN, STATE, CITY, ORGANIZATION = "Q5", "Q3624078", "Q515", "Q43229"
ITEMS = {
    "Q79": Known({"en": "Egypt", "fr": "Égypte", "ar": "مصر"}, (STATE,), wikipedias=300, claims={
        "P17": [to_item("P17", "Q79")], "P625": [to_point(27.0, 29.0)]}),
    "Q85": Known({"en": "Cairo", "fr": "Le Caire"}, (CITY,), wikipedias=200, claims={
        "P17": [to_item("P17", "Q79")], "P625": [to_point(30.04, 31.24)]}),
    "Q306026": Known({"en": "Cairo"}, (), wikipedias=20),
    "Q7172": Known({"en": "Arab League", "es": "Liga Árabe"}, (ORGANIZATION, "Q484652"), wikipedias=120),
    "Q23685": Known({"en": "Jimmy Carter"}, (HUMAN,), ("James Earl Carter",), wikipedias=150, claims={
        "P27": [to_item("P27", "Q30")],
        "P39": [to_item("P39", "Q11696", P580="1977-01-20", P582="1981-01-20"), to_item("P39", "Q11696", "deprecated")],
    }),
    "Q44135": Known({"en": "Jimmy Carter"}, (HUMAN,), wikipedias=8, claims={"P27": [to_item("P27", "Q30")]}),
    "Q11696": Known({"en": "President of the United States"}, ("Q4164871",)),
}  # fmt: skip
"""Those that the articles of ``camp_david`` name, and others of the same names."""


@dataclass
class Service:
    """Answers requests to ``/w/api.php`` and ``/sparql``; ``spoil`` may answer in its place (None: not this time)."""

    items: dict[str, Known] = field(default_factory=lambda: dict(ITEMS))
    spoil: Callable[[str, int], Reply | None] = lambda kind, nth: None
    asked: list[str] = field(default_factory=list)
    spoilt: int = 0

    def __call__(self, asked: Asked) -> Reply:
        """The answer to a request."""
        address = urlsplit(asked.path)
        given = {name: values[0] for name, values in parse_qs(address.query).items()}
        kind = "sparql" if address.path == "/sparql" else given["action"]
        self.asked.append(kind)
        spoilt = self.spoil(kind, self.asked.count(kind))
        if spoilt is not None:
            self.spoilt += 1
            return spoilt
        if kind == "sparql":
            return Reply(200, RESULTS, json.dumps(self._classes(given["query"])).encode())
        answer = self._search(given) if kind == "wbsearchentities" else self._entities(given)
        return Reply(200, JSON, json.dumps(answer).encode())

    def _search(self, given: dict[str, str]) -> dict[str, object]:
        name, start, limit = given["search"].lower(), int(given["continue"]), int(given["limit"])
        hits = [
            {
                "id": qid, "title": qid, "repository": "wikidata", "concepturi": f"http://www.wikidata.org/entity/{qid}",
                "label": item.labels["en"], "match": {"type": "label", "language": "en", "text": text},
            }
            for qid, item in self.items.items()
            for text in [next((t for t in (item.labels["en"], *item.aliases) if t.lower().startswith(name)), "")]
            if text
        ]  # fmt: skip
        answer: dict[str, object] = {
            "searchinfo": {"search": name},
            "search": hits[start : start + limit],
            "success": 1,
        }
        return answer | ({"search-continue": start + limit} if len(hits) > start + limit else {})

    def _entities(self, given: dict[str, str]) -> dict[str, object]:
        languages = given["languages"].split("|")
        found: dict[str, object] = {}
        for qid in given["ids"].split("|"):
            item = self.items.get(qid)
            found[qid] = {"id": qid, "missing": ""} if item is None else {
                "type": "item", "id": qid,
                "labels": {x: {"language": x, "value": v} for x, v in item.labels.items() if x in languages},
                "aliases": {"en": [{"language": "en", "value": a} for a in item.aliases]} if item.aliases else [],
                "claims": item.claims or [],
                "sitelinks": {f"wiki{n}": {"site": f"wiki{n}", "title": qid} for n in range(item.wikipedias)},
            }  # fmt: skip
        return {"entities": found, "success": 1}

    def _classes(self, query: str) -> dict[str, object]:
        asked, roots = (re.findall(r"Q\d+", part) for part in re.findall(r"VALUES \?\w+ \{([^}]*)\}", query))
        rows = [
            {name: {"type": "uri", "value": f"http://www.wikidata.org/entity/{x}"} for name, x in pair.items()}
            for qid in asked
            for root in (self.items[qid].classes if qid in self.items else ())
            if root in roots
            for pair in [{"item": qid, "class": root}]
        ]
        return {"head": {"vars": ["item", "class"]}, "results": {"bindings": rows}}
