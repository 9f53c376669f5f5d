"""Links against labels: what is right, wrong, missed; precision and recall by kind of mention.

A labelled text says which stretches name an item, and which name none although they look as if they did.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from kg.catalogue import Catalogue
from kg.errors import InputError
from kg.model import Article, Entity, Link, LinkedDocument, Span

Outcome = Literal["right", "wrong", "missed", "left alone"]
UNMARKED = "unmarked"
"""The kind of a name that a complete text does not mark and that was linked all the same."""
OVERLAP = 0.5
"""Share of the union of two stretches from which on they are the same mention; one that ends where the other ends is
the same too, because titles and adjectives stand before a name."""
_QID = re.compile(r"Q[1-9]\d*")
_CURE = (
    'Write one object a line: {"id": "…", "text": "…", "published": "2016-05-16", "complete": false, '
    '"mentions": [{"start": 0, "end": 5, "kind": "state", "qid": "Q1016"}]}'
)


@dataclass(frozen=True, slots=True)
class Label:
    """A stretch of a text, the item that it names (None: it is not to be linked), and what kind of thing that is."""

    span: Span
    kind: str
    qid: str | None


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its labels; ``complete``: every name in it that has an item is labelled."""

    article: Article
    labels: tuple[Label, ...]
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """One mention judged: the right item, the one found, and why that one (or none)."""

    text: str
    name: str
    kind: str
    gold: str | None
    found: str | None
    linkable: bool
    outcome: Outcome
    reason: str

    def told(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self)


def read_labelled(path: Path) -> Iterator[Labelled]:
    """The labelled texts of a JSON Lines file. Raises InputError, naming the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"{path} cannot be read: {problem}.", "Check the path.") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _labelled(json.loads(line), f"{path.stem}:{number}")
            except (ValueError, KeyError, TypeError, AttributeError) as problem:
                raise InputError(f"{path}, line {number} is no labelled text: {problem}.", _CURE) from None


def _labelled(row: dict[str, Any], place: str) -> Labelled:
    article = Article(str(row.get("id") or place), row["text"], row.get("published"))
    return Labelled(article, tuple(_label(m, article.text) for m in row["mentions"]), bool(row.get("complete")))


def _label(mention: dict[str, Any], text: str) -> Label:
    span, qid = Span(mention["start"], mention["end"]), mention["qid"]
    if not 0 <= span.start < span.end <= len(text):
        raise ValueError(f"{span.start} to {span.end} is no stretch of a text of {len(text)} characters")
    if qid is not None and not _QID.fullmatch(qid):
        raise ValueError(f"{qid!r} is no item of Wikidata")
    return Label(span, str(mention["kind"]), qid)


def judge(labelled: Labelled, linked: LinkedDocument, catalogue: Catalogue) -> Iterator[Judged]:
    """Every label of a text judged; in a complete text also every name that was linked and is not labelled, nor a part
    of what is ("US" in "US Congress")."""
    links = {link.entity: link for link in linked.links}
    for label in labelled.labels:
        entity = _mentioned(label.span, linked)
        yield _judged(labelled, label, links[entity.id] if entity else None, catalogue)
    if labelled.complete:
        for entity in linked.document.entities:
            link = links[entity.id]
            for mention in entity.mentions:
                free = not any(_meet(mention.span, label.span) for label in labelled.labels)
                if mention.kind == "name" and link.qid and free:
                    name = mention.span.of(labelled.article.text)
                    yield Judged(labelled.article.id, name, UNMARKED, None, link.qid, False, "wrong", link.reason)


def _judged(labelled: Labelled, label: Label, link: Link | None, catalogue: Catalogue) -> Judged:
    found = link.qid if link else None
    outcome: Outcome = "wrong"
    if found == label.qid:
        outcome = "right" if found else "left alone"
    elif found is None:
        outcome = "missed"
    return Judged(
        text=labelled.article.id,
        name=label.span.of(labelled.article.text),
        kind=label.kind,
        gold=label.qid,
        found=found,
        linkable=label.qid is not None and catalogue.get(label.qid) is not None,
        outcome=outcome,
        reason=link.reason if link else "no mention was found there",
    )


def _mentioned(span: Span, linked: LinkedDocument) -> Entity | None:
    """The entity that is mentioned there, by the mention that fits the stretch best."""
    best: tuple[float, Entity] | None = None
    for entity in linked.document.entities:
        for mention in entity.mentions:
            fit = _fit(span, mention.span)
            if fit > 0 and (best is None or fit > best[0]):
                best = (fit, entity)
    return best[1] if best else None


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _fit(one: Span, other: Span) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    share = common / (max(one.end, other.end) - min(one.start, other.start))
    return share if common > 0 and (share >= OVERLAP or one.end == other.end) else 0.0


Figures = dict[str, dict[str, float]]
"""Kind of mention (and ``all``) -> mentions, linkable, right, wrong, missed, precision, recall."""


def figures(judged: Iterable[Judged]) -> Figures:
    """The counts and shares of each kind, and of all."""
    kinds: dict[str, list[Judged]] = {}
    for one in judged:
        kinds.setdefault(one.kind, []).append(one)
    table = {kind: _row(found) for kind, found in sorted(kinds.items())}
    return {**table, "all": _row([one for found in kinds.values() for one in found])}


def _row(found: list[Judged]) -> dict[str, float]:
    right, wrong = (sum(j.outcome == o for j in found) for o in ("right", "wrong"))
    linkable = [j for j in found if j.linkable]
    reached = sum(j.outcome == "right" for j in linkable)
    return {
        "mentions": len(found),
        "linkable": len(linkable),
        "right": right,
        "wrong": wrong,
        "missed": sum(j.outcome == "missed" for j in linkable),
        "precision": round(right / (right + wrong), 4) if right + wrong else 1.0,
        "recall": round(reached / len(linkable), 4) if linkable else 1.0,
    }
