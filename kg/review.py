"""Links that a person should look at: those of low score, and names left without a link although items bear them.

A build writes them into its release (``uncertain-links.jsonl``), with the words around, the reason and the candidates.
Decisions on them go into the file of judgements, never here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from kg import ids
from kg.errors import StoreError
from kg.judgements import Judgement, in_force
from kg.model import Entity, Link, LinkedDocument, Proposal, Span
from kg.resolve import Identity

FILE_NAME = "uncertain-links.jsonl"
SURE = 0.8
"""Links from this score on are not listed. Names that fit by sound or by surname only stay below it, and so do other
names that the article hardly supports."""
AROUND = 90
"""Code points of the text shown before and after a mention."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """An uncertain link of one entity of one article, or a missing one (``qid`` ""), and what it could be.

    ``member`` is how judgements call the entity, ``iri`` its address in the release; ``before``, ``words`` and
    ``after`` are the first mention in its sentence (empty where no text is published).
    """

    member: str
    iri: str
    name: str
    type: str
    article: str
    qid: str
    label: str
    score: float
    reason: str
    catalogue: str
    before: str = ""
    words: str = ""
    after: str = ""
    candidates: tuple[Proposal, ...] = ()

    @property
    def best(self) -> Proposal | None:
        """The item linked now, else the first candidate."""
        if self.qid:
            now = Proposal(self.qid, self.label, "linked now", self.score)
            return next((c for c in self.candidates if c.qid == self.qid), now)
        return self.candidates[0] if self.candidates else None

    def judged(self, proposal: Proposal, same: bool, author: str, comment: str = "", day: str = "") -> Judgement:
        """The decision that the entity is, or is not, that item."""
        return Judgement(
            f"member:{self.member}", f"wd:{proposal.qid}", "same" if same else "different", author, comment,
            left_label=self.name, right_label=proposal.label, date=day,
        )  # fmt: skip


def doubts(linked: LinkedDocument, identity: Identity, base_iri: str, *, words: bool = True) -> Iterator[Doubt]:
    """The uncertain links of an article that nobody has decided on; ``words``: whether text may be shown."""
    document, iris = linked.document, ids.Iris(base_iri)
    article = ids.article_key(document.article)
    links = {link.entity: link for link in linked.links}
    for entity in document.entities:
        member, link = ids.member_key(article, entity.id), links.get(entity.id)
        if link is None or member in identity.decided or not is_uncertain(entity, link):
            continue
        name = identity.profile(linked, entity).name
        yield Doubt(
            member, iris.entity(identity.key(linked, entity.id), name), entity.name, entity.type,
            iris.node("article", article), link.qid or "", link.label or "", link.score, link.reason, link.catalogue,
            *(_around(document.article.text, entity) if words else ("", "", "")), link.candidates,
        )  # fmt: skip


def is_uncertain(entity: Entity, link: Link) -> bool:
    """Whether a person should look at a link, or at its absence."""
    if link.qid:
        return link.score < SURE
    return entity.named and bool(link.candidates)


def _around(text: str, entity: Entity) -> tuple[str, str, str]:
    """The first mention by name, and the words before and after it on one line each."""
    named = [m.span for m in entity.mentions if m.kind == "name"] or [m.span for m in entity.mentions]
    span = min(named, default=Span(0, 0))
    before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
    before = before.partition(" ")[2] if span.start > AROUND else before
    after = after.rpartition(" ")[0] if span.end + AROUND < len(text) else after
    return _line(before).lstrip(), _line(span.of(text)), _line(after).rstrip()


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def record(doubt: Doubt) -> dict[str, Any]:
    """A doubt as JSON has it."""
    return asdict(doubt)


def read(release: Path, start: int = 0, count: int | None = None) -> tuple[Doubt, ...]:
    """The uncertain links of a release in the order of its articles: all, or ``count`` of them from ``start`` on.

    Raises StoreError for a release that has no list.
    """
    path = release / FILE_NAME
    try:
        with path.open(encoding="utf-8") as lines:
            wanted = islice(lines, start, None if count is None else start + count)
            return tuple(_doubt(json.loads(line)) for line in wanted)
    except (OSError, ValueError, TypeError, KeyError) as problem:
        raise StoreError(f"{path} cannot be read: {problem}.", "Build the release again.") from None


def _doubt(data: dict[str, Any]) -> Doubt:
    return Doubt(**{**data, "candidates": tuple(Proposal(**one) for one in data["candidates"])})


def undecided(found: Iterable[Doubt], judgements: Iterable[Judgement]) -> tuple[Doubt, ...]:
    """Those on which judgements say nothing yet; refused candidates are left out, and who has none left as well."""
    decided = in_force(judgements)
    given = {ref for j in decided if j.verdict == "same" for ref, _ in j.sides}
    refused = {j.pair for j in decided if j.verdict == "different"}
    left = []
    for doubt in found:
        if doubt.member in given or frozenset((doubt.member, ids.wikidata_key(doubt.qid))) in refused:
            continue
        open_ones = tuple(
            c for c in doubt.candidates if frozenset((doubt.member, ids.wikidata_key(c.qid))) not in refused
        )
        if open_ones or doubt.qid:
            left.append(replace(doubt, candidates=open_ones))
    return tuple(left)
