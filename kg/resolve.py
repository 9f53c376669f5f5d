"""Who is the same as whom across articles: decisions kept aside as data, applied when the graph is built.

Entities linked to the same Wikidata item are the same; all others are kept apart, however alike their names, until a
person says otherwise in a judgements file. Nothing is ever merged in the articles' own data, so that every decision
can be undone: take its line out, or add a line that withdraws it.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeVar, get_args

from kg import ids
from kg.errors import InputError
from kg.model import Entity, EntityType, Link, LinkedDocument

_T = TypeVar("_T", bound=str)
Verdict = Literal["same", "different", "withdrawn"]

COLUMNS = ("left", "right", "verdict", "author", "justification")
_MEMBER = re.compile(r"[0-9a-f]{16}/\S+")
_ITEM = re.compile(r"wikidata:Q[1-9][0-9]*")
_IRI = re.compile(r"https?://\S+/id/entity/(\S+)")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision on two entities.

    ``left`` and ``right`` are each an entity's IRI, ``wikidata:Q…``, or ``{article key}/{entity id}`` (one entity of
    one article). ``line`` is where the file has it. `withdrawn` takes back what earlier lines say of the same two.
    """

    left: str
    right: str
    verdict: Verdict
    author: str
    justification: str
    line: int = 0

    @property
    def pair(self) -> frozenset[str]:
        """The two, in no order."""
        return frozenset((_reference(self.left), _reference(self.right)))


@dataclass(frozen=True, slots=True)
class Profile:
    """What stands for an entity everywhere: one name, one type, whether it is known by name."""

    name: str
    type: EntityType
    named: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """(article key, entity id) -> identity key, and the profile of each key that more than one article may share.

    ``merged`` maps identity keys to the key that stands for their cluster; ``cut`` holds the (member key, item key)
    pairs of links that a judgement refuses; ``unmatched`` the judgements that speak of nothing in this build.
    """

    profiles: Mapping[str, Profile] = field(default_factory=lambda: MappingProxyType({}))
    merged: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    cut: frozenset[tuple[str, str]] = frozenset()
    unmatched: tuple[Judgement, ...] = ()

    def link(self, linked: LinkedDocument, entity: str) -> Link | None:
        """The link of an entity, unless it has none or a judgement refuses it."""
        return _link(linked, entity, self.cut)

    def key(self, linked: LinkedDocument, entity: str) -> str:
        """The identity key of an entity of an article."""
        own = _own_key(linked, entity, self.cut)
        return self.merged.get(own, own)

    def profile(self, linked: LinkedDocument, entity: Entity) -> Profile:
        """The name and type that stand for an entity of an article."""
        known = self.profiles.get(self.key(linked, entity.id))
        return known or Profile(entity.name, entity.type, entity.named)


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """Read a judgements file: tab-separated, the header ``left right verdict author justification``, UTF-8.

    Raises InputError that names the line, when the file is missing or a line cannot be understood.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"The judgements file {path} cannot be read: {problem}.") from None
    rows = csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(rows, None)
    if header is None or tuple(header) != COLUMNS:
        raise InputError(f"{path} is no judgements file.", f"Begin it with the tab-separated line: {' '.join(COLUMNS)}")
    found = (_judgement(row, number, path) for number, row in enumerate(rows, 2) if row and not row[0].startswith("#"))
    return tuple(found)


def append_judgement(path: Path, judgement: Judgement) -> None:
    """Add a decision to a judgements file (made if there is none). Raises InputError for one that could not be read."""
    fields = (judgement.left, judgement.right, judgement.verdict, judgement.author, judgement.justification)
    if any(c in text for text in fields for c in "\t\r\n"):
        raise InputError("A judgement cannot hold tabs or line breaks.", "Write the justification on one line.")
    _judgement(list(fields), 0, path)
    with path.open("a", encoding="utf-8") as file:
        if file.tell() == 0:
            file.write("\t".join(COLUMNS) + "\n")
        file.write("\t".join(fields) + "\n")
        file.flush()
        os.fsync(file.fileno())


def in_force(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The last word on each pair, without what was withdrawn."""
    last = {judgement.pair: judgement for judgement in judgements}
    return tuple(j for j in last.values() if j.verdict != "withdrawn")


def identities(linked: Iterable[LinkedDocument], judgements: Iterable[Judgement] = ()) -> Identity:
    """Settle who is who over all articles of a build.

    Memory grows with the number of distinct Wikidata items and of judgements, not with the number of articles. Raises
    InputError when judgements contradict each other.
    """
    decided = in_force(judgements)
    wanted = frozenset(_reference(x) for j in decided for x in (j.left, j.right))
    cut = frozenset(pair for j in decided if j.verdict == "different" for pair in _cuts(j))
    census = _census(linked, wanted, cut)
    known = tuple(j for j in decided if {_reference(j.left), _reference(j.right)} <= census.found.keys())
    merged = _clusters(known, census.found)
    _check_differences(known, census.found, merged)
    unmatched = tuple(j for j in decided if j not in known and not any(p in census.refused for p in _cuts(j)))
    return Identity(MappingProxyType(census.profiles(merged)), MappingProxyType(merged), cut, unmatched)


