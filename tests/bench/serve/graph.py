"""A release of made-up news: the triples of a real one, in its graphs and proportions, the same bytes every time.

About 110 quads an event, as in the example article: articles with claims, passages with selectors, participations,
times, entities that are named in many articles, links, what was inferred, and the whole ontology.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from ontology import VOCABULARY, modules, path
from tests.bench.serve.world import Dice, Entity, World, sentence, world
from tests.server.made import BASE, point

_ID, _CODE, _DM = f"{BASE}id/", f"{BASE}code/", f"{BASE}ontology#"
_PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#", "dct": "http://purl.org/dc/terms/", "dm": _DM,
    "oa": "http://www.w3.org/ns/oa#", "prov": "http://www.w3.org/ns/prov#", "i": _ID, "c": _CODE,
    "wd": "http://www.wikidata.org/entity/", "g": f"{BASE}graph/",
}  # fmt: skip
_XSD = "http://www.w3.org/2001/XMLSchema#"
_AN_ARTICLE = 1090
"""Quads that an article brings with it, about."""
_ROLES = ("actor", "recipient", "place")
_YEARS = 10


def iri(name: str) -> str:
    """``dm:Event`` in full, in angle brackets."""
    prefix, _, local = name.partition(":")
    return f"<{_PREFIXES[prefix]}{local}>"


def text(value: str, language: str = "") -> str:
    """A literal; the made-up texts need no escapes."""
    return f'"{value}"@{language}' if language else f'"{value}"'


def typed(value: object, kind: str) -> str:
    """A literal with a datatype of XML Schema."""
    return f'"{value}"^^<{_XSD}{kind}>'


class Graph:
    """Lines of N-Quads of one article, and of the graphs that all articles share."""

    def __init__(self, name: str) -> None:
        self.lines: list[str] = []
        self._graph = iri(f"g:{name}")

    def add(self, subject: str, *pairs: tuple[str, str], graph: str = "") -> None:
        """What is said of a subject: property and object, the object with a prefix or as a literal."""
        about, where = iri(subject), iri(f"g:{graph}") if graph else self._graph
        for name, value in pairs:
            self.lines.append(f"{about} {iri(name)} {value if value[0] == chr(34) else iri(value)} {where} .\n")


@dataclass(frozen=True, slots=True)
class Page:
    """An article that is being written: its graph, its IRI, its key, the month that it tells of."""

    graph: Graph
    dice: Dice
    about: str
    key: str
    month: str


class Newsroom:
    """Writes articles of a world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.parameters: dict[str, list[str]] = {
            name: [] for name in ("event", "article", "actor", "acting", "pair", "place", "label", "month")
        }
        self._met: set[str] = set()

    def article(self, number: int) -> list[str]:
        """The lines of an article, and of what is inferred and linked because of it."""
        dice, key = Dice(f"article {number}"), f"{number:016x}"
        month = self._month(dice)
        page = Page(Graph(f"article/{key}"), dice, f"i:article/{key}", key, month)
        graph, about, title = page.graph, page.about, f"Report {number}: {self._words(dice, 6)}"
        graph.add(about, ("rdf:type", "dm:Article"), ("dct:title", text(title, "en")),
                  ("dct:issued", typed(f"{month}-{1 + dice.below(28):02d}", "date")), ("dct:language", text("en")),
                  ("dct:publisher", text(f"Courier {dice.below(40)}")), ("dm:textLength", typed(4000, "integer")),
                  ("dm:sha256", text(f"{number:064x}")), ("prov:wasDerivedFrom", f"i:source/{number}"))  # fmt: skip
        cast = list({dice.famous(self._world.actors): None for _ in range(12)})
        towns = list({dice.famous(self._world.places): None for _ in range(4)})
        self._entities(page, [*cast, *towns])
        for place in range(4 + dice.below(13)):
            self._event(page, place, cast, towns)
        if number % 7 == 0:
            self.parameters["article"].append(about)
        return graph.lines

    def _words(self, dice: Dice, count: int) -> str:
        return " ".join(dice.famous(self._world.words) for _ in range(count))

    @staticmethod
    def _month(dice: Dice) -> str:
        return f"{2011 + dice.below(_YEARS)}-{1 + dice.below(12):02d}"

    def _entities(self, page: Page, cast: Iterable[Entity]) -> None:
        graph, dice, about, key = page.graph, page.dice, page.about, page.key
        for place, entity in enumerate(cast):
            subject = f"i:entity/{entity.key}"
            graph.add(subject, ("rdf:type", f"dm:{entity.kind}"), ("rdfs:label", text(entity.name, "en")),
                      ("dm:mentionedIn", about), ("dm:named", typed("true", "boolean")))  # fmt: skip
            for mention in range(1 + dice.below(4)):
                start = 4000 + place * 100 + mention * 20
                passage = self._passage(page, start, entity.name)
                graph.add(subject, ("dm:mention", passage))
            if entity.key in self._met:
                continue
            self._met.add(entity.key)
            above = (("rdf:type", f"dm:{kind}") for kind in self._world.above.get(entity.kind, ()))
            graph.add(subject, *above, graph="inferred")
            link = f"i:link/{key}-e{place}"
            graph.add(link, ("rdf:type", "dm:Link" if entity.item else "dm:RefusedLink"), ("dm:linkedEntity", subject),
                      ("dm:reason", text(f"{entity.name} is a name", "en")), graph="links")  # fmt: skip
            if entity.item:
                graph.add(link, ("dm:linkTarget", f"wd:{entity.item}"), graph="links")
                graph.add(subject, ("skos:exactMatch", f"wd:{entity.item}"), graph="links")
            self.parameters["label"].append(entity.name)

    @staticmethod
    def _passage(page: Page, start: int, quote: str, around: bool = False) -> str:
        graph, about = page.graph, page.about
        passage = f"i:passage/{page.key}-{start}-{start + len(quote)}"
        place, exact = f"{passage}#position", f"{passage}#quote"
        graph.add(passage, ("rdf:type", "dm:Passage"), ("rdf:type", "oa:SpecificResource"), ("oa:hasSource", about),
                  ("oa:hasSelector", place), ("oa:hasSelector", exact), ("dm:quote", text(quote)))  # fmt: skip
        graph.add(place, ("rdf:type", "oa:TextPositionSelector"), ("oa:start", typed(start, "integer")),
                  ("oa:end", typed(start + len(quote), "integer")))  # fmt: skip
        graph.add(exact, ("rdf:type", "oa:TextQuoteSelector"), ("oa:exact", text(quote)))
        if around:
            graph.add(exact, ("oa:prefix", text(" and so on. ")), ("oa:suffix", text(" And then ")))
        graph.add(passage, ("rdf:type", "oa:ResourceSelection"), graph="inferred")
        return passage

    def _event(self, page: Page, place: int, cast: list[Entity], towns: list[Entity]) -> None:
        graph, dice, about, key = page.graph, page.dice, page.about, page.key
        kind, actor, other = dice.famous(self._world.kinds), dice.famous(cast), dice.one(cast)
        start = place * 200
        name, status = f"{key}-{start}-{start + 9}", dice.famous(("actual", "planned", "possible", "negated"))
        said = sentence(dice, self._world, actor, other)
        passage = self._passage(page, start, said, around=True)
        event, claim = f"i:event/{name}", f"i:claim/event-{name}"
        happened = {"actual": "Event"}.get(status, f"{status.title()}Eventuality")
        own = (kind,) if happened == "Event" else ()
        label = text(f"{kind}: {actor.name} → {other.name}", "en")
        graph.add(event, *(("rdf:type", f"dm:{name}") for name in (happened, *own)), ("rdfs:label", label),
                  ("dm:eventType", f"c:event-type/{kind}"), ("dm:status", f"c:status/{status}"),
                  ("dm:hasActor", f"i:entity/{actor.key}"), ("dm:hasRecipient", f"i:entity/{other.key}"),
                  ("dm:hasClaim", claim))  # fmt: skip
        above = {upper for name in (happened, *own) for upper in self._world.above.get(name, ())} - {happened}
        graph.add(event, *(("rdf:type", f"dm:{name}") for name in sorted(above)), graph="inferred")
        sure = typed(f"0.{1 + dice.below(9)}", "decimal")
        graph.add(claim, ("rdf:type", "dm:Claim"), ("dm:about", event), ("dm:claimedIn", about),
                  ("dm:claimedStatus", f"c:status/{status}"), ("dm:confidence", sure),
                  ("dm:passage", passage), ("dm:voice", f"c:voice/{dice.one(('article', 'speaker'))}"),
                  ("prov:wasGeneratedBy", "i:run/bench"))  # fmt: skip
        if dice.chance(0.2):
            graph.add(claim, ("dm:attributedTo", f"i:entity/{dice.one(cast).key}"))
        parts = [("actor", actor), ("recipient", other)]
        town = dice.famous(towns)
        if dice.chance(0.4):
            graph.add(event, ("dm:tookPlaceAt", f"i:entity/{town.key}"))
            parts.append(("place", town))
        self._parts(graph, event, name, parts, passage)
        when = self._time(page, event, start, passage)
        self._remember(dice, event, parts, when)

    @staticmethod
    def _parts(graph: Graph, event: str, name: str, parts: list[tuple[str, Entity]], passage: str) -> None:
        for role, entity in parts:
            part, whole = f"i:participation/{name}-{role}-{entity.key[-10:]}", f"i:entity/{entity.key}"
            graph.add(part, ("rdf:type", "dm:Participation"), ("dm:participant", whole), ("dm:role", f"c:role/{role}"),
                      ("dm:participationIn", event), ("dm:evidence", passage))  # fmt: skip
            graph.add(event, ("dm:hasParticipation", part))
            graph.add(event, ("dm:involves", whole), graph="inferred")

    @staticmethod
    def _time(page: Page, event: str, start: int, passage: str) -> str:
        graph, dice, key, month = page.graph, page.dice, page.key, page.month
        if not dice.chance(0.6):
            return ""
        time, day = f"i:time/{key}-{start + 10}-{start + 19}", typed(f"{month}-{1 + dice.below(28):02d}", "date")
        graph.add(time, ("rdf:type", "dm:TimeSpan"), ("dm:timeText", text("on that day")), ("dm:earliest", day),
                  ("dm:latest", day), ("dm:evidence", passage))  # fmt: skip
        graph.add(event, ("dm:hasTime", time), ("dm:inMonth", typed(month, "gYearMonth")))
        return month

    def _remember(self, dice: Dice, event: str, parts: list[tuple[str, Entity]], month: str) -> None:
        """Some of what queries can ask for: famous things as often as they are famous."""
        if not dice.chance(0.1):
            return
        found, actor = self.parameters, f"i:entity/{parts[0][1].key}"
        found["event"].append(event)
        found["actor"].append(actor)
        found["pair"].append(f"{actor} i:entity/{parts[1][1].key}")
        if month:
            found["acting"].append(f"{actor} {month}")
        if len(parts) > 2 and month:
            found["place"].append(f"i:entity/{parts[2][1].key}")
            found["month"].append(month)


