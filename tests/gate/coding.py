"""How far records of articles agree with what a careful reader coded: the figures of the gate for wire stories.

Gold is a file ``NAME.gold.json`` beside ``NAME.txt``:

* ``entities``: ``key``, the ``types`` that are right, ``names`` (any of them finds it), ``wikidata`` or null, and
  whether it is ``optional``: no error when it is missing, none when it is there.
* ``events``: paragraph (``para``, from 0), ``triggers``, PLOVER ``types``, keys in ``actor``, ``recipient``, ``place``
  ("x?" may be there, a list asks for one of several), beginnings of the ``time`` (null: none), ``status``.
* ``statements``: paragraph and ``speaker``. ``relations``: ``types``, ``subject``, ``object`` or null, ``value``.

An entity, event, speaker or relation that no gold one allows is an error, and so is a required one that is missing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = dict[str, Any]
ROLES = ("actor", "recipient", "place")
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_ARTICLES = ("the ", "a ", "an ")


@dataclass
class Tally:
    """Right, wrong and missed ones of each figure, and what was wrong, to read."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    errors: list[str] = field(default_factory=list)

    def add(self, figure: str, *, right: int = 0, wrong: Iterable[str] = (), missed: Iterable[str] = ()) -> None:
        """Count, and note each error in a line of its own."""
        extra, lacking = list(wrong), list(missed)
        self.counts[figure].update(right=right, wrong=len(extra), missed=len(lacking))
        self.errors += [f"{figure}: wrong {x}" for x in extra] + [f"{figure}: missed {x}" for x in lacking]

    def figures(self) -> dict[str, float]:
        """F1 of each figure; of times and status the share that is right."""
        out = {}
        for name, count in self.counts.items():
            if name in ("time", "status"):
                total = count["right"] + count["wrong"]
                out[name] = count["right"] / total if total else 1.0
            else:
                total = 2 * count["right"] + count["wrong"] + count["missed"]
                out[name] = 2 * count["right"] / total if total else 1.0
        return out


def gold_in(folder: Path) -> dict[str, tuple[Json, str]]:
    """Gold and text of each article in a folder, by name."""
    found = {}
    for path in sorted(folder.glob("*.gold.json")):
        gold: Json = json.loads(path.read_text(encoding="utf-8"))
        found[gold["article"]] = (gold, (folder / gold["article"]).read_text(encoding="utf-8"))
    return found


def score(articles: Mapping[str, tuple[Json, str]], records: Mapping[str, Json]) -> Tally:
    """All figures over some articles; records by the article's name."""
    tally = Tally()
    for name, (gold, text) in articles.items():
        _Coding(gold, records[name], text, tally).count()
    return tally