@dataclass(slots=True)
class _Census:
    """What one walk over the articles finds: which references exist, and the names and types seen for shared keys."""

    found: dict[str, str] = field(default_factory=dict)
    refused: set[tuple[str, str]] = field(default_factory=set)
    names: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    types: defaultdict[str, Counter[EntityType]] = field(default_factory=lambda: defaultdict(Counter))
    named: set[str] = field(default_factory=set)

    def add(self, key: str, name: str, entity: Entity) -> None:
        self.names[key][name] += 1
        self.types[key][entity.type] += 1
        if entity.named:
            self.named.add(key)

    def profiles(self, merged: Mapping[str, str]) -> dict[str, Profile]:
        """One profile a cluster: the name of its head, the type that most of its mentions in articles were given."""
        types: defaultdict[str, Counter[EntityType]] = defaultdict(Counter)
        for key, seen in self.types.items():
            types[merged.get(key, key)].update(seen)
        named = {merged.get(key, key) for key in self.named}
        return {
            key: Profile(_most(self.names[key]), _most(seen, get_args(EntityType)), key in named)
            for key, seen in types.items()
        }


def _census(linked: Iterable[LinkedDocument], wanted: frozenset[str], cut: frozenset[tuple[str, str]]) -> _Census:
    census = _Census()
    tails_wanted = any(reference.startswith("iri:") for reference in wanted)
    for one in linked:
        article = ids.article_key(one.document.article)
        for entity in one.document.entities:
            member = ids.member_key(article, entity.id)
            link = _link(one, entity.id, cut)
            key = ids.wikidata_key(link.qid) if link and link.qid else member
            name = (link.label if link else None) or entity.name
            # a linked entity answers to its own key, its item and its IRI
            references = {member, key} | ({f"iri:{ids.entity_tail(key, name)}"} if tails_wanted else set())
            asked = references & wanted
            census.found.update(dict.fromkeys(asked, key))
            if link or asked:
                census.add(key, name, entity)
            elif refused := one.link(entity.id):
                census.refused.add((member, ids.wikidata_key(refused.qid or "")))
    return census


def _clusters(judgements: Iterable[Judgement], found: Mapping[str, str]) -> dict[str, str]:
    """Union of all pairs judged the same: key -> head of its cluster, for the keys that are not heads themselves."""
    parent: dict[str, str] = {}

    def head(key: str) -> str:
        while key in parent:
            key = parent[key]
        return key

    for judgement in judgements:
        if judgement.verdict == "same":
            one, other = (head(found[_reference(x)]) for x in (judgement.left, judgement.right))
            if one != other:
                first, second = sorted((one, other), key=_rank)
                parent[second] = first
    return {key: head(key) for key in sorted(parent)}


def _check_differences(judgements: Iterable[Judgement], found: Mapping[str, str], merged: Mapping[str, str]) -> None:
    for judgement in judgements:
        left, right = (found[_reference(x)] for x in (judgement.left, judgement.right))
        if judgement.verdict != "different" or merged.get(left, left) != merged.get(right, right):
            continue
        what = f"Line {judgement.line} of the judgements says that {judgement.left} and {judgement.right} differ"
        if left == right:
            raise InputError(
                f"{what}, but both are linked to {left}.", f"Say which is not: ARTICLE/ENTITY, {left}, different."
            )
        raise InputError(f"{what}, but other lines make them the same.", "Withdraw one of these judgements.")


def _cuts(judgement: Judgement) -> Iterator[tuple[str, str]]:
    for member, item in ((judgement.left, judgement.right), (judgement.right, judgement.left)):
        if _MEMBER.fullmatch(member) and _ITEM.fullmatch(item):
            yield member, item


def _link(linked: LinkedDocument, entity: str, cut: frozenset[tuple[str, str]]) -> Link | None:
    link = linked.link(entity)
    if link is None or link.qid is None or not cut:
        return link
    member = ids.member_key(ids.article_key(linked.document.article), entity)
    return None if (member, ids.wikidata_key(link.qid)) in cut else link


def _own_key(linked: LinkedDocument, entity: str, cut: frozenset[tuple[str, str]]) -> str:
    link = _link(linked, entity, cut)
    if link is not None and link.qid is not None:
        return ids.wikidata_key(link.qid)
    return ids.member_key(ids.article_key(linked.document.article), entity)


def _reference(text: str) -> str:
    """An entity as a judgement names it: IRIs are known by their last part, so that the base may change."""
    iri = _IRI.fullmatch(text)
    return f"iri:{iri[1]}" if iri else text


def _rank(key: str) -> tuple[bool, int, str]:
    """Who heads a cluster: an item before an article's own entity, the lowest number first."""
    item = key.startswith(ids.WIKIDATA)
    return (not item, int(key.removeprefix(f"{ids.WIKIDATA}Q")) if item else 0, key)


def _most(seen: Counter[_T], order: Iterable[_T] = ()) -> _T:
    """The most frequent; among equals the first in ``order``, else in the alphabet."""
    ranks = {value: rank for rank, value in enumerate(order)}
    return min(seen, key=lambda value: (-seen[value], ranks.get(value, 0), value))


def _judgement(row: list[str], line: int, path: Path) -> Judgement:
    where = f"Line {line} of {path}"
    if len(row) != len(COLUMNS):
        raise InputError(f"{where} has {len(row)} columns instead of {len(COLUMNS)}.", "Put one tab between columns.")
    left, right, verdict, author, justification = (column.strip() for column in row)
    for reference in (left, right):
        if not any(pattern.fullmatch(reference) for pattern in (_MEMBER, _ITEM, _IRI)):
            cure = "Write an entity's IRI, wikidata:Q…, or ARTICLE/ENTITY."
            raise InputError(f"{where} names no entity: {reference!r}.", cure)
    if verdict not in get_args(Verdict):
        raise InputError(f"{where} has the verdict {verdict!r}.", f"Use one of: {', '.join(get_args(Verdict))}.")
    if not author or not justification:
        raise InputError(f"{where} does not say who decides, or why.", "Fill in author and justification.")
    if left == right:
        raise InputError(f"{where} compares an entity with itself.")
    return Judgement(left, right, verdict, author, justification, line)  # type: ignore[arg-type]