def _files() -> list[Path]:
    names = [name for part in VOCABULARY for name in (modules(part) if path(part).is_dir() else (part,))]
    return [path(name) for name in names]


def _ontology() -> list[ox.Quad]:
    """The ontology as a release carries it, but for nodes without a name, which are called otherwise every time."""
    graph = ox.NamedNode(f"{BASE}graph/ontology")
    quads = (quad for file in _files() for quad in ox.parse(path=str(file), rename_blank_nodes=False))
    named = (quad for quad in quads if not isinstance(quad.subject, ox.BlankNode))
    kept = (quad for quad in named if not isinstance(quad.object, ox.BlankNode))
    return sorted({ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in kept}, key=str)


def lines(triples: int) -> Iterator[str | dict[str, list[str]]]:
    """Lines of N-Quads, unsorted, a little more than asked for; at the end what queries can ask for."""
    ontology = _ontology()
    room = Newsroom(world(triples // _AN_ARTICLE, ontology))
    yield from (f"{quad} .\n" for quad in ontology)
    written, number = len(ontology), 0
    while written < triples:
        found = room.article(number)
        yield from found
        written, number = written + len(found), number + 1
    yield room.parameters


def place(folder: Path, triples: int) -> Path:
    """The folder of a release of that size: another one when anything that goes into it is another. Removes older ones.

    Raises OSError.
    """
    parts = [Path(__file__), Path(world.__code__.co_filename), *_files()]
    key = sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:12]
    for old in folder.glob(f"{triples}-*"):
        if old.name != f"{triples}-{key}":
            shutil.rmtree(old)
    return folder / f"{triples}-{key}"


def write(out: Path, triples: int) -> Path:
    """A folder of releases with one release of that many quads, unless it is there; also ``parameters.json``."""
    folder = out / "releases" / f"bench-{triples}"
    if (out / "parameters.json").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    raw = folder / ".unsorted"
    with raw.open("w", encoding="utf-8") as file:
        for line in lines(triples):
            if isinstance(line, str):
                file.write(line)
            else:
                parameters = line
    command = ["sort", "-u", "-S", "1G", "-T", str(out), "-o", str(folder / "dataset.nq"), str(raw)]
    subprocess.run(command, check=True, env={**os.environ, "LC_ALL": "C"})
    raw.unlink()
    manifest = {"release": folder.name, "settings": {"base_iri": BASE}, "files": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    point(out, folder.name)
    (out / "parameters.json").write_text(json.dumps(parameters))
    return folder