@dataclass
class _Coding:
    """One article: what was coded by hand and what was read."""

    gold: Json
    record: Json
    text: str
    tally: Tally
    one: dict[str, str] = field(default_factory=dict)
    """Entity of the record -> the gold one that it is; at most one each."""
    any: dict[str, str] = field(default_factory=dict)
    """The same, with further entities of the record that stand for a gold one."""

    def count(self) -> None:
        """Add this article to the tally."""
        self._pair_entities()
        self._entities()
        self._events()
        self._statements()
        self._relations()

    def _pair_entities(self) -> None:
        pairs = []
        for gold in self.gold["entities"]:
            names = {plain(n) for n in gold["names"]}
            for entity in self.record["entities"]:
                spans = (self.text[m["start"] : m["end"]] for m in entity["mentions"])
                hits = len(names & {plain(entity["name"]), *map(plain, spans)})
                linked = bool(gold["wikidata"]) and gold["wikidata"] == entity.get("wikidata")
                if hits or linked:
                    pairs.append((hits + 2 * linked, gold["key"], entity["id"]))
        for _, key, entity in sorted(pairs, reverse=True):
            if key not in self.one.values() and entity not in self.one:
                self.one[entity] = key
        self.any = dict(self.one)
        for _, key, entity in sorted(pairs, reverse=True):
            self.any.setdefault(entity, key)

    def _entities(self) -> None:
        required = {g["key"] for g in self.gold["entities"] if not g["optional"]}
        found = set(self.one.values())
        wrong = [e["name"] for e in self.record["entities"] if e["id"] not in self.one]
        self.tally.add("entities", right=len(found & required), wrong=wrong, missed=sorted(required - found))
        items = {g["key"]: g["wikidata"] for g in self.gold["entities"]}
        got = [(self.one[e["id"]], e.get("wikidata")) for e in self.record["entities"] if e["id"] in self.one]
        right = {key for key, item in got if item and item == items[key]}
        other = [f"{key} {item}" for key, item in got if item and items[key] and item != items[key]]
        lacking = sorted(key for key in required if items[key] and key not in right)
        linkable = sum(1 for key in required if items[key])
        self.tally.add("links", right=linkable - len(lacking), wrong=other, missed=lacking)

    # -- events --------------------------------------------------------------------------------------------------------

    def _paragraph(self, place: Json) -> int | None:
        at = 0
        for number, paragraph in enumerate(self.text.split("\n\n")):
            if place["start"] < at + len(paragraph) and place["end"] > at:
                return number
            at += len(paragraph) + 2
        return None

    def _filled(self, event: Json, *roles: str) -> set[str]:
        return {key for role in roles for a in event.get(role, []) if (key := self.any.get(a["entity"]))}

    def _agreement(self, gold: Json, event: Json) -> int:
        word = self._word(event)
        told = any(t.casefold() in word or word in t.casefold() for t in gold["triggers"])
        return 10 * told + sum(bool(n & self._filled(event, role)) for role in ROLES for n in _needed(gold, role))

    def _word(self, event: Json) -> str:
        return self.text[event["trigger"]["start"] : event["trigger"]["end"]].casefold()

    def _events(self) -> None:
        pairs = [
            (-self._agreement(gold, event), gold["optional"], at, event["id"])
            for at, gold in enumerate(self.gold["events"])
            for event in self.record["events"]
            if event["plover"] in gold["types"] and self._paragraph(event["trigger"]) == gold["para"]
        ]
        chosen: dict[int, str] = {}
        for _, _, at, key in sorted(pairs):
            if at not in chosen and key not in chosen.values():
                chosen[at] = key
        spare = [e for e in self.record["events"] if e.get("plover") and e["id"] not in chosen.values()]
        required = [at for at, gold in enumerate(self.gold["events"]) if not gold["optional"]]
        missed = [_shown(self.gold["events"][at]) for at in required if at not in chosen]
        right = sum(at in chosen for at in required)
        self.tally.add("events", right=right, wrong=[f"{e['plover']} {self._word(e)}" for e in spare], missed=missed)
        events = {e["id"]: e for e in self.record["events"]}
        for at, gold in enumerate(self.gold["events"]):
            if at in chosen:
                self._details(gold, events[chosen[at]])
            elif not gold["optional"]:
                lost = [f"{role} of {_shown(gold)}" for role in ROLES for _ in _needed(gold, role)]
                self.tally.add("roles", missed=lost)

    def _details(self, gold: Json, event: Json) -> None:
        mutual = event["plover"] in MUTUAL
        for role in ROLES:
            both = mutual and role != "place"
            got = self._filled(event, "actor", "recipient") if both else self._filled(event, role)
            allowed = _allowed(gold, "actor") | _allowed(gold, "recipient") if both else _allowed(gold, role)
            needed = _needed(gold, role)
            extra = [] if mutual and role == "recipient" else sorted(got - allowed)
            self.tally.add(
                "roles",
                right=sum(bool(n & got) for n in needed),
                wrong=[f"{role} of {_shown(gold)}: {x}" for x in extra],
                missed=[f"{role} of {_shown(gold)}: {min(n)}" for n in needed if not n & got],
            )
        if gold["time"]:
            start = (event.get("time") or {}).get("start")
            fits = any(start is None if t is None else (start or "").startswith(t) for t in gold["time"])
            self.tally.add("time", right=fits, wrong=[] if fits else [f"{_shown(gold)}: {start}, not {gold['time']}"])
        fits = event.get("status") in gold["status"]
        said = f"{_shown(gold)}: {event.get('status')}, not {gold['status']}"
        self.tally.add("status", right=fits, wrong=[] if fits else [said])

    # -- who says what, who is what ------------------------------------------------------------------------------------

    def _statements(self) -> None:
        told = {(self._paragraph(s["sentence"]), self.any.get(s["speaker"])) for s in self.record["statements"]}
        required = {(s["para"], s["speaker"]) for s in self.gold["statements"] if not s.get("optional")}
        allowed = {(s["para"], s["speaker"]) for s in self.gold["statements"]}
        wrong = [f"{who} in {para}" for para, who in told if who and (para, who) not in allowed]
        missed = [f"{who} in {para}" for para, who in sorted(required - told)]
        self.tally.add("speakers", right=len(told & required), wrong=wrong, missed=missed)

    def _relations(self) -> None:
        golds, found = self.gold["relations"], self.record["relations"]
        required = [g for g in golds if not g["optional"]]
        missed = [g for g in required if not any(self._same(g, r) and _value(g, r) for r in found)]
        known = {t for g in golds for t in g["types"]}
        wrong = [r for r in found if r["type"] in known and not any(self._same(g, r) for g in golds)]
        self.tally.add(
            "relations",
            right=len(required) - len(missed),
            wrong=[f"{r['type']} {self.any.get(r['subject'])} {self.any.get(r.get('object'))}" for r in wrong],
            missed=[f"{g['types'][0]} {g['subject']} {g['object']}" for g in missed],
        )

    def _same(self, gold: Json, relation: Json) -> bool:
        ends = self.any.get(relation["subject"]) == gold["subject"] and (
            not gold["object"] or self.any.get(relation.get("object")) == gold["object"]
        )
        return ends and relation["type"] in gold["types"]


def _value(gold: Json, relation: Json) -> bool:
    return "value" not in gold or relation.get("value") == gold["value"]


def _needed(gold: Json, role: str) -> list[set[str]]:
    """What a role must hold: of each set one."""
    return [set(k) if isinstance(k, list) else {k} for k in gold[role] if isinstance(k, list) or not k.endswith("?")]


def _allowed(gold: Json, role: str) -> set[str]:
    return {k.removesuffix("?") for keys in gold[role] for k in (keys if isinstance(keys, list) else [keys])}


def _shown(gold: Json) -> str:
    return f"{gold['types'][0]} {gold['triggers'][0]!r} in {gold['para']}"


def plain(name: str) -> str:
    """A name without case, article, possessive and marks at its ends."""
    name = name.casefold().strip().strip(".,;:\"'“”‘’")
    for article in _ARTICLES:
        name = name.removeprefix(article)
    return name.removesuffix("'s").removesuffix("’s").strip()
