"""Items of a SPARQL service that holds Wikidata, class by class and page by page.

Every answer is kept on disk as soon as it is there, so that a run that was killed goes on where it was, and a second
one asks nothing that is fresh. Pages go by the last item of the page before, which costs a service less than counting
off.
"""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kg.catalogue.classes import NARROWED, Root
from kg.catalogue.items import Item, fit, iso_date
from kg.catalogue.stage import Stage
from kg.config import Settings
from kg.endpoint import ask
from kg.errors import InputError, RemoteError
from kg.wikidata.cache import Cache

PAGE = 500
"""Items that are listed at once; halved for a page that the service cannot answer, down to ``LEAST``."""
LEAST = 25
DETAILS = 100
"""Items whose facts are asked for at once."""
ATTEMPTS = 8
PATIENCE = 600.0
"""Seconds that a service may ask us to wait. It is one request in many thousands; nobody sits in front of it."""
_PREFIXES = """
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_LIST = """
SELECT DISTINCT ?item ?links WHERE {{
  ?item wdt:P31/wdt:P279* wd:{root} ; wikibase:sitelinks ?links .
  {narrowed}
  FILTER (?links >= {least}) FILTER (STR(?item) > "{after}")
}} ORDER BY STR(?item) LIMIT {page}
"""
_FACTS = """
SELECT ?item ?what ?value ?start ?end ?name WHERE {{
  VALUES ?item {{ {items} }}
  {{ ?item rdfs:label ?value . FILTER (LANG(?value) IN ("en", "mul")) BIND ("label" AS ?what) }}
  UNION {{ ?item skos:altLabel ?value . FILTER (LANG(?value) IN ("en", "mul")) BIND ("alias" AS ?what) }}
  UNION {{ ?item wdt:P1549 ?value . FILTER (LANG(?value) = "en") BIND ("P1549" AS ?what) }}
  UNION {{ VALUES (?property ?what) {{ {properties} }} ?item ?property ?value }}
  UNION {{
    ?item p:P39 ?term . ?term ps:P39 ?value . ?value rdfs:label ?name . FILTER (LANG(?name) = "en")
    OPTIONAL {{ ?term pq:P580 ?start }} OPTIONAL {{ ?term pq:P582 ?end }} BIND ("P39" AS ?what)
  }}
}}
"""
_PROPERTIES = ("P17", "P27", "P36", "P749", "P361", "P297", "P298", "P2082", "P1566", "P625")
_ENTITY = "http://www.wikidata.org/entity/"

Row = Mapping[str, str]
"""Variable -> value of one solution."""
Progress = Callable[[str, int], None]
"""Called with the label of a class and the number of its items so far."""


@dataclass(slots=True)
class Service:
    """A SPARQL service behind a cache of its answers. ``pause``: seconds of rest after every request."""

    url: str
    settings: Settings
    cache: Cache
    pause: float = 1.0
    asked: int = 0
    oldest: str = ""

    def rows(self, query: str) -> list[Row]:
        """The solutions of a query. Raises RemoteError when the service cannot be had for it."""
        key = f"sparql:{hashlib.sha256(f'{self.url} {query}'.encode()).hexdigest()}"
        kept = self.cache.get(key)
        if kept is None:
            patient = replace(self.settings, http_retries=max(ATTEMPTS, self.settings.http_retries))
            answer = ask(self.url, _PREFIXES + query, patient, patience=PATIENCE)
            rows = _solutions(answer.body, self.url)
            kept = self.cache.put({key: json.dumps(rows, ensure_ascii=False)})[key]
            self.asked += 1
            time.sleep(self.pause)
        self.oldest = min(self.oldest or kept.retrieved, kept.retrieved)
        found: list[Row] = json.loads(kept.text)
        return found


def _solutions(body: Any, url: str) -> list[dict[str, str]]:
    try:
        bindings = json.loads(body)["results"]["bindings"]
        return [{name: str(cell["value"]) for name, cell in row.items()} for row in bindings]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RemoteError(f"{url} gave an answer that is no result of a query, or half of one.") from None


def read_service(
    service: Service, roots: Iterable[Root], stage: Stage, sitelinks: int, told: Progress | None = None
) -> int:
    """Keep aside the items of the classes; how many there were. Raises RemoteError."""
    total = 0
    for root in roots:
        count = 0
        for page in _pages(service, root, sitelinks):
            for some in _batches(page, DETAILS):
                for item in _items(service, some, root, stage):
                    stage.add(item)
                    count += 1
            if told:
                told(root.label, count)
        total += count
    return total


def _pages(service: Service, root: Root, sitelinks: int) -> Iterator[dict[str, int]]:
    """Sitelinks by QID, a page at a time."""
    after, size = "", PAGE
    while True:
        try:
            rows = service.rows(_LIST.format(
                root=root.qid, narrowed=NARROWED.get(root.qid, ""), least=sitelinks, after=after, page=size
            ))  # fmt: skip
        except RemoteError:
            if size <= LEAST:
                raise
            size = max(LEAST, size // 2)  # a service that gives up on a page may manage half of it
            continue
        page = {qid: int(row["links"]) for row in rows if (qid := _qid(row["item"]))}
        if page:
            yield page
        if len(rows) < size:
            return
        after = rows[-1]["item"]


def _batches(page: Mapping[str, int], size: int) -> Iterator[dict[str, int]]:
    items = list(page.items())
    for i in range(math.ceil(len(items) / size)):
        yield dict(items[i * size : (i + 1) * size])


def _items(service: Service, page: Mapping[str, int], root: Root, stage: Stage) -> Iterator[Item]:
    properties = " ".join(f'(wdt:{name} "{name}")' for name in _PROPERTIES)
    query = _FACTS.format(items=" ".join(f"wd:{qid}" for qid in page), properties=properties)
    facts: dict[str, dict[str, list[Row]]] = {qid: {} for qid in page}
    for row in service.rows(query):
        facts[_qid(row["item"])].setdefault(row["what"], []).append(row)
    for qid, found in facts.items():
        item = _item(qid, found, page[qid], root)
        if item is not None:
            for row in found.get("P39", ()):
                if position := _qid(row["value"]):
                    stage.add_class(int(position[1:]), row["name"], ())
            yield item


def _item(qid: str, facts: Mapping[str, list[Row]], sitelinks: int, root: Root) -> Item | None:
    def texts(what: str) -> tuple[str, ...]:
        return tuple(sorted({row["value"] for row in facts.get(what, ())}))

    def text(what: str) -> str:
        return next(iter(texts(what)), "")

    def numbers(what: str) -> tuple[int, ...]:
        return tuple(sorted({int(other[1:]) for value in texts(what) if (other := _qid(value))}))

    label = text("label")
    if not fit(label):
        return None
    lat, lon = _point(text("P625"))
    offices = {
        (int(position[1:]), _day(row.get("start")), _day(row.get("end")))
        for row in facts.get("P39", ()) if (position := _qid(row["value"]))
    }  # fmt: skip
    return Item(
        int(qid[1:]), label, (root.number,), tuple(n for n in texts("alias") if fit(n) and n != label), texts("P1549"),
        numbers("P17") or numbers("P27"), numbers("P36"), numbers("P749") or numbers("P361"), text("P297"),
        text("P298"), text("P2082"), text("P1566"), lat, lon, tuple(sorted(offices)), sitelinks,
    )  # fmt: skip


def _qid(iri: str) -> str:
    """The QID of an item's IRI; "" for what is no item (an unknown value is a blank node)."""
    name = iri.removeprefix(_ENTITY)
    return name if name != iri and name[:1] == "Q" and name[1:].isdigit() else ""


def _day(time_: str | None) -> str:
    """A day of the service's ``xsd:dateTime``. It does not tell the precision: the first of January is taken for a
    year."""
    day = iso_date(time_ or "")
    return day[:4] if day.endswith("-01-01") else day


def _point(text: str) -> tuple[float | None, float | None]:
    """``Point(lon lat)`` as degrees of latitude and longitude."""
    parts = text.removeprefix("Point(").removesuffix(")").split()
    try:
        lon, lat = (round(float(part), 4) for part in parts)
    except ValueError:
        return None, None
    return lat, lon


def chosen(names: Iterable[str], known: Mapping[str, Root]) -> tuple[Root, ...]:
    """The classes of those labels; all, when none is named. Raises InputError."""
    wanted = tuple(names)
    if unknown := [name for name in wanted if name not in known]:
        raise InputError(f"There is no class {unknown[0]!r}.", f"There are: {', '.join(known)}.")
    return tuple(known[name] for name in wanted or known)
