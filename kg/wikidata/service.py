"""The three questions: which items bear a name, what are they, and of which classes. All answers are kept on disk."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kg.config import Settings
from kg.endpoint import ask
from kg.errors import DragomanError, RemoteError
from kg.names import fold
from kg.wikidata import classes
from kg.wikidata.cache import Cache, folder
from kg.wikidata.client import Client
from kg.wikidata.items import LANGUAGES, Item, item

BATCH = 50
"""Items or hits in one request: the most that the API grants everybody."""
PAGES = 3
"""Pages of hits that are looked through; a name that has more is left alone."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The items that a search found for a name. ``complete``: whether there can be no others of that very name."""

    qids: tuple[str, ...]
    complete: bool


class Wikidata:
    """Wikidata behind its cache. ``down`` says why it is out of reach, or is empty."""

    def __init__(self, settings: Settings, sleep: Callable[[float], None] = time.sleep) -> None:
        """Raises StoreError when the answers that are kept on disk cannot be read."""
        self._settings = settings
        self._client = Client(settings.wikidata_api, settings, sleep)
        self._cache = Cache(folder(settings.cache), settings.cache_days)
        self._sparql_down = ""

    @property
    def down(self) -> str:
        """Why it is not asked any more, or ""."""
        return self._client.down or self._sparql_down

    def close(self) -> None:
        """Let go of the cache."""
        self._cache.close()

    def search(self, name: str) -> Hits:
        """The items whose label or alias is, or begins with, the name. Raises RemoteError."""
        key = f"search:{fold(name)}"
        if (kept := self._cache.get(key)) is None:
            hits = self._hits(name)
            text = json.dumps({"qids": hits.qids, "complete": hits.complete})
            kept = self._cache.put({key: text})[key]
        found = json.loads(kept.text)
        return Hits(tuple(found["qids"]), found["complete"])

    def _hits(self, name: str) -> Hits:
        qids: list[str] = []
        start, last = 0, False
        for _ in range(PAGES):
            answer = self._client.get(
                {
                    "action": "wbsearchentities", "search": name, "language": "en", "uselang": "en", "type": "item",
                    "limit": str(BATCH), "continue": str(start),
                },
                "search",
            )  # fmt: skip
            found = self._listed(answer, "search")
            qids += [str(hit["id"]) for hit in found if _is_qid(hit.get("id"))]
            start = answer.get("search-continue", 0)
            # hits of the name itself stand before those that only begin with it
            last = not start or not found or fold(_matched(found[-1])) != fold(name)
            if last or not isinstance(start, int):
                break
        return Hits(tuple(dict.fromkeys(qids)), last)

    def items(self, qids: Iterable[str]) -> Mapping[str, Item]:
        """The items by QID; those that were deleted are left out. Raises RemoteError when one cannot be had."""
        wanted = dict.fromkeys(qids)
        kept = {qid: found for qid in wanted if (found := self._cache.get(f"item:{qid}")) is not None}
        for batch in _batches(qid for qid in wanted if qid not in kept):
            answers = {f"item:{qid}": json.dumps(data) for qid, data in self._entities(batch).items()}
            kept |= {key.removeprefix("item:"): text for key, text in self._cache.put(answers).items()}
        read = ((qid, item(json.loads(kept[qid].text), kept[qid].retrieved)) for qid in wanted)
        return {qid: found for qid, found in read if found is not None}

    def _entities(self, qids: tuple[str, ...]) -> dict[str, dict[str, Any]]:
        answer = self._client.get(
            {
                "action": "wbgetentities", "ids": "|".join(qids), "languages": "|".join(LANGUAGES),
                "props": "labels|aliases|claims|sitelinks",
            },
            "entities",
        )  # fmt: skip
        given = answer.get("entities")
        if not isinstance(given, dict):
            raise RemoteError(f"{self._settings.wikidata_api} answered without the items that it was asked for.")
        found: dict[str, dict[str, Any]] = {}
        for qid, data in given.items():
            if isinstance(data, dict):
                redirects = data.get("redirects")
                found[str(redirects.get("from", qid)) if isinstance(redirects, dict) else qid] = data
        if missing := [qid for qid in qids if qid not in found]:
            raise RemoteError(f"{self._settings.wikidata_api} answered without {', '.join(missing[:5])}.")
        return {qid: found[qid] for qid in qids}

    def kinds(self, qids: Iterable[str]) -> Mapping[str, classes.Kind]:
        """Type and subtype of each item, where its classes tell; asked by SPARQL. Raises RemoteError."""
        wanted = dict.fromkeys(qids)
        kept = {qid: found.text for qid in wanted if (found := self._cache.get(f"classes:{qid}")) is not None}
        for batch in _batches(qid for qid in wanted if qid not in kept):
            answers = {f"classes:{qid}": json.dumps(found) for qid, found in self._classes(batch).items()}
            self._cache.put(answers)
            kept |= {key.removeprefix("classes:"): text for key, text in answers.items()}
        told = ((qid, classes.kind(json.loads(kept[qid]))) for qid in wanted)
        return {qid: kind for qid, kind in told if kind is not None}

    def _classes(self, qids: tuple[str, ...]) -> dict[str, list[str]]:
        if self._sparql_down:
            raise RemoteError(self._sparql_down)
        try:
            answer = ask(self._settings.wikidata_sparql, classes.query(qids), self._settings)
            rows = json.loads(answer.body)["results"]["bindings"]
            found: defaultdict[str, list[str]] = defaultdict(list)
            for row in rows:
                found[_tail(row["item"]["value"])].append(_tail(row["class"]["value"]))
        except DragomanError as problem:
            raise self._no_classes(problem.message) from None
        except (ValueError, KeyError, TypeError, RecursionError):
            raise self._no_classes(f"{self._settings.wikidata_sparql} answered in an unknown form.") from None
        return {qid: sorted(found[qid]) for qid in qids}

    def _no_classes(self, cause: str) -> RemoteError:
        """A query service that failed, with the attempts that it was granted, is not asked again."""
        self._sparql_down = f"{cause} It was not asked again."
        return RemoteError(cause)

    def _listed(self, answer: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
        found = answer.get(name)
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise RemoteError(f"{self._settings.wikidata_api} answered without a list of hits.")
        return found


def _matched(hit: Mapping[str, Any]) -> str:
    """The label or alias by which a hit was found."""
    match = hit.get("match")
    return str(match.get("text", "")) if isinstance(match, dict) else str(hit.get("label", ""))


def _is_qid(text: Any) -> bool:
    return isinstance(text, str) and text[:1] == "Q" and text[1:].isdigit()


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _batches(qids: Iterator[str]) -> Iterator[tuple[str, ...]]:
    while batch := tuple(islice(qids, BATCH)):
        yield batch
